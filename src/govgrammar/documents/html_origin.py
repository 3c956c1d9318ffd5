"""The place in the markup behind a span of the text.

The parser does not say where in the markup a text stood.  So when the first place is asked for, the markup is parsed once
more with a mark before each run of text, and what comes out must be the same page but for the marks; else there is no place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from html import unescape
from itertools import pairwise
from typing import Final, NamedTuple

from attrs import frozen

from govgrammar.documents.blocks import Part
from govgrammar.documents.html_scan import TAG
from govgrammar.source import Origin

_WHITE: Final = " \t\n\r\f"
#: Characters that are none, which `fit_markup` leaves in no page: they enclose a number, and write its digits.
_MARK: Final = "\ufdd3"
_DIGITS: Final = "\ufdd4\ufdd5\ufdd6\ufdd7\ufdd8\ufdd9\ufdda\ufddb"
_MARKED: Final = re.compile(f"{_MARK}([{_DIGITS}]+){_MARK}")
_NUMBER: Final = str.maketrans(_DIGITS, "01234567")
_WRITTEN: Final = str.maketrans("01234567", _DIGITS)
_UNIT: Final = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*;?)|(?s:.)")
#: What the reader itself writes into a text: between cells of a row, around what is struck out, for a picture.
_ADDED: Final = frozenset("|~\ufffc")


class Placed(NamedTuple):
    """One character and the range of the markup that spells it."""

    character: str
    start: int
    end: int


@frozen(slots=False, eq=False)
class Origins:
    """Finds the places of one page: its markup, the pieces it was read from, and what makes pieces of markup."""

    markup: str
    pieces: list[str]
    cut: Callable[[str], list[str]]

    def locate(self, parts: Sequence[Part]) -> Origin | None:
        """The range of the markup behind parts of blocks; `None` where nobody can say."""
        places: list[tuple[int, int]] = []
        for runs, text, first, last in parts:
            spelled = self._spelled(runs, text) if runs else None
            if spelled is None:
                return None
            own = [place for place in spelled[first:last] if place is not None]
            if first == last:
                before = next((place[1] for place in reversed(spelled[:first]) if place), None)
                at = next((place[0] for place in spelled[first:] if place), before)
                own = [] if at is None else [(at, at)]
            places += own
        if not places or any(one[1] > other[0] for one, other in pairwise(places) if one != other):
            return None
        return Origin("html", places[0][0], places[-1][1])

    def _spelled(self, runs: Iterable[int], text: str) -> list[tuple[int, int] | None] | None:
        """For each character of a block's text its range; `None` where the runs do not spell the text."""
        placed: list[Placed] = []
        for run in runs:
            found = self._of_piece(run)
            if found is None:
                return None
            placed += found
        spelled: list[tuple[int, int] | None] = []
        at = 0
        for character in text:
            if character in _WHITE:
                spelled.append(None)
            elif at < len(placed) and placed[at].character == character:
                spelled.append((placed[at].start, placed[at].end))
                at += 1
            elif character in _ADDED:
                spelled.append(None)
            else:
                return None
        return spelled if at == len(placed) else None

    def _of_piece(self, number: int) -> list[Placed] | None:
        """The characters of a piece of text, white space left out, each with its range."""
        marked = self._marked
        if marked is None:
            return None
        before, *parts = _MARKED.split(marked[number])
        if before.strip(_WHITE):
            return None
        placed: list[Placed] = []
        for digits, text in zip(parts[::2], parts[1::2], strict=True):
            start, end = self._runs[int(digits.translate(_NUMBER), 8)]
            own = [one for one in _decoded(self.markup, start, end) if one.character not in _WHITE]
            if "".join(one.character for one in own) != "".join(c for c in unescape(text) if c not in _WHITE):
                return None
            placed += own
        return placed

    @cached_property
    def _runs(self) -> list[tuple[int, int]]:
        """The ranges of the markup that are text, each from its first visible character on."""
        runs, at, markup = [], 0, self.markup
        for start, end in [*(match.span() for match in TAG.finditer(markup)), (len(markup), len(markup))]:
            run = markup[at:start]
            seen = len(run) - len(run.lstrip(_WHITE))
            if seen < len(run):
                runs.append((at + seen, start))
            at = end
        return runs

    @cached_property
    def _marked(self) -> list[str] | None:
        """The pieces of the page with marks in them; `None` where marks change the page."""
        markup, at, out = self.markup, 0, []
        for number, (start, _) in enumerate(self._runs):
            out += [markup[at:start], _MARK, f"{number:o}".translate(_WRITTEN), _MARK]
            at = start
        pieces = self.cut("".join([*out, markup[at:]]))
        same = len(pieces) == len(self.pieces) and all(
            _MARKED.sub("", piece) == own for piece, own in zip(pieces, self.pieces, strict=True)
        )
        return pieces if same else None


def _decoded(markup: str, start: int, end: int) -> Iterator[Placed]:
    """The characters that a run of markup spells, each with its range; those of one reference share it."""
    for match in _UNIT.finditer(markup, start, end):
        unit = match.group()
        if len(unit) == 1:
            yield Placed(unit, *match.span())
            continue
        text, first = unescape(unit), match.start()
        used = _reference(unit, text)
        rest = len(unit) - used
        for character in text[: len(text) - rest]:
            yield Placed(character, first, first + used)
        for place in range(first + used, match.end()):
            yield Placed(markup[place], place, place + 1)


def _reference(unit: str, text: str) -> int:
    """How much of `&…` is a reference: one without a semicolon may have letters behind it."""
    if text == unit:
        return 0
    return next((n for n in range(2, len(unit)) if unescape(unit[:n]) + unit[n:] == text != unit), len(unit))
