"""Markdown tables: a row a line, bars between its places and perhaps around them, a rule of hyphens below the first row.

Every line holds all of its places: a cell's place is its column.  A text is read so where each of its lines with bars and a
label of the form belongs to such a table; others are read by their bars alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from govgrammar.form import Form
from govgrammar.layouts.lines import BYTE_ORDER_MARK, Classify, Field, Line, assemble, without_repeats
from govgrammar.layouts.physical import PhysicalText
from govgrammar.layouts.sheet import Sheet

_LINE: Final = re.compile(r"[^\n\r]*(?:\r\n|[\n\r]|\Z)")
_BAR: Final = re.compile(r"(?<!\\)\|")
#: Fewer than three hyphens are figures that do not apply.
_HYPHENS: Final = r"[ \t]*(?::-+:?|-+:|---+)[ \t]*"
_IN_RULES: Final = ("---", ":-", "-:")
_RULE: Final = re.compile(rf"^[ \t]*(?=[^\n\r|]*\|)\|?{_HYPHENS}(?:\|{_HYPHENS})*\|?[ \t]*\r?$", re.MULTILINE)


class _Rule(NamedTuple):
    """The line of hyphens below a table's first row: its places, and whether bars open and close it."""

    places: int
    opens: bool
    closes: bool


def cut_markdown(text: str, classify: Classify, form: Form) -> PhysicalText | None:
    """The cells of a text whose tables are all Markdown, or `None` where they are not."""
    if "|" not in text or not any(hyphens in text for hyphens in _IN_RULES) or not _RULE.search(text):
        return None
    lines: list[Line] = []
    for block in _blocks(text):
        rule = _rule(text, block)
        ruled = rule is not None
        for number, (a, b) in enumerate(block):
            fields = [] if ruled and number == 1 else _fields(text, a, b, rule)
            if (
                not ruled
                and len(fields) > 1
                and any(classify(text[c:d]).terminal in form.table_labels for c, d in fields)
            ):
                return None
            lines.append(Line(fields, cut=ruled))
    return assemble(text, without_repeats(text, lines, classify, form))


def _blocks(text: str) -> Iterator[list[Field]]:
    """The lines of the text without their ends: each table with its lines together, each line without bars alone.

    Lines with bars that follow each other are one table, up to the line before the next rule.
    """
    block: list[Field] = []
    for match in _LINE.finditer(text, int(text.startswith(BYTE_ORDER_MARK))):
        if not match.group():
            continue
        start, end = match.start(), match.start() + len(match.group().rstrip("\n\r"))
        barred = _BAR.search(text, start, end) is not None
        below = len(block) > 1 and not _RULE.fullmatch(text, *block[-1]) and _RULE.fullmatch(text, start, end)
        if block and (below or not barred):
            *above, head = block
            yield above if barred else block
            block = [head] if barred else []
        block.append((start, end))
        if not barred:
            yield block
            block = []
    if block:
        yield block


def _rule(text: str, block: list[Field]) -> _Rule | None:
    """The rule of a table, if its second line is one."""
    if len(block) == 1 or not _RULE.fullmatch(text, *block[1]):
        return None
    line = text[slice(*block[1])].strip()
    opens, closes = line.startswith("|"), line.endswith("|")
    return _Rule(line.count("|") + 1 - opens - closes, opens, closes)


def _fields(text: str, start: int, end: int, rule: _Rule | None) -> list[Field]:
    """The places of a line's fields, outer bars left out: those of the rule, and those that make the line longer than it."""
    bars = [match.start() for match in _BAR.finditer(text, start, end)]
    fields = [_bare(text, a + 1, b) for a, b in pairwise([start - 1, *bars, end])]
    if len(fields) > 1 and fields[0][0] == fields[0][1] and (rule is None or rule.opens or len(fields) > rule.places):
        del fields[0]
    if (
        len(fields) > 1
        and fields[-1][0] == fields[-1][1]
        and (rule is None or rule.closes or len(fields) > rule.places)
    ):
        del fields[-1]
    return fields


def _bare(text: str, start: int, end: int) -> Field:
    """A field without the white space around it."""
    cell = text[start:end]
    start += len(cell) - len(cell.lstrip())
    return start, start + len(cell.strip())


# ---- writing ----


def write_markdown(sheet: Sheet) -> str:
    """A Markdown table; the places that a span takes are empty cells."""
    head, *body = (f"| {' | '.join(texts)} |" for texts in sheet.texts)
    return "\n".join([head, f"|{'---|' * sheet.width}", *body])
