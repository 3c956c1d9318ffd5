"""What is remembered between documents, within a bound.  It never changes an answer: whatever is forgotten is made again."""

from __future__ import annotations

from typing import Any, Final, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory(dict[K, V]):
    """Answers by what was asked, up to `limit` of their sizes together; where that is reached, all are forgotten.

    Safe to share between threads: two that ask at once make the same answer twice.  With a limit of 0 nothing is remembered.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self._held = 0

    def keep(self, asked: K, answer: V, size: int) -> None:
        """Remember an answer; one that alone takes more than a tenth of the room is not worth it."""
        if size * 10 > self.limit:
            return
        if self._held + size > self.limit:
            self.clear()
        self._held += size
        self[asked] = answer

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self._held = 0


_SHARED: Final[list[Memory[Any, Any]]] = []


def shared(memory: Memory[K, V]) -> Memory[K, V]:
    """The memory of a module, which every grammar uses; it is forgotten with those of a grammar."""
    _SHARED.append(memory)
    return memory


def shared_memories() -> tuple[Memory[Any, Any], ...]:
    """The memories of all modules that are loaded."""
    return tuple(_SHARED)
