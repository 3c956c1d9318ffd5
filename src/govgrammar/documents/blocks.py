"""What a reader makes of a file: paragraphs and tables in the document's order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from attrs import frozen

from govgrammar.diagnostics import Diagnostic
from govgrammar.documents.arranged import MOST_COLUMNS, ArrangedTable, Arrangement
from govgrammar.layouts.physical import Place
from govgrammar.source import Origin


class Paragraph(NamedTuple):
    """Text outside tables.  It may hold line breaks and bars; an empty one is an empty line.

    `mark` is what the reader needs to find the place in the file again.
    """

    text: str
    mark: Any = None


class GridCell(NamedTuple):
    """A cell of a table: its first column, counted from 0, and how many columns and rows it takes."""

    column: int
    text: str
    columns: int = 1
    rows: int = 1
    mark: Any = None


class Grid(NamedTuple):
    """A table: for each row the cells that begin in it, in the order of their columns."""

    rows: tuple[tuple[GridCell, ...], ...]
    width: int


class LaidOut(NamedTuple):
    """A cell whose columns are not known yet: its text and its spans, as markup gives them."""

    text: str
    columns: int = 1
    rows: int = 1
    mark: Any = None


Block = Paragraph | Grid | ArrangedTable

#: One part of a span: the mark of a paragraph or cell, its text, and the range of that text.
Part = tuple[Any, str, int, int]


def origin_by_name(kind: str, parts: Sequence[Part]) -> Origin | None:
    """The place in a file whose paragraphs and cells have their names as marks."""
    names = dict.fromkeys(str(mark) for mark, *_ in parts if mark)
    first, *more = (Origin(kind, part=name) for name in names) if names else (None,)
    return None if first is None else Origin(kind, part=first.part, more=tuple(more))


@frozen
class Document:
    """What was read of a file.

    `locate` gives the place in the file of the parts of a span.  Diagnostics have no place in the text yet: their spans are
    set once there is one.
    """

    blocks: Sequence[Block]
    diagnostics: tuple[Diagnostic, ...] = ()
    locate: Callable[[Sequence[Part]], Origin | None] | None = None


def lay_out(rows: Iterable[Sequence[LaidOut]], limit: int) -> tuple[Grid, bool]:
    """Cells with spans to their columns, as browsers do it: a cell takes the first free place of its row.

    Also whether all rows were taken: the table ends where its places, empty and spanned ones too, reach the limit.  A span
    reaches no farther than the table; what stands beyond `MOST_COLUMNS` is lost.
    """
    reach: list[int] = []  # for each column, the row behind the last one that a cell above takes
    placed: list[tuple[GridCell, ...]] = []
    count = 0
    for number, row in enumerate(rows):
        count += max(1, len(row), len(reach))
        if count > limit:
            return Grid(tuple(placed), len(reach)), False
        placed.append(tuple(_placed(row, number, reach)))
    return Grid(tuple(placed), len(reach)), True


def _placed(row: Sequence[LaidOut], number: int, reach: list[int]) -> list[GridCell]:
    """The cells of a row in the columns that are free; `reach` takes them up."""
    column, cells = 0, []
    for text, spanned, down, mark in row:
        while column < len(reach) and reach[column] > number:
            column += 1
        columns = min(spanned, MOST_COLUMNS - column) if spanned != 1 or column == MOST_COLUMNS else 1
        if columns < 1:
            break
        cells.append(GridCell(column, text, columns, down, mark))
        behind = column + columns
        if behind > len(reach):
            reach.extend([number] * (behind - len(reach)))
        if columns == 1:
            reach[column] = number + down
        else:
            reach[column:behind] = [max(place, number + down) for place in reach[column:behind]]
        column = behind
    return cells


def arrange(grid: Grid, table: int = 0, begin: int = 0) -> Arrangement:
    """Where the cells of a table stand that has this number, and whose first row is this one.  A span reaches no farther than
    the table.
    """
    reach: list[int] = []  # for each column, the row behind the last one that a cell above takes
    places: list[Place] = []
    extents: list[int] = []
    end = begin + len(grid.rows)
    for top, row in enumerate(grid.rows, begin):
        below = top + 1
        for column, _, columns, rows, _ in row:
            behind = column + columns
            bottom = below if rows == 1 else min(end, top + rows)
            if behind > len(reach):
                reach.extend([top] * (behind - len(reach)))
            if columns == 1:
                reach[column] = bottom
            else:
                reach[column:behind] = [bottom] * columns
            places.append(Place(table, top, bottom, column, behind))
        extent = len(reach)
        while extent and reach[extent - 1] <= top:
            extent -= 1
        extents.append(extent)
    return Arrangement(tuple(places), tuple(extents), table, begin)
