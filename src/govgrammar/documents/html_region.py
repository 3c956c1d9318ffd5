"""Which part of a page is the report: the smallest element that holds its headings and tables, with the title and the
metadata that stand above it.

What a site puts around and between (navigation, links to other reports, a footer) is known by where it stands and by how
much of it is links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import define, field

from govgrammar.classify import NUMERALS, Classifier
from govgrammar.documents.html_items import LONGEST_LABEL, AnyRows, Elements, Item, Para
from govgrammar.fold import squeeze
from govgrammar.form import TEXT

_TITLE: Final = "TITLE"
#: A title is broken into no more lines.
_MOST_PARTS: Final = 3
#: So many labels of the form make a table one of the report's.
_ENOUGH: Final = 2
#: What begins something that may go on in the text behind, and be dropped then: a syllable in brackets, markup, an escape.
_MAY_GO_ON: Final = "(&<\\"
_HEADS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ASIDE_TAGS: Final = frozenset({"nav", "footer", "aside"})
_ASIDE: Final = re.compile(
    r"""(?:^|\s)(?:class|id|role)="(?:[^"]*[\s_-])?
    (?:nav|navbar|navigation|breadcrumbs?|crumbs?|foot|footer|contentinfo|complementary|sidebar|side|share|sharing|related
    |copyright|pager|pagination|toolbar)(?:[\s_-][^"]*)?\"""",
    re.IGNORECASE | re.VERBOSE,
)


def region(items: list[Item], elements: Elements, classify: Classifier) -> list[Item]:
    """The items of the report, or of all reports that stand on the page; everything where there is none."""
    return _Page([item for item in items if isinstance(item, AnyRows) or item.seen], elements, classify).report()


@define
class _Page:
    items: list[Item]
    elements: Elements
    classify: Classifier
    own: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.own = frozenset().union(*self.classify.form.own.values())

    def report(self) -> list[Item]:
        """What of the page is the report."""
        anchors = [number for number, item in enumerate(self.items) if self._is_anchor(item)]
        if not anchors:
            return self.items
        items, elements = self.items, self.elements
        held = items[anchors[0]].element
        for number in anchors:
            held = elements.common(held, items[number].element)
        if len(anchors) == 1:
            held = 0
        inside = [n for n, item in enumerate(items) if elements.holds(held, item.element)]
        holding = self._holding({items[number].element for number in anchors})
        aside, tops = self._below(holding)
        left_out = self._left_out(inside, anchors, aside, tops)
        inside = [n for n in inside if n not in left_out]
        above = [n for n in range(inside[0]) if not aside[items[n].element]]
        begin = anchors[0]
        titles = list(self._titles([n for n in [*above, *inside] if n < begin]))
        title = self._title(titles, held)
        kept = {n for n in above if n in title or self._belongs(items[n])}
        dropped = self._other_titles(titles, title)
        dropped |= {n for n in inside if n < min(title, default=0) and not self._belongs(items[n])}
        return [items[n] for n in sorted(kept | set(inside) - dropped)]

    # ---- what is the report's ----

    def _is_anchor(self, item: Item) -> bool:
        """Whether an item is a section's heading or a table of the form.  A link to a heading is none, unless it is marked
        up as a heading itself.
        """
        if item.linked and self.elements.tags[item.element] not in _HEADS:
            return False
        if isinstance(item, AnyRows):
            found: set[str] = set()
            for text in item.texts():
                terminal = self.classify(text).terminal
                if terminal in self.classify.form.sections:
                    return True
                if terminal in self.own:
                    found.add(terminal)
                    if len(found) >= _ENOUGH:
                        return True
            return False
        text = item.text
        if "\n" in text:
            return any(self._is_heading(line) for line in text.split("\n"))
        return self._is_heading(text)

    def _is_heading(self, text: str) -> bool:
        """Whether a text is a section's heading, or begins with one."""
        kind = self.classify(text) if len(text) <= LONGEST_LABEL else None
        if kind is not None and kind.terminal in self.classify.form.sections:
            return True
        if text[:1] not in NUMERALS:
            return False
        if kind is not None and kind.terminal == TEXT:
            return kind.closes
        return self.classify.heading_before_text(text) is not None

    def _belongs(self, item: Item) -> bool:
        """Whether an item above the region is metadata, or a sentence that says who reports on what."""
        if item.linked:
            return False
        if isinstance(item, AnyRows):
            return any(self.classify.find_metadata(text) for text in item.texts() if text)
        if self.classify.find_metadata(item.text):
            return True
        patterns = self.classify.form.patterns
        plain = squeeze(item.text)
        return any(p.search(plain) for name in ("INTRODUCTION", "PERIOD") for p in patterns[name])

    # ---- the title ----

    def _title(self, titles: Sequence[frozenset[int]], held: int) -> frozenset[int]:
        """The items that are the title: of several, the one that stands nearest in the page's order of elements."""
        best: tuple[tuple[int, int, int], frozenset[int]] | None = None
        for found in titles:
            last = max(found)
            common = self.elements.common(self.items[last].element, held)
            tag = self.elements.tags[self.items[last].element]
            rank = common, int(tag in _HEADS), last
            if best is None or rank > best[0]:
                best = rank, found
        return best[1] if best else frozenset()

    def _titles(self, numbers: Sequence[int]) -> Iterator[frozenset[int]]:
        """Every title among paragraphs, whole or broken over several of them."""
        texts = {n: item.text for n in numbers if isinstance(item := self.items[n], Para) and not item.linked}
        plains = {n: squeeze(text) for n, text in texts.items()}
        for start, text in texts.items():
            joined, plain, broken = "", "", "\n" in text
            for number in range(start, start + _MOST_PARTS):
                joined += texts.get(number, "")
                if not texts.get(number) or len(joined) > LONGEST_LABEL:
                    break
                plain += plains[number]
                if number > start:
                    broken = True
                    if any(sign in plain for sign in _MAY_GO_ON):
                        plain = squeeze(joined)
                if self._is_title(plain, broken=broken):
                    yield frozenset(range(start, number + 1))
                    break

    def _is_title(self, plain: str, *, broken: bool) -> bool:
        """Whether a text is a title.  One that is broken begins with a year or an organ's name."""
        patterns = self.classify.form.patterns
        if broken and all(p.match(plain) is None for p in patterns["TITLE_BEGINNING"]):
            return False
        if any(p.fullmatch(plain) for p in patterns[_TITLE]):
            return True
        return not broken and any(p.fullmatch(plain) for p in patterns["TITLE_OF_YEAR"])

    def _other_titles(self, titles: Sequence[frozenset[int]], title: frozenset[int]) -> set[int]:
        """Items before the report that are titles of other reports."""
        own = squeeze("".join(self._text(n) for n in sorted(title)))
        found: set[int] = set()
        for other in titles:
            if not other & title and squeeze("".join(self._text(n) for n in sorted(other))) != own:
                found |= other
        return found

    def _text(self, number: int) -> str:
        item = self.items[number]
        return item.text if isinstance(item, Para) else ""

    # ---- what is not the report's, inside the region ----

    def _holding(self, anchors: Iterable[int]) -> set[int]:
        """The elements that hold a heading or a table of the report."""
        holding: set[int] = set()
        for anchor in anchors:
            element = anchor
            while element >= 0 and element not in holding:
                holding.add(element)
                element = self.elements.parents[element]
        return holding

    def _below(self, holding: set[int]) -> tuple[list[bool], list[int]]:
        """For each element that holds nothing of the report: whether it is beside the page's content, by its own name or
        that of an element around it; and the largest element around it that holds nothing either.
        """
        aside, tops = [False], [0]
        for element, parent in enumerate(self.elements.parents[1:], 1):
            if element in holding:
                aside.append(False)
                tops.append(element)
            else:
                aside.append(aside[parent] or self._is_aside(element))
                tops.append(element if parent in holding else tops[parent])
        return aside, tops

    def _is_aside(self, element: int) -> bool:
        attributes = self.elements.attributes[element]
        return self.elements.tags[element] in _ASIDE_TAGS or (
            bool(attributes) and _ASIDE.search(attributes) is not None
        )

    def _left_out(self, inside: Sequence[int], anchors: Sequence[int], aside: list[bool], tops: list[int]) -> set[int]:
        """The items inside the region that stand beside its content, are mostly links, or are links to other reports.

        One paragraph that is a link belongs to the text, where text goes on behind it.
        """
        own = set(anchors)
        out: set[int] = set()
        groups: dict[int, list[int]] = {}
        for number in inside:
            item = self.items[number]
            if number in own:
                continue
            if aside[item.element] or (item.linked and self._names_a_report(number)):
                out.add(number)
            else:
                groups.setdefault(tops[item.element], []).append(number)
        linked = any(item.linked for item in self.items)
        for numbers in groups.values() if linked else ():
            around = len(numbers) > 1 or not anchors[0] < numbers[0] < anchors[-1]
            if around and self._is_links(numbers):
                out.update(numbers)
        return out

    def _names_a_report(self, number: int) -> bool:
        text = self._text(number)
        return self._is_heading(text) or self._is_title(squeeze(text), broken=False)

    def _is_links(self, numbers: Sequence[int]) -> bool:
        """Whether most of what stands in some items is links."""
        linked = sum(len(self._text(n)) for n in numbers if self.items[n].linked is True)
        plain = sum(len(self._text(n)) or 1000 for n in numbers if not self.items[n].linked)
        return linked > plain
