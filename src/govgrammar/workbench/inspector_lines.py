"""The text as the inspector shows it: line by line, cut into pieces where marks begin and end.

Places are counted in UTF-16 code units, as a browser counts.  A character that nobody sees, or that would reorder or end
the text, is shown as a sign in its place, and its piece says which it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, field, frozen

from govgrammar.source import Source, Span

#: Categories of characters that are shown as a sign: controls, formats, halves of characters, line and paragraph signs.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SIGN: Final = "\ufffd"
_CONTROL_PICTURES: Final = 0x2400
_CONTROLS: Final = 0x20
#: A mark over more lines than these shows on the first of them.
_MOST_LINES: Final = 60


@frozen
class Piece:
    """A part of a line with the numbers of the marks that cover it, the widest first.  Without width: what stands there."""

    start: int
    end: int
    marks: tuple[int, ...]
    hidden: str = ""


@frozen
class ShownLine:
    """A line as it is shown, and its pieces in order; what no piece covers is not marked."""

    text: str
    pieces: tuple[Piece, ...]


def sign(character: str) -> str:
    """What stands for a character: itself, where one can see it."""
    if character == "\t" or unicodedata.category(character) not in _HIDDEN:
        return character
    return chr(_CONTROL_PICTURES + ord(character)) if ord(character) < _CONTROLS else _SIGN


def shown(text: str) -> str:
    """Text for a page, with a sign for every character that nobody sees."""
    return "".join(map(sign, text))


def hidden_name(character: str) -> str:
    """Number and name of a character that nobody sees."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def shown_lines(source: Source, spans: Sequence[Span]) -> Iterator[ShownLine]:
    """Every line of a source; `spans` are those of the marks, which are named by their place among them."""
    lines = list(source.lines())
    of_line = _by_line(source, spans, lines)
    for number, line in enumerate(lines):
        yield _line(source.slice(line), line, [(spans[mark], mark) for mark in of_line.get(number, ())])


def _by_line(source: Source, spans: Sequence[Span], lines: Sequence[Span]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for mark in sorted(range(len(spans)), key=lambda m: (spans[m].start, -spans[m].end, m)):
        span = spans[mark]
        first = source.position(span.start)[0] - 1
        for number in range(first, min(len(lines), first + _MOST_LINES)):
            if number > first and lines[number].start >= span.end:
                break
            found.setdefault(number, []).append(mark)
    return found


def _line(text: str, line: Span, marks: Sequence[tuple[Span, int]]) -> ShownLine:
    places = _Places.of(text)
    length = line.end - line.start
    within = [(min(length, max(0, s.start - line.start)), min(length, max(0, s.end - line.start)), m) for s, m in marks]
    without_width = {mark for span, mark in marks if span.start == span.end}
    points = [one for one in within if one[2] in without_width]
    wide = [one for one in within if one[0] < one[1]]
    hidden = {at for at, character in enumerate(text) if sign(character) != character}
    cuts = sorted(
        {0, length} | {edge for start, end, _ in within for edge in (start, end)} | hidden | {at + 1 for at in hidden}
    )
    pieces: list[Piece] = []
    upcoming, active = wide[::-1], list[tuple[int, int, int]]()
    standing = sorted(points, reverse=True)
    for number, start in enumerate(cuts):
        here = []
        while standing and standing[-1][0] == start:
            here.append(standing.pop()[2])
        if here:
            pieces.append(Piece(places[start], places[start], tuple(here)))
        if start == length:
            break
        end = cuts[number + 1]
        active = [one for one in active if one[1] > start]
        while upcoming and upcoming[-1][0] <= start:
            active.append(upcoming.pop())
        if active or start in hidden:
            ordered = tuple(mark for _, _, mark in sorted(active, key=lambda one: (one[0] - one[1], one[2])))
            name = hidden_name(text[start]) if start in hidden else ""
            pieces.append(Piece(places[start], places[end], ordered, name))
    return ShownLine(places.shown, tuple(pieces))


@define
class _Places:
    """A line as it is shown, and for each of its characters the place where it begins there."""

    shown: str
    starts: list[int] | None = field(default=None)

    @classmethod
    def of(cls, text: str) -> _Places:
        signs = [sign(character) for character in text]
        written = "".join(signs)
        if written.isascii() or max(written) < "\U00010000":
            return cls(written)
        starts = [0]
        for character in signs:
            starts.append(starts[-1] + (2 if character >= "\U00010000" else 1))
        return cls(written, starts)

    def __getitem__(self, place: int) -> int:
        return place if self.starts is None else self.starts[place]
