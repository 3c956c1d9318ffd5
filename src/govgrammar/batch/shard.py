"""A shard: so many documents of a batch, read and written as one piece, whoever does it."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from govgrammar.api import engine
from govgrammar.batch.columns import DIAGNOSTICS, FINDINGS, Column, long_columns, wide_columns
from govgrammar.batch.formats import FORMATS
from govgrammar.batch.inputs import Document
from govgrammar.batch.reading import Options, ended, read, reader_failed
from govgrammar.batch.rows import (
    Corrections,
    LongRows,
    Row,
    WideRows,
    diagnostic_rows,
    finding_rows,
    named_reports,
)
from govgrammar.diagnostics import Severity
from govgrammar.model.cell import CellState
from govgrammar.result import Result

CELLS: Final = "cells"
FOUND: Final = "findings"
SAID: Final = "diagnostics"
ABOUT: Final = "about.json"
#: The files of a batch.
FILES: Final = (CELLS, FOUND, SAID)
#: Every shard is the same bytes for the same documents.
_DATE: Final = (1980, 1, 1, 0, 0, 0)


@frozen(kw_only=True)
class Layout:
    """What the output looks like."""

    form: str
    wide: bool = False
    findings: bool = True
    passed: tuple[Column, ...] = ()
    corrections: Corrections | None = None

    def columns(self, options: Options) -> dict[str, tuple[Column, ...]]:
        """The columns of each file."""
        if self.wide:
            cells = wide_columns(engine(options.grammar).form, self.passed)
        else:
            cells = long_columns(self.passed, corrected=self.corrections is not None)
        files = {CELLS: cells, FOUND: FINDINGS, SAID: DIAGNOSTICS}
        return files if self.findings else {name: files[name] for name in (CELLS, SAID)}


@frozen
class ReadShard:
    """Reads the documents of a shard and gives its bytes: a ZIP of the pieces of each file, and of what the summary needs."""

    options: Options
    layout: Layout

    def prepare(self) -> None:
        """Build the parser."""
        self.options.prepare()

    def __call__(self, items: Sequence[Document], given_up: Mapping[int, str], begins: Callable[[int], None]) -> bytes:
        """The shard.  `given_up` are documents that workers do not outlive."""
        columns = self.layout.columns(self.options)
        rows: dict[str, list[Row]] = {name: [] for name in columns}
        about = _About()
        corrections = self.layout.corrections
        make = WideRows(engine(self.options.grammar).form, corrections) if self.layout.wide else LongRows(corrections)
        for number, document in enumerate(items):
            if number in given_up:
                result = ended(given_up[number], document.sent, self.options, document.name)
            else:
                begins(number)
                result = read(document.sent, self.options, document.name)
            try:
                own = self._rows(make, result, document)
            except Exception as error:  # noqa: BLE001  of many documents, one must not stop the rest
                result = reader_failed(error, document.sent, self.options, document.name)
                own = self._rows(make, result, document)
            for name, of_file in own.items():
                rows[name] += of_file
            about.add(result, document.name, corrections or {})
        writer = FORMATS[self.layout.form]
        parts = {name: writer.write(own, columns[name]) for name, own in rows.items()}
        about_json = json.dumps(about.data(rows), ensure_ascii=True).encode()
        return _zip({**parts, ABOUT: about_json})

    def _rows(self, make: LongRows | WideRows, result: Result, document: Document) -> dict[str, list[Row]]:
        """The rows of a document in each file."""
        own = {CELLS: list(make(result, document.name, document.passed))}
        if self.layout.findings:
            own[FOUND] = list(finding_rows(result, document.name))
        return {**own, SAID: list(diagnostic_rows(result, document.name))}


class _About:
    """What the summary needs of a shard."""

    def __init__(self) -> None:
        self.status: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.reports = 0
        self.review: list[Any] = []
        self.used: list[Any] = []

    def add(self, result: Result, name: str, corrections: Corrections) -> None:
        """One document."""
        self.status[result.status] += 1
        self.codes.update({d.code for d in result.diagnostics})
        self.reports += len(result.reports)
        ambiguous = sum(
            reading.state is CellState.AMBIGUOUS for report in result.reports for reading in report.store.readings
        )
        if result.status != "ok":
            severities = Counter(d.severity for d in result.diagnostics)
            codes = dict.fromkeys(d.code for d in result.diagnostics if d.severity is not Severity.NOTE)
            counted = (severities[Severity.ERROR], severities[Severity.WARNING], ambiguous)
            self.review.append([name, result.status, *counted, " ".join(codes)])
        for one in named_reports(result, name):
            own = corrections.get(one.source)
            if own and one.report:
                self.used += [[one.source, str(key)] for key in one.report.store.keys if key in own]

    def data(self, rows: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
        """All of it, as JSON has it."""
        rules = Counter(row[6] for row in rows.get(FOUND, ()))
        return {
            "status": self.status,
            "codes": self.codes,
            "rules": rules,
            "reports": self.reports,
            "rows": len(rows[CELLS]),
            "review": self.review,
            "used": self.used,
        }


def _zip(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), data)
    return buffer.getvalue()
