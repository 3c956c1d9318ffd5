"""PDF to blocks: ruled tables as grids, the text between them as paragraphs, in the order of the page.

What a reader of the page cannot see is left out: invisible text (such as the recognised text below a scan, which nobody
proofread), white text on white, text outside the page.  Page numbers, running heads and watermarks belong to no paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from attrs import define, evolve, field

from govgrammar import codes
from govgrammar.classify import Classifier
from govgrammar.diagnostics import Diagnostic
from govgrammar.documents.blocks import Document, Grid, Paragraph, Part
from govgrammar.documents.pdf_furniture import furniture
from govgrammar.documents.pdf_page import Area, Budget, Glyph, Page, Rule, TooMuchError
from govgrammar.documents.pdf_paragraphs import Column, goes_on, in_columns, is_columnar, margins, wrapped
from govgrammar.documents.pdf_rules import MOST_LINES, frames_of, joined
from govgrammar.documents.pdf_source import pages_of, unheard
from govgrammar.documents.pdf_tables import Piece, continues, grid_of, join, piece_of
from govgrammar.documents.pdf_text import Line, Traced, lines_of, seen
from govgrammar.documents.pdf_turn import Pair, main_turn, turned, turned_rules, turned_size
from govgrammar.form import TEXT, VALUES
from govgrammar.limits import LimitError, Limits
from govgrammar.source import Origin, Span

#: A gap in a line, in the size of its text, that parts columns.
_APART: Final = 1.2
#: A page without text is a scan where pictures cover so much of it.
_PICTURE: Final = 0.2
_MOST_COVERS: Final = 200
#: Areas are looked for in bands across a page: a line of text and what covers it are in one or two of them.
_BANDS: Final = 64
#: So many are compared with a glyph in the time of a unit of work.
_COVERS: Final = 2
_MOST_WHITE: Final = 200_000
_DETAIL: Final = 80
_NOWHERE: Final = Span(0, 0)


@define
class _Sheet:
    """What was read of one page: its lines outside tables, and its tables with the place where each begins and ends."""

    width: float
    height: float
    lines: list[Line]
    tables: list[tuple[float, float, Piece]]


@define
class _Reading:
    """One file as it is read."""

    limits: Limits
    budget: Budget
    sheets: list[_Sheet] = field(factory=list)
    diagnostics: list[Diagnostic] = field(factory=list)
    scans: list[int] = field(factory=list)
    cells: int = 0

    def exceeded(self, name: str, found: int) -> None:
        """Note that a limit is exceeded, once."""
        if all(d.arguments.get("name") != name for d in self.diagnostics):
            self.diagnostics.append(self.limits.exceeded(name, found, _NOWHERE))

    def too_much(self, page: int) -> None:
        """Note that there is more on a page than is read."""
        self.damaged(f"第 {page} 页内容过多 too much on page {page}" if page else "对象过多 too many objects")

    def damaged(self, detail: str) -> None:
        """Note that the file is damaged, once."""
        if all(d.code != codes.DAMAGED_FILE.code for d in self.diagnostics):
            self.diagnostics.append(Diagnostic(codes.DAMAGED_FILE, _NOWHERE, {"kind": "PDF", "detail": detail}))


def read_pdf(data: bytes, classify: Classifier, limits: Limits) -> Document:
    """The blocks of a file.  A file with a password that is not empty is not read."""
    budget = Budget(limits.decompressed_bytes)
    reading = _Reading(limits, budget)
    with unheard():
        _read_pages(data, budget, reading)
    if budget.exceeded:
        reading.exceeded("decompressed_bytes", limits.decompressed_bytes + 1)
    if budget.left_out:
        reading.too_much(0)
    if budget.broken:
        reading.damaged("数据流无法解压 a stream does not unpack")
    if reading.scans:
        pages = _ranges(reading.scans)
        reading.diagnostics.append(Diagnostic(codes.NO_TEXT_LAYER, _NOWHERE, {"pages": pages}))
    return Document(_blocks(reading.sheets, classify), tuple(reading.diagnostics), _locate)


def _read_pages(data: bytes, budget: Budget, reading: _Reading) -> None:
    limits = reading.limits
    try:
        for page in pages_of(data, budget, limits.pages):
            if page.number > limits.pages:
                reading.exceeded("pages", page.number)
                return
            _read_page(page, reading)
    except LimitError:
        raise
    except TooMuchError:
        reading.too_much(len(reading.sheets))
    except (RecursionError, MemoryError) as error:
        reading.damaged(type(error).__name__)
    except Exception as error:  # noqa: BLE001 -- whatever pdfminer raises on a damaged file
        named = type(error).__name__
        protected = "Password" in named or "Encryption" in named
        reading.damaged("需要密码 password needed" if protected else named[:_DETAIL])


def _read_page(page: Page, reading: _Reading) -> None:
    glyphs = seen(_uncovered(page, reading.budget))
    if not any(glyph.text.strip() for glyph in glyphs) and page.pictures >= _PICTURE:
        reading.scans.append(page.number)
    turn = main_turn(glyphs)
    pairs = [
        pair for pair in turned(zip(glyphs, glyphs, strict=True), turn, page.width, page.height) if pair[0].turn >= 0
    ]
    across, down = _rules(page, turn)
    if len(across) + len(down) > MOST_LINES:
        reading.too_much(page.number)
        across = down = []
    size = turned_size(turn, page.width, page.height)
    limit = reading.limits.cells - reading.cells
    frames, places = frames_of(across, down, limit)
    if places > limit:
        reading.exceeded("cells", reading.cells + places)
    reading.cells += min(places, limit)
    inside: list[list[list[Pair]]] = [[[] for _ in frame.boxes] for frame in frames]
    loose = []
    for pair in pairs:
        glyph = pair[0]
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for number, frame in enumerate(frames):
            cell = frame.at(x, y, glyph.size)
            if cell is not None:
                inside[number][cell].append(pair)
                break
        else:
            if glyph.turn == 0:
                loose.append(pair)
    tables = [
        (frame.ys[0], frame.ys[-1], piece_of(frame, own, page.number, size))
        for frame, own in zip(frames, inside, strict=True)
    ]
    lines = lines_of(loose, page.number, _APART)
    reading.sheets.append(_Sheet(*size, lines, sorted(tables, key=lambda table: table[:2])))


def _uncovered(page: Page, budget: Budget) -> list[Glyph]:
    """The glyphs; those over which something white was painted are hidden."""
    covers = [area for area in page.areas if area.white]
    if not covers or not page.glyphs:
        return page.glyphs
    first = page.glyphs[0].order
    bands: dict[int, list[Area]] = {}
    for area in [area for area in covers if area.order > first][:_MOST_COVERS]:
        for band in range(_band(area.top, page), _band(area.bottom, page) + 1):
            bands.setdefault(band, []).append(area)
    found = []
    for glyph in page.glyphs:
        near = bands.get(_band((glyph.top + glyph.bottom) / 2, page), ())
        budget.pay(len(near) // _COVERS)
        found.append(glyph._replace(hidden=True) if any(_covers(area, glyph) for area in near) else glyph)
    return found


def _band(y: float, page: Page) -> int:
    """Which of the bands of a page a place is in."""
    return int(min(max(y / max(page.height, 1.0), 0.0), 1.0) * _BANDS)


def _covers(area: Area, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return area.order > glyph.order and area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def _rules(page: Page, turn: int) -> tuple[list[Rule], list[Rule]]:
    """The lines of a page, turned as its text is."""
    across, down = page.across, page.down
    dark = [area for area in page.areas if not area.white]
    if dark and (len(page.white_across) + len(page.white_down)) * len(dark) <= _MOST_WHITE:
        across = across + [r for r in page.white_across if _lies_on(dark, (r.begin + r.end) / 2, r.at)]
        down = down + [r for r in page.white_down if _lies_on(dark, r.at, (r.begin + r.end) / 2)]
    across, down = turned_rules(across, down, turn, page.width, page.height)
    return joined(across), joined(down)


def _lies_on(areas: Sequence[Area], x: float, y: float) -> bool:
    return any(area.x0 <= x <= area.x1 and area.top <= y <= area.bottom for area in areas)


def _ranges(pages: Sequence[int]) -> str:
    """Page numbers for people: 1-3, 5."""
    found: list[list[int]] = []
    for page in pages:
        if found and page == found[-1][1] + 1:
            found[-1][1] = page
        else:
            found.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


# ---- pages to blocks ----


def _blocks(sheets: Sequence[_Sheet], classify: Classifier) -> list[Paragraph | Grid]:
    dropped = furniture(
        [
            (
                sheet.lines,
                sheet.height,
                min((top for top, _, _ in sheet.tables), default=sheet.height),
                max((bottom for _, bottom, _ in sheet.tables), default=0.0),
            )
            for sheet in sheets
        ]
    )
    kept = [[line for line in sheet.lines if id(line) not in dropped] for sheet in sheets]
    width = max((sheet.width for sheet in sheets), default=0.0)
    builder = _Builder(classify, margins([line for lines in kept for line in lines], width))
    for sheet, lines in zip(sheets, kept, strict=True):
        builder.page(lines, sheet.tables)
    return builder.finished()


@define
class _Builder:
    """Blocks as they grow from page to page."""

    classify: Classifier
    column: Column
    blocks: list[Paragraph | Grid] = field(factory=list)
    table: Piece | None = None
    paragraph: Traced | None = None
    last: Line | None = None

    def page(self, lines: Sequence[Line], tables: Sequence[tuple[float, float, Piece]]) -> None:
        """One page, its parts from top to bottom."""
        rest = list(lines)
        for number, (top, _, piece) in enumerate(tables):
            above = [line for line in rest if line.top < top]
            rest = [line for line in rest if line.top >= top]
            self._lines(above, first=number == 0)
            if self.table is not None and number == 0 and not above and continues(self.table, piece):
                join(self.table, piece, self._is_label)
            else:
                self._close()
                self.table = piece
        if rest or not tables:
            self._lines(rest, first=not tables)

    def _lines(self, lines: Sequence[Line], *, first: bool) -> None:
        if not lines:
            return
        self._close_table()
        if is_columnar(lines):
            self._close()
            self.blocks += in_columns(lines)
            return
        for number, line in enumerate(lines):
            same_page = number > 0 or not first
            if (
                self.paragraph is not None
                and self.last is not None
                and goes_on(self.last, line, self.column, same_page=same_page)
            ):
                wrapped(self.paragraph, line)
            else:
                self._close()
                self.paragraph = evolve(line.traced)
            self.last = line

    def _is_label(self, text: str) -> bool:
        return self.classify(text).terminal not in {TEXT, VALUES}

    def _close_table(self) -> None:
        if self.table is not None:
            self.blocks.append(grid_of(self.table))
            self.table = None

    def _close(self) -> None:
        self._close_table()
        if self.paragraph is not None:
            self.blocks.append(Paragraph(self.paragraph.text, self.paragraph))
            self.paragraph = self.last = None

    def finished(self) -> list[Paragraph | Grid]:
        """All blocks."""
        self._close()
        return self.blocks


def _locate(parts: Sequence[Part]) -> Origin | None:
    """The places of all parts of a span: the first, and the others with it."""
    places: list[Origin] = []
    for mark, _, first, last in parts:
        found: Any = mark
        if isinstance(found, Traced):
            places += found.origins(first, last)
    return evolve(places[0], more=tuple(places[1:])) if places else None
