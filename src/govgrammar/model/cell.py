"""What the document says in one cell, and the columns in which a report's cells are held."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import repeat
from typing import Final

from attrs import define, field, frozen

from govgrammar.model.later import Later
from govgrammar.source import Span

#: What a number can be: a count, or an amount of money.
Number = int | Decimal


class CellState(StrEnum):
    """What the document says in a cell.  Only `NUMBER` carries a value; nothing here stands in for zero."""

    NUMBER = "number"
    BLANK = "blank"  #: the cell is there and empty
    NOT_APPLICABLE = "not_applicable"  #: a slash, a dash, 无, 不适用
    TEXT = "text"  #: something else is written
    ABSENT = "absent"  #: the form has this cell, the document has not
    AMBIGUOUS = "ambiguous"  #: the document does not determine the value


class Placement(StrEnum):
    """How a cell came to its column."""

    READ = "read"  #: the layout says the column
    INFERRED = "inferred"  #: too few cells, and the form's identities leave one possibility


@define(unsafe_hash=True)  # made for every figure that was never seen: a frozen one takes three times as long to make
class Reading:
    """What one cell's characters say, whatever its place: offsets count from the cell's first character.  Never changed.

    `plain` is true for a blank and for an unsigned whole number: no column takes those for anything else.
    """

    state: CellState
    value: Number | None
    start: int
    end: int
    length: int
    unit: str | None = None
    plain: bool = field(default=False, eq=False)


NOTHING: Final = Reading(CellState.ABSENT, None, 0, 0, 0)
EMPTY: Final = Reading(CellState.BLANK, None, 0, 0, 0, plain=True)


@frozen
class CellKey:
    """Which cell of the form: table, row and column by the glossary's identifiers."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"


@frozen(eq=False, slots=False)
class CellStore(Later):
    """A report's cells as columns; `Cell` objects are views, made when they are asked for, and so are places.

    `candidates` and `inferred` name only the cells that need it, by index.
    """

    text: str
    keys: tuple[CellKey, ...]
    readings: list[Reading]
    places: list[int]
    units: dict[int, str] = field(factory=dict)
    candidates: dict[int, tuple[Number | None, ...]] = field(factory=dict)
    inferred: frozenset[int] = frozenset()
    labels: dict[int, str] = field(factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CellStore):
            return NotImplemented
        return len(self) == len(other) and all(
            (a, a.span, a.raw, a.label) == (b, b.span, b.raw, b.label) for a, b in zip(self, other, strict=True)
        )

    __hash__ = None  # type: ignore[assignment] # it holds lists

    def __iter__(self) -> Iterator[Cell]:
        return map(Cell, repeat(self), range(len(self.keys)))


class Cell:
    """One cell of one table.  Two cells are equal where they say the same, wherever the text stands.

    `value` is an `int` (件, or what the column counts) or a `Decimal` (money, in `unit`), and `None` unless `state` is
    `number`.  `raw` is the whole cell as written.  `span` holds the number's own characters; for an ambiguous cell it is
    the whole row, for an absent one it has no width.
    """

    __slots__ = ("_index", "_store")

    def __init__(self, store: CellStore, index: int) -> None:
        self._store = store
        self._index = index

    @property
    def key(self) -> CellKey:
        """Table, row and column together."""
        return self._store.keys[self._index]

    @property
    def table(self) -> str:
        """`proactive_disclosure`, `requests` or `remedies`."""
        return self._store.keys[self._index].table

    @property
    def row(self) -> str:
        """The row's identifier, with dots; `unexpected.N` for a row that the form does not have."""
        return self._store.keys[self._index].row

    @property
    def column(self) -> str:
        """The column's identifier; `unexpected.N` for a column that the form does not have."""
        return self._store.keys[self._index].column

    @property
    def state(self) -> str:
        """What is there: `number`, `blank`, `not_applicable`, `text`, `absent` or `ambiguous`."""
        return str(self._store.readings[self._index].state.value)

    @property
    def value(self) -> Number | None:
        """The number that the document gives, or `None`."""
        return self._store.readings[self._index].value

    @property
    def raw(self) -> str:
        """The whole cell as written; for an ambiguous cell, its row's figures."""
        reading = self._store.readings[self._index]
        place = self._store.places[self._index]
        return self._store.text[place : place + reading.length]

    @property
    def place(self) -> int:
        """Where the whole cell as written begins."""
        return self._store.places[self._index]

    @property
    def span(self) -> Span:
        """Where the document says it."""
        reading = self._store.readings[self._index]
        place = self._store.places[self._index]
        return Span(place + reading.start, place + reading.end)

    @property
    def unit(self) -> str | None:
        """The unit printed in the cell, else the one printed in its column's header."""
        return self._store.readings[self._index].unit or self._store.units.get(self._index)

    @property
    def placement(self) -> str:
        """`read` where the layout says the column, `inferred` where the form's identities leave one possibility."""
        return str(Placement.INFERRED.value if self._index in self._store.inferred else Placement.READ.value)

    @property
    def candidates(self) -> tuple[Number | None, ...]:
        """For an ambiguous cell the values that it can have, `None` standing for blank; otherwise empty."""
        return self._store.candidates.get(self._index, ())

    @property
    def label(self) -> str | None:
        """For a row or column that the form does not have, its label as written."""
        return self._store.labels.get(self._index)

    def _comparable(self) -> tuple[object, ...]:
        return (self.key, self.state, self.value, self.unit, self.placement, self.candidates)

    def __eq__(self, other: object) -> bool:
        return self._comparable() == other._comparable() if isinstance(other, Cell) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._comparable())

    def __repr__(self) -> str:
        shown = self.value if self.value is not None else self.state
        return f"<Cell {self.key} {shown} at {self.span.start}>"
