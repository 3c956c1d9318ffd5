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


#: What each costs, in halves of a microsecond or so: a token of an object and of content, a glyph, a line or area.  An entry
#: of a table of a font costs one.
OBJECT: Final = 3
TOKEN: Final = 4
GLYPH: Final = 24
LINE: Final = 15


@define
class Budget:
    """What is left of what one file may use.

    `unpacked` are bytes of all streams that are decoded, `predicted`, `written` and `lzw` those that are decoded byte by
    byte, `content` those of pages; `work` is what all objects, tokens, fonts, glyphs and lines of a file cost together.
    `exceeded` is true where a stream was left out, `broken` where one could not be decoded, `left_out` where a table of a
    font was too long.
    """

    unpacked: int
    predicted: int = 1_500_000
    written: int = 1_000_000
    lzw: int = 65_536
    content: int = 3_000_000
    work: int = 2_200_000
    exceeded: bool = False
    broken: bool = False
    left_out: bool = False

    def page(self) -> None:
        """What each page adds: a little less than a full page of text and tables costs, the rest is paid by the file."""
        self.content += 300_000
        self.work += 40_000

    def pay(self, cost: int) -> None:
        """Take some of the work.  Raises `TooMuchError` where there is not so much left."""
        self.work -= cost
        if self.work < 0:
            raise TooMuchError
