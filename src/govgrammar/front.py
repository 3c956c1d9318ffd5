"""What stands around the tables: title, organ, year, metadata, preamble, narratives.

Every value is the document's own characters, with its place.  Nothing is derived: where the document does not say who
reports, or on which year, there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from attrs import define, field

from govgrammar.fold import fold, kept_places, squeeze
from govgrammar.form import Form
from govgrammar.model.report import NarrativeItem, NarrativeSection
from govgrammar.plan import ReportPlan
from govgrammar.source import Span
from govgrammar.tokens import Token
from govgrammar.wording import Wording, wording_of

_PARAGRAPH: Final = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]*\S[^\n\r\x0b\x0c\x85\u2028\u2029]*")
_DATES: Final = frozenset({"published_on", "issued_on"})
_SENTENCE_PART: Final = 4000
_MARKDOWN: Final = "#*"
_SPACES: Final = " \t\u00a0\u3000"
#: A title is looked for in so many lines, and is broken into no more than so many.
_MOST_LINES: Final = 40
_MOST_PARTS: Final = 3
_NAMES: Final = {"title_year": "report_year", "title_organ": "organ"}
_DIGITS: Final = str.maketrans("〇○◯零Oo一二三四五六七八九", "000000123456789")


@define
class Front:
    """The plain values of a report, and where each stands."""

    wording: Wording
    values: dict[str, Any] = field(factory=dict)
    places: dict[str, Span] = field(factory=dict)

    def put(self, name: str, value: Any, span: Span) -> None:
        """Keep the first value that the document gives."""
        if value is not None and name not in self.values:
            self.values[name], self.places[name] = value, span

    def knows(self, patterns: Sequence[re.Pattern[str]]) -> bool:
        """Whether the document has given every value that patterns could find."""
        return all(_NAMES.get(group, group) in self.values for pattern in patterns for group in pattern.groupindex)

    def put_groups(self, match: re.Match[str], places: Sequence[int], start: int, text: str) -> None:
        """Keep what the named groups of a match over squeezed text say; `places` are counted from `start`."""
        for group, said in match.groupdict().items():
            if said:
                name = _NAMES.get(group, group)
                span = Span(start + places[match.start(group)], start + places[match.end(group) - 1] + 1)
                self.put(name, _year(said) if name == "report_year" else text[span.start : span.end], span)


def read_front(plan: ReportPlan, tokens: Sequence[Token], text: str, form: Form) -> Front:
    """Title, organ, year, metadata and preamble of one report."""
    front = Front(wording_of(form))
    for index in plan.titles:
        _title(front, tokens[index].span, text, form)
    below = _fields_below(plan, tokens, text)
    for name, index in plan.metadata:
        span = tokens[below[index]].span if index in below else tokens[index].field
        if span is None or name == "other_key":
            continue
        if name in _DATES:
            _date(front, name, span, text, form)
            continue
        front.put(name, text[span.start : span.end], span)
        if name == "subject":
            _title(front, span, text, form)
    title_end = 0 if "title" in front.values else _broken_title(front, plan, tokens, text, form)
    for index in plan.front:
        _sentences(front, tokens[index].span, text, form)
    _preamble(front, plan, tokens, text, title_end)
    return front


def _title(front: Front, span: Span, text: str, form: Form, terminal: str = "TITLE") -> bool:
    """Keep what a title says; whether it is one."""
    raw = text[span.start : span.end]
    bare, places = _bare(raw, front.wording)
    match = next((m for pattern in form.patterns[terminal] if (m := pattern.fullmatch(bare))), None)
    if match is None:
        return False
    front.put_groups(match, places, span.start, text)
    whole = Span(span.start + places[0], span.start + places[-1] + 1)
    front.put("title", text[whole.start : whole.end], whole)
    return True


def _bare(raw: str, wording: Wording) -> tuple[str, list[int]]:
    """A line as the grammar's patterns take it, without Markdown's marks, and where each of its characters stands."""
    folded = wording(squeeze(raw))
    marks = len(folded) - len(folded.lstrip(_MARKDOWN))
    bare = folded.strip(_MARKDOWN)
    return bare, kept_places(raw)[marks : marks + len(bare)]


def _broken_title(front: Front, plan: ReportPlan, tokens: Sequence[Token], text: str, form: Form) -> int:
    """Read a title that is broken over lines, or that lacks its organ; where it ends, or 0.

    A list of links names the reports of several years: then no line of it is the title.
    """
    parts = (Span(tokens[i].start, min(tokens[i].end, tokens[i].start + _SENTENCE_PART)) for i in plan.front)
    lines = [line for part in parts for line in _paragraphs(text, part)][:_MOST_LINES]
    folded = [_bare(text[line.start : line.end], front.wording)[0] for line in lines]
    of_year = [m for line in folded for pattern in form.patterns["TITLE_OF_YEAR"] if (m := pattern.fullmatch(line))]
    if len({_year(match["title_year"]) for match in of_year}) > 1:
        return 0
    for size in range(2, _MOST_PARTS + 1):
        for number in range(len(lines) - size + 1):
            span = Span(lines[number].start, lines[number + size - 1].end)
            if _begins_title(folded[number], form) and _title(front, span, text, form):
                return span.end
    return next((line.end for line in lines if _title(front, line, text, form, "TITLE_OF_YEAR")), 0)


def _begins_title(line: str, form: Form) -> bool:
    """Whether a line can be the first part of a broken title: it holds the year, or is an organ's name."""
    return any(pattern.match(line) for pattern in form.patterns["TITLE_BEGINNING"])


def _fields_below(plan: ReportPlan, tokens: Sequence[Token], text: str) -> dict[int, int]:
    """Metadata keys whose field is the paragraph below them: token of the key, token of the field.

    Only a paragraph between two keys is sure to be a field, and only where there are several of them.
    """
    keys = {index for _, index in plan.metadata}
    texts = set(plan.front)
    found = {
        index: index + 1
        for index in keys
        if tokens[index].field is None
        and index + 1 in texts
        and index + 2 in keys
        and len(list(_paragraphs(text, tokens[index + 1].span))) == 1
    }
    return found if len(found) > 1 else {}


def _date(front: Front, name: str, span: Span, text: str, form: Form) -> None:
    raw = text[span.start : span.end]
    match = next((m for pattern in form.patterns["DATE"] if (m := pattern.search(fold(raw)))), None)
    if match:
        day = Span(span.start + match.start("date"), span.start + match.end("date"))
        front.put(name, text[day.start : day.end], day)


def _sentences(front: Front, span: Span, text: str, form: Form) -> None:
    """Organ and year where a sentence before the first section states them."""
    told = [terminal for terminal in ("INTRODUCTION", "PERIOD") if not front.knows(form.patterns[terminal])]
    if not told:
        return
    raw = text[span.start : min(span.end, span.start + _SENTENCE_PART)]
    folded = front.wording(squeeze(raw))
    for terminal in told:
        match = next((m for pattern in form.patterns[terminal] if (m := pattern.search(folded))), None)
        if match:
            front.put_groups(match, kept_places(raw), span.start, text)


def _year(digits: str) -> int:
    return int(digits.translate(_DIGITS))


def _preamble(front: Front, plan: ReportPlan, tokens: Sequence[Token], text: str, begin: int) -> None:
    """The text between title or metadata and the first section."""
    before = [index for index in plan.titles if not plan.sections or index < min(plan.sections.values())]
    head = max([*before, *(index for _, index in plan.metadata)], default=-1)
    behind = [index for index in plan.front if index > head and tokens[index].end > begin]
    if behind:
        start = max(tokens[behind[0]].start, begin)
        start += len(text[start : tokens[behind[0]].end]) - len(text[start : tokens[behind[0]].end].lstrip())
        span = Span(start, tokens[behind[-1]].end)
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
    return NarrativeSection.later(
        partial(_parts, parts, text, form),
        heading=None if token.supplied else text[token.start : token.end].strip(_MARKDOWN + _SPACES),
        text=text[span.start : span.end],
        span=span,
    )


def _parts(parts: Sequence[Token], text: str, form: Form) -> dict[str, object]:
    """A section's paragraphs, and those of them that begin with a number or a bullet."""
    paragraphs = [place for part in parts for place in _paragraphs(text, part.span)]
    return {
        "paragraphs": tuple([text[place.start : place.end] for place in paragraphs]),
        "items": tuple(_items(text, paragraphs, form)),
    }


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
