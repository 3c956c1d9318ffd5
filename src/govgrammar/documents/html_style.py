"""What a page's own style rules say of `display` and `visibility`, where they say it of classes or names alone.

A rule that needs more than one element to decide is not followed: what it could show is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from attrs import define, field

_COMMENT: Final = re.compile(r"/\*(?s:.*?)(?:\*/|\Z)|<!--|-->")
_SIMPLE: Final = re.compile(r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<parts>(?:[.#][\w-]+)*)")
_PART: Final = re.compile(r"[.#][\w-]+")
_SHOWN: Final = re.compile(r"(?:^|;)\s*(display|visibility)\s*:\s*([\w-]+)", re.IGNORECASE)
_HIDDEN: Final = frozenset({"none", "hidden", "collapse"})
_MOST_RULES: Final = 2000


@define
class StyleRules:
    """The rules that are followed, by a class (`.x`), a name (`#x`) or a tag that they need.  `doubtful` are those that a
    rule of another kind shows.
    """

    rules: dict[str, list[tuple[frozenset[str], int, dict[str, str]]]] = field(factory=dict)
    doubtful: set[str] = field(factory=set)

    def __bool__(self) -> bool:
        return bool(self.rules)

    def of(self, tag: str, name: str, classes: Iterable[str]) -> dict[str, str]:
        """`display` and `visibility` of an element by these rules: the most particular one decides, the last of several."""
        own = {tag, f"#{name}", *(f".{one}" for one in classes)}
        found: dict[str, tuple[int, str]] = {}
        for part in sorted(own):
            for needed, weight, says in self.rules.get(part, ()):
                if needed <= own:
                    for what, value in says.items():
                        if what not in found or found[what][0] < weight:
                            found[what] = weight, value
        return {what: value for what, (_, value) in found.items() if value not in _HIDDEN or not own & self.doubtful}


def read_styles(sheets: Iterable[str]) -> StyleRules:
    """The rules of a page's `<style>` elements."""
    styles = StyleRules()
    number = 0
    for sheet in sheets:
        for part in _without_conditions(_COMMENT.sub("", sheet)).split("}")[:-1]:
            before, _, body = part.rpartition("{")
            selectors = before.rpartition("{")[2]
            says = {what.lower(): value.lower() for what, value in _SHOWN.findall(body)}
            if not says:
                continue
            for selector in selectors.split(","):
                number += 1
                if number > _MOST_RULES:
                    return styles
                _add(styles, selector.strip(), says, number)
    return styles


def _add(styles: StyleRules, selector: str, says: dict[str, str], number: int) -> None:
    match = _SIMPLE.fullmatch(selector)
    parts = _PART.findall(selector)
    if match is None:
        last = re.split(r"[\s>+~]", selector)[-1]
        if not _HIDDEN.issuperset(says.values()):
            styles.doubtful.update(_PART.findall(last) or [last])
        return
    tag = match["tag"]
    needed = frozenset([*parts, *([tag.lower()] if tag and tag != "*" else [])])
    if needed:
        weight = sum(100 if part[0] == "#" else 10 for part in parts) + bool(tag)
        styles.rules.setdefault(min(needed), []).append((needed, weight * _MOST_RULES + number, says))


def _without_conditions(sheet: str) -> str:
    """A style sheet without what stands in `@media` and its like: that holds for some screens only, or for paper."""
    if "@" not in sheet:
        return sheet
    kept, depth, at = [], 0, 0
    for match in re.finditer(r"@[^{};]*\{|@[^{};]*;|[{}]", sheet):
        brace = match.group()
        if depth:
            depth += brace[-1] == "{"
            depth -= brace == "}"
            at = match.end()
        elif brace[0] == "@":
            kept.append(sheet[at : match.start()])
            depth, at = int(brace[-1] == "{"), match.end()
    if not depth:
        kept.append(sheet[at:])
    return "".join(kept)
