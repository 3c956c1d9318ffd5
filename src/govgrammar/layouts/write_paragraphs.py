"""Write a table as cells below one another, without bars: `paragraphs` reads it back.

With an empty line between two cells, a blank cell is one more line end; with none, a blank cell is an empty line.
"""

from __future__ import annotations

from govgrammar.layouts.sheet import Sheet, lines_without_blanks


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
