"""The tokens, tree and plans behind a result, which a result itself does not keep: its text is read once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from attrs import frozen
from lark import Tree

from govgrammar.api import Engine, engine, whole_cells
from govgrammar.blocks import Row
from govgrammar.layouts.physical import PhysicalText
from govgrammar.limits import Limits
from govgrammar.model.cell import CellKey
from govgrammar.parser import Leaf
from govgrammar.plan import ReportPlan, RowPlan
from govgrammar.result import Result
from govgrammar.table_shapes import Tokens
from govgrammar.tokens import Token


@frozen(eq=False, slots=False)
class Reread:
    """What the stages made of a result's text."""

    tools: Engine
    tokens: Tokens

    @cached_property
    def rules(self) -> tuple[tuple[str, ...], ...]:
        """For each token the names of the rules that took it, section first."""
        tree = self.tools.parser.tree(self.tokens.types)
        found: dict[int, tuple[str, ...]] = dict(_rules(tree, ()))
        return tuple(found.get(number, ()) for number in range(len(self.tokens)))

    @cached_property
    def plans(self) -> tuple[ReportPlan, ...]:
        """The plans of the reports, in order."""
        return self.tools.plans(self.tokens)


@frozen(eq=False)
class Heads:
    """The tokens of the labels of one cell: of each row that it stands in, and of the columns above it."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


def reread(result: Result, grammar: str | Path | None = None) -> Reread:
    """The stages of a result.  `grammar` is the folder it was read with.

    Raises `ValueError` where that is another one: its rules and labels would be others.
    """
    tools = engine(grammar)
    if tools.form.digest != result.grammar:
        msg = f"the result was read with the grammar {result.grammar}, this one is {tools.form.digest}: name its folder as grammar="
        raise ValueError(msg)
    cut = result.source.cut
    if isinstance(cut, PhysicalText):
        return Reread(tools, tools.lexer.tokens(cut))
    return Reread(tools, tools.lexer.read(whole_cells(result.source.text, Limits()))[1])


def heads_of(plan: ReportPlan, tokens: Sequence[Token]) -> dict[CellKey, Heads]:
    """The labels of each cell of a report whose row is in the document."""
    rows: dict[int, list[int]] = {}
    columns: dict[int, list[int]] = {}
    for table in plan.tables:
        for block in table.blocks:
            for row in block.rows:
                named = dict(_labels_across(row, block.block.rows, tokens)) if block.block.across else {}
                for number, cell in enumerate(row.cells):
                    group = named.get(number // max(1, len(block.block.columns))) if block.block.across else row.label
                    if group is not None:
                        rows.setdefault(cell, []).append(group)
                for number, token in zip(row.header.columns, row.header.tokens, strict=True):
                    columns.setdefault(row.cells[number], []).append(token)
    return {
        key: Heads(tuple(dict.fromkeys(rows.get(cell, ()))), tuple(dict.fromkeys(columns.get(cell, ()))))
        for cell, key in enumerate(plan.keys)
        if cell in rows or cell in columns
    }


def _labels_across(row: RowPlan, form_rows: Sequence[Row], tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The label of each group that is printed side by side: the last one of its kind before the figures counts."""
    last = row.label if row.values is None else row.values
    kinds = {form_row.terminal: number for number, form_row in enumerate(form_rows)}
    for token in range(last):
        if tokens[token].type in kinds:
            yield kinds[tokens[token].type], token


def _rules(tree: Tree[Leaf], above: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each leaf's number with the names of the rules around it, the start rule left out."""
    pending: list[tuple[Tree[Leaf], tuple[str, ...]]] = [(tree, above)]
    while pending:
        node, path = pending.pop()
        for child in node.children:
            if isinstance(child, Tree):
                pending.append((child, (*path, str(child.data))))
            else:
                yield child.number, path
