"""Whether two names mean one organ."""

from __future__ import annotations

from functools import lru_cache

from govgrammar.fold import key


@lru_cache(maxsize=512)
def same_name(one: str, other: str) -> bool:
    """Whether two names can be of one organ: one is the other with characters left out, as short forms are."""
    if one == other:
        return bool(one)
    short, long = sorted((key(one), key(other)), key=len)
    characters = iter(long)
    return bool(short) and all(character in characters for character in short)


def same_kind(one: str, other: str) -> bool:
    """Whether two names end alike, as 水务局 and 教育局 do, so that neither is the publisher for the other."""
    return key(one)[-1:] == key(other)[-1:]
