"""Attributes that are made when somebody first asks for one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Self

_LATER: Final = "_made_later"


class Later:
    """A base of frozen attrs classes with a `__dict__`, some of whose attributes may be made later.

    Whoever asks sees no difference: what is made never changes, and two threads that ask at once get the same.
    """

    @classmethod
    def later(cls, make: Callable[[], Mapping[str, Any]], **now: Any) -> Self:
        """An instance with some attributes, and the others as `make` gives them."""
        made = cls.__new__(cls)
        made.__dict__.update(now)
        made.__dict__[_LATER] = make
        return made

    def __getstate__(self) -> dict[str, Any]:
        self._make()
        return dict(self.__dict__)

    def _make(self) -> None:
        held = self.__dict__
        make = held.get(_LATER)
        if make is not None:
            for name, value in make().items():
                held.setdefault(name, value)
            held.pop(_LATER, None)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if not name.startswith("__"):
                self._make()
            try:
                return self.__dict__[name]
            except KeyError:
                msg = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(msg) from None
