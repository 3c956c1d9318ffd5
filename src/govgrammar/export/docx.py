"""A report as a Word document, with real merged cells.  The same draft gives the same bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from govgrammar.documents.extras import Needing
from govgrammar.export.package import EPOCH, in_xml, undated
from govgrammar.export.render import Draft, printed
from govgrammar.form import Form, load_form
from govgrammar.layouts.sheet import Sheet

if TYPE_CHECKING:
    from docx.document import Document

_STYLE: Final = "Table Grid"
_LONGEST_PROPERTY: Final = 255


def write_docx(draft: Draft, *, form: Form | None = None) -> bytes:
    """A draft as the bytes of a DOCX file.  Raises `MissingExtraError` where the extra `docx` is not installed."""
    with Needing("docx"):
        from docx import Document as new_document  # noqa: N813, PLC0415 -- an extra
    document = new_document()
    for part in printed(draft, form or load_form()):
        if isinstance(part, Sheet):
            _add_table(document, part)
        else:
            document.add_paragraph(in_xml(part))
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", in_xml(draft.title or "")[:_LONGEST_PROPERTY]
    properties.created = properties.modified = datetime(*EPOCH)  # noqa: DTZ001 -- the package takes no zone
    out = BytesIO()
    document.save(out)
    return undated(out.getvalue())


def _add_table(document: Document, sheet: Sheet) -> None:
    table = document.add_table(len(sheet.rows), sheet.width)
    table.style = _STYLE
    grid = [list(row.cells) for row in table.rows]
    for row, boxes in enumerate(sheet.slots):
        for column, box in enumerate(boxes):
            if box is None:
                continue
            cell = grid[row][column]
            if box.columns > 1 or box.rows > 1:
                cell = cell.merge(grid[row + box.rows - 1][column + box.columns - 1])
            cell.text = in_xml(box.text)
