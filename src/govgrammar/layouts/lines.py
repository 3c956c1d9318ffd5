"""Lines of fields: what delimited text and Markdown have in common.

Every line of a table holds all of its places, empty ones included.  Where cells are merged, a converter leaves the other
places empty or repeats the text in each; a repeated label is left out here, so that both are the same grid.  A figure is
never left out: nobody can tell a repeated one from another that is equal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from attrs import define

from govgrammar.fold import squeeze
from govgrammar.form import VALUES
from govgrammar.layouts.physical import Gap, PhysicalText, gap_of_places


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
    read[len(gaps)] = gap_of_places(bars)
    gaps.append(text[end:])
    return PhysicalText(text, cells, gaps, starts, read, gridded=True)


def without_repeats(text: str, lines: Sequence[Line], classify: Classify, columns: Collection[str]) -> list[Line]:
    """The lines with empty places where the label of merged cells is repeated.

    `columns` are the labels that head one column: two such that are alike side by side can be a misprint, or two that are
    cut, and stay.
    """
    found: list[Line] = []
    above: list[str] = []
    for line in lines:
        kinds = [classify(text[a:b]) for a, b in line.fields] if line.cut else []
        labels = [kind.key if kind.terminal != VALUES else "" for kind in kinds]
        places = range(len(labels))
        across = {p for p in places[1:] if labels[p] and labels[p] == labels[p - 1]}
        down = {p for p in places[: len(above)] if labels[p] and labels[p] == above[p]}
        if not any(labels[p] for p in places if p not in across and p not in down):
            down = set()  # a line that stands twice, not a cell that spans two
        left_out = down | {p for p in across if kinds[p].terminal not in columns}
        fields = [(a, a) if place in left_out else (a, b) for place, (a, b) in enumerate(line.fields)]
        found.append(Line(fields, cut=line.cut))
        above = labels
    return found
