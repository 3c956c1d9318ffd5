"""The facts of a report's narrative sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from attrs import frozen

from govgrammar.fold import kept_places, squeeze
from govgrammar.form import Form, load_form
from govgrammar.model.report import AnnualReport
from govgrammar.narrative.clauses import REQUESTS, ClauseReader, Ground, Stated
from govgrammar.narrative.cutting import BEFORE, BEHIND, ENDS, paragraph_around, sentence_around
from govgrammar.narrative.fact import Fact
from govgrammar.narrative.figures import read_figure
from govgrammar.narrative.told import OF_ITS_ORGAN, Sentence, Told, fact_of, moved
from govgrammar.narrative.words import SHORT, Narrator, Word, narrator
from govgrammar.source import Span
from govgrammar.wording import Wording, wording_of

TRIGGER: Final = "TRIGGER"
TELLING: Final = "TELLING"
#: Between digits it parts clauses as often as it parts thousands.
_FULL_COMMA: Final = "，"
#: Nobody writes a sentence this long; what comes without any sign is not read.
_LONGEST: Final = 2_000
#: A line without a figure that is no longer than this may head what follows.
_HEADING: Final = 30
#: The sentences of a paragraph that may matter, in order: each begins, ends, and may tell something or not.
_Passages = list[tuple[int, int, bool]]


def read_facts(report: AnnualReport, form: Form | None = None, chosen: Narrator | None = None) -> tuple[Fact, ...]:
    """The facts that a report's narratives state, in the order of the text, with spans in the source text.

    Read are the preamble, the sections of text, and the notes beside tables.  A clause that is not understood gives no fact.
    """
    form = form or load_form()
    text = report.store.text
    reader = FactReader(chosen or narrator(), wording_of(form), report.organ, report.report_year)
    found: list[Fact] = []
    for name, span in sections(report):
        if span.start < span.end:
            found += reader.read(text, span, name)
    return tuple(sorted(found, key=_place)) if len(found) > 1 else tuple(found)


def _place(fact: Fact) -> tuple[int, int]:
    return fact.span.start, fact.span.end


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


@frozen(slots=False)
class FactReader:
    """Reads facts from text, for a report of this organ on this year."""

    narrator: Narrator
    wording: Wording
    organ: str | None = None
    year: int | None = None

    def read(self, text: str, span: Span, section: str) -> Iterator[Fact]:
        """The facts of a part of a text, in order.  What was read before is remembered, by its characters and those around it."""
        start, stop = span.start, span.end
        seen = max(0, start - BEFORE)
        asked = (
            text[seen : stop + BEHIND],
            start - seen,
            stop - start,
            section,
            self.organ,
            self.year,
            self.wording.form,
        )
        known = self.narrator.sections.get(asked)
        if known is None:
            facts = tuple(self._read(text, start, stop, section))
            self.narrator.sections.keep(asked, (start, facts), stop - start)
            return iter(facts)
        return iter(moved(known[1], start - known[0]))

    def _read(self, text: str, start: int, stop: int, section: str) -> list[Fact]:
        """A paragraph of which no sentence tells anything is not gone through, unless it is so short that it may head the next."""
        found: list[Fact] = []
        heading, topic, trigger = -1, None, self.narrator.pattern(TRIGGER)
        hit = trigger.search(text, start, stop)
        end = start
        while hit is not None:
            start, end = paragraph_around(text, hit.start(), end, stop)
            passages, tell, hit = self._passages(text, (start, end, stop), hit)
            short = end - start <= _HEADING and "。" not in text[start:end]
            facts = None
            if tell or short:
                headed = heading >= 0 and not text[heading:start].strip()
                ground = Ground(topic=topic if headed else None)
                facts = self._paragraph(text, (start, end), passages, section, ground)
                found += facts
                topic = ground.topic
            heading = end if short and not facts else -1
        return found

    def _passages(
        self, text: str, places: tuple[int, int, int], hit: re.Match[str] | None
    ) -> tuple[_Passages, bool, re.Match[str] | None]:
        """The sentences of a paragraph that may matter, whether one of them tells anything, and the first hit behind it.

        `places` are where the paragraph begins, where it ends, and where the text does; `hit` is the first one.
        """
        trigger, telling = self.narrator.pattern(TRIGGER), self.narrator.pattern(TELLING)
        at, end, stop = places
        found: _Passages = []
        tell = False
        while hit is not None and hit.start() < end:
            if hit.end() > end:  # what goes on behind the paragraph does not count, but something behind it may
                hit = trigger.search(text, at, end)
                if hit is None:
                    return found, tell, trigger.search(text, end, stop)
            start, at = sentence_around(text, hit.start(), at, end)
            tells = at - start <= _LONGEST and telling.search(text, start, at) is not None
            tell = tell or tells
            found.append((start, at, tells))
            hit = trigger.search(text, at, stop)
        return found, tell, hit

    def _paragraph(
        self, text: str, whole: tuple[int, int], passages: _Passages, section: str, ground: Ground
    ) -> list[Fact]:
        """The facts of a paragraph, sentence by sentence; `ground` is brought up to date."""
        found: list[Fact] = []
        at, end = whole
        for start, stop, tells in passages:
            if at < start and text[at:start].strip(ENDS):
                ground.pass_over()
            at = stop
            if stop - start > _LONGEST:
                ground.pass_over()
            elif tells:
                raw = text[start:stop]
                for told in self._told(raw, ground):
                    fact = fact_of(told, raw, start, section)
                    if fact is not None:
                        found.append(fact)
            else:
                self._speaks_of(text, start, stop, ground)
                ground.next_sentence()
        if at < end and text[at:end].strip(ENDS):
            ground.pass_over()
        return found

    def _speaks_of(self, text: str, start: int, end: int, ground: Ground) -> None:
        """A sentence that states nothing may say what the next one speaks of."""
        begins = self.narrator.mentions("SPEAKS_OF_REQUESTS", text, start, end)
        if not begins and ground.topic is None and ground.family is None:
            return
        if self.narrator.mentions("ELSEWHERE", text, start, end) or self.narrator.mentions("ANOTHER", text, start, end):
            ground.lose()
        elif begins:
            ground.topic = REQUESTS

    def _told(self, raw: str, ground: Ground) -> tuple[Told, ...]:
        """What a sentence tells; `ground` is brought up to date.

        Short sentences are remembered, with what they lean on, and those that differ only in figures together.
        """
        memory, organ = self.narrator.sentences, self._squeezed_organ
        if len(raw) > SHORT or not memory.limit:
            return self._sentence(raw, ground).tells
        alike = self.narrator.alike(raw) if self._plainly_named else raw
        form, end = self.wording.form, organ[-1:] if organ else None
        asked: tuple[object, ...] = (alike, ground.topic, ground.year, ground.other_time, end, form)
        known = memory.get(asked)
        if known is OF_ITS_ORGAN or (known is not None and organ and organ in known.folded):
            asked = (*asked, organ, self.year)
            known = memory.get(asked)
        if known is not None:
            ground.topic, ground.year, ground.other_time = known.topic, known.year, known.other_time
            return known.tells
        known = self._sentence(alike, ground)
        if asked[-1] is form and self._clauses.is_of_one_report(known.folded):
            memory.keep(asked, OF_ITS_ORGAN, len(raw))
            asked = (*asked, organ, self.year)
        memory.keep(asked, known, len(raw))
        return known.tells

    def _sentence(self, written: str, ground: Ground) -> Sentence:
        """What a sentence tells; `ground` is brought up to date."""
        folded = self.narrator.squeezed(written, self.wording)
        places = range(len(written)) if len(folded) == len(written) else kept_places(written)
        found = []
        for stated in self._clauses.read(folded, ground):
            told = self._clause(stated, written, folded, places)
            if told is not None:
                found.append(told)
        ground.next_sentence()
        return Sentence(tuple(found), ground.topic, ground.year, ground.other_time, folded)

    def _clause(self, stated: Stated, written: str, folded: str, places: Sequence[int]) -> Told | None:
        """What a clause states; `None` where its figure is not spelled in one piece, or is not understood."""
        words, named = stated.clause.words, self.narrator.named
        kind, index, year = stated.statement.kind, stated.statement.number, stated.year
        place = places[words[0].start], places[words[-1].end - 1] + 1
        if index is None:
            dates = self._first(words, "_dates")
            found = None if dates is None else (places[dates.start], places[dates.end - 1] + 1)
            return Told(kind, year, None, place, found)
        number = words[index]
        begin, end = value = places[number.start], places[number.end - 1] + 1
        if end - begin != number.end - number.start or _FULL_COMMA in written[begin:end]:
            return None
        other_figures = self.narrator.has_other_figures(written, begin, end)
        figure = None if other_figures else read_figure(folded[number.start : number.end])
        if figure is None and not other_figures:
            return None
        money = self._first(words, "_unit_of_money")
        kinds = frozenset([word.terminal for word in words])
        return Told(
            kind,
            year,
            None if money is None else folded[money.start : money.end],
            place,
            value,
            figure,
            other_figures,
            bare=not kinds.isdisjoint(named("_bare_numeral")),
            inexact=not kinds.isdisjoint(named("_inexact")),
            least=not kinds.isdisjoint(named("_from_below")),
            most=not kinds.isdisjoint(named("_from_above")),
        )

    def _first(self, words: Sequence[Word], of: str) -> Word | None:
        named = self.narrator.named(of)
        return next((word for word in words if word.terminal in named), None)

    @cached_property
    def _plainly_named(self) -> bool:
        """Whether the organ's name has no figures."""
        return self.organ is None or not any(map(str.isdigit, self.organ))

    @cached_property
    def _squeezed_organ(self) -> str | None:
        return squeeze(self.organ) if self.organ else None

    @cached_property
    def _clauses(self) -> ClauseReader:
        return ClauseReader(self.narrator, self._squeezed_organ, self.year)
