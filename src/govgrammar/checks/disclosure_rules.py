"""Rules of the second table: what the organ disclosed of its own accord (article 20 of the Regulations)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from govgrammar import codes
from govgrammar.checks import table_rules
from govgrammar.checks.equations import checked
from govgrammar.checks.finding import Finding
from govgrammar.checks.outcome import compared, in_order_later, judged, not_assessable
from govgrammar.checks.quantity import Quantity
from govgrammar.checks.rule import Rule
from govgrammar.checks.shape import UNEXPECTED, Shape
from govgrammar.checks.subject import Subject
from govgrammar.checks.sums import NO_SUMS
from govgrammar.fold import squeeze
from govgrammar.form import Form
from govgrammar.model.cell import CellState, Number

TABLE: Final = "proactive_disclosure"
_RULES_ROW: Final = "government_rules"
_DOMAIN: Final = (codes.DISCLOSURE_IMPOSSIBLE, "T2-DOMAIN")
_POWER: Final = (codes.RULES_WITHOUT_POWER, "T2-RULEPOWER")
_UNIT: Final = (codes.CHARGES_UNIT, "T2-UNIT")
_CHANGE: Final = (codes.CHANGE_DOUBTFUL, "T2-CHANGE")
_DISCLOSED: Final = (codes.DISCLOSED_DOUBTFUL, "T2-DISCLOSED")
_EFFECT: Final = (codes.IN_FORCE_TOO_FEW, "T2-EFFECT")
#: Charges of a county in 万元 that are more likely 元, and the jump from year to year that says so.
_IMPLAUSIBLE: Final = 10**6
_JUMP: Final = 5000
_SMALL: Final = frozenset({"county", "township"})


@lru_cache(maxsize=64)
def _changes(shape: Shape) -> tuple[tuple[str, str, int, int], ...]:
    """The rows that have a change and what there was before: name, label, places of the two."""
    rows, found = shape.places.get(TABLE, {}), []
    for table, block, _ in shape.blocks:
        for row in block.rows if table.name == TABLE else ():
            cells = rows.get(row.name, {})
            if "change" in cells and "prior_year_items" in cells:
                label = shape.form.spelling(row.terminal)
                found.append((row.name, label, cells["change"], cells["prior_year_items"]))
    return tuple(found)


@lru_cache(maxsize=64)
def _rules_cells(shape: Shape) -> tuple[int, ...]:
    """The cells of the row of 规章 that the form has."""
    columns = shape.places.get(TABLE, {}).get(_RULES_ROW, {})
    return tuple(index for column, index in columns.items() if not column.startswith(UNEXPECTED))


@lru_cache(maxsize=64)
def _amounts(shape: Shape) -> tuple[tuple[int, str], ...]:
    """The cells of money whose header prints a unit, each with that."""
    rows, form = shape.places.get(TABLE, {}), shape.form
    return tuple(
        (index, printed)
        for table, block, _ in shape.blocks
        if table.name == TABLE
        for column in block.columns
        if column.name in form.columns_of_money and (printed := _printed_unit(form, column.terminals[0]))
        for row in block.rows
        if (index := rows.get(row.name, {}).get(column.name)) is not None
    )


def domain(subject: Subject) -> Iterable[Finding]:
    """Counts are whole numbers from 0 on, amounts decimals from 0 on."""
    return table_rules.domain(subject, _DOMAIN, TABLE)


def rule_power(subject: Subject) -> Iterable[Finding]:
    """规章 only of organs that can make them."""
    indices = _rules_cells(subject.shape)
    if not indices or TABLE not in subject.tables:
        return (not_assessable(_POWER, "missing_table", subject),)
    first = next((index for index in indices if (subject.values[index] or 0) > 0), None)
    if first is None or subject.context.rule_making:
        return (judged(_POWER, subject, indices, fails=False),)
    if subject.context.rule_making is None:
        return (not_assessable(_POWER, "missing_context", subject, indices, needs="rule_making"),)
    arguments = {"found": subject.values[first], "column": subject.store.keys[first].column}
    return (judged(_POWER, subject, indices, fails=True, span=subject.span(first), arguments=arguments),)


def unit(subject: Subject) -> Iterable[Finding]:
    """收费金额 in the unit that the form prints, and of a size that it can have."""
    if TABLE not in subject.tables:
        return (not_assessable(_UNIT, "missing_table", subject),)
    return [_unit_of(subject, index, printed) for index, printed in _amounts(subject.shape)]


@lru_cache(maxsize=64)
def _printed_unit(form: Form, terminal: str) -> str | None:
    """The unit that the form's own header prints."""
    header = squeeze(form.spelling(terminal))
    found = (m["unit"] for pattern in form.patterns["PRINTED_UNIT"] if (m := pattern.search(header)))
    return next(found, None)


def _unit_of(subject: Subject, index: int, printed: str) -> Finding:
    value, store = subject.values[index], subject.store
    written = store.readings[index].unit or store.units.get(index)
    arguments = {"row": store.keys[index].row, "found": value, "unit": written or printed, "printed": printed}
    if value is None and subject.states[index] in {CellState.TEXT, CellState.AMBIGUOUS}:
        return not_assessable(_UNIT, subject.states[index].value, subject, (index,), arguments=arguments)
    if not value or value < 0:
        return judged(_UNIT, subject, (index,), fails=False, arguments=arguments)
    level = subject.context.level
    wrong = written is not None and not printed.startswith(squeeze(written))
    before = _amount_last_year(subject, index)
    jumps = before is not None and (value >= before * _JUMP or before >= value * _JUMP)
    if wrong or jumps or (value >= _IMPLAUSIBLE and level in _SMALL):
        return judged(_UNIT, subject, (index,), fails=True, arguments=arguments)
    if value >= _IMPLAUSIBLE and level is None:
        return not_assessable(_UNIT, "missing_context", subject, (index,), needs="level", arguments=arguments)
    return judged(_UNIT, subject, (index,), fails=False, arguments=arguments)


def _amount_last_year(subject: Subject, index: int) -> Number | None:
    """The same amount in last year's report, where it is there and not zero."""
    last, key = subject.last_year, subject.store.keys[index]
    place = None if last is None else last.index(key.table, key.row, key.column)
    value = None if last is None or place is None else last.values[place]
    return value if value is not None and value > 0 else None


def change(subject: Subject) -> Iterable[Finding]:
    """本年增/减 is no copy of 处理决定数量, and takes no more away than there was (trial-2019)."""
    if TABLE not in subject.tables:
        return (not_assessable(_CHANGE, "missing_table", subject),)
    rows = _changes(subject.shape)
    return in_order_later(_CHANGE, list(_changed(subject, rows))) if rows else ()


def _changed(subject: Subject, rows: tuple[tuple[str, str, int, int], ...]) -> Iterator[Finding]:
    for row, label, changed, prior in rows:
        arguments = {"row": row, "label": label}
        decisions = subject.index(TABLE, row, "decisions")
        value, indices = subject.values[changed], (changed, prior, *(() if decisions is None else (decisions,)))
        copied = bool(value) and decisions is not None and value == subject.values[decisions]
        stated = {"stated": value, "prior": subject.values[prior]}
        if copied:
            yield judged(_CHANGE, subject, indices, fails=True, arguments=arguments | stated)
        elif value is not None and value < 0:
            taken = Quantity((-value,), -value)
            evidence = ((subject.store, indices),)
            sides = (taken, subject.quantity(prior))
            yield compared(_CHANGE, sides, evidence, arguments | stated, at_most=True)
        elif value is None and subject.states[changed] in {CellState.TEXT, CellState.AMBIGUOUS}:
            yield not_assessable(_CHANGE, subject.states[changed].value, subject, indices, arguments=arguments)
        else:
            yield judged(_CHANGE, subject, indices, fails=False, arguments=arguments | stated)


def disclosed(subject: Subject) -> Iterable[Finding]:
    """新公开 is at most 新制作, and at most 对外公开总数 (trial-2019)."""
    return checked(subject, _DISCLOSED, TABLE, subject.shape.disclosed.get(TABLE, NO_SUMS))


def effect(subject: Subject) -> Iterable[Finding]:
    """现行有效 is at least 制发 less 废止 of the year."""
    return checked(subject, _EFFECT, TABLE, subject.shape.in_force.get(TABLE, NO_SUMS))


_REVISED: Final = "国办公开办函〔2021〕30号"
_TRIAL: Final = "国办公开办函〔2019〕60号"
RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "T2-DOMAIN",
        _DOMAIN[0],
        {"zh": "主动公开数据应为非负数", "en": "figures of the table of article 20 are not negative"},
        {
            "zh": "件数应为非负整数,金额应为非负数;增减数可正可负。",
            "en": "Counts are whole numbers from 0, amounts are not negative; changes can have any sign.",
        },
        "evaluators",
        domain,
        ("proactive_disclosure/*/*",),
    ),
    Rule(
        "T2-RULEPOWER",
        _POWER[0],
        {"zh": "规章制定权", "en": "power to make government rules"},
        {
            "zh": "只有国务院部门、省级和设区的市级人民政府可以制定规章;其他机关此行应为 0。需要 context.rule_making。",
            "en": "Only departments of the State Council, provinces and cities with districts make government rules; elsewhere the "
            "row is 0. Needs context.rule_making.",
        },
        "Legislation Law; unverified as a rule of evaluators",
        rule_power,
        ("proactive_disclosure/government_rules/*",),
        needs=("rule_making",),
    ),
    Rule(
        "T2-UNIT",
        _UNIT[0],
        {"zh": "收费金额的单位", "en": "unit of the charges"},
        {
            "zh": "收费金额以万元计。写明为元,或县级以下机关达到一百万万元,或比上年相差数千倍的,很可能误用了元。",
            "en": "Charges are in 10,000 yuan. Another unit in the cell, a million and more of a county, or a jump by thousands "
            "from last year means that yuan were probably meant.",
        },
        f"label of the form ({_REVISED})",
        unit,
        ("proactive_disclosure/administrative_charges/amount_10k_yuan",),
        ("revised-2021",),
        ("level", "last_year"),
    ),
    Rule(
        "T2-CHANGE",
        _CHANGE[0],
        {"zh": "本年增减与处理决定", "en": "change of items and decisions"},
        {
            "zh": "增减是事项的种类数,不是处理决定的件数;减少数也不应超过上一年项目数。",
            "en": "The change counts kinds of matters, not decisions, and takes no more away than there was.",
        },
        f"filling notes ({_TRIAL})",
        change,
        (
            "proactive_disclosure/*/change",
            "proactive_disclosure/*/decisions",
            "proactive_disclosure/*/prior_year_items",
        ),
        ("trial-2019",),
    ),
    Rule(
        "T2-DISCLOSED",
        _DISCLOSED[0],
        {"zh": "公开数不超过制作数", "en": "no more disclosed than made"},
        {
            "zh": "口径相同的,本年新公开数不应超过本年新制作数,也不应超过对外公开总数。",
            "en": "On the same basis, no more is newly disclosed than newly made, nor than is disclosed in all.",
        },
        f"labels of the form ({_TRIAL})",
        disclosed,
        (
            "proactive_disclosure/*/newly_made",
            "proactive_disclosure/*/newly_disclosed",
            "proactive_disclosure/*/total_disclosed",
        ),
        ("trial-2019",),
    ),
    Rule(
        "T2-EFFECT",
        _EFFECT[0],
        {"zh": "有效文件不应少于净增", "en": "documents in force"},
        {
            "zh": "现行有效件数不应少于本年制发数减去本年废止数。",
            "en": "No fewer documents are in force than were issued less those repealed in the year.",
        },
        f"labels of the form ({_REVISED})",
        effect,
        ("proactive_disclosure/*/issued", "proactive_disclosure/*/repealed", "proactive_disclosure/*/in_force"),
        ("revised-2021",),
    ),
)
