"""Whether a text may be written in lines of fields, cheaply: most are not, and need no more of the layouts that are."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

DELIMITERS: Final = "\t,;"
#: What a row of a delimited table ends with: figures or nothing behind its last delimiter.
_AT_LINE_END: Final = {
    delimiter: re.compile(rf'{delimiter}[-+\d./ \u00a0"]{{0,60}}+\r?$', re.MULTILINE) for delimiter in DELIMITERS
}
_IN_RULES: Final = ("---", ":-", "-:")
_FEW_HYPHENS: Final = 8
#: What a row of aligned columns looks like: several spaces and a figure at the end of a line.
_LIKE_ROW: Final = [re.compile(rf"{spaces}[-+\d,./]+[ \u00a0]*\r?$", re.MULTILINE) for spaces in ("  ", "\u00a0\u00a0")]
_ROWS: Final = 4


def delimiters(text: str) -> list[str]:
    """Tabs, commas and semicolons, as far as they may part the fields of a text."""
    bars = text.count("|") if "|" in text else 0
    return [
        delimiter
        for delimiter in DELIMITERS
        if delimiter in text
        and not (bars and text.count(delimiter) <= bars)
        and _AT_LINE_END[delimiter].search(text) is not None
    ]


def may_be_ruled(text: str) -> bool:
    """Whether bars and anything of Markdown's rule of hyphens stand in a text; a few hyphens are looked at one by one."""
    if "|" not in text:
        return False
    place = text.find("-")
    for _ in range(_FEW_HYPHENS):
        if place < 0:
            return False
        if text.startswith(_IN_RULES, place) or text.startswith(_IN_RULES, place - 1):
            return True
        place = text.find("-", place + 1)
    return any(hyphens in text for hyphens in _IN_RULES)


def may_be_aligned(text: str) -> bool:
    """Whether enough lines of a text with hardly a bar look like rows of aligned columns."""
    if "|" in text and text.count("|") > _ROWS:
        return False
    found = 0
    for pattern in _LIKE_ROW:
        found += len(list(islice(pattern.finditer(text), _ROWS)))
    return found >= _ROWS
