"""What a drawn report says, and how what is read of its text differs."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import strategies as st

import govgrammar
from govgrammar.export.render import Draft, write
from govgrammar.form import load_form
from govgrammar.layouts.registry import Layout
from govgrammar.model.cell import Cell, CellKey
from govgrammar.strategies import reports

#: Reports that add up, and reports in which a blank hides a figure.
ANY_REPORT = st.one_of(reports(), reports(hidden=True))
MONEY = load_form().columns_of_money
Said = tuple[str, int | Decimal | None]


def said(key: CellKey, text: str) -> Said:
    """The state and value of a printed cell, told without the library's own reader."""
    if not text:
        return "blank", None
    if text == "/":
        return "not_applicable", None
    return "number", Decimal(text) if key.column in MONEY else int(text)


def truth(draft: Draft) -> dict[CellKey, Said]:
    """What a draft says, cell by cell."""
    return {key: said(key, text) for key, text in draft.cells.items()}


def cells_of(text: str) -> Mapping[CellKey, Cell]:
    """The cells of the one report in a text."""
    result = govgrammar.parse(text)
    assert len(result.reports) == 1
    return {cell.key: cell for cell in result.reports[0].cells()}


def differences(draft: Draft, layout: Layout | str) -> dict[CellKey, tuple[Said | None, Said | None]]:
    """The cells that are read otherwise than they were written: what was written, what was read."""
    written, read = truth(draft), cells_of(write(draft, layout))
    found = {key: (cell.state, cell.value) for key, cell in read.items() if key in written or cell.state != "absent"}
    return {k: (written.get(k), found.get(k)) for k in written | found if written.get(k) != found.get(k)}


def wrong_numbers(draft: Draft, layout: Layout | str) -> list[Cell]:
    """The numbers that are given and were not written in their cell."""
    written = truth(draft)
    cells = [cell for report in govgrammar.parse(write(draft, layout)).reports for cell in report.cells()]
    return [cell for cell in cells if cell.state == "number" and written.get(cell.key) != ("number", cell.value)]
