"""Rows that have too many cells, or too few: what `align` says is known of them goes into their cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from attrs import define, field

from govgrammar import codes
from govgrammar.arrange import FoundBlock, FoundRow
from govgrammar.cell_writer import CellWriter, span_reading
from govgrammar.model.cell import EMPTY, NOTHING, CellState, Number
from govgrammar.plan import BlockPlan

if TYPE_CHECKING:
    from govgrammar.align import Solution, Solved
    from govgrammar.identities import Identity, Known, Unknown


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
        return [None if slot < 0 else self.kinds[slot].reading.value for slot in found.grid.slots]

    def _too_long(self, found: FoundRow) -> None:
        stated, span = dict.fromkeys(self._values(found)), self._span(found)
        values, reading = (*[value for value in stated if value is not None], None), span_reading(span)
        for target in found.targets or ():
            self._ambiguous(target, values, reading, span.start)
        self._say(
            codes.TOO_MANY_CELLS,
            span,
            row=found.row.name,
            label=self._label(found.row),
            found=len(found.grid.slots),
            expected=len(found.targets or ()),
        )

    def _short(self, blocks: FoundBlock, found: list[FoundRow], short: list[FoundRow]) -> None:
        # No row is short in most reports: whoever reads those does not wait for the solver.
        from govgrammar.align import by_order, solve  # noqa: PLC0415
        from govgrammar.identities import UNKNOWN  # noqa: PLC0415
        from govgrammar.short_rows import identities_of, missing_rows  # noqa: PLC0415

        table, plan = blocks.table, blocks.plan
        block, width = plan.block, plan.width
        names = Counter([row.row.name for row in found])
        usual = {row.row.name: row for row in short if names[row.row.name] == 1 and self._solvable(row, width)}
        fixed: dict[str, Sequence[Known]] = {}
        for row in found:
            if row.row.name in usual:
                continue
            cells = row.row.cells[:width]
            whole = row.grid.complete and names[row.row.name] == 1
            if whole and (row.targets == cells or set(row.targets or ()) >= set(cells)):
                fixed[row.row.name] = self._known(cells, UNKNOWN)
            else:
                fixed[row.row.name] = [UNKNOWN] * width
        bare = {row.name for row in plan.rows if row.values is None}
        for name in missing_rows(block, names):
            fixed[name] = [None if name in bare else UNKNOWN] * width
        short_values = {name: self._values(row) for name, row in usual.items()}
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
            known = solution.rows.get(row.row.name)
            self._place(row, by_order(self._values(row), len(row.targets or ())) if known is None else known)

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

    def _known(self, cells: Sequence[int], unknown: Unknown) -> list[Known]:
        """What the cells of a complete row say."""
        readings, words = self.readings, (CellState.TEXT, CellState.AMBIGUOUS)
        return [
            reading.value if (reading := readings[c]).plain or reading.state not in words else unknown for c in cells
        ]

    def _place(self, found: FoundRow, solved: Solved) -> None:
        span, slots = self._span(found), [slot for slot in found.grid.slots if slot >= 0]
        words = not self._states(found) <= {CellState.NUMBER}  # a slash or a word can stand wherever no number does
        open_row, behind_label = span_reading(span), self.tokens[found.row.label].end
        placed: list[int] = []
        open_cells = False
        for column, (target, values) in enumerate(zip(found.targets or (), solved.values, strict=True)):
            if (values == (None,) or not values) and not words:
                self._write(target, EMPTY if len(slots) < len(found.grid.slots) else NOTHING, behind_label, found)
                continue
            slot = self._slot_of(slots, values[0], column, solved) if solved.confirmed[column] else None
            if slot is None:
                candidates = values if solved.confirmed[column] or None in values else (*values, None)
                self._ambiguous(target, candidates, open_row, span.start)
                open_cells = True
                continue
            self._write(target, self._reading(slot, target, found), self._start(slot), found)
            self.inferred.add(target)
            placed.append(target)
        if open_cells:
            self._say(
                codes.TOO_FEW_CELLS,
                span,
                row=found.row.name,
                label=self._label(found.row),
                found=len(found.grid.slots),
                expected=len(found.targets or ()),
            )
        if placed:
            cells = "、".join(f"{self.plan.keys[t].column} = {self.readings[t].value}" for t in placed)
            label = self._label(found.row)
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
