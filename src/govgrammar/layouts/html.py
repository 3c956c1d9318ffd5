"""Plain HTML, which keeps the spans of a table: written here, read as a document of its own kind."""

from __future__ import annotations

from html import escape

from govgrammar.layouts.sheet import Box, Sheet


def write_html(sheet: Sheet) -> str:
    """An HTML table without styles, a row a line."""
    rows = ("".join(_html_cell(box) for box in row) for row in sheet.rows)
    return "\n".join(["<table>", *(f"<tr>{cells}</tr>" for cells in rows), "</table>"])


def html_paragraph(text: str) -> str:
    """A paragraph as HTML."""
    return f"<p>{escape(text, quote=False)}</p>"


def _html_cell(box: Box) -> str:
    spans = "".join(f' {name}="{n}"' for name, n in (("colspan", box.columns), ("rowspan", box.rows)) if n > 1)
    return f"<td{spans}>{escape(box.text, quote=False)}</td>"
