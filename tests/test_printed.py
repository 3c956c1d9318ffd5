"""Reports printed as PDF by Chromium and LibreOffice are read as their text is."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import govgrammar
import printers
from govgrammar.export.render import Draft, draft_of, write
from govgrammar.strategies import reports

ROOT = Path(__file__).resolve().parents[1]
REPORTS = sorted((ROOT / "corpus" / "reports").glob("*/source.txt"))
GENERATED = 6

Printer = Callable[[Mapping[str, str], Path], dict[str, bytes]]
PRINTERS = [
    pytest.param(
        printer,
        marks=pytest.mark.skipif(bool(lacking := printers.missing(chromium=is_chromium)), reason=lacking),
        id=name,
    )
    for printer, is_chromium, name in (
        (printers.chromium, True, "chromium"),
        (printers.libreoffice, False, "libreoffice"),
    )
]


def corpus() -> dict[str, Draft]:
    """The reports of the corpus, what nobody can say left blank."""
    found = {}
    for path in REPORTS:
        report = govgrammar.parse(path.read_bytes().decode("utf-8")).report
        assert report is not None
        found[path.parent.name] = draft_of(report, ambiguous_as_blank=True)
    return found


def drawn(count: int) -> dict[str, Draft]:
    """Reports that a strategy draws."""
    found: list[Draft] = []

    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(reports(), reports(hidden=True)))
    def draw(draft: Draft) -> None:
        found.append(draft)

    draw()
    return {f"drawn {number}": draft for number, draft in enumerate(found)}


def said(source: Any) -> dict[str, Any]:
    """What a source says: organ, year, findings, and the state and value of each cell."""
    result = govgrammar.parse(source)
    report = result.report
    assert report is not None
    cells = {f"{c.table}/{c.row}/{c.column}": (c.state, c.value) for c in report.cells()}
    return {
        "organ": report.organ,
        "year": report.report_year,
        "codes": sorted(d.code for d in result.diagnostics),
    } | cells


def differences(draft: Draft, printed: bytes) -> dict[str, Any]:
    """What is read otherwise from a printed report than from its text: the text's, the print's."""
    expected, actual = said(write(draft, "markdown")), said(printed)
    return {
        key: (expected.get(key), actual.get(key)) for key in expected | actual if expected.get(key) != actual.get(key)
    }


@pytest.mark.parametrize("printer", PRINTERS)
def test_report_is_read_from_print_as_from_text(printer: Printer, tmp_path: Path) -> None:
    """
    Every report of the corpus, and some that are drawn, give the same cells and findings as PDF and as text.
    """
    drafts = corpus() | drawn(GENERATED)
    printed = printer({name: write(draft, "html") for name, draft in drafts.items()}, tmp_path)
    assert {name: {} for name in drafts} == {name: differences(drafts[name], printed[name]) for name in drafts}
