"""What a rule is run on: a report with its form, and what the caller knows beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from attrs import field, frozen

from govgrammar.checks.context import Context
from govgrammar.checks.quantity import Quantity, quantity
from govgrammar.form import Block, Form, Table
from govgrammar.model.cell import CellKey, CellState, CellStore, Number
from govgrammar.model.report import AnnualReport
from govgrammar.source import Span

#: Table to row to column to the place of the cell in the report's store.
Places = dict[str, dict[str, dict[str, int]]]
UNEXPECTED: Final = "unexpected"
#: Places by the keys of a report.  Reports of one shape share their keys; how many are remembered changes no answer.
_seen: dict[int, tuple[tuple[CellKey, ...], Places]] = {}
_MOST_SEEN: Final = 64


def places_of(store: CellStore) -> Places:
    """Where each cell of a report is held."""
    remembered = _seen.get(id(store.keys))
    if remembered is not None and remembered[0] is store.keys:
        return remembered[1]
    places: Places = {}
    for index, key in enumerate(store.keys):
        places.setdefault(key.table, {}).setdefault(key.row, {})[key.column] = index
    if len(_seen) >= _MOST_SEEN:
        _seen.clear()
    _seen[id(store.keys)] = (store.keys, places)
    return places


@frozen(slots=False, eq=False)
class Subject:
    """A report as the rules see it.  All it gives is made when it is asked for, once."""

    report: AnnualReport
    form: Form
    context: Context = field(factory=Context)

    @property
    def store(self) -> CellStore:
        """The report's cells, as columns."""
        return self.report.store

    @cached_property
    def values(self) -> list[Number | None]:
        """The value of each cell, `None` where it is no number."""
        return [reading.value for reading in self.report.store.readings]

    @cached_property
    def places(self) -> Places:
        """Where each cell is held: table, row, column."""
        return places_of(self.report.store)

    @cached_property
    def blocks(self) -> tuple[tuple[Table, Block, str], ...]:
        """The blocks of the report's tables, each of its own edition, whose name stands last."""
        return tuple(self._blocks())

    def _blocks(self) -> Iterator[tuple[Table, Block, str]]:
        for name, blocks in self.report.editions.items():
            for block, edition in blocks.items():
                table = self.form.edition(edition).table(name)
                yield table, next(b for b in table.blocks if b.name == block), edition

    @cached_property
    def last_year(self) -> Subject | None:
        """Last year's report, where the caller gave it."""
        last = self.context.last_year
        return None if last is None else Subject(last, self.form)

    def cells_of(self, table: str) -> tuple[int, ...]:
        """Places of the cells of a table that the form has, in its order."""
        rows = self.places.get(table, {})
        return tuple(
            index
            for row, columns in rows.items()
            if not row.startswith(UNEXPECTED)
            for column, index in columns.items()
            if not column.startswith(UNEXPECTED)
        )

    def label(self, table: str, row: str) -> str:
        """What the form calls a row; of one that the form has not, what the document does."""
        for of, block, _ in self.blocks:
            if of.name == table:
                found = next((r.terminal for r in block.rows if r.name == row), None)
                if found or (block.across and block.name == row):
                    return self.form.spelling(found or self.form.headings[table])
        first = next(iter(self.places.get(table, {}).get(row, {}).values()), None)
        return row if first is None else self.report.store.labels.get(first, row)

    def index(self, table: str, row: str, column: str) -> int | None:
        """The place of a cell, `None` where the report's editions have no such cell."""
        return self.places.get(table, {}).get(row, {}).get(column)

    def state(self, index: int) -> CellState:
        """The state of a cell."""
        return self.report.store.readings[index].state

    def quantity(self, index: int) -> Quantity:
        """What a cell can be."""
        store = self.report.store
        reading = store.readings[index]
        signed = store.keys[index].column in self.form.columns_of_change
        return quantity(reading.state, reading.value, store.candidates.get(index, ()), signed=signed)

    def span(self, index: int) -> Span:
        """Where a cell stands."""
        reading, place = self.report.store.readings[index], self.report.store.places[index]
        return Span(place + reading.start, place + reading.end)

    def has_table(self, table: str) -> bool:
        """Whether the report says anything in a table: one cell at least that is not absent."""
        readings = self.report.store.readings
        rows = self.places.get(table, {}).values()
        return any(readings[index].state is not CellState.ABSENT for row in rows for index in row.values())

    def end(self) -> Span:
        """Where something would stand that the report has not."""
        length = len(self.report.store.text)
        return Span(length, length)
