"""The figures of running text: digits with 万, and Chinese numerals.  Whoever cannot be sure gets `None`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from attrs import frozen

_DIGITS: Final = re.compile(
    r"(?P<plain>[0-9]{1,3}(?:,[0-9]{3})+|0|[1-9][0-9]{0,11})(?P<decimals>\.[0-9]{1,6})?(?P<scale>[万亿])?"
)
#: The commonest figures by far.
_PLAIN: Final = re.compile(r"0|[1-9][0-9]{0,11}")
_SCALES: Final = {"万": 10_000, "亿": 100_000_000}
_ORDER: Final = "零一二三四五六七八九"
_ONES: Final = {character: value for value, character in enumerate(_ORDER)}
_UNITS: Final = {"千": 1000, "百": 100, "十": 10}
#: Units that stand first only before 余 or 多: 百余件.
_BARE: Final = "百千万"
_MYRIAD: Final = 10_000


@frozen
class Figure:
    """A number, and the place value of the last digit that is written: 10,000 for 3万, 1,000 for 1.2万, 1 for 37.

    `bare` says that a numeral begins without its first digit (百余件), `rounded` that it is written in 万 or 亿.
    """

    value: int | Decimal
    place: int | Decimal
    bare: bool = False
    rounded: bool = False


def read_figure(text: str) -> Figure | None:
    """The figure that folded text spells, or `None`."""
    if _PLAIN.fullmatch(text):
        return Figure(int(text), 1)
    match = _DIGITS.fullmatch(text)
    return _digits(match) if match else _numeral(text)


def last_place(value: int | Decimal, place: int | Decimal) -> int | Decimal:
    """The place value of the last digit that is not zero: 100 for 500, where nothing says that the noughts are counted."""
    if isinstance(value, int) and value:
        digits = str(value)
        return max(place, int(10 ** (len(digits) - len(digits.rstrip("0")))))
    return place


def _digits(match: re.Match[str]) -> Figure:
    plain, decimals, scale = match["plain"].replace(",", ""), match["decimals"] or "", match["scale"]
    times = _SCALES.get(scale or "", 1)
    place = Decimal(times).scaleb(-max(len(decimals) - 1, 0))
    value = Decimal(plain + decimals) * times
    if value != value.to_integral_value() or (decimals and not scale):
        return Figure(value, place, rounded=scale is not None)
    return Figure(int(value), max(1, int(place)), rounded=scale is not None)


def _numeral(text: str) -> Figure | None:
    """A Chinese numeral in full: 三百二十一, 一千零五, 一万二千, 廿一.

    三四 (three or four), 三百五 (350, or 305 to some) and digits in a row are left alone: a numeral counts only if its
    value is spelled in just that way.
    """
    plain = _plain(text)
    bare = plain[:1] in _BARE
    plain = f"一{plain}" if bare else plain
    high, myriad, low = plain.rpartition("万")
    upper, lower = (_value(high), _value(low)) if myriad else (0, _value(low))
    value = upper * _MYRIAD + lower
    if not 0 <= value < _MYRIAD * _MYRIAD or _spelled(value) != plain:
        return None
    return Figure(value, _MYRIAD if myriad and not low else 1, bare=bare, rounded=bool(myriad and not low))


def _plain(text: str) -> str:
    """One spelling of each: 二 for 两, 二十 for 廿, 一十 for 十."""
    plain = text.replace("两", "二").replace("廿", "二十").replace("卅", "三十")
    return f"一{plain}" if plain.startswith("十") else plain.replace("万十", "万一十").replace("零十", "零一十")


def _value(text: str) -> int:
    """What digits and units add up to, whatever their order."""
    total = digit = 0
    for character in text:
        if character in _UNITS:
            total, digit = total + digit * _UNITS[character], 0
        else:
            digit = _ONES.get(character, 0)
    return total + digit


def _spelled(value: int) -> str:
    """A number below 100,000,000 as it is written in full."""
    if value < _MYRIAD:
        return _spelled_below(value) or "零"
    upper, lower = divmod(value, _MYRIAD)
    gap = "零" if 0 < lower < _UNITS["千"] else ""
    return f"{_spelled_below(upper)}万{gap}{_spelled_below(lower)}"


def _spelled_below(value: int) -> str:
    text, gap = "", False
    for name, unit in (*_UNITS.items(), ("", 1)):
        digit, value = divmod(value, unit)
        if digit:
            text += f"{'零' if gap and text else ''}{_ORDER[digit]}{name}"
        gap = not digit
    return text
