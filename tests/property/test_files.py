"""A report in a CSV or Markdown file as other programs write them reads as what it says."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govgrammar
from drafts import ANY_REPORT, cells_of, differences, truth, wrong_numbers
from file_variants import CSV, MARKDOWN
from govgrammar.export.render import Draft
from govgrammar.export.sheet import PrintedCells, table_sheet
from govgrammar.form import load_form
from govgrammar.layouts.registry import LAYOUTS, Layout
from govgrammar.strategies import reports

FEW = settings(max_examples=8)
FORM = load_form()
VARIANTS: Final = (*CSV, *MARKDOWN)
BY_NAME: Final = pytest.mark.parametrize("variant", VARIANTS, ids=[variant.name for variant in VARIANTS])
FILES: Final = (LAYOUTS["csv"], LAYOUTS["tabs"], LAYOUTS["markdown"], *VARIANTS)


def in_tables(draft: Draft, layout: Layout) -> dict[str, str]:
    """Each table of a draft alone, without its heading."""
    sheets = {name: table_sheet(name, draft.editions[name], PrintedCells(draft.cells), FORM) for name in FORM.tables}
    return {name: layout.write(sheet) for name, sheet in sheets.items() if sheet is not None}


def said_in(text: str) -> dict[object, object]:
    """State and value of every cell that is there."""
    return {key: (cell.state, cell.value) for key, cell in cells_of(text).items() if cell.state != "absent"}


@BY_NAME
@given(draft=ANY_REPORT)
@FEW
def test_a_report_reads_the_same_in_a_file_of_another_program(variant: Layout, draft: Draft) -> None:
    """
    State, value and column of every cell are those that were written, and no other cell is there.
    """
    assert {} == differences(draft, variant)
    assert [] == wrong_numbers(draft, variant)


@given(draft=reports(), variant=st.sampled_from(FILES), mark=st.sampled_from(("", "\ufeff")))
@settings(max_examples=30)
def test_a_table_alone_needs_no_heading(draft: Draft, variant: Layout, mark: str) -> None:
    """
    A file that holds one table and nothing else gives its cells.
    """
    for name, text in in_tables(draft, variant).items():
        assert {key: said for key, said in truth(draft).items() if key.table == name} == said_in(mark + text)


@given(draft=reports(), variant=st.sampled_from(FILES), between=st.sampled_from(("\n", "\n\n", "\r\n")))
@settings(max_examples=30)
def test_tables_one_after_the_other_need_no_headings(draft: Draft, variant: Layout, between: str) -> None:
    """
    Nothing but tables, with or without an empty line between them.
    """
    assert truth(draft) == said_in(between.join(in_tables(draft, variant).values()))


@given(draft=reports(), variant=st.sampled_from(FILES))
@settings(max_examples=30)
def test_a_figure_is_spelled_by_its_characters(draft: Draft, variant: Layout) -> None:
    """
    The span of a number holds its characters alone, whatever quotes or marks stand around them.
    """
    for text in in_tables(draft, variant).values():
        for report in govgrammar.parse(text).reports:
            for cell in report.cells():
                if cell.state == "number":
                    assert draft.cells[cell.key] == text[cell.span.start : cell.span.end]
