"""How a cell's value came about: the row's and the column's labels, how the row was counted, the identities behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from govgrammar.align import placements
from govgrammar.arrange import FoundRow
from govgrammar.form import Block
from govgrammar.grid import evidence
from govgrammar.identities import Identity, Known, Link, Unknown, known_cell, link_of
from govgrammar.model.cell import CellKey, Number
from govgrammar.own_tables import heads_of
from govgrammar.plan import BlockPlan, RowPlan
from govgrammar.short_cells import Search
from govgrammar.source import Span
from govgrammar.tokens import TableStyle
from govgrammar.workbench.stages import ReadReport, Stages

#: Placements that are looked at one by one for what rules them out.
_MOST: Final = 5_000


@frozen
class IdentityPart:
    """A cell of an identity with what the document says for it; `None` for a blank, `open` where it is not determined."""

    row: str
    column: str
    value: Number | None
    open: bool


@frozen
class IdentityShown:
    """An identity that a cell takes part in: what stands on both sides, and whether it `holds`, `fails`, or is `open`."""

    name: str
    left: tuple[IdentityPart, ...]
    right: tuple[IdentityPart, ...]
    state: str


@frozen
class Rival:
    """Another value that the cell would have in some placements of its row's figures, and what rules those out.

    `excluded_by` names identities; empty where only all short rows of the table together do so.  `placements` counts them.
    """

    value: Number | None
    placements: int
    excluded_by: tuple[str, ...]


@frozen
class Reason:
    """How one row of the document gave a cell what it says.

    `how` is `as-written` (the row fills its columns), `by-place` (the place on the line is the column), `own-table` (the
    place in the file's own table is), `blanks-kept` (bars or empty lines behind the row are its blanks), `short` (cells are
    lost), `too-long`, `header-undecided`, `glued`, or `no-figures` (a label alone).  `row` and `columns` are the labels'
    characters, `figures` the row's.
    """

    how: str
    row: Span
    columns: tuple[Span, ...]
    figures: Span | None
    style: TableStyle | None
    slots: int
    width: int
    behind: tuple[int, ...]
    header: str
    identities: tuple[IdentityShown, ...] = ()
    rivals: tuple[Rival, ...] = ()
    broken: str | None = None


def reasons(stages: Stages, number: int, key: CellKey) -> tuple[Reason, ...]:
    """How a cell of a report came about, one reason for each row of the document that it stands in; none where it has no row."""
    report = stages.reports[number]
    target = report.target(key)
    if target is None:
        return ()
    return tuple(_reason(stages, report, target, block, row, found) for _, block, row, found in report.rows_of(target))


def _reason(  # noqa: PLR0917  where the row stands, in the order of `rows_of`
    stages: Stages, report: ReadReport, target: int, block: BlockPlan, row: RowPlan, found: FoundRow | None
) -> Reason:
    tokens, run = stages.tokens, None if row.values is None else stages.tokens[row.values].run
    heads = tuple(
        tokens[token].span
        for column, token in zip(row.header.columns, row.header.tokens, strict=True)
        if row.cells[column] == target
    )
    search = next((s for s in report.builder.searches if s.block is block and row.name in s.solution.rows), None)
    short = found is not None and not found.grid.complete and not found.grid.too_long
    column = row.cells.index(target)
    asked = search if short and column < block.width else None
    return Reason(
        how=_how(report, row, found, glued=run is not None and run.glued),
        row=tokens[row.label].span,
        columns=heads,
        figures=None if row.values is None else tokens[row.values].span,
        style=run.style if run else None,
        slots=len(found.grid.slots) if found else len(run.slots) if run else 0,
        width=len(found.targets or ()) if found else block.width,
        behind=run.loose if run else (),
        header=row.header.certainty.value,
        identities=tuple(_identities(asked, row.name, column)) if asked else (),
        rivals=tuple(_rivals(asked, row.name, column)) if asked else (),
        broken=asked.solution.broken.name if asked and asked.solution.broken else None,
    )


def _how(report: ReadReport, row: RowPlan, found: FoundRow | None, *, glued: bool) -> str:
    if row.values is None:
        return "no-figures"
    if glued:
        return "glued"
    return "header-undecided" if found is None else how_counted(found, by_place=_by_place(report, found))


def how_counted(found: FoundRow, *, by_place: bool) -> str:
    """How the slots of a row were counted to its columns, as `Reason.how` has it."""
    if found.grid.too_long:
        return "too-long"
    if not found.grid.complete:
        return "short"
    if found.run.table >= 0 and heads_of(found.row.header, len(found.targets or ())):
        return "own-table"
    if by_place:
        return "by-place"
    return "as-written" if len(found.run.slots) == len(found.targets or ()) else "blanks-kept"


def _by_place(report: ReadReport, found: FoundRow) -> bool:
    rows = report.tables()
    told = evidence([[(row.run, len(row.targets or ())) for row in table] for table in rows])
    return any(placed and found in table for placed, table in zip(told.by_place, rows, strict=True))


# ---- identities ----


def _columns(block: Block) -> list[str]:
    """Names of the columns by number; of a block printed across, each with its row's name."""
    names = [column.name for column in block.columns]
    return [f"{row.name}/{name}" for row in block.rows for name in names] if block.across else names


def _identities(search: Search, row: str, column: int) -> Iterator[IdentityShown]:
    for identity in search.identities:
        if (row, column) in identity.cells:
            left, right = (tuple(_part(search, cell) for cell in side) for side in (identity.left, identity.right))
            yield IdentityShown(identity.name, left, right, _state(search, identity, left, right))


def _part(search: Search, cell: tuple[str, int]) -> IdentityPart:
    name = _columns(search.block.block)[cell[1]]
    solved = search.solution.rows.get(cell[0])
    if solved is not None:
        values = solved.values[cell[1]]
        return IdentityPart(cell[0], name, values[0] if len(values) == 1 else None, len(values) > 1)
    known: Known = known_cell(cell, search.fixed)
    return IdentityPart(cell[0], name, None if isinstance(known, Unknown) else known, isinstance(known, Unknown))


def _state(search: Search, identity: Identity, left: tuple[IdentityPart, ...], right: tuple[IdentityPart, ...]) -> str:
    if any(part.open for part in (*left, *right)):
        return "open"
    vectors = {name: tuple(v[0] if v else None for v in s.values) for name, s in search.solution.rows.items()}
    link = link_of(identity, search.fixed, vectors)
    return "open" if link is None else "holds" if link.holds(vectors) else "fails"


def _rivals(search: Search, row: str, column: int) -> Iterator[Rival]:
    """Values that the order of the row's figures allows in this column and the document does not."""
    values, solved = search.short.get(row), search.solution.rows[row]
    if values is None or search.solution.broken is not None:
        return
    links = [link for identity in search.identities if (link := _alone(search, identity, row)) is not None]
    counts: dict[Number | None, int] = {}
    named: dict[Number | None, dict[str, None]] = {}
    for tried, vector in enumerate(placements(values, search.block.width)):
        if tried >= _MOST:
            break
        value = vector[column]
        if value in solved.values[column]:
            continue
        counts[value] = counts.get(value, 0) + 1
        against = next((link.identity.name for link in links if not link.holds({row: vector})), None)
        named.setdefault(value, {})
        if against is not None:
            named[value][against] = None
    for value in sorted(counts, key=lambda v: (v is None, v or 0)):
        yield Rival(value, counts[value], tuple(named[value]))


def _alone(search: Search, identity: Identity, row: str) -> Link | None:
    """The identity as a row sees it that is the only short one in it."""
    if not any(name == row for name, _ in identity.cells):
        return None
    link = link_of(identity, search.fixed, search.short)
    return link if link is not None and {name for name, _, _ in link.open_cells} == {row} else None
