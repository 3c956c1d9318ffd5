"""The parts of a form as data: columns, rows and groups of both, blocks, tables, editions."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import Final

from attrs import frozen

_TOTAL: Final = "total"


@frozen
class Column:
    """One column of figures: its identifier and the terminals that can head it."""

    name: str
    terminals: tuple[str, ...]


@frozen
class ColumnGroup:
    """Columns under one heading, such as 法人或其他组织."""

    terminal: str
    columns: tuple[Column, ...]


@frozen
class Row:
    """One row of figures: its identifier with dots, and its label's terminal."""

    name: str
    terminal: str


@frozen
class RowGroup:
    """Rows under one label that has no figures of its own, such as (三)不予公开."""

    name: str
    terminal: str
    members: tuple[Row | RowGroup, ...]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows inside, in order."""
        return leaves(self.members)


@frozen
class Sum:
    """`total` is the sum of `parts`: names of columns or of rows."""

    total: str
    parts: tuple[str, ...]


@frozen(slots=False, eq=False)
class Block:
    """A header with the rows under it: the smallest part of a form whose edition is decided on its own.

    `across` is true where the groups of rows are printed side by side above one line of figures (the fourth table).
    """

    name: str
    caption: str | None
    corner: tuple[str, ...]
    spanning: str | None
    header: tuple[Column | ColumnGroup, ...]
    members: tuple[Row | RowGroup, ...]
    across: bool

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in the order in which figures stand."""
        return tuple(chain.from_iterable(c.columns if isinstance(c, ColumnGroup) else (c,) for c in self.header))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that hold figures, in order."""
        return leaves(self.members)

    @cached_property
    def column_sum(self) -> Sum | None:
        """The column that is the sum of the others, if the block has one."""
        names = tuple(column.name for column in self.columns)
        return Sum(_TOTAL, names[: names.index(_TOTAL)]) if _TOTAL in names else None

    @cached_property
    def row_sums(self) -> tuple[Sum, ...]:
        """Rows that are the sum of what stands before them in their group."""
        return tuple(_row_sums(self.members))

    @cached_property
    def depth(self) -> int:
        """Columns that labels take in the printed table."""
        return _depth(self.members)


@frozen(slots=False, eq=False)
class Table:
    """One table of one edition.  `balance` names the rows whose sums are equal, column by column."""

    name: str
    heading: str
    blocks: tuple[Block, ...]
    balance: tuple[tuple[str, ...], tuple[str, ...]] | None

    @cached_property
    def terminals(self) -> frozenset[str]:
        """Every terminal that stands in the table."""
        return frozenset(chain.from_iterable(map(_block_terminals, self.blocks)))


@frozen
class Edition:
    """One edition of the form, such as `revised-2021`."""

    name: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)


def leaves(members: tuple[Row | RowGroup, ...]) -> tuple[Row, ...]:
    """The rows that hold figures, groups opened."""
    return tuple(chain.from_iterable(leaves(m.members) if isinstance(m, RowGroup) else (m,) for m in members))


def _depth(members: tuple[Row | RowGroup, ...]) -> int:
    return max(1 + _depth(m.members) if isinstance(m, RowGroup) else 1 for m in members)


def _row_sums(members: tuple[Row | RowGroup, ...]) -> list[Sum]:
    sums: list[Sum] = []
    for index, member in enumerate(members):
        if isinstance(member, RowGroup):
            sums.extend(_row_sums(member.members))
        elif name_of(member.name.replace(".", "__")) == _TOTAL:
            sums.append(Sum(member.name, tuple(row.name for row in leaves(members[:index]))))
    return sums


def _block_terminals(block: Block) -> list[str]:
    names = [*block.corner, *chain.from_iterable(column.terminals for column in block.columns)]
    names += [column.terminal for column in block.header if isinstance(column, ColumnGroup)]
    names += [name for name in (block.caption, block.spanning) if name]
    return names + _member_terminals(block.members)


def _member_terminals(members: tuple[Row | RowGroup, ...]) -> list[str]:
    names: list[str] = []
    for member in members:
        names.append(member.terminal)
        if isinstance(member, RowGroup):
            names += _member_terminals(member.members)
    return names


def name_of(rule: str) -> str:
    """A rule's own name: what stands before a double underscore only keeps rules of several editions apart."""
    return rule.rpartition("__")[2]
