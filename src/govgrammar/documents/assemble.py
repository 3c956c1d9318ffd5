"""Blocks to text and physical cells.

A paragraph is a line.  A row of a table is a line with a tab between two places; where a cell spans several, the others are
empty.  What the line does not show, which places a cell takes, stands in `PhysicalText.places`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final

from attrs import define, field, frozen

from govgrammar.documents.blocks import Document, Grid, GridCell, Part
from govgrammar.layouts.physical import Gap, PhysicalText, Place, gap_of_places, read_gap, split_cells
from govgrammar.source import Origin, Span

_TAB: Final = "\t"


@frozen
class Assembled:
    """A document as one text with its physical cells; `origin` gives the place in the file behind a span."""

    physical: PhysicalText
    document: Document
    starts: list[int]
    pieces: list[tuple[str, Any]]

    def origin(self, span: Span) -> Origin | None:
        """The place in the file behind a span, `None` where the file says none of it."""
        if self.document.locate is None:
            return None
        parts: list[Part] = []
        for number in range(max(0, bisect_right(self.starts, span.start) - 1), len(self.starts)):
            begin, (text, mark) = self.starts[number], self.pieces[number]
            if begin > span.end or (begin == span.end and parts):
                break
            first, last = max(0, span.start - begin), min(len(text), span.end - begin)
            if first <= last and (first < last or span.start == span.end) and first < max(1, len(text)):
                parts.append((mark, text, first, last))
        return self.document.locate(parts) if parts else None


def assemble(document: Document, limit: int) -> Assembled:
    """The text of a document, cut into cells where the document cuts it.

    It ends with the block that reaches the limit of characters.
    """
    builder = _Builder()
    for number, block in enumerate(document.blocks):
        if builder.length > limit:
            break
        if number:
            builder.gap("\n")
        if isinstance(block, Grid):
            builder.grid(block)
        else:
            builder.paragraph(block.text, block.mark)
    return builder.assembled(document)


@define
class _Builder:
    """Cells and gaps as they grow.  `lines` counts the separators on each line that the open gap touches."""

    cells: list[str] = field(factory=lambda: [""])
    starts: list[int] = field(factory=lambda: [0])
    gaps: list[str] = field(factory=list)
    read: dict[int, Gap] = field(factory=dict)
    places: dict[int, Place] = field(factory=dict)
    extents: list[int] = field(factory=list)
    reaching: dict[int, list[int]] = field(factory=dict)
    piece_starts: list[int] = field(factory=list)
    pieces: list[tuple[str, Any]] = field(factory=list)
    lines: list[int] = field(factory=lambda: [0])
    between: list[str] = field(factory=list)
    length: int = 0
    tables: int = 0

    def gap(self, text: str) -> None:
        """Add to the open gap."""
        gap = read_gap(text)
        self.lines[-1] += gap.lines[0]
        self.lines.extend(gap.lines[1:])
        self._add(text)

    def _tabs(self, count: int) -> None:
        if count > 0:
            self.lines[-1] += count
            self._add(_TAB * count)

    def _add(self, text: str) -> None:
        self.between.append(text)
        self.length += len(text)

    def cell(self, text: str, place: Place | None = None) -> None:
        """Close the gap and begin a cell."""
        self._close(in_table=place is not None)
        if place is not None:
            self.places[len(self.cells)] = place
        self.cells.append(text)
        self.starts.append(self.length)
        self.length += len(text)

    def _close(self, *, in_table: bool = False) -> None:
        if in_table or len(self.cells) - 1 in self.places:
            self.read[len(self.gaps)] = gap_of_places(self.lines)
        self.gaps.append("".join(self.between))
        self.lines, self.between = [0], []

    def paragraph(self, text: str, mark: Any) -> None:
        """A paragraph, cut at its line ends and bars."""
        self._piece(text, mark)
        cut = split_cells(text)
        for cell, gap in zip(cut.cells, cut.gaps, strict=True):
            if cell:
                self.cell(cell)
            if gap:
                self.gap(gap)

    def grid(self, grid: Grid) -> None:
        """A table, a row a line."""
        reach: list[int] = []  # for each column, the row behind the last one that a cell above takes
        end = len(self.extents) + len(grid.rows)
        for number, row in enumerate(grid.rows):
            if number:
                self.gap("\n")
            self._row(row, reach, end)
        self.tables += 1

    def _row(self, row: Sequence[GridCell], reach: list[int], end: int) -> None:
        top, last = len(self.extents), 0
        tall = [index for index in self.reaching.get(top, ()) if self.places[index].bottom > top + 1]
        for column, text, columns, rows, mark in row:
            behind = column + columns
            bottom = top + 1 if rows == 1 else min(end, top + rows)
            if behind > len(reach):
                reach.extend([top] * (behind - len(reach)))
            reach[column:behind] = [bottom] * columns
            if not text or text.isspace():
                continue
            if column > last:
                self._tabs(column - last)
                last = column
            if bottom > top + 1 and not any(map(str.isalpha, text)):
                tall.append(len(self.cells))
            self.piece_starts.append(self.length)
            self.pieces.append((text, mark))
            self.cell(text, Place(self.tables, top, bottom, column, behind))
        extent = len(reach)
        while extent and reach[extent - 1] <= top:
            extent -= 1
        self.extents.append(extent)
        if tall:
            self.reaching[top + 1] = tall
        self._tabs(extent - 1 - last)

    def _piece(self, text: str, mark: Any) -> None:
        self.piece_starts.append(self.length)
        self.pieces.append((text, mark))

    def assembled(self, document: Document) -> Assembled:
        """Everything that was added, as one text."""
        self._close()
        text = "".join(piece for pair in zip(self.cells, self.gaps, strict=True) for piece in pair)
        physical = PhysicalText(
            text,
            self.cells,
            self.gaps,
            self.starts,
            self.read,
            places=self.places,
            extents=self.extents,
            reaching=self.reaching,
        )
        return Assembled(physical, document, self.piece_starts, self.pieces)
