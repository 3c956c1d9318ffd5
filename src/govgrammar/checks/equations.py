"""Checks the form's own sums over a report's cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.outcome import Kind, compared, holds, not_assessable
from govgrammar.checks.shape import Equation
from govgrammar.checks.subject import Subject
from govgrammar.model.cell import CellState


def checked(subject: Subject, kind: Kind, table: str, equations: Iterable[Equation]) -> Iterator[Finding]:
    """The outcome of each equation of a table; of a table that is not there, that it is not."""
    if table not in subject.tables:
        yield not_assessable(kind, "missing_table", subject)
        return
    for equation in equations:
        if equation.table == table:
            yield check(subject, kind, equation)


def check(subject: Subject, kind: Kind, equation: Equation) -> Finding:
    """How one equation comes out for a report.

    Sides that are stated, or that close with zeros for what is blank, are by far the most and take the shortest way.
    """
    cell = subject.zeros.__getitem__
    try:
        left, right = sum(map(cell, equation.left)), sum(map(cell, equation.right))  # type: ignore[arg-type] # see below
    except TypeError:  # a cell of which nothing is assumed
        return _weighed(subject, kind, equation)
    if left == right or (equation.at_most and left < right):
        sure = subject.plain or _is_certain(subject, equation)
        if sure is not None:
            evidence = ((subject.store, equation.cells),)
            place = subject.span(equation.cells[0])
            return holds(kind, place, (left, right), evidence, equation.arguments, assuming_zero=not sure)
    return _weighed(subject, kind, equation)


def _is_certain(subject: Subject, equation: Equation) -> bool | None:
    """Whether an equation that closes with zeros closes anyway; `None` where not one of its cells is there."""
    values, states = subject.values, subject.states
    unstated = [i for i in equation.cells if values[i] is None]
    if len(unstated) == len(equation.cells) and all(states[i] is CellState.ABSENT for i in unstated):
        return None
    # What is open on the right of `left <= right` can but add to it.
    return not unstated or (equation.at_most and all(i in equation.right for i in unstated))


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
