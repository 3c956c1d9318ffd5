"""Findings as people read them in a terminal: a headline, the source's line with a marker, both sides, the cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.diagnostics import Language
from govgrammar.export.csv import plain_number
from govgrammar.export.words import Line, Piece, cut, one_line, pad, pad_left
from govgrammar.findings.checked import Checked, Outcome, Place
from govgrammar.findings.words import phrase, said
from govgrammar.source import Source, Span, display_width

#: Cells and passages that are shown of one finding; the rest is counted.
_MOST_CELLS: Final = 12
_MOST_PASSAGES: Final = 6
_LONGEST_LABEL: Final = 34
_LONGEST_VALUE: Final = 40
_LONGEST_PASSAGE: Final = 64
_INDENT: Final = "    "


def text_lines(one: Checked, shown: Iterable[Outcome], lang: Language) -> Iterator[Line]:
    """The findings of a document that are shown, each with all it takes to check it."""
    last: Span | None = None
    for outcome in shown:
        yield headline(one, outcome, lang)
        source = outcome.elsewhere or one.source
        if outcome.kind != "accepted":
            if outcome.found.span != last or outcome.elsewhere:
                yield from excerpt_lines(source, outcome.found.span)
                yield from _in_the_file(source, outcome.found.span, lang)
            yield from _sides(outcome, lang)
            yield from _cells(one, outcome, lang)
            yield from _passages(one, outcome, lang)
            last = outcome.found.span


def headline(one: Checked, outcome: Outcome, lang: Language) -> Line:
    """`path:line:col: severity[CODE] RULE message`."""
    source = outcome.elsewhere or one.source
    name = one.name if outcome.elsewhere is None else outcome.elsewhere.name or ""
    line, column = source.position(outcome.found.span.start)
    severity = outcome.found.severity.value
    word, kind = (severity, severity) if outcome.kind == "fail" else (outcome.kind, "legend")
    message = one_line(outcome.found.message(lang))
    if outcome.reason is not None:
        message += f" ({phrase('accepted', lang).format(reason=one_line(outcome.reason))})"
    own = f"{outcome.rule} " if isinstance(outcome.found, Finding) and outcome.status is CheckStatus.FAIL else ""
    return (
        Piece(f"{one_line(name)}:{line}:{column}: "),
        Piece(f"{word}[{outcome.found.code}]", kind),
        Piece(f" {own}{message}", "legend" if kind == "legend" else "label"),
    )


def excerpt_lines(source: Source, span: Span) -> Iterator[Line]:
    """The source's line and the marker under it; nothing where the line is blank."""
    excerpt = source.excerpt(span).splitlines()
    if excerpt and excerpt[0].strip():
        yield from ((Piece(f"{_INDENT}{line}"),) for line in excerpt)


def _in_the_file(source: Source, span: Span, lang: Language) -> Iterator[Line]:
    """Where a person finds it in the file itself: the page of a PDF, the table's cell of DOCX, the sheet's of XLSX."""
    origin = source.origin(span)
    if origin is not None and (origin.page is not None or origin.part):
        where = origin.part or phrase("page", lang).format(page=origin.page)
        yield (Piece(f"{_INDENT}  {phrase('in the file', lang).format(where=where)}"),)


def _sides(outcome: Outcome, lang: Language) -> Iterator[Line]:
    found = outcome.found
    if not isinstance(found, Finding) or (found.left is None and found.right is None):
        return
    sides = [(name, getattr(found, name)) for name in ("left", "right")]
    parts = [f"{phrase(name, lang)} {'?' if value is None else plain_number(value)}" for name, value in sides]
    if found.delta is not None:
        parts.append(f"{phrase('delta', lang)} {found.delta:+}")
    yield (Piece(f"{_INDENT}  {', '.join(parts)}"),)


def _cells(one: Checked, outcome: Outcome, lang: Language) -> Iterator[Line]:
    places = one.places(outcome)
    rows = [_row(place, lang) for place in places[:_MOST_CELLS]]
    widths = [max((display_width(row[i]) for row in rows), default=0) for i in range(3)]
    for path, label, value, line in rows:
        text = f"{pad(path, widths[0])}  {pad(label, widths[1])}  {pad_left(value, widths[2])}  {line}"
        yield (Piece(f"{_INDENT}  {text}".rstrip()),)
    if len(places) > _MOST_CELLS:
        yield (Piece(f"{_INDENT}  {phrase('more', lang).format(count=len(places) - _MOST_CELLS)}"),)


def _row(place: Place, lang: Language) -> tuple[str, str, str, str]:
    line = phrase("line", lang).format(line=place.line)
    where = line if place.document.role == "checked" else f"{one_line(place.document.name)}, {line}"
    label = f"{cut(one_line(place.row), _LONGEST_LABEL)} / {cut(one_line(place.column), _LONGEST_LABEL)}"
    return place.path, label, cut(said(place.cell, lang), _LONGEST_VALUE), where


def _passages(one: Checked, outcome: Outcome, lang: Language) -> Iterator[Line]:
    spans = one.texts(outcome)
    for span in spans[:_MOST_PASSAGES]:
        line = phrase("line", lang).format(line=one.source.position(span.start)[0])
        passage = cut(one_line(one.source.slice(span)), _LONGEST_PASSAGE)
        if passage:
            yield (Piece(f"{_INDENT}  {line}: {passage}"),)
    if len(spans) > _MOST_PASSAGES:
        yield (Piece(f"{_INDENT}  {phrase('more', lang).format(count=len(spans) - _MOST_PASSAGES)}"),)
