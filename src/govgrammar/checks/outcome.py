"""From two sides to a finding: what holds, what fails, and what nobody can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.quantity import (
    Quantity,
    can_be_at_most,
    can_equal,
    must_be_at_most,
)
from govgrammar.checks.subject import Subject
from govgrammar.diagnostics import Code
from govgrammar.model.cell import Cell, CellState, CellStore
from govgrammar.source import Span

Kind = tuple[Code, str]
Evidence = tuple[tuple[CellStore, tuple[int, ...]], ...]
#: The word that says why, where several would do: the first that applies.
_REASONS: Final = ("ambiguous", "text", "unexpected", "absent", "blank")
NOWHERE: Final = Span(0, 0)


def compared(
    kind: Kind,
    sides: tuple[Quantity, Quantity],
    evidence: Evidence,
    arguments: Mapping[str, Any],
    *,
    at_most: bool = False,
    span: Span | None = None,
    spans: tuple[Span, ...] = (),
) -> Finding:
    """The finding on `left == right`, or on `left <= right` where `at_most`; it stands at the first figure in it, or at `span`."""
    code, rule = kind
    left, right = sides
    possible = can_be_at_most(left, right) if at_most else can_equal(left, right)
    if at_most:
        certain = must_be_at_most(left, right)
        assumed = left.zero is not None and right.zero is not None and left.zero <= right.zero
    else:
        certain = left.exact and right.exact and possible
        assumed = left.zero is not None and left.zero == right.zero
    status = CheckStatus.PASS if certain or (possible and assumed) else CheckStatus.NOT_ASSESSABLE
    if not possible:
        status = CheckStatus.FAIL
    elif any(_all_absent(*part) for part in evidence):
        status = CheckStatus.NOT_ASSESSABLE
    reason = None
    if status is CheckStatus.NOT_ASSESSABLE:
        reason = next((word for word in _REASONS if word in left.open | right.open), "ambiguous")
    return Finding(
        code,
        span or _place(evidence),
        dict(arguments),
        rule=rule,
        status=status,
        left=left.known,
        right=right.known,
        delta=None if left.known is None or right.known is None else left.known - right.known,
        assuming_zero=status is CheckStatus.PASS and not certain,
        reason=reason,
        evidence=evidence,
        extra_spans=spans,
    )


def _all_absent(store: CellStore, indices: tuple[int, ...]) -> bool:
    return bool(indices) and all(store.readings[index].state is CellState.ABSENT for index in indices)


def _place(evidence: Evidence) -> Span:
    """Where the first figure among the cells of the checked report stands; the first cell where there is none."""
    if not evidence or not evidence[0][1]:
        return NOWHERE
    store, indices = evidence[0]
    index = next((i for i in indices if store.readings[i].value is not None), indices[0])
    return Cell(store, index).span


def judged(
    kind: Kind,
    subject: Subject,
    indices: Sequence[int] = (),
    *,
    fails: bool,
    span: Span | None = None,
    arguments: Mapping[str, Any] | None = None,
    spans: tuple[Span, ...] = (),
) -> Finding:
    """A finding that needs no arithmetic: the rule fails, or it holds."""
    place = span or (subject.span(indices[0]) if indices else spans[0] if spans else NOWHERE)
    return Finding(
        kind[0],
        place,
        dict(arguments or {}),
        rule=kind[1],
        status=CheckStatus.FAIL if fails else CheckStatus.PASS,
        evidence=((subject.store, tuple(indices)),) if indices else (),
        extra_spans=spans,
    )


def not_assessable(
    kind: Kind,
    reason: str,
    subject: Subject,
    indices: Sequence[int] = (),
    *,
    span: Span | None = None,
    arguments: Mapping[str, Any] | None = None,
    **needs: str,
) -> Finding:
    """A finding that says why a rule cannot be assessed.

    `needs` says what to give, or, as `needs_zh` and `needs_en`, what the document does not say.
    """
    place = span or (subject.span(indices[0]) if indices else NOWHERE)
    return Finding(
        kind[0],
        place,
        {**(arguments or {}), **needs},
        rule=kind[1],
        status=CheckStatus.NOT_ASSESSABLE,
        reason=reason,
        evidence=((subject.store, tuple(indices)),) if indices else (),
    )
