"""Lines outside tables to paragraphs: wrapped lines of one paragraph joined, columns kept apart by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf
from typing import Final

from attrs import frozen

from govgrammar.documents.blocks import Paragraph
from govgrammar.documents.pdf_text import Line, Traced, is_wide
from govgrammar.source import display_width

#: A line is full where it ends no farther from the right margin, in its size: a mark that may not begin a line can take the
#: character before it along.
_FULL: Final = 2.2
#: How far a line may begin from the left margin without being indented, in its size.
_FLUSH: Final = 0.6
_APART: Final = 1.3
_ALIKE: Final = 0.12
#: So many characters make a line that says where the margins are.
_LONG: Final = 12
#: So much of the width of a page.
_MOST: Final = 0.65
#: What begins a section begins a paragraph, too.
_SECTION: Final = re.compile("[一二三四五六七八九十]{1,3}、")
#: Lines with figures in columns, from which on a page's lines are set in columns.
_ROWS: Final = 2


@frozen
class Column:
    """The margins of the text of a file: where its long lines begin and end."""

    left: float
    right: float


def margins(lines: Sequence[Line], width: float) -> Column:
    """The margins, by lines that take most of a page of this width; none where no line does."""
    long = [line for line in lines if line.x1 - line.x0 >= _MOST * width]
    return Column(min(line.x0 for line in long), max(line.x1 for line in long)) if long else Column(0.0, inf)


def is_columnar(lines: Sequence[Line]) -> bool:
    """Whether several lines hold figures in columns."""
    return (
        sum(len(line.pieces) > 1 and any(piece.text.isdigit() for _, piece in line.pieces) for line in lines) >= _ROWS
    )


def goes_on(line: Line, following: Line, column: Column, *, same_page: bool) -> bool:
    """Whether a line is full, and the next one, as large, begins at the left margin: one paragraph."""
    size = line.size
    return (
        len(line.pieces) == len(following.pieces) == 1
        and line.x1 >= column.right - _FULL * size
        and following.x0 <= column.left + _FLUSH * size
        and abs(following.size - size) <= _ALIKE * size
        and _SECTION.match(following.text) is None
        and len(line.text) >= _LONG
        and (not same_page or following.top - line.bottom <= _APART * size)
    )


def wrapped(paragraph: Traced, line: Line) -> None:
    """Add the next line of a paragraph: nothing between Chinese characters; a line end stays between two figures."""
    last, first = paragraph.text[-1], line.text[0]
    apart = "\n" if last.isdigit() and first.isdigit() else " "
    paragraph.extend(line.traced, "" if is_wide(last) or is_wide(first) else apart)


def in_columns(lines: Sequence[Line]) -> list[Paragraph]:
    """Lines whose parts stand in columns, with spaces that show where each begins."""
    left = min(line.x0 for line in lines)
    sizes = sorted(line.size for line in lines)
    unit = max(1.0, sizes[len(sizes) // 2] / 2)
    found = []
    for line in lines:
        made = Traced()
        for begin, piece in line.pieces:
            width = display_width(made.text)
            place = max(round((begin - left) / unit), width + 2 if made.text else 0)
            made.extend(piece, " " * (place - width))
        found.append(Paragraph(made.text, made))
    return found
