"""XLSX to blocks: each visible sheet is one table, with what the spreadsheet shows in its cells.

Hidden sheets, rows and columns are left out, and rows that the file does not have.  The name of a sheet is no text of the
report, unless it is a heading of the form and the sheet lacks that one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import partial
from typing import Final

from attrs import define, field

from govgrammar.classify import Classifier
from govgrammar.diagnostics import Diagnostic
from govgrammar.documents.arranged import MOST_COLUMNS
from govgrammar.documents.blocks import Document, Grid, GridCell, Paragraph, origin_by_name
from govgrammar.documents.extras import Needing
from govgrammar.documents.packages import DamagedError, Package, TooLargeError, damaged
from govgrammar.documents.xlsx_formats import GENERAL, format_of, shown
from govgrammar.documents.xlsx_markup import SHEET, STRINGS, STYLES, WORKBOOK, Looks, is_on, rich_text
from govgrammar.documents.xml_parts import Node, Stop, StopReading, Tags, read_xml
from govgrammar.limits import Limits
from govgrammar.source import Span

_KIND: Final = "xlsx"
_NOWHERE: Final = Span(0, 0)
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_PLAIN_NAME: Final = re.compile(r"\w+")
_COLUMNS: Final = 16_384
_ROWS: Final = 1_048_576
#: No spreadsheet lets a sheet have a longer name, and it stands before the name of each cell.
_LONGEST_NAME: Final = 64
#: No number of a width or a height is longer.
_LONGEST_ZERO: Final = 64


def read_xlsx(data: bytes, classify: Classifier, limits: Limits) -> Document:
    """The blocks of a file.  Raises `MissingExtraError` where the extra `xlsx` is not installed."""
    with Needing(_KIND):
        import openpyxl  # noqa: F401, PLC0415 -- an extra
    reader = _Reader(limits, classify)
    try:
        reader.workbook(Package.open(data, limits))
    except DamagedError as error:
        reader.say(damaged(_KIND, str(error)))
    except TooLargeError as error:
        reader.say(limits.exceeded("decompressed_bytes", error.found, _NOWHERE))
    return Document(reader.blocks, tuple(reader.diagnostics), partial(origin_by_name, _KIND))


@define
class _Row:
    """A row as it stands in the file: its number, and for each column the text and the name of the cell."""

    number: int
    hidden: bool
    cells: dict[int, tuple[str, str]]


@define
class _Merged:
    """A merged range that shows something: its last row and column."""

    bottom: int
    right: int


@define
class _Reader:
    limits: Limits
    classify: Classifier
    blocks: list[Paragraph | Grid] = field(factory=list)
    diagnostics: list[Diagnostic] = field(factory=list)
    strings: list[str] = field(factory=list)
    looks: Looks = field(factory=Looks)
    since_1904: bool = False
    places: int = 0

    def say(self, diagnostic: Diagnostic) -> None:
        """Add a finding, once."""
        if diagnostic not in self.diagnostics:
            self.diagnostics.append(diagnostic)

    def workbook(self, package: Package) -> None:
        """Read all sheets that are visible."""
        main = package.main("xl/workbook.xml")
        nodes: list[Node] = []
        self._part(package, main, WORKBOOK, nodes.append)
        self.since_1904 = any(is_on(node.get("date1904")) for node in nodes if node.name == "workbookPr")
        related = package.related(main)
        for relation in related.values():
            if relation.kind == "sharedStrings" and package.has(relation.target):
                self._part(package, relation.target, STRINGS, lambda node: self.strings.append(rich_text(node)))
            elif relation.kind == "styles" and package.has(relation.target):
                self._part(package, relation.target, STYLES, self.looks.take)
        for node in nodes:
            part = related.get(node.get("id")) if node.name == "sheet" else None
            if part is not None and part.kind == "worksheet" and node.get("state", "visible") == "visible":
                sheet = _Sheet(self, package, node.get("name")[:_LONGEST_NAME])
                whole = self._part(package, part.target, SHEET, sheet.take)
                self._add(sheet)
                if not whole:
                    break

    def _part(self, package: Package, name: str, tags: Tags, take: Callable[[Node], None]) -> bool:
        """Read a part; whether to its end."""
        stop = read_xml(package.read(name), tags, package.budget, take).stop
        if stop is not None and stop.limit is not None:
            self.say(self.limits.exceeded(stop.limit, stop.found, _NOWHERE))
        elif stop is not None:
            self.say(damaged(_KIND, stop.detail))
        return stop is None

    def _add(self, sheet: _Sheet) -> None:
        grid = sheet.grid()
        heading = self.classify(sheet.name).terminal
        if heading in self.classify.form.sections:
            texts = (cell.text for row in grid.rows for cell in row if cell.text)
            if all(self.classify(text).terminal != heading for text in texts):
                self.blocks.append(Paragraph(sheet.name, f"sheet {sheet.quoted}"))
        if grid.rows:
            self.blocks.append(grid)


@define
class _Sheet:
    """One sheet as its nodes come: looks of the sheet first, then rows, merged ranges last."""

    reader: _Reader
    package: Package
    name: str
    rows: list[_Row] = field(factory=list)
    merges: list[tuple[int, int, int, int]] = field(factory=list)
    hidden: bytearray = field(factory=lambda: bytearray(_COLUMNS + 1))
    ranges: int = 0
    rows_hidden: bool = False
    zeros_shown: bool = True

    @property
    def quoted(self) -> str:
        """The sheet's name as it stands before a cell's."""
        return self.name if _PLAIN_NAME.fullmatch(self.name) else "'" + self.name.replace("'", "''") + "'"

    def take(self, node: Node) -> None:
        """The next node of the sheet."""
        if node.name == "row":
            self._row(node)
        elif node.name == "mergeCell":
            self._merge(node.get("ref"))
        elif node.name == "col":
            self._columns(node)
        elif node.name == "sheetFormatPr":
            self.rows_hidden = is_on(node.get("zeroHeight"))
        elif node.name == "sheetView":
            self.zeros_shown = self.zeros_shown and is_on(node.get("showZeros", "1"))

    def _columns(self, node: Node) -> None:
        first, last = _whole(node.get("min"), 0), _whole(node.get("max"), 0)
        self.ranges += 1
        gone = is_on(node.get("hidden")) or _is_zero(node.get("width"))
        if gone and 0 < first <= last <= _COLUMNS and self.ranges <= _COLUMNS:
            self.hidden[first : last + 1] = b"\1" * (last + 1 - first)

    def _row(self, node: Node) -> None:
        before = self.rows[-1].number if self.rows else 0
        number = _whole(node.get("r"), before + 1)
        if not before < number <= _ROWS:
            raise StopReading(Stop(f"row {number} of sheet {self.name} is out of order"))
        hidden = is_on(node.get("hidden")) if "hidden" in node.attributes else self.rows_hidden
        row = _Row(number, hidden or _is_zero(node.get("ht")), {})
        column, texts = 0, dict[int, list[str]]()
        for cell in node.children:
            place = _place(cell.get("r"))
            column = place[1] if place else column + 1
            text = self._text(cell)
            if not text:
                continue
            self._count(1)
            texts.setdefault(column, []).append(text)  # of two with one place, neither is the cell's
        for column, found in texts.items():
            row.cells[column] = " ".join(found), f"{self.quoted}!{_letters(column)}{number}"
        if node.children:  # cells that are there, if only empty ones
            self._count(1)
            self.rows.append(row)

    def _count(self, places: int) -> None:
        self.reader.places += places
        if self.reader.places > self.reader.limits.cells:
            raise StopReading(Stop(limit="cells", found=self.reader.places))

    def _text(self, cell: Node) -> str:
        """What a cell shows."""
        kind, value, formula = cell.get("t", "n"), cell.child("v"), cell.child("f")
        stored = value.text if value else ""
        if formula is not None and (value is None or (not stored and kind == "n")):
            return f"={formula.text}"
        inline = cell.child("is")
        if kind == "s":
            index = _whole(stored, -1)
            text = self.reader.strings[index] if 0 <= index < len(self.reader.strings) else ""
        elif kind == "inlineStr":
            text = rich_text(inline) if inline else stored
        elif kind == "b":
            text = {"1": "TRUE", "0": "FALSE"}.get(stored, stored)
        else:
            text = stored
        look = self.reader.looks.of(cell.get("s"))
        if kind == "n" and text:
            text = self._number(text, look.number)
        self.package.budget.spend_characters(len(text))
        return f"~~{text}~~" if look.struck and text.strip() else text

    def _number(self, stored: str, number: int) -> str:
        if not self.zeros_shown and _is_zero(stored):
            return ""
        looks = self.reader.looks
        code = format_of(number, looks.formats) if number else GENERAL
        return shown(stored, code, since_1904=self.reader.since_1904)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        one, other = _place(first), _place(last or first)
        if one and other:
            (top, left), (bottom, right) = one, other
            self.merges.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    # ---- the table ----

    def grid(self) -> Grid:
        """The sheet as a table of what is seen."""
        merged = self._merged()
        rows = [row for row in self.rows if not row.hidden]
        numbers = [row.number for row in rows]
        seen = self._seen_columns(rows)
        width = min(len(seen), MOST_COLUMNS)
        placed = []
        for row in rows:
            cells = []
            for column in sorted(row.cells):
                first = bisect_left(seen, column)
                if self.hidden[column] or first >= width:
                    continue
                text, mark = row.cells[column]
                spans = merged.get((row.number, column))
                down = bisect_right(numbers, spans.bottom) - bisect_left(numbers, row.number) if spans else 1
                across = min(width, bisect_right(seen, spans.right)) - first if spans else 1
                cells.append(GridCell(first, text, max(1, across), max(1, down), mark))
            if not cells or cells[-1].column + cells[-1].columns < width:
                cells.append(GridCell(width - 1, ""))
            placed.append(tuple(cells))
        return Grid(tuple(placed) if width else (), width)

    def _seen_columns(self, rows: list[_Row]) -> list[int]:
        """The columns that are seen, up to the last one that holds something."""
        last = max((max(row.cells, default=0) for row in rows), default=0)
        found: list[int] = []
        column = self.hidden.find(0, 1, last + 1)
        while column > 0 and len(found) < MOST_COLUMNS:
            found.append(column)
            column = self.hidden.find(0, column + 1, last + 1)
        return found

    def _merged(self) -> dict[tuple[int, int], _Merged]:
        """The ranges that show something, by the place where they are seen first; what they cover is seen nowhere."""
        found: dict[tuple[int, int], _Merged] = {}
        numbers = [row.number for row in self.rows]
        try:
            for top, left, bottom, right in self.merges:
                first, behind = bisect_left(numbers, top), bisect_right(numbers, bottom)
                self._count(behind - first)
                covered = self.rows[first:behind]
                anchor = covered[0].cells.pop(left, None) if covered and covered[0].number == top else None
                for row in covered:
                    wide = right - left >= len(row.cells)
                    columns = list(row.cells) if wide else range(left, right + 1)
                    self._count(len(columns))
                    for column in columns:
                        if left <= column <= right:
                            row.cells.pop(column, None)
                seen = next((row for row in covered if not row.hidden), None)
                column = self.hidden.find(0, left, right + 1)
                if anchor and seen is not None and column > 0:
                    seen.cells[column] = anchor
                    found[seen.number, column] = _Merged(bottom, right)
        except StopReading as stop:
            self.reader.say(self.reader.limits.exceeded("cells", stop.stop.found, _NOWHERE))
            self.rows.clear()
        return found


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of a cell's name."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row, column) if column <= _COLUMNS and 0 < row <= _ROWS else None


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- an extra

    return str(get_column_letter(column)) if 0 < column <= _COLUMNS else "?"


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise  # noqa: PLR2004  no count is longer


def _is_zero(text: str) -> bool:
    return len(text) <= _LONGEST_ZERO and bool(re.fullmatch(r"[+-]?0*\.?0*(?:[eE][+-]?[0-9]+)?", text)) and "0" in text
