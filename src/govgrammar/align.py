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

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from attrs import frozen

from govgrammar.choices import Choice, choice
from govgrammar.identities import Identity, Known, Unknown
from govgrammar.model.cell import Number
from govgrammar.placements import placements
from govgrammar.readings import readings
from govgrammar.short_tables import Proof, ShortTable, short_table


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


class Outcome(NamedTuple):
    """The same by the numbers of rows and values: for each short row what its columns can hold, and which are confirmed."""

    choices: Sequence[Choice]
    confirmed: Sequence[tuple[int, ...]]
    broken: Identity | None = None
    exhausted: bool = False

    def solution(self, short: Mapping[str, Sequence[Number | None]]) -> Solution:
        """The solution for these short rows."""
        rows = {
            name: _solved(left, values, columns)
            for (name, values), left, columns in zip(short.items(), self.choices, self.confirmed, strict=True)
        }
        return Solution(rows, self.broken, self.exhausted)


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
    table = short_table(fixed, short, width, tuple(identities)) if identities else None
    stated = [v for v in chain.from_iterable(fixed.values()) if v is not None and not isinstance(v, Unknown)]
    return outcome(table, stated, [*short.values()], width, budget).solution(short)


def outcome(
    table: ShortTable | None, known: Sequence[Number], short: Sequence[Sequence[Number | None]], width: int, budget: int
) -> Outcome:
    """What is known of the short rows of a table: `known` are the figures of its complete rows, `short` the values of the
    others.  `table` is `None` where nothing adds up to anything.
    """
    if table is None:
        return _all_open(short, width, exhausted=budget <= 0)
    for identity, (_, _, at_most, add_left, add_right) in table.closed:
        left, right = add_left(known), add_right(known)
        if left != right and not (at_most and right <= left):
            return _all_open(short, width, broken=identity)
    domains = [_own(table, number, known, values) for number, values in enumerate(short)]
    if 0 in domains:
        return _all_open(short, width)
    supported = domains
    if table.linked:
        search = readings(table, known, short, {row: domains[row] or 0 for row in table.linked}, budget)
        found = search.supported()
        supported = [found.get(number, domain) for number, domain in enumerate(domains)]
        budget = search.budget
    if budget <= 0 or 0 in supported:
        return _all_open(short, width, exhausted=budget <= 0)
    choices = [choice(values, width, some) for values, some in zip(short, supported, strict=True)]
    return Outcome(choices, _confirmed(table, choices, short, known))


def _own(table: ShortTable, row: int, known: Sequence[Number], values: Sequence[Number | None]) -> int | None:
    """The placements of a row that no identity rules out in which it is the only short one; `None` where it is not searched."""
    found = table.ways[row]
    if found is None:
        return None
    left, told = found.every, (*values, 0)  # what `BLANK` counts from the end
    for sides, cases, alone_on_left, single in table.alone[row]:
        on_left, on_right = sides.add_left(known), sides.add_right(known)
        if single is not None:
            needed = on_right - on_left if alone_on_left else on_left - on_right
            for figure, those in single:
                if told[figure] != needed:
                    left &= ~those
            continue
        for mine, others, those in cases:
            total, parts = on_left, on_right
            for figure in mine:
                total += told[figure] or 0
            for figure in others:
                parts += told[figure] or 0
            if parts > total if sides.at_most else parts != total:
                left &= ~those
    return left


def by_order(values: Sequence[Number | None], width: int) -> Solved:
    """A row of which only the order is known."""
    return _solved(choice(values, width), values, ())


def _solved(left: Choice, values: Sequence[Number | None], confirmed: tuple[int, ...]) -> Solved:
    columns = range(len(left.columns))
    return Solved(left.values(values), tuple([column in confirmed for column in columns]), left.eliminated)


def _all_open(
    short: Sequence[Sequence[Number | None]], width: int, *, broken: Identity | None = None, exhausted: bool = False
) -> Outcome:
    return Outcome([choice(values, width) for values in short], [()] * len(short), broken, exhausted)


#: What each column of the short rows holds: its one figure, `None` where it is blank, 0 where it can hold several values.
_Soles = Sequence[Sequence[Number | None]]


def _confirmed(
    table: ShortTable, choices: Sequence[Choice], short: Sequence[Sequence[Number | None]], known: Sequence[Number]
) -> list[tuple[int, ...]]:
    """The columns of each short row that have one number, and an identity that confirms it."""
    if not any(left.figures for left in choices):
        return [()] * len(choices)
    soles: list[list[Number | None]] = []
    for left, values in zip(choices, short, strict=True):
        told = (*values, 0, None)  # what `OPEN` and `BLANK` count from the end
        soles.append([told[number] for number in left.sole])
    return [
        tuple(
            [
                column
                for column, _ in left.figures
                if soles[row][column]
                and any(
                    _closes(proof, soles, known) and _tells(proof, row, column, soles, known)
                    for proof in table.proofs[row][column]
                )
            ]
        )
        for row, left in enumerate(choices)
    ]


def _closes(proof: Proof, soles: _Soles, known: Sequence[Number]) -> bool:
    """Whether an identity is stated with figures other than zero on both sides in every reading."""
    stated = [on_left for row, column, on_left in proof.open_cells if soles[row][column]]
    return (True in stated or any(proof.left(known))) and (False in stated or any(proof.right(known)))


def _tells(proof: Proof, row: int, column: int, soles: _Soles, known: Sequence[Number]) -> bool:
    """Whether an identity that closes says where a figure stands.

    As the total it does; in a sum over several rows where a complete row states a figure in that column, since nothing
    tells the applicants' columns apart otherwise; in a sum along the row only where all its parts are stated, since it
    closes wherever else among them the figure stood.
    """
    if proof.identity.row is None:
        return any(proof.left(known)) or any(proof.right(known))
    return (proof.identity.is_sum and (row, column, True) in proof.open_cells) or all(
        soles[row][part] is not None for _, part, _ in proof.open_cells
    )


__all__ = ["Outcome", "Solution", "Solved", "by_order", "outcome", "placements", "solve"]
