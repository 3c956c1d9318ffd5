"""How much of one text stands in another: by shingles, with the passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from govgrammar.fold import kept_places, key, squeeze
from govgrammar.model.report import AnnualReport, NarrativeSection
from govgrammar.source import Span

#: Characters that must stand together in both texts: longer than a phrase that all such reports share.
_SHINGLE: Final = 13
_DIGIT: Final = re.compile(r"[0-9〇一二三四五六七八九十百千万零两]+")
_NARRATIVES: Final = ("overview", "problems_and_improvements", "other_matters")


@frozen
class Overlap:
    """What a text shares with another: `shared` of `length` characters, and the passages in the first text."""

    length: int
    shared: int
    passages: tuple[Span, ...]

    @property
    def ratio(self) -> float:
        """The part of the first text that stands in the second."""
        return self.shared / self.length if self.length else 0.0


def sections_of(report: AnnualReport) -> Iterator[NarrativeSection]:
    """The narratives of a report."""
    found = (getattr(report, name) for name in _NARRATIVES)
    yield from (section for section in found if section is not None)


def overlap(report: AnnualReport, other: AnnualReport) -> Overlap:
    """How much of a report's narratives stands in another's.  Figures do not count: a new year has new ones."""
    known = {shingle for section in sections_of(other) for shingle in _shingles(_comparable(section.text)[0])}
    length = shared = 0
    passages: list[Span] = []
    for section in sections_of(report):
        text, places = _comparable(section.text)
        length += len(text)
        for begin, end in _runs(text, known):
            shared += end - begin
            start = section.span.start
            passages.append(Span(start + places[begin], start + places[end - 1] + 1))
    return Overlap(length, shared, tuple(passages))


def _comparable(text: str) -> tuple[str, list[int]]:
    """The text without spaces, stops and figures, and where each of its characters stands."""
    folded = squeeze(text)
    figures = {i for match in _DIGIT.finditer(folded) for i in range(match.start(), match.end())}
    kept = [(c, place) for i, (c, place) in enumerate(zip(folded, kept_places(text), strict=False))
            if i not in figures and key(c)]  # fmt: skip
    return "".join(c for c, _ in kept), [place for _, place in kept]


def _shingles(text: str) -> Iterator[str]:
    return (text[i : i + _SHINGLE] for i in range(len(text) - _SHINGLE + 1))


def _runs(text: str, known: set[str]) -> Iterator[tuple[int, int]]:
    """Ranges of a text that are covered by known shingles."""
    begin = end = -1
    for place, shingle in enumerate(_shingles(text)):
        if shingle not in known:
            continue
        if place > end:
            if end > begin:
                yield begin, end
            begin = place
        end = place + _SHINGLE
    if end > begin:
        yield begin, end
