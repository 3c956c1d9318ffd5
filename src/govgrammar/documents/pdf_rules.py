"""Ruled tables from straight lines.

Lines that touch make a frame; its cells are the places that no line parts, so that merged cells come from the ruling
alone.  A side that has no line ends where the lines across it end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from govgrammar.documents.pdf_page import Rule

#: Lines that are no farther apart are one: double lines, and the gaps between dashes and between cells with own borders.
NEAR: Final = 3.0
#: What is shorter is a dot, or a stroke of something drawn.
_SHORTEST: Final = 5.0
#: Lines of one page after they are joined; a page with more of them is a drawing.
MOST_LINES: Final = 3_000


@frozen
class Box:
    """A cell: its first row and column, and how many of each it takes."""

    row: int
    column: int
    rows: int
    columns: int


@frozen
class Frame:
    """A ruled table: the edges of its columns and rows, its cells, and for each place the cell that takes it.

    `open_above` and `open_below` are the columns at whose upper and lower end no line stands.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]
    owners: tuple[tuple[int, ...], ...]
    open_above: frozenset[int]
    open_below: frozenset[int]

    @property
    def area(self) -> float:
        """Square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def at(self, x: float, y: float, size: float = 0.0) -> int | None:
        """The cell at a place; a line of text of this size may stand out of a cell whose end no line marks."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] - size <= y <= self.ys[-1] + size):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        if (y < self.ys[0] and column not in self.open_above) or (y > self.ys[-1] and column not in self.open_below):
            return None
        row = min(max(bisect_right(self.ys, y), 1), len(self.ys) - 1) - 1
        return self.owners[row][column]


def joined(rules: Sequence[Rule]) -> list[Rule]:
    """Lines that continue or cover each other, as one."""
    ordered = sorted(rules)
    found: list[Rule] = []
    begin = 0
    while begin < len(ordered):
        end = begin
        while end < len(ordered) and ordered[end].at - ordered[begin].at <= NEAR:
            end += 1
        group = sorted(ordered[begin:end], key=lambda rule: rule.begin)
        at = sum(rule.at for rule in group) / len(group)
        first, last = group[0].begin, group[0].end
        for rule in group[1:]:
            if rule.begin > last + NEAR:
                found.append(Rule(at, first, last))
                first, last = rule.begin, rule.end
            last = max(last, rule.end)
        found.append(Rule(at, first, last))
        begin = end
    return [rule for rule in found if rule.end - rule.begin >= _SHORTEST]


def frames_of(across: Sequence[Rule], down: Sequence[Rule], most: int) -> tuple[list[Frame], int]:
    """The tables of a page with at least two columns, from its joined lines, and how many places they have.

    No table is made with which the places are more than `most`; their number is then more, too.
    """
    frames, total = [], 0
    for rows, columns in _touching(across, down):
        xs = _edges([rule.at for rule in columns], [end for rule in rows for end in (rule.begin, rule.end)])
        ys = _edges([rule.at for rule in rows], [end for rule in columns for end in (rule.begin, rule.end)])
        total += (len(xs) - 1) * (len(ys) - 1)
        if total > most:
            break
        if len(xs) > 1 and len(ys) > 1:
            frame = _frame(rows, columns, xs, ys)
            if any(len(set(row)) > 1 for row in frame.owners):
                frames.append(frame)
    return sorted(frames, key=lambda frame: frame.area), total


def _touching(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines in groups that touch each other, those across and those down."""
    down = sorted(down)
    ats = [rule.at for rule in down]
    pairs = (
        (number, len(across) + other)
        for number, rule in enumerate(across)
        for other in range(bisect_left(ats, rule.begin - NEAR), bisect_right(ats, rule.end + NEAR))
        if down[other].begin - NEAR <= rule.at <= down[other].end + NEAR
    )
    roots = _groups(len(across) + len(down), pairs)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate((*across, *down)):
        groups.setdefault(roots[number], ([], []))[number >= len(across)].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _edges(lines: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Where lines stand, and beyond the outer ones where the lines across them end."""
    edges: list[float] = []
    for at in sorted(lines):
        if not edges or at - edges[-1] > NEAR:
            edges.append(at)
    low, high = min(ends), max(ends)
    if low < edges[0] - _SHORTEST:
        edges.insert(0, low)
    if high > edges[-1] + _SHORTEST:
        edges.append(high)
    return edges


def _frame(across: Sequence[Rule], down: Sequence[Rule], xs: list[float], ys: list[float]) -> Frame:
    lines_across = _covered(across, ys, xs)
    lines_down = _covered(down, xs, ys)
    height, width = len(ys) - 1, len(xs) - 1
    pairs = [
        (row * width + column, row * width + column + 1)
        for row in range(height)
        for column in range(width - 1)
        if (column + 1, row) not in lines_down
    ]
    pairs += [
        (row * width + column, (row + 1) * width + column)
        for row in range(height - 1)
        for column in range(width)
        if (row + 1, column) not in lines_across
    ]
    roots = _groups(height * width, pairs)
    groups: dict[int, list[tuple[int, int]]] = {}
    for place, root in enumerate(roots):
        groups.setdefault(root, []).append(divmod(place, width))
    boxes = sorted((box for places in groups.values() for box in _boxes(places)), key=lambda b: (b.row, b.column))
    owners = [[-1] * width for _ in range(height)]
    for number, box in enumerate(boxes):
        for owned in owners[box.row : box.row + box.rows]:
            owned[box.column : box.column + box.columns] = [number] * box.columns
    return Frame(
        tuple(xs),
        tuple(ys),
        tuple(boxes),
        tuple(map(tuple, owners)),
        frozenset(column for column in range(width) if (0, column) not in lines_across),
        frozenset(column for column in range(width) if (height, column) not in lines_across),
    )


def _groups(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of so many things, the first of those that pairs bind it to."""
    parent = list(range(count))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in pairs:
        first, second = sorted((root(a), root(b)))
        parent[second] = first
    return [root(node) for node in range(count)]


def _covered(rules: Sequence[Rule], edges: Sequence[float], steps: Sequence[float]) -> set[tuple[int, int]]:
    """The pieces of edges on which a line stands, as edge and step along it."""
    found: set[tuple[int, int]] = set()
    for rule in rules:
        edge = min(
            range(max(0, bisect_left(edges, rule.at) - 1), min(len(edges), bisect_left(edges, rule.at) + 1)),
            key=lambda number: abs(edges[number] - rule.at),
        )
        first = bisect_left(steps, rule.begin - NEAR)
        last = bisect_right(steps, rule.end + NEAR) - 1
        found.update((edge, step) for step in range(first, last))
    return found


def _boxes(places: list[tuple[int, int]]) -> list[Box]:
    """The cell that takes these places; where they are no rectangle, a line ends in it, and each row is a cell of its own."""
    rows, columns = [row for row, _ in places], [column for _, column in places]
    box = Box(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)
    if box.rows * box.columns == len(places):
        return [box]
    found: list[Box] = []
    for row, column in sorted(places):
        last = found[-1] if found else None
        if last is not None and last.row == row and last.column + last.columns == column:
            found[-1] = Box(row, last.column, 1, last.columns + 1)
        else:
            found.append(Box(row, column, 1, 1))
    return found
