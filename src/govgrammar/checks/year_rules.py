"""Rules across years: a report against the same organ's report of the year before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Final

from govgrammar import codes
from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.mapping import counterpart
from govgrammar.checks.names import same_name
from govgrammar.checks.outcome import Evidence, compared, judged, not_assessable, unplaced
from govgrammar.checks.quantity import Quantity
from govgrammar.checks.rule import Rule
from govgrammar.checks.similarity import overlap
from govgrammar.checks.subject import Subject
from govgrammar.diagnostics import Code

Kind = tuple[Code, str]
Pair = tuple[Subject, Subject]
Run = Callable[[Subject], Iterable[Finding]]
_CARRY: Final = (codes.CARRY_BROKEN, "Y-CARRY")
_EFFECTIVE: Final = (codes.IN_FORCE_BROKEN, "Y-EFFECTIVE")
_ITEMS: Final = (codes.ITEMS_BROKEN, "Y-ITEMS")
_PENDING: Final = (codes.PENDING_VANISHED, "Y-PENDING")
_JUMP: Final = (codes.FIGURE_JUMPS, "Y-JUMP")
_SAME: Final = (codes.TEXT_REPEATED, "Y-SAMETEXT")
_GAP: Final = (codes.YEAR_MISSING, "Y-GAP")
_ORGAN: Final = (codes.ORGAN_CHANGED, "Y-ORGAN")
_REQUESTS: Final = "requests"
_REMEDIES: Final = "remedies"
_DISCLOSURE: Final = "proactive_disclosure"
#: What is more than this, or less than its inverse, jumps.
_RATIO: Final = 5
#: The part of a narrative that may stand in last year's, and the characters that a narrative needs to be compared.
MOST_SHARED: Final = 0.8
LEAST_TEXT: Final = 200


def _of_two(kind: Kind, *tables: str, adjacent: bool = True) -> Callable[[Callable[[Pair], Iterable[Finding]]], Run]:
    """A rule on two reports: not assessable without last year's, without its tables, or where a year lies between them."""
    alone = (unplaced(kind, "missing_report", needs="last_year"),)

    def wrap(rule: Callable[[Pair], Iterable[Finding]]) -> Run:
        @wraps(rule)
        def run(subject: Subject) -> Iterable[Finding]:
            last = subject.last_year
            if last is None:
                return alone
            if not all(table in report.tables for report in (subject, last) for table in tables):
                return (not_assessable(kind, "missing_table", subject),)
            if adjacent and _years_apart(subject, last) not in {None, 1}:
                return (not_assessable(kind, "year_gap", subject),)
            return list(rule((subject, last))) or (not_assessable(kind, "edition", subject),)

        return run

    return wrap


def _years_apart(subject: Subject, last: Subject) -> int | None:
    this, before = subject.report.report_year, last.report.report_year
    return None if this is None or before is None else this - before


def _both(pair: Pair, here: Iterable[int], there: Iterable[int]) -> Evidence:
    return ((pair[0].store, tuple(here)), (pair[1].store, tuple(there)))


@_of_two(_CARRY, _REQUESTS)
def carry(pair: Pair) -> Iterator[Finding]:
    """上年结转 is last year's 结转下年度, in each column."""
    this, last = pair
    for table, block, _ in this.shape.blocks:
        if table.balance is None:
            continue
        for column in block.columns:
            here = this.index(table.name, table.balance[0][-1], column.name)
            there = last.index(table.name, table.balance[1][-1], column.name)
            if here is not None and there is not None:
                arguments = {"column": column.name, "label": this.form.spelling(column.terminals[0])}
                sides = (this.quantity(here), last.quantity(there))
                yield compared(_CARRY, sides, _both(pair, [here], [there]), arguments)


def _continues(
    pair: Pair, kind: Kind, now: tuple[str, ...], before: tuple[str, ...], plus: str | None
) -> Iterator[Finding]:
    """Of each row: the first of `now` and the second, if any, against the sum of `before`, and `plus` of this year."""
    this, last = pair
    for table, block, _ in this.shape.blocks:
        if table.name != _DISCLOSURE:
            continue
        for row in block.rows:
            here = [this.index(_DISCLOSURE, row.name, column) for column in now]
            there = [last.index(_DISCLOSURE, row.name, column) for column in before]
            more = [this.index(_DISCLOSURE, row.name, plus)] if plus else []
            own, old, new = ([i for i in side if i is not None] for side in (here, there, more))
            if len(own) == len(here) and len(old) == len(there) and len(new) == len(more):
                left = this.sum(own)
                right = last.sum(old) + this.sum(new)
                arguments = {"row": row.name, "label": this.form.spelling(row.terminal)}
                yield compared(kind, (left, right), _both(pair, [*own, *new], old), arguments)


@_of_two(_EFFECTIVE, _DISCLOSURE)
def effective(pair: Pair) -> Iterator[Finding]:
    """现行有效 and 废止 of this year are last year's 现行有效 and what was issued this year."""
    return _continues(pair, _EFFECTIVE, ("in_force", "repealed"), ("in_force",), "issued")


@_of_two(_ITEMS, _DISCLOSURE)
def items(pair: Pair) -> Iterator[Finding]:
    """上一年项目数量 is last year's, with last year's change (trial-2019 in both years)."""
    return _continues(pair, _ITEMS, ("prior_year_items",), ("prior_year_items", "change"), None)


@_of_two(_PENDING, _REMEDIES)
def pending(pair: Pair) -> Iterator[Finding]:
    """What was 尚未审结 last year is among this year's cases."""
    this, last = pair
    for table, block, _ in this.shape.blocks:
        for row in block.rows if table.name == _REMEDIES else ():
            here = this.index(_REMEDIES, row.name, "total")
            there = last.index(_REMEDIES, row.name, "pending")
            if here is not None and there is not None:
                evidence = ((this.store, (here,)), (last.store, (there,)))
                arguments = {"row": row.name, "label": this.form.spelling(row.terminal)}
                sides = (last.quantity(there), this.quantity(here))
                yield compared(_PENDING, sides, evidence, arguments, at_most=True)


@_of_two(_JUMP)
def jump(pair: Pair) -> Iterator[Finding]:
    """No figure is more than five times, or less than a fifth of, last year's: totals, and the table of article 20."""
    cells = list(_comparable(pair))
    jumps = list(_jumps(pair, cells))
    yield from jumps
    if cells and not jumps:
        yield judged(_JUMP, pair[0], [index for here, _ in cells for index in here], fails=False)


def _jumps(pair: Pair, cells: Iterable[tuple[tuple[int, ...], tuple[int, ...]]]) -> Iterator[Finding]:
    """The figures that jump; nothing is said where one of the two is zero or open."""
    this, last = pair
    for here, there in cells:
        now, before = this.sum(here), last.sum(there)
        if not (now.exact and before.exact and now.values[0] > 0 and before.values[0] > 0):
            continue
        if now.values[0] > before.values[0] * _RATIO or before.values[0] > now.values[0] * _RATIO:
            key = this.store.keys[here[0]]
            arguments = {"row": key.row, "column": key.column, "cell": str(key)}
            arguments["label"] = this.shape.caption(here[0])
            yield _jumped(pair, (now, before), (here, there), arguments)


def _jumped(
    pair: Pair,
    sides: tuple[Quantity, Quantity],
    cells: tuple[tuple[int, ...], tuple[int, ...]],
    arguments: dict[str, str],
) -> Finding:
    now, before = sides[0].values[0], sides[1].values[0]
    return Finding(
        _JUMP[0],
        pair[0].span(cells[0][0]),
        arguments,
        rule=_JUMP[1],
        status=CheckStatus.FAIL,
        left=now,
        right=before,
        delta=now - before,
        evidence=_both(pair, *cells),
    )


def _comparable(pair: Pair) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Cells of both reports that say the same of their years."""
    this, last = pair
    for table, block, _ in this.shape.blocks:
        whole = block.column_sum.total if block.column_sum else None
        for row in block.rows:
            for column in block.columns:
                if column.name not in this.form.columns_of_change and whole in {None, column.name}:
                    cells = counterpart(this, last, table.name, row.name, column.name)
                    if cells is not None:
                        yield cells


@_of_two(_SAME, adjacent=False)
def same_text(pair: Pair) -> Iterator[Finding]:
    """The narratives are not last year's again."""
    this, last = pair
    shared = overlap(this.report, last.report)
    if shared.length < LEAST_TEXT:
        yield not_assessable(_SAME, "too_short", this)
        return
    arguments = {"percent": round(shared.ratio * 100), "count": len(shared.passages)}
    fails = shared.ratio >= MOST_SHARED
    yield judged(_SAME, this, fails=fails, arguments=arguments, spans=shared.passages)


@_of_two(_GAP, adjacent=False)
def gap(pair: Pair) -> Iterator[Finding]:
    """The other report is of the year before."""
    this, last = pair
    span = this.report.where("report_year") or this.report.where("title")
    apart = _years_apart(this, last)
    if apart is None:
        yield not_assessable(_GAP, "missing_value", this, span=span, needs_zh="报告年度", needs_en="its year")
        return
    arguments = {"this": this.report.report_year, "last": last.report.report_year}
    yield judged(_GAP, this, fails=apart != 1, span=span, arguments=arguments, spans=(span,) if span else ())


@_of_two(_ORGAN, adjacent=False)
def organ(pair: Pair) -> Iterator[Finding]:
    """Both reports are of one organ."""
    this, last = pair[0].report, pair[1].report
    span = this.where("organ") or this.where("publisher")
    if this.organ is None or last.organ is None:
        yield not_assessable(_ORGAN, "missing_value", pair[0], span=span, needs_zh="报告机关", needs_en="the organ")
        return
    arguments = {"this": this.organ, "last": last.organ}
    fails = not same_name(this.organ, last.organ)
    yield judged(_ORGAN, pair[0], fails=fails, span=span, arguments=arguments, spans=(span,) if span else ())


def _rule(
    kind: Kind,
    run: Run,
    texts: tuple[str, ...],
    source: str,
    *reads: str,
    editions: tuple[str, ...] = (),
) -> Rule:
    name_zh, name_en, zh, en = texts
    return Rule(
        kind[1],
        kind[0],
        {"zh": name_zh, "en": name_en},
        {"zh": zh, "en": en},
        source,
        run,
        reads,
        editions,
        ("last_year",),
    )


RULES: Final[tuple[Rule, ...]] = (
    _rule(
        _ORGAN,
        organ,
        (
            "机关变更",
            "the organ changed",
            "两份报告应为同一机关的报告;机关改名、重组的,跨年比较仅供参考。",
            "Both reports are of one organ; where it was renamed or reorganised, comparisons across years are a hint only.",
        ),
        "follows from comparing years",
        "organ",
    ),
    _rule(
        _GAP,
        gap,
        (
            "缺少年度",
            "a year is missing",
            "与之比较的应是上一年度的报告。",
            "The report to compare with is that of the year before.",
        ),
        "evaluators",
        "report_year",
    ),
    _rule(
        _CARRY,
        carry,
        (
            "结转衔接",
            "what was carried over",
            "每一列的上年结转应等于上一年报告的结转下年度。更正和机构改革可以造成差异。",
            "In each column, what is carried in is what last year's report carried out. Corrections and reorganisations can explain a difference.",
        ),
        "evaluators (CROSS_YEAR_MISMATCH)",
        "requests/carried_in/*",
        "requests/carried_out/*",
    ),
    _rule(
        _EFFECTIVE,
        effective,
        (
            "现行有效件数衔接",
            "documents in force continue",
            "本年现行有效件数应等于上年现行有效件数加本年制发、减本年废止。文件到期失效、划转和清理可以造成差异。",
            "Documents in force are last year's, with those issued and without those repealed. Expiry, transfer and clean-ups can explain a difference.",
        ),
        "labels of the form (国办公开办函〔2021〕30号)",
        "proactive_disclosure/*/in_force",
        "proactive_disclosure/*/issued",
        "proactive_disclosure/*/repealed",
        editions=("revised-2021",),
    ),
    _rule(
        _ITEMS,
        items,
        (
            "项目数量衔接",
            "numbers of items continue",
            "本年的“上一年项目数量”应等于上年报告的同一数字加上年增减。",
            "The items of the year before are those that last year's report gives, with its change.",
        ),
        "labels of the form (国办公开办函〔2019〕60号)",
        "proactive_disclosure/*/prior_year_items",
        "proactive_disclosure/*/change",
        editions=("trial-2019",),
    ),
    _rule(
        _PENDING,
        pending,
        (
            "未审结案件衔接",
            "pending cases reappear",
            "上年尚未审结的复议、诉讼案件,应计入本年的案件总数。",
            "Cases that were pending last year are among this year's.",
        ),
        "evaluators",
        "remedies/*/total",
        "remedies/*/pending",
    ),
    _rule(
        _JUMP,
        jump,
        (
            "数据突变",
            "a figure jumps",
            "与上年相比超过五倍或不足五分之一的数据,值得核对。表三、表四只比较总计。",
            "A figure more than five times or less than a fifth of last year's is worth a look. Of the matrices, only totals are compared.",
        ),
        "evaluators (QR-007)",
        "*/*/*",
    ),
    _rule(
        _SAME,
        same_text,
        (
            "与上年文字雷同",
            "last year's text again",
            f"总体情况等文字有百分之{MOST_SHARED * 100:.0f}以上与上年报告相同(数字不计)。",
            f"At least {MOST_SHARED:.0%} of the narratives stand in last year's report, figures aside.",
        ),
        "the circular's 内容雷同; CASS 2017",
        "overview",
        "problems_and_improvements",
        "other_matters",
    ),
)
