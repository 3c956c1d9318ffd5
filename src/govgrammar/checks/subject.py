"""What a rule is run on: a report with its form, and what the caller knows beside it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from attrs import field, frozen

from govgrammar.checks.context import Context
from govgrammar.checks.headings import are_numbered
from govgrammar.checks.quantity import Quantity, quantity, total
from govgrammar.checks.shape import Shape, shape_of
from govgrammar.diagnostics import Diagnostic
from govgrammar.form import Form
from govgrammar.model.cell import CellState, CellStore, Number
from govgrammar.model.report import AnnualReport, NarrativeSection
from govgrammar.narrative import Fact, read_facts
from govgrammar.source import Span


@frozen(slots=False, eq=False)
class Subject:
    """A report as the rules see it.  All it gives is made when it is asked for, once."""

    report: AnnualReport
    form: Form
    context: Context = field(factory=Context)
    #: What reading the document found, where the caller gave it.
    diagnostics: tuple[Diagnostic, ...] = ()

    #: The report's cells, as columns.
    store: CellStore = field(init=False)
    #: The value of each cell, `None` where it is no number.
    values: list[Number | None] = field(init=False)
    #: Whether every cell is a number.
    plain: bool = field(init=False)
    #: Whether every cell is a number, and none below zero.
    sound: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        values = [reading.value for reading in self.report.store.readings]
        try:
            least = min(values, default=0)  # type: ignore[type-var] # what is no number cannot be compared
        except TypeError:
            least = None
        found = {"store": self.report.store, "values": values, "plain": least is not None}
        self.__dict__.update(found, sound=least is not None and least >= 0)

    @cached_property
    def states(self) -> list[CellState]:
        """The state of each cell."""
        return [reading.state for reading in self.store.readings]

    @cached_property
    def unstated(self) -> frozenset[int]:
        """The cells that are no number."""
        return frozenset(index for index, value in enumerate(self.values) if value is None)

    @cached_property
    def unsure(self) -> frozenset[int]:
        """The cells that are absent or ambiguous: of their rows it is not sure which cells the document has."""
        states, absent, ambiguous = self.states, CellState.ABSENT, CellState.AMBIGUOUS
        return frozenset([index for index in self.unstated if states[index] is absent or states[index] is ambiguous])

    @cached_property
    def zeros(self) -> list[Number | None]:
        """The value of each cell, 0 where what is open is assumed to be that; `None` where nothing is assumed."""
        if self.plain:
            return self.values
        text, candidates = CellState.TEXT, self.store.candidates
        found: list[Number | None] = [
            0 if value is None and state is not text else value
            for value, state in zip(self.values, self.states, strict=True)
        ]
        for index, listed in candidates.items():
            if None not in listed or any(listed):
                found[index] = None
        return found

    @cached_property
    def shape(self) -> Shape:
        """What it shares with other reports of its shape: blocks, places of cells, equations."""
        return shape_of(self.report, self.form)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What the report's narratives state, clause by clause."""
        return read_facts(self.report, self.form)

    @cached_property
    def kinds_of_facts(self) -> frozenset[str]:
        """The kinds of facts that they state."""
        return frozenset([fact.kind for fact in self.facts])

    @cached_property
    def last_year(self) -> Subject | None:
        """Last year's report, where the caller gave it."""
        last = self.context.last_year
        return None if last is None else Subject(last, self.form)

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables of which the report says anything: one cell at least is not absent."""
        if self.plain:
            return self.shape.tables
        states, absent = self.states, CellState.ABSENT
        return frozenset(
            table for table, cells in self.shape.held.items() if any(states[index] is not absent for index in cells)
        )

    @cached_property
    def headings(self) -> dict[str, tuple[str, Span]]:
        """The headings that stand in the report, by section: as written, and where."""
        found, places = {}, self.report.places
        for name in self.form.headings:
            place = places.get(name)
            section = None if place is None else self.section(name)
            if place is not None and section is not None and section.heading:
                found[name] = section.heading, place
        return found

    @cached_property
    def are_numbered(self) -> bool:
        """Whether all of the form's headings are there, in order, each with its number."""
        return are_numbered(self.form, self.headings)

    def section(self, name: str) -> NarrativeSection | None:
        """A section's text; of a table, the text beside it."""
        if name in self.form.tables:
            return self.report.notes.get(name)
        section: NarrativeSection | None = getattr(self.report, name, None)
        return section

    def label(self, table: str, row: str) -> str:
        """What the form calls a row."""
        return self.shape.labels.get((table, row), row)

    def index(self, table: str, row: str, column: str) -> int | None:
        """The place of a cell, `None` where the report's editions have no such cell."""
        return self.shape.places.get(table, {}).get(row, {}).get(column)

    def quantity(self, index: int) -> Quantity:
        """What a cell can be."""
        known = self._quantities.get(index)
        if known is None:
            store = self.store
            reading = store.readings[index]
            signed = store.keys[index].column in self.form.columns_of_change
            candidates = store.candidates.get(index, ())
            known = quantity(reading.state, reading.value, candidates, signed=signed)
            self._quantities[index] = known
        return known

    @cached_property
    def _quantities(self) -> dict[int, Quantity]:
        return {}

    def sum(self, indices: Iterable[int]) -> Quantity:
        """What the sum of cells can be."""
        stated: Number = 0
        unstated, values = [], self.values
        for index in indices:
            value = values[index]
            if value is None:
                unstated.append(index)
            else:
                stated += value
        return total(map(self.quantity, unstated), stated) if unstated else Quantity((stated,), stated)

    def span(self, index: int) -> Span:
        """Where a cell stands."""
        reading, place = self.store.readings[index], self.store.places[index]
        return Span(place + reading.start, place + reading.end)

    def end(self) -> Span:
        """Where something would stand that the report has not."""
        length = len(self.store.text)
        return Span(length, length)
