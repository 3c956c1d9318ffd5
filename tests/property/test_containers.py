"""Every report of the corpus in every container gives the same cells, and each figure's place in the file spells it.

Expected is what is printed, told without the library's readers; what a report leaves open is printed blank.
"""

import codecs
import html
import io
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from attrs import evolve
from docx import Document

import govgrammar
import printers
from drafts import MONEY, said
from govgrammar import Result
from govgrammar.export.docx import write_docx
from govgrammar.export.render import Draft, draft_of, write
from govgrammar.export.xlsx import write_xlsx
from govgrammar.model.cell import Cell
from govgrammar.source import Origin
from govgrammar.strategies import traditional
from govgrammar.workbench.corpus import load_corpus, read_case

CASES: Final = [c for c in load_corpus(Path(__file__).resolve().parents[2] / "corpus") if c.is_report]
NAMES: Final = [case.name for case in CASES]


def _in(codec: str, mark: bytes = b"", change: Callable[[str], str] = str) -> Callable[[str], bytes]:
    return lambda text: mark + change(text).encode(codec)


def _big5(text: str) -> bytes:
    """Traditional characters; what Big5 has not is left to Unicode's nearest character, or to a question mark."""
    return b"".join(
        next(b for choice in (c, unicodedata.normalize("NFKC", c), "?") if (b := _encoded(choice)))
        for c in traditional(text)
    )


def _encoded(text: str) -> bytes:
    try:
        return text.encode("big5hkscs")
    except UnicodeEncodeError:
        return b""


ENCODINGS: Final = {
    "utf-8": _in("utf-8"),
    "utf-8 with its mark": _in("utf-8-sig"),
    "utf-8, traditional": _in("utf-8", change=traditional),
    "gb18030": _in("gb18030"),
    "gb18030 with its mark": _in("gb18030", "\ufeff".encode("gb18030")),
    "utf-16-le": _in("utf-16-le"),
    "utf-16-be": _in("utf-16-be"),
    "utf-16-le with its mark": _in("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16-be with its mark": _in("utf-16-be", codecs.BOM_UTF16_BE),
    "big5, traditional": _big5,
}
TEXTS: Final = ("paragraphs", "markdown", "csv", "html")
NOTHING: Final = frozenset({"blank", "absent"})
FIGURE: Final = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


@lru_cache(maxsize=1)
def drafts() -> dict[str, Draft]:
    """What each report of the corpus prints."""
    return {
        case.name: draft_of(report, ambiguous_as_blank=True)
        for case in CASES
        for report in [read_case(case).reports[0]]
    }


def differences(draft: Draft, result: Result) -> dict[str, object]:
    """The cells that a file says otherwise than they are printed: what is printed, what was read."""
    assert len(result.reports) == 1
    read = {cell.key: cell for cell in result.reports[0].cells()}
    found = {*draft.cells, *(key for key, cell in read.items() if cell.state not in NOTHING)}
    return {
        str(key): (draft.cells.get(key, ""), read.get(key))
        for key in found
        if not says(read.get(key), draft.cells.get(key, ""))
    }


def says(cell: Cell | None, printed: str) -> bool:
    """Whether a cell says what is printed: a plain figure as that number, anything else in the same characters."""
    if cell is None:
        return False
    if not printed:
        return cell.state in NOTHING
    if FIGURE.fullmatch(printed) and (cell.column in MONEY or "." not in printed):
        return (cell.state, cell.value) == said(cell.key, printed)
    return cell.raw == printed and (cell.value is None or bool(re.search(r"\d", printed)))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("layout", TEXTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_text_container_gives_the_cells(name: str, layout: str, encoding: str) -> None:
    """
    Text, Markdown, CSV and HTML in every encoding say what is printed, all of it and nothing else.
    """
    draft = drafts()[name]
    if "traditional" in encoding:
        draft = converted(draft)
    result = govgrammar.parse(ENCODINGS[encoding](write(draft, layout)))
    assert {} == differences(draft, result)
    assert (result.source.kind, "\ufffd" in result.source.text) == ("html" if layout == "html" else "text", False)


def converted(draft: Draft) -> Draft:
    """A draft whose cells hold traditional characters, as the whole file does."""
    return evolve(draft, cells={key: traditional(text) for key, text in draft.cells.items()})


# ---- files with places ----


def figures(result: Result) -> Iterator[tuple[Cell, Origin]]:
    """Each number with its place in the file."""
    for cell in result.reports[0].cells():
        if cell.state == "number":
            origin = result.source.origin(cell.span)
            assert origin is not None
            assert origin.more == ()
            yield cell, origin


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_the_place_in_a_page_spells_the_figure(name: str) -> None:
    """
    HTML: the range of the markup holds the figure's own characters.
    """
    markup = write(drafts()[name], "html")
    result = govgrammar.parse(markup.encode("gb18030"))
    assert {} == differences(drafts()[name], result)
    for cell, origin in figures(result):
        assert result.source.slice(cell.span) == html.unescape(markup[origin.start : origin.end])


@pytest.mark.parametrize("name", NAMES)
def test_the_place_in_a_word_file_holds_the_figure(name: str) -> None:
    """
    DOCX: python-docx finds the figure in the table, row and cell that are named.
    """
    data = write_docx(drafts()[name])
    result = govgrammar.parse(data)
    assert {} == differences(drafts()[name], result)
    tables = Document(io.BytesIO(data)).tables
    for cell, origin in figures(result):
        place = re.fullmatch(r"table (\d+), row (\d+), cell (\d+)", origin.part or "")
        assert place is not None
        table, row, number = (int(n) - 1 for n in place.groups())
        element = tables[table].rows[row]._tr.tc_lst[number]
        assert result.source.slice(cell.span) in "".join(element.itertext())


@pytest.mark.parametrize("name", NAMES)
def test_the_place_in_a_workbook_holds_the_figure(name: str) -> None:
    """
    XLSX: openpyxl finds the figure in the cell that is named.
    """
    data = write_xlsx(drafts()[name])
    result = govgrammar.parse(data)
    assert {} == differences(drafts()[name], result)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for cell, origin in figures(result):
        sheet, _, place = (origin.part or "").rpartition("!")
        assert result.source.slice(cell.span) in str(book[sheet.strip("'")][place].value)


@pytest.mark.skipif(bool(printers.missing(chromium=True)), reason=printers.missing(chromium=True))
def test_the_place_in_a_print_shows_the_figure(tmp_path: Path) -> None:
    """
    PDF: what pdftotext finds in the box on the page is the figure.
    """
    printed = printers.chromium({name: write(draft, "html") for name, draft in drafts().items()}, tmp_path)
    for name, data in printed.items():
        result = govgrammar.parse(data)
        assert {} == differences(drafts()[name], result)
        pages = _words(data, tmp_path)
        for cell, origin in figures(result):
            assert origin.page is not None
            assert origin.box is not None
            left, top, right, bottom = origin.box
            inside = [
                word
                for x0, y0, x1, y1, word in pages[origin.page - 1]
                if left - 1 <= (x0 + x1) / 2 <= right + 1 and top - 1 <= (y0 + y1) / 2 <= bottom + 1
            ]
            assert squeezed(result.source.slice(cell.span)) in "".join(inside)
            assert right - left < 200


def _words(data: bytes, folder: Path) -> list[list[tuple[float, float, float, float, str]]]:
    """The words of each page with their boxes, by poppler."""
    path = folder / "words.pdf"
    path.write_bytes(data)
    command = [str(shutil.which("pdftotext")), "-bbox", str(path), "-"]
    out = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
    return [
        [(float(a), float(b), float(c), float(d), html.unescape(text)) for a, b, c, d, text in word.findall(page)]
        for page in out.split("<page ")[1:]
    ]
