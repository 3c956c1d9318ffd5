"""Whether a name is the reporting organ's, in full or cut short."""

from __future__ import annotations

from typing import Final

_SHORTEST: Final = 2


def is_own(name: str, organ: str) -> bool:
    """Whether a name is the organ's, or is made of its characters in their order and ends as it does.

    县水务局 and 水务局 are 清源县水务局; 区政府办公室 is not 某区人民政府, and neither name is ever taken for the other.
    """
    if len(name) < _SHORTEST or name[-1] != organ[-1]:
        return False
    rest = iter(organ)
    return all(character in rest for character in name)
