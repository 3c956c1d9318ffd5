"""Cells between tabs, commas or semicolons, one row a line: every line of a table holds all of its places, empty ones
included.

A text is read so only where enough of its lines are rows: a label of the form, and figures or blanks behind it.  A cell may
stand between quotes and hold line ends then; a paragraph with commas in it stays one cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from govgrammar.form import TEXT, VALUES, Form
from govgrammar.layouts.lines import BYTE_ORDER_MARK, Classify, Field, Line, assemble, without_repeats
from govgrammar.layouts.physical import PhysicalText
from govgrammar.layouts.sheet import Sheet

_DELIMITERS: Final = "\t,;"
_LINE: Final = re.compile(r"[^\n\r]*(?:\r\n|[\n\r]|\Z)")
_QUOTED: Final = re.compile(r'"[^"]*+(?:""[^"]*+)*+"[ \t]*(?=\Z|[\n\r\t,;])')
_FIELD: Final = {delimiter: re.compile(rf"[^\n\r{delimiter}]*") for delimiter in _DELIMITERS}
#: What a row of a delimited table looks like, cheaply: figures or nothing behind the last delimiters of a line.
_LIKE_ROW: Final = {
    delimiter: re.compile(rf'^[^\n\r]*{delimiter}[-+\d./ \u00a0"{delimiter}]{{0,60}}\r?$', re.MULTILINE)
    for delimiter in _DELIMITERS
}
#: What every such line ends with: searched for first, because that takes a tenth of the time.
_ENDS_LIKE_ROW: Final = {
    delimiter: re.compile(rf'{delimiter}[-+\d./ \u00a0"{delimiter}]{{0,60}}\r?$', re.MULTILINE)
    for delimiter in _DELIMITERS
}
#: A text is delimited where at least so many of its lines are rows of a table, or where half of its lines are.
_ROWS: Final = 4
_MANY: Final = 3


def cut_delimited(text: str, classify: Classify, form: Form) -> PhysicalText | None:
    """The cells of a text with delimiters between them, or `None` where it is none."""
    bars = text.count("|")
    for delimiter in _DELIMITERS:
        if text.count(delimiter) <= bars or not _ENDS_LIKE_ROW[delimiter].search(text):
            continue
        if _LIKE_ROW[delimiter].search(text):
            lines, rows = [], 0
            for line, like_row in _cut_lines(text, delimiter, classify):
                lines.append(line)
                rows += like_row
            cut = sum(line.cut for line in lines)
            written = sum(any(text[a:b].strip() for a, b in line.fields) for line in lines)
            if rows >= _ROWS or (rows and cut * 2 > written):
                return assemble(text, without_repeats(text, lines, classify, form))
    return None


def _cut_lines(text: str, delimiter: str, classify: Classify) -> Iterator[tuple[Line, bool]]:
    """Each line with its fields, and whether it is like a row: one label with figures or blanks, many figures, or many labels."""
    start = int(text.startswith(BYTE_ORDER_MARK))
    while start < len(text):
        fields, end = _fields(text, start, delimiter)
        kinds = [classify(text[a:b]).terminal if b > a else VALUES for a, b in fields]
        words = kinds.count(TEXT)
        values = kinds.count(VALUES)
        labels = len({text[a:b] for (a, b), kind in zip(fields, kinds, strict=True) if kind not in {TEXT, VALUES}})
        if len(fields) > 1 and (words <= 1 and (labels or values > 1)):
            figures = sum(b > a for (a, b), kind in zip(fields, kinds, strict=True) if kind == VALUES)
            many = labels >= _MANY or figures >= _MANY
            yield Line(fields, cut=True), words == 0 and (many or (labels == 1 and values > 0))
        elif len(fields) == 1:
            yield Line(fields, cut=False), False
        else:
            whole = _LINE.match(text, start)
            end = whole.end() if whole else len(text)
            yield Line([(start, start + len(text[start:end].rstrip("\r\n")))], cut=False), False
        start = end


def _fields(text: str, start: int, delimiter: str) -> tuple[list[Field], int]:
    """The places of the fields of the line that begins at `start`, quotes left out, and where the next line begins."""
    fields: list[Field] = []
    place = start
    while True:
        quoted = _QUOTED.match(text, place)
        if quoted:
            end = quoted.end()
            fields.append((place + 1, place + len(quoted.group().rstrip()) - 1))
        else:
            plain = _FIELD[delimiter].match(text, place)
            end = plain.end() if plain else place
            fields.append((place, end))
        if text[end : end + 1] != delimiter:
            break
        place = end + 1
    line = _LINE.match(text, end)
    behind = line.end() if line else len(text)
    if text[end:behind].strip():  # a quote that ends inside of a field
        return [(start, start + len(text[start:behind].rstrip("\r\n")))], behind
    return fields, behind


# ---- writing ----


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
