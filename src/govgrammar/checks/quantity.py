"""Arithmetic over cells that the document leaves open.

A number is exact.  A blank, a slash, a missing cell may stand for any count from 0 on, and 0 is assumed where an assumption
is asked for; an ambiguous cell is one of its candidates; words may stand for any count, and nothing is assumed of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import Final

from attrs import frozen

from govgrammar.model.cell import CellState, Number

#: Sums that are listed one by one; beyond, their least and their largest stand for them.
_LISTED: Final = 256


@frozen
class Quantity:
    """Everything that a cell, or a sum of cells, can be.

    `values` are in order.  Where `rises`, any whole number can be added to each, where `falls`, taken away; where `loose`,
    anything between the first and the last is taken for possible.  `zero` is what it is if all that is open is zero;
    `None` where nobody may assume that.  `open` says why it is not exact, a word for each kind of cell.
    """

    values: tuple[Number, ...]
    zero: Number | None
    rises: bool = False
    falls: bool = False
    loose: bool = False
    open: frozenset[str] = frozenset()

    @property
    def exact(self) -> bool:
        """Whether it can be one value only."""
        return len(self.values) == 1 and not self.rises and not self.falls

    @property
    def known(self) -> Number | None:
        """What is stated of it: its value, or the sum of its stated parts."""
        return self.values[0] if len(self.values) == 1 else None

    def __add__(self, other: Quantity) -> Quantity:
        return total((self, other))


NOUGHT: Final = Quantity((0,), 0)
ONE: Final = Quantity((1,), 1)
_KINDS: Final = {
    CellState.BLANK: "blank",
    CellState.ABSENT: "absent",
    CellState.NOT_APPLICABLE: "blank",
}


@lru_cache(maxsize=16)
def _unstated(word: str | None, *, signed: bool) -> Quantity:
    """What a cell without a figure can be; of words nothing is assumed."""
    return Quantity((0,), None if word is None else 0, rises=True, falls=signed, open=frozenset({word or "text"}))


def quantity(
    state: CellState, value: Number | None, candidates: tuple[Number | None, ...] = (), *, signed: bool = False
) -> Quantity:
    """What one cell can be.  `signed` columns hold changes: what is open there can be below zero too."""
    if value is not None:
        return Quantity((value,), value)
    if state is not CellState.AMBIGUOUS:
        return _unstated(_KINDS.get(state), signed=signed)
    listed = tuple(sorted({c for c in candidates if c is not None}))
    if None in candidates or not listed:
        zero = None if any(candidates) else 0
        return Quantity((min((0, *listed)),), zero, rises=True, falls=signed, open=frozenset({"ambiguous"}))
    return Quantity(listed, 0 if listed == (0,) else None, open=frozenset({"ambiguous"}))


def total(parts: Iterable[Quantity], stated: Number = 0) -> Quantity:
    """The sum of quantities and of `stated`, which is exact."""
    values: list[Number] = [stated]
    zero: Number | None = stated
    rises = falls = loose = False
    words: frozenset[str] = frozenset()
    for part in parts:
        if len(values) == len(part.values) == 1:
            values[0] += part.values[0]
        else:
            values = sorted({a + b for a, b in product(values, part.values)})
            if len(values) > _LISTED:
                values, loose = [values[0], values[-1]], True
        zero = None if zero is None or part.zero is None else zero + part.zero
        rises, falls, loose = rises or part.rises, falls or part.falls, loose or part.loose
        if part.open is not words:
            words = words | part.open if words else part.open
    return Quantity(tuple(values), zero, rises, falls, loose, words)


def can_equal(left: Quantity, right: Quantity) -> bool:
    """Whether any values of the two are equal."""
    endless = left.rises or left.falls or right.rises or right.falls
    if not (endless or left.loose or right.loose):
        return not set(left.values).isdisjoint(right.values)
    return not (_above(left, right) or _above(right, left))


def can_be_at_most(left: Quantity, right: Quantity) -> bool:
    """Whether any value of the left is at most some value of the right."""
    return not _above(left, right)


def must_be_at_most(left: Quantity, right: Quantity) -> bool:
    """Whether every value of the left is at most every value of the right."""
    return not left.rises and not right.falls and left.values[-1] <= right.values[0]


def _above(left: Quantity, right: Quantity) -> bool:
    """Whether every value of the left is above every value of the right."""
    return not left.falls and not right.rises and left.values[0] > right.values[-1]
