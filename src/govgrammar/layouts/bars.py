"""Cells between bars: one cell a line with padding bars, one row a line, separator lines; with or without outer bars.

A slot is what lies between two bars.  The first bar behind a cell ends the cell; a lone bar after it is a blank cell, or
one bar of padding; several bars in a run are padding, or blanks that slid to the right.  Behind the last cell of a row the
bars are handed on as they are: only the table's columns and all its rows tell padding from blanks (`grid`).

Written, padding stands for the columns that spanning boxes take: cells and padding bars make the same width in every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govgrammar.layouts.physical import Gap
from govgrammar.layouts.sheet import Box, Sheet, lines_without_blanks
from govgrammar.tokens import TableStyle

BLANK: Final = -1
BAR: Final = "|"
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


# ---- writing ----


def write_cell_lines(sheet: Sheet) -> str:
    """`cell |` a line, a blank cell a lone bar, padding behind each row but the last."""
    return _padded_lines(sheet, tuple(tuple(box.text for box in row) for row in sheet.rows))


def write_cell_lines_without_blanks(sheet: Sheet) -> str:
    """`cell |` a line; a blank cell is dropped and its bar joins the padding."""
    return _padded_lines(sheet, lines_without_blanks(sheet))


def write_rows(sheet: Sheet) -> str:
    """`cell | cell | ||`: a row a line, blank cells dropped, their bars joined to the padding."""
    lines = []
    for texts in lines_without_blanks(sheet):
        padding = BAR * (sheet.width - len(texts))
        lines.append(f"{_barred(texts)} {padding}" if padding else _barred(texts))
    return "\n".join(lines)


def write_rows_without_padding(sheet: Sheet) -> str:
    """`cell | cell |`: a row a line, a blank cell an empty slot, no padding."""
    return "\n".join(_barred(tuple(box.text for box in row)) for row in sheet.rows)


def write_rows_with_placeholders(sheet: Sheet) -> str:
    """`| | cell | |`: a row a line, an empty slot for each blank cell and for each place that a span takes."""
    return "\n".join(_barred(texts) for texts in sheet.texts)


def write_rows_with_lone_bars(sheet: Sheet) -> str:
    """`cell | cell | ||`: a row a line, and a line of its own for each blank cell's bar."""
    return "\n".join(_row_with_lone_bars(row, sheet.width) for row in sheet.rows)


def write_separator_lines(sheet: Sheet) -> str:
    """A cell a line, and a line with a bar between two cells of a row."""
    return "\n".join(f"\n{BAR}\n".join(box.text for box in row) for row in sheet.rows)


def write_bar_before_rows(sheet: Sheet) -> str:
    """`cell |` a line, a blank cell a lone bar, and a lone bar before each row."""
    lines = []
    for row in sheet.rows:
        lines += [BAR, *(_cell(box) for box in row)]
    return "\n".join(lines)


def write_rows_between_bars(sheet: Sheet) -> str:
    """`| cell | cell |`: a row a line between two bars, a blank cell an empty slot, no padding."""
    return "\n".join(f"{BAR} {_barred(tuple(box.text for box in row))}" for row in sheet.rows)


def write_on_one_line(sheet: Sheet) -> str:
    """Every cell of the table on one line, a bar behind each, no padding."""
    return " ".join(_barred(tuple(box.text for box in row)) for row in sheet.rows)


def _cell(box: Box) -> str:
    return f"{box.text} {BAR}" if box.text else BAR


def _barred(texts: tuple[str, ...]) -> str:
    return " ".join(f"{text} {BAR}" if text else BAR for text in texts)


def _row_with_lone_bars(row: tuple[Box, ...], width: int) -> str:
    pieces = [f"{box.text} {BAR} " if box.text else f"\n{BAR} " for box in row]
    return f"{''.join(pieces)}{BAR * (width - len(row))}".replace(" \n", "\n").rstrip(" ")


def _padded_lines(sheet: Sheet, rows: tuple[tuple[str, ...], ...]) -> str:
    lines: list[str] = []
    for texts in rows:
        padding = BAR * (sheet.width - len(texts))
        lines += [*(f"{text} {BAR}" if text else BAR for text in texts), *([padding] if padding else [])]
    # real pages lose the last row's padding
    return "\n".join(lines[:-1] if sheet.width > len(rows[-1]) else lines)
