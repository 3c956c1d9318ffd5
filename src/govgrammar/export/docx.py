"""A report as a Word document, with real merged cells.  The same draft gives the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from govgrammar.documents.extras import Needing
from govgrammar.export.render import Draft, printed
from govgrammar.form import Form, load_form
from govgrammar.layouts.sheet import Sheet

if TYPE_CHECKING:
    from docx.document import Document

#: The date of all that is written: files that hold the same are the same.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_STYLE: Final = "Table Grid"


def write_docx(draft: Draft, *, form: Form | None = None) -> bytes:
    """A draft as the bytes of a DOCX file.  Raises `MissingExtraError` where the extra `docx` is not installed."""
    with Needing("docx"):
        from docx import Document as new_document  # noqa: N813, PLC0415 -- an extra
    document = new_document()
    for part in printed(draft, form or load_form()):
        if isinstance(part, Sheet):
            _add_table(document, part)
        else:
            document.add_paragraph(part)
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", draft.title or ""
    properties.created = properties.modified = datetime(*_EPOCH[:3], tzinfo=UTC).replace(tzinfo=None)
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
            cell.text = box.text


def undated(package: bytes) -> bytes:
    """The same archive with one date for all of its parts."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as read, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            written.writestr(entry, read.read(name))
    return out.getvalue()
