"""The parse tree as lines: rules by their names, tokens with their place and what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen
from lark import Tree

from govgrammar.export.words import cut, one_line
from govgrammar.layouts.physical import PhysicalText
from govgrammar.parser import Leaf
from govgrammar.source import Source, display_width
from govgrammar.tokens import Token

_INDENT: Final = "  "
_SHORTEST: Final = 16


@frozen
class TreeText:
    """What a tree is shown with: its tokens, the cells that they stand for, the source, and the width of a line."""

    tokens: Sequence[Token]
    physical: PhysicalText
    source: Source
    width: int = 100

    def lines(self, tree: Tree[Leaf]) -> Iterator[str]:
        """One line for each rule and each token, top down."""
        pending: list[tuple[int, Tree[Leaf] | Leaf]] = [(0, tree)]
        while pending:
            depth, node = pending.pop()
            if isinstance(node, Tree):
                yield f"{_INDENT * depth}{node.data}"
                pending.extend((depth + 1, child) for child in reversed(node.children))
            else:
                yield self._token(self.tokens[node.number], _INDENT * depth)

    def _token(self, token: Token, indent: str) -> str:
        line, column = self.source.position(token.start)
        head = f"{indent}{token.type} {line}:{column}  "
        held = self._held(token)
        return (head + cut(held, max(_SHORTEST, self.width - display_width(head)))).rstrip()

    def _held(self, token: Token) -> str:
        """A token's text.  Values stand between bars, blanks included; bars that may be blanks or padding are counted."""
        if token.supplied:
            return "(not in the document)"
        if token.run is None:
            return one_line(self.source.slice(token.span))
        cells = [one_line(self.physical.cells[slot]) if slot >= 0 else "" for slot in token.run.slots]
        loose = f" +{'+'.join(map(str, token.run.loose))}" if token.run.loose else ""
        return f"|{'|'.join(cells)}|{loose}"
