"""Plan and tokens to cells: every cell of the form gets what the document says for it, and where.

No judgement of its own: `resolve` decided what each row and column is, `grid` counts slots to columns, and `align` says
what is known of rows that lack cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from attrs import define, field

from govgrammar import codes
from govgrammar.align import Solution, Solved, solve
from govgrammar.classify import Classifier
from govgrammar.columns import UNEXPECTED
from govgrammar.diagnostics import Code, Diagnostic
from govgrammar.form import Form
from govgrammar.grid import GridRow, settle
from govgrammar.identities import UNKNOWN, Identity, Known
from govgrammar.layouts.physical import PhysicalText
from govgrammar.model.cell import EMPTY, NOTHING, CellState, CellStore, Number, Reading
from govgrammar.own_tables import OwnTables, heads_of
from govgrammar.plan import BlockPlan, Certainty, HeaderPlan, ReportPlan, RowPlan, TablePlan
from govgrammar.short_rows import identities_of, missing_rows
from govgrammar.source import Span
from govgrammar.tokens import Token, ValueRun
from govgrammar.values import every_cut, in_column
from govgrammar.widths import columns_by_rows, row_length

_AMBIGUOUS: Final = CellState.AMBIGUOUS
_SHOWN: Final = 40
_UNSETTLED: Final = GridRow((), complete=False)


@define
class FoundRow:
    """A row with values: its plan, its slots counted to its columns, and the cells that the columns stand for.

    `trusted` is false where the form's order stands in for a lost header and no row of the table has its width.  `merged`
    are figures that stand in several cells.
    """

    row: RowPlan
    run: ValueRun
    grid: GridRow
    targets: tuple[int, ...]
    span: Span
    trusted: bool = True
    merged: frozenset[int] = frozenset()


class Search(NamedTuple):
    """What the short rows of a block were solved with, and what came out."""

    block: BlockPlan
    fixed: dict[str, Sequence[Known]]
    short: dict[str, list[Number | None]]
    identities: tuple[Identity, ...]
    solution: Solution


@define
class CellBuilder:
    """Builds the cells of one report.  `rows`, table by table and block by block, and `searches` say afterwards how."""

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
    candidates: dict[int, dict[Number | None, None]] = field(factory=dict)
    inferred: set[int] = field(factory=set)
    used: set[int] = field(factory=set)
    named: set[int] = field(factory=set)
    own_tables: OwnTables = field(init=False)
    rows: list[list[list[FoundRow]]] = field(factory=list)
    searches: list[Search] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.own_tables = OwnTables(self.physical)
        self.readings = [NOTHING] * len(self.plan.keys)
        self.places = [self.tokens[anchor].end for anchor in self.plan.anchors]

    def build(self) -> CellStore:
        """All cells of the report."""
        self.rows = read = [[self._read_block(block) for block in table.blocks] for table in self.plan.tables]
        grids = settle([[(f.run, len(f.targets)) for block in table for f in block] for table in read])
        for table, blocks, grid in zip(self.plan.tables, read, grids, strict=True):
            settled = iter(grid)
            for plan, rows in zip(table.blocks, blocks, strict=True):
                for found in rows:
                    found.grid = self._as_far_as_read(found, next(settled))
                    if found.run.table >= 0:
                        self._in_own_table(found)
                self._block(table, plan, rows)
        return self._store()

    def _in_own_table(self, found: FoundRow) -> None:
        """Columns of a row in a table of the file's own, by the places of the cells that head them."""
        tokens = heads_of(found.row.header, len(found.targets))
        heads = tuple((self.tokens[head].first, self.tokens[head].last) for head in tokens)
        cells = [slot for slot in found.run.slots if slot >= 0]
        row = self.own_tables.row(heads, cells, self.tokens[found.row.label].last)
        found.merged = frozenset(row.merged)
        if row.slots is not None:
            found.grid = GridRow(row.slots, complete=True)
        elif heads or row.merged:
            slots = (*cells, *row.merged) if row.merged else tuple(cells)
            found.grid = GridRow(slots, complete=False, too_long=bool(row.merged) or len(slots) > len(found.targets))

    def _as_far_as_read(self, found: FoundRow, grid: GridRow) -> GridRow:
        """A row's slots; short where the text ends on its line and the line may go on.

        Every line of its table ends with a bar, and this one has none yet; or it begins with empty places, which are blank
        cells or what a label spans, and its end would tell which.
        """
        if not (grid.complete and found.run.style.outer and self._may_be_cut(found)):
            return grid
        rest = self.physical.text[found.span.end :]
        whole = "|" in rest and (grid.slots[0] >= 0 or "\n" in rest)
        return grid if whole else GridRow(tuple(slot for slot in grid.slots if slot >= 0), complete=False)

    def _store(self) -> CellStore:
        """The cells, without those of header cells that turned out to be text."""
        text, keys = self.physical.text, self.plan.keys
        labels = {index: text[self.tokens[t].start : self.tokens[t].end] for index, t in self.plan.labels.items()}
        candidates = {index: tuple(values) for index, values in self.candidates.items()}
        unused = {c for c in range(len(keys)) if c in labels and keys[c].column.startswith(UNEXPECTED)} - set(self.used)
        if not unused:
            inferred = frozenset(self.inferred)
            return CellStore(text, keys, self.readings, self.places, self.units, candidates, inferred, labels)
        kept = [index for index in range(len(keys)) if index not in unused]
        new = {old: index for index, old in enumerate(kept)}
        return CellStore(
            text,
            tuple(keys[i] for i in kept),
            [self.readings[i] for i in kept],
            [self.places[i] for i in kept],
            {new[i]: unit for i, unit in self.units.items() if i in new},
            {new[i]: values for i, values in candidates.items() if i in new},
            frozenset(new[i] for i in self.inferred),
            {new[i]: label for i, label in labels.items() if i in new},
        )

    def _read_block(self, plan: BlockPlan) -> list[FoundRow]:
        """The rows of a block that have values, with their columns: decided for each header by all rows below it."""
        rows = [(row, run) for row in plan.rows if row.values is not None and (run := self.tokens[row.values].run)]
        lengths: dict[HeaderPlan, list[tuple[int, int]]] = {}
        for row, run in rows:
            if row.targets is None:
                lengths.setdefault(row.header, []).append(row_length(run))
        columns = {header: columns_by_rows(header, found, plan.width) for header, found in lengths.items()}
        found = []
        for row, run in rows:
            span = self.tokens[row.values or 0].span
            if run.glued:
                self._glued(row, plan.width, span)
                continue
            if row.targets is not None:
                if len(row.cells) > plan.width:
                    self._unexpected_columns(row, row.header.columns, plan.width)
                found.append(FoundRow(row, run, _UNSETTLED, row.targets, span))
                continue
            numbers, trusted = columns[row.header]
            if numbers is None:
                self._undecided(row, run, span)
                continue
            guessed = row.header.certainty is not Certainty.COMPLETE and numbers == tuple(range(plan.width))
            if guessed and not any(other.row.header is row.header for other in found):
                self._say(codes.HEADER_LOST, span, row=row.name, label=self._label(row))
            self._unexpected_columns(row, numbers, plan.width)
            found.append(FoundRow(row, run, _UNSETTLED, tuple(row.cells[n] for n in numbers), span, trusted))
        return found

    def _unexpected_columns(self, row: RowPlan, numbers: Sequence[int], width: int) -> None:
        """Say once of a header which of its columns the form does not have."""
        for number, token in zip(row.header.columns, row.header.tokens, strict=True):
            if number < width or number not in numbers:
                continue
            self.used.add(row.cells[number])
            if token not in self.named:
                self.named.add(token)
                column, place = self.plan.keys[row.cells[number]].column, self.tokens[token]
                found = self.physical.text[place.start : place.end].strip()[:_SHOWN]
                self._say(codes.COLUMN_UNEXPECTED, place.span, column=column, found=found)

    def _glued(self, row: RowPlan, width: int, span: Span) -> None:
        """A row whose figures are run together in one cell: every figure that can be cut from them is a candidate."""
        raw = self.physical.text[span.start : span.end]
        values = every_cut(raw)
        for target in row.cells[:width]:
            self._ambiguous(target, (*values, None), span, row.label)
        self._say(codes.CELLS_GLUED, span, row=row.name, label=self._label(row), raw=raw.strip()[:_SHOWN])

    def _undecided(self, row: RowPlan, run: ValueRun, span: Span) -> None:
        """A row whose header does not tell its columns."""
        values = dict.fromkeys(
            self.classify(self.physical.cells[slot]).reading.value for slot in run.slots if slot >= 0
        )
        for target in row.cells:
            self._ambiguous(target, (*[v for v in values if v is not None], None), span, row.label)
        self._say(codes.HEADER_UNDECIDED, span, row=row.name, label=self._label(row))

    def _block(self, table: TablePlan, block: BlockPlan, found: list[FoundRow]) -> None:
        self._units(block)
        for row in found:
            if row.grid.complete:
                self._full(row)
            elif row.grid.too_long:
                self._too_long(row)
        short = [row for row in found if not row.grid.complete and not row.grid.too_long]
        if short:
            self._short(table, block, found, short)

    # ---- rows that have all their cells ----

    def _full(self, found: FoundRow) -> None:
        physical, written, readings, places = self.physical, self.written, self.readings, self.places
        classify, cells, starts = self.classify, physical.cells, physical.starts
        label, careful, before = found.row.label, self.plan.careful, len(self.candidates)
        again = found.targets[0] in written
        place = self.tokens[label].end
        for target, slot in zip(found.targets, found.grid.slots, strict=True):
            if slot in found.merged:
                self._merged(target, slot, found)
                continue
            reading = EMPTY if slot < 0 else classify(cells[slot]).reading
            if slot >= 0:
                place = starts[slot]
            if slot >= 0 and (not reading.plain or target in careful):
                reading = self._reading(slot, target, found)
            if target in written:
                if readings[target] is not reading:
                    self._write(target, reading, place, found)
            else:
                written[target], readings[target], places[target] = label, reading, place
            place += reading.length
        if again:
            code = codes.ROW_REPEATED if len(self.candidates) == before else codes.ROW_CONTRADICTS
            self._say(code, found.span, row=found.row.name, label=self._label(found.row))

    def _merged(self, target: int, slot: int, found: FoundRow) -> None:
        """A cell that a figure takes together with others: the figure can be any one's; a slash or a word is everyone's."""
        reading, place = self.classify(self.physical.cells[slot]).reading, self.physical.starts[slot]
        if reading.state is not CellState.NUMBER:
            self._write(target, reading, place, found)
            return
        span = Span(place, place + reading.length)
        self._ambiguous(target, (reading.value, None), span, found.row.label)
        raw = self.physical.text[span.start : span.end]
        label, row = self._label(found.row), found.row.name
        self._say(codes.CELLS_MERGED, span, row=row, label=label, raw=raw, column=self.plan.keys[target].column)

    def _reading(self, slot: int, target: int, found: FoundRow) -> Reading:
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

    def _write(self, target: int, reading: Reading, place: int, found: FoundRow) -> None:
        """Put a reading into its cell; a second, different one makes the cell ambiguous."""
        if target not in self.written:
            self.written[target] = found.row.label
            self.readings[target], self.places[target] = reading, place
            return
        before = self.readings[target]
        if (before.state, before.value) == (reading.state, reading.value):
            return
        self.candidates.setdefault(target, {before.value: None})[reading.value] = None
        self.inferred.discard(target)
        self.readings[target], self.places[target] = _span_reading(found.span), found.span.start

    def _units(self, block: BlockPlan) -> None:
        """Units printed in the header of a column, the same for every row below it."""
        text = self.physical.text
        printed: dict[HeaderPlan, list[tuple[int, str]]] = {}
        for row in block.rows:
            if row.header not in printed:
                spans = [self.tokens[token].span for token in row.header.tokens]
                units = [self.classify.unit(text[span.start : span.end]) for span in spans]
                printed[row.header] = [(n, u) for n, u in zip(row.header.columns, units, strict=False) if u]
            for number, unit in printed[row.header]:
                self.units[row.cells[number]] = unit

    # ---- rows that have too many cells, or too few ----

    def _values(self, found: FoundRow) -> list[Number | None]:
        """The figures of a row in order, `None` for a blank; words are no figures."""
        values: list[Number | None] = []
        for slot in found.grid.slots:
            reading = EMPTY if slot < 0 else self.classify(self.physical.cells[slot]).reading
            values.append(reading.value)
        return values

    def _too_long(self, found: FoundRow) -> None:
        values = tuple(dict.fromkeys(self._values(found)))
        for target in found.targets:
            self._ambiguous(target, (*[v for v in values if v is not None], None), found.span, found.row.label)
        self._say(
            codes.TOO_MANY_CELLS,
            found.span,
            row=found.row.name,
            label=self._label(found.row),
            found=len(found.grid.slots),
            expected=len(found.targets),
        )

    def _short(self, table: TablePlan, plan: BlockPlan, found: list[FoundRow], short: list[FoundRow]) -> None:
        block, width = plan.block, plan.width
        names = [row.row.name for row in found]
        usual = [row for row in short if names.count(row.row.name) == 1 and self._solvable(row, width)]
        fixed: dict[str, Sequence[Known]] = {row.row.name: [UNKNOWN] * width for row in found if row not in usual}
        for row in found:
            if row.grid.complete and names.count(row.row.name) == 1 and set(row.targets) >= set(row.row.cells[:width]):
                fixed[row.row.name] = [self._known(cell) for cell in row.row.cells[:width]]
        bare = {row.name for row in plan.rows if row.values is None}
        for name in missing_rows(block, names):
            fixed[name] = [None if name in bare else UNKNOWN] * width
        short_values = {row.row.name: self._values(row) for row in usual}
        identities = identities_of(self.form.edition(plan.edition).table(table.name), block)
        solution = solve(fixed, short_values, width, identities, budget=self.budget)
        self.searches.append(Search(plan, fixed, short_values, identities, solution))
        if solution.broken is not None:
            self._say(codes.IDENTITY_BROKEN, short[0].span, identity=solution.broken.name)
        if short[0].run.style.distinct:
            self._say(codes.LINES_REMOVED, short[0].span)
        if solution.exhausted:
            self._say(codes.SEARCH_LIMIT, short[0].span, limit=self.budget)
        for row in short:
            solved = solution.rows.get(row.row.name) if row in usual else None
            if solved is None:
                solved = solve({}, {row.row.name: self._values(row)}, len(row.targets), (), budget=1).rows[row.row.name]
            self._place(row, solved)

    def _solvable(self, found: FoundRow, width: int) -> bool:
        """Whether identities may place a short row's figures: its columns are the form's, what it lacks was blank, and it
        holds numbers only.
        """
        in_order = found.trusted and found.targets == found.row.cells[:width]
        whole = not found.run.style.distinct and not self._may_be_cut(found)
        return in_order and whole and CellState.TEXT not in self._states(found)

    def _states(self, found: FoundRow) -> set[CellState]:
        slots = (slot for slot in found.grid.slots if slot >= 0)
        return {self.classify(self.physical.cells[slot]).reading.state for slot in slots}

    def _may_be_cut(self, found: FoundRow) -> bool:
        """Whether the text ends right behind a row's last figure: it may be half of one."""
        return found.run.at_end and not self.physical.text[found.span.end :].strip(" \t\r\n|")

    def _known(self, target: int) -> Known:
        reading = self.readings[target]
        if reading.state is CellState.TEXT or reading.state is CellState.AMBIGUOUS:
            return UNKNOWN
        return reading.value

    def _place(self, found: FoundRow, solved: Solved) -> None:
        label = self._label(found.row)
        placed: list[int] = []
        open_cells = False
        slots = [slot for slot in found.grid.slots if slot >= 0]
        words = bool(self._states(found) - {CellState.NUMBER})  # a slash or a word can stand wherever no number does
        for column, target in enumerate(found.targets):
            values = solved.values[column]
            if (values == (None,) or not values) and not words:
                place = self.tokens[found.row.label].end
                self._write(target, EMPTY if len(slots) < len(found.grid.slots) else NOTHING, place, found)
            elif solved.confirmed[column]:
                slot = self._slot_of(slots, values[0], column, solved)
                if slot is None:
                    self._ambiguous(target, values, found.span, found.row.label)
                    open_cells = True
                    continue
                place = self.physical.starts[slot]
                self._write(target, self._reading(slot, target, found), place, found)
                self.inferred.add(target)
                placed.append(target)
            else:
                self._ambiguous(target, values if None in values else (*values, None), found.span, found.row.label)
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

    def _ambiguous(self, target: int, values: tuple[Number | None, ...], span: Span, label: int) -> None:
        known = self.candidates.setdefault(target, {})
        if target in self.written and not known:
            known[self.readings[target].value] = None
        known.update(dict.fromkeys(values))
        self.written[target] = label
        self.inferred.discard(target)
        self.readings[target], self.places[target] = _span_reading(span), span.start

    # ---- messages ----

    def _label(self, row: RowPlan) -> str:
        token = self.tokens[row.label]
        return self.physical.text[token.start : token.end].strip()[:_SHOWN]

    def _say(self, code: Code, span: Span, **arguments: object) -> None:
        self.diagnostics.append(Diagnostic(code, span, arguments))


def _span_reading(span: Span) -> Reading:
    length = span.end - span.start
    return Reading(_AMBIGUOUS, None, 0, length, length)
