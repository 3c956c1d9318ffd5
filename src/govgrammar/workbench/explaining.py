"""`why`: which rule took a place of a document, what was expected there, and how a cell came to what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from attrs import frozen

from govgrammar.damage import edits
from govgrammar.fold import key as fold_key
from govgrammar.form import VALUES, Form
from govgrammar.model.cell import Cell, CellKey, CellState
from govgrammar.source import Source, Span
from govgrammar.tokens import Token
from govgrammar.workbench.deciding import BUDGET, Decision, deciding_characters
from govgrammar.workbench.paths import section_of, token_paths
from govgrammar.workbench.reasons import Reason, reasons
from govgrammar.workbench.stages import Stages, read_stages

_NEAREST: Final = 3
_EXPECTED: Final = 3
_LINE: Final = re.compile(r"(?P<line>\d+)(?::(?P<column>\d+))?")
_NO_VALUE: Final = {CellState.ABSENT.value, CellState.BLANK.value}


class NoSuchPlaceError(LookupError):
    """The document has no such line, or the report no such cell.  `near` are names of cells that look like it."""

    def __init__(self, place: str, near: tuple[str, ...] = ()) -> None:
        self.place, self.near = place, near
        super().__init__(f"{place}: no such place" + (f"; did you mean {', '.join(near)}?" if near else ""))


@frozen
class NearLabel:
    """A label of the form near to what is written: glyphs to put in, leave out or replace, spaces and width aside."""

    terminal: str
    label: str
    distance: int


@frozen
class WhyPlace:
    """One token and what became of it.

    `rules` are the grammar's rules that took it, outermost first; `expected` the labels that the form has next there;
    `nearest` the labels that look most like it; `cells` those that read something of it.
    """

    span: Span
    terminal: str
    rules: tuple[str, ...]
    section: str
    raw: str
    expected: tuple[str, ...]
    nearest: tuple[NearLabel, ...]
    cells: tuple[Cell, ...]


@frozen
class WhyCell:
    """One cell: what it says, how that came about, and the characters that decide it."""

    report: int
    cell: Cell
    reasons: tuple[Reason, ...]
    decision: Decision


@frozen
class Why:
    """The answer: about the tokens of a line or a place, or about a cell of each report that has it."""

    source: Source
    places: tuple[WhyPlace, ...] = ()
    cells: tuple[WhyCell, ...] = ()


def why(
    source: str | bytes | Path | BinaryIO,
    place: str,
    *,
    kind: str | None = None,
    encoding: str | None = None,
    grammar: str | Path | None = None,
    budget: int = BUDGET,
    watch: Callable[[int], None] | None = None,
) -> Why:
    """Why a place (`LINE` or `LINE:COL`) or a cell (`TABLE/ROW/COLUMN`) of a document reads as it does.

    `budget` bounds the characters that are read again to find out what decides a cell; `watch` is told before each reading
    how many were made.  Raises `NoSuchPlaceError` where
    there is no such place, and what `parse` raises.
    """
    stages = read_stages(source, kind=kind, encoding=encoding, grammar=grammar)
    match = _LINE.fullmatch(place.strip())
    if match is None:
        return Why(stages.source, cells=_cells(stages, place, budget, watch))
    column = match["column"]
    places = tuple(why_places(stages, int(match["line"]), None if column is None else int(column)))
    if not places:
        raise NoSuchPlaceError(place)
    return Why(stages.source, places=places)


def why_cell(
    stages: Stages, number: int, key: CellKey, *, budget: int = BUDGET, watch: Callable[[int], None] | None = None
) -> WhyCell:
    """How a cell of a report (`number` counts from 0) came about.  Raises `KeyError` where it has no such cell."""
    cell = stages.reports[number].cell(key)
    if cell is None:
        raise KeyError(str(key))
    decision = deciding_characters(stages, number, key, budget=budget, watch=watch)
    return WhyCell(number, cell, reasons(stages, number, key), decision)


def _cells(stages: Stages, place: str, budget: int, watch: Callable[[int], None] | None) -> tuple[WhyCell, ...]:
    table, _, rest = place.partition("/")
    row, _, column = rest.rpartition("/")
    key = CellKey(table, row, column)
    having = [number for number, report in enumerate(stages.reports) if report.cell(key) is not None]
    if not having:
        names = {str(known) for report in stages.reports for known in report.store.keys}
        near = sorted(names, key=lambda name: (edits(name, place), name))[:_NEAREST]
        raise NoSuchPlaceError(place, tuple(near))
    return tuple(why_cell(stages, number, key, budget=budget, watch=watch) for number in having)


# ---- places ----


def why_places(stages: Stages, line: int, column: int | None = None) -> Iterator[WhyPlace]:
    """What became of the tokens that stand on a line, or of the one at a place: where none does, of the one before it."""
    span = stages.source.line(line)
    if span is None:
        return
    if column is None:
        found = [n for n, t in enumerate(stages.tokens) if t.start < span.end and span.start < max(t.end, t.start + 1)]
    else:
        offset = min(span.start + column - 1, max(span.start, span.end - 1))
        found = [n for n, t in enumerate(stages.tokens) if t.start <= offset < max(t.end, t.start + 1)]
        span = Span(offset, offset + 1)
    if not found:
        found = [n for n, t in enumerate(stages.tokens) if t.start <= span.start][-1:]
    paths = token_paths(stages.tree)
    for number in found:
        yield _place(stages, number, paths[number], span)


def _place(stages: Stages, number: int, rules: tuple[str, ...], line: Span) -> WhyPlace:
    token, form = stages.tokens[number], stages.tools.form
    section = section_of(rules)
    raw = stages.source.slice(token.span)
    covered = Span(max(token.start, line.start), min(token.end, line.end))
    return WhyPlace(
        token.span,
        token.type,
        rules,
        section,
        raw,
        expected_after(stages, number, section),
        () if token.type == VALUES else nearest_labels(raw, section, form),
        tuple(_cells_of(stages, token, number, covered)),
    )


def _cells_of(stages: Stages, token: Token, number: int, span: Span) -> Iterator[Cell]:
    """The cells that read what stands in a span, or whose row or column a label names (up to a row of them)."""
    for report in stages.reports:
        for cell in report.store:
            start, length = cell.place, len(cell.raw)
            if cell.state not in _NO_VALUE and start < span.end and span.start < start + length:
                yield cell
        if token.type == VALUES:
            continue
        targets = {t for _, block, _ in report.blocks() for row in block.rows if row.label == number for t in row.cells}
        keys = (report.plan.keys[target] for target in sorted(targets))
        yield from (named for key in keys if (named := report.cell(key)) is not None)


def nearest_labels(raw: str, section: str, form: Form) -> tuple[NearLabel, ...]:
    """The labels of a section (headings, outside the tables) that look most like some words; nearest first."""
    written = fold_key(raw)
    terminals = form.own.get(section) or frozenset((*form.sections, *form.openings))
    nearest: dict[str, NearLabel] = {}
    for label, terminal in form.labels.items():
        if terminal in terminals:
            near = NearLabel(terminal, form.spelling(terminal), edits(written[:_LONG], label))
            if terminal not in nearest or near.distance < nearest[terminal].distance:
                nearest[terminal] = near
    found = sorted(nearest.values(), key=lambda near: (near.distance, near.terminal))
    return tuple(near for near in found if near.distance < max(len(written), 1))[:_NEAREST]


#: No label is longer; the rest of a paragraph only makes the distance larger.
_LONG: Final = 120


def expected_after(stages: Stages, number: int, section: str) -> tuple[str, ...]:
    """The labels that the form has next behind what stands before a token, in its own spelling."""
    form, tokens = stages.tools.form, stages.tokens
    before = [token.type for token in tokens[:number] if token.type != VALUES]
    order = _order(form, section, before)
    places = [order.index(terminal) for terminal in reversed(before) if terminal in order]
    following = order[places[0] + 1 :] if places else order
    return tuple(form.spelling(terminal) for terminal in following[:_EXPECTED])


def _order(form: Form, section: str, before: list[str]) -> list[str]:
    """Rows of the section in the order of the edition that has most of what was read; headings outside the tables."""
    if section not in form.own:
        return list(form.sections)
    orders = [
        [row.terminal for block in edition.table(section).blocks for row in block.rows] for edition in form.editions
    ]
    own = orders[max(range(len(orders)), key=lambda n: (sum(t in orders[n] for t in before), n))]
    later = list(form.sections)
    return [*own, *later[later.index(form.headings[section]) + 1 :]]
