"""Budgets for one parse.  They are counted, not timed: the same input gives the same answer on any machine."""

from __future__ import annotations

from typing import Final

from attrs import field, frozen
from attrs.validators import ge, instance_of

from govgrammar import codes
from govgrammar.diagnostics import Diagnostic
from govgrammar.source import Span

#: What each limit counts, for messages.
_WHAT: Final = {
    "bytes": ("文件字节数", "bytes of the file"),
    "decompressed_bytes": ("解压后字节数", "bytes after decompression"),
    "characters": ("文本字符数", "characters of the text"),
    "cells": ("单元格数", "cells"),
    "pages": ("页数", "pages"),
    "elements": ("标记元素数", "elements of the markup"),
    "nesting": ("元素嵌套层数", "levels of nested elements"),
}


class LimitError(Exception):
    """A limit was exceeded and the caller chose to be told by an exception.  `name` is the limit's."""

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        super().__init__(message)


@frozen(kw_only=True)
class Limits:
    """How much one parse may read and try.  What exceeds a limit is left out with a diagnostic (GG0105, for the solver
    GG0206), or raises `LimitError` where `raises` is set.

    `bytes` is the file's size; `decompressed_bytes` what a DOCX, XLSX or PDF unpacks to; `characters` the text's length;
    `cells` the places of all tables of a file, spans counted, or the cells and lines of a text; `pages` those of a PDF;
    `elements` the elements of HTML, cells of tables left aside, with each `<` that begins none, or those of the XML in a DOCX
    or XLSX; `nesting` the depth of those elements; `solver_nodes` the placements that are tried for the short rows of one
    table.
    """

    bytes: int = field(default=64_000_000, validator=[instance_of(int), ge(1)])
    decompressed_bytes: int = field(default=64_000_000, validator=[instance_of(int), ge(1)])
    characters: int = field(default=20_000_000, validator=[instance_of(int), ge(1)])
    cells: int = field(default=100_000, validator=[instance_of(int), ge(1)])
    pages: int = field(default=200, validator=[instance_of(int), ge(1)])
    nesting: int = field(default=400, validator=[instance_of(int), ge(1)])
    elements: int = field(default=150_000, validator=[instance_of(int), ge(1)])
    solver_nodes: int = field(default=10_000, validator=[instance_of(int), ge(0)])
    raises: bool = False

    def exceeded(self, name: str, found: int, span: Span) -> Diagnostic:
        """The finding that a limit is exceeded.  Raises `LimitError` where the caller chose that."""
        what, what_en = _WHAT[name]
        limit = getattr(self, name)
        arguments = {"name": name, "what": what, "what_en": what_en, "found": found, "limit": limit}
        diagnostic = Diagnostic(codes.LIMIT_EXCEEDED, span, arguments)
        if self.raises:
            raise LimitError(name, diagnostic.message("en"))
        return diagnostic
