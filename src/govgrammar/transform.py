"""Plan and tokens to cells: every cell of the form gets what the document says for it, and where.

No judgement of its own: `resolve` decided what each row and column is, `grid` counts slots to columns, and `align` says
what is known of rows that lack cells.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve

from govgrammar import codes
from govgrammar.arrange import FoundBlock, FoundRow, Unsettled, parted
from govgrammar.cell_writer import SHOWN, span_reading
from govgrammar.columns import UNEXPECTED
from govgrammar.grid import GridRow
from govgrammar.model.cell import EMPTY, CellState, CellStore
from govgrammar.plan import RowPlan
from govgrammar.short_cells import ShortCells
from govgrammar.source import Span
from govgrammar.tokens import ValueRun
from govgrammar.values import every_cut


@define
class CellBuilder(ShortCells):
    """Builds the cells of one report.  Cells are numbered as `arranged` has them."""

    def build(self) -> CellStore:
        """All cells of the report."""
        arranged = self.arranged
        for target, slot, found in arranged.careful:
            self.readings[target] = self._reading(slot, target, found)
        for block, found in arranged.announced:
            self._announce(block, found)
        for rows in arranged.unsettled:
            self._unsettled(rows)
        return self._store()

    # ---- rows whose figures have a say ----

    def _unsettled(self, rows: Unsettled) -> None:
        told = rows.block.told
        if not rows.whole:
            read = {found: self.as_far_as_read(found) for found in (*rows.filled, *rows.short)}
            told = tuple([read.get(found, found) for found in told])
            unsettled = [read[found] for found in rows.block.told if found in read]
            rows = parted(rows.block, unsettled, whole=told == rows.block.told)
        for found in rows.filled:
            if found.grid.too_long:
                self._too_long(found)
            else:
                self._full(found)
        if rows.short:
            self._short(rows, told)

    def _announce(self, block: FoundBlock, found: FoundRow) -> None:
        """Say what the header does not tell of a row."""
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
            if found.contradicted:
                self._undecided(row, found.run, span)

    def as_far_as_read(self, found: FoundRow) -> FoundRow:
        """A row as far as the text goes; short where that ends on the row's line, and the line may go on.

        Every line of its table ends with a bar, and this one has none yet; or it begins with empty places, which are blank
        cells or what a label spans, and its end would tell which.
        """
        grid = found.grid
        if not (found.at_the_end and grid.complete and self._may_be_cut(found)):
            return found
        rest = self.physical.text[self._span(found).end :]
        if "|" in rest and (grid.slots[0] >= 0 or "\n" in rest):
            return found
        return evolve(found, grid=GridRow(tuple(slot for slot in grid.slots if slot >= 0), complete=False))

    def _store(self) -> CellStore:
        """The cells, without those of header cells that turned out to be text."""
        text, keys, units = self.physical.text, self.plan.keys, self.arranged.units
        labels = {index: text[self.tokens[t].start : self.tokens[t].end] for index, t in self.plan.labels.items()}
        unused = {c for c in labels if keys[c].column.startswith(UNEXPECTED)} - self.used
        if not unused:
            inferred = frozenset(self.inferred)
            return CellStore.later(
                self.located,
                text=text,
                keys=keys,
                readings=self.readings,
                units=units,
                candidates=self.candidates,
                inferred=inferred,
                labels=labels,
            )
        kept = [index for index in range(len(keys)) if index not in unused]
        new = {old: index for index, old in enumerate(kept)}
        places = self.located()["places"]
        return CellStore(
            text,
            tuple(keys[i] for i in kept),
            [self.readings[i] for i in kept],
            [places[i] for i in kept],
            {new[i]: unit for i, unit in units.items() if i in new},
            {new[i]: values for i, values in self.candidates.items() if i in new},
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
                found = self.physical.text[place.start : place.end].strip()[:SHOWN]
                self._say(codes.COLUMN_UNEXPECTED, place.span, column=column, found=found)

    def _glued(self, row: RowPlan, width: int, span: Span) -> None:
        """A row whose figures are run together in one cell: every figure that can be cut from them is a candidate."""
        raw = self.physical.text[span.start : span.end]
        values, reading = (*every_cut(raw), None), span_reading(span)
        for target in row.cells[:width]:
            self._ambiguous(target, values, reading, span.start)
        self._say(codes.CELLS_GLUED, span, row=row.name, label=self._label(row), raw=raw.strip()[:SHOWN])

    def _undecided(self, row: RowPlan, run: ValueRun, span: Span) -> None:
        """A row whose header does not tell its columns."""
        found = dict.fromkeys(self.kinds[slot].reading.value for slot in run.slots if slot >= 0)
        values, reading = (*[value for value in found if value is not None], None), span_reading(span)
        for target in row.cells:
            self._ambiguous(target, values, reading, span.start)
        self._say(codes.HEADER_UNDECIDED, span, row=row.name, label=self._label(row))

    def _full(self, found: FoundRow) -> None:
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

    def _merged(self, target: int, slot: int, found: FoundRow) -> None:
        """A cell that a figure takes together with others: the figure can be any one's; a slash or a word is everyone's."""
        reading, place = self.kinds[slot].reading, self._start(slot)
        if reading.state is not CellState.NUMBER:
            self._write(target, reading, place, found)
            return
        span = Span(place, place + reading.length)
        self._ambiguous(target, (reading.value, None), span_reading(span), place)
        raw = self.physical.text[span.start : span.end]
        label, row = self._label(found.row), found.row.name
        self._say(codes.CELLS_MERGED, span, row=row, label=label, raw=raw, column=self.plan.keys[target].column)

    def located(self) -> dict[str, list[int]]:
        """`places`: where each cell begins; a blank stands behind what is before it on its row, one that is absent behind its anchor."""
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
