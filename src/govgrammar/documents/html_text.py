"""The text of a page as it grows: runs of text to paragraphs, with white space as a browser shows it."""

from __future__ import annotations

import re
from typing import Final

from attrs import define, field

from govgrammar.documents.html_items import Cell, Elements, Item, Para
from govgrammar.documents.html_shown import unescaped

#: Stand for a line end, a space and a tab that are kept; the page's own are replaced before it is parsed.
BREAK, _SPACE, _TAB = "\ufdd0", "\ufdd1", "\ufdd2"
_KEPT: Final = str.maketrans({"\n": BREAK, " ": _SPACE, "\t": _TAB, "\r": None})
#: Struck out text is shown as Markdown writes it.
_STRUCK: Final = "~~"
#: Stands for a picture where nothing else does: such a cell is not blank.
PICTURE: Final = "\ufffc"
WHITE: Final = " \t\n\r\f"
_ONE_SPACE: Final = [" "]
_COLLAPSED: Final = re.compile(rf"[{WHITE}]+")
#: What a text that is read alone may not hold: the reader's own signs, and white space that is none in HTML.
UNUSUAL: Final = re.compile(f"[\x0b\x1c-\x1f{BREAK}-{_TAB}]")


@define(slots=True)
class Context:
    """Where paragraphs go: the page, or a cell of a table.  With what is open of the paragraph."""

    items: list[Item] = field(factory=list)
    chunks: list[str] = field(factory=list)
    runs: list[int] = field(factory=list)
    plain: bool = False
    cell: Cell | None = None


@define(slots=True)
class PageText:
    """What is open while a page is read: the paragraph, and what holds it."""

    elements: Elements = field(factory=Elements, kw_only=True)
    context: Context = field(factory=Context, kw_only=True)
    element: int = field(default=0, kw_only=True)
    pre: int = field(default=0, kw_only=True)
    links: int = field(default=0, kw_only=True)
    struck: int = field(default=0, kw_only=True)

    def add_text(self, text: str, run: int) -> None:
        """Add a run of text, by its number, to the open paragraph."""
        context = self.context
        if text.isspace() and not self.pre and text.isascii():
            context.chunks.append(" ")
            return
        if "&" in text:
            text = unescaped(text)
        if not self.links:
            context.plain = True
        if self.pre:
            text = text.translate(_KEPT)
        elif not self.element and context.cell is None:
            text = text.removeprefix("\n") if context.chunks and context.chunks[-1] == BREAK else text
            text = text.replace("\n", BREAK)
        if self.struck:
            text = f"{_STRUCK}{text.strip(WHITE)}{_STRUCK}"
        context.chunks.append(text)
        context.runs.append(run)

    def flush(self) -> bool:
        """End the paragraph, if there is one; whether there was."""
        context = self.context
        if not context.chunks:
            return False
        if context.chunks == _ONE_SPACE:
            context.chunks.clear()
            return False
        text = self.take()
        if text is None:
            return False
        runs, linked = tuple(context.runs), not context.plain
        context.items.append(Para(text, runs, self.element, linked and bool(text)))
        context.runs, context.plain = [], False
        return True

    def take(self) -> str | None:
        """The text that is open, its white space collapsed; `None` where nothing is to be seen."""
        context = self.context
        text = context.chunks[0] if len(context.chunks) == 1 else "".join(context.chunks)
        context.chunks = []
        text = _even(text)
        if not text:
            return None
        if BREAK in text:
            if not self.element and context.cell is None:
                text = text.strip(f" {BREAK}")
            lines = [line.strip(" ") for line in text.split(BREAK)]
            if len(lines) > 1 and not lines[-1]:
                lines.pop()
            text = "\n".join(lines)
        if _SPACE in text or _TAB in text:
            text = text.replace(_SPACE, " ").replace(_TAB, "\t")
        return text


def one_line(text: str) -> str:
    """A run of text alone, as it is shown."""
    return _even(unescaped(text) if "&" in text else text)


def _even(text: str) -> str:
    """A text with its white space collapsed.  What is printable holds no white space but spaces."""
    if "  " in text or not text.isprintable():
        text = _COLLAPSED.sub(" ", text)
    return text.strip(" ")
