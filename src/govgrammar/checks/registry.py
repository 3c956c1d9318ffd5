"""Every rule, in the order in which they run."""

from __future__ import annotations

from typing import Final

from govgrammar.checks import request_rules
from govgrammar.checks.rule import Rule

REPORT_RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "T3-BALANCE",
        request_rules.BALANCE[0],
        {"zh": "收支平衡", "en": "what came in equals what went out"},
        {
            "zh": "每一列中,本年新收加上年结转应等于办理结果总计加结转下年度。",
            "en": "In each column, new requests and those carried in equal the outcomes and those carried out.",
        },
        "Printed on the form (国办公开办函〔2021〕30号)",
        request_rules.balance,
        ("requests/new_requests/*", "requests/carried_in/*", "requests/outcomes.total/*", "requests/carried_out/*"),
    ),
)
YEAR_RULES: Final[tuple[Rule, ...]] = ()
ORGAN_RULES: Final[tuple[Rule, ...]] = ()
#: All rules.  A tuple on purpose: callers pass their own, they do not append to ours.
RULES: Final[tuple[Rule, ...]] = (*REPORT_RULES, *YEAR_RULES, *ORGAN_RULES)
