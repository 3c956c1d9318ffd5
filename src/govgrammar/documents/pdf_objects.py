"""The objects of a PDF, as pdfminer finds them, each look-up counted.

Where the tables of objects are lost or broken, the whole file is looked through for objects.
"""

from __future__ import annotations

import re
from typing import Any, Final

from attrs import frozen

from govgrammar.documents.extras import Needing
from govgrammar.documents.pdf_filters import Ciphered, CipheredV4
from govgrammar.documents.pdf_page import OBJECT, Budget, TooMuchError
from govgrammar.documents.pdf_parsers import FileParser, PackedParser

with Needing("pdf"):
    from pdfminer.pdfdocument import PDFBaseXRef, PDFDocument, PDFNoValidXRef, PDFXRef
    from pdfminer.pdfparser import PDFParser, PDFSyntaxError
    from pdfminer.pdftypes import PDFObjRef, PDFStream, int_value, resolve1
    from pdfminer.psparser import PSLiteral

#: Tables of objects, one for each time that a file was saved.
_MOST_TABLES: Final = 200
#: Tables, and ranges of numbers in tables, that are looked at in the time that an object takes.
_TABLES_AN_OBJECT: Final = 4
_RANGES_AN_OBJECT: Final = 32
#: The head of a stream of objects is no longer.
_MOST_HEAD: Final = 1_000_000
_HEAD_AN_OBJECT: Final = 32
#: No number of an object and no place in such a stream is longer.
_LONGEST: Final = 9
_NO_TABLE: Final = -1
_MOST_PLACE: Final = 2**31
_START: Final = re.compile(rb"startxref[\s\0]+(\d{1,10})\b")
_MOST_STARTS: Final = 100
_OBJECT: Final = re.compile(rb"(?:\A|(?<=[\r\n]))(?:(?P<number>\d{1,9})\s{1,9}\d{1,5}\s{1,9}obj\b|trailer)")
_PACKED: Final = re.compile(rb"/Type\s{0,9}/ObjStm\b")
_DICTIONARY: Final = 1_024


@frozen
class _Packed:
    """A stream of objects: its data, and for each object, by its number, the place."""

    data: bytes
    places: dict[int, int]


class Document(PDFDocument):
    """A file's objects."""

    security_handler_registry = {**PDFDocument.security_handler_registry, 1: Ciphered, 2: Ciphered, 4: CipheredV4}  # noqa: RUF012  pdfminer's

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.data = data
        self.budget = budget
        self.tables: set[int] = set()
        self.packed: dict[int, _Packed] = {}
        self.look_up = 1
        super().__init__(FileParser(data, budget), fallback=False)

    # ---- tables ----

    def find_xref(self, parser: PDFParser) -> int:
        """Where the last table begins; a place that is none where the file does not say."""
        del parser
        end = len(self.data)
        for _ in range(_MOST_STARTS):
            end = self.data.rfind(b"startxref", 0, end)
            found = _START.match(self.data, end) if end >= 0 else None
            if found is not None:
                return int(found[1]) if int(found[1]) < _MOST_PLACE else _NO_TABLE
            if end < 0:
                break
        return _NO_TABLE

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[PDFBaseXRef]) -> None:
        """Read a table and those that it refers to; where one is broken, look for objects in the whole file as well."""
        if start in self.tables or len(self.tables) >= _MOST_TABLES:
            return
        outermost = not self.tables
        self.tables.add(start)
        try:
            super().read_xref_from(parser, len(self.data) if start == _NO_TABLE else start, xrefs)
        except PDFNoValidXRef:
            if not outermost:
                raise
            parser.fallback = True
            found = _Scanned()
            found.scan(self, parser)
            xrefs.append(found)
        ranges = sum(len(getattr(xref, "ranges", ())) for xref in xrefs)
        self.look_up = 1 + len(xrefs) // _TABLES_AN_OBJECT + ranges // _RANGES_AN_OBJECT

    # ---- objects ----

    def getobj(self, objid: int) -> object:
        """An object; nothing where it is only a reference to another."""
        if objid not in self._cached_objs:
            self.budget.pay(OBJECT * self.look_up)
        found = super().getobj(objid)
        return None if isinstance(found, PDFObjRef) else found

    def _getobj_objstm(self, stream: PDFStream, index: int, objid: int) -> object:
        """An object in a stream of objects; the others in it are not read."""
        del index  # the stream's own head says where an object stands
        key = -1 if stream.objid is None else stream.objid
        if key not in self.packed:
            self.packed[key] = self.unpack(stream)
        packed = self.packed[key]
        if objid not in packed.places:
            msg = f"object {objid} is not in its stream"
            raise PDFSyntaxError(msg)
        parser = PackedParser(packed.data, self.budget)
        parser.set_document(self)
        parser.seek(packed.places[objid])
        return parser.nextobject()[1]

    def unpack(self, stream: PDFStream) -> _Packed:
        """A stream of objects with its head taken apart."""
        data, first = stream.get_data(), max(0, int_value(stream.get("First")))
        head = data[: min(first, _MOST_HEAD)].split()
        self.budget.pay(OBJECT * (1 + len(head) // _HEAD_AN_OBJECT))
        numbers = [
            int(word)
            for word in head[: 2 * max(0, int_value(stream.get("N")))]
            if word.isdigit() and len(word) <= _LONGEST
        ]
        return _Packed(
            data, {number: first + place for number, place in zip(numbers[::2], numbers[1::2], strict=False)}
        )

    def forget(self) -> None:
        """Drop what one page needed: a file of many pages takes no more memory than its largest one."""
        for objid in [objid for objid, (found, _) in self._cached_objs.items() if isinstance(found, PDFStream)]:
            del self._cached_objs[objid]


class _Scanned(PDFXRef):
    """Objects by the words before them, wherever these stand; the last of a number is the one that holds."""

    def scan(self, document: Document, parser: PDFParser) -> None:
        """Look through a file."""
        for found in _OBJECT.finditer(document.data):
            document.budget.pay(OBJECT)
            if found["number"] is None:
                self._trailer(parser, found.start())
                continue
            number = int(found["number"])
            self.offsets[number] = (None, found.start(), 0)
            if _PACKED.search(document.data, found.end(), found.end() + _DICTIONARY):
                self._packed(document, parser, number, found.start())

    def _trailer(self, parser: PDFParser, place: int) -> None:
        """A trailer: the first one that names the root of the file."""
        if "Root" in self.trailer:
            return
        parser.seek(place)
        try:
            self.load_trailer(parser)
        except TooMuchError:
            raise
        except Exception:  # noqa: BLE001 -- a broken trailer: another may be whole
            return

    def _packed(self, document: Document, parser: PDFParser, number: int, place: int) -> None:
        """The objects in a stream of objects."""
        parser.seek(place)
        try:
            for _ in ("number", "generation", "obj"):
                parser.nexttoken()
            _, stream = parser.nextobject()
            if not isinstance(stream, PDFStream) or named(stream.get("Type")) != "ObjStm":
                return
            stream.set_objid(number, 0)
            inner = document.unpack(stream).places
        except TooMuchError:
            raise
        except Exception:  # noqa: BLE001 -- a broken object: others may be whole
            return
        self.offsets.update((objid, (number, 0, 0)) for objid in inner)


def named(value: Any) -> str:
    """A name, or nothing."""
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""
