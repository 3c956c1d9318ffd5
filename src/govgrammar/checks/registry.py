"""Every rule, in the order in which they run."""

from __future__ import annotations

from typing import Final

from govgrammar.checks import (
    disclosure_rules,
    fee_rules,
    narrative_rules,
    organ_rules,
    remedy_rules,
    request_rules,
    structure_rules,
    year_rules,
)
from govgrammar.checks.rule import Rule

#: What one report is checked for.
REPORT_RULES: Final[tuple[Rule, ...]] = (
    *request_rules.RULES,
    *remedy_rules.RULES,
    *disclosure_rules.RULES,
    *narrative_rules.RULES,
    *fee_rules.RULES,
    *structure_rules.RULES,
)
#: What needs last year's report.
YEAR_RULES: Final[tuple[Rule, ...]] = year_rules.RULES
#: What needs other organs' reports.
ORGAN_RULES: Final[tuple[Rule, ...]] = organ_rules.RULES
#: All rules.  A tuple on purpose: callers pass their own, they do not append to ours.
RULES: Final[tuple[Rule, ...]] = (*REPORT_RULES, *YEAR_RULES, *ORGAN_RULES)
