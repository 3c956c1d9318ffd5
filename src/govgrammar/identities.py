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
    """`sum(left) == sum(right)`, over cells as (row, column): all of one row, or no two of one row.

    A sum has its total alone on the left and says nothing where that is blank.  Where `blank_is_zero`, all blanks count as
    zero; where neither holds, every cell must be stated.
    """

    name: str
    left: tuple[tuple[str, int], ...]
    right: tuple[tuple[str, int], ...]
    is_sum: bool
    blank_is_zero: bool = False

    def __attrs_post_init__(self) -> None:
        rows = {row for row, _ in self.cells}
        if len(rows) > 1 and len(rows) < len(self.cells):
            msg = f"identity {self.name}: several rows take part, and one of them with several cells"
            raise ValueError(msg)

    @cached_property
    def cells(self) -> tuple[tuple[str, int], ...]:
        """All cells that take part."""
        return self.left + self.right

    @cached_property
    def row(self) -> str | None:
        """The row that a sum runs along; `None` where several rows take part."""
        names = {row for row, _ in self.cells}
        return names.pop() if len(names) == 1 else None

    def says(self, left_stated: bool, right_stated: bool, blank: bool) -> bool:  # noqa: FBT001  the three in their order
        """Whether it says anything, by which sides have a figure and whether a cell is blank."""
        if self.is_sum:
            return left_stated and right_stated
        return self.blank_is_zero or not blank


class Split(NamedTuple):
    """An identity as the short rows see it, whatever the figures: which of its cells the complete rows state, which are open.

    `blank` is true where a complete row leaves one of them blank, `at_most` where words stand for a part.  `open_cells` are
    (row, column, whether it stands on the left).
    """

    identity: Identity
    left: tuple[tuple[str, int], ...]
    right: tuple[tuple[str, int], ...]
    blank: bool
    at_most: bool
    open_cells: tuple[tuple[str, int, bool], ...]


class Link(NamedTuple):
    """An identity as the short rows see it, with what the complete rows give to either side."""

    identity: Identity
    left: Number
    right: Number
    left_stated: bool
    right_stated: bool
    blank: bool
    at_most: bool
    open_cells: tuple[tuple[str, int, bool], ...]

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
        if not self.identity.says(left_stated, right_stated, blank):
            return True
        return right <= left if at_most else left == right


def split(identity: Identity, fixed: Mapping[str, Sequence[Known]], short: Collection[str]) -> Split | None:
    """The identity with the cells of complete rows told from those of short ones; `None` where words in a cell leave it
    without a meaning.
    """
    sides: list[list[tuple[str, int]]] = [[], []]
    blank = at_most = False
    open_cells: list[tuple[str, int, bool]] = []
    for on_left, cells in ((True, identity.left), (False, identity.right)):
        for cell in cells:
            if cell[0] in short:
                open_cells.append((*cell, on_left))
                continue
            value = known_cell(cell, fixed)
            if value is None:
                blank = True
            elif isinstance(value, Unknown):
                if on_left or not identity.is_sum:
                    return None
                at_most = True
            else:
                sides[not on_left].append(cell)
    return Split(identity, tuple(sides[0]), tuple(sides[1]), blank, at_most, tuple(open_cells))


def link_of(identity: Identity, fixed: Mapping[str, Sequence[Known]], short: Collection[str]) -> Link | None:
    """The identity with the complete rows summed up; `None` where words in a cell leave it without a meaning."""
    found = split(identity, fixed, short)
    if found is None:
        return None
    left, right = (
        sum(v for row, c in side if (v := fixed[row][c]) is not None and not isinstance(v, Unknown))
        for side in (found.left, found.right)
    )
    stated = bool(found.left), bool(found.right)
    return Link(identity, left, right, *stated, found.blank, found.at_most, found.open_cells)


def known_cell(cell: tuple[str, int], table: Mapping[str, Sequence[Known]]) -> Known:
    """What a table's complete rows state for a cell."""
    row = table.get(cell[0])
    return None if row is None else row[cell[1]]
