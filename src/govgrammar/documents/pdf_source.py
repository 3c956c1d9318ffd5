"""The pages of a PDF, painted by pdfminer: the one module that knows it.

What a file says of itself is not believed: streams, character maps and width tables are measured before they are unpacked
(`pdf_bounds`), objects that refer to themselves resolve to nothing, and the tokens of all pages are counted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from itertools import islice
from typing import Any, Final

from govgrammar.documents.extras import Needing
from govgrammar.documents.pdf_bounds import decoded_size, ranges_fit, widths_fit
from govgrammar.documents.pdf_device import Painter
from govgrammar.documents.pdf_page import Budget, Page, TooMuchError

with Needing("pdf"):
    from pdfminer.ascii85 import ascii85decode, asciihexdecode
    from pdfminer.pdfdocument import PDFBaseXRef, PDFDocument
    from pdfminer.pdffont import PDFFont
    from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
    from pdfminer.psparser import PSEOF, PSKeyword, PSLiteral, keyword_name

_WRITTEN: Final = {
    "ASCII85Decode": ascii85decode,
    "A85": ascii85decode,
    "ASCIIHexDecode": asciihexdecode,
    "AHx": asciihexdecode,
}
#: Operands that may stand before an operator; the longest path of a table has a handful.
#: So many characters of an open string cost as much as an object, each time that it is added to.
_COPIED: Final = 4096
_MOST_OPERANDS: Final = 64
_MOST_STATES: Final = 256
#: What it costs to begin a form, in tokens.
_TOKENS_A_FORM: Final = 20
#: Nodes of the page tree, and objects that are looked at where there is none.
_MOST_NODES: Final = 5_000
_MOST_FONTS: Final = 2_000
#: Tables of objects, one for each time that a file was saved.
_MOST_TABLES: Final = 200
_OPERATORS: Final = str.maketrans({"*": "_a", '"': "_w", "'": "_q"})
_INHERITED: Final = ("Resources", "MediaBox", "CropBox", "Rotate")

_reading: ContextVar[bool] = ContextVar("reading", default=False)


def _is_heard(_record: logging.LogRecord) -> bool:
    return not _reading.get()


@contextmanager
def unheard() -> Iterator[None]:
    """Within it, this thread hears nothing of what pdfminer logs; anybody else who uses pdfminer still does."""
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("pdfminer"):
            logging.getLogger(name).addFilter(_is_heard)
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


class _Parser(PDFParser):
    BUFSIZ = 65_536

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.budget = budget
        super().__init__(BytesIO(data))

    def nexttoken(self) -> Any:
        self.budget.spend(objects=1)
        return super().nexttoken()

    def _parse_string(self, s: bytes, i: int) -> int:
        # Each bracket inside of a string makes pdfminer copy what it has of it.
        self.budget.spend(objects=1 + len(self._curtoken) // _COPIED)
        return super()._parse_string(s, i)

    def nextline(self) -> tuple[int, bytes]:
        self.budget.spend(objects=1)
        return super().nextline()

    def revreadlines(self) -> Iterator[bytes]:
        for line in super().revreadlines():
            self.budget.spend(objects=1)
            yield line


class _Document(PDFDocument):
    """A document whose streams are measured when they are met."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.budget = budget
        self.measured: set[int] = set()
        self.tables: set[int] = set()
        super().__init__(_Parser(data, budget))

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[PDFBaseXRef]) -> None:
        if start in self.tables or len(self.tables) >= _MOST_TABLES:
            return
        self.tables.add(start)
        super().read_xref_from(parser, start, xrefs)

    def getobj(self, objid: int) -> object:
        found = super().getobj(objid)
        if isinstance(found, PDFObjRef):
            return None
        if isinstance(found, PDFStream) and objid not in self.measured:
            self.measured.add(objid)
            self._measure(found)
        return found

    def _measure(self, stream: PDFStream) -> None:
        if stream.rawdata is None or _name(stream.get("Subtype")) == "Image":
            return
        raw = stream.rawdata
        if self.decipher and stream.objid is not None and stream.genno is not None:
            raw = self.decipher(stream.objid, stream.genno, raw, stream.attrs)
        filters = [
            (_name(kind), isinstance(options, dict) and "Predictor" in options)
            for kind, options in stream.get_filters()
        ]
        size = decoded_size(raw, filters, _WRITTEN, self.budget.unpacked)
        if size > self.budget.unpacked:
            self.budget.exceeded = True
            stream.data, stream.rawdata = b"", None
            return
        self.budget.unpacked -= size
        if not ranges_fit(stream.get_data()):
            stream.data = b""

    def _get_objects(self, stream: PDFStream) -> tuple[list[object], int]:
        self.budget.spend(packed_objects=len(stream.get_data()))
        return super()._get_objects(stream)

    def forget(self) -> None:
        """Drop what one page needed: a file of many pages takes no more memory than its largest one."""
        for objid in [objid for objid, (found, _) in self._cached_objs.items() if isinstance(found, PDFStream)]:
            del self._cached_objs[objid]
            self.measured.discard(objid)


def _name(value: Any) -> str:
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""


class _Fonts(PDFResourceManager):
    """Fonts by their object, made once.  One that cannot be made has no known characters."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        if objid and objid in self._cached_fonts:
            return self._cached_fonts[objid]
        if len(self._cached_fonts) >= _MOST_FONTS:
            raise TooMuchError
        for name in ("W", "W2"):
            if name in spec and not widths_fit(resolve1(spec[name]), resolve1):
                spec = {key: value for key, value in spec.items() if key != name}
        try:
            return super().get_font(objid, spec)
        except TooMuchError:
            raise
        except Exception:  # noqa: BLE001 -- a damaged font: its glyphs stand where they stand, and nobody knows what they say
            font = _Unknown({}, {}, 500)
            if objid:
                self._cached_fonts[objid] = font
            return font


class _Unknown(PDFFont):
    """A font that cannot be read: each byte is a glyph without a character."""

    def to_unichr(self, cid: int) -> str:
        raise KeyError(cid)


class _Content(PDFContentParser):
    BUFSIZ = 1_000_000

    def __init__(self, streams: Sequence[object], budget: Budget) -> None:
        self.budget = budget
        super().__init__(streams)

    def nexttoken(self) -> Any:
        self.budget.spend(tokens=1)
        return super().nexttoken()


class _Interpreter(PDFPageInterpreter):
    """Runs the content of a page, and of the forms in it, as far as the budget goes."""

    device: Painter
    budget: Budget

    def dup(self) -> _Interpreter:
        self.budget.spend(tokens=_TOKENS_A_FORM)
        made = _Interpreter(self.rsrcmgr, self.device)
        made.budget = self.budget
        return made

    def execute(self, streams: Sequence[object]) -> None:
        own = [s for s in map(resolve1, streams) if isinstance(s, PDFStream) and s.objid not in self.parent_stream_ids]
        self.stream_ids.clear()
        self.stream_ids.update(s.objid for s in own if s.objid is not None)
        cut = self._cut(own)
        if not own:  # a page without content; the parser of contents wants one
            return
        content = _Content(own, self.budget)
        while True:
            try:
                _, found = content.nextobject()
            except PSEOF:
                if cut:
                    raise TooMuchError from None
                return
            if not isinstance(found, PSKeyword):
                self.push(found)
                if len(self.argstack) > _MOST_OPERANDS:
                    self.argstack = self.argstack[-_MOST_OPERANDS:]
                continue
            run = getattr(self, f"do_{str(keyword_name(found)).translate(_OPERATORS)}", None)
            if run is not None:
                count = run.__code__.co_argcount - 1
                operands = self.pop(count)
                if len(operands) == count:
                    self._run(run, operands)

    def _cut(self, streams: Sequence[PDFStream]) -> bool:
        """Cut content to what the budget has left; whether there was more."""
        for stream in streams:
            data = stream.get_data()
            if len(data) > self.budget.content:
                stream.data = data[: max(0, self.budget.content)]
                self.budget.content = 0
                return True
            self.budget.content -= len(data)
        return False

    def _run(self, run: Any, operands: Sequence[object]) -> None:
        try:
            run(*operands)
        except (TooMuchError, RecursionError, MemoryError):
            raise
        except Exception:  # noqa: BLE001 -- one operator that makes no sense; viewers go on with the next one as well
            return

    def do_q(self) -> None:
        if len(self.gstack) < _MOST_STATES:
            super().do_q()


def pages_of(data: bytes, budget: Budget, most: int) -> Iterator[Page]:
    """The pages of a file, one at a time, as far as they can be read.

    Raises whatever pdfminer raises where a file is damaged, `TooMuchError` where it goes beyond its budget.
    """
    document = _Document(data, budget)
    fonts = _Fonts()
    for number, found in enumerate(islice(_page_objects(document), most + 1), 1):
        budget.page()
        painter = Painter(fonts, number, budget)
        interpreter = _Interpreter(fonts, painter)
        interpreter.budget = budget
        try:
            interpreter.process_page(found)
        except TooMuchError:
            yield painter.page
            raise
        yield painter.page
        document.forget()


def _page_objects(document: _Document) -> Iterator[PDFPage]:
    """The leaves of the page tree, in order, however deep it is; without one, every object that is a page."""
    stack: list[tuple[Any, dict[str, Any]]] = [(document.catalog.get("Pages"), {})]
    seen: set[int] = set()
    found = False
    while stack:
        reference, above = stack.pop()
        objid = reference.objid if isinstance(reference, PDFObjRef) else None
        if objid in seen or len(seen) > _MOST_NODES:
            continue
        if objid is not None:
            seen.add(objid)
        node = dict_value(reference)
        attributes = {**{name: above[name] for name in _INHERITED if name in above}, **node}
        kind = _name(node.get("Type") or node.get("type"))
        if "Kids" in node and kind != "Page":
            stack.extend((kid, attributes) for kid in reversed(list_value(node["Kids"])) if isinstance(kid, PDFObjRef))
        elif kind == "Page" or "Contents" in node:
            found = True
            yield PDFPage(document, objid, attributes, None)
    if not found:
        yield from _loose_pages(document)


def _loose_pages(document: _Document) -> Iterator[PDFPage]:
    for xref in document.xrefs:
        if sum(count for _, count in getattr(xref, "ranges", ())) > _MOST_NODES:
            continue
        for objid in islice(xref.get_objids(), _MOST_NODES):
            try:
                node = document.getobj(objid)
            except Exception:  # noqa: BLE001, S112 -- an object that cannot be read is no page
                continue
            if isinstance(node, dict) and _name(node.get("Type")) == "Page":
                yield PDFPage(document, objid, node, None)
