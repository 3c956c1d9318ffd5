"""Blocks to text and physical cells.

A paragraph is a line.  A row of a table is a line with a tab between two places; where a cell spans several, the others are
empty.  What the line does not show, which places a cell takes, stands in `PhysicalText.places`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from attrs import define, field, frozen

from govgrammar.documents.blocks import MOST_COLUMNS, Document, Grid, GridCell, Paragraph, Part
from govgrammar.layouts.physical import BARS, Gap, PhysicalText, Place, gap_of_places, read_gap, split_cells
from govgrammar.source import Origin, Span

_TAB: Final = "\t"
#: The gaps between two cells of a row, by the places between them.
_TABS: Final = tuple((_TAB * count, gap_of_places((count,))) for count in range(MOST_COLUMNS))


@frozen
class Assembled:
    """A document as one text with its physical cells; `origin` gives the place in the file behind a span."""

    physical: PhysicalText
    document: Document
    starts: list[int]
    pieces: list[Paragraph | GridCell]

    def origin(self, span: Span) -> Origin | None:
        """The place in the file behind a span, `None` where the file says none of it."""
        if self.document.locate is None:
            return None
        parts: list[Part] = []
        for number in range(max(0, bisect_right(self.starts, span.start) - 1), len(self.starts)):
            begin, text, mark = self.starts[number], self.pieces[number].text, self.pieces[number].mark
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
            builder.paragraph(block)
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
    pieces: list[Paragraph | GridCell] = field(factory=list)
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

    def cell(self, text: str) -> None:
        """Close the gap and begin a cell that is a paragraph or a part of one."""
        self._close()
        self.cells.append(text)
        self.starts.append(self.length)
        self.length += len(text)

    def _close(self, *, in_table: bool = False) -> None:
        if in_table or len(self.cells) - 1 in self.places:
            self.read[len(self.gaps)] = gap_of_places(self.lines)
        self.gaps.append("".join(self.between))
        self.lines, self.between = [0], []

    def paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph, cut at its line ends and bars."""
        text = paragraph.text
        self.piece_starts.append(self.length)
        self.pieces.append(paragraph)
        if text.isprintable() and not any(bar in text for bar in BARS):
            if text:
                self.cell(text)
            return
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
        """A row as a line: before each of its cells, a tab for each place since the cell before it."""
        cells, starts, gaps, places, read = self.cells, self.starts, self.gaps, self.places, self.read
        top, table, last, begun = len(self.extents), self.tables, 0, False
        tall = [index for index in self.reaching.get(top, ()) if places[index].bottom > top + 1]
        for cell in row:
            column, text, columns, rows, _ = cell
            behind = column + columns
            bottom = top + 1 if rows == 1 else min(end, top + rows)
            if behind > len(reach):
                reach.extend([top] * (behind - len(reach)))
            if columns == 1:
                reach[column] = bottom
            else:
                reach[column:behind] = [bottom] * columns
            if not text or text.isspace():
                continue
            if begun and 0 < column - last < MOST_COLUMNS:
                tabs, read[len(gaps)] = _TABS[column - last]
                gaps.append(tabs)
                self.length += column - last
            else:
                self._tabs(column - last)
                self._close(in_table=True)
                begun = True
            last = max(last, column)
            if bottom > top + 1 and not any(map(str.isalpha, text)):
                tall.append(len(cells))
            places[len(cells)] = Place(table, top, bottom, column, behind)
            self.piece_starts.append(self.length)
            self.pieces.append(cell)
            cells.append(text)
            starts.append(self.length)
            self.length += len(text)
        extent = len(reach)
        while extent and reach[extent - 1] <= top:
            extent -= 1
        self.extents.append(extent)
        if tall:
            self.reaching[top + 1] = tall
        self._tabs(extent - 1 - last)

    def assembled(self, document: Document) -> Assembled:
        """Everything that was added, as one text."""
        self._close()
        pieces = [""] * (2 * len(self.cells))
        pieces[::2], pieces[1::2] = self.cells, self.gaps
        text = "".join(pieces)
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
