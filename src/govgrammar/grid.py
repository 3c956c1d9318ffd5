"""Slots to columns: what the tables' columns and all their rows together say of what stands behind a row.

Bars behind a row are padding, blank cells kept in their place, or blanks that slid to the right; empty lines behind a
paragraph are blank cells or spacing.  In the order in which it is judged:

1. Where rows are lines and places on a line are reliable, as they are in a table of the file's own, a cell's place is its
   column.
2. A row that fills its columns is read as it stands; what is left behind it is padding.
3. Empty lines between two rows are blanks; before a heading or a text they are so only where the document keeps blanks.
4. In a document without padding, bars behind a row are blanks in their place.
5. In a padded one they are so where several stand alone before the padding begins.  One bar alone, with no padding expected
   behind it, is a blank that was kept or one that slid: it counts only where the document keeps blanks elsewhere, and
   nowhere lets them slide.

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
    """What the whole document does with blanks: keeps them in their places, or lets them slide; whether it pads rows."""

    keeps: bool
    slides: bool
    pads: bool


@frozen
class _Ends:
    """How a table's full rows end: its width in cells and bars, whether padding is written as bars that stand alone, and
    how many empty lines lie between rows.
    """

    width: int | None
    spaced: bool
    spacing: int


def settle(tables: Sequence[Rows]) -> list[list[GridRow]]:
    """The slots of each row of each table of a report."""
    tables = [[(_without_opening_bar(run, columns), columns) for run, columns in rows] for rows in tables]
    placed = [_by_place(rows) for rows in tables]
    if all(found is not None or _all_full(rows) for found, rows in zip(placed, tables, strict=True)):
        return [
            found if found is not None else [GridRow(run.slots, complete=True) for run, _ in rows]
            for found, rows in zip(placed, tables, strict=True)
        ]
    ends = [_ends(rows) for rows in tables]
    habits = _habits(tables, ends, any_placed=any(found is not None for found in placed))
    return [
        found if found is not None else _settled(rows, end, habits)
        for found, rows, end in zip(placed, tables, ends, strict=True)
    ]


@frozen
class GridEvidence:
    """What `settle` judges by: for each table whether places are columns, how its full rows end; the document's habits."""

    by_place: tuple[bool, ...]
    widths: tuple[int | None, ...]
    spacings: tuple[int, ...]
    keeps: bool
    slides: bool
    pads: bool


def evidence(tables: Sequence[Rows]) -> GridEvidence:
    """What is known of the tables of a report before any row is counted to its columns."""
    tables = [[(_without_opening_bar(run, columns), columns) for run, columns in rows] for rows in tables]
    placed = tuple(_by_place(rows) is not None for rows in tables)
    ends = [_ends(rows) for rows in tables]
    habits = _habits(tables, ends, any_placed=any(placed))
    widths, spacings = tuple(end.width for end in ends), tuple(end.spacing for end in ends)
    return GridEvidence(placed, widths, spacings, habits.keeps, habits.slides, habits.pads)


def _without_opening_bar(run: ValueRun, columns: int) -> ValueRun:
    """A line of figures below a header without the bar that opens it, where it has one slot too many or all lines do."""
    if run.style.gridded or not (run.behind_header and run.style.lined and run.slots and run.slots[0] == BLANK):
        return run
    opened = run.style.outer or len(run.slots) + sum(run.loose) == columns + 1
    return run._replace(slots=run.slots[1:]) if opened else run


def _all_full(rows: Rows) -> bool:
    return all(len(run.slots) == columns for run, columns in rows)


def _by_place(rows: Rows) -> list[GridRow] | None:
    """Columns by the cells' places on their lines, or `None` where places say nothing.

    Places are reliable where every line begins with a bar, and where the places that a span takes are kept: empty slots
    stand before a label, or between a label and the place where the header's first column stands.  Figures begin there, or,
    where the header keeps no places, behind the label that stands farthest in.
    """
    if not rows or any(run.column < 0 for run, _ in rows):
        return None
    own = [(run, columns) for run, columns in rows if not run.behind_header]
    spans = any(
        (len(run.slots) > columns and run.slots[0] == BLANK) or run.column > run.labels or run.begin > run.column
        for run, columns in own
    )
    if not spans and not (rows[0][0].style.outer or rows[0][0].style.gridded):
        return None
    found: dict[int, GridRow] = {}
    for table in dict.fromkeys(run.table for run, _ in rows):
        numbers = [number for number, (run, _) in enumerate(rows) if run.table == table]
        found |= zip(numbers, _placed([rows[number] for number in numbers]), strict=True)
    placed = [found[number] for number in range(len(rows))]
    told = rows[0][0].table >= 0 or sum(row.complete for row in placed) * 2 > len(placed)
    return placed if told else None


def _placed(rows: Rows) -> list[GridRow]:
    """The rows of one physical table by the cells' places on their lines."""
    own = [run for run, _ in rows if not run.behind_header]
    deepest = max((run.column for run in own), default=0)
    width = Counter(map(_places, own)).most_common(1)[0][0] if own else 0
    found = []
    for run, columns in rows:
        below = run.begin if run.style.gridded and _places(run) > columns else 0
        begin = max(below, 0) if run.behind_header else max(run.begin, deepest) - run.column
        whole = run.behind_header or _places(run) in {width, run.column + columns}
        found.append(_row_by_place(run, columns, begin) if whole else _short_row(run, columns))
    return found


def _places(run: ValueRun) -> int:
    """How many places the line of a row has.  Below a header, the slots are the whole line."""
    return (0 if run.behind_header else run.column) + len(run.slots) + sum(run.loose)


def _row_by_place(run: ValueRun, columns: int, begin: int) -> GridRow:
    slots = [*run.slots, *[BLANK] * sum(run.loose)]
    cells, rest = slots[begin : begin + columns], slots[begin + columns :]
    if len(cells) < columns or any(slot != BLANK for slot in (*slots[:begin], *rest)):
        return _short_row(run, columns)
    return GridRow(tuple(cells), complete=True)


def _short_row(run: ValueRun, columns: int) -> GridRow:
    """A row whose line has lost a place: its figures keep their order, and none of its blanks its place."""
    figures = tuple(slot for slot in run.slots if slot != BLANK)
    return GridRow(figures, complete=False, too_long=len(figures) > columns)


def _ends(rows: Rows) -> _Ends:
    full = [run for run, columns in rows if len(run.slots) == columns and not run.behind_header]
    barred = [run for run in full if run.style.barred]
    widths = Counter(run.labels + len(run.slots) + sum(run.loose) for run in barred)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return _Ends(
        width=width if count * 2 > len(barred) else None,
        spaced=any(len(run.loose) > 1 and max(run.loose) == 1 and not run.stacked for run in barred),
        spacing=min((sum(run.loose) for run in full if not run.style.barred and not run.at_end), default=0),
    )


def _habits(tables: Sequence[Rows], ends: Sequence[_Ends], *, any_placed: bool) -> _Habits:
    keeps, slides, pads = any_placed, False, False
    for rows, end in zip(tables, ends, strict=True):
        for run, columns in rows:
            missing = columns - len(run.slots)
            inside = BLANK in run.slots and not run.behind_header and missing >= 0
            if run.style.barred:
                alone = missing > 0 and _alone_first(run)
                keeps = keeps or inside or alone
                slides = slides or (0 < missing <= sum(run.loose) and run.loose[0] > 1 and run.style.padded)
                pads = pads or run.style.padded or (missing == 0 and bool(run.loose) and not run.behind_header)
            else:
                keeps = keeps or inside or (0 < missing == sum(run.loose) - end.spacing and not run.at_end)
    return _Habits(keeps, slides, pads)


def _alone(run: ValueRun) -> int:
    """How many bars behind the row stand alone, before the first run of several."""
    return next((position for position, length in enumerate(run.loose) if length > 1), len(run.loose))


def _alone_first(run: ValueRun) -> bool:
    """Whether a bar stands alone before others: blanks that slid would stand in the run of padding with the rest."""
    return len(run.loose) > 1 and run.loose[0] == 1 and (run.stacked or max(run.loose) > 1)


def _settled(rows: Rows, ends: _Ends, habits: _Habits) -> list[GridRow]:
    found = []
    for run, columns in rows:
        if len(run.slots) == columns:
            found.append(GridRow(run.slots, complete=True))
        elif len(run.slots) > columns:
            found.append(GridRow(run.slots, complete=False, too_long=True))
        else:
            found.append(_filled(run, columns, ends, habits))
    return found


def _filled(run: ValueRun, columns: int, ends: _Ends, habits: _Habits) -> GridRow:
    """A row with fewer slots than columns."""
    missing = columns - len(run.slots)
    behind = sum(run.loose)
    if not run.slots and behind >= missing:
        return GridRow((BLANK,) * columns, complete=True)
    if run.style.barred:
        blanks = missing if _kept(run, missing, ends, habits) else 0
    else:
        blanks = min(missing, max(0, behind - ends.spacing)) if habits.keeps or not run.at_end else 0
    return GridRow((*run.slots, *[BLANK] * blanks), complete=blanks == missing)


def _kept(run: ValueRun, missing: int, ends: _Ends, habits: _Habits) -> bool:
    """Whether the bars behind a short row are its blanks, in their places.  A table's last row has lost its padding."""
    behind = sum(run.loose)
    if not habits.pads:
        return behind == missing
    if habits.slides or _alone(run) < missing or (ends.spaced and not habits.keeps):
        return False
    if not run.at_end and ends.width is not None and run.labels + len(run.slots) + behind != ends.width:
        return False
    return habits.keeps or (missing > 1 and run.stacked)
