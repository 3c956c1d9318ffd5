"""Columns aligned with spaces, as tools that print PDF pages as text write them.

A line is cut where several spaces stand, and before figures.  Where every figure begins exactly below a cell of the header,
its place is its column (`gridded`).  Elsewhere places say nothing: a row is what stands on its line, and blank cells are
lost (`packed`); labels may then be wrapped around their figures, and header cells broken into fragments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import Final, NamedTuple

from attrs import define

from govgrammar.form import TEXT, VALUES
from govgrammar.layouts.lines import Classify, Kind, texts_inside
from govgrammar.layouts.physical import Gap, PhysicalText, gap_of_places, gaps_beside, read_gap
from govgrammar.layouts.sheet import Sheet
from govgrammar.layouts.telling import may_be_aligned
from govgrammar.source import display_width

#: White space between two fields is more than one space, or any but a space.
_SPACE: Final = re.compile(r"(\s+)")
_ONE_SPACE: Final = (" ", "\u00a0")
_LINE_END: Final = re.compile(r"\r\n|[\n\r\f]")
_FIGURE: Final = re.compile(r"[-+]?[\d,.]+")
#: It stands between figures for one that does not apply.
_SLASH: Final = "/"
#: So many rows have their label beside them; the others may be wrapped around their figures.
_LABELLED: Final = 2
_APART: Final = 2
_SHORT: Final = 16
_MOST_PLACES: Final = 24
_NO_GAP: Final = Gap(0, 0, (0,), 0, (), (), stacked=False, below_header=0, lines=(0,))
_REMEMBERED: Final = 4096
_REMEMBERED_LENGTH: Final = 256


class _Signs(NamedTuple):
    """What a line is by its fields' terminals: which are values, how many are of no table, and whether it is a row."""

    figures: tuple[bool, ...]
    words: int
    row: bool


@define
class _Line:
    """A line that holds anything: its fields, and the numbers of the first of them and of what stands behind the last, among
    the text's parts.

    `above` are the line ends between it and the last such line, `indent` the display columns before its first field.  Where the
    line is `cut`, `figures` says which fields are values; `row` is true where a label of the form stands beside one.  `starts`
    and `columns` say where fields begin in the text and on the line, where that is not asked of the parts.
    """

    above: int
    indent: int
    fields: list[str]
    first: int
    behind: int
    figures: Sequence[bool] = (False,)
    cut: bool = False
    row: bool = False
    starts: list[int] | None = None
    columns: list[int] | None = None

    def begins(self, parts: Sequence[str]) -> list[int]:
        """The display columns at which the fields begin."""
        if self.columns is None:
            widths = [len(part) if part.isascii() else _width(part) for part in parts[self.first : self.behind - 1]]
            self.columns = list(accumulate(widths, initial=self.indent))[::2]
        return self.columns


def cut_aligned(text: str, classify: Classify, headings: Callable[[str], bool]) -> PhysicalText | None:
    """The cells of a text whose columns are aligned with spaces, or `None` where it has no such table."""
    if not may_be_aligned(text):
        return None
    parts, spaced = _parts(text)
    lines = list(_lines(parts))
    places = list(accumulate(map(len, parts), initial=0))
    changed = spaced and sum([_cut_at_one_space(line, parts, places) for line in lines]) > 0
    kinds = classify.kinds
    for line in lines:
        if len(line.fields) > 1:
            changed |= _judge(line, text, places, kinds)
    if sum([line.row for line in lines]) < _LABELLED:
        return None
    cells = ["", *chain.from_iterable([line.fields for line in lines])]
    if changed:
        starts = [0, *chain.from_iterable([line.starts or places[line.first : line.behind : 2] for line in lines])]
        gaps = [*texts_inside(text, cells, starts), text[starts[-1] + len(cells[-1]) :]]
    else:
        starts = [0, *places[lines[0].first : lines[-1].behind : 2]]
        gaps = _gap_texts(parts)
    regions = _regions(lines, headings)
    found = _all_places(regions, parts)
    if found is None:
        return PhysicalText(text, cells, gaps, starts, dict(enumerate(_gaps_of_rows(lines, gaps))), packed=True)
    begins = {id(line): columns for region, columns in zip(regions, found, strict=True) for line in region}
    read = _gaps_of_places(lines, parts, begins, gaps[-1])
    return PhysicalText(text, cells, gaps, starts, dict(enumerate(read)), gridded=True)


def _parts(text: str) -> tuple[list[str], bool]:
    """Fields and the white space between them, in turn, and whether any field holds a space; one at either end may be empty."""
    parts = _SPACE.split(text)
    spaces = parts[1::2]
    if " " not in spaces and "\u00a0" not in spaces:
        return parts, False
    last = len(spaces) - 1 - (not parts[-1])  # at the ends of the text, one space is enough
    joined, fields = parts[:1], [parts[0]]
    for number, (space, field) in enumerate(zip(spaces, parts[2::2], strict=True)):
        if space in _ONE_SPACE and number <= last and (number or parts[0]):
            fields += (space, field)
            continue
        joined[-1] = "".join(fields)
        joined += (space, field)
        fields = [field]
    joined[-1] = "".join(fields)
    return joined, len(joined) < len(parts)


def _lines(parts: list[str]) -> Iterator[_Line]:
    """The lines that hold anything, with a field wherever wide spaces stand around it."""
    first = 0 if parts[0] else 2
    end = len(parts) if parts[-1] else len(parts) - 2
    above, indent = _breaks(parts[1]) if first else (0, 0)
    for behind in [n for n in range(first + 1, end, 2) if not parts[n].isprintable()]:
        following = _breaks(parts[behind])
        if following[0]:  # white space that is not printable ends a line, as a rule
            yield _Line(above, indent, parts[first:behind:2], first, behind)
            (above, indent), first = following, behind + 1
    yield _Line(above, indent, parts[first:end:2], first, end)


def _gap_texts(parts: list[str]) -> list[str]:
    """The white space before the first field and behind each."""
    gaps = parts[1::2]
    if parts[0]:
        gaps.insert(0, "")
    if parts[-1]:
        gaps.append("")
    return gaps


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


def _cut_at_one_space(line: _Line, parts: Sequence[str], places: Sequence[int]) -> bool:
    """Cut a line before figures, too; whether one space stands in any of its fields."""
    together = "".join(line.fields)
    if " " not in together and "\u00a0" not in together:
        return False
    starts = places[line.first : line.behind : 2]
    line.fields, line.starts, line.columns = _cut_before_figures(line.fields, starts, line.begins(parts))
    return True


def _judge(line: _Line, text: str, places: Sequence[int], kinds: Mapping[str, Kind]) -> bool:
    """A line's fields are cells of a table, or it is one field; whether it is made one."""
    fields = line.fields
    terminals = tuple([kinds[field].terminal for field in fields])
    signs = _signs(terminals) if len(terminals) <= _MOST_PLACES else _signs.__wrapped__(terminals)
    if signs.words and not _are_short(fields, terminals):
        starts = line.starts or places[line.first : line.behind : 2]
        line.fields = [text[starts[0] : starts[-1] + len(fields[-1])]]
        line.starts, line.columns = [starts[0]], [line.indent]
        return True
    line.cut, line.figures, line.row = True, signs.figures, signs.row
    return False


@lru_cache(maxsize=_REMEMBERED)
def _signs(terminals: tuple[str, ...]) -> _Signs:
    words, values = terminals.count(TEXT), terminals.count(VALUES)
    figures = tuple([terminal == VALUES for terminal in terminals])
    return _Signs(figures, words, values > 0 and words + values < len(terminals))


def _are_short(fields: Sequence[str], terminals: Sequence[str]) -> bool:
    """Whether no text of a line is longer than a cell's."""
    return all(len(field) <= _SHORT or kind != TEXT for field, kind in zip(fields, terminals, strict=True))


def _cut_before_figures(
    fields: Sequence[str], starts: Sequence[int], begins: Sequence[int]
) -> tuple[list[str], list[int], list[int]]:
    """A line's fields cut before the figures at their ends, and where each begins in the text and on the line."""
    cut: list[tuple[str, int, int]] = []
    for field, start, column in zip(fields, starts, begins, strict=True):
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


def _all_places(regions: list[list[_Line]], parts: Sequence[str]) -> list[dict[int, int]] | None:
    """Of each table, its places by the display column where they begin, or `None` where places say nothing in one of them."""
    found = []
    for region in regions:
        places = _places(region, parts)
        if places is None:
            return None
        found.append(places)
    return found


def _places(region: list[_Line], parts: Sequence[str]) -> dict[int, int] | None:
    """The table's places by the display column where they begin, or `None` where figures do not begin below the header."""
    others = {line.indent for line in region if not line.figures[0]}
    for line in region:
        if False in line.figures[1:]:
            others |= {begin for begin, figure in zip(line.begins(parts), line.figures, strict=True) if not figure}
    for line in region:
        if True in line.figures:
            figures = [begin for begin, figure in zip(line.begins(parts), line.figures, strict=True) if figure]
            if not others.issuperset(figures):
                return None
    cut = {begin for line in region if line.cut for begin in line.begins(parts)} | {0}
    return {begin: place for place, begin in enumerate(sorted(cut))} if len(cut) <= _MOST_PLACES else None


def _gaps_of_places(lines: list[_Line], parts: Sequence[str], begins: dict[int, dict[int, int]], end: str) -> list[Gap]:
    """What the gaps are where the columns at which fields begin are places; `end` stands behind the last field."""
    read: list[Gap] = []
    bars: list[int] = []
    for line in lines:
        places = begins.get(id(line), {})
        here = [places.get(begin, 0) for begin in line.begins(parts)]
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
    read = [_NO_GAP] * len(gaps)
    place = 0
    for line in lines:
        read[place] = _gap_above(gaps[place])
        place += len(line.fields)
    read[place] = _gap_above(gaps[place])
    return read


def _gap_above(gap: str) -> Gap:
    return _gap_above_short(gap) if len(gap) <= _REMEMBERED_LENGTH else read_gap(gap)


@lru_cache(maxsize=_REMEMBERED)
def _gap_above_short(gap: str) -> Gap:
    return read_gap(gap)


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
