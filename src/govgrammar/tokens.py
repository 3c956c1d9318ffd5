"""Grammar tokens: a terminal, its place, and what it carries."""

from __future__ import annotations

from typing import NamedTuple

from attrs import define, field

from govgrammar.source import Span


class TableStyle(NamedTuple):
    """How a table is written, judged from all of its gaps.

    `barred`: cells stand between bars, else each is a paragraph, `distance` line ends apart.  `lined`: each row is a line.
    `outer`: each of those lines begins with a bar.  `separators`: bars stand between cells and do not end them.  `marked`:
    a bar on a line of its own begins each row.  `padded`: bars fill up rows, or the captions and headers above them.
    `gridded`: every line holds all the places of the table, so that a cell's place on its line is its column.
    `distinct`: no two of its cells are alike, as where a tool removed repeated lines: what is missing need not be blank.
    """

    barred: bool
    lined: bool = False
    outer: bool = False
    separators: bool = False
    marked: bool = False
    padded: bool = False
    gridded: bool = False
    distinct: bool = False
    distance: int = 0


class ValueRun(NamedTuple):
    """The value cells of one row, as far as the layout alone tells.

    `slots` are cells in order: the index of a physical cell, or -1 for a blank that the layout keeps in its place.
    `loose` is what stands behind the last cell: runs of bars, or as one number the blanks that empty lines stand for; they
    are blanks, padding, or both, told apart by counting to the columns.  `stacked` is true where each run has a line of its
    own.  `labels` is how many label cells stand before the values; with the slots and the bars it makes the table's width.
    `column` is the place on its line of the first slot, and `begin` that of the first column in the header, counted in slots,
    where rows are lines; -1 elsewhere.  `glued` is true where the label's own cell holds the figures, run together.  `table` is
    the number of the file's own table that the row stands in, -1 where a text does not say.
    """

    slots: tuple[int, ...]
    loose: tuple[int, ...]
    stacked: bool
    labels: int
    column: int
    begin: int
    behind_header: bool
    at_end: bool
    style: TableStyle
    glued: bool = False
    table: int = -1


@define(eq=False)
class Token:
    """One token: `first` to `last` are its physical cells, `start` and `end` its characters.

    `field` is the place of a metadata key's field.  A heading that the lexer supplies has no width and `supplied` set.
    `distance` counts the glyphs of its label that a cell has lost or wrong.
    """

    type: str
    start: int
    end: int
    first: int
    last: int
    run: ValueRun | None = None
    field: Span | None = field(default=None)
    supplied: bool = False
    distance: int = 0

    @property
    def span(self) -> Span:
        """The token's characters."""
        return Span(self.start, self.end)
