"""Columns from the header as read: which column of a block each header cell stands for.

Judgements in a written order: a label that names one column is that column; cut labels (`结果`, `本年新`) are told apart by
the form's order where as many are left as there are columns for them; an unknown label is a column that the form has not.
Where the order cannot be known, there is no answer, and the caller decides by the width or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from govgrammar.form import TEXT, Block, Column, ColumnGroup

UNEXPECTED: Final = "unexpected"


@frozen
class HeaderCell:
    """A header cell as read: its terminal and its token."""

    terminal: str
    token: int


@frozen
class ReadColumn:
    """One column as read: its name (`unexpected` for one that the form has not), its header cell, and whether it may be
    running text between header and rows.
    """

    name: str
    token: int
    optional: bool = False


@frozen
class ReadHeader:
    """The columns as read, in the order in which figures stand below them."""

    columns: tuple[ReadColumn, ...]
    cut: tuple[int, ...]


def read_header(cells: Sequence[HeaderCell], block: Block) -> ReadHeader | None:
    """The columns that header cells stand for, or `None` where they do not tell."""
    ordered = _ungroup(cells, block)
    if ordered is None or not any(cell.terminal != TEXT for cell in ordered):
        return None
    names, cut = _assign(ordered, block.columns)
    if names is None or _wrong_order(ordered, names, cells, block):
        return None
    known = [position for position, name in enumerate(names) if name != UNEXPECTED]
    return ReadHeader(
        tuple(
            ReadColumn(name, cell.token, optional=cell.terminal == TEXT and not known[0] < position < known[-1])
            for position, (name, cell) in enumerate(zip(names, ordered, strict=True))
        ),
        cut,
    )


def match_score(cells: Sequence[HeaderCell], block: Block) -> int:
    """How well header cells fit a block's columns: those that fit, less those that do not."""
    terminals = {terminal for column in block.columns for terminal in column.terminals}
    groups = {column.terminal for column in block.header if isinstance(column, ColumnGroup)}
    return sum(
        1 if cell.terminal in terminals else -1
        for cell in cells
        if cell.terminal not in groups and cell.terminal != TEXT
    )


def _ungroup(cells: Sequence[HeaderCell], block: Block) -> list[HeaderCell] | None:
    """Put the columns of a group in the group's place: the line above prints the group, the line below its columns."""
    ordered = list(cells)
    for group in block.header:
        if not isinstance(group, ColumnGroup):
            continue
        inner = {terminal for column in group.columns for terminal in column.terminals}
        places = [position for position, cell in enumerate(ordered) if cell.terminal == group.terminal]
        if len(places) > 1:
            return None
        if places:
            members = [cell for cell in ordered if cell.terminal in inner]
            if members:
                before = [cell for cell in ordered[: places[0]] if cell.terminal not in inner]
                behind = [cell for cell in ordered[places[0] + 1 :] if cell.terminal not in inner]
                ordered = [*before, *members, *behind]
    return ordered


def _assign(cells: Sequence[HeaderCell], columns: Sequence[Column]) -> tuple[list[str] | None, tuple[int, ...]]:
    options = [[column.name for column in columns if cell.terminal in column.terminals] for cell in cells]
    taken = [names[0] for names in options if len(names) == 1]
    if len(taken) != len(set(taken)):
        return None, ()
    cut = [position for position, names in enumerate(options) if len(names) > 1]
    left = [name for name in dict.fromkeys(name for position in cut for name in options[position]) if name not in taken]
    if cut and len(left) != len(cut):
        return None, ()
    order = iter([column.name for column in columns if column.name in left])
    names = [next(order) if len(found) > 1 else found[0] if found else UNEXPECTED for found in options]
    return names, tuple(cells[position].token for position in cut)


def _wrong_order(
    ordered: Sequence[HeaderCell], names: Sequence[str], cells: Sequence[HeaderCell], block: Block
) -> bool:
    """A group's columns behind a total, with the group's own heading lost: two header lines, or a real order?  Unknown."""
    for group in block.header:
        if not isinstance(group, ColumnGroup) or any(cell.terminal == group.terminal for cell in cells):
            continue
        inner = {column.name for column in group.columns}
        outer = [position for position, name in enumerate(names) if name not in inner and name != UNEXPECTED]
        inside = [position for position, name in enumerate(names) if name in inner]
        if inside and outer and not _as_in_form(names, block):
            return True
    return False


def _as_in_form(names: Sequence[str], block: Block) -> bool:
    order = [column.name for column in block.columns]
    places = [order.index(name) for name in names if name != UNEXPECTED]
    return places == sorted(places)
