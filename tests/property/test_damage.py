"""Damaged reports: nothing raises, and no number is given that the damaged text does not state for its cell.

The damaged text itself is the oracle.  Every character of it is known by its place in the report that was damaged, and so
is the figure that it belongs to; a figure may be read for its own cell and for no other, but for what the damage itself
says: two lines exchanged exchange what stands on them, and an empty line more is a blank cell more.

`DAMAGE=1 python -m pytest tests/property/test_damage.py` tries every line and every character; otherwise one of many.
"""

import os
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest
from attrs import frozen

import govgrammar
from govgrammar.fold import key
from govgrammar.form import Column, ColumnGroup, load_form
from govgrammar.model.cell import Cell, CellKey
from govgrammar.workbench.corpus import read_exactly

REPORTS: Final = sorted((Path(__file__).resolve().parents[2] / "corpus" / "reports").glob("*/source.txt"))
#: Of how many lines and of how many characters one is tried.
LINES_APART: Final = int(os.environ.get("DAMAGE", "11"))
CHARACTERS_APART: Final = int(os.environ.get("DAMAGE", "67"))
UNEXPECTED: Final = "unexpected"

#: The pieces of a report that a damaged text is made of, in order.
Pieces = list[tuple[int, int]]
#: Whether the damage itself puts the figure that stood at a place into a cell.
Allowed = Callable[[Cell, int], bool]


@frozen
class Report:
    """A report of the corpus as it was before the damage: its lines, its cells, and the figure that begins at each place."""

    text: str
    lines: tuple[tuple[int, int], ...]
    cells: Mapping[CellKey, Cell]
    figures: Mapping[int, CellKey]

    def line(self, number: int) -> str:
        """One line, without its end."""
        begin, end = self.lines[number]
        return self.text[begin:end].rstrip("\r\n")

    def line_of(self, place: int) -> int:
        """The line on which a place lies."""
        return bisect_right(self.lines, (place, len(self.text))) - 1


@lru_cache(maxsize=32)
def report_at(path: Path) -> Report:
    """A report of the corpus, read once."""
    text = read_exactly(path)
    lines, begin = [], 0
    for line in text.splitlines(keepends=True):
        lines.append((begin, begin + len(line)))
        begin += len(line)
    cells = {cell.key: cell for report in govgrammar.parse(text).reports for cell in report.cells()}
    figures = {cell.span.start: name for name, cell in cells.items() if cell.state == "number"}
    return Report(text, tuple(lines), cells, figures)


def numbers_in(report: Report, pieces: Pieces) -> list[tuple[Cell, int]]:
    """The numbers of a damaged report, each with the place at which it began before the damage."""
    begins, text = [0], ""
    for begin, end in pieces:
        text += report.text[begin:end]
        begins.append(len(text))
    found = []
    for read in govgrammar.parse(text).reports:
        for cell in read.cells():
            if cell.state == "number":
                piece = bisect_right(begins, cell.span.start) - 1
                found.append((cell, pieces[piece][0] + cell.span.start - begins[piece]))
    return found


def misplaced(report: Report, pieces: Pieces, allowed: Allowed) -> list[str]:
    """The numbers that stand neither in their own cell nor where the damage put them."""
    wrong = []
    for cell, place in numbers_in(report, pieces):
        owner = report.figures.get(place)
        own = owner == cell.key and report.cells[cell.key].value == cell.value
        without_label = owner is not None and (
            (cell.row.startswith(UNEXPECTED) and cell.column == owner.column)
            or (cell.column.startswith(UNEXPECTED) and cell.row == owner.row)
        )
        if not own and not without_label and not allowed(cell, place):
            wrong.append(f"{cell!r} was {owner}")
    return wrong


def in_its_row(report: Report, cell: Cell, place: int) -> bool:
    """Whether a figure is read in a place of its own row that held no figure; of a short row only the row is known."""
    owner, there = report.figures.get(place), report.cells.get(cell.key)
    same_row = owner is None or (owner.table, owner.row) == (cell.table, cell.row)
    return same_row and there is not None and there.state != "number"


def a_blank_more(report: Report, line: int) -> Allowed:
    """An empty line more, or moved, is a blank cell more, or moved: the figures of its row stand one place farther on."""
    return lambda cell, place: not report.line(line).strip("| \xa0") and in_its_row(report, cell, place)


def line_deleted(report: Report, line: int) -> Allowed:
    """Between two empty lines a deleted line leaves an empty line more.

    Where it was the label between two short rows, the figures below it can fill the row above exactly: then the text says so.
    """
    alone = 0 < line < len(report.lines) - 1 and not report.line(line - 1) + report.line(line + 1)
    return lambda cell, place: alone and (in_its_row(report, cell, place) or place not in report.figures)


def line_doubled(report: Report, line: int) -> Allowed:
    """A figure that stands twice takes the place of a blank behind it, where its row had one."""
    blank = a_blank_more(report, line)
    return lambda cell, place: blank(cell, place) or (report.line_of(place) == line and in_its_row(report, cell, place))


def columns_exchanged(headings: Sequence[str]) -> list[dict[str, str]]:
    """For each block with both columns, or a column and a group, in its header: where the figures of each column stand."""
    found = []
    for block in load_form().all_blocks:
        order = [column.name for column in block.columns]
        spans = [
            [c.name for c in (part.columns if isinstance(part, ColumnGroup) else (part,))]
            for heading in headings
            for part in (*block.header, *block.columns)
            if heading in (part.terminals if isinstance(part, Column) else (part.terminal,))
        ]
        first, second = (spans[0], spans[-1]) if spans else ([], [])
        begin = order.index(first[0]) if first else 0
        if second and order[begin : begin + len(first + second)] == first + second:
            changed = [*order[:begin], *second, *first, *order[begin + len(first + second) :]]
            found.append(dict(zip(order, changed, strict=True)))
    return found


def lines_exchanged(report: Report, line: int) -> Allowed:
    """Two figures exchanged, or two columns: each stands where the other stood."""
    labels = load_form().labels
    exchanged = columns_exchanged([labels.get(key(report.line(n).strip("| \xa0")), "") for n in (line, line + 1)])

    def allowed(cell: Cell, place: int) -> bool:
        owner, there = report.figures.get(place), report.cells.get(cell.key)
        if owner is None or there is None:
            return False
        figures = {report.line_of(place), report.line_of(there.place)} == {line, line + 1}
        columns = cell.row == owner.row and any(to.get(owner.column) == cell.column for to in exchanged)
        return figures or columns

    blanks = [a_blank_more(report, number) for number in (line, line + 1)]
    return lambda cell, place: allowed(cell, place) or any(blank(cell, place) for blank in blanks)


def failures(
    report: Report, numbers: Sequence[int], damage: Callable[[int], tuple[Pieces, Allowed]]
) -> dict[int, list[str]]:
    """What goes wrong, by the line or the character at which the damage was done."""
    return {number: wrong for number in numbers if (wrong := misplaced(report, *damage(number)))}


@pytest.fixture(params=REPORTS, ids=[path.parent.name for path in REPORTS])
def report(request: pytest.FixtureRequest) -> Report:
    """A whole report of the corpus."""
    path: Path = request.param
    return report_at(path)


def test_a_deleted_line_puts_no_figure_into_another_cell(report: Report) -> None:
    """
    A row that lost a figure is short; a row that lost its label gives its figures to no other row.
    """
    whole = list(report.lines)
    numbers = range(0, len(whole), LINES_APART)
    assert failures(report, numbers, lambda n: ([*whole[:n], *whole[n + 1 :]], line_deleted(report, n))) == {}


def test_a_doubled_line_puts_no_figure_into_another_cell(report: Report) -> None:
    """
    A row with a figure too many is not read as if it had none; an empty line more is a blank more.
    """
    whole = list(report.lines)
    numbers = range(0, len(whole), LINES_APART)
    assert failures(report, numbers, lambda n: ([*whole[: n + 1], *whole[n:]], line_doubled(report, n))) == {}


def test_exchanged_lines_exchange_what_stands_on_them(report: Report) -> None:
    """
    Two figures, or two columns, that changed places are read where they stand now, and nothing else moves.
    """
    whole = list(report.lines)
    numbers = range(0, len(whole) - 1, LINES_APART)
    assert (
        failures(
            report,
            numbers,
            lambda n: ([*whole[:n], whole[n + 1], whole[n], *whole[n + 2 :]], lines_exchanged(report, n)),
        )
        == {}
    )


def test_a_report_that_breaks_off_gives_what_it_holds(report: Report) -> None:
    """
    Cut anywhere, a report gives its figures up to there; a figure that is cut is a shorter one in its own cell.
    """

    def cut(end: int) -> tuple[Pieces, Allowed]:
        def shorter(cell: Cell, place: int) -> bool:
            return report.figures.get(place) == cell.key and report.cells[cell.key].span.end > end

        return [(0, end)], shorter

    assert failures(report, range(0, len(report.text) + 1, CHARACTERS_APART), cut) == {}
