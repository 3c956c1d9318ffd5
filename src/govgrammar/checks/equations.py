"""The form's own sums as equations over a report's cells: compiled from its blocks, run over the columns of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from attrs import evolve, field, frozen

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.outcome import compared
from govgrammar.checks.quantity import total
from govgrammar.checks.subject import UNEXPECTED, Places, Subject
from govgrammar.diagnostics import Code
from govgrammar.form import Block, Form, Table
from govgrammar.model.cell import CellKey, CellState, Number


@frozen(eq=False)
class Equation:
    """`sum(left) == sum(right)`, or `<=` where `at_most`, over places in a store.

    `extra` are cells of rows and columns that the form has not.
    """

    name: str
    table: str
    left: tuple[int, ...]
    right: tuple[int, ...]
    extra: tuple[int, ...]
    arguments: dict[str, Any]
    at_most: bool = False
    cells: tuple[int, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "cells", self.left + self.right)

    def check(self, subject: Subject, kind: tuple[Code, str]) -> Finding:
        """How the equation comes out for a report."""
        values = subject.values
        left, right = [values[i] for i in self.left], [values[i] for i in self.right]
        if None not in left and None not in right:
            a, b = sum(left), sum(right)  # type: ignore[arg-type] # no None in them
            if a == b or (self.at_most and a < b):
                return self._holds(subject, kind, a, b)
        return self._weighed(subject, kind)

    def _holds(self, subject: Subject, kind: tuple[Code, str], left: Number, right: Number) -> Finding:
        """By far the most frequent outcome, made without a detour."""
        return Finding(
            kind[0],
            subject.span(self.cells[0]),
            self.arguments,
            rule=kind[1],
            status=CheckStatus.PASS,
            left=left,
            right=right,
            delta=left - right,
            evidence=((subject.store, self.cells),),
        )

    def _weighed(self, subject: Subject, kind: tuple[Code, str]) -> Finding:
        left, right = (total(map(subject.quantity, side)) for side in (self.left, self.right))
        evidence = ((subject.store, self.cells),)
        found = compared(kind, (left, right), evidence, self.arguments, at_most=self.at_most)
        if found.status is CheckStatus.FAIL and self._counts_something(subject):
            return evolve(found, status=CheckStatus.NOT_ASSESSABLE, reason="unexpected")
        return found

    def _counts_something(self, subject: Subject) -> bool:
        """Whether a row or column that the form has not holds anything that a total could count in."""
        return any(subject.values[i] != 0 and subject.state(i) is not CellState.ABSENT for i in self.extra)


@frozen(eq=False)
class Equations:
    """The equations of one shape of report: the printed balance with the bound in it, sums along rows, down columns."""

    balance: tuple[Equation, ...]
    bound: tuple[Equation, ...]
    along: tuple[Equation, ...]
    down: tuple[Equation, ...]


_Cells = list[tuple[str, str]]
_seen: dict[int, tuple[tuple[CellKey, ...], Form, Equations]] = {}
_MOST_SEEN: Final = 64


def equations_of(subject: Subject) -> Equations:
    """The equations of a report.  Reports of one shape share them; how many are remembered changes no answer."""
    keys = subject.store.keys
    remembered = _seen.get(id(keys))
    if remembered is not None and remembered[0] is keys and remembered[1] is subject.form:
        return remembered[2]
    made = Equations(
        tuple(e for table, block, _ in subject.blocks for e in _balance(table, block, subject)),
        tuple(e for table, block, _ in subject.blocks for e in _bound(table, block, subject)),
        tuple(e for table, block, _ in subject.blocks for e in _along(table, block, subject)),
        tuple(e for table, block, _ in subject.blocks for e in _down(table, block, subject)),
    )
    if len(_seen) >= _MOST_SEEN:
        _seen.clear()
    _seen[id(keys)] = (keys, subject.form, made)
    return made


def _balance(table: Table, block: Block, subject: Subject) -> Iterator[Equation]:
    """The identity that the form prints, for each column."""
    if table.balance:
        for column in block.columns:
            sides = [[(row, column.name) for row in side] for side in table.balance]
            arguments = {"column": column.name, "label": subject.form.spelling(column.terminals[0])}
            yield from _made("balance", table.name, (sides[0], sides[1], []), arguments, subject.places)


def _bound(table: Table, block: Block, subject: Subject) -> Iterator[Equation]:
    """What is left over, the last of the balance's right side, is at most its left side."""
    if table.balance:
        for column in block.columns:
            left = [(table.balance[1][-1], column.name)]
            right = [(row, column.name) for row in table.balance[0]]
            arguments = {"column": column.name, "label": subject.form.spelling(column.terminals[0])}
            for equation in _made("bound", table.name, (left, right, []), arguments, subject.places):
                yield evolve(equation, at_most=True)


def _along(table: Table, block: Block, subject: Subject) -> Iterator[Equation]:
    """The sum along each row."""
    if block.column_sum:
        strange = _strange(subject.places.get(table.name, {}).get(block.rows[0].name, {}))
        for row in block.rows:
            whole, parts = [(row.name, block.column_sum.total)], [(row.name, c) for c in block.column_sum.parts]
            extra = [(row.name, column) for column in strange]
            arguments = {"row": row.name, "label": subject.form.spelling(row.terminal)}
            yield from _made(row.name, table.name, (whole, parts, extra), arguments, subject.places)


def _down(table: Table, block: Block, subject: Subject) -> Iterator[Equation]:
    """The sums down each column."""
    strange = _strange(subject.places.get(table.name, {}))
    for rows in block.row_sums:
        for column in block.columns:
            whole, parts = [(rows.total, column.name)], [(row, column.name) for row in rows.parts]
            extra = [(row, column.name) for row in strange]
            arguments = {"row": rows.total, "column": column.name, "label": subject.form.spelling(column.terminals[0])}
            yield from _made(rows.total, table.name, (whole, parts, extra), arguments, subject.places)


def _strange(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(UNEXPECTED)]


def _made(
    name: str, table: str, cells: tuple[_Cells, _Cells, _Cells], arguments: dict[str, Any], places: Places
) -> Iterator[Equation]:
    """The equation, where the report has all its cells: those of the left, of the right, and those that are extra."""
    rows = places.get(table, {})
    found = [[rows.get(row, {}).get(column) for row, column in side] for side in cells]
    left, right, extra = (tuple(index for index in side if index is not None) for side in found)
    if len(left) == len(cells[0]) and len(right) == len(cells[1]):
        yield Equation(name, table, left, right, extra, {"table": table, **arguments})
