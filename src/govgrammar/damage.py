"""Labels in spite of lost or wrong glyphs: the one label that a damaged cell can have been, if there is only one.

A label is at distance 1, or 2 for longer cells.  Glyphs may be lost, replaced by signs that no word holds, or, once in a long
cell, mistaken for others; a glyph that gives a label its meaning may not, because 上年收费金额 is not 本年收费金额 misspelled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from attrs import frozen

#: A shorter cell is too near to too much.
_SHORTEST: Final = 5
#: From this length on two glyphs may be damaged, and one of them may be another character.
_LONG: Final = 10
_NEVER: Final = 99
_BRACKETS: Final = "()[]/"


@frozen
class Repair:
    """The label that a damaged cell is taken for, and how many glyphs differ."""

    terminal: str
    distance: int


def repair(plain: str, labels: Iterable[tuple[str, str]], decisive: str) -> Repair | None:
    """The label whose key `plain` is but for damage; `None` unless every other label is farther away by more than one.

    `labels` are keys with their terminals; `decisive` holds the glyphs that are never taken for damage.
    """
    if len(plain) < _SHORTEST:
        return None
    most = 2 if len(plain) >= _LONG else 1
    near = [(label, terminal) for label, terminal in labels if _share(plain, label, most + 1)]
    own = [
        (distance, terminal)
        for label, terminal in near
        if len(label) >= _SHORTEST and (distance := _faults(plain, label, most, most - 1, decisive)) <= most
    ]
    if not own:
        return None
    distance, chosen = min(own)
    rivals = (label for label, terminal in near if terminal != chosen)
    if any(edits(plain, label) <= distance + 1 for label in rivals):
        return None
    return Repair(chosen, distance)


def edits(one: str, other: str) -> int:
    """How many glyphs must be put in, left out or replaced to make one of the other."""
    row = list(range(len(other) + 1))
    for position, glyph in enumerate(one, 1):
        before, row[0] = row[0], position
        for index, label_glyph in enumerate(other, 1):
            before, row[index] = row[index], min(row[index] + 1, row[index - 1] + 1, before + (glyph != label_glyph))
    return row[-1]


def _share(plain: str, label: str, most: int) -> bool:
    """Whether `edits` can be as low as `most`: by length and by the glyphs that both hold."""
    if abs(len(plain) - len(label)) > most:
        return False
    return max(len(plain), len(label)) - (Counter(plain) & Counter(label)).total() <= most


def _faults(cell: str, label: str, most: int, mistakes: int, decisive: str) -> int:
    """How many of the label's glyphs are lost or wrong in the cell; more than `most` where damage does not explain it."""
    same = next((n for n, (a, b) in enumerate(zip(cell, label, strict=False)) if a != b), min(len(cell), len(label)))
    cell, label = cell[same:], label[same:]
    if not cell and not label:
        return 0
    if not most:
        return _NEVER
    ways: list[tuple[str, str, int]] = []
    sign = cell != "" and _is_sign(cell[0])
    if label and label[0] not in decisive:
        ways.append((cell, label[1:], mistakes))
        if sign:
            ways.append((cell[1:], label[1:], mistakes))
        elif mistakes and cell and cell[0].isalpha() and label[0].isalpha() and cell[0] not in decisive:
            ways.append((cell[1:], label[1:], mistakes - 1))
    if sign:
        ways.append((cell[1:], label, mistakes))
    return min((1 + _faults(c, b, most - 1, left, decisive) for c, b, left in ways), default=_NEVER)


def _is_sign(glyph: str) -> bool:
    """A glyph that no word holds, such as the mark of a character that did not decode."""
    return not glyph.isalnum() and glyph not in _BRACKETS
