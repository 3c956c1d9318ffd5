"""Write a table with bars between its cells: `bars` reads it back.

Padding stands for the columns that spanning boxes take.  An extractor writes it behind a row, whatever place the spans
have, so that cells and padding bars make the same width in every row.
"""

from __future__ import annotations

from govgrammar.layouts.sheet import Box, Sheet, lines_without_blanks

BAR = "|"


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
