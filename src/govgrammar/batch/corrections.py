"""A person's corrections: a CSV file with `source, table, row, column, value, reason`."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path
from typing import Final

from attrs import frozen

from govgrammar.batch.columns import form_keys
from govgrammar.batch.inputs import InputError
from govgrammar.batch.rows import Correction
from govgrammar.form import Form
from govgrammar.model.cell import CellKey, Number

HEADER: Final = ("source", "table", "row", "column", "value", "reason")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,18}(?P<decimals>\.[0-9]{1,10})?")


@frozen
class Corrected:
    """A file of corrections: what it says, and which digest stands for it."""

    by_source: dict[str, dict[CellKey, Correction]]

    @property
    def count(self) -> int:
        """How many cells it corrects."""
        return sum(map(len, self.by_source.values()))


def read_corrections(path: Path, form: Form) -> Corrected:
    """The corrections of a file.  An empty `value` says that the cell is blank.

    Raises `InputError`, with the line, for a cell that the form does not have, a value that is no number of its column, a
    missing reason and a cell that is corrected twice.
    """
    known = set(form_keys(form))
    found: dict[str, dict[CellKey, Correction]] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [name for name in HEADER if name not in (reader.fieldnames or ())]
        if missing:
            msg = f"{path}:1: no column {', '.join(missing)}; a file of corrections has {', '.join(HEADER)}"
            raise InputError(msg)
        for row in reader:
            source, table, name, column, value, reason = ((row[key] or "").strip() for key in HEADER)
            key = CellKey(table, name, column)
            own = found.setdefault(source, {})
            fault = _fault(key, known, own, reason)
            if fault is None:
                number, fault = _value(value, money=column in form.columns_of_money)
            if fault is not None:
                msg = f"{path}:{reader.line_num}: {fault}"
                raise InputError(msg)
            own[key] = Correction(number, reason)
    return Corrected(found)


def _fault(key: CellKey, known: set[CellKey], own: dict[CellKey, Correction], reason: str) -> str | None:
    if key not in known:
        return f"{key}: the form has no such cell"
    if key in own:
        return f"{key}: is corrected twice"
    return None if reason else f"{key}: say the reason"


def _value(text: str, *, money: bool) -> tuple[Number | None, str | None]:
    if not text:
        return None, None
    match = _NUMBER.fullmatch(text)
    if match is None or (match["decimals"] and not money):
        return (
            None,
            f"value {text!r}: give {'an amount' if money else 'a count'} in digits, or nothing for a blank cell",
        )
    return Decimal(text) if money else int(text), None
