"""Checks the form's own sums over a report's cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.outcome import Kind, compared, not_assessable
from govgrammar.checks.quantity import total
from govgrammar.checks.shape import Equation
from govgrammar.checks.subject import Subject
from govgrammar.model.cell import CellState, Number


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
    zeros = subject.zeros
    left, right = [zeros[i] for i in equation.left], [zeros[i] for i in equation.right]
    if None not in left and None not in right:
        a, b = sum(left), sum(right)  # type: ignore[arg-type] # no None in them
        values = subject.values
        open_cells = [i for i in equation.cells if values[i] is None]
        if (a == b or (equation.at_most and a < b)) and not _all_absent(subject, equation.cells, open_cells):
            # `a <= b` is certain where only the right side is open: it can but grow.
            certain = not open_cells or (equation.at_most and all(i in equation.right for i in open_cells))
            return _holds(subject, kind, equation, (a, b), assuming_zero=not certain)
    return _weighed(subject, kind, equation)


def _all_absent(subject: Subject, cells: tuple[int, ...], open_cells: list[int]) -> bool:
    return len(open_cells) == len(cells) and all(subject.states[i] is CellState.ABSENT for i in cells)


def _holds(
    subject: Subject, kind: Kind, equation: Equation, sides: tuple[Number, Number], *, assuming_zero: bool
) -> Finding:
    return Finding(
        kind[0],
        subject.span(equation.cells[0]),
        equation.arguments,
        rule=kind[1],
        status=CheckStatus.PASS,
        left=sides[0],
        right=sides[1],
        delta=sides[0] - sides[1],
        assuming_zero=assuming_zero,
        evidence=((subject.store, equation.cells),),
    )


def _weighed(subject: Subject, kind: Kind, equation: Equation) -> Finding:
    left, right = (total(map(subject.quantity, side)) for side in (equation.left, equation.right))
    evidence = ((subject.store, equation.cells),)
    found = compared(kind, (left, right), evidence, equation.arguments, at_most=equation.at_most)
    if found.status is CheckStatus.FAIL and _counts_something(subject, equation):
        return evolve(found, status=CheckStatus.NOT_ASSESSABLE, reason="unexpected")
    return found


def _counts_something(subject: Subject, equation: Equation) -> bool:
    """Whether a row or column that the form has not holds anything that a total could count in."""
    return any(subject.values[i] != 0 and subject.states[i] is not CellState.ABSENT for i in equation.extra)
