"""A report as a Word document or a spreadsheet is the report."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

import govgrammar
from drafts import truth
from govgrammar.export.docx import write_docx
from govgrammar.export.render import Draft, draft_of
from govgrammar.export.xlsx import write_xlsx
from govgrammar.strategies import reports

REPORTS = sorted((Path(__file__).resolve().parents[2] / "corpus" / "reports").glob("*/source.*"))
WRITERS = [write_docx, write_xlsx]
Writer = Callable[[Draft], bytes]


@pytest.mark.parametrize("write", WRITERS)
def test_a_file_reads_as_it_was_written(write: Writer) -> None:
    """
    State and value of every cell are those that were written, blanks wherever they stand; the same draft, the same bytes.
    """

    @given(draft=reports(hidden=True))
    @settings(max_examples=12)
    def holds(draft: Draft) -> None:
        written, data = truth(draft), write(draft)
        report = govgrammar.parse(data).report
        assert report is not None
        read = {cell.key: cell for cell in report.cells()}
        found = {
            key: (cell.state, cell.value) for key, cell in read.items() if key in written or cell.state != "absent"
        }
        assert written == found
        assert data == write(draft)

    holds()


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.name)
def test_a_corpus_report_says_the_same(path: Path, write: Writer) -> None:
    """
    Every cell and the plain values of a report survive; what is ambiguous is written blank.
    """
    report = govgrammar.parse(path).report
    assert report is not None
    again = govgrammar.parse(write(draft_of(report, ambiguous_as_blank=True))).report
    assert again is not None
    names = ("title", "organ", "report_year", "publisher", "published_on", "index_number")
    assert {name: getattr(report, name) for name in names} == {name: getattr(again, name) for name in names}
    before = {c.key: (c.state, c.value) for c in report.cells()}
    after = {c.key: (c.state, c.value) for c in again.cells()}
    empty = {"ambiguous", "absent"}  # in a row that is printed, a cell that is not there is printed empty
    assert {
        key: ("blank", None) if said[0] in empty and after[key][0] == "blank" else said for key, said in before.items()
    } == after
