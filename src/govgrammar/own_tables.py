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

    `merged` are cells that stand in several columns or rows: a figure there can be any one's.
    """

    slots: tuple[int, ...] | None
    merged: tuple[int, ...] = ()


def heads_of(header: HeaderPlan, columns: int) -> tuple[int, ...]:
    """The tokens that head so many columns, in their order; none where the header does not name each of them."""
    if header.certainty is not Certainty.COMPLETE:
        return ()
    kept = tuple(token for position, token in enumerate(header.tokens) if position not in header.optional)
    return next((tokens for tokens in (header.tokens, kept) if len(tokens) == columns), ())


@frozen
class _Heads:
    """The places of a header's columns in one table: the range of each, and the column of each range.

    Some are missing where a heading stands in another table.  `by_range` is empty where two headings share a place.
    """

    ranges: tuple[tuple[int, int], ...]
    by_range: dict[tuple[int, int], int]
    last: int


@frozen(eq=False)
class OwnTables:
    """The tables of one document.  What it remembers of their headers never changes an answer."""

    physical: PhysicalText
    _heads: dict[tuple[tuple[tuple[int, int], ...], int], _Heads] = field(factory=dict, init=False)

    def row(self, heads: tuple[tuple[int, int], ...], cells: Sequence[int], label: int) -> OwnRow:
        """The row with these value cells; `heads` are the first and last cells of the headings of its columns."""
        physical = self.physical
        places = physical.places
        own = places.get(cells[0] if cells else label)
        if own is None or any(index not in places or places[index].top != own.top for index in cells):
            return OwnRow(None)
        reaching = physical.reaching.get(own.top, ())
        lowest = max(own.top + 1, places[label].bottom if label in places and places[label].table == own.table else 0)
        tall = [index for index in cells if places[index].bottom > lowest]
        known = self._known(heads, own.table)
        if not heads or len(known.ranges) < len(heads):
            wide = [index for index in cells if places[index].behind > places[index].first + 1]
            return OwnRow(None, tuple(dict.fromkeys((*reaching, *tall, *wide))))
        slots, merged = [_BLANK] * len(heads), [*reaching, *tall]
        for index in (*reaching, *cells):
            place = places[index]
            column = known.by_range.get((place.first, place.behind))
            hits = _hits(known.ranges, place) if column is None else (column,)
            if not hits or any(slots[n] != _BLANK for n in hits):
                return _by_order(cells, len(heads), merged)
            if len(hits) > 1:
                merged.append(index)
            for n in hits:
                slots[n] = index
        if physical.extents[own.top] <= known.last:
            return _by_order(cells, len(heads), merged)
        return OwnRow(tuple(slots), tuple(dict.fromkeys(merged)))

    def _known(self, heads: tuple[tuple[int, int], ...], table: int) -> _Heads:
        known = self._heads.get((heads, table))
        if known is None:
            found = (_range(self.physical.places, table, *head) for head in heads)
            ranges = tuple(one for one in found if one is not None)
            ordered = sorted(ranges)
            apart = all(one[1] <= other[0] for one, other in pairwise(ordered))
            by_range = {one: n for n, one in enumerate(ranges)} if apart else {}
            last = max((first for first, _ in ranges), default=_BLANK)
            known = self._heads[heads, table] = _Heads(ranges, by_range, last)
        return known


def _hits(ranges: Sequence[tuple[int, int]], place: Place) -> tuple[int, ...]:
    """The columns whose headings stand above a place."""
    return tuple(n for n, (first, behind) in enumerate(ranges) if place.first < behind and first < place.behind)


def _by_order(cells: Sequence[int], columns: int, merged: Sequence[int]) -> OwnRow:
    """A row that lost a place, or stands beside its header: order alone says the columns, if none is blank or merged."""
    whole = len(cells) == columns and not merged
    return OwnRow(tuple(cells) if whole else None, tuple(dict.fromkeys(merged)))


def _range(places: dict[int, Place], table: int, first: int, last: int) -> tuple[int, int] | None:
    """The places that a heading takes, written in one cell or in several."""
    found = [places.get(index) for index in range(first, last + 1)]
    known = [place for place in found if place is not None and place.table == table]
    if not known or len(known) < len(found):
        return None
    return min(place.first for place in known), max(place.behind for place in known)
