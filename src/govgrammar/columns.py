"""Columns from the header as read: which column of a block each header cell stands for.

Judgements in a written order: a label that names one column is that column; cut labels (`结果`, `本年新`) are told apart by
the form's order where as many are left as there are columns for them; an unknown label is a column that the form has not.
A header that names every column is read in its own order, one that names some of them only where that is the form's order.
What contradicts the form's order and gives no order of its own decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from govgrammar.form import TEXT, Block, Column, ColumnGroup
from govgrammar.plan import Certainty, HeaderPlan

UNEXPECTED: Final = "unexpected"


@frozen(cache_hash=True)
class HeaderCell:
    """A header cell as read: its terminal and its token."""

    terminal: str
    token: int


def read_header(cells: Sequence[HeaderCell], block: Block) -> HeaderPlan:
    """What a header says of the columns of a block."""
    ordered = _ungroup(cells, block)
    if ordered is None:
        return HeaderPlan(Certainty.UNDECIDED)
    labels = [cell for cell in ordered if cell.terminal != TEXT]
    if not labels:
        return HeaderPlan(Certainty.LOST)
    names = _assign(ordered, block.columns)
    order = [column.name for column in block.columns]
    if names is None:
        return HeaderPlan(Certainty.LOST if _only_repeats(labels, block.columns) else Certainty.UNDECIDED)
    found = [name for name in names if name is not None]
    in_order = found == [name for name in order if name in found]
    complete = len(found) == len(order)
    if not in_order and (not complete or _two_lines(found, ordered, block)):
        return HeaderPlan(Certainty.UNDECIDED)
    numbers: list[int] = []
    for name in names:
        numbers.append(order.index(name) if name is not None else len(order) + sum(n >= len(order) for n in numbers))
    known = [position for position, name in enumerate(names) if name is not None]
    edges = {p for p, name in enumerate(names) if name is None and not known[0] < p < known[-1]}
    return HeaderPlan(
        Certainty.COMPLETE if complete else Certainty.PARTIAL,
        tuple(numbers),
        frozenset(edges),
        tuple(cell.token for cell in ordered),
        tuple(cell.token for cell, name in zip(ordered, names, strict=True) if name is not None),
    )


def cut_cells(cells: Sequence[HeaderCell], block: Block) -> list[int]:
    """Tokens of header cells whose label is cut: it could be any of several columns."""
    return [cell.token for cell in cells if sum(cell.terminal in column.terminals for column in block.columns) > 1]


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
    """Put the columns of a group in the group's place: the line above prints the group, the line below its columns.

    All cells of the second line are the group's, known or not.  No answer where one of the group's columns stands in the
    first line too, or where an unknown cell could be the first line's last or the second line's first.
    """
    ordered = list(cells)
    for group in block.header:
        if not isinstance(group, ColumnGroup):
            continue
        inner = {terminal for column in group.columns for terminal in column.terminals}
        places = [position for position, cell in enumerate(ordered) if cell.terminal == group.terminal]
        if not places:
            continue
        outer = {terminal for column in block.columns for terminal in column.terminals} - inner
        behind = ordered[places[0] + 1 :]
        line = max((position for position, cell in enumerate(behind, 1) if cell.terminal in outer), default=0)
        first = next((position for position, cell in enumerate(behind) if cell.terminal in outer), len(behind))
        two_lines = any(cell.terminal in inner for cell in behind[line:])
        before = [*ordered[: places[0]], *(behind[:line] if two_lines else ())]
        if any(cell.terminal in inner for cell in before) or (two_lines and not line and behind[0].terminal == TEXT):
            return None
        members = behind[line:] if two_lines else behind[:first]
        if members:
            rest = behind[:line] if two_lines else behind[first:]
            ordered = [*ordered[: places[0]], *members, *rest]
    return ordered


def _assign(cells: Sequence[HeaderCell], columns: Sequence[Column]) -> list[str | None] | None:
    """The column of each cell, `None` for one that the form has not; no answer where two cells name one column."""
    options = [[column.name for column in columns if cell.terminal in column.terminals] for cell in cells]
    taken = [names[0] for names in options if len(names) == 1]
    cut = [names for names in options if len(names) > 1]
    left = [name for name in dict.fromkeys(name for names in cut for name in names) if name not in taken]
    if len(taken) != len(set(taken)) or (cut and len(left) != len(cut)):
        return None
    order = iter([column.name for column in columns if column.name in left])
    return [next(order) if len(names) > 1 else names[0] if names else None for names in options]


def _only_repeats(labels: Sequence[HeaderCell], columns: Sequence[Column]) -> bool:
    """A header of the form's width in which a column's label stands in another's place too (`本年新制作数量` twice)."""
    return (
        len(labels) == len(columns)
        and sum(cell.terminal in column.terminals for cell, column in zip(labels, columns, strict=True))
        >= len(columns) - 1
    )


def _two_lines(found: Sequence[str], cells: Sequence[HeaderCell], block: Block) -> bool:
    """Two header lines read as one, the heading of the group between them lost: the outer columns, then the inner ones.

    It could as well be one line in that order; nobody can say.
    """
    for group in block.header:
        if isinstance(group, ColumnGroup) and not any(cell.terminal == group.terminal for cell in cells):
            inner = [column.name for column in group.columns]
            outer = [column.name for column in block.columns if column.name not in inner]
            if list(found) == [*outer, *inner]:
                return True
    return False
