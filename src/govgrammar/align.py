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
from typing import Any

from attrs import frozen

from govgrammar.identities import Identity, Known
from govgrammar.model.cell import Number
from govgrammar.placements import BLANK, Ways, placements
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
    if not identities:
        return Solution(_all_open(short, width), exhausted=budget <= 0)
    table = short_table(fixed, short, width, tuple(identities))
    known: list[Any] = [*chain.from_iterable(fixed.values())]  # identities name none but the figures among them
    for identity, sides in table.closed:
        left, right = sides.sums(known)
        if not (right <= left if sides.at_most else left == right):
            return Solution(_all_open(short, width), broken=identity)
    figures = [*short.values()]
    domains = [_own(table, number, known, values) for number, values in enumerate(figures)]
    if 0 in domains:
        return Solution(_all_open(short, width))
    supported = dict(enumerate(domains))
    if table.linked:
        search = readings(table, known, figures, {row: domains[row] or 0 for row in table.linked}, budget)
        supported |= search.supported()
        budget = search.budget
    if budget <= 0 or 0 in supported.values():
        return Solution(_all_open(short, width), exhausted=budget <= 0)
    columns = [_left(table.ways[row], supported[row], values, width) for row, values in enumerate(figures)]
    return Solution(
        {
            name: Solved(
                columns[row],
                tuple([_confirmed(table, row, column, columns, known) for column in range(width)]),
                _eliminated(table.ways[row], supported[row]),
            )
            for name, row in table.numbers.items()
        }
    )


def _own(table: ShortTable, row: int, known: Sequence[Number], values: Sequence[Number | None]) -> int | None:
    """The placements of a row that no identity rules out in which it is the only short one; `None` where it is not searched."""
    found = table.ways[row]
    if found is None:
        return None
    left = found.every
    for sides, cases in table.alone[row]:
        on_left, on_right = sides.sums(known)
        for mine, others, those in cases:
            total, parts = on_left, on_right
            for figure in mine:
                total += values[figure] or 0
            for figure in others:
                parts += values[figure] or 0
            if parts > total if sides.at_most else parts != total:
                left &= ~those
    return left


def by_order(values: Sequence[Number | None], width: int) -> Solved:
    """A row of which only the order is known."""
    return Solved(_reach(values, width), (False,) * width, 0)


def _all_open(short: Mapping[str, Sequence[Number | None]], width: int) -> dict[str, Solved]:
    return {name: by_order(values, width) for name, values in short.items()}


def _reach(values: Sequence[Number | None], width: int) -> tuple[tuple[Number | None, ...], ...]:
    """The values that each column can have by their order alone."""
    missing = width - len(values)
    blank = (None,) if missing > 0 else ()
    return tuple([_ordered({*values[max(0, c - missing) : c + 1], *blank}) for c in range(width)])


def _left(
    found: Ways | None, supported: int | None, values: Sequence[Number | None], width: int
) -> tuple[tuple[Number | None, ...], ...]:
    """The values that the placements which are left of a row put into each column."""
    if found is None or supported is None:
        return _reach(values, width)
    return tuple(
        [
            _ordered({None if figure == BLANK else values[figure] for figure, those in column if those & supported})
            for column in found.columns
        ]
    )


def _eliminated(found: Ways | None, supported: int | None) -> int:
    return 0 if found is None or supported is None else found.count - supported.bit_count()


#: What is left of each short row: the values that each of its columns can have.
_Columns = Sequence[Sequence[tuple[Number | None, ...]]]


def _confirmed(table: ShortTable, row: int, column: int, columns: _Columns, known: Sequence[Number]) -> bool:
    """Whether a column has one number that an identity confirms."""
    values = columns[row][column]
    if len(values) != 1 or not values[0]:
        return False
    return any(
        _closes(proof, columns, known) and _tells(proof, row, column, columns, known)
        for proof in table.proofs[row][column]
    )


def _closes(proof: Proof, columns: _Columns, known: Sequence[Number]) -> bool:
    """Whether an identity is stated with figures other than zero on both sides in every reading."""
    stated = [on_left for row, column, on_left in proof.open_cells if _is_stated(columns[row][column])]
    return (True in stated or any(known[n] for n in proof.sides.left)) and (
        False in stated or any(known[n] for n in proof.sides.right)
    )


def _tells(proof: Proof, row: int, column: int, columns: _Columns, known: Sequence[Number]) -> bool:
    """Whether an identity that closes says where a figure stands.

    As the total it does; in a sum over several rows where a complete row states a figure in that column, since nothing
    tells the applicants' columns apart otherwise; in a sum along the row only where all its parts are stated, since it
    closes wherever else among them the figure stood.
    """
    if proof.identity.row is None:
        return any(known[n] for n in proof.sides.left + proof.sides.right)
    return (proof.identity.is_sum and (row, column, True) in proof.open_cells) or all(
        columns[row][part] != (None,) for _, part, _ in proof.open_cells
    )


def _is_stated(values: tuple[Number | None, ...]) -> bool:
    """Whether a cell has one number other than zero in every reading."""
    return len(values) == 1 and bool(values[0])


def _ordered(values: set[Number | None]) -> tuple[Number | None, ...]:
    """Numbers in order, blank last."""
    if None not in values:
        return tuple(sorted(values))  # type: ignore[type-var]  # none of them is blank
    return (*sorted(values - {None}), None)  # type: ignore[type-var]


__all__ = ["Solution", "Solved", "by_order", "placements", "solve"]
