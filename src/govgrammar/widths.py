"""The columns of the rows below one header, decided by the header and by all of those rows together."""

from __future__ import annotations

from collections.abc import Sequence

from govgrammar.plan import Certainty, HeaderPlan
from govgrammar.tokens import ValueRun


def row_length(run: ValueRun) -> tuple[int, int]:
    """How many cells a row has at least and at most: bars behind it may be blanks where the table does not pad its rows."""
    own = len(run.slots)
    return own, own if run.style.barred and run.style.padded else own + sum(run.loose)


def columns_by_rows(
    header: HeaderPlan, lengths: Sequence[tuple[int, int]], width: int
) -> tuple[tuple[int, ...] | None, bool]:
    """The columns of the rows below one header, as numbers, and whether short rows can be solved with them.

    `lengths` are the cells of all those rows.  A header that is lost, or lacks cells, leaves the form's order where a row
    has the form's width; one that names some columns only is read as it stands where every row has just so many cells.
    """
    own, named = tuple(range(width)), len(header.columns)
    most_slots, longest = max(lengths)
    if header.certainty is Certainty.COMPLETE:
        kept = tuple(n for position, n in enumerate(header.columns) if position not in header.optional)
        return (header.columns if most_slots > len(kept) else kept), True
    if header.certainty is Certainty.PARTIAL and all(length == (named, named) for length in lengths):
        return header.columns, True
    if header.certainty is Certainty.UNDECIDED or most_slots > width:
        return None, False
    if header.certainty is Certainty.PARTIAL and longest <= named:
        return None, False
    return own, most_slots == width
