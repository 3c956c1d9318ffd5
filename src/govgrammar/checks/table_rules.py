"""What holds for the cells of any table: its shape, and what a cell can be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govgrammar.checks.finding import Finding
from govgrammar.checks.outcome import Kind, judged, not_assessable
from govgrammar.checks.subject import Subject
from govgrammar.fold import key
from govgrammar.model.cell import Cell, CellState
from govgrammar.values import read_number

#: What stands between two figures of one row, whatever the layout.
_BETWEEN: Final = re.compile(r"[\s|,，]+")
#: A label is looked for in so many characters before the place where its row's cells would stand.
_LABEL: Final = 120


def domain(subject: Subject, kind: Kind, table: str) -> Iterator[Finding]:
    """Every count is a whole number from 0 on, every amount from 0 on; changes can have any sign."""
    if table not in subject.tables:
        yield not_assessable(kind, "missing_table", subject)
        return
    indices, values, states = subject.shape.counts[table], subject.values, subject.states
    text = CellState.TEXT
    odd = [i for i in indices if ((v := values[i]) is None and states[i] is text) or (v is not None and v < 0)]
    for index in odd:
        key, raw = subject.store.keys[index], Cell(subject.store, index).raw
        arguments = {"row": key.row, "column": key.column, "label": subject.label(table, key.row), "raw": raw}
        if values[index] is not None or read_number(raw, subject.form) is not None:
            yield judged(kind, subject, (index,), fails=True, arguments=arguments)
        else:
            yield not_assessable(kind, "text", subject, (index,), arguments=arguments)
    if not odd:
        yield judged(kind, subject, indices, fails=False)


def shape(subject: Subject, kind: Kind, table: str) -> Iterator[Finding]:
    """Each row has as many cells as the form has columns, no row is missing, none is added."""
    if table not in subject.tables:
        yield not_assessable(kind, "missing_table", subject)
        return
    cells, strange = subject.shape.cells[table], subject.shape.strange.get(table, ())
    states = {subject.states[index] for index in cells}
    if not strange and CellState.ABSENT not in states and CellState.AMBIGUOUS not in states:
        yield judged(kind, subject, cells, fails=False)
        return
    found = list(_rows(subject, kind, table))
    for index in strange:
        key = subject.store.keys[index]
        label = subject.store.labels.get(index) or key.row
        arguments = {"row": key.row, "column": key.column, "label": " ".join(label.split())}
        found.append(judged(kind, subject, (index,), fails=True, arguments=arguments))
    yield from found or [judged(kind, subject, cells, fails=False)]


def _rows(subject: Subject, kind: Kind, table: str) -> Iterator[Finding]:
    """Findings on the rows that are missing or lack cells.  A table in which blanks stand keeps its blanks."""
    keeps = any(subject.states[index] is CellState.BLANK for index in subject.shape.cells[table])
    before = 0
    for name, terminal, indices in subject.shape.rows[table]:
        states = [subject.states[index] for index in indices]
        fails, reason = False, None
        if CellState.ABSENT in states and states.count(CellState.ABSENT) == len(states):
            fails, reason = keeps or _is_missing(subject, terminal, indices[0], before), "absent"
        elif _lacks_cells(subject, indices, states):
            reason = "ambiguous" if CellState.AMBIGUOUS in states else "absent"
            fails = keeps and not _is_full(subject, indices, states)
        if reason:
            arguments = {"row": name, "label": subject.label(table, name), "expected": len(indices)}
            yield (
                judged(kind, subject, indices, fails=True, arguments=arguments)
                if fails
                else not_assessable(kind, reason, subject, indices, arguments=arguments)
            )
        before = max(before, subject.store.places[indices[-1]])


def _is_missing(subject: Subject, terminal: str, index: int, before: int) -> bool:
    """Whether not even the row's label is there: its cells would stand no further than the row before, behind another."""
    if not terminal:
        return False
    place = subject.store.places[index]
    written = key(subject.store.text[max(0, place - _LABEL) : place])
    return place <= before and not any(written.endswith(key(label)) for label in subject.form.spellings[terminal])


def _lacks_cells(subject: Subject, indices: tuple[int, ...], states: list[CellState]) -> bool:
    """Whether a row has fewer or more cells than columns: some are absent, or can be any figure of the row or none."""
    candidates = subject.store.candidates
    return CellState.ABSENT in states or (
        CellState.AMBIGUOUS in states and any(None in candidates.get(index, ()) for index in indices)
    )


def _is_full(subject: Subject, indices: tuple[int, ...], states: list[CellState]) -> bool:
    """Whether a row whose columns nobody can tell has as many figures as there are columns all the same."""
    index = next((i for i, state in zip(indices, states, strict=True) if state is CellState.AMBIGUOUS), None)
    raw = "" if index is None else Cell(subject.store, index).raw
    return len([part for part in _BETWEEN.split(raw) if part]) == len(indices)
