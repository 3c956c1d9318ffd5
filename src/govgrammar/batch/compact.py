"""A result as a few columns, and back: what worker processes send instead of objects.

A report's cells repeat themselves: documents of one shape have the same keys, and most cells say one of few things.  Each
set of keys is sent once for a chunk of documents, each reading once for a document, and the text only where the one who
asked does not have it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from attrs import define, evolve, field, fields

from govgrammar.codes import CODES
from govgrammar.diagnostics import Diagnostic
from govgrammar.model.cell import CellKey, CellState, CellStore, Reading
from govgrammar.model.report import AnnualReport
from govgrammar.result import Result
from govgrammar.source import Source, Span

_HELD: Final = ("store", "places")
_PLAIN: Final = tuple(member.name for member in fields(AnnualReport) if member.name not in _HELD)
_STATES: Final = {state.value: state for state in CellState}

#: Names of table, row and column, cell by cell.
Names = tuple[tuple[str, str, str], ...]


class CompactReport(NamedTuple):
    """One report: its plain members, the places of its parts, and its cells as columns."""

    plain: tuple[Any, ...]
    places: tuple[tuple[str, int, int], ...]
    keys: int
    readings: tuple[tuple[Any, ...], ...]
    which: bytes
    starts: bytes
    sparse: tuple[Any, ...]


class CompactResult(NamedTuple):
    """One result; `text` is `None` where it is the text that was sent."""

    text: str | None
    about: tuple[str | None, str | None, str | None, str]
    diagnostics: tuple[tuple[str, int, int, dict[str, Any]], ...]
    reports: tuple[CompactReport, ...]
    grammar: str


@define(eq=False)
class Packer:
    """Packs the results of one chunk.  `names` are the sets of keys that they use, to be sent along."""

    names: list[Names] = field(factory=list)
    _numbers: dict[int, tuple[int, tuple[CellKey, ...]]] = field(factory=dict, init=False)

    def pack(self, result: Result, sent: object) -> CompactResult:
        """A result in compact form; `sent` is the source as the parser was given it."""
        source = result.source
        return CompactResult(
            None if isinstance(sent, str) and sent == source.text else source.text,
            (source.name, source.encoding, source.reason, source.kind),
            tuple((d.code, d.span.start, d.span.end, d.arguments) for d in result.diagnostics),
            tuple(map(self._report, result.reports)),
            result.grammar,
        )

    def _report(self, report: AnnualReport) -> CompactReport:
        store = report.store
        distinct: dict[int, int] = {}
        which = array("I", [distinct.setdefault(id(reading), len(distinct)) for reading in store.readings])
        readings = {id(reading): reading for reading in store.readings}
        return CompactReport(
            tuple(getattr(report, name) for name in _PLAIN),
            tuple((name, span.start, span.end) for name, span in report.places.items()),
            self._keys(store.keys),
            tuple(
                (r.state.value, r.value, r.start, r.end, r.length, r.unit, r.plain)
                for r in map(readings.get, distinct)
                if r
            ),
            which.tobytes(),
            array("q", store.places).tobytes(),
            (store.units, store.candidates, store.inferred, store.labels),
        )

    def _keys(self, keys: tuple[CellKey, ...]) -> int:
        """The number of a set of keys.  Documents of one shape share the tuple, so its identity will do."""
        known = self._numbers.get(id(keys))
        if known is None:
            known = self._numbers[id(keys)] = (len(self.names), keys)
            self.names.append(tuple((key.table, key.row, key.column) for key in keys))
        return known[0]


def unpack(compact: CompactResult, names: Sequence[Names], sent: object) -> Result:
    """The result that was packed; equal to it, but without the way back to the original of HTML, DOCX, XLSX and PDF."""
    text = compact.text if compact.text is not None else str(sent)
    name, encoding, reason, kind = compact.about
    return Result(
        tuple(_unpack_report(report, names, text) for report in compact.reports),
        tuple(
            Diagnostic(CODES[code], Span(start, end), arguments) for code, start, end, arguments in compact.diagnostics
        ),
        Source(text, name, encoding, reason, kind),
        compact.grammar,
    )


def named(result: Result, name: str | None) -> Result:
    """The result with its source called by another name."""
    return result if result.source.name == name else evolve(result, source=evolve(result.source, name=name))


def _unpack_report(compact: CompactReport, names: Sequence[Names], text: str) -> AnnualReport:
    readings = [Reading(_STATES[state], *rest) for state, *rest in compact.readings]
    which, starts = array("I", compact.which), array("q", compact.starts)
    units, candidates, inferred, labels = compact.sparse
    store = CellStore(
        text,
        _cell_keys(names[compact.keys]),
        [readings[number] for number in which],
        starts.tolist(),
        units,
        candidates,
        inferred,
        labels,
    )
    places = {name: Span(start, end) for name, start, end in compact.places}
    return AnnualReport(**dict(zip(_PLAIN, compact.plain, strict=True)), store=store, places=places)


@lru_cache(maxsize=64)
def _cell_keys(names: Names) -> tuple[CellKey, ...]:
    """The keys by their names.  Results of one shape share them here, too."""
    return tuple(CellKey(*name) for name in names)
