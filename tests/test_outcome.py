"""Findings that are worked out when somebody looks at them are ordinary values all the same."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import asdict, evolve, fields
from attrs.exceptions import FrozenInstanceError

from govgrammar import CheckStatus, Finding, check, parse
from govgrammar.fold import squeeze
from govgrammar.model.report import AnnualReport

REPORTS = Path(__file__).parent.parent / "corpus" / "reports"
NAMES = ("rows-padded-2021", "paragraphs-totals-off", "paragraphs-2019-short-rows")
ATTRIBUTES = tuple(attribute.name for attribute in fields(Finding))


def report(name: str) -> AnnualReport:
    """A report of the corpus, read anew, so that nobody has asked for anything of it."""
    found = parse((REPORTS / name / "source.txt").read_bytes()).report
    assert found is not None
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("first", ATTRIBUTES)
def test_it_does_not_matter_what_is_asked_first(name: str, first: str) -> None:
    """
    Whichever attribute is asked for first, every finding says the same, in the same order.
    """
    given = report(name)
    asked = check(given)
    for finding in reversed(asked):
        getattr(finding, first)
    plain = check(given)
    assert [[getattr(f, of) for of in ATTRIBUTES] for f in plain] == [
        [getattr(f, of) for of in ATTRIBUTES] for f in asked
    ]


@pytest.mark.parametrize("name", NAMES)
def test_findings_of_one_rule_stand_in_order_of_their_places(name: str) -> None:
    """
    Within a rule the places rise, though nobody looked them up while the rules ran.
    """
    places: dict[str, list[int]] = {}
    for finding in check(report(name)):
        places.setdefault(finding.rule, []).append(finding.span.start)
    assert {rule: sorted(found) for rule, found in places.items()} == places


def test_no_place_is_looked_up_where_rows_lack_cells_before_somebody_asks() -> None:
    """
    Nor in a report of the other edition whose rows are short: a rule's findings are sorted when one of them is looked at.
    """
    given = report("paragraphs-2019-short-rows")
    found = check(given)
    assert "places" not in vars(given.store)
    assert [finding.status for finding in found] == [finding.status for finding in check(given)]
    assert "places" in vars(given.store)


def test_nothing_is_looked_up_where_nothing_is_wrong() -> None:
    """
    In a report whose figures are all there and add up, no cell's place is asked for before a finding is.
    """
    given = report("rows-padded-2021")
    findings = check(given, select=("T3",))
    assert {CheckStatus.PASS} == {finding.status for finding in findings}
    assert "places" not in vars(given.store)
    assert findings[0].span.start > 0
    assert "places" in vars(given.store)


def test_a_finding_is_an_ordinary_frozen_value() -> None:
    """
    Equality, repr, copies, pickles and `evolve` are those of a finding that was made at once.
    """
    findings = check(report("paragraphs-totals-off"))
    for finding, untouched in zip(findings, check(report("paragraphs-totals-off")), strict=True):
        made = Finding(finding.kind, **{of: getattr(finding, of) for of in ATTRIBUTES if of != "kind"})
        assert repr(made) == repr(untouched)
        assert made == untouched
        assert made == evolve(finding, span=made.span)
        assert asdict(made, recurse=False) == asdict(finding, recurse=False)
    assert list(findings) == [copy.copy(f) for f in check(report("paragraphs-totals-off"))]
    assert list(findings) == pickle.loads(pickle.dumps(list(check(report("paragraphs-totals-off")))))  # noqa: S301  our own
    with pytest.raises(FrozenInstanceError):
        findings[0].status = CheckStatus.FAIL  # type: ignore[misc]
    with pytest.raises(AttributeError, match="'Finding' object has no attribute 'unknown'"):
        _ = findings[0].unknown  # type: ignore[attr-defined]


def test_threads_that_ask_at_once_get_the_same() -> None:
    """
    Several threads may look at findings that nobody has looked at.
    """
    findings = check(report("paragraphs-totals-off"))
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda _: [repr(finding) for finding in findings], range(8)))
    assert [seen[0]] * 8 == seen


def test_the_length_of_section_five_is_counted_as_written() -> None:
    """
    A finding that holds says how many characters were counted, like one that fails.
    """
    given = report("rows-padded-2021")
    assert given.problems_and_improvements
    (finding,) = check(given, select=("S-EMPTY5",))
    assert len(squeeze(given.problems_and_improvements.text[:60])) == finding.arguments["count"]
