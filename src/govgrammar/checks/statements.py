"""A fact of the narratives against what the tables say: one clause, one finding.

A fact may be met by any of several sums of cells (受理 may or may not include what was carried over); it contradicts the
tables only where none of them can be what the clause says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import Final

from attrs import evolve, frozen

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.outcome import Kind, compared, not_assessable
from govgrammar.checks.quantity import Quantity
from govgrammar.checks.subject import Subject
from govgrammar.narrative import Fact

_SHOWN: Final = 40


@frozen
class Side:
    """Cells whose sum a fact may state, with what people call it."""

    label: str
    cells: tuple[int, ...]
    quantity: Quantity


Sides = Callable[[Subject, Fact], tuple[Side, ...]]


def side(subject: Subject, table: str, names: tuple[str, ...], column: str) -> Side | None:
    """The sum of a column over rows and groups of rows; `None` where the report's edition lacks one of them."""
    label, cells = subject.shape.added_up(table, names, column)
    return Side(label, cells, subject.sum(cells)) if cells else None


def facts_of(subject: Subject, kinds: Iterable[str]) -> list[Fact]:
    """The facts of these kinds."""
    if subject.kinds_of_facts.isdisjoint(kinds):
        return []
    named = frozenset(kinds)
    return [fact for fact in subject.facts if fact.kind in named]


def is_of_year(subject: Subject, fact: Fact) -> bool:
    """Whether a fact speaks of the reporting year: it names no year, or that one, or the report does not say its own."""
    return fact.year is None or subject.report.report_year in {None, fact.year}


def shown(subject: Subject, fact: Fact) -> str:
    """The clause, as people are shown it."""
    return " ".join(subject.store.text[fact.span.start : fact.span.end].split())[:_SHOWN]


def against_tables(kind: Kind, subject: Subject, facts: Iterable[Fact], table: str, sides: Sides) -> Iterator[Finding]:
    """A finding for each fact of the reporting year; none where the narratives state nothing.

    Several facts of one kind in a paragraph may speak of parts: those that are less than one that holds, or than the table
    where they differ, say nothing sure (自然人申请30件,予以公开17件;法人申请7件,予以公开3件).
    """
    made = [(fact, _of_fact(kind, subject, fact, table, sides)) for fact in facts if is_of_year(subject, fact)]
    for fact, finding in made:
        fails = finding.status is CheckStatus.FAIL
        if fails and any(_is_part(subject, (fact, finding), other) for other in made):
            yield evolve(finding, status=CheckStatus.NOT_ASSESSABLE, reason="may_be_part")
        else:
            yield finding


def _is_part(subject: Subject, made: tuple[Fact, Finding], other: tuple[Fact, Finding]) -> bool:
    """Whether a figure may be a part of what another of its kind in its paragraph says, or another part of the same."""
    fact, finding = made
    beside, its = other
    if beside.kind != fact.kind or beside.value == fact.value or fact.most is None or beside.least is None:
        return False
    begin, end = sorted((fact.span.start, beside.span.start))
    if "\n" in subject.store.text[begin:end]:
        return False
    whole = beside.least if its.status is CheckStatus.PASS else finding.right
    return whole is not None and fact.most < whole


def _of_fact(kind: Kind, subject: Subject, fact: Fact, table: str, sides: Sides) -> Finding:
    if fact.year is not None and subject.report.report_year is None:
        return _placed(not_assessable(kind, "missing_value", subject, needs_zh="报告年度", needs_en="its year"), fact)
    if table not in subject.tables:
        return _placed(not_assessable(kind, "missing_table", subject), fact)
    return _against(kind, subject, fact, sides(subject, fact))


def _against(kind: Kind, subject: Subject, fact: Fact, sides: tuple[Side, ...]) -> Finding:
    if not sides:
        return _placed(not_assessable(kind, "edition", subject), fact)
    findings = [_one(kind, subject, fact, choice) for choice in sides]
    for status in (CheckStatus.PASS, CheckStatus.NOT_ASSESSABLE):
        chosen = next((finding for finding in findings if finding.status is status), None)
        if chosen is not None:
            return chosen
    return findings[0]


def _one(kind: Kind, subject: Subject, fact: Fact, choice: Side) -> Finding:
    arguments = partial(_arguments, subject, fact, choice.label)
    place = fact.value_span or fact.span
    sides = (stated(fact), choice.quantity)
    made = compared(kind, sides, ((subject.store, choice.cells),), arguments, span=place, spans=(fact.span,))
    if fact.exact:
        return made
    unsure = made.status is CheckStatus.NOT_ASSESSABLE and choice.quantity.exact
    made = evolve(made, status=CheckStatus.PASS, reason=None) if unsure else made
    return evolve(made, left=_plain(fact.value or 0))


def _arguments(subject: Subject, fact: Fact, label: str) -> dict[str, str]:
    return {"found": shown(subject, fact), "label": label, "kind": fact.kind}


def stated(fact: Fact) -> Quantity:
    """What a fact says: its value, 0 where it says that there is nothing, or all that 余, 多, 约 and 万 leave open."""
    if fact.value is None or fact.least is None or fact.most is None:
        return Quantity((0,), 0)
    if fact.exact:
        return Quantity((_plain(fact.value),), _plain(fact.value))
    return Quantity((fact.least, fact.most), None, loose=True)


def _plain(value: int | Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value


def _placed(finding: Finding, fact: Fact) -> Finding:
    return evolve(finding, span=fact.value_span or fact.span, extra_spans=(fact.span,))
