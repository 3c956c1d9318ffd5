"""Places of a sequence that are read again and again, all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any


def picker(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What takes these places of a sequence, as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    place = places[0] if places else None
    return lambda sequence: () if place is None else (sequence[place],)


def adder(places: Sequence[int]) -> Callable[[Sequence[Any]], Any]:
    """What adds up these places of a sequence."""
    if len(places) == 1:
        return itemgetter(places[0])
    pick = picker(places)
    return lambda sequence: sum(pick(sequence))
