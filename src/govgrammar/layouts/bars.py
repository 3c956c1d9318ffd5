"""Cells between bars: one cell a line with padding bars, one row a line, separator lines; with or without outer bars.

A slot is what lies between two bars.  The first bar behind a cell ends the cell; a lone bar after it is a blank cell, or
one bar of padding; several bars in a run are padding, or blanks that slid to the right.  Behind the last cell of a row the
bars are handed on as they are: only the table's columns and its other rows tell padding from blanks (`grid`).
"""

from __future__ import annotations

from collections.abc import Sequence

from govgrammar.layouts.physical import Gap

BLANK = -1


def read_barred(
    values: Sequence[int], gaps: Sequence[Gap], below_header: int | None
) -> tuple[list[int], tuple[int, ...], bool]:
    """The slots of a row, the runs of bars behind its last cell, and whether each of those has a line of its own.

    `gaps[0]` stands behind the label.  `below_header` are the blanks before the first figure where that label is no row's
    but a header's last cell, else `None`.
    """
    leading = gaps[0].blanks if below_header is None else below_header
    if not values:
        return ([], gaps[0].behind, gaps[0].stacked) if below_header is None else ([BLANK] * leading, (), True)
    slots = [BLANK] * leading
    for index, gap in zip(values, gaps[1:], strict=True):
        slots.append(index)
        if gap.blanks:
            slots.extend([BLANK] * gap.blanks)
    last = gaps[-1]
    if last.blanks:
        del slots[-last.blanks :]
    return slots, last.behind, last.stacked
