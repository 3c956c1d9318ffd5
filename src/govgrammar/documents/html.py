"""HTML to blocks.

The page is parsed by lexbor and written out again: what is read here is markup in which every element is closed, every
attribute quoted and every `<` of a text escaped, so that one pass over its tags is enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from govgrammar import codes
from govgrammar.classify import Classifier
from govgrammar.diagnostics import Diagnostic
from govgrammar.documents.blocks import Block, Document, Paragraph, lay_out
from govgrammar.documents.extras import Needing
from govgrammar.documents.html_items import Item, KnownRows, Para
from govgrammar.documents.html_origin import Origins
from govgrammar.documents.html_reader import Cut, read_items
from govgrammar.documents.html_region import region
from govgrammar.documents.html_scan import fit_markup
from govgrammar.documents.html_style import read_styles
from govgrammar.documents.html_tags import NO_TEXT_BEGINS, WITHOUT_STYLES, Tags
from govgrammar.documents.html_written import written_out
from govgrammar.limits import Limits
from govgrammar.source import Span

#: What is no text of the page, as it is written out: escapes do not hold in it.
_HIDDEN: Final = r"<(?:!--.*?-->|!DOCTYPE[^>]*>|(script|style|iframe|noembed|noframes|xmp)(?: [^>]*)?>.*?</\1>|plaintext(?: [^>]*)?>.*)"
_NO_TEXT: Final = re.compile(_HIDDEN, re.DOTALL)
_NO_TEXT_OR_TAG: Final = re.compile(f"{_HIDDEN}|(<[^>]*>)", re.DOTALL)
#: So long a page is not cut before that is taken out of it: what is in it can look like a million tags.
_LONG_PAGE: Final = 1_000_000
#: An attribute's name may hold what begins a comment; its value is escaped.
_ODD_NAME: Final = re.compile("<[a-z][^<>]*<")
_DOCTYPE: Final = "<!DOCTYPE"
_STYLE: Final = re.compile(r"<style(?: [^>]*)?>(.*?)</style>", re.DOTALL)
TAG: Final = re.compile("<([^>]*)>")


def read_html(markup: str, classify: Classifier, limits: Limits) -> Document:
    """The blocks of a page: its report's paragraphs and tables, in the order in which they are shown.

    Raises `MissingExtraError` where the parser is not installed.
    """
    with Needing("html"):
        import selectolax.lexbor  # noqa: F401, PLC0415 -- an extra
    fit, diagnostics = fit_markup(markup, limits)
    try:
        written = written_out(fit)
    except Exception as error:  # noqa: BLE001  the parser's, on whatever stands in a file
        detail = {"kind": "HTML", "detail": type(error).__name__}
        return Document((), (*diagnostics, Diagnostic(codes.DAMAGED_FILE, Span(0, 0), detail)))
    cut = cut_at_tags(written)
    del written
    items, elements = read_items(cut, classify)
    blocks, exceeded = _blocks(region(items, elements, classify), limits)
    return Document(blocks, diagnostics + exceeded, Origins(fit, cut.pieces, _pieces).locate)


def _pieces(markup: str) -> list[str]:
    return cut_at_tags(written_out(markup)).pieces


def cut_at_tags(written: str) -> Cut:
    """A page that is written out, cut into text, tag, text, tag, and so on, with what its tags say."""
    if written.startswith(_DOCTYPE):
        written = written[written.index(">") + 1 :]
    if len(written) < _LONG_PAGE or not _hides(written):
        pieces = written.replace(">", "<").split("<")
        if written.count("<") * 2 + 1 == len(pieces):
            signs = WITHOUT_STYLES.regular_signs(pieces[1::2])
            if signs is not None:
                return Cut(pieces, WITHOUT_STYLES, signs)
    return _cut_with_care(written)


def _cut_with_care(written: str) -> Cut:
    """The same for a page in which something stands that is no text, or that looks like several tags."""
    tags = WITHOUT_STYLES
    if _hides(written):
        styles = read_styles(_STYLE.findall(written))
        tags = Tags(styles) if styles else tags
        odd = _ODD_NAME.search(written)
        written = _NO_TEXT_OR_TAG.sub(r"\2", written) if odd else _NO_TEXT.sub("", written)
    if _hides(written) or written.count("<") != written.count(">"):  # what nests in `svg` may be left
        pieces = TAG.split(written)
    else:
        pieces = written.replace(">", "<").split("<")
    return Cut(pieces, tags, tags.signs(pieces[1::2]))


def _hides(written: str) -> bool:
    """Whether something may stand in a page that is no text."""
    return any(f"<{begin}" in written for begin in NO_TEXT_BEGINS)


def _blocks(items: Sequence[Item], limits: Limits) -> tuple[list[Block], tuple[Diagnostic, ...]]:
    blocks: list[Block] = []
    left = limits.cells
    for item in items:
        if isinstance(item, Para):
            blocks.append(Paragraph(item.text, item.runs))
            continue
        if isinstance(item, KnownRows) and item.table.size <= left:
            left -= item.table.size
            blocks.append(item.table)
            continue
        grid, whole = lay_out(item.rows, left)
        left -= max(1, grid.width) * len(grid.rows)
        if grid.rows:
            blocks.append(grid)
        if not whole:
            return blocks, (limits.exceeded("cells", limits.cells + 1, Span(0, 0)),)
    return blocks, ()
