"""Planted errors are found with their rule and no other; sound reports are without one."""

from __future__ import annotations

import os
from functools import partial

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govgrammar import check, parse
from govgrammar.checks import CheckStatus, Context
from govgrammar.diagnostics import Severity
from govgrammar.export.render import Draft, write
from govgrammar.form import load_form
from govgrammar.layouts.registry import Layout
from govgrammar.model.cell import CellKey
from govgrammar.strategies import damaged, layouts, reports, texts
from planted import PLANTED, SUITS_ONLY, Planted, whole

#: `GOVGRAMMAR_SOUND=1000` checks a thousand sound reports.
SOUND = int(os.environ.get("GOVGRAMMAR_SOUND", "60"))
slow = partial(settings, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def failures(text: str, context: Context | None = None) -> dict[str, Severity]:
    """The rules that a text breaks, with what each is."""
    found = check(parse(text), context=context)
    return {finding.rule: finding.severity for finding in found if finding.status is CheckStatus.FAIL}


@pytest.mark.parametrize("planted", [pytest.param(p, id=f"{p.rule}-{p.edition}") for p in PLANTED])
def test_a_planted_error_is_found_and_no_other(planted: Planted) -> None:
    """
    A report that breaks one rule, in any layout that keeps blanks, is found to break it, and has no other error.
    """

    @slow(max_examples=5)
    @given(whole(planted.edition), layouts(keeping_blanks=True))
    def found(draft: Draft, layout: Layout) -> None:
        broken = failures(write(planted.draft(draft), layout), planted.context)
        assert planted.rule in broken
        errors = {rule for rule, severity in broken.items() if severity is Severity.ERROR}
        assert errors - {planted.rule} == planted.also

    found()


@pytest.mark.parametrize("edition", ["revised-2021", "trial-2019"])
def test_a_row_that_is_gone_is_found_and_no_other_error(edition: str) -> None:
    """
    A table that lacks a row of the form is found to lack it; sums over the row are open, not broken.
    """

    @slow(max_examples=5)
    @given(whole(edition))
    def found(draft: Draft) -> None:
        gone = load_form().spelling("REPEATED_REQUEST")
        lines = write(draft, "rows-between-bars").splitlines(keepends=True)
        broken = failures("".join(line for line in lines if gone not in line))
        assert {"T3-SHAPE"} == {rule for rule, severity in broken.items() if severity is Severity.ERROR}

    found()


def test_a_table_of_fourteen_figures_is_found_and_no_other_error() -> None:
    """
    A fourth table that lacks a cell, and keeps its blanks elsewhere, has not the form's shape; its sums are open.
    """

    @slow(max_examples=5)
    @given(whole("revised-2021"))
    def found(draft: Draft) -> None:
        cells = {key: "" if key.table == "remedies" else text for key, text in draft.cells.items()}
        cells[CellKey("remedies", "litigation.direct", "pending")] = "1"
        cells[CellKey("requests", "outcomes.granted", "total")] = ""
        text = write(evolve(draft, cells=cells), "paragraphs")
        place = text.rindex("\n1\n")
        broken = failures(text[:place] + text[place + 1 :])
        assert {"T4-SHAPE"} == {rule for rule, severity in broken.items() if severity is Severity.ERROR}

    found()


@slow(max_examples=5)
@given(whole("revised-2021"))
def test_suits_without_any_reconsideration_are_found_with_last_years_report(draft: Draft) -> None:
    """
    Suits after reconsideration, with none this year, are open without last year's report, and fail where it has none either.
    """
    text = write(SUITS_ONLY.draft(draft), "rows-between-bars")
    (alone,) = [f for f in check(parse(text)) if f.rule == SUITS_ONLY.rule]
    assert (CheckStatus.NOT_ASSESSABLE, "missing_report") == (alone.status, alone.reason)
    assert SUITS_ONLY.rule in failures(text, Context(last_year=parse(text)))


@slow(max_examples=SOUND)
@given(reports(), layouts())
def test_a_sound_report_has_no_error(draft: Draft, layout: Layout) -> None:
    """
    A report whose figures add up has no finding that is an error, whatever its layout, its blanks and its slashes.
    """
    text = write(draft, layout)
    assert [rule for rule, severity in failures(text).items() if severity is Severity.ERROR] == []


@slow(max_examples=SOUND // 2)
@given(reports(hidden=True), layouts(keeping_blanks=True))
def test_cells_left_blank_break_no_sum(draft: Draft, layout: Layout) -> None:
    """
    A sum of which any cell is left blank may be open, and is never found broken: a blank can be any count.
    """
    text = write(draft, layout)
    assert [rule for rule, severity in failures(text).items() if severity is Severity.ERROR] == []


@slow(max_examples=SOUND // 2)
@given(st.one_of(damaged(), texts(), st.text()))
def test_whatever_is_read_can_be_checked(text: str) -> None:
    """
    Checks never raise; every place that they name lies inside the text; every message can be written in both languages.
    """
    for finding in check(parse(text)):
        assert all(0 <= span.start <= span.end <= len(text) for span in (finding.span, *finding.spans))
        assert finding.message("zh")
        assert finding.message("en")
        assert (finding.status is CheckStatus.NOT_ASSESSABLE) == (finding.reason is not None)
