"""Markdown tables: a row a line, bars between its places and perhaps around them, a rule of hyphens below the first row.

Every line holds all of its places: a cell's place is its column.  A text is read so where each of its lines with bars and a
label of the form belongs to such a table; others are read by their bars alone.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import chain, groupby, repeat
from operator import attrgetter
from typing import Final, NamedTuple

from attrs import frozen

from govgrammar.form import Form
from govgrammar.layouts.line_shapes import FieldsOfLines, cut_lines
from govgrammar.layouts.lines import (
    NO_CELL,
    Classify,
    Kind,
    Line,
    Part,
    assemble,
    bare,
    field_starts,
    inner_starts,
    line_end,
    part_of_line,
    part_of_lines,
    split_lines,
)
from govgrammar.layouts.physical import PhysicalText
from govgrammar.layouts.sheet import Sheet
from govgrammar.layouts.telling import may_be_ruled

_BAR: Final = re.compile(r"(?<!\\)\|")
#: Fewer than three hyphens are figures that do not apply.
_HYPHENS: Final = r"[ \t]*(?::-+:?|-+:|---+)[ \t]*"
#: What stands around the fields of a table that a program has written.
_OPENS: Final = "| "
_CLOSES: Final = " |"
_BETWEEN_FIELDS: Final = " | "
_BETWEEN_LINES: Final = " |\n| "
_RULE: Final = re.compile(rf"^[ \t]*(?=[^\n\r|]*\|)\|?{_HYPHENS}(?:\|{_HYPHENS})*\|?[ \t]*\r?$", re.MULTILINE)


class _Rule(NamedTuple):
    """The line of hyphens below a table's first row: its places, and whether bars open and close it."""

    places: int
    opens: bool
    closes: bool


class Block(NamedTuple):
    """Lines with bars that follow each other, by their numbers; `ruled` where the second of them is a rule of hyphens."""

    first: int
    behind: int
    ruled: bool


@frozen
class Lines:
    """The lines of a text, where they begin, and what ends each of them, if that is everywhere the same."""

    text: str
    lines: list[str]
    starts: list[int]
    end: str

    def fields(self, number: int) -> tuple[list[str], list[int]]:
        """What stands between the bars of a line without the white space around it, and where it begins."""
        pieces = _BAR.split(self.lines[number])
        fields = bare(pieces)
        return fields, inner_starts(pieces, fields, field_starts(pieces, self.starts[number]))


def cut_markdown(text: str, classify: Classify, form: Form) -> PhysicalText | None:
    """The cells of a text whose tables are all Markdown, or `None` where they are not."""
    if not may_be_ruled(text) or not _RULE.search(text):
        return None
    kinds = classify.kinds
    starts, lines = split_lines(text)
    whole = Lines(text, lines, starts, line_end(text))
    escaped = "\\" in text
    barred = ["|" in line and (not escaped or "\\" not in line or _BAR.search(line) is not None) for line in lines]
    parts: list[Part] = []
    for between_bars, group in groupby(range(len(lines)), barred.__getitem__):
        numbers = list(group)
        if not between_bars:
            parts += [_paragraph(lines[number], starts[number]) if lines[number] else NO_CELL for number in numbers]
            continue
        blocks = table_blocks(whole, numbers[0], numbers[-1] + 1)
        for ruled, together in groupby(blocks, attrgetter("ruled")):
            if ruled:
                parts.append(_tables(whole, list(together), kinds, form))
                continue
            for number in chain.from_iterable(range(block.first, block.behind) for block in together):
                line = _line((), *whole.fields(number), None)
                if len(line.fields) > 1 and any(kinds[field].terminal in form.table_labels for field in line.fields):
                    return None
                parts.append(part_of_lines([line]))
    return assemble(text, parts)


def _paragraph(line: str, start: int) -> Part:
    """A line without bars, without the white space around it."""
    paragraph = line.strip()
    return part_of_line(paragraph, start + line.index(paragraph)) if paragraph else NO_CELL


def table_blocks(whole: Lines, first: int, behind: int) -> Iterator[Block]:
    """The tables of lines with bars: up to the line before the next rule, lines that follow each other are one."""
    below = False
    ruled = False
    for number in range(first, behind):
        start, line = whole.starts[number], whole.lines[number]
        if "-" not in line or not _RULE.fullmatch(whole.text, start, start + len(line)):
            below = False
            continue
        if number - first == 1:
            ruled = True
        elif number > first and not below:
            yield Block(first, number - 1, ruled)
            first, ruled = number - 1, True
        below = True
    yield Block(first, behind, ruled)


def _tables(whole: Lines, blocks: list[Block], kinds: Mapping[str, Kind], form: Form) -> Part:
    """Tables that follow each other without a line between them."""
    rules = [whole.lines[block.first + 1] for block in blocks]
    lengths = [block.behind - block.first for block in blocks]
    rows = [
        range(first, behind)
        for block in blocks
        for first, behind in ((block.first, block.first + 1), (block.first + 2, block.behind))
        if first < behind
    ]
    way = tuple(rules), tuple(lengths)
    spaced = _spaced(whole, rows)
    found = _spaced_fields(whole, rows, spaced, way) if spaced else _padded_fields(whole, rows, way)

    def cut() -> list[Line]:
        of_lines = chain.from_iterable(repeat(_rule(rule), length) for rule, length in zip(rules, lengths, strict=True))
        lines, number = list[Line](), 0
        under = {block.first + 1 for block in blocks}
        for place, rule in zip(range(blocks[0].first, blocks[-1].behind), of_lines, strict=True):
            fields, starts = ([], []) if place in under else whole.fields(place)
            inner = len(fields) - 2
            numbers = (-1, *range(number, number + inner), -1) if spaced else range(number, number + len(fields))
            number += 0 if place in under else inner if spaced else len(fields)
            lines.append(_line(numbers, fields, starts, rule))
        return lines

    return cut_lines(whole.text, found, cut, kinds, form)


def _spaced(whole: Lines, rows: list[range]) -> list[str] | None:
    """The fields of rows that have one space around each field, as most programs write them, and a bar around each line."""
    lines = [line for row in rows for line in whole.lines[row.start : row.stop]]
    joined = "\n".join(lines)
    if (
        not whole.end
        or len(joined) < len(_OPENS + _CLOSES)
        or not (joined.startswith(_OPENS) and joined.endswith(_CLOSES))
        or joined.count(_BETWEEN_LINES) != len(lines) - 1
        or "\\" in joined
    ):
        return None
    fields = joined[len(_OPENS) : -len(_CLOSES)].replace(_BETWEEN_LINES, _BETWEEN_FIELDS).split(_BETWEEN_FIELDS)
    if joined.count("|") != len(fields) + len(lines) or fields != bare(fields):
        return None
    return fields


def _spaced_fields(whole: Lines, rows: list[range], fields: list[str], way: Hashable) -> FieldsOfLines:
    counts = tuple([whole.lines[number].count("|") - 1 for row in rows for number in row])
    return FieldsOfLines(fields, (_BETWEEN_FIELDS, whole.end, way, counts), whole.starts[rows[0].start], list)


def _padded_fields(whole: Lines, rows: list[range], way: Hashable) -> FieldsOfLines:
    """The fields of rows with any white space in them."""
    pieces, starts, counts = list[str](), list[int](), list[int]()
    for row in rows:
        lines = whole.lines[row.start : row.stop]
        if len(whole.end) == 1 and not any("\\" in line for line in lines):
            found = "|".join(lines).split("|")
            starts += field_starts(found, whole.starts[row.start])
            counts += [line.count("|") + 1 for line in lines]
            pieces += found
            continue
        for number in row:
            found = _BAR.split(whole.lines[number])
            starts += field_starts(found, whole.starts[number])
            counts.append(len(found))
            pieces += found
    fields = bare(pieces)
    return FieldsOfLines(fields, ("|", way, tuple(counts)), None, lambda: inner_starts(pieces, fields, starts))


def _line(numbers: Sequence[int], fields: list[str], starts: list[int], rule: _Rule | None) -> Line:
    """A line without outer bars: those of the table's rule, and those that make the line longer than it."""
    first, behind = 0, len(fields)
    if behind > 1 and not fields[0] and (rule is None or rule.opens or behind > rule.places):
        first = 1
    if behind - first > 1 and not fields[-1] and (rule is None or rule.closes or behind - first > rule.places):
        behind -= 1
    return Line(fields[first:behind], starts[first:behind], rule is not None, numbers=numbers[first:behind])


def _rule(line: str) -> _Rule:
    """What a line of hyphens says."""
    bare_line = line.strip()
    opens, closes = bare_line.startswith("|"), bare_line.endswith("|")
    return _Rule(bare_line.count("|") + 1 - opens - closes, opens, closes)


# ---- writing ----


def write_markdown(sheet: Sheet) -> str:
    """A Markdown table; the places that a span takes are empty cells."""
    head, *body = (f"| {' | '.join(texts)} |" for texts in sheet.texts)
    return "\n".join([head, f"|{'---|' * sheet.width}", *body])
