"""The search for readings step by step, one placement after the other: what its budget counts, whatever is faster.

Every placement of every row that is not known to stand in a reading is looked for in turn.  Rows are placed one after the
other, those with a total first, then those with fewest placements; a step is a placement that is tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field

from govgrammar.identities import Identity, Known, Link, Vector, link_of
from govgrammar.model.cell import Number
from govgrammar.placements import placements


@define
class Steps:
    """Counts the steps of a search among placements of linked rows that identities tell apart."""

    links: Sequence[Link]
    domains: Mapping[str, Sequence[Vector]]
    order: Sequence[str]
    steps: int = 0
    found: dict[str, set[Vector]] = field(factory=dict)

    def count(self) -> int:
        """The steps of the whole search."""
        self.found = {name: set() for name in self.order}
        for name in self.order:
            for vector in self.domains[name]:
                chosen: dict[str, Vector] = {}
                if vector not in self.found[name] and self._extend(0, chosen, name, vector):
                    for row, one in chosen.items():
                        self.found[row].add(one)
        return self.steps

    def _extend(self, depth: int, chosen: dict[str, Vector], forced: str, placed: Vector) -> bool:
        if depth == len(self.order):
            return True
        name = self.order[depth]
        for vector in (placed,) if name == forced else self.domains[name]:
            self.steps += 1
            chosen[name] = vector
            if all(self._may_hold(link, name, chosen) for link in self.links) and self._extend(
                depth + 1, chosen, forced, placed
            ):
                return True
            del chosen[name]
        return False

    def _may_hold(self, link: Link, name: str, chosen: Mapping[str, Vector]) -> bool:
        """Whether an identity that a row takes part in can hold, as far as its rows are placed."""
        rows = {row for row, _, _ in link.open_cells}
        if name not in rows:
            return True
        if rows <= set(chosen):
            return link.holds(chosen)
        if not link.identity.is_sum or any(on_left and row not in chosen for row, _, on_left in link.open_cells):
            return True
        lefts = [chosen[row][column] for row, column, on_left in link.open_cells if on_left]
        if not link.left_stated and all(value is None for value in lefts):
            return True
        total = link.left + sum(value or 0 for value in lefts)
        parts = [(row, column) for row, column, on_left in link.open_cells if not on_left]
        least = link.right + sum(chosen[row][column] or 0 for row, column in parts if row in chosen)
        rest = sum(max(v[column] or 0 for v in self.domains[row]) for row, column in parts if row not in chosen)
        return least <= total and (link.at_most or least + rest >= total or not least)


def steps_of_search(
    fixed: Mapping[str, Sequence[Known]],
    short: Mapping[str, Sequence[Number | None]],
    width: int,
    identities: Sequence[Identity],
) -> int | None:
    """How many steps the search takes; `None` where complete rows break an identity, or a row alone fits nowhere."""
    links = [link for i in identities if not _is_empty(i, fixed) and (link := link_of(i, fixed, short)) is not None]
    if any(not link.open_cells and not link.holds({}) for link in links):
        return None
    alone: dict[str, list[Link]] = {name: [] for name in short}
    between = []
    for link in links:
        rows = {row for row, _, _ in link.open_cells}
        if len(rows) == 1:
            alone[rows.pop()].append(link)
        elif rows:
            between.append(link)
    domains = {
        name: [v for v in placements(values, width) if all(link.holds({name: v}) for link in alone[name])]
        for name, values in short.items()
    }
    if not all(domains.values()):
        return None
    linked = {row for link in between for row, _, _ in link.open_cells}
    told = {name: _different(name, domain, between) for name, domain in domains.items() if name in linked}
    totals = {row for link in between for row, _, on_left in link.open_cells if on_left}
    order = sorted(told, key=lambda name: (name not in totals, len(told[name])))
    return Steps(between, told, order).count()


def _is_empty(identity: Identity, fixed: Mapping[str, Sequence[Known]]) -> bool:
    row = identity.row
    return row is not None and row in fixed and all(value is None for value in fixed[row])


def _different(name: str, domain: Sequence[Vector], between: Sequence[Link]) -> list[Vector]:
    """Placements as identities tell them apart, zero for a blank where these are one."""
    apart = {
        column
        for link in between
        for row, column, on_left in link.open_cells
        if row == name
        and ((on_left or not link.right_stated) if link.identity.is_sum else not link.identity.blank_is_zero)
    }
    seen = [tuple(v if column in apart else v or 0 for column, v in enumerate(vector)) for vector in domain]
    return list(dict.fromkeys(seen))
