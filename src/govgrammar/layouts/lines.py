"""Lines of fields: what delimited text and Markdown have in common.

Every line of a table holds all of its places, empty ones included.  A gap counts the separators on each line that it touches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import add
from typing import Final, NamedTuple, Protocol

from attrs import define

from govgrammar.fold import squeeze
from govgrammar.layouts.physical import Gap, PhysicalText, gap_of_places, gaps_beside

#: What a text begins with that kept it; it is no part of the first field.
BYTE_ORDER_MARK: Final = "\ufeff"
_LINE_END: Final = re.compile(r"(\r\n|[\n\r])")
_REMEMBERED: Final = 4096
_SHORT: Final = 64


class Kind(Protocol):
    """What the reader of cells says of one: its terminal, its key, and what it adds to the shape of a table."""

    @property
    def terminal(self) -> str:
        """Its name in the grammar."""
        ...

    @property
    def key(self) -> str:
        """What it has in common with other spellings of the same."""
        ...

    @property
    def symbol(self) -> str | int:
        """The characters of what is no value, and of white space; a number for all other values."""
        ...


class Classify(Protocol):
    """Says what a cell is; `kinds` are its answers by the cell's characters, made when they are asked for."""

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """What each cell is."""
        ...


@define
class Line:
    """One line: the characters of its fields, and where each begins; `cut` where it is a line of a table, and `like_row`
    where it is like one of its rows.

    Where the fields are those of several lines that were read together, `numbers` says which.
    """

    fields: list[str]
    starts: list[int]
    cut: bool
    like_row: bool = False
    numbers: Sequence[int] = ()


class Shape(NamedTuple):
    """What lines of fields are: which of all their fields are cells, and the gaps between those.

    `before` and `behind` are the separators on each line up to the first of the cells, and from the last of them on.  Without a
    cell, `before` has all lines.  Of the lines, `cut` are lines of a table, `rows` like a row, and `written` hold anything.
    """

    numbers: tuple[int, ...]
    before: tuple[int, ...]
    gaps: tuple[Gap, ...]
    behind: tuple[int, ...]
    cut: int
    rows: int
    written: int


class Part(NamedTuple):
    """The cells of some lines, where they begin, and the shape of those lines; `between` are the characters between two of the
    cells, or `None` where they are still to be taken from the text.
    """

    cells: Sequence[str]
    starts: Sequence[int]
    shape: Shape
    between: Sequence[str] | None = None


_TEXT_LINE: Final = Shape((0,), (0,), (), (0,), cut=0, rows=0, written=1)
_EMPTY_LINE: Final = Shape((), (0,), (), (), cut=0, rows=0, written=0)


#: A line without a character that can be seen.
NO_CELL: Final = Part((), (), _EMPTY_LINE)


def split_lines(text: str) -> tuple[list[int], list[str]]:
    """Where each line begins, and its characters without those that end it."""
    start = int(text.startswith(BYTE_ORDER_MARK))
    if "\r" not in text:
        lines = text[start:].split("\n")
        starts = field_starts(lines, start)
    else:
        parts = _LINE_END.split(text[start:])
        lines, starts = parts[::2], list(accumulate(map(len, parts), initial=start))[:-1:2]
    if not lines[-1]:
        del lines[-1], starts[-1]  # behind the last line end is no line
    return starts, lines


def line_end(text: str) -> str:
    """What ends each line of a text; nothing where that is not everywhere the same."""
    if "\r" not in text:
        return "\n"
    both = text.count("\r\n")
    return "\r\n" if both == text.count("\r") == text.count("\n") else ""


def field_starts(fields: Sequence[str], start: int) -> list[int]:
    """Where fields begin that one character stands between."""
    return list(map(add, range(len(fields)), accumulate(map(len, fields), initial=start)))


def bare(pieces: Iterable[str]) -> list[str]:
    """Fields without the white space around them."""
    return list(map(str.strip, pieces))


def inner_starts(pieces: Iterable[str], fields: Iterable[str], starts: Iterable[int]) -> list[int]:
    """Where fields begin in the pieces that hold them, of which is known where they begin."""
    return list(map(add, starts, map(str.index, pieces, fields)))


def assemble(text: str, parts: Iterable[Part]) -> PhysicalText:
    """Cells and gaps of all lines."""
    cells, starts, between, gaps = [""], [0], list[str](), list[Gap]()
    bars: list[int] = []
    behind = 0
    for part in parts:
        if part is NO_CELL:
            bars.append(0)
            continue
        shape = part.shape
        bars += shape.before
        if shape.numbers:
            gaps.append(gap_of_places(bars))
            gaps += shape.gaps
            cells += part.cells
            starts += part.starts
            between.append(text[behind : part.starts[0]])
            between += texts_inside(text, part.cells, part.starts) if part.between is None else part.between
            behind = starts[-1] + len(cells[-1])
            bars = [*shape.behind]
    between.append(text[behind:])
    gaps.append(gap_of_places([*bars, 0]))  # the last line ends as well, whether or not a line end says so
    return PhysicalText(text, cells, between, starts, dict(enumerate(gaps)), gridded=True)


def texts_inside(text: str, cells: Iterable[str], starts: Sequence[int]) -> list[str]:
    """The characters between each two cells."""
    ends = map(add, starts, map(len, cells))
    return [text[end:start] for end, start in zip(ends, starts[1:], strict=False)]


def part_of_line(line: str, start: int) -> Part:
    """A line that is one field and no line of a table."""
    if is_written(line):
        return Part((line,), (start,), _TEXT_LINE, ())
    return Part((), (), _EMPTY_LINE._replace(written=1)) if line.strip() else NO_CELL


def part_of_lines(lines: Iterable[Line]) -> Part:
    """Lines that follow each other."""
    cells, starts, numbers, gaps = list[str](), list[int](), list[int](), list[Gap]()
    before: tuple[int, ...] = ()
    cut = rows = written = 0
    bars: list[int] = []
    for line in lines:
        fields = line.fields
        cut, rows, written = cut + line.cut, rows + line.like_row, written + any(map(str.strip, fields))
        places = [place for place, field in enumerate(fields) if is_written(field)]
        if not places:
            bars.append(max(0, len(fields) - 1))
            continue
        bars.append(places[0])
        if cells:
            gaps.append(gap_of_places(bars))
        else:
            before = tuple(bars)
        gaps += gaps_beside(places)
        cells += [fields[place] for place in places]
        starts += [line.starts[place] for place in places]
        numbers += [line.numbers[place] if line.numbers else -1 for place in places]
        bars = [len(fields) - 1 - places[-1]]
    if not cells:
        before, bars = tuple(bars), []
    return Part(cells, starts, Shape(tuple(numbers), before, tuple(gaps), tuple(bars), cut, rows, written))


def is_written(field: str) -> bool:
    """Whether a field holds anything that can be seen; a letter or a digit at its beginning is seen in any case."""
    if not field or field[0].isalnum():
        return bool(field)
    return _is_short_written(field) if len(field) <= _SHORT else bool(squeeze(field))


@lru_cache(maxsize=_REMEMBERED)
def _is_short_written(field: str) -> bool:
    return bool(squeeze(field))
