"""Days and years as a report writes them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from govgrammar.fold import fold

_DIGITS: Final = str.maketrans("〇○◯零Oo一二三四五六七八九", "000000123456789")
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_WORDS: Final = re.compile(
    r"([〇○◯零Oo一二三四五六七八九0]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)


@lru_cache(maxsize=512)
def read_day(text: str) -> date | None:
    """The day that a field gives, such as `2023-01-16` or `二〇二三年一月六日`; `None` where it gives none."""
    folded = fold(text)
    match = _DAY.search(folded)
    if match:
        parts = tuple(int(part) for part in match.groups())
    else:
        match = _WORDS.search(folded)
        if match is None:
            return None
        parts = (read_year(match[1]), _small(match[2]), _small(match[3]))
    try:
        return date(*parts)
    except ValueError:
        return None


def read_year(digits: str) -> int:
    """A year of four digits, in figures or as 二〇二三."""
    return int(digits.translate(_DIGITS))


def _small(words: str) -> int:
    """A number below a hundred in Chinese numerals."""
    tens, ten, ones = words.rpartition("十")
    head = read_year(tens) if tens else 1
    return (head * 10 if ten else 0) + (read_year(ones) if ones else 0)
