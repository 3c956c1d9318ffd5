"""One document as it was checked: what was read, what was found in it, and what of that counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, Literal

from attrs import field, frozen

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.diagnostics import Diagnostic, Severity
from govgrammar.findings.labels import Labels, labels_of
from govgrammar.form import Form
from govgrammar.model.cell import Cell, CellStore
from govgrammar.model.report import AnnualReport
from govgrammar.result import Result
from govgrammar.source import Source, Span

#: Which part a document plays.
Role = Literal["checked", "last_year", "part", "other"]
#: The order of severities, worst first.
SEVERITIES: Final = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@frozen(eq=False)
class Document:
    """A source that takes part: the one that is checked, or one that it is compared with."""

    name: str
    result: Result
    role: Role = "checked"
    number: int = 0

    @property
    def tag(self) -> str:
        """What tells this document's cells from those of the checked one: nothing for that one itself."""
        if self.role == "checked":
            return ""
        return f"{self.role}:" if self.role == "last_year" else f"{self.role}[{self.number}]:"


@frozen(eq=False)
class Place:
    """A cell that takes part in a finding: in which document, by which labels, on which line."""

    document: Document
    cell: Cell
    index: int
    #: Which of the document's reports it is in.
    report: int
    row: str
    column: str

    @property
    def label(self) -> str:
        """The labels of its row and its column, as people name a cell."""
        return f"{self.row} / {self.column}"

    @property
    def tag(self) -> str:
        """What tells it from the same cell of another report: the document's tag, and which of several reports it is."""
        return f"{self.document.tag}report[{self.report + 1}]:" if self.report else self.document.tag

    @property
    def path(self) -> str:
        """`table/row/column`, behind the tag."""
        return f"{self.tag}{self.cell.key}"

    @property
    def line(self) -> int:
        """The line of the document on which it stands, from 1."""
        return self.document.result.source.position(self.cell.span.start)[0]


@frozen(eq=False)
class Outcome:
    """One diagnostic of the reader or one finding of a rule; `reason` is why it is accepted, `None` where it is not.

    `elsewhere` names another text that its span indexes: a file of accepted findings.
    """

    found: Diagnostic
    reason: str | None = None
    elsewhere: Source | None = None

    @property
    def rule(self) -> str:
        """The rule's id; of a diagnostic of the reader, its code."""
        return self.found.rule if isinstance(self.found, Finding) else self.found.code

    @property
    def status(self) -> CheckStatus:
        """How it came out; a diagnostic of the reader fails."""
        return self.found.status if isinstance(self.found, Finding) else CheckStatus.FAIL

    @property
    def counts(self) -> bool:
        """Whether it is wrong and nobody accepted it."""
        return self.status is CheckStatus.FAIL and self.reason is None

    @property
    def kind(self) -> str:
        """What `--show` calls it: fail, accepted, not-assessable or pass."""
        if self.status is CheckStatus.FAIL:
            return "fail" if self.reason is None else "accepted"
        return self.status.value.replace("_", "-")


@frozen(slots=False, eq=False)
class Checked:
    """A document with everything that was found, by place."""

    document: Document
    form: Form
    outcomes: tuple[Outcome, ...]
    others: tuple[Document, ...] = ()
    #: By the identity of the cells' store: the document, which of its reports, its labels.
    _known: dict[int, tuple[Document, int, Labels]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for document in (self.document, *self.others):
            for number, report in enumerate(document.result.reports):
                self._known.setdefault(id(report.store), (document, number, labels_of(report, self.form)))

    @property
    def name(self) -> str:
        """The document's name, as messages give it."""
        return self.document.name

    @property
    def source(self) -> Source:
        """The document's text."""
        return self.document.result.source

    @property
    def report(self) -> AnnualReport | None:
        """The document's report, the first where it holds several."""
        return self.document.result.report

    @cached_property
    def counts(self) -> Counter[Severity]:
        """How many findings count, by severity."""
        return Counter(outcome.found.severity for outcome in self.outcomes if outcome.counts)

    @cached_property
    def kinds(self) -> Counter[str]:
        """How many outcomes of each kind there are."""
        return Counter(outcome.kind for outcome in self.outcomes)

    @cached_property
    def rules(self) -> Mapping[CheckStatus, tuple[str, ...]]:
        """Each rule once: failed where one of its findings counts, else not assessable where one is, else passed."""
        worst: dict[str, CheckStatus] = {}
        order = (CheckStatus.PASS, CheckStatus.NOT_ASSESSABLE, CheckStatus.FAIL)
        for outcome in self.outcomes:
            if isinstance(outcome.found, Finding):
                status = CheckStatus.PASS if outcome.reason is not None else outcome.status
                worst[outcome.rule] = max(worst.get(outcome.rule, CheckStatus.PASS), status, key=order.index)
        return {status: tuple(rule for rule, own in worst.items() if own is status) for status in CheckStatus}

    @property
    def open_rules(self) -> int:
        """How many rules could not be assessed."""
        return len(self.rules[CheckStatus.NOT_ASSESSABLE])

    def labels(self, report: AnnualReport) -> Labels:
        """The labels of one of the reports that take part."""
        return self._known[id(report.store)][2]

    def places(self, outcome: Outcome) -> tuple[Place, ...]:
        """The cells that take part in a finding, those of the checked report first."""
        if not isinstance(outcome.found, Finding):
            return ()
        return tuple(
            self._place(store, index) for store, indices in outcome.found.evidence for index in dict.fromkeys(indices)
        )

    def _place(self, store: CellStore, index: int) -> Place:
        cell = Cell(store, index)
        document, number, labels = self._known[id(store)]
        return Place(document, cell, index, number, labels.row(cell), labels.column(cell))

    def texts(self, outcome: Outcome) -> tuple[Span, ...]:
        """Where else in the checked text the finding stands: repeated passages, facts that a narrative states."""
        found = outcome.found
        spans = found.extra_spans if isinstance(found, Finding) else ()
        return tuple(dict.fromkeys(span for span in spans if span != found.span))


def checked(document: Document, form: Form, outcomes: Iterable[Outcome], others: Iterable[Document] = ()) -> Checked:
    """A document with its findings by place; at one place those of the reader first, then in the order of the rules."""
    ordered = sorted(outcomes, key=lambda o: (o.elsewhere is not None, o.found.span.start, o.found.span.end))
    return Checked(document, form, tuple(ordered), tuple(others))


def reasons_by_rule(one: Checked) -> Counter[str]:
    """Why rules are not assessable: how many rules for each reason, the first reason of a rule counting."""
    first: dict[str, str] = {}
    open_rules = set(one.rules[CheckStatus.NOT_ASSESSABLE])
    for outcome in one.outcomes:
        if isinstance(outcome.found, Finding) and outcome.rule in open_rules and outcome.found.reason:
            first.setdefault(outcome.rule, outcome.found.reason)
    return Counter(first.values())


def severity_order(one: Checked) -> tuple[int, ...]:
    """A key that puts the worst document first: what could not be read, then errors, warnings, what is not assessable."""
    unread = not one.document.result.reports
    return (-int(unread), *(-one.counts[severity] for severity in SEVERITIES), -one.open_rules)
