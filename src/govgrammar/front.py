"""What stands around the tables: title, organ, year, metadata, preamble, narratives.

Every value is the document's own characters, with its place.  Nothing is derived: where the document does not say who
reports, or on which year, there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import define, field

from govgrammar.fold import fold, kept_places, squeeze
from govgrammar.form import Form
from govgrammar.model.report import NarrativeItem, NarrativeSection
from govgrammar.plan import ReportPlan
from govgrammar.source import Span
from govgrammar.tokens import Token

_PARAGRAPH: Final = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]*\S[^\n\r\x0b\x0c\x85\u2028\u2029]*")
_DATES: Final = frozenset({"published_on", "issued_on"})
_SENTENCE_PART: Final = 4000


@define
class Front:
    """The plain values of a report, and where each stands."""

    values: dict[str, Any] = field(factory=dict)
    places: dict[str, Span] = field(factory=dict)

    def put(self, name: str, value: Any, span: Span) -> None:
        """Keep the first value that the document gives."""
        if value is not None and name not in self.values:
            self.values[name], self.places[name] = value, span


def read_front(plan: ReportPlan, tokens: Sequence[Token], text: str, form: Form) -> Front:
    """Title, organ, year, metadata and preamble of one report."""
    front = Front()
    for index in plan.titles:
        _title(front, tokens[index].span, text, form)
    for name, index in plan.metadata:
        span = tokens[index].field
        if span is None or name == "other_key":
            continue
        if name in _DATES:
            _date(front, name, span, text, form)
            continue
        front.put(name, text[span.start : span.end], span)
        if name == "subject":
            _title(front, span, text, form)
    for index in plan.front:
        _sentences(front, tokens[index].span, text, form)
    _preamble(front, plan, tokens, text)
    return front


def _title(front: Front, span: Span, text: str, form: Form) -> None:
    raw = text[span.start : span.end]
    folded = squeeze(raw)
    match = next((m for pattern in form.patterns["TITLE"] if (m := pattern.fullmatch(folded))), None)
    if match is None:
        return
    places = kept_places(raw)
    for group, name in (("title_year", "report_year"), ("title_organ", "organ")):
        start, end = places[match.start(group)] + span.start, places[match.end(group) - 1] + 1 + span.start
        value = int(match[group]) if name == "report_year" else text[start:end]
        front.put(name, value, Span(start, end))
    front.put("title", raw, span)


def _date(front: Front, name: str, span: Span, text: str, form: Form) -> None:
    raw = text[span.start : span.end]
    match = next((m for pattern in form.patterns["DATE"] if (m := pattern.search(fold(raw)))), None)
    if match:
        start = span.start + match.start("date")
        end = span.start + match.end("date")
        front.put(name, text[start:end], Span(start, end))


def _sentences(front: Front, span: Span, text: str, form: Form) -> None:
    """Organ and year where a sentence before the first section states them."""
    raw = text[span.start : min(span.end, span.start + _SENTENCE_PART)]
    folded = squeeze(raw)
    for terminal in ("INTRODUCTION", "PERIOD"):
        for pattern in form.patterns[terminal]:
            match = pattern.search(folded)
            if match is None:
                continue
            places = kept_places(raw)
            for name in match.groupdict():
                start, end = places[match.start(name)] + span.start, places[match.end(name) - 1] + 1 + span.start
                front.put(name, int(match[name]) if name == "report_year" else text[start:end], Span(start, end))


def _preamble(front: Front, plan: ReportPlan, tokens: Sequence[Token], text: str) -> None:
    """The text between title or metadata and the first section."""
    before = [index for index in plan.titles if not plan.sections or index < min(plan.sections.values())]
    head = max([*before, *(index for _, index in plan.metadata)], default=-1)
    behind = [index for index in plan.front if index > head]
    if behind:
        span = Span(tokens[behind[0]].start, tokens[behind[-1]].end)
        front.put("preamble", text[span.start : span.end], span)


def read_section(
    name: str, plan: ReportPlan, tokens: Sequence[Token], text: str, form: Form
) -> NarrativeSection | None:
    """A section's heading and text; `None` where the report has no such section."""
    heading = plan.sections.get(name)
    if heading is None:
        return None
    token = tokens[heading]
    parts = [tokens[index] for index in plan.texts.get(name, ())]
    span = Span(parts[0].start, parts[-1].end) if parts else Span(token.end, token.end)
    paragraphs = tuple(place for part in parts for place in _paragraphs(text, part.span))
    return NarrativeSection(
        heading=None if token.supplied else text[token.start : token.end],
        text=text[span.start : span.end],
        span=span,
        paragraphs=tuple(text[place.start : place.end] for place in paragraphs),
        items=tuple(_items(text, paragraphs, form)),
    )


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    for match in _PARAGRAPH.finditer(text, span.start, span.end):
        raw = match.group()
        start = match.start() + len(raw) - len(raw.lstrip())
        yield Span(start, start + len(raw.strip()))


def _items(text: str, paragraphs: Sequence[Span], form: Form) -> Iterator[NarrativeItem]:
    """Paragraphs that begin with a number or a bullet."""
    for place in paragraphs:
        head = fold(text[place.start : place.start + 8])
        match = next((m for pattern in form.patterns["ITEM"] if (m := pattern.match(head))), None)
        if match:
            stop = place.start + match.end()
            yield NarrativeItem(text[place.start : stop], text[stop : place.end].strip(), Span(place.start, place.end))
