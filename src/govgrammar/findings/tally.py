"""The sum over all documents of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import define, field

from govgrammar.checks.finding import CheckStatus
from govgrammar.diagnostics import Language, Severity
from govgrammar.findings.checked import Checked, reasons_by_rule
from govgrammar.findings.words import counted, phrase, rules_line


@define
class Tally:
    """Counts as documents come."""

    documents: int = 0
    unread: int = 0
    accepted: int = 0
    severities: Counter[Severity] = field(factory=Counter)
    rules: Counter[CheckStatus] = field(factory=Counter)
    reasons: Counter[str] = field(factory=Counter)

    def add(self, one: Checked) -> None:
        """Count a document."""
        self.documents += 1
        self.accepted += one.kinds["accepted"]
        self.severities += one.counts
        self.rules += Counter({status: len(rules) for status, rules in one.rules.items()})
        self.reasons += reasons_by_rule(one)

    def add_unread(self) -> None:
        """Count a source that nobody could read."""
        self.documents += 1
        self.unread += 1

    def lines(self, lang: Language) -> Iterator[str]:
        """Two lines for people."""
        parts = [phrase("documents", lang).format(count=self.documents)] if self.documents != 1 else []
        parts += [phrase("unread", lang).format(count=self.unread)] if self.unread else []
        parts.append(counted(self.severities, lang))
        if self.accepted:
            parts.append(f"{self.accepted} {phrase('accepted_count', lang)}")
        yield "; ".join(parts)
        if self.rules:
            yield rules_line(self.rules, self.reasons, lang)

    def data(self) -> dict[str, object]:
        """The same as plain data."""
        return {
            "documents": self.documents,
            "unreadable": self.unread,
            "errors": self.severities[Severity.ERROR],
            "warnings": self.severities[Severity.WARNING],
            "notes": self.severities[Severity.NOTE],
            "accepted": self.accepted,
            "rules": {status.value: self.rules[status] for status in CheckStatus},
            "not_assessable": dict(sorted(self.reasons.items())),
        }
