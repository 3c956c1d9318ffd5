"""Markdown tables: a row a line, bars between its places and perhaps around them, a rule of hyphens below the first row.

Every line holds all of its places: a cell's place is its column.  A text is read so where each of its lines with bars and a
label of the form belongs to such a table; others are read by their bars alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, repeat
from typing import Final, NamedTuple

from govgrammar.form import Form
from govgrammar.layouts.line_shapes import Fields, cut_lines
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
    part_of_line,
    part_of_lines,
    split_lines,
)
from govgrammar.layouts.physical import PhysicalText
from govgrammar.layouts.sheet import Sheet

_BAR: Final = re.compile(r"(?<!\\)\|")
#: Fewer than three hyphens are figures that do not apply.
_HYPHENS: Final = r"[ \t]*(?::-+:?|-+:|---+)[ \t]*"
_IN_RULES: Final = ("---", ":-", "-:")
_RULE: Final = re.compile(rf"^[ \t]*(?=[^\n\r|]*\|)\|?{_HYPHENS}(?:\|{_HYPHENS})*\|?[ \t]*\r?$", re.MULTILINE)


class _Raw(NamedTuple):
    """A line as it stands: where it begins, its characters, whether bars stand in it, and whether it is a rule of hyphens."""

    start: int
    text: str
    barred: bool
    rule: bool


class _Rule(NamedTuple):
    """The line of hyphens below a table's first row: its places, and whether bars open and close it."""

    places: int
    opens: bool
    closes: bool


def cut_markdown(text: str, classify: Classify, form: Form) -> PhysicalText | None:
    """The cells of a text whose tables are all Markdown, or `None` where they are not."""
    if "|" not in text or not any(hyphens in text for hyphens in _IN_RULES) or not _RULE.search(text):
        return None
    kinds = classify.kinds
    parts: list[Part] = []
    for ruled, together in groupby(_blocks(text), lambda block: len(block) > 1 and block[1].rule):
        if ruled:
            parts.append(_tables(together, kinds, form))
            continue
        for raw in chain.from_iterable(together):
            if not raw.barred:
                paragraph = raw.text.strip()
                parts.append(part_of_line(paragraph, raw.start + raw.text.index(paragraph)) if paragraph else NO_CELL)
                continue
            line = _line((), *_fields(raw), None)
            if len(line.fields) > 1 and any(kinds[field].terminal in form.table_labels for field in line.fields):
                return None
            parts.append(part_of_lines([line]))
    return assemble(text, parts)


def _tables(blocks: Iterable[list[_Raw]], kinds: Mapping[str, Kind], form: Form) -> Part:
    """Tables that follow each other without a line between them."""
    together, rules = Fields("|", bare=True), list[tuple[_Rule, int]]()
    for block in blocks:
        rules.append((_rule(block[1].text), len(block)))
        for number, raw in enumerate(block):
            if number == 1:
                together.add([], [])
            elif "\\" in raw.text:
                together.add(*_fields(raw))
            else:
                together.add_line(raw.text, raw.start)

    def cut(together: Fields) -> list[Line]:
        of_lines = chain.from_iterable(repeat(rule, length) for rule, length in rules)
        return [_line(*line, rule) for line, rule in zip(together.lines(), of_lines, strict=True)]

    return cut_lines(together, cut, kinds, form, by=tuple(rules))


def _fields(raw: _Raw) -> tuple[list[str], list[int]]:
    """What stands between the bars of a line without the white space around it, and where it begins."""
    pieces = _BAR.split(raw.text)
    fields = bare(pieces)
    return fields, inner_starts(pieces, fields, field_starts(pieces, raw.start))


def _line(numbers: Sequence[int], fields: list[str], starts: list[int], rule: _Rule | None) -> Line:
    """A line without outer bars: those of the table's rule, and those that make the line longer than it."""
    first, behind = 0, len(fields)
    if behind > 1 and not fields[0] and (rule is None or rule.opens or behind > rule.places):
        first = 1
    if behind - first > 1 and not fields[-1] and (rule is None or rule.closes or behind - first > rule.places):
        behind -= 1
    return Line(fields[first:behind], starts[first:behind], rule is not None, numbers=numbers[first:behind])


def _blocks(text: str) -> Iterator[list[_Raw]]:
    """The lines of the text: each table with its lines together, each line without bars alone.

    Lines with bars that follow each other are one table, up to the line before the next rule.
    """
    block: list[_Raw] = []
    for start, line in split_lines(text):
        barred = "|" in line and ("\\" not in line or _BAR.search(line) is not None)
        ruled = barred and "-" in line and _RULE.fullmatch(text, start, start + len(line)) is not None
        below = ruled and len(block) > 1 and not block[-1].rule
        if block and (below or not barred):
            *above, head = block
            yield above if barred else block
            block = [head] if barred else []
        block.append(_Raw(start, line, barred, ruled))
        if not barred:
            yield block
            block = []
    if block:
        yield block


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
