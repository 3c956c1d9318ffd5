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
    """One page as painted.  `pictures` is the part of it that pictures cover; `cut` is true where not all of it was read."""

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
    cut: bool = False
