"""Where the paragraphs and sentences of a narrative begin and end, found around what may matter: most of the text is never cut."""

from __future__ import annotations

import re
from typing import Final

#: Where a line ends and its sentence goes on: behind a line that may have been wrapped, before one that begins no item.
_WRAPPED: Final = re.compile(
    r"\n(?:(?<=[^\s。;；!！?？:：]{18}\n)|(?<=[^\s。;；!！?？:：]{18}\r\n))(?=[^\s])(?![(（]?[0-9一二三四五六七八九十]{1,3}[)）、.．是])"
)
#: So many characters before and behind a part of a text have a say in where its lines go on.
BEFORE: Final = 20
BEHIND: Final = 6
#: Behind these no line goes on.
_NOT_WRAPPED: Final = frozenset("。\n ;；!！?？:：")
_STOP: Final = "。"
#: The other signs at the end of a sentence.
_SIGNS: Final = ";；!！?？"
ENDS: Final = _STOP + _SIGNS
_END: Final = re.compile(f"[{ENDS}]")


def paragraph_around(text: str, place: int, start: int, stop: int) -> tuple[int, int]:
    """The paragraph that holds a place: its line, with those before and behind that a wrapped line makes one with it."""
    begin = text.rfind("\n", start, place)
    while begin >= 0 and text[begin - 1] not in _NOT_WRAPPED and _WRAPPED.match(text, begin):
        begin = text.rfind("\n", start, begin)
    end = text.find("\n", place, stop)
    while end >= 0 and text[end - 1] not in _NOT_WRAPPED and _WRAPPED.match(text, end):
        end = text.find("\n", end + 1, stop)
    return max(begin + 1, start), stop if end < 0 else end


def sentence_around(text: str, place: int, start: int, stop: int) -> tuple[int, int]:
    """The sentence that holds a place between two others, without the sign at its end."""
    start = max(start, text.rfind(_STOP, start, place) + 1)
    before = text[start:place]
    for sign in _SIGNS:
        if sign in before:
            start = max(start, text.rfind(sign, start, place) + 1)
    end = _END.search(text, place, stop)
    return start, end.start() if end else stop
