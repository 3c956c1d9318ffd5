"""Physical cells: what the text is made of before anybody knows a label.

A text is cells with gaps between them.  A gap is a run of bars, line ends and the white space around them; it says how
many bars stand on which line, and that is all that a later stage needs to count blank cells.  Cells and gaps, in order,
spell the text again.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final, Literal

from attrs import frozen

from govgrammar.fold import INVISIBLE
from govgrammar.source import Span

BARS: Final = "|｜│┃"
_LINE_ENDS: Final = "\n\r\x0b\x0c\x85\u2028\u2029"
_SPLIT: Final = re.compile(rf"([{BARS}{_LINE_ENDS}][{BARS}\s{INVISIBLE}]*)")
_PIECE: Final = re.compile(rf"\r\n|[{_LINE_ENDS}]|[{BARS}]+|[^{BARS}{_LINE_ENDS}]+")
_REMEMBERED: Final = 4096
_SHORT: Final = 64


@frozen
class RawCell:
    """One physical piece of a text: a `cell`, a `bar`, a line `end`, or white `space` between them."""

    kind: Literal["cell", "bar", "end", "space"]
    span: Span


@frozen
class Gap:
    """What separates two cells.

    `lines` has an entry for each line that the gap touches: the runs of bars on it, as their lengths, in order.
    `spaced` counts the inner lines that hold white space only: where paragraphs are cells, such a line is an empty one.
    `segments` are the line ends between those lines.
    """

    lines: tuple[tuple[int, ...], ...]
    segments: tuple[int, ...]

    @property
    def ends(self) -> int:
        """Line ends in the gap."""
        return len(self.lines) - 1

    @property
    def bars(self) -> int:
        """Bars in the gap."""
        return sum(map(sum, self.lines))

    @property
    def runs(self) -> tuple[int, ...]:
        """Lengths of the runs of bars, over all lines."""
        return tuple(run for line in self.lines for run in line)


_gaps: dict[str, Gap] = {}


def read_gap(text: str) -> Gap:
    """What a run of bars, line ends and white space holds."""
    gap = _gaps.get(text)
    if gap is None:
        gap = _read_gap(text)
        if len(text) <= _SHORT:
            if len(_gaps) >= _REMEMBERED:
                _gaps.clear()
            _gaps[text] = gap
    return gap


def _read_gap(text: str) -> Gap:
    lines: list[list[int]] = [[]]
    segments = [0]
    spaced = False
    for piece in _PIECE.findall(text):
        if piece[0] in _LINE_ENDS:
            if spaced and len(lines) > 1 and not lines[-1]:
                segments.append(0)
            lines.append([])
            segments[-1] += 1
            spaced = False
        elif piece[0] in BARS:
            lines[-1].append(len(piece))
        else:
            spaced = True
    return Gap(tuple(map(tuple, lines)), tuple(segments))


@frozen(eq=False)
class PhysicalText:
    """A text cut into cells and gaps, held as columns: cell *i* is `cells[i]`, at `starts[i]`, with `gaps[i]` behind it."""

    text: str
    cells: list[str]
    gaps: list[str]
    starts: list[int]

    def end(self, index: int) -> int:
        """Where cell `index` ends, its trailing white space left out."""
        return self.starts[index] + len(self.cells[index].rstrip())

    def gap(self, index: int) -> Gap:
        """What stands behind cell `index`."""
        return read_gap(self.gaps[index])

    def raw_cells(self) -> list[RawCell]:
        """Every physical piece in order; together they spell the text."""
        pieces: list[RawCell] = []
        for index, cell in enumerate(self.cells):
            place = self.starts[index]
            if cell:
                pieces.append(RawCell("cell" if cell.strip() else "space", Span(place, place + len(cell))))
            place += len(cell)
            for piece in _PIECE.findall(self.gaps[index]):
                kind: Literal["bar", "end", "space"] = (
                    "end" if piece[0] in _LINE_ENDS else "bar" if piece[0] in BARS else "space"
                )
                pieces.append(RawCell(kind, Span(place, place + len(piece))))
                place += len(piece)
        return pieces


def split_cells(text: str) -> PhysicalText:
    """Cut a text into cells and gaps.  Linear in its length, whatever stands in it."""
    parts = _SPLIT.split(text)
    ends = [0, *accumulate(map(len, parts))]
    gaps = parts[1::2]
    gaps.append("")
    return PhysicalText(text, parts[0::2], gaps, ends[:-1:2])
