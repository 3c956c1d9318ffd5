"""What the checks find in a case, as lines of text: the section `findings`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from govgrammar.checks import REPORT_RULES, Context, check, compare, rollup
from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.result import Result

#: Rules on what a whole report has: a fragment says nothing of them unless it is one of what was asked for.
_OF_WHOLE_REPORTS: Final = frozenset({"S-SIX", "S-TABLE", "S-EMPTY5", "S-TEMPLATE", "S-DATE", "S-TITLE", "S-SHIFT"})
_WORDS: Final[dict[str, Any]] = {"yes": True, "no": False}
_SHOWN: Final = {CheckStatus.FAIL: "fail", CheckStatus.NOT_ASSESSABLE: "open", CheckStatus.PASS: "zero"}


def read_context(written: str) -> Context:
    """The context that an attribute writes: `level=county, rule_making=no`.  Raises `TypeError` and `ValueError`."""
    pairs = [part.partition("=") for part in written.split(",") if part.strip()]
    return Context(**{name.strip(): _WORDS.get(value.strip(), value.strip()) for name, _, value in pairs})


def case_findings(result: Result, attributes: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings of a case: of its report, or of its reports against each other.

    With `:years`, the first report is compared with the second, that of the year before; with `:parts`, the first is the
    whole and the others are its parts.
    """
    if "years" in attributes:
        return compare(result.report, result.reports[1] if len(result.reports) > 1 else None)
    if "parts" in attributes:
        return rollup(result.report, result.reports[1:])
    ignored = _OF_WHOLE_REPORTS if "fragment" in attributes else ()
    context = read_context(attributes.get("context", ""))
    return check(result, rules=REPORT_RULES, ignore=ignored, context=context)


def findings_section(result: Result, attributes: Mapping[str, str]) -> tuple[str, ...]:
    """A line for each finding that is no plain pass: `line:column code what rule: message`.

    *what* is `fail`, `open` (not assessable) or `zero` (a pass that holds only if blanks are zero).  Of a fragment, rules
    whose table is not there are left out.
    """
    fragment = "fragment" in attributes
    return tuple(
        _line(finding, result)
        for finding in case_findings(result, attributes)
        if (finding.status is not CheckStatus.PASS or finding.assuming_zero)
        and not (fragment and finding.reason == "missing_table")
    )


def _line(finding: Finding, result: Result) -> str:
    line, column = result.source.position(finding.span.start)
    word = _SHOWN[finding.status]
    message = finding.message("en") if finding.status is CheckStatus.FAIL else _sides(finding)
    return f"{line}:{column} {finding.code} {word} {finding.rule}: {message}"


def _sides(finding: Finding) -> str:
    where = "/".join(str(finding.arguments[n]) for n in ("table", "row", "column") if finding.arguments.get(n))
    compared = "" if finding.left is None else f" {finding.left} {finding.right}"
    return f"{where}{compared}{f' {finding.reason}' if finding.reason else ''}".strip()
