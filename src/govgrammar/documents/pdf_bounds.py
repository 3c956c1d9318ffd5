"""What the tables of a font may name, looked at before pdfminer writes it out code by code.

A range of characters, widths or glyphs is a few bytes in a file and as many entries as it likes in memory; a list of
references to lists of references has no end at all.  Tables come out of here as plain numbers, or not at all.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, Final

#: Codes that all ranges of one character map, width table or font name together.
MOST_CODES: Final = 200_000
#: A map of all characters that there are is half as long.
_MOST_MAP: Final = 2_000_000
_RANGES: Final = re.compile(rb"begin(?:bf|cid)range(.*?)(?:end(?:bf|cid)range|\Z)", re.DOTALL)
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f\s]{1,64})>\s*<([0-9A-Fa-f\s]{1,64})>\s*(?:<[0-9A-Fa-f\s]*>|\[[^\]]*\]|\d+)")
_SUBTABLES: Final = 32
_SEGMENTED, _COUNTED, _GROUPED = 4, 10, 12
#: The other kinds of tables hold no more codes than two bytes can name.
_PLAIN_CODES: Final = 65_536


def map_cost(data: bytes) -> int:
    """The codes that the ranges of a character map name; more than `MOST_CODES` where it is not to be read at all."""
    if len(data) > _MOST_MAP:
        return MOST_CODES + 1
    total = 0
    for match in chain.from_iterable(_RANGE.finditer(found[1]) for found in _RANGES.finditer(data)):
        low, high = (int(b"".join(group.split()) or b"0", 16) for group in match.groups())
        total += max(0, high - low)
        if total > MOST_CODES:
            break
    return total


def plain_widths(
    table: Any, resolve: Callable[[Any], Any], *, numbers: int = 3
) -> tuple[list[int | float | list[int | float | None]], int] | None:
    """A table of widths as numbers and lists of numbers, and how many codes it names; `None` where these are too many.

    `numbers` is how many stand together where a range of codes has one width.
    """
    if not isinstance(table, list) or len(table) > MOST_CODES:
        return None
    made: list[int | float | list[int | float | None]] = []
    open_numbers: list[int | float] = []
    count = len(table)
    for entry in table:
        value = resolve(entry)
        if isinstance(value, list):
            open_numbers = []
            count += len(value)
            if count > MOST_CODES:
                return None
            made.append(plain_numbers(value, resolve))
        elif isinstance(value, int | float):
            open_numbers.append(value)
            if len(open_numbers) == numbers:
                count += int(max(0, min(open_numbers[1] - open_numbers[0], MOST_CODES)))
                open_numbers = []
            made.append(value)
        if count > MOST_CODES:
            return None
    return made, count


def plain_numbers(values: Iterable[Any], resolve: Callable[[Any], Any]) -> list[int | float | None]:
    """Values as numbers; what is none is `None`."""
    return [value if isinstance(value := resolve(entry), int | float) else None for entry in values]


def font_cost(data: bytes) -> int:
    """The codes that all tables for characters of a TrueType font name; none where it has none that can be read."""
    try:
        return _font_cost(data)
    except struct.error:
        return 0


def _font_cost(data: bytes) -> int:
    (tables,) = struct.unpack_from(">H", data, 4)
    places = [struct.unpack_from(">4sLLL", data, 12 + 16 * n) for n in range(min(tables, (len(data) - 12) // 16))]
    begin = next((place for name, _, place, _ in reversed(places) if name == b"cmap"), None)
    if begin is None:
        return 0
    (count,) = struct.unpack_from(">H", data, begin + 2)
    if count > _SUBTABLES:
        return MOST_CODES + 1
    total = 0
    for number in range(count):
        (place,) = struct.unpack_from(">L", data, begin + 8 + 8 * number)
        total += _codes_of(data, begin + place)
        if total > MOST_CODES:
            break
    return total


def _codes_of(data: bytes, place: int) -> int:
    """The codes that one table for characters names."""
    (kind,) = struct.unpack_from(">H", data, place)
    if kind == _SEGMENTED:
        count = struct.unpack_from(">H", data, place + 6)[0] // 2
        ends = struct.unpack_from(f">{count}H", data, place + 14)
        begins = struct.unpack_from(f">{count}H", data, place + 16 + 2 * count)
        return sum(max(0, end - begin + 1) for begin, end in zip(begins, ends, strict=True))
    if kind == _GROUPED:
        count = int(struct.unpack_from(">L", data, place + 12)[0])
        if count > MOST_CODES:
            return MOST_CODES + 1
        groups = struct.iter_unpack(
            ">LLL", data[place + 16 : place + 16 + 12 * min(count, (len(data) - place - 16) // 12)]
        )
        return count + sum(max(0, int(end) - int(begin) + 1) for begin, end, _ in groups)
    if kind == _COUNTED:
        return int(struct.unpack_from(">L", data, place + 16)[0])
    return _PLAIN_CODES
