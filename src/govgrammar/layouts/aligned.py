"""Columns aligned with spaces, as tools that print PDF pages as text write them.

A line is cut where several spaces stand, and before figures.  Where every figure begins exactly below a cell of the header,
its place is its column (`gridded`).  Elsewhere places say nothing: a row is what stands on its line, and blank cells are
lost (`packed`); labels may then be wrapped around their figures, and header cells broken into fragments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, islice
from typing import Final

from attrs import define

from govgrammar.form import TEXT, VALUES
from govgrammar.layouts.lines import Classify, Kind, texts_inside
from govgrammar.layouts.physical import Gap, PhysicalText, gap_of_places, gaps_beside, read_gap
from govgrammar.layouts.sheet import Sheet
from govgrammar.source import display_width

#: White space between two fields: more than one space, or any but a space.
_BETWEEN: Final = re.compile(r"(\A\s+|[ \u00a0](?=\s|\Z)\s*|[^\S \u00a0]\s*)")
_LINE_END: Final = re.compile(r"\r\n|[\n\r\f]")
_FIGURE: Final = re.compile(r"[-+]?[\d,.]+")
#: It stands between figures for one that does not apply.
_SLASH: Final = "/"
#: What a row looks like, cheaply: several spaces and a figure at the end of a line.
_LIKE_ROW: Final = re.compile(r"(?:  |\u00a0\u00a0)[-+\d,./]+[ \u00a0]*\r?$", re.MULTILINE)
_ROWS: Final = 4
#: Of those, so many have their label beside them; the others may be wrapped around their figures.
_LABELLED: Final = 2
_APART: Final = 2
_SHORT: Final = 16
_MOST_PLACES: Final = 24
_NO_GAP: Final = Gap(0, 0, (0,), 0, (), (), stacked=False, below_header=0, lines=(0,))
_REMEMBERED: Final = 4096
_REMEMBERED_LENGTH: Final = 64


@define
class _Line:
    """A line that holds anything: its fields, where they begin in the text, and at which display columns.

    `above` are the line ends between it and the last such line.  Where the line is `cut`, `figures` says which fields are values;
    `row` is true where a label of the form stands beside one.
    """

    above: int
    fields: list[str]
    starts: list[int]
    begins: list[int]
    figures: Sequence[bool] = (False,)
    cut: bool = False
    row: bool = False


def cut_aligned(text: str, classify: Classify, headings: Callable[[str], bool]) -> PhysicalText | None:
    """The cells of a text whose columns are aligned with spaces, or `None` where it has no such table."""
    if text.count("|") > _ROWS or not ("  " in text or "\u00a0\u00a0" in text):
        return None
    if len(list(islice(_LIKE_ROW.finditer(text), _ROWS))) < _ROWS:
        return None
    lines = list(_lines(text))
    for line in lines:
        _cut(line, text, classify.kinds)
    if sum([line.row for line in lines]) < _LABELLED:
        return None
    cells = ["", *chain.from_iterable([line.fields for line in lines])]
    starts = [0, *chain.from_iterable([line.starts for line in lines])]
    gaps = [*texts_inside(text, cells, starts), text[starts[-1] + len(cells[-1]) :]]
    regions = _regions(lines, headings)
    places = [_places(region) for region in regions]
    gridded = None not in places
    begins = {id(line): found or {} for region, found in zip(regions, places, strict=True) for line in region}
    read = _gaps_of_places(lines, begins, gaps[-1]) if gridded else _gaps_of_rows(lines, gaps)
    return PhysicalText(text, cells, gaps, starts, dict(enumerate(read)), gridded=gridded, packed=not gridded)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold anything, with a field wherever wide spaces stand around it."""
    parts = _BETWEEN.split(text)
    starts = [0, *accumulate(map(len, parts))]
    columns = [0, *accumulate([len(part) if part.isascii() else _width(part) for part in parts])]
    first = 0 if parts[0] else 2
    end = len(parts) if parts[-1] else len(parts) - 2
    above, indent = _breaks(parts[1]) if first else (0, 0)
    for behind in [*(n for n in range(first + 1, end, 2) if not parts[n].isprintable()), end]:
        following = _breaks(parts[behind]) if behind < end else (1, 0)
        if following[0]:  # white space that is not printable ends a line, as a rule
            shift = indent - columns[first]
            begins = [column + shift for column in columns[first:behind:2]]
            yield _Line(above, parts[first:behind:2], starts[first:behind:2], begins)
            (above, indent), first = following, behind + 1


def _width(text: str) -> int:
    return _width_of_short(text) if len(text) <= _REMEMBERED_LENGTH else display_width(text)


@lru_cache(maxsize=_REMEMBERED)
def _width_of_short(text: str) -> int:
    return display_width(text)


def _breaks(gap: str) -> tuple[int, int]:
    """How many lines end in white space, and the display columns of what stands behind the last of their ends."""
    return _breaks_in_short(gap) if len(gap) <= _REMEMBERED_LENGTH else _breaks_in_short.__wrapped__(gap)


@lru_cache(maxsize=_REMEMBERED)
def _breaks_in_short(gap: str) -> tuple[int, int]:
    lines = _LINE_END.split(gap)
    return len(lines) - 1, display_width(lines[-1])


def _cut(line: _Line, text: str, kinds: Mapping[str, Kind]) -> None:
    """Cut a line before figures, too, if what comes out are cells of a table; else it is one field."""
    together = "".join(line.fields)
    if " " in together or "\u00a0" in together:
        line.fields, line.starts, line.begins = _cut_before_figures(line)
    fields = line.fields
    if len(fields) == 1:
        return
    terminals = [kinds[field].terminal for field in fields]
    words, values = terminals.count(TEXT), terminals.count(VALUES)
    if words and not _are_short(fields, terminals):
        line.fields = [text[line.starts[0] : line.starts[-1] + len(fields[-1])]]
        del line.starts[1:], line.begins[1:]
        return
    line.cut = True
    line.figures = [terminal == VALUES for terminal in terminals]
    line.row = values > 0 and words + values < len(fields)


def _are_short(fields: Sequence[str], terminals: Sequence[str]) -> bool:
    """Whether no text of a line is longer than a cell's."""
    return all(len(field) <= _SHORT or kind != TEXT for field, kind in zip(fields, terminals, strict=True))


def _cut_before_figures(line: _Line) -> tuple[list[str], list[int], list[int]]:
    """A line's fields cut before the figures at their ends, and where each begins in the text and on the line."""
    cut: list[tuple[str, int, int]] = []
    for field, start, column in zip(line.fields, line.starts, line.begins, strict=True):
        begin = column
        figures = _figures_at_end(field) if " " in field or "\u00a0" in field else []
        before = field[: figures[0][0]].rstrip() if figures else field
        if before:
            cut.append((before, start, begin))
        reached = 0
        for first, behind in figures:
            begin += display_width(field[reached:first])
            reached = first
            cut.append((field[first:behind], start + first, begin))
    return [field for field, _, _ in cut], [start for _, start, _ in cut], [begin for _, _, begin in cut]


def _figures_at_end(field: str) -> list[tuple[int, int]]:
    """Where the figures stand that a field ends with, perhaps with slashes behind the first of them."""
    plain = field.replace("\u00a0", " ")
    found: list[tuple[int, int]] = []
    behind = len(plain)
    while behind > 0:
        first = plain.rfind(" ", 0, behind) + 1
        word = plain[first:behind]
        if word != _SLASH and not _FIGURE.fullmatch(word):
            break
        found.append((first, behind))
        behind = first - 1
    while found and plain[slice(*found[-1])] == _SLASH:
        del found[-1]
    return found[::-1]


def _regions(lines: list[_Line], headings: Callable[[str], bool]) -> list[list[_Line]]:
    """The lines of each table: what stands between two headings and holds a line that was cut."""
    regions: list[list[_Line]] = [[]]
    for line in lines:
        if len(line.fields) == 1 and headings(line.fields[0]):
            regions.append([])
        regions[-1].append(line)
    return [region for region in regions[1:] if any(line.cut for line in region)]


def _places(region: list[_Line]) -> dict[int, int] | None:
    """The table's places by the display column where they begin, or `None` where figures do not begin below the header."""
    pairs = [pair for line in region for pair in zip(line.begins, line.figures, strict=True)]
    figures = {begin for begin, figure in pairs if figure}
    cut = {begin for line in region if line.cut for begin in line.begins} | {0}
    if not figures <= {begin for begin, figure in pairs if not figure} or len(cut) > _MOST_PLACES:
        return None
    return {begin: place for place, begin in enumerate(sorted(cut))}


def _gaps_of_places(lines: list[_Line], begins: dict[int, dict[int, int]], end: str) -> list[Gap]:
    """What the gaps are where the columns at which fields begin are places; `end` stands behind the last field."""
    read: list[Gap] = []
    bars: list[int] = []
    for line in lines:
        places = begins.get(id(line), {})
        here = [places.get(begin, 0) for begin in line.begins]
        bars += [0] * (line.above - len(bars) + 1)
        bars[-1] += here[0]
        read.append(gap_of_places(bars))
        read += gaps_beside(here)
        bars = [max(0, len(places) - 1 - here[-1])]
    below = _breaks(end)[0] - end.endswith(("\n", "\r", "\f"))
    read.append(gap_of_places(bars + [0] * below))
    return read


def _gaps_of_rows(lines: list[_Line], gaps: Sequence[str]) -> list[Gap]:
    """The same where a row is what stands on its line."""
    read: list[Gap] = []
    for line in lines:
        read.append(read_gap(gaps[len(read)]))
        read += [_NO_GAP] * (len(line.fields) - 1)
    return [*read, read_gap(gaps[-1])]


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
