"""Five real reports, where they lie beside the repository: every figure exact, and no figure more."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govgrammar import Result, parse

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEEDS = sorted((SHARED / "seeds").glob("[0-9][0-9][0-9]_*.txt"))

pytestmark = pytest.mark.skipif(not SEEDS, reason="the real reports are not beside this repository (../shared/seeds)")


@pytest.fixture(params=SEEDS, ids=[path.name[:3] for path in SEEDS])
def seed(request: pytest.FixtureRequest) -> tuple[Result, dict[str, Any]]:
    """A real report as it is read, and what is known of it."""
    path: Path = request.param
    with path.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    known = (SHARED / "acceptance" / f"{path.name[:3]}.json").read_text(encoding="utf-8")
    return parse(text), json.loads(known)


def _meets(expected: object, state: str, value: object) -> bool:
    if expected == "blank":
        return state in {"blank", "absent"}
    if expected == "not_number":
        return state != "number"
    if expected == "ambiguous":
        return state == "ambiguous"
    return state == "number" and value == Decimal(str(expected))


def test_every_expected_cell_is_exact(seed: tuple[Result, dict[str, Any]]) -> None:
    """
    Each cell that is known is the number it should be, blank, ambiguous, or no number.
    """
    result, known = seed
    assert result.report is not None
    cells = {f"{c.table}/{c.row}/{c.column}": (c.state, c.value) for c in result.report.cells()}
    wrong = {
        key: (expected, cells.get(key, ("absent", None)))
        for key, expected in known["cells"].items()
        if not _meets(expected, *cells.get(key, ("absent", None)))
    }
    assert wrong == {}


def test_no_number_stands_where_none_is_known(seed: tuple[Result, dict[str, Any]]) -> None:
    """
    Every number of the result is an expected one: nothing is made up, and no cell is given twice.
    """
    result, known = seed
    assert result.report is not None
    keys = [f"{c.table}/{c.row}/{c.column}" for c in result.report.cells() if c.state == "number"]
    assert sorted(set(keys)) == sorted(keys)
    words = {"blank", "ambiguous", "not_number", None}
    assert [key for key in keys if known["cells"].get(key) in words] == []


def test_a_number_is_spelled_by_its_span(seed: tuple[Result, dict[str, Any]]) -> None:
    """
    The characters at a number's span are the number.
    """
    result, _ = seed
    assert result.report is not None
    numbers = [cell for cell in result.report.cells() if cell.state == "number"]
    assert numbers
    assert all(Decimal(result.source.slice(cell.span)) == cell.value for cell in numbers)


def test_metadata_is_exact(seed: tuple[Result, dict[str, Any]]) -> None:
    """
    Organ, year, index number and dates are what the document says; where it does not say, there is no value.
    """
    result, known = seed
    assert result.report is not None
    assert known["meta"] == {name: getattr(result.report, name) for name in known["meta"]}
