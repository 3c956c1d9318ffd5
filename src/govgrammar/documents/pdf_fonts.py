"""Fonts as pdfminer makes them, from tables that were looked at before (`pdf_bounds`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from govgrammar.documents.extras import Needing
from govgrammar.documents.pdf_bounds import MOST_CODES, font_cost, map_cost, plain_numbers, plain_widths
from govgrammar.documents.pdf_page import Budget, TooMuchError
from govgrammar.documents.pdf_parsers import MapParser

with Needing("pdf"):
    from pdfminer.cmapdb import CMapDB, FileUnicodeMap
    from pdfminer.pdffont import PDFFont
    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.pdftypes import PDFStream, int_value, resolve1

_MOST_FONTS: Final = 2_000
#: Adobe's maps that one file uses: each takes a while and megabytes to load, and a file has two or three.
_MOST_MAPS: Final = 8
#: What each font costs, in codes.
_FONT: Final = 300
#: The readable beginning of a Type 1 font is no longer.
_MOST_PROGRAM: Final = 30_000
#: Fonts whose characters their own program names, where no map does.
_OWN: Final = frozenset({b"Identity", b"UCS"})
_CID: Final = frozenset({"CIDFontType0", "CIDFontType2"})
_BOX: Final = 4
_RANGE, _RANGE_DOWN = 3, 5


class Unknown(PDFFont):
    """A font that cannot be read: each byte is a glyph without a character."""

    def to_unichr(self, cid: int) -> str:
        """No character is known."""
        raise KeyError(cid)


class Fonts(PDFResourceManager):
    """Fonts by their object, made once.  One that cannot be made has no known characters."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget
        self.count = 0
        self.maps: set[str] = set()
        self.to_characters: dict[int, FileUnicodeMap] = {}

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """The font that an object describes.  Raises `TooMuchError`."""
        if objid and objid in self._cached_fonts:
            return self._cached_fonts[objid]
        self.count += 1
        if self.count > _MOST_FONTS:
            raise TooMuchError
        self.budget.pay(_FONT)
        try:
            return self._made(objid, spec)
        except TooMuchError:
            raise
        except Exception:  # noqa: BLE001 -- a damaged font: its glyphs stand where they stand, and nobody knows what they say
            font = Unknown({}, {}, 500)
            if objid:
                self._cached_fonts[objid] = font
            return font

    def _made(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        kind = getattr(spec.get("Subtype"), "name", "")
        if kind == "Type0":  # its only part is a font of its own, and comes here as one
            return super().get_font(objid, spec)
        font = super().get_font(objid, self._plain(spec, kind))
        stream = resolve1(spec.get("ToUnicode"))
        if isinstance(stream, PDFStream):
            font.unicode_map = self._map(stream)  # type: ignore[attr-defined]
        return font

    def _plain(self, spec: Mapping[str, object], kind: str) -> dict[str, Any]:
        """What describes a font of a kind, its tables as plain numbers; tables that are too long are left out."""
        made: dict[str, Any] = dict(spec)
        for name, numbers in (("W", _RANGE), ("W2", _RANGE_DOWN)):
            if name in made:
                self._set(made, name, plain_widths(resolve1(made[name]), resolve1, numbers=numbers))
        if "Widths" in made:
            widths = resolve1(made["Widths"])
            fits = isinstance(widths, list) and len(widths) <= MOST_CODES
            self._set(made, "Widths", (plain_numbers(widths, resolve1), len(widths)) if fits else None)
        for name in ("FontBBox", "FontMatrix"):
            if name in made:
                made[name] = _numbers(made[name])
        encoding = resolve1(made.get("Encoding"))
        if kind in _CID:
            self._count_map(encoding)
        names = resolve1(encoding.get("Differences")) if isinstance(encoding, dict) else None
        self.budget.pay(4 * len(names) if isinstance(names, list) else 0)
        if isinstance(resolve1(made.get("ToUnicode")), PDFStream):
            made["ToUnicode"] = PDFStream({}, b"")  # the map is made here, and pdfminer reads none
        descriptor = resolve1(made.get("FontDescriptor"))
        if isinstance(descriptor, dict):
            made["FontDescriptor"] = self._described(descriptor, made)
        return made

    def _set(self, made: dict[str, Any], name: str, table: tuple[list[Any], int] | None) -> None:
        if table is None:
            self.budget.left_out = True
            del made[name]
            return
        made[name], count = table
        self.budget.pay(count)

    def _count_map(self, encoding: Any) -> None:
        """Count the map of Adobe's that is loaded for a font."""
        named = resolve1(encoding.get("CMapName")) if isinstance(encoding, PDFStream) else encoding
        name = getattr(named, "name", None)
        if isinstance(name, str) and name not in self.maps and _is_there(name):
            self.maps.add(name)
            if len(self.maps) > _MOST_MAPS:
                raise TooMuchError

    def _map(self, stream: PDFStream) -> FileUnicodeMap:
        """The map to characters in a stream, made once; nothing of it where it is too long."""
        if stream.objid is not None and stream.objid in self.to_characters:
            return self.to_characters[stream.objid]
        made, data = FileUnicodeMap(), stream.get_data()
        cost = map_cost(data)
        if cost > MOST_CODES:
            self.budget.left_out = True
        else:
            self.budget.pay(cost)
            MapParser(
                made, data.replace(b"usecmap", b"       "), self.budget
            ).run()  # it loads a map, of which nothing comes
        if stream.objid is not None:
            self.to_characters[stream.objid] = made
        return made

    def _described(self, descriptor: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
        """What describes a font further, without programs that are not read or name too much."""
        plain = dict(descriptor)
        if "FontBBox" in plain:
            plain["FontBBox"] = _numbers(plain["FontBBox"])
        program = resolve1(plain.pop("FontFile2", None))
        if isinstance(program, PDFStream) and "ToUnicode" not in made and _ordering(made) in _OWN:
            cost = font_cost(program.get_data())
            if cost > MOST_CODES:
                self.budget.left_out = True
            else:
                self.budget.pay(cost)
                plain["FontFile2"] = program
        program = resolve1(plain.pop("FontFile", None))
        if isinstance(program, PDFStream) and "Encoding" not in made:
            length = int_value(program.get("Length1"))
            if 0 < length <= _MOST_PROGRAM:
                self.budget.pay(length)
                plain["FontFile"] = program
        return plain


def _ordering(made: Mapping[str, Any]) -> bytes:
    """How the characters of a font are numbered."""
    system = resolve1(made.get("CIDSystemInfo"))
    found = resolve1(system.get("Ordering")) if isinstance(system, dict) else None
    return found.strip() if isinstance(found, bytes) else b""


def _is_there(name: str) -> bool:
    """Whether there is a map of this name; it is loaded, as it is going to be."""
    try:
        CMapDB.get_cmap(name)
    except Exception:  # noqa: BLE001 -- no map, or a name that is no file's
        return False
    return True


def _numbers(value: Any) -> list[int | float | None]:
    """A short list of numbers; nothing of any other value."""
    found = resolve1(value)
    return plain_numbers(found, resolve1) if isinstance(found, list) and len(found) <= 2 * _BOX else []
