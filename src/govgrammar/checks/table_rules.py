"""What holds for the cells of any table: its shape, and what a cell can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govgrammar.checks.finding import Finding
from govgrammar.checks.outcome import judged, not_assessable
from govgrammar.checks.subject import UNEXPECTED, Subject
from govgrammar.diagnostics import Code
from govgrammar.fold import key
from govgrammar.form import Block
from govgrammar.model.cell import Cell, CellState
from govgrammar.values import read_number

Kind = tuple[Code, str]
#: What stands between two figures of one row, whatever the layout.
_BETWEEN: Final = re.compile(r"[\s|,，]+")
#: A label is looked for in so many characters before the place where its row's cells would stand.
_LABEL: Final = 120


def domain(subject: Subject, kind: Kind, table: str) -> Iterator[Finding]:
    """Every count is a whole number from 0 on, every amount from 0 on; changes can have any sign."""
    if not subject.has_table(table):
        yield not_assessable(kind, "missing_table", subject)
        return
    signed, keys, readings = subject.form.columns_of_change, subject.store.keys, subject.store.readings
    indices = [index for index in subject.cells_of(table) if keys[index].column not in signed]
    found = False
    for index in indices:
        reading = readings[index]
        if reading.value is None and reading.state is not CellState.TEXT:
            continue
        if reading.value is not None and reading.value >= 0:
            continue
        found = True
        raw = Cell(subject.store, index).raw
        row = keys[index].row
        arguments = {"row": row, "column": keys[index].column, "label": subject.label(table, row), "raw": raw}
        if reading.value is not None or read_number(raw, subject.form) is not None:
            yield judged(kind, subject, (index,), fails=True, arguments=arguments)
        else:
            yield not_assessable(kind, "text", subject, (index,), arguments=arguments)
    if not found:
        yield judged(kind, subject, indices, fails=False)


def shape(subject: Subject, kind: Kind, table: str) -> Iterator[Finding]:
    """Each row has as many cells as the form has columns, no row is missing, none is added."""
    if not subject.has_table(table):
        yield not_assessable(kind, "missing_table", subject)
        return
    found = False
    for _, block, _ in (entry for entry in subject.blocks if entry[0].name == table):
        for finding in _block_shape(subject, kind, table, block):
            found = True
            yield finding
    for row, columns in subject.places[table].items():
        strange = row.startswith(UNEXPECTED)
        for column, index in columns.items():
            if strange or column.startswith(UNEXPECTED):
                found = True
                label = subject.store.labels.get(index) or row
                arguments = {"row": row, "column": column, "label": " ".join(label.split())}
                yield judged(kind, subject, (index,), fails=True, arguments=arguments)
                break
    if not found:
        yield judged(kind, subject, subject.cells_of(table), fails=False)


def _block_shape(subject: Subject, kind: Kind, table: str, block: Block) -> Iterator[Finding]:
    rows = [[subject.places[table][row.name][column.name] for column in block.columns] for row in block.rows]
    names = [(row.name, row.terminal) for row in block.rows]
    if block.across:
        rows, names = [[index for row in rows for index in row]], [(block.name, "")]
    keeps = any(subject.state(index) is CellState.BLANK for row in rows for index in row)
    before = 0
    for (name, terminal), indices in zip(names, rows, strict=True):
        states = [subject.state(index) for index in indices]
        arguments = {"row": name, "label": subject.label(table, name), "expected": len(indices)}
        if all(state is CellState.ABSENT for state in states):
            if _is_missing(subject, terminal, indices[0], before) or keeps:
                yield judged(kind, subject, indices, fails=True, arguments=arguments)
            else:
                yield not_assessable(kind, "absent", subject, indices, arguments=arguments)
        elif _lacks_cells(subject, indices, states):
            if keeps and not _is_full(subject, indices, states):
                yield judged(kind, subject, indices, fails=True, arguments=arguments)
            else:
                reason = "ambiguous" if CellState.AMBIGUOUS in states else "absent"
                yield not_assessable(kind, reason, subject, indices, arguments=arguments)
        before = max(subject.store.places[index] for index in indices)


def _is_missing(subject: Subject, terminal: str, index: int, before: int) -> bool:
    """Whether not even the row's label is there: its cells would stand no further than the row before, behind another."""
    if not terminal:
        return False
    place = subject.store.places[index]
    written = key(subject.store.text[max(0, place - _LABEL) : place])
    return place <= before and not any(written.endswith(key(label)) for label in subject.form.spellings[terminal])


def _lacks_cells(subject: Subject, indices: list[int], states: list[CellState]) -> bool:
    """Whether a row has fewer or more cells than columns: some are absent, or can be any figure of the row or none."""
    open_cells = (index for index, state in zip(indices, states, strict=True) if state is CellState.AMBIGUOUS)
    return CellState.ABSENT in states or any(None in subject.store.candidates.get(index, ()) for index in open_cells)


def _is_full(subject: Subject, indices: list[int], states: list[CellState]) -> bool:
    """Whether a row whose columns nobody can tell has as many figures as there are columns all the same."""
    index = next((i for i, state in zip(indices, states, strict=True) if state is CellState.AMBIGUOUS), None)
    raw = "" if index is None else Cell(subject.store, index).raw
    return len([part for part in _BETWEEN.split(raw) if part]) == len(indices)
