"""The facts of a report's narrative sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from govgrammar.fold import kept_places, squeeze
from govgrammar.form import Form, load_form
from govgrammar.model.report import AnnualReport
from govgrammar.narrative.clauses import ClauseReader, Ground, Stated
from govgrammar.narrative.fact import Fact
from govgrammar.narrative.figures import Figure, last_place, read_figure
from govgrammar.narrative.words import Narrator, narrator
from govgrammar.source import Span
from govgrammar.wording import Wording

TRIGGER: Final = "TRIGGER"
#: A paragraph: lines that go on without a sign at their end, each long enough to have been wrapped, are one.
_PARAGRAPH: Final = re.compile(
    r"(?:[^\r\n]|(?<=[^\s。;；!！?？:：]{18})\r?\n(?=[^\s])(?![(（]?[0-9一二三四五六七八九十]{1,3}[)）、.．是]))+"
)
_SENTENCE: Final = re.compile(r"[^。;；!！?？]+")
#: Nobody writes a sentence this long; what comes without any sign is not read.
_LONGEST: Final = 2_000
#: A line without a figure that is no longer than this may head what follows.
_HEADING: Final = 30
_MONEY_UNIT: Final = re.compile(r"万?元")


def read_facts(report: AnnualReport, form: Form | None = None, chosen: Narrator | None = None) -> tuple[Fact, ...]:
    """The facts that a report's narratives state, in the order of the text, with spans in the source text.

    Read are the preamble, the sections of text, and the notes beside tables.  A clause that is not understood gives no fact.
    """
    form = form or load_form()
    text = report.store.text
    reader = FactReader(chosen or narrator(), Wording(form), report.organ, report.report_year)
    return tuple(
        sorted(
            (fact for name, span in sections(report) for fact in reader.read(text, span, name)),
            key=lambda fact: fact.span,
        )
    )


def sections(report: AnnualReport) -> Iterator[tuple[str, Span]]:
    """The narrative sections of a report by name, each with its place."""
    preamble = report.where("preamble")
    if report.preamble and preamble:
        yield "preamble", preamble
    for name in ("overview", "problems_and_improvements", "other_matters"):
        section = getattr(report, name)
        if section is not None:
            yield name, section.span
    for name, note in report.notes.items():
        yield name, note.span


@frozen
class FactReader:
    """Reads facts from text, for a report of this organ on this year."""

    narrator: Narrator
    wording: Wording
    organ: str | None = None
    year: int | None = None

    def read(self, text: str, span: Span, section: str) -> Iterator[Fact]:
        """The facts of a part of a text, in order."""
        if self.narrator.mentions(TRIGGER, text, span.start, span.end) is None:
            return
        organ = squeeze(self.organ) if self.organ else None
        clauses = ClauseReader(self.narrator, organ, self.year)
        heading: str | None = None
        for paragraph in _PARAGRAPH.finditer(text, span.start, span.end):
            place = Span(*paragraph.span())
            topic, heading = heading, None
            if self.narrator.mentions(TRIGGER, text, place.start, place.end) is None:
                continue
            ground = Ground(topic=topic)
            facts = list(self._paragraph(text, place, section, clauses, ground))
            yield from facts
            if not facts and place.end - place.start <= _HEADING and "。" not in paragraph.group():
                heading = ground.topic

    def _paragraph(
        self, text: str, place: Span, section: str, clauses: ClauseReader, ground: Ground
    ) -> Iterator[Fact]:
        for match in _SENTENCE.finditer(text, place.start, place.end):
            start, end = match.span()
            if self.narrator.mentions(TRIGGER, text, start, end) is None:
                ground.lose()
            elif end - start <= _LONGEST:
                raw = match.group()
                yield from self._facts(raw, start, section, list(clauses.read(self.wording(squeeze(raw)), ground)))
            else:
                ground.lose()
            ground.next_sentence()

    def _facts(self, raw: str, start: int, section: str, stated: list[Stated]) -> Iterator[Fact]:
        if not stated:
            return
        places = kept_places(raw)
        for one in stated:
            fact = self._fact(raw, start, places, section, one)
            if fact is not None:
                yield fact

    def _fact(self, raw: str, start: int, places: list[int], section: str, stated: Stated) -> Fact | None:
        words = stated.clause.words
        span = Span(start + places[words[0].start], start + places[words[-1].end - 1] + 1)
        kind, index = stated.statement.kind, stated.statement.number
        if index is None:
            dates = next((word for word in words if word.terminal in self.narrator.named("_dates")), None)
            found = dates and Span(start + places[dates.start], start + places[dates.end - 1] + 1)
            return Fact(kind, None, True, None, None, None, stated.year, section, span, found)
        begin, end = places[words[index].start], places[words[index].end - 1] + 1
        written = raw[begin:end]
        figure = read_figure(squeeze(written))
        if figure is None or end - begin != words[index].end - words[index].start or "，" in written:
            return None
        kinds = frozenset(word.terminal for word in words)
        if figure.bare and not kinds & self.narrator.named("_bare_numeral"):
            return None
        money = next((word for word in words if word.terminal in self.narrator.named("_unit_of_money")), None)
        if money is None and not isinstance(figure.value, int):
            return None
        unit = None if money is None else self._unit(squeeze(raw)[money.start : money.end])
        value = Decimal(figure.value) if money else figure.value
        least, most = self._bounds(figure, kinds)
        exact = least == most
        return Fact(
            kind, value, exact, least, most, unit, stated.year, section, span, Span(start + begin, start + end)
        )

    def _unit(self, written: str) -> str | None:
        match = _MONEY_UNIT.match(written)
        return match.group() if match else None

    def _bounds(self, figure: Figure, kinds: frozenset[str]) -> tuple[int | Decimal, int | Decimal]:
        """What the words around a figure allow: 500余 is 500 to 600, 约500 is 400 to 600, 1.2万 is 11,000 to 13,000."""
        if not figure.rounded and not kinds & self.narrator.named("_inexact"):
            return figure.value, figure.value
        slack = last_place(figure.value, figure.place)
        below = kinds & self.narrator.named("_from_below")
        above = kinds & self.narrator.named("_from_above")
        return figure.value - (0 if below else slack), figure.value + (0 if above and not below else slack)
