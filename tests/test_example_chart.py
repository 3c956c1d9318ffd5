"""The example chart: what it draws is what the reports say, and what they leave open is not drawn as zero."""

import shutil
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

import govgrammar
import year_on_year
from bar_chart import Bar, Chart, Group, Series, svg, tick_step, wrapped
from govgrammar.source import display_width

FOLDER: Final = Path(__file__).resolve().parent.parent / "examples" / "data" / "yunxi-water"
ORGAN: Final = "云溪县水利局"


def the_chart() -> Chart:
    """The chart of the reports that come with the example."""
    organ, reports = year_on_year.reports_by_year(year_on_year.read_folder(FOLDER), None)
    return year_on_year.chart_of(organ, reports, "en")


def texts(drawn: str) -> list[str]:
    """All text of an SVG document."""
    return [text for element in ET.fromstring(drawn).iter() if (text := (element.text or "").strip())]  # noqa: S314  our own


def test_each_year_has_what_came_in_and_what_became_of_it() -> None:
    """
    The two bars of a year are the form's two sides; a year without a report is a gap, and where a cell is blank the sum says so.
    """
    bars = {g.label: [(bar.height, bar.at_least) for bar in g.bars] for g in the_chart().groups}
    assert bars == {
        "2019": [(22, False), (22, False)],
        "2020": [(35, False), (35, False)],
        "2021": [(47, False), (42, True)],
        "2022": [],
        "2023": [(63, False), (63, False)],
        "2024": [(76, False), (76, False)],
        "2025": [(67, False), (67, False)],
    }


def test_parts_are_the_cells_of_the_reports() -> None:
    """
    Each part of a bar is the total of a row of the form, or of all rows of a group, in both editions.
    """
    parts = {g.label: dict(g.bars[1].parts) for g in the_chart().groups if g.bars}
    for year, name in (("2019", "2019.txt"), ("2024", "2024.tsv")):
        report = govgrammar.parse(FOLDER / name).report
        assert report is not None
        totals = {c.row: c.value for c in report.cells() if c.table == "requests" and c.column == "total"}
        assert totals["outcomes.total"] == sum(parts[year].values()) - parts[year]["carried_out"]
        assert totals["outcomes.granted"] == parts[year]["outcomes.granted"]
        denied = [value for row, value in totals.items() if row.startswith("outcomes.denied.")]
        assert sum(int(value) for value in denied if value) == parts[year]["outcomes.denied"] > 0


def test_what_does_not_follow_from_the_year_before_is_marked() -> None:
    """
    2024 carries in six where 2023 carried out five: the year has a mark, and the notes say both figures.
    """
    chart = the_chart()
    assert [group.label for group in chart.groups if group.mark] == ["2024"]
    assert chart.notes[0] == "2021: no number, and not counted: partially granted"
    assert [note for note in chart.notes if note.startswith("* 2024") and "6 carried in" in note and "5" in note]
    assert len(chart.notes) == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_script_writes_a_chart_in_either_language(lang: str, tmp_path: Path) -> None:
    """
    The file is SVG with the organ, the years, every sum, the gap and the words of the language.
    """
    output = tmp_path / "chart.svg"
    assert year_on_year.main([str(FOLDER), "-o", str(output), "--lang", lang]) == 0
    found = texts(output.read_text(encoding="utf-8"))
    assert {"2019", "2022", "≥42", "76"} <= set(found)
    assert [text for text in found if text.startswith(ORGAN)]
    assert ("无报告" in found, "no report" in found) == (lang == "zh", lang == "en")


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    """
    A chart can be kept under version control.
    """
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    for output in (first, second):
        year_on_year.main([str(FOLDER), "-o", str(output)])
    assert first.read_bytes() == second.read_bytes()


def test_two_reports_of_one_year_are_not_added_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Which of two reports counts, a person decides: both are named, and no chart is written.
    """
    for name in ("a.txt", "b.txt"):
        shutil.copyfile(FOLDER / "2019.txt", tmp_path / name)
    assert year_on_year.main([str(tmp_path), "-o", str(tmp_path / "chart.svg")]) == 2
    said = capsys.readouterr().err
    assert ("a.txt" in said, "b.txt" in said, (tmp_path / "chart.svg").exists()) == (True, True, False)


def test_of_several_organs_one_is_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Reports of two organs are not mixed: the message lists them, and `--organ` chooses.
    """
    shutil.copyfile(FOLDER / "2019.txt", tmp_path / "a.txt")
    other = (FOLDER / "2019.txt").read_text(encoding="utf-8").replace(ORGAN, "白沙县教育局")
    (tmp_path / "b.txt").write_text(other, encoding="utf-8")
    output = tmp_path / "chart.svg"
    assert year_on_year.main([str(tmp_path), "-o", str(output)]) == 2
    assert "白沙县教育局" in capsys.readouterr().err
    assert year_on_year.main([str(tmp_path), "-o", str(output), "--organ", ORGAN]) == 0
    assert year_on_year.main([str(tmp_path), "-o", str(output), "--organ", "nobody"]) == 2


def test_what_is_no_report_is_named_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Other files in the folder, an empty folder and no folder at all each get a message.
    """
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert year_on_year.main([str(tmp_path)]) == 2
    assert "notes.txt" in capsys.readouterr().err
    assert year_on_year.main([str(tmp_path / "no")]) == 2
    assert "no folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("highest", "step"), [(0, 1), (5, 1), (6, 1), (7, 2), (63, 20), (299, 50), (301, 100), (9_999, 2_000)]
)
def test_ticks_are_round(highest: int, step: int) -> None:
    """
    The axis has six lines at most above zero, at round figures.
    """
    assert step == tick_step(highest)


def test_notes_are_broken_to_the_width() -> None:
    """
    Chinese breaks anywhere, English between words; nothing is lost.
    """
    assert wrapped("one two three", 7) == ["one two", "three"]
    text = "“自然人”一列 2024 的数据与上年不衔接"
    lines = wrapped(text, 12)
    assert text.replace(" ", "") == "".join(lines).replace(" ", "")
    assert max(map(display_width, lines)) <= 12


def test_a_chart_of_nothing_and_of_odd_names_is_sound_xml() -> None:
    """
    Names are text, whatever they hold, and figures that are all zero divide by nothing.
    """
    chart = Chart("<a & b>\x00", "", (Group("1", (Bar("x", (("s", 0),)),)),), (Series("s", "]]>", "#000000"),), "none")
    assert "<a & b>\ufffd" in texts(svg(chart))
