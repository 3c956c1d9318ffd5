"""The table whose rows are printed side by side (行政复议, 行政诉讼): one line of figures under three groups of columns."""

from __future__ import annotations

from collections.abc import Sequence

from govgrammar.columns import HeaderCell, read_header
from govgrammar.form import TEXT, Block
from govgrammar.plan import RowPlan


def read_across(items: Sequence[tuple[str, int, int | None]], block: Block) -> list[RowPlan]:
    """A plan for each line of figures: `targets` count the block's cells from its first.

    The groups and columns printed since the line before are its header.  Where they are as many as they should be, each
    group has the columns that stand for it, in order; else the form's order is assumed, if the width agrees.
    """
    leaves = {terminal for column in block.columns for terminal in column.terminals}
    groups = {row.terminal: number for number, row in enumerate(block.rows)}
    header: list[tuple[str, int]] = []
    plans: list[RowPlan] = []
    for terminal, token, values in items:
        if terminal in leaves or terminal in groups:
            header.append((terminal, token))
        if values is not None and header and terminal != TEXT:
            plans.append(_plan(header, values, block, leaves, groups))
            header = []
    return plans


def _plan(
    header: list[tuple[str, int]], values: int, block: Block, leaves: set[str], groups: dict[str, int]
) -> RowPlan:
    width = len(block.columns)
    found = [groups[terminal] for terminal, _ in header if terminal in groups]
    runs = _runs([HeaderCell(terminal, token) for terminal, token in header if terminal in leaves], block)
    columns = [read_header(run, block) for run in runs]
    names = [column.name for column in block.columns]
    label = header[-1][1]
    if runs and len(runs) == len(found) == len(set(found)) and all(columns):
        targets = []
        for group, read in zip(found, columns, strict=True):
            targets += [group * width + names.index(c.name) for c in (read.columns if read else ()) if c.name in names]
        return RowPlan(block.name, label, values, tuple(targets))
    return RowPlan(block.name, label, values, tuple(range(width * len(block.rows))), assumed=True)


def _runs(cells: list[HeaderCell], block: Block) -> list[list[HeaderCell]]:
    """Cut the columns into groups: a group ends with its total."""
    last = set(block.columns[-1].terminals)
    runs: list[list[HeaderCell]] = [[]]
    for cell in cells:
        runs[-1].append(cell)
        if cell.terminal in last:
            runs.append([])
    return [run for run in runs if run]
