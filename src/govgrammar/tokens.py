"""Grammar tokens: a terminal, its place, and what it carries."""

from __future__ import annotations

from typing import NamedTuple

from attrs import define, field

from govgrammar.source import Span


class ValueRun(NamedTuple):
    """The value cells of one row, as far as the layout alone tells.

    `slots` are cells in order: the index of a physical cell, or -1 for a blank that the layout keeps in its place.
    `loose` are the runs of bars behind the last cell: blanks, padding, or both, told apart by counting to the columns;
    `stacked` is true where each of those runs has a line of its own, `ended` where any bar stands behind the last cell.
    `labels` is how many label cells stand before the row's values; with the slots and the bars it makes the table's width.
    `behind_header` is true where no row label but the last cell of a header stands before the values.
    `column` is the place on its line of the first slot, counted in slots, where rows are lines; -1 elsewhere.
    `outer` is true where every line of the table begins with a bar: such a table keeps blank cells in their places.
    """

    slots: tuple[int, ...]
    loose: tuple[int, ...]
    stacked: bool
    ended: bool
    labels: int
    barred: bool
    behind_header: bool
    column: int
    outer: bool


@define(eq=False)
class Token:
    """One token: `first` to `last` are its physical cells, `start` and `end` its characters.

    `field` is the place of a metadata key's field.  A heading that the lexer supplies has no width and `supplied` set.
    """

    type: str
    start: int
    end: int
    first: int
    last: int
    run: ValueRun | None = None
    field: Span | None = field(default=None)
    supplied: bool = False

    @property
    def span(self) -> Span:
        """The token's characters."""
        return Span(self.start, self.end)
