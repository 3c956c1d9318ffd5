"""Cells as CSV: one line per cell, the header once for all sources.

Records end in one line feed.  A field that holds a comma, a quote or a line end of any kind is quoted, so that `raw` is
the cell exactly as written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from govgrammar.model.cell import Cell, Number
from govgrammar.result import Result

#: The columns, in order.
HEADER: Final = (
    "source",
    "table",
    "row",
    "column",
    "state",
    "value",
    "unit",
    "raw",
    "start",
    "end",
    "line",
    "placement",
    "candidates",
)
#: What stands for a blank among the candidates, and what stands between two of them.
BLANK: Final = "blank"
BETWEEN: Final = "|"


def plain_number(value: Number | None) -> str:
    """The number's digits, never in exponents; nothing where there is no number."""
    return "" if value is None else format(value, "f") if not isinstance(value, int) else str(value)


def candidates_field(candidates: tuple[Number | None, ...]) -> str:
    """The values that an ambiguous cell can have: `0|blank`."""
    return BETWEEN.join(BLANK if value is None else plain_number(value) for value in candidates)


def csv_header() -> str:
    """The header record."""
    return _record(HEADER)


def csv_records(result: Result) -> Iterator[str]:
    """One record per cell of a result.

    `source` is the name of the source; where a text holds several reports, the second and later ones add `#2`, `#3`.
    """
    name = result.source.name or ""
    for number, report in enumerate(result.reports, 1):
        source = name if number == 1 else f"{name}#{number}"
        for cell in report.cells():
            yield _record(_fields(cell, source, result.source.position(cell.span.start)[0]))


def _fields(cell: Cell, source: str, line: int) -> tuple[str | int, ...]:
    return (
        source,
        cell.table,
        cell.row,
        cell.column,
        cell.state,
        plain_number(cell.value),
        cell.unit or "",
        cell.raw,
        cell.span.start,
        cell.span.end,
        line,
        cell.placement,
        candidates_field(cell.candidates),
    )


def _record(fields: tuple[str | int, ...]) -> str:
    """One record.  The writer quotes only the line ends that it is told to write, hence both, and then one."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow(fields)
    return buffer.getvalue()[:-2] + "\n"
