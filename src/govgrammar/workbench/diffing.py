"""`diff`: two versions of a grammar on the same documents, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from attrs import frozen

from govgrammar.documents.extras import MissingExtraError
from govgrammar.grammar import read_grammar
from govgrammar.model.cell import Cell, CellState, Number
from govgrammar.result import Result
from govgrammar.workbench.samples import Sample

#: What can happen to a cell: it is there now, it is no more, it says something else, its figure stands in another cell.
CHANGES: Final = ("gained", "lost", "changed", "moved")


@frozen
class CellSays:
    """What a cell says under one grammar, with the line where it stands."""

    state: str
    value: Number | None
    raw: str
    unit: str | None
    placement: str
    candidates: tuple[Number | None, ...]
    line: int


@frozen
class CellChange:
    """One cell that reads otherwise: `before` by the old grammar, `after` by the new one, `None` where it is absent.

    `cell` is `table/row/column`, with `report N:` before it from the second report of a document on.  Of a figure that moved
    it is the cell where it stood, and `to` the cell where it stands now.
    """

    kind: str
    cell: str
    before: CellSays | None
    after: CellSays | None
    to: str | None = None


@frozen
class DiagnosticChange:
    """A diagnostic that is new (`gained`) or gone (`lost`), with its message in Chinese and English."""

    kind: str
    code: str
    line: int
    column: int
    zh: str
    en: str


@frozen
class DocumentDiff:
    """What differs in one document."""

    source: str
    cells: tuple[CellChange, ...]
    diagnostics: tuple[DiagnosticChange, ...]


@frozen
class GrammarDiff:
    """What differs between two grammars, document by document in the order of the documents; those without are left out.

    `old` and `new` are the digests of the grammars; `cells` counts those that were compared.
    """

    old: str
    new: str
    documents: int
    cells: int
    changed: tuple[DocumentDiff, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many cells of each kind of change, and how many diagnostics."""
        cells = Counter(change.kind for document in self.changed for change in document.cells)
        codes = Counter(change.kind for document in self.changed for change in document.diagnostics)
        return {kind: cells[kind] for kind in CHANGES} | {f"diagnostics_{kind}": codes[kind] for kind in CHANGES[:2]}


class _Place(NamedTuple):
    """A cell of a document: the number of its report, and `table/row/column`."""

    report: int
    key: str

    def __str__(self) -> str:
        return self.key if self.report == 1 else f"report {self.report}: {self.key}"


_Cells = dict[_Place, tuple[Cell, CellSays]]


def diff(
    old: str | Path,
    new: str | Path,
    samples: Iterable[Sample],
    *,
    watch: Callable[[str], None] | None = None,
    missing: Callable[[str, MissingExtraError], None] | None = None,
) -> GrammarDiff:
    """What documents say by two grammar folders; `watch` is told the name of each before it is read.

    `missing` is told of a document whose extra is not installed, which is left out.  Raises what `parse` raises.
    """
    folders = Path(old), Path(new)
    digests = [read_grammar(folder).digest for folder in folders]
    documents = cells = 0
    changed = []
    for sample in samples:
        if sample.tokens is not None:
            continue
        if watch is not None:
            watch(sample.name)
        try:
            before, after = (sample.result(folder) for folder in folders)
        except MissingExtraError as error:
            if missing is None:
                raise
            missing(sample.name, error)
            continue
        documents += 1
        found = _cells(before, sample.above), _cells(after, sample.above)
        cells += len(found[0].keys() | found[1].keys())
        one = DocumentDiff(sample.title, tuple(_changes(*found)), tuple(_diagnostics(before, after, sample.above)))
        if one.cells or one.diagnostics:
            changed.append(one)
    return GrammarDiff(digests[0], digests[1], documents, cells, tuple(changed))


def _cells(result: Result, above: int) -> _Cells:
    """The cells that a document has, absent ones left out."""
    found: _Cells = {}
    for number, report in enumerate(result.reports, 1):
        for cell in report.cells():
            if cell.state != CellState.ABSENT.value:
                line = result.source.position(cell.span.start)[0] + above
                says = CellSays(
                    cell.state, cell.value, cell.raw, cell.unit, cell.placement, tuple(cell.candidates), line
                )
                found[_Place(number, str(cell.key))] = cell, says
    return found


def _changes(before: _Cells, after: _Cells) -> Iterator[CellChange]:
    moved = dict(_moves(before, after))
    arrived = set(moved.values())
    for place in dict.fromkeys((*before, *after)):
        old, new = before.get(place), after.get(place)
        said, says = old and old[1], new and new[1]
        if place in moved:
            to = moved[place]
            yield CellChange("moved", str(place), said, after[to][1], str(to))
            said = None
        if place in arrived:
            says = None
        if said is None and says is None:
            continue
        if said is None or says is None:
            yield CellChange("gained" if said is None else "lost", str(place), said, says)
        elif said != says:
            yield CellChange("changed", str(place), said, says)


def _moves(before: _Cells, after: _Cells) -> Iterator[tuple[_Place, _Place]]:
    """Figures, by the characters that spell them, that stand in another cell."""
    stood, stand = _figures(before), _figures(after)
    for figure, places in stood.items():
        gone = [place for place in places if place not in stand.get(figure, ())]
        come = [place for place in stand.get(figure, ()) if place not in places]
        yield from zip(gone, come, strict=False)


def _figures(cells: _Cells) -> dict[tuple[int, int, Number], list[_Place]]:
    found: dict[tuple[int, int, Number], list[_Place]] = {}
    for place, (cell, _) in cells.items():
        if cell.value is not None:
            found.setdefault((cell.span.start, cell.span.end, cell.value), []).append(place)
    return found


def _diagnostics(before: Result, after: Result, above: int) -> Iterator[DiagnosticChange]:
    lines = [Counter(_lines(result, above)) for result in (before, after)]
    for kind, only in (("lost", lines[0] - lines[1]), ("gained", lines[1] - lines[0])):
        for line, column, code, zh, en in sorted(only.elements()):
            yield DiagnosticChange(kind, code, line, column, zh, en)


def _lines(result: Result, above: int) -> Iterator[tuple[int, int, str, str, str]]:
    for diagnostic in result.diagnostics:
        line, column = result.source.position(diagnostic.span.start)
        yield line + above, column, diagnostic.code, diagnostic.message("zh"), diagnostic.message("en")
