"""Physical cells to grammar tokens.

Before the first heading, cells are titles, metadata and text.  The sections 一, 五 and 六 are text until the next
heading.  Inside a table every cell is classified, labels that are broken in two are joined, and the values behind a label
become one `VALUES` token; how blank cells are counted there is the layout's business (`layouts`).
"""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

from attrs import define, field, frozen

from govgrammar.classify import NUMERALS, CellKind, Classifier
from govgrammar.fold import key, squeeze
from govgrammar.form import TEXT, VALUES, Form
from govgrammar.layouts.aligned import cut_aligned
from govgrammar.layouts.bars import GRIDDED, bar_style, read_barred
from govgrammar.layouts.delimited import cut_delimited
from govgrammar.layouts.markdown import cut_markdown
from govgrammar.layouts.paragraphs import PACKED, paragraph_distance, read_paragraphs
from govgrammar.layouts.physical import Gap, PhysicalText, split_cells
from govgrammar.source import Span
from govgrammar.table_items import TableItem, take_own_lines, without_fragments
from govgrammar.tokens import TableStyle, Token, ValueRun

_MOST_PARTS: Final = 16
#: So many cells of a table without two that are alike are no accident: its labels alone repeat themselves, or its zeros.
_MANY: Final = 16
_GLUED: Final = re.compile(r"(?P<label>.*[^\d.,/+\-])(?P<figures>[\d.,/+\-]*\d[\d.,/+\-]*)")
#: Figures right behind a table's heading have no label of their own: they belong to the heading.
_NO_LABEL: Final = ""


@frozen(eq=False, slots=False)
class Lexer:
    """Reads texts with one form."""

    form: Form
    classify: Classifier

    def read(self, text: str) -> tuple[PhysicalText, list[Token]]:
        """A text's physical cells and its tokens."""
        physical = (
            cut_delimited(text, self.classify, self.form)
            or cut_markdown(text, self.classify, self.form)
            or cut_aligned(text, self.classify, lambda raw: self.classify(raw).terminal in self.form.sections)
            or split_cells(text)
        )
        return physical, self.tokens(physical)

    def tokens(self, physical: PhysicalText) -> list[Token]:
        """The tokens of a text that is cut into cells."""
        return _Reader(self.form, self.classify, physical).tokens()


@define(eq=False)
class _Reader:
    """One pass over one text."""

    form: Form
    classify: Classifier
    physical: PhysicalText
    out: list[Token] = field(factory=list)
    headings_marked: bool = False

    def tokens(self) -> list[Token]:
        section, index, total = "front", 0, len(self.physical.cells)
        while index < total:
            if section in self.form.own:
                section, index = self._table(section, index)
            else:
                section, index = self._text(section, index)
        return self.out

    # ---- text: the front, and the narrative sections ----

    def _text(self, section: str, index: int) -> tuple[str, int]:
        cells, front = self.physical.cells, section == "front"
        begun: int | None = None
        while index < len(cells):
            raw = cells[index]
            if not raw or raw.isspace():
                index += 1
                continue
            kind = self._text_kind(raw)
            after = self._metadata(index, begun) if front and kind in {TEXT, "TITLE"} else None
            if after is not None:
                begun, index = None, after
                continue
            if kind == TEXT:
                begun = index if begun is None else begun
                index += 1
                continue
            opens = self.form.openings.get(kind)
            first = index if opens is None else self._labels_before(index, begun, self.form.own[opens])
            self._flush_text(begun, first - 1)
            begun = None
            if opens is not None:
                return self._supply(opens, first), first
            if kind in self.form.sections:
                return self._heading(kind, index), index + 1
            self._emit(kind, index, index)
            index += 1
        self._flush_text(begun, len(cells) - 1)
        return section, index

    def _labels_before(self, index: int, begun: int | None, own: frozenset[str]) -> int:
        """Where a table begins whose heading is lost: at the first of its labels before the one that tells it."""
        cells, first = self.physical.cells, index
        for before in range(index - 1, (index if begun is None else begun) - 1, -1):
            kind = self.classify(cells[before])
            if kind.terminal in own:
                first = before
            elif kind.terminal != VALUES:
                break
        return first

    def _text_kind(self, raw: str) -> str:
        """What a cell is where text is expected: a heading, a title, furniture, the start of a table, or text."""
        if len(raw) > 60:  # noqa: PLR2004  no heading is that long; a heading with its text behind it may be
            return TEXT if raw.lstrip()[0] not in NUMERALS else self._headed(raw)
        terminal = self.classify(raw).terminal
        if terminal in self.form.sections or terminal in self.form.openings or terminal in {"TITLE", "FURNITURE"}:
            return terminal
        return self._headed(raw) if raw.lstrip()[:1] in NUMERALS else TEXT

    def _headed(self, raw: str) -> str:
        found = self.classify.heading_before_text(raw)
        return found[0] if found else TEXT

    def _heading(self, terminal: str, index: int) -> str:
        """A heading, and the text that stands on its line."""
        if index and (not self.out or self.out[-1].run is None):  # behind a row, a bar may be the row's own
            self.headings_marked = self.physical.gap(index - 1).bars > 0
        raw, start = self.physical.cells[index], self.physical.starts[index]
        found = None if self.classify(raw).terminal == terminal else self.classify.heading_before_text(raw)
        if found:
            head = start + len(raw[: found[1]].rstrip(" \t:：。\u3000\u00a0"))
            self.out.append(Token(terminal, start, head, index, index))
            self.out.append(Token(TEXT, start + found[1], self.physical.end(index), index, index))
        else:
            self._emit(terminal, index, index)
        return self.form.sections[terminal]

    def _supply(self, section: str, index: int) -> str:
        """The heading that a table has lost, without width, where the table begins."""
        place = self.physical.starts[index]
        self.out.append(Token(self.form.headings[section], place, place, index, index, supplied=True))
        return section

    def _metadata(self, index: int, begun: int | None) -> int | None:
        """Metadata in a cell: `索引号: X  公开目录  Y` on one line, or key and field as neighbours between bars."""
        raw, start = self.physical.cells[index], self.physical.starts[index]
        found = self.classify.find_metadata(raw)
        if not found:
            return None
        self._flush_text(begun, index - 1)
        stop = self.physical.end(index)
        for position, (name, first, after) in enumerate(found):
            end = start + found[position + 1][1] if position + 1 < len(found) else stop
            field_text = self.physical.text[start + after : end]
            place = start + after + len(field_text) - len(field_text.lstrip())
            where = Span(place, place + len(field_text.strip()))
            last = index
            if where.start == where.end and end == stop and self._is_field(index):
                last = index + 1
                where = Span(self.physical.starts[last], self.physical.end(last))
            self.out.append(
                Token(
                    name,
                    start + first,
                    max(where.end, start + after),
                    index,
                    last,
                    field=where if where.end > where.start else None,
                )
            )
            if last > index:
                return last + 1
        return index + 1

    def _is_field(self, index: int) -> bool:
        """Whether the next cell is the field of a key: its neighbour on the same line, and no key itself."""
        gap = self.physical.gap(index)
        following = self.physical.cells[index + 1] if index + 1 < len(self.physical.cells) else ""
        return (
            gap.bars == 1 and gap.ends == 0 and bool(following.strip()) and not self.classify.find_metadata(following)
        )

    def _flush_text(self, begun: int | None, last: int) -> None:
        if begun is None:
            return
        while last > begun and not self.physical.cells[last].strip():
            last -= 1
        self._emit(TEXT, begun, last)

    def _emit(self, terminal: str, first: int, last: int, distance: int = 0) -> None:
        cells, starts = self.physical.cells, self.physical.starts
        raw = cells[first]
        start = starts[first] + (len(raw) - len(raw.lstrip()) if raw[:1].isspace() else 0)
        end = starts[last] + len(cells[last].rstrip())
        self.out.append(Token(terminal, start, end, first, last, distance=distance))

    # ---- tables ----

    def _table(self, section: str, index: int) -> tuple[str, int]:
        """Everything up to the next heading, or up to a label that only another table has."""
        items: list[TableItem] = []
        cells, classify = self.physical.cells, self.classify
        total = len(cells)
        heading: str | None = None
        while index < total:
            kind = classify(cells[index])
            if kind.terminal == VALUES and items:  # by far the most cells
                if cells[index]:
                    items[-1].values.append(index)
                index += 1
                continue
            terminal, last = self._table_cell(kind, index, section)
            if terminal in self.form.sections or self.form.table_of.get(terminal, section) != section:
                heading = terminal
                break
            self._take(items, terminal, (index, last), section)
            index = last + 1
        if items:
            self._emit_table(items, section)
        if heading is None:
            return section, index
        if heading in self.form.sections:
            return self._heading(heading, index), index + 1
        return self._supply(self.form.table_of[heading], index), index

    def _table_cell(self, kind: CellKind, index: int, section: str) -> tuple[str, int]:
        """What a cell of a table is, with the cells behind it that spell one label together."""
        if kind.begins:
            return self._join(kind, index, section)
        if kind.terminal == TEXT and self.physical.cells[index].lstrip()[:1] in NUMERALS:
            return self._headed(self.physical.cells[index]), index
        return kind.terminal, index

    def _take(self, items: list[TableItem], terminal: str, cells: tuple[int, int], section: str) -> None:
        """Add a cell, or several that spell one label, to the items of a table."""
        first, last = cells
        if terminal == VALUES or (terminal == TEXT and items and self._inside_row(items[-1], first)):
            self._add_value(items, first)
        elif terminal == TEXT and (label := self._glued(first, section)):
            items.append(TableItem(label, first, last, [], glued=True))
        elif terminal == TEXT and (repaired := self.classify.repaired(self.physical.cells[first], section)):
            items.append(TableItem(repaired.terminal, first, first, [], distance=repaired.distance))
        elif terminal != "FURNITURE":  # a page number inside a table ends no row
            items.append(TableItem(terminal, first, last, []))

    def _add_value(self, items: list[TableItem], index: int) -> None:
        if not self.physical.cells[index]:
            return  # the end of the text
        if not items:
            items.append(TableItem(_NO_LABEL, index - 1, index - 1, []))
        items[-1].values.append(index)

    def _glued(self, index: int, section: str) -> str | None:
        """The row's label to which its figures are glued in one cell (`规章000`)."""
        match = _GLUED.fullmatch(squeeze(self.physical.cells[index]))
        label = self.classify.join(key(match["label"])) if match else None
        return label if label in self.form.row_terminals and label in self.form.own[section] else None

    def _inside_row(self, item: TableItem, index: int) -> bool:
        """Whether words are a cell of the row before them: on its line, or right behind its label between bars."""
        gap = self.physical.gap(index - 1)
        if not gap.bars or item.type not in self.form.row_terminals:
            return False
        return gap.ends == 0 or (gap.bars == 1 and not item.values and item.type not in self.form.group_terminals)

    def _join(self, kind: CellKind, index: int, section: str) -> tuple[str, int]:
        """The longest label that this cell spells together with the cells behind it."""
        best, last, joined = kind.terminal, index, kind.key
        own = self.form.own[section]
        for following in range(index + 1, min(index + _MOST_PARTS, len(self.physical.cells))):
            gap = self.physical.gap(following - 1)
            other = self.classify(self.physical.cells[following])
            if gap.bars > 1 or other.terminal == VALUES or not other.key:
                break
            joined += other.key
            label = self.classify.join(joined)
            if label in own:
                best, last = label, following
            if joined not in self.form.prefixes:
                break
        return best, last

    def _emit_table(self, items: list[TableItem], section: str) -> None:
        physical = self.physical
        gap = physical.gap
        gaps = [[gap(item.last), *map(gap, item.values)] for item in items]
        style = self._style(items, gaps)
        if self.physical.packed:
            items = without_fragments(items, section, self.form, self.classify, physical)
        if style.lined and take_own_lines(items, gaps, style, self.form.row_terminals):
            gaps = [[gap(item.last), *map(gap, item.values)] for item in items]
        places = self._places(items, style) if style.lined else {}
        begins = self._begins(items, places) if places else [-1] * len(items)
        anchors = self.form.anchors[section]
        labels = 0
        text_from: int | None = None
        for position, item in enumerate(items):
            follows = items[position + 1].type if position + 1 < len(items) else None
            run = None
            if item.glued:
                run = ValueRun((), (), False, 1, -1, -1, False, False, style, glued=True)
            elif item.values or item.type in anchors:
                at_end = follows is None or follows == TEXT
                place = places.get(item.last, -2) + 1, begins[position]
                run = self._run(item, gaps[position], labels + 1, place, style, at_end=at_end)
            if item.type == TEXT and run is None and follows == TEXT:
                text_from = item.first if text_from is None else text_from
                continue
            if text_from is not None and run is None:
                self._emit(TEXT, text_from, item.last)
            else:
                self._flush_text(text_from, item.first - 1)
                if item.type != _NO_LABEL:
                    self._emit(item.type, item.first, item.last, item.distance)
            text_from = None
            labels = labels + 1 if item.type in self.form.label_terminals else 0
            if run is not None:
                first, last = (item.values[0], item.values[-1]) if item.values else (item.last, item.last)
                start = physical.starts[first] if item.values or item.glued else physical.end(item.last)
                self.out.append(Token(VALUES, start, physical.end(last), first, last, run))
                labels = 0

    def _style(self, items: list[TableItem], gaps: list[list[Gap]]) -> TableStyle:
        """How the table is written."""
        if self.physical.gridded or self.physical.packed:
            return GRIDDED if self.physical.gridded else PACKED
        if self._in_tables(items):
            return GRIDDED
        every = list(chain.from_iterable(gaps))
        inner = self._inside_rows(items, gaps) or every
        if sum(one.bars > 0 for one in inner) * 2 <= len(inner):
            found = [self.physical.cells[i].strip() for item in items for i in (item.first, *item.values)]
            distinct = len(found) >= _MANY and len(set(found)) == len(found)
            return TableStyle(barred=False, distinct=distinct, distance=paragraph_distance(every))
        rows = [row for item, row in zip(items, gaps, strict=True) if item.values]
        bare = [
            row[0]
            for item, row in zip(items, gaps, strict=True)
            if not item.values and item.type not in self.form.row_terminals
        ]
        labels = [item for item in items if item.type in self.form.label_terminals] or items
        return bar_style(rows, bare, [self.physical.gap(item.first - 1) for item in labels if item.first])

    def _inside_rows(self, items: list[TableItem], gaps: list[list[Gap]]) -> list[Gap]:
        """The gaps between two cells of one row: bars are there in every layout that has any, and between rows in some."""
        rows = [
            row[: len(item.values)] or row
            for item, row in zip(items, gaps, strict=True)
            if item.values or item.type in self.form.row_terminals
        ]
        return list(chain.from_iterable(rows))

    def _in_tables(self, items: list[TableItem]) -> bool:
        """Whether most labels and values stand in tables of the file's own."""
        places = self.physical.places
        told = (
            [i in places for item in items if item.type != TEXT for i in (item.first, *item.values)] if places else []
        )
        return sum(told) * 2 > len(told)

    def _places(self, items: list[TableItem], style: TableStyle) -> dict[int, int]:
        """For each cell of a table whose rows are lines, its place on its line, counted in slots."""
        physical, places = self.physical, {}
        first = items[0].first
        place = 0
        for index in range(first, max(items[-1].last, *items[-1].values, first) + 1):
            before = physical.gap(index - 1) if index else None
            if before is None or before.ends:
                place = max(0, (before.lines[-1] if before else 0) - style.outer)
            else:
                place += before.bars
            places[index] = place
        return places

    def _begins(self, items: list[TableItem], places: dict[int, int]) -> list[int]:
        """For each item, where on its line the first column of the header above it stands."""
        begins, begin, open_header = [], -1, False
        for item in items:
            if item.type in self.form.column_terminals:
                begin = min(begin, places[item.first]) if open_header and begin >= 0 else places[item.first]
                open_header = True
            elif item.type in self.form.label_terminals:
                open_header = False
            begins.append(begin)
        return begins

    def _run(
        self, item: TableItem, gaps: list[Gap], labels: int, place: tuple[int, int], style: TableStyle, *, at_end: bool
    ) -> ValueRun | None:
        """The value cells behind a label, or `None` where not even a blank one stands there."""
        header = item.type not in self.form.row_terminals
        if style.barred:
            slots, loose = read_barred(
                item.values, gaps, style, behind_header=header, mark_behind=not at_end or self.headings_marked
            )
        else:
            slots, loose = read_paragraphs(item.values, gaps, style.distance)
        if not slots and (not loose or (style.separators and loose == (1,) and item.type in self.form.group_terminals)):
            return None
        place_of_row = self.physical.places.get(item.values[0] if item.values else item.last)
        stacked, table = gaps[-1].stacked, place_of_row.table if place_of_row else -1
        return ValueRun(tuple(slots), loose, stacked, labels, *place, header, at_end, style, table=table)


def build_lexer(form: Form) -> Lexer:
    """A lexer for one form."""
    return Lexer(form, Classifier(form, {}))
