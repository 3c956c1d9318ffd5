"""Slots to columns: what the tables' columns and all their rows together say of the bars behind a row.

Bars behind a row are padding, blank cells kept in their place, or blanks that slid to the right.  In the order in which
it is judged:

1. Where rows are lines and places on a line are reliable, a cell's place is its column.
2. A row that fills its columns is read as it stands; what is left behind it is padding.
3. In a table whose full rows have no padding, bars behind a row are blanks in their place.
4. In a padded table they are so where each stands alone before the padding begins.  One bar alone, with no padding
   expected behind it, is a blank that was kept or one that slid: it counts only where the document keeps blanks elsewhere,
   and nowhere lets them slide.

What stays open is a short row, and `align` has the next word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from attrs import frozen

from govgrammar.tokens import ValueRun

BLANK = -1

#: The rows of one table, each with its number of columns.
Rows = Sequence[tuple[ValueRun, int]]


class GridRow(NamedTuple):
    """A row's slots, counted to its columns: `complete` where the layout says the column of every one."""

    slots: tuple[int, ...]
    complete: bool
    too_long: bool = False


@frozen
class _Habits:
    """What the whole document does with blanks: keeps them in their places, or lets them slide to the right."""

    keeps: bool
    slides: bool


@frozen
class _Ends:
    """How a table's full rows end."""

    any_full: bool
    padded: bool
    spaced: bool
    width: int | None
    separators: bool


def settle(tables: Sequence[Rows]) -> list[list[GridRow]]:
    """The slots of each row of each table of a report."""
    placed = [_by_place(rows) for rows in tables]
    if all(
        found is not None or all(len(run.slots) == columns for run, columns in rows)
        for found, rows in zip(placed, tables, strict=True)
    ):
        return [
            found or [GridRow(run.slots, complete=True) for run, _ in rows]
            for found, rows in zip(placed, tables, strict=True)
        ]
    ends = [_ends(rows) for rows in tables]
    habits = _habits(tables, ends, any_placed=any(found is not None for found in placed))
    return [
        found if found is not None else [_settled(run, columns, end, habits) for run, columns in rows]
        for found, rows, end in zip(placed, tables, ends, strict=True)
    ]


def _by_place(rows: Rows) -> list[GridRow] | None:
    """Columns by the cells' places on their lines, or `None` where places say nothing.

    Places are reliable where every line begins with a bar, and where rows are too long for their columns because a label
    that spans several columns left empty slots behind it: then the values of all rows begin at one place.
    """
    own = [(run, columns) for run, columns in rows if not run.behind_header]
    if not own or any(run.column < 0 for run, _ in own):
        return None
    leftovers = any(len(run.slots) > columns and run.slots[0] == BLANK for run, columns in own)
    if not leftovers and not all(run.outer for run, _ in own):
        return None
    begin = max(run.column for run, _ in own)
    found = []
    for run, columns in rows:
        offset = 0 if run.behind_header else begin - run.column
        slots = [*run.slots, *[BLANK] * sum(run.loose)]
        cells, rest = slots[offset : offset + columns], slots[offset + columns :]
        if len(cells) < columns or any(slot != BLANK for slot in (*slots[:offset], *rest)):
            return None
        found.append(GridRow(tuple(cells), complete=True))
    return found


def _ends(rows: Rows) -> _Ends:
    full = [run for run, columns in rows if run.barred and len(run.slots) == columns and not run.behind_header]
    paddings = [run for run in full if run.loose]
    widths = Counter(run.labels + len(run.slots) + sum(run.loose) for run in full)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return _Ends(
        any_full=bool(full),
        padded=bool(paddings),
        spaced=any(len(run.loose) > 1 and max(run.loose) == 1 and not run.stacked for run in paddings),
        width=width if count * 2 > len(full) else None,
        separators=bool(full) and not any(run.ended for run in full),
    )


def _habits(tables: Sequence[Rows], ends: Sequence[_Ends], *, any_placed: bool) -> _Habits:
    keeps, slides = any_placed, False
    for rows, end in zip(tables, ends, strict=True):
        for run, columns in rows:
            if not run.barred or run.behind_header:
                continue
            missing = columns - len(run.slots)
            inside = any(slot == BLANK for slot in run.slots)
            keeps = keeps or inside or (missing > 1 and run.stacked and _alone(run) >= missing)
            slides = slides or (
                missing > 0
                and end.width is not None
                and end.padded
                and run.labels + len(run.slots) + sum(run.loose) == end.width
                and _alone(run) < missing
            )
    return _Habits(keeps, slides)


def _alone(run: ValueRun) -> int:
    """How many bars behind the row stand alone, before the first run of several."""
    return next((position for position, length in enumerate(run.loose) if length > 1), len(run.loose))


def _settled(run: ValueRun, columns: int, ends: _Ends, habits: _Habits) -> GridRow:
    if len(run.slots) == columns:
        return GridRow(run.slots, complete=True)
    if len(run.slots) > columns:
        return _shortened(run, columns)
    return _filled(run, columns, ends, habits) if run.barred else GridRow(run.slots, complete=False)


def _filled(run: ValueRun, columns: int, ends: _Ends, habits: _Habits) -> GridRow:
    """A row with fewer slots than columns, and bars behind it."""
    missing = columns - len(run.slots)
    behind = sum(run.loose) + (ends.separators and run.ended)
    if not run.slots and behind >= missing:
        return GridRow((BLANK,) * columns, complete=True)
    if _kept(run, missing, behind, ends, habits):
        return GridRow((*run.slots, *[BLANK] * missing), complete=True)
    return GridRow(run.slots, complete=False)


def _kept(run: ValueRun, missing: int, behind: int, ends: _Ends, habits: _Habits) -> bool:
    """Whether the bars behind a short row are its blanks, in their places."""
    if ends.any_full and not ends.padded:
        return behind == missing
    if habits.slides or _alone(run) < missing or (ends.spaced and not run.stacked and not habits.keeps):
        return False
    if ends.width is not None and run.labels + len(run.slots) + behind != ends.width:
        return False
    if behind == missing == 1:
        return habits.keeps
    return run.stacked or habits.keeps or (not ends.any_full and behind == missing)


def _shortened(run: ValueRun, columns: int) -> GridRow:
    """A row with more slots than columns: blanks behind it are spacing, and before it, below a header, padding."""
    slots = list(run.slots)
    while len(slots) > columns and slots[-1] == BLANK:
        slots.pop()
    while run.behind_header and len(slots) > columns and slots[0] == BLANK:
        slots.pop(0)
    fits = len(slots) == columns
    return GridRow(tuple(slots), complete=fits, too_long=not fits)
