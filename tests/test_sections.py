"""Where one report ends and the next begins."""

from pathlib import Path

import govgrammar
from govgrammar.form import load_form

REPORTS = Path(__file__).resolve().parents[1] / "corpus" / "reports"
PIPES = (REPORTS / "pipes-hybrid-single-other" / "source.txt").read_bytes().decode("utf-8")
PARAGRAPHS = (REPORTS / "paragraphs-2021" / "source.txt").read_bytes().decode("utf-8")


def numbers(text: str) -> list[int]:
    """How many numbers each report of a text gives."""
    return [sum(cell.state == "number" for cell in report.cells()) for report in govgrammar.parse(text).reports]


def from_tables(text: str) -> str:
    """A report without what stands before its tables: no title, no first section."""
    form = load_form()
    return text[text.rindex(form.spelling(form.headings[form.tables[0]])) :]


def test_two_reports_are_two() -> None:
    """
    Each keeps its own figures, and a finding names the place where the second begins.
    """
    result = govgrammar.parse(PIPES + PARAGRAPHS)
    assert [186, 200] == numbers(PIPES + PARAGRAPHS)
    assert ["GG0314"] == [d.code for d in result.diagnostics if d.slug == "several-reports"]


def test_a_second_report_needs_neither_title_nor_first_section() -> None:
    """
    A table that stands again with figures, behind other sections, belongs to another report.
    """
    assert [200, 200] == numbers(PARAGRAPHS + from_tables(PARAGRAPHS))


def test_a_page_that_repeats_the_title_is_the_same_report() -> None:
    """
    A title above a section that has not stood yet is a page's head.
    """
    form = load_form()
    heading = form.spelling(form.headings["requests"])
    title = govgrammar.parse(PARAGRAPHS).reports[0].title
    place = PARAGRAPHS.rindex(heading)
    assert [200] == numbers(f"{PARAGRAPHS[:place]}{title}\n\n{PARAGRAPHS[place:]}")
