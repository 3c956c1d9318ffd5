"""A result as a few columns, and back: what worker processes send instead of objects.

A report's cells repeat themselves: documents of one shape have the same keys, and most cells say one of few things.  Each
set of keys and each reading is sent once for a chunk of documents, and the text only where the one who asked does not
have it.  What is sent stays bytes until somebody asks for a part of it: one process hands out what many read.
"""

from __future__ import annotations

import pickle
from array import array
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

from attrs import define, field, fields, frozen

from govgrammar.codes import CODES
from govgrammar.diagnostics import Diagnostic
from govgrammar.model.cell import CellKey, CellState, CellStore, Number, Reading
from govgrammar.model.report import AnnualReport
from govgrammar.result import Result
from govgrammar.source import Source, Span

_HELD: Final = ("store", "places")
_PLAIN: Final = tuple(member.name for member in fields(AnnualReport) if member.name not in _HELD)
_STATES: Final = {state.value: state for state in CellState}

#: Names of table, row and column, cell by cell.
Names = tuple[tuple[str, str, str], ...]


#: What one reading says: the members of `model.cell.Reading`, its state as a word.
Said = tuple[Any, ...]


class Tables(NamedTuple):
    """What the results of a chunk share: sets of keys, and readings."""

    names: tuple[Names, ...]
    readings: tuple[Said, ...]


class CompactReport(NamedTuple):
    """One report: its plain members, the places of its parts, and its cells as columns; numbers stand for what is shared."""

    plain: tuple[Any, ...]
    places: tuple[tuple[str, int, int], ...]
    keys: int
    readings: bytes
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
    """Packs the results of one chunk."""

    _names: list[Names] = field(factory=list, init=False)
    _keys: dict[int, tuple[int, tuple[CellKey, ...]]] = field(factory=dict, init=False)
    _readings: dict[int, tuple[int, Reading]] = field(factory=dict, init=False)

    def pack(self, result: Result, sent: object) -> bytes:
        """A result in compact form; `sent` is the source as the parser was given it."""
        source = result.source
        compact = CompactResult(
            None if isinstance(sent, str) and sent == source.text else source.text,
            (source.name, source.encoding, source.reason, source.kind),
            tuple((d.code, d.span.start, d.span.end, d.arguments) for d in result.diagnostics),
            tuple(map(self._report, result.reports)),
            result.grammar,
        )
        return pickle.dumps(compact, pickle.HIGHEST_PROTOCOL)

    def tables(self) -> bytes:
        """What the packed results share."""
        readings = (reading for _, reading in self._readings.values())
        said = tuple((r.state.value, r.value, r.start, r.end, r.length, r.unit, r.plain) for r in readings)
        return pickle.dumps(Tables(tuple(self._names), said), pickle.HIGHEST_PROTOCOL)

    def _report(self, report: AnnualReport) -> CompactReport:
        store, known = report.store, self._readings
        # Equal readings are one object more often than not, and identity costs nothing; the objects are held meanwhile.
        numbers = array("I", [known.setdefault(id(r), (len(known), r))[0] for r in store.readings])
        return CompactReport(
            tuple(getattr(report, name) for name in _PLAIN),
            tuple((name, span.start, span.end) for name, span in report.places.items()),
            self._number(store.keys),
            numbers.tobytes(),
            array("q", store.places).tobytes(),
            (store.units, store.candidates, store.inferred, store.labels),
        )

    def _number(self, keys: tuple[CellKey, ...]) -> int:
        """The number of a set of keys.  Documents of one shape share the tuple."""
        known = self._keys.get(id(keys))
        if known is None:
            known = self._keys[id(keys)] = (len(self._names), keys)
            self._names.append(tuple((key.table, key.row, key.column) for key in keys))
        return known[0]


@frozen(eq=False, slots=False)
class Unpacker:
    """Unpacks the results of one chunk: each equal to the one that was packed, but without the way back to the original of
    HTML, DOCX, XLSX and PDF.  The bytes are those of a `Packer`, and of nobody else.
    """

    tables: bytes

    @cached_property
    def _shared(self) -> tuple[list[tuple[CellKey, ...]], list[Reading]]:
        tables: Tables = pickle.loads(self.tables)  # noqa: S301  of our own process
        return [_cell_keys(names) for names in tables.names], [_reading(*said) for said in tables.readings]

    def unpack(self, packed: bytes, sent: object) -> Result:
        """The result of a document; `sent` is what was sent to be read."""
        compact: CompactResult = pickle.loads(packed)  # noqa: S301  the same
        text = compact.text if compact.text is not None else str(sent)
        name, encoding, reason, kind = compact.about
        diagnostics = (
            Diagnostic(CODES[code], Span(start, end), said) for code, start, end, said in compact.diagnostics
        )
        return Result(
            tuple([self._report(report, text) for report in compact.reports]),
            tuple(diagnostics),
            Source(text, name, encoding, reason, kind),
            compact.grammar,
        )

    def _report(self, compact: CompactReport, text: str) -> AnnualReport:
        keys, known = self._shared
        numbers, starts = array("I", compact.readings), array("q", compact.starts)
        readings = list(map(known.__getitem__, numbers))
        store = CellStore(text, keys[compact.keys], readings, starts.tolist(), *compact.sparse)
        places = {name: Span(start, end) for name, start, end in compact.places}
        return AnnualReport(**dict(zip(_PLAIN, compact.plain, strict=True)), store=store, places=places)


def _reading(state: str, value: Number | None, *rest: Any) -> Reading:
    """A reading.  Counts repeat themselves; amounts do not, and 12.5 equals 12.50, which is written otherwise."""
    return Reading(_STATES[state], value, *rest) if isinstance(value, Decimal) else _plain_reading(state, value, *rest)


@lru_cache(maxsize=10_000)
def _plain_reading(state: str, value: int | None, *rest: Any) -> Reading:
    return Reading(_STATES[state], value, *rest)


@lru_cache(maxsize=64)
def _cell_keys(names: Names) -> tuple[CellKey, ...]:
    """The keys by their names.  Results of one shape share them here, too."""
    return tuple(CellKey(*name) for name in names)
