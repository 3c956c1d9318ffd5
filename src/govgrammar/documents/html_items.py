"""What stands on a page before anybody decides what of it is the report: paragraphs and tables, with the element that holds
each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from attrs import define, field

from govgrammar.documents.blocks import LaidOut

#: Markup runs (by number) that spell a text.
Runs = tuple[int, ...]
#: A label is no longer than this: what is longer is prose.
LONGEST_LABEL: Final = 120
_ROW_SPANS: Final = 65_534


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

    rows: tuple[tuple[LaidOut, ...], ...]
    element: int
    linked: bool = False


Item = Para | Rows


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
    """A cell of a table while it is read: either its text, or the items in it."""

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


def _parts(item: Item) -> list[tuple[str, Runs]]:
    if isinstance(item, Para):
        return [(item.text.replace("\n", " "), item.runs)]
    return [(cell.text, cell.mark or ()) for row in item.rows for cell in row]


@define
class Table:
    """A table while it is read.  `groups` are its row groups: which kind, and their rows."""

    element: int
    captions: list[Item] = field(factory=list)
    groups: list[tuple[str, list[list[Cell]]]] = field(factory=list)

    def add_row(self) -> None:
        """Begin a row."""
        if not self.groups:
            self.groups.append(("tbody", []))
        self.groups[-1][1].append([])

    def items(self, labels: Callable[[str], str]) -> list[Item]:
        """The table as items: itself where it is one, what stands in its cells where it only lays out the page.

        `labels` says of a text whether it is a `heading` of the report, a `label` of its tables, or nothing.
        """
        rows = [row for group in self._ordered() for row in _clipped(group)]
        cells = [cell for row in rows for cell in row]
        if len(cells) == 1:
            return [*self.captions, *cells[0].blocks()]
        layout = [any(_is_article(cell, row, labels) for cell in row) for row in rows]
        found, begun = list(self.captions), 0
        for number, row in enumerate(rows):
            if layout[number]:
                found += self._grid(rows[begun:number])
                found += [item for cell in row for item in cell.blocks()]
                begun = number + 1
        return found + self._grid(rows[begun:])

    def _ordered(self) -> list[list[list[Cell]]]:
        """Row groups as they are shown: the first head above, the first foot below all others."""
        groups = list(self.groups)
        for kind, place in (("thead", 0), ("tfoot", len(groups))):
            first = next((n for n, (name, _) in enumerate(groups) if name == kind), None)
            if first is not None:
                groups.insert(place, groups.pop(first))
        return [rows for _, rows in groups]

    def _grid(self, rows: Sequence[list[Cell]]) -> list[Item]:
        if not any(rows):
            return []
        linked = all(cell.all_linked() for row in rows for cell in row)
        return [Rows(tuple(tuple(cell.flat() for cell in row) for row in rows), self.element, linked)]


def _clipped(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows of a group: a cell reaches no farther down than its group."""
    for number, row in enumerate(rows):
        left = len(rows) - number
        for cell in row:
            if cell.rows != 1 and (not cell.rows or cell.rows > left):
                cell.rows = left
    return rows


def _is_article(cell: Cell, row: list[Cell], labels: Callable[[str], str]) -> bool:
    """Whether a cell holds more than a cell of a table does: a table of the form, or paragraphs of prose."""
    if not cell.items:
        return False
    paragraphs = [item for item in cell.items if isinstance(item, Para) and item.text.strip()]
    tables = [item for item in cell.items if isinstance(item, Rows)]
    inner = [text for table in tables for line in table.rows for text, *_ in line]
    if any(labels(text) for text in inner) and len(inner) > 1:
        return True
    if len(paragraphs) + len(tables) < 2:  # noqa: PLR2004  one thing is a cell's text
        return False
    if any(labels(item.text) == "heading" for item in paragraphs):
        return True
    alone = not any(other.items or other.text for other in row if other is not cell)
    return alone and (bool(tables) or sum(len(item.text) for item in paragraphs) > LONGEST_LABEL)


def column_span(attribute: str) -> int:
    """How many columns a cell takes, as browsers read it: garbage is one."""
    return min(_leading_number(attribute, 1) or 1, 1000)


def row_span(attribute: str) -> int:
    """How many rows a cell takes; 0 for all that are left of its group."""
    return min(_leading_number(attribute, 1), _ROW_SPANS)


def _leading_number(attribute: str, otherwise: int) -> int:
    digits = attribute.strip(" \t\n\r\f").removeprefix("+")
    end = next((n for n, c in enumerate(digits) if not ("0" <= c <= "9")), len(digits))
    return int(digits[: min(end, 9)]) if end else otherwise
