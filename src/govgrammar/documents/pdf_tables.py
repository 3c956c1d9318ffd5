"""Ruled tables to grids; the pieces of one table that stand on several pages to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from attrs import define

from govgrammar.documents.blocks import Grid, GridCell
from govgrammar.documents.pdf_rules import Frame
from govgrammar.documents.pdf_text import Traced, is_wide, lines_of, run_on
from govgrammar.documents.pdf_turn import Pair, turned

#: Column edges on two pages that are no farther apart are one.
_NEAR: Final = 4.0


@define
class Cell:
    """A cell as it grows over pages."""

    row: int
    rows: int
    column: int
    columns: int
    traced: Traced


@define
class Piece:
    """A table, or the part of one that stands on one page.  `bottom` are the cells that reach its last row."""

    xs: list[float]
    rows: int
    cells: list[Cell]
    open_above: frozenset[int]
    open_below: frozenset[int]
    bottom: list[Cell]


def piece_of(frame: Frame, inside: Sequence[Sequence[Pair]], page: int, size: tuple[float, float]) -> Piece:
    """The cells of a frame, with the glyphs that stand in each."""
    cells = [
        Cell(box.row, box.rows, box.column, box.columns, _text_of(glyphs, page, size))
        for box, glyphs in zip(frame.boxes, inside, strict=True)
    ]
    rows = len(frame.ys) - 1
    bottom = [cell for cell in cells if cell.row + cell.rows == rows]
    return Piece(list(frame.xs), rows, cells, frame.open_above, frame.open_below, bottom)


def _text_of(glyphs: Sequence[Pair], page: int, size: tuple[float, float]) -> Traced:
    """The text of a cell: upright glyphs first, then those that are turned."""
    lines = []
    for turn in (0, 1, 3):
        own = [pair for pair in glyphs if pair[0].turn == turn]
        if own:
            lines += lines_of(turned(own, turn, *size), page)
    return run_on(lines)


def continues(above: Piece, below: Piece) -> bool:
    """Whether the second piece, first on its page, goes on where the first one, last on the page before, ends.

    The outer edges agree, and all edges of one that fall into a column of the other are few: rows below other columns
    would stand beside their header.
    """
    if abs(above.xs[0] - below.xs[0]) > _NEAR or abs(above.xs[-1] - below.xs[-1]) > _NEAR:
        return False
    few, many = sorted((_edges(above, above.bottom), _edges(below, [c for c in below.cells if c.row == 0])), key=len)
    return all(any(abs(x - other) <= _NEAR for other in many) for x in few)


def _edges(piece: Piece, cells: Sequence[Cell]) -> list[float]:
    return [piece.xs[cell.column] for cell in cells] + [piece.xs[-1]]


def join(above: Piece, below: Piece, is_label: Callable[[str], bool]) -> None:
    """Add a piece to the one that it continues.

    The page cut a cell, and the two parts are joined, where they spell one label of the form together and the second part
    is none by itself; or where a line ends the cells beside it, on either page, and none ends this one.  Where a cell of
    the last row alone is cut so, and no figure stands in both rows below each other, the whole row is.
    """
    xs = sorted({*above.xs, *(x for x in below.xs if all(abs(x - known) > _NEAR for known in above.xs))})
    _move(above, xs)
    _move(below, xs)
    last = {(cell.column, cell.columns): cell for cell in above.bottom}
    pairs = [(last[c.column, c.columns], c) for c in below.cells if c.row == 0 and (c.column, c.columns) in last]
    cut = [pair for pair in pairs if max(pair[0].rows, pair[1].rows) > 1 and _spell(*pair, is_label)]
    opened = above.open_below & below.open_above
    if len(opened) < len(xs) - 1:
        cut += [pair for pair in pairs if opened.issuperset(range(pair[1].column, _behind(pair[1])))]
    shift = above.rows
    if _is_cut(pairs, below, above.rows - 1, is_label):
        cut, shift = pairs, above.rows - 1
    parts = {id(second): first for first, second in cut}
    for cell in below.cells:
        cell.row += shift
        first = parts.get(id(cell))
        if first is not None:
            first.rows = cell.row + cell.rows - first.row
            _append(first.traced, cell.traced)
    above.cells += [cell for cell in below.cells if id(cell) not in parts]
    above.bottom = [parts.get(id(cell), cell) for cell in below.bottom]
    above.rows = shift + below.rows
    above.open_below = below.open_below


def _is_cut(pairs: Sequence[tuple[Cell, Cell]], below: Piece, row: int, is_label: Callable[[str], bool]) -> bool:
    """Whether the page cut this row: a cell of it alone spells a label with its second part, and nothing below begins one."""
    if not any(first.row == row and _spell(first, second, is_label) for first, second in pairs):
        return False
    texts = sum(cell.row == 0 and bool(cell.traced.text) for cell in below.cells)
    return texts == sum(bool(second.traced.text) for _, second in pairs) and not any(
        _begins(first, second, is_label) or _are_figures(first, second) for first, second in pairs
    )


def _spell(first: Cell, second: Cell, is_label: Callable[[str], bool]) -> bool:
    """Whether two parts of a cell spell a label together that the second one is not."""
    a, b = first.traced.text, second.traced.text
    return bool(a) and bool(b) and not is_label(b) and is_label(a + b)


def _begins(first: Cell, second: Cell, is_label: Callable[[str], bool]) -> bool:
    """Whether the second cell has a label of its own, so that a row begins there."""
    a, b = first.traced.text, second.traced.text
    return is_label(b) and not (a and is_label(a + b))


def _are_figures(first: Cell, second: Cell) -> bool:
    return all(any(map(str.isdigit, cell.traced.text)) and cell.rows == 1 for cell in (first, second)) and not any(
        map(str.isalpha, first.traced.text + second.traced.text)
    )


def _behind(cell: Cell) -> int:
    return cell.column + cell.columns


def _append(text: Traced, more: Traced) -> None:
    if more.text:
        between = "" if not text.text or is_wide(text.text[-1]) or is_wide(more.text[0]) else " "
        text.extend(more, between)


def _move(piece: Piece, xs: list[float]) -> None:
    """Give a piece the column edges of the whole table."""
    if piece.xs == xs:
        return
    places = [min(range(len(xs)), key=lambda number: abs(xs[number] - x)) for x in piece.xs]
    for cell in piece.cells:
        first, behind = places[cell.column], places[_behind(cell)]
        cell.column, cell.columns = first, max(1, behind - first)
    piece.open_above = _spread(piece.open_above, places)
    piece.open_below = _spread(piece.open_below, places)
    piece.xs = xs


def _spread(columns: frozenset[int], places: Sequence[int]) -> frozenset[int]:
    return frozenset(new for column in columns for new in range(places[column], places[column + 1]))


def grid_of(piece: Piece) -> Grid:
    """A finished table."""
    rows: list[list[GridCell]] = [[] for _ in range(piece.rows)]
    for cell in sorted(piece.cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(GridCell(cell.column, cell.traced.text, cell.columns, cell.rows, cell.traced))
    return Grid(tuple(map(tuple, rows)), len(piece.xs) - 1)
