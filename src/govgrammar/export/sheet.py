"""A table of the form, with what stands in its cells, as it is printed.

Labels and geometry follow from the form.  A row, a column or a block without any cell is left out; in a row that is
there, a cell that is not is printed empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve, field, frozen

from govgrammar.form import Block, Column, ColumnGroup, Form, Row, RowGroup
from govgrammar.layouts.sheet import Box, Sheet
from govgrammar.model.cell import CellKey

#: Rows and columns that the form does not have are named with this word.
UNEXPECTED: Final = "unexpected"


@frozen
class PrintedCells:
    """What is printed: the text of each cell, and the labels of rows and columns that the form does not have.

    A label's key has no column for a row, and no row for a column.
    """

    texts: Mapping[CellKey, str]
    labels: Mapping[CellKey, str] = field(factory=dict)


@frozen
class _Part:
    """A block as this document has it: its columns' boxes and names, and the rows that are there."""

    table: str
    block: Block
    columns: tuple[str, ...]
    rows: tuple[str, ...]


@frozen
class _Writer:
    form: Form
    printed: PrintedCells

    def label(self, terminal: str, columns: int = 1, rows: int = 1) -> Box:
        return Box(self.form.spelling(terminal), columns, rows)

    def figures(self, part: _Part, row: str) -> list[Box]:
        texts = self.printed.texts
        return [Box(texts.get(CellKey(part.table, row, column), ""), figure=True) for column in part.columns]


def table_sheet(table: str, editions: Mapping[str, str], printed: PrintedCells, form: Form) -> Sheet | None:
    """One table as printed, each block in its edition; `None` where no cell of the table is there."""
    parts = list(_parts(table, editions, printed, form))
    if not parts:
        return None
    writer = _Writer(form, printed)
    width = max(_width(part) for part in parts)
    rows = [row for part in parts for row in (_across if part.block.across else _down)(writer, part, width)]
    return Sheet(width, tuple(rows))


def _width(part: _Part) -> int:
    return len(part.columns) * len(part.rows) if part.block.across else part.block.depth + len(part.columns)


def _parts(table: str, editions: Mapping[str, str], printed: PrintedCells, form: Form) -> Iterator[_Part]:
    """The blocks that are there.  A row that the form does not have follows the block behind whose rows it stands."""
    cells: dict[str, list[CellKey]] = {}
    block_of = {row.name: name for name, edition in editions.items() for row in _block(form, edition, table, name).rows}
    current = next(iter(editions), "")
    for key in printed.texts:
        if key.table == table:
            current = block_of.get(key.row, current)
            cells.setdefault(current, []).append(key)
    for name, edition in editions.items():
        keys = cells.get(name, [])
        block = _block(form, edition, table, name)
        columns = _there([column.name for column in block.columns], [key.column for key in keys])
        rows = _there([row.name for row in block.rows], [key.row for key in keys])
        if rows and columns:
            yield _Part(table, block, columns, rows)


def _block(form: Form, edition: str, table: str, name: str) -> Block:
    return next(block for block in form.edition(edition).table(table).blocks if block.name == name)


def _there(own: list[str], found: list[str]) -> tuple[str, ...]:
    """The form's own names that were found, in the form's order, then those that the form does not have."""
    others = dict.fromkeys(name for name in found if name.partition(".")[0] == UNEXPECTED)
    return (*(name for name in own if name in set(found)), *others)


# ---- rows below one another: the second and third table ----


def _down(writer: _Writer, part: _Part, width: int) -> Iterator[tuple[Box, ...]]:
    lacking = width - _width(part)
    if part.block.caption:
        yield (writer.label(part.block.caption, width),)
    upper, *lower = _header(writer, part)
    yield _reaching(upper, lacking)
    yield from map(tuple, lower)
    for labels, name in _labelled(writer, part, part.block.members, part.block.depth):
        yield _reaching([*labels, *writer.figures(part, name)], lacking)
    for name in part.rows:
        if name.partition(".")[0] == UNEXPECTED:
            label = Box(writer.printed.labels.get(CellKey(part.table, name, ""), name), part.block.depth)
            yield _reaching([label, *writer.figures(part, name)], lacking)


def _reaching(row: list[Box], lacking: int) -> tuple[Box, ...]:
    """A row whose last box reaches to the table's edge, where another block is wider."""
    return (*row[:-1], evolve(row[-1], columns=row[-1].columns + lacking))


def _header(writer: _Writer, part: _Part) -> list[list[Box]]:
    block, there = part.block, set(part.columns)
    groups = any(isinstance(column, ColumnGroup) for column in block.header)
    height = 2 if groups else 1
    upper: list[Box] = []
    lower: list[Box] = []
    for column in block.header:
        inside = [c for c in column.columns if c.name in there] if isinstance(column, ColumnGroup) else []
        if inside and isinstance(column, ColumnGroup):
            upper.append(writer.label(column.terminal, len(inside)))
            lower += [writer.label(c.terminals[0]) for c in inside]
        elif isinstance(column, Column) and column.name in there:
            upper.append(writer.label(column.terminals[0], rows=height))
    upper += [
        Box(writer.printed.labels.get(CellKey(part.table, "", name), name), rows=height)
        for name in part.columns
        if name.partition(".")[0] == UNEXPECTED
    ]
    lines = [upper, lower] if groups else [upper]
    if block.spanning:
        lines.insert(0, [writer.label(block.spanning, len(part.columns))])
    if block.corner:
        lines[0].insert(0, writer.label(block.corner[0], block.depth, len(lines)))
    return lines


def _labelled(
    writer: _Writer, part: _Part, members: tuple[Row | RowGroup, ...], columns: int
) -> Iterator[tuple[list[Box], str]]:
    """The label boxes that begin in each row, and the row's name.  A leaf's label takes the label columns that are left."""
    there = set(part.rows)
    for member in members:
        if isinstance(member, Row):
            if member.name in there:
                yield [writer.label(member.terminal, columns)], member.name
            continue
        height = sum(row.name in there for row in member.rows)
        group = [writer.label(member.terminal, rows=height)]
        for labels, name in _labelled(writer, part, member.members, columns - 1):
            yield [*group, *labels], name
            group = []


# ---- groups side by side: the fourth table ----


def _across(writer: _Writer, part: _Part, width: int) -> Iterator[tuple[Box, ...]]:
    del width  # the groups are as wide as the table
    lines: list[list[Box]] = [[] for _ in range(part.block.depth + 1)]
    _side_by_side(writer, part, part.block.members, lines, 0)
    yield from map(tuple, lines)
    yield tuple(box for row in part.block.rows if row.name in part.rows for box in writer.figures(part, row.name))


def _side_by_side(
    writer: _Writer, part: _Part, members: tuple[Row | RowGroup, ...], lines: list[list[Box]], level: int
) -> None:
    heads = {column.name: column.terminals[0] for column in part.block.columns}
    for member in members:
        rows = [row for row in (member.rows if isinstance(member, RowGroup) else (member,)) if row.name in part.rows]
        if not rows:
            continue
        lines[level].append(writer.label(member.terminal, len(rows) * len(part.columns)))
        if isinstance(member, RowGroup):
            _side_by_side(writer, part, member.members, lines, level + 1)
        else:
            height = len(lines) - level - 1
            lines[level + 1] += [writer.label(heads[name], rows=height) for name in part.columns]
