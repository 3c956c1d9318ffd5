"""Checks the form's own sums over a report's cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.outcome import Kind, compared, not_assessable
from govgrammar.checks.shape import Equation
from govgrammar.checks.subject import Subject
from govgrammar.model.cell import CellState
from govgrammar.source import Span


def checked(subject: Subject, kind: Kind, table: str, equations: Iterable[Equation]) -> Iterator[Finding]:
    """The outcome of each equation of a table; of a table that is not there, that it is not.

    Sides that are stated, or that close with zeros for what is blank, are by far the most: they are dealt with in the loop.
    """
    if table not in subject.tables:
        yield not_assessable(kind, "missing_table", subject)
        return
    zeros, plain, store = subject.zeros, subject.plain, subject.store
    readings, places, (code, rule), holds = store.readings, store.places, kind, CheckStatus.PASS
    for equation in equations:
        if equation.table != table:
            continue
        try:
            left, right = sum(equation.pick_left(zeros)), sum(equation.pick_right(zeros))
        except TypeError:  # a cell of which nothing is assumed
            yield _weighed(subject, kind, equation)
            continue
        closes = left == right or (equation.at_most and left < right)
        sure = closes and (plain or _is_certain(subject, equation))
        if not closes or sure is None:
            yield _weighed(subject, kind, equation)
            continue
        first = equation.cells[0]
        reading, place = readings[first], places[first]
        yield Finding(
            code,
            Span(place + reading.start, place + reading.end),
            equation.arguments,
            rule=rule,
            status=holds,
            left=left,
            right=right,
            delta=left - right,
            assuming_zero=not sure,
            evidence=((store, equation.cells),),
        )


def _is_certain(subject: Subject, equation: Equation) -> bool | None:
    """Whether an equation that closes with zeros closes anyway; `None` where not one of its cells is there."""
    unstated = subject.unstated.intersection(equation.cells)
    if not unstated:
        return True
    states, absent = subject.states, CellState.ABSENT
    if states[equation.cells[0]] is absent and all(states[i] is absent for i in equation.cells):
        return None
    # What is open on the right of `left <= right` can but add to it.
    return equation.at_most and unstated.isdisjoint(equation.left)


def _weighed(subject: Subject, kind: Kind, equation: Equation) -> Finding:
    left, right = (subject.sum(side) for side in (equation.left, equation.right))
    evidence = ((subject.store, equation.cells),)
    found = compared(kind, (left, right), evidence, equation.arguments, at_most=equation.at_most)
    if found.status is CheckStatus.FAIL and _counts_something(subject, equation):
        return evolve(found, status=CheckStatus.NOT_ASSESSABLE, reason="unexpected")
    return found


def _counts_something(subject: Subject, equation: Equation) -> bool:
    """Whether a row or column that the form has not holds anything that a total could count in."""
    return any(subject.values[i] != 0 and subject.states[i] is not CellState.ABSENT for i in equation.extra)
