"""Which elements of a workbook are read, and what its strings and styles say."""

from __future__ import annotations

from typing import Final

from attrs import define, field, frozen

from govgrammar.documents.xml_parts import Node, Tags

_MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RICH: Final = ("r", "rPr", "strike", "vertAlign")
_LEFT_OUT: Final = ("rPh", "phoneticPr", "extLst", "dxfs", "cellStyleXfs", "cellStyles", "fills", "borders")

WORKBOOK: Final = Tags.of({"workbookPr", "sheet"}, namespaces=_MAIN)
STRINGS: Final = Tags.of({"si", *_RICH}, namespaces=_MAIN, texts=("t",), dropped=_LEFT_OUT)
STYLES: Final = Tags.of({"numFmt", "fonts", "font", "strike", "cellXfs", "xf"}, namespaces=_MAIN, dropped=_LEFT_OUT)
SHEET: Final = Tags.of(
    {"sheetView", "sheetFormatPr", "col", "row", "c", "is", "mergeCell", *_RICH},
    namespaces=_MAIN,
    texts=("t", "v", "f"),
    dropped=_LEFT_OUT,
)
_OFF: Final = frozenset({"", "0", "false", "off"})
_SCRIPTS: Final = {"superscript": "^", "subscript": "_"}


def is_on(value: str) -> bool:
    """Whether an attribute is switched on."""
    return value.lower() not in _OFF


def rich_text(node: Node) -> str:
    """The characters of a string and of its runs; what is struck out or raised is marked as in a Word document."""
    from openpyxl.utils.escape import unescape  # noqa: PLC0415 -- an extra

    pieces = []
    for part in node.children:
        if part.name == "t":
            pieces.append(part.text)
        elif part.name == "r":
            text = "".join(inner.text for inner in part.children if inner.name == "t")
            look = part.child("rPr")
            struck = look.child("strike") if look else None
            script = look.child("vertAlign") if look else None
            if struck is not None and is_on(struck.get("val", "1")) and text.strip():
                text = f"~~{text}~~"
            elif script is not None and any(map(str.isdigit, text)):
                text = _SCRIPTS.get(script.get("val"), "") + text
            pieces.append(text)
    return str(unescape("".join(pieces)))


@frozen
class Look:
    """How a cell looks: the number of its format, and whether it is struck out."""

    number: int = 0
    struck: bool = False


@define
class Looks:
    """The styles of cells, as their part has them: formats, fonts, then the cells' own in the order of their numbers."""

    formats: dict[int, str] = field(factory=dict)
    struck: list[bool] = field(factory=list)
    cells: list[Look] = field(factory=list)

    def take(self, node: Node) -> None:
        """The next node of the part."""
        if node.name == "numFmt":
            number = node.get("numFmtId")
            if number.isdigit():
                self.formats[int(number)] = node.get("formatCode", "General")
        elif node.name == "fonts":
            marks = (font.child("strike") for font in node.children)
            self.struck += [mark is not None and is_on(mark.get("val", "1")) for mark in marks]
        elif node.name == "cellXfs":
            self.cells += [self._look(xf) for xf in node.children]

    def _look(self, xf: Node) -> Look:
        number, font = xf.get("numFmtId", "0"), xf.get("fontId", "0")
        struck = font.isdigit() and int(font) < len(self.struck) and self.struck[int(font)]
        return Look(int(number) if number.isdigit() else -1, struck)

    def of(self, style: str) -> Look:
        """The look with a style's number."""
        index = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0  # noqa: PLR2004  no more styles
        return self.cells[index] if index < len(self.cells) else Look()
