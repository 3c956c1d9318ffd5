"""Plan and tokens to cells: every cell of the form gets what the document says for it, and where.

No judgement of its own: `resolve` decided what each row and column is, `grid` counts slots to columns, and `align` says
what is known of rows that lack cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import define, evolve, field

from govgrammar import codes
from govgrammar.align import Solved, solve
from govgrammar.arrange import Arrangement, Found, FoundBlock
from govgrammar.classify import CellKind, Classifier, is_plain
from govgrammar.columns import UNEXPECTED
from govgrammar.diagnostics import Code, Diagnostic
from govgrammar.form import Form
from govgrammar.grid import GridRow
from govgrammar.identities import UNKNOWN, Known
from govgrammar.layouts.physical import PhysicalText
from govgrammar.model.cell import EMPTY, NOTHING, CellState, CellStore, Number, Reading
from govgrammar.plan import ReportPlan, RowPlan
from govgrammar.short_rows import identities_of, missing_rows
from govgrammar.source import Span
from govgrammar.table_shapes import Tokens
from govgrammar.tokens import ValueRun
from govgrammar.values import every_cut, in_column

_SHOWN: Final = 40


@define
class CellBuilder:
    """Builds the cells of one report.  Cells are numbered as `arranged` has them."""

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
    written: dict[int, int] = field(factory=dict)
    candidates: dict[int, dict[Number | None, None]] = field(factory=dict)
    inferred: set[int] = field(factory=set)
    used: set[int] = field(factory=set)
    named: set[int] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        self.kinds = self.tokens.kinds(self.classify)
        by_cell = [kind.reading for kind in self.kinds]
        by_cell += (NOTHING, EMPTY)  # ABSENT and BLANK count from the end
        self.readings = [by_cell[source] for source in self.arranged.sources]

    def build(self) -> CellStore:
        """All cells of the report."""
        for target, slot, found in self.arranged.careful:
            self.readings[target] = self._reading(slot, target, found)
        if self.arranged.open:
            self._open_rows()
        return self._store()

    # ---- rows whose figures have a say ----

    def _open_rows(self) -> None:
        for block in self.arranged.blocks:
            for found in block.rows:
                self._announce(block, found)
        settled = set(map(id, self.arranged.settled))
        for block in self.arranged.blocks:
            rows = [self._as_far_as_read(found) if found.at_the_end else found for found in block.rows if found.told]
            for found in rows:
                if found.grid.too_long:
                    self._too_long(found)
                elif found.grid.complete and id(found) not in settled:
                    self._full(found)
            short = [found for found in rows if not found.grid.complete and not found.grid.too_long]
            if short:
                self._short(block, rows, short)

    def _announce(self, block: FoundBlock, found: Found) -> None:
        """Say what the header does not tell of a row."""
        if found.told and not found.guessed and not found.named:
            return
        row, span = found.row, self._span(found)
        if found.run.glued:
            self._glued(row, block.plan.width, span)
        elif found.targets is None:
            self._undecided(row, found.run, span)
        else:
            if found.guessed:
                self._say(codes.HEADER_LOST, span, row=row.name, label=self._label(row))
            if found.named:
                self._unexpected_columns(row, found.named, block.plan.width)

    def _as_far_as_read(self, found: Found) -> Found:
        """A row as far as the text goes; short where that ends on the row's line, and the line may go on.

        Every line of its table ends with a bar, and this one has none yet; or it begins with empty places, which are blank
        cells or what a label spans, and its end would tell which.
        """
        grid = found.grid
        if not (grid.complete and self._may_be_cut(found)):
            return found
        rest = self.physical.text[self._span(found).end :]
        if "|" in rest and (grid.slots[0] >= 0 or "\n" in rest):
            return found
        return evolve(found, grid=GridRow(tuple(slot for slot in grid.slots if slot >= 0), complete=False))

    def _span(self, found: Found) -> Span:
        return self.tokens[found.row.values or 0].span

    def _store(self) -> CellStore:
        """The cells, without those of header cells that turned out to be text."""
        text, keys, units = self.physical.text, self.plan.keys, self.arranged.units
        labels = {index: text[self.tokens[t].start : self.tokens[t].end] for index, t in self.plan.labels.items()}
        candidates = {index: tuple(values) for index, values in self.candidates.items()}
        unused = {c for c in range(len(keys)) if c in labels and keys[c].column.startswith(UNEXPECTED)} - set(self.used)
        if not unused:
            inferred = frozenset(self.inferred)
            return CellStore.later(
                self._located,
                text=text,
                keys=keys,
                readings=self.readings,
                units=units,
                candidates=candidates,
                inferred=inferred,
                labels=labels,
            )
        kept = [index for index in range(len(keys)) if index not in unused]
        new = {old: index for index, old in enumerate(kept)}
        places = self._located()["places"]
        return CellStore(
            text,
            tuple(keys[i] for i in kept),
            [self.readings[i] for i in kept],
            [places[i] for i in kept],
            {new[i]: unit for i, unit in units.items() if i in new},
            {new[i]: values for i, values in candidates.items() if i in new},
            frozenset(new[i] for i in self.inferred),
            {new[i]: label for i, label in labels.items() if i in new},
        )

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
        values = dict.fromkeys(self.kinds[slot].reading.value for slot in run.slots if slot >= 0)
        for target in row.cells:
            self._ambiguous(target, (*[v for v in values if v is not None], None), span, row.label)
        self._say(codes.HEADER_UNDECIDED, span, row=row.name, label=self._label(row))

    def _full(self, found: Found) -> None:
        """A row that has all its cells, and shares some of them with another one."""
        before = len(self.candidates)
        targets = found.targets or ()
        again = targets[0] in self.written
        place = self.tokens[found.row.label].end
        for target, slot in zip(targets, found.grid.slots, strict=True):
            if slot in found.merged:
                self._merged(target, slot, found)
                continue
            reading = self._reading(slot, target, found) if slot >= 0 else EMPTY
            if slot >= 0:
                place = self._start(slot)
            self._write(target, reading, place, found)
            place += reading.length
        if again:
            code = codes.ROW_REPEATED if len(self.candidates) == before else codes.ROW_CONTRADICTS
            self._say(code, self._span(found), row=found.row.name, label=self._label(found.row))

    def _start(self, slot: int) -> int:
        return self.physical.starts[self.tokens.index_of(slot)]

    def _merged(self, target: int, slot: int, found: Found) -> None:
        """A cell that a figure takes together with others: the figure can be any one's; a slash or a word is everyone's."""
        reading, place = self.kinds[slot].reading, self._start(slot)
        if reading.state is not CellState.NUMBER:
            self._write(target, reading, place, found)
            return
        span = Span(place, place + reading.length)
        self._ambiguous(target, (reading.value, None), span, found.row.label)
        raw = self.physical.text[span.start : span.end]
        label, row = self._label(found.row), found.row.name
        self._say(codes.CELLS_MERGED, span, row=row, label=label, raw=raw, column=self.plan.keys[target].column)

    def _reading(self, slot: int, target: int, found: Found) -> Reading:
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
                raw=raw.strip()[:_SHOWN],
            )
        return taken

    def _write(self, target: int, reading: Reading, place: int, found: Found) -> None:
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
        self.readings[target], self.places[target] = _span_reading(self._span(found)), self._span(found).start

    def _located(self) -> dict[str, list[int]]:
        """Where each cell begins; a blank stands behind what is before it on its row, one that is absent behind its anchor."""
        places = [self.tokens[anchor].end for anchor in self.plan.anchors]
        for found in self.arranged.settled:
            place = self.tokens[found.row.label].end
            for target, slot in zip(found.targets or (), found.grid.slots, strict=True):
                if slot >= 0:
                    place = self._start(slot)
                places[target] = place
                place += self.readings[target].length
        for target, place in self.places.items():
            places[target] = place
        return {"places": places}

    # ---- rows that have too many cells, or too few ----

    def _values(self, found: Found) -> list[Number | None]:
        """The figures of a row in order, `None` for a blank; words are no figures."""
        values: list[Number | None] = []
        for slot in found.grid.slots:
            reading = EMPTY if slot < 0 else self.kinds[slot].reading
            values.append(reading.value)
        return values

    def _too_long(self, found: Found) -> None:
        values = tuple(dict.fromkeys(self._values(found)))
        for target in found.targets or ():
            self._ambiguous(target, (*[v for v in values if v is not None], None), self._span(found), found.row.label)
        self._say(
            codes.TOO_MANY_CELLS,
            self._span(found),
            row=found.row.name,
            label=self._label(found.row),
            found=len(found.grid.slots),
            expected=len(found.targets or ()),
        )

    def _short(self, blocks: FoundBlock, found: list[Found], short: list[Found]) -> None:
        table, plan = blocks.table, blocks.plan
        block, width = plan.block, plan.width
        names = [row.row.name for row in found]
        usual = [row for row in short if names.count(row.row.name) == 1 and self._solvable(row, width)]
        fixed: dict[str, Sequence[Known]] = {row.row.name: [UNKNOWN] * width for row in found if row not in usual}
        for row in found:
            if (
                row.grid.complete
                and names.count(row.row.name) == 1
                and set(row.targets or ()) >= set(row.row.cells[:width])
            ):
                fixed[row.row.name] = [self._known(cell) for cell in row.row.cells[:width]]
        bare = {row.name for row in plan.rows if row.values is None}
        for name in missing_rows(block, names):
            fixed[name] = [None if name in bare else UNKNOWN] * width
        short_values = {row.row.name: self._values(row) for row in usual}
        identities = identities_of(self.form.edition(plan.edition).table(table.name), block)
        solution = solve(fixed, short_values, width, identities, budget=self.budget)
        if solution.broken is not None:
            self._say(codes.IDENTITY_BROKEN, self._span(short[0]), identity=solution.broken.name)
        if short[0].run.style.distinct:
            self._say(codes.LINES_REMOVED, self._span(short[0]))
        if solution.exhausted:
            self._say(codes.SEARCH_LIMIT, self._span(short[0]), limit=self.budget)
        for row in short:
            solved = solution.rows.get(row.row.name) if row in usual else None
            if solved is None:
                solved = solve({}, {row.row.name: self._values(row)}, len(row.targets or ()), (), budget=1).rows[
                    row.row.name
                ]
            self._place(row, solved)

    def _solvable(self, found: Found, width: int) -> bool:
        """Whether identities may place a short row's figures: its columns are the form's, what it lacks was blank, and it
        holds numbers only.
        """
        in_order = found.trusted and found.targets == found.row.cells[:width]
        whole = not found.run.style.distinct and not self._may_be_cut(found)
        return in_order and whole and CellState.TEXT not in self._states(found)

    def _states(self, found: Found) -> set[CellState]:
        slots = (slot for slot in found.grid.slots if slot >= 0)
        return {self.kinds[slot].reading.state for slot in slots}

    def _may_be_cut(self, found: Found) -> bool:
        """Whether the text ends right behind a row's last figure: it may be half of one."""
        return found.run.at_end and not self.physical.text[self._span(found).end :].strip(" \t\r\n|")

    def _known(self, target: int) -> Known:
        reading = self.readings[target]
        if reading.state is CellState.TEXT or reading.state is CellState.AMBIGUOUS:
            return UNKNOWN
        return reading.value

    def _place(self, found: Found, solved: Solved) -> None:
        label, span = self._label(found.row), self._span(found)
        placed: list[int] = []
        open_cells = False
        slots = [slot for slot in found.grid.slots if slot >= 0]
        words = bool(self._states(found) - {CellState.NUMBER})  # a slash or a word can stand wherever no number does
        for column, target in enumerate(found.targets or ()):
            values = solved.values[column]
            if (values == (None,) or not values) and not words:
                place = self.tokens[found.row.label].end
                self._write(target, EMPTY if len(slots) < len(found.grid.slots) else NOTHING, place, found)
            elif solved.confirmed[column]:
                slot = self._slot_of(slots, values[0], column, solved)
                if slot is None:
                    self._ambiguous(target, values, span, found.row.label)
                    open_cells = True
                    continue
                place = self._start(slot)
                self._write(target, self._reading(slot, target, found), place, found)
                self.inferred.add(target)
                placed.append(target)
            else:
                self._ambiguous(target, values if None in values else (*values, None), span, found.row.label)
                open_cells = True
        if open_cells:
            self._say(
                codes.TOO_FEW_CELLS,
                span,
                row=found.row.name,
                label=label,
                found=len(found.grid.slots),
                expected=len(found.targets or ()),
            )
        if placed:
            cells = "、".join(f"{self.plan.keys[t].column} = {self.readings[t].value}" for t in placed)
            self._say(
                codes.CELLS_INFERRED, span, row=found.row.name, label=label, cells=cells, rivals=solved.eliminated
            )

    def _slot_of(self, slots: list[int], value: Number | None, column: int, solved: Solved) -> int | None:
        """The cell that spells a placed number: the one that the placed numbers before and behind it leave."""
        same = [slot for slot in slots if self.kinds[slot].reading.value == value]
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
    return Reading(CellState.AMBIGUOUS, None, 0, length, length)
