"""Tables whose cells hold text and nothing else, read by what is remembered of tables with the same tags.

What a table's tags say decides which of the texts between them is whose cell, and where the cell stands; the same tags say
it on page after page, whatever is written between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from sys import maxsize
from typing import Final

from attrs import define, field, frozen

from govgrammar.documents.arranged import ArrangedTable, Arrangement
from govgrammar.documents.blocks import LaidOut, arrange, lay_out
from govgrammar.documents.html_items import Table
from govgrammar.documents.html_tags import BLOCK, END_BLOCK, END_CELL, NOTHING, ROW, TABLE
from govgrammar.documents.html_text import UNUSUAL, one_line
from govgrammar.memory import Memory, shared

#: Signs of all remembered skeletons together; a table with more tags than that has no likes.
_REMEMBERED: Final = 100_000
_LONGEST: Final = 10_000

_Pick = Callable[[Sequence[str]], Sequence[str]]


@frozen(eq=False)
class Skeleton:
    """What the tags of a table say: the arrangement of its cells, which of the texts behind its tags spell each cell, and
    which stand outside all cells.
    """

    arrangement: Arrangement
    pieces: tuple[tuple[int, int], ...]
    single: _Pick | None  #: the texts of all cells, where each is spelled by one
    outside: _Pick
    plain: bool  #: whether nothing stands in the cells but text

    def read(self, texts: Sequence[str], first: int) -> ArrangedTable | None:
        """The table with these texts behind its tags, the first of which has this number; `None` where a text stands outside
        the cells, none in them, or one that is no text of its own.
        """
        outside = "".join(self.outside(texts))
        if outside and not (outside.isspace() and outside.isascii()):
            return None
        if self.single is not None:
            cells = self.single(texts)
        else:
            cells = ["".join(texts[begin:behind]) for begin, behind in self.pieces]
        cells = [text if not text or text.isalnum() else one_line(text) for text in cells]
        together = "".join(cells)
        if not together or together.isspace():
            return None
        printable = together.isprintable()
        if not (self.plain or printable) and UNUSUAL.search(together):
            return None
        return ArrangedTable(self.arrangement, cells, self.pieces, first, full=printable and "" not in cells)


_skeletons: Final = shared(Memory[tuple[str, ...], Skeleton | None](_REMEMBERED))


def skeleton_of(signs: tuple[str, ...]) -> Skeleton | None:
    """What the tags of a table say, from its own to the last one in it; `None` where there is more in the table than cells
    with text.
    """
    if len(signs) > _LONGEST:
        return None
    try:
        return _skeletons[signs]
    except KeyError:
        skeleton = _skeleton(signs)
        _skeletons.keep(signs, skeleton, len(signs))
        return skeleton


@define
class _Builder:
    """A table's tags, one after another."""

    table: Table = field(factory=lambda: Table(0))
    texts: list[int] = field(factory=list)  #: those of the cell that is open
    outside: list[int] = field(factory=list)
    spans: tuple[int, int] | None = None  #: of the cell that is open
    plain: bool = True  #: whether nothing stands in any cell but text
    blocks: int = 0  #: those that are open in it
    closed: bool = False  #: whether one has ended in it

    def take(self, number: int, sign: str) -> bool:
        """Take a tag with the text behind it; whether it can stand in a table that is read so."""
        if self.spans is None:
            return self._between_cells(number, sign)
        self.plain = self.plain and sign == END_CELL
        if sign == END_CELL:
            cells = self.texts
            self.table.row().append(LaidOut("x", *self.spans, (cells[0], cells[-1] + 1)))
            self.spans, self.texts = None, []
            self.outside.append(number)
            return not self.blocks
        if sign == BLOCK:
            self.outside += self.texts
            self.texts = [number]
            self.blocks += 1
            return not self.closed
        if sign == END_BLOCK:
            self.blocks -= 1
            self.closed = True
        elif sign != NOTHING:
            return False
        (self.outside if self.closed else self.texts).append(number)
        return True

    def _between_cells(self, number: int, sign: str) -> bool:
        if sign[:2] == "td":
            _, *spans = sign.split()
            self.spans = (int(spans[0]), int(spans[1])) if spans else (1, 1)
            self.texts, self.blocks, self.closed = [number], 0, False
            return True
        if sign == ROW:
            self.table.add_row()
        elif sign in {"thead", "tbody", "tfoot"}:
            self.table.groups.append((sign, []))
        elif sign not in {NOTHING, TABLE}:
            return False
        self.outside.append(number)
        return True


def _skeleton(signs: Sequence[str]) -> Skeleton | None:
    """What these tags say; `None` where there is more in the table than cells with text."""
    builder = _Builder()
    if not all(builder.take(number, sign) for number, sign in enumerate(signs)) or builder.spans is not None:
        return None
    rows = [[cell for cell in row if isinstance(cell, LaidOut)] for row in builder.table.rows()]
    count = sum(map(len, rows))
    grid, _ = lay_out(rows, maxsize)
    pieces = tuple([cell.mark for row in grid.rows for cell in row])
    if count < 2 or len(pieces) < count:  # noqa: PLR2004  what stands in one cell is no table
        return None
    alone = all(behind - first == 1 for first, behind in pieces)
    single = itemgetter(*[first for first, _ in pieces]) if alone else None
    return Skeleton(arrange(grid), pieces, single, itemgetter(*builder.outside), builder.plain)
