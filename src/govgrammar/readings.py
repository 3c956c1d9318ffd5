"""The search for readings of a table: one placement for each short row, such that every identity between them holds.

It goes row by row, and each placement that is tried is a step of its budget, whether identities rule it out one by one or
many at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field

from govgrammar.identities import Vector
from govgrammar.model.cell import Number
from govgrammar.placements import BLANK
from govgrammar.short_tables import ShortTable

#: Values of one column, each with the placements that put it there.
_Column = tuple[tuple[Number | None, int], ...]


@define(eq=False)
class _Row:
    """A short row while readings are looked for.

    Placements that no identity tells apart are one, the first of them: `first` are those, `alike` says which each stands for
    and `order` how many come before it.
    """

    number: int
    first: int
    alike: dict[int, int]
    order: dict[int, int]
    columns: tuple[_Column, ...]
    cells: tuple[tuple[int, int, bool], ...]
    vectors: dict[int, Vector] = field(factory=dict)

    def vector(self, placement: int) -> Vector:
        """What a placement puts into the columns."""
        known = self.vectors.get(placement)
        if known is None:
            known = tuple([next((v for v, those in column if those & placement), None) for column in self.columns])
            self.vectors[placement] = known
        return known


@define(eq=False)
class _Check:
    """An identity that can be judged once a row is placed, by what the row's column holds.

    `whole` is true where all its rows are placed then; else `rest` is the most that the others can add.
    """

    link: int
    column: _Column
    on_left: bool
    whole: bool
    rest: Number


@define(eq=False)
class Readings:
    """Looks for readings with a budget of steps.  What rows and identities have so far is kept by number of the identity."""

    table: ShortTable
    budget: int
    rows: list[_Row]
    checks: list[list[_Check]]
    sums: list[list[Number]]
    stated: list[list[int]]
    blanks: list[int]

    def supported(self) -> dict[int, int]:
        """The placements of each linked row that stand in a reading; not all of them where the budget is spent."""
        found = dict.fromkeys(self.table.linked, 0)
        for depth, row in enumerate(self.rows):
            for placement in row.order:
                if placement & found[row.number]:
                    continue
                chosen: list[int] = []
                if self._extend(0, chosen, depth, placement):
                    for other, one in zip(self.rows, chosen, strict=True):
                        found[other.number] |= other.alike[one]
                if self.budget <= 0:
                    return found
        return found

    def _extend(self, depth: int, chosen: list[int], forced: int, placed: int) -> bool:
        """Whether the rows behind a depth can be placed, one of them as told."""
        if depth == len(self.rows):
            return True
        row = self.rows[depth]
        possible = self._possible(depth, placed if depth == forced else row.first)
        if depth == forced:
            count, before = 1, row.order[placed]
        else:
            count, before = len(row.order), 0
        tried = 0
        while possible:
            placement = possible & -possible
            possible ^= placement
            steps = row.order[placement] - before + 1 - tried
            if self.budget < steps:
                self.budget = 0
                return False
            self.budget -= steps
            tried += steps
            self._place(row, placement, 1)
            chosen.append(placement)
            if self._extend(depth + 1, chosen, forced, placed):
                self._place(row, placement, -1)
                return True
            chosen.pop()
            self._place(row, placement, -1)
        self.budget = max(0, self.budget - (count - tried))
        return False

    def _place(self, row: _Row, placement: int, sign: int) -> None:
        """Add to the identities what a placement puts into their cells, or take it away."""
        vector = row.vector(placement)
        for link, column, on_left in row.cells:
            value = vector[column]
            if value is None:
                self.blanks[link] += sign
            else:
                self.sums[on_left][link] += sign * value
                self.stated[on_left][link] += sign

    def _possible(self, depth: int, some: int) -> int:
        """Those of some placements of a row after which every identity can still hold."""
        for check in self.checks[depth]:
            holds = self._whole if check.whole else self._begun
            some &= holds(check)
            if not some:
                break
        return some

    def _whole(self, check: _Check) -> int:
        """The placements with which an identity holds, all its rows being placed."""
        identity, sides, _, _ = self.table.between[check.link]
        right, left = self.sums[0][check.link], self.sums[1][check.link]
        right_stated, left_stated = self.stated[0][check.link] > 0, self.stated[1][check.link] > 0
        blank = self.blanks[check.link] > 0
        found = 0
        for value, those in check.column:
            this = value or 0
            mine, others = (left + this, right) if check.on_left else (left, right + this)
            stated = value is not None
            says = identity.says(
                left_stated or (stated and check.on_left),
                right_stated or (stated and not check.on_left),
                blank or not stated,
            )
            if not says or (others <= mine if sides.at_most else mine == others):
                found |= those
        return found

    def _begun(self, check: _Check) -> int:
        """The placements with which a sum can still hold: its parts do not exceed its total, and the open ones can reach it."""
        at_most = self.table.between[check.link].sides.at_most
        least, left = self.sums[0][check.link], self.sums[1][check.link]
        left_stated, rest = self.stated[1][check.link] > 0, check.rest
        found = 0
        for value, those in check.column:
            total, parts = (left + (value or 0), least) if check.on_left else (left, least + (value or 0))
            stated = left_stated or (check.on_left and value is not None)
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
    totals = {row for link in table.between for row, _, on_left in link.open_cells if on_left}
    rows = [_row(table, number, figures[number], domains[number]) for number in table.linked]
    rows.sort(key=lambda row: (row.number not in totals, len(row.order)))
    depths = {row.number: depth for depth, row in enumerate(rows)}
    checks: list[list[_Check]] = [[] for _ in rows]
    for number, link in enumerate(table.between):
        cells = sorted((depths[row], column, on_left) for row, column, on_left in link.open_cells)
        total = max((depth for depth, _, on_left in cells if on_left), default=-1)
        rest: Number = 0
        for depth, column, on_left in reversed(cells):
            values, whole = rows[depth].columns[column], depth == cells[-1][0]
            if whole or (link.identity.is_sum and depth >= total):
                checks[depth].append(_Check(number, values, on_left, whole, rest))
            rest += 0 if on_left else max(value or 0 for value, _ in values)
    sums = [link.sides.sums(known) for link in table.between]
    return Readings(
        table,
        budget,
        rows,
        checks,
        sums=[[right for _, right in sums], [left for left, _ in sums]],
        stated=[[len(link.sides.right) for link in table.between], [len(link.sides.left) for link in table.between]],
        blanks=[int(link.blank) for link in table.between],
    )


def _row(table: ShortTable, number: int, values: Sequence[Number | None], domain: int) -> _Row:
    """A row with the placements that are left of it."""
    found, told_apart = table.ways[number], table.told_apart[number]
    columns = () if found is None else found.columns
    zeros = frozenset(n for n, value in enumerate(values) if value == 0)
    parts: Sequence[int]
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
        tuple(
            [(n, c, left) for n, link in enumerate(table.between) for row, c, left in link.open_cells if row == number]
        ),
    )


def _each(some: int) -> list[int]:
    """The placements of a set one by one."""
    found = []
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
