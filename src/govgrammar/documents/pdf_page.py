"""What stands on one page of a PDF: glyphs, straight lines, areas.  Places are points from the page's upper left corner."""

from __future__ import annotations

from typing import Final, NamedTuple

from attrs import define, field

#: What stands for a glyph that no character is known for, or that is covered: a label may be known all the same, a figure
#: never is.
UNKNOWN: Final = "\ufffd"


class Glyph(NamedTuple):
    """A glyph as painted: its characters, its box, its size, and how it is turned: 0 upright, then 1 to 3 for 90 to 270
    degrees, clockwise; -1 for any other way.  `order` counts what was painted before it; a `hidden` one cannot be seen.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int
    order: int
    hidden: bool


class Rule(NamedTuple):
    """A straight line along one axis: at `at`, from `begin` to `end` on the other one."""

    at: float
    begin: float
    end: float


class Area(NamedTuple):
    """A filled rectangle, white or not."""

    x0: float
    top: float
    x1: float
    bottom: float
    white: bool
    order: int


@define
class Page:
    """One page as painted.  `pictures` is the part of it that pictures cover."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(factory=list)
    across: list[Rule] = field(factory=list)
    down: list[Rule] = field(factory=list)
    white_across: list[Rule] = field(factory=list)
    white_down: list[Rule] = field(factory=list)
    areas: list[Area] = field(factory=list)
    pictures: float = 0.0


class TooMuchError(Exception):
    """A page has more on it than is read; what was read until then stands."""


@define
class Budget:
    """What is left of what one file may use: bytes of all streams, of streams with objects, and of content; tokens of
    objects and of content; glyphs; lines and areas.

    `exceeded` is true where a stream was left out.
    """

    unpacked: int
    packed_objects: int = 3_000_000
    content: int = 3_000_000
    objects: int = 300_000
    tokens: int = 100_000
    glyphs: int = 15_000
    lines: int = 20_000
    exceeded: bool = False

    def page(self) -> None:
        """What each page adds: several times what a full page of text and tables needs."""
        self.content += 300_000
        self.tokens += 15_000
        self.glyphs += 4_000
        self.lines += 3_000

    def spend(
        self, *, tokens: int = 0, glyphs: int = 0, lines: int = 0, objects: int = 0, packed_objects: int = 0
    ) -> None:
        """Count what was met."""
        self.tokens -= tokens
        self.glyphs -= glyphs
        self.lines -= lines
        self.objects -= objects
        self.packed_objects -= packed_objects
        if min(self.tokens, self.glyphs, self.lines, self.objects, self.packed_objects) < 0:
            raise TooMuchError
