"""Figures that a sound report can hold: what the form adds up adds up."""

from __future__ import annotations

from collections.abc import Mapping

from govgrammar.blocks import Block
from govgrammar.form import Form

#: A block of figures: row and column to number.
Figures = dict[tuple[str, str], int]


def free_places(block: Block) -> list[tuple[str, str]]:
    """The cells of a block that are no sums along their row."""
    total = block.column_sum.total if block.column_sum else None
    return [(row.name, column.name) for row in block.rows for column in block.columns if column.name != total]


def sound_figures(drawn: Mapping[tuple[str, str], int], form: Form, table: str, block: Block) -> Figures:
    """The figures with everything that the form adds up: sums of rows, the balance, sums of columns."""
    columns = [column.name for column in block.columns]
    total = block.column_sum
    figures = {(row.name, column): drawn.get((row.name, column), 0) for row in block.rows for column in columns}
    balance = next((e.table(table).balance for e in form.editions if block in e.table(table).blocks), None)
    for column in columns if total is None else total.parts:
        for rows in block.row_sums:
            figures[rows.total, column] = sum(figures[part, column] for part in rows.parts)
        if balance:
            _balance(figures, balance, column)
    if total is not None:
        for row in block.rows:
            figures[row.name, total.total] = sum(figures[row.name, part] for part in total.parts)
    return figures


def _balance(figures: Figures, balance: tuple[tuple[str, ...], tuple[str, ...]], column: str) -> None:
    """Let the first row of the balance hold what its other rows leave."""
    (first, *others), right = balance
    left = sum(figures[row, column] for row in right)
    for row in others:
        figures[row, column] = min(figures[row, column], left)
        left -= figures[row, column]
    figures[first, column] = left
