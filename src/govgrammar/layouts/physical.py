"""Physical cells: what the text is made of before anybody knows a label.

A text is cells with gaps between them.  A gap is a run of bars, line ends and the white space around them; it says how
many bars stand on which line, and that is all that a later stage needs to count blank cells.  Cells and gaps, in order,
spell the text again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from typing import Final, Literal, NamedTuple

from attrs import field, frozen

from govgrammar.fold import INVISIBLE
from govgrammar.model.later import Later
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


class Gap(NamedTuple):
    """What separates two cells: line ends, and bars as the runs in which they stand.

    `segments` are the line ends between the lines that hold white space only: where paragraphs are cells, such a line is
    an empty cell.  A gap with bars counts three ways, and the layout says which of them applies: `blanks` between two cells
    of a row, `behind` a row's last cell (without the bar that ends it, which `runs` has, and without the bars on the next
    label's line; `stacked` where each run has a line of its own), and `below_header` between a header's last cell and the first figure.
    `sign` spells all of this: two gaps that have it in common are the same.
    """

    ends: int
    bars: int
    segments: tuple[int, ...]
    blanks: int
    runs: tuple[int, ...]
    behind: tuple[int, ...]
    stacked: bool
    below_header: int
    lines: tuple[int, ...]
    sign: str = ""


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
    runs = [run for line in lines for run in line]
    own = lines[:-1] if len(lines) > 1 else lines
    gap = Gap(
        ends=len(lines) - 1,
        bars=sum(runs),
        segments=tuple(segments),
        blanks=max(0, sum(runs) - 1),
        runs=tuple(run for line in own for run in line),
        behind=_after_cell_end([run for line in own for run in line]),
        stacked=all(len(line) <= 1 for line in own),
        below_header=_lone_bars_at_end(_after_cell_end(runs)),
        lines=tuple(map(sum, lines)),
    )
    return _signed(gap)


def gap_of_places(bars: Sequence[int]) -> Gap:
    """A gap that touches lines with so many separators each, where a separator stands between cells and ends none.

    Behind a row stands what is on its own line; an empty line below it is another's.
    """
    return _gap_of_places(tuple(bars)) if len(bars) <= _SHORT else _gap_of_places.__wrapped__(tuple(bars))


@lru_cache(maxsize=_REMEMBERED)
def _gap_of_places(bars: tuple[int, ...]) -> Gap:
    runs = (1,) * bars[0]
    gap = Gap(
        ends=len(bars) - 1,
        bars=sum(bars),
        segments=(len(bars) - 1,),
        blanks=max(0, sum(bars) - 1),
        runs=runs,
        behind=runs,
        stacked=False,
        below_header=0,
        lines=bars,
    )
    return _signed(gap)


def _signed(gap: Gap) -> Gap:
    return gap._replace(sign=f"{gap[:-1]}")


def gaps_beside(places: Sequence[int]) -> Sequence[Gap]:
    """The gaps between the cells of one line, with a separator between each two places."""
    if len(places) > _SHORT:
        return [gap_of_places((place - before,)) for before, place in pairwise(places)]
    return _gaps_beside(tuple(places)) if len(places) > 1 else ()


@lru_cache(maxsize=_REMEMBERED)
def _gaps_beside(places: tuple[int, ...]) -> tuple[Gap, ...]:
    return tuple([gap_of_places((place - before,)) for before, place in pairwise(places)])


def _after_cell_end(runs: list[int]) -> tuple[int, ...]:
    """Runs of bars without the one bar that ends the cell before them."""
    return tuple(run for run in [runs[0] - 1, *runs[1:]] if run) if runs else ()


def _lone_bars_at_end(runs: tuple[int, ...]) -> int:
    lone = 0
    for run in runs:
        lone = lone + 1 if run == 1 else 0
    return lone


class Place(NamedTuple):
    """Where a cell stands in a table of the file's own: number of the table, its first row and the row behind its last,
    both counted through all tables, and the same for its columns, counted in the table.
    """

    table: int
    top: int
    bottom: int
    first: int
    behind: int


@frozen(eq=False, slots=False)
class PhysicalText(Later):
    """A text cut into cells and gaps, held as columns: cell *i* is `cells[i]`, at `starts[i]`, with `gaps[i]` behind it.

    `read` are gaps that a layout has read itself, by index, because what stands in them is a separator only there: tabs,
    commas, white space between columns.  `gridded` is true where every line of a table holds all of its places, `packed`
    where a row is what stands on its line and blank cells are lost.  Where a file says what its tables are, `places` has the
    place of each of their cells, `extents` how many places each row has, row by row, and `reaching` by row the cells
    without a letter that reach into it from above.
    """

    text: str
    cells: list[str]
    gaps: list[str]
    starts: list[int]
    read: dict[int, Gap] = field(factory=dict)
    gridded: bool = False
    packed: bool = False
    places: dict[int, Place] = field(factory=dict)
    extents: list[int] = field(factory=list)
    reaching: dict[int, list[int]] = field(factory=dict)

    def end(self, index: int) -> int:
        """Where cell `index` ends, its trailing white space left out."""
        return self.starts[index] + len(self.cells[index].rstrip())

    def gap(self, index: int) -> Gap:
        """What stands behind cell `index`."""
        return self.read.get(index) or read_gap(self.gaps[index])

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
    gaps = parts[1::2]
    gaps.append("")
    return PhysicalText.later(
        partial(_starts, parts),
        text=text,
        cells=parts[0::2],
        gaps=gaps,
        read={},
        gridded=False,
        packed=False,
        places={},
        extents=[],
        reaching={},
    )


def _starts(parts: Sequence[str]) -> dict[str, list[int]]:
    """Where the cells stand, of which every second part is one."""
    return {"starts": [0, *accumulate(map(len, parts))][:-1:2]}
