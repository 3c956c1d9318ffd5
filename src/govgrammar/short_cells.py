"""Rows that have too many cells, or too few: what `align` says is known of them goes into their cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from govgrammar import codes
from govgrammar.arrange import FoundRow, Unsettled
from govgrammar.cell_writer import SHOWN, CellWriter, open_reading, span_reading
from govgrammar.diagnostics import Diagnostic
from govgrammar.model.cell import EMPTY, NOTHING, CellState, Number, Reading
from govgrammar.plan import BlockPlan
from govgrammar.source import Span

if TYPE_CHECKING:
    from govgrammar.align import Outcome, Solution
    from govgrammar.choices import Choice, Writing
    from govgrammar.identities import Identity, Known
    from govgrammar.short_blocks import ShortBlock, ShortRow, Together


@frozen(eq=False, slots=False)
class Search:
    """What the short rows of a block were solved with, and what came out."""

    together: Together
    readings: Sequence[Reading]
    values: Sequence[Sequence[Number | None]]
    outcome: Outcome

    @property
    def block(self) -> BlockPlan:
        """The block."""
        return self.together.block.block.plan

    @property
    def identities(self) -> tuple[Identity, ...]:
        """The identities that it has."""
        return self.together.block.identities

    @cached_property
    def fixed(self) -> dict[str, Sequence[Known]]:
        """What the other rows say."""
        return self.together.rows(self.readings)

    @cached_property
    def short(self) -> dict[str, list[Number | None]]:
        """The values of the short rows."""
        return self.together.named(self.values)

    @cached_property
    def solution(self) -> Solution:
        """What is known of them."""
        return self.outcome.solution(self.short)


@define
class ShortCells(CellWriter):
    """Writes the cells of rows that lack some, or have one too many.  `searches` say afterwards how."""

    searches: list[Search] = field(factory=list, init=False)

    def _too_long(self, found: FoundRow) -> None:
        slots, span = found.grid.slots, self._span(found)
        stated = dict.fromkeys(self.kinds[slot].reading.value for slot in slots)
        values, reading = (*[value for value in stated if value is not None], None), span_reading(span)
        for target in found.targets or ():
            self._ambiguous(target, values, reading, span.start)
        self._say(
            codes.TOO_MANY_CELLS,
            span,
            row=found.row.name,
            label=self._label(found.row),
            found=len(slots),
            expected=len(found.targets or ()),
        )

    def _short(self, rows: Unsettled, told: tuple[FoundRow, ...]) -> None:
        # No row is short in most reports: whoever reads those does not wait for the solver.
        from govgrammar.short_blocks import short_block  # noqa: PLC0415

        block, first = short_block(rows, told, self.arranged, self.tokens, self.form), rows.short[0]
        kinds = self.kinds
        values = [[kind.reading.value for kind in row.pick(kinds)] for row in block.short]
        words = [own.count(None) > row.blanks for own, row in zip(values, block.short, strict=True)]
        solved = self._solvable(block, words)
        together = block.together(solved)
        readings = together.pick(self.readings)
        stated = values if len(solved) == len(values) else [values[number] for number in solved]
        outcome = together.outcome(readings, stated, self.budget, words=True in words)
        self.searches.append(Search(together, readings, stated, outcome))
        if outcome.broken is not None:
            self._say(codes.IDENTITY_BROKEN, self._span(first), identity=outcome.broken.name)
        if first.run.style.distinct:
            self._say(codes.LINES_REMOVED, self._span(first))
        if outcome.exhausted:
            self._say(codes.SEARCH_LIMIT, self._span(first), limit=self.budget)
        known = dict(zip(solved, zip(outcome.choices, outcome.confirmed, strict=True), strict=True))
        for number, row in enumerate(block.short):
            left, confirmed = known.get(number) or (row.in_order(values[number]), ())
            self._place(row, left, confirmed, values[number], words=words[number])

    def _solvable(self, block: ShortBlock, words: Sequence[bool]) -> tuple[int, ...]:
        """The short rows whose figures identities may place, by number: they are not cut, and hold no text."""
        if not block.ends and True not in words:
            return block.usual
        rows = [(number, block.short[number]) for number in block.usual]
        return tuple(
            [n for n, row in rows if not self._may_be_cut(row.found) and not (words[n] and self._has_text(row))]
        )

    def _has_text(self, row: ShortRow) -> bool:
        return any(kind.reading.state is CellState.TEXT for kind in row.pick(self.kinds))

    def _may_be_cut(self, found: FoundRow) -> bool:
        """Whether the text ends right behind a row's last figure: it may be half of one."""
        return found.run.at_end and not self.physical.text[self._span(found).end :].strip(" \t\r\n|")

    # ---- what is known goes into the cells ----

    def _place(
        self, row: ShortRow, left: Choice, confirmed: tuple[int, ...], values: Sequence[Number | None], *, words: bool
    ) -> None:
        found, writing = row.found, left.writing(confirmed, words=words)
        start, end = self._bounds(found.row.values or 0, row.figures)
        label, behind_label = self._label_of(row)
        self._put(row, writing, (*values, None), open_reading(end - start), (start, behind_label))
        name, label = found.row.name, label.strip()[:SHOWN]
        if writing.open:
            count = {"found": len(found.grid.slots), "expected": len(row.targets)}
            few = Diagnostic(codes.TOO_FEW_CELLS, Span(start, end), {"row": name, "label": label, **count})
            self.diagnostics.append(few)
        if writing.placed:
            placed = [row.targets[column] for column, _ in writing.placed]
            cells = "、".join([f"{self.plan.keys[t].column} = {self.readings[t].value}" for t in placed])
            self._say(
                codes.CELLS_INFERRED, Span(start, end), row=name, label=label, cells=cells, rivals=left.eliminated
            )

    def _label_of(self, row: ShortRow) -> tuple[str, int]:
        """A row's label, and where it ends."""
        if row.spelled is None or row.label is None:
            begin, end = self._bounds(row.found.row.label, row.label)
            return self.physical.text[begin:end], end
        table, piece = row.label
        begin = self.physical.starts[self.tokens.tables[table].begin + piece.first] + piece.lead
        return row.spelled, begin + len(row.spelled)

    def _put(
        self,
        row: ShortRow,
        writing: Writing,
        values: Sequence[Number | None],
        open_row: Reading,
        places: tuple[int, int],
    ) -> None:
        """Write the cells of a row: `places` are where its figures begin, and what is blank."""
        targets, blank, (begin, behind_label) = row.targets, EMPTY if row.blanks else NOTHING, places
        if self.written.isdisjoint(targets):
            for column in writing.blank:
                target = targets[column]
                self.readings[target], self.places[target] = blank, behind_label
            for column, pick in writing.open:
                target = targets[column]
                self.readings[target], self.places[target], self.candidates[target] = (
                    open_row,
                    begin,
                    tuple(pick(values)),
                )
            if not writing.placed:
                self.written.update(targets)
            else:
                self.written.update([targets[column] for column in (*writing.blank, *dict(writing.open))])
        else:
            for column in writing.blank:
                self._write(targets[column], blank, behind_label, row.found)
            for column, pick in writing.open:
                self._ambiguous(targets[column], tuple(pick(values)), open_row, begin)
        for column, number in writing.placed:
            slot, target = row.found.grid.slots[number], targets[column]
            self._write(target, self._reading(slot, target, row.found), self._start(slot), row.found)
            self.inferred.add(target)
