"""Columns aligned with spaces, as tools that print PDF pages as text write them.

A line is cut where several spaces stand, and before figures.  Where every figure begins exactly below a cell of the header,
its place is its column (`gridded`).  Elsewhere places say nothing: a row is what stands on its line, and blank cells are
lost (`packed`); labels may then be wrapped around their figures, and header cells broken into fragments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import Final, Protocol

from attrs import define

from govgrammar.form import TEXT, VALUES
from govgrammar.layouts.physical import Gap, PhysicalText, gap_of_places, read_gap
from govgrammar.layouts.sheet import Sheet
from govgrammar.source import display_width

_LINE: Final = re.compile(r"[^\n\r\f]*(?:\r\n|[\n\r\f]|\Z)")
_FIELD: Final = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_FIGURES: Final = re.compile(r"(?:^|[ \u00a0]+)(?P<figures>[-+]?[\d,.]+(?:[ \u00a0]+[-+]?[\d,.]+|[ \u00a0]+/)*)$")
_FIGURE: Final = re.compile(r"\S+")
#: What a row looks like, cheaply: several spaces and a figure at the end of a line.
_LIKE_ROW: Final = re.compile(r"(?:  |\u00a0\u00a0)[-+\d,./]+[ \u00a0]*\r?$", re.MULTILINE)
_ROWS: Final = 4
#: Of those, so many have their label beside them; the others may be wrapped around their figures.
_LABELLED: Final = 2
_APART: Final = 2
_SHORT: Final = 16
_MOST_PLACES: Final = 24
_NO_GAP: Final = Gap(0, 0, (0,), 0, (), (), stacked=False, below_header=0, lines=(0,))


class _Kind(Protocol):
    @property
    def terminal(self) -> str: ...


@define
class _Line:
    """A line's fields as ranges of the text, and the display columns at which they begin.

    `row` is true where a label of the form stands beside a figure.
    """

    fields: list[tuple[int, int]]
    begins: list[int]
    figures: list[bool]
    cut: bool
    row: bool = False


def cut_aligned(text: str, classify: Callable[[str], _Kind], headings: Callable[[str], bool]) -> PhysicalText | None:
    """The cells of a text whose columns are aligned with spaces, or `None` where it has no such table."""
    if text.count("|") > _ROWS or not ("  " in text or "\u00a0\u00a0" in text) or len(_LIKE_ROW.findall(text)) < _ROWS:
        return None
    lines = [_cut(match.group(), match.start(), classify) for match in _LINE.finditer(text) if match.group()]
    if sum(line.row for line in lines) < _LABELLED:
        return None
    regions = _regions(text, lines, headings)
    places = [_places(region) for region in regions]
    gridded = all(found is not None for found in places)
    begins = {id(line): found or {} for region, found in zip(regions, places, strict=True) for line in region}
    return _assemble(text, lines, begins, gridded=gridded)


def _cut(line: str, start: int, classify: Callable[[str], _Kind]) -> _Line:
    """Cut a line at wide spaces and before figures, if what comes out are cells of a table."""
    fields: list[tuple[int, int]] = []
    for match in _FIELD.finditer(line):
        figures = _FIGURES.search(match.group())
        if figures is None:
            fields.append(match.span())
            continue
        before = match.group()[: figures.start()].rstrip()
        if before:
            fields.append((match.start(), match.start() + len(before)))
        at = match.start() + figures.start("figures")
        fields.extend((at + f.start(), at + f.end()) for f in _FIGURE.finditer(figures["figures"]))
    kinds = [classify(line[a:b]).terminal for a, b in fields]
    values = [kind == VALUES for kind in kinds]
    short = all(b - a <= _SHORT or kind != TEXT for (a, b), kind in zip(fields, kinds, strict=True))
    if fields and (len(fields) == 1 or not short):
        whole = (fields[0][0], fields[-1][1])
        return _Line([(start + whole[0], start + whole[1])], [display_width(line[: whole[0]])], [False], cut=False)
    begins = list(accumulate(display_width(line[a:b]) for a, b in pairwise([0, *(begin for begin, _ in fields)])))
    row = any(values) and any(kind not in {TEXT, VALUES} for kind in kinds)
    return _Line([(start + a, start + b) for a, b in fields], begins, values, cut=bool(fields), row=row)


def _regions(text: str, lines: list[_Line], headings: Callable[[str], bool]) -> list[list[_Line]]:
    """The lines of each table: what stands between two headings and holds a line that was cut."""
    regions: list[list[_Line]] = [[]]
    for line in lines:
        if len(line.fields) == 1 and headings(text[slice(*line.fields[0])]):
            regions.append([])
        regions[-1].append(line)
    return [region for region in regions[1:] if any(line.cut for line in region)]


def _places(region: list[_Line]) -> dict[int, int] | None:
    """The table's places by the display column where they begin, or `None` where figures do not begin below the header."""
    headed = {begin for line in region for begin, figure in zip(line.begins, line.figures, strict=True) if not figure}
    figures = {begin for line in region for begin, figure in zip(line.begins, line.figures, strict=True) if figure}
    cut = {begin for line in region if line.cut for begin in line.begins} | {0}
    if not figures <= headed or len(cut) > _MOST_PLACES:
        return None
    return {begin: place for place, begin in enumerate(sorted(cut))}


def _assemble(text: str, lines: list[_Line], begins: dict[int, dict[int, int]], *, gridded: bool) -> PhysicalText:
    cells, starts = [""], [0]
    gaps: list[str] = []
    read: dict[int, Gap] = {}
    bars, end = [0], 0
    for number, line in enumerate(lines):
        places = begins.get(id(line), {})
        place = 0
        if number:
            bars.append(0)
        for position, ((a, b), begin) in enumerate(zip(line.fields, line.begins, strict=True)):
            here = places.get(begin, 0)
            bars[-1] += here - place
            gap = text[end:a]
            read[len(gaps)] = gap_of_places(bars) if gridded else _NO_GAP if position else read_gap(gap)
            gaps.append(gap)
            cells.append(text[a:b])
            starts.append(a)
            bars, end, place = [0], b, here
        bars[-1] += max(0, len(places) - 1 - place) if line.fields and places else 0
    read[len(gaps)] = gap_of_places(bars) if gridded else read_gap(text[end:])
    gaps.append(text[end:])
    return PhysicalText(text, cells, gaps, starts, read, gridded=gridded, packed=not gridded)


# ---- writing ----


def write_aligned(sheet: Sheet) -> str:
    """Space-aligned columns; a row a line, a box in the line and the column where it begins."""
    starts = _starts(sheet)
    return "\n".join(_line(texts, starts) for texts in sheet.texts)


def _starts(sheet: Sheet) -> list[int]:
    """Where each column begins, so that no box reaches into the next one's."""
    widths = [0] * sheet.width
    boxes = [(box, column) for row in sheet.slots for column, box in enumerate(row) if box is not None]
    for box, column in sorted(boxes, key=lambda pair: pair[0].columns):
        last = column + box.columns
        lacking = display_width(box.text) + _APART - sum(widths[column:last])
        widths[last - 1] += max(0, lacking)
    return [sum(widths[:column]) for column in range(sheet.width)]


def _line(texts: tuple[str, ...], starts: list[int]) -> str:
    line, reached = "", 0
    for text, start in zip(texts, starts, strict=True):
        if text:
            line += " " * (start - reached) + text
            reached = start + display_width(text)
    return line
