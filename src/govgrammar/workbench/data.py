"""What the workbench gives as plain data for JSON: attrs classes by their fields, places with line and column."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from govgrammar.model.cell import Cell
from govgrammar.source import Source, Span


def to_data(value: Any, source: Source | None = None) -> Any:
    """Plain data: money is a string, so that it stays exact; a span has line and column where `source` is given.

    Fields that hold the source itself are left out.
    """
    if isinstance(value, Span):
        return _place(value, source)
    if isinstance(value, Cell):
        return _cell(value, source)
    if attrs.has(type(value)):
        fields = ((field.name, getattr(value, field.name)) for field in attrs.fields(type(value)))
        return {name: to_data(part, source) for name, part in fields if not isinstance(part, Source)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: to_data(part, source) for name, part in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [to_data(part, source) for part in value]
    return str(value) if isinstance(value, Decimal) else value


def _place(span: Span, source: Source | None) -> dict[str, Any]:
    data = {"start": span.start, "end": span.end}
    if source is None:
        return data
    line, column = source.position(span.start)
    return {**data, "line": line, "column": column, "text": source.slice(span)}


def _cell(cell: Cell, source: Source | None) -> dict[str, Any]:
    return {
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "state": cell.state,
        "value": to_data(cell.value),
        "unit": cell.unit,
        "placement": cell.placement,
        "candidates": to_data(cell.candidates),
        "label": cell.label,
        "span": _place(cell.span, source),
    }
