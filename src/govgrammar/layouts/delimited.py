"""Cells between tabs, commas or semicolons, one row a line: every line of a table holds all of its places, empty ones
included.

A text is read so only where enough of its lines are rows: a label of the form, and figures or blanks behind it.  A cell may
stand between quotes and hold line ends then; a paragraph with commas in it stays one cell.
"""

from __future__ import annotations

import csv
import io
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
from govgrammar.layouts.quotes import cut_quoting, quoted_fields, unquoted
from govgrammar.layouts.sheet import Sheet
from govgrammar.layouts.telling import delimiters

#: A text is delimited where at least so many of its lines are rows of a table, or where half of its lines are.
_ROWS: Final = 4
#: A line with more fields is none of a table's: the widest table of the form has fifteen columns.
_MOST_FIELDS: Final = 1_000
_MANY: Final = 3


def cut_delimited(text: str, classify: Classify, form: Form) -> PhysicalText | None:
    """The cells of a text with delimiters between them, or `None` where it is none."""
    for delimiter in delimiters(text):
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

    `end` is what ends each line of the text, if that is everywhere the same.  `quoted` are the numbers of fields between quotes;
    lines with such fields are in `quoting` as they stand in the text, and among the others with `STAND_IN` for each delimiter
    between quotes.  `apart` are fields of lines that cannot be cut with others, and where those begin.

    Lines before `reached` stand inside of quotes.  Where a quoted field runs on over lines that turn out to be no row, quotes on
    those lines, up to `refused`, hold no line ends: each line is looked at twice at most.
    """

    text: str
    delimiter: str
    end: str
    reached: int = 0
    refused: int = 0
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

    def add_quoting(self, line: str, start: int, kinds: Mapping[str, Kind]) -> tuple[str, int] | None:
        """Add a line with quotes, or give the one field that it is, and where that begins."""
        found = cut_quoting(line, self.delimiter)
        if found and found.fields == 1:
            return line[1:-1], start + 1
        if found:
            self.quoted += [self.total + number for number in found.quoted]
            self.quoting[len(self.lines)] = line
            self.add((found.line,), (start,), (found.fields,))
            return None
        limit = start + len(line) if start < self.refused else len(self.text)
        fields, starts, behind = quoted_fields(self.text, start, self.delimiter, limit)
        if len(fields) == 1:
            self.reached = behind
            return fields[0], starts[0]
        if not _judge(fields, kinds)[0]:
            self.refused = max(self.refused, behind)
            return line, start
        self.reached = behind
        self.apart[len(self.lines)] = fields, starts
        self.add(("",), starts[:1], (len(fields),))
        return None

    def part(self, kinds: Mapping[str, Kind], form: Form) -> Part:
        """The cells of these lines."""
        return cut_lines(self.text, self._fields(), partial(_judged, self, kinds), kinds, form)

    def following(self) -> _Run:
        """The lines behind these, of which none is known."""
        return _Run(self.text, self.delimiter, self.end, self.reached, self.refused)

    def cut(self) -> Iterator[tuple[int, list[str], list[int]]]:
        """The number of each line's first field, the line's fields, and where those begin."""
        first, quoted = 0, set(self.quoted)
        for number, (line, begin, count) in enumerate(zip(self.lines, self.begins, self.counts, strict=True)):
            fields, starts = self.apart.get(number, ([], []))
            if not fields:
                fields = line.split(self.delimiter)
                starts = field_starts(fields, begin)
            for place in range(count) if number in self.quoting else ():
                if first + place in quoted:
                    fields[place] = unquoted(fields[place], self.delimiter)
                    starts[place] += 1
            yield first, fields, starts
            first += count

    def _fields(self) -> FieldsOfLines:
        counts = tuple(self.counts)
        if self.apart:
            fields = [field for _, fields, _ in self.cut() for field in fields]
            return FieldsOfLines(fields, (self.delimiter, counts), None, self._starts)
        fields = self.delimiter.join(self.lines).split(self.delimiter)
        for number in self.quoted:
            fields[number] = unquoted(fields[number], self.delimiter)
        way = self.delimiter, self.end, counts, tuple(self.quoted)
        return FieldsOfLines(fields, way, self.begins[0] if self.end else None, self._starts)

    def _starts(self) -> list[int]:
        return [start for _, _, starts in self.cut() for start in starts]


def _parts(text: str, delimiter: str, kinds: Mapping[str, Kind], form: Form) -> Iterator[Part]:
    """Each line with one field, and all lines with several that follow each other."""
    begins, lines = split_lines(text)
    delimiters = [line.count(delimiter) for line in lines]
    several = [0 < count <= _MOST_FIELDS for count in delimiters]
    if '"' in text:
        several = [cut and '"' not in line for cut, line in zip(several, lines, strict=True)]
    run = _Run(text, delimiter, line_end(text))
    for together, group in groupby(range(len(lines)), several.__getitem__):
        numbers = list(group)
        if together:
            first, behind = max(numbers[0], bisect_left(begins, run.reached)), numbers[-1] + 1
            run.add(lines[first:behind], begins[first:behind], [count + 1 for count in delimiters[first:behind]])
            continue
        for number in numbers:
            start, line = begins[number], lines[number]
            if start < run.reached:
                continue
            whole: tuple[str, int] | None = (line, start)
            if delimiters[number] <= _MOST_FIELDS and '"' in line:  # with more, it is no row of any form
                whole = run.add_quoting(line, start, kinds)
            if whole:
                if run.lines:
                    yield run.part(kinds, form)
                    run = run.following()
                yield part_of_line(*whole)
    if run.lines:
        yield run.part(kinds, form)


def _judged(run: _Run, kinds: Mapping[str, Kind]) -> list[Line]:
    """Lines with several fields; those that are no lines of a table in one piece."""
    lines: list[Line] = []
    for number, (first, fields, starts) in enumerate(run.cut()):
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
