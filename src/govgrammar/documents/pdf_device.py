"""Paints a page as glyphs, lines and areas, in points from the upper left corner of what a viewer shows of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from govgrammar.documents.extras import Needing
from govgrammar.documents.pdf_page import GLYPH, LINE, TOKEN, UNKNOWN, Area, Budget, Glyph, Page, Rule

with Needing("pdf"):
    from pdfminer.pdfdevice import PDFTextDevice
    from pdfminer.pdftypes import resolve1
    from pdfminer.psparser import PSLiteral
    from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect

#: A bar that is no thicker is a line; thicker ones are areas.
_THIN: Final = 3.0
_STRAIGHT: Final = 0.5
_MOST_POINTS: Final = 2_000
#: Areas that are looked at in the time of a token.
_AREAS_A_TOKEN: Final = 64
_INVISIBLE: Final = frozenset({3, 7})
_WHITE: Final = 0.985
#: Colour spaces in which the numbers of white are known.
_PLAIN: Final = frozenset({"DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "DeviceCMYK", "ICCBased"})
_RGB, _CMYK = 3, 4
#: Parts that a producer marks as repeated on each page: running heads, page numbers, watermarks.
_REPEATED: Final = frozenset({"Pagination", "Watermark"})
_TURNS: Final = {(1, 0): 0, (0, -1): 1, (-1, 0): 2, (0, 1): 3}
_LEANING: Final = 0.2


class Painter(PDFTextDevice):
    """Receives what pdfminer's interpreter paints."""

    def __init__(self, resources: Any, number: int, budget: Budget) -> None:
        super().__init__(resources)
        self.page = Page(number, 0.0, 0.0)
        self.budget = budget
        self.known: dict[Any, dict[int, tuple[str, float]]] = {}
        self.order = 0
        self.invisible = False
        self.tags: list[bool] = []
        self.left = self.upper = 0.0

    # ---- the page ----

    def begin_page(self, page: Any, ctm: Any) -> None:
        """Place the box that a viewer shows."""
        media = apply_matrix_rect(ctm, page.mediabox)
        crop = apply_matrix_rect(ctm, page.cropbox)
        x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
        x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
        if x1 <= x0 or y1 <= y0:
            x0, y0, x1, y1 = media
        self.left, self.upper = x0, y1
        self.page.width, self.page.height = x1 - x0, y1 - y0

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Marked content begins."""
        repeated = False
        found = resolve1(props)
        if tag.name == "Artifact" and isinstance(found, dict):
            named = (resolve1(found.get("Type")), resolve1(found.get("Subtype")))
            repeated = any(isinstance(name, PSLiteral) and name.name in _REPEATED for name in named)
        self.tags.append(repeated or (bool(self.tags) and self.tags[-1]))

    def end_tag(self) -> None:
        """Marked content ends."""
        if self.tags:
            self.tags.pop()

    # ---- glyphs ----

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Text in one font and colour."""
        self.invisible = textstate.render in _INVISIBLE or (
            textstate.render in {0, 2, 4, 6} and _is_white(ncs, graphicstate.ncolor) and not self._on_area(textstate)
        )
        super().render_string(textstate, seq, ncs, graphicstate)

    def _on_area(self, textstate: Any) -> bool:
        """Whether a coloured area lies below the place where text begins."""
        self.budget.pay(TOKEN * (len(self.page.areas) // _AREAS_A_TOKEN))
        a, b, c, d, e, f = textstate.matrix
        x, y = textstate.linematrix
        size = textstate.fontsize
        at = (x + size / 4, y + size / 4)
        x, y = apply_matrix_pt(self.ctm or MATRIX_IDENTITY, (a * at[0] + c * at[1] + e, b * at[0] + d * at[1] + f))
        x, y = x - self.left, self.upper - y
        over = [area for area in self.page.areas if area.x0 <= x <= area.x1 and area.top <= y <= area.bottom]
        return bool(over) and not over[-1].white

    def render_char(  # noqa: PLR0917 -- pdfminer's signature
        self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float, cid: int, _ncs: Any, _state: Any
    ) -> float:
        """One glyph; gives back how far the next one stands from it."""
        known = self.known.setdefault(font, {})
        if cid not in known:
            try:
                text = _plain(font.to_unichr(cid))
            except Exception:  # noqa: BLE001 -- whatever a damaged font raises: the glyph is not known
                text = UNKNOWN
            known[cid] = text, float(font.char_width(cid))
        text, width = known[cid]
        advance = width * fontsize * scaling
        if font.is_vertical():
            vx, vy = font.char_disp(cid)
            vx = fontsize * 0.5 if vx is None else vx * fontsize * 0.001
            vy = (1000 - vy) * fontsize * 0.001
            box = (-vx, vy + rise + advance, -vx + fontsize, vy + rise)
        else:
            low = font.get_descent() * fontsize + rise
            box = (0.0, low, advance, low + fontsize)
        self.budget.pay(GLYPH)
        if self.tags and self.tags[-1]:
            return advance
        x0, y0, x1, y1 = apply_matrix_rect(matrix, box)
        x0, x1, top, bottom = x0 - self.left, x1 - self.left, self.upper - y1, self.upper - y0
        turn = _turn(matrix)
        size = bottom - top if turn in {0, 2, -1} else x1 - x0
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        outside = not (0 <= x <= self.page.width and 0 <= y <= self.page.height)
        self.order += 1
        self.page.glyphs.append(Glyph(text, x0, top, x1, bottom, size, turn, self.order, self.invisible or outside))
        return advance

    # ---- lines and areas ----

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, _evenodd: bool, path: Sequence[Any]) -> None:  # noqa: FBT001
        """A path, stroked or filled."""
        if len(path) > _MOST_POINTS:
            return
        for points, closed in _subpaths(path):
            placed = [self._place(point) for point in points]
            if fill:
                self._fill(placed, white=_is_white(graphicstate.ncs, graphicstate.ncolor))
            if stroke:
                white = _is_white(graphicstate.scs, graphicstate.scolor)
                ends = [*placed, placed[0]] if closed else placed
                for a, b in pairwise(ends):
                    self._stroke(a, b, graphicstate.linewidth, white=white)

    def _place(self, point: tuple[float, float]) -> tuple[float, float]:
        x, y = apply_matrix_pt(self.ctm or MATRIX_IDENTITY, point)
        return x - self.left, self.upper - y

    def _fill(self, points: list[tuple[float, float]], *, white: bool) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if any(min(abs(a[0] - b[0]), abs(a[1] - b[1])) > _THIN for a, b in pairwise(points)):  # leans
            return
        self._bar(min(xs), min(ys), max(xs), max(ys), white=white)

    def _stroke(self, a: tuple[float, float], b: tuple[float, float], width: float, *, white: bool) -> None:
        across, down = abs(a[0] - b[0]), abs(a[1] - b[1])
        if min(across, down) > _STRAIGHT:
            return
        half = max(width, 0.0) / 2
        side, up = (0.0, half) if across >= down else (half, 0.0)
        x0, x1 = min(a[0], b[0]) - side, max(a[0], b[0]) + side
        top, bottom = min(a[1], b[1]) - up, max(a[1], b[1]) + up
        self._bar(x0, top, x1, bottom, white=white)

    def _bar(self, x0: float, top: float, x1: float, bottom: float, *, white: bool) -> None:
        """A filled rectangle: a line where it is thin, else an area."""
        self.budget.pay(LINE)
        width, height = x1 - x0, bottom - top
        if min(width, height) > _THIN:
            self.order += 1
            self.page.areas.append(Area(x0, top, x1, bottom, white, self.order))
            return
        if height <= _THIN:
            rules = self.page.white_across if white else self.page.across
            rules.append(Rule((top + bottom) / 2, x0, x1))
        if width <= _THIN:
            rules = self.page.white_down if white else self.page.down
            rules.append(Rule((x0 + x1) / 2, top, bottom))

    def render_image(self, _name: str, _stream: Any) -> None:
        """A picture: how much of the page it covers."""
        x0, y0, x1, y1 = apply_matrix_rect(self.ctm or MATRIX_IDENTITY, (0, 0, 1, 1))
        area = max(1.0, self.page.width * self.page.height)
        self.page.pictures += min(1.0, abs((x1 - x0) * (y1 - y0)) / area)


def _subpaths(path: Sequence[Any]) -> list[tuple[list[tuple[float, float]], bool]]:
    """The straight parts of a path: their points, and whether each is closed."""
    found: list[tuple[list[tuple[float, float]], bool]] = []
    points: list[tuple[float, float]] = []
    bent = False
    for segment in (*path, ("m", 0.0, 0.0)):
        kind = segment[0]
        if kind == "l":
            points.append((segment[1], segment[2]))
        elif kind == "h":
            if len(points) > 1 and not bent:
                found.append((points, True))
            points, bent = points[:1], False
        elif kind == "m":
            if len(points) > 1 and not bent:
                found.append((points, False))
            points, bent = [(segment[1], segment[2])], False
        else:
            bent = True
    return found


def _turn(matrix: Any) -> int:
    a, b, c, d = matrix[:4]
    most = max(abs(a), abs(b), abs(c), abs(d)) or 1.0
    if abs(b) <= _LEANING * most and abs(d) >= abs(c):
        return 0 if a * d > 0 and a > 0 else 2 if a < 0 and d < 0 else -1
    if abs(a) <= _LEANING * most and abs(d) <= _LEANING * most:
        return _TURNS.get((0, 1 if b > 0 else -1), -1)
    return -1


def _is_white(space: Any, colour: Any) -> bool:
    if getattr(space, "name", None) not in _PLAIN:
        return False
    if isinstance(colour, int | float):
        return bool(colour >= _WHITE)
    if not isinstance(colour, tuple) or not all(isinstance(part, int | float) for part in colour):
        return False
    if len(colour) == _RGB:
        return bool(min(colour) >= _WHITE)
    return len(colour) == _CMYK and bool(max(colour) <= 1 - _WHITE)


@lru_cache(maxsize=4096)
def _plain(text: Any) -> str:
    """A glyph's characters: those that nobody can see stand for a glyph that nobody knows."""
    if not isinstance(text, str) or not text:
        return UNKNOWN
    return "".join(
        " " if c.isspace() else UNKNOWN if unicodedata.category(c) in {"Cc", "Cs", "Cn"} else c for c in text
    )
