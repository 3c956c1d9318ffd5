"""The facts of a report's narrative sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

from attrs import frozen

from govgrammar.fold import kept_places, squeeze
from govgrammar.form import Form, load_form
from govgrammar.model.report import AnnualReport
from govgrammar.narrative.clauses import REQUESTS, ClauseReader, Ground, Stated
from govgrammar.narrative.fact import Fact
from govgrammar.narrative.figures import Figure, last_place, read_figure
from govgrammar.narrative.words import Narrator, Word, narrator
from govgrammar.source import Span
from govgrammar.wording import Wording, wording_of

TRIGGER: Final = "TRIGGER"
TELLING: Final = "TELLING"
#: Where a line ends and its sentence goes on: behind a line that may have been wrapped, before one that begins no item.
_WRAPPED: Final = re.compile(
    r"\n(?:(?<=[^\s。;；!！?？:：]{18}\n)|(?<=[^\s。;；!！?？:：]{18}\r\n))(?=[^\s])(?![(（]?[0-9一二三四五六七八九十]{1,3}[)）、.．是])"
)
_ENDS: Final = "。;；!！?？"
_END: Final = re.compile(f"[{_ENDS}]")
#: Between digits it parts clauses as often as it parts thousands.
_FULL_COMMA: Final = "，"
#: Nobody writes a sentence this long; what comes without any sign is not read.
_LONGEST: Final = 2_000
#: A line without a figure that is no longer than this may head what follows.
_HEADING: Final = 30


@frozen(slots=False)
class _Sentence:
    """A sentence as written from `start` on, and squeezed."""

    raw: str
    folded: str
    start: int

    @cached_property
    def _places(self) -> Sequence[int]:
        return range(len(self.raw)) if len(self.folded) == len(self.raw) else kept_places(self.raw)

    def span(self, first: Word, last: Word) -> Span:
        """Where words stand in the source, from the first to the last."""
        return Span(self.start + self._places[first.start], self.start + self._places[last.end - 1] + 1)


#: What finds `TRIGGER` and `TELLING`.
_Patterns = tuple[re.Pattern[str], re.Pattern[str]]


class _Passage(NamedTuple):
    """A sentence that may matter, with the end of what was looked at before it; the last one of a paragraph is empty."""

    behind: int
    start: int
    stop: int
    tells: bool


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
    return tuple(sorted(found, key=_place))


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


def _paragraph_around(text: str, place: int, start: int, stop: int) -> tuple[int, int]:
    """The paragraph that holds a place: its line, with those before and behind that a wrapped line makes one with it."""
    begin = text.rfind("\n", start, place)
    while begin >= 0 and _WRAPPED.match(text, begin):
        begin = text.rfind("\n", start, begin)
    end = text.find("\n", place, stop)
    while end >= 0 and _WRAPPED.match(text, end):
        end = text.find("\n", end + 1, stop)
    return max(begin + 1, start), stop if end < 0 else end


def _sentence_around(text: str, place: int, start: int, stop: int) -> tuple[int, int]:
    """The sentence that holds a place between two others, without the sign at its end."""
    for sign in _ENDS:  # the commonest first, so that the others are looked for in a few characters only
        behind = text.rfind(sign, start, place) + 1
        if behind:
            start = behind
    end = _END.search(text, place, stop)
    return start, end.start() if end else stop


def _passages(text: str, at: int, end: int, first: re.Match[str], patterns: _Patterns) -> list[_Passage]:
    """The sentences of a paragraph that may matter; a row of others is passed over in one step.

    `first` is the first hit in a text that may go on behind the paragraph.
    """
    (trigger, telling), found = patterns, list[_Passage]()
    hit = first if first.end() <= end else trigger.search(text, at, end)
    while hit is not None:
        start, stop = _sentence_around(text, hit.start(), at, end)
        tells = stop - start <= _LONGEST and telling.search(text, start, stop) is not None
        found.append(_Passage(at, start, stop, tells))
        at = stop
        hit = trigger.search(text, at, end)
    found.append(_Passage(at, end, end, tells=False))
    return found


@frozen(slots=False)
class FactReader:
    """Reads facts from text, for a report of this organ on this year."""

    narrator: Narrator
    wording: Wording
    organ: str | None = None
    year: int | None = None

    @cached_property
    def _clauses(self) -> ClauseReader:
        return ClauseReader(self.narrator, squeeze(self.organ) if self.organ else None, self.year)

    def read(self, text: str, span: Span, section: str) -> Iterator[Fact]:
        """The facts of a part of a text, in order.

        A paragraph of which no sentence tells anything is not gone through, unless it is so short that it may head the next.
        """
        heading, topic = -1, None
        end, stop = span.start, span.end
        patterns = trigger, _ = self.narrator.pattern(TRIGGER), self.narrator.pattern(TELLING)
        while (hit := trigger.search(text, end, stop)) is not None:
            start, end = _paragraph_around(text, hit.start(), end, stop)
            passages = _passages(text, start, end, hit, patterns)
            short = end - start <= _HEADING and "。" not in text[start:end]
            facts: list[Fact] = []
            if short or any(passage.tells for passage in passages):
                headed = heading >= 0 and not text[heading:start].strip()
                ground = Ground(topic=topic if headed else None)
                facts = self._paragraph(text, passages, section, ground)
                yield from facts
                topic = ground.topic
            heading = end if short and not facts else -1

    def _paragraph(self, text: str, passages: Sequence[_Passage], section: str, ground: Ground) -> list[Fact]:
        """The facts of a paragraph, sentence by sentence; `ground` is brought up to date."""
        found: list[Fact] = []
        for behind, start, stop, tells in passages:
            if behind < start and text[behind:start].strip(_ENDS):
                ground.pass_over()
            if start == stop:
                break
            if stop - start > _LONGEST:
                ground.lose()
            elif tells:
                raw = text[start:stop]
                sentence = _Sentence(raw, self.narrator.squeezed(raw, self.wording), start)
                found += self._facts(sentence, section, ground)
            else:
                self._speaks_of(text, start, stop, ground)
            ground.next_sentence()
        return found

    def _speaks_of(self, text: str, start: int, end: int, ground: Ground) -> None:
        """A sentence that states nothing may say what the next one speaks of."""
        begins = self.narrator.mentions("SPEAKS_OF_REQUESTS", text, start, end) is not None
        if not begins and ground.topic is None and ground.family is None:
            return
        if self.narrator.mentions("ELSEWHERE", text, start, end) or self.narrator.mentions("ANOTHER", text, start, end):
            ground.lose()
        elif begins:
            ground.topic = REQUESTS

    def _facts(self, sentence: _Sentence, section: str, ground: Ground) -> Iterator[Fact]:
        for stated in self._clauses.read(sentence.folded, ground):
            fact = self._fact(sentence, section, stated)
            if fact is not None:
                yield fact

    def _fact(self, sentence: _Sentence, section: str, stated: Stated) -> Fact | None:
        """The fact of a statement; `None` where its figure is not spelled in one piece, or is not understood."""
        words = stated.clause.words
        span = sentence.span(words[0], words[-1])
        kind, index = stated.statement.kind, stated.statement.number
        if index is None:
            dates = self._first(words, "_dates")
            found = None if dates is None else sentence.span(dates, dates)
            return Fact(kind, None, True, None, None, None, stated.year, section, span, found)
        number = words[index]
        kinds = frozenset([word.terminal for word in words])
        value_span = sentence.span(number, number)
        written = sentence.raw[value_span.start - sentence.start : value_span.end - sentence.start]
        whole = len(written) == number.end - number.start and _FULL_COMMA not in written
        figure = read_figure(sentence.folded[number.start : number.end]) if whole else None
        money = self._first(words, "_unit_of_money")
        if figure is None or (money is None and not isinstance(figure.value, int)):
            return None
        if figure.bare and kinds.isdisjoint(self.narrator.named("_bare_numeral")):
            return None
        unit = None if money is None else sentence.folded[money.start : money.end]
        value = Decimal(figure.value) if money else figure.value
        least, most = self._bounds(figure, kinds)
        return Fact(kind, value, least == most, least, most, unit, stated.year, section, span, value_span)

    def _first(self, words: Sequence[Word], of: str) -> Word | None:
        named = self.narrator.named(of)
        return next((word for word in words if word.terminal in named), None)

    def _bounds(self, figure: Figure, kinds: frozenset[str]) -> tuple[int | Decimal, int | Decimal]:
        """What the words around a figure allow: 500余 is 500 to 600, 约500 is 400 to 600, 1.2万 is 11,000 to 13,000."""
        if not figure.rounded and not kinds & self.narrator.named("_inexact"):
            return figure.value, figure.value
        slack = last_place(figure.value, figure.place)
        below = kinds & self.narrator.named("_from_below")
        above = kinds & self.narrator.named("_from_above")
        return figure.value - (0 if below else slack), figure.value + (0 if above and not below else slack)
