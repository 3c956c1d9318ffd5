"""Physical cells to grammar tokens.

Before the first heading, cells are titles, metadata and text.  The sections 一, 五 and 六 are text until the next
heading; the others are tables (`table_reader`).
"""

from __future__ import annotations

from attrs import define, frozen

from govgrammar.classify import NUMERALS, Classifier
from govgrammar.form import TEXT, VALUES, Form
from govgrammar.layouts.aligned import cut_aligned
from govgrammar.layouts.delimited import cut_delimited
from govgrammar.layouts.markdown import cut_markdown
from govgrammar.layouts.physical import PhysicalText, split_cells
from govgrammar.source import Span
from govgrammar.table_items import text_token, token_of
from govgrammar.table_shapes import TableShapes, Tokens
from govgrammar.tokens import Token


@frozen(eq=False, slots=False)
class Lexer:
    """Reads texts with one form."""

    form: Form
    classify: Classifier
    shapes: TableShapes

    def read(self, text: str) -> tuple[PhysicalText, Tokens]:
        """A text's physical cells and its tokens."""
        physical = (
            cut_delimited(text, self.classify, self.form)
            or cut_markdown(text, self.classify, self.form)
            or cut_aligned(text, self.classify, lambda raw: self.classify(raw).terminal in self.form.sections)
            or split_cells(text)
        )
        return physical, self.tokens(physical)

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
        if index and not self.out.ends_with_values:  # behind a row, a bar may be the row's own
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
        self.out.append(text_token(self.physical, begun, last))

    def _emit(self, terminal: str, first: int, last: int) -> None:
        self.out.append(token_of(self.physical, terminal, first, last))

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


def build_lexer(form: Form) -> Lexer:
    """A lexer for one form."""
    classify = Classifier(form)
    return Lexer(form, classify, TableShapes(form, classify))
