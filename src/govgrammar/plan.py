"""A plan: what a sequence of token types means, in token indices.

It depends on the types alone, never on a document's text, so that documents of one shape share one plan.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from govgrammar.diagnostics import Code
from govgrammar.form import Block
from govgrammar.model.cell import CellKey


@frozen
class Remark:
    """A finding that the sequence of tokens alone shows; `token` is where, `label_of` whose text goes into the message."""

    code: Code
    token: int
    arguments: dict[str, str] = field(factory=dict)
    label_of: int | None = None


class Certainty(StrEnum):
    """What a header says of the columns below it."""

    COMPLETE = "complete"  #: every column of the form, in the order in which figures stand
    PARTIAL = "partial"  #: some of them, in the form's order: cells of the header are lost, or the table lacks columns
    LOST = "lost"  #: nothing
    UNDECIDED = "undecided"  #: something that contradicts the form's order and gives no order of its own


@frozen(eq=False)
class HeaderPlan:
    """A header as read.

    `columns` are numbers: a column of the block in the form's order, or behind those one that the form has not.
    `optional` are positions in `columns` that may be text between header and rows; `tokens` are the header cells, and
    `heads` those that name a column of the form, also where the header as a whole decides nothing.
    """

    certainty: Certainty
    columns: tuple[int, ...] = ()
    optional: frozenset[int] = frozenset()
    tokens: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()


@frozen
class RowPlan:
    """One row: its label, its values, and the cell of each column, those that the form has not behind the block's own.

    `targets` are the cells in the order of a header that decides alone; `None` where the rows below it have a say.
    """

    name: str
    label: int
    values: int | None
    cells: tuple[int, ...]
    header: HeaderPlan
    targets: tuple[int, ...] | None = None


@frozen(eq=False)
class BlockPlan:
    """A block as found: its edition, and its rows in the document's order.  `width` is the form's number of columns."""

    block: Block
    edition: str
    width: int
    rows: tuple[RowPlan, ...]


@frozen(eq=False)
class TablePlan:
    """A table as found."""

    name: str
    heading: int | None
    blocks: tuple[BlockPlan, ...]


@frozen(eq=False)
class ReportPlan:
    """One report: what its front and its sections hold, its cells' keys in the form's order, and the tokens they stand at.

    `labels` gives, for cells of rows and columns that the form does not have, the token of the label as written.
    `careful` are cells of columns that take numbers in their own way (money, changes).
    """

    titles: tuple[int, ...]
    metadata: tuple[tuple[str, int], ...]
    front: tuple[int, ...]
    sections: dict[str, int]
    texts: dict[str, tuple[int, ...]]
    tables: tuple[TablePlan, ...]
    keys: tuple[CellKey, ...]
    anchors: tuple[int, ...]
    labels: dict[int, int]
    careful: frozenset[int]
    remarks: tuple[Remark, ...]
