"""A new edition of the form is a grammar file and a row: a copy of the grammar gets both, and nothing else is touched."""

import shutil
from pathlib import Path

import pytest

from govgrammar import parse
from govgrammar.form import load_form
from govgrammar.grammar import default_folder, read_grammar
from govgrammar.workbench import Sample, corpus_samples, diff, find_conflicts

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
EDITION = """
revised_2026: revised_2026__proactive_disclosure revised_2021__requests remedies__table
revised_2026__proactive_disclosure: PROACTIVE_DISCLOSURE_HEADING revised_2021__article_20_1 revised_2026__article_20_5 revised_2021__article_20_6 revised_2021__article_20_8
revised_2026__article_20_5: ARTICLE_20_5 INFORMATION_CONTENT revised_2021__decisions_columns administrative_license administrative_confirmation
"""
ROW = {
    "    | information_content | _proactive_column": "    | information_content | administrative_confirmation | _proactive_column",
    "other_public_services: OTHER": "administrative_confirmation: ADMINISTRATIVE_CONFIRMATION VALUES*\nother_public_services: OTHER",
    'OTHER_PUBLIC_SERVICES: "': 'ADMINISTRATIVE_CONFIRMATION: "行政确认"\nOTHER_PUBLIC_SERVICES: "',
    "_proactive_label: ": "_proactive_label: ADMINISTRATIVE_CONFIRMATION | ",
}
BLOCK = "二、主动公开政府信息情况\n第二十条第(五)项\n信息内容|本年处理决定数量\n行政许可|126\n{}三、收到和处理政府信息公开申请情况\n"


@pytest.fixture(scope="module")
def grammar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The grammar with a made-up edition of 2026, which has one row more."""
    folder = tmp_path_factory.mktemp("edition") / "grammars"
    shutil.copytree(default_folder(), folder)
    (folder / "revised_2026.lark").write_text(EDITION, encoding="utf-8")
    path = folder / "proactive_disclosure.lark"
    text = path.read_text(encoding="utf-8")
    for old, new in ROW.items():
        assert 1 == text.count(old)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return folder


def test_the_form_has_the_edition(grammar: Path) -> None:
    """
    The edition stands behind the others, its block has both rows, and the grammar has no conflict.
    """
    form = load_form(read_grammar(grammar))
    assert ["trial-2019", "revised-2021", "revised-2026"] == [edition.name for edition in form.editions]
    block = next(
        b for b in form.edition("revised-2026").table("proactive_disclosure").blocks if b.name == "article_20_5"
    )
    assert ["administrative_license", "administrative_confirmation"] == [row.name for row in block.rows]
    assert () == find_conflicts(grammar)


def test_a_report_of_the_edition_is_read_by_it(grammar: Path) -> None:
    """
    The new row's figure stands in its own cell, with its place; with the grammar as it ships it is an unexpected row's.
    """
    text = BLOCK.format("行政确认|14\n")
    result = parse(text, grammar=grammar)
    assert result.report is not None
    cell = next(c for c in result.report.cells() if c.row == "administrative_confirmation")
    assert ("decisions", 14, "14") == (cell.column, cell.value, text[cell.span.start : cell.span.end])
    assert "revised-2026" == result.report.editions["proactive_disclosure"]["article_20_5"]
    found = diff(default_folder(), grammar, [Sample("a", text)])
    ((change,),) = ([c for c in document.cells if c.kind == "moved"] for document in found.changed)
    assert "proactive_disclosure/unexpected.1/decisions" == change.cell
    assert "proactive_disclosure/administrative_confirmation/decisions" == change.to


def test_a_block_that_is_whole_in_the_older_edition_is_of_that_one(grammar: Path) -> None:
    """
    A block without the new row lacks nothing: it is one of the edition that does not have the row.
    """
    result = parse(BLOCK.format(""), grammar=grammar)
    assert result.report is not None
    assert "revised-2021" == result.report.editions["proactive_disclosure"]["article_20_5"]
    assert "GG0304" not in {d.code for d in result.diagnostics}


def test_older_reports_read_as_before(grammar: Path) -> None:
    """
    No cell and no diagnostic of the whole reports of the corpus differs.
    """
    reports = (sample for sample in corpus_samples(CORPUS) if sample.case is not None and sample.case.is_report)
    assert () == diff(default_folder(), grammar, reports).changed
