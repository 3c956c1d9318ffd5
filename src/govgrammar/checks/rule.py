"""A rule: what it is called, where it comes from, what it reads, and the function that runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import field, frozen

from govgrammar.checks.finding import Finding
from govgrammar.checks.subject import Subject
from govgrammar.diagnostics import Code, Severity


@frozen
class Rule:
    """One rule.  `run` is pure: the same subject gives the same findings.

    `name` and `explanation` hold a text for `zh` and for `en`.  `source` names the circular, the article of the Regulations,
    or who else uses it.  `reads` are the cells it looks at as `table/row/column`, `*` standing for any; a section or a plain
    value of a report stands alone.  `editions` is empty where the rule applies to every edition.  `needs` are the values of a
    `Context` without which the rule may not be assessable.
    """

    id: str
    code: Code
    name: Mapping[str, str]
    explanation: Mapping[str, str]
    source: str
    run: Callable[[Subject], Iterable[Finding]] = field(repr=False)
    reads: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        """What a failure of the rule is: error, warning or note."""
        return self.code.severity

    def named_by(self, selector: str) -> bool:
        """Whether a selector means this rule: its id, its code, or how one of them begins."""
        return self.id.startswith(selector) or self.code.code.startswith(selector)
