"""A report as a spreadsheet, with real merged cells.  The same draft gives the same bytes."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from govgrammar.documents.extras import Needing
from govgrammar.export.package import EPOCH, in_xml, undated
from govgrammar.export.render import Draft, printed
from govgrammar.form import Form, load_form
from govgrammar.layouts.sheet import Sheet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,8})\.(?P<places>[0-9]{1,6})")
#: The longest text that a cell of a spreadsheet holds.
_LONGEST: Final = 32_767


def write_xlsx(draft: Draft, *, form: Form | None = None) -> bytes:
    """A draft as the bytes of an XLSX file, in one sheet.

    Figures are numbers, with as many decimals as they are written with; all else is text.  Raises `MissingExtraError`
    where the extra `xlsx` is not installed.
    """
    with Needing("xlsx"):
        from openpyxl import Workbook  # noqa: PLC0415 -- an extra
    book = Workbook()
    book.properties.creator = ""
    book.properties.created = datetime(*EPOCH)  # noqa: DTZ001 -- a date without a zone is what the package takes
    sheet = book.worksheets[0]
    row = 1
    for part in printed(draft, form or load_form()):
        if isinstance(part, Sheet):
            _add_table(sheet, part, row)
            row += len(part.rows)
            continue
        text = in_xml(part)
        for place in range(0, max(1, len(text)), _LONGEST):
            _put(sheet, row, 1, text[place : place + _LONGEST])
            row += 1
    out = BytesIO()
    book.save(out)
    return undated(out.getvalue())


def _add_table(sheet: Worksheet, table: Sheet, top: int) -> None:
    from openpyxl.styles import Border, Side  # noqa: PLC0415 -- an extra

    line = Side(style="thin")
    border = Border(left=line, right=line, top=line, bottom=line)
    for row, boxes in enumerate(table.slots, top):
        for column, box in enumerate(boxes, 1):
            sheet.cell(row, column).border = border
            if box is None:
                continue
            _put(sheet, row, column, in_xml(box.text))
            if box.columns > 1 or box.rows > 1:
                sheet.merge_cells(
                    start_row=row, start_column=column, end_row=row + box.rows - 1, end_column=column + box.columns - 1
                )


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    if not text:
        return
    cell = sheet.cell(row, column)
    decimal = _DECIMAL.fullmatch(text)
    if _WHOLE.fullmatch(text):
        cell.value = int(text)
    elif decimal:
        cell.value = float(text)
        cell.number_format = "0." + "0" * len(decimal["places"])
    else:
        cell.value = text
        cell.data_type = "s"  # what begins with = is no formula
