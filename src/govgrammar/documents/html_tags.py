"""What the tags of a page say, remembered from page to page: the same few stand on all pages of a site."""

from __future__ import annotations

import re
from typing import Any, Final

from attrs import define, field

from govgrammar.documents.html_shown import CELLS, Shown, read_tag
from govgrammar.documents.html_style import StyleRules
from govgrammar.memory import Memory, shared

#: Characters of all remembered tags together.
_REMEMBERED: Final = 500_000

#: Begins what is no text of the page, as it is written out: escapes do not hold in it.
NO_TEXT_BEGINS: Final = ("!", "script", "style", "iframe", "noembed", "noframes", "xmp", "plaintext")
#: A tag as the parser writes it out.  One whose name holds a `<` looks like several.
_REGULAR: Final = re.compile(r"/?[a-z][a-z0-9:-]*(?: [^\s\"<>/=]+=\"[^\"]*\")*")
#: Signs: what a tag is to a table, as far as the cells of the table are concerned.
TABLE, END_TABLE, ROW, END_CELL, BLOCK, END_BLOCK, NOTHING, OTHER = (
    "table", "/table", "tr", "/td", "p", "/p", "", "!",
)  # fmt: skip
_BLOCKS: Final = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "center", "section", "article")
_SIGNS: Final = {
    "table": TABLE,
    "/table": END_TABLE,
    "tr": ROW,
    "/td": END_CELL,
    "/th": END_CELL,
    **{name: name for name in ("thead", "tbody", "tfoot")},
    **dict.fromkeys(_BLOCKS, BLOCK),
    **{f"/{name}": END_BLOCK for name in _BLOCKS},
    **dict.fromkeys(("/tr", "/thead", "/tbody", "/tfoot", "colgroup", "/colgroup", "col"), NOTHING),
    # Elements that mark text and neither separate nor join it.
    **{
        end + name: NOTHING
        for name in ("span", "font", "b", "strong", "i", "em", "u", "o:p", "small", "big")
        for end in ("", "/")
    },
}


@define(eq=False)
class Tags:
    """What tags say on pages with the same style rules."""

    styles: StyleRules
    _shown: Memory[str, Shown] = field(factory=lambda: Memory(_REMEMBERED), init=False)
    _signs: Memory[str, str] = field(factory=lambda: Memory(_REMEMBERED), init=False)

    @property
    def memories(self) -> tuple[Memory[str, Any], ...]:
        """What is remembered of tags."""
        return self._shown, self._signs

    def read(self, tag: str) -> Shown:
        """What an opening tag says."""
        shown = self._shown.get(tag)
        if shown is None:
            shown = read_tag(tag, self.styles)
            self._shown.keep(tag, shown, len(tag))
        return shown

    def signs(self, tags: list[str]) -> list[str]:
        """What each of these tags, closing ones too, is to a table."""
        known = self._known(tags)
        if known is None:
            made = {tag: self._sign(tag) for tag in dict.fromkeys(tags)}
            known = [made[tag] for tag in tags]
        return known

    def regular_signs(self, tags: list[str]) -> list[str] | None:
        """The same; `None` where one is no regular tag, or something begins with it that is no text."""
        known = self._known(tags)
        return self.signs(tags) if known is None and all(map(_is_regular, set(tags))) else known

    def _known(self, tags: list[str]) -> list[str] | None:
        """What each tag is, where all of them are remembered."""
        try:
            return list(map(self._signs.__getitem__, tags))
        except KeyError:
            return None

    def _sign(self, tag: str) -> str:
        sign = self._signs.get(tag)
        if sign is None:
            sign = _SIGNS.get(tag, OTHER) if tag[:1] in {"/", ""} else _sign_of(self.read(tag))
            if _is_regular(tag):
                self._signs.keep(tag, sign, len(tag))
        return sign


def _is_regular(tag: str) -> bool:
    return _REGULAR.fullmatch(tag) is not None and not tag.startswith(NO_TEXT_BEGINS)


def _sign_of(shown: Shown) -> str:
    if not shown.plain:
        return OTHER
    if shown.name not in CELLS:
        return _SIGNS.get(shown.name, OTHER)
    return "td" if shown.spans == (1, 1) else f"td {shown.spans[0]} {shown.spans[1]}"


#: Shared by all pages without style rules.
WITHOUT_STYLES: Final = Tags(StyleRules())
for _memory in WITHOUT_STYLES.memories:
    shared(_memory)
