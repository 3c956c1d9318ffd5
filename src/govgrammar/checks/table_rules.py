"""What holds for the cells of any table: its shape, and what a cell can be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import Final

from govgrammar.checks.finding import Finding
from govgrammar.checks.outcome import Kind, Said, in_order, judged, not_assessable, said_of
from govgrammar.checks.subject import Subject
from govgrammar.fold import key
from govgrammar.model.cell import Cell, CellState
from govgrammar.values import read_number

#: A row's number and name, its cells, and why it is not sure which of them the document has.
_OddRow = tuple[int, str, tuple[int, ...], str]
#: What stands between two figures of one row, whatever the layout.
_BETWEEN: Final = re.compile(r"[\s|,，]+")
#: A label is looked for in so many characters before the place where its row's cells would stand.
_LABEL: Final = 120
#: Characters behind a row's last figure in which the bar of its layout would stand.
_BEHIND: Final = 3


def domain(subject: Subject, kind: Kind, table: str) -> Iterable[Finding]:
    """Every count is a whole number from 0 on, every amount from 0 on; changes can have any sign."""
    if table not in subject.tables:
        return (not_assessable(kind, "missing_table", subject),)
    if subject.sound:
        return (judged(kind, subject, subject.shape.counts[table], fails=False),)
    return _impossible(subject, kind, table)


def _impossible(subject: Subject, kind: Kind, table: str) -> Iterator[Finding]:
    indices, values = subject.shape.counts[table], subject.values
    states, text = subject.states, CellState.TEXT
    odd = [i for i in indices if ((v := values[i]) is None and states[i] is text) or (v is not None and v < 0)]
    for index in odd:
        key, raw = subject.store.keys[index], Cell(subject.store, index).raw
        arguments = {"row": key.row, "column": key.column, "label": subject.label(table, key.row), "raw": raw}
        if values[index] is not None or _is_no_count(raw, subject):
            yield judged(kind, subject, (index,), fails=True, arguments=arguments)
        else:
            yield not_assessable(kind, "text", subject, (index,), arguments=arguments)
    if not odd:
        yield judged(kind, subject, indices, fails=False)


def _is_no_count(raw: str, subject: Subject) -> bool:
    """Whether a cell that was kept as text is a number all the same, and one that no count can be."""
    reading = read_number(raw, subject.form)
    return reading is not None and (isinstance(reading.value, Decimal) or (reading.value or 0) < 0)


def shape(subject: Subject, kind: Kind, table: str) -> Iterable[Finding]:
    """Each row has as many cells as the form has columns, no row is missing, none is added."""
    if table not in subject.tables:
        return (not_assessable(kind, "missing_table", subject),)
    cells, strange = subject.shape.cells[table], subject.shape.strange.get(table, ())
    if not strange and (subject.plain or subject.unsure.isdisjoint(cells)):
        return (judged(kind, subject, cells, fails=False),)
    rows = _odd_rows(subject, table)
    if not rows and not strange:
        return (judged(kind, subject, cells, fails=False),)
    make = partial(_odd, subject, table, rows, strange)
    return in_order(subject.store, len(rows) + len(strange), make, {"kind": kind[0], "rule": kind[1]})


def _odd_rows(subject: Subject, table: str) -> list[_OddRow]:
    """The rows that are missing or lack cells."""
    found = []
    for number, (name, _, indices) in enumerate(subject.shape.rows.get(table, ())):
        if subject.unsure.isdisjoint(indices):
            continue
        states = [subject.states[index] for index in indices]
        if states.count(CellState.ABSENT) == len(states):
            found.append((number, name, indices, "absent"))
        elif _lacks_cells(subject, indices, states):
            found.append((number, name, indices, "ambiguous" if CellState.AMBIGUOUS in states else "absent"))
    return found


def _odd(subject: Subject, table: str, rows: Iterable[_OddRow], strange: Iterable[int]) -> list[tuple[int, Said]]:
    """What is to be said of rows that are missing or lack cells, and of rows and columns that are added."""
    found = []
    for number, name, indices, reason in rows:
        arguments = {"row": name, "label": subject.label(table, name), "expected": len(indices)}
        fails = _fails(subject, table, number)
        found.append((indices[0], said_of(subject.store, indices, arguments, reason=None if fails else reason)))
    for index in strange:
        key = subject.store.keys[index]
        label = subject.store.labels.get(index) or key.row
        arguments = {"row": key.row, "column": key.column, "label": " ".join(label.split())}
        found.append((index, said_of(subject.store, (index,), arguments)))
    return found


def _fails(subject: Subject, table: str, number: int) -> bool:
    """Whether a row that is missing or lacks cells is one that the document has not in full.

    Only where the document keeps its blanks; the last row between bars excepted, for that one loses its padding.
    """
    rows = subject.shape.rows[table]
    _, terminal, indices = rows[number]
    states = [subject.states[index] for index in indices]
    if states.count(CellState.ABSENT) == len(states):
        before = _end_of(subject, [cells[-1] for _, _, cells in rows[:number]])
        return _is_missing(subject, terminal, indices[0], before)
    raw = _raw(subject, indices, states)
    full = len([part for part in _BETWEEN.split(raw) if part]) == len(indices)
    return not full and not (number + 1 == len(rows) and "|" in raw) and _keeps_blanks(subject)


def _end_of(subject: Subject, indices: list[int]) -> int:
    """Where the last of some cells ends; 0 where there is none."""
    places, readings = subject.store.places, subject.store.readings
    return max([places[index] + readings[index].length for index in indices], default=0)


def _keeps_blanks(subject: Subject) -> bool:
    """Whether a blank stands beside a figure in a row that has all its cells, in any table of the report."""
    for rows in subject.shape.rows.values():
        for _, _, indices in rows:
            if not subject.unsure.isdisjoint(indices):
                continue
            states = [subject.states[index] for index in indices]
            if CellState.BLANK in states and CellState.NUMBER in states:
                return True
    return False


def _is_missing(subject: Subject, terminal: str, index: int, before: int) -> bool:
    """Whether not even the row's label is there: its cells would stand right behind the row before."""
    place, text = subject.store.places[index], subject.store.text
    written = key(text[max(0, place - _LABEL) : place])
    nothing_between = place >= before and not any(map(str.isalpha, text[before:place]))
    return nothing_between and not any(
        written.endswith(key(label)) for label in subject.form.spellings.get(terminal, ())
    )


def _lacks_cells(subject: Subject, indices: tuple[int, ...], states: list[CellState]) -> bool:
    """Whether a row has fewer or more cells than columns: some are absent, or can be any figure of the row or none."""
    candidates = subject.store.candidates
    return CellState.ABSENT in states or (
        CellState.AMBIGUOUS in states and any(None in candidates.get(index, ()) for index in indices)
    )


def _raw(subject: Subject, indices: tuple[int, ...], states: list[CellState]) -> str:
    """A short row as written, as far as it can be told: from its first figure to the end of its line."""
    index = next((i for i, state in zip(indices, states, strict=True) if state is CellState.AMBIGUOUS), None)
    if index is not None:
        return Cell(subject.store, index).raw
    store = subject.store
    there = [i for i, state in zip(indices, states, strict=True) if state is not CellState.ABSENT]
    begin, end = min(store.places[i] for i in there), max(store.places[i] + store.readings[i].length for i in there)
    return store.text[begin : end + _BEHIND]
