"""Glyphs to lines of text, each character with the box of the glyph that painted it."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import define, field

from govgrammar.documents.pdf_page import UNKNOWN, Glyph
from govgrammar.documents.pdf_turn import Pair
from govgrammar.fold import unified
from govgrammar.source import Origin

#: Two glyphs of one line share so much of their height.
_SHARED: Final = 0.5
#: Gaps between glyphs, in their size: of a space; between Chinese characters, which are set wider apart.
_SPACE: Final = 0.18
_WIDE_SPACE: Final = 0.9
#: Between a Chinese character and another one, where word processors leave a quarter of a character.
_MIXED_SPACE: Final = 0.45
#: A space that is written counts from this gap on; without a gap nobody sees it.
_SEEN_SPACE: Final = 0.08
#: Glyphs whose left sides are nearer than this are painted over each other.
_OVER: Final = 0.2
#: The same glyph again, so near in its width, is a bold one; a second digit stands a whole width away.
_AGAIN: Final = 0.3
_BOX: Final = 4
_NOWHERE: Final = (0.0,) * _BOX
_PARTED: Final = "  "
_HUNDREDTHS: Final = 2
_CELLS: Final = 0.6


@define
class Traced:
    """A text with, for each character, its page and box; page 0 where nothing was painted for it."""

    text: str = ""
    pages: array[int] = field(factory=lambda: array("L"))
    boxes: array[float] = field(factory=lambda: array("f"))

    def add(self, text: str, page: int, box: Sequence[float]) -> None:
        """Add characters that one glyph painted."""
        self.text += text
        for _ in text:
            self.pages.append(page)
            self.boxes.extend(box)

    def extend(self, other: Traced, between: str) -> None:
        """Add another text behind this one."""
        self.add(between, 0, _NOWHERE)
        self.text += other.text
        self.pages.extend(other.pages)
        self.boxes.extend(other.boxes)

    def origins(self, first: int, last: int) -> list[Origin]:
        """The places of a range of characters, one for each page; of an empty one, the place where it would stand."""
        empty = first == last
        if empty:
            first, last = max(0, first - 1), max(0, first - 1) + 1
        found: dict[int, list[float]] = {}
        for index in range(first, min(last, len(self.pages))):
            page = self.pages[index]
            if not page:
                continue
            x0, top, x1, bottom = self.boxes[index * _BOX : index * _BOX + _BOX]
            box = [x1, top, x1, bottom] if empty else [x0, top, x1, bottom]
            known = found.setdefault(page, box)
            known[:] = [min(known[0], box[0]), min(known[1], box[1]), max(known[2], box[2]), max(known[3], box[3])]
        return [
            Origin("pdf", page=page, box=(_round(b[0]), _round(b[1]), _round(b[2]), _round(b[3])))
            for page, b in found.items()
        ]


def _round(value: float) -> float:
    return round(value, _HUNDREDTHS)


@define
class Line:
    """A line of text and its box.  `pieces` are its parts between wide gaps, each with the place where it begins."""

    traced: Traced
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    pieces: list[tuple[float, Traced]]

    @property
    def text(self) -> str:
        """Its characters."""
        return self.traced.text


def seen(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs that can be seen, bold ones once.

    Where only some glyphs of a word are hidden, they stand as unknown ones: half a number is another number.
    """
    kept: list[Glyph] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            kept.extend(_seen_of(run))
            run = []
        run.append(glyph)
    kept.extend(_seen_of(run))
    return _once(kept)


def _follows(a: Glyph, b: Glyph) -> bool:
    if a.text == " " or b.text == " " or a.turn != b.turn:
        return False
    size = max(a.size, b.size)
    return -_OVER * size <= b.x0 - a.x1 <= _CELLS * size and abs(a.bottom - b.bottom) <= _CELLS * size


def _seen_of(run: list[Glyph]) -> list[Glyph]:
    if all(glyph.hidden for glyph in run):
        return []
    return [glyph._replace(text=UNKNOWN, hidden=False) if glyph.hidden else glyph for glyph in run]


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    places: dict[tuple[str, int, int], list[Glyph]] = {}
    kept = []
    for glyph in glyphs:
        x, y, text = int(glyph.x0 // 2), int(glyph.top // 2), glyph.text
        near = max(_AGAIN, _AGAIN * (glyph.x1 - glyph.x0))
        others = [
            other
            for i in (x - 1, x, x + 1)
            for j in (y - 1, y, y + 1)
            if (text, i, j) in places
            for other in places[text, i, j]
        ]
        if others and any(abs(o.x0 - glyph.x0) <= near and abs(o.top - glyph.top) <= near for o in others):
            continue
        places.setdefault((text, x, y), []).append(glyph)
        kept.append(glyph)
    return kept


def lines_of(glyphs: Sequence[Pair], page: int, apart: float = 0.0) -> list[Line]:
    """The lines of glyphs that stand upright, from top to bottom.  `apart` is the gap, in sizes, that cuts a line."""
    ordered = sorted(glyphs, key=lambda pair: (pair[0].top + pair[0].bottom, pair[0].x0, pair[0].order))
    rows: list[list[Pair]] = []
    for pair in ordered:
        glyph = pair[0]
        if rows:
            first = rows[-1][0][0]
            shared = min(first.bottom, glyph.bottom) - max(first.top, glyph.top)
            least = min(first.bottom - first.top, glyph.bottom - glyph.top)
            if shared >= _SHARED * least:
                rows[-1].append(pair)
                continue
        rows.append([pair])
    lines = [_line(sorted(row, key=lambda pair: (pair[0].x0, pair[0].order)), page, apart) for row in rows]
    return [line for line in lines if line is not None]


def _line(row: list[Pair], page: int, apart: float) -> Line | None:
    shown = [pair for pair in row if not pair[0].text.isspace()]
    if not shown:
        return None
    whole, pieces = Traced(), [(shown[0][0].x0, Traced())]
    last: Glyph | None = None
    written = False
    for glyph, painted in row:
        if glyph.text.isspace():
            written = True
            continue
        between = "" if last is None else _between(last, glyph, apart, written=written)
        if between == _PARTED:
            pieces.append((glyph.x0, Traced()))
        elif between:
            pieces[-1][1].add(between, 0, _NOWHERE)
        whole.add(between, 0, _NOWHERE)
        for traced in (whole, pieces[-1][1]):
            traced.add(unified(glyph.text), page, (painted.x0, painted.top, painted.x1, painted.bottom))
        last, written = glyph, False
    glyphs = [glyph for glyph, _ in shown]
    return Line(
        whole,
        glyphs[0].x0,
        min(glyph.top for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
        sorted(glyph.size for glyph in glyphs)[len(glyphs) // 2],
        pieces,
    )


def _between(a: Glyph, b: Glyph, apart: float, *, written: bool) -> str:
    """What stands between two glyphs: nothing, a space, or the gap that parts columns."""
    gap = (b.x0 - a.x1) / max(1.0, min(a.size, b.size))
    if apart and gap > apart:
        return _PARTED
    return " " if _spaced(a, b) or (written and gap > _SEEN_SPACE) else ""


def _spaced(a: Glyph, b: Glyph) -> bool:
    """Whether a space stands between two glyphs: a gap as wide as one, or glyphs painted over each other."""
    size = max(1.0, min(a.size, b.size))
    if b.x0 - a.x0 < _OVER * size:
        return True
    wide = is_wide(a.text[-1]) + is_wide(b.text[0])
    return b.x0 - a.x1 > (_SPACE, _MIXED_SPACE, _WIDE_SPACE)[wide] * size


def is_wide(character: str) -> bool:
    """Whether a character is Chinese, or punctuation as wide as one: no space belongs beside it."""
    return unicodedata.east_asian_width(character) in "WF"


def run_on(lines: Iterable[Line]) -> Traced:
    """Lines of one cell as one text: nothing between Chinese characters, a space elsewhere, above all between digits."""
    whole = Traced()
    for line in lines:
        if whole.text:
            whole.extend(line.traced, "" if is_wide(whole.text[-1]) or is_wide(line.text[0]) else " ")
        else:
            whole.extend(line.traced, "")
    return whole
