"""Budgets for one parse.  They are counted, not timed: the same input gives the same answer on any machine."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import ge, instance_of


class LimitError(Exception):
    """A limit was exceeded and the caller chose to be told by an exception."""


@frozen(kw_only=True)
class Limits:
    """How much one parse may read and try.  What exceeds a limit is left out with a diagnostic, or raises `LimitError`."""

    characters: int = field(default=20_000_000, validator=[instance_of(int), ge(1)])
    solver_steps: int = field(default=10_000, validator=[instance_of(int), ge(0)])
    raises: bool = False
