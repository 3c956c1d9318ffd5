"""The result of a parse: reports, findings, source; to data and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Literal

from attrs import frozen

from govgrammar import codes
from govgrammar.diagnostics import Diagnostic, Severity
from govgrammar.export.data import report_from_dict, report_to_dict
from govgrammar.model.later import Later
from govgrammar.model.report import AnnualReport
from govgrammar.source import Source, Span

#: Version of the data that `to_dict` gives; it changes with every change that a reader could notice.
SCHEMA_VERSION: Final = 1
Status = Literal["ok", "partial", "failed"]


class ParseFailedError(Exception):
    """Raised by `Result.raise_for_errors`, and nowhere else.  `result` holds everything that was read."""

    def __init__(self, result: Result) -> None:
        self.result = result
        super().__init__("; ".join(f"{d.code} {d.message('en')}" for d in result.errors))


@frozen(slots=False)
class Result(Later):
    """What was read from one source."""

    reports: tuple[AnnualReport, ...]
    diagnostics: tuple[Diagnostic, ...]
    source: Source
    grammar: str

    @property
    def report(self) -> AnnualReport | None:
        """The report, the first where the text holds several, `None` where it holds none."""
        return self.reports[0] if self.reports else None

    @property
    def status(self) -> Status:
        """`ok` without an error or a warning, `failed` without a report, `partial` otherwise."""
        if not self.reports:
            return "failed"
        return "ok" if all(d.severity is Severity.NOTE for d in self.diagnostics) else "partial"

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that are errors."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    def raise_for_errors(self) -> Result:
        """The result itself, or `ParseFailedError` where a finding is an error."""
        if self.errors:
            raise ParseFailedError(self)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data: `from_dict` gives an equal result back.  Money is a string, so that it stays exact."""
        return {
            "schema": SCHEMA_VERSION,
            "grammar": self.grammar,
            "status": self.status,
            "source": {
                "name": self.source.name,
                "encoding": self.source.encoding,
                "reason": self.source.reason,
                "text": self.source.text,
            },
            "reports": [report_to_dict(report) for report in self.reports],
            "diagnostics": [
                {
                    "code": d.code,
                    "slug": d.slug,
                    "severity": d.severity.value,
                    "start": d.span.start,
                    "end": d.span.end,
                    "arguments": dict(d.arguments),
                }
                for d in self.diagnostics
            ],
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """`to_dict` as JSON.  ASCII only where the text holds halves of characters, which UTF-8 cannot write."""
        data = self.to_dict()
        written = json.dumps(data, ensure_ascii=False, indent=indent)
        try:
            written.encode("utf-8")
        except UnicodeEncodeError:
            return json.dumps(data, indent=indent)
        return written

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Result:
        """The result that `to_dict` wrote.  Raises `ValueError` for another version of the data."""
        if data.get("schema") != SCHEMA_VERSION:
            msg = f"schema {data.get('schema')!r}: this version of govgrammar reads schema {SCHEMA_VERSION}"
            raise ValueError(msg)
        about = data["source"]
        source = Source(about["text"], about["name"], about["encoding"], about["reason"])
        return cls(
            tuple(report_from_dict(report, source.text) for report in data["reports"]),
            tuple(
                Diagnostic(codes.CODES[d["code"]], Span(d["start"], d["end"]), dict(d["arguments"]))
                for d in data["diagnostics"]
            ),
            source,
            data["grammar"],
        )
