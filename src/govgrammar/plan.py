"""A plan: what a sequence of token types means, in token indices.

It depends on the types alone, never on a document's text, so that documents of one shape share one plan.
"""

from __future__ import annotations

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


@frozen
class RowPlan:
    """One row: its label, its values, and the cell that each column of the header as read stands for.

    `assumed` is true where the header is lost and the form's own order stands in for it, if the width agrees.
    `careful` is true where a column takes numbers in its own way (money, changes).
    `optional` are positions in `targets` whose header cell may be running text: they count only if the width needs them.
    """

    name: str
    label: int
    values: int | None
    targets: tuple[int, ...]
    assumed: bool = False
    optional: tuple[int, ...] = ()
    header: tuple[int | None, ...] = ()
    careful: bool = False


@frozen(eq=False)
class BlockPlan:
    """A block as found: its edition, and its rows in the document's order."""

    block: Block
    edition: str
    rows: tuple[RowPlan, ...]


@frozen(eq=False)
class TablePlan:
    """A table as found.  `first` and `stop` bound its cells in the report's order."""

    name: str
    heading: int | None
    blocks: tuple[BlockPlan, ...]
    first: int
    stop: int


@frozen(eq=False)
class ReportPlan:
    """One report: what its front and its sections hold, its cells' keys in the form's order, and the tokens they stand at."""

    titles: tuple[int, ...]
    metadata: tuple[tuple[str, int], ...]
    front: tuple[int, ...]
    sections: dict[str, int]
    texts: dict[str, tuple[int, ...]]
    tables: tuple[TablePlan, ...]
    keys: tuple[CellKey, ...]
    anchors: tuple[int, ...]
    labels: dict[int, int]
    remarks: tuple[Remark, ...]
