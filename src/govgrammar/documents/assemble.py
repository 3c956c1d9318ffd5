"""Blocks to text and physical cells.

A paragraph is a line.  A row of a table is a line with a tab between two places; where a cell spans several, the others are
empty.  What the line does not show, which places a cell takes, stands in `PhysicalText.places`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, count, repeat
from operator import add
from typing import Any, Final

from attrs import define, field, frozen

from govgrammar.documents.arranged import ArrangedTable, Arrangement, tabs_of
from govgrammar.documents.blocks import Document, Grid, GridCell, Paragraph, Part, arrange
from govgrammar.layouts.physical import BARS, Gap, PhysicalText, Place, gap_of_places, read_gap, split_cells
from govgrammar.source import Origin, Span

_BAR: Final = re.compile(f"[{BARS}]")


@frozen
class _Kept:
    """The cells of a table whose arrangement is remembered that are not blank, from a number among all pieces on."""

    table: ArrangedTable
    cells: Sequence[int]
    first: int


_Piece = Paragraph | GridCell | _Kept


@frozen
class Assembled:
    """A document as one text with its physical cells; `origin` gives the place in the file behind a span."""

    physical: PhysicalText
    document: Document
    starts: list[int]
    pieces: list[_Piece]

    def origin(self, span: Span) -> Origin | None:
        """The place in the file behind a span, `None` where the file says none of it."""
        if self.document.locate is None:
            return None
        parts: list[Part] = []
        for number in range(max(0, bisect_right(self.starts, span.start) - 1), len(self.starts)):
            begin = self.starts[number]
            if begin > span.end or (begin == span.end and parts):
                break
            text, mark = self._piece(number)
            first, last = max(0, span.start - begin), min(len(text), span.end - begin)
            if first <= last and (first < last or span.start == span.end) and first < max(1, len(text)):
                parts.append((mark, text, first, last))
        return self.document.locate(parts) if parts else None

    def _piece(self, number: int) -> tuple[str, Any]:
        """The text of a paragraph or cell, and what its reader needs to find it again."""
        piece = self.pieces[number]
        if isinstance(piece, _Kept):
            cell = piece.cells[number - piece.first]
            return piece.table.texts[cell], piece.table.mark(cell)
        return piece.text, piece.mark


def assemble(document: Document, limit: int) -> Assembled:
    """The text of a document, cut into cells where the document cuts it.

    It ends with the block that reaches the limit of characters.
    """
    builder = _Builder()
    for number, block in enumerate(document.blocks):
        if builder.length > limit:
            break
        if number:
            builder.end_line()
        if isinstance(block, Paragraph):
            builder.paragraph(block)
        else:
            builder.table(block)
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
    pieces: list[_Piece] = field(factory=list)
    lines: list[int] = field(factory=lambda: [0])
    between: list[str] = field(factory=list)
    length: int = 0
    tables: int = 0

    def end_line(self) -> None:
        """Add a line end to the open gap."""
        self.lines.append(0)
        self.between.append("\n")
        self.length += 1

    def _lines(self, lines: Sequence[int], text: str) -> None:
        """Add to the open gap, which goes on on the same line."""
        self.lines[-1] += lines[0]
        self.lines += lines[1:]
        self.between.append(text)
        self.length += len(text)

    def _close(self, *, in_table: bool = False) -> None:
        """End the open gap."""
        if in_table or len(self.cells) - 1 in self.places:
            self.read[len(self.gaps)] = gap_of_places(self.lines)
        self.gaps.append("".join(self.between))
        self.lines, self.between = [0], []

    def paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph, cut at its line ends and bars."""
        text = paragraph.text
        self.piece_starts.append(self.length)
        self.pieces.append(paragraph)
        if text.isprintable() and _BAR.search(text) is None:
            if text:
                self._cell(text)
            return
        cut = split_cells(text)
        for cell, gap in zip(cut.cells, cut.gaps, strict=True):
            if cell:
                self._cell(cell)
            if gap:
                self._lines(read_gap(gap).lines, gap)

    def _cell(self, text: str) -> None:
        """Close the gap and begin a cell that is a paragraph or a part of one."""
        self._close()
        self.cells.append(text)
        self.starts.append(self.length)
        self.length += len(text)

    def table(self, table: Grid | ArrangedTable) -> None:
        """A table, a row a line."""
        if isinstance(table, ArrangedTable):
            kept = self._rows(table.arrangement, table.texts, full=table.full)
            self.pieces += repeat(_Kept(table, kept, len(self.pieces)), len(kept))
            return
        cells = [cell for row in table.rows for cell in row]
        kept = self._rows(arrange(table, self.tables, len(self.extents)), [cell.text for cell in cells])
        self.pieces += [cells[number] for number in kept]

    def _rows(self, arrangement: Arrangement, texts: Sequence[str], *, full: bool = False) -> Sequence[int]:
        """Add the rows of a table, none of whose cells is blank if it is `full`; which are not blank."""
        kept: Sequence[int] = range(len(texts))
        if not full:
            kept = [number for number, text in enumerate(texts) if text and not text.isspace()]
        places: Sequence[Place] = arrangement.places_in(self.tables, len(self.extents))
        self.tables += 1
        self.extents += arrangement.extents
        if not kept:
            self._between(arrangement, None, None)
            return kept
        self._between(arrangement, None, kept[0])
        self._close(in_table=True)
        first = len(self.cells)
        for number in arrangement.tall:
            if texts[number] and not texts[number].isspace() and not any(map(str.isalpha, texts[number])):
                self._reach(places[number], first + bisect_left(kept, number))
        if len(kept) < len(texts):
            texts, places = [texts[number] for number in kept], [places[number] for number in kept]
        self.places.update(zip(count(first), places, strict=False))
        gaps = arrangement.gaps(kept)
        between = [gap.text for gap in gaps]
        self.read.update(zip(count(first), [gap.gap for gap in gaps], strict=False))
        starts = list(accumulate(map(add, map(len, texts), map(len, between)), initial=self.length))
        self.cells += texts
        self.gaps += between
        self.starts += starts
        self.piece_starts += starts
        self.length = starts[-1] + len(texts[-1])
        self._between(arrangement, kept[-1], None)
        return kept

    def _between(self, arrangement: Arrangement, before: int | None, behind: int | None) -> None:
        lines = arrangement.lines(before, behind)
        self._lines(lines, tabs_of(lines))

    def _reach(self, place: Place, cell: int) -> None:
        """Take note of the rows that a cell without a letter reaches into."""
        for row in range(place.top + 1, place.bottom):
            self.reaching.setdefault(row, []).append(cell)

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
