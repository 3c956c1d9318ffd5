"""Slots to columns: what the table's columns and its other rows say of the bars behind a row.

Bars behind a row are padding, blank cells kept in their place, or blanks that slid to the right.  A table is padded if any
of its full rows is.  In a table without padding they are blanks in their place; in a padded one they are so where each
stands alone before the padding begins.  What stays open is a short row, and `align` has the next word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import frozen

from govgrammar.tokens import ValueRun

BLANK = -1


@frozen
class GridRow:
    """A row's slots, counted to its columns: `complete` where the layout says the column of every one."""

    slots: tuple[int, ...]
    complete: bool
    too_long: bool = False


@frozen
class _Style:
    """How the table's full rows end."""

    any_full: bool
    padded: bool
    spaced: bool
    width: int | None


def settle(runs: Sequence[tuple[ValueRun, int]]) -> list[GridRow]:
    """The slots of each row of one table, given each row's number of columns."""
    style: _Style | None = None
    rows = []
    for run, columns in runs:
        if len(run.slots) == columns:
            rows.append(GridRow(run.slots, complete=True))
            continue
        if len(run.slots) > columns:
            rows.append(_shortened(run, columns))
            continue
        if run.barred:
            style = style or _style(runs)
            rows.append(_filled(run, columns, style))
        else:
            rows.append(GridRow(run.slots, complete=False))
    return rows


def _style(runs: Sequence[tuple[ValueRun, int]]) -> _Style:
    full = [run for run, columns in runs if run.barred and len(run.slots) == columns and not run.behind_header]
    paddings = [run for run in full if run.loose]
    widths = Counter(run.labels + len(run.slots) + sum(run.loose) for run in full)
    width, rows = widths.most_common(1)[0] if widths else (0, 0)
    return _Style(
        any_full=bool(full),
        padded=bool(paddings),
        spaced=any(len(run.loose) > 1 and max(run.loose) == 1 and not run.stacked for run in paddings),
        width=width if rows * 2 > len(full) else None,
    )


def _filled(run: ValueRun, columns: int, style: _Style) -> GridRow:
    """A row with fewer slots than columns, and bars behind it."""
    missing = columns - len(run.slots)
    behind = sum(run.loose)
    alone = next((position for position, length in enumerate(run.loose) if length > 1), len(run.loose))
    if style.any_full and not style.padded:
        kept = behind == missing
    elif alone < missing or (style.spaced and not run.stacked):
        kept = False
    elif style.any_full:
        kept = style.width is None or run.labels + len(run.slots) + behind == style.width
    else:
        kept = run.stacked or behind == missing
    if kept or (not run.slots and behind >= missing):
        return GridRow((*run.slots, *[BLANK] * missing), complete=True)
    return GridRow(run.slots, complete=False)


def _shortened(run: ValueRun, columns: int) -> GridRow:
    """A row with more slots than columns: blanks behind it are spacing, and before it, below a header, padding."""
    slots = list(run.slots)
    while len(slots) > columns and slots[-1] == BLANK:
        slots.pop()
    while run.behind_header and len(slots) > columns and slots[0] == BLANK:
        slots.pop(0)
    fits = len(slots) == columns
    return GridRow(tuple(slots), complete=fits, too_long=not fits)
