"""Places of a sequence that are read again and again, all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any


def picker(places: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What takes these places of a sequence, of a tuple as a tuple: in one step where they stand at equal distances."""
    if not places:
        return _no_places
    steps = {later - place for place, later in pairwise(places)}
    if places[0] >= 0 and (len(places) == 1 or (len(steps) == 1 and min(steps) > 0)):
        return itemgetter(slice(places[0], places[-1] + 1, *steps))
    if len(places) > 1:
        return itemgetter(*places)
    place = places[0]
    return lambda sequence: (sequence[place],)


def _no_places(_: Sequence[Any]) -> tuple[()]:
    return ()


def adder(places: Sequence[int]) -> Callable[[Sequence[Any]], Any]:
    """What adds up these places of a sequence."""
    if not places:
        return _nothing
    if len(places) == 1:
        return itemgetter(places[0])
    pick = itemgetter(*places)
    return lambda sequence: sum(pick(sequence))


def _nothing(_: Sequence[Any]) -> int:
    return 0
