"""Plan and tokens to rows: which cell each place of a row stands for, as far as labels and layout tell.

Nothing here depends on a figure: documents with one plan whose tables have one shape share what is made of them.  Cells are
those of the tables, numbered through (`Tokens.cells`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from attrs import define, evolve, field, frozen

from govgrammar.classify import CellKind, Classifier, is_plain
from govgrammar.form import Block
from govgrammar.grid import BLANK, GridRow, settle
from govgrammar.layouts.physical import PhysicalText
from govgrammar.memory import Memory
from govgrammar.picks import picker
from govgrammar.plan import BlockPlan, Certainty, HeaderPlan, ReportPlan, RowPlan, TablePlan
from govgrammar.table_shapes import Tokens
from govgrammar.tokens import Token, ValueRun
from govgrammar.widths import columns_by_rows, row_length

if TYPE_CHECKING:
    from govgrammar.own_tables import OwnTables

#: Stands for the cell behind one that the document has not; `BLANK` for that behind an empty place.
ABSENT: Final = -2
_UNSETTLED: Final = GridRow((), complete=False)
#: Cells of all remembered arrangements together.
_REMEMBERED: Final = 200_000


@frozen(eq=False)
class FoundRow:
    """A row with values: its plan, its slots counted to its columns, and the cells that the columns stand for.

    `targets` is `None` where the header does not tell the columns.  `trusted` is false where the form's order stands in for a
    lost header and no row of the table has its width; `guessed` marks the first row below such a header.  `named` are columns
    as the header has them, where one is there that the form has not.  `merged` are figures that stand in several cells.
    `placed` is true where the place in a table of the file's own says the columns, `contradicted` where it says others than
    the order does.
    """

    row: RowPlan
    run: ValueRun
    targets: tuple[int, ...] | None
    grid: GridRow = _UNSETTLED
    trusted: bool = True
    guessed: bool = False
    named: tuple[int, ...] = ()
    merged: frozenset[int] = frozenset()
    placed: bool = False
    contradicted: bool = False

    def with_grid(self, grid: GridRow) -> FoundRow:
        """The row with its slots counted."""
        return FoundRow(self.row, self.run, self.targets, grid, self.trusted, self.guessed, self.named)

    @property
    def told(self) -> bool:
        """Whether the header tells the columns, nothing contradicts it, and figures are parted from each other."""
        return self.targets is not None and not self.run.glued and not self.contradicted

    @property
    def at_the_end(self) -> bool:
        """Whether the row's line may be cut by the end of the text: every line of its table ends with a bar."""
        return self.run.at_end and self.run.style.outer and not self.placed


@frozen(eq=False, slots=False)
class FoundBlock:
    """A block with its rows."""

    table: TablePlan
    plan: BlockPlan
    rows: tuple[FoundRow, ...]

    @cached_property
    def told(self) -> tuple[FoundRow, ...]:
        """The rows whose columns are told."""
        return tuple([found for found in self.rows if found.told])


class Unsettled(NamedTuple):
    """The rows of a block that the figures have a say in: those that have all their cells or too many, and those that lack some.

    `whole` is false where the end of the text may have cut one of them: then that is to be seen first.
    """

    block: FoundBlock
    filled: tuple[FoundRow, ...]
    short: tuple[FoundRow, ...]
    whole: bool


@frozen(eq=False)
class Arrangement:
    """The rows of a report.

    `settled` are rows that have all their cells and share none with another row; `sources` gives for each of their cells
    where it is read, `pick` takes those from all cells, and `careful` are those that their column may take in its own way,
    with their row.  `announced` are rows with something to say of their header, and `unsettled` those that the figures have
    a say in.  `units` are those printed above columns, by cell.  `shared` is true where all documents of these shapes are
    arranged so.
    """

    blocks: tuple[FoundBlock, ...]
    settled: tuple[FoundRow, ...]
    sources: tuple[int, ...]
    pick: Callable[[Sequence[CellKind]], Sequence[CellKind]]
    careful: tuple[tuple[int, int, FoundRow], ...]
    announced: tuple[tuple[FoundBlock, FoundRow], ...]
    unsettled: tuple[Unsettled, ...]
    units: dict[int, str]
    shared: bool


@define(eq=False)
class Arrangements:
    """Arranges reports, and remembers what came out by plan and shapes, within bounds."""

    known: Memory[tuple[object, ...], Arrangement] = field(factory=lambda: Memory(_REMEMBERED))

    def of(self, plan: ReportPlan, tokens: Tokens, classify: Classifier) -> Arrangement:
        """The arrangement of one report."""
        asked = (plan, *tokens.table_tokens, *[table.shape for table in tokens.tables])
        known = self.known.get(asked) if tokens.shared else None
        if known is None:
            known = arrange(plan, tokens, classify)
            if known.shared:
                self.known.keep(asked, known, len(plan.keys))
        return known


def _in_tables(plan: ReportPlan, tokens: Tokens) -> bool:
    """Whether every cell of a header stands in a table, so that shapes tell what is printed there."""
    headers = {row.header: None for table in plan.tables for block in table.blocks for row in block.rows}
    return all(tokens.is_in_table(token) for header in headers for token in (*header.tokens, *header.heads))


def arrange(plan: ReportPlan, tokens: Tokens, classify: Classifier) -> Arrangement:
    """The rows of a report."""
    read = [[_rows(block, tokens) for block in table.blocks] for table in plan.tables]
    counted = [[f for rows in table for f in rows if f.told] for table in read]
    settled = settle([[(f.run, len(f.targets or ())) for f in rows] for rows in counted])
    grids = iter([grid for table in settled for grid in table])
    places = _OwnPlaces(plan, tokens)
    blocks = [
        FoundBlock(
            table, block, tuple([places.of(f.with_grid(next(grids)), block.block) if f.told else f for f in rows])
        )
        for table, found in zip(plan.tables, read, strict=True)
        for block, rows in zip(table.blocks, found, strict=True)
    ]
    settled_rows = _settled(blocks)
    sources, careful = [ABSENT] * len(plan.keys), []
    kinds = tokens.kinds(classify)
    for row in settled_rows:
        for target, slot in zip(row.targets or (), row.grid.slots, strict=True):
            sources[target] = slot
            if slot >= 0 and (target in plan.careful or not is_plain(kinds[slot].reading)):
                careful.append((target, slot, row))
    return Arrangement(
        blocks=tuple(blocks),
        settled=tuple(settled_rows),
        sources=tuple(sources),
        pick=picker(sources),
        careful=tuple(careful),
        announced=tuple(
            (block, found) for block in blocks for found in block.rows if found.guessed or found.named or not found.told
        ),
        unsettled=tuple(_unsettled(blocks, set(settled_rows))),
        units=dict(_units(blocks, tokens, classify)),
        shared=tokens.shared and _in_tables(plan, tokens),
    )


def _unsettled(blocks: Sequence[FoundBlock], settled: Collection[FoundRow]) -> Iterator[Unsettled]:
    for block in blocks:
        rows = [found for found in block.told if found not in settled]
        if rows:
            yield parted(block, rows, whole=not any(found.at_the_end and found.grid.complete for found in rows))


def parted(block: FoundBlock, rows: Sequence[FoundRow], *, whole: bool) -> Unsettled:
    """Rows that are not settled, those that lack cells apart from the others."""
    filled: list[FoundRow] = []
    short: list[FoundRow] = []
    for found in rows:
        (filled if found.grid.complete or found.grid.too_long else short).append(found)
    return Unsettled(block, tuple(filled), tuple(short), whole)


def _rows(plan: BlockPlan, tokens: Tokens) -> list[FoundRow]:
    """The rows of a block that have values, with their columns: decided for each header by all rows below it."""
    rows = [(row, run) for row in plan.rows if row.values is not None and (run := tokens.run(row.values))]
    lengths: dict[HeaderPlan, list[tuple[int, int]]] = {}
    for row, run in rows:
        if row.targets is None:
            lengths.setdefault(row.header, []).append(row_length(run))
    columns = {header: columns_by_rows(header, found, plan.width) for header, found in lengths.items()}
    found: list[FoundRow] = []
    for row, run in rows:
        own = tuple(range(plan.width))
        if row.targets is not None:
            wider = len(row.cells) > plan.width
            found.append(FoundRow(row, run, row.targets, named=row.header.columns if wider and not run.glued else ()))
            continue
        numbers, trusted = columns[row.header]
        if numbers is None or run.glued:
            found.append(FoundRow(row, run, None))
            continue
        guessed = row.header.certainty is not Certainty.COMPLETE and numbers == own
        first = guessed and not any(f.told and f.row.header is row.header for f in found)
        named = numbers if any(n >= plan.width for n in row.header.columns) else ()
        found.append(
            FoundRow(row, run, tuple(row.cells[n] for n in numbers), trusted=trusted, guessed=first, named=named)
        )
    return found


def _settled(blocks: Sequence[FoundBlock]) -> list[FoundRow]:
    """Rows that have all their cells, whatever they hold, and share none with another row."""
    taken = Counter(
        cell for block in blocks for found in block.rows for cell in {*found.row.cells, *(found.targets or ())}
    )
    return [
        found
        for block in blocks
        for found in block.rows
        if found.told
        and found.grid.complete
        and not found.merged
        and not found.at_the_end
        and all(taken[target] == 1 for target in found.targets or ())
    ]


def _units(blocks: Sequence[FoundBlock], tokens: Tokens, classify: Classifier) -> Iterator[tuple[int, str]]:
    """Units printed in the header of a column, the same for every row below it."""
    printed: dict[HeaderPlan, list[tuple[int, str]]] = {}
    for block in blocks:
        for row in block.plan.rows:
            if row.header not in printed:
                units = [classify.unit(_header(tokens[token], tokens.physical)) for token in row.header.tokens]
                printed[row.header] = [(n, u) for n, u in zip(row.header.columns, units, strict=False) if u]
            for number, unit in printed[row.header]:
                yield row.cells[number], unit


def _header(token: Token, physical: PhysicalText) -> str:
    """What stands in the cell, or the cells, of a header's label: what parts them differs from text to text."""
    if token.first == token.last:
        return physical.text[token.start : token.end]
    return "".join(physical.cells[token.first : token.last + 1])


@frozen(eq=False, slots=False)
class _OwnPlaces:
    """Columns by the places that a file's own tables give their cells."""

    plan: ReportPlan
    tokens: Tokens

    @cached_property
    def tables(self) -> OwnTables:
        """The file's own tables."""
        from govgrammar.own_tables import OwnTables  # noqa: PLC0415  no text has any

        return OwnTables(self.tokens.physical)

    def of(self, found: FoundRow, block: Block) -> FoundRow:
        """A row in a table of the file's own, by the places of the cells that head its columns."""
        if found.run.table < 0:
            return found
        found = self._placed(found)
        return found if found.contradicted else evolve(found, contradicted=self._stands_below_another(found, block))

    def _placed(self, found: FoundRow) -> FoundRow:
        from govgrammar.own_tables import heads_of  # noqa: PLC0415  no text has any

        tokens, columns = self.tokens, len(found.targets or ())
        heads = self._cells_of(heads_of(found.row.header, columns))
        cells = [tokens.index_of(slot) for slot in found.run.slots if slot >= 0]
        row = self.tables.row(heads, cells, tokens[found.row.label].last)
        merged = [tokens.number_of(cell) for cell in row.merged]
        if row.slots is not None:
            slots = tuple(tokens.number_of(slot) if slot >= 0 else BLANK for slot in row.slots)
            return evolve(found, grid=GridRow(slots, complete=True), merged=frozenset(merged), placed=True)
        if not heads and not merged:
            return evolve(found, contradicted=row.contradicts)
        slots = (*(tokens.number_of(cell) for cell in cells), *merged)
        short = GridRow(slots, complete=False, too_long=bool(merged) or len(slots) > columns)
        return evolve(found, grid=short, merged=frozenset(merged), placed=True, contradicted=row.contradicts)

    def _stands_below_another(self, found: FoundRow, block: Block) -> bool:
        """Whether the form's order, which stands in for a header that lost cells, is not that of the headings it kept."""
        header = found.row.header
        if header.certainty is Certainty.COMPLETE or not header.heads or not found.grid.complete:
            return False
        terminals = {column.name: column.terminals for column in block.columns}
        heads = self._cells_of(header.heads)
        for target, slot in zip(found.targets or (), found.grid.slots, strict=True):
            above = self.tables.above(self.tokens.index_of(slot), heads) if slot >= 0 else ()
            own = terminals.get(self.plan.keys[target].column, ())
            if above and not any(self.tokens[header.heads[number]].type in own for number in above):
                return True
        return False

    def _cells_of(self, tokens: Sequence[int]) -> tuple[tuple[int, int], ...]:
        """The first and the last cell of each token."""
        return tuple((self.tokens[token].first, self.tokens[token].last) for token in tokens)
