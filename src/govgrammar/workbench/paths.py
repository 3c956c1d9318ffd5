"""Each token's way through the grammar: the rules that took it."""

from __future__ import annotations

from lark import Tree

from govgrammar.parser import Leaf
from govgrammar.sections import FRONT


def token_paths(tree: Tree[Leaf]) -> dict[int, tuple[str, ...]]:
    """For each token's number the names of the rules around it, outermost first."""
    paths: dict[int, tuple[str, ...]] = {}
    pending: list[tuple[Tree[Leaf], tuple[str, ...]]] = [(tree, (str(tree.data),))]
    while pending:
        node, path = pending.pop()
        for child in node.children:
            if isinstance(child, Tree):
                pending.append((child, (*path, str(child.data))))
            else:
                paths[child.number] = path
    return paths


def section_of(rules: tuple[str, ...]) -> str:
    """The section in which a token stands, by the rules around it."""
    return rules[1] if len(rules) > 1 else FRONT
