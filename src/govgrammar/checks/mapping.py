"""Cells of two reports that say the same, though their editions differ."""

from __future__ import annotations

from functools import lru_cache

from govgrammar.checks.subject import Subject
from govgrammar.form import Form, Row, RowGroup

Cells = tuple[int, ...]


def counterpart(this: Subject, other: Subject, table: str, row: str, column: str) -> tuple[Cells, Cells] | None:
    """The places of a cell in both reports, `None` where there is nothing to compare.

    What one edition has as a row and another as a group, (六)其他处理, is compared as the sum of the group; that stands
    with the group's first row, the others have no counterpart of their own.
    """
    here, there = this.index(table, row, column), other.index(table, row, column)
    if here is None:
        return None
    if there is not None:
        return (here,), (there,)
    for single, members in _split_rows(this.form):
        if row == single:
            there_too = _all(other, table, members, column)
            return ((here,), there_too) if there_too else None
        if row == members[0] and (there := other.index(table, single, column)) is not None:
            here_too = _all(this, table, members, column)
            return (here_too, (there,)) if here_too else None
    return None


def _all(subject: Subject, table: str, rows: tuple[str, ...], column: str) -> Cells:
    found = [index for row in rows if (index := subject.index(table, row, column)) is not None]
    return tuple(found) if len(found) == len(rows) else ()


@lru_cache(maxsize=8)
def _split_rows(form: Form) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Rows that another edition has as a group under the same label: the row, and the group's rows."""
    singles = {(row.terminal, row.name) for block in form.all_blocks for row in block.rows}
    groups = {group.terminal: group for block in form.all_blocks for group in _groups(block.members)}
    return tuple(
        (name, tuple(row.name for row in groups[terminal].rows))
        for terminal, name in sorted(singles)
        if terminal in groups
    )


def _groups(members: tuple[Row | RowGroup, ...]) -> list[RowGroup]:
    found = [member for member in members if isinstance(member, RowGroup)]
    return found + [group for member in found for group in _groups(member.members)]
