"""A sound report, written in any layout, is read as what it says."""

from typing import Final

import pytest
from hypothesis import assume, given, settings

import govgrammar
from drafts import ANY_REPORT, cells_of, differences, truth, wrong_numbers
from govgrammar.export.render import Draft, write
from govgrammar.layouts.registry import LAYOUTS
from govgrammar.strategies import reports

#: Written for readers of HTML; not read as text.
NOT_TEXT: Final = {"html"}
#: A blank at the end of a row can be the same text here as padding or spacing.
SAME_TEXT: Final = {"paragraphs", "lines", "cell-lines", "rows-with-lone-bars"}
READ = [name for name, layout in LAYOUTS.items() if layout.keeps_blanks and name not in NOT_TEXT]
READ_WITHOUT_BLANKS = [name for name in LAYOUTS if name not in NOT_TEXT]

MANY_FIGURES: Final = 20

#: One property is tried in many layouts: a few examples each.
FEW = settings(max_examples=30)


def only_undecided(draft: Draft, layout: str) -> bool:
    """
    Whether all that differs is ambiguous with the truth among its candidates, in a layout that has no other words for it.

    One blank at the end of a row is the same text as one bar of padding or one empty line, unless the document keeps
    blanks elsewhere.
    """
    written, read = truth(draft), cells_of(write(draft, layout))
    return layout in SAME_TEXT and all(
        read[key].state == "ambiguous" and written[key][1] in read[key].candidates for key in differences(draft, layout)
    )


@pytest.mark.parametrize("layout", READ)
@given(draft=ANY_REPORT)
@FEW
def test_a_report_reads_the_same_in_a_layout_that_keeps_blanks(draft: Draft, layout: str) -> None:
    """
    State, value and column of every cell are those that were written, and no other cell is there.

    Columns that are aligned with spaces show only where figures stand below them.
    """
    assume(layout != "aligned" or sum(bool(text) for text in draft.cells.values()) > MANY_FIGURES)
    assert differences(draft, layout) == {} or only_undecided(draft, layout)


@pytest.mark.parametrize("layout", READ_WITHOUT_BLANKS)
@given(draft=reports(blanks=False))
@FEW
def test_a_report_without_blanks_reads_the_same_in_every_layout(draft: Draft, layout: str) -> None:
    """
    Where no cell is blank, no layout loses any.
    """
    assert differences(draft, layout) == {}


@pytest.mark.parametrize("layout", LAYOUTS)
@given(draft=reports())
@FEW
def test_no_number_is_given_that_was_not_written(draft: Draft, layout: str) -> None:
    """
    A layout can lose blanks, or not be read yet: a number that is given stands in its cell all the same.
    """
    assert wrong_numbers(draft, layout) == []


@pytest.mark.parametrize("layout", [name for name, layout in LAYOUTS.items() if not layout.keeps_blanks])
@given(draft=reports())
@FEW
def test_candidates_hold_the_truth(draft: Draft, layout: str) -> None:
    """
    Where blanks are lost, an ambiguous cell names what was written among its candidates, `None` for a blank.
    """
    written = truth(draft)
    for key, cell in cells_of(write(draft, layout)).items():
        state, value = written.get(key, ("absent", None))
        if cell.state == "ambiguous" and state in {"number", "blank"}:
            assert value in cell.candidates, (cell, cell.candidates)


def test_a_place_that_a_label_spans_is_no_column() -> None:
    """
    In a full grid the figure stands under 社会公益组织: the place beside a label that spans two is no blank cell.
    """
    result = govgrammar.parse(
        "三、收到和处理政府信息公开申请情况\n"
        "| | | 自然人 | 法人或其他组织 | | | | | 总计 |\n"
        "| | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |\n"
        "| (七)总计 | | | | | 1001231 | | | |\n"
    )
    assert result.report is not None
    numbers = [cell.column for cell in result.report.cells() if cell.state == "number"]
    assert set(numbers) <= {"public_welfare_organization"}
