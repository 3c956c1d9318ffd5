"""The cells of one report while they are written: readings, places, candidates, and what is said of them.

A cell that is given twice, with different values, is ambiguous.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from attrs import define, field

from govgrammar import codes
from govgrammar.arrange import Arrangement, FoundRow
from govgrammar.classify import CellKind, Classifier, is_plain
from govgrammar.diagnostics import Code, Diagnostic
from govgrammar.form import Form
from govgrammar.layouts.physical import PhysicalText
from govgrammar.model.cell import CellState, Number, Reading
from govgrammar.plan import ReportPlan, RowPlan
from govgrammar.source import Span
from govgrammar.table_shapes import Piece, Tokens
from govgrammar.values import in_column

SHOWN: Final = 40


@define
class CellWriter:
    """Writes the cells of one report.  Cells are numbered as `arranged` has them.

    `kinds` are those of the tables' cells, and behind them those of a cell that the document has not and of a blank one.
    """

    form: Form
    classify: Classifier
    physical: PhysicalText
    tokens: Tokens
    plan: ReportPlan
    arranged: Arrangement
    budget: int
    diagnostics: list[Diagnostic]
    kinds: list[CellKind] = field(init=False)
    readings: list[Reading] = field(init=False)
    places: dict[int, int] = field(factory=dict)
    written: set[int] = field(factory=set)
    candidates: dict[int, tuple[Number | None, ...]] = field(factory=dict)
    inferred: set[int] = field(factory=set)
    used: set[int] = field(factory=set)
    named: set[int] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        self.kinds = self.tokens.kinds(self.classify)
        self.readings = [kind.reading for kind in self.arranged.pick(self.kinds)]

    def _start(self, slot: int) -> int:
        return self.physical.starts[self.tokens.index_of(slot)]

    def _reading(self, slot: int, target: int, found: FoundRow) -> Reading:
        reading = self.kinds[slot].reading
        if is_plain(reading) and target not in self.plan.careful:
            return reading
        raw = self.physical.cells[self.tokens.index_of(slot)]
        column = self.plan.keys[target].column
        taken = in_column(reading, raw, column, self.form)
        if taken.state is CellState.TEXT:
            code = codes.NOT_A_COUNT if reading.state is CellState.NUMBER else codes.NOT_A_NUMBER
            place = self._start(slot)
            self._say(
                code,
                Span(place, place + taken.length),
                row=found.row.name,
                label=self._label(found.row),
                raw=raw.strip()[:SHOWN],
            )
        return taken

    def _write(self, target: int, reading: Reading, place: int, found: FoundRow) -> None:
        """Put a reading into its cell; a second, different one makes the cell ambiguous."""
        if target not in self.written:
            self.written.add(target)
            self.readings[target], self.places[target] = reading, place
            return
        before = self.readings[target]
        if (before.state, before.value) == (reading.state, reading.value):
            return
        span = self._span(found)
        self._ambiguous(target, (reading.value,), span_reading(span), span.start)

    def _ambiguous(self, target: int, values: tuple[Number | None, ...], reading: Reading, place: int) -> None:
        """Put values that are all different into a cell as its candidates, besides those that it has."""
        if target in self.written:
            known = self.candidates.get(target) or (self.readings[target].value,)
            values = tuple(dict.fromkeys((*known, *values)))
            self.inferred.discard(target)
        self.candidates[target] = values
        self.written.add(target)
        self.readings[target], self.places[target] = reading, place

    # ---- messages ----

    def _label(self, row: RowPlan) -> str:
        token = self.tokens[row.label]
        return self.physical.text[token.start : token.end].strip()[:SHOWN]

    def _say(self, code: Code, span: Span, **arguments: object) -> None:
        self.diagnostics.append(Diagnostic(code, span, arguments))

    def _bounds(self, token: int, at: tuple[int, Piece] | None) -> tuple[int, int]:
        """Where a token begins and ends: `at` is the table that it stands in, and its piece of it, if it does."""
        if at is None:
            made = self.tokens[token]
            return made.start, made.end
        table, piece = at
        physical, first = self.physical, self.tokens.tables[table].begin
        last = first + piece.last
        start = physical.starts[first + piece.first] + piece.lead
        return start, physical.end(last) if piece.stop is None else physical.starts[last] + piece.stop

    def _span(self, found: FoundRow) -> Span:
        return self.tokens[found.row.values or 0].span


def span_reading(span: Span) -> Reading:
    """What a cell says whose value its whole row leaves open."""
    return open_reading(span.end - span.start)


@lru_cache(maxsize=1 << 10)
def open_reading(length: int) -> Reading:
    """The same, for a row of so many characters."""
    return Reading(CellState.AMBIGUOUS, None, 0, length, length)
