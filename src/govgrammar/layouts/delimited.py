"""Cells between tabs or commas, one row a line: every line of a table holds all of its places, empty ones included.

A text is read so only where enough of its lines are rows: a label of the form, and figures or blanks behind it.  In a
comma-separated text a cell may stand between quotes; a paragraph with commas in it stays one cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from govgrammar.form import TEXT, VALUES
from govgrammar.layouts.physical import Gap, PhysicalText, gap_of_places
from govgrammar.layouts.sheet import Sheet

_LINE: Final = re.compile(r"[^\n\r]*(?:\r\n|[\n\r]|\Z)")
_FIELDS: Final = {
    "\t": re.compile(r"[^\t]*"),
    ",": re.compile(r'"(?:[^"]|"")*"|[^,]*'),
}
#: What a row of a delimited table looks like, cheaply: figures or nothing behind the last delimiters of a line.
_LIKE_ROW: Final = {
    "\t": re.compile(r"^[^\n\r]*\t[-+\d./ \u00a0]{0,20}\r?$", re.MULTILINE),
    ",": re.compile(r"^[^\n\r]{0,60},[-+\d./ \u00a0]{0,20},?[-+\d./ \u00a0]{0,20}\r?$", re.MULTILINE),
}
#: A text is delimited where at least so many of its lines are rows of a table.
_ROWS: Final = 4


class _Kind(Protocol):
    @property
    def terminal(self) -> str: ...


_Classify = Callable[[str], _Kind]
_Field = tuple[int, int]


def cut_delimited(text: str, classify: _Classify) -> PhysicalText | None:
    """The cells of a tab-separated or comma-separated text, or `None` where it is neither."""
    for delimiter in _FIELDS:
        if text.count(delimiter) > text.count("|") and len(_LIKE_ROW[delimiter].findall(text)) >= _ROWS:
            lines = list(_cut_lines(text, delimiter, classify))
            if sum(row for _, _, row in lines) >= _ROWS:
                return _assemble(text, lines)
    return None


def _cut_lines(text: str, delimiter: str, classify: _Classify) -> Iterator[tuple[list[_Field], int, bool]]:
    """Each line's fields, the places of the line, and whether the line is a row with a label and a figure or blank."""
    for match in _LINE.finditer(text):
        start, line = match.start(), match.group().rstrip("\r\n")
        if not match.group():
            continue
        fields = _fields(line, start, delimiter) if delimiter in line or line.startswith('"') else []
        kinds = [classify(text[a:b]).terminal if b > a else VALUES for a, b in fields]
        labels = sum(kind not in {TEXT, VALUES} for kind in kinds)
        words = sum(kind == TEXT for kind in kinds)
        values = sum(kind == VALUES for kind in kinds)
        if len(fields) > 1 and (words <= 1 and (labels or values > 1)):
            yield fields, len(fields), labels == 1 and words == 0 and values > 0
        elif len(fields) == 1 and line.startswith('"'):
            yield fields, 1, False
        else:
            yield [(start, start + len(line))], 1, False


def _fields(line: str, start: int, delimiter: str) -> list[_Field]:
    """The places of a line's fields, quotes left out."""
    fields: list[_Field] = []
    place = 0
    while place <= len(line):
        match = _FIELDS[delimiter].match(line, place)
        end = match.end() if match else len(line)
        quoted = delimiter == "," and end - place > 1 and line[place] == '"' == line[end - 1]
        fields.append((start + place + quoted, start + end - quoted))
        if end < len(line) and line[end] != delimiter:
            return [(start, start + len(line))]
        place = end + 1
    return fields


def _assemble(text: str, lines: list[tuple[list[_Field], int, bool]]) -> PhysicalText:
    """Cells and gaps of all lines; a gap counts the delimiters on each line that it touches."""
    cells, starts = [""], [0]
    gaps: list[str] = []
    read: dict[int, Gap] = {}
    bars, end = [0], 0
    for number, (fields, _, _) in enumerate(lines):
        if number:
            bars.append(0)
        for position, (a, b) in enumerate(fields):
            if position:
                bars[-1] += 1
            if text[a:b].strip():
                read[len(gaps)] = gap_of_places(bars)
                gaps.append(text[end:a])
                cells.append(text[a:b])
                starts.append(a)
                bars, end = [0], b
    read[len(gaps)] = gap_of_places(bars)
    gaps.append(text[end:])
    return PhysicalText(text, cells, gaps, starts, read, gridded=True)


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
