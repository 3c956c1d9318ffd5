"""The characters of a Word paragraph as a person reads them.

What is hidden, deleted or moved away, the instructions of fields and numbers of pages are left out.  What is struck out
stands between `~~`, a raised or lowered figure behind `^` or `_`: without that they would be figures like any other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final

from attrs import define, field

from govgrammar.documents.docx_markup import Styles, at
from govgrammar.documents.xml_parts import Node

_PLAIN: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: Fields whose results are furniture.
_PAGES: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
#: Fonts whose letters and digits are pictures.
_PICTURES: Final = ("wingdings", "webdings")
#: Characters of an instruction, of which the first word says what the field shows.
_INSTRUCTION: Final = 64
_PRIVATE: Final = 0xF000
_ASCII: Final = 0x80
_LARGEST: Final = 0x10FFFF
_TRANSPARENT: Final = frozenset({"fldSimple", "Choice", "Fallback"})
_SCRIPTS: Final = {"superscript": "^", "subscript": "_"}


@define
class _Field:
    """A field that is open: whether what is around it is shown, its instruction, and whether its result is shown."""

    around: bool
    instruction: str = ""
    shown: bool = False

    def read(self, text: str) -> None:
        """Take more of the instruction."""
        if len(self.instruction) < _INSTRUCTION:
            self.instruction = (self.instruction + text).lstrip()[:_INSTRUCTION]

    def separate(self, *, page: bool) -> None:
        """The instruction ends, and the result begins."""
        self.shown = self.around and not page


@define
class ParagraphText:
    """A paragraph as it is read: its pieces, each with how it is marked, and the text boxes that hang on it."""

    styles: Styles
    style: str = ""
    pieces: list[tuple[str, str]] = field(factory=list)
    boxes: list[Node] = field(factory=list)
    fields: list[_Field] = field(factory=list)

    def read(self, paragraph: Node) -> None:
        """Take all runs of a paragraph."""
        style = at(paragraph, ("pPr", "pStyle"))
        self.style = style.get("val") if style else ""
        self.fields.clear()
        stack = [iter(paragraph.children)]
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
            elif node.name == "r":
                inside = self._run(node)
                stack.append(iter(inside))
            elif node.name == "AlternateContent":
                stack.append(iter(node.children[:1]))
            elif node.name == "txbxContent":
                self.boxes.append(node)
            elif node.name == "oMath":  # its parts stand above, below or beside one another
                self._add(" ".join(part.text for part in node.children if part.name == "t"), "")
            elif node.name in _TRANSPARENT and not self._is_page(node.get("instr")):
                stack.append(iter(node.children))

    @property
    def text(self) -> str:
        """The text of what was taken."""
        runs = groupby(self.pieces, key=itemgetter(1))
        return "".join(_marked("".join(text for text, _ in run), mark) for mark, run in runs)

    def _run(self, run: Node) -> list[Node]:
        """Take a run's own characters; what stands in it and is none."""
        properties = run.child("rPr")
        hidden = self.styles.toggled("vanish", properties, self.style)
        mark = "" if hidden else self._mark(properties)
        pictures = _in_pictures(properties)
        others = []
        for node in run.children:
            if node.name == "fldChar":
                self._field(node.get("fldCharType"))
            elif node.name == "instrText":
                if self.fields:
                    self.fields[-1].read(node.text)
            elif node.name in {"AlternateContent", "txbxContent"}:
                others.append(node)
            elif not hidden and (not self.fields or self.fields[-1].shown):
                text = _symbol(node) if node.name == "sym" else node.text or _PLAIN.get(node.name, "")
                self._add(_as_pictures(text) if pictures else text, mark)
        return [] if hidden else others

    def _add(self, text: str, mark: str) -> None:
        if text:
            self.pieces.append((text, mark))

    def _mark(self, properties: Node | None) -> str:
        if any(self.styles.toggled(name, properties, self.style) for name in ("strike", "dstrike")):
            return "~~"
        script = at(properties, ("vertAlign",))
        return _SCRIPTS.get(script.get("val"), "") if script else ""

    def _field(self, kind: str) -> None:
        """A field begins, shows its result, or ends.  Nothing is shown before the result."""
        around = self.fields[-1].shown if self.fields else True
        if kind == "begin":
            self.fields.append(_Field(around))
        elif self.fields and kind == "separate":
            self.fields[-1].separate(page=self._is_page(self.fields[-1].instruction))
        elif self.fields and kind == "end":
            self.fields.pop()

    @staticmethod
    def _is_page(instruction: str) -> bool:
        return instruction.split(maxsplit=1)[0].upper() in _PAGES if instruction.strip() else False


def _marked(text: str, mark: str) -> str:
    if mark == "~~":
        return f"~~{text}~~" if text.strip() else text
    return mark + text if _may_be_digit().search(text) and any(map(str.isdigit, text)) else text


@lru_cache(maxsize=1)
def _may_be_digit() -> re.Pattern[str]:
    """What finds every digit in any script, and a few characters besides: by far the fastest way to see that there is none."""
    digits = "".join(filter(str.isdigit, map(chr, range(0x10000))))
    return re.compile(f"[{digits}\U00010000-\U0010ffff]")


def _in_pictures(properties: Node | None) -> bool:
    fonts = at(properties, ("rFonts",))
    return fonts is not None and fonts.get("ascii", fonts.get("hAnsi")).lower().startswith(_PICTURES)


def _as_pictures(text: str) -> str:
    return "".join(chr(_PRIVATE + ord(c)) if c.isascii() and not c.isspace() else c for c in text)


def _symbol(node: Node) -> str:
    """A symbol by its code.  The codes of letters and digits are pictures in the fonts that symbols come from."""
    try:
        code = int(node.get("char"), 16)
    except ValueError:
        return ""
    return chr(_PRIVATE + code if code < _ASCII else code) if 0 < code <= _LARGEST else ""
