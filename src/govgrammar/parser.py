"""Tokens to a parse tree, by Lark's LALR parser.  No sequence of tokens is rejected: a property test holds the grammar to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from attrs import frozen
from lark import Lark, Token, Tree
from lark.lexer import Lexer as LarkLexer

from govgrammar.grammar import Grammar, build_lark


class Leaf(Token):
    """A token as the tree holds it: its terminal, and its index among the tokens in place of a character's place."""

    @property
    def number(self) -> int:
        """Which token this is."""
        return self.start_pos or 0


class Handover(LarkLexer):
    """Lark takes the tokens as they come: the lexing is done."""

    def __init__(self, lexer_conf: Any) -> None:
        del lexer_conf

    def lex(self, data: Any) -> Iterator[Any]:  # type: ignore[override]
        """The tokens as they are."""
        return iter(data)


@frozen(eq=False, slots=False)
class Parser:
    """Parses sequences of terminals."""

    grammar: Grammar
    start: str = "document"

    @cached_property
    def _lark(self) -> Lark:
        return build_lark(self.grammar, start=self.start, lexer=Handover)

    def tree(self, types: Iterable[str]) -> Tree[Leaf]:
        """The tree of a sequence of terminals; its leaves say which token each is."""
        leaves = (Leaf(terminal, terminal, index) for index, terminal in enumerate(types))
        return self._lark.parse(leaves)  # type: ignore[return-value]
