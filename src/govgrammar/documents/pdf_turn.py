"""Glyphs and lines as they stand when a page is turned: tables are printed sideways, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from govgrammar.documents.pdf_page import Glyph, Rule

#: How text is turned, in quarters, clockwise.
_CLOCKWISE: Final = 1
_OVER: Final = 2
_BACK: Final = 3
_FULL: Final = 4

#: A glyph as it stands on the turned page, and as painted.
Pair = tuple[Glyph, Glyph]


def main_turn(glyphs: Sequence[Glyph]) -> int:
    """How most of a page's text is turned."""
    turns = Counter(glyph.turn for glyph in glyphs if glyph.turn >= 0)
    return max(turns, key=lambda turn: (turns[turn], -turn)) if turns else 0


def turned_size(turn: int, width: float, height: float) -> tuple[float, float]:
    """Width and height of a page when it is turned so that text with this turn is upright."""
    return (height, width) if turn in {_CLOCKWISE, _BACK} else (width, height)


def turned(pairs: Iterable[Pair], turn: int, width: float, height: float) -> list[Pair]:
    """Glyphs of a page of this size when it is turned so that text with this turn is upright."""
    if turn == 0:
        return list(pairs)
    found = []
    for g, painted in pairs:
        if turn == _CLOCKWISE:
            box = (g.top, width - g.x1, g.bottom, width - g.x0)
        elif turn == _OVER:
            box = (width - g.x1, height - g.bottom, width - g.x0, height - g.top)
        elif turn == _BACK:
            box = (height - g.bottom, g.x0, height - g.top, g.x1)
        else:
            box = (g.x0, g.top, g.x1, g.bottom)
        now = (g.turn - turn) % _FULL if g.turn >= 0 else g.turn
        found.append((Glyph(g.text, *box, g.size, now, g.order, g.hidden), painted))
    return found


def turned_rules(
    across: list[Rule], down: list[Rule], turn: int, width: float, height: float
) -> tuple[list[Rule], list[Rule]]:
    """Lines of a page of this size, across and down, when it is turned so that text with this turn is upright."""
    if turn == _CLOCKWISE:
        return [Rule(width - r.at, r.begin, r.end) for r in down], [_mirrored(r, r.at, width) for r in across]
    if turn == _OVER:
        return [_mirrored(r, height - r.at, width) for r in across], [_mirrored(r, width - r.at, height) for r in down]
    if turn == _BACK:
        return [_mirrored(r, r.at, height) for r in down], [Rule(height - r.at, r.begin, r.end) for r in across]
    return across, down


def _mirrored(rule: Rule, at: float, length: float) -> Rule:
    return Rule(at, length - rule.end, length - rule.begin)
