"""Every other rule, planted into generated reports: words against tables, structure, last year, the parts of a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, Final

import pytest
from attrs import evolve, frozen
from hypothesis import HealthCheck, given, settings

from govgrammar import check, parse
from govgrammar.checks import RULES, CheckStatus, Context
from govgrammar.diagnostics import Severity
from govgrammar.export.render import Draft, write
from govgrammar.form import load_form
from govgrammar.layouts.registry import LAYOUTS, Layout
from govgrammar.model.cell import CellKey
from govgrammar.result import Result
from govgrammar.strategies import layouts
from planted import PLANTED, SUITS_ONLY, whole

slow = partial(settings, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ORGAN: Final = "青川县水务局"
FIVE: Final = (
    "主动公开方面,围绕供水、防汛和河道治理及时更新栏目内容,重要文件与解读同步发布,对群众关心的停水检修提前告知。",
    "依申请公开方面,固定专人接收和登记,答复前由法规科把关,与申请人保持沟通。",
    "信息管理方面,修订公开目录,明确审核责任,历史文件按年度归档并标注效力。",
    "平台建设方面,合并重复栏目,改版查询入口,手机端可以直接查看水质公示和水价标准。",
    "监督保障方面,把公开工作列入科室考核,组织新进人员学习,邀请用水户代表座谈听取意见。",
)
LAST: Final = (
    "去年同一时期的做法:主动公开以网站为主,每周核对一次栏目,缺项由办公室补齐后通报到科室负责人。",
    "依申请公开实行首问负责,受理登记和文书送达分开记录,疑难事项召开会商后再行办理。",
    "信息管理由档案室牵头,逐份核对密级与公开属性,不再使用的旧版目录全部下线处理。",
    "平台建设侧重无障碍阅读,公告正文可以放大,附件统一换成通用格式便于下载查阅。",
    "监督保障依靠社会评议,聘请监督员明察暗访,问题清单限时整改并在会上点评。",
)
#: Layouts that keep blanks, and lines: where all stands on one, few sentences can be told from what is around them.
LINES: Final = tuple(layout.name for layout in LAYOUTS.values() if layout.keeps_blanks and layout.name != "one-line")
FEE: Final = "本年度未收取信息处理费。"
PROBLEMS: Final = ("图解材料偏少,下一步增加问答和动画,并请一线人员参与编写。",)


@frozen
class Case:
    """A sound report with what it is compared with."""

    draft: Draft
    last: Draft | None = None
    children: tuple[Draft, ...] = ()
    others: tuple[Draft, ...] = ()
    context: Context = Context()  # noqa: RUF009  frozen


def sound(drawn: Draft, year: int = 2022, organ: str = ORGAN, overview: tuple[str, ...] = FIVE) -> Draft:
    """The drawn tables in a report whose words, dates and headings are as they should be."""
    return evolve(
        drawn,
        title=f"{organ}{year}年政府信息公开工作年度报告",
        metadata={"publisher": organ, "published_on": f"{year + 1}-01-22"},
        preamble=(f"本报告由{organ}编制。",),
        narratives={"overview": overview, "problems_and_improvements": PROBLEMS, "other_matters": (FEE,)},
    )


def with_cells(of: Draft, cells: Mapping[str, int | str]) -> Draft:
    """The draft with other cells, named `table/row/column`."""
    return evolve(of, cells={**of.cells, **{CellKey(*path.split("/")): str(text) for path, text in cells.items()}})


def value(of: Draft, path: str) -> int:
    """A count that the draft prints."""
    return int(of.cells[CellKey(*path.split("/"))])


def group(of: Draft, row: str) -> int:
    """The sum of the totals of a group's rows."""
    keys = [k for k in of.cells if k.table == "requests" and k.column == "total" and k.row.startswith(row)]
    return sum(int(of.cells[key]) for key in keys)


def year_before(this: Draft) -> Draft:
    """A sound report of the year before that this one continues."""
    columns = [key.column for key in this.cells if key.table == "requests" and key.row == "carried_in"]
    cells: dict[str, int | str] = {}
    for column in columns:
        left = value(this, f"requests/carried_in/{column}")
        cells[f"requests/carried_out/{column}"] = left
        cells[f"requests/carried_in/{column}"] = 0
        cells[f"requests/new_requests/{column}"] = value(this, f"requests/outcomes.total/{column}") + left
    for row in ("reconsideration", "litigation.direct", "litigation.after_reconsideration"):
        cells[f"remedies/{row}/total"] = value(this, f"remedies/{row}/total") - value(this, f"remedies/{row}/pending")
        cells[f"remedies/{row}/pending"] = 0
    return sound(with_cells(this, cells), year=2021, overview=LAST)


def of_two_years(drawn: Draft) -> Case:
    """Two reports in a row, with figures in force that continue."""
    docs = "proactive_disclosure/normative_documents"
    rules = "proactive_disclosure/government_rules"
    zero = {f"{rules}/{column}": 0 for column in ("issued", "repealed", "in_force")}
    more: dict[str, int | str] = {
        f"{docs}/issued": 4,
        f"{docs}/repealed": 2,
        f"{docs}/in_force": 57,
        "proactive_disclosure/administrative_license/decisions": 1200,
    }
    this = with_cells(sound(drawn), {**zero, **more})
    return Case(this, last=with_cells(year_before(this), {f"{docs}/in_force": 55}))


def of_old_years(drawn: Draft) -> Case:
    """The same for the trial form, whose items continue."""
    rows = ("administrative_license", "other_public_services", "administrative_penalty", "administrative_compulsion")
    items = [f"proactive_disclosure/{row}" for row in (*rows, "administrative_charges")]
    decided = {f"proactive_disclosure/{row}/decisions": 31 for row in rows}
    now: dict[str, int | str] = {
        f"{item}/{c}": n for item in items for c, n in (("prior_year_items", 15), ("change", "0"))
    }
    then: dict[str, int | str] = {
        f"{item}/{c}": n for item in items for c, n in (("prior_year_items", 12), ("change", "+3"))
    }
    this = with_cells(sound(drawn, year=2020), {**now, **decided})
    last = with_cells(year_before(this), {**then, **decided})
    return Case(this, last=evolve(last, title=f"{ORGAN}2019年政府信息公开工作年度报告"))


def of_parts(drawn: Draft) -> Case:
    """A whole and its three parts."""
    parts = tuple(sound(drawn, organ=f"青川县水务局{name}") for name in ("机关", "城区分局", "水库管理所"))
    cells = {
        key: str(sum(Decimal(part.cells[key]) for part in parts)) if text else text for key, text in drawn.cells.items()
    }
    return Case(sound(evolve(drawn, cells=cells)), children=parts)


def of_others(drawn: Draft) -> Case:
    """A report beside another organ's."""
    return Case(sound(drawn), others=(sound(drawn, organ="西乡县交通局", overview=LAST),))


def alone(drawn: Draft) -> Case:
    """A report by itself."""
    return Case(sound(drawn))


def said(sentence: Callable[[Draft], str], section: str = "overview") -> Callable[[Case], Case]:
    """The case with a sentence in a section of the report."""

    def change(case: Case) -> Case:
        texts = {**case.draft.narratives, section: (*case.draft.narratives[section], sentence(case.draft))}
        return evolve(case, draft=evolve(case.draft, narratives=texts))

    return change


def instead(section: str, *paragraphs: str) -> Callable[[Case], Case]:
    """The case with other words in a section."""
    return lambda case: evolve(
        case, draft=evolve(case.draft, narratives={**case.draft.narratives, section: paragraphs})
    )


def changed(part: str = "draft", **values: object) -> Callable[[Case], Case]:
    """The case with other words around the tables of a report."""
    return lambda case: evolve(case, **{part: evolve(getattr(case, part), **values)})


def figures(part: str, cells: Callable[[Draft], Mapping[str, int | str]]) -> Callable[[Case], Case]:
    """The case with other figures in one of its reports."""

    def change(case: Case) -> Case:
        made: dict[str, Any] = {part: with_cells(getattr(case, part), cells(getattr(case, part)))}
        return evolve(case, **made)

    return change


def one_more(*paths: str) -> Callable[[Draft], Mapping[str, int | str]]:
    """These cells with one more in each."""
    return lambda draft: {path: value(draft, path) + 1 for path in paths}


def fee_unpaid(draft: Draft) -> Mapping[str, int | str]:
    """One more request that was dropped because a fee was not paid, in every sum that it is in."""
    rows = ("new_requests", "outcomes.other.fee_unpaid", "outcomes.total")
    return one_more(*(f"requests/{row}/{column}" for row in rows for column in ("natural_person", "total")))(draft)


def more_pending(case: Case) -> Case:
    """Last year left one reconsideration more than there are this year."""
    left = value(case.draft, REVIEWS) + 1
    return figures("last", lambda last: {PENDING: left, REVIEWS: value(last, REVIEWS) + left})(case)


def gone(text: str) -> str:
    """The text without the label and the cells of its last table, and of everything between its headings."""
    form = load_form()
    heading, after = (form.spelling(form.headings[name]) for name in ("remedies", "problems_and_improvements"))
    begin, end = text.index(heading) + len(heading), text.index(after)
    return f"{text[:begin]}\n详见附件。\n{text[end:]}"


TOTAL: Final = "requests/{}/total"
NATURAL: Final = "requests/{}/natural_person"
LICENSE: Final = "proactive_disclosure/administrative_license/decisions"
ISSUED: Final = "proactive_disclosure/normative_documents/issued"
REVIEWS: Final = "remedies/reconsideration/total"
PENDING: Final = "remedies/reconsideration/pending"
BROKEN: Final[tuple[tuple[str, Callable[[Draft], Case], Callable[[Case], Case], str], ...]] = (
    ("T3-FEEROW", alone, figures("draft", fee_unpaid), "revised-2021"),
    (
        "N-RECEIVED",
        alone,
        said(lambda d: f"全年新收政府信息公开申请{value(d, TOTAL.format('new_requests')) + 1}件。"),
        "",
    ),
    (
        "N-CARRY",
        alone,
        said(lambda d: f"做好政府信息公开申请办理,结转下年度继续办理{value(d, TOTAL.format('carried_out')) + 1}件。"),
        "",
    ),
    (
        "N-PROCESSED",
        alone,
        said(lambda d: f"全年办结政府信息公开申请{value(d, TOTAL.format('outcomes.total')) + 1}件。"),
        "",
    ),
    ("N-OUTCOME", alone, said(lambda d: f"做好政府信息公开申请办理,不予公开{group(d, 'outcomes.denied') + 1}件。"), ""),
    ("N-REVIEW", alone, said(lambda d: f"因政府信息公开被申请行政复议{value(d, REVIEWS) + 1}件。"), ""),
    (
        "N-LITIGATION",
        alone,
        said(
            lambda d: (
                "因政府信息公开被提起行政诉讼"
                f"{sum(value(d, f'remedies/litigation.{of}/total') for of in ('direct', 'after_reconsideration')) + 1}件。"
            )
        ),
        "",
    ),
    ("N-LICENCE", alone, said(lambda d: f"全年作出行政许可决定{value(d, LICENSE) + 1}件。"), ""),
    ("N-NORMATIVE", alone, said(lambda d: f"全年制发规范性文件{value(d, ISSUED) + 1}件。"), "revised-2021"),
    (
        "N-CONTRADICT",
        lambda drawn: figures(
            "draft",
            one_more(
                *(
                    f"requests/{row}/{column}"
                    for row in ("new_requests", "carried_out")
                    for column in ("natural_person", "total")
                )
            ),
        )(alone(drawn)),
        said(lambda _: "政府信息公开申请均已办结。"),
        "",
    ),
    ("N-YEAR", alone, said(lambda d: f"2021年新收政府信息公开申请{value(d, TOTAL.format('new_requests'))}件。"), ""),
    ("N-FEE", alone, instead("other_matters", "没有其他需要报告的事项。"), "revised-2021"),
    ("S-SHIFT", alone, said(lambda _: "三、监督保障有力,年度考核全部合格。"), ""),
    ("S-EMPTY5", alone, instead("problems_and_improvements", "无。"), ""),
    ("S-TEMPLATE", alone, changed(title=f"{ORGAN}2020年政府信息公开工作年度报告", metadata={}), "revised-2021"),
    ("S-DATE", alone, changed(metadata={"publisher": ORGAN, "published_on": "2022-12-30"}), ""),
    ("S-TITLE", alone, changed(metadata={"publisher": "青川县教育局", "published_on": "2023-01-22"}), ""),
    ("S-FIVE", alone, instead("overview", *FIVE[:4]), ""),
    (
        "Y-ORGAN",
        of_two_years,
        changed("last", title="西乡县交通局2021年政府信息公开工作年度报告", metadata={}),
        "revised-2021",
    ),
    (
        "Y-GAP",
        of_two_years,
        changed("last", title=f"{ORGAN}2020年政府信息公开工作年度报告", metadata={}),
        "revised-2021",
    ),
    (
        "Y-CARRY",
        of_two_years,
        figures(
            "last",
            one_more(*(path.format(row) for row in ("new_requests", "carried_out") for path in (NATURAL, TOTAL))),
        ),
        "revised-2021",
    ),
    (
        "Y-EFFECTIVE",
        of_two_years,
        figures("draft", one_more("proactive_disclosure/normative_documents/in_force")),
        "revised-2021",
    ),
    (
        "Y-ITEMS",
        of_old_years,
        figures("last", lambda _: {"proactive_disclosure/administrative_license/change": "+4"}),
        "trial-2019",
    ),
    (
        "Y-PENDING",
        of_two_years,
        more_pending,
        "revised-2021",
    ),
    ("Y-JUMP", of_two_years, figures("last", lambda _: {LICENSE: 12}), "revised-2021"),
    ("Y-SAMETEXT", of_two_years, instead("overview", *LAST), "revised-2021"),
    (
        "O-ROLLUP",
        of_parts,
        figures("draft", one_more("proactive_disclosure/administrative_penalty/decisions")),
        "revised-2021",
    ),
    ("O-DUP", of_others, instead("overview", *LAST), "revised-2021"),
)
#: Broken by what is done to the text.
IN_TEXT: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("S-SIX", lambda text: text.replace("六、其他需要报告的事项", "七、其他需要报告的事项")),
    ("S-TABLE", gone),
)


def read(text: str, layout: Layout) -> Result:
    return parse(text, kind="html" if layout.name == "html" else None)


def failures(case: Case, layout: Layout, damage: Callable[[str], str] = str) -> dict[str, Severity]:
    """The rules that a case breaks, with what each is."""
    context = evolve(
        case.context,
        last_year=None if case.last is None else read(write(case.last, layout), layout),
        children=tuple(read(write(child, layout), layout) for child in case.children) or None,
        others=tuple(read(write(other, layout), layout) for other in case.others) or None,
    )
    found = check(read(damage(write(case.draft, layout)), layout), context=context)
    return {finding.rule: finding.severity for finding in found if finding.status is CheckStatus.FAIL}


@pytest.mark.parametrize(("rule", "make", "plant", "edition"), [pytest.param(*case, id=case[0]) for case in BROKEN])
def test_a_planted_contradiction_is_found_and_nothing_else(
    rule: str, make: Callable[[Draft], Case], plant: Callable[[Case], Case], edition: str
) -> None:
    """
    What breaks one rule is found with it, in any layout that keeps blanks, breaks no other, and brings no error along.
    """

    @slow(max_examples=4)
    @given(whole(edition or "revised-2021"), layouts(names=LINES))
    def found(drawn: Draft, layout: Layout) -> None:
        case = make(drawn)
        before, broken = failures(case, layout), failures(plant(case), layout)
        assert rule in broken
        assert broken.keys() - before.keys() <= {rule}
        assert [one for one, severity in broken.items() if severity is Severity.ERROR] == []

    found()


@pytest.mark.parametrize(("rule", "damage"), [pytest.param(*case, id=case[0]) for case in IN_TEXT])
def test_what_is_done_to_the_text_is_found_and_nothing_else(rule: str, damage: Callable[[str], str]) -> None:
    """
    A heading with another number, or a section without its table, breaks its rule and brings no error along.
    """

    @slow(max_examples=4)
    @given(whole("revised-2021"))
    def found(drawn: Draft) -> None:
        case, layout = alone(drawn), LAYOUTS["rows-between-bars"]
        before, broken = failures(case, layout), failures(case, layout, damage)
        assert rule in broken
        assert broken.keys() - before.keys() <= {rule}
        assert [one for one, severity in broken.items() if severity is Severity.ERROR and one != rule] == []

    found()


@slow(max_examples=8)
@given(whole("revised-2021"), layouts(names={*LAYOUTS} - {"one-line"}))
def test_a_sound_report_breaks_no_rule_on_its_words_or_its_structure(drawn: Draft, layout: Layout) -> None:
    """
    Words, dates, headings, last year and parts that are as they should be break no rule, whatever the layout.
    """
    for make in (alone, of_others):
        assert {rule for rule in failures(make(drawn), layout) if rule[0] in "NSYO"} == set()


def test_every_rule_is_planted_somewhere() -> None:
    """
    For each rule there is a generated report that breaks it, here or in `test_planted`.
    """
    elsewhere = {planted.rule for planted in (*PLANTED, SUITS_ONLY)} | {"T3-SHAPE", "T4-SHAPE"}
    assert {rule.id for rule in RULES} == elsewhere | {case[0] for case in BROKEN} | {case[0] for case in IN_TEXT}
