"""DOCX to blocks: paragraphs and tables in the order of the body, with what Word shows of them.

Tracked changes are read as accepted.  Headers, footers, notes and comments are not the report's text.  A cell that holds a
table is a place of the page and no figure's: what stands in its row follows one another, as the page shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from attrs import define, field

from govgrammar import codes
from govgrammar.diagnostics import Diagnostic
from govgrammar.documents.arranged import MOST_COLUMNS
from govgrammar.documents.blocks import Document, Grid, GridCell, Paragraph, origin_by_name
from govgrammar.documents.docx_markup import TAGS, Styles, at, is_on, number_in
from govgrammar.documents.docx_numbering import Numbering
from govgrammar.documents.docx_text import ParagraphText
from govgrammar.documents.extras import Needing
from govgrammar.documents.packages import DamagedError, Package, TooLargeError, damaged
from govgrammar.documents.xml_parts import Node, Stop, read_xml
from govgrammar.limits import Limits
from govgrammar.source import Span

_KIND: Final = "docx"
_NOWHERE: Final = Span(0, 0)
#: Tables and text boxes stand in one another no deeper than this.
_DEEPEST: Final = 16

_Block = Paragraph | Grid


def read_docx(data: bytes, limits: Limits) -> Document:
    """The blocks of a file.  Raises `MissingExtraError` where the extra `docx` is not installed."""
    with Needing(_KIND):
        from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 -- an extra
    reader = _Reader(limits)
    try:
        package = Package.open(data, limits)
        main = package.main("word/document.xml")
        aside: dict[str, list[Node]] = {}
        related = package.related(main).values()
        for kind in (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.NUMBERING):
            name = kind.rpartition("/")[2]
            nodes = aside.setdefault(name, [])
            for part in related:
                if part.kind == name and package.has(part.target):
                    reader.stopped(read_xml(package.read(part.target), TAGS, package.budget, nodes.append).stop)
        reader.numbering = Numbering(Styles.of(aside["styles"]))
        reader.numbering.read(aside["numbering"])
        reading = read_xml(package.read(main), TAGS, package.budget, reader.take)
        reader.ended(reading.stop)
        if reading.counted:
            reader.say(Diagnostic(codes.TRACKED_CHANGES, _NOWHERE, {"count": reading.counted}))
    except DamagedError as error:
        reader.say(damaged(_KIND, str(error)))
    except TooLargeError as error:
        reader.say(limits.exceeded("decompressed_bytes", error.found, _NOWHERE))
    return Document(reader.blocks, tuple(reader.diagnostics), partial(origin_by_name, _KIND))


@define
class _Cell:
    """A cell as it stands in its row: its first column, its spans, what is in it."""

    column: int
    columns: int
    blocks: list[_Block]
    mark: str
    continues: bool
    begins: bool
    rows: int = 1

    @property
    def holds_table(self) -> bool:
        return any(isinstance(block, Grid) for block in self.blocks)

    @property
    def placed(self) -> GridCell:
        text = "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph)).strip("\n")
        return GridCell(self.column, text, self.columns, self.rows, self.mark)


@define
class _Reader:
    limits: Limits
    blocks: list[_Block] = field(factory=list)
    diagnostics: list[Diagnostic] = field(factory=list)
    numbering: Numbering = field(factory=lambda: Numbering(Styles({})))
    paragraphs: int = 0
    tables: int = 0
    places: int = 0
    #: Text before a paragraph mark that is deleted: it runs on in the next paragraph.
    open: ParagraphText | None = None

    def say(self, diagnostic: Diagnostic) -> None:
        """Add a finding, once."""
        if diagnostic not in self.diagnostics:
            self.diagnostics.append(diagnostic)

    def stopped(self, stop: Stop | None) -> None:
        """Say why a part was not read to its end."""
        if stop is not None and stop.limit is not None:
            self.say(self.limits.exceeded(stop.limit, stop.found, _NOWHERE))
        elif stop is not None:
            self.say(damaged(_KIND, stop.detail))

    def take(self, node: Node) -> None:
        """The next node of the body."""
        self.blocks += self._blocks([node], "", 0)

    def ended(self, stop: Stop | None) -> None:
        """What is left at the end: of a table that was not complete, the rows that were."""
        if stop is not None and stop.open is not None and stop.open.name == "tbl":
            self.take(stop.open)
        self.blocks += self._flushed("")
        self.stopped(stop)

    # ---- blocks ----

    def _blocks(self, nodes: Iterable[Node], where: str, level: int) -> list[_Block]:
        """Paragraphs and tables; `where` is the cell that they stand in."""
        found: list[_Block] = []
        for node in nodes:
            if node.name == "p":
                found += self._paragraph(node, where, level)
            elif node.name == "altChunk":
                self.say(damaged(_KIND, "a file inside the document (altChunk) is not read"))
            elif node.name == "AlternateContent":
                found += self._blocks((n for choice in node.children[:1] for n in choice.children), where, level)
            elif node.name in {"tbl", "txbxContent"}:
                if level == _DEEPEST:
                    self.say(self.limits.exceeded("nesting", self.limits.nesting + 1, _NOWHERE))
                    continue
                inside = self._table if node.name == "tbl" else self._box
                found += inside(node, where, level + 1)
        return found

    def _box(self, node: Node, where: str, level: int) -> list[_Block]:
        return self._blocks(node.children, where, level)

    def _paragraph(self, node: Node, where: str, level: int) -> list[_Block]:
        properties = node.child("pPr")
        text = self.open or ParagraphText(self.numbering.styles)
        text.read(node)
        self.open = None
        mark = at(properties, ("rPr",))
        if mark is not None and (mark.child("del") or mark.child("moveFrom")):
            self.open = text
            return []
        return self._closed(text, properties, where, level)

    def _closed(self, text: ParagraphText, properties: Node | None, where: str, level: int) -> list[_Block]:
        written = text.text
        label = "" if is_on(at(properties, ("rPr", "vanish"))) and not written else self.numbering.label(properties)
        if label and not label[-1].isspace() and written[:1].isdigit():
            label += " "  # "1." before "5" is not 1.5
        self.paragraphs += not where
        found: list[_Block] = [
            Paragraph(
                (label + written).rstrip() if not written else label + written, where or f"paragraph {self.paragraphs}"
            )
        ]
        for box in text.boxes:
            found += self._blocks([box], where, level)
        return found

    def _flushed(self, where: str) -> list[_Block]:
        """The paragraph whose mark is deleted where nothing follows it."""
        text, self.open = self.open, None
        return [] if text is None or not text.text else self._closed(text, None, where, _DEEPEST)

    # ---- tables ----

    def _table(self, node: Node, where: str, level: int) -> list[_Block]:
        self.tables += 1
        name = f"{where}, table {self.tables}" if where else f"table {self.tables}"
        found: list[_Block] = self._flushed(where)
        rows: list[list[_Cell]] = []
        above: dict[int, _Cell] = {}
        lines = [child for child in node.children if child.name == "tr"]
        for number, line in enumerate(lines, 1):
            if _is_gone(line.child("trPr")):
                continue
            row = self._row(line, f"{name}, row {number}", level)
            self.places += max(1, sum(cell.columns for cell in row))
            if self.places > self.limits.cells:
                self.say(self.limits.exceeded("cells", self.places, _NOWHERE))
                break
            if any(cell.holds_table for cell in row):
                found += _grid(rows)
                found += [block for cell in row for block in cell.blocks]
                rows, above = [], {}
                continue
            rows.append(_merged(row, above))
        return found + _grid(rows)

    def _row(self, line: Node, name: str, level: int) -> list[_Cell]:
        cells: list[_Cell] = []
        column = max(0, number_in(at(line, ("trPr", "gridBefore")), 0))
        for number, node in enumerate((child for child in line.children if child.name == "tc"), 1):
            properties = node.child("tcPr")
            if at(properties, ("cellDel",)) is not None:
                continue
            columns = min(max(1, number_in(at(properties, ("gridSpan",)), 1)), MOST_COLUMNS - column)
            if columns < 1:
                break
            across = at(properties, ("hMerge",))
            if across is not None and across.get("val") != "restart" and cells:
                cells[-1].columns += columns
            else:
                mark = f"{name}, cell {number}"
                blocks = self._blocks(node.children, mark, level)
                blocks += self._flushed(mark)
                begins, continues = _down(properties)
                cells.append(_Cell(column, columns, _in_a_frame(blocks), mark, continues, begins))
            column += columns
        return cells


def _is_gone(properties: Node | None) -> bool:
    """Whether a row is deleted or hidden."""
    return properties is not None and (properties.child("del") is not None or bool(is_on(properties.child("hidden"))))


def _down(properties: Node | None) -> tuple[bool, bool]:
    """Whether a cell begins a merged one, and whether it continues the one above; a tracked merge is one."""
    merged, tracked = at(properties, ("vMerge",)), at(properties, ("cellMerge",))
    kind = tracked.get("vMerge") if tracked else merged.get("val", "continue") if merged else ""
    return kind in {"restart", "rest"}, kind in {"continue", "cont"}


def _merged(row: list[_Cell], above: dict[int, _Cell]) -> list[_Cell]:
    """The cells that begin in a row; those that continue one above lengthen it."""
    begun, now = [], {}
    for cell in row:
        upper = above.get(cell.column) if cell.continues else None
        if upper is not None and upper.columns == cell.columns:
            upper.rows += 1
            now[cell.column] = upper
            continue
        begun.append(cell)
        if cell.begins or cell.continues:
            now[cell.column] = cell
    above.clear()
    above.update(now)
    return begun


def _in_a_frame(blocks: list[_Block]) -> list[_Block]:
    """What stands in a cell; a table of one cell in it is a frame around text."""
    framed: list[_Block] = []
    for block in blocks:
        cells: list[Any] = [cell for row in block.rows for cell in row] if isinstance(block, Grid) else []
        framed.append(Paragraph(cells[0].text, cells[0].mark) if len(cells) == 1 else block)
    return framed


def _grid(rows: list[list[_Cell]]) -> list[_Block]:
    if not rows:
        return []
    width = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    return [Grid(tuple(tuple(cell.placed for cell in row) for row in rows), width)]
