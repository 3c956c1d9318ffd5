"""XML of office files, read as a stream: what a reader names is kept as nodes, all other elements are looked through.

Depth, elements and characters are counted as they come, so that a hostile part costs no more than the limits allow.  A
document type is refused: office files have none, and entities grow in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.parsers import expat

from attrs import define, evolve, field, frozen

from govgrammar.limits import Limits

_CHUNK: Final = 65_536
#: No tag or comment is longer than this many bytes.
_LONGEST_TAG: Final = 1_000_000
#: More attributes than this count as elements do.
_MOST_ATTRIBUTES: Final = 12
_SEPARATOR: Final = " "


@define(eq=False)
class Node:
    """An element that was kept: its name, its attributes by local name, the nodes in it, and its characters."""

    name: str
    attributes: Mapping[str, str]
    depth: int
    children: list[Node] = field(factory=list)
    pieces: list[str] = field(factory=list)

    def get(self, name: str, otherwise: str = "") -> str:
        """An attribute."""
        return self.attributes.get(name, otherwise)

    def child(self, name: str) -> Node | None:
        """The first node of this name in it."""
        return next((node for node in self.children if node.name == name), None)

    @property
    def text(self) -> str:
        """Its own characters."""
        return "".join(self.pieces)


@frozen
class Tags:
    """Which elements are kept, by qualified name with their local name.

    `closed` are kept without what stands in them, `dropped` are left out with all that stands in them; the characters of
    `texts` are kept, and elements in `counted` are counted.  All others are looked through: what stands in them counts for the element around them.
    """

    kept: Mapping[str, str]
    closed: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        kept: Iterable[str],
        *,
        namespaces: Iterable[str],
        closed: Iterable[str] = (),
        dropped: Iterable[str] = (),
        texts: Iterable[str] = (),
        counted: Iterable[str] = (),
    ) -> Tags:
        """Tags by their local names, in each of the namespaces."""
        spaces, shut = tuple(namespaces), frozenset(closed)
        names = {f"{space}{_SEPARATOR}{name}": name for space in spaces for name in {*kept, *texts, *shut}}
        left_out, noted = (
            frozenset(f"{space}{_SEPARATOR}{name}" for space in spaces for name in group)
            for group in (dropped, counted)
        )
        return cls(names, shut, left_out, frozenset(texts), noted)


@frozen
class Stop:
    """Why a part was not read to its end: a limit and what was found, or that it is no sound XML.

    `open` is the outermost node that was not complete; the nodes in it are.
    """

    detail: str = ""
    limit: str | None = None
    found: int = 0
    open: Node | None = None


@frozen
class Reading:
    """How a part was read: why not to its end, and how many elements were counted."""

    stop: Stop | None
    counted: int


class StopReading(Exception):  # noqa: N818 -- no error: a reader has what it wants
    """Raised by what takes the nodes, and by the limits: nothing more is read."""

    def __init__(self, stop: Stop) -> None:
        self.stop = stop
        super().__init__(stop.detail)


@define
class Budget:
    """What is left of the limits for the parts of one file."""

    elements: int
    characters: int
    nesting: int
    limits: Limits

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        """A budget that nothing was taken from."""
        return cls(limits.elements, limits.characters, limits.nesting, limits)

    def spend_characters(self, count: int) -> None:
        """Take some characters.  Raises `StopReading` where there are not so many left."""
        self.characters -= count
        if self.characters < 0:
            raise StopReading(Stop(limit="characters", found=self.limits.characters - self.characters))


def read_xml(data: bytes, tags: Tags, budget: Budget, emit: Callable[[Node], None]) -> Reading:
    """Hand on each outermost node of a part as it ends, up to its end or to where it can be read no farther."""
    reader = _Reader(tags, budget, emit)
    parser = expat.ParserCreate(None, _SEPARATOR)
    parser.buffer_text, parser.buffer_size = True, _CHUNK
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        for place in range(0, len(data), _CHUNK):
            parser.Parse(data[place : place + _CHUNK], place + _CHUNK >= len(data))
            if place + _CHUNK - parser.CurrentByteIndex > _LONGEST_TAG:
                return reader.reading(Stop("a tag without an end"))
    except StopReading as stopped:
        return reader.reading(stopped.stop)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: an encoding that there is not
        return reader.reading(Stop(f"no sound XML: {error}"))
    return reader.reading(None if data else Stop("an empty part"))


@define
class _Reader:
    tags: Tags
    budget: Budget
    emit: Callable[[Node], None]
    stack: list[Node] = field(factory=list)
    depth: int = 0
    skipping: int = 0
    counted: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        budget = self.budget
        budget.elements -= 1 + max(0, len(attributes) - _MOST_ATTRIBUTES)
        if budget.elements < 0:
            raise StopReading(Stop(limit="elements", found=budget.limits.elements + 1))
        if self.depth > budget.nesting:
            raise StopReading(Stop(limit="nesting", found=self.depth))
        if self.skipping:
            return
        self.counted += name in self.tags.counted
        if name in self.tags.dropped:
            self.skipping = self.depth
            return
        short = self.tags.kept.get(name)
        if short is None:
            return
        if attributes:
            attributes = {key.rpartition(_SEPARATOR)[2]: value for key, value in attributes.items()}
        self.stack.append(Node(short, attributes, self.depth))
        if short in self.tags.closed:
            self.skipping = self.depth

    def end(self, _name: str) -> None:
        if not self.skipping or self.skipping == self.depth:
            self.skipping = 0
            if self.stack and self.stack[-1].depth == self.depth:
                node = self.stack.pop()
                if self.stack:
                    self.stack[-1].children.append(node)
                else:
                    self.emit(node)
        self.depth -= 1

    def characters(self, text: str) -> None:
        if self.skipping or not self.stack or self.stack[-1].name not in self.tags.texts:
            return
        self.budget.spend_characters(len(text))
        self.stack[-1].pieces.append(text)

    def doctype(self, *_: object) -> None:
        raise StopReading(Stop("a document type, which office files do not have"))

    def reading(self, stop: Stop | None) -> Reading:
        outermost = self.stack[0] if self.stack else None
        return Reading(stop and evolve(stop, open=outermost), self.counted)
