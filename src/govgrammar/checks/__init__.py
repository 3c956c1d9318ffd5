"""Checks of a report: what the form adds up, what evaluators look for, year against year, parts against the whole.

    for finding in govgrammar.check(report): ...

A rule is a pure function from a `Subject` to findings; `RULES` is a tuple, and callers pass their own:
`govgrammar.check(report, rules=(*govgrammar.checks.RULES, mine))`.
"""

from __future__ import annotations

from govgrammar.checks.context import Context
from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.registry import ORGAN_RULES, REPORT_RULES, RULES, YEAR_RULES
from govgrammar.checks.rule import Rule
from govgrammar.checks.run import check, compare, rollup
from govgrammar.checks.subject import Subject

__all__ = [
    "ORGAN_RULES",
    "REPORT_RULES",
    "RULES",
    "YEAR_RULES",
    "CheckStatus",
    "Context",
    "Finding",
    "Rule",
    "Subject",
    "check",
    "compare",
    "rollup",
]
