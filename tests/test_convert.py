"""`govgrammar.convert` and its command."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import govgrammar
from govgrammar.cli.main import main
from govgrammar.cli.output import StreamOut
from govgrammar.layouts.registry import LAYOUTS

REPORTS = Path(__file__).parent.parent / "corpus" / "reports"
SOURCE = REPORTS / "pipes-2019-signed-units" / "source.txt"
KEEPING = [name for name, layout in LAYOUTS.items() if layout.keeps_blanks and name != "html"]


def cells(text: str) -> list[govgrammar.Cell]:
    """The cells of the one report in a text."""
    report = govgrammar.parse(text).report
    assert report is not None
    return list(report.cells())


@pytest.mark.parametrize("layout", KEEPING)
def test_a_converted_report_has_the_same_cells(layout: str) -> None:
    """
    No cell is lost or changed by any layout that keeps blanks.
    """
    text = SOURCE.read_bytes().decode("utf-8")
    report = govgrammar.parse(text).report
    assert report is not None
    assert cells(text) == cells(govgrammar.convert(report, layout))


def test_the_command_writes_the_layout(tmp_path: Path) -> None:
    """
    The file holds the report as a Markdown table, and reads as the source does.
    """
    target = tmp_path / "report.md"
    assert main(["convert", str(SOURCE), "--to", "markdown", "-o", str(target)]) == 0
    written = target.read_bytes().decode("utf-8")
    assert "|---|" in written
    assert cells(SOURCE.read_bytes().decode("utf-8")) == cells(written)


def test_ambiguous_cells_are_refused_unless_they_may_be_blank(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    No layout can say that a cell is not determined.
    """
    source = REPORTS / "paragraphs-2019-short-rows" / "source.txt"
    target = tmp_path / "report.txt"
    assert main(["convert", str(source), "--to", "tabs", "-o", str(target)]) == 1
    assert "ambiguous" in capsys.readouterr().err
    assert not target.exists()
    assert main(["convert", str(source), "--to", "tabs", "-o", str(target), "--ambiguous-as-blank"]) == 0
    assert target.exists()


def test_a_source_that_cannot_be_read_has_status_3(tmp_path: Path) -> None:
    """
    As for every command.
    """
    assert main(["convert", str(tmp_path / "nothing.txt"), "--to", "tabs"]) == 3


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_command_writes_office_files(kind: str, tmp_path: Path) -> None:
    """
    A Word document and a spreadsheet are written to a file, and read as the source does.
    """
    target = tmp_path / f"report.{kind}"
    assert main(["convert", str(SOURCE), "--to", kind, "-o", str(target)]) == 0
    report = govgrammar.parse(target).report
    assert report is not None
    source = cells(SOURCE.read_bytes().decode("utf-8"))
    assert [(c.key, c.state, c.value) for c in source] == [(c.key, c.state, c.value) for c in report.cells()]


def test_an_office_file_is_not_written_where_text_goes(capsys: pytest.CaptureFixture[str]) -> None:
    """
    A terminal is told to name a file; a standard output without bytes is none either.
    """
    stream = StreamOut(io.StringIO())
    with pytest.raises(OSError, match="name a file with -o"):
        stream.raw(b"PK")
    assert main(["convert", "--help"]) == 0
    assert "a Word document" in capsys.readouterr().out
