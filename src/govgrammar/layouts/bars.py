"""Cells between bars: one cell a line with padding bars, one row a line, separator lines; with or without outer bars.

A slot is what lies between two bars.  The first bar behind a cell ends the cell; a lone bar after it is a blank cell, or
one bar of padding; several bars in a run are padding, or blanks that slid to the right.  Behind the last cell of a row the
bars are handed on as they are: only the table's columns and all its rows tell padding from blanks (`grid`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govgrammar.layouts.physical import Gap
from govgrammar.tokens import TableStyle

BLANK: Final = -1
#: A bar ends every cell, or else bars stand between cells only; so many row ends without a bar are no accident.
_SOME: Final = 2
#: Where rows are lines, at least every third cell has its neighbour on its own line; elsewhere hardly any has.
_THIRD: Final = 3


#: How a table is written whose cells a layout has cut by places: tabs, commas, columns of white space.
GRIDDED: Final = TableStyle(barred=True, lined=True, separators=True, gridded=True)


def bar_style(rows: Sequence[Sequence[Gap]], bare: Sequence[Gap], before: Sequence[Gap]) -> TableStyle:
    """How a table between bars is written.

    `rows` are the gaps of each row with values, that behind its label first; `bare` those behind all other labels; `before`
    those before the labels of rows, or before every label where there are none.
    """
    inner = [gap for row in rows for gap in row[:-1]]
    told = [*inner, *bare]
    lined = sum(gap.ends == 0 for gap in told) * _THIRD > len(told)
    ends = [row[-1] for row in rows]
    begins = [gap.lines[-1] > 0 for gap in before if gap.ends]
    between = (*bare, *ends[:-1])
    separators = sum(gap.bars == 0 for gap in between) >= _SOME
    behind = [gap.behind for gap in bare[:-1]]
    longest = max((max(runs, default=0) for runs in (*behind, *(gap.behind for gap in ends))), default=0)
    marked = not lined and not separators and longest == 1 and all(gap.behind[-1:] == (1,) for gap in ends[:-1])
    return TableStyle(
        barred=True,
        lined=lined,
        outer=lined and bool(begins) and all(begins),
        separators=separators,
        marked=marked,
        padded=not separators and any(len(runs) > marked for runs in behind),
    )


def blanks_below_header(gap: Gap, style: TableStyle, *, any_value: bool) -> int:
    """Slots between a header's last cell and the first figure of the row below it.

    Where rows are lines, the bar that opens the line is counted: whether it is a blank's, the row's width tells.
    """
    if style.gridded:
        return gap.lines[-1] if any_value else max(gap.lines[1:-1], default=-1) + 1
    if style.separators:
        return gap.bars if any_value else gap.bars + 1 if gap.bars > 1 else 0
    if not style.lined or not gap.ends or any(gap.lines[1:-1]):
        return max(0, gap.below_header - style.marked)
    return gap.lines[-1] if any_value else max(gap.lines[1:])


def read_barred(
    values: Sequence[int], gaps: Sequence[Gap], style: TableStyle, *, behind_header: bool, mark_behind: bool
) -> tuple[list[int], tuple[int, ...]]:
    """The slots of a row, and the runs of bars behind its last cell.

    `gaps[0]` stands behind the label; `behind_header` is true where that is no row's label but a header's last cell;
    `mark_behind` where the mark of a row or heading follows, in a table whose rows are marked.
    """
    if behind_header:
        leading = blanks_below_header(gaps[0], style, any_value=bool(values))
    elif values:
        leading = gaps[0].blanks
    else:
        leading = 0
    slots = [BLANK] * leading
    if not values:
        return slots, () if behind_header else _behind(gaps[0], style, mark=mark_behind)
    for index, gap in zip(values, gaps[1:], strict=True):
        slots.append(index)
        if gap.blanks:
            slots.extend([BLANK] * gap.blanks)
    if gaps[-1].blanks:
        del slots[-gaps[-1].blanks :]
    return slots, _behind(gaps[-1], style, mark=mark_behind)


def _behind(gap: Gap, style: TableStyle, *, mark: bool) -> tuple[int, ...]:
    if style.separators:
        return gap.runs
    return gap.behind[:-1] if mark and style.marked and gap.behind[-1:] == (1,) else gap.behind
