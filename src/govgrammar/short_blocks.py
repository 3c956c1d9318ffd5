"""The short rows of a block and what stands beside them, whatever the figures: made once for all documents of a shape.

What an ambiguous row needs is prepared here; a document gives its figures, and which of its cells are words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from attrs import field, frozen

from govgrammar.align import Outcome, outcome
from govgrammar.arrange import Arrangement, FoundBlock, FoundRow, Unsettled
from govgrammar.choices import Choice, choice
from govgrammar.classify import CellKind
from govgrammar.form import Form
from govgrammar.grid import BLANK
from govgrammar.identities import UNKNOWN, Identity, Known
from govgrammar.memory import Memory, shared
from govgrammar.model.cell import CellState, Number, Reading
from govgrammar.picks import picker
from govgrammar.short_rows import identities_of, missing_rows
from govgrammar.short_tables import ShortTable, short_table
from govgrammar.table_shapes import Piece, Tokens

#: Cells of all remembered blocks together.
_REMEMBERED: Final = 60_000
_WORDS: Final = frozenset((CellState.TEXT, CellState.AMBIGUOUS))


@frozen(eq=False)
class ShortRow:
    """A row that lacks cells.

    `pick` takes its cells from all of them, `blanks` is how many of its places are blank.  `label` and `figures` are where
    its tokens stand: in which table, and which piece of it; `None` outside of tables.  `spelled` is the label where every
    document of the shape has the same, as it has unless a value stands in it.  `usual` is true where identities may place
    its figures: its columns are the form's, and what it lacks was blank.
    """

    found: FoundRow
    targets: tuple[int, ...]
    pick: Callable[[Sequence[CellKind]], Sequence[CellKind]]
    blanks: int
    label: tuple[int, Piece] | None
    figures: tuple[int, Piece] | None
    spelled: str | None
    usual: bool

    def in_order(self, values: Sequence[Number | None]) -> Choice:
        """What its columns can hold if only the order is known."""
        return choice(values, len(self.targets))


@frozen(eq=False, slots=False)
class Together:
    """Short rows of a block that are solved together, by number, and the rows beside them.

    `fixed` gives each other row's cells where all of them are known, `None` for one that is blank in every document, else
    what stands for each.  `pick` takes the readings of those cells, and `watched` are those of them that may hold words.
    """

    block: ShortBlock
    short: tuple[int, ...]
    fixed: Mapping[str, tuple[int | None, ...] | Known]
    pick: Callable[[Sequence[Reading]], Sequence[Reading]]
    watched: tuple[int, ...]

    def rows(self, readings: Sequence[Reading]) -> dict[str, Sequence[Known]]:
        """The rows beside the short ones, as `align` takes them."""
        told = iter(readings)
        width = self.block.width
        return {
            name: [None if cell is None else _known(next(told)) for cell in cells]
            if isinstance(cells, tuple)
            else [cells] * width
            for name, cells in self.fixed.items()
        }

    def named(self, values: Sequence[Sequence[Number | None]]) -> dict[str, list[Number | None]]:
        """The values of its short rows by name."""
        return {self.block.short[n].found.row.name: [*row] for n, row in zip(self.short, values, strict=True)}

    def outcome(
        self, readings: Sequence[Reading], values: Sequence[Sequence[Number | None]], budget: int, *, words: bool
    ) -> Outcome:
        """What is known of its short rows; `words` is true where one of them holds a word or a slash."""
        if not self.block.identities:
            return outcome(None, (), values, self.block.width, budget)
        known: list[Any] = [reading.value for reading in readings]
        asked: tuple[object, ...] = (self,)
        if words or self.watched or None in known:
            unknown = [readings[n].state in _WORDS and not readings[n].plain for n in self.watched]
            asked = (
                self,
                tuple([value is None for value in known]),
                tuple(unknown),
                tuple([tuple([value is None for value in row]) for row in values]),
            )
        table = _tables.get(asked)
        if table is None:
            table = short_table(self.rows(readings), self.named(values), self.block.width, self.block.identities)
            _tables.keep(asked, table, (len(self.fixed) + len(values)) * self.block.width)
        if len(asked) > 1:
            known = [value for value in known if value is not None]
        return outcome(table, known, values, self.block.width, budget)


@frozen(eq=False, slots=False)
class ShortBlock:
    """A block of which some rows are short: all rows whose columns are told, and those that are short."""

    block: FoundBlock
    told: tuple[FoundRow, ...]
    short: tuple[ShortRow, ...]
    identities: tuple[Identity, ...]
    settled: frozenset[int]
    careful: frozenset[int]
    _together: dict[tuple[int, ...], Together] = field(factory=dict, init=False)

    @cached_property
    def width(self) -> int:
        """The form's number of columns."""
        return self.block.plan.width

    @cached_property
    def usual(self) -> tuple[int, ...]:
        """The short rows that may be solved together, if they hold no words and are not cut."""
        return tuple([number for number, row in enumerate(self.short) if row.usual])

    @cached_property
    def ends(self) -> bool:
        """Whether one of them stands at the end of a text, and may be cut."""
        return any(row.found.run.at_end for row in self.short)

    def together(self, short: tuple[int, ...]) -> Together:
        """These of its short rows together."""
        known = self._together.get(short)
        if known is None:
            if len(self._together) >= _MOST_SETS:
                self._together.clear()
            known = self._together[short] = self._made(short)
        return known

    def _made(self, short: tuple[int, ...]) -> Together:
        solved = {id(self.short[number].found) for number in short}
        names = Counter([found.row.name for found in self.told])
        fixed: dict[str, tuple[int | None, ...] | Known] = {}
        blank = self._blank()
        for found in self.told:
            if id(found) in solved:
                continue
            cells = found.row.cells[: self.width]
            whole = found.grid.complete and names[found.row.name] == 1 and {*(found.targets or ())} >= {*cells}
            fixed[found.row.name] = tuple([None if c in blank else c for c in cells]) if whole else UNKNOWN
        bare = {row.name for row in self.block.plan.rows if row.values is None}
        for name in missing_rows(self.block.plan.block, names):
            fixed[name] = None if name in bare else UNKNOWN
        read = [cell for cells in fixed.values() if isinstance(cells, tuple) for cell in cells if cell is not None]
        watched = tuple([n for n, cell in enumerate(read) if cell in self.careful or cell not in self.settled])
        return Together(self, short, fixed, picker(read), watched)

    def _blank(self) -> set[int]:
        """The cells that are blank in every document of the shape."""
        return {
            cell
            for found in self.told
            for cell, slot in zip(found.targets or (), found.grid.slots, strict=False)
            if slot == BLANK and cell in self.settled
        }


#: So many sets of rows are told apart in one block: more come about where words stand in many of them.
_MOST_SETS: Final = 16
_blocks: Final = shared(Memory[FoundBlock, ShortBlock](_REMEMBERED))
_tables: Final = shared(Memory[tuple[object, ...], ShortTable](_REMEMBERED))


def short_block(
    rows: Unsettled, told: tuple[FoundRow, ...], arranged: Arrangement, tokens: Tokens, form: Form
) -> ShortBlock:
    """The block of rows that lack cells; `told` are all its rows whose columns are told, as far as the text goes."""
    known = _blocks.get(rows.block) if rows.whole else None
    if known is None:
        known = _short_block(rows, told, arranged, tokens, form)
        if rows.whole and arranged.shared:
            _blocks.keep(rows.block, known, len(known.told) * known.width)
    return known


def _short_block(
    rows: Unsettled, told: tuple[FoundRow, ...], arranged: Arrangement, tokens: Tokens, form: Form
) -> ShortBlock:
    plan = rows.block.plan
    names = Counter([found.row.name for found in told])
    return ShortBlock(
        rows.block,
        told,
        tuple([_short_row(found, plan.width, tokens, once=names[found.row.name] == 1) for found in rows.short]),
        identities_of(form.edition(plan.edition).table(rows.block.table.name), plan.block),
        frozenset(target for found in arranged.settled for target in found.targets or ()),
        frozenset(target for target, _, _ in arranged.careful),
    )


def _short_row(found: FoundRow, width: int, tokens: Tokens, *, once: bool) -> ShortRow:
    targets, slots = found.targets or (), found.grid.slots
    in_order = found.trusted and targets == found.row.cells[:width]
    return ShortRow(
        found,
        targets,
        picker(slots),
        sum(slot < 0 for slot in slots),
        _at(found.row.label, tokens),
        _at(found.row.values or 0, tokens),
        _spelled(found.row.label, tokens),
        usual=once and in_order and not found.run.style.distinct,
    )


def _at(token: int, tokens: Tokens) -> tuple[int, Piece] | None:
    return tokens.piece(token) if tokens.is_in_table(token) else None


def _spelled(token: int, tokens: Tokens) -> str | None:
    """A label as every document of the shape has it; what stands between two cells may differ from text to text."""
    at = _at(token, tokens)
    if at is None:
        return None
    table, piece = at
    if piece.first != piece.last or not isinstance(tokens.tables[table].kinds[piece.first].symbol, str):
        return None
    made = tokens[token]
    return tokens.physical.text[made.start : made.end]


def _known(reading: Reading) -> Known:
    """What a cell of a complete row says."""
    return reading.value if reading.plain or reading.state not in _WORDS else UNKNOWN
