"""Identities of a form, and what they look like to a table with short rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from attrs import frozen

from govgrammar.model.cell import Number

Vector = tuple[Number | None, ...]


class Unknown:
    """A cell that holds words: it may stand for any count."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
Known = Number | None | Unknown


@frozen(slots=False, eq=False)
class Identity:
    """`sum(left) == sum(right)`, over cells as (row, column).

    A sum has its total alone on the left and says nothing where that is blank.  Where `blank_is_zero`, all blanks count as
    zero; where neither holds, every cell must be stated.
    """

    name: str
    left: tuple[tuple[str, int], ...]
    right: tuple[tuple[str, int], ...]
    is_sum: bool
    blank_is_zero: bool = False

    @cached_property
    def cells(self) -> tuple[tuple[str, int], ...]:
        """All cells that take part."""
        return self.left + self.right

    @cached_property
    def row(self) -> str | None:
        """The row that a sum runs along; `None` where several rows take part."""
        names = {row for row, _ in self.cells}
        return names.pop() if len(names) == 1 else None


class Link(NamedTuple):
    """An identity as the short rows see it: what the complete rows give to either side, and the cells that are open.

    `open_cells` are (row, column, whether it stands on the left).
    """

    identity: Identity
    left: Number
    right: Number
    left_stated: bool
    right_stated: bool
    blank: bool
    at_most: bool
    open_cells: tuple[tuple[str, int, bool], ...]

    @property
    def decides(self) -> bool:
        """Whether all but one part of a stated sum are there, so that one value only can be the part that is open."""
        whole = self.identity.is_sum and self.left_stated and self.right_stated and not self.at_most
        return whole and len(self.open_cells) == 1 and not self.open_cells[0][2]

    def holds(self, chosen: Mapping[str, Vector]) -> bool:
        """Whether the identity holds, all its rows being placed."""
        _, left, right, left_stated, right_stated, blank, at_most, open_cells = self
        for row, column, on_left in open_cells:
            value = chosen[row][column]
            if value is None:
                blank = True
            elif on_left:
                left, left_stated = left + value, True
            else:
                right, right_stated = right + value, True
        if self.identity.is_sum:
            if not left_stated or not right_stated:
                return True
        elif blank and not self.identity.blank_is_zero:
            return True
        return right <= left if at_most else left == right

    def possible(self, chosen: Mapping[str, Vector], largest: Mapping[str, Sequence[Number]]) -> bool:
        """Whether a sum can still hold: what is placed does not exceed its total, and what is open can reach it."""
        left, left_stated, least, most = self.left, self.left_stated, self.right, self.right
        for row, column, on_left in self.open_cells:
            vector = chosen.get(row)
            if on_left:
                if vector is None:
                    return True
                if vector[column] is not None:
                    left, left_stated = left + (vector[column] or 0), True
            elif vector is None:
                most += largest[row][column]
            else:
                least += vector[column] or 0
                most += vector[column] or 0
        return not left_stated or (least <= left and (self.at_most or most >= left or not least))


def link_of(identity: Identity, fixed: Mapping[str, Sequence[Known]], short: Collection[str]) -> Link | None:
    """The identity with the complete rows summed up; `None` where words in a cell leave it without a meaning."""
    sides: list[list[Number]] = [[], []]
    blank = at_most = False
    open_cells: list[tuple[str, int, bool]] = []
    for on_left, cells in ((True, identity.left), (False, identity.right)):
        stated = sides[not on_left]
        for row, column in cells:
            if row in short:
                open_cells.append((row, column, on_left))
                continue
            values = fixed.get(row)
            value = None if values is None else values[column]
            if value is None:
                blank = True
            elif isinstance(value, Unknown):
                if on_left or not identity.is_sum:
                    return None
                at_most = True
            else:
                stated.append(value)
    return Link(
        identity, sum(sides[0]), sum(sides[1]), bool(sides[0]), bool(sides[1]), blank, at_most, tuple(open_cells)
    )


def known_cell(cell: tuple[str, int], table: Mapping[str, Sequence[Known]]) -> Known:
    """What a table's complete rows state for a cell."""
    row = table.get(cell[0])
    return None if row is None else row[cell[1]]
