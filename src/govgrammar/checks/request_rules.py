"""Rules of the third table: requests received and handled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from govgrammar import codes
from govgrammar.checks import table_rules
from govgrammar.checks.equations import checked
from govgrammar.checks.finding import Finding
from govgrammar.checks.outcome import judged, not_assessable
from govgrammar.checks.rule import Rule
from govgrammar.checks.subject import Subject
from govgrammar.checks.sums import NO_SUMS
from govgrammar.model.cell import CellState

TABLE: Final = "requests"
#: Blank cells that evaluators let pass.
MOST_BLANKS: Final = 10
_BALANCE: Final = (codes.BALANCE_BROKEN, "T3-BALANCE")
_ROW_SUM: Final = (codes.ROW_SUM_BROKEN, "T3-ROWSUM")
_RESULT_SUM: Final = (codes.RESULT_SUM_BROKEN, "T3-RESULTSUM")
_DOMAIN: Final = (codes.REQUEST_IMPOSSIBLE, "T3-DOMAIN")
_BOUND: Final = (codes.CARRIED_OUT_EXCEEDS, "T3-BOUND")
_SHAPE: Final = (codes.REQUESTS_SHAPE, "T3-SHAPE")
_BLANKS: Final = (codes.MANY_BLANKS, "T3-ALLBLANK")


def balance(subject: Subject) -> Iterable[Finding]:
    """新收 + 上年结转 = 总计 + 结转下年度, in each column."""
    return checked(subject, _BALANCE, TABLE, subject.shape.balance.get(TABLE, NO_SUMS))


def row_sum(subject: Subject) -> Iterable[Finding]:
    """总计 = 自然人 + the five kinds of organisations, in each row."""
    return checked(subject, _ROW_SUM, TABLE, subject.shape.along.get(TABLE, NO_SUMS))


def result_sum(subject: Subject) -> Iterable[Finding]:
    """(七)总计 = the sum of all outcomes, in each column."""
    return checked(subject, _RESULT_SUM, TABLE, subject.shape.down.get(TABLE, NO_SUMS))


def bound(subject: Subject) -> Iterable[Finding]:
    """结转下年度 is at most 新收 + 上年结转, in each column."""
    return checked(subject, _BOUND, TABLE, subject.shape.bound.get(TABLE, NO_SUMS))


def domain(subject: Subject) -> Iterable[Finding]:
    """Every cell is a whole number from 0 on."""
    return table_rules.domain(subject, _DOMAIN, TABLE)


def shape(subject: Subject) -> Iterable[Finding]:
    """Seven values in each of the edition's rows."""
    return table_rules.shape(subject, _SHAPE, TABLE)


def blanks(subject: Subject) -> Iterable[Finding]:
    """At most ten cells are blank or hold a slash."""
    if TABLE not in subject.tables:
        return (not_assessable(_BLANKS, "missing_table", subject),)
    cells = subject.shape.cells[TABLE]
    if subject.plain:
        return (judged(_BLANKS, subject, cells, fails=False, arguments={"count": 0, "limit": MOST_BLANKS}),)
    states = subject.states
    blank, slash = CellState.BLANK, CellState.NOT_APPLICABLE
    empty = [i for i in cells if states[i] is blank or states[i] is slash]
    unsure = subject.unsure.intersection(cells)
    arguments = {"count": len(empty), "limit": MOST_BLANKS}
    if len(empty) > MOST_BLANKS or len(empty) + len(unsure) <= MOST_BLANKS:
        fails = len(empty) > MOST_BLANKS
        return (judged(_BLANKS, subject, empty or cells, fails=fails, arguments=arguments),)
    reason = "ambiguous" if any(states[i] is CellState.AMBIGUOUS for i in unsure) else "absent"
    return (not_assessable(_BLANKS, reason, subject, cells, arguments=arguments),)


_FORM: Final = "国办公开办函〔2021〕30号"
RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "T3-BALANCE",
        _BALANCE[0],
        {"zh": "收件与办理平衡", "en": "what came in equals what went out"},
        {
            "zh": "每一列中,本年新收与上年结转之和,应等于办理结果总计与结转下年度继续办理之和。",
            "en": "In each column, new requests and those carried in equal the outcomes and those carried out.",
        },
        f"printed on the form ({_FORM}); evaluators",
        balance,
        ("requests/new_requests/*", "requests/carried_in/*", "requests/outcomes.total/*", "requests/carried_out/*"),
    ),
    Rule(
        "T3-ROWSUM",
        _ROW_SUM[0],
        {"zh": "行合计", "en": "total of each row"},
        {
            "zh": "每一行的总计应等于自然人与五类法人或其他组织之和。",
            "en": "In each row, the total is the sum of natural persons and the five kinds of organisations.",
        },
        f"layout of the form ({_FORM}); evaluators",
        row_sum,
        ("requests/*/*",),
    ),
    Rule(
        "T3-RESULTSUM",
        _RESULT_SUM[0],
        {"zh": "办理结果合计", "en": "total of the outcomes"},
        {
            "zh": "每一列的办理结果总计应等于各项办理结果之和。",
            "en": "In each column, the total of the outcomes is the sum of all outcomes.",
        },
        f"layout of the form ({_FORM}); evaluators",
        result_sum,
        ("requests/outcomes.*/*",),
    ),
    Rule(
        "T3-DOMAIN",
        _DOMAIN[0],
        {"zh": "申请件数应为非负整数", "en": "counts of requests are whole numbers from 0"},
        {
            "zh": "申请情况表每一格都是件数,不应为负数或小数。",
            "en": "Every cell of the table of requests is a count: neither negative nor a fraction.",
        },
        "evaluators (QR-006)",
        domain,
        ("requests/*/*",),
    ),
    Rule(
        "T3-BOUND",
        _BOUND[0],
        {"zh": "结转不超过收件", "en": "no more is carried out than came in"},
        {
            "zh": "每一列结转下年度的件数,不应超过新收与上年结转之和。",
            "en": "In each column, no more requests are carried out than were new or carried in.",
        },
        f"follows from the balance of the form ({_FORM})",
        bound,
        ("requests/new_requests/*", "requests/carried_in/*", "requests/carried_out/*"),
    ),
    Rule(
        "T3-SHAPE",
        _SHAPE[0],
        {"zh": "申请情况表的行列", "en": "rows and columns of the table of requests"},
        {
            "zh": "每行应有七个数据,行数应与表式一致。会丢失空格的版式无法判断缺格。",
            "en": "Each row has seven values, and the rows are those of the form. Where a layout loses blanks, nobody can say.",
        },
        f"layout of the form ({_FORM})",
        shape,
        ("requests/*/*",),
    ),
    Rule(
        "T3-ALLBLANK",
        _BLANKS[0],
        {"zh": "空格过多", "en": "too many blanks"},
        {
            "zh": "申请情况表没有数据的格应填 0;空格或“/”超过 10 处的,评估时视为不合格。",
            "en": "Cells of the table of requests without anything to report hold 0; evaluators fail more than ten blanks or slashes.",
        },
        "evaluators",
        blanks,
        ("requests/*/*",),
    ),
)
