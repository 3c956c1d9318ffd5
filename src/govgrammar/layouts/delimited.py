"""Cells between tabs, commas or semicolons, one row a line: every line of a table holds all of its places, empty ones
included.

A text is read so only where enough of its lines are rows: a label of the form, and figures or blanks behind it.  A cell may
stand between quotes and hold line ends then; a paragraph with commas in it stays one cell.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Final

from attrs import define, field

from govgrammar.form import TEXT, VALUES, Form
from govgrammar.layouts.line_shapes import FieldsOfLines, cut_lines
from govgrammar.layouts.lines import (
    Classify,
    Kind,
    Line,
    Part,
    assemble,
    field_starts,
    line_end,
    part_of_line,
    split_lines,
)
from govgrammar.layouts.physical import PhysicalText
from govgrammar.layouts.quotes import DELIMITERS, QuotingLine, cut_quoting, quoted_fields, unquoted
from govgrammar.layouts.sheet import Sheet

#: What a row of a delimited table ends with, cheaply: figures or nothing behind its last delimiter.
_AT_LINE_END: Final = {
    delimiter: re.compile(rf'{delimiter}[-+\d./ \u00a0"]{{0,60}}+\r?$', re.MULTILINE) for delimiter in DELIMITERS
}
#: A text is delimited where at least so many of its lines are rows of a table, or where half of its lines are.
_ROWS: Final = 4
#: A line with more fields is none of a table's: the widest table of the form has fifteen columns.
_MOST_FIELDS: Final = 1_000
_MANY: Final = 3


def cut_delimited(text: str, classify: Classify, form: Form) -> PhysicalText | None:
    """The cells of a text with delimiters between them, or `None` where it is none."""
    bars = text.count("|")
    for delimiter in DELIMITERS:
        if (text.count(delimiter) <= bars) if bars else (delimiter not in text):
            continue
        if not _AT_LINE_END[delimiter].search(text):
            continue
        parts = list(_parts(text, delimiter, classify.kinds, form))
        rows = sum([part.shape.rows for part in parts])
        if rows >= _ROWS or (rows and _half_are_cut(parts)):
            return assemble(text, parts)
    return None


def _half_are_cut(parts: Sequence[Part]) -> bool:
    """Whether more than half of the lines that hold anything are lines of a table."""
    return sum(part.shape.cut for part in parts) * 2 > sum(part.shape.written for part in parts)


@define
class _Run:
    """Lines with several fields that follow each other: their characters, where they begin, and how many fields each has.

    `quoted` are the numbers of fields between quotes; lines with such fields are in `quoting` as they stand in the text, and
    among the others with `STAND_IN` for each delimiter between quotes.  `apart` are fields of lines that cannot be cut with
    others, and where those begin.
    """

    lines: list[str] = field(factory=list)
    begins: list[int] = field(factory=list)
    counts: list[int] = field(factory=list)
    total: int = 0
    quoted: list[int] = field(factory=list)
    quoting: dict[int, str] = field(factory=dict)
    apart: dict[int, tuple[list[str], list[int]]] = field(factory=dict)

    def add(self, lines: Sequence[str], begins: Sequence[int], counts: Sequence[int]) -> None:
        """Add lines that have so many fields."""
        self.lines += lines
        self.begins += begins
        self.counts += counts
        self.total += sum(counts)

    def add_quoting(self, line: str, begin: int, quoting: QuotingLine) -> None:
        """Add a line with fields between quotes."""
        self.quoted += [self.total + number for number in quoting.quoted]
        self.quoting[len(self.lines)] = line
        self.add((quoting.line,), (begin,), (quoting.count,))

    def add_apart(self, fields: list[str], starts: list[int]) -> None:
        """Add a line that is cut already."""
        self.apart[len(self.lines)] = fields, starts
        self.add(("",), starts[:1], (len(fields),))

    def fields(self, delimiter: str, end: str) -> FieldsOfLines:
        """The fields of all lines, each of which ends in the same way, if that is said."""
        counts = tuple(self.counts)
        if self.apart:
            cut = list(self.cut(delimiter))
            fields = [field for _, fields, _ in cut for field in fields]
            return FieldsOfLines(fields, (delimiter, counts), None, lambda: [n for _, _, starts in cut for n in starts])
        fields = delimiter.join(self.lines).split(delimiter)
        for number in self.quoted:
            fields[number] = unquoted(fields[number], delimiter)
        return FieldsOfLines(
            fields,
            (delimiter, end, counts, tuple(self.quoted)),
            self.begins[0] if end else None,
            lambda: [start for _, _, starts in self.cut(delimiter) for start in starts],
        )

    def cut(self, delimiter: str) -> Iterator[tuple[int, list[str], list[int]]]:
        """The number of each line's first field, the line's fields, and where those begin."""
        first, quoted = 0, set(self.quoted)
        for number, (line, begin, count) in enumerate(zip(self.lines, self.begins, self.counts, strict=True)):
            fields, starts = self.apart.get(number, ([], []))
            if not fields:
                fields = line.split(delimiter)
                starts = field_starts(fields, begin)
            for place in range(count) if number in self.quoting else ():
                if first + place in quoted:
                    fields[place] = unquoted(fields[place], delimiter)
                    starts[place] += 1
            yield first, fields, starts
            first += count


def _parts(text: str, delimiter: str, kinds: Mapping[str, Kind], form: Form) -> Iterator[Part]:
    """Each line with one field, and all lines with several that follow each other.

    Where a quoted field runs on over lines that turn out to be no row, quotes on those lines hold no line ends: each line is
    looked at twice at most.
    """
    begins, lines = split_lines(text)
    delimiters = [line.count(delimiter) for line in lines]
    plain = [0 < count <= _MOST_FIELDS for count in delimiters]
    if '"' in text:
        plain = [several and '"' not in line for several, line in zip(plain, lines, strict=True)]
    end = line_end(text)
    run, reached, refused = _Run(), 0, 0
    for together, group in groupby(range(len(lines)), plain.__getitem__):
        numbers = list(group)
        if together:
            first, behind = max(numbers[0], bisect_left(begins, reached)), numbers[-1] + 1
            run.add(lines[first:behind], begins[first:behind], [count + 1 for count in delimiters[first:behind]])
            continue
        for number in numbers:
            start, line = begins[number], lines[number]
            if start < reached:  # inside of quotes
                continue
            whole = line, start
            if delimiters[number] <= _MOST_FIELDS and '"' in line:  # with more, it is no row of any form
                quoting = cut_quoting(line, delimiter)
                if quoting and quoting.count > 1:
                    run.add_quoting(line, start, quoting)
                    continue
                limit = start + len(line) if start < refused else len(text)
                fields, starts, behind = (
                    ([line[1:-1]], [start + 1], start) if quoting else quoted_fields(text, start, delimiter, limit)
                )
                if len(fields) > 1 and _judge(fields, kinds)[0]:
                    reached = behind
                    run.add_apart(fields, starts)
                    continue
                if len(fields) == 1:
                    reached = behind
                    whole = fields[0], starts[0]
                else:
                    refused = max(refused, behind)
            if run.lines:
                yield _part(text, run, delimiter, end, kinds, form)
                run = _Run()
            yield part_of_line(*whole)
    if run.lines:
        yield _part(text, run, delimiter, end, kinds, form)


def _part(text: str, run: _Run, delimiter: str, end: str, kinds: Mapping[str, Kind], form: Form) -> Part:
    """The cells of lines with several fields."""
    return cut_lines(text, run.fields(delimiter, end), partial(_judged, run, delimiter, kinds), kinds, form)


def _judged(run: _Run, delimiter: str, kinds: Mapping[str, Kind]) -> list[Line]:
    """Lines with several fields; those that are no lines of a table in one piece."""
    lines: list[Line] = []
    for number, (first, fields, starts) in enumerate(run.cut(delimiter)):
        cut, like_row = _judge(fields, kinds)
        if cut:
            lines.append(Line(fields, starts, cut, like_row, range(first, first + len(fields))))
        else:
            lines.append(Line([run.quoting.get(number, run.lines[number])], [run.begins[number]], cut))
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
