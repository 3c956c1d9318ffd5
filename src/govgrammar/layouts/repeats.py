"""What stands in merged cells: a converter leaves the other places empty, or repeats the text in each.

A repeated label is left out here, so that both are the same grid.  A figure is left out only with the label of its column:
elsewhere nobody can tell a repeated one from another that is equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, takewhile
from operator import attrgetter

from govgrammar.form import TEXT, VALUES, Form
from govgrammar.layouts.lines import Kind, Line


def leave_out_repeats(lines: Iterable[Line], kinds: Mapping[str, Kind], form: Form) -> bool:
    """Make the places of lines empty where what stands in merged cells is repeated; whether figures were compared for that.

    A line of a table that has no fields, such as a rule of hyphens, is none of its rows.
    """
    compared = False
    for cut, together in groupby(lines, key=attrgetter("cut")):
        rows = [line for line in together if line.fields] if cut else []
        labels = [_labels(line.fields, kinds) for line in rows]
        if any(map(_are_repeated, labels, [{}, *labels])):
            compared |= _leave_out(rows, kinds, form)
    return compared


def _labels(fields: Sequence[str], kinds: Mapping[str, Kind]) -> dict[int, str]:
    """The labels of a line by their places."""
    found = enumerate(map(kinds.__getitem__, fields))
    return {place: kind.key for place, kind in found if kind.terminal != VALUES and kind.key}


def _are_repeated(labels: dict[int, str], above: dict[int, str]) -> bool:
    """Whether a label stands beside one that is the same, or below it."""
    return bool(labels.items() & above.items()) or any(labels.get(p - 1) == label for p, label in labels.items())


def _leave_out(table: list[Line], known: Mapping[str, Kind], form: Form) -> bool:
    """The same for the lines of one table.

    Two columns with the same label can be a misprint, or two labels that are cut.  Where other labels are repeated, and all
    figures below the two are the same as well, they are one column whichever it is.
    """
    kinds = [[known[field] for field in line.fields] for line in table]
    labels = [[kind.key if kind.terminal != VALUES else "" for kind in row] for row in kinds]
    across = [{p for p in range(1, len(row)) if row[p] and row[p] == row[p - 1]} for row in labels]
    headers = [{p for p in places if kinds[n][p].terminal in form.single_columns} for n, places in enumerate(across)]
    left_out = [
        (places - header) | _below(row, above, places)
        for row, above, places, header in zip(labels, [[], *labels], across, headers, strict=False)
    ]
    compared = False
    if any(kinds[n][p].terminal != TEXT for n, places in enumerate(across) for p in places - headers[n]):
        for number, header in enumerate(headers):
            for place in header - left_out[number]:
                column = [number, *_rows_below(labels, number, place)]
                if kinds[number][place].terminal in form.cut_columns:
                    continue
                compared = True
                if all(_equal(table[row], place) for row in column):
                    for row in column:
                        left_out[row].add(place)
    for line, out in zip(table, left_out, strict=True):
        line.fields = ["" if place in out else field for place, field in enumerate(line.fields)]
    return compared


def _rows_below(labels: list[list[str]], header: int, place: int) -> Iterable[int]:
    """The lines below a header's line up to the next label at a place or the one before it."""
    rows = range(header + 1, len(labels))
    return takewhile(lambda row: not any(labels[row][place - 1 : place + 1]), rows)


def _below(row: list[str], above: list[str], across: set[int]) -> set[int]:
    """Where the labels of a line are those of the line above it, if it has a label of its own as well."""
    down = {p for p in range(min(len(row), len(above))) if row[p] and row[p] == above[p]}
    return down if any(label and p not in across and p not in down for p, label in enumerate(row)) else set()


def _equal(line: Line, place: int) -> bool:
    """Whether a place of a line holds what the place before it holds."""
    return place < len(line.fields) and line.fields[place - 1] == line.fields[place]
