"""Checks the form's own sums over a report's cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.outcome import InOrder, Kind, Said, first_figure, in_order, not_assessable, weighed
from govgrammar.checks.subject import Subject
from govgrammar.checks.sums import Equation, System
from govgrammar.model.cell import CellState, CellStore, Number

_NO_FINDINGS: Final = InOrder()


def checked(subject: Subject, kind: Kind, table: str, system: System) -> Iterable[Finding]:
    """The outcome of each equation of a table; of a table that is not there, that it is not.

    In most reports every figure is there and every sum holds.  That is seen at once; anything else when somebody asks.
    """
    if table not in subject.tables:
        return (not_assessable(kind, "missing_table", subject),)
    if not system.equations:
        return _NO_FINDINGS
    known: Said = {"kind": kind[0], "rule": kind[1]}
    if subject.plain and system.holds(subject.values):
        known["status"] = CheckStatus.PASS
    return _worked_out_later(subject, system, known)


def where_all_hold(subject: Subject, kind: Kind, system: System) -> InOrder | None:
    """The outcome where every cell of a report is a number and every equation holds; otherwise `None`."""
    if not system.equations:
        return _NO_FINDINGS
    if not subject.plain or not system.holds(subject.values):
        return None
    return _worked_out_later(subject, system, {"kind": kind[0], "rule": kind[1], "status": CheckStatus.PASS})


def _worked_out_later(subject: Subject, system: System, known: Said) -> InOrder:
    """A finding for each equation, of which only this is known before somebody asks for more."""
    equations = system.equations
    if len(equations) == 1:
        return InOrder((Finding.later(known, _outcome_in_place, (subject, equations[0])),))
    return in_order(subject.store, len(equations), partial(_outcomes, subject, equations), known)


def _outcome_in_place(given: tuple[Subject, Equation]) -> Said:
    index, said = _outcome(*given)
    return {**said, "span": given[0].span(index)}


def _outcomes(subject: Subject, equations: Sequence[Equation]) -> list[tuple[int, Said]]:
    return [_outcome(subject, equation) for equation in equations]


def _outcome(subject: Subject, equation: Equation) -> tuple[int, Said]:
    """What is to be said of one equation, and the cell at which it stands.

    Sides that are stated, or that close with zeros for what is blank, are by far the most: only the others are weighed.
    """
    store, cells = subject.store, equation.cells
    try:
        left, right = equation.sides(subject.zeros)
    except TypeError:  # a cell of which nothing is assumed
        return _weighed(subject, equation)
    closes = left == right or (equation.at_most and left < right)
    sure = True if subject.unstated.isdisjoint(cells) else closes and _is_certain(subject, equation)
    if closes and sure is not None:
        return cells[0], _said(store, equation, (left, right), CheckStatus.PASS, assuming_zero=not sure)
    if not closes and sure:
        said = _said(store, equation, (left, right), CheckStatus.FAIL)
        return cells[0], _unless_counted(subject, equation, said)
    return _weighed(subject, equation)


def _said(
    store: CellStore,
    equation: Equation,
    sides: tuple[Number, Number],
    status: CheckStatus,
    *,
    assuming_zero: bool = False,
) -> Said:
    left, right = sides
    delta: Any = left - right
    return {
        "status": status,
        "arguments": equation.arguments,
        "left": left,
        "right": right,
        "delta": delta,
        "assuming_zero": assuming_zero,
        "reason": None,
        "evidence": ((store, equation.cells),),
        "extra_spans": (),
    }


def _is_certain(subject: Subject, equation: Equation) -> bool | None:
    """Whether an equation that closes with zeros closes anyway; `None` where not one of its cells is there."""
    states, absent = subject.states, CellState.ABSENT
    if states[equation.cells[0]] is absent and all(states[i] is absent for i in equation.cells):
        return None
    # What is open on the right of `left <= right` can but add to it.
    return equation.at_most and subject.unstated.isdisjoint(equation.left)


def _weighed(subject: Subject, equation: Equation) -> tuple[int, Said]:
    left, right = (subject.sum(side) for side in (equation.left, equation.right))
    said = weighed(left, right, ((subject.store, equation.cells),), at_most=equation.at_most)
    said |= {"arguments": equation.arguments, "extra_spans": ()}
    if said["status"] is CheckStatus.FAIL:
        said = _unless_counted(subject, equation, said)
    return first_figure(subject.store, equation.cells), said


def _unless_counted(subject: Subject, equation: Equation, said: Said) -> Said:
    """A failure, unless a row or column that the form has not holds anything that a total could count in."""
    counts = any(subject.values[i] != 0 and subject.states[i] is not CellState.ABSENT for i in equation.extra)
    return {**said, "status": CheckStatus.NOT_ASSESSABLE, "reason": "unexpected"} if counts else said
