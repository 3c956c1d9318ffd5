"""The figures of running text: digits with 万, and Chinese numerals.  Whoever cannot be sure gets `None`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from attrs import frozen

_DIGITS: Final = re.compile(
    r"(?P<plain>[0-9]{1,3}(?:,[0-9]{3})+|0|[1-9][0-9]{0,11})(?P<decimals>\.[0-9]{1,6})?(?P<scale>[万亿])?"
)
_SCALES: Final = {"万": 10_000, "亿": 100_000_000}
_ONES: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS: Final = {"廿": 20, "卅": 30}
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
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

    三四 (three or four), 三百五 (350, or 305 to some) and digits in a row are left alone.
    """
    high, myriad, low = text.rpartition("万")
    upper = _below_myriad(high) if high else 1
    lower = _below_myriad(low) if low else 0
    if upper is None or lower is None or "万" in high or not text or text == "零零":
        return None
    if myriad and low and low[0] != "零" and "千" not in low:
        return None
    value = upper * _MYRIAD + lower if myriad else lower
    bare = text[0] in "百千万"
    return Figure(value, _MYRIAD if myriad and not low else 1, bare=bare, rounded=False)


def _below_myriad(text: str) -> int | None:
    if text == "零":
        return 0
    total, digit, smallest, gap = 0, None, _MYRIAD, False
    for index, character in enumerate(text):
        if character == "零":
            if digit is not None or gap or index == len(text) - 1:
                return None
            gap = True
        elif character in _TENS:
            if digit is not None or smallest <= _UNITS["十"]:
                return None
            total, smallest = total + _TENS[character], 10
        elif character in _UNITS:
            unit = _UNITS[character]
            if unit >= smallest or (digit is None and index and not (unit == _UNITS["十"] and gap)):
                return None
            total, smallest, digit, gap = total + (1 if digit is None else digit) * unit, unit, None, False
        elif digit is None and (not total or smallest == _UNITS["十"] or gap or _another_unit(text, index)):
            digit = _ONES[character]
            if not digit:
                return None
        else:
            return None
    return total + (digit or 0)


def _another_unit(text: str, index: int) -> bool:
    return index + 1 < len(text) and text[index + 1] in _UNITS
