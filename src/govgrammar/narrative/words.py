"""Text of a narrative to the grammar's words, by a lexer compiled from its terminals."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen
from lark import Tree
from lark.exceptions import UnexpectedInput

from govgrammar.fold import fold, variants
from govgrammar.grammar import Grammar, default_folder, read_grammar
from govgrammar.parser import Leaf, Parser

OTHER: Final = "OTHER"
NUMBER: Final = "NUMBER"
FOLDER: Final = "narrative"
_IGNORED: Final = re.compile(r"^%ignore\s+(\w+)", re.MULTILINE)
_ANCHOR: Final = "_anchor"
_REMEMBERED: Final = 20_000
#: A clause with more words than this is none of a form's.
_LONGEST: Final = 24


@frozen
class Word:
    """A terminal, or `OTHER`, and where it stands in a squeezed sentence."""

    terminal: str
    start: int
    end: int


@frozen
class Statement:
    """What the parser makes of a clause: the rule, its family, and which of the clause's words is its figure."""

    kind: str
    family: str
    number: int | None
    figures: int


@frozen(eq=False, slots=False)
class Narrator:
    """Lexer and parser of narrative clauses.  What it remembers never changes an answer."""

    grammar: Grammar
    _known: dict[tuple[str, ...], Statement | None] = field(factory=dict, init=False, repr=False)

    def words(self, sentence: str) -> list[Word]:
        """The words of a squeezed sentence in order, each character in one; fillers are left out."""
        found: list[Word] = []
        end = 0
        for match in self._lexer.finditer(sentence):
            start = match.start()
            if start > end:
                found.append(Word(OTHER, end, start))
            end = match.end()
            group = match.lastindex
            terminal = self._patterns[group - 1][0] if group else self._terminal_of[match.group()]
            if terminal not in self._ignored:
                found.append(Word(terminal, start, end))
        if end < len(sentence):
            found.append(Word(OTHER, end, len(sentence)))
        return found

    def statement(self, types: tuple[str, ...]) -> Statement | None:
        """What a clause of these terminals states; `None` where the grammar does not know it as a statement."""
        if len(types) > _LONGEST:
            return None
        if types not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[types] = made = self._parse(types)
            return made
        return self._known.get(types) or self._parse(types)

    def _parse(self, types: tuple[str, ...]) -> Statement | None:
        try:
            tree = self._parser.tree(types)
        except UnexpectedInput:
            return None
        rule = next((node for node in tree.children if isinstance(node, Tree)), None)
        if rule is None:
            return None
        leaves: list[Leaf] = [leaf for leaf in rule.scan_values(lambda leaf: isinstance(leaf, Leaf))]
        numbers = [leaf.number for leaf in leaves if leaf.type == NUMBER]
        kind = str(rule.data)
        return Statement(kind.replace("__", "."), self._families[kind], numbers[0] if numbers else None, len(numbers))

    def named(self, rule: str) -> frozenset[str]:
        """The terminals of a class that the grammar lists as a rule."""
        return self._classes[rule]

    @cached_property
    def _classes(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(chain.from_iterable(names)) for name, names in self.grammar.rules.items()}

    @cached_property
    def anchors(self) -> dict[str, frozenset[str]]:
        """For each family of facts, the words one of which shows that a clause speaks of it."""
        return {
            name.removesuffix(_ANCHOR): words for name, words in self._classes.items() if name.endswith(_ANCHOR)
        }

    @cached_property
    def organ_ends(self) -> tuple[str, ...]:
        """What the names of organs end in."""
        return self.spellings["ORGAN_END"]

    @cached_property
    def _families(self) -> dict[str, str]:
        found = {kind: family for family in self.anchors for kind in self._classes[f"_{family}"]}
        found |= dict.fromkeys(self._classes["_outcomes"], "requests")
        return found | {"period": "period"}

    @cached_property
    def _parser(self) -> Parser:
        return Parser(self.grammar, start="clause")

    @cached_property
    def _ignored(self) -> frozenset[str]:
        return frozenset(_IGNORED.findall(self.grammar.text))

    @cached_property
    def _used(self) -> tuple[str, ...]:
        """Terminals that a rule names, or that are ignored, in the order of the file."""
        named = frozenset(chain.from_iterable(self._classes.values())) | self._ignored
        return tuple(name for name in self.grammar.terminals if name in named)

    @cached_property
    def spellings(self) -> dict[str, tuple[str, ...]]:
        """The words of each terminal, folded; its patterns are left out."""
        return {
            name: tuple(fold(ast.literal_eval(token)) for token in tokens if token.startswith('"'))
            for name, tokens in self.grammar.terminals.items()
        }

    @cached_property
    def _patterns(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (name, fold(token[1 : token.rindex("/")]).replace("\\/", "/"))
            for name in self._used
            for token in self.grammar.terminals[name]
            if token.startswith("/")
        )

    @cached_property
    def _terminal_of(self) -> dict[str, str]:
        """Word to terminal."""
        return {word: name for name in self._used for word in self.spellings[name]}

    @cached_property
    def _lexer(self) -> re.Pattern[str]:
        """One pattern for all: the grammar's patterns, each a group, then all words, the longest that begins at a place."""
        groups = [f"({pattern})" for _, pattern in self._patterns]
        tree: dict[str, Any] = {}
        for word in self._terminal_of:
            node = tree
            for character in word:
                node = node.setdefault(character, {})
            node[""] = {}
        return re.compile("|".join([*groups, _branches(tree)]))

    @cached_property
    def _loose(self) -> dict[str, re.Pattern[str]]:
        return {}

    def mentions(self, terminal: str, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first place between two offsets where a word of the terminal stands, in either script and however spaced."""
        pattern = self._loose.get(terminal)
        if pattern is None:
            pattern = self._loose[terminal] = _in_any_script(self.spellings[terminal])
        return pattern.search(text, start, end)


@lru_cache(maxsize=8)
def _narrator(grammar: Grammar) -> Narrator:
    return Narrator(grammar)


def narrator(folder: Path | None = None) -> Narrator:
    """The narrator of a grammar folder's `narrative`, and of the one that ships with govgrammar where it has none."""
    own = None if folder is None else Path(folder) / FOLDER
    return _narrator(read_grammar(own if own is not None and any(own.glob("*.lark")) else default_folder() / FOLDER))


def _branches(tree: dict[str, Any]) -> str:
    """A tree of words as a pattern that takes the longest of them."""
    ends = "" in tree
    parts = [re.escape(character) + _branches(below) for character, below in tree.items() if character]
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return f"{joined}?" if ends else joined


def _in_any_script(words: Iterable[str]) -> re.Pattern[str]:
    """Words as they stand in unfolded text.  Each alternative begins with a literal: Python's `re` skips quickly to those."""
    return re.compile(
        "|".join(
            rf"\s*".join([re.escape(first), *(f"[{re.escape(variants(character))}]" for character in word[1:])])
            for word in dict.fromkeys(words)
            for first in variants(word[0])
        )
    )
