"""The cells of a table section to tokens: labels that are broken in two are joined, the values behind a label are one token.

How blank cells are counted is the layout's business (`layouts`).  What a table is read as depends on its cells and gaps and on
nothing else, so that tables of one shape share it (`table_shapes`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from attrs import define, field

from govgrammar.classify import NUMERALS, CellKind, Classifier
from govgrammar.fold import key, squeeze
from govgrammar.form import TEXT, VALUES, Form
from govgrammar.layouts.bars import GRIDDED, bar_style, read_barred
from govgrammar.layouts.paragraphs import PACKED, paragraph_distance, read_paragraphs
from govgrammar.layouts.physical import Gap, PhysicalText
from govgrammar.table_items import TableItem, take_own_lines, text_token, token_of, without_fragments
from govgrammar.tokens import TableStyle, Token, ValueRun

_MOST_PARTS: Final = 16
#: So many cells of a table without two that are alike are no accident: its labels alone repeat themselves, or its zeros.
MANY: Final = 16
_GLUED: Final = re.compile(r"(?P<label>.*[^\d.,/+\-])(?P<figures>[\d.,/+\-]*\d[\d.,/+\-]*)")
#: Figures right behind a table's heading have no label of their own: they belong to the heading.
_NO_LABEL: Final = ""


@define(eq=False)
class TableReader:
    """One pass over one table section, from cell `begin` on.

    `closing` is the heading that ends it, or a label that only another table has, and `end` where that stands; `reach` is the
    last cell that had a say.  `alike` are the cells of which it was asked whether two are alike; `distinct` is the answer.
    """

    form: Form
    classify: Classifier
    physical: PhysicalText
    section: str
    begin: int
    headings_marked: bool
    out: list[Token] = field(factory=list)
    closing: str | None = None
    end: int = 0
    reach: int = 0
    alike: tuple[int, ...] = ()
    distinct: bool = False

    def read(self) -> None:
        """Everything up to the next heading, or up to a label that only another table has."""
        items: list[TableItem] = []
        cells, classify, section, index = self.physical.cells, self.classify, self.section, self.begin
        total = len(cells)
        while index < total:
            kind = classify(cells[index])
            if kind.terminal == VALUES and items:  # by far the most cells
                if cells[index]:
                    items[-1].values.append(index)
                index += 1
                continue
            terminal, last = self._table_cell(kind, index, section)
            if terminal in self.form.sections or self.form.table_of.get(terminal, section) != section:
                self.closing = terminal
                break
            self._take(items, terminal, (index, last), section)
            index = last + 1
        self.end = index
        if items:
            self._emit_table(items, section)

    def _table_cell(self, kind: CellKind, index: int, section: str) -> tuple[str, int]:
        """What a cell of a table is, with the cells behind it that spell one label together."""
        if kind.begins:
            return self._join(kind, index, section)
        if kind.terminal == TEXT and self.physical.cells[index].lstrip()[:1] in NUMERALS:
            found = self.classify.heading_before_text(self.physical.cells[index])
            return found[0] if found else TEXT, index
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
            self.reach = max(self.reach, following)
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
                self.out.append(token_of(physical, TEXT, text_from, item.last))
            else:
                self._flush_text(text_from, item.first - 1)
                if item.type != _NO_LABEL:
                    self.out.append(token_of(physical, item.type, item.first, item.last, item.distance))
            text_from = None
            labels = labels + 1 if item.type in self.form.label_terminals else 0
            if run is not None:
                first, last = (item.values[0], item.values[-1]) if item.values else (item.last, item.last)
                start = physical.starts[first] if item.values or item.glued else physical.end(item.last)
                self.out.append(Token(VALUES, start, physical.end(last), first, last, run))
                labels = 0

    def _flush_text(self, begun: int | None, last: int) -> None:
        if begun is not None:
            self.out.append(text_token(self.physical, begun, last))

    def _style(self, items: list[TableItem], gaps: list[list[Gap]]) -> TableStyle:
        """How the table is written."""
        if self.physical.gridded or self.physical.packed:
            return GRIDDED if self.physical.gridded else PACKED
        if self._in_tables(items):
            return GRIDDED
        every = list(chain.from_iterable(gaps))
        if not _mostly_barred(every) and not _mostly_barred(self._inside_rows(items, gaps)):
            self.alike = tuple(i for item in items for i in (item.first, *item.values))
            self.distinct = all_differ(self.physical.cells, self.alike)
            return TableStyle(barred=False, distinct=self.distinct, distance=paragraph_distance(every))
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


def _mostly_barred(gaps: Sequence[Gap]) -> bool:
    return sum(gap.bars > 0 for gap in gaps) * 2 > len(gaps)


def all_differ(cells: Sequence[str], indices: Sequence[int]) -> bool:
    """Whether many cells hold no two that are alike."""
    if len(indices) < MANY or len(set(map(cells.__getitem__, indices[:MANY]))) < MANY:
        return False
    found = set(map(cells.__getitem__, indices))
    return len(found) == len(indices) == len(set(map(str.strip, found)))
