"""What the inspector shows of a result: every span with what the reader took it for, every cell with its labels' places,
every finding with its places and cells.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from attrs import define, field, frozen

from govgrammar.checks import check
from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.diagnostics import Diagnostic
from govgrammar.findings.checked import Checked, Document, Outcome, checked
from govgrammar.findings.page import failing
from govgrammar.form import TEXT, VALUES, load_form
from govgrammar.model.cell import Cell, CellKey
from govgrammar.model.report import AnnualReport
from govgrammar.narrative import Fact, read_facts
from govgrammar.result import Result
from govgrammar.source import Origin, Span
from govgrammar.tokens import Token
from govgrammar.workbench.reread import Heads, Reread, heads_of, reread

#: What a mark can be, in the order in which a legend explains them.
KINDS: Final = ("heading", "label", "header", "value", "metadata", "plain", "fact", "figure", "stray", "finding")
_STRAY: Final = "stray"
_PREAMBLE: Final = "preamble"
_NO_LABELS: Final = Heads((), ())


@frozen
class Mark:
    """A span and what the reader took it for, one of `KINDS`.

    `name` is the terminal of a heading, label or stray, the name of a plain value, the kind of a fact.  `rules` are those of
    the grammar that took it, section first.  `cells` are numbers of `Inspection.cells`: those that a value stands for, or that
    a label belongs to.  `finding` is a number of `Inspection.findings`.
    """

    kind: str
    span: Span
    name: str = ""
    rules: tuple[str, ...] = ()
    cells: tuple[int, ...] = ()
    finding: int | None = None


@frozen
class InspectedCell:
    """A cell: in which report, where its value stands and its labels do (numbers of marks), and where in the file.

    `rows` has one mark for each row of the document that the cell stands in: none where it is absent, several where a row is
    repeated.  `origin` is `None` for a text.
    """

    cell: Cell
    report: int
    index: int
    mark: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    origin: Origin | None

    @property
    def flags(self) -> tuple[str, ...]:
        """What it is filtered by: its state where that is no number, `inferred`, `unexpected`."""
        key = self.cell.key
        found = [] if self.cell.state == "number" else [self.cell.state]
        found += ["inferred"] if self.cell.placement == "inferred" else []
        found += ["unexpected"] if key.row.startswith("unexpected") or key.column.startswith("unexpected") else []
        return tuple(found)


@frozen
class InspectedFinding:
    """A finding of the reader or of a rule that fails: its marks, the first being its place, and its cells."""

    outcome: Outcome
    marks: tuple[int, ...]
    cells: tuple[int, ...]


@frozen
class InspectedReport:
    """A report: the marks of its headings by section and of its plain values by name, and the facts of its narratives."""

    report: AnnualReport
    headings: dict[str, int]
    plain: dict[str, int]
    facts: tuple[tuple[Fact, int], ...]


@frozen(eq=False)
class Inspection:
    """Everything that the page shows.  Findings are in the order in which it numbers them, worst first."""

    checked: Checked
    marks: tuple[Mark, ...]
    cells: tuple[InspectedCell, ...]
    findings: tuple[InspectedFinding, ...]
    reports: tuple[InspectedReport, ...]

    @property
    def result(self) -> Result:
        """The result that is shown."""
        return self.checked.document.result


def inspection(result: Result, *, grammar: str | Path | None = None) -> Inspection:
    """What the inspector shows of a result, the findings of `govgrammar.check` among it.

    `grammar` is the folder that the result was read with, by default govgrammar's own.  Raises `ValueError` for another one.
    """
    stages = reread(result, grammar)
    return _Maker(result, stages).inspection()


@define(eq=False)
class _Maker:
    """Collects marks; the number of a mark is its place among them."""

    result: Result
    stages: Reread
    marks: list[Mark] = field(factory=list)
    cells: list[InspectedCell] = field(factory=list)
    #: The mark of each token that has one.
    of_token: dict[int, int] = field(factory=dict)
    of_span: dict[Span, list[int]] = field(factory=dict)
    heading_at: dict[Span, int] = field(factory=dict)
    strays: frozenset[Span] = field(init=False)

    def __attrs_post_init__(self) -> None:
        said = (d.span for d in self.result.diagnostics if d.slug.startswith(_STRAY))
        self.strays = frozenset(said)

    def inspection(self) -> Inspection:
        found = _outcomes(self.result)
        checks = checked(Document(self.result.source.name or "", self.result), self.stages.tools.form, found)
        heads = [heads_of(plan, self.stages.tokens) for plan in self.stages.plans]
        self._tokens(heads)
        for number, report in enumerate(self.result.reports):
            self._cells(number, report, heads[number] if number < len(heads) else {})
        self._link()
        reports = tuple(self._report(report) for report in self.result.reports)
        findings = tuple(self._finding(checks, outcome, n) for n, outcome in enumerate(failing(checks)))
        return Inspection(checks, tuple(self.marks), tuple(self.cells), findings, reports)

    def _add(self, mark: Mark) -> int:
        self.marks.append(mark)
        return len(self.marks) - 1

    # ---- tokens ----

    def _tokens(self, heads: Sequence[dict[CellKey, Heads]]) -> None:
        rows = {token for of_report in heads for head in of_report.values() for token in head.rows}
        columns = {token for of_report in heads for head in of_report.values() for token in head.columns}
        for number, token in enumerate(self.stages.tokens):
            kind = "label" if number in rows else "header" if number in columns else self._kind(number, token)
            if kind and token.start < token.end:
                mark = self._add(Mark(kind, token.span, token.type, self.stages.rules[number]))
                self.of_token[number] = mark
                if kind == "heading":
                    self.heading_at.setdefault(token.span, mark)

    def _kind(self, number: int, token: Token) -> str:
        """What a token is that is no cell's own label."""
        form, rules = self.stages.tools.form, self.stages.rules[number]
        if token.type in form.sections:
            return "heading"
        if token.type in form.metadata:
            return "metadata"
        if _STRAY in rules or token.span in self.strays:
            return "stray"
        if token.type in {TEXT, VALUES} or token.type not in form.table_labels:
            return ""
        return "label" if token.type in form.label_terminals else "header"

    # ---- cells ----

    def _cells(self, number: int, report: AnnualReport, heads: dict[CellKey, Heads]) -> None:
        source = self.result.source
        for index, cell in enumerate(report.cells()):
            own = heads.get(cell.key, _NO_LABELS)
            mark = self._value(cell)
            rows, columns = (
                tuple(self.of_token[t] for t in of if t in self.of_token) for of in (own.rows, own.columns)
            )
            origin = None if source.kind == "text" or cell.state == "absent" else source.origin(cell.span)
            self.cells.append(InspectedCell(cell, number, index, mark, rows, columns, origin))

    def _value(self, cell: Cell) -> int:
        """The mark of a cell's value: one for all cells that are read from the same place."""
        known = self.of_span.setdefault(cell.span, [])
        mark = next((m for m in known if self.marks[m].name == cell.state), None)
        if mark is None:
            mark = self._add(Mark("value", cell.span, cell.state))
            known.append(mark)
        return mark

    def _link(self) -> None:
        """Say of every mark which cells it belongs to."""
        cells: dict[int, list[int]] = {}
        for number, one in enumerate(self.cells):
            for mark in (one.mark, *one.rows, *one.columns):
                cells.setdefault(mark, []).append(number)
        for mark, own in cells.items():
            was = self.marks[mark]
            self.marks[mark] = Mark(was.kind, was.span, was.name, was.rules, tuple(own))

    # ---- what stands around the tables ----

    def _report(self, report: AnnualReport) -> InspectedReport:
        headings = {
            name: self.heading_at[span]
            for name in self.stages.tools.form.headings
            if (span := report.where(name)) is not None and span in self.heading_at
        }
        plain = {
            name: self._add(Mark("plain", span, name))
            for name, span in report.places.items()
            if name not in headings and name != _PREAMBLE and span.start < span.end
        }
        facts = tuple((fact, self._fact(fact)) for fact in read_facts(report, self.stages.tools.form))
        return InspectedReport(report, headings, plain, facts)

    def _fact(self, fact: Fact) -> int:
        number = self._add(Mark("fact", fact.span, fact.kind))
        if fact.value_span is not None:
            self._add(Mark("figure", fact.value_span, fact.kind))
        return number

    # ---- findings ----

    def _finding(self, checks: Checked, outcome: Outcome, number: int) -> InspectedFinding:
        spans = dict.fromkeys((outcome.found.span, *checks.texts(outcome)))
        marks = tuple(self._add(Mark("finding", span, outcome.rule, finding=number)) for span in spans)
        first = self._first_cells()
        if isinstance(outcome.found, Finding):
            cells = tuple(first[place.report] + place.index for place in checks.places(outcome))
        else:
            cells = tuple(self._cells_of(outcome.found, first))
        return InspectedFinding(outcome, marks, cells)

    def _first_cells(self) -> list[int]:
        """For each report the number of its first cell."""
        sizes = [0]
        for report in self.result.reports:
            sizes.append(sizes[-1] + len(report.store))
        return sizes

    def _cells_of(self, found: Diagnostic, first: Sequence[int]) -> Iterator[int]:
        """The cells that the reader speaks of: those of the row that it names, at the place if any are there."""
        begins = [min(report.store.places, default=0) for report in self.result.reports]
        report = max(0, bisect_right(begins, found.span.start) - 1)
        cells = range(*first[report : report + 2]) if self.result.reports else range(0)
        rows = {name.strip() for name in str(found.arguments.get("row", "")).split(",")} - {""}
        column = found.arguments.get("column")
        there = {number for number in cells if self._meets(number, found.span)} if rows or column else set()
        named = [n for n in cells if self.cells[n].cell.row in rows and column in {None, self.cells[n].cell.column}]
        return iter([n for n in named if n in there] or named or sorted(there))

    def _meets(self, number: int, span: Span) -> bool:
        cell = self.cells[number].cell
        return cell.place < span.end and span.start < cell.place + len(cell.raw)


def _outcomes(result: Result) -> Iterable[Outcome]:
    """What the reader says and what the rules find; of a report in an edition that the rules do not know, the reader alone."""
    yield from map(Outcome, result.diagnostics)
    known = {edition.name for edition in load_form().editions}
    for report in result.reports:
        if all(edition in known for blocks in report.editions.values() for edition in blocks.values()):
            yield from (Outcome(finding) for finding in check(report) if finding.status is not CheckStatus.PASS)
