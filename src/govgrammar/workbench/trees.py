"""`tree`: the parse tree with rule names, spans and strays, and how it is written: JSON, s-expression, DOT."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from attrs import frozen
from lark import Tree

from govgrammar.parser import Leaf
from govgrammar.source import Source, Span
from govgrammar.workbench.listing import made_visible
from govgrammar.workbench.stages import Stages, read_stages

_SHOWN = 40


@frozen
class TreeNode:
    """A rule or a token of the tree; `terminal` and `text` are set for tokens only.

    The span of a rule goes from its first token to its last; a rule without tokens has none.
    """

    name: str
    span: Span | None
    children: tuple[TreeNode, ...] = ()
    terminal: bool = False
    text: str = ""


@frozen
class ParsedTree:
    """A document's tree; `strays` are the spans of what no row or header expects."""

    source: Source
    root: TreeNode
    strays: tuple[Span, ...]


def parse_tree(
    source: str | bytes | Path | BinaryIO,
    *,
    kind: str | None = None,
    encoding: str | None = None,
    grammar: str | Path | None = None,
) -> ParsedTree:
    """The parse tree of a document.  Raises what `parse` raises."""
    stages = read_stages(source, kind=kind, encoding=encoding, grammar=grammar)
    root = _node(stages, stages.tree)
    strays = tuple(node.span for node in walk(root) if node.name == "stray" and node.span is not None)
    return ParsedTree(stages.source, root, strays)


def walk(root: TreeNode) -> Iterator[TreeNode]:
    """Every node, top down."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.children))


def _node(stages: Stages, node: Tree[Leaf] | Leaf) -> TreeNode:
    """The tree is three rules deep at most, whatever the document."""
    if not isinstance(node, Tree):
        token = stages.tokens[node.number]
        return TreeNode(token.type, token.span, terminal=True, text=stages.source.slice(token.span))
    children = tuple(_node(stages, child) for child in node.children)
    spans = [child.span for child in children if child.span is not None]
    span = Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None
    return TreeNode(str(node.data), span, children)


# ---- writing ----


def tree_to_data(tree: ParsedTree) -> dict[str, Any]:
    """The tree as plain data: rules with `children`, tokens with `text`; places with line and column."""
    return _data(tree.source, tree.root)


def _data(source: Source, node: TreeNode) -> dict[str, Any]:
    data: dict[str, Any] = {"terminal" if node.terminal else "rule": node.name}
    if node.span is not None:
        line, column = source.position(node.span.start)
        data |= {"start": node.span.start, "end": node.span.end, "line": line, "column": column}
    if node.terminal:
        return data | {"text": node.text}
    return data | {"children": [_data(source, child) for child in node.children]}


def tree_to_sexp(tree: ParsedTree) -> str:
    """The tree as an s-expression: `(rule [start - end] (TERMINAL [start - end] "text"))`."""
    return "".join(_sexp(tree.root, 0)) + "\n"


def _sexp(node: TreeNode, depth: int) -> Iterator[str]:
    place = f" [{node.span.start} - {node.span.end}]" if node.span else ""
    text = f" {json.dumps(made_visible(node.text), ensure_ascii=False)}" if node.terminal else ""
    yield f"{'  ' * depth}({node.name}{place}{text}"
    for child in node.children:
        yield "\n"
        yield from _sexp(child, depth + 1)
    yield ")"


def tree_to_dot(tree: ParsedTree) -> str:
    """The tree for Graphviz: rules are boxes, tokens plain, strays dashed."""
    lines = ["digraph tree {", '  node [fontname="sans-serif"];', "  rankdir=LR;"]
    pending: list[tuple[TreeNode, int | None]] = [(tree.root, None)]
    number = 0
    while pending:
        node, parent = pending.pop()
        label = node.name if not node.terminal else f"{node.name}\n{made_visible(node.text)[:_SHOWN]}"
        shape = "plaintext" if node.terminal else "box"
        style = ", style=dashed" if node.name == "stray" else ""
        lines.append(f"  n{number} [label={json.dumps(label, ensure_ascii=False)}, shape={shape}{style}];")
        if parent is not None:
            lines.append(f"  n{parent} -> n{number};")
        pending.extend((child, number) for child in reversed(node.children))
        number += 1
    return "\n".join([*lines, "}"]) + "\n"
