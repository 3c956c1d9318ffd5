"""Plan and tokens to cells: every cell of the form gets what the document says for it, and where.

No judgement of its own: `resolve` decided what each row and column is, `grid` counts slots to columns, and `align` says
what is known of rows that lack cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import define, field, frozen

from govgrammar import codes
from govgrammar.align import UNKNOWN, Known, Solved, solve
from govgrammar.classify import Classifier
from govgrammar.diagnostics import Code, Diagnostic
from govgrammar.form import Form
from govgrammar.grid import GridRow, settle
from govgrammar.layouts.physical import PhysicalText
from govgrammar.model.cell import EMPTY, NOTHING, CellKey, CellState, CellStore, Number, Reading
from govgrammar.plan import BlockPlan, ReportPlan, RowPlan, TablePlan
from govgrammar.short_rows import identities_of, missing_rows
from govgrammar.source import Span
from govgrammar.tokens import Token, ValueRun
from govgrammar.values import in_column

_AMBIGUOUS: Final = CellState.AMBIGUOUS
_SHOWN: Final = 40


@frozen
class _Found:
    """A row with values: its plan, its slots counted to its columns, and the cells that the columns stand for."""

    row: RowPlan
    run: ValueRun
    grid: GridRow
    targets: tuple[int, ...]
    span: Span


@define
class CellBuilder:
    """Builds the cells of one report."""

    form: Form
    classify: Classifier
    physical: PhysicalText
    tokens: Sequence[Token]
    plan: ReportPlan
    budget: int
    diagnostics: list[Diagnostic]
    readings: list[Reading] = field(init=False)
    places: list[int] = field(init=False)
    written: dict[int, int] = field(factory=dict)
    units: dict[int, str] = field(factory=dict)
    candidates: dict[int, tuple[Number | None, ...]] = field(factory=dict)
    inferred: set[int] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        self.readings = [NOTHING] * len(self.plan.keys)
        self.places = [self.tokens[anchor].end for anchor in self.plan.anchors]

    def build(self) -> CellStore:
        """All cells of the report."""
        rows = [
            [(block, row, run) for block in t.blocks for row in block.rows if (run := self._run_of(row)) is not None]
            for t in self.plan.tables
        ]
        widths = [[_width(row, run) for _, row, run in table] for table in rows]
        grids = settle(
            [
                [(run, w) for (_, _, run), w in zip(table, ws, strict=True)]
                for table, ws in zip(rows, widths, strict=True)
            ]
        )
        for table, found, ws, grid in zip(self.plan.tables, rows, widths, grids, strict=True):
            by_block: dict[int, list[_Found]] = {}
            for (block, row, run), width, settled in zip(found, ws, grid, strict=True):
                span = self.tokens[row.values or 0].span
                by_block.setdefault(id(block), []).append(_Found(row, run, settled, _kept(row, width), span))
            for block in table.blocks:
                self._block(table, block, by_block.get(id(block), []))
        text = self.physical.text
        labels = {index: text[self.tokens[t].start : self.tokens[t].end] for index, t in self.plan.labels.items()}
        return CellStore(
            text,
            self.plan.keys,
            self.readings,
            self.places,
            self.units,
            self.candidates,
            frozenset(self.inferred),
            labels,
        )

    def _run_of(self, row: RowPlan) -> ValueRun | None:
        return None if row.values is None else self.tokens[row.values].run

    def _block(self, table: TablePlan, block: BlockPlan, found: list[_Found]) -> None:
        self._units(block)
        for row in found:
            if row.row.assumed:
                self._say(codes.HEADER_LOST, row.span, row=row.row.name, label=self._label(row.row))
            if row.grid.complete:
                self._full(row)
            elif row.grid.too_long:
                self._too_long(row)
        short = [row for row in found if not row.grid.complete and not row.grid.too_long]
        if short:
            self._short(table, block, found, short)

    # ---- rows that have all their cells ----

    def _full(self, found: _Found) -> None:
        physical, written, readings, places = self.physical, self.written, self.readings, self.places
        classify, cells, starts = self.classify, physical.cells, physical.starts
        label, careful = found.row.label, found.row.careful
        place = self.tokens[label].end
        for target, slot in zip(found.targets, found.grid.slots, strict=True):
            reading = EMPTY if slot < 0 else classify(cells[slot]).reading
            if slot >= 0:
                place = starts[slot]
            if slot >= 0 and (careful or not reading.plain):
                reading = self._reading(slot, target, found)
            if target in written:
                self._write(target, reading, place, found)
            else:
                written[target], readings[target], places[target] = label, reading, place
            place += reading.length

    def _reading(self, slot: int, target: int, found: _Found) -> Reading:
        raw = self.physical.cells[slot]
        reading = self.classify(raw).reading
        column = self.plan.keys[target].column
        taken = in_column(reading, raw, column, self.form)
        if taken.state is CellState.TEXT:
            code = codes.NOT_A_COUNT if reading.state is CellState.NUMBER else codes.NOT_A_NUMBER
            place = self.physical.starts[slot]
            self._say(
                code,
                Span(place, place + taken.length),
                row=found.row.name,
                label=self._label(found.row),
                raw=raw.strip()[:_SHOWN],
            )
        return taken

    def _write(self, target: int, reading: Reading, place: int, found: _Found) -> None:
        """Put a reading into its cell; a second, different one makes the cell ambiguous."""
        if target not in self.written:
            self.written[target] = found.row.label
            self.readings[target], self.places[target] = reading, place
            return
        before = self.readings[target]
        label = self._label(found.row)
        if (before.state, before.value) == (reading.state, reading.value):
            if target == found.targets[0]:
                self._say(codes.ROW_REPEATED, found.span, row=found.row.name, label=label)
            return
        values = self.candidates.get(target, (before.value,))
        self.candidates[target] = tuple(dict.fromkeys((*values, reading.value)))
        self.inferred.discard(target)
        self.readings[target], self.places[target] = _span_reading(found.span), found.span.start
        said = [d for d in self.diagnostics if d.kind is codes.ROW_CONTRADICTS and d.span == found.span]
        if not said:
            self._say(codes.ROW_CONTRADICTS, found.span, row=found.row.name, label=label)

    def _units(self, block: BlockPlan) -> None:
        """Units printed in the header of a column, the same for every row below it."""
        text = self.physical.text
        printed: dict[int | None, str | None] = {None: None}
        for row in block.rows:
            for target, token in zip(row.targets, row.header, strict=False):
                if token is not None and token not in printed:
                    printed[token] = self.classify.unit(text[self.tokens[token].start : self.tokens[token].end])
                unit = printed[token]
                if unit:
                    self.units[target] = unit

    # ---- rows that have too many cells, or too few ----

    def _values(self, found: _Found) -> list[Number | None]:
        """The figures of a row in order, `None` for a blank; words are no figures."""
        values: list[Number | None] = []
        for slot in found.grid.slots:
            reading = EMPTY if slot < 0 else self.classify(self.physical.cells[slot]).reading
            values.append(reading.value)
        return values

    def _too_long(self, found: _Found) -> None:
        values = tuple(dict.fromkeys(self._values(found)))
        for target in found.targets:
            self._ambiguous(target, (*[v for v in values if v is not None], None), found)
        self._say(
            codes.TOO_MANY_CELLS,
            found.span,
            row=found.row.name,
            label=self._label(found.row),
            found=len(found.grid.slots),
            expected=len(found.targets),
        )

    def _short(self, table: TablePlan, plan: BlockPlan, found: list[_Found], short: list[_Found]) -> None:
        block = plan.block
        form_table = self.form.edition(plan.edition).table(table.name)
        width = len(block.columns) * (len(block.rows) if block.across else 1)
        usual = [row for row in short if len(row.targets) == width and not row.row.name.startswith("unexpected")]
        names = [row.row.name for row in found]
        usual = [row for row in usual if names.count(row.row.name) == 1]
        fixed: dict[str, Sequence[Known]] = {row.row.name: [UNKNOWN] * width for row in found if row not in usual}
        for row in found:
            if row.grid.complete and len(row.targets) == width and names.count(row.row.name) == 1:
                fixed[row.row.name] = [self._known(target) for target in self._in_form_order(row, block)]
        bare = {row.name for row in plan.rows if row.values is None}
        for name in missing_rows(block, names):
            fixed[name] = [None if name in bare else UNKNOWN] * width
        short_values = {row.row.name: self._values(row) for row in usual}
        in_order = all(self._in_form_order(row, block) == row.targets for row in usual)
        identities = identities_of(form_table, block) if in_order else ()
        solution = solve(fixed, short_values, width, identities, budget=self.budget)
        if solution.broken is not None:
            self._say(codes.IDENTITY_BROKEN, short[0].span, identity=solution.broken.name)
        if solution.exhausted:
            self._say(codes.SEARCH_LIMIT, short[0].span, limit=self.budget)
        for row in short:
            solved = solution.rows.get(row.row.name) if row in usual else None
            if solved is None:
                solved = solve({}, {row.row.name: self._values(row)}, len(row.targets), (), budget=1).rows[row.row.name]
            self._place(row, solved)

    def _in_form_order(self, row: _Found, block: object) -> tuple[int, ...]:
        """The row's cells in the form's column order, whatever order the header has."""
        del block
        return tuple(sorted(row.targets))

    def _known(self, target: int) -> Known:
        reading = self.readings[target]
        if reading.state is CellState.TEXT or reading.state is CellState.AMBIGUOUS:
            return UNKNOWN
        return reading.value

    def _place(self, found: _Found, solved: Solved) -> None:
        label = self._label(found.row)
        placed: list[int] = []
        open_cells = False
        slots = [slot for slot in found.grid.slots if slot >= 0]
        for column, target in enumerate(found.targets):
            values = solved.values[column]
            if values == (None,) or not values:
                place = self.tokens[found.row.label].end
                self._write(target, EMPTY if len(slots) < len(found.grid.slots) else NOTHING, place, found)
            elif solved.confirmed[column]:
                slot = self._slot_of(slots, values[0], column, solved)
                if slot is None:
                    self._ambiguous(target, values, found)
                    open_cells = True
                    continue
                place = self.physical.starts[slot]
                self._write(target, self._reading(slot, target, found), place, found)
                self.inferred.add(target)
                placed.append(target)
            else:
                self._ambiguous(target, values if None in values else (*values, None), found)
                open_cells = True
        if open_cells:
            self._say(
                codes.TOO_FEW_CELLS,
                found.span,
                row=found.row.name,
                label=label,
                found=len(found.grid.slots),
                expected=len(found.targets),
            )
        if placed:
            cells = "、".join(f"{self.plan.keys[t].column} = {self.readings[t].value}" for t in placed)
            self._say(
                codes.CELLS_INFERRED, found.span, row=found.row.name, label=label, cells=cells, rivals=solved.eliminated
            )

    def _slot_of(self, slots: list[int], value: Number | None, column: int, solved: Solved) -> int | None:
        """The cell that spells a placed number: the one that the placed numbers before and behind it leave."""
        same = [slot for slot in slots if self.classify(self.physical.cells[slot]).reading.value == value]
        if len(same) == 1:
            return same[0]
        before = sum(solved.values[c] == (value,) for c in range(column))
        behind = sum(solved.values[c] == (value,) for c in range(column + 1, len(solved.values)))
        maybe_before = sum(value in solved.values[c] for c in range(column))
        maybe_behind = sum(value in solved.values[c] for c in range(column + 1, len(solved.values)))
        if maybe_before == before:
            return same[before]
        if maybe_behind == behind:
            return same[len(same) - 1 - behind]
        return None

    def _ambiguous(self, target: int, values: tuple[Number | None, ...], found: _Found) -> None:
        self.written[target] = found.row.label
        self.readings[target], self.places[target] = _span_reading(found.span), found.span.start
        self.candidates[target] = values

    # ---- messages ----

    def _label(self, row: RowPlan) -> str:
        token = self.tokens[row.label]
        return self.physical.text[token.start : token.end].strip()[:_SHOWN]

    def _say(self, code: Code, span: Span, **arguments: object) -> None:
        self.diagnostics.append(Diagnostic(code, span, arguments))


def _span_reading(span: Span) -> Reading:
    length = span.end - span.start
    return Reading(_AMBIGUOUS, None, 0, length, length)


def _width(row: RowPlan, run: ValueRun) -> int:
    """How many columns a row has: header cells that may be running text count only if the figures need them."""
    full = len(row.targets)
    return full - len(row.optional) if row.optional and len(run.slots) <= full - len(row.optional) else full


def _kept(row: RowPlan, width: int) -> tuple[int, ...]:
    if width == len(row.targets):
        return row.targets
    return tuple(target for position, target in enumerate(row.targets) if position not in row.optional)


__all__ = ["CellBuilder", "CellKey"]
