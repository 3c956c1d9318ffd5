"""What of a page is read at once: paragraphs, cells and tables that hold text and nothing else, as most do."""

from __future__ import annotations

from typing import Final

from attrs import define, field

from govgrammar.documents.blocks import LaidOut
from govgrammar.documents.html_items import KnownRows, Para, Table
from govgrammar.documents.html_tables import skeleton_of
from govgrammar.documents.html_tags import END_BLOCK, END_TABLE, TABLE, Tags
from govgrammar.documents.html_text import UNUSUAL, PageText, one_line

CELL_ENDS: Final = frozenset({"/td", "/th"})


@define(slots=True)
class AtOnce(PageText):
    """A page that is cut into text, tag, text, tag, and so on, while it is read; what its tags say, and what each of them is
    to a table.  `beginning` is the first table behind the one that was read last, `ending` the first end of one, as numbers
    of tags.
    """

    pieces: list[str]
    tags: Tags
    signs: list[str]
    tables: list[Table] = field(factory=list, kw_only=True)
    beginning: int = field(default=-1, kw_only=True)
    ending: int = field(default=-1, kw_only=True)

    def is_paragraph_of_text(self, number: int) -> bool:
        """Take a block that holds one text and nothing else, if it is one."""
        text = self.pieces[number + 1]
        if not text or self.signs[(number >> 1) + 1] != END_BLOCK or self.links or self.struck or self.pre:
            return False
        text = one_line(text)
        if not text or not (text.isprintable() or UNUSUAL.search(text) is None):
            return False
        self.flush()
        shown = self.tags.read(self.pieces[number])
        element = self.elements.open(shown.name, shown.attributes, self.element)
        self.context.items.append(Para(text, (number + 1,), element))
        self.elements.close(element)
        return True

    def cells_of_text(self, number: int) -> int:
        """Take the cells from here on that hold text alone, as most do, in this row and the next ones; the number of the
        first tag that belongs to no such cell.
        """
        if not self.tables or self.links or self.struck or self.pre:
            return number
        pieces, read, table, end = self.pieces, self.tags.read, self.tables[-1], len(self.pieces) - 2
        row = table.row()
        while number < end:
            tag, behind = pieces[number], pieces[number + 2]
            if behind in CELL_ENDS:
                shown = read(tag)
                columns, rows = shown.spans
                if not (columns and shown.plain):
                    break
                text = pieces[number + 1]
                if text and not text.isalnum():
                    text = one_line(text)
                row.append(LaidOut(text, columns, rows, (number + 1,) if text else ()))
            elif behind == "tr" and tag == "/tr":
                row = table.add_row()
            else:
                break
            number += 4
        return number

    def table_of_text(self, number: int) -> int:
        """Take a table whose cells hold text alone at once; the number of its closing tag, 0 where it is no such table."""
        begin, signs = number >> 1, self.signs
        if self.beginning <= begin:
            self.beginning = _index(signs, TABLE, begin + 1)
        if self.ending <= begin:
            self.ending = _index(signs, END_TABLE, begin + 1)
        end = self.ending
        if end == len(signs) or self.beginning < end or self.links or self.struck or self.pre:
            return 0
        skeleton = skeleton_of(tuple(signs[begin:end]))
        table = skeleton.read(self.pieces[number + 1 : 2 * end + 1 : 2], number + 1) if skeleton else None
        if table is None:
            return 0
        self.flush()
        shown = self.tags.read(self.pieces[number])
        element = self.elements.open(shown.name, shown.attributes, self.element)
        self.context.items.append(KnownRows(table, element))
        self.elements.close(element)
        return 2 * end + 1


def _index(signs: list[str], sign: str, begin: int) -> int:
    """The first of these signs from a place on; the number of all where there is none."""
    try:
        return signs.index(sign, begin)
    except ValueError:
        return len(signs)
