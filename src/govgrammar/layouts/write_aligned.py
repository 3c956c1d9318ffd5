"""Write a table as columns of text under each other, as tools that print a PDF's page as text do.

A column begins at the same place in every line, a Chinese character taking two places; a blank cell is only space.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from govgrammar.layouts.sheet import Sheet

_APART: Final = 2


def display_width(text: str) -> int:
    """Places that a text takes where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def write_aligned(sheet: Sheet) -> str:
    """Space-aligned columns; a row a line, a box in the line and the column where it begins."""
    starts = _starts(sheet)
    return "\n".join(_line(texts, starts) for texts in sheet.texts)


def _starts(sheet: Sheet) -> list[int]:
    """Where each column begins, so that no box reaches into the next one's."""
    widths = [0] * sheet.width
    boxes = [(box, column) for row in sheet.slots for column, box in enumerate(row) if box is not None]
    for box, column in sorted(boxes, key=lambda pair: pair[0].columns):
        last = column + box.columns
        lacking = display_width(box.text) + _APART - sum(widths[column:last])
        widths[last - 1] += max(0, lacking)
    return [sum(widths[:column]) for column in range(sheet.width)]


def _line(texts: tuple[str, ...], starts: list[int]) -> str:
    line, reached = "", 0
    for text, start in zip(texts, starts, strict=True):
        if text:
            line += " " * (start - reached) + text
            reached = start + display_width(text)
    return line
