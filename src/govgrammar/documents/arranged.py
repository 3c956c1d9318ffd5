"""Where the cells of a table stand, apart from what is written in them.

Tables of one kind are alike but for their figures, so that an arrangement can serve many of them.  Which gap stands between
two cells that are not blank depends on these two alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from attrs import field, frozen

from govgrammar.layouts.physical import Gap, Place, gap_of_places

#: A table has no more columns than this; the widest table of the form has fifteen.
MOST_COLUMNS: Final = 256
_TAB: Final = "\t"
#: Tables begin at so many different places before what is known of them is forgotten.
_MOST_BEGINNINGS: Final = 2
#: In so many ways are cells blank before what is known of them is forgotten: most tables leave the same cells blank, or none.
_MOST_PATTERNS: Final = 4
#: So many gaps between cells of two lines are remembered.
_REMEMBERED: Final = 4096


class TableGap(NamedTuple):
    """What stands between two cells of a table."""

    text: str
    gap: Gap


@frozen(eq=False)
class Arrangement:
    """The cells of a table, row by row: the place of each in the table with number `table` whose first row is `top`, and how
    many places each row has.
    """

    places: tuple[Place, ...]
    extents: tuple[int, ...]
    table: int = 0
    top: int = 0
    width: int = field(init=False)
    tall: tuple[int, ...] = field(init=False)
    _gaps: dict[tuple[int, ...], list[TableGap]] = field(factory=dict, init=False)
    _elsewhere: dict[tuple[int, int], tuple[Place, ...]] = field(factory=dict, init=False)

    @width.default
    def _width(self) -> int:
        return max((place.behind for place in self.places), default=1)

    @tall.default
    def _tall(self) -> tuple[int, ...]:
        """The cells that take more than one row."""
        return tuple([number for number, place in enumerate(self.places) if place.bottom - place.top > 1])

    def places_in(self, table: int, top: int) -> tuple[Place, ...]:
        """The place of each cell in a table with this number, whose first row is this one."""
        if (table, top) == (self.table, self.top):
            return self.places
        found = self._elsewhere.get((table, top))
        if found is None:
            down = top - self.top
            found = tuple([Place(table, p.top + down, p.bottom + down, p.first, p.behind) for p in self.places])
            if len(self._elsewhere) >= _MOST_BEGINNINGS:
                self._elsewhere.clear()
            self._elsewhere[table, top] = found
        return found

    def gaps(self, cells: Sequence[int]) -> list[TableGap]:
        """What stands between these cells, in order, where all others are blank."""
        kept = tuple(cells)
        found = self._gaps.get(kept)
        if found is None:
            found = list(map(self._gap, kept, islice(kept, 1, None)))
            if len(self._gaps) >= _MOST_PATTERNS:
                self._gaps.clear()
            self._gaps[kept] = found
        return found

    def _gap(self, before: int, behind: int) -> TableGap:
        one, other = self.places[before], self.places[behind]
        if one.top == other.top and one.first < other.first < one.first + MOST_COLUMNS:
            return _TABS[other.first - one.first]
        if one.top + 1 == other.top:
            return _next_line(max(0, self.extents[one.top - self.top] - 1 - one.first), other.first)
        return _made(self.lines(before, behind))

    def lines(self, before: int | None, behind: int | None) -> list[int]:
        """How many tabs stand on each line between two cells; `None` for the table's beginning and its end."""
        row, column = self._corner(before) if before is not None else (0, 0)
        last, end = self._corner(behind) if behind is not None else (len(self.extents), 0)
        if row == last:
            return [max(0, end - column)]
        rest = [max(0, extent - 1) for extent in self.extents[row + 1 : last]]
        first = max(0, self.extents[row] - 1 - column)
        return [first, *rest] if behind is None else [first, *rest, end]

    def _corner(self, cell: int) -> tuple[int, int]:
        place = self.places[cell]
        return place.top - self.top, place.first


class ArrangedTable(NamedTuple):
    """A table whose arrangement is remembered: the text of each cell, row by row, and what finds them in the file again.

    `full` is true where none is blank.  `pieces` are, for each cell, the first of the markup's texts that spell it and the one behind the last, counted from
    `first`, every second of them.
    """

    arrangement: Arrangement
    texts: Sequence[str]
    pieces: Sequence[tuple[int, int]]
    first: int
    full: bool = False

    @property
    def size(self) -> int:
        """How many places it has, empty and spanned ones too."""
        return self.arrangement.width * len(self.arrangement.extents)

    def mark(self, number: int) -> tuple[int, ...]:
        """The texts of the markup that spell a cell."""
        first, behind = self.pieces[number]
        return tuple(range(self.first + 2 * first, self.first + 2 * behind, 2))


def tabs_of(lines: Iterable[int]) -> str:
    """Lines with so many tabs on each."""
    return "\n".join([_TAB * count for count in lines])


def _made(lines: Sequence[int]) -> TableGap:
    return TableGap(tabs_of(lines), gap_of_places(lines))


@lru_cache(maxsize=_REMEMBERED)
def _next_line(behind: int, before: int) -> TableGap:
    """What stands between a cell with so many tabs behind it and one with so many before it on the next line."""
    return _made((behind, before))


#: The gaps between two cells of a row, by the places between them.
_TABS: Final = tuple(_made((count,)) for count in range(MOST_COLUMNS))
