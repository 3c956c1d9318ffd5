"""The search for readings of a table: one placement for each short row, such that every identity between them holds.

It goes row by row, and each placement that is tried is a step of its budget: also where identities rule out many at once, and
where the rows that are left were tried with the same sums before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import add, itemgetter
from typing import NamedTuple

from attrs import define, field

from govgrammar.model.cell import Number
from govgrammar.placements import BLANK
from govgrammar.short_tables import Between, ShortTable

#: Values of one column, each with the placements that put it there.
_Column = tuple[tuple[Number | None, int], ...]


class _State(NamedTuple):
    """What rows give to the identities: sums on their left and right by number, and sets of those that have a figure there,
    or a blank.
    """

    left: Sequence[Number]
    right: Sequence[Number]
    left_stated: int
    right_stated: int
    blank: int

    def __add__(self, more: _State) -> _State:  # type: ignore[override] # what a row gives besides
        return _State(
            list(map(add, self.left, more.left)),
            list(map(add, self.right, more.right)),
            self.left_stated | more.left_stated,
            self.right_stated | more.right_stated,
            self.blank | more.blank,
        )


class _Check(NamedTuple):
    """An identity that can be judged once a row is placed, by what the row's column holds.

    `whole` is true where all its rows are placed then; else `rest` is the most that the others can add.
    """

    number: int
    link: Between
    column: _Column
    on_left: bool
    whole: bool
    rest: Number


@define(eq=False)
class _Row:
    """A short row while readings are looked for.

    Placements that no identity tells apart are one, the first of them: `first` are those, `alike` says which each stands for
    and `order` how many come before it.  `open` gives the sums of identities that this row or a later one has a share in, and
    `open_links` is the set of those.
    """

    number: int
    first: int
    alike: dict[int, int]
    order: dict[int, int]
    columns: tuple[_Column, ...]
    cells: list[tuple[int, int, bool]] = field(factory=list)
    checks: list[_Check] = field(factory=list)
    open: Callable[[Sequence[Number]], object] = tuple
    open_links: int = 0
    given: dict[int, _State] = field(factory=dict)

    def gives(self, placement: int, links: int) -> _State:
        """What a placement puts into the cells of the identities, of which there are so many."""
        known = self.given.get(placement)
        if known is not None:
            return known
        left, right, stated, blank = [0] * links, [0] * links, [0, 0], 0
        sums: tuple[list[Number], list[Number]] = ([*right], [*left])
        for link, column, on_left in self.cells:
            value = next((v for v, those in self.columns[column] if those & placement), None)
            if value is None:
                blank |= 1 << link
            else:
                sums[on_left][link] = value
                stated[on_left] |= 1 << link
        self.given[placement] = known = _State(sums[1], sums[0], stated[1], stated[0], blank)
        return known


@define(eq=False)
class Readings:
    """Looks for readings with a budget of steps.

    `tried` says of rows and the sums before them how many steps the search behind took, and what it found.
    """

    rows: list[_Row]
    start: _State
    budget: int
    tried: dict[tuple[object, ...], tuple[int, tuple[int, ...] | None]] = field(factory=dict)

    def supported(self) -> dict[int, int]:
        """The placements of each linked row that stand in a reading; not all of them where the budget is spent."""
        found = {row.number: 0 for row in self.rows}
        for depth, row in enumerate(self.rows):
            for placement in row.order:
                if placement & found[row.number]:
                    continue
                reading = self._extend(0, self.start, depth, placement)
                if reading is not None:
                    for other, one in zip(self.rows, reading, strict=True):
                        found[other.number] |= other.alike[one]
                if self.budget <= 0:
                    return found
        return found

    def _extend(self, depth: int, state: _State, forced: int, placed: int) -> tuple[int, ...] | None:
        """The first way to place the rows from a depth on, one of them as told if it is among them."""
        if depth == len(self.rows):
            return ()
        row = self.rows[depth]
        rest = row.open_links
        sums = row.open(state.left), row.open(state.right)
        stated = state.left_stated & rest, state.right_stated & rest, state.blank & rest
        asked = (depth, depth <= forced and (forced, placed), *sums, *stated)
        known = self.tried.get(asked)
        if known is not None:
            return known[1] if self._spend(known[0]) else None
        budget = self.budget
        found = self._first(row, depth, state, forced, placed)
        if self.budget > 0:
            self.tried[asked] = (budget - self.budget, found)
        return found

    def _first(self, row: _Row, depth: int, state: _State, forced: int, placed: int) -> tuple[int, ...] | None:
        count, before = (1, row.order[placed]) if depth == forced else (len(row.order), 0)
        possible = _possible(row, state, placed if depth == forced else row.first)
        while possible:
            placement = possible & -possible
            possible ^= placement
            place = row.order[placement] + 1
            if not self._spend(place - before):
                return None
            count, before = count - (place - before), place
            behind = self._extend(depth + 1, state + row.gives(placement, len(state.left)), forced, placed)
            if behind is not None:
                return (placement, *behind)
        self._spend(count)
        return None

    def _spend(self, steps: int) -> bool:
        """Take steps from the budget; false where it has fewer, and none are left then."""
        enough = steps <= self.budget
        self.budget = self.budget - steps if enough else 0
        return enough


def _possible(row: _Row, state: _State, some: int) -> int:
    """Those of some placements of a row after which every identity can still hold."""
    for check in row.checks:
        some &= _whole(check, state) if check.whole else _begun(check, state)
        if not some:
            break
    return some


def _whole(check: _Check, state: _State) -> int:
    """The placements with which an identity holds, all its rows being placed."""
    number, (identity, sides, _, _), column, on_left, _, _ = check
    left, right = state.left[number], state.right[number]
    left_stated, right_stated, blank = (
        bool(links >> number & 1) for links in (state.left_stated, state.right_stated, state.blank)
    )
    found = 0
    for value, those in column:
        mine, others = (left + (value or 0), right) if on_left else (left, right + (value or 0))
        stated = value is not None
        says = identity.says(
            left_stated or (stated and on_left), right_stated or (stated and not on_left), blank or not stated
        )
        if not says or (others <= mine if sides.at_most else mine == others):
            found |= those
    return found


def _begun(check: _Check, state: _State) -> int:
    """The placements with which a sum can still hold: its parts do not exceed its total, and the open ones can reach it."""
    number, link, column, on_left, _, rest = check
    at_most = link.sides.at_most
    least, left, left_stated = state.right[number], state.left[number], state.left_stated >> number & 1
    if not left_stated and not on_left:
        return -1
    found = 0
    for value, those in column:
        total, parts = (left + (value or 0), least) if on_left else (left, least + (value or 0))
        stated = left_stated or value is not None
        if not stated or (parts <= total and (at_most or parts + rest >= total or not parts)):
            found |= those
    return found


def readings(
    table: ShortTable,
    known: Sequence[Number],
    figures: Sequence[Sequence[Number | None]],
    domains: Mapping[int, int],
    budget: int,
) -> Readings:
    """The search in a table with these figures; `domains` are the placements of each linked row that are left."""
    rows = [_row(table, number, figures[number], domains[number]) for number in table.linked]
    rows.sort(key=lambda row: (row.number not in table.totals, len(row.order)))
    depths = {row.number: depth for depth, row in enumerate(rows)}
    for number, link in enumerate(table.between):
        _add(rows, number, link, sorted([(depths[row], column, on_left) for row, column, on_left in link.open_cells]))
    for row in rows:
        links = [number for number in range(len(table.between)) if row.open_links >> number & 1]
        row.open = itemgetter(*links)
    sums = [link.sides.sums(known) for link in table.between]
    left, right = [one for one, _ in sums], [other for _, other in sums]
    return Readings(rows, _State(left, right, *table.stated_links), budget)


def _add(rows: Sequence[_Row], number: int, link: Between, cells: Sequence[tuple[int, int, bool]]) -> None:
    """Add an identity to the rows that it is judged by; `cells` are its open ones by depth."""
    total = max((depth for depth, _, on_left in cells if on_left), default=-1)
    last = cells[-1][0]
    for row in rows[: last + 1]:
        row.open_links |= 1 << number
    rest: Number = 0
    for depth, column, on_left in reversed(cells):
        row = rows[depth]
        row.cells.append((number, column, on_left))
        whole, values = depth == last, row.columns[column]
        if whole or (link.identity.is_sum and depth >= total):
            row.checks.append(_Check(number, link, values, on_left, whole, rest))
        rest += 0 if on_left else max([value or 0 for value, _ in values])


def _row(table: ShortTable, number: int, values: Sequence[Number | None], domain: int) -> _Row:
    """A row with the placements that are left of it."""
    found, told_apart = table.ways[number], table.told_apart[number]
    columns = () if found is None else found.columns
    zeros = frozenset([n for n, value in enumerate(values) if value == 0])
    if found is None or not zeros:
        parts = _each(domain)
    else:
        parts = sorted(found.alike(domain, zeros, told_apart), key=lambda part: part & -part)
    alike = {part & -part: part for part in parts}
    first = sum(alike)
    return _Row(
        number,
        first,
        alike,
        {placement: before for before, placement in enumerate(alike)},
        tuple([_values(column, values, first) for column in columns]),
    )


def _each(some: int) -> list[int]:
    """The placements of a set one by one."""
    found: list[int] = []
    while some:
        found.append(some & -some)
        some &= some - 1
    return found


def _values(column: tuple[tuple[int, int], ...], values: Sequence[Number | None], first: int) -> _Column:
    """The values that some placements put into a column."""
    found: dict[Number | None, int] = {}
    for figure, those in column:
        both = those & first
        if both:
            value = None if figure == BLANK else values[figure]
            found[value] = found.get(value, 0) | both
    return tuple(found.items())
