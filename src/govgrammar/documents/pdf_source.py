"""The pages of a PDF, painted by pdfminer.

What a file says of itself is not believed: streams decode within a budget (`pdf_filters`), tables of fonts are looked at
before they are written out (`pdf_bounds`), objects that refer to themselves resolve to nothing, and the tokens of all pages
are counted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from govgrammar.documents.extras import Needing
from govgrammar.documents.pdf_device import Painter
from govgrammar.documents.pdf_fonts import Fonts
from govgrammar.documents.pdf_objects import Document, named
from govgrammar.documents.pdf_page import TOKEN, Budget, Page, TooMuchError
from govgrammar.documents.pdf_parsers import ContentParser

with Needing("pdf"):
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
    from pdfminer.psparser import PSEOF, PSKeyword

#: Operands that may stand before an operator; the longest path of a table has a handful.
_MOST_OPERANDS: Final = 64
#: No operator is longer.
_LONGEST_OPERATOR: Final = 3
_MOST_STATES: Final = 256
#: What it costs to begin a form, in tokens.
_TOKENS_A_FORM: Final = 20
#: What each font, colour, form and stream costs that a page or a form names.
_NAME: Final = 2
#: Nodes of the page tree, and objects that are looked at where there is none.
_MOST_NODES: Final = 5_000
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


@lru_cache(maxsize=256)
def _operator(name: bytes) -> str:
    """The method that runs an operator."""
    return f"do_{name.decode('ascii', 'ignore').translate(_OPERATORS)}"


def _copied(state: Any) -> Any:
    made = object.__new__(type(state))
    made.__dict__.update(state.__dict__)
    return made


class _Interpreter(PDFPageInterpreter):
    """Runs the content of a page, and of the forms in it, as far as the budget goes."""

    device: Painter
    budget: Budget

    def dup(self) -> _Interpreter:
        """One for a form."""
        self.budget.pay(TOKEN * _TOKENS_A_FORM)
        made = _Interpreter(self.rsrcmgr, self.device)
        made.budget = self.budget
        return made

    def init_resources(self, resources: dict[object, object]) -> None:
        """Take the fonts, colours and forms that content names."""
        found = [resolve1(part) for part in dict_value(resources).values()]
        self.budget.pay(_NAME * sum(len(part) for part in found if isinstance(part, dict)))
        super().init_resources(resources)

    def execute(self, streams: Sequence[object]) -> None:
        """Run the content of some streams."""
        self.budget.pay(_NAME * len(streams))
        own = [s for s in map(resolve1, streams) if isinstance(s, PDFStream) and s.objid not in self.parent_stream_ids]
        self.stream_ids.clear()
        self.stream_ids.update(s.objid for s in own if s.objid is not None)
        parts, cut = self._cut(own)
        if not parts:
            return
        content = ContentParser(parts, self.budget)
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
            run = getattr(self, _operator(found.name), None) if len(found.name) <= _LONGEST_OPERATOR else None
            if run is not None:
                count = run.__code__.co_argcount - 1
                operands = self.pop(count)
                if len(operands) == count:
                    self._run(run, operands)

    def _cut(self, streams: Sequence[PDFStream]) -> tuple[list[bytes], bool]:
        """The content of streams, cut to what the budget has left; whether there was more."""
        parts: list[bytes] = []
        for stream in streams:
            data = stream.get_data()
            if len(data) > self.budget.content:
                parts.append(data[: max(0, self.budget.content)])
                self.budget.content = 0
                return [part for part in parts if part], True
            self.budget.content -= len(data)
            parts += [data] if data else []
        return parts, False

    def _run(self, run: Any, operands: Sequence[object]) -> None:
        try:
            run(*operands)
        except (TooMuchError, RecursionError, MemoryError):
            raise
        except Exception:  # noqa: BLE001 -- one operator that makes no sense; viewers go on with the next one as well
            return

    def get_current_state(self) -> Any:
        """What `q` saves."""
        return self.ctm, _copied(self.textstate), _copied(self.graphicstate)

    def do_TJ(self, seq: Any) -> None:  # noqa: N802  the operator's name
        """Show text; the painter keeps nothing of the state, so that no copy is made."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)

    def do_q(self) -> None:
        """Save the state, as far as states stand in one another on a page that is meant."""
        if len(self.gstack) < _MOST_STATES:
            super().do_q()


def pages_of(data: bytes, budget: Budget, most: int) -> Iterator[Page]:
    """The pages of a file, one at a time, as far as they can be read.

    Raises whatever pdfminer raises where a file is damaged, `TooMuchError` where it goes beyond its budget.
    """
    document = Document(data, budget)
    fonts = Fonts(budget)
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


def _page_objects(document: Document) -> Iterator[PDFPage]:
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
        kind = named(node.get("Type") or node.get("type"))
        if "Kids" in node and kind != "Page":
            kids = list_value(node["Kids"])[: max(0, _MOST_NODES - len(stack))]
            stack.extend((kid, attributes) for kid in reversed(kids) if isinstance(kid, PDFObjRef))
        elif kind == "Page" or "Contents" in node:
            found = True
            yield PDFPage(document, objid, attributes, None)
    if not found:
        yield from _loose_pages(document)


def _loose_pages(document: Document) -> Iterator[PDFPage]:
    for xref in document.xrefs:
        if sum(count for _, count in getattr(xref, "ranges", ())) > _MOST_NODES:
            continue
        for objid in islice(xref.get_objids(), _MOST_NODES):
            try:
                node = document.getobj(objid)
            except Exception:  # noqa: BLE001, S112 -- an object that cannot be read is no page
                continue
            if isinstance(node, dict) and named(node.get("Type")) == "Page":
                yield PDFPage(document, objid, node, None)
