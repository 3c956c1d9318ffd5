"""Rules between organs: a consolidated report against its parts, a text against other organs' texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govgrammar import codes
from govgrammar.checks.finding import Finding
from govgrammar.checks.mapping import counterpart
from govgrammar.checks.names import same_name
from govgrammar.checks.outcome import compared, judged, not_assessable, unplaced
from govgrammar.checks.quantity import total
from govgrammar.checks.rule import Rule
from govgrammar.checks.similarity import overlap
from govgrammar.checks.subject import Subject
from govgrammar.checks.year_rules import LEAST_TEXT, MOST_SHARED

_ROLLUP: Final = (codes.PARTS_BROKEN, "O-ROLLUP")
_COPY: Final = (codes.TEXT_COPIED, "O-DUP")
_NO_PARTS: Final = unplaced(_ROLLUP, "missing_report", needs="children")
_NO_OTHERS: Final = unplaced(_COPY, "missing_report", needs="others")


def rollup(subject: Subject) -> Iterator[Finding]:
    """Each cell is the sum of the same cell in the reports of all parts."""
    given = subject.context.children
    if not given or None in given:
        yield _NO_PARTS
        return
    parts = [Subject(child, subject.form) for child in given if child is not None]
    for name in subject.form.tables:
        if not all(name in one.tables for one in (subject, *parts)):
            yield not_assessable(_ROLLUP, "missing_table", subject, table=name)
            continue
        for table, block, _ in subject.shape.blocks:
            if table.name == name:
                for row in block.rows:
                    for column in block.columns:
                        yield from _cell(subject, parts, (name, row.name, column.name))


def _cell(subject: Subject, parts: list[Subject], key: tuple[str, str, str]) -> Iterator[Finding]:
    """One cell against the sum of the parts'; with the sum of a group's rows where the editions differ in that."""
    pairs = [counterpart(subject, part, *key) for part in parts]
    found = [pair for pair in pairs if pair is not None]
    table, row, column = key
    arguments = {"table": table, "row": row, "column": column, "count": len(parts)}
    here = max((pair[0] for pair in found), key=len, default=())
    if len(found) < len(parts) or any(pair[0] != here for pair in found):
        index = subject.index(*key)
        if index is not None:
            yield not_assessable(_ROLLUP, "edition", subject, (index,), arguments=arguments)
        return
    arguments["label"] = subject.shape.caption(here[0])
    left = subject.sum(here)
    right = total(part.sum(pair[1]) for part, pair in zip(parts, found, strict=True))
    evidence = ((subject.store, here), *((p.store, pair[1]) for p, pair in zip(parts, found, strict=True)))
    yield compared(_ROLLUP, (left, right), evidence, arguments)


def copied(subject: Subject) -> Iterator[Finding]:
    """The narratives are not another organ's."""
    others = [other for other in subject.context.others or () if other is not None]
    if not others:
        yield _NO_OTHERS
        return
    for other in others:
        shared = overlap(subject.report, other)
        if shared.length < LEAST_TEXT:
            yield not_assessable(_COPY, "too_short", subject)
            return
        own, theirs = subject.report.organ, other.organ
        if own and theirs and same_name(own, theirs):
            continue
        arguments = {"percent": round(shared.ratio * 100), "count": len(shared.passages), "other": theirs or "?"}
        yield judged(_COPY, subject, fails=shared.ratio >= MOST_SHARED, arguments=arguments, spans=shared.passages)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "O-ROLLUP",
        _ROLLUP[0],
        {"zh": "汇总与分项", "en": "the whole and its parts"},
        {
            "zh": "汇总报告的每一格应等于各组成机关(含本级办公室)报告之和。有的政府报告只涵盖本级办公室,不是汇总报告。",
            "en": "Each cell of a consolidated report is the sum of the reports of all its parts, its own office included. Some "
            "reports of governments cover the office only.",
        },
        "evaluators (hierarchy_sum)",
        rollup,
        ("*/*/*",),
        needs=("children",),
    ),
    Rule(
        "O-DUP",
        _COPY[0],
        {"zh": "与其他机关文字雷同", "en": "another organ's text"},
        {
            "zh": f"总体情况等文字有百分之{MOST_SHARED * 100:.0f}以上与其他机关的报告相同(数字不计)。",
            "en": f"At least {MOST_SHARED:.0%} of the narratives stand in another organ's report, figures aside.",
        },
        "CASS 2017",
        copied,
        ("overview", "problems_and_improvements", "other_matters"),
        needs=("others",),
    ),
)
