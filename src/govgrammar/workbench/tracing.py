"""`trace`: how each table is written and by which counts that was judged, and each token's way through the grammar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from govgrammar.arrange import FoundRow
from govgrammar.form import VALUES
from govgrammar.grid import GridEvidence, evidence
from govgrammar.layouts.physical import Gap
from govgrammar.plan import BlockPlan
from govgrammar.source import Source, Span
from govgrammar.tokens import TableStyle, Token
from govgrammar.workbench.paths import section_of, token_paths
from govgrammar.workbench.reasons import how_counted
from govgrammar.workbench.stages import ReadReport, Stages, read_stages


@frozen
class StyleCounts:
    """What a table's style was judged by.

    `gaps` lie behind its labels and values, `barred` of them hold bars; `on_a_line` have the next cell on the same line.
    `inside` of them lie between two cells of one row, `inside_barred` of these hold bars: more than half of them or
    of all, and the table's cells stand between bars.
    `distances` says how many line ends lie in how many of the gaps without bars; `lines_with_bar` of `lines` that a label
    begins start with a bar; `padding` is the longest run of bars behind a label that has no figures.
    """

    gaps: int
    barred: int
    inside: int
    inside_barred: int
    on_a_line: int
    distances: tuple[tuple[int, int], ...]
    lines: int
    lines_with_bar: int
    padding: int


@frozen
class HeaderTrace:
    """A block's header: the edition it was read as, what the header says, and its columns in the document's order."""

    block: str
    edition: str
    certainty: str
    columns: tuple[str, ...]
    rows: int


@frozen
class RowTrace:
    """A row with figures: how its slots were counted to its columns (`Reason.how`), and what stands loose behind it."""

    row: str
    line: int
    how: str
    slots: int
    columns: int
    behind: tuple[int, ...]


@frozen
class TableTrace:
    """One table of one report.

    `by_place` says that places on a line are columns; `width` is that of its full rows in cells and bars, `spacing` the
    empty lines between them; `keeps`, `slides` and `pads` what the whole report does with blanks and padding.
    """

    report: int
    table: str
    span: Span
    style: TableStyle | None
    counts: StyleCounts
    by_place: bool
    width: int | None
    spacing: int
    keeps: bool
    slides: bool
    pads: bool
    headers: tuple[HeaderTrace, ...]
    rows: tuple[RowTrace, ...]


@frozen
class TokenTrace:
    """One token's way: the rules that took it, outermost first, and what it became (`row state_secret`, `stray`, …)."""

    terminal: str
    span: Span
    line: int
    column: int
    raw: str
    rules: tuple[str, ...]
    became: str


@frozen
class Trace:
    """How a document was read: its tables, and its tokens in order."""

    source: Source
    tables: tuple[TableTrace, ...]
    tokens: tuple[TokenTrace, ...]

    def selected(self, *, rule: str | None = None, line: int | None = None, column: int | None = None) -> Trace:
        """What belongs to a rule or terminal, or to a line or place, and nothing else."""
        tokens = tuple(t for t in self.tokens if rule is None or rule in (*t.rules, t.terminal))
        tables = tuple(
            t for t in self.tables if rule is None or any(token.rules[1:2] == (t.table,) for token in tokens)
        )
        place = None if line is None else self.source.line(line)
        if line is not None:
            if place is None:
                return Trace(self.source, (), ())
            if column is not None:
                place = Span(place.start + column - 1, place.start + column)
            tokens = tuple(t for t in tokens if _meets(t.span, place))
            tables = tuple(t for t in tables if _meets(t.span, place))
        return Trace(self.source, tables, tokens)


def trace(
    source: str | bytes | Path | BinaryIO,
    *,
    kind: str | None = None,
    encoding: str | None = None,
    grammar: str | Path | None = None,
) -> Trace:
    """How a document was read.  Raises what `parse` raises."""
    stages = read_stages(source, kind=kind, encoding=encoding, grammar=grammar)
    paths = token_paths(stages.tree)
    tables = [table for number, report in enumerate(stages.reports) for table in _tables(stages, number, report, paths)]
    return Trace(stages.source, tuple(tables), tuple(_tokens(stages, paths)))


def _meets(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < max(one.end, one.start + 1)


# ---- tables ----


def _tables(stages: Stages, number: int, report: ReadReport, paths: dict[int, tuple[str, ...]]) -> Iterator[TableTrace]:
    found = report.tables()
    told = evidence([[(row.run, len(row.targets or ())) for row in rows] for rows in found])
    tables = zip(report.plan.tables, found, strict=True)
    for place, (table, rows) in enumerate(tables):
        own = [token for n, token in enumerate(stages.tokens) if section_of(paths[n]) == table.name]
        if not own or not any(block.rows for block in table.blocks):
            continue
        style = next((row.run.style for row in rows), None)
        yield TableTrace(
            number,
            table.name,
            Span(min(token.start for token in own), max(token.end for token in own)),
            style,
            _counts(stages, own),
            told.by_place[place],
            told.widths[place],
            told.spacings[place],
            told.keeps,
            told.slides,
            told.pads,
            tuple(header for block in table.blocks for header in _headers(stages, block)),
            tuple(_row(stages, row, told, place) for row in rows),
        )


def _counts(stages: Stages, tokens: list[Token]) -> StyleCounts:
    labels = [t for t in tokens if t.type in stages.tools.form.label_terminals]
    bare = [stages.physical.gap(t.last) for t, after in pairwise(tokens) if _bare(t, after)]
    gaps = [gap for token in tokens for gap in _gaps_behind(stages, token)]
    inside = list(_gaps_inside_rows(stages, tokens))
    before = [stages.physical.gap(t.first - 1) for t in labels if t.first]
    begins = [gap.lines[-1] > 0 for gap in before if gap.ends]
    distances = Counter(gap.ends for gap in gaps if not gap.bars)
    return StyleCounts(
        len(gaps),
        sum(gap.bars > 0 for gap in gaps),
        len(inside),
        sum(gap.bars > 0 for gap in inside),
        sum(gap.ends == 0 for gap in gaps),
        tuple(sorted(distances.items())),
        len(begins),
        sum(begins),
        max((run for gap in bare[:-1] for run in gap.behind), default=0),
    )


def _bare(token: Token, after: Token) -> bool:
    return token.run is None and after.run is None


def _gaps_behind(stages: Stages, token: Token) -> list[Gap]:
    physical = stages.physical
    if token.run is None:
        return [physical.gap(token.last)]
    return [physical.gap(i) for i in range(token.first, token.last + 1) if physical.cells[i].strip()]


def _gaps_inside_rows(stages: Stages, tokens: list[Token]) -> Iterator[Gap]:
    for label, values in pairwise(tokens):
        if values.run is not None and label.run is None:
            yield stages.physical.gap(label.last)
            yield from _gaps_behind(stages, values)[:-1]


def _headers(stages: Stages, block: BlockPlan) -> Iterator[HeaderTrace]:
    del stages
    names = [column.name for column in block.block.columns]
    if block.block.across:
        names = [f"{row.name}/{name}" for row in block.block.rows for name in names]
    for header in dict.fromkeys(row.header for row in block.rows):
        columns = tuple(names[n] if n < len(names) else f"unexpected.{n - len(names) + 1}" for n in header.columns)
        rows = sum(row.header is header for row in block.rows)
        yield HeaderTrace(block.block.name, block.edition, header.certainty.value, columns, rows)


def _row(stages: Stages, row: FoundRow, told: GridEvidence, place: int) -> RowTrace:
    line, _ = stages.source.position(stages.tokens[row.row.label].start)
    how = how_counted(row, by_place=told.by_place[place])
    return RowTrace(row.row.name, line, how, len(row.grid.slots), len(row.targets or ()), row.run.loose)


# ---- tokens ----


def _tokens(stages: Stages, paths: dict[int, tuple[str, ...]]) -> Iterator[TokenTrace]:
    became = _became(stages)
    for number, token in enumerate(stages.tokens):
        line, column = stages.source.position(token.start)
        rules = paths[number]
        usual = "stray" if rules[-1] == "stray" else "figures of no row" if token.type == VALUES else rules[-1]
        raw = stages.source.slice(token.span)
        yield TokenTrace(token.type, token.span, line, column, raw, rules, became.get(number, usual))


def _became(stages: Stages) -> dict[int, str]:
    """What the plan makes of tokens: headings of columns, labels of rows, figures of rows."""
    found: dict[int, str] = {}
    for report in stages.reports:
        for _, block, _ in report.blocks():
            for row in block.rows:
                for column, token in zip(row.header.columns, row.header.tokens, strict=True):
                    found.setdefault(token, f"column {report.plan.keys[row.cells[column]].column}")
                found.setdefault(row.label, f"row {row.name}")
                if row.values is not None:
                    found[row.values] = f"figures of {row.name}"
    return found
