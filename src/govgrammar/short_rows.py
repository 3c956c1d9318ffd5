"""Short rows of a table, as `align` takes them: which identities its block has, and which of its rows lack cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from govgrammar.form import Block, Table
from govgrammar.identities import Identity


@lru_cache(maxsize=64)
def identities_of(table: Table, block: Block) -> tuple[Identity, ...]:
    """The identities of a block: sums along its rows, sums down its columns, and the balance that the form prints."""
    if block.across:
        return _sums_across(block)
    names = [column.name for column in block.columns]
    found: list[Identity] = []
    if block.column_sum:
        total = names.index(block.column_sum.total)
        parts = [names.index(part) for part in block.column_sum.parts]
        found += [
            Identity(
                f"{row.name}/{block.column_sum.total}",
                ((row.name, total),),
                tuple((row.name, p) for p in parts),
                is_sum=True,
            )
            for row in block.rows
        ]
    for row_sum in block.row_sums:
        found += [
            Identity(
                f"{row_sum.total}/{name}",
                ((row_sum.total, c),),
                tuple((part, c) for part in row_sum.parts),
                is_sum=True,
            )
            for c, name in enumerate(names)
        ]
    if table.balance:
        left, right = table.balance
        whole = block.column_sum.total if block.column_sum else None
        found += [
            Identity(
                f"balance/{name}",
                tuple((row, c) for row in left),
                tuple((row, c) for row in right),
                is_sum=False,
                blank_is_zero=name != whole,
            )
            for c, name in enumerate(names)
        ]
    return tuple(found)


def _sums_across(block: Block) -> tuple[Identity, ...]:
    """Sums of the table that is printed across: one row, the groups one behind the other."""
    if not block.column_sum:
        return ()
    names = [column.name for column in block.columns]
    width = len(names)
    total = names.index(block.column_sum.total)
    return tuple(
        Identity(
            f"{row.name}/{block.column_sum.total}",
            ((block.name, start + total),),
            tuple((block.name, start + names.index(part)) for part in block.column_sum.parts),
            is_sum=True,
        )
        for start, row in zip(range(0, width * len(block.rows), width), block.rows, strict=True)
    )


def missing_rows(block: Block, present: Mapping[str, object] | Sequence[str]) -> list[str]:
    """Rows of the form that the document has not: what they would say is unknown, not zero."""
    return [] if block.across else [row.name for row in block.rows if row.name not in present]
