"""Write a table as a full grid: Markdown, tab-separated, CSV; and as HTML, which keeps the spans."""

from __future__ import annotations

import csv
import io
from html import escape

from govgrammar.layouts.sheet import Box, Sheet


def write_markdown(sheet: Sheet) -> str:
    """A Markdown table; the places that a span takes are empty cells."""
    head, *body = (f"| {' | '.join(texts)} |" for texts in sheet.texts)
    return "\n".join([head, f"|{'---|' * sheet.width}", *body])


def write_tabs(sheet: Sheet) -> str:
    """A row a line, a tab between two places of the grid; the places that a span takes are empty."""
    return "\n".join("\t".join(texts) for texts in sheet.texts)


def write_csv(sheet: Sheet) -> str:
    """Comma-separated values; the places that a span takes are empty."""
    return _csv(sheet.texts)


def csv_paragraph(text: str) -> str:
    """A paragraph as a row of one value."""
    return _csv(((text,),))


def _csv(rows: tuple[tuple[str, ...], ...]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().removesuffix("\n")


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
