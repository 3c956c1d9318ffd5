"""A report's cells as the form's tables have them: blocks, header, rows in their groups.

The three groups of the fourth table stand side by side on paper; here they are rows like any others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import frozen

from govgrammar.form import Block, ColumnGroup, Form, Row, RowGroup
from govgrammar.model.cell import Cell
from govgrammar.model.report import AnnualReport

_UNEXPECTED = "unexpected."


@frozen
class GridColumn:
    """A column: identifier, label, and the label of its group."""

    name: str
    label: str
    group: str | None = None


@frozen
class GridLine:
    """A line: a row with its cells, or a group's label without any.  `unexpected` where the form has no such row."""

    label: str
    depth: int
    cells: tuple[Cell | None, ...] = ()
    unexpected: bool = False


@frozen
class Grid:
    """One block of a table, as its edition has it."""

    edition: str
    caption: str | None
    corner: tuple[str, ...]
    spanning: str | None
    columns: tuple[GridColumn, ...]
    lines: tuple[GridLine, ...]

    @property
    def is_missing(self) -> bool:
        """Whether the document has no cell of it."""
        return all(cell is None or cell.state == "absent" for line in self.lines for cell in line.cells)


def grids_of(report: AnnualReport, form: Form) -> Iterator[tuple[str, tuple[Grid, ...]]]:
    """The report's tables by name, each with its blocks in the form's order."""
    for table, group in groupby(report.cells(), key=lambda cell: cell.table):
        cells = list(group)
        blocks = [
            (edition, block)
            for name, edition in report.editions[table].items()
            for block in form.edition(edition).table(table).blocks
            if block.name == name
        ]
        parts = _by_block(cells, [block for _, block in blocks])
        yield table, tuple(_grid(edition, block, parts[block.name], form) for edition, block in blocks)


def _by_block(cells: Sequence[Cell], blocks: Sequence[Block]) -> dict[str, list[Cell]]:
    """The cells of each block; a row that the form does not have belongs with what stands before it."""
    owner = {row.name: block.name for block in blocks for row in block.rows}
    parts: dict[str, list[Cell]] = {block.name: [] for block in blocks}
    here = blocks[0].name
    for cell in cells:
        here = owner.get(cell.row, here)
        parts[here].append(cell)
    return parts


def _grid(edition: str, block: Block, cells: Sequence[Cell], form: Form) -> Grid:
    columns = [*_columns(block, form), *_more_columns(cells)]
    by_place = {(cell.row, cell.column): cell for cell in cells}
    lines = [*_lines(block.members, 0, columns, by_place, form), *_more_lines(cells, columns, by_place)]
    return Grid(
        edition,
        form.spelling(block.caption) if block.caption else None,
        tuple(form.spelling(terminal) for terminal in block.corner),
        form.spelling(block.spanning) if block.spanning else None,
        tuple(columns),
        tuple(lines),
    )


def _columns(block: Block, form: Form) -> Iterator[GridColumn]:
    for member in block.header:
        inner = member.columns if isinstance(member, ColumnGroup) else (member,)
        group = form.spelling(member.terminal) if isinstance(member, ColumnGroup) else None
        for column in inner:
            yield GridColumn(column.name, form.spelling(column.terminals[0]), group)


def _more_columns(cells: Sequence[Cell]) -> Iterator[GridColumn]:
    labels: dict[str, str] = {}
    for cell in cells:
        if cell.column.startswith(_UNEXPECTED):
            own = None if cell.row.startswith(_UNEXPECTED) else cell.label
            labels[cell.column] = labels.get(cell.column) or own or ""
    return (GridColumn(name, f"+ {label or name}") for name, label in labels.items())


def _lines(
    members: Sequence[Row | RowGroup],
    depth: int,
    columns: Sequence[GridColumn],
    by_place: dict[tuple[str, str], Cell],
    form: Form,
) -> Iterator[GridLine]:
    for member in members:
        label = form.spelling(member.terminal)
        if isinstance(member, RowGroup):
            yield GridLine(label, depth)
            yield from _lines(member.members, depth + 1, columns, by_place, form)
        else:
            yield GridLine(label, depth, tuple(by_place.get((member.name, column.name)) for column in columns))


def _more_lines(
    cells: Sequence[Cell], columns: Sequence[GridColumn], by_place: dict[tuple[str, str], Cell]
) -> Iterator[GridLine]:
    for name, label in {c.row: c.label for c in cells if c.row.startswith(_UNEXPECTED)}.items():
        yield GridLine(
            label or name, 0, tuple(by_place.get((name, column.name)) for column in columns), unexpected=True
        )
