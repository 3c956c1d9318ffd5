"""Cells as CSV, and tables as text."""

import csv
import io
from decimal import Decimal

import govgrammar
from govgrammar import Result
from govgrammar.export.csv import HEADER, candidates_field, csv_header, csv_records, plain_number
from govgrammar.export.table import table_lines, to_text
from govgrammar.export.words import balanced, cut, one_line, pad, wrap
from govgrammar.form import load_form
from govgrammar.source import display_width

REPORT = """甲市乙局2022年政府信息公开工作年度报告
一、总体情况
本年度工作平稳。
二、主动公开政府信息情况
第二十条第(一)项
信息内容|本年制发件数|本年废止件数|现行有效件数
规章|1|2|3
行政规范性文件|4|/|
第二十条第(五)项
信息内容|本年处理决定数量
行政许可|5
第二十条第(八)项
信息内容|本年收费金额(单位:万元)
行政事业性收费|12.50
四、政府信息公开行政复议、行政诉讼情况
行政复议|行政诉讼
结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉|复议后起诉
结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计
1|0|0|0|1|0|0|0|2|2|0|0|0|0|0
五、存在的主要问题及改进情况
无。
六、其他需要报告的事项
无。
"""


def _matrix(figures: dict[str, tuple[str, ...]]) -> str:
    """The applicant matrix, one cell per paragraph; rows without figures are seven empty cells."""
    form = load_form()
    table = form.edition("trial-2019").table("requests")
    lines = [form.spelling("OVERVIEW_HEADING"), "工作平稳。", form.spelling(table.heading)]
    for row in table.blocks[0].rows:
        lines += [form.spelling(row.terminal), *figures.get(row.name, ())]
        lines[-1] += "" if row.name in figures else "\n" * 7
    return "\n\n".join([*lines, form.spelling("REMEDIES_HEADING"), ""])


SHORT_ROWS = _matrix(
    {
        "new_requests": ("49", "0", "0", "49"),
        "carried_in": ("0", "0"),
        "outcomes.granted": ("49", "0"),
        "outcomes.total": ("49", "0", "0", "0", "0", "0", "49"),
    }
)


def _records(result: Result) -> list[dict[str, str]]:
    text = csv_header() + "".join(csv_records(result))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_header_is_the_contract() -> None:
    """
    The CSV columns have these names in this order.
    """
    expected = "source,table,row,column,state,value,unit,raw,start,end,line,placement,candidates\n"
    assert expected == csv_header()
    assert expected == ",".join(HEADER) + "\n"


def test_a_record_says_what_its_cell_says() -> None:
    """
    A record gives state, value, span and line of its cell; money keeps its decimals and has its unit.
    """
    records = {(r["table"], r["row"], r["column"]): r for r in _records(govgrammar.parse(REPORT))}
    money = records["proactive_disclosure", "administrative_charges", "amount_10k_yuan"]
    begin = REPORT.index("12.50")
    assert {
        "source": "",
        "state": "number",
        "value": "12.50",
        "unit": "万元",
        "raw": "12.50",
        "start": str(begin),
        "end": str(begin + 5),
        "line": "14",
        "placement": "read",
        "candidates": "",
    }.items() <= money.items()
    assert (records["proactive_disclosure", "normative_documents", "repealed"]["state"]) == "not_applicable"
    blank = records["proactive_disclosure", "normative_documents", "in_force"]
    assert (blank["state"], blank["value"]) == ("blank", "")


def test_every_cell_has_one_record() -> None:
    """
    Records are the report's cells, all of them, in their order.
    """
    result = govgrammar.parse(REPORT)
    assert result.report
    assert [(c.table, c.row, c.column) for c in result.report.cells()] == [
        (r["table"], r["row"], r["column"]) for r in _records(result)
    ]


def test_line_ends_in_raw_survive() -> None:
    """
    The raw text of an ambiguous cell, which is its whole row, comes back with its line ends.
    """
    for text in (SHORT_ROWS, SHORT_ROWS.replace("\n", "\r\n"), SHORT_ROWS.replace("\n", "\r")):
        result = govgrammar.parse(text)
        assert result.report
        assert [cell.raw for cell in result.report.cells()] == [record["raw"] for record in _records(result)]


def test_candidates_of_an_ambiguous_cell() -> None:
    """
    Candidates stand between bars, a blank as the word; a cell that is not ambiguous has none.
    """
    assert candidates_field((0, None)) == "0|blank"
    assert candidates_field((Decimal("1.20"),)) == "1.20"
    assert candidates_field(()) == ""


def test_numbers_have_no_exponent() -> None:
    """
    A number is written in plain digits however large or small it is.
    """
    assert plain_number(Decimal("1E+3")) == "1000"
    assert plain_number(Decimal("0.0000001")) == "0.0000001"
    assert plain_number(-3) == "-3"
    assert plain_number(None) == ""


def test_a_second_report_has_a_source_of_its_own() -> None:
    """
    Where one text holds two reports, the second one's records say so in `source`.
    """
    result = govgrammar.parse(io.BytesIO((REPORT + REPORT.replace("2022", "2023")).encode()))
    assert len(result.reports) == 2
    assert {"", "#2"} == {record["source"] for record in _records(result)}


def test_tables_tell_states_apart_without_colour() -> None:
    """
    A blank is a dot, what does not apply is n/a, a table without cells is named; the legend lists what occurs only.
    """
    result = govgrammar.parse(REPORT)
    assert result.report
    text = to_text(result.report, load_form(), lang="en")
    row = next(line for line in text.splitlines() if line.startswith("行政规范性文件"))
    assert ["行政规范性文件", "4", "n/a", "."] == row.split()
    assert "not in the document" in text
    assert "blank: the cell is there and empty (1)" in text
    assert "placed by the form's identities" not in text


def test_ambiguous_cells_show_their_candidates() -> None:
    """
    An ambiguous cell shows what it can be; a number that the form's identities placed has a star.
    """
    result = govgrammar.parse(SHORT_ROWS)
    assert result.report
    text = to_text(result.report, load_form(), lang="en")
    label = load_form().spelling("NEW_REQUESTS")
    row = next(line for line in text.splitlines() if line.startswith(label))
    assert ["49*", "0/.?", "0/.?", "0/.?", "0/.?", "0/.?", "49*"] == row.split()[1:]
    assert "placed by the form's identities (3)" in text


def test_every_number_of_the_report_is_in_its_row() -> None:
    """
    The remedies, which paper prints side by side, are rows with the numbers of their group.
    """
    result = govgrammar.parse(REPORT)
    assert result.report
    lines = to_text(result.report, load_form()).splitlines()
    form = load_form()
    rows = {form.spelling(name): None for name in ("RECONSIDERATION", "DIRECT", "AFTER_RECONSIDERATION")}
    found = [line.split()[1:] for line in lines if line.strip() and line.split()[0] in rows and len(line.split()) == 6]
    assert [["1", "0", "0", "0", "1"], ["0", "0", "0", "2", "2"], ["0", "0", "0", "0", "0"]] == found


def test_columns_line_up_under_chinese() -> None:
    """
    All rows of the applicant matrix end in the same column of the terminal, and none is wider than it.
    """
    result = govgrammar.parse(SHORT_ROWS)
    assert result.report
    lines = table_lines(result.report, load_form(), width=100)
    widths = {sum(display_width(piece.text) for piece in line) for line in lines if len(line) == 8}
    assert len(widths) == 1
    assert max(widths) <= 100


def test_chinese_is_the_other_language() -> None:
    """
    With lang="zh" the words around the table are Chinese.
    """
    result = govgrammar.parse(REPORT)
    assert result.report
    text = to_text(result.report, load_form(), lang="zh")
    assert "机关: 甲市乙局   年度: 2022" in text
    assert "空白:有此格而未填写 (1)" in text


def test_an_unexpected_row_stands_under_its_own_label() -> None:
    """
    A row that the form does not have is printed with its label as written and a plus.
    """
    result = govgrammar.parse(REPORT.replace("第二十条第(五)项", "古怪的一行|7|8|9\n第二十条第(五)项"))
    assert result.report
    text = to_text(result.report, load_form())
    assert ["+", "古怪的一行", "7", "8", "9"] in [line.split() for line in text.splitlines()]


def test_text_cannot_steer_the_terminal() -> None:
    """
    Escape sequences of a document are shown as U+FFFD, line ends as one space.
    """
    assert one_line("a\x1b[31m\n b\u202e\ud800\u200b") == "a\ufffd[31m b\ufffd\ufffd"


def test_wrapping_counts_columns() -> None:
    """
    Chinese breaks anywhere, numbers do not; a closing mark does not begin a line.
    """
    assert wrap("现行有效件数", 6) == ("现行有", "效件数")
    assert wrap("收费1234万", 6) == ("收费", "1234万")
    assert wrap("甲乙丙,丁", 6) == ("甲乙丙,", "丁")
    assert wrap("", 6) == ("",)
    assert balanced("结果维持", 6) == ("结果", "维持")
    assert cut("甲乙丙丁戊", 8) == "甲乙..."
    assert pad("甲", 4) == "甲  "
