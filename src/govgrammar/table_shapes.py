"""What a table section is read as, by its shape: tables whose labels and gaps are the same are read the same way.

The shape is the characters of every cell that is no value, a sign for each value, what a layout made of every gap, or the
characters of those that none has read, and where the cells stand in tables of the file's own.  What is remembered never changes an answer: a table is
always read by `TableReader`, and what that made of one is kept by the numbers of its cells, without their places in the text.
Tokens get those when they are asked for.  A document in which a figure reaches into the row below it shares nothing: such a
figure may stand outside of every table section.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple, TypeVar, overload

from attrs import define, field, frozen

from govgrammar.classify import CellKind, Classifier
from govgrammar.form import VALUES, Form
from govgrammar.layouts.physical import PhysicalText
from govgrammar.memory import Memory
from govgrammar.model.cell import EMPTY, NOTHING
from govgrammar.table_reader import TableReader, all_differ
from govgrammar.tokens import Token, ValueRun

T = TypeVar("T")
#: A longer table is no report's.
_MOST_CELLS: Final = 5_000
#: So many cells are looked up together.
_AT_ONCE: Final = 128
_symbol: Final = attrgetter("symbol")
_sign: Final = attrgetter("sign")
#: What `ABSENT` and `BLANK` count from the end.
_BEHIND: Final = tuple(CellKind(VALUES, "", reading, begins=False) for reading in (NOTHING, EMPTY))
#: Characters of all remembered tables together.
_REMEMBERED: Final = 6_000_000


class Piece(NamedTuple):
    """A token counted from its table's first cell: `lead` is where it begins in its first cell, `stop` where it ends in its
    last one, `None` for the end of what is written there.
    """

    type: str
    first: int
    last: int
    lead: int
    stop: int | None
    run: ValueRun | None
    distance: int

    def token(self, physical: PhysicalText, begin: int) -> Token:
        """The token in a table that begins at a cell."""
        first, last = self.first + begin, self.last + begin
        end = physical.end(last) if self.stop is None else physical.starts[last] + self.stop
        run = moved(self.run, begin) if self.run else None
        return Token(self.type, physical.starts[first] + self.lead, end, first, last, run, distance=self.distance)


def moved(run: ValueRun, cells: int) -> ValueRun:
    """A run whose cells are counted from another one."""
    return run._replace(slots=tuple([slot + cells if slot >= 0 else slot for slot in run.slots]))


@frozen(eq=False)
class TableShape:
    """What a table section is read as: its tokens, the number of its cells, and what ends it.

    `told` is how many cells it takes to tell the shape, those behind its end included.  `alike` are cells, counted from the
    one before the table, of which it was asked whether two are alike; `distinct` was the answer.  `damaged` are tokens of
    labels that have lost glyphs, or have wrong ones.
    """

    pieces: tuple[Piece, ...]
    types: tuple[str, ...]
    size: int
    told: int
    closing: str | None
    alike: tuple[int, ...]
    distinct: bool
    damaged: tuple[int, ...]

    def holds(self, physical: PhysicalText, begin: int) -> bool:
        """Whether the answer is the same for the table that begins at a cell."""
        if not self.alike:
            return True
        return all_differ(physical.cells[begin - 1 : begin + self.told], self.alike) == self.distinct


class TableAt(NamedTuple):
    """A table in a text: its shape, its first cell, and what its cells are."""

    shape: TableShape
    begin: int
    kinds: list[CellKind]


@define(eq=False)
class TableShapes:
    """Reads tables, and remembers the shapes of those that it has read, within bounds."""

    form: Form
    classify: Classifier
    known: Memory[tuple[object, ...], TableShape] = field(factory=lambda: Memory(_REMEMBERED))

    def read(self, physical: PhysicalText, section: str, begin: int, *, headings_marked: bool) -> TableAt:
        """The table that begins at a cell."""
        kinds = self._kinds(physical, begin)
        behind = begin + len(kinds)
        if not begin or physical.reaching or len(kinds) > _MOST_CELLS:
            return TableAt(self._fresh(physical, section, begin, kinds, marked=headings_marked)[0], begin, kinds)
        last = behind - (bool(kinds) and kinds[-1].closes)
        shape_of = (
            (section, headings_marked, physical.gridded, physical.packed),
            tuple(map(_symbol, kinds)),
            *_gaps(physical, begin - 1, last),
            _places(physical, begin - 1, behind) if physical.places else (),
        )
        for distinct in (False, True):
            known = self.known.get((*shape_of, distinct))
            if known is not None and known.holds(physical, begin):
                return TableAt(known, begin, kinds)
        shape, shared = self._fresh(physical, section, begin, kinds, marked=headings_marked)
        if shared:
            size = physical.starts[behind - 1] - physical.starts[begin]
            self.known.keep((*shape_of, shape.distinct), shape, size)
        return TableAt(shape, begin, kinds)

    def _kinds(self, physical: PhysicalText, begin: int) -> list[CellKind]:
        """What the cells are, up to the heading that closes the table."""
        kinds: list[CellKind] = []
        add = kinds.append
        for start in range(begin, len(physical.cells), _AT_ONCE):
            for kind in map(self.classify.kinds.__getitem__, physical.cells[start : start + _AT_ONCE]):
                add(kind)
                if kind.closes:  # what stands behind is looked up by whoever needs it
                    return kinds
        return kinds

    def _fresh(
        self, physical: PhysicalText, section: str, begin: int, kinds: list[CellKind], *, marked: bool
    ) -> tuple[TableShape, bool]:
        """A table as read, and whether every table of its shape is read so."""
        reader = TableReader(self.form, self.classify, physical, section, begin, marked)
        reader.read()
        pieces = tuple(_piece(token, physical, begin) for token in reader.out)
        shape = TableShape(
            pieces,
            tuple([piece.type for piece in pieces]),
            reader.end - begin,
            len(kinds),
            reader.closing,
            tuple([index - begin + 1 for index in reader.alike]),
            reader.distinct,
            tuple([number for number, piece in enumerate(pieces) if piece.distance]),
        )
        behind = begin + len(kinds)
        to_the_end = behind == len(physical.cells) and not (kinds and kinds[-1].closes)
        whole = reader.reach < behind and (reader.end < behind or to_the_end)
        return shape, whole and all(_is_shared(piece, kinds) for piece in pieces)


def _gaps(physical: PhysicalText, begin: int, last: int) -> tuple[object, object]:
    """The gaps behind these cells: what a layout made of them, and the characters of the others."""
    read, written = physical.read, physical.gaps[begin:last]
    if not read:
        return (), _spelled(written)
    try:
        return _spelled([*map(_sign, map(read.__getitem__, range(begin, last)))]), ()
    except KeyError:  # some are the text's own
        signs = [read[index].sign if index in read else "-" for index in range(begin, last)]
        own = ["-" if index in read else gap for index, gap in enumerate(written, begin)]
        return _spelled(signs), _spelled(own)


def _places(physical: PhysicalText, begin: int, behind: int) -> tuple[object, ...]:
    """Where cells stand in tables of the file's own, with how many places each of their rows has."""
    places = list(map(physical.places.get, range(begin, behind)))
    rows = [place for place in places if place is not None]
    return (*places, *(physical.extents[rows[0].top : max(place.bottom for place in rows)] if rows else ()))


def _spelled(gaps: Sequence[str]) -> object:
    """Gaps as one string, which is compared at once; none has a letter, and where one has they stay apart."""
    joined = "g".join(gaps)
    return joined if joined.count("g") < len(gaps) else tuple(gaps)


def _piece(token: Token, physical: PhysicalText, begin: int) -> Piece:
    at_end = token.end == physical.end(token.last)
    return Piece(
        token.type,
        token.first - begin,
        token.last - begin,
        token.start - physical.starts[token.first],
        None if at_end else token.end - physical.starts[token.last],
        moved(token.run, -begin) if token.run else None,
        token.distance,
    )


def _is_shared(piece: Piece, kinds: Sequence[CellKind]) -> bool:
    """Whether the place of a token depends on what all tables of its shape share: not on the characters of a value."""
    return (not piece.lead or isinstance(kinds[piece.first].symbol, str)) and (
        piece.stop is None or isinstance(kinds[piece.last].symbol, str)
    )


class Tokens(Sequence[Token]):
    """The tokens of a text, made when they are asked for.

    `shared` is true where tables of one shape share what they are read as.  Then cells have numbers among those of the tables,
    else their indices in the text.
    """

    def __init__(self, physical: PhysicalText) -> None:
        self.physical = physical
        self.shared = not physical.reaching
        self.types: list[str] = []
        self.tables: list[TableAt] = []
        self._made: list[Token | Callable[[], Token] | None] = []
        self._firsts: list[int] = []
        self._cells: list[int] = []  # the number of each table's first cell
        self._kinds: list[CellKind] | None = None

    def append(self, terminal: str, make: Callable[[], Token]) -> None:
        """Add a token, which is made when it is asked for."""
        self.types.append(terminal)
        self._made.append(make)

    def add_table(self, table: TableAt) -> None:
        """Add the tokens of a table."""
        self._firsts.append(len(self.types))
        before = self._cells[-1] + len(self.tables[-1].kinds) if self.tables else 0
        self._cells.append(before if self.shared else table.begin)
        self.tables.append(table)
        self.types += table.shape.types
        self._made += [None] * len(table.shape.types)

    @property
    def table_tokens(self) -> list[int]:
        """The first token of each table."""
        return self._firsts

    @property
    def ends_with_values(self) -> bool:
        """Whether the last token is a row's figures."""
        return bool(self.types) and self.types[-1] == VALUES

    def is_in_table(self, index: int) -> bool:
        """Whether a token stands in a table, between its heading and what ends it."""
        table = bisect_right(self._firsts, index) - 1
        return table >= 0 and index - self._firsts[table] < len(self.tables[table].shape.types)

    def run(self, index: int) -> ValueRun | None:
        """The figures that a token stands for, as numbers of the tables' cells."""
        if not self.is_in_table(index):
            return None
        table, piece = self.piece(index)
        return moved(piece.run, self._cells[table]) if piece.run else None

    def kinds(self, classify: Classifier) -> list[CellKind]:
        """What each cell that has a number is, and behind these a cell that the document has not, and a blank one."""
        if self._kinds is None:
            kinds: list[CellKind] = []
            for table in self.tables if self.shared else ():
                kinds += table.kinds
            if not self.shared:
                kinds += map(classify, self.physical.cells)
            kinds += _BEHIND
            self._kinds = kinds
        return self._kinds

    def index_of(self, cell: int) -> int:
        """The index in the text of a cell of the tables."""
        if not self.shared:
            return cell
        table = bisect_right(self._cells, cell) - 1
        return cell - self._cells[table] + self.tables[table].begin

    def number_of(self, index: int) -> int:
        """The number among the cells of the tables of a cell of the text."""
        if not self.shared:
            return index
        table = bisect_right(self.tables, index, key=lambda table: table.begin) - 1
        return index - self.tables[table].begin + self._cells[table]

    def piece(self, index: int) -> tuple[int, Piece]:
        """Which table a token stands in, and the token counted from its first cell."""
        table = bisect_right(self._firsts, index) - 1
        return table, self.tables[table].shape.pieces[index - self._firsts[table]]

    def damaged(self) -> Iterator[Token]:
        """Tokens of labels that have lost glyphs, or have wrong ones."""
        for first, table in zip(self._firsts, self.tables, strict=True):
            for number in table.shape.damaged:
                yield self[first + number]

    def __len__(self) -> int:
        return len(self.types)

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...

    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        made = self._made[index]
        if made is None:
            table, piece = self.piece(index % len(self))
            made = self._made[index] = piece.token(self.physical, self.tables[table].begin)
        elif not isinstance(made, Token):
            made = self._made[index] = made()
        return made
