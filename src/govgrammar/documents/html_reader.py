"""A page's tags and texts, in order, to paragraphs and tables.

Elements are blocks, parts of tables, or inline: an inline one neither separates nor joins.  What a browser does not show is
left out.  Markup that is written out by the parser is balanced, so a closing tag closes what was opened last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from attrs import define, field

from govgrammar.classify import Classifier
from govgrammar.documents.html_at_once import CELL_ENDS, AtOnce
from govgrammar.documents.html_items import Cell, Elements, Item, Para, Table
from govgrammar.documents.html_rows import MOST_IN_ROW, RowFinder
from govgrammar.documents.html_shown import (
    HEIGHT,
    KIND,
    NOT_WRITTEN,
    SELECTED,
    VALUE,
    VOID,
    WIDTH,
    Shown,
    unescaped,
)
from govgrammar.documents.html_tags import BLOCK, TABLE, Tags
from govgrammar.documents.html_text import BREAK, PICTURE, WHITE, Context

_GROUPS: Final = frozenset({"thead", "tbody", "tfoot"})
#: An empty one is an empty line.
_LINES: Final = frozenset({"p", "li", "dd", "dt"})
_SMALL: Final = frozenset({"0", "1", "2"})

_End = Callable[[], None]


class Cut(NamedTuple):
    """A page that is cut into text, tag, text, tag, and so on; what its tags say, and what each of them is to a table."""

    pieces: list[str]
    tags: Tags
    signs: list[str]


@define(slots=True)
class _Reader(AtOnce):
    classify: Classifier
    contexts: list[Context] = field(factory=list)
    stack: list[_End | None] = field(factory=list)
    counts: list[int] = field(factory=list)
    skipping: int = 0
    own: frozenset[str] = field(init=False)
    rows: RowFinder = field(init=False)
    setting: list[int] = field(factory=list)
    at: int = 0

    def __attrs_post_init__(self) -> None:
        self.own = frozenset().union(*self.classify.form.own.values())
        self.rows = RowFinder(self.classify, self.own, self.elements)

    def read(self) -> None:
        """Read the page."""
        pieces = self.pieces
        number, end = 1, len(pieces)
        while number < end:
            tag = pieces[number]
            if self.skipping:
                self._skip(tag)
            elif tag[0] == "/":
                close = self.stack.pop() if self.stack else None  # a page of `svg` can have more ends than beginnings
                if close is not None:
                    close()
            else:
                if number + 2 < end and pieces[number + 2] in CELL_ENDS:
                    behind = self.cells_of_text(number)
                    if behind > number:
                        number = behind
                        continue
                sign = self.signs[number >> 1]
                if sign == BLOCK and number + 2 < end and self.is_paragraph_of_text(number):
                    number += 2
                elif sign == TABLE and (behind := self.table_of_text(number)):
                    number = behind
                else:
                    self.at = number
                    self._open(self.tags.read(tag))
            text = pieces[number + 1]
            if text and not self.skipping:
                self.add_text(text, number + 1)
            number += 2
        self.flush()

    def _skip(self, tag: str) -> None:
        """Count what is open in an element that is not shown.  In `svg` and `math` a void element's name has an end."""
        if tag[0] != "/":
            self.skipping += tag[0] != "?" and tag.partition(" ")[0] not in VOID
        elif tag[1:] not in VOID:
            self.skipping -= 1

    # ---- elements ----

    def _open(self, shown: Shown) -> None:
        if shown.hidden:
            if shown.painted:
                self.picture(shown)
            self.skipping = int(not shown.void)
            return
        if shown.blank and self.tables:
            self._cell(shown.spans)
            self.skipping = 1
            return
        opener = _OPENERS.get(shown.name)
        if opener is not None:
            opener(self, shown)
        elif shown.block or (self.setting and self._is_laid_out(shown)):
            self._block(shown, in_row=shown.row)
        elif not shown.void:
            self._inline(apart=shown.apart)
        if (shown.struck or shown.keeps_space) and not shown.void and not self.skipping:
            self._styled(shown)

    def _is_laid_out(self, shown: Shown) -> bool:
        """Whether an inline element stands in one that sets what it holds side by side: then it is a block."""
        return len(self.stack) == self.setting[-1] and not shown.void

    def _inline(self, *, apart: bool) -> None:
        if apart:
            self.context.chunks.append(" ")
        self.stack.append(self._space if apart else None)

    def _styled(self, shown: Shown) -> None:
        """Take up what an element's style says of the text in it, until it ends."""
        if shown.struck:
            self.struck += 1
            self._also(self._end_struck)
        if shown.keeps_space:
            self.pre += 1
            self._also(self._end_pre)

    def _also(self, more: _End) -> None:
        end = self.stack[-1]

        def both() -> None:
            if end is not None:
                end()
            more()

        self.stack[-1] = both

    def _space(self) -> None:
        self.context.chunks.append(" ")

    def _end_struck(self) -> None:
        self.struck -= 1

    def _end_pre(self) -> None:
        self.pre -= 1

    def _end_link(self) -> None:
        self.links -= 1

    def _block(self, shown: Shown, *, in_row: bool = False) -> None:
        self.flush()
        if shown.name in {"html", "body"}:
            self.stack.append(self._end_page)
            return
        self.element = self.elements.open(shown.name, shown.attributes, self.element)
        self.counts.append(len(self.context.items))
        self.stack.append(self._end_block)
        if in_row:
            self.stack[-1] = self._end_row
            self.setting.append(len(self.stack))

    def _end_page(self) -> None:
        self.flush()

    def _end_row(self) -> None:
        self.setting.pop()
        self._end_block(in_row=True)

    def _end_block(self, *, in_row: bool = False) -> None:
        context, element = self.context, self.element
        flushed = self.flush()
        begun = self.counts.pop()
        items = context.items
        if not flushed and begun == len(items):
            items.append(Para("", (), element, seen=self.elements.tags[element] in _LINES))
        elif 1 < len(items) - begun <= MOST_IN_ROW and context.cell is None:
            row = self.rows.row(items[begun:], element, in_row=in_row)
            if row is not None:
                items[begun:] = [row]
        self.element = self.elements.close(element)

    # ---- elements of their own kind ----

    def line_break(self, _shown: Shown) -> None:
        chunks = self.context.chunks
        if chunks and chunks[-1] != BREAK and not self.pre:
            chunks[-1] = chunks[-1].removesuffix(BREAK)  # a line end of the source, which says the same
        chunks.append(BREAK)

    def rule(self, _shown: Shown) -> None:
        self.flush()

    def link(self, shown: Shown) -> None:
        if "href=" in shown.attributes:
            self.links += 1
            self.stack.append(self._end_link)
        else:
            self.stack.append(None)

    def strike(self, _shown: Shown) -> None:
        self.struck += 1
        self.stack.append(self._end_struck)

    def preformatted(self, shown: Shown) -> None:
        self._block(shown)
        self.pre += 1
        self._also(self._end_pre)

    def text_area(self, _shown: Shown) -> None:
        self.context.chunks.append(" ")
        self.pre += 1
        self.stack.append(self._end_pre)

    def text_input(self, shown: Shown) -> None:
        kind, value = KIND.search(shown.attributes), VALUE.search(shown.attributes)
        if value and (kind is None or kind[1].lower() not in NOT_WRITTEN):
            self.context.chunks.append(f" {unescaped(value[1])} ")
            self.context.plain = True

    def picture(self, shown: Shown) -> None:
        sizes = [match[1] for pattern in (WIDTH, HEIGHT) if (match := pattern.search(shown.attributes))]
        if self.context.cell is not None and _SMALL.isdisjoint(sizes):
            self.context.chunks.append(PICTURE)

    def select(self, shown: Shown) -> None:
        """The option that is chosen, the first one where none is; of a list that shows several, the chosen ones."""
        pieces, chosen, first, picked = self.pieces, [], "", False
        for number in range(self.at + 2, len(pieces), 2):
            tag = pieces[number]
            if tag == "/select":
                break
            if tag.startswith("option"):
                picked = SELECTED.search(tag) is not None
                text = unescaped(pieces[number + 1]).strip(WHITE)
                first = first or text
                chosen += [text] if picked else []
        said = " ".join(chosen) if chosen or "multiple=" in shown.attributes else first
        if said:
            self.context.chunks.append(f" {said} ")
            self.context.plain = True
        self.skipping = 1

    # ---- tables ----

    def table(self, shown: Shown) -> None:
        self.flush()
        self.element = self.elements.open(shown.name, shown.attributes, self.element)
        self.tables.append(Table(self.element))
        self.stack.append(self._end_table)

    def _end_table(self) -> None:
        table = self.tables.pop()
        self.context.chunks, self.context.runs = [], []
        self.context.items += table.items(self.label_of)
        self.element = self.elements.close(table.element)

    def row_group(self, shown: Shown) -> None:
        if self.tables:
            self.tables[-1].groups.append((shown.name, []))
        self.stack.append(None)

    def row(self, _shown: Shown) -> None:
        if self.tables:
            self.tables[-1].add_row()
        self.stack.append(None)

    def table_cell(self, shown: Shown) -> None:
        if not self.tables:
            self._block(shown)
            return
        cell = self._cell(shown.spans)
        self.element = cell.element = self.elements.open(shown.name, shown.attributes, self.element)
        self._enter(cell)
        self.stack.append(self._end_cell)

    def _cell(self, spans: tuple[int, int]) -> Cell:
        """Add a cell to the table."""
        table = self.tables[-1]
        cell = Cell(table.element, *spans)
        table.row().append(cell)
        return cell

    def caption(self, shown: Shown) -> None:
        if not self.tables:
            self._block(shown)
            return
        self.element = self.elements.open(shown.name, shown.attributes, self.element)
        self._enter(None)
        self.stack.append(self._end_caption)

    def _enter(self, cell: Cell | None) -> None:
        self.contexts.append(self.context)
        self.context = Context(cell=cell)

    def _end_cell(self) -> None:
        context = self.context
        cell = context.cell
        if cell is not None and not context.items:
            text = self.take() if context.chunks else None
            if text is not None:
                cell.text = " ".join(text.split("\n")) if "\n" in text else text
                cell.runs, cell.linked = tuple(context.runs), not context.plain
        elif cell is not None:
            self.flush()
            cell.items = context.items
        self._leave()

    def _end_caption(self) -> None:
        self.flush()
        self.tables[-1].captions += self.context.items
        self._leave()

    def _leave(self) -> None:
        self.context = self.contexts.pop()
        self.element = self.elements.close(self.element)

    def label_of(self, text: str) -> str:
        """Whether a text is a heading of the report or a label of its tables."""
        terminal = self.classify(text).terminal
        if terminal in self.classify.form.sections:
            return "heading"
        return "label" if terminal in self.own else ""


_OPENERS: Final[dict[str, Callable[[_Reader, Shown], None]]] = {
    "br": _Reader.line_break,
    "hr": _Reader.rule,
    "a": _Reader.link,
    "del": _Reader.strike,
    "s": _Reader.strike,
    "strike": _Reader.strike,
    "pre": _Reader.preformatted,
    "listing": _Reader.preformatted,
    "textarea": _Reader.text_area,
    "input": _Reader.text_input,
    "select": _Reader.select,
    "img": _Reader.picture,
    "table": _Reader.table,
    **dict.fromkeys(_GROUPS, _Reader.row_group),
    "tr": _Reader.row,
    "td": _Reader.table_cell,
    "th": _Reader.table_cell,
    "caption": _Reader.caption,
    "colgroup": _Reader.row_group,
}


def read_items(cut: Cut, classify: Classifier) -> tuple[list[Item], Elements]:
    """The paragraphs and tables of a page, and its block elements."""
    reader = _Reader(*cut, classify)
    reader.read()
    return reader.context.items, reader.elements
