"""Makes the JSON Schema of `Result.to_dict()` from the model, the codes and the form.

    python -m govgrammar.schema.generate

writes it to `result.schema.json` beside this file; a test holds the two against each other.  Identifiers of tables, rows and
columns are those of the grammar that ships.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

from attrs import fields

from govgrammar.codes import CODES
from govgrammar.diagnostics import Severity
from govgrammar.export.data import SECTIONS, is_plain
from govgrammar.form import Form, load_form
from govgrammar.model.cell import CellState, Placement
from govgrammar.model.report import AnnualReport
from govgrammar.result import SCHEMA_VERSION, Status

_PLACE: Final = Path(__file__).with_name("result.schema.json")
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_OFFSET: Final = {"type": "integer", "minimum": 0}
_TEXT: Final = {"type": "string"}
_TEXT_OR_NULL: Final = {"type": ["string", "null"]}
_DECIMAL: Final = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
_JSON_TYPES: Final = {str: "string", int: "integer", type(None): "null"}


def result_schema(form: Form | None = None) -> dict[str, Any]:
    """The schema as data, with the identifiers of a form."""
    form = form or load_form()
    return {
        "$schema": _DIALECT,
        "title": "govgrammar result",
        "description": "What was read from one source. Offsets count characters of source.text from 0; ends are exclusive.",
        **_object(
            {
                "schema": {"const": SCHEMA_VERSION},
                "grammar": _TEXT | {"pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of the grammar files"},
                "status": {"enum": list(get_args(Status))},
                "source": _object(
                    {"name": _TEXT_OR_NULL, "encoding": _TEXT_OR_NULL, "reason": _TEXT_OR_NULL, "text": _TEXT}
                ),
                "reports": {"type": "array", "items": {"$ref": "#/$defs/report"}},
                "diagnostics": {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}},
            }
        ),
        "$defs": {
            "report": _report(form),
            "section": _section(),
            "cell": _cell(form),
            "number": {
                "description": "A count as an integer, money as decimal digits in a string.",
                "anyOf": [{"type": "integer"}, _DECIMAL],
            },
            "diagnostic": _diagnostic(),
            "span": _object({"start": _OFFSET, "end": _OFFSET}),
        },
    }


def to_json(schema: dict[str, Any]) -> str:
    """The schema as it is shipped."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _map(values: dict[str, Any], names: list[str] | None = None) -> dict[str, Any]:
    kept = {"propertyNames": {"enum": names}} if names else {}
    return {"type": "object", **kept, "additionalProperties": values}


def _report(form: Form) -> dict[str, Any]:
    hints = get_type_hints(AnnualReport)
    properties: dict[str, Any] = {}
    for member in fields(AnnualReport):
        if member.name in SECTIONS:
            properties[member.name] = {"anyOf": [{"$ref": "#/$defs/section"}, {"type": "null"}]}
        elif is_plain(member.name):
            properties[member.name] = {"type": [_JSON_TYPES[kind] for kind in get_args(hints[member.name])]}
    blocks = sorted({block.name for block in form.all_blocks})
    editions = {"enum": [edition.name for edition in form.editions]}
    properties |= {
        "notes": _map({"$ref": "#/$defs/section"}, list(form.tables))
        | {"description": "The text that stands beside a table."},
        "editions": _map(_map(editions, blocks), list(form.tables))
        | {"description": "The edition of the form of each table's blocks."},
        "places": _map({"type": "array", "prefixItems": [_OFFSET, _OFFSET], "minItems": 2, "maxItems": 2})
        | {"description": "Where a plain value or a section stands: start and end."},
        "known": {"type": "array", "items": _TEXT, "description": "Values that the caller supplied."},
        "cells": {"type": "array", "items": {"$ref": "#/$defs/cell"}, "description": "In the form's order."},
    }
    return _object(properties)


def _section() -> dict[str, Any]:
    span = {"$ref": "#/$defs/span"}
    item = _object({"mark": _TEXT, "text": _TEXT, "span": span})
    return _object(
        {
            "heading": _TEXT_OR_NULL,
            "text": _TEXT,
            "span": span,
            "paragraphs": {"type": "array", "items": _TEXT},
            "items": {"type": "array", "items": item},
        }
    )


def _cell(form: Form) -> dict[str, Any]:
    number = {"$ref": "#/$defs/number"}
    tables = [table for edition in form.editions for table in edition.tables]
    schema = _object(
        {
            "table": {"enum": list(form.tables)},
            "row": _identifier([row.name for table in tables for block in table.blocks for row in block.rows]),
            "column": _identifier([c.name for table in tables for block in table.blocks for c in block.columns]),
            "state": {"enum": [state.value for state in CellState]},
            "value": {"anyOf": [number, {"type": "null"}]},
            "raw": _TEXT | {"description": "The whole cell as written; for an ambiguous cell, its row's figures."},
            "start": _OFFSET,
            "end": _OFFSET,
            "at": _OFFSET | {"description": "Where the whole cell as written begins."},
            "unit": _TEXT_OR_NULL,
            "placement": {"enum": [placement.value for placement in Placement]},
            "candidates": {
                "type": "array",
                "items": {"anyOf": [number, {"type": "null"}]},
                "description": "What an ambiguous cell can be; null stands for a blank.",
            },
            "label": _TEXT | {"description": "The label as written, where the form has no such row or column."},
        },
        optional=("label",),
    )
    return schema | {
        "allOf": [_where(CellState.NUMBER, value=number), _where(CellState.AMBIGUOUS, candidates={"minItems": 1})]
    }


def _where(state: CellState, **members: dict[str, Any]) -> dict[str, Any]:
    """A member holds something in one state, and nothing in any other."""
    nothing = {"value": {"type": "null"}, "candidates": {"maxItems": 0}}
    return {
        "if": {"properties": {"state": {"const": state.value}}},
        "then": {"properties": members},
        "else": {"properties": {name: nothing[name] for name in members}},
    }


def _identifier(names: list[str]) -> dict[str, Any]:
    """An identifier of the form, or the number of what it does not have."""
    return {"anyOf": [{"enum": list(dict.fromkeys(names))}, {"type": "string", "pattern": r"^unexpected\.[0-9]+$"}]}


def _diagnostic() -> dict[str, Any]:
    return _object(
        {
            "code": {"enum": list(CODES)},
            "slug": {"enum": [code.slug for code in CODES.values()]},
            "severity": {"enum": [severity.value for severity in Severity]},
            "start": _OFFSET,
            "end": _OFFSET,
            "arguments": {"type": "object", "description": "What the message is made from."},
        }
    )


if __name__ == "__main__":
    _PLACE.write_text(to_json(result_schema()), encoding="utf-8", newline="\n")
