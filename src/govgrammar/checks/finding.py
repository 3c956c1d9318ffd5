"""What a check found: a diagnostic that also says which rule, how it came out, and what was compared."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from attrs import field, frozen

from govgrammar.checks.words import outcome_message
from govgrammar.diagnostics import Diagnostic, Language
from govgrammar.model.cell import Cell, CellStore, Number
from govgrammar.model.later import Later
from govgrammar.source import Span


class CheckStatus(StrEnum):
    """How a rule came out for one place of a report."""

    FAIL = "fail"
    PASS = "pass"  # noqa: S105  a status, no password
    NOT_ASSESSABLE = "not_assessable"


@frozen(kw_only=True, slots=False)
class Finding(Later, Diagnostic):
    """One outcome of one rule.

    `left` and `right` are the two sides as far as the document states them, `delta` is left less right.  `assuming_zero`
    marks a pass that holds only if blanks, slashes and missing cells are zero.  `reason` says why a rule is not assessable,
    in a word of `words.REASONS`.  `span`, `spans` and the places of narrative facts in `extra_spans` index the text of the
    report that was checked.

    A report has many findings, and most are never looked at: where they stand is found out when somebody asks.
    """

    rule: str
    status: CheckStatus
    left: Number | None = None
    right: Number | None = None
    delta: Number | None = None
    assuming_zero: bool = False
    reason: str | None = None
    evidence: tuple[tuple[CellStore, tuple[int, ...]], ...] = field(default=(), repr=False, eq=False)
    extra_spans: tuple[Span, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that were compared: those of the report that was checked, then those of other reports."""
        return tuple(Cell(store, index) for store, indices in self.evidence for index in indices)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every place in the text of the report that was checked: its cells, and what was read elsewhere in it."""
        own = self.evidence[0] if self.evidence else None
        cells = (Cell(own[0], index) for index in own[1]) if own else ()
        return (*(cell.span for cell in cells), *self.extra_spans)

    def message(self, lang: Language = "zh") -> str:
        """What was found, or that the rule holds, or why it cannot be assessed."""
        values: dict[str, Any] = {"left": self.left, "right": self.right, "delta": self.delta, **self.arguments}
        if self.status is CheckStatus.FAIL:
            return (self.kind.zh if lang == "zh" else self.kind.en).format_map(values)
        return outcome_message(self.rule, values, self.reason, lang, assuming_zero=self.assuming_zero)
