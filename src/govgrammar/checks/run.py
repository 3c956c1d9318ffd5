"""Runs rules over a report: alone, against last year's, against its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from govgrammar.checks.context import Context, Given, report_of
from govgrammar.checks.finding import Finding
from govgrammar.checks.outcome import InOrder, by_place
from govgrammar.checks.registry import ORGAN_RULES, RULES
from govgrammar.checks.rule import Rule
from govgrammar.checks.subject import Subject
from govgrammar.form import Form, load_form

_NO_CONTEXT: Final = Context()


def check(
    report: Given,
    *,
    rules: Sequence[Rule] | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    context: Context | None = None,
) -> tuple[Finding, ...]:
    """Every finding on a report, of every status, in the order of the rules and within a rule by place.

    `rules` replaces `RULES`.  `select` and `ignore` name rules by id or code, or by how one begins (`T3`, `GG05`); what is
    ignored is not run.  `context` is what the report does not say.  Of a `Result` its diagnostics are looked at, too: only they tell
    that a section stands twice.  No report, no findings.  Raises `TypeError` for anything
    that is no report, and for a text in the place of several selectors.
    """
    given = report_of(report)
    chosen = _chosen(RULES if rules is None else rules, _selectors("select", select), _selectors("ignore", ignore))
    if given is None:
        return ()
    subject = Subject(given, _form(), context or _NO_CONTEXT, getattr(report, "diagnostics", ()))
    found: list[Finding] = []
    for rule in chosen:
        outcome = rule.run(subject)
        of_rule = outcome if isinstance(outcome, tuple) else tuple(outcome)
        if of_rule:
            found += of_rule if len(of_rule) == 1 or isinstance(of_rule, InOrder) else by_place(of_rule)
    return tuple(found)


@lru_cache(maxsize=1)
def _form() -> Form:
    """The form that ships with govgrammar, its files read once."""
    return load_form()


def compare(this: Given, last: Given) -> tuple[Finding, ...]:
    """This year's report against last year's: what the rules find that need it.  Spans index the text of `this`."""
    rules = tuple(rule for rule in RULES if "last_year" in rule.needs)
    return check(this, rules=rules, context=Context(last_year=last))


def rollup(parent: Given, children: Iterable[Given]) -> tuple[Finding, ...]:
    """A consolidated report against the reports of its parts, `None` standing for a part that is missing.

    Every cell of the parent against the sum of the parts, and near-identical text.  Spans index the parent's text.
    """
    given = tuple(children)
    return check(parent, rules=ORGAN_RULES, context=Context(children=given, others=given))


def _selectors(name: str, given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        msg = f"{name}={given!r}: give a tuple of rules, codes or their beginnings"
        raise TypeError(msg)
    return tuple(given)


def _chosen(rules: Sequence[Rule], select: tuple[str, ...], ignore: tuple[str, ...]) -> Sequence[Rule]:
    if not select and not ignore:
        return rules
    return [
        rule
        for rule in rules
        if (not select or any(map(rule.named_by, select))) and not any(map(rule.named_by, ignore))
    ]
