"""Markup made safe to parse: what a page can do to a parser's time and memory is found by one look at its tags.

The parser's time grows with the square of the nesting, of a tag's attributes and of the formatting elements left open (each
block opens them anew).  What is too deep or too much ends the page; what means nothing is blanked where it stands, so that
every place in the markup stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import define, field

from govgrammar.diagnostics import Diagnostic
from govgrammar.limits import Limits
from govgrammar.source import Span

#: A tag; a comment, or an element whose content is no markup, is passed over whole.  What is not closed runs to the end.
TAG: Final = re.compile(
    r"<!--(?s:.*?(?:--!?>|\Z))"
    r"|<(?P<raw>script|style|xmp|iframe|noembed|noframes)(?=[\s/>])(?s:.*?(?:</(?P=raw)(?:[\s/][^>]*+)?+(?:>|\Z)|\Z))"
    r"|<(?P<name>/?[a-zA-Z][^\s/>]*+)"
    r"(?P<rest>(?:[^>=]++|=[ \t\r\n\f]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+)*+)(?:>|\Z)"
    r"|<(?:[!?]|/[^a-zA-Z])[^>]*+(?:>|\Z)",
    re.IGNORECASE,
)
#: A tag, or a `<` that begins none: the parser has as much work with it.
_TAG_OR_SIGN: Final = re.compile(f"{TAG.pattern}|<", re.IGNORECASE)
#: Elements that a second one of their kind, or the end of what holds them, closes: they do not nest by being left open.
_CLOSED_BY_OTHERS: Final = frozenset(
    [
        "p",
        "li",
        "dd",
        "dt",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "colgroup",
        "option",
        "optgroup",
        "rt",
        "rp",
        "body",
        "html",
        "head",
    ]
)
_VOID: Final = frozenset(
    [
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_FORMATTING: Final = frozenset(
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
#: More open formatting elements than this are left out: they mark text and say nothing of its order.
_MOST_FORMATTING: Final = 8


def _any_case(names: Iterable[str]) -> str:
    """A pattern of some names in small letters and capitals; a pattern that ignores case would be slow to find its `<`."""
    return "|".join(
        "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in n) for n in names
    )


_NOT_NESTING: Final = "p li td tr th dd dt tbody br img meta input option".split()  # noqa: SIM905
_INITIALS: Final = "".join(sorted({case for name in _FORMATTING for case in (name[0], name[0].upper())}))
#: Tags that can nest, and those of them that format text.
_NESTING: Final = re.compile(f"<(?!(?:{_any_case(_NOT_NESTING)})[\\s/>])[a-zA-Z]")
_FORMATS: Final = re.compile(f"<(?=[{_INITIALS}])(?:{_any_case(sorted(_FORMATTING))})[\\s/>]")
#: Whatever stands in a page of this length, if little of it nests, costs little.
_SMALL_PAGE: Final = 60_000
#: Text that stands behind one of these is moved before the table, and all that was moved before is copied: it counts as so
#: many elements.
_AROUND_CELLS: Final = frozenset(
    ["table", "tr", "tbody", "thead", "tfoot", "/td", "/th", "/tr", "/tbody", "/thead", "/tfoot"]
)
_ASTRAY: Final = 100
_MOST_ATTRIBUTES: Final = 64
_MOST_NAMES: Final = 500
_LONG: Final = 4096
#: A tag that is shorter than this has few attributes.
_SHORT: Final = 2 * _MOST_ATTRIBUTES
_VALUE: Final = re.compile(r"=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"']*+)")
#: What the parser would drop without a trace, which would join the digits around it, and what the reader itself uses.
_UNFIT: Final = re.compile("[\x00\ud800-\udfff\ufdd0-\ufdef]")
#: The last of these begin all that the reader uses, in UTF-8.
_UNFIT_BYTES: Final = (b"\x00", b"\xef\xb7")
#: A long page is looked at in pieces: a copy of all of it would take its memory.
_CHUNK: Final = 1_000_000
#: Openings of elements that do not nest, as most pages write most of their tags.
_FLAT: Final = (
    "<td>",
    "<tr>",
    "<td ",
    "<p>",
    "<tr ",
    "<p ",
    "<br>",
    "<th>",
    "<li>",
    "<TD>",
    "<TR>",
    "<TD ",
    "<P>",
    "<P ",
    "<BR>",
    "<th ",
)


@define
class _Scan:
    """What is open while the tags go by."""

    limits: Limits
    stack: list[str] = field(factory=list)
    open: dict[str, int] = field(factory=dict)
    names: set[str] = field(factory=set)
    formatting: dict[str, int] = field(factory=dict)
    formatted: int = 0
    cells: int = 0
    elements: int = 0
    blanked: list[tuple[int, int, str]] = field(factory=list)

    def run(self, markup: str) -> tuple[int, str, int]:
        """Where the page has to end, and for which limit, with what was found."""
        around, behind = False, 0
        for match in _TAG_OR_SIGN.finditer(markup):
            if around and match.start() > behind and not markup[behind : match.start()].isspace():
                self.elements += _ASTRAY
            behind = match.end()
            name = match["name"]
            if name is None:  # a comment, an element that is no markup inside, or a mere sign: one node of the page
                self.elements += 1
                if self.elements > self.limits.elements:
                    return match.start(), "elements", self.elements
                continue
            name = name.lower()
            around = name in _AROUND_CELLS
            if len(self.names) < _MOST_NAMES:
                self.names.add(name)
            elif name not in self.names:
                self._blank(match)
                continue
            if name[0] == "/":
                self._close(name[1:], match)
                continue
            exceeded = self._open(name, match)
            if exceeded:
                return match.start(), exceeded, getattr(self, exceeded, len(self.stack))
        return len(markup), "", 0

    def _open(self, name: str, match: re.Match[str]) -> str:
        """Count an opening tag; the limit that it exceeds, if it does."""
        if match.end("rest") - match.start("rest") > _SHORT:
            self._attributes(match)
        if name in {"td", "th"}:
            self.cells += 1
            if self.elements <= self.limits.elements:
                return "cells" if self.cells > self.limits.cells else ""
        self.elements += 1
        if self.elements > self.limits.elements:
            return "elements"
        if name in _CLOSED_BY_OTHERS:
            return ""
        if name in _VOID:
            return ""
        if name in _FORMATTING:
            if self.formatted >= _MOST_FORMATTING:
                self._blank(match)
                return ""
            self.formatted += 1
            self.formatting[name] = self.formatting.get(name, 0) + 1
        self.stack.append(name)
        self.open[name] = self.open.get(name, 0) + 1
        return "nesting" if len(self.stack) > self.limits.nesting else ""

    def _close(self, name: str, match: re.Match[str]) -> None:
        if name in _FORMATTING:
            if self.formatting.get(name):
                self.formatting[name] -= 1
                self.formatted -= 1
            elif self.formatted >= _MOST_FORMATTING:
                self._blank(match)
                return
        if not self.open.get(name):
            return
        while True:
            closed = self.stack.pop()
            self.open[closed] -= 1
            if closed == name:
                return

    def _attributes(self, match: re.Match[str]) -> None:
        """Blank values that are longer than any that is read, or all attributes where there are more than a tag needs."""
        start, end = match.span("rest")
        names = _VALUE.sub(" ", match["rest"]).replace("/", " ")
        if len(names) > _LONG or len(names.split()) > _MOST_ATTRIBUTES:
            self.blanked.append((start, end, " " * (end - start)))
        elif end - start > _LONG:
            for value in _VALUE.finditer(match.string, start, end):
                if value.end() - value.start() <= _LONG:
                    continue
                self.blanked.append((*value.span(), f'=""{" " * (len(value.group()) - 3)}'))

    def _blank(self, match: re.Match[str]) -> None:
        """Make a tag a comment of the same length."""
        start, end = match.span()
        self.blanked.append((start, end, f"<?{' ' * (end - start - 3)}>"))


def _is_small(markup: str, limits: Limits) -> bool:
    """Whether a page is too small to cost much, by counts that need no look at each tag."""
    tags = markup.count("<")
    if len(markup) > _SMALL_PAGE or tags > min(limits.cells, limits.elements):
        return False
    nesting = tags - markup.count("</")
    for flat in _FLAT:
        if nesting <= min(limits.nesting, _MOST_FORMATTING):
            return True
        nesting -= markup.count(flat)
    if nesting > limits.nesting and len(_NESTING.findall(markup)) > limits.nesting:
        return False
    return len(_FORMATS.findall(markup)) <= _MOST_FORMATTING


def _may_be_unfit(markup: str) -> bool:
    try:
        for start in range(0, len(markup), _CHUNK):
            data = markup[start : start + _CHUNK].encode()
            if any(unfit in data for unfit in _UNFIT_BYTES):
                return True
    except UnicodeEncodeError:
        return True
    return False


def fit_markup(markup: str, limits: Limits) -> tuple[str, tuple[Diagnostic, ...]]:
    """The markup, each character in its place, as far as it can be parsed in little time; and what it exceeded."""
    diagnostics = []
    if len(markup) > limits.bytes:
        diagnostics.append(limits.exceeded("bytes", len(markup), Span(0, 0)))
        markup = markup[: max(markup.rfind("<", 0, limits.bytes), 0) or limits.bytes]
    if _may_be_unfit(markup):
        markup = _UNFIT.sub("\ufffd", markup)
    if _is_small(markup, limits):
        return markup, tuple(diagnostics)
    scan = _Scan(limits)
    end, name, found = scan.run(markup)
    if name:
        diagnostics.append(limits.exceeded(name, found, Span(0, 0)))
    if scan.blanked:
        pieces, at = [], 0
        for start, stop, blank in scan.blanked:
            pieces += [markup[at:start], blank]
            at = stop
        markup, end = "".join([*pieces, markup[at:]]), min(end, len(markup))
    return markup[:end], tuple(diagnostics)
