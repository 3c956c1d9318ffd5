"""Short rows: which column each figure belongs to where the layout lost cells.

A short row can be placed in several ways that keep its order.  A *reading* of a table gives every short row one placement
such that every identity of the form holds; what all readings have in common is known, the rest is ambiguous.  The search
is exact and bounded; where the bound is reached, nothing is inferred.

What an identity means where cells are blank: a stated total is the sum of its parts, blank parts counting nothing; where the
total or all of its parts are blank, it says nothing.  The balance of an applicant column takes a blank for zero; that of the total column needs
all its figures.

Elimination alone never infers.  A number is inferred where it stands in every reading and takes part in an identity that
closes with figures other than zero on both sides and says where the figure stands.  A zero never is: exchanged with a blank
it changes no sum, so that only elimination would place it, and one misprint elsewhere can mislead that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import Final

from attrs import define, field, frozen

from govgrammar.identities import UNKNOWN, Identity, Known, Link, Unknown, Vector, known_cell, link_of
from govgrammar.model.cell import Number

#: A row with more placements than this is not searched.
_MOST_PLACEMENTS: Final = 20_000


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

    links: Sequence[Link]
    domains: Mapping[str, Sequence[Vector]]
    budget: int
    order: list[str] = field(factory=list)
    largest: dict[str, list[Number]] = field(factory=dict)
    due: dict[str, list[Link]] = field(factory=dict)
    begun: dict[str, list[Link]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        totals = {row for link in self.links for row, _, on_left in link.open_cells if on_left}
        self.order = sorted(self.domains, key=lambda name: (name not in totals, len(self.domains[name])))
        self.largest = {
            name: [max(v or 0 for v in c) for c in zip(*d, strict=True)] for name, d in self.domains.items()
        }
        for link in self.links:
            names = [name for name in self.order if any(row == name for row, _, _ in link.open_cells)]
            self.due.setdefault(names[-1], []).append(link)
            if link.identity.is_sum:
                for name in names[:-1]:
                    self.begun.setdefault(name, []).append(link)

    def reading(self, name: str, vector: Vector) -> dict[str, Vector] | None:
        """One reading of the table in which a row has this placement."""
        chosen: dict[str, Vector] = {}
        return chosen if self._extend(0, chosen, name, vector) else None

    def _extend(self, depth: int, chosen: dict[str, Vector], forced: str, placed: Vector) -> bool:
        if depth == len(self.order):
            return True
        name = self.order[depth]
        due, begun = self.due.get(name, ()), self.begun.get(name, ())
        for vector in (placed,) if name == forced else self.domains[name]:
            if self.budget <= 0:
                return False
            self.budget -= 1
            chosen[name] = vector
            if (
                all(link.holds(chosen) for link in due)
                and all(link.possible(chosen, self.largest) for link in begun)
                and self._extend(depth + 1, chosen, forced, placed)
            ):
                return True
            del chosen[name]
        return False


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
    base = {**fixed, **open_rows}
    empty = {name for name, values in fixed.items() if not any(value is not None for value in values)}
    told = [identity for identity in identities if identity.row not in empty]
    every = [link for identity in told if (link := link_of(identity, base, searched)) is not None]
    failing = next((link.identity for link in every if not link.open_cells and not link.holds({})), None)
    if failing is not None:
        return Solution({name: _open(short[name], raw[name], width) for name in short}, broken=failing)
    links = [link for link in every if link.open_cells]
    alone = [link for link in links if len({row for row, _, _ in link.open_cells}) == 1]
    between = [link for link in links if link not in alone]
    domains = {name: _own(name, domain, alone) for name, domain in searched.items()}
    if not all(domains.values()):
        return Solution({name: _open(short[name], raw[name], width) for name in short})
    supported, exhausted = _supported(domains, between, budget)
    if exhausted or not all(supported.values()):
        return Solution({name: _open(short[name], raw[name], width) for name in short}, exhausted=exhausted)
    return Solution(
        {
            name: _confirm(name, len(raw[name] or ()), base, supported, identities)
            if name in supported
            else _open(short[name], None, width)
            for name in short
        }
    )


def _supported(
    domains: Mapping[str, list[Vector]], between: Sequence[Link], budget: int
) -> tuple[dict[str, dict[Vector, None]], bool]:
    """The placements of each row that stand in a reading, and whether the search reached its bound."""
    linked = {row for link in between for row, _, _ in link.open_cells}
    classes = {name: _alike(name, domain, between) for name, domain in domains.items() if name in linked}
    supported = {name: dict.fromkeys(() if name in linked else domain) for name, domain in domains.items()}
    search = _Search(between, {name: list(alike) for name, alike in classes.items()}, budget)
    for name in search.order:
        for vector, alike in classes[name].items():
            if alike[0] in supported[name]:
                continue
            reading = search.reading(name, vector)
            if reading is not None:
                for row, chosen in reading.items():
                    supported[row].update(dict.fromkeys(classes[row][chosen]))
    return supported, search.budget <= 0


def _own(name: str, domain: Sequence[Vector], alone: Sequence[Link]) -> list[Vector]:
    """The placements of a row that no identity rules out in which it is the only short one."""
    links = [link for link in alone if link.open_cells[0][0] == name]
    needed = [(link.open_cells[0][1], link.left - link.right) for link in links if link.decides]
    rest = [link for link in links if not link.decides]
    left: list[Vector] = []
    for vector in domain:
        for column, value in needed:
            if (vector[column] or 0) != value:
                break
        else:
            chosen = {name: vector}
            if all(link.holds(chosen) for link in rest):
                left.append(vector)
    return left


def _alike(name: str, domain: Sequence[Vector], links: Sequence[Link]) -> dict[Vector, list[Vector]]:
    """Placements that no identity between rows tells apart: a zero and a blank are one where only their sum counts.

    They are not where the cell is a total, or where it could be the only part that is stated at all.
    """
    told_apart = {
        column
        for link in links
        for row, column, on_left in link.open_cells
        if row == name
        and (on_left or not link.right_stated if link.identity.is_sum else not link.identity.blank_is_zero)
    }
    classes: dict[Vector, list[Vector]] = {}
    for vector in domain:
        same = vector
        if len(told_apart) < len(vector):
            same = tuple([value if column in told_apart else value or 0 for column, value in enumerate(vector)])
        classes.setdefault(same, []).append(vector)
    return classes


def _domain(values: Sequence[Number | None], width: int) -> Sequence[Vector] | None:
    return _placements(tuple(values), width) if comb(width, len(values)) <= _MOST_PLACEMENTS else None


@lru_cache(maxsize=256)
def _placements(values: tuple[Number | None, ...], width: int) -> tuple[Vector, ...]:
    return tuple(placements(values, width))


def _open(values: Sequence[Number | None], domain: Sequence[Vector] | None, width: int) -> Solved:
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
    all_placements: int,
    fixed: Mapping[str, Sequence[Known]],
    supported: Mapping[str, Mapping[Vector, None]],
    identities: Sequence[Identity],
) -> Solved:
    """What all readings of a row have in common, and which numbers an identity confirms."""
    vectors = list(supported[name])
    width = len(vectors[0])
    columns = [_ordered({vector[column] for vector in vectors}) for column in range(width)]
    confirmed = tuple(
        len(values) == 1
        and bool(values[0])
        and any(
            (name, column) in i.cells and _closes(i, fixed, supported) and _tells(i, (name, column), fixed, supported)
            for i in identities
        )
        for column, values in enumerate(columns)
    )
    return Solved(tuple(columns), confirmed, all_placements - len(vectors))


def _closes(
    identity: Identity, fixed: Mapping[str, Sequence[Known]], supported: Mapping[str, Mapping[Vector, None]]
) -> bool:
    """Whether an identity is stated with figures other than zero on both sides in every reading."""
    left = [_in_all(cell, fixed, supported) for cell in identity.left]
    right = [_in_all(cell, fixed, supported) for cell in identity.right]
    if any(isinstance(value, Unknown) for value in left + right) and not _settled(identity, fixed):
        return False
    return any(_stated(value) for value in left) and any(_stated(value) for value in right)


def _tells(
    identity: Identity,
    cell: tuple[str, int],
    fixed: Mapping[str, Sequence[Known]],
    supported: Mapping[str, Mapping[Vector, None]],
) -> bool:
    """Whether an identity that closes says where a figure stands.

    As the total it does; in a sum over several rows where a complete row states a figure in that column, since nothing
    tells the applicants' columns apart otherwise; in a sum along the row only where all its parts are stated, since it
    closes wherever else among them the figure stood.
    """
    if identity.row is None:
        return any(row in fixed and row not in supported and _stated(fixed[row][c]) for row, c in identity.cells)
    return (identity.is_sum and cell in identity.left) or (
        all(_in_all(part, fixed, supported) is not None for part in identity.cells)
    )


def _settled(identity: Identity, fixed: Mapping[str, Sequence[Known]]) -> bool:
    """Whether every cell of the identity that differs between readings is one of a short row."""
    return not any(isinstance(known_cell(cell, fixed), Unknown) for cell in identity.cells)


def _stated(value: Known) -> bool:
    return value is not None and not isinstance(value, Unknown) and value != 0


def _in_all(
    cell: tuple[str, int], fixed: Mapping[str, Sequence[Known]], supported: Mapping[str, Mapping[Vector, None]]
) -> Known:
    """The value of a cell in every reading, `UNKNOWN` where readings differ."""
    if cell[0] not in supported:
        return known_cell(cell, fixed)
    values = {vector[cell[1]] for vector in supported[cell[0]]}
    return values.pop() if len(values) == 1 else UNKNOWN


def _ordered(values: set[Number | None]) -> tuple[Number | None, ...]:
    """Numbers in order, blank last."""
    numbers = sorted(value for value in values if value is not None)
    return (*numbers, None) if None in values else tuple(numbers)


__all__ = ["Solution", "Solved", "placements", "solve"]
