"""One cell a paragraph: cells stand below each other, an empty line between them, no bars.

A blank cell is one more line end: where cells are *d* line ends apart, *n* line ends mean *n - d* blank cells.  A line
that holds white space only is a blank cell of its own where it stands as far from its neighbours as a cell does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from govgrammar.layouts.physical import Gap
from govgrammar.layouts.sheet import Sheet, lines_without_blanks
from govgrammar.tokens import TableStyle

BLANK: Final = -1


#: Where rows are lines of figures without separators, no empty line is a blank cell.
PACKED: Final = TableStyle(barred=False, distance=1 << 40)


def paragraph_distance(gaps: Iterable[Gap]) -> int:
    """How many line ends lie between two neighbouring cells of a table: two where cells are paragraphs, else one."""
    counts = Counter(gap.ends for gap in gaps if not gap.bars and gap.ends)
    if not counts:
        return 2
    single, double = counts[1], counts[2]
    if single or double:
        return 1 if single > double else 2
    return min(counts)


def blank_cells(gap: Gap, distance: int) -> int:
    """Blank cells in a gap between two paragraphs."""
    if len(gap.segments) > 1 and min(gap.segments) >= distance:
        return len(gap.segments) - 1 + sum(segment - distance for segment in gap.segments)
    return max(0, gap.ends - distance)


def read_paragraphs(values: Sequence[int], gaps: Sequence[Gap], distance: int) -> tuple[list[int], tuple[int, ...]]:
    """The slots of a row, and how many blank cells the empty lines behind its last cell stand for.

    `gaps[0]` stands behind the label.
    """
    if not values:
        blanks = blank_cells(gaps[0], distance)
        return [], (blanks,) if blanks else ()
    slots = [BLANK] * blank_cells(gaps[0], distance)
    for index, gap in zip(values, gaps[1:], strict=True):
        slots.append(index)
        if gap.ends != distance:
            slots.extend([BLANK] * blank_cells(gap, distance))
    behind = blank_cells(gaps[-1], distance)
    if behind:
        del slots[-behind:]
    return slots, (behind,) if behind else ()


# ---- writing ----


def write_paragraphs(sheet: Sheet) -> str:
    """One cell a paragraph; a blank cell is one more line end."""
    return _below(sheet, 2)


def write_paragraphs_without_blanks(sheet: Sheet) -> str:
    """One cell a paragraph; blank cells are lost."""
    return "\n\n".join(text for row in lines_without_blanks(sheet) for text in row)


def write_lines(sheet: Sheet) -> str:
    """One cell a line; a blank cell is an empty line."""
    return _below(sheet, 1)


def write_lines_without_blanks(sheet: Sheet) -> str:
    """One cell a line; blank cells are lost."""
    return "\n".join(text for row in lines_without_blanks(sheet) for text in row)


def _below(sheet: Sheet, distance: int) -> str:
    """Cells *distance* line ends apart.  Blank cells at the table's end stand before what follows the table."""
    texts = [box.text for row in sheet.rows for box in row]
    between, pieces = "\n" * distance, list[str]()
    for text in texts:
        if not text:
            pieces.append("\n")
        else:
            pieces.append((between if pieces else "") + text)
    return "".join(pieces)
