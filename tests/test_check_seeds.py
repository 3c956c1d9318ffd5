"""Five real reports: what is true of each, written down by hand, and nothing more is found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from govgrammar import check, parse
from govgrammar.checks import REPORT_RULES, CheckStatus, Finding

SEEDS: Final = Path(__file__).resolve().parents[2] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real reports are not beside this repository")

#: Rule, what it is about, and the two sides: everything that is wrong with a report.
FAILS: Final[dict[str, set[tuple[str, str]]]] = {
    # Every identity closes; the report is of its year, in time, and titled as its metadata say.
    "000": set(),
    # Three rows of the matrix have 4, 2 and 2 of 7 cells, the fourth table 14 of 15; 138 cells are blank;
    # 行政许可 prints +3950 as its change, and 3950 decisions.
    "001": {
        ("T3-SHAPE", "new_requests"),
        ("T3-SHAPE", "carried_in"),
        ("T3-SHAPE", "outcomes.granted"),
        ("T3-ALLBLANK", ""),
        ("T4-SHAPE", "remedies"),
        ("T2-CHANGE", "administrative_license"),
    },
    # A report on 2023 with the single (六)其他处理 of the form of 2019.
    "002": {("S-TEMPLATE", "")},
    # Dated 2021-12-31, the last day of the year that it covers.
    "003": {("S-DATE", "")},
    "004": set(),
}
#: What nobody can say of a report.
OPEN: Final[dict[str, set[tuple[str, str, str]]]] = {
    "000": set(),
    "001": {
        # 总计: 49 new, carried over and handled are blank or lost; 41, 8 and 49 stand in rows whose totals are not given.
        ("T3-BALANCE", "total", "ambiguous"),
        ("T3-ROWSUM", "outcomes.granted", "ambiguous"),
        ("T3-ROWSUM", "outcomes.unable_to_provide.not_held", "blank"),
        ("T3-ROWSUM", "outcomes.total", "blank"),
        # The single 1 of the fourth table is 尚未审结 or 总计.
        ("T4-SUM-DIR", "litigation.direct", "ambiguous"),
        ("T4-OUTLIER", "", "ambiguous"),
    },
    "002": {("S-DATE", "", "missing_value"), ("S-TITLE", "", "missing_value")},
    "003": set(),
    "004": {
        ("S-TEMPLATE", "", "missing_value"),
        ("S-DATE", "", "missing_value"),
        ("S-TITLE", "", "missing_value"),
    },
}
#: Passes that hold only if blanks are zero.
IF_ZERO: Final[dict[str, dict[str, int]]] = {
    "000": {},
    "001": {
        "T3-BALANCE": 6,
        "T3-ROWSUM": 20,
        "T3-RESULTSUM": 7,
        "T3-BOUND": 7,
        "T4-SUM-REC": 1,
        "T4-SUM-POST": 1,
        "T4-POST<=REC": 1,
    },
    "002": {},
    "003": {},
    "004": {},
}


def found(name: str) -> tuple[Finding, ...]:
    """All findings on a seed that need nothing beside it; those on its narratives have tests of their own."""
    (path,) = SEEDS.glob(f"{name}_*.txt")
    text = path.read_bytes().decode("utf-8")
    return check(parse(text), rules=REPORT_RULES, ignore=("N-", "T3-FEEROW", "S-FIVE"))


def about(finding: Finding) -> str:
    return str(finding.arguments.get("row") or finding.arguments.get("column") or "")


@pytest.mark.parametrize("name", FAILS)
def test_what_is_wrong_with_a_real_report_is_found_and_no_more(name: str) -> None:
    """
    A real report fails the rules that a reader finds it to fail, and no other.
    """
    assert FAILS[name] == {(f.rule, about(f)) for f in found(name) if f.status is CheckStatus.FAIL}


@pytest.mark.parametrize("name", OPEN)
def test_what_a_real_report_leaves_open_is_named(name: str) -> None:
    """
    Where blanks and lost cells leave a sum open, the finding says so, and why.
    """
    named = {(f.rule, about(f), f.reason) for f in found(name) if f.status is CheckStatus.NOT_ASSESSABLE}
    assert OPEN[name] == named


@pytest.mark.parametrize("name", IF_ZERO)
def test_what_holds_only_if_blanks_are_zero_is_marked(name: str) -> None:
    """
    A pass that needs blanks to be zero says so; where every cell is a figure, none does.
    """
    assert IF_ZERO[name] == Counter(f.rule for f in found(name) if f.assuming_zero)
