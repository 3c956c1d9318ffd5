"""Rules of the fourth table: administrative reconsideration and litigation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

from govgrammar import codes
from govgrammar.checks import table_rules
from govgrammar.checks.equations import checked, where_all_hold
from govgrammar.checks.finding import Finding
from govgrammar.checks.outcome import Evidence, compared, judged, not_assessable
from govgrammar.checks.quantity import NOUGHT, ONE
from govgrammar.checks.rule import Rule
from govgrammar.checks.shape import Shape
from govgrammar.checks.subject import Subject
from govgrammar.checks.sums import NO_SUMS, Equation, System

TABLE: Final = "remedies"
_REQUESTS: Final = "requests"
_SUMS: Final = {
    "reconsideration": (codes.RECONSIDERATION_SUM_BROKEN, "T4-SUM-REC"),
    "litigation.direct": (codes.DIRECT_SUM_BROKEN, "T4-SUM-DIR"),
    "litigation.after_reconsideration": (codes.LATER_SUM_BROKEN, "T4-SUM-POST"),
}
_SHAPE: Final = (codes.REMEDIES_SHAPE, "T4-SHAPE")
_ORDER: Final = (codes.SUITS_WITHOUT_RECONSIDERATION, "T4-POST<=REC")
_OUTLIER: Final = (codes.REMEDIES_OUTNUMBER, "T4-OUTLIER")
_RECONSIDERATION, _DIRECT, _LATER = _SUMS


def _along(subject: Subject, row: str) -> System:
    return subject.shape.along.get(TABLE, NO_SUMS).named.get(row, NO_SUMS)


def _sum(subject: Subject, row: str) -> Iterable[Finding]:
    return checked(subject, _SUMS[row], TABLE, _along(subject, row))


def reconsideration_sum(subject: Subject) -> Iterable[Finding]:
    """行政复议 总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结."""
    return _sum(subject, _RECONSIDERATION)


def direct_sum(subject: Subject) -> Iterable[Finding]:
    """未经复议直接起诉 总计 = the four outcomes."""
    return _sum(subject, _DIRECT)


def later_sum(subject: Subject) -> Iterable[Finding]:
    """复议后起诉 总计 = the four outcomes."""
    return _sum(subject, _LATER)


def shape(subject: Subject) -> Iterable[Finding]:
    """Fifteen values."""
    return table_rules.shape(subject, _SHAPE, TABLE)


def counted(subject: Subject, row: str) -> tuple[int, ...]:
    """The cells that say how many reviews or suits a row has: its total, or its outcomes where only those are stated."""
    for equation in _along(subject, row).equations:
        stated = subject.values[equation.left[0]] is not None
        return equation.right if not stated and any(subject.values[i] for i in equation.right) else equation.left
    return ()


def order(subject: Subject) -> Iterable[Finding]:
    """Suits after reconsideration need a reconsideration, in this year or the last."""
    if TABLE not in subject.tables:
        return (not_assessable(_ORDER, "missing_table", subject),)
    cells, more = counted(subject, _LATER), counted(subject, _RECONSIDERATION)
    if not cells or not more:
        return ()
    later = subject.sum(cells)
    if later.exact and later.values[0] <= 0:
        return (judged(_ORDER, subject, (*cells, *more), fails=False),)
    return _order(subject, cells, more)


def _order(subject: Subject, cells: tuple[int, ...], more: tuple[int, ...]) -> Iterator[Finding]:
    """The same where there are, or may be, suits after reconsideration."""
    last = subject.last_year
    others = counted(last, _RECONSIDERATION) if last is not None and TABLE in last.tables else ()
    later, before = subject.sum(cells), subject.sum(more)
    evidence: Evidence = ((subject.store, (*cells, *more)), *(((last.store, others),) if last and others else ()))
    if last is not None and others:
        before = before + last.sum(others)
    if not others and later.values[0] > 0 and before.exact and before.values[0] <= 0:
        yield not_assessable(_ORDER, "missing_report", subject, (*cells, *more), needs="last_year")
    elif later.values[0] > 0:
        # What matters is whether there was one, not how many.
        yield compared(_ORDER, (ONE, before), evidence, {}, at_most=True)
    elif later.exact or before.values[0] > 0:
        yield judged(_ORDER, subject, (*cells, *more), fails=False)
    else:
        yield compared(_ORDER, (later, NOUGHT), evidence, {}, at_most=True)


def outlier(subject: Subject) -> Iterable[Finding]:
    """Reviews and suits do not outnumber the requests handled."""
    if not {TABLE, _REQUESTS} <= subject.tables:
        return (not_assessable(_OUTLIER, "missing_table", subject),)
    held = where_all_hold(subject, _OUTLIER, _totals(subject.shape))
    return _outlier(subject) if held is None else held


@lru_cache(maxsize=64)
def _totals(shape: Shape) -> System:
    """The totals of all remedies against those of the outcomes, where the form has both."""
    rows = shape.along.get(TABLE, NO_SUMS).named
    remedies = tuple(index for row in _SUMS if row in rows for index in rows[row].equations[0].left)
    handled = _handled(shape)
    return System((Equation("outlier", remedies, handled, (), {}, at_most=True),) if handled and remedies else ())


def _handled(shape: Shape) -> tuple[int, ...]:
    sums = shape.down.get(_REQUESTS, NO_SUMS).equations
    return next((e.left for e in sums if e.arguments["column"] == "total"), ())


def _outlier(subject: Subject) -> Iterator[Finding]:
    handled = _handled(subject.shape)
    remedies = tuple(index for row in _SUMS for index in counted(subject, row))
    if handled and remedies:
        sides = (subject.sum(remedies), subject.sum(handled))
        yield compared(_OUTLIER, sides, ((subject.store, (*remedies, *handled)),), {}, at_most=True)


_FORM: Final = "国办公开办函〔2021〕30号"


def _sum_rule(row: str, run: Callable[[Subject], Iterable[Finding]], zh: str, en: str) -> Rule:
    code, name = _SUMS[row]
    return Rule(
        name,
        code,
        {"zh": f"{zh}的总数应相符", "en": f"total of {en}"},
        {
            "zh": f"{zh}的总计应等于四种结果之和,尚未审结的计算在内。",
            "en": f"The total of {en} is the sum of its four outcomes, those still pending included.",
        },
        f"layout of the form ({_FORM}); evaluators",
        run,
        (f"{TABLE}/{row}/*",),
    )


RULES: Final[tuple[Rule, ...]] = (
    _sum_rule(_RECONSIDERATION, reconsideration_sum, "复议案件", "reconsiderations"),
    _sum_rule(_DIRECT, direct_sum, "直接起诉案件", "suits without reconsideration"),
    _sum_rule(_LATER, later_sum, "复议之后的诉讼案件", "suits after reconsideration"),
    Rule(
        "T4-SHAPE",
        _SHAPE[0],
        {"zh": "复议诉讼表的列数", "en": "columns of the table of remedies"},
        {
            "zh": "复议诉讼表应有十五个数据。会丢失空格的版式无法判断缺格。",
            "en": "The table of remedies has fifteen values. Where a layout loses blanks, nobody can say.",
        },
        f"layout of the form ({_FORM})",
        shape,
        (f"{TABLE}/*/*",),
    ),
    Rule(
        "T4-POST<=REC",
        _ORDER[0],
        {"zh": "有复议后的诉讼而无复议", "en": "suits after reconsideration without any reconsideration"},
        {
            "zh": "有复议后起诉的案件,而本年和上年都没有复议案件的,请核对。需要上年报告。",
            "en": "There are suits after reconsideration, but no reconsideration in this year or the last. Needs last year's report.",
        },
        "follows from the Administrative Litigation Law",
        order,
        (f"{TABLE}/{_LATER}/*", f"{TABLE}/{_RECONSIDERATION}/*"),
        needs=("last_year",),
    ),
    Rule(
        "T4-OUTLIER",
        _OUTLIER[0],
        {"zh": "复议诉讼多于办理件数", "en": "more reviews and suits than requests handled"},
        {
            "zh": "复议和诉讼案件之和大于本年办理的申请总数,并非错误,但值得核对。",
            "en": "Reviews and suits together outnumber the requests handled: no error, but worth a look.",
        },
        "evaluators",
        outlier,
        (f"{TABLE}/*/*", "requests/outcomes.total/total"),
    ),
)
