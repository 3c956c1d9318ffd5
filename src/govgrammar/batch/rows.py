"""A result as rows: one for each cell or one for each report; its findings and its diagnostics, one row for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from govgrammar.batch.columns import form_keys
from govgrammar.checks import CheckStatus, check
from govgrammar.diagnostics import Severity
from govgrammar.export.csv import candidates_field
from govgrammar.form import Form
from govgrammar.model.cell import CellKey, CellState, CellStore, Number, Placement
from govgrammar.model.report import AnnualReport
from govgrammar.result import Result

#: How a cell came to what the output says, where a person said it.
CORRECTED: Final = "corrected"
#: Between the names of several cells.
_AND: Final = " "
_STATES: Final = {state: state.value for state in CellState}
_READ, _INFERRED = Placement.READ.value, Placement.INFERRED.value
Row = tuple[Any, ...]


@frozen
class Correction:
    """What a person says that a cell holds, `None` standing for blank, and why."""

    value: Number | None
    reason: str

    @property
    def state(self) -> str:
        """The state of the corrected cell."""
        return CellState.BLANK.value if self.value is None else CellState.NUMBER.value


#: By the source as the output names it, then by cell.
Corrections = Mapping[str, Mapping[CellKey, Correction]]


@frozen
class Named:
    """One report of a result under the name that the output gives it: the second and later ones of a text add `#2`, `#3`."""

    source: str
    report: AnnualReport | None


def named_reports(result: Result, source: str) -> Iterator[Named]:
    """The reports of a result; one `None` where it has none, so that no document is lost from the output."""
    if not result.reports:
        yield Named(source, None)
    for number, report in enumerate(result.reports, 1):
        yield Named(source if number == 1 else f"{source}#{number}", report)


def _about(result: Result, report: AnnualReport | None, edition: str | None) -> Row:
    codes = dict.fromkeys(d.code for d in result.diagnostics if d.severity is not Severity.NOTE)
    organ, year = (report.organ, report.report_year) if report else (None, None)
    return (organ, year, edition, result.status, " ".join(codes))


def _editions(report: AnnualReport) -> dict[str, str]:
    """The edition of each table, `mixed` where its parts are of several."""
    return {
        table: names.pop() if len(names) == 1 else "mixed"
        for table, blocks in report.editions.items()
        if (names := set(blocks.values()))
    }


@frozen
class LongRows:
    """One row for each cell; one without a cell where a document or a report has none."""

    corrections: Corrections | None = None

    def __call__(self, result: Result, source: str, passed: Row = ()) -> Iterator[Row]:
        """The rows of a result, with the values that are passed through behind them."""
        for one in named_reports(result, source):
            own = (self.corrections or {}).get(one.source, {})
            reasons: Row = () if self.corrections is None else (None,)
            if one.report is None or not len(one.report.store):
                about = _about(result, one.report, None)
                yield (one.source, *[None] * 12, *about, *reasons, *passed)
                continue
            editions = _editions(one.report)
            about_by_table = {
                table: (*_about(result, one.report, e), *reasons, *passed) for table, e in editions.items()
            }
            for key, cell in zip(one.report.store.keys, _cells(one.report.store, result), strict=True):
                row = (one.source, *cell, *about_by_table[key.table])
                yield _corrected(row, own[key]) if own and key in own else row


def _cells(store: CellStore, result: Result) -> Iterator[Row]:
    """The cells of a report, from their columns: views of them would cost as much as the parse."""
    position, text = result.source.position, store.text
    for index, (key, reading, place) in enumerate(zip(store.keys, store.readings, store.places, strict=True)):
        start, candidates = place + reading.start, store.candidates.get(index)
        yield (
            key.table,
            key.row,
            key.column,
            _STATES[reading.state],
            reading.value,
            reading.unit or store.units.get(index),
            text[place : place + reading.length],
            start,
            place + reading.end,
            position(start)[0],
            _INFERRED if index in store.inferred else _READ,
            candidates_field(candidates) if candidates else None,
        )


def _corrected(row: Row, correction: Correction) -> Row:
    """A row with a person's value.  `raw` and the place stay: they are what the document says."""
    source, table, name, column, _, _, unit, raw, start, end, line, *_ = row
    cell = (correction.state, correction.value, unit, raw, start, end, line, CORRECTED, None)
    return (source, table, name, column, *cell, *row[13:18], correction.reason, *row[19:])


@frozen
class WideRows:
    """One row for each report, or for a document without one."""

    form: Form
    corrections: Corrections | None = None
    keys: tuple[CellKey, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "keys", tuple(form_keys(self.form)))

    def __call__(self, result: Result, source: str, passed: Row = ()) -> Iterator[Row]:
        """The rows of a result, with the values that are passed through behind them."""
        for one in named_reports(result, source):
            report = one.report
            if report is None:
                yield (one.source, *_about(result, None, None), *[None] * (5 + len(self.keys)), *passed)
                continue
            edition = "+".join(dict.fromkeys(e for b in report.editions.values() for e in b.values())) or None
            yield (
                one.source,
                *_about(result, report, edition),
                report.title,
                *self._cells(report, (self.corrections or {}).get(one.source, {})),
                *passed,
            )

    def _cells(self, report: AnnualReport, corrections: Mapping[CellKey, Correction]) -> Iterator[Any]:
        values: dict[CellKey, Number | None] = {}
        ambiguous, inferred, unexpected = [], [], 0
        known = set(self.keys)
        for cell in report.cells():
            if cell.key not in known:
                unexpected += cell.value is not None
                continue
            values[cell.key] = cell.value
            if cell.key in corrections:
                values[cell.key] = corrections[cell.key].value
            elif cell.state == CellState.AMBIGUOUS.value:
                ambiguous.append(str(cell.key))
            elif cell.placement == "inferred":
                inferred.append(str(cell.key))
        corrected = [str(key) for key in corrections if key in values]
        yield from (_AND.join(names) or None for names in (ambiguous, inferred, corrected))
        yield unexpected
        yield from map(values.get, self.keys)


def finding_rows(result: Result, source: str) -> Iterator[Row]:
    """What fails of the form's identities and the evaluators' rules, one row for each finding."""
    for one in named_reports(result, source):
        for found in check(one.report) if one.report else ():
            if found.status is CheckStatus.FAIL:
                yield (
                    one.source,
                    one.report.organ if one.report else None,
                    one.report.report_year if one.report else None,
                    found.code,
                    found.slug,
                    found.severity.value,
                    found.rule,
                    found.span.start,
                    found.span.end,
                    result.source.position(found.span.start)[0],
                    found.left,
                    found.right,
                    found.delta,
                    _AND.join(str(cell.key) for cell in found.cells) or None,
                    found.message("zh"),
                    found.message("en"),
                )


def diagnostic_rows(result: Result, source: str) -> Iterator[Row]:
    """What the reader has to say, one row for each diagnostic."""
    report = result.report
    for found in result.diagnostics:
        yield (
            source,
            report.organ if report else None,
            report.report_year if report else None,
            found.code,
            found.slug,
            found.severity.value,
            found.span.start,
            found.span.end,
            result.source.position(found.span.start)[0],
            found.message("zh"),
            found.message("en"),
        )
