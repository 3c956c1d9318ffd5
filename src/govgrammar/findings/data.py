"""Findings as plain data, for JSON; `schema/checks.schema.json` describes them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from govgrammar.checks.finding import Finding
from govgrammar.export.data import number_to_data
from govgrammar.findings.checked import Checked, Document, Outcome, Place
from govgrammar.source import Source, Span

#: Version of the data; it changes with every change that a reader could notice.
CHECKS_SCHEMA_VERSION: Final = 1


def checked_to_dict(one: Checked, shown: Iterable[Outcome]) -> dict[str, Any]:
    """A document and the findings on it that are shown.  Money is a string, so that it stays exact."""
    return {
        "name": one.name,
        "encoding": one.source.encoding,
        "status": one.document.result.status,
        "reports": [
            {"title": report.title, "organ": report.organ, "report_year": report.report_year}
            for report in one.document.result.reports
        ],
        "compared_with": [_other(document) for document in one.others],
        "findings": [outcome_to_dict(one, outcome) for outcome in shown],
    }


def _other(document: Document) -> dict[str, Any]:
    return {"tag": document.tag.removesuffix(":"), "name": document.name}


def outcome_to_dict(one: Checked, outcome: Outcome) -> dict[str, Any]:
    """One finding; one that stands in a file of accepted findings names that `file`."""
    found = outcome.found
    source = outcome.elsewhere or one.source
    finding = found if isinstance(found, Finding) else None
    return {
        "rule": outcome.rule,
        "code": found.code,
        "slug": found.slug,
        "severity": found.severity.value,
        "status": outcome.status.value,
        "message": {"zh": found.message("zh"), "en": found.message("en")},
        "file": one.name if outcome.elsewhere is None else source.name,
        **_place(source, found.span),
        "left": number_to_data(finding.left) if finding else None,
        "right": number_to_data(finding.right) if finding else None,
        "delta": number_to_data(finding.delta) if finding else None,
        "assuming_zero": finding.assuming_zero if finding else False,
        "reason": finding.reason if finding else None,
        "cells": [_cell(place) for place in one.places(outcome)],
        "passages": [{"start": span.start, "end": span.end} for span in one.texts(outcome)],
        "arguments": {name: _plain(value) for name, value in sorted(found.arguments.items())},
        "accepted": outcome.reason,
    }


def _plain(value: Any) -> Any:
    """An argument as JSON has it."""
    if value is None or isinstance(value, int):
        return value
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _place(source: Source, span: Span) -> dict[str, int]:
    line, column = source.position(span.start)
    return {"start": span.start, "end": span.end, "line": line, "column": column}


def _cell(place: Place) -> dict[str, Any]:
    cell = place.cell
    line, at_column = place.document.result.source.position(cell.span.start)
    return {
        "document": place.tag.removesuffix(":"),
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "label": place.label,
        "state": cell.state,
        "value": number_to_data(cell.value),
        "unit": cell.unit,
        "candidates": [number_to_data(value) for value in cell.candidates],
        "start": cell.span.start,
        "end": cell.span.end,
        "line": line,
        "at_column": at_column,
    }
