"""What stands on a page before anybody decides what of it is the report: paragraphs and tables, with the element that holds
each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from attrs import define, field

from govgrammar.documents.arranged import ArrangedTable
from govgrammar.documents.blocks import LaidOut

#: Markup runs (by number) that spell a text.
Runs = tuple[int, ...]
#: A label is no longer than this: what is longer is prose.
LONGEST_LABEL: Final = 120


class Para(NamedTuple):
    """A paragraph.  `linked` is true where all of its text is a link's; `seen` is false for an empty block that has no
    height, which is a cell in a row of blocks and nothing elsewhere.
    """

    text: str
    runs: Runs
    element: int
    linked: bool = False
    seen: bool = True


class Rows(NamedTuple):
    """A table, or a part of one: cells with their spans, row by row."""

    rows: Sequence[Sequence[LaidOut]]
    element: int
    linked: bool = False

    def texts(self) -> Iterator[str]:
        """The text of each cell."""
        return (cell.text for row in self.rows for cell in row)


class KnownRows(NamedTuple):
    """A table whose arrangement is remembered: the same, not taken apart."""

    table: ArrangedTable
    element: int
    linked: bool = False

    @property
    def rows(self) -> Sequence[Sequence[LaidOut]]:
        """Cells with their spans, row by row."""
        arrangement = self.table.arrangement
        rows: list[list[LaidOut]] = [[] for _ in arrangement.extents]
        for number, (text, place) in enumerate(zip(self.table.texts, arrangement.places, strict=True)):
            spans = place.behind - place.first, place.bottom - place.top
            rows[place.top - arrangement.top].append(LaidOut(text, *spans, self.table.mark(number)))
        return rows

    def texts(self) -> Sequence[str]:
        """The text of each cell."""
        return self.table.texts


AnyRows = Rows | KnownRows
Item = Para | AnyRows


@define
class Elements:
    """The block elements of a page in the order in which they begin: what holds each, and which is the last in each."""

    parents: list[int] = field(factory=lambda: [-1])
    tags: list[str] = field(factory=lambda: ["body"])
    attributes: list[str] = field(factory=lambda: [""])
    lasts: list[int] = field(factory=lambda: [-1])

    def open(self, tag: str, attributes: str, parent: int) -> int:
        """Take note of an element; its number."""
        self.parents.append(parent)
        self.tags.append(tag)
        self.attributes.append(attributes)
        self.lasts.append(-1)
        return len(self.parents) - 1

    def close(self, element: int) -> int:
        """An element ends; the one that holds it."""
        self.lasts[element] = len(self.parents) - 1
        return self.parents[element]

    def holds(self, outer: int, inner: int) -> bool:
        """Whether an element is another one or stands in it."""
        return outer <= inner <= (self.lasts[outer] if self.lasts[outer] >= 0 else len(self.parents))

    def common(self, one: int, other: int) -> int:
        """The smallest element that holds both."""
        while not self.holds(one, other):
            one = self.parents[one]
        return one


@define
class Cell:
    """A cell of a table while it is read, where more than text stands in it: either its text, or the items in it."""

    element: int
    columns: int = 1
    rows: int = 1
    text: str = ""
    runs: Runs = ()
    linked: bool = False
    items: Sequence[Item] = ()

    def flat(self) -> LaidOut:
        """The cell as text on one line."""
        if not self.items:
            return LaidOut(self.text, self.columns, self.rows, self.runs)
        if len(self.items) == 1 and isinstance(only := self.items[0], Para) and not only.text.isspace():
            return LaidOut(only.text.replace("\n", " "), self.columns, self.rows, only.runs)
        parts = [part for item in self.items for part in _parts(item)]
        text = " ".join(text for text, _ in parts if text.strip())
        runs = tuple(run for _, runs in parts for run in runs)
        return LaidOut(text or "".join(text for text, _ in parts)[:1], self.columns, self.rows, runs)

    def blocks(self) -> Sequence[Item]:
        """What stands in the cell, one after another."""
        if self.items or not self.text:
            return self.items
        return (Para(self.text, self.runs, self.element, self.linked),)

    def all_linked(self) -> bool:
        """Whether nothing but links stands in the cell; a blank one counts as such."""
        if not self.items:
            return self.linked or not self.text
        return all(item.linked or (isinstance(item, Para) and not item.text.strip()) for item in self.items)


#: A cell that holds text alone, and no link, is laid out as it is read.
AnyCell = Cell | LaidOut


def _flat(cell: AnyCell) -> LaidOut:
    return cell if isinstance(cell, LaidOut) else cell.flat()


def _all_linked(cell: AnyCell) -> bool:
    return not cell.text if isinstance(cell, LaidOut) else cell.all_linked()


def _parts(item: Item) -> list[tuple[str, Runs]]:
    if isinstance(item, Para):
        return [(item.text.replace("\n", " "), item.runs)]
    return [(cell.text, cell.mark or ()) for row in item.rows for cell in row]


@define
class Table:
    """A table while it is read.  `groups` are its row groups: which kind, and their rows."""

    element: int
    captions: list[Item] = field(factory=list)
    groups: list[tuple[str, list[list[AnyCell]]]] = field(factory=list)

    def add_row(self) -> list[AnyCell]:
        """Begin a row."""
        if not self.groups:
            self.groups.append(("tbody", []))
        row: list[AnyCell] = []
        self.groups[-1][1].append(row)
        return row

    def row(self) -> list[AnyCell]:
        """The row that is open."""
        return self.groups[-1][1][-1] if self.groups and self.groups[-1][1] else self.add_row()

    def rows(self) -> list[list[AnyCell]]:
        """The rows as they are shown; no cell reaches out of its row group."""
        return [row for group in self._ordered() for row in _clipped(group)]

    def items(self, labels: Callable[[str], str]) -> list[Item]:
        """The table as items: itself where it is one, what stands in its cells where it only lays out the page.

        `labels` says of a text whether it is a `heading` of the report, a `label` of its tables, or nothing.
        """
        rows = self.rows()
        if sum(map(len, rows)) == 1:
            return [*self.captions, *self._blocks(row[0] for row in rows if row)]
        layout = [any(isinstance(cell, Cell) and _is_article(cell, row, labels) for cell in row) for row in rows]
        found, begun = list(self.captions), 0
        for number, row in enumerate(rows):
            if layout[number]:
                found += self._grid(rows[begun:number])
                found += self._blocks(row)
                begun = number + 1
        return found + self._grid(rows[begun:])

    def _blocks(self, cells: Iterable[AnyCell]) -> list[Item]:
        """What stands in cells, one after another."""
        found: list[Item] = []
        for cell in cells:
            if isinstance(cell, Cell):
                found += cell.blocks()
            elif cell.text:
                found.append(Para(cell.text, cell.mark, self.element))
        return found

    def _ordered(self) -> list[list[list[AnyCell]]]:
        """Row groups as they are shown: the first head above, the first foot below all others."""
        groups = list(self.groups)
        for kind, place in (("thead", 0), ("tfoot", len(groups))):
            first = next((n for n, (name, _) in enumerate(groups) if name == kind), None)
            if first is not None:
                groups.insert(place, groups.pop(first))
        return [rows for _, rows in groups]

    def _grid(self, rows: Sequence[list[AnyCell]]) -> list[Item]:
        if not any(rows):
            return []
        linked = all(_all_linked(cell) for row in rows for cell in row)
        return [Rows(tuple([tuple(map(_flat, row)) for row in rows]), self.element, linked)]


def _clipped(rows: list[list[AnyCell]]) -> list[list[AnyCell]]:
    """The rows of a group: a cell reaches no farther down than its group."""
    for number, row in enumerate(rows):
        left = len(rows) - number
        for place, cell in enumerate(row):
            if cell.rows == 1 or 0 < cell.rows <= left:
                continue
            if isinstance(cell, Cell):
                cell.rows = left
            else:
                row[place] = cell._replace(rows=left)
    return rows


def _is_article(cell: Cell, row: list[AnyCell], labels: Callable[[str], str]) -> bool:
    """Whether a cell holds more than a cell of a table does: a table of the form, or paragraphs of prose."""
    if not cell.items or (len(cell.items) == 1 and isinstance(cell.items[0], Para)):
        return False
    paragraphs = [item for item in cell.items if isinstance(item, Para) and item.text.strip()]
    tables = [item for item in cell.items if isinstance(item, AnyRows)]
    inner = [text for table in tables for text in table.texts()]
    if any(labels(text) for text in inner) and len(inner) > 1:
        return True
    if len(paragraphs) + len(tables) < 2:  # noqa: PLR2004  one thing is a cell's text
        return False
    if any(labels(item.text) == "heading" for item in paragraphs):
        return True
    alone = not any(other.text or (isinstance(other, Cell) and other.items) for other in row if other is not cell)
    return alone and (bool(tables) or sum(len(item.text) for item in paragraphs) > LONGEST_LABEL)
