"""A page's tags and texts, in order, to paragraphs and tables.

Elements are blocks, parts of tables, or inline: an inline one neither separates nor joins.  What a browser does not show is
left out.  Markup that is written out by the parser is balanced, so a closing tag closes what was opened last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from attrs import define, field

from govgrammar.classify import Classifier
from govgrammar.documents.html_items import Cell, Elements, Item, Para, Table, column_span, row_span
from govgrammar.documents.html_rows import MOST_IN_ROW, RowFinder
from govgrammar.documents.html_shown import (
    APART_DISPLAYS,
    BLANK,
    BLOCK_DISPLAYS,
    BLOCKS,
    COLSPAN,
    HEIGHT,
    KIND,
    NOT_SHOWN,
    NOT_WRITTEN,
    PAINTED,
    ROW_DISPLAYS,
    ROWSPAN,
    SELECTED,
    TELLING,
    VALUE,
    VOID,
    WIDTH,
    display_of,
    is_struck,
    keeps_space,
    unescaped,
)
from govgrammar.documents.html_style import StyleRules
from govgrammar.documents.html_text import BREAK, PICTURE, WHITE, Context, PageText, one_line

_GROUPS: Final = frozenset({"thead", "tbody", "tfoot"})
#: An empty one is an empty line.
_LINES: Final = frozenset({"p", "li", "dd", "dt"})
#: A raised digit is a note's: it is no digit of the number before it.
_RAISED: Final = frozenset({"sup", "sub"})
_CELL_ENDS: Final = frozenset({"/td", "/th"})
_SMALL: Final = frozenset({"0", "1", "2"})

_End = Callable[[], None]


@define(slots=True)
class _Reader(PageText):
    styles: StyleRules
    classify: Classifier
    contexts: list[Context] = field(factory=list)
    tables: list[Table] = field(factory=list)
    stack: list[_End | None] = field(factory=list)
    counts: list[int] = field(factory=list)
    skipping: int = 0
    own: frozenset[str] = field(init=False)
    rows: RowFinder = field(init=False)
    setting: list[int] = field(factory=list)
    pieces: list[str] = field(factory=list)
    at: int = 0

    def __attrs_post_init__(self) -> None:
        self.own = frozenset().union(*self.classify.form.own.values())
        self.rows = RowFinder(self.classify, self.own, self.elements)

    def read(self, pieces: list[str]) -> None:
        """Read a page that is cut into text, tag, text, tag, and so on."""
        self.pieces = pieces
        number, end = 1, len(pieces)
        while number < end:
            tag = pieces[number]
            if tag[0] == "/":
                self._close()
            elif self.skipping:
                self.skipping += tag.partition(" ")[0] not in VOID
            elif tag[0] == "t" and pieces[number + 2] in _CELL_ENDS and self._cell_of_text(tag, number):
                number += 4
                continue
            else:
                name, _, attributes = tag.partition(" ")
                self.at = number
                self._open(name, attributes)
            text = pieces[number + 1]
            if text and not self.skipping:
                self.add_text(text, number + 1)
            number += 2
        self.flush()

    def _close(self) -> None:
        if self.skipping:
            self.skipping -= 1
        else:
            end = self.stack.pop()
            if end is not None:
                end()

    # ---- elements ----

    def _open(self, name: str, attributes: str) -> None:
        display = ""
        if name in NOT_SHOWN:
            self._not_read(name, attributes)
            return
        if attributes and (self.styles or TELLING.search(attributes)):
            display = display_of(name, attributes, self.styles)
            if display == "none":
                if name not in VOID:
                    self.skipping = 1
                return
            if display == BLANK and self.tables:
                self._cell(name, attributes)
                self.skipping = 1
                return
        opener = _OPENERS.get(name)
        if opener is not None:
            opener(self, name, attributes)
        elif display in BLOCK_DISPLAYS or (name in BLOCKS and display != "inline") or self._is_laid_out(name):
            self._block(name, attributes, display)
        elif name not in VOID:
            self._inline(apart=display in APART_DISPLAYS or name in _RAISED)
        if attributes and not self.skipping and name not in VOID and TELLING.search(attributes):
            self._styled(attributes)

    def _not_read(self, name: str, attributes: str) -> None:
        """Leave out an element whose text is not shown; what is painted in its place is a picture."""
        if name in PAINTED and not (attributes and display_of(name, attributes, self.styles) == "none"):
            self.picture(name, attributes)
        self.skipping = 1

    def _is_laid_out(self, name: str) -> bool:
        """Whether an inline element stands in one that sets what it holds side by side: then it is a block."""
        return bool(self.setting) and len(self.stack) == self.setting[-1] and name not in VOID

    def _inline(self, *, apart: bool) -> None:
        if apart:
            self.context.chunks.append(" ")
        self.stack.append(self._space if apart else None)

    def _styled(self, attributes: str) -> None:
        """Take up what an element's style says of the text in it, until it ends."""
        if is_struck(attributes):
            self.struck += 1
            self._also(self._end_struck)
        if keeps_space(attributes):
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

    def _block(self, name: str, attributes: str, display: str = "") -> None:
        self.flush()
        if name in {"html", "body"}:
            self.stack.append(self._end_page)
            return
        self.element = self.elements.open(name, attributes, self.element)
        self.counts.append(len(self.context.items))
        self.stack.append(self._end_block)
        if display in ROW_DISPLAYS:
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

    def line_break(self, _name: str, _attributes: str) -> None:
        chunks = self.context.chunks
        if chunks and chunks[-1] != BREAK and not self.pre:
            chunks[-1] = chunks[-1].removesuffix(BREAK)  # a line end of the source, which says the same
        chunks.append(BREAK)

    def rule(self, _name: str, _attributes: str) -> None:
        self.flush()

    def link(self, _name: str, attributes: str) -> None:
        if "href=" in attributes:
            self.links += 1
            self.stack.append(self._end_link)
        else:
            self.stack.append(None)

    def strike(self, _name: str, _attributes: str) -> None:
        self.struck += 1
        self.stack.append(self._end_struck)

    def preformatted(self, name: str, attributes: str) -> None:
        self._block(name, attributes)
        self.pre += 1
        self._also(self._end_pre)

    def text_area(self, _name: str, _attributes: str) -> None:
        self.context.chunks.append(" ")
        self.pre += 1
        self.stack.append(self._end_pre)

    def text_input(self, _name: str, attributes: str) -> None:
        kind, value = KIND.search(attributes), VALUE.search(attributes)
        if value and (kind is None or kind[1].lower() not in NOT_WRITTEN):
            self.context.chunks.append(f" {unescaped(value[1])} ")
            self.context.plain = True

    def picture(self, _name: str, attributes: str) -> None:
        sizes = [match[1] for pattern in (WIDTH, HEIGHT) if (match := pattern.search(attributes))]
        if self.context.cell is not None and _SMALL.isdisjoint(sizes):
            self.context.chunks.append(PICTURE)

    def select(self, _name: str, attributes: str) -> None:
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
        shown = " ".join(chosen) if chosen or "multiple=" in attributes else first
        if shown:
            self.context.chunks.append(f" {shown} ")
            self.context.plain = True
        self.skipping = 1

    # ---- tables ----

    def table(self, name: str, attributes: str) -> None:
        self.flush()
        self.element = self.elements.open(name, attributes, self.element)
        self.tables.append(Table(self.element))
        self.stack.append(self._end_table)

    def _end_table(self) -> None:
        table = self.tables.pop()
        self.context.chunks, self.context.runs = [], []
        self.context.items += table.items(self.label_of)
        self.element = self.elements.close(table.element)

    def row_group(self, name: str, _attributes: str) -> None:
        if self.tables:
            self.tables[-1].groups.append((name, []))
        self.stack.append(None)

    def row(self, _name: str, _attributes: str) -> None:
        if self.tables:
            self.tables[-1].add_row()
        self.stack.append(None)

    def table_cell(self, name: str, attributes: str) -> None:
        if not self.tables:
            self._block(name, attributes)
            return
        cell = self._cell(name, attributes)
        self.element = cell.element = self.elements.open(name, attributes, self.element)
        self._enter(cell)
        self.stack.append(self._end_cell)

    def _cell(self, _name: str, attributes: str) -> Cell:
        """Add a cell to the table."""
        table = self.tables[-1]
        if not table.groups or not table.groups[-1][1]:
            table.add_row()
        columns = COLSPAN.search(attributes) if attributes else None
        rows = ROWSPAN.search(attributes) if attributes else None
        cell = Cell(table.element, column_span(columns[1]) if columns else 1, row_span(rows[1]) if rows else 1)
        table.groups[-1][1][-1].append(cell)
        return cell

    def _cell_of_text(self, tag: str, number: int) -> bool:
        """Take a cell that holds text alone, as most do; whether it is one."""
        name, _, attributes = tag.partition(" ")
        if not self.tables or self.links or self.struck or self.pre:
            return False
        if attributes and (self.styles or TELLING.search(attributes)):
            return False
        cell = self._cell(name, attributes)
        text = one_line(self.pieces[number + 1])
        if text:
            cell.text, cell.runs = text, (number + 1,)
        return True

    def caption(self, name: str, attributes: str) -> None:
        if not self.tables:
            self._block(name, attributes)
            return
        self.element = self.elements.open(name, attributes, self.element)
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


_OPENERS: Final[dict[str, Callable[[_Reader, str, str], Any]]] = {
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


def read_items(pieces: list[str], styles: StyleRules, classify: Classifier) -> tuple[list[Item], Elements]:
    """The paragraphs and tables of a page that is cut into text, tag, text, tag, and so on; and its block elements."""
    reader = _Reader(styles, classify)
    reader.read(pieces)
    return reader.context.items, reader.elements
