"""Short rows: which column each figure belongs to where the layout lost cells.

A short row can be placed in several ways that keep its order.  A *reading* of a table gives every short row one placement
such that every identity of the form holds; what all readings have in common is known, the rest is ambiguous.  The search
is exact and bounded; where the bound is reached, nothing is inferred.

What an identity means where cells are blank: a stated total is the sum of its parts, blank parts counting nothing; where the
total or all of its parts are blank, it says nothing.  The balance of an applicant column takes a blank for zero; that of the total column needs
all its figures.

Elimination alone never infers.  A number is inferred where it stands in every reading and takes part in an identity that
closes with figures other than zero on both sides (DESIGN, short rows).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import comb
from typing import Final

from attrs import define, field, frozen

from govgrammar.model.cell import Number

#: A row with more placements than this is not searched.
_MOST_PLACEMENTS: Final = 20_000

Vector = tuple[Number | None, ...]


class _Unknown:
    """A cell that holds words: it may stand for any count."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()
Known = Number | None | _Unknown


@frozen
class Identity:
    """`sum(left) == sum(right)`, over cells as (row, column).

    A sum has its total alone on the left and says nothing where that is blank.  Where `blank_is_zero`, all blanks count as
    zero; where neither holds, every cell must be stated.
    """

    name: str
    left: tuple[tuple[str, int], ...]
    right: tuple[tuple[str, int], ...]
    is_sum: bool
    blank_is_zero: bool = False

    @property
    def cells(self) -> tuple[tuple[str, int], ...]:
        """All cells that take part."""
        return self.left + self.right


@frozen
class Solved:
    """What is known of a short row: for each column the values it can have, and whether its number is confirmed."""

    values: tuple[tuple[Number | None, ...], ...]
    confirmed: tuple[bool, ...]
    eliminated: int


@frozen
class Solution:
    """Short rows by name; the identity that the complete rows break; whether the search reached its bound."""

    rows: Mapping[str, Solved]
    broken: Identity | None = None
    exhausted: bool = False


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


@define
class _Search:
    """Looks for readings with a budget of steps."""

    identities: Sequence[Identity]
    fixed: Mapping[str, Sequence[Known]]
    domains: dict[str, list[Vector]]
    budget: int
    order: list[str] = field(factory=list)
    largest: dict[str, list[Number]] = field(factory=dict)
    due: dict[str, list[Identity]] = field(factory=dict)
    bounds: dict[str, list[Identity]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        touched = {name: sum(any(cell[0] == name for cell in i.left) for i in self.identities) for name in self.domains}
        self.order = sorted(self.domains, key=lambda name: (-touched[name], len(self.domains[name])))
        self.largest = {
            name: [max((vector[c] or 0 for vector in domain), default=0) for c in range(len(domain[0]))]
            if domain
            else []
            for name, domain in self.domains.items()
        }
        for identity in self.identities:
            names = [name for name in self.order if any(cell[0] == name for cell in identity.cells)]
            if names:
                self.due.setdefault(names[-1], []).append(identity)
                for name in names[:-1]:
                    self.bounds.setdefault(name, []).append(identity)

    def reading(self, name: str, vector: Vector) -> dict[str, Vector] | None:
        """One reading of the table in which a row has this placement."""
        chosen: dict[str, Vector] = {}
        return chosen if self._extend(0, chosen, {name: [vector]}) else None

    def _extend(self, depth: int, chosen: dict[str, Vector], forced: Mapping[str, list[Vector]]) -> bool:
        if depth == len(self.order):
            return True
        name = self.order[depth]
        for vector in forced.get(name, self.domains[name]):
            if self.budget <= 0:
                return False
            self.budget -= 1
            chosen[name] = vector
            table = self._table(chosen)
            holds = all(not broken(identity, table) for identity in self.due.get(name, ()))
            if (
                holds
                and all(self._possible(identity, table) for identity in self.bounds.get(name, ()))
                and self._extend(depth + 1, chosen, forced)
            ):
                return True
            del chosen[name]
        return False

    def _table(self, chosen: Mapping[str, Vector]) -> dict[str, Sequence[Known]]:
        return {**self.fixed, **chosen}

    def _possible(self, identity: Identity, table: Mapping[str, Sequence[Known]]) -> bool:
        """Whether an identity can still hold: what is placed does not exceed its total, what is open can reach it."""
        if not identity.is_sum:
            return True
        total = _known(identity.left[0], table)
        if total is None or isinstance(total, _Unknown) or identity.left[0][0] not in table:
            return True
        least: Number = 0
        most: Number = 0
        for row, column in identity.right:
            if row in table:
                value = table[row][column]
                if isinstance(value, _Unknown):
                    return True
                least += value or 0
                most += value or 0
            elif row in self.domains:
                most += self.largest[row][column]
        return least <= total and (total <= most or not least)


def _known(cell: tuple[str, int], table: Mapping[str, Sequence[Known]]) -> Known:
    row = table.get(cell[0])
    return None if row is None else row[cell[1]]


def broken(identity: Identity, table: Mapping[str, Sequence[Known]]) -> bool:
    """Whether stated figures contradict an identity."""
    left = [_known(cell, table) for cell in identity.left]
    right = [_known(cell, table) for cell in identity.right]
    if any(isinstance(value, _Unknown) for value in left):
        return False
    if identity.is_sum and (left[0] is None or all(value is None for value in right)):
        return False
    if not identity.is_sum and (
        any(isinstance(value, _Unknown) for value in right)
        or (not identity.blank_is_zero and any(value is None for value in left + right))
    ):
        return False
    total = _sum(left)
    if any(isinstance(value, _Unknown) for value in right):
        return _sum(right) > total
    return total != _sum(right)


def _sum(values: Sequence[Known]) -> Number:
    total: Number = 0
    for value in values:
        if value is not None and not isinstance(value, _Unknown):
            total += value
    return total


def solve(
    fixed: Mapping[str, Sequence[Known]],
    short: Mapping[str, Sequence[Number | None]],
    width: int,
    identities: Sequence[Identity],
    *,
    budget: int,
) -> Solution:
    """What is known of the short rows of one table.

    `fixed` are complete rows, one entry a column; `short` are the values of rows that lack cells, in order, `None` for a
    blank that the layout kept.
    """
    raw = {name: _domain(values, width) for name, values in short.items()}
    searched = {name: domain for name, domain in raw.items() if domain is not None}
    open_rows = {name: [UNKNOWN] * width for name, domain in raw.items() if domain is None}
    complete = [i for i in identities if all(cell[0] in fixed or cell[0] not in short for cell in i.cells)]
    failing = next((identity for identity in complete if broken(identity, fixed)), None)
    if failing is not None:
        return Solution({name: _open(short[name], raw[name], width) for name in short}, broken=failing)
    base = {**fixed, **open_rows}
    row_wise = [i for i in identities if len({cell[0] for cell in i.cells}) == 1]
    domains = {
        name: [v for v in domain if not any(broken(i, {name: v}) for i in row_wise if i.cells[0][0] == name)]
        for name, domain in searched.items()
    }
    between = [i for i in identities if i not in row_wise]
    classes = {name: _alike(name, domain, between, base) for name, domain in domains.items()}
    search = _Search(between, base, {name: list(alike) for name, alike in classes.items()}, budget)
    supported: dict[str, dict[Vector, None]] = {name: {} for name in domains}
    for name in search.order:
        for vector, alike in classes[name].items():
            if alike[0] in supported[name]:
                continue
            reading = search.reading(name, vector)
            if reading:
                for row, chosen in reading.items():
                    supported[row].update(dict.fromkeys(classes[row][chosen]))
    exhausted = search.budget <= 0
    if exhausted or not all(supported.values()):
        return Solution({name: _open(short[name], raw[name], width) for name in short}, exhausted=exhausted)
    return Solution(
        {
            name: _confirm(name, list(supported[name]), len(raw[name] or ()), base, supported, identities, width)
            if name in supported
            else _open(short[name], None, width)
            for name in short
        }
    )


def _alike(
    name: str, domain: Sequence[Vector], identities: Sequence[Identity], fixed: Mapping[str, Sequence[Known]]
) -> dict[Vector, list[Vector]]:
    """Placements that no identity between rows tells apart: a zero and a blank are one where only their sum counts.

    They are not where the cell is a total, or where it could be the only part that is stated at all.
    """
    told_apart: set[int] = set()
    for identity in identities:
        stated = any(_known(cell, fixed) is not None for cell in identity.right)
        telling = identity.left if identity.is_sum and stated else identity.cells
        if identity.is_sum or not identity.blank_is_zero:
            told_apart |= {column for row, column in telling if row == name}
    classes: dict[Vector, list[Vector]] = {}
    for vector in domain:
        same = tuple(value if column in told_apart else value or 0 for column, value in enumerate(vector))
        classes.setdefault(same, []).append(vector)
    return classes


def _domain(values: Sequence[Number | None], width: int) -> list[Vector] | None:
    return list(placements(values, width)) if comb(width, len(values)) <= _MOST_PLACEMENTS else None


def _open(values: Sequence[Number | None], domain: list[Vector] | None, width: int) -> Solved:
    """A row of which only the order is known."""
    if domain is None:
        last = len(values) - 1
        reach = [
            {value for i, value in enumerate(values) if i <= column <= width - 1 - last + i} | {None}
            for column in range(width)
        ]
        return Solved(tuple(_ordered(values) for values in reach), (False,) * width, 0)
    columns = tuple(_ordered({vector[column] for vector in domain}) for column in range(width))
    return Solved(columns, (False,) * width, 0)


def _confirm(
    name: str,
    vectors: list[Vector],
    all_placements: int,
    fixed: Mapping[str, Sequence[Known]],
    supported: Mapping[str, Mapping[Vector, None]],
    identities: Sequence[Identity],
    width: int,
) -> Solved:
    """What all readings of a row have in common, and which numbers an identity confirms."""
    columns = [_ordered({vector[column] for vector in vectors}) for column in range(width)]
    confirmed = tuple(
        len(columns[column]) == 1
        and columns[column][0] is not None
        and any((name, column) in i.cells and _closes(i, fixed, supported) for i in identities)
        for column in range(width)
    )
    return Solved(tuple(columns), confirmed, all_placements - len(vectors))


def _closes(
    identity: Identity, fixed: Mapping[str, Sequence[Known]], supported: Mapping[str, Mapping[Vector, None]]
) -> bool:
    """Whether an identity is stated with figures other than zero on both sides in every reading."""
    left = [_in_all(cell, fixed, supported) for cell in identity.left]
    right = [_in_all(cell, fixed, supported) for cell in identity.right]
    if any(isinstance(value, _Unknown) for value in left + right) and not _settled(identity, fixed):
        return False
    return any(_stated(value) for value in left) and any(_stated(value) for value in right)


def _settled(identity: Identity, fixed: Mapping[str, Sequence[Known]]) -> bool:
    """Whether every cell of the identity that differs between readings is one of a short row."""
    return not any(isinstance(_known(cell, fixed), _Unknown) for cell in identity.cells)


def _stated(value: Known) -> bool:
    return value is not None and not isinstance(value, _Unknown) and value != 0


def _in_all(
    cell: tuple[str, int], fixed: Mapping[str, Sequence[Known]], supported: Mapping[str, Mapping[Vector, None]]
) -> Known:
    """The value of a cell in every reading, `UNKNOWN` where readings differ."""
    if cell[0] not in supported:
        return _known(cell, fixed)
    values = {vector[cell[1]] for vector in supported[cell[0]]}
    return values.pop() if len(values) == 1 else UNKNOWN


def _ordered(values: set[Number | None]) -> tuple[Number | None, ...]:
    """Numbers in order, blank last."""
    numbers = sorted(value for value in values if value is not None)
    return (*numbers, None) if None in values else tuple(numbers)


__all__ = ["UNKNOWN", "Identity", "Solution", "Solved", "broken", "placements", "solve"]
