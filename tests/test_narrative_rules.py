"""What narratives say against the tables: contradictions are found, and nothing is cried out about that is none."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from govgrammar import check, parse
from govgrammar.checks import RULES, CheckStatus, Finding
from govgrammar.diagnostics import Severity
from govgrammar.export.render import Draft, write
from govgrammar.form import load_form
from govgrammar.model.cell import CellKey

FORM = load_form()
SEEDS = sorted((Path(__file__).resolve().parents[2] / "shared" / "seeds").glob("[0-9][0-9][0-9]_*.txt"))
OURS = ("N-", "T3-FEEROW", "S-FIVE")
FIVE = "(一)主动公开信息416条。(二)做好依申请公开。(三)政府信息管理有序。(四)平台建设稳步推进。(五)监督保障到位。"
FEE = "本年度未收取信息处理费。"
#: 37 new and 2 carried in; 36 concluded, one of them because a fee was not paid; 3 carried out.
CELLS = {
    "requests/new_requests": "37",
    "requests/carried_in": "2",
    "requests/outcomes.granted": "20",
    "requests/outcomes.partially_granted": "3",
    "requests/outcomes.denied.third_party_rights": "2",
    "requests/outcomes.denied.internal_affairs": "1",
    "requests/outcomes.unable_to_provide.not_held": "9",
    "requests/outcomes.other.miscellaneous": "1",
    "requests/outcomes.total": "36",
    "requests/carried_out": "3",
    "proactive_disclosure/administrative_license/decisions": "1245",
    "proactive_disclosure/administrative_penalty/decisions": "31",
    "proactive_disclosure/normative_documents/issued": "3",
    "proactive_disclosure/normative_documents/repealed": "1",
    "proactive_disclosure/normative_documents/in_force": "15",
    "remedies/reconsideration/upheld": "2",
    "remedies/reconsideration/total": "2",
    "remedies/litigation.direct/pending": "1",
    "remedies/litigation.direct/total": "1",
}


def report(
    overview: str,
    *,
    other_matters: str = FEE,
    preamble: str = "本报告由清源县水务局编制。",
    edition: str = "revised-2021",
    year: int = 2022,
    cells: Mapping[str, str] = CELLS,
) -> str:
    """A sound report with these narratives, a zero wherever `cells` says nothing."""
    tables = FORM.edition(edition).tables
    keys = [
        CellKey(table.name, row.name, column.name)
        for table in tables
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    ]
    figures = dict.fromkeys(keys, "0")
    for path, text in cells.items():
        table, row, *column = path.split("/")
        for name in column or ("natural_person", "total"):
            if CellKey(table, row, name) in figures:
                figures[CellKey(table, row, name)] = text
    draft = Draft(
        figures,
        {table.name: {block.name: edition for block in table.blocks} for table in tables},
        title=f"清源县水务局{year}年政府信息公开工作年度报告",
        preamble=(preamble,),
        narratives={
            "overview": (FIVE, overview),
            "problems_and_improvements": ("解读形式不够多样,下一步将增加图解和问答。",),
            "other_matters": (other_matters,),
        },
    )
    return write(draft, "rows-between-bars")


def ours(text: str) -> list[Finding]:
    """The findings of the rules on narratives."""
    return list(check(parse(text), select=OURS))


def failed(text: str) -> list[tuple[str, str]]:
    """The rules that fail, with the characters that the finding stands at."""
    return [(f.rule, text[f.span.start : f.span.end]) for f in ours(text) if f.status is CheckStatus.FAIL]


@pytest.mark.skipif(not SEEDS, reason="the real reports are not beside this repository (../shared/seeds)")
@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("000", [("N-LICENCE", "203422")]),
        ("001", []),
        ("002", []),
        ("003", [("S-FIVE", "一、總體情況")]),  # nowhere a word of requests
        ("004", [("S-FIVE", "一、总体情况")]),  # the overview is on services throughout
    ],
)
def test_the_real_reports_contradict_themselves_where_they_do(seed: str, expected: list[tuple[str, str]]) -> None:
    """
    The licences of seed 000 are found (203422 against 204043); no other report is blamed for what it does not do.
    """
    (path,) = (path for path in SEEDS if path.name.startswith(seed))
    assert expected == [(rule, shown.strip()) for rule, shown in failed(path.read_bytes().decode("utf-8"))]


PLANTED = [
    ("N-RECEIVED", "全年收到政府信息公开申请38件。", "38"),
    ("N-RECEIVED", "全年新收政府信息公开申请39件。", "39"),
    ("N-RECEIVED", "全年受理政府信息公开申请40件。", "40"),
    ("N-RECEIVED", "全年收到政府信息公开申请500余件。", "500"),
    ("N-CARRY", "上年结转政府信息公开申请3件。", "3"),
    ("N-CARRY", "做好政府信息公开申请办理,结转下年度继续办理2件。", "2"),
    ("N-PROCESSED", "全年办结政府信息公开申请37件。", "37"),
    ("N-PROCESSED", "全年答复政府信息公开申请30件。", "30"),
    ("N-OUTCOME", "答复政府信息公开申请36件,其中予以公开21件。", "21"),
    ("N-OUTCOME", "答复政府信息公开申请36件,其中不予公开2件。", "2"),
    ("N-REVIEW", "因政府信息公开被申请行政复议3件。", "3"),
    ("N-REVIEW", "未发生因政府信息公开引起的行政复议。", "未发生因政府信息公开引起的行政复议"),
    ("N-LITIGATION", "因政府信息公开被提起行政诉讼2件。", "2"),
    ("N-LICENCE", "全年作出行政许可决定1254件。", "1254"),
    ("N-LICENCE", "全年作出行政处罚决定13件。", "13"),
    ("N-NORMATIVE", "制发规范性文件4件。", "4"),
    ("N-NORMATIVE", "废止规范性文件0件。", "0"),
    ("N-NORMATIVE", "现行有效规范性文件51件。", "51"),
    ("N-CONTRADICT", "全年收到政府信息公开申请37件,全部办结。", "全部办结"),
    ("N-CONTRADICT", "全年未收到政府信息公开申请。", "全年未收到政府信息公开申请"),
]


@pytest.mark.parametrize(("rule", "sentence", "place"), PLANTED)
def test_a_contradiction_is_found_with_its_rule_and_at_its_place(rule: str, sentence: str, place: str) -> None:
    """
    A sentence that contradicts the tables breaks one rule, at its figure, and is a warning.
    """
    text = report(sentence)
    assert [(rule, place)] == failed(text)
    assert {Severity.WARNING} == {f.severity for f in ours(text) if f.status is CheckStatus.FAIL}


@pytest.mark.parametrize(
    "sentence",
    [
        "全年收到政府信息公开申请37件,上年结转2件,办结36件,结转下年度继续办理3件。",
        "全年受理政府信息公开申请39件。",
        "全年办理政府信息公开申请36件。",
        "全年收到政府信息公开申请39件(含上年结转2件)。",
        "全年答复政府信息公开申请35件,其中予以公开20件、部分公开3件、不予公开3件、无法提供9件。",
        "全年收到政府信息公开申请近40件。",
        "全年收到政府信息公开申请三十余件。",
        "全年作出行政许可决定约1200件。",
        "全年作出行政许可决定1245件、行政处罚决定31件、行政强制决定0件。",
        "制发规范性文件3件,废止1件,现行有效15件。",
        "因政府信息公开被申请行政复议2件、被提起行政诉讼1件。",
        "2021年收到政府信息公开申请8件,2022年收到政府信息公开申请37件。",
        "全县各镇收到政府信息公开申请410件。县政府办公室收到政府信息公开申请41件,全部办结。",
        "热线受理诉求42.2万件,办结10.7万件,办结率100%。",
        "收到政府信息公开申请37件,均按时答复。",
    ],
)
def test_what_agrees_or_speaks_of_something_else_is_no_contradiction(sentence: str) -> None:
    """
    Sums that a clause may mean, approximate figures that can be true, other years, organs and business break no rule.
    """
    assert [] == failed(report(sentence))


def test_a_figure_of_the_year_before_alone_is_of_a_wrong_year() -> None:
    """
    Requests that are stated of 2021 only, in a report on 2022, are a slip of the pen; beside those of 2022 they are not.
    """
    assert ["N-YEAR"] == [rule for rule, _ in failed(report("2021年收到政府信息公开申请37件。"))]
    assert [] == failed(report("2019年收到政府信息公开申请37件。"))


@pytest.mark.parametrize(
    ("dates", "rules"),
    [
        ("2022年1月1日至2022年12月31日", []),
        ("2022年1月1日至12月31日", []),
        ("2021年1月1日至2021年12月31日", ["N-YEAR"]),
        ("2022年1月1日至2022年11月30日", ["N-YEAR"]),
    ],
)
def test_the_period_is_the_reporting_year(dates: str, rules: list[str]) -> None:
    """
    The period that a report states for its figures is 1 January to 31 December of its year.
    """
    text = report("工作有序。", preamble=f"本报告中所列数据的统计期限自{dates}。")
    assert rules == [rule for rule, _ in failed(text)]


def test_a_statement_on_the_fee_is_owed_since_2021() -> None:
    """
    A report on 2021 or later that says nothing of fees lacks a statement; one on 2020 owes none.
    """
    silent = "没有其他需要报告的事项。"
    assert ["N-FEE"] == [rule for rule, _ in failed(report("工作有序。", other_matters=silent))]
    assert [] == failed(report("工作有序。", other_matters=silent, year=2020, edition="trial-2019"))
    for said in (FEE, "本年度未向申请人收费。", "收费情况:无。"):
        assert [] == failed(report("工作有序。", other_matters=said))


UNPAID = CELLS | {"requests/outcomes.other.fee_unpaid": "1", "requests/outcomes.other.miscellaneous": "0"}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("发出信息处理费收费通知1件,总金额300元。", CheckStatus.PASS),
        ("发出信息处理费收费通知0件。", CheckStatus.FAIL),
        (FEE, CheckStatus.FAIL),
        ("信息处理费按规定办理。", CheckStatus.NOT_ASSESSABLE),
    ],
)
def test_a_request_dropped_for_a_fee_needs_a_notice(said: str, status: CheckStatus) -> None:
    """
    Where the table has a request whose fee was not paid, the narrative states a notice; what is not understood is open.
    """
    (finding,) = (f for f in ours(report("工作有序。", other_matters=said, cells=UNPAID)) if f.rule == "T3-FEEROW")
    assert status is finding.status


def test_no_fee_row_no_rule() -> None:
    """
    The trial form has no row of unpaid fees, and the rule says nothing of it.
    """
    text = report("工作有序。", edition="trial-2019", year=2020)
    assert [] == [f for f in ours(text) if f.rule == "T3-FEEROW"]


def test_aspects_that_the_overview_does_not_mention_are_named() -> None:
    """
    The finding names the aspects in both languages, and is a note.
    """
    text = report("工作有序。").replace("(四)平台建设稳步推进。", "")
    (finding,) = (f for f in ours(text) if f.status is CheckStatus.FAIL)
    assert ("S-FIVE", Severity.NOTE) == (finding.rule, finding.severity)
    assert finding.message("en").endswith("platform")


def test_documents_of_the_trial_form_have_no_column_for_repeals() -> None:
    """
    What the edition has no cell for is not assessable; what it has under another name is compared with that.
    """
    cells = {"proactive_disclosure/normative_documents/newly_made": "3"}
    text = report("制发规范性文件3件,废止1件。", edition="trial-2019", year=2020, cells=cells)
    found = [(f.status, f.reason) for f in ours(text) if f.rule == "N-NORMATIVE"]
    assert [(CheckStatus.PASS, None), (CheckStatus.NOT_ASSESSABLE, "edition")] == found


def test_a_blank_leaves_the_comparison_open() -> None:
    """
    A blank total may be what the narrative says: that is no contradiction, and no agreement either.
    """
    text = report("全年收到政府信息公开申请38件。", cells=CELLS | {"requests/new_requests/total": ""})
    (finding,) = (f for f in ours(text) if f.rule == "N-RECEIVED")
    assert (CheckStatus.NOT_ASSESSABLE, "blank") == (finding.status, finding.reason)


def test_a_year_that_a_report_does_not_say_leaves_dated_figures_open() -> None:
    """
    Where the report does not say its year, a figure of 2023 cannot be held against its tables.
    """
    text = report("2023年收到政府信息公开申请38件。").replace("2022年", "", 1)
    (finding,) = (f for f in ours(text) if f.rule == "N-RECEIVED")
    assert (CheckStatus.NOT_ASSESSABLE, "missing_value") == (finding.status, finding.reason)


def test_every_rule_explains_itself_and_is_a_warning_or_a_note() -> None:
    """
    The rules on narratives are in the registry, with a name and an explanation in both languages, and none is an error.
    """
    rules = [rule for rule in RULES if rule.id.startswith(OURS)]
    assert 13 == len(rules)
    for rule in rules:
        assert rule.severity is not Severity.ERROR
        assert all(text[lang].strip() for text in (rule.name, rule.explanation) for lang in ("zh", "en"))


def test_a_section_that_is_missing_says_nothing_of_fees() -> None:
    """
    Where the last section is missing altogether, nobody can say what it would have stated.
    """
    whole = report("工作有序。", other_matters="没有其他需要报告的事项。")
    (finding,) = (f for f in ours(whole[: whole.index("六、")]) if f.rule == "N-FEE")
    assert (CheckStatus.NOT_ASSESSABLE, "missing_value") == (finding.status, finding.reason)
