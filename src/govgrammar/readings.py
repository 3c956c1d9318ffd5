"""The search for readings of a table: one placement for each short row, such that every identity between them holds.

It goes row by row, and each placement that is tried is a step of its budget: also where identities rule out many at once, and
where the rows that are left were tried with the same sums before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import add
from typing import Final, NamedTuple

from attrs import define, field

from govgrammar.memory import Memory, shared
from govgrammar.model.cell import Number
from govgrammar.placements import Ways
from govgrammar.short_tables import Between, ShortTable, Turn

#: Values of one column, each with the placements that put it there.
_Column = dict[Number | None, int]


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


class _Parts(NamedTuple):
    """Placements of a row, whatever its figures.

    Those that no identity tells apart are one, the first of them: `first` are those, `alike` says which each stands for
    and `order` how many come before it.  `columns` say which of them put which figure into a column.
    """

    first: int
    alike: dict[int, int]
    order: dict[int, int]
    columns: tuple[tuple[tuple[int, int], ...], ...]


#: Bits of all remembered sets together, and those that a number takes besides its own.
_REMEMBERED: Final = 100_000_000
_OBJECT: Final = 500
_known: Final = shared(Memory[tuple[object, ...], _Parts](_REMEMBERED))


@define(eq=False)
class _Row:
    """A short row while readings are looked for: `columns` are the values of each with the placements that put them there."""

    number: int
    ways: Ways
    values: Sequence[Number | None]
    parts: _Parts
    order: dict[int, int]
    columns: tuple[_Column, ...]
    given: dict[int, _State] = field(factory=dict)
    _most: dict[int, Number] = field(factory=dict)

    def most(self, column: int) -> Number:
        """The most that it can add to a sum there."""
        known = self._most.get(column)
        if known is None:
            known = self._most[column] = max([value or 0 for value in self.columns[column]])
        return known

    def gives(self, placement: int, turn: Turn, links: int) -> _State:
        """What a placement puts into the cells of the identities, of which there are so many."""
        known = self.given.get(placement)
        if known is not None:
            return known
        values = (*self.values, None)  # what `BLANK` counts from the end
        figures = self.ways.figures(placement)
        left: list[Number] = [0] * links
        right, left_stated, right_stated, blank = [*left], 0, 0, 0
        for link, column, on_left in turn.cells:
            value = values[figures[column]]
            if value is None:
                blank |= 1 << link
            elif on_left:
                left[link] = value
                left_stated |= 1 << link
            else:
                right[link] = value
                right_stated |= 1 << link
        self.given[placement] = known = _State(left, right, left_stated, right_stated, blank)
        return known


@define(eq=False)
class _Node:
    """A row and the sums before it: which placements are possible, what is behind them, and what was found from here on.

    `results` are by the placement that is told for one of the rows from here on, `None` where that stands before: how many
    steps the search took, and the rows' placements if it found some.
    """

    depth: int
    row: _Row
    state: _State
    possible: int
    behind: dict[int, _Node] = field(factory=dict)
    results: dict[tuple[int, int] | None, tuple[int, tuple[int, ...] | None]] = field(factory=dict)


@define(eq=False)
class Readings:
    """Looks for readings with a budget of steps.  `reached` are the placements of each row that some rows before it allow."""

    rows: Sequence[_Row]
    turns: Sequence[Turn]
    checks: Sequence[Sequence[_Check]]
    start: _State
    budget: int
    nodes: dict[tuple[object, ...], _Node] = field(factory=dict)
    reached: list[int] = field(factory=list)

    def supported(self) -> dict[int, int]:
        """The placements of each linked row that stand in a reading; not all of them where the budget is spent."""
        found = {row.number: 0 for row in self.rows}
        if not self.rows:
            return found
        self.reached = [0] * len(self.rows)
        first, budget = self._node(0, self.start), self.budget
        if self._from(first, None) is None:
            if self.budget > 0:
                self.budget = max(0, budget - self._steps_in_vain(first))
            return found
        self.budget = budget
        for depth in range(len(self.rows)):
            self._try_each(first, depth, found)
            if self.budget <= 0:
                break
        return found

    def _try_each(self, first: _Node, depth: int, found: dict[int, int]) -> None:
        """Look for a reading with each placement of a row that is in none of those found before."""
        row, in_vain = self.rows[depth], 0
        for placement in row.order:
            if placement & found[row.number]:
                continue
            if in_vain and not placement & self.reached[depth]:
                self.budget = max(0, self.budget - in_vain)
            else:
                before = self.budget
                reading = self._from(first, (depth, placement))
                for other, one in zip(self.rows, reading or (), strict=bool(reading)):
                    found[other.number] |= other.parts.alike[one]
                if not placement & self.reached[depth]:  # all ways to this row were gone in vain: for each placement
                    in_vain = before - self.budget  # that none of them allows it takes as many steps
            if self.budget <= 0:
                return

    def _steps_in_vain(self, first: _Node) -> int:
        """How many steps it takes to try each placement of each row where there is no reading, all nodes being known.

        To try one of a row takes all placements of the rows before it, on every way to them, and one on every way to its
        own; those of the rows behind it are taken once by all of its placements together.
        """
        ways, tried = {first: 1}, list[tuple[int, int]]()
        for row in self.rows:
            tried.append((len(row.order), sum(ways.values())))
            further: dict[_Node, int] = {}
            for node, count in ways.items():
                for behind in node.behind.values():
                    further[behind] = further.get(behind, 0) + count
            ways = further
        steps = [placements * count for placements, count in tried]
        return sum(
            [
                placements * (sum(steps[:depth]) + count) + sum(steps[depth + 1 :])
                for depth, (placements, count) in enumerate(tried)
            ]
        )

    def _node(self, depth: int, state: _State) -> _Node:
        """A row and the sums before it, as far as identities that are still open need them."""
        row, turn = self.rows[depth], self.turns[depth]
        left, right, *links = state
        asked = (depth, turn.open(left), turn.open(right), *[some & turn.open_links for some in links])
        known = self.nodes.get(asked)
        if known is None:
            known = self.nodes[asked] = _Node(depth, row, state, _possible(row.parts.first, self.checks[depth], state))
            self.reached[depth] |= known.possible
        return known

    def _from(self, node: _Node, told: tuple[int, int] | None) -> tuple[int, ...] | None:
        """The first way to place the rows from a node on, one of them as told if it is among them."""
        known = node.results.get(told)
        budget = self.budget
        if known is not None:
            self.budget = max(0, budget - known[0])
            return known[1] if known[0] <= budget else None
        found = self._first(node, told)
        if self.budget > 0:
            node.results[told] = (budget - self.budget, found)
        return found

    def _first(self, node: _Node, told: tuple[int, int] | None) -> tuple[int, ...] | None:
        row, possible, further, before = node.row, node.possible, told, 0
        order, last = row.order, node.depth + 1 == len(self.rows)
        count = len(order)
        if told is not None and told[0] == node.depth:
            possible &= told[1]
            further, before, count = None, order[told[1]], order[told[1]] + 1
        while possible:
            placement = possible & -possible
            possible ^= placement
            place = order[placement] + 1
            if place - before > self.budget:
                self.budget = 0
                return None
            self.budget -= place - before
            before = place
            if last:
                return (placement,)
            behind = node.behind.get(placement)
            if behind is None:
                state = node.state + row.gives(placement, self.turns[node.depth], len(node.state.left))
                behind = node.behind[placement] = self._node(node.depth + 1, state)
            rest = self._from(behind, further)
            if rest is not None:
                return (placement, *rest)
        self.budget = max(0, self.budget - (count - before))
        return None


def _possible(some: int, checks: Sequence[_Check], state: _State) -> int:
    """Those of some placements of a row after which every identity can still hold."""
    for check in checks:
        if not check.whole:
            some &= _begun(check, state)
        elif check.link.sides.at_most:
            some &= _at_most(check, state)
        else:
            some &= _whole(check, state)
        if not some:
            break
    return some


def _whole(check: _Check, state: _State) -> int:
    """The placements with which an identity holds, all its rows being placed: one value makes its sides equal."""
    number, link, column, on_left, _, _ = check
    value = state.right[number] - state.left[number] if on_left else state.left[number] - state.right[number]
    if not link.identity.is_sum:
        says, blank_says = link.identity.blank_is_zero or not state.blank >> number & 1, link.identity.blank_is_zero
    elif on_left:
        says, blank_says = state.right_stated >> number & 1 > 0, False
    else:
        says, blank_says = state.left_stated >> number & 1 > 0, state.right_stated >> number & 1 > 0
    if not says:
        return -1
    found = column.get(value, 0)
    return found | column.get(None, 0) if not (value and blank_says) else found


def _at_most(check: _Check, state: _State) -> int:
    """The placements with which the parts of a sum, one of them words, do not exceed its total."""
    number, _, column, on_left, _, _ = check
    left, right = state.left[number], state.right[number]
    left_stated, right_stated = state.left_stated >> number & 1, state.right_stated >> number & 1
    found = 0
    for value, those in column.items():
        stated = (
            (value is not None or left_stated, right_stated)
            if on_left
            else (left_stated, value is not None or right_stated)
        )
        total, parts = (left + (value or 0), right) if on_left else (left, right + (value or 0))
        if not all(stated) or parts <= total:
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
    for value, those in column.items():
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
    rows = [
        _row(number, found, figures[number], domains[number], table.told_apart[number])
        for number in table.linked
        if (found := table.ways[number]) is not None
    ]
    rows.sort(key=lambda row: (row.number not in table.totals, len(row.order)))
    turns = table.turns(tuple([row.number for row in rows]))
    checks = [
        [
            _Check(
                number,
                link,
                row.columns[column],
                on_left,
                whole,
                sum([rows[depth].most(part) for depth, part in later]),
            )
            for number, link, column, on_left, whole, later in turn.judged
        ]
        for row, turn in zip(rows, turns, strict=True)
    ]
    sums = [link.sides.sums(known) for link in table.between]
    left, right = [one for one, _ in sums], [other for _, other in sums]
    return Readings(rows, turns, checks, _State(left, right, *table.stated_links), budget)


def _row(number: int, found: Ways, values: Sequence[Number | None], domain: int, told_apart: frozenset[int]) -> _Row:
    """A row with the placements that are left of it."""
    zeros = frozenset([n for n, value in enumerate(values) if value == 0])
    asked = (found, domain, zeros, told_apart)
    parts = _known.get(asked)
    if parts is None:
        parts = _parts(found, domain, zeros, told_apart)
        sets = 2 * len(parts.order) + sum(map(len, parts.columns))
        _known.keep(asked, parts, sets * (found.count + _OBJECT))
    columns = tuple([_values(column, values) for column in parts.columns])
    return _Row(number, found, values, parts, parts.order, columns)


def _parts(found: Ways, domain: int, zeros: frozenset[int], told_apart: frozenset[int]) -> _Parts:
    parts = _each(domain)
    if zeros:
        parts = sorted(found.alike(domain, zeros, told_apart), key=lambda part: part & -part)
    alike = {part & -part: part for part in parts}
    first = sum(alike)
    order = {placement: before for before, placement in enumerate(alike)}
    columns = [[(figure, both) for figure, those in column if (both := those & first)] for column in found.columns]
    return _Parts(first, alike, order, tuple(map(tuple, columns)))


def _each(some: int) -> list[int]:
    """The placements of a set one by one."""
    found: list[int] = []
    while some:
        found.append(some & -some)
        some &= some - 1
    return found


def _values(column: Sequence[tuple[int, int]], values: Sequence[Number | None]) -> _Column:
    """The values that some placements put into a column."""
    told = (*values, None)  # what `BLANK` counts from the end
    found = {told[figure]: those for figure, those in column}
    if len(found) < len(column):  # values that are equal
        found = dict.fromkeys(found, 0)
        for figure, those in column:
            found[told[figure]] |= those
    return found
