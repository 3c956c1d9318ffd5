"""What each layout's text looks like, and that a table of the form has the shape of the tables on real pages."""

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest

import govgrammar
from govgrammar.export.render import draft_of
from govgrammar.export.sheet import PrintedCells, table_sheet
from govgrammar.form import load_form
from govgrammar.layouts.registry import LAYOUTS
from govgrammar.layouts.sheet import Box, Sheet
from govgrammar.model.cell import CellKey
from govgrammar.source import display_width

SHARED = Path(__file__).resolve().parents[2] / "shared" / "seeds"
FORM = load_form()

#: A group with two rows beside it, a row across both label columns, a blank cell inside and one at the end.
SMALL = Sheet(
    4,
    (
        (Box("表头", 2), Box("甲"), Box("乙")),
        (Box("一", rows=2), Box("子一"), Box("1", figure=True), Box("2", figure=True)),
        (Box("子二"), Box("", figure=True), Box("3", figure=True)),
        (Box("二", 2), Box("4", figure=True), Box("", figure=True)),
    ),
)


def test_boxes_stand_where_spans_leave_room() -> None:
    """
    A box begins in the first place of its row that no box before or above takes.
    """
    assert SMALL.texts == (
        ("表头", "", "甲", "乙"),
        ("一", "子一", "1", "2"),
        ("", "子二", "", "3"),
        ("二", "", "4", ""),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("paragraphs", "表头\n\n甲\n\n乙\n\n一\n\n子一\n\n1\n\n2\n\n子二\n\n\n3\n\n二\n\n4\n"),
        ("paragraphs-without-blanks", "表头\n\n甲\n\n乙\n\n一\n\n子一\n\n1\n\n2\n\n子二\n\n3\n\n二\n\n4"),
        ("lines", "表头\n甲\n乙\n一\n子一\n1\n2\n子二\n\n3\n二\n4\n"),
        ("lines-without-blanks", "表头\n甲\n乙\n一\n子一\n1\n2\n子二\n3\n二\n4"),
        ("cell-lines", "表头 |\n甲 |\n乙 |\n|\n一 |\n子一 |\n1 |\n2 |\n子二 |\n|\n3 |\n|\n二 |\n4 |\n|"),
        ("cell-lines-without-blanks", "表头 |\n甲 |\n乙 |\n|\n一 |\n子一 |\n1 |\n2 |\n子二 |\n3 |\n||\n二 |\n4 |"),
        ("rows", "表头 | 甲 | 乙 | |\n一 | 子一 | 1 | 2 |\n子二 | 3 | ||\n二 | 4 | ||"),
        ("rows-without-padding", "表头 | 甲 | 乙 |\n一 | 子一 | 1 | 2 |\n子二 | | 3 |\n二 | 4 | |"),
        ("rows-with-placeholders", "表头 | | 甲 | 乙 |\n一 | 子一 | 1 | 2 |\n| 子二 | | 3 |\n二 | | 4 | |"),
        ("rows-with-lone-bars", "表头 | 甲 | 乙 | |\n一 | 子一 | 1 | 2 |\n子二 |\n| 3 | |\n二 | 4 |\n| |"),
        (
            "separator-lines",
            "表头\n|\n甲\n|\n乙\n一\n|\n子一\n|\n1\n|\n2\n子二\n|\n\n|\n3\n二\n|\n4\n|\n",
        ),
        ("bar-before-rows", "|\n表头 |\n甲 |\n乙 |\n|\n一 |\n子一 |\n1 |\n2 |\n|\n子二 |\n|\n3 |\n|\n二 |\n4 |\n|"),
        ("rows-between-bars", "| 表头 | 甲 | 乙 |\n| 一 | 子一 | 1 | 2 |\n| 子二 | | 3 |\n| 二 | 4 | |"),
        (
            "markdown",
            "| 表头 |  | 甲 | 乙 |\n|---|---|---|---|\n| 一 | 子一 | 1 | 2 |\n|  | 子二 |  | 3 |\n| 二 |  | 4 |  |",
        ),
        ("one-line", "表头 | 甲 | 乙 | 一 | 子一 | 1 | 2 | 子二 | | 3 | 二 | 4 | |"),
        ("tabs", "表头\t\t甲\t乙\n一\t子一\t1\t2\n\t子二\t\t3\n二\t\t4\t"),
        ("csv", "表头,,甲,乙\n一,子一,1,2\n,子二,,3\n二,,4,"),
        (
            "html",
            """<table>
<tr><td colspan="2">表头</td><td>甲</td><td>乙</td></tr>
<tr><td rowspan="2">一</td><td>子一</td><td>1</td><td>2</td></tr>
<tr><td>子二</td><td></td><td>3</td></tr>
<tr><td colspan="2">二</td><td>4</td><td></td></tr>
</table>""",
        ),
        ("aligned", "表头      甲  乙\n一  子一  1   2\n    子二      3\n二        4"),
    ],
)
def test_a_small_table_in_each_layout(name: str, expected: str) -> None:
    """
    Spans, a blank cell between figures and one at the table's end, as each layout writes them.
    """
    assert expected == LAYOUTS[name].write(SMALL)


def test_every_layout_has_its_example() -> None:
    """
    The test above names every layout that can be written.
    """
    marks = test_a_small_table_in_each_layout.pytestmark  # type: ignore[attr-defined]
    assert list(LAYOUTS) == [name for mark in marks for name, _ in mark.args[1]]


def test_csv_quotes_what_csv_must() -> None:
    """
    A label with a comma inside comes back whole from a CSV reader, and so does a paragraph.
    """
    layout = LAYOUTS["csv"]
    sheet = Sheet(2, ((Box("区分处理的,只计这一情形"), Box("1")),))
    lines = [layout.paragraph('甲,"乙"'), layout.write(sheet)]
    assert [['甲,"乙"'], ["区分处理的,只计这一情形", "1"]] == list(csv.reader(lines))


def test_html_escapes_what_html_must() -> None:
    """
    Angle brackets and ampersands in cells and paragraphs are written as entities.
    """
    layout = LAYOUTS["html"]
    assert layout.paragraph("a<b&c") == "<p>a&lt;b&amp;c</p>"
    assert "<td>a&lt;b</td>" in layout.write(Sheet(1, ((Box("a<b"),),)))


def test_aligned_columns_begin_at_one_place() -> None:
    """
    In every line a column begins at the same place, counted as a terminal counts it, with two spaces before it at least.
    """
    lines = LAYOUTS["aligned"].write(_sheet("revised-2021", "requests")).split("\n")
    starts = {display_width(line[: match.start()]) for line in lines for match in re.finditer(r"(?<=  )f\d+", line)}
    assert len(starts) == 7
    assert all(second - first > 2 for first, second in pairwise(sorted(starts)))


def _sheet(edition: str, table: str) -> Sheet:
    """A table of the form whose figures are f0, f1, …: each stands for its own place."""
    form_table = FORM.edition(edition).table(table)
    keys = [CellKey(table, row.name, c.name) for b in form_table.blocks for row in b.rows for c in b.columns]
    texts = {key: f"f{number}" for number, key in enumerate(keys)}
    sheet = table_sheet(table, {block.name: edition for block in form_table.blocks}, PrintedCells(texts), FORM)
    assert sheet is not None
    return sheet


@pytest.mark.parametrize("edition", [edition.name for edition in FORM.editions])
@pytest.mark.parametrize(("table", "width"), [("proactive_disclosure", 4), ("requests", 10), ("remedies", 15)])
def test_tables_have_the_printed_width_and_no_hole(edition: str, table: str, width: int) -> None:
    """
    Every place of the printed grid is taken by exactly one box, and figures stand in the form's order.
    """
    sheet = _sheet(edition, table)
    taken = sum(box.columns * box.rows for row in sheet.rows for box in row)
    assert width == sheet.width
    assert width * len(sheet.rows) == taken
    figures = [box.text for row in sheet.rows for box in row if box.figure]
    assert [f"f{number}" for number in range(len(figures))] == figures


def test_a_row_without_cells_is_left_out() -> None:
    """
    Only what is there is printed: a table with one row of one group, and none where no cell is there.
    """
    block = FORM.edition("revised-2021").table("requests").blocks[0]
    row = block.rows[4]
    texts = {CellKey("requests", row.name, column.name): "1" for column in block.columns}
    sheet = table_sheet("requests", {"requests": "revised-2021"}, PrintedCells(texts), FORM)
    assert sheet is not None
    labels = [box.text for line in sheet.rows[3:] for box in line if not box.figure]
    assert ["三、本年度办理结果", "(三)不予公开", FORM.spelling(row.terminal)] == labels
    assert table_sheet("requests", {"requests": "revised-2021"}, PrintedCells({}), FORM) is None


def test_rows_and_columns_that_the_form_has_not_are_printed_last() -> None:
    """
    An unknown row stands behind its block's rows, an unknown column behind its block's columns, under their own labels.
    """
    keys = ["issued", "repealed", "in_force", "unexpected.1"]
    texts = {CellKey("proactive_disclosure", row, c): "1" for row in ("government_rules", "unexpected.1") for c in keys}
    labels = {
        CellKey("proactive_disclosure", "unexpected.1", ""): "其他文件",
        CellKey("proactive_disclosure", "", "unexpected.1"): "备注",
    }
    editions = {"article_20_1": "revised-2021"}
    sheet = table_sheet("proactive_disclosure", editions, PrintedCells(texts, labels), FORM)
    assert sheet is not None
    assert [row[-1].text for row in sheet.rows] == ["第二十条第(一)项", "备注", "1", "1"]
    assert [row[0].text for row in sheet.rows[2:]] == ["规章", "其他文件"]


# ---- the shape of real pages ----


def _shape(text: str) -> list[str]:
    """A table's lines with every cell as `x`, header cells that stand on one line or two counted once."""
    return [re.sub(r"[^|\s](?:[^|\n]*[^|\s])?", "x", line.replace("\u00a0", "").rstrip()) for line in text.split("\n")]


def _region(text: str, table: str) -> str:
    """A seed's text between a table's heading and the next section."""
    report = govgrammar.parse(text).report
    assert report is not None
    names = list(FORM.headings)
    start, stop = (report.places[name] for name in (table, names[names.index(table) + 1]))
    return text[start.end : stop.start].strip("\n")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not here")
@pytest.mark.parametrize("table", FORM.tables)
@pytest.mark.parametrize("number", ["002", "003", "004"])
def test_cells_with_bars_have_the_lines_of_real_pages(number: str, table: str) -> None:
    """
    Line for line, the bars of a rendered table are those of the real one.
    """
    if (number, table) == ("004", "requests"):
        pytest.skip("a column without a label makes that table one place wider")
    if (number, table) == ("003", "remedies"):
        pytest.skip("the first two cells of that table stand on one line")
    text = next(SHARED.glob(f"{number}_*")).read_text(encoding="utf-8")
    report = govgrammar.parse(text).report
    assert report is not None
    draft = draft_of(report)
    sheet = table_sheet(table, draft.editions[table], PrintedCells(draft.cells), FORM)
    assert sheet is not None
    assert _shape(_region(text, table)) == _shape(LAYOUTS["cell-lines"].write(sheet))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real reports are not here")
@pytest.mark.parametrize(
    ("number", "table", "split"),
    [("000", "proactive_disclosure", 0), ("001", "proactive_disclosure", 2), ("000", "requests", 6)],
)
def test_paragraphs_have_the_lines_of_real_pages(number: str, table: str, split: int) -> None:
    """
    Line for line, blank cells included; a real page splits some labels into two paragraphs, `split` of them here.
    """
    text = next(SHARED.glob(f"{number}_*")).read_text(encoding="utf-8")
    report = govgrammar.parse(text).report
    assert report is not None
    draft = draft_of(report, ambiguous_as_blank=True)
    sheet = table_sheet(table, draft.editions[table], PrintedCells(draft.cells), FORM)
    assert sheet is not None
    written = LAYOUTS["paragraphs"].write(sheet).strip("\n")
    real = _region(text, table)
    assert _figures(real) == _figures(written)
    assert _shape(real).count("x") == _shape(written).count("x") + split


def _figures(text: str) -> list[str]:
    """The figures with the line ends behind them."""
    return re.findall(r"(?m)^[0-9.]+\n+(?!\Z)", text.replace("\u00a0", ""))
