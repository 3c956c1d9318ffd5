"""What the inspector shows: its data, its page as text, and its command."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

import govgrammar
from govgrammar.cli.main import main
from govgrammar.source import Source, Span
from govgrammar.workbench import inspect_page, inspection
from govgrammar.workbench.inspector import Inspection
from govgrammar.workbench.inspector_data import page_data
from govgrammar.workbench.inspector_lines import shown_lines

REPORTS: Final = Path(__file__).resolve().parent.parent / "corpus" / "reports"
SHORT: Final = "paragraphs-2019-short-rows"
HOSTILE: Final = (
    "某县财政局2023年</script><script>alert(1)</script>\"'&amp;年度报告\n"
    '\u202e反\u2066转\u200b\x00\ud800\u2028一、总体情况\n"><img src=x onerror=alert(2)>\n'
    "二、主动公开政府信息情况\n规章|</td><svg onload=alert(3)>|\u202e12|\U0001f600\n"
)


def of_report(name: str) -> Inspection:
    """The inspection of a report of the corpus."""
    return inspection(govgrammar.parse((REPORTS / name / "source.txt").read_bytes()))


def data_of(page: str) -> dict[str, Any]:
    """The data that a page holds."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def marked(one: Inspection, number: int) -> str:
    """The characters of a mark, without line ends and spaces."""
    return "".join(one.result.source.slice(one.marks[number].span).split())


@pytest.mark.parametrize("name", sorted(path.name for path in REPORTS.iterdir() if (path / "source.txt").is_file()))
def test_every_cell_has_the_mark_of_its_value_and_of_its_labels(name: str) -> None:
    """
    In every report of the corpus a cell's mark is its span, and a cell that was read has the label of its row marked.
    """
    one = of_report(name)
    assert [cell.cell.span for cell in one.cells] == [one.marks[cell.mark].span for cell in one.cells]
    assert [str(cell.cell.key) for cell in one.cells if cell.cell.state == "number" and not cell.rows] == []
    assert all(number in one.marks[mark].cells for number, c in enumerate(one.cells) for mark in (c.mark, *c.rows))


def test_labels_of_a_cell_are_those_of_its_row_and_its_column() -> None:
    """
    The marks of a cell's labels hold the row's and the column's words; side by side groups have their own.
    """
    one = of_report("paragraphs-2021")
    cells = {str(cell.cell.key): cell for cell in one.cells}
    denied = cells["requests/outcomes.denied.state_secret/commercial_enterprise"]
    assert ["1.属于国家秘密"] == [marked(one, mark) for mark in denied.rows]
    assert ["商业企业"] == [marked(one, mark) for mark in denied.columns]
    direct = cells["remedies/litigation.direct/corrected"]
    assert ["未经复议直接起诉"] == [marked(one, mark) for mark in direct.rows]
    assert ["结果纠正"] == [marked(one, mark) for mark in direct.columns]


def test_cells_of_one_row_that_nobody_can_tell_apart_share_one_mark() -> None:
    """
    The ambiguous cells of a short row are read from the same characters: one mark stands for all of them.
    """
    one = of_report(SHORT)
    row = [c for c in one.cells if c.cell.row == "carried_in" and c.cell.state == "ambiguous"]
    assert len(row) == 7
    assert len({cell.mark for cell in row}) == 1
    assert tuple(one.cells.index(cell) for cell in row) == one.marks[row[0].mark].cells


def test_flags_tell_what_cells_are_filtered_by() -> None:
    """
    A cell is found by its state where that is no number, and by an inferred place.
    """
    one = of_report(SHORT)
    flags = [flag for cell in one.cells for flag in cell.flags]
    assert sum(c.cell.state == "ambiguous" for c in one.cells) == flags.count("ambiguous") > 0
    assert sum(c.cell.placement == "inferred" for c in one.cells) == flags.count("inferred") > 0
    assert "number" not in flags


def test_findings_lead_to_their_cells() -> None:
    """
    A finding of a rule has the cells that it compares, one of the reader the cells of the row that it names.
    """
    one = of_report(SHORT)
    for finding in one.findings:
        assert one.marks[finding.marks[0]].span == finding.outcome.found.span
    short = next(f for f in one.findings if f.outcome.found.slug == "too-few-cells")
    rows = {one.cells[number].cell.row for number in short.cells}
    assert {short.outcome.found.arguments["row"]} == rows


def test_figures_of_no_row_are_marked_as_strays() -> None:
    """
    What no row takes is marked as such, with the rule that took it.
    """
    text = (REPORTS / "pipes-traditional" / "source.txt").read_text(encoding="utf-8")
    heading = next(line for line in text.splitlines() if line.startswith("四、政府"))
    one = inspection(govgrammar.parse(text.replace(heading, f"本年制发件数 |\n7 |\n{heading}", 1)))
    strays = [(marked(one, n), mark.rules) for n, mark in enumerate(one.marks) if mark.kind == "stray"]
    assert strays == [("7", ("proactive_disclosure", "issued"))]


def test_result_of_another_grammar_is_refused(tmp_path: Path) -> None:
    """
    Rules and labels of another grammar would be shown beside the wrong cells.
    """
    del tmp_path
    data = govgrammar.parse("一、总体情况\n").to_dict() | {"grammar": "0" * 64}
    with pytest.raises(ValueError, match="name its folder as grammar="):
        inspection(govgrammar.Result.from_dict(data))


def test_file_with_tables_of_its_own_has_origins_and_labels() -> None:
    """
    Of HTML the cells know their place in the markup, and their labels although the text does not show merged cells.
    """
    report = govgrammar.parse((REPORTS / "paragraphs-2021" / "source.txt").read_bytes()).report
    assert report is not None
    markup = f"<!DOCTYPE html><html><body>{govgrammar.convert(report, 'html')}</body></html>"
    one = inspection(govgrammar.parse(markup, kind="html"))
    told = [cell for cell in one.cells if cell.cell.state == "number"]
    assert len(told) == 200
    assert [str(cell.cell.key) for cell in told if not cell.rows or not cell.columns] == []
    for cell in told:
        assert cell.origin is not None
        assert str(cell.cell.raw).strip() == markup[cell.origin.start : cell.origin.end].strip()


# ---- lines ----


def test_pieces_of_a_line_are_counted_as_a_browser_counts() -> None:
    """
    A character outside the basic plane counts twice; one that nobody sees becomes a sign with its number.
    """
    source = Source("\U0001f600甲\u202e乙")
    (line,) = shown_lines(source, [Span(1, 2), Span(3, 4), Span(4, 4)])
    assert line.text == "\U0001f600甲\ufffd乙"
    found = [(piece.start, piece.end, piece.marks, piece.hidden) for piece in line.pieces]
    assert found == [
        (2, 3, (0,), ""),
        (3, 4, (), "U+202E RIGHT-TO-LEFT OVERRIDE"),
        (4, 5, (1,), ""),
        (5, 5, (2,), ""),
    ]


def test_marks_that_overlap_are_cut_into_pieces_in_order() -> None:
    """
    Pieces never overlap; where marks do, a piece names both, the wider first.
    """
    (line,) = shown_lines(Source("0123456789"), [Span(2, 8), Span(4, 5), Span(7, 9)])
    assert [(p.start, p.end, p.marks) for p in line.pieces] == [
        (2, 4, (0,)),
        (4, 5, (0, 1)),
        (5, 7, (0,)),
        (7, 8, (0, 2)),
        (8, 9, (2,)),
    ]


# ---- the page ----


def test_page_is_one_file_that_asks_nobody() -> None:
    """
    The policy allows nothing but the page's own style and script, named by their hashes; no address stands in it.
    """
    page = inspect_page(govgrammar.parse((REPORTS / SHORT / "source.txt").read_bytes()), lang="zh")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert re.findall(r"https?:|src=|@import|url\(", page) == []
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", page) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_text_stays_text(lang: Any) -> None:
    """
    Nothing of a document ends an element, reorders the page, or cannot be written; its characters are all in the data.
    """
    page = inspect_page(govgrammar.parse(HOSTILE), lang=lang)
    assert page.count("</script>") == 2
    assert [character for character in "\x00\u2028\u202e\u2066\u200b" if character in page] == []
    assert page == page.encode("utf-8").decode("utf-8")
    assert re.findall(r"<img|<svg", page) == []
    lines = data_of(page)["lines"]
    assert lines[0].startswith("某县财政局2023年</script><script>alert(1)</script>\"'&amp;年度报告")
    assert lines[1] == "\ufffd反\ufffd转\ufffd\u2400\ufffd"


def test_page_is_the_same_each_time() -> None:
    """
    Equal results give equal bytes.
    """
    data = (REPORTS / SHORT / "source.txt").read_bytes()
    assert inspect_page(govgrammar.parse(data), lang="en") == inspect_page(govgrammar.parse(data), lang="en")


def test_every_label_of_the_tables_leads_to_the_text() -> None:
    """
    In a report that has the form's own labels each box of its tables is a cell or has the mark of its label.
    """
    data = page_data(of_report("paragraphs-2021"), "zh")
    boxes = [box for table in data["reports"][0]["tables"] for row in table["rows"] for box in row]
    assert [box["text"] for box in boxes if "cell" not in box and "mark" not in box] == []
    assert sorted(box["cell"] for box in boxes if "cell" in box) == list(range(200))


def test_all_reports_of_a_text_are_shown() -> None:
    """
    A text with two reports has the cells of both, each by its own number.
    """
    text = (REPORTS / "paragraphs-2021" / "source.txt").read_text(encoding="utf-8")
    data = page_data(inspection(govgrammar.parse(f"{text}\n\n{text}")), "en")
    assert len(data["reports"]) == 2
    boxes = [b for r in data["reports"] for t in r["tables"] for row in t["rows"] for b in row if "cell" in b]
    assert sorted(box["cell"] for box in boxes) == list(range(400))


@pytest.mark.parametrize("text", ["", "没有报告", "\x00\ud800"])
def test_text_without_a_report_has_a_page(text: str) -> None:
    """
    The page of what is no report shows the text and says so.
    """
    data = data_of(inspect_page(govgrammar.parse(text), lang="zh"))
    assert data["reports"] == []
    assert data["findings"][0]["severity"] == "error"


# ---- the command ----


def test_command_writes_the_page(tmp_path: Path) -> None:
    """
    `govgrammar inspect` writes what `inspect_page` gives.
    """
    source, page = REPORTS / SHORT / "source.txt", tmp_path / "page.html"
    assert main(["inspect", str(source), "-o", str(page), "--lang", "zh"]) == 0
    expected = inspect_page(govgrammar.parse(source), lang="zh")
    assert page.read_bytes().decode("utf-8") == expected


def test_command_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A file that is not there and a kind that is not read are told apart from a folder, which is wrong usage; no page is left.
    """
    page = tmp_path / "page.html"
    assert main(["inspect", str(tmp_path / "no.txt"), "-o", str(page)]) == 3
    assert "no.txt" in capsys.readouterr().err
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    assert main(["inspect", str(tmp_path / "a.zip"), "-o", str(page)]) == 3
    assert main(["inspect", str(tmp_path), "-o", str(page)]) == 2
    assert not page.exists()
