"""Cells between tabs, commas or semicolons, one row a line: every line of a table holds all of its places, empty ones
included.

A text is read so only where enough of its lines are rows: a label of the form, and figures or blanks behind it.  A cell may
stand between quotes and hold line ends then; a paragraph with commas in it stays one cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from govgrammar.form import TEXT, VALUES, Form
from govgrammar.layouts.line_shapes import Fields, cut_lines
from govgrammar.layouts.lines import Classify, Kind, Line, Part, assemble, part_of_line, split_lines
from govgrammar.layouts.physical import PhysicalText
from govgrammar.layouts.sheet import Sheet

_DELIMITERS: Final = "\t,;"
_LINE: Final = re.compile(r"[^\n\r]*(?:\r\n|[\n\r]|\Z)")
_QUOTED: Final = re.compile(r'"[^"]*+(?:""[^"]*+)*+"[ \t]*(?=\Z|[\n\r\t,;])')
_FIELD: Final = {delimiter: re.compile(rf"[^\n\r{delimiter}]*") for delimiter in _DELIMITERS}
#: What a row of a delimited table ends with, cheaply: figures or nothing behind its last delimiter.
_AT_LINE_END: Final = {
    delimiter: re.compile(rf'{delimiter}[-+\d./ \u00a0"]{{0,60}}+\r?$', re.MULTILINE) for delimiter in _DELIMITERS
}
#: A text is delimited where at least so many of its lines are rows of a table, or where half of its lines are.
_ROWS: Final = 4
#: A line with more fields is none of a table's: the widest table of the form has fifteen columns.
_MOST_FIELDS: Final = 1_000
_MANY: Final = 3


def cut_delimited(text: str, classify: Classify, form: Form) -> PhysicalText | None:
    """The cells of a text with delimiters between them, or `None` where it is none."""
    bars = text.count("|")
    for delimiter in _DELIMITERS:
        if text.count(delimiter) <= bars or not _AT_LINE_END[delimiter].search(text):
            continue
        parts = list(_parts(text, delimiter, classify.kinds, form))
        rows = sum([part.shape.rows for part in parts])
        if rows >= _ROWS or (rows and _half_are_cut(parts)):
            return assemble(text, parts)
    return None


def _half_are_cut(parts: Sequence[Part]) -> bool:
    """Whether more than half of the lines that hold anything are lines of a table."""
    return sum(part.shape.cut for part in parts) * 2 > sum(part.shape.written for part in parts)


def _parts(text: str, delimiter: str, kinds: Mapping[str, Kind], form: Form) -> Iterator[Part]:
    """Each line with one field, and all lines with several that follow each other.

    Where a quoted field runs on over lines that turn out to be no row, quotes on those lines hold no line ends: each line is
    looked at twice at most.
    """
    cut = partial(_judged, kinds=kinds)
    together, reached, refused = Fields(delimiter), 0, 0
    for start, line in split_lines(text):
        if start < reached:  # inside of quotes
            continue
        whole = line, start
        delimiters = line.count(delimiter)
        if delimiters > _MOST_FIELDS:
            pass  # no row of any form
        elif '"' in line:
            end = start + len(line) if start < refused else len(text)
            fields, starts, behind = _quoted_fields(text, start, delimiter, end)
            if len(fields) > 1 and _judge(fields, kinds)[0]:
                reached = behind
                together.add(fields, starts)
                continue
            if len(fields) == 1:
                reached = behind
                whole = fields[0], starts[0]
            else:
                refused = max(refused, behind)
        elif delimiters:
            together.add_line(line, start)
            continue
        if together:
            yield cut_lines(together, cut, kinds, form)
            together = Fields(delimiter)
        yield part_of_line(*whole)
    if together:
        yield cut_lines(together, cut, kinds, form)


def _judged(together: Fields, kinds: Mapping[str, Kind]) -> list[Line]:
    """Lines with several fields; those that are no lines of a table in one piece."""
    lines: list[Line] = []
    for numbers, fields, starts in together.lines():
        cut, like_row = _judge(fields, kinds)
        if cut:
            lines.append(Line(fields, starts, cut, like_row, numbers))
        else:
            lines.append(Line([together.delimiter.join(fields)], starts[:1], cut))
    return lines


def _judge(fields: Sequence[str], kinds: Mapping[str, Kind]) -> tuple[bool, bool]:
    """Whether fields are those of a table's line, and whether they are like a row: one label with figures or blanks, many
    figures, or many labels.
    """
    terminals = [kinds[field].terminal for field in fields]
    words, values = terminals.count(TEXT), terminals.count(VALUES)
    labels = len({f for f, terminal in zip(fields, terminals, strict=True) if terminal not in {TEXT, VALUES}})
    figures = values - fields.count("")
    many = labels >= _MANY or figures >= _MANY
    cut = words <= 1 and (labels > 0 or values > 1)
    return cut, cut and words == 0 and (many or (labels == 1 and values > 0))


def _quoted_fields(text: str, start: int, delimiter: str, limit: int) -> tuple[list[str], list[int], int]:
    """The fields of the line that begins at `start`, quotes left out; where they begin, and where the next line begins.

    No quoted field reaches beyond `limit`.
    """
    fields: list[str] = []
    starts: list[int] = []
    place = start
    while True:
        quoted = _QUOTED.match(text, place, limit)
        if quoted:
            end = quoted.end()
            fields.append(quoted.group().rstrip()[1:-1])
            starts.append(place + 1)
        else:
            plain = _FIELD[delimiter].match(text, place)
            end = plain.end() if plain else place
            fields.append(text[place:end])
            starts.append(place)
        if text[end : end + 1] != delimiter:
            break
        place = end + 1
    line = _LINE.match(text, end)
    behind = line.end() if line else len(text)
    if text[end:behind].strip():  # a quote that ends inside of a field
        return [text[start:behind].rstrip("\r\n")], [start], behind
    return fields, starts, behind


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
