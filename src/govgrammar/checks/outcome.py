"""From two sides to a finding: what holds, what fails, and what nobody can say.

Where a finding stands is not looked up before somebody asks: most reports are checked for what fails, and most rules hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, Final

from attrs import asdict

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.quantity import (
    Quantity,
    can_be_at_most,
    can_equal,
    must_be_at_most,
)
from govgrammar.checks.subject import Subject
from govgrammar.diagnostics import Code
from govgrammar.model.cell import CellState, CellStore
from govgrammar.source import Span

Kind = tuple[Code, str]
Evidence = tuple[tuple[CellStore, tuple[int, ...]], ...]
#: What is to be said of a finding beside its place: the attributes by name.
Said = dict[str, Any]
#: What a message needs, or what makes that later, where it takes time.
_Arguments = Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None
#: The word that says why, where several would do: the first that applies.
_REASONS: Final = ("ambiguous", "text", "unexpected", "absent", "blank")
NOWHERE: Final = Span(0, 0)
_start: Final = attrgetter("span.start")


class InOrder(tuple[Finding, ...]):
    """Findings of one rule that stand in order of their places, without that anybody had to look these up."""

    __slots__ = ()


class _Batch(dict[str, Any]):
    """Findings of one rule, each at a cell, and what is known of all of them.

    What there is to say is worked out when one of them is looked at, and which comes first when that matters.
    """

    store: CellStore
    make: Callable[[], list[tuple[int, Said]]]

    def __missing__(self, name: str) -> Any:
        first = self._made[0][1]
        if name == "status" and all(said[name] is first[name] for _, said in self._made):
            self[name] = first[name]
            return first[name]
        raise KeyError(name)

    @cached_property
    def _made(self) -> list[tuple[int, Said]]:
        return self.make()

    @cached_property
    def _in_order(self) -> list[Said]:
        made = [{**self, **said, "span": _span(self.store, index)} for index, said in self._made]
        return sorted(made, key=lambda said: said["span"].start)

    def nth(self, number: int) -> Said:
        """All attributes of one finding."""
        return self._in_order[number]


def in_order(store: CellStore, count: int, make: Callable[[], list[tuple[int, Said]]], known: Said) -> InOrder:
    """So many findings as `make` gives, each with the cell at which it stands; `known` is the same for all of them."""
    batch = _Batch(known)
    batch.store, batch.make = store, make
    return InOrder(Finding.numbered(batch, batch.nth, count))


def in_order_later(kind: Kind, findings: Sequence[Finding]) -> InOrder:
    """The findings of one rule by their places, which are looked up, and the findings sorted, when somebody asks."""
    known: Said = {"kind": kind[0], "rule": kind[1]}
    if all(finding.status is findings[0].status for finding in findings):
        known["status"] = findings[0].status
    ordered = _Ordered(findings)
    return InOrder(Finding.numbered(known, ordered.nth, len(findings)))


class _Ordered:
    """Findings that are sorted when one of them is looked at."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._findings = findings

    def nth(self, number: int) -> Said:
        """All attributes of one finding."""
        return asdict(self._in_order[number], recurse=False)

    @cached_property
    def _in_order(self) -> Sequence[Finding]:
        return by_place(self._findings)


def by_place(findings: Sequence[Finding]) -> Sequence[Finding]:
    """The findings of one rule by their places, those alike as they came."""
    return sorted(findings, key=_start)


def _span(store: CellStore, index: int) -> Span:
    """Where a cell stands."""
    reading, place = store.readings[index], store.places[index]
    return Span(place + reading.start, place + reading.end)


def weighed(left: Quantity, right: Quantity, evidence: Evidence, *, at_most: bool = False) -> Said:
    """What is to be said of `left == right`, or of `left <= right` where `at_most`."""
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
        reason = next((word for word in _REASONS if word in left.open or word in right.open), "ambiguous")
    stated, other = left.known, right.known
    return {
        "status": status,
        "left": stated,
        "right": other,
        "delta": None if stated is None or other is None else stated - other,
        "assuming_zero": status is CheckStatus.PASS and not certain,
        "reason": reason,
        "evidence": evidence,
    }


def compared(
    kind: Kind,
    sides: tuple[Quantity, Quantity],
    evidence: Evidence,
    arguments: _Arguments,
    *,
    at_most: bool = False,
    span: Span | None = None,
    spans: tuple[Span, ...] = (),
) -> Finding:
    """The finding on `left == right`, or on `left <= right` where `at_most`; it stands at the first figure in it, or at `span`."""
    said = weighed(*sides, evidence, at_most=at_most)
    said |= {"kind": kind[0], "rule": kind[1], "extra_spans": spans}
    if span is not None:
        said["span"] = span
    return Finding.later(said, _placed, (evidence, arguments, span))


def _placed(given: tuple[Evidence, _Arguments, Span | None]) -> Said:
    """Where the first figure among the cells of the checked report stands; the first cell where there is none."""
    evidence, arguments, span = given
    if span is None:
        there = bool(evidence and evidence[0][1])
        span = _span(evidence[0][0], first_figure(*evidence[0])) if there else NOWHERE
    return {"arguments": _as_given(arguments), "span": span}


def _as_given(arguments: _Arguments) -> Said:
    return dict(arguments() if callable(arguments) else arguments or {})


def _all_absent(store: CellStore, indices: tuple[int, ...]) -> bool:
    return bool(indices) and all(store.readings[index].state is CellState.ABSENT for index in indices)


def first_figure(store: CellStore, indices: tuple[int, ...]) -> int:
    """The first of some cells that holds a figure; the first cell where none does."""
    return next((i for i in indices if store.readings[i].value is not None), indices[0])


def judged(
    kind: Kind,
    subject: Subject,
    indices: Sequence[int] = (),
    *,
    fails: bool,
    span: Span | None = None,
    arguments: _Arguments = None,
    spans: tuple[Span, ...] = (),
) -> Finding:
    """A finding that needs no arithmetic: the rule fails, or it holds."""
    known = {
        "kind": kind[0],
        "rule": kind[1],
        "status": CheckStatus.FAIL if fails else CheckStatus.PASS,
        "reason": None,
    }
    return Finding.later(known, _rest, (subject.store, indices, span, arguments, spans))


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
    known = {"kind": kind[0], "rule": kind[1], "status": CheckStatus.NOT_ASSESSABLE, "reason": reason}
    return Finding.later(known, _rest, (subject.store, indices, span, {**(arguments or {}), **needs}, ()))


def _rest(given: tuple[CellStore, Sequence[int], Span | None, _Arguments, tuple[Span, ...]]) -> Said:
    """What else is to be said of a finding that compares nothing; it stands at `span`, at its first cell, at the first of `spans`."""
    store, indices, span, arguments, spans = given
    if span is None:
        span = _span(store, indices[0]) if indices else spans[0] if spans else NOWHERE
    return {"span": span, **_compared_nothing(store, indices, _as_given(arguments)), "extra_spans": spans}


def said_of(store: CellStore, indices: Sequence[int], arguments: Said, *, reason: str | None = None) -> Said:
    """What is to be said of cells that fail a rule without arithmetic, or, with a `reason`, cannot be assessed."""
    status = CheckStatus.FAIL if reason is None else CheckStatus.NOT_ASSESSABLE
    return {"status": status, "reason": reason, **_compared_nothing(store, indices, arguments), "extra_spans": ()}


def _compared_nothing(store: CellStore, indices: Sequence[int], arguments: Said) -> Said:
    return {
        "arguments": arguments,
        "left": None,
        "right": None,
        "delta": None,
        "assuming_zero": False,
        "evidence": ((store, tuple(indices)),) if indices else (),
    }


def unplaced(kind: Kind, reason: str, **needs: str) -> Finding:
    """A finding without a place or a cell that says why a rule cannot be assessed: the same for every report."""
    status = CheckStatus.NOT_ASSESSABLE
    return Finding(kind[0], NOWHERE, needs, rule=kind[1], status=status, reason=reason)
