"""Lines of fields: what delimited text and Markdown have in common.

Every line of a table holds all of its places, empty ones included.  Where cells are merged, a converter leaves the other
places empty or repeats the text in each; a repeated label is left out here, so that both are the same grid.  A figure is
left out only with the label of its column: elsewhere nobody can tell a repeated one from another that is equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, takewhile
from typing import Final, Protocol

from attrs import define

from govgrammar.fold import squeeze
from govgrammar.form import TEXT, VALUES, Form
from govgrammar.layouts.physical import Gap, PhysicalText, gap_of_places

#: What a text begins with that kept it; it is no part of the first field.
BYTE_ORDER_MARK: Final = "\ufeff"


class Kind(Protocol):
    """What the reader of cells says of one: its terminal, and its key."""

    @property
    def terminal(self) -> str:
        """Its name in the grammar."""
        ...

    @property
    def key(self) -> str:
        """What it has in common with other spellings of the same."""
        ...


Classify = Callable[[str], Kind]
Field = tuple[int, int]


@define
class Line:
    """One line: its fields as ranges of the text; `cut` where it is a line of a table."""

    fields: list[Field]
    cut: bool


def assemble(text: str, lines: Sequence[Line]) -> PhysicalText:
    """Cells and gaps of all lines; a gap counts the separators on each line that it touches."""
    cells, starts = [""], [0]
    gaps: list[str] = []
    read: dict[int, Gap] = {}
    bars, end = [0], 0
    for number, line in enumerate(lines):
        if number:
            bars.append(0)
        for position, (a, b) in enumerate(line.fields):
            if position:
                bars[-1] += 1
            if squeeze(text[a:b]):
                read[len(gaps)] = gap_of_places(bars)
                gaps.append(text[end:a])
                cells.append(text[a:b])
                starts.append(a)
                bars, end = [0], b
    read[len(gaps)] = gap_of_places([*bars, 0])  # the last line ends as well, whether or not a line end says so
    gaps.append(text[end:])
    return PhysicalText(text, cells, gaps, starts, read, gridded=True)


def without_repeats(text: str, lines: Iterable[Line], classify: Classify, form: Form) -> list[Line]:
    """The lines with empty places where what stands in merged cells is repeated.

    A line of a table that has no fields, such as a rule of hyphens, is none of its rows.
    """
    found: list[Line] = []
    for cut, group in groupby(lines, key=lambda line: line.cut):
        together = list(group)
        rows = [line for line in together if line.fields] if cut else []
        kept = iter(_without_repeats(text, rows, classify, form))
        found += [next(kept) if cut and line.fields else line for line in together]
    return found


def _without_repeats(text: str, table: list[Line], classify: Classify, form: Form) -> list[Line]:
    """The lines of one table.

    Two columns with the same label can be a misprint, or two labels that are cut.  Where other labels are repeated, and all
    figures below the two are the same as well, they are one column whichever it is.
    """
    kinds = [[classify(text[a:b]) for a, b in line.fields] for line in table]
    labels = [[kind.key if kind.terminal != VALUES else "" for kind in row] for row in kinds]
    across = [{p for p in range(1, len(row)) if row[p] and row[p] == row[p - 1]} for row in labels]
    headers = [{p for p in places if kinds[n][p].terminal in form.single_columns} for n, places in enumerate(across)]
    left_out = [
        (places - header) | _below(row, above, places)
        for row, above, places, header in zip(labels, [[], *labels], across, headers, strict=False)
    ]
    if any(kinds[n][p].terminal != TEXT for n, places in enumerate(across) for p in places - headers[n]):
        for number, header in enumerate(headers):
            for place in header - left_out[number]:
                column = [number, *_rows_below(labels, number, place)]
                certain = kinds[number][place].terminal not in form.cut_columns
                if certain and all(_equal(text, table[row], place) for row in column):
                    for row in column:
                        left_out[row].add(place)
    return [
        Line([(a, a) if place in out else (a, b) for place, (a, b) in enumerate(line.fields)], cut=True)
        for line, out in zip(table, left_out, strict=True)
    ]


def _rows_below(labels: list[list[str]], header: int, place: int) -> Iterable[int]:
    """The lines below a header's line up to the next label at a place or the one before it."""
    rows = range(header + 1, len(labels))
    return takewhile(lambda row: not any(labels[row][place - 1 : place + 1]), rows)


def _below(row: list[str], above: list[str], across: set[int]) -> set[int]:
    """Where the labels of a line are those of the line above it, if it has a label of its own as well."""
    down = {p for p in range(min(len(row), len(above))) if row[p] and row[p] == above[p]}
    return down if any(label and p not in across and p not in down for p, label in enumerate(row)) else set()


def _equal(text: str, line: Line, place: int) -> bool:
    """Whether a place of a line holds what the place before it holds."""
    return place < len(line.fields) and text[slice(*line.fields[place - 1])] == text[slice(*line.fields[place])]
