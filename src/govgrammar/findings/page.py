"""A checked document as a page shows it: findings numbered worst first, tables whose cells know their findings, the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.rule import Rule
from govgrammar.diagnostics import Language
from govgrammar.export.csv import plain_number
from govgrammar.export.sheet import PrintedCells, table_sheet
from govgrammar.findings.checked import SEVERITIES, Checked, Outcome, Place
from govgrammar.findings.labels import Labels
from govgrammar.findings.words import said
from govgrammar.layouts.sheet import Box
from govgrammar.model.cell import Cell, CellKey
from govgrammar.model.report import AnnualReport
from govgrammar.source import Source, Span

#: Cells that are listed below a finding; the tables mark all of them.
_MOST_CELLS: Final = 24
#: More cells than these are listed where someone asks for them: a row of the widest table has eight.
_MOST_UNFOLDED: Final = 8
_EXCERPT: Final = 80
_LONGEST_MARK: Final = 240


@frozen
class Excerpt:
    """A line of the text: what stands before the place, the place, what stands behind."""

    before: str
    marked: str
    after: str
    line: int


@frozen
class CellLine:
    """A cell in the list below a finding; `anchor` leads to it in the tables, where it is one of this document."""

    label: str
    path: str
    value: str
    line: int
    anchor: str
    document: str


@frozen
class Item:
    """A finding as it is shown.  `number` is `None` for one that is accepted, which the tables do not mark."""

    outcome: Outcome
    number: int | None
    anchor: str
    message: str
    name: str
    explanation: str
    source: str
    sides: tuple[tuple[str, str], ...]
    cells: tuple[CellLine, ...]
    more_cells: int
    excerpt: Excerpt | None
    passages: tuple[Excerpt, ...]
    file: str

    @property
    def folded(self) -> bool:
        """Whether its cells are too many to stand there unasked."""
        return len(self.cells) > _MOST_UNFOLDED


@frozen
class PageBox:
    """A box of a table: a label, or a cell with its state and the findings that it takes part in."""

    text: str
    columns: int
    rows: int
    scope: str = ""
    anchor: str = ""
    state: str = ""
    unit: str = ""
    findings: tuple[Item, ...] = ()

    @property
    def worst(self) -> str:
        """The severity that the cell is marked with, if any."""
        own = {item.outcome.found.severity for item in self.findings}
        return next((severity.value for severity in SEVERITIES if severity in own), "")


@frozen
class PageTable:
    """A table of the form as the report has it: `name` is the glossary's, `number` the report's among those of the text.

    `report` is the report's title where a text holds several.
    """

    name: str
    number: int
    report: str
    heading: str
    editions: str
    rows: tuple[tuple[PageBox, ...], ...]


@frozen
class TextLine:
    """A line of the document: its number, and its parts, each marked or not."""

    number: int
    parts: tuple[tuple[str, bool], ...]


@frozen
class Page:
    """Everything that a page shows."""

    checked: Checked
    findings: tuple[Item, ...]
    accepted: tuple[Item, ...]
    open: tuple[Item, ...]
    passed: tuple[tuple[str, str], ...]
    tables: tuple[PageTable, ...]
    states: frozenset[str]
    lines: tuple[TextLine, ...] = field(repr=False)


def page_of(one: Checked, rules: Mapping[str, Rule], lang: Language) -> Page:
    """The page of a document."""
    maker = _Maker(one, rules, lang)
    findings = items_of(one, rules, lang)
    accepted = tuple(maker.item(outcome) for outcome in _worst_first(one) if outcome.kind == "accepted")
    tables = tuple(tables_of(one, lang, findings=findings))
    passed = one.rules[CheckStatus.PASS]
    return Page(
        one,
        findings,
        accepted,
        tuple(_first_of_each(maker.item(o) for o in one.outcomes if o.kind == "not-assessable")),
        tuple((rule, rules[rule].name[lang] if rule in rules else rule) for rule in passed),
        tables,
        frozenset(box.state for table in tables for row in table.rows for box in row),
        tuple(_lines(one.source, _marked(one))),
    )


def items_of(one: Checked, rules: Mapping[str, Rule], lang: Language) -> tuple[Item, ...]:
    """The findings that count, worst first, numbered from 1."""
    maker = _Maker(one, rules, lang)
    return tuple(maker.item(outcome, number) for number, outcome in enumerate(failing(one), 1))


def failing(one: Checked) -> list[Outcome]:
    """The outcomes that count, in the order in which pages number them: worst first, then by place."""
    return [outcome for outcome in _worst_first(one) if outcome.counts]


def _worst_first(one: Checked) -> list[Outcome]:
    return sorted(one.outcomes, key=lambda o: SEVERITIES.index(o.found.severity))


def _first_of_each(items: Iterable[Item]) -> Iterator[Item]:
    """One item for each rule and message."""
    seen: set[tuple[str, str]] = set()
    for item in items:
        if (item.outcome.rule, item.message) not in seen:
            seen.add((item.outcome.rule, item.message))
            yield item


@frozen
class _Maker:
    one: Checked
    rules: Mapping[str, Rule]
    lang: Language

    def item(self, outcome: Outcome, number: int | None = None) -> Item:
        found = outcome.found
        rule = self.rules.get(outcome.rule)
        places = self.one.places(outcome)
        source = outcome.elsewhere or self.one.source
        return Item(
            outcome=outcome,
            number=number,
            anchor="" if number is None else f"f{number}",
            message=found.message(self.lang),
            name=rule.name[self.lang] if rule else "",
            explanation=rule.explanation[self.lang] if rule else "",
            source=rule.source if rule else "",
            sides=_sides(outcome),
            cells=tuple(self._cell(place) for place in places[:_MOST_CELLS]),
            more_cells=max(0, len(places) - _MOST_CELLS),
            excerpt=None if places and _fills_its_line(source, found.span) else excerpt(source, found.span),
            passages=tuple(e for span in self.one.texts(outcome) if (e := excerpt(source, span)) is not None),
            file="" if outcome.elsewhere is None else outcome.elsewhere.name or "",
        )

    def _cell(self, place: Place) -> CellLine:
        own = place.document is self.one.document
        return CellLine(
            place.label,
            str(place.cell.key),
            said(place.cell, self.lang),
            place.line,
            _anchor(place) if own else "",
            "" if own else place.document.name,
        )


def _anchor(place: Place) -> str:
    return f"c{place.report}-{place.index}"


def _fills_its_line(source: Source, span: Span) -> bool:
    """Whether the line holds nothing else: the list of cells says as much."""
    return source.slice(source.line_of(span.start)).strip() == source.slice(span).strip() != ""


def _sides(outcome: Outcome) -> tuple[tuple[str, str], ...]:
    found = outcome.found
    if not isinstance(found, Finding) or (found.left is None and found.right is None):
        return ()
    named = [(name, getattr(found, name)) for name in ("left", "right")]
    sides = [(name, "?" if value is None else plain_number(value)) for name, value in named]
    return (*sides, *([("delta", f"{found.delta:+}")] if found.delta is not None else []))


def excerpt(source: Source, span: Span) -> Excerpt | None:
    """The line on which a span begins, cut to what stands near it; `None` where the line is blank."""
    line = source.line_of(span.start)
    if not source.slice(line).strip():
        return None
    start = min(span.start, line.end)
    end = max(start, min(span.end, line.end, start + _LONGEST_MARK))
    first = max(line.start, start - _EXCERPT // 2)
    last = min(line.end, max(end + _EXCERPT // 4, first + _EXCERPT))
    before = ("…" if first > line.start else "") + source.text[first:start]
    after = source.text[end:last] + ("…" if last < line.end else "")
    return Excerpt(before, source.text[start:end], after, source.position(span.start)[0])


# ---- tables ----


def tables_of(
    one: Checked, lang: Language, *, findings: tuple[Item, ...] = (), absent: bool = False
) -> Iterator[PageTable]:
    """The tables of all reports, as the form has them; those of which the document has nothing only where `absent` is set."""
    cells: dict[str, list[Item]] = {}
    for item in findings:
        for place in one.places(item.outcome):
            if place.document is one.document:
                cells.setdefault(_anchor(place), []).append(item)
    for number, report in enumerate(one.document.result.reports):
        yield from _tables_of(one, report, _Drawing(number, report, one.labels(report), cells, lang, absent=absent))


@frozen
class _Drawing:
    number: int
    report: AnnualReport
    labels: Labels
    findings: Mapping[str, list[Item]]
    lang: Language
    absent: bool


def _tables_of(one: Checked, report: AnnualReport, drawing: _Drawing) -> Iterator[PageTable]:
    """Each table that the report has.  The sheet is printed with every cell's place for its text, so that it is found again."""
    keys = report.store.keys
    printed = PrintedCells({key: str(index) for index, key in enumerate(keys)}, _labels(report))
    for table, editions in report.editions.items():
        own = [reading.state for reading, key in zip(report.store.readings, keys, strict=True) if key.table == table]
        if not drawing.absent and all(state == "absent" for state in own):
            continue
        sheet = table_sheet(table, editions, printed, one.form)
        if sheet is not None:
            rows = tuple(tuple(_box(box, row, drawing) for box in row) for row in sheet.rows)
            named = ", ".join(dict.fromkeys(editions.values()))
            title = report.title or "" if len(one.document.result.reports) > 1 else ""
            yield PageTable(table, drawing.number, title, one.labels(report).tables[table], named, rows)


def _labels(report: AnnualReport) -> dict[CellKey, str]:
    """The labels, as written, of rows and columns that the form does not have."""
    labels: dict[CellKey, str] = {}
    for index, label in report.store.labels.items():
        key = report.store.keys[index]
        row = key.row.startswith("unexpected")
        labels[CellKey(key.table, key.row, "") if row else CellKey(key.table, "", key.column)] = label
    return labels


def _box(box: Box, row: tuple[Box, ...], drawing: _Drawing) -> PageBox:
    if not box.figure:
        across = any(other.figure for other in row)
        scope = ("rowgroup" if box.rows > 1 else "row") if across else ("colgroup" if box.columns > 1 else "col")
        return PageBox(" ".join(box.text.split()), box.columns, box.rows, scope)
    if not box.text:
        return PageBox("", box.columns, box.rows, state="none")
    index = int(box.text)
    cell = Cell(drawing.report.store, index)
    anchor = f"c{drawing.number}-{index}"
    state = "inferred" if cell.placement == "inferred" else cell.state
    shown = said(cell, drawing.lang) if cell.state not in {"blank", "absent"} else ""
    if cell.unit and cell.unit in drawing.labels.column(cell):
        shown = shown.removesuffix(f" {cell.unit}")
    return PageBox(shown, box.columns, box.rows, "", anchor, state, findings=tuple(drawing.findings.get(anchor, ())))


# ---- text ----


def _marked(one: Checked) -> list[Span]:
    """The places of all findings that count, merged, in order."""
    spans: list[Span] = []
    for outcome in one.outcomes:
        if outcome.counts and outcome.elsewhere is None:
            own = (place.cell.span for place in one.places(outcome) if place.document is one.document)
            spans += [outcome.found.span, *own, *one.texts(outcome)]
    merged: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _lines(source: Source, marked: list[Span]) -> Iterator[TextLine]:
    """The lines that are not blank, with what is marked in them."""
    waiting = list(reversed(marked))
    for number, line in enumerate(source.lines(), 1):
        parts: list[tuple[str, bool]] = []
        at = line.start
        while waiting and waiting[-1].start < line.end:
            span = waiting[-1]
            start, end = max(at, span.start), min(line.end, span.end)
            if start < end:
                parts += [(source.text[at:start], False), (source.text[start:end], True)]
                at = end
            if span.end > line.end:
                break
            waiting.pop()
        parts.append((source.text[at : line.end], False))
        if source.slice(line).strip():
            yield TextLine(number, tuple(part for part in parts if part[0]))
