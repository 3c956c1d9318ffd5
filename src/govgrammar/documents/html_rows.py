"""Rows that are written as blocks: divisions, paragraphs or items side by side instead of the cells of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from govgrammar.classify import Classifier
from govgrammar.documents.html_items import LONGEST_LABEL, Elements, Item, Para
from govgrammar.form import VALUES

#: The widest table of the form has fifteen columns.
MOST_IN_ROW: Final = 16
_FEWEST: Final = 2
#: So many elements can stand around a cell's text, inside the cell.
_DEEPEST: Final = 4


@frozen
class RowFinder:
    """Tells a row of blocks by the form: a label stands in it, and nothing but labels and values."""

    classify: Classifier
    own: frozenset[str]
    elements: Elements

    def row(self, items: Sequence[Item], element: int, *, in_row: bool) -> Para | None:
        """The items of one element as a line of cells between bars; `None` where they are no row.

        Which columns a cell takes is not known here, and not claimed.  `in_row` is true where the page says that they
        stand side by side: then words may stand among them as well.
        """
        cells: dict[int, list[Para]] = {}
        parents = self.elements.parents
        for item in items:
            child = item.element
            for _ in range(_DEEPEST):
                if child <= element or parents[child] == element:
                    break
                child = parents[child]
            if not isinstance(item, Para) or child <= element or parents[child] != element or "\n" in item.text:
                return None
            cells.setdefault(child, []).append(item)
        texts = [" ".join(part.text for part in parts if part.text) for parts in cells.values()]
        kinds = [self.classify(text).terminal if len(text) <= LONGEST_LABEL else "" for text in texts]
        if len(texts) < _FEWEST or self.own.isdisjoint(kinds):
            return None
        if not in_row and not all(kind in self.own or kind == VALUES for kind in kinds):
            return None
        runs = tuple(run for parts in cells.values() for part in parts for run in part.runs)
        return Para("".join(f"{text} | " for text in texts).rstrip(" "), runs, element)
