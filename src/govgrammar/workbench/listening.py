"""Which rules and words of the narrative grammar the reader of facts makes use of."""

from __future__ import annotations

import ast
import re
from functools import cached_property, partial
from typing import Any, Final

from attrs import field, frozen
from lark.exceptions import UnexpectedInput

from govgrammar.fold import fold
from govgrammar.memory import Memory
from govgrammar.narrative.outline import OTHER, Outline
from govgrammar.narrative.words import Narrator, Word
from govgrammar.workbench.hits import Reductions, RuleHit, complete, reached
from govgrammar.workbench.spelling import SpellingId
from govgrammar.workbench.written import WrittenGrammar, WrittenRule, written_grammar

_START: Final = "clause"


@frozen(eq=False, slots=False)
class Listener(Narrator):
    """A narrator that remembers what it was asked: `words_heard` and `rules_heard` until they are taken away.

    It reads every sentence anew: what it remembered, it would not hear.
    """

    sections: Memory[Any, Any] = field(factory=partial(Memory, 0), init=False, repr=False)
    sentences: Memory[Any, Any] = field(factory=partial(Memory, 0), init=False, repr=False)
    words_heard: list[SpellingId] = field(factory=list, init=False)
    rules_heard: list[RuleHit] = field(factory=list, init=False)

    def words(self, sentence: str) -> list[Word]:
        """The words of a sentence, as any narrator gives them."""
        found = super().words(sentence)
        end = 0
        for word in [*found, Word(OTHER, len(sentence), len(sentence))]:
            self._fillers(sentence, end, word.start)
            if word.terminal != OTHER:
                self._hear(word.terminal, sentence[word.start : word.end])
            end = word.end
        return found

    def outline(self, types: tuple[str, ...]) -> Outline:
        """The outline of a clause, as any narrator gives it."""
        found = super().outline(types)
        if found.statement is not None:
            self.rules_heard.extend(self._taken(types))
        return found

    @cached_property
    def written(self) -> WrittenGrammar:
        """The grammar's files."""
        return written_grammar(self.grammar)

    def taken(self) -> tuple[list[SpellingId], list[RuleHit]]:
        """The words and rules that were heard since the last time, which are forgotten."""
        words, rules = list(self.words_heard), list(self.rules_heard)
        self.words_heard.clear()
        self.rules_heard.clear()
        return words, rules

    def classes(self, terminals: frozenset[str]) -> list[RuleHit]:
        """Alternatives of the classes of words that the parser does not know, of which a terminal was heard."""
        by_parser = reached(self.written, _START)
        rules: list[WrittenRule] = [rule for name, rule in self.written.rules.items() if name not in by_parser]
        return [hit for hit, _ in complete(rules, dict.fromkeys(terminals, 0))]

    @cached_property
    def _reductions(self) -> Reductions:
        return Reductions(self.grammar, self.written, _START)

    def _taken(self, types: tuple[str, ...]) -> list[RuleHit]:
        try:
            return list(self._reductions.of(types))
        except UnexpectedInput:
            return []

    def _fillers(self, sentence: str, start: int, end: int) -> None:
        """What stands between two words is words that are left out."""
        while start < end:
            beginning = self._beginnings.get(sentence[start])
            match = beginning.match(sentence, start, end) if beginning else None
            if not match:
                return
            for terminal in self._ignored:
                self._hear(terminal, match.group())
            start = match.end()

    def _hear(self, terminal: str, text: str) -> None:
        number = self._spelled.get((terminal, text))
        if number is None:
            number = next((n for n, p in self._by_pattern.get(terminal, ()) if p.fullmatch(text)), None)
        if number is not None:
            self.words_heard.append((terminal, number))

    @cached_property
    def _spelled(self) -> dict[tuple[str, str], int]:
        return {
            (name, fold(ast.literal_eval(spelling.text))): number
            for name, terminal in self.written.terminals.items()
            for number, spelling in reversed(list(enumerate(terminal.spellings)))
            if not spelling.is_pattern
        }

    @cached_property
    def _by_pattern(self) -> dict[str, list[tuple[int, re.Pattern[str]]]]:
        return {
            name: [
                (number, re.compile(fold(spelling.text[1 : spelling.text.rindex("/")]).replace("\\/", "/")))
                for number, spelling in enumerate(terminal.spellings)
                if spelling.is_pattern
            ]
            for name, terminal in self.written.terminals.items()
        }
