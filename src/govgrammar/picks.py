"""Places of a sequence that are read again and again, all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any


def picker(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What takes these places of a sequence, as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    if not places:
        return _no_places
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
