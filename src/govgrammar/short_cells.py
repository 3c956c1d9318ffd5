"""Rows that have too many cells, or too few: what `align` says is known of them goes into their cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from attrs import define, field

from govgrammar import codes
from govgrammar.align import Solution, Solved, solve
from govgrammar.arrange import FoundBlock, FoundRow
from govgrammar.cell_writer import CellWriter
from govgrammar.identities import UNKNOWN, Identity, Known
from govgrammar.model.cell import EMPTY, NOTHING, CellState, Number
from govgrammar.plan import BlockPlan
from govgrammar.short_rows import identities_of, missing_rows


class Search(NamedTuple):
    """What the short rows of a block were solved with, and what came out."""

    block: BlockPlan
    fixed: dict[str, Sequence[Known]]
    short: dict[str, list[Number | None]]
    identities: tuple[Identity, ...]
    solution: Solution


@define
class ShortCells(CellWriter):
    """Writes the cells of rows that lack some, or have one too many.  `searches` say afterwards how."""

    searches: list[Search] = field(factory=list, init=False)

    def _values(self, found: FoundRow) -> list[Number | None]:
        """The figures of a row in order, `None` for a blank; words are no figures."""
        values: list[Number | None] = []
        for slot in found.grid.slots:
            reading = EMPTY if slot < 0 else self.kinds[slot].reading
            values.append(reading.value)
        return values

    def _too_long(self, found: FoundRow) -> None:
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

    def _short(self, blocks: FoundBlock, found: list[FoundRow], short: list[FoundRow]) -> None:
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
        self.searches.append(Search(plan, fixed, short_values, identities, solution))
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

    def _solvable(self, found: FoundRow, width: int) -> bool:
        """Whether identities may place a short row's figures: its columns are the form's, what it lacks was blank, and it
        holds numbers only.
        """
        in_order = found.trusted and found.targets == found.row.cells[:width]
        whole = not found.run.style.distinct and not self._may_be_cut(found)
        return in_order and whole and CellState.TEXT not in self._states(found)

    def _states(self, found: FoundRow) -> set[CellState]:
        slots = (slot for slot in found.grid.slots if slot >= 0)
        return {self.kinds[slot].reading.state for slot in slots}

    def _may_be_cut(self, found: FoundRow) -> bool:
        """Whether the text ends right behind a row's last figure: it may be half of one."""
        return found.run.at_end and not self.physical.text[self._span(found).end :].strip(" \t\r\n|")

    def _known(self, target: int) -> Known:
        reading = self.readings[target]
        if reading.state is CellState.TEXT or reading.state is CellState.AMBIGUOUS:
            return UNKNOWN
        return reading.value

    def _place(self, found: FoundRow, solved: Solved) -> None:
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
