"""A whole report as text: what is printed where, and that a report that was read can be written again."""

from pathlib import Path

import pytest

import govgrammar
from govgrammar.export.render import Draft, NotWritableError, draft_of, render, write
from govgrammar.form import load_form
from govgrammar.model.cell import CellKey

SHARED = Path(__file__).resolve().parents[2] / "shared" / "seeds"
FORM = load_form()

RULES = CellKey("proactive_disclosure", "government_rules", "issued")
DRAFT = Draft(
    cells={RULES: "1", CellKey("proactive_disclosure", "government_rules", "in_force"): ""},
    editions={"proactive_disclosure": {"article_20_1": "revised-2021"}},
    title="青川县水务局2023年政府信息公开工作年度报告",
    metadata={"index_number": "K-1", "published_on": "2024-01-22"},
    preamble=("根据条例编制本报告。",),
    narratives={"overview": ("全年平稳。", "(一)制度健全;"), "proactive_disclosure": ("本表由办公室填报。",)},
)


def test_a_draft_is_printed_in_the_order_of_the_report() -> None:
    """
    Title, metadata, preamble, then each section under the form's own heading, a table's text above the table.
    """
    expected = """青川县水务局2023年政府信息公开工作年度报告
索引号: K-1
发布日期: 2024-01-22
根据条例编制本报告。
一、总体情况
全年平稳。
(一)制度健全;
二、主动公开政府信息情况
本表由办公室填报。
第二十条第(一)项 |
信息内容 | 本年制发件数 | 现行有效件数 |
规章 | 1 | |
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项
"""
    assert expected == write(DRAFT, "rows-without-padding")


def test_a_layout_that_there_is_not_is_refused() -> None:
    """
    The name of the layout that was asked for is in the error.
    """
    with pytest.raises(KeyError, match="pipes"):
        write(DRAFT, "pipes")


def _report(rows: str) -> govgrammar.AnnualReport:
    result = govgrammar.parse(f"二、主动公开政府信息情况\n\n{rows}\n\n五、存在的主要问题及改进情况\n\n无。\n")
    assert result.report is not None
    return result.report


def test_states_keep_their_own_characters() -> None:
    """
    A number is printed as plain digits, a blank as nothing, everything else as it was written.
    """
    report = _report(
        "第二十条第(一)项\n\n信息内容\n\n本年制发件数\n\n本年废止件数\n\n现行有效件数\n\n规章\n\n1,204\n\n\n／"
    )
    printed = {str(key): text for key, text in draft_of(report).cells.items()}
    assert printed == {
        "proactive_disclosure/government_rules/issued": "1204",
        "proactive_disclosure/government_rules/repealed": "",
        "proactive_disclosure/government_rules/in_force": "／",
    }


def test_signs_and_money_are_printed_as_digits() -> None:
    """
    A worded sign becomes a minus; money keeps its decimals as they stand; the unit that the form does not print stays.
    """
    report = _report(
        "第二十条第(八)项\n\n信息内容\n\n上一年项目数量\n\n本年增/减\n\n行政事业性收费\n\n7\n\n减3\n\n"
        "第二十条第(九)项\n\n信息内容\n\n采购项目数量\n\n采购总金额\n\n政府集中采购\n\n2\n\n160.5960万元"
    )
    assert list(draft_of(report).cells.values()) == ["7", "-3", "2", "160.5960万元"]


def test_the_unit_in_the_forms_own_header_is_not_repeated() -> None:
    """
    本年收费金额 is printed with its unit in the form's header, so the cell holds the amount alone.
    """
    report = _report("第二十条第(八)项\n\n信息内容\n\n本年收费金额(单位:万元)\n\n行政事业性收费\n\n310.4935万元")
    assert list(draft_of(report).cells.values()) == ["310.4935"]


SHORT = """三、收到和处理政府信息公开申请情况

(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)

申请人情况

自然人

法人或其他组织

总计

商业企业

科研机构

社会公益组织

法律服务机构

其他

一、本年新收政府信息公开申请数量

0

0

二、上年结转政府信息公开申请数量

1

2

3

4

5

6

21

五、存在的主要问题及改进情况
"""


def test_ambiguous_cells_are_refused_unless_they_may_be_left_blank() -> None:
    """
    Nothing that is printed says "one of these": the error names the cells; on request they are printed blank.
    """
    report = govgrammar.parse(SHORT).report
    assert report is not None
    with pytest.raises(NotWritableError, match="7 ambiguous cells cannot be written: requests/new_requests/natural"):
        render(report, "cell-lines")
    again = govgrammar.parse(render(report, "paragraphs", ambiguous_as_blank=True)).report
    assert again is not None
    states = {cell.state for cell in again.cells() if cell.row == "new_requests"}
    assert states == {"blank"}


def test_an_unknown_row_keeps_its_label() -> None:
    """
    A row that the form does not have is written again under the label that the document gave it, and only once.
    """
    report = _report(
        "第二十条第(一)项\n\n信息内容\n\n本年制发件数\n\n本年废止件数\n\n现行有效件数\n\n规章\n\n1\n\n2\n\n3\n\n"
        "其他主动公开文件\n\n7\n\n8\n\n9"
    )
    written = render(report, "rows-without-padding")
    assert written.count("其他主动公开文件") == 1
    assert "其他主动公开文件 | 7 | 8 | 9 |" in written


def test_sections_that_the_report_has_not_are_not_printed() -> None:
    """
    Only what was read is written: no heading without its section.
    """
    written = render(_report("第二十条第(五)项\n\n信息内容\n\n本年处理决定数量\n\n行政许可\n\n5"), "lines")
    headings = [line for line in written.splitlines() if line in {FORM.spelling(t) for t in FORM.sections}]
    assert headings == ["二、主动公开政府信息情况", "五、存在的主要问题及改进情况"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not here")
@pytest.mark.parametrize("layout", ["paragraphs", "lines", "cell-lines", "rows", "one-line"])
@pytest.mark.parametrize("number", ["000", "002", "003", "004"])
def test_a_real_report_says_the_same_in_another_layout(number: str, layout: str) -> None:
    """
    Title, organ, year, metadata and every cell of a real report without blank cells survive being rewritten.
    """
    report = govgrammar.parse(next(SHARED.glob(f"{number}_*")).read_text(encoding="utf-8")).report
    assert report is not None
    again = govgrammar.parse(render(report, layout)).report
    assert again is not None
    names = ("title", "organ", "report_year", "index_number", "publisher", "published_on", "issued_on")
    assert {name: getattr(report, name) for name in names} == {name: getattr(again, name) for name in names}
    said = [(cell.key, cell.state, cell.value) for cell in report.cells() if cell.state != "absent"]
    assert said == [(cell.key, cell.state, cell.value) for cell in again.cells() if cell.state != "absent"]
