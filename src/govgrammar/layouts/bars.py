"""Cells between bars: one cell a line with padding bars, one row a line, separator lines; with or without outer bars.

A slot is what lies between two bars.  The first bar behind a cell ends the cell; a lone bar after it is a blank cell, or
one bar of padding; several bars in a run are padding, or blanks that slid to the right.  Behind the last cell of a row the
bars are handed on as they are: only the table's columns and its other rows tell padding from blanks (`grid`).
"""

from __future__ import annotations

from collections.abc import Sequence

from govgrammar.layouts.physical import Gap

BLANK = -1


def _runs(gap: Gap) -> list[int]:
    """Runs of bars behind a cell, without the one that ends it."""
    runs = list(gap.runs)
    if runs:
        runs[0] -= 1
    return [run for run in runs if run]


def _behind_row(gap: Gap) -> tuple[tuple[int, ...], bool]:
    """Runs of bars behind a row's last cell, and whether each has a line of its own.

    Those on the next label's line belong to that label.
    """
    own = Gap(gap.lines[:-1], gap.segments) if len(gap.lines) > 1 else gap
    return tuple(_runs(own)), all(len(line) <= 1 for line in own.lines)


def _blanks_behind_header(gap: Gap) -> int:
    """Blank cells between a header's last cell and the first figure: what stands behind the header's own padding."""
    blanks = 0
    for run in _runs(gap):
        blanks = blanks + 1 if run == 1 else 0
    return blanks


def read_barred(
    values: Sequence[int], gaps: Sequence[Gap], *, behind_header: bool
) -> tuple[list[int], tuple[int, ...], bool]:
    """The slots of a row, the runs of bars behind its last cell, and whether each of those has a line of its own.

    `gaps[0]` stands behind the label; `behind_header` is true where that is no row's label but a header's last cell.
    """
    leading = _blanks_behind_header(gaps[0]) if behind_header else sum(_runs(gaps[0]))
    if not values:
        return ([BLANK] * leading, (), True) if behind_header else ([], *_behind_row(gaps[0]))
    slots = [BLANK] * leading
    for position, index in enumerate(values):
        slots.append(index)
        if position + 1 < len(values):
            slots.extend([BLANK] * sum(_runs(gaps[position + 1])))
    return slots, *_behind_row(gaps[-1])
