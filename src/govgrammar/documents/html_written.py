"""A page as the parser writes it out again.

The parser holds a text several times over.  In a long page, runs of characters that no markup is made of do not go through
it: a mark stands in for each, and the run takes its place again in what is written out.
"""

from __future__ import annotations

import re
from typing import Final

_LONG_PAGE: Final = 1_000_000
#: Characters that mean the same to the parser wherever they stand; a letter of ASCII can be a tag's or a reference's.
_RUN: Final = re.compile("[\u0100-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\uffef]{1000,}+")
#: A mark: characters that are none, which `fit_markup` leaves in no page.  A page can still name them by number.
_MARK: Final = "\ufde0"
_DIGITS: Final = "\ufde1\ufde2\ufde3\ufde4\ufde5\ufde6\ufde7\ufde8"
_MARKED: Final = re.compile(f"{_MARK}([{_DIGITS}]+){_MARK}")
_NUMBER: Final = str.maketrans(_DIGITS, "01234567")
_WRITTEN: Final = str.maketrans("01234567", _DIGITS)


def written_out(markup: str) -> str:
    """The page as the parser writes it out: every element closed, every attribute quoted, every `<` of a text escaped."""
    if len(markup) < _LONG_PAGE:
        return _parsed(markup)
    runs: list[str] = []

    def mark(match: re.Match[str]) -> str:
        runs.append(match.group())
        return f"{_MARK}{len(runs) - 1:o}{_MARK}".translate(_WRITTEN)

    written = _parsed(_RUN.sub(mark, markup))
    found = [int(digits.translate(_NUMBER), 8) for digits in _MARKED.findall(written)]
    if found != list(range(len(runs))):  # something in the page is shown twice, not at all, or looks like a mark
        return _parsed(markup)
    at = iter(runs)
    return _MARKED.sub(lambda _: next(at), written)


def _parsed(markup: str) -> str:
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 -- an extra

    return LexborHTMLParser(markup).html or ""
