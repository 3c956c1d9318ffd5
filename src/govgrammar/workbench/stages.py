"""What every stage made of one source, side by side: cells, tokens, tree, plans, and how the cells came about.

`parse` keeps none of it; the workbench runs the same stages again and keeps all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from attrs import evolve, frozen
from lark import Tree

from govgrammar.api import Engine, check_arguments, engine, whole_cells
from govgrammar.arrange import FoundRow, arrange
from govgrammar.documents.opening import open_source
from govgrammar.layouts.physical import PhysicalText
from govgrammar.limits import Limits
from govgrammar.model.cell import Cell, CellKey, CellStore
from govgrammar.parser import Leaf
from govgrammar.plan import BlockPlan, ReportPlan, RowPlan, TablePlan
from govgrammar.source import Source, Span
from govgrammar.table_shapes import Tokens
from govgrammar.transform import CellBuilder


@frozen(eq=False, slots=False)
class ReadReport:
    """One report as it was read: its plan, the builder with what it decided, and the cells."""

    plan: ReportPlan
    builder: CellBuilder
    store: CellStore

    def cell(self, key: CellKey) -> Cell | None:
        """The cell of that name, `None` where the report has none."""
        index = next((i for i, known in enumerate(self.store.keys) if known == key), None)
        return None if index is None else Cell(self.store, index)

    def blocks(self) -> Iterator[tuple[TablePlan, BlockPlan, list[FoundRow]]]:
        """Each block with the rows of it that have values, and how they were counted."""
        yield from self._blocks

    @cached_property
    def _blocks(self) -> list[tuple[TablePlan, BlockPlan, list[FoundRow]]]:
        return [
            (block.table, block.plan, [self.builder.as_far_as_read(row) for row in block.rows if row.told])
            for block in self.builder.arranged.blocks
        ]

    def tables(self) -> list[list[FoundRow]]:
        """The rows of each table that have values."""
        return [[row for own, _, rows in self.blocks() if own is table for row in rows] for table in self.plan.tables]

    def target(self, key: CellKey) -> int | None:
        """The cell's number in the plan."""
        return next((i for i, known in enumerate(self.plan.keys) if known == key), None)

    def rows_of(self, target: int) -> Iterator[tuple[TablePlan, BlockPlan, RowPlan, FoundRow | None]]:
        """The rows of the document that a cell stands in: usually one, none for an absent row, several for a repeated one."""
        for table, block, found in self.blocks():
            for row in block.rows:
                if target in row.cells:
                    yield table, block, row, next((one for one in found if one.row is row), None)


@frozen(eq=False, slots=False)
class Stages:
    """A source with everything that the stages made of it.  `tables_of_its_own` is true for files whose tables are known."""

    tools: Engine
    source: Source
    physical: PhysicalText
    tokens: Tokens
    tables_of_its_own: bool
    limits: Limits

    @cached_property
    def tree(self) -> Tree[Leaf]:
        """The parse tree; its leaves say which token each is."""
        return self.tools.parser.tree(self.tokens.types)

    @cached_property
    def reports(self) -> tuple[ReadReport, ...]:
        """The reports in the source, in order."""
        found = []
        for plan in self.tools.plans(self.tokens):
            builder = CellBuilder(
                self.tools.form,
                self.tools.lexer.classify,
                self.physical,
                self.tokens,
                plan,
                arrange(plan, self.tokens, self.tools.lexer.classify),
                self.limits.solver_nodes,
                [],
            )
            store = builder.build()
            found.append(ReadReport(plan, builder, store))
        return tuple(found)

    def changed(self, edits: Sequence[tuple[Span, str]]) -> Stages:
        """The same source with other characters in some places, which must not overlap."""
        if not self.tables_of_its_own:
            pieces, last = [], 0
            for span, text in sorted(edits):
                pieces += [self.source.text[last : span.start], text]
                last = span.end
            return read_text("".join((*pieces, self.source.text[last:])), self)
        cells = list(self.physical.cells)
        for span, text in sorted(edits, reverse=True):
            for index, (start, cell) in enumerate(zip(self.physical.starts, self.physical.cells, strict=True)):
                if start <= span.start and span.end <= start + len(cell):
                    cells[index] = cells[index][: span.start - start] + text + cells[index][span.end - start :]
        lengths = (len(cell) + len(gap) for cell, gap in zip(cells, self.physical.gaps, strict=True))
        starts = [0, *accumulate(lengths)]
        written = "".join(piece for pair in zip(cells, self.physical.gaps, strict=True) for piece in pair)
        physical = evolve(self.physical, text=written, cells=cells, starts=starts[:-1])
        return evolve(
            self,
            source=evolve(self.source, text=written, locator=None),
            physical=physical,
            tokens=self.tools.lexer.tokens(physical),
        )


def read_text(text: str, like: Stages) -> Stages:
    """A text read with the tools of other stages."""
    physical, tokens = like.tools.lexer.read(whole_cells(text, like.limits))
    return evolve(like, source=evolve(like.source, text=text), physical=physical, tokens=tokens)


def read_stages(
    source: str | bytes | Path | BinaryIO,
    *,
    kind: str | None = None,
    encoding: str | None = None,
    grammar: str | Path | None = None,
) -> Stages:
    """Read a source as `parse` does, and keep what each stage made of it.

    Raises what `parse` raises: `TypeError`, `ValueError`, `OSError`, `GrammarError`, `MissingExtraError`.
    """
    check_arguments(kind, encoding)
    tools, limits = engine(grammar), Limits()
    opened = open_source(source, kind, encoding, limits, tools.lexer.classify)
    if opened.physical is not None:
        tokens = tools.lexer.tokens(opened.physical)
        return Stages(tools, opened.source, opened.physical, tokens, tables_of_its_own=True, limits=limits)
    physical, tokens = tools.lexer.read(whole_cells(opened.source.text, limits))
    return Stages(tools, opened.source, physical, tokens, tables_of_its_own=False, limits=limits)
