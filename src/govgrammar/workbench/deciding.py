"""Which characters decide what a cell says: found by changing them, one place at a time, and reading again.

A place is a label, a heading, a figure, or a run of bars or line ends.  It decides a cell where the cell reads otherwise, or
becomes open, once something else stands there: an unknown word for a label, another figure for a figure, a bar or line
end more or less.  So what is named is right by its making, and it is complete for changes of one place; where a report says
the same thing twice (a header in the form's own order), two headings exchanged are tried as well.

Places near the cell are tried first; the number of characters that are read again is bounded.  No two are tried together to
be quicker: changes of neighbours can make up for each other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import Final

from attrs import define, field, frozen

from govgrammar.arrange import FoundRow
from govgrammar.form import TEXT
from govgrammar.layouts.physical import BARS
from govgrammar.model.cell import Cell, CellKey, CellState
from govgrammar.plan import RowPlan
from govgrammar.source import Span
from govgrammar.tokens import Token
from govgrammar.workbench.stages import ReadReport, Stages

#: Characters that are read again for one cell: about two thousand readings of a usual report.
BUDGET: Final = 8_000_000
#: A word that no label holds, a character of it for each letter that is replaced.
_UNKNOWN: Final = "某"
_LONGEST: Final = 120

Edits = tuple[tuple[Span, str], ...]


@frozen
class Place:
    """Characters that may decide, and what is tried in their stead."""

    role: str
    spans: tuple[Span, ...]
    changes: tuple[Edits, ...]


@frozen
class Deciding:
    """Characters that decide a cell.

    `role` is what they are to it: `figure` its own characters; `row` and `column` the labels that name it; `header` and
    `label` other columns' and rows' labels; `heading` a section's; `figures` figures elsewhere; `layout` bars and line ends;
    `text` anything else.  With the characters of `change` in place of `spans` the cell is `becomes`, `None` where it is gone.
    """

    role: str
    spans: tuple[Span, ...]
    change: tuple[str, ...]
    becomes: Cell | None


@frozen
class Decision:
    """All that decides a cell; `untried` places were left out where the budget ended."""

    deciding: tuple[Deciding, ...]
    tried: int
    untried: int


def deciding_characters(
    stages: Stages, number: int, key: CellKey, *, budget: int = BUDGET, watch: Callable[[int], None] | None = None
) -> Decision:
    """What decides one cell of one report of a source (`number` counts from 0).

    `watch` is told before each reading how many were made.  Raises `KeyError` where the report has no such cell.
    """
    before = stages.reports[number].cell(key)
    if before is None:
        raise KeyError(str(key))
    trial = _Trial(stages, number, key, before, max(1, budget // max(1, len(stages.source.text))), watch)
    for place in places_of(stages, number, key):
        if place.role != "exchange" or not trial.roles & {"column", "header"}:
            trial.one(place)
    return Decision(tuple(trial.found), trial.tried, trial.untried)


@define
class _Trial:
    """Changes places and looks at the cell, as long as the budget lasts."""

    stages: Stages
    number: int
    key: CellKey
    before: Cell
    most: int
    watch: Callable[[int], None] | None = None
    tried: int = 0
    untried: int = 0
    found: list[Deciding] = field(factory=list)

    @property
    def roles(self) -> set[str]:
        """What was found to decide so far."""
        return {one.role for one in self.found}

    def one(self, place: Place) -> None:
        """Try the changes of a place until one changes the cell."""
        for change in place.changes:
            if self.tried >= self.most:
                self.untried += 1
                return
            after = self._after(change)
            if not same(self.before, after):
                role = "header" if place.role == "exchange" else place.role
                self.found.append(Deciding(role, place.spans, tuple(text for _, text in change), after))
                return

    def _after(self, change: Edits) -> Cell | None:
        if self.watch is not None:
            self.watch(self.tried)
        self.tried += 1
        reports = self.stages.changed(change).reports
        return reports[self.number].cell(self.key) if self.number < len(reports) else None


def same(one: Cell, other: Cell | None) -> bool:
    """Whether a cell still says the same: value, state, unit, candidates, and its label where the form has none."""
    words = {CellState.TEXT.value, CellState.NOT_APPLICABLE.value}
    if other is None or one != other or one.label != other.label:
        return False
    return one.state not in words or one.raw == other.raw


# ---- places ----


def places_of(stages: Stages, number: int, key: CellKey) -> Iterator[Place]:
    """Every place that could decide a cell, the nearest first."""
    report = stages.reports[number]
    target = report.target(key)
    own = _Own(stages, report, -1 if target is None else target)
    values = [_figure(stages, own, index) for index in own.figures()]
    labels = [_label(stages, own, n) for n, token in enumerate(stages.tokens) if _may_name(token)]
    gaps = [] if stages.tables_of_its_own else list(_gaps(stages))
    near = own.spot()
    everything = [place for place in (*values, *labels, *gaps) if place.changes]
    everything.sort(key=lambda place: (_RANK.get(place.role, 9), abs(place.spans[0].start - near)))
    yield from everything
    yield from _exchanges(stages, own)


_RANK: Final = {"figure": 0, "row": 1, "column": 2, "header": 3, "heading": 4}


@frozen(slots=False, eq=False)
class _Own:
    """What the plan says of a cell: the tokens that name it."""

    stages: Stages
    report: ReadReport
    target: int

    @cached_property
    def labels(self) -> set[int]:
        return {row.label for _, _, row, _ in self._rows}

    @cached_property
    def heads(self) -> set[int]:
        """Tokens that head the cell's column."""
        found = set()
        for _, _, row, _ in self._rows:
            for column, token in zip(row.header.columns, row.header.tokens, strict=True):
                if row.cells[column] == self.target:
                    found.add(token)
        return found

    @cached_property
    def headers(self) -> list[tuple[int, ...]]:
        return [row.header.tokens for _, _, row, _ in self._rows]

    @cached_property
    def headed(self) -> frozenset[int]:
        """All tokens of those headers."""
        return frozenset(chain.from_iterable(self.headers))

    @cached_property
    def slots(self) -> set[int]:
        """Physical cells that stand in the cell's column, where the row's columns are known."""
        found = set()
        for _, _, _, row in self._rows:
            if row is not None and row.grid.complete and row.targets and self.target in row.targets:
                slot = row.grid.slots[row.targets.index(self.target)]
                found.add(self.stages.tokens.index_of(slot) if slot >= 0 else slot)
        place = self._place if self.target >= 0 else -1
        if self.target in self.report.builder.inferred:
            found |= {i for i in self._own_values() if self.stages.physical.starts[i] == place}
        return found

    def figures(self) -> list[int]:
        """Physical cells with values that can have a say: the cell's own rows, or all where identities have a word."""
        rows = self._rows
        if rows and all(row is not None and row.grid.complete for *_, row in rows):
            return self._own_values()
        physical = self.stages.physical
        return [
            index
            for token in self.stages.tokens
            if token.run is not None
            for index in range(token.first, token.last + 1)
            if physical.cells[index].strip()
        ]

    def _own_values(self) -> list[int]:
        tokens = (self.stages.tokens[row.values] for _, _, row, _ in self._rows if row.values is not None)
        cells = self.stages.physical.cells
        return [i for token in tokens for i in range(token.first, token.last + 1) if cells[i].strip()]

    def spot(self) -> int:
        """Where the cell stands."""
        return self._place if self.target >= 0 else 0

    @cached_property
    def _place(self) -> int:
        return self.report.builder.located()["places"][self.target]

    @cached_property
    def _rows(self) -> list[tuple[object, object, RowPlan, FoundRow | None]]:
        return list(self.report.rows_of(self.target))


def _may_name(token: Token) -> bool:
    return token.run is None and 0 < token.end - token.start <= _LONGEST


def _figure(stages: Stages, own: _Own, index: int) -> Place:
    raw, start = stages.physical.cells[index], stages.physical.starts[index]
    bare = raw.strip()
    first = start + len(raw) - len(raw.lstrip())
    span = Span(first, first + len(bare))
    role = "figure" if index in own.slots else "figures"
    return Place(role, (span,), tuple(((span, other),) for other in other_figures(bare)))


def other_figures(written: str) -> tuple[str, ...]:
    """Other figures of the same length in a figure's place: its last digit, then its first, one more and one less."""
    places = [place for place, character in enumerate(written) if character.isdecimal()]
    if not places:
        return ("1" * len(written),)
    found: dict[str, None] = {}
    for place in dict.fromkeys((places[-1], places[0])):
        for step in (1, 9):
            digit = str((int(written[place]) + step) % 10)
            if digit != "0" or len(places) == 1 or place != places[0]:
                found[written[:place] + digit + written[place + 1 :]] = None
    return tuple(found)


def _label(stages: Stages, own: _Own, number: int) -> Place:
    """An unknown word; for a column's label also each of its glyphs alone: what is left of it may name two columns."""
    span, role = stages.tokens[number].span, _role(stages, own, number)
    written = stages.source.slice(span)
    words = [unknown(written)]
    if role in {"column", "header"}:
        words += [written[:n] + _UNKNOWN + written[n + 1 :] for n, glyph in enumerate(written) if glyph.isalnum()]
    return Place(role, (span,), tuple(((span, word),) for word in dict.fromkeys(words)))


def unknown(written: str) -> str:
    """The same length of an unknown word: letters and digits replaced, line ends and bars kept."""
    return "".join(_UNKNOWN if character.isalnum() else character for character in written)


def _role(stages: Stages, own: _Own, number: int) -> str:
    form, terminal = stages.tools.form, stages.tokens[number].type
    if number in own.labels:
        return "row"
    if number in own.heads:
        return "column"
    if number in own.headed or terminal in form.column_terminals:
        return "header"
    if terminal in form.sections:
        return "heading"
    return "label" if terminal in form.label_terminals else "text"


def _gaps(stages: Stages) -> Iterator[Place]:
    """Runs of bars and of line ends: one less, one more."""
    for span in runs(stages):
        written = stages.source.slice(span)
        one = "\r\n" if written.startswith("\r\n") else written[:1]
        yield Place("layout", (span,), (((span, written[len(one) :]),), ((span, one + written),)))


def runs(stages: Stages) -> Iterator[Span]:
    """Runs of bars, and of line ends, between cells that are not both running text."""
    narrative = _narrative(stages)
    starts = [span.start for span in narrative]

    def inside(place: int) -> bool:
        number = bisect_right(starts, place) - 1
        return number >= 0 and narrative[number].start < place < narrative[number].end

    pieces = [piece for piece in stages.physical.raw_cells() if piece.kind != "cell"]
    begun: Span | None = None
    kind = ""
    for piece in pieces:
        if piece.kind == kind and begun is not None and begun.end == piece.span.start:
            begun = Span(begun.start, piece.span.end)
            continue
        if begun is not None and not inside(begun.start):
            yield begun
        written = stages.source.slice(piece.span)
        separates = piece.kind == "end" or written[:1] in BARS or written[:1] in {"\t", ","}
        begun, kind = (piece.span, piece.kind) if separates else (None, "")
    if begun is not None:
        yield begun


def _narrative(stages: Stages) -> list[Span]:
    """Tokens of running text: what separates the paragraphs inside has no say in any table."""
    return [token.span for token in stages.tokens if token.type == TEXT and token.last > token.first]


def _exchanges(stages: Stages, own: _Own) -> Iterator[Place]:
    """Two headings exchanged, the column's own and another: for headers that the form's order makes up for."""
    for tokens in own.headers:
        for head in own.heads & set(tokens):
            for other in tokens:
                one, two = stages.tokens[head].span, stages.tokens[other].span
                if one != two:
                    edits = ((one, stages.source.slice(two)), (two, stages.source.slice(one)))
                    yield Place("exchange", (one, two), (edits,))


def spans_of(decision: Decision) -> tuple[Span, ...]:
    """All characters that decide, in order."""
    return tuple(sorted({span for one in decision.deciding for span in one.spans}))


def covers(spans: Iterable[Span], offset: int) -> bool:
    """Whether a character is among those."""
    return any(span.start <= offset < span.end for span in spans)


__all__ = [
    "BUDGET",
    "Deciding",
    "Decision",
    "Place",
    "covers",
    "deciding_characters",
    "other_figures",
    "places_of",
    "same",
    "spans_of",
    "unknown",
]
