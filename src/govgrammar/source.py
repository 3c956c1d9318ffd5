"""A document's text as it was given, and places in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Final

from attrs import field, frozen

_LINE_END: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_LINE_ENDS: Final = "\r\n\x0b\x0c\x85\u2028\u2029"


@frozen(order=True)
class Span:
    """A half-open range of characters of `Source.text`.  Zero width where something stands that nobody wrote."""

    start: int
    end: int


@frozen
class Origin:
    """A place in the file that a text was extracted from.

    `start` and `end` are characters of the decoded text, for `text` and `html`: for HTML of its markup.  `page` counts from
    1, and `box` is left, top, right and bottom in points from the page's upper left corner, for `pdf`.  `part` names the
    place in words of the file's own, for `docx` and `xlsx` (`table 2, row 3, cell 4`; `Sheet1!B4`).  `more` are further
    places, where the span runs on over a page or over several cells.
    """

    kind: str
    start: int | None = None
    end: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    part: str | None = None
    more: tuple[Origin, ...] = ()


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal: two for a Chinese character, none for a combining mark."""
    return len(text) if text.isascii() else sum(map(_width, text))


@lru_cache(maxsize=1 << 14)
def _width(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200b\u200c\u200d\u2060\ufeff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@frozen(slots=False)
class Source:
    """The text that every span indexes.  For text this is the caller's own string, unchanged; for a file of another kind it
    is the text that was extracted, and `origin` gives the place in the file.

    `encoding` and `reason` say how bytes became text; both are `None` where the caller gave a `str`, and for files whose
    kind leaves no choice.  `cut` holds the physical cells where the file's own tables cut the text into them: the text alone
    does not show which places a cell takes.
    """

    text: str
    name: str | None = None
    encoding: str | None = None
    reason: str | None = None
    kind: str = "text"
    locator: Callable[[Span], Origin | None] | None = field(default=None, eq=False, repr=False)
    cut: object = field(default=None, eq=False, repr=False)

    def origin(self, span: Span) -> Origin | None:
        """The place in the original behind a span: characters of a text or of HTML markup, page and box of a PDF, the
        place in words for DOCX and XLSX.

        `None` where the file has no such place, and for a result that was read back from data.
        """
        if self.locator is not None:
            return self.locator(span)
        return Origin("text", span.start, span.end) if self.kind == "text" else None

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a place, both from 1, in characters."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def lines(self) -> Iterator[Span]:
        """Each line's characters, without its end."""
        return (self._line(number) for number in range(len(self._line_starts)))

    def line_of(self, offset: int) -> Span:
        """The line on which a place is, without its end."""
        return self._line(bisect_right(self._line_starts, offset) - 1)

    def _line(self, number: int) -> Span:
        begin = self._line_starts[number]
        stop = self._line_starts[number + 1] if number + 1 < len(self._line_starts) else len(self.text)
        return Span(begin, begin + len(self.text[begin:stop].rstrip(_LINE_ENDS)))

    def line(self, number: int) -> Span | None:
        """The characters of a line, counted from 1, its line end included; `None` where there is no such line."""
        if not 1 <= number <= len(self._line_starts):
            return None
        ends = [*self._line_starts[number : number + 1], len(self.text)]
        return Span(self._line_starts[number - 1], ends[0])

    def slice(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]

    def excerpt(self, span: Span, *, width: int = 72) -> str:
        """The line of a span and a marker under it that lines up below Chinese characters as well."""
        line = self.line_of(span.start)
        begin, end_of_line = line.start, line.end
        first = max(begin, min(span.start, end_of_line) - width // 2)
        last = min(end_of_line, first + width)
        shown = "".join(_visible(c) for c in self.text[first:last])
        before = "".join(_visible(c) for c in self.text[first : span.start])
        marked = "".join(_visible(c) for c in self.text[span.start : min(span.end, last)])
        return f"{shown}\n{' ' * display_width(before)}{'^' * max(1, display_width(marked))}"


def _visible(character: str) -> str:
    """A control character or a lone surrogate would break a terminal; show that something is there."""
    if character == "\t":
        return " "
    return "\ufffd" if unicodedata.category(character) in {"Cc", "Cs"} else character
