"""The form's sums, written down a second time from the form itself: which hold, which fail, and which nobody can tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from random import Random
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govgrammar import check, compare, parse, rollup
from govgrammar.checks import Finding
from govgrammar.export.render import Draft, write
from govgrammar.form import load_form
from govgrammar.model.cell import CellKey
from govgrammar.result import Result

slow = partial(settings, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Key = tuple[str, str, str]
Sum = tuple[str, str, list[Key], list[Key], str]
Outcome = tuple[str, str, str, bool]
PARTS: Final = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_organization",
    "legal_service_institution",
    "other_organization",
)
COLUMNS: Final = (*PARTS, "total")
FATES: Final = ("upheld", "corrected", "other", "pending")
REMEDIES: Final = {
    "reconsideration": "T4-SUM-REC",
    "litigation.direct": "T4-SUM-DIR",
    "litigation.after_reconsideration": "T4-SUM-POST",
}
DOCUMENTS: Final = ("government_rules", "normative_documents")
EDITIONS: Final = ("revised-2021", "trial-2019")


def outcomes_of(figures: Mapping[Key, int]) -> list[str]:
    """The rows of outcomes, their total left out."""
    rows = [key[1] for key in figures if key[0] == "requests" and key[2] == "total"]
    return [row for row in rows if row.startswith("outcomes.") and row != "outcomes.total"]


def sound(edition: str, random: Random) -> dict[Key, int]:
    """Figures of an edition that add up."""
    blocks = [(table.name, block) for table in load_form().edition(edition).tables for block in table.blocks]
    figures = {
        (table, row.name, c.name): random.choice((0, random.randint(0, 60)))
        for table, block in blocks
        for row in block.rows
        for c in block.columns
    }
    for column in PARTS:
        figures["requests", "outcomes.total", column] = sum(
            figures["requests", row, column] for row in outcomes_of(figures)
        )
        came = figures["requests", "outcomes.total", column] + figures["requests", "carried_out", column]
        before = min(figures["requests", "carried_in", column], came)
        figures["requests", "carried_in", column], figures["requests", "new_requests", column] = before, came - before
    for row in {key[1] for key in figures if key[0] == "requests"}:
        figures["requests", row, "total"] = sum(figures["requests", row, column] for column in PARTS)
    for row in REMEDIES:
        figures["remedies", row, "total"] = sum(figures["remedies", row, fate] for fate in FATES)
    return figures


def sums(figures: Mapping[Key, int], edition: str) -> Iterator[Sum]:
    """Rule, row or column, what stands on the left and on the right, and how they compare."""
    for column in COLUMNS:
        new, before, total, left = (
            ("requests", row, column) for row in ("new_requests", "carried_in", "outcomes.total", "carried_out")
        )
        yield "T3-BALANCE", column, [new, before], [total, left], "="
        yield "T3-BOUND", column, [left], [new, before], "<="
        yield "T3-RESULTSUM", column, [total], [("requests", row, column) for row in outcomes_of(figures)], "="
    for table, row, column in figures:
        if table == "requests" and column == "total":
            yield "T3-ROWSUM", row, [(table, row, column)], [(table, row, part) for part in PARTS], "="
    for row, rule in REMEDIES.items():
        yield rule, row, [("remedies", row, "total")], [("remedies", row, fate) for fate in FATES], "="
    for row in DOCUMENTS:
        cell = partial(lambda row, column: ("proactive_disclosure", row, column), row)
        if edition == "revised-2021":
            yield "T2-EFFECT", row, [cell("issued")], [cell("repealed"), cell("in_force")], "<="
        else:
            yield "T2-DISCLOSED", row, [cell("newly_disclosed")], [cell("newly_made")], "<="
            yield "T2-DISCLOSED", row, [cell("newly_disclosed")], [cell("total_disclosed")], "<="


def judge(left: tuple[int, bool], right: tuple[int, bool], sign: str) -> tuple[str, bool]:
    """What can be said of two sums, each as far as it is stated and whether any count can be added to it."""
    (one, more), (other, further) = left, right
    if sign == "=":
        possible = one == other or (more and one < other) or (further and other < one) or (more and further)
        certain, if_zero = not more and not further, one == other
    else:
        possible, certain, if_zero = one <= other or further, not more, one <= other
    if not possible:
        return "fail", False
    if if_zero:
        return "pass", not certain
    return "not_assessable", False


def stated(figures: Mapping[Key, int], keys: list[Key], blank: Collection[Key]) -> tuple[int, bool]:
    """What is stated of a sum, and whether a part of it is not."""
    return sum(figures[key] for key in keys if key not in blank), any(key in blank for key in keys)


def read(figures: Mapping[Key, int], edition: str, blank: Collection[Key] = (), year: int = 2022) -> Result:
    """The figures as a report, some of its cells left blank, or with a slash."""
    cells = {
        CellKey(*key): str(figure) if key not in blank else ("", "/")[len(key[1]) % 2]
        for key, figure in figures.items()
    }
    tables = load_form().edition(edition).tables
    editions = {table.name: {block.name: edition for block in table.blocks} for table in tables}
    title = f"青川县水务局{year}年政府信息公开工作年度报告"
    return parse(write(Draft(cells, editions, title=title), "rows-between-bars"))


def told(findings: tuple[Finding, ...], rules: Collection[str]) -> list[Outcome]:
    """What the rules say, each with its row or its column."""
    by_column = {"T3-BALANCE", "T3-BOUND", "T3-RESULTSUM", "Y-CARRY"}
    return sorted(
        (f.rule, str(f.arguments["column" if f.rule in by_column else "row"]), str(f.status), f.assuming_zero)
        for f in findings
        if f.rule in rules
    )


def damaged(figures: dict[Key, int], random: Random) -> frozenset[Key]:
    """Changes some figures in place, and says which are to be left blank; changes of items are left alone."""
    keys = sorted(key for key in figures if key[2] != "change")
    for key in random.sample(keys, random.choice((0, 1, 2, 5))):
        figures[key] = max(0, figures[key] + random.choice((-3, -1, 1, 2, 10)))
    return frozenset(random.sample(keys, random.choice((0, 0, 1, 3, 20, 100))))


@slow(max_examples=60)
@given(st.sampled_from(EDITIONS), st.integers(0, 2**32))
def test_every_sum_of_the_form_comes_out_as_it_was_written_down_here(edition: str, seed: int) -> None:
    """
    Each sum of tables 2, 3 and 4 holds, fails or is open as the form and the blanks say, for each row and each column.
    """
    random = Random(seed)  # noqa: S311  figures, no secrets
    figures = sound(edition, random)
    blank = damaged(figures, random)
    expected = [
        (rule, name, *judge(stated(figures, left, blank), stated(figures, right, blank), sign))
        for rule, name, left, right, sign in sums(figures, edition)
    ]
    assert sorted(expected) == told(check(read(figures, edition, blank)), {one[0] for one in expected})


@slow(max_examples=30)
@given(st.sampled_from(EDITIONS), st.integers(0, 2**32))
def test_what_fails_or_holds_does_so_whatever_the_blanks_stand_for(edition: str, seed: int) -> None:
    """
    With any counts in the place of its blanks, what failed fails, and what held without assuming anything holds.
    """
    random = Random(seed)  # noqa: S311  figures, no secrets
    figures = sound(edition, random)
    blank = damaged(figures, random)
    filled = {key: random.choice((0, 1, 2, 7, 100)) if key in blank else figure for key, figure in figures.items()}
    rules = {rule for rule, *_ in sums(figures, edition)}
    sure = [
        one for one in told(check(read(figures, edition, blank)), rules) if one[2] != "not_assessable" and not one[3]
    ]
    assert set(sure) <= set(told(check(read(filled, edition)), rules))


@slow(max_examples=30)
@given(st.integers(0, 2**32))
def test_figures_that_continue_from_last_year_are_told_the_same_way(seed: int) -> None:
    """
    What is carried over, what is in force and what was pending is compared with last year's report as it was written down here.
    """
    random = Random(seed)  # noqa: S311  figures, no secrets
    this, last = sound("revised-2021", random), sound("revised-2021", random)
    for column in COLUMNS:
        this["requests", "carried_in", column] = last["requests", "carried_out", column] + random.choice((0, 0, 1))
    own, old = damaged(this, random), damaged(last, random)
    expected: list[Outcome] = []
    for column in COLUMNS:
        sides = (
            stated(this, [("requests", "carried_in", column)], own),
            stated(last, [("requests", "carried_out", column)], old),
        )
        expected.append(("Y-CARRY", column, *judge(*sides, "=")))
    for row in DOCUMENTS:
        issued, repealed, in_force = (("proactive_disclosure", row, c) for c in ("issued", "repealed", "in_force"))
        (now, open_), (new, more) = stated(this, [in_force, repealed], own), stated(this, [issued], own)
        before, further = stated(last, [in_force], old)
        expected.append(("Y-EFFECTIVE", row, *judge((now, open_), (before + new, further or more), "=")))
    for row in REMEDIES:
        sides = stated(last, [("remedies", row, "pending")], old), stated(this, [("remedies", row, "total")], own)
        expected.append(("Y-PENDING", row, *judge(*sides, "<=")))
    found = compare(read(this, "revised-2021", own), read(last, "revised-2021", old, year=2021))
    assert sorted(expected) == told(found, {one[0] for one in expected})


@slow(max_examples=20)
@given(st.integers(0, 2**32), st.integers(1, 4))
def test_every_cell_of_a_whole_is_told_from_its_parts(seed: int, count: int) -> None:
    """
    Each cell of a consolidated report is the sum of its parts', is not, or is open where one of them is blank.
    """
    random = Random(seed)  # noqa: S311  figures, no secrets
    parts = [sound("revised-2021", random) for _ in range(count)]
    whole = {key: sum(part[key] for part in parts) for key in parts[0]}
    own, blanks = damaged(whole, random), [damaged(part, random) for part in parts]
    expected = []
    for key in whole:
        sides = [stated(part, [key], blank) for part, blank in zip(parts, blanks, strict=True)]
        right = sum(side[0] for side in sides), any(side[1] for side in sides)
        expected.append(("/".join(key), *judge(stated(whole, [key], own), right, "=")))
    children = [read(part, "revised-2021", blank) for part, blank in zip(parts, blanks, strict=True)]
    found = rollup(read(whole, "revised-2021", own), children)
    told_ = [(str(f.cells[0].key), str(f.status), f.assuming_zero) for f in found if f.rule == "O-ROLLUP"]
    assert sorted(expected) == sorted(told_)
