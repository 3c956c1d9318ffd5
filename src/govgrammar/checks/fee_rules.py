"""Rules on the information-handling fee (信息处理费, 国办函〔2020〕109号): said in words, and once in a table.

The fee is no 行政事业性收费 of the second table: the two are never compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from govgrammar import codes
from govgrammar.checks.equations import where_all_hold
from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.outcome import compared, judged, not_assessable
from govgrammar.checks.quantity import NOUGHT
from govgrammar.checks.rule import Rule
from govgrammar.checks.shape import Shape
from govgrammar.checks.statements import facts_of, is_of_year, side
from govgrammar.checks.subject import Subject
from govgrammar.checks.sums import Equation, System
from govgrammar.narrative import narrator

_FEE: Final = (codes.FEE_NOT_STATED, "N-FEE")
_FEE_ROW: Final = (codes.FEE_NOTICE_NOT_STATED, "T3-FEEROW")
_SECTION: Final = "other_matters"
_FACTS: Final = ("fee_notices", "fee_amount", "fee_collected", "no_fee")
_REQUESTS: Final = "requests"
_ROW: Final = "outcomes.other.fee_unpaid"
#: The first year whose reports owe the statement.
_SINCE: Final = 2021


def _mentioned(subject: Subject) -> bool:
    section = subject.report.other_matters
    if section is None:
        return False
    return narrator().mentions("FEE_STATEMENT", subject.store.text, section.span.start, section.span.end)


def fee(subject: Subject) -> Iterator[Finding]:
    """其他需要报告的事项 says what fees were charged, in reports for 2021 and later."""
    year = subject.report.report_year
    label = subject.form.spelling(subject.form.headings[_SECTION])
    arguments = {"section": _SECTION, "label": label}
    facts = facts_of(subject, _FACTS)
    place = subject.report.where(_SECTION)
    if facts or _mentioned(subject):
        spans = tuple(fact.span for fact in facts)
        yield judged(_FEE, subject, fails=False, span=place, arguments=arguments, spans=spans)
    elif year is None:
        yield not_assessable(_FEE, "missing_value", subject, needs_zh="报告年度", needs_en="its year")
    elif year >= _SINCE and place is None:
        yield not_assessable(_FEE, "missing_value", subject, needs_zh=f"“{label}”", needs_en=_SECTION)
    elif year >= _SINCE:
        yield judged(_FEE, subject, fails=True, span=place, arguments=arguments)


def fee_row(subject: Subject) -> Iterable[Finding]:
    """Requests dropped because a fee was not paid need a fee notice that was sent."""
    if _REQUESTS not in subject.tables:
        return (not_assessable(_FEE_ROW, "missing_table", subject),)
    held = where_all_hold(subject, _FEE_ROW, _none_dropped(subject.shape))
    return _fee_row(subject) if held is None else held


@lru_cache(maxsize=64)
def _none_dropped(shape: Shape) -> System:
    """The row is at most nothing."""
    cells = shape.under(_REQUESTS, _ROW, "total")
    arguments = {"label": shape.label_of(_REQUESTS, _ROW)}
    return System((Equation("fee", cells, (), (), arguments, at_most=True),) if cells else ())


def _fee_row(subject: Subject) -> Iterator[Finding]:
    row = side(subject, _REQUESTS, (_ROW,), "total")
    if row is None:
        return
    arguments = {"label": row.label}
    evidence = ((subject.store, row.cells),)
    none = compared(_FEE_ROW, (row.quantity, NOUGHT), evidence, arguments, at_most=True)
    if none.status is not CheckStatus.FAIL:
        yield none
        return
    notices = [fact for fact in facts_of(subject, ("fee_notices",)) if is_of_year(subject, fact)]
    sent = [fact for fact in notices if fact.most]
    if sent:
        spans = tuple(fact.span for fact in sent)
        yield judged(_FEE_ROW, subject, row.cells, fails=False, arguments=arguments, spans=spans)
    elif notices or facts_of(subject, ("no_fee",)) or not _mentioned(subject):
        yield none
    else:
        yield not_assessable(_FEE_ROW, "not_understood", subject, row.cells, arguments=arguments)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "T3-FEEROW",
        _FEE_ROW[0],
        {"zh": "逾期未缴费与收费通知", "en": "unpaid fees and fee notices"},
        {
            "zh": "有申请因逾期未缴费而不再处理的,文中应当说明发出过收费通知。",
            "en": "Where requests were dropped because a fee was not paid, the narrative says that a fee notice was sent.",
        },
        "国办函〔2020〕109号",
        fee_row,
        (f"{_REQUESTS}/{_ROW}/total", _SECTION),
        ("revised-2021",),
    ),
    Rule(
        "N-FEE",
        _FEE[0],
        {"zh": "信息处理费的说明", "en": "statement on the information-handling fee"},
        {
            "zh": "2021年度起的报告应当说明信息处理费收费通知的件数、总金额和实际收取的总金额;没有收取的,也应说明。",
            "en": "Reports for 2021 and later say how many fee notices were sent, for how much, and what was collected, even if nothing was.",
        },
        "国办函〔2020〕109号",
        fee,
        (_SECTION,),
    ),
)
