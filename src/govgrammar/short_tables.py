"""What the rows of a table ask of each other, whatever the figures: remembered by which rows are short, and which cells blank.

Figures of complete rows are numbered through, row by row and blanks left out, and those of a short row from 0; an identity
names them by number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Final, NamedTuple

from attrs import field, frozen

from govgrammar.identities import UNKNOWN, Identity, Known, Split, Unknown, split
from govgrammar.memory import Memory, shared
from govgrammar.model.cell import Number
from govgrammar.picks import adder, picker
from govgrammar.placements import BLANK, Ways, ways

#: Rows of all remembered orders of one table together.
_ORDERS: Final = 1_000
#: Cells of all remembered tables together.
_REMEMBERED: Final = 60_000


class Sides(NamedTuple):
    """What the complete rows give to an identity: figures on its left and on its right, and what adds them up.

    `at_most` is true where words stand for a part, so that the right may be less.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    at_most: bool
    add_left: Callable[[Sequence[Number]], Number]
    add_right: Callable[[Sequence[Number]], Number]

    def sums(self, figures: Sequence[Number]) -> tuple[Number, Number]:
        """What they add up to."""
        return self.add_left(figures), self.add_right(figures)


class Alone(NamedTuple):
    """An identity in which one row only is short: its placements for which it says something, by the figures of the row.

    `single` are those cases where each has one figure at most, all on one side, on the left or not: the figure's number, the
    last of all for none.
    """

    sides: Sides
    cases: tuple[tuple[tuple[int, ...], tuple[int, ...], int], ...]
    on_left: bool
    single: tuple[tuple[int, int], ...] | None


class Between(NamedTuple):
    """An identity in which several rows are short.  `open_cells` are (row by number, column, whether it stands on the left)."""

    identity: Identity
    sides: Sides
    blank: bool
    open_cells: tuple[tuple[int, int, bool], ...]


class Judged(NamedTuple):
    """An identity between rows that can be judged once a row is placed, by what stands in a column of it.

    `whole` is true where all its rows are placed then; else `later` are the parts of rows behind, as (depth, column).
    """

    number: int
    link: Between
    column: int
    on_left: bool
    whole: bool
    later: tuple[tuple[int, int], ...]


class Turn(NamedTuple):
    """What identities between rows have to do with a row, if rows are placed one after the other.

    `open` picks those in which this row or a later one has a share, `open_links` is the set of them; `cells` are
    (identity, column, whether it stands on the left).
    """

    open: Callable[[Sequence[Number]], object]
    open_links: int
    cells: tuple[tuple[int, int, bool], ...]
    judged: tuple[Judged, ...]


class Proof(NamedTuple):
    """An identity without words, which may confirm figures of short rows: `left` and `right` take those of complete rows."""

    identity: Identity
    left: Callable[[Sequence[Number]], Sequence[Number]]
    right: Callable[[Sequence[Number]], Sequence[Number]]
    open_cells: tuple[tuple[int, int, bool], ...]


@frozen(eq=False, slots=False)
class ShortTable:
    """The short rows of a table, by number, and what the identities say of them.

    `rows` are the complete ones with their blanks and words, all figures being alike; `stated` are the short ones: which of
    their values are figures.
    """

    width: int
    identities: tuple[Identity, ...]
    rows: Mapping[str, Sequence[Known]]
    stated: Mapping[str, tuple[bool, ...]]
    _turns: Memory[tuple[int, ...], tuple[Turn, ...]] = field(factory=lambda: Memory(_ORDERS), init=False)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The short rows' numbers by their names."""
        return {name: number for number, name in enumerate(self.stated)}

    @cached_property
    def ways(self) -> tuple[Ways | None, ...]:
        """The placements of each short row; `None` where there are too many to search."""
        return tuple(ways(stated, self.width) for stated in self.stated.values())

    @cached_property
    def closed(self) -> tuple[tuple[Identity, Sides], ...]:
        """Identities in which no row is short, and that say something."""
        return tuple(
            (link.identity, self._sides(link))
            for link in self._splits
            if not link.open_cells and link.identity.says(bool(link.left), bool(link.right), link.blank)
        )

    @cached_property
    def alone(self) -> tuple[tuple[Alone, ...], ...]:
        """For each short row, the identities in which it is the only one."""
        found: list[list[Alone]] = [[] for _ in self.stated]
        for link in self._splits:
            if len({row for row, _, _ in link.open_cells}) == 1:
                row = self.numbers[link.open_cells[0][0]]
                found[row].append(_alone(self._sides(link), self._cases(link, row), link.open_cells))
        return tuple(map(tuple, found))

    @cached_property
    def between(self) -> tuple[Between, ...]:
        """Identities in which several rows are short."""
        return tuple(
            Between(link.identity, self._sides(link), link.blank, self._open(link))
            for link in self._splits
            if len({row for row, _, _ in link.open_cells}) > 1
        )

    @cached_property
    def linked(self) -> tuple[int, ...]:
        """The short rows that stand in an identity with another one."""
        rows = {row for link in self.between for row, _, _ in link.open_cells}
        return tuple(sorted(rows))

    @cached_property
    def totals(self) -> frozenset[int]:
        """Those of them that stand on the left of one."""
        return frozenset(row for link in self.between for row, _, on_left in link.open_cells if on_left)

    @cached_property
    def stated_links(self) -> tuple[int, int, int]:
        """Of these identities, the sets of those that complete rows give a figure on the left, on the right, and a blank."""
        links = [(bool(sides.left), bool(sides.right), blank) for _, sides, blank, _ in self.between]
        left, right, blank = (sum(1 << n for n, told in enumerate(links) if told[which]) for which in range(3))
        return left, right, blank

    @cached_property
    def told_apart(self) -> dict[int, frozenset[int]]:
        """For each linked row the columns in which identities between rows tell a zero from a blank.

        They do where the cell is a total, where it could be the only part that is stated at all, and where one blank leaves
        an identity without a meaning.
        """
        found: dict[int, set[int]] = {row: set() for row in self.linked}
        for identity, sides, _, open_cells in self.between:
            for row, column, on_left in open_cells:
                if on_left or not sides.right if identity.is_sum else not identity.blank_is_zero:
                    found[row].add(column)
        return {row: frozenset(columns) for row, columns in found.items()}

    def turns(self, order: tuple[int, ...]) -> tuple[Turn, ...]:
        """What identities between rows have to do with each linked row, if they are placed in this order."""
        known = self._turns.get(order)
        if known is None:
            known = tuple(self._turn(depth, order) for depth in range(len(order)))
            self._turns.keep(order, known, len(order))
        return known

    def _turn(self, depth: int, order: tuple[int, ...]) -> Turn:
        open_links, cells, judged = [], [], []
        for number, link in enumerate(self.between):
            own = sorted([(order.index(row), column, on_left) for row, column, on_left in link.open_cells])
            last = own[-1][0]
            if last >= depth:
                open_links.append(number)
            total = max((place for place, _, on_left in own if on_left), default=-1)
            later = tuple((place, column) for place, column, on_left in own if place > depth and not on_left)
            for column, on_left in [(column, on_left) for place, column, on_left in own if place == depth]:
                cells.append((number, column, on_left))
                if depth == last or (link.identity.is_sum and depth >= total):
                    judged.append(Judged(number, link, column, on_left, depth == last, later))
        return Turn(itemgetter(*open_links), sum(1 << n for n in open_links), tuple(cells), tuple(judged))

    @cached_property
    def proofs(self) -> tuple[tuple[tuple[Proof, ...], ...], ...]:
        """For each column of each short row, the identities that may confirm what stands there."""
        found: list[list[list[Proof]]] = [[[] for _ in range(self.width)] for _ in self.stated]
        for identity in self.identities:
            link = split(identity, self._base, self._searched)
            if link is None or link.at_most:
                continue
            sides = self._sides(link)
            proof = Proof(identity, picker(sides.left), picker(sides.right), self._open(link))
            for row, column, _ in proof.open_cells:
                found[row][column].append(proof)
        return tuple(tuple(map(tuple, row)) for row in found)

    @cached_property
    def _searched(self) -> frozenset[str]:
        return frozenset(name for name, found in zip(self.stated, self.ways, strict=True) if found is not None)

    @cached_property
    def _base(self) -> dict[str, Sequence[Known]]:
        """The complete rows, and as words those that are not searched."""
        return {**self.rows, **{name: (UNKNOWN,) * self.width for name in self.stated if name not in self._searched}}

    @cached_property
    def _splits(self) -> tuple[Split, ...]:
        """The identities that words leave a meaning, without sums along a complete row that is empty."""
        empty = {name for name, values in self.rows.items() if not any(value is not None for value in values)}
        told = [identity for identity in self.identities if identity.row not in empty]
        return tuple(link for identity in told if (link := split(identity, self._base, self._searched)) is not None)

    @cached_property
    def _figures(self) -> dict[tuple[str, int], int]:
        """The number of each figure of the complete rows."""
        cells = [
            (name, column) for name, values in self.rows.items() for column, value in enumerate(values) if value == 0
        ]
        return {cell: number for number, cell in enumerate(cells)}

    def _sides(self, link: Split) -> Sides:
        left, right = (tuple(self._figures[cell] for cell in side) for side in (link.left, link.right))
        return Sides(left, right, link.at_most, adder(left), adder(right))

    def _open(self, link: Split) -> tuple[tuple[int, int, bool], ...]:
        return tuple((self.numbers[row], column, on_left) for row, column, on_left in link.open_cells)

    def _cases(self, link: Split, row: int) -> list[tuple[tuple[int, ...], tuple[int, ...], int]]:
        found = self.ways[row]
        cases = found.cases([(column, on_left) for _, column, on_left in link.open_cells]) if found else ()
        return [
            (case.left, case.right, case.placements)
            for case in cases
            if link.identity.says(
                bool(link.left or case.left), bool(link.right or case.right), link.blank or case.blank
            )
        ]


def _alone(
    sides: Sides, cases: Sequence[tuple[tuple[int, ...], tuple[int, ...], int]], cells: Sequence[tuple[str, int, bool]]
) -> Alone:
    on_left = cells[0][2]
    if sides.at_most or len(cells) > 1:
        return Alone(sides, tuple(cases), on_left, None)
    return Alone(
        sides, tuple(cases), on_left, tuple([((*mine, *others, BLANK)[0], those) for mine, others, those in cases])
    )


_known: Final = shared(Memory[tuple[object, ...], ShortTable](_REMEMBERED))


def short_table(
    fixed: Mapping[str, Sequence[Known]],
    short: Mapping[str, Sequence[Number | None]],
    width: int,
    identities: tuple[Identity, ...],
) -> ShortTable:
    """The table with these complete and these short rows, as `align.solve` takes them."""
    asked = (
        identities,
        width,
        tuple(fixed),
        tuple(map(type, chain.from_iterable(fixed.values()))),
        tuple(map(len, fixed.values())),
        tuple(short),
        tuple([tuple(map(type, values)) for values in short.values()]),
    )
    known = _known.get(asked)
    if known is None:
        rows = {name: tuple(map(_kind, values)) for name, values in fixed.items()}
        stated = {name: tuple(value is not None for value in values) for name, values in short.items()}
        known = ShortTable(width, identities, rows, stated)
        _known.keep(asked, known, len(fixed) * width + len(short) * width)
    return known


def _kind(value: Known) -> Known:
    return value if value is None or isinstance(value, Unknown) else 0
