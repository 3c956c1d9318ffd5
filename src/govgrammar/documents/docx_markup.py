"""Which elements of a Word document are read, and what its styles say of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from govgrammar.documents.xml_parts import Node, Tags

_WORD: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_MATH: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_CHOICE: Final = ("http://schemas.openxmlformats.org/markup-compatibility/2006",)

_BLOCKS: Final = ("p", "tbl", "tr", "tc", "txbxContent", "altChunk")
_RUNS: Final = ("r", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym", "fldChar", "fldSimple")
_ROW_AND_CELL: Final = ("trPr", "tcPr", "gridSpan", "vMerge", "hMerge", "gridBefore", "hidden", "cellDel", "cellMerge")
_PROPERTIES: Final = (
    *("pPr", "rPr", "numPr", "ilvl", "numId", "pStyle", "rStyle"),
    *("vanish", "strike", "dstrike", "vertAlign", "rFonts"),
)
_STYLES: Final = ("style", "basedOn")
_NUMBERING: Final = (
    *("num", "abstractNum", "abstractNumId", "numStyleLink", "lvl", "lvlOverride", "startOverride"),
    *("start", "numFmt", "lvlText", "suff", "lvlRestart", "isLgl"),
)
#: What was there before a change, and what nobody sees: properties of what is not read, and the words below a ruby.
_DROPPED: Final = (
    *("rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "sectPrChange"),
    *("numberingChange", "sectPr", "tblPr", "tblPrEx", "tblGrid", "sdtPr", "sdtEndPr", "tabs", "ffData", "rt"),
    *("smartTagPr", "customXmlPr", "delText", "delInstrText"),
)
_CHANGES: Final = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")


def _joined(*parts: Tags) -> Tags:
    return Tags(
        {name: short for part in parts for name, short in part.kept.items()},
        *(
            frozenset(name for part in parts for name in getattr(part, group))
            for group in ("closed", "dropped", "texts", "counted")
        ),
    )


TAGS: Final = _joined(
    Tags.of(
        {*_BLOCKS, *_RUNS, *_ROW_AND_CELL, *_PROPERTIES, *_STYLES, *_NUMBERING},
        namespaces=_WORD,
        closed=("del", "moveFrom"),
        dropped=_DROPPED,
        texts=("t", "instrText"),
        counted=_CHANGES,
    ),
    Tags.of({"oMath"}, namespaces=_MATH, texts=("t",)),
    Tags.of({"AlternateContent", "Choice", "Fallback"}, namespaces=_CHOICE),
)

_OFF: Final = frozenset({"0", "false", "off", "none"})
#: Styles are followed to the ones that they are based on, no farther than this.
_MOST_STEPS: Final = 32


def is_on(node: Node | None) -> bool | None:
    """Whether a property is switched on; `None` where it is not there."""
    return None if node is None else node.get("val", "1").lower() not in _OFF


def number_in(node: Node | None, otherwise: int) -> int:
    """The number that a property holds."""
    text = "" if node is None else node.get("val")
    return int(text) if text.isascii() and text.lstrip("-").isdigit() and len(text) < 10 else otherwise  # noqa: PLR2004  no span is longer


@frozen
class Styles:
    """The styles of a document by their id, and the one of paragraphs that name none.

    What a style says of a property is looked for once: a document may have as many styles as runs.
    """

    by_id: Mapping[str, Node]
    default: str = ""
    #: Properties that any style has a word on.
    switched: frozenset[str] = frozenset()
    #: The style that each is based on.
    below: Mapping[str, str] = field(factory=dict)
    _words: dict[tuple[str, tuple[str, ...], bool], Node | None] = field(factory=dict, eq=False, repr=False)

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> Styles:
        """The styles among some nodes."""
        styles = [node for node in nodes if node.name == "style"]
        default = (
            s.get("styleId") for s in styles if s.get("default") in {"1", "true"} and s.get("type") == "paragraph"
        )
        switched = {
            node.name for style in styles for look in style.children if look.name == "rPr" for node in look.children
        }
        below = {s.get("styleId"): based.get("val") for s in styles if (based := s.child("basedOn")) is not None}
        by_id = {style.get("styleId"): style for style in styles}
        return cls(by_id, next(default, ""), frozenset(switched), below)

    def property(self, name: str, path: tuple[str, ...]) -> Node | None:
        """The nearest style's own word on a property, at a path below the style: its own, or that of one it is based on."""
        key = (name, path, False)
        if key not in self._words:
            self._words[key] = next((word for own in self._chain(name) if (word := self._own(own, path))), None)
        return self._words[key]

    def _chain(self, name: str) -> Iterator[str]:
        """A style and those that it is based on."""
        for _ in range(_MOST_STEPS):
            if name not in self.by_id:
                return
            yield name
            name = self.below.get(name, "")

    def _own(self, name: str, path: tuple[str, ...]) -> Node | None:
        key = (name, path, True)
        if key not in self._words:
            self._words[key] = at(self.by_id[name], path)
        return self._words[key]

    def toggled(self, name: str, run: Node | None, paragraph_style: str) -> bool:
        """Whether a property that can be switched is on for a run with these properties."""
        own = is_on(at(run, (name,)))
        if own is not None or name not in self.switched:
            return bool(own)
        character = at(run, ("rStyle",))
        styles = (character.get("val") if character else "", paragraph_style or self.default)
        return sum(bool(is_on(self.property(style, ("rPr", name)))) for style in styles) == 1


def at(node: Node | None, path: tuple[str, ...]) -> Node | None:
    """The node at a path of names below another."""
    for name in path:
        if node is None:
            return None
        node = node.child(name)
    return node
