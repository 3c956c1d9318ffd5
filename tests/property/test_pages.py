"""A report written as HTML, plainly or as sites and word processors do it, is read as what it says."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govgrammar
from drafts import truth
from govgrammar import Result
from govgrammar.export.render import Draft, render, write
from govgrammar.strategies import reports
from govgrammar.workbench.corpus import Case, load_corpus, read_case
from html_ways import WAYS

ROOT = Path(__file__).resolve().parents[2]
REPORTS = [case for case in load_corpus(ROOT / "corpus") if case.is_report]
FEW = settings(max_examples=25)


def check_origins(result: Result, markup: str) -> None:
    """The place in the markup of every number spells the number."""
    for report in result.reports:
        for cell in report.cells():
            if cell.value is None:
                continue
            origin = result.source.origin(cell.span)
            assert origin is not None
            assert origin.kind == "html"
            spelled = html.unescape(re.sub(r"<[^>]*>", "", markup[origin.start : origin.end]))
            assert spelled == result.source.slice(cell.span)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@given(draft=reports(hidden=True))
@FEW
def test_a_page_reads_as_the_report_that_was_written(way: Callable[[str], str], draft: Draft) -> None:
    """
    State and value of every cell are those that were written, and the place of each in the markup spells it.
    """
    markup = way(write(draft, "html"))
    result = govgrammar.parse(markup, kind="html")
    assert len(result.reports) == 1
    written = truth(draft)
    read = {cell.key: cell for cell in result.reports[0].cells()}
    found = {key: (cell.state, cell.value) for key, cell in read.items() if key in written or cell.state != "absent"}
    assert written == found
    assert (draft.title or None) == result.reports[0].title
    check_origins(result, markup)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case.name)
def test_a_corpus_report_reads_the_same_as_a_page(case: Case, way: Callable[[str], str]) -> None:
    """
    A whole report of the corpus, written as HTML, gives the cells that its text gives; what the text lost is blank there.
    """
    report = read_case(case).reports[0]
    markup = way(render(report, "html", ambiguous_as_blank=True))
    result = govgrammar.parse(markup, kind="html")
    (read,) = result.reports
    lost = {"ambiguous": "blank", "absent": "blank"}
    told = {cell.key: (lost.get(cell.state, cell.state), cell.value) for cell in report.cells()}
    found = {cell.key: (lost.get(cell.state, cell.state), cell.value) for cell in read.cells()}
    assert told == found
    assert (report.title, report.organ, report.report_year) == (read.title, read.organ, read.report_year)
    check_origins(result, markup)


PIECES = st.sampled_from(
    [
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "<td\ncolspan=2>",
        "<td\nrowspan=0>",
        "<th>",
        "</td>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<br>",
        "<span>",
        "</span>",
        "<b>",
        "</b>",
        "<a\nhref=x>",
        "</a>",
        "<pre>",
        "</pre>",
        "<select>",
        "<option>",
        "</select>",
        "<textarea>",
        "</textarea>",
        "<input\nvalue=3>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<thead>",
        "<tfoot>",
        "<caption>",
        "<del>",
        "</del>",
        "&nbsp;",
        "&lt;",
        "&am",
        "&#x;",
        "<",
        ">",
        "&",
        "规章",
        "一、总体情况",
        "二、主动公开政府信息情况",
        "信息内容",
        "本年制发件数",
        "1",
        "0",
        "|",
        "\xa0",
        "\x00",
        "\ufdd3",
        "\ufdd4",
        "�",
    ]
)


@given(parts=st.lists(PIECES, max_size=60))
def test_any_markup_gives_a_result_whose_places_spell_it(parts: list[str]) -> None:
    """
    Any sequence of tags and words gives a result; its cells spell its text, and a place in the markup spells its span.
    """
    markup = "".join(parts)
    result = govgrammar.parse(markup, kind="html")
    for start in range(0, len(result.source.text), 3):
        span = govgrammar.Span(start, min(start + 2, len(result.source.text)))
        origin = result.source.origin(span)
        if origin is not None:
            assert origin.start is not None
            assert origin.end is not None
            assert 0 <= origin.start <= origin.end <= len(markup)
