"""What the columns of a short row can hold, told by the numbers of its values, whatever the values are.

It depends on which of them are greater than which others, and on the placements that are left, so that rows of one such
pattern share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from attrs import frozen

from govgrammar.memory import Memory, shared
from govgrammar.model.cell import Number
from govgrammar.picks import picker
from govgrammar.placements import BLANK, ways

#: Stands for what a column holds that can hold several values.
OPEN: Final = -2
#: Columns and values of all remembered choices together.
_REMEMBERED: Final = 80_000

#: Numbers of values by columns.
Columns = tuple[tuple[int, ...], ...]


@frozen(eq=False)
class Writing:
    """What becomes of the columns of a row.

    `blank` are columns that are blank in every reading, `open` those that can hold several values, each with what takes its
    candidates from the row's values and `None` behind them; `placed` are columns with the number of the value that is theirs.
    """

    blank: tuple[int, ...]
    open: tuple[tuple[int, Callable[[Sequence[Any]], Sequence[Any]]], ...]
    placed: tuple[tuple[int, int], ...]


@frozen(eq=False, slots=False)
class Choice:
    """For each column the numbers of the values that it can hold, in the order of the values, `BLANK` last.

    `ranks` are the places of the row's values in their order, equal ones having one; `eliminated` is how many placements are
    ruled out.
    """

    columns: Columns
    ranks: tuple[int, ...]
    eliminated: int

    @cached_property
    def sole(self) -> tuple[int, ...]:
        """The one value of each column, `OPEN` where there are several."""
        return tuple([column[0] if len(column) == 1 else OPEN for column in self.columns])

    @cached_property
    def figures(self) -> tuple[tuple[int, int], ...]:
        """The columns that hold one figure in every reading, each with its number."""
        return tuple([(column, number) for column, number in enumerate(self.sole) if number >= 0])

    def values(self, row: Sequence[Number | None]) -> tuple[tuple[Number | None, ...], ...]:
        """The values that each column can hold."""
        told = (*row, None)
        return tuple([tuple([told[number] for number in column]) for column in self.columns])

    def writing(self, confirmed: tuple[int, ...], *, words: bool) -> Writing:
        """What becomes of the columns, some of which are confirmed.  A slash or a word can stand wherever no number does."""
        if not confirmed and not words:
            return self._unconfirmed
        asked = (self, confirmed, words)
        known = _writings.get(asked)
        if known is None:
            known = self._writing(confirmed, words=words)
            _writings.keep(asked, known, len(self.columns) + len(self.ranks))
        return known

    @cached_property
    def _unconfirmed(self) -> Writing:
        return self._writing((), words=False)

    def _writing(self, confirmed: tuple[int, ...], *, words: bool) -> Writing:
        blank, opened, placed = [], [], []
        for number, column in enumerate(self.columns):
            if column in {(), (BLANK,)} and not words:
                blank.append(number)
                continue
            value = self._spelled(number) if number in confirmed else None
            if value is not None:
                placed.append((number, value))
                continue
            candidates = column if number in confirmed or BLANK in column else (*column, BLANK)
            opened.append((number, picker(candidates)))
        return Writing(tuple(blank), tuple(opened), tuple(placed))

    def _spelled(self, column: int) -> int | None:
        """Which of equal values is the one of a confirmed column: the one that those before and behind it leave."""
        rank = self.ranks[self.sole[column]]
        same = [number for number, other in enumerate(self.ranks) if other == rank]
        if len(same) == 1:
            return same[0]
        before = sum(self._holds(other, rank) for other in range(column))
        behind = sum(self._holds(other, rank) for other in range(column + 1, len(self.columns)))
        if sum(self._may_hold(other, rank) for other in range(column)) == before:
            return same[before]
        if sum(self._may_hold(other, rank) for other in range(column + 1, len(self.columns))) == behind:
            return same[len(same) - 1 - behind]
        return None

    def _holds(self, column: int, rank: int) -> bool:
        return self.sole[column] >= 0 and self.ranks[self.sole[column]] == rank

    def _may_hold(self, column: int, rank: int) -> bool:
        return any(number != BLANK and self.ranks[number] == rank for number in self.columns[column])


_known: Final = shared(Memory[tuple[object, ...], Choice](_REMEMBERED))
_writings: Final = shared(Memory[tuple[Choice, tuple[int, ...], bool], Writing](_REMEMBERED))


def choice(values: Sequence[Number | None], width: int, supported: int | None = None) -> Choice:
    """What the columns of a row can hold: by the placements that are left of it, or by the order of its values alone."""
    apart = set(values)
    apart.discard(None)
    order = sorted(apart)  # type: ignore[type-var]  # none of them is blank
    ranks = (
        tuple(map(order.index, values))
        if None not in values
        else tuple([BLANK if value is None else order.index(value) for value in values])
    )
    asked = (ranks, width, supported)
    known = _known.get(asked)
    if known is None:
        known = _choice(ranks, width, supported)
        size = width + len(ranks) + (0 if supported is None else supported.bit_length() // 64)
        _known.keep(asked, known, size)
    return known


def _choice(ranks: tuple[int, ...], width: int, supported: int | None) -> Choice:
    found = None if supported is None else ways(tuple([rank != BLANK for rank in ranks]), width)
    if found is None or supported is None:
        return Choice(tuple([_ordered(column, ranks) for column in _reach(ranks, width)]), ranks, 0)
    left = ([figure for figure, those in column if those & supported] for column in found.columns)
    return Choice(tuple([_ordered(column, ranks) for column in left]), ranks, found.count - supported.bit_count())


def _reach(ranks: tuple[int, ...], width: int) -> Iterator[list[int]]:
    """The values that each column can have by their order alone."""
    missing = width - len(ranks)
    for column in range(width):
        reached = range(len(ranks))[max(0, column - missing) : column + 1]
        yield [*reached, BLANK] if missing > 0 else [*reached]


def _ordered(numbers: Iterable[int], ranks: tuple[int, ...]) -> tuple[int, ...]:
    """The first of equal values each, in order, blank last."""
    first: dict[int, int] = {}
    for number in numbers:
        first.setdefault(BLANK if number == BLANK else ranks[number], number)
    blank = first.pop(BLANK, None)
    figures = [first[rank] for rank in sorted(first)]
    return tuple(figures) if blank is None else (*figures, BLANK)
