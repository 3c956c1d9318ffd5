"""The tree as reports and sections: which tokens stand in which section of which report.

1. A section that stands again begins another report: behind a title, as the report's first section, or where it has figures
   both times and other sections stood between.  A title alone does not: pages repeat it above their sections.
2. A section that stands twice is one section; its first heading counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from attrs import define, field, frozen
from lark import Tree

from govgrammar import codes
from govgrammar.form import Form
from govgrammar.memory import Memory
from govgrammar.parser import Leaf, Parser
from govgrammar.plan import Remark

FRONT: Final = "front"
#: Tokens of all remembered sections together.
_REMEMBERED: Final = 200_000


class Item(NamedTuple):
    """A token of a section with the values behind it, as token indices."""

    terminal: str
    token: int
    values: int | None


@define
class Section:
    """A section as it stands in the tree; `values` are figures right behind its heading."""

    name: str
    heading: int | None
    items: list[Item]
    values: int | None = None

    def moved(self, by: int) -> Section:
        """The same section with its tokens counted from another one."""
        heading = None if self.heading is None else self.heading + by
        values = None if self.values is None else self.values + by
        items = [Item(kind, token + by, None if run is None else run + by) for kind, token, run in self.items]
        return Section(self.name, heading, items, values)


def read_sections(tree: Tree[Leaf]) -> Iterator[Section]:
    """The sections of a tree, in the document's order."""
    for node in tree.children:
        if not isinstance(node, Tree):
            continue
        section = Section(str(node.data), None, [])
        for child in node.children:
            if isinstance(child, Tree):
                leaves = [leaf for leaf in child.children if isinstance(leaf, Leaf)]
                values = leaves[1].number if len(leaves) > 1 else None
                section.items.append(Item(leaves[0].type, leaves[0].number, values))
            elif section.heading is None and section.name != FRONT:
                section.heading = child.number
            elif section.values is None:
                section.values = child.number
        yield section


@frozen(eq=False)
class SectionReader:
    """Reads sections by their tokens, and remembers those that it has read, within bounds.

    A section begins with its heading, and the grammar takes it alone for what it is among others.
    """

    parser: Parser
    headings: frozenset[str]
    known: Memory[tuple[str, ...], Section | None] = field(factory=lambda: Memory(_REMEMBERED))

    def read(self, types: Sequence[str]) -> list[Section]:
        """The sections of a sequence of tokens, as `read_sections` gives them."""
        begins = [number for number, terminal in enumerate(types) if terminal in self.headings]
        cuts = sorted({0, *begins, len(types)})
        found = [self._one(tuple(types[first:behind]), first) for first, behind in pairwise(cuts)]
        return [section for section in found if section is not None]

    def _one(self, types: tuple[str, ...], first: int) -> Section | None:
        known = self.known.get(types)
        if known is None:
            known = next(read_sections(self.parser.tree(types)), None)
            self.known.keep(types, known, len(types))
        return known.moved(first) if known else None


def split_reports(sections: Iterable[Section]) -> Iterator[list[Section]]:
    """Cut the sections where another report begins: judgement 1."""
    current: list[Section] = []
    begun: dict[str, Section] = {}
    for section in sections:
        if section.name in begun and _begins_report(section, begun):
            tail = _front_of_next(current[-1])
            yield current
            current, begun = ([tail] if tail else []), {}
        if section.name != FRONT:
            begun.setdefault(section.name, section)
        current.append(section)
    if current:
        yield current


def _begins_report(section: Section, begun: dict[str, Section]) -> bool:
    """Whether a section that stands again begins another report.

    It does behind a title, as the report's first section, and where both have figures and others stood between them.
    """
    names = list(begun)
    if len(names) > 1 and section.name == names[0]:
        return True
    titled = any(item.terminal == "TITLE" for item in begun[names[-1]].items)
    filled = all(any(item.values is not None for item in one.items) for one in (section, begun[section.name]))
    return titled or (filled and section.name != names[-1])


def _front_of_next(section: Section) -> Section | None:
    """The items from the last section's title on: they belong to the report that follows."""
    for position, item in enumerate(section.items):
        if item.terminal == "TITLE" and section.name != FRONT:
            items = section.items[position:]
            del section.items[position:]
            return Section(FRONT, None, items)
    return None


def merge_sections(sections: list[Section], form: Form, remarks: list[Remark]) -> dict[str, Section]:
    """One section for each name: judgement 2."""
    merged: dict[str, Section] = {}
    for section in sections:
        known = merged.get(section.name)
        if known is None:
            merged[section.name] = section
            continue
        known.items.extend(section.items)
        if section.heading is not None:
            label = form.spelling(form.headings[section.name])
            remarks.append(Remark(codes.SECTION_REPEATED, section.heading, {"section": section.name, "label": label}))
    return merged
