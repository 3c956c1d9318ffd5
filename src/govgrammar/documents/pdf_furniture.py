"""Page numbers and running heads: what stands in the margins of a page and belongs to no paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from govgrammar.documents.pdf_text import Line

#: The margins, in parts of the page's height.
_UPPER: Final = 0.12
_LOWER: Final = 0.88
#: The gap between a bare number in a margin and the text, in its size.
_AWAY: Final = 1.2
_NEAR: Final = 3.0
_DASHES: Final = r"[-–—―~·•\s]*"
_NUMBER: Final = re.compile(
    rf"(?P<before>{_DASHES}(?:第|[Pp](?:age|\.)?)?\s*)(?P<number>\d{{1,4}})(?P<behind>\s*页?\s*(?:(?:[/／,，共]|of)[\s共]*\d{{1,4}}\s*页?)?{_DASHES})"
)
_DIGITS: Final = re.compile(r"\d+")

#: A page's lines outside tables, its height, and where its tables begin and end.
Sheet = tuple[Sequence[Line], float, float, float]


def furniture(sheets: Sequence[Sheet]) -> set[int]:
    """Which lines are page numbers and running heads, by identity.

    A page number is a number alone in a margin that has dashes or words of its own, stands away from the text, or counts
    on from page to page.  A running head stands at the same place of the next page, or the one after it, with the same
    words; figures in it may differ.
    """
    numbers = [_numbers(sheet) for sheet in sheets]
    steps: dict[int, int] = {}
    for page, found in enumerate(numbers):
        for step in {value - page for _, value, _ in found}:
            steps[step] = steps.get(step, 0) + 1
    dropped = {
        id(line)
        for page, found in enumerate(numbers)
        for line, value, sure in found
        if sure or steps.get(value - page, 0) > 1
    }
    margins = [_margins(sheet) for sheet in sheets]
    for page, heads in enumerate(margins):
        for other in margins[page + 1 : page + 3]:
            for name in heads.keys() & other.keys():
                dropped.update((id(heads[name]), id(other[name])))
    return dropped


def _outer(sheet: Sheet) -> list[Line]:
    """Lines in the margins, beyond all tables."""
    lines, height, first, last = sheet
    return [
        line
        for line in lines
        if (line.bottom <= _UPPER * height and line.bottom <= first)
        or (line.top >= _LOWER * height and line.top >= last)
    ]


def _numbers(sheet: Sheet) -> list[tuple[Line, int, bool]]:
    """Numbers alone in the margins, and whether each is a page number whatever the other pages say."""
    found = []
    for line in _outer(sheet):
        match = _NUMBER.fullmatch(line.text.strip())
        if match is None:
            continue
        dressed = bool(match["before"].strip() or match["behind"].strip())
        found.append((line, int(match["number"]), dressed or _is_away(line, sheet)))
    return found


def _is_away(line: Line, sheet: Sheet) -> bool:
    """Whether a line stands away from everything else on its page."""
    lines, _, first, last = sheet
    gaps = [max(other.top - line.bottom, line.top - other.bottom) for other in lines if other is not line]
    gaps += [max(first - line.bottom, line.top - last)] if first <= last else []
    return bool(gaps) and min(gaps) >= _AWAY * line.size


def _margins(sheet: Sheet) -> dict[tuple[str, int], Line]:
    return {
        (_DIGITS.sub("#", line.text), round(line.top / _NEAR)): line
        for line in _outer(sheet)
        if not line.text.strip().isdigit()
    }
