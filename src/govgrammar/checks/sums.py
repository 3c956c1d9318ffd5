"""The form's sums as equations over places in a report's cells, compiled once for all reports of a shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import le
from typing import Any, Final

from attrs import field, frozen

from govgrammar.model.cell import Number
from govgrammar.picks import picker

Values = Sequence[Number | None]
Pick = Callable[[Values], Sequence[Any]]


@frozen(eq=False)
class Equation:
    """`sum(left) == sum(right)`, or `<=` where `at_most`, over places in a store; `cells` are both sides.

    `extra` are cells of rows and columns that the form has not; `pick_left` and `pick_right` take both sides from a list of all
    cells.  `arguments` are what a message needs.
    """

    name: str
    left: tuple[int, ...]
    right: tuple[int, ...]
    extra: tuple[int, ...]
    arguments: dict[str, Any]
    at_most: bool = False
    cells: tuple[int, ...] = field(init=False)
    pick_left: Pick = field(init=False)
    pick_right: Pick = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "cells", self.left + self.right)
        object.__setattr__(self, "pick_left", picker(self.left))
        object.__setattr__(self, "pick_right", picker(self.right))

    def sides(self, values: Values) -> tuple[Number, Number]:
        """What both sides add up to.  Raises `TypeError` where one of their cells has no value."""
        return sum(self.pick_left(values)), sum(self.pick_right(values))


@frozen(eq=False, slots=False)
class System:
    """Equations of one table that are checked together, in the form's order."""

    equations: tuple[Equation, ...] = ()

    def holds(self, values: Values) -> bool:
        """Whether all of them hold over values that are all numbers; most tables of small organs hold zeros only."""
        if not any(self._figures(values)):
            return True
        lefts = [sum(pick(values)) for pick in self._lefts] if self._lefts else self._totals(values)
        rights = [sum(pick(values)) for pick in self._rights]
        return lefts == rights or (self._at_most and all(map(le, lefts, rights)))

    @cached_property
    def named(self) -> dict[str, System]:
        """Those of each name."""
        names = dict.fromkeys(equation.name for equation in self.equations)
        return {name: System(tuple(e for e in self.equations if e.name == name)) for name in names}

    @cached_property
    def _figures(self) -> Pick:
        """How to take all cells that any of them reads."""
        return picker(tuple(sorted({index for equation in self.equations for index in equation.cells})))

    @cached_property
    def _at_most(self) -> bool:
        return bool(self.equations) and all(equation.at_most for equation in self.equations)

    @cached_property
    def _lefts(self) -> tuple[Pick, ...]:
        """How to take the left sides; nothing where each is one cell."""
        wide = any(len(equation.left) > 1 for equation in self.equations)
        return tuple(equation.pick_left for equation in self.equations) if wide else ()

    @cached_property
    def _rights(self) -> tuple[Pick, ...]:
        return tuple(equation.pick_right for equation in self.equations)

    @cached_property
    def _totals(self) -> Callable[[Values], list[Any]]:
        """The left sides, where each is one cell."""
        if not self.equations:
            return lambda _values: []
        pick = picker(tuple(equation.left[0] for equation in self.equations))
        return lambda values: list(pick(values))


def by_table(equations: Iterable[tuple[str, Equation]]) -> dict[str, System]:
    """Equations by the table that they are of."""
    found: dict[str, list[Equation]] = {}
    for table, equation in equations:
        found.setdefault(table, []).append(equation)
    return {table: System(tuple(of_table)) for table, of_table in found.items()}


NO_SUMS: Final = System()
