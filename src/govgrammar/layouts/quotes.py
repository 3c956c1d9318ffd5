"""Fields between quotes, as delimited text has them: a delimiter or a line end in one separates nothing."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from govgrammar.layouts.telling import DELIMITERS

#: A delimiter between quotes, until the line is cut.
STAND_IN: Final = "\x00"
_LINE: Final = re.compile(r"[^\n\r]*(?:\r\n|[\n\r]|\Z)")
#: A quoted field with white space behind its quote, unless that is the delimiter.
_QUOTED: Final = {
    delimiter: re.compile(rf'"[^"]*+(?:""[^"]*+)*+"{space}*(?=\Z|[\n\r\t,;])')
    for delimiter, space in zip(DELIMITERS, ("[ ]", "[ \t]", "[ \t]"), strict=True)
}
_FIELD: Final = {delimiter: re.compile(rf"[^\n\r{delimiter}]*") for delimiter in DELIMITERS}


class QuotingLine(NamedTuple):
    """A line with fields between quotes: its characters with `STAND_IN` for each delimiter between quotes, how many fields it
    has, and the numbers of those between quotes.
    """

    line: str
    fields: int
    quoted: list[int]


def cut_quoting(line: str, delimiter: str) -> QuotingLine | None:
    """A line in which quotes stand around whole fields and nowhere else, or `None`.

    White space behind quotes is left to `quoted_fields`, and a line with `STAND_IN` cannot be told from one that was given it.
    """
    pieces = line.split('"')
    last = len(pieces) - 1
    if last % 2 or STAND_IN in line:
        return None
    quoted, count = list[int](), 0
    for number in range(0, last + 1, 2):
        outside = pieces[number]
        if number and not outside.startswith(delimiter) and (outside or number < last):
            return None
        count += outside.count(delimiter)
        if number < last:
            if not outside.endswith(delimiter) and (outside or number):
                return None
            quoted.append(count)
            pieces[number + 1] = pieces[number + 1].replace(delimiter, STAND_IN)
    return QuotingLine('"'.join(pieces), count + 1, quoted)


def unquoted(field: str, delimiter: str) -> str:
    """What stands between the quotes of a field of such a line."""
    return field[1:-1].replace(STAND_IN, delimiter)


def quoted_fields(text: str, start: int, delimiter: str, limit: int) -> tuple[list[str], list[int], int]:
    """The fields of the line that begins at `start`, quotes left out; where they begin, and where the next line begins.

    No quoted field reaches beyond `limit`.
    """
    fields: list[str] = []
    starts: list[int] = []
    place, between_quotes = start, _QUOTED[delimiter]
    while True:
        quoted = between_quotes.match(text, place, limit)
        if quoted:
            end = quoted.end()
            fields.append(quoted.group().rstrip()[1:-1])
            starts.append(place + 1)
        else:
            plain = _FIELD[delimiter].match(text, place)
            end = plain.end() if plain else place
            fields.append(text[place:end])
            starts.append(place)
        if text[end : end + 1] != delimiter:
            break
        place = end + 1
    line = _LINE.match(text, end)
    behind = line.end() if line else len(text)
    if text[end:behind].strip():  # a quote that ends inside of a field
        return [text[start:behind].rstrip("\r\n")], [start], behind
    return fields, starts, behind
