"""Tokens to a parse tree, by Lark's LALR tables.  No sequence of tokens is rejected: a property test holds the grammar to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from attrs import frozen
from lark import Lark, Token, Tree
from lark.lexer import Lexer as LarkLexer

from govgrammar.grammar import Grammar, build_lark
from govgrammar.lalr import Table, read_table
from govgrammar.precompiled import precompiled


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


#: The start rule whose table is worked out beforehand.
PRECOMPILED: Final = "document"


def lark_of(grammar: Grammar, start: str) -> Lark:
    """Lark's parser of sequences of terminals."""
    return build_lark(grammar, start=start, lexer=Handover)


@frozen(eq=False, slots=False)
class Parser:
    """Parses sequences of terminals: by the table that ships with the grammar, or for any other grammar by Lark itself."""

    grammar: Grammar
    start: str = PRECOMPILED

    @cached_property
    def _lark(self) -> Lark:
        return lark_of(self.grammar, self.start)

    @cached_property
    def _table(self) -> Table | None:
        made = precompiled(self.grammar.digest) if self.start == PRECOMPILED else None
        return read_table(made["table"]) if made else None

    def tree(self, types: Iterable[str]) -> Tree[Leaf]:
        """The tree of a sequence of terminals; its leaves say which token each is."""
        leaves = [Leaf(terminal, terminal, index) for index, terminal in enumerate(types)]
        made = self._table.parse(leaves) if self._table else None
        if made is not None:
            return made
        return self._lark.parse(leaves)  # type: ignore[return-value]
