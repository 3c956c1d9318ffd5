"""Physical cells to grammar tokens.

Before the first heading, cells are titles, metadata and text.  The sections 一, 五 and 六 are text until the next
heading; the others are tables (`table_reader`).
"""

from __future__ import annotations

from functools import partial
from typing import Final

from attrs import define, frozen

from govgrammar.classify import NUMERALS, Classifier
from govgrammar.form import TEXT, VALUES, Form
from govgrammar.layouts.physical import PhysicalText, split_cells
from govgrammar.layouts.telling import delimiters, may_be_aligned, may_be_ruled
from govgrammar.source import Span
from govgrammar.table_items import text_token, token_of
from govgrammar.table_shapes import TableShapes, Tokens
from govgrammar.tokens import Token

#: No heading is longer; one with its text behind it may be.
_LONGEST_HEADING: Final = 60


@frozen(eq=False, slots=False)
class Lexer:
    """Reads texts with one form."""

    form: Form
    classify: Classifier
    shapes: TableShapes

    def read(self, text: str) -> tuple[PhysicalText, Tokens]:
        """A text's physical cells and its tokens."""
        physical = self._lines_of_fields(text) or split_cells(text)
        return physical, self.tokens(physical)

    def _lines_of_fields(self, text: str) -> PhysicalText | None:
        """The cells of a text whose lines are fields, in one of the layouts that are loaded for those alone."""
        classify, form, found = self.classify, self.form, None
        if delimiters(text):
            from govgrammar.layouts.delimited import cut_delimited  # noqa: PLC0415

            found = cut_delimited(text, classify, form)
        if found is None and may_be_ruled(text):
            from govgrammar.layouts.markdown import cut_markdown  # noqa: PLC0415

            found = cut_markdown(text, classify, form)
        if found is None and may_be_aligned(text):
            from govgrammar.layouts.aligned import cut_aligned  # noqa: PLC0415

            found = cut_aligned(text, classify, lambda raw: classify(raw).terminal in form.sections)
        return found

    def tokens(self, physical: PhysicalText) -> Tokens:
        """The tokens of a text that is cut into cells."""
        return _Reader(self.form, self.classify, self.shapes, physical, Tokens(physical)).tokens()


@define(eq=False)
class _Reader:
    """One pass over one text."""

    form: Form
    classify: Classifier
    shapes: TableShapes
    physical: PhysicalText
    out: Tokens
    headings_marked: bool = False

    def tokens(self) -> Tokens:
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
        if len(raw) > _LONGEST_HEADING:
            found = self.classify.heading_before_text(raw) if raw.lstrip()[0] in NUMERALS else None
            return found[0] if found else TEXT
        kind = self.classify(raw)
        return kind.terminal if kind.terminal in self.form.told_in_text else kind.headed or TEXT

    def _heading(self, terminal: str, index: int) -> str:
        """A heading, and the text that stands on its line."""
        if index and not self.out.ends_with_values:  # behind a row, a bar may be the row's own
            self.headings_marked = self.physical.gap(index - 1).bars > 0
        raw = self.physical.cells[index]
        found = None if self.classify(raw).terminal == terminal else self.classify.heading_before_text(raw)
        if found:
            self.out.append(terminal, partial(_heading_token, self.physical, terminal, index, found[1]))
            self.out.append(TEXT, partial(_text_behind, self.physical, index, found[1]))
        else:
            self._emit(terminal, index, index)
        return self.form.sections[terminal]

    def _supply(self, section: str, index: int) -> str:
        """The heading that a table has lost, without width, where the table begins."""
        terminal = self.form.headings[section]
        self.out.append(terminal, partial(_supplied_token, self.physical, terminal, index))
        return section

    def _metadata(self, index: int, begun: int | None) -> int | None:
        """Metadata in a cell: `索引号: X  公开目录  Y` on one line, or key and field as neighbours between bars."""
        raw = self.physical.cells[index]
        found = self.classify.find_metadata(raw)
        if not found:
            return None
        self._flush_text(begun, index - 1)
        ends = [first for _, first, _ in found[1:]]
        for (name, first, after), end in zip(found, [*ends, None], strict=True):
            beside = end is None and not raw[after:].strip() and self._is_field(index)
            self.out.append(
                name, partial(_metadata_token, self.physical, name, index, (first, after, end), beside=beside)
            )
            if beside:
                return index + 2
        return index + 1

    def _is_field(self, index: int) -> bool:
        """Whether the next cell is the field of a key: its neighbour on the same line, and no key itself."""
        gap = self.physical.gap(index)
        following = self.physical.cells[index + 1] if index + 1 < len(self.physical.cells) else ""
        return (
            gap.bars == 1 and gap.ends == 0 and bool(following.strip()) and not self.classify.find_metadata(following)
        )

    def _flush_text(self, begun: int | None, last: int) -> None:
        if begun is not None:
            self.out.append(TEXT, partial(text_token, self.physical, begun, last))

    def _emit(self, terminal: str, first: int, last: int) -> None:
        self.out.append(terminal, partial(token_of, self.physical, terminal, first, last))

    # ---- tables ----

    def _table(self, section: str, index: int) -> tuple[str, int]:
        """Everything up to the next heading, or up to a label that only another table has."""
        table = self.shapes.read(self.physical, section, index, headings_marked=self.headings_marked)
        self.out.add_table(table)
        index, closing = index + table.shape.size, table.shape.closing
        if closing is None:
            return section, index
        if closing in self.form.sections:
            return self._heading(closing, index), index + 1
        return self._supply(self.form.table_of[closing], index), index


# ---- tokens of text, when somebody asks where they stand ----


def _heading_token(physical: PhysicalText, terminal: str, index: int, after: int) -> Token:
    """A heading that has its text behind it in the same cell, from `after` on."""
    raw, start = physical.cells[index], physical.starts[index]
    return Token(terminal, start, start + len(raw[:after].rstrip(" \t:：。\u3000\u00a0")), index, index)


def _text_behind(physical: PhysicalText, index: int, after: int) -> Token:
    return Token(TEXT, physical.starts[index] + after, physical.end(index), index, index)


def _supplied_token(physical: PhysicalText, terminal: str, index: int) -> Token:
    place = physical.starts[index]
    return Token(terminal, place, place, index, index, supplied=True)


def _metadata_token(
    physical: PhysicalText, terminal: str, index: int, places: tuple[int, int, int | None], *, beside: bool
) -> Token:
    """A metadata key with its field: behind it in its cell, or `beside` it in the next one.

    `places` are where the key begins in its cell, where its field does, and where the next key does.
    """
    start, (first, after, behind) = physical.starts[index], places
    end = physical.end(index) if behind is None else start + behind
    said = physical.text[start + after : end]
    place = start + after + len(said) - len(said.lstrip())
    where, last = Span(place, place + len(said.strip())), index
    if beside:
        last = index + 1
        where = Span(physical.starts[last], physical.end(last))
    field = where if where.end > where.start else None
    return Token(terminal, start + first, max(where.end, start + after), index, last, field=field)


def build_lexer(form: Form) -> Lexer:
    """A lexer for one form."""
    classify = Classifier(form)
    return Lexer(form, classify, TableShapes(form, classify))
