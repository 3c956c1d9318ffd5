"""Rows in tables of a file's own (HTML, DOCX, PDF): a figure belongs to the column whose heading stands above its place.

Places are exact here, spans included, so neither order nor count has a say.  What does not stand below one heading, and one
alone, has no column that the document says.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from attrs import field, frozen

from govgrammar.layouts.physical import PhysicalText, Place
from govgrammar.plan import Certainty, HeaderPlan

_BLANK: Final = -1


@frozen
class OwnRow:
    """A row by its places: a slot for each column, -1 for a blank one, `None` where places do not say.

    `merged` are cells that stand in several columns or rows: a figure there can be any one's.  `contradicts` is set where
    places and order say different things.
    """

    slots: tuple[int, ...] | None
    merged: tuple[int, ...] = ()
    contradicts: bool = False


def heads_of(header: HeaderPlan, columns: int) -> tuple[int, ...]:
    """The tokens that head so many columns, in their order; none where the header does not name each of them."""
    if header.certainty is not Certainty.COMPLETE:
        return ()
    kept = tuple(token for position, token in enumerate(header.tokens) if position not in header.optional)
    return next((tokens for tokens in (header.tokens, kept) if len(tokens) == columns), ())


@frozen
class _Heads:
    """The places of a header's columns: the range of each, none where places do not say, and the column of each range."""

    ranges: tuple[tuple[int, int], ...]
    columns: dict[tuple[int, int], int]


@frozen(eq=False)
class OwnTables:
    """The tables of one document.  What it remembers of their headers never changes an answer."""

    physical: PhysicalText
    _heads: dict[tuple[tuple[tuple[int, int], ...], int, int], _Heads] = field(factory=dict, init=False)

    def row(self, heads: tuple[tuple[int, int], ...], cells: Sequence[int], label: int) -> OwnRow:
        """The row with these value cells; `heads` are the first and last cells of the headings of its columns."""
        places = self.physical.places
        own = places.get(cells[0] if cells else label)
        if own is None:
            return OwnRow(None)
        slots = self._one_below_each(heads, cells, own)
        return self._any(heads, cells, label, own) if slots is None else OwnRow(slots)

    def _one_below_each(
        self, heads: tuple[tuple[int, int], ...], cells: Sequence[int], own: Place
    ) -> tuple[int, ...] | None:
        """The slots of a row in which each cell stands below one heading and spans nothing, as in most."""
        places, top = self.physical.places, own.top
        if top in self.physical.reaching:
            return None
        known = self._known(heads, own)
        if not known.ranges or self.physical.extents[top] <= known.ranges[-1][0]:
            return None
        slots = [_BLANK] * len(heads)
        for index in cells:
            place = places.get(index)
            if place is None or place.top != top or place.bottom > top + 1 or place.behind > place.first + 1:
                return None
            column = known.columns.get((place.first, place.behind))
            if column is None or slots[column] != _BLANK:
                return None
            slots[column] = index
        return tuple(slots)

    def _any(self, heads: tuple[tuple[int, int], ...], cells: Sequence[int], label: int, own: Place) -> OwnRow:
        """A row of any kind."""
        places = self.physical.places
        if any(index not in places or places[index].top != own.top for index in cells):
            return OwnRow(None)
        reaching = self.physical.reaching.get(own.top, ())
        lowest = max(own.top + 1, places[label].bottom if label in places and places[label].table == own.table else 0)
        tall = [index for index in cells if places[index].bottom > lowest]
        wide = [index for index in cells if places[index].behind > places[index].first + 1]
        merged = list(dict.fromkeys((*reaching, *tall)))
        known = self._known(heads, own)
        if not known.ranges:
            return _by_order(cells, len(heads), list(dict.fromkeys((*merged, *wide))))
        slots = [_BLANK] * len(heads)
        for index in (*reaching, *cells):
            hits = _hits(known, places[index])
            if not hits or any(slots[n] != _BLANK for n in hits):
                if self._blank_below_a_head(known, own, (label, *cells)):
                    return OwnRow(None, contradicts=True)
                return _by_order(cells, len(heads), list(dict.fromkeys((*merged, *wide))))
            if len(hits) > 1:
                merged.append(index)
            for n in hits:
                slots[n] = index
        if self.physical.extents[own.top] <= known.ranges[-1][0]:
            return _by_order(cells, len(heads), merged)
        return OwnRow(tuple(slots), tuple(dict.fromkeys(merged)))

    def _blank_below_a_head(self, known: _Heads, own: Place, cells: Sequence[int]) -> bool:
        """Whether a heading has a place of its own in this row, and nothing stands there."""
        taken = [place for index in cells if (place := self.physical.places.get(index)) and place.table == own.table]
        begin, end = min(place.first for place in taken), self.physical.extents[own.top]
        return any(
            begin <= first and behind <= end and not any(p.first < behind and first < p.behind for p in taken)
            for first, behind in known.ranges
        )

    def above(self, slot: int, heads: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        """Which of these headings stand above a figure; the first and last cell of each are given."""
        own = self.physical.places.get(slot)
        if own is None:
            return ()
        found = [_ranges(self.physical, (head,), own) for head in heads]
        return tuple(
            number
            for number, ranges in enumerate(found)
            if any(first < own.behind and own.first < behind for first, behind in ranges)
        )

    def _known(self, heads: tuple[tuple[int, int], ...], own: Place) -> _Heads:
        named = heads, own.table, self.physical.extents[own.top]
        known = self._heads.get(named)
        if known is None:
            ranges = tuple(_ranges(self.physical, heads, own))
            known = self._heads[named] = _Heads(ranges, {one: n for n, one in enumerate(ranges)})
        return known


def _hits(known: _Heads, place: Place) -> tuple[int, ...]:
    """The columns whose headings stand above a place."""
    column = known.columns.get((place.first, place.behind))
    if column is not None:
        return (column,)
    return tuple(n for n, (first, behind) in enumerate(known.ranges) if place.first < behind and first < place.behind)


def _by_order(cells: Sequence[int], columns: int, merged: Sequence[int]) -> OwnRow:
    """A row that lost a place, or stands beside its header: order alone says the columns, if none is blank or merged."""
    whole = columns > 0 and len(cells) == columns and not merged
    return OwnRow(tuple(cells) if whole else None, tuple(dict.fromkeys(merged)))


def _ranges(physical: PhysicalText, heads: Sequence[tuple[int, int]], own: Place) -> list[tuple[int, int]]:
    """The places that the headings take, in their order; none where they are not those of this row's table.

    Headings of another table count where that one is as wide: a table is cut at the end of a page.  Places that do not go
    from left to right as the headings do are those of a header with wrong spans, and say nothing.
    """
    ranges = []
    for first, last in heads:
        found = [physical.places.get(index) for index in range(first, last + 1)]
        known = [place for place in found if place is not None and _as_wide(physical, place, own)]
        if not known or len(known) < len(found):
            return []
        ranges.append((min(place.first for place in known), max(place.behind for place in known)))
    return ranges if all(before[1] <= after[0] for before, after in pairwise(ranges)) else []


def _as_wide(physical: PhysicalText, place: Place, own: Place) -> bool:
    return place.table == own.table or physical.extents[place.top] == physical.extents[own.top]
