"""Script, width, spaces and line ends change nothing of what is read."""

from collections.abc import Callable

import pytest
from hypothesis import given

import govgrammar
from govgrammar.export.render import Draft, write
from govgrammar.layouts.registry import Layout
from govgrammar.strategies import full_width, layouts, reports, simplified, traditional, with_crlf, with_nbsp

#: Layouts whose own marks are ordinary characters, which full width would turn into text.
MARKED = {"html", "csv", "markdown", "aligned", "tabs"}
PLAIN = layouts(keeping_blanks=True).filter(lambda layout: layout.name not in MARKED)


def outline(text: str) -> list[tuple[str, str, object]]:
    """Every cell of every report in a text: name, state and value; a word in a cell is a word, whichever it is."""
    return [
        (str(cell.key), cell.state, cell.value) for report in govgrammar.parse(text).reports for cell in report.cells()
    ]


@pytest.mark.parametrize("change", [traditional, full_width, with_nbsp, with_crlf])
@given(draft=reports(), layout=PLAIN)
def test_a_report_reads_the_same(draft: Draft, layout: Layout, change: Callable[[str], str]) -> None:
    """
    Traditional characters, full width, no-break spaces and the line ends of Windows give the same cells.
    """
    text = write(draft, layout)
    assert outline(text) == outline(change(text))


@given(reports(), PLAIN)
def test_all_changes_together_read_the_same(draft: Draft, layout: Layout) -> None:
    """
    The changes do not disturb each other.
    """
    text = write(draft, layout)
    assert outline(text) == outline(with_crlf(with_nbsp(full_width(traditional(text)))))


@given(reports(), PLAIN)
def test_traditional_characters_come_back(draft: Draft, layout: Layout) -> None:
    """
    The change of script is faithful: simplified again, the text is what it was.
    """
    text = write(draft, layout)
    assert text == simplified(traditional(text))
