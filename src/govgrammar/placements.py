"""Ways to place a short row's figures, whatever the figures are.

A set of placements is a number whose bits are the placements, in the order of `placements`: what an identity rules out is
taken away for many placements at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from typing import Final, NamedTuple

from attrs import field, frozen

from govgrammar.identities import Vector
from govgrammar.memory import Memory, shared
from govgrammar.model.cell import Number

#: Stands for the figure of a column that is blank.
BLANK: Final = -1
#: A row with more placements than this is not searched.
_MOST: Final = 20_000
#: Bits of all remembered sets together.
_REMEMBERED: Final = 200_000_000


def placements(values: Sequence[Number | None], width: int) -> Iterator[Vector]:
    """Every way to place values in `width` columns that keeps their order; what is left is blank.  No vector twice."""
    stated = [value for value in values if value is not None]
    if len(stated) == len(values):
        for places in combinations(range(width), len(values)):
            yield _vector(values, places, width)
        return
    seen: set[Vector] = set()
    for places in combinations(range(width), len(values)):
        vector = _vector(values, places, width)
        if vector not in seen:
            seen.add(vector)
            yield vector


def _vector(values: Sequence[Number | None], places: Sequence[int], width: int) -> Vector:
    cells: list[Number | None] = [None] * width
    for place, value in zip(places, values, strict=True):
        cells[place] = value
    return tuple(cells)


class Case(NamedTuple):
    """Placements that give an identity the same figures: their numbers on either side, and whether a cell is blank."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    blank: bool
    placements: int


@frozen(eq=False)
class Ways:
    """All placements of rows of one kind: `columns` say for each column which placements put which figure into it.

    `BLANK` is the figure of a column that is blank.
    """

    count: int
    columns: tuple[tuple[tuple[int, int], ...], ...]
    every: int = field(init=False)
    _figures: dict[int, tuple[int, ...]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "every", (1 << self.count) - 1)

    def figures(self, placement: int) -> tuple[int, ...]:
        """What one placement puts into the columns: the numbers of figures."""
        known = self._figures.get(placement)
        if known is None:
            known = tuple([next(f for f, those in column if those & placement) for column in self.columns])
            self._figures[placement] = known
        return known

    def cases(self, cells: Sequence[tuple[int, bool]]) -> tuple[Case, ...]:
        """The placements by what they put into some columns, each with whether it stands on the left."""
        found: dict[tuple[tuple[int, ...], tuple[int, ...], bool], int] = {((), (), False): self.every}
        for column, on_left in cells:
            finer: dict[tuple[tuple[int, ...], tuple[int, ...], bool], int] = {}
            for (left, right, blank), some in found.items():
                for figure, those in self.columns[column]:
                    both = some & those
                    if not both:
                        continue
                    if figure == BLANK:
                        key = (left, right, True)
                    elif on_left:
                        key = ((*left, figure), right, blank)
                    else:
                        key = (left, (*right, figure), blank)
                    finer[key] = finer.get(key, 0) | both
            found = finer
        return tuple(Case(*key, some) for key, some in found.items())

    def alike(self, some: int, zeros: frozenset[int], told_apart: frozenset[int]) -> tuple[int, ...]:
        """Some placements, those together that differ only in where a zero stands in columns that do not tell it from a blank."""
        found = [some]
        for column, figures in enumerate(self.columns):
            parts: dict[int, int] = {}
            for figure, those in figures:
                same = BLANK if figure in zeros else figure
                if column in told_apart and figure in zeros:
                    same = BLANK - 1
                parts[same] = parts.get(same, 0) | those
            found = [both for one in found for those in parts.values() if (both := one & those)]
        return tuple(found)


_known: Final = shared(Memory[tuple[tuple[bool, ...], int], Ways](_REMEMBERED))


def ways(stated: tuple[bool, ...], width: int) -> Ways | None:
    """The placements of values, of which some are figures and the others blanks that were kept; `None` where there are too many."""
    if comb(width, len(stated)) > _MOST:
        return None
    known = _known.get((stated, width))
    if known is None:
        known = _ways(stated, width)
        _known.keep((stated, width), known, known.count * sum([len(column) + 64 for column in known.columns]))
    return known


def _ways(stated: tuple[bool, ...], width: int) -> Ways:
    numbered = [number if figure else None for number, figure in enumerate(stated)]
    vectors = [*placements(numbered, width)]
    columns = zip(*reversed(vectors), strict=True) if vectors else [()] * width
    return Ways(len(vectors), tuple([tuple(_sets(column)) for column in columns]))


def _sets(column: Sequence[Number | None]) -> Iterator[tuple[int, int]]:
    """The placements by the figure that they put into a column, which holds that of the last placement first."""
    digits: dict[Number | None, bytearray] = {figure: bytearray(b"0" * len(column)) for figure in dict.fromkeys(column)}
    for place, figure in enumerate(column):
        digits[figure][place] = 49  # the digit 1
    for figure, places in digits.items():
        yield BLANK if figure is None else int(figure), int(places, 2)
