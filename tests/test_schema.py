"""The JSON Schema of a result: generated, shipped, and true."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import govgrammar
from govgrammar import Result
from govgrammar.schema import shipped_schema
from govgrammar.schema.generate import result_schema, to_json

SEEDS = sorted((Path(__file__).parents[2] / "shared" / "seeds").glob("*.txt"))

TEXTS = {
    "empty": "",
    "no report": "你好",
    "half a surrogate": "一、总体情况\n\ud800\n二、主动公开政府信息情况\n规章|1\n",
    "blank, not applicable, money": (
        "甲市乙局2022年政府信息公开工作年度报告\n一、总体情况\n(一)甲。\n1.乙。\n二、主动公开政府信息情况\n"
        "第二十条第(一)项\n信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|1|/|\n"
        "第二十条第(八)项\n信息内容|本年收费金额(单位:万元)\n行政事业性收费|12.50\n"
    ),
    "unexpected": "二、主动公开政府信息情况\n第二十条第(一)项\n信息内容|本年制发件数|本年废止件数|现行有效件数\n古怪的一行|1|2|3\n",
    "ambiguous": (
        "三、收到和处理政府信息公开申请情况\n\n一、本年新收政府信息公开申请数量\n\n3\n\n0\n\n"
        "二、上年结转政府信息公开申请数量\n\n0\n\n1\n\n四、政府信息公开行政复议、行政诉讼情况\n"
    ),
}


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """The shipped schema, ready to validate."""
    schema = json.loads(shipped_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _holds(result: Result, validator: jsonschema.Draft202012Validator) -> None:
    data: dict[str, Any] = json.loads(result.to_json())
    validator.validate(data)
    again = Result.from_dict(data)
    assert data == json.loads(again.to_json())
    assert result.to_dict() == again.to_dict()
    for before, after in zip(result.reports, again.reports, strict=True):
        assert list(before.cells()) == list(after.cells())
    assert result.diagnostics == again.diagnostics


def test_shipped_schema_is_the_generated_one() -> None:
    """
    The file in the package is what the model gives now; `python -m govgrammar.schema.generate` writes it anew.
    """
    assert to_json(result_schema()) == shipped_schema()


@pytest.mark.parametrize("name", TEXTS)
def test_results_validate_and_come_back(name: str, validator: jsonschema.Draft202012Validator) -> None:
    """
    What a parse gives validates as JSON, and `from_dict` gives equal cells, findings and data back.
    """
    _holds(govgrammar.parse(TEXTS[name]), validator)


@pytest.mark.skipif(not SEEDS, reason="the real reports are not beside this checkout")
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem[:3])
def test_real_reports_validate_and_come_back(seed: Path, validator: jsonschema.Draft202012Validator) -> None:
    """
    The same holds for real reports.
    """
    _holds(govgrammar.parse(seed), validator)


def test_what_the_caller_knows_validates(validator: jsonschema.Draft202012Validator) -> None:
    """
    Values that the caller supplied stand in the data and are named there.
    """
    result = govgrammar.parse(TEXTS["unexpected"], known={"organ": "甲市乙局", "report_year": 2022})
    _holds(result, validator)
    assert ["organ", "report_year"] == result.to_dict()["reports"][0]["known"]


def _cell(**changes: object) -> dict[str, object]:
    return {
        "table": "requests",
        "row": "new_requests",
        "column": "total",
        "state": "number",
        "value": 3,
        "raw": "3",
        "start": 0,
        "end": 1,
        "at": 0,
        "unit": None,
        "placement": "read",
        "candidates": [],
    } | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"value": None},
        {"value": 1.5},
        {"state": "blank"},
        {"state": "blank", "value": 0},
        {"state": "ambiguous", "value": None},
        {"candidates": [0]},
        {"row": "no_such_row"},
        {"column": "unexpected"},
        {"state": "zero"},
        {"start": -1},
    ],
)
def test_schema_refuses_what_no_cell_is(changes: dict[str, object]) -> None:
    """
    A number without a value, a blank with one, money as a binary fraction: the schema refuses them.
    """
    definitions = json.loads(shipped_schema())["$defs"]
    only = jsonschema.Draft202012Validator({"$ref": "#/$defs/cell", "$defs": definitions})
    assert only.is_valid(_cell())
    assert only.is_valid(_cell(state="ambiguous", value=None, candidates=[0, None]))
    assert only.is_valid(_cell(row="unexpected.1", value=str(Decimal("12.50"))))
    assert not only.is_valid(_cell(**changes))


def test_another_version_of_the_data_is_refused() -> None:
    """
    `from_dict` raises for data of a version that it does not know.
    """
    data = govgrammar.parse("").to_dict() | {"schema": 0}
    with pytest.raises(ValueError, match="schema 0: this version of govgrammar reads schema 1"):
        Result.from_dict(data)
