"""Where each rule, alternative and spelling stands in the files of a grammar folder."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from attrs import frozen
from lark import Lark, Token, Tree

from govgrammar.grammar import Grammar, GrammarFile

_READER: Final = ("grammars",)


@frozen
class Alternative:
    """One alternative of a rule as written, with the rules and terminals that it names."""

    text: str
    names: tuple[str, ...]
    line: int


@frozen
class Spelling:
    """One string or one pattern of a terminal, as written, quotes included."""

    text: str
    line: int

    @property
    def is_pattern(self) -> bool:
        """Whether it is a regular expression."""
        return self.text.startswith("/")


@frozen
class WrittenRule:
    """A rule, with file and line where it begins."""

    name: str
    file: str
    line: int
    alternatives: tuple[Alternative, ...]


@frozen
class WrittenTerminal:
    """A terminal, with file and line where it begins."""

    name: str
    file: str
    line: int
    spellings: tuple[Spelling, ...]


@frozen
class WrittenGrammar:
    """All rules and terminals of a grammar, in the order of its files."""

    rules: dict[str, WrittenRule]
    terminals: dict[str, WrittenTerminal]


@lru_cache(maxsize=8)
def written_grammar(grammar: Grammar) -> WrittenGrammar:
    """The definitions of a grammar that Lark's notation allows; `grammar.rules` says what is wrong with another."""
    _ = grammar.rules
    reader = Lark.open_from_package("lark", "lark.lark", _READER, parser="lalr", propagate_positions=True)
    rules: dict[str, WrittenRule] = {}
    terminals: dict[str, WrittenTerminal] = {}
    for file in grammar.files:
        for node in reader.parse(f"{file.text}\n").find_pred(lambda node: node.data in {"rule", "token"}):
            head, body = node.children[0], node.children[-1]
            name, line = str(head).lstrip("?!"), head.line or 0  # type: ignore[union-attr]
            if node.data == "rule":
                rules[name] = WrittenRule(name, file.name, line, tuple(_alternatives(body, file, line)))
            else:
                spellings = tuple(Spelling(str(t), t.line or line) for t in _tokens(body, "STRING", "REGEXP"))
                terminals[name] = WrittenTerminal(name, file.name, line, spellings)
    return WrittenGrammar(rules, terminals)


def _alternatives(body: object, file: GrammarFile, line: int) -> list[Alternative]:
    parts = body.children if isinstance(body, Tree) and body.data == "expansions" else [body]
    found = []
    for part in parts:
        named = part.children[0] if isinstance(part, Tree) and part.data == "alias" else part
        names = _tokens(named, "RULE", "TOKEN")
        meta = getattr(part, "meta", None)
        text = file.text[meta.start_pos : meta.end_pos] if meta and not meta.empty else " ".join(map(str, names))
        found.append(
            Alternative(" ".join(text.split()), tuple(map(str, names)), names[0].line or line if names else line)
        )
    return found


def _tokens(node: object, *types: str) -> list[Token]:
    if isinstance(node, Token):
        return [node] if node.type in types else []
    if not isinstance(node, Tree):
        return []
    return list(node.scan_values(lambda leaf: isinstance(leaf, Token) and leaf.type in types))
