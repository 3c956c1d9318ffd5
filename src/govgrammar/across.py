"""The table whose rows are printed side by side (行政复议, 行政诉讼): one line of figures under three groups of columns."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from govgrammar.columns import HeaderCell, read_header
from govgrammar.form import Block
from govgrammar.plan import Certainty, HeaderPlan


@frozen
class AcrossRow:
    """A line of figures: the header's last cell, the values, and what the header says of the columns of all groups."""

    label: int
    values: int
    header: HeaderPlan
    cells: tuple[HeaderCell, ...]


def read_across(items: Sequence[tuple[str, int, int | None]], block: Block) -> list[AcrossRow]:
    """Each line of figures with the groups and columns printed since the line before."""
    leaves = {terminal for column in block.columns for terminal in column.terminals}
    groups = {row.terminal: number for number, row in enumerate(block.rows)}
    header: list[HeaderCell] = []
    rows: list[AcrossRow] = []
    for terminal, token, values in items:
        if terminal in leaves or terminal in groups:
            header.append(HeaderCell(terminal, token))
        if values is not None and header:
            rows.append(AcrossRow(header[-1].token, values, _header(header, block, leaves, groups), tuple(header)))
            header = []
    return rows


def _header(cells: Sequence[HeaderCell], block: Block, leaves: set[str], groups: dict[str, int]) -> HeaderPlan:
    """The columns of a line of figures.

    Groups are read in the form's order, however their labels and their columns interleave; in another order only where
    each group is followed by its own columns.  A header that lacks cells decides nothing but its own order.
    """
    width = len(block.columns)
    found = [groups[cell.terminal] for cell in cells if cell.terminal in groups]
    columns = [cell for cell in cells if cell.terminal in leaves]
    if not columns and not found:
        return HeaderPlan(Certainty.LOST)
    if len(columns) == width * len(found) and len(set(found)) == len(found):
        runs = [read_header(columns[start : start + width], block) for start in range(0, len(columns), width)]
        ordered = found == sorted(found) or _own_columns_behind(cells, groups, width)
        if ordered and all(run.certainty is Certainty.COMPLETE for run in runs):
            numbers = tuple(group * width + n for group, run in zip(found, runs, strict=True) for n in run.columns)
            whole = len(found) == len(groups)
            certainty = Certainty.COMPLETE if whole else Certainty.PARTIAL
            tokens = tuple(cell.token for cell in columns)
            return HeaderPlan(certainty, numbers, tokens=tokens, heads=tokens)
    follows = found == sorted(found) and _follows(columns, block)
    return HeaderPlan(Certainty.LOST if follows else Certainty.UNDECIDED, heads=tuple(cell.token for cell in columns))


def _own_columns_behind(cells: Sequence[HeaderCell], groups: dict[str, int], width: int) -> bool:
    """Whether each group's label is followed by exactly its own columns."""
    counts: list[int] = []
    for cell in cells:
        if cell.terminal in groups:
            counts.append(0)
        elif counts:
            counts[-1] += 1
        else:
            return False
    return all(count == width for count in counts)


def _follows(columns: Sequence[HeaderCell], block: Block) -> bool:
    """Whether the columns that are there can stand in the form's order, others being lost between them."""
    expected = iter([column.terminals for _ in block.rows for column in block.columns])
    return all(any(cell.terminal in terminals for terminals in expected) for cell in columns)
