"""Text of a narrative to the grammar's words, by a lexer compiled from its terminals."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from attrs import evolve, field, frozen
from lark import Tree
from lark.exceptions import UnexpectedInput

from govgrammar.fold import fold, squeeze
from govgrammar.grammar import Grammar, default_folder, read_grammar
from govgrammar.memory import Memory
from govgrammar.narrative.fact import Fact
from govgrammar.narrative.outline import NUMBER, OTHER, Outline, Statement, outline_of
from govgrammar.narrative.patterns import first_of, longest_of, loose
from govgrammar.narrative.told import Sentence
from govgrammar.parser import Leaf, Parser
from govgrammar.wording import Wording

FOLDER: Final = "narrative"
_IGNORED: Final = re.compile(r"^%ignore\s+(\w+)", re.MULTILINE)
_ANCHOR: Final = "_anchor"
_REMEMBERED: Final = 20_000
#: A clause with more words than this is none of a form's.
_LONGEST: Final = 24
#: Sentences whose words are remembered, and how long they may be.
_SENTENCES: Final = 5_000
SHORT: Final = 200
#: Characters of the sections, and of the sentences, that are remembered with all that they tell.
_SECTIONS_HELD: Final = 400_000
_SENTENCES_HELD: Final = 400_000
#: Digits of which nobody asks which they are.
_ANY_DIGIT: Final = "ANY_DIGIT"
#: Of a pattern: how often something stands there, and a class of characters.
_TIMES: Final = re.compile(r"\{\d+(?:,\d*)?\}")
_CLASS: Final = re.compile(r"\[[^\]]*\]")


class Word(NamedTuple):
    """A terminal, or `OTHER`, and where it stands in a squeezed sentence."""

    terminal: str
    start: int
    end: int


@frozen
class Clause:
    """Words between two separators.

    `joint`: the clause before has no figure and shares this one's (受理、办结12件).  `listed`: it has one, and what is said of it
    may be said of this one (公示行政许可9件、行政处罚2件).
    """

    words: tuple[Word, ...]
    joint: bool
    listed: bool
    outline: Outline


@frozen(eq=False, slots=False)
class Narrator:
    """Lexer and parser of narrative clauses.  What it remembers never changes an answer."""

    grammar: Grammar
    _known: dict[tuple[str, ...], Outline] = field(factory=dict, init=False, repr=False)
    _read: dict[tuple[str, str | None], tuple[Clause, ...]] = field(factory=dict, init=False, repr=False)
    #: What sections state, and what sentences tell, by their characters and whatever else has a say.
    sections: Memory[tuple[object, ...], tuple[int, tuple[Fact, ...]]] = field(
        factory=partial(Memory, _SECTIONS_HELD), init=False, repr=False
    )
    sentences: Memory[tuple[object, ...], Sentence] = field(
        factory=partial(Memory, _SENTENCES_HELD), init=False, repr=False
    )

    def squeezed(self, sentence: str, wording: Wording) -> str:
        """A sentence as its words are looked for: squeezed, in the form's own words."""
        return wording(squeeze(sentence))

    def alike(self, sentence: str) -> str:
        """The sentence with noughts for every digit of which nobody asks which it is."""
        digits = self._any_digit
        return digits.sub("0", sentence) if digits else sentence

    def has_other_figures(self, sentence: str, start: int, end: int) -> bool:
        """Whether sentences that are alike may have other digits between two places."""
        found = self._any_digit.search(sentence, start) if self._any_digit else None
        return found is not None and found.start() < end

    def clauses(self, sentence: str, organ: str | None = None) -> tuple[Clause, ...]:
        """The clauses of a squeezed sentence that have words; the full name of an organ, if given, is one of them.

        Offices write the same sentences: those that are short are remembered.
        """
        organ = organ if organ and organ in sentence else None
        known = self._read.get((sentence, organ))
        if known is None:
            known = tuple(self._clauses(self._around(sentence, organ) if organ else self.words(sentence)))
            if len(sentence) <= SHORT:
                if len(self._read) >= _SENTENCES:
                    self._read.clear()
                self._read[sentence, organ] = known
        return known

    def own_clause(self, clause: Clause, place: int) -> Clause:
        """The same clause where the word at this place names the reporting organ."""
        word = clause.words[place]._replace(terminal=self.own)
        words = (*clause.words[:place], word, *clause.words[place + 1 :])
        return evolve(clause, words=words, outline=self.outline(tuple(word.terminal for word in words)))

    def forget(self) -> None:
        """Forget the sentences that were read, as a benchmark wants it."""
        self._read.clear()
        self.sections.clear()
        self.sentences.clear()

    def _around(self, sentence: str, organ: str) -> list[Word]:
        """The words, each full name of the organ one of them."""
        found: list[Word] = []
        start = 0
        for part in sentence.split(organ):
            if start:
                found.append(Word(self.own, start - len(organ), start))
            found += [Word(kind, start + first, start + last) for kind, first, last in self.words(part)]
            start += len(part) + len(organ)
        return found

    def _clauses(self, words: Sequence[Word]) -> Iterator[Clause]:
        separators, enumerations = self.named("_separator"), self.named("_enumeration")
        held: list[Word] = []
        joint = listed = False
        for word in (*words, None):
            if word is not None and word.terminal not in separators and word.terminal not in enumerations:
                held.append(word)
                continue
            types = tuple(word.terminal for word in held)
            if held:
                yield Clause(tuple(held), joint, listed, self.outline(types))
            joint = word is not None and word.terminal in enumerations and NUMBER not in types
            listed = word is not None and word.terminal in enumerations and not joint
            held = []

    def words(self, sentence: str) -> list[Word]:
        """The words of a squeezed sentence in order, each character in one; fillers are left out."""
        found: list[Word] = []
        start = end = 0
        beginnings, ignored, length = self._beginnings, self._ignored, len(sentence)
        while end < length:
            beginning = beginnings.get(sentence[end])
            match = beginning.match(sentence, end) if beginning else None
            if match is None:
                end += 1
                continue
            if end > start:
                found.append(Word(OTHER, start, end))
            name = match.lastgroup
            terminal = self._terminal_of[match.group()] if name is None else self._terminal_of_pattern[name]
            start = match.end()
            if terminal not in ignored:
                found.append(Word(terminal, end, start))
            end = start
        if end > start:
            found.append(Word(OTHER, start, end))
        return found

    def outline(self, types: tuple[str, ...]) -> Outline:
        """What can be said of a clause by its terminals alone."""
        known = self._known.get(types)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[types] = known = outline_of(types, self._classes, self._statement(types))
        return known

    def _statement(self, types: tuple[str, ...]) -> Statement | None:
        if OTHER in types or len(types) > _LONGEST:
            return None
        try:
            tree = self._parser.tree(types)
        except UnexpectedInput:
            return None
        rule = next((node for node in tree.children if isinstance(node, Tree)), None)
        if rule is None:
            return None
        numbers = [leaf.number for leaf in rule.scan_values(lambda leaf: isinstance(leaf, Leaf)) if leaf.type == NUMBER]
        kind = str(rule.data)
        family = self._families[kind]
        return Statement(
            kind.replace("__", "."),
            family,
            numbers[0] if len(numbers) == 1 else None,
            clear=len(numbers) <= 1,
            anchored=not self._anchors[family].isdisjoint(types) if family in self._anchors else True,
        )

    def named(self, rule: str) -> frozenset[str]:
        """The terminals of a class that the grammar lists as a rule."""
        return self._classes[rule]

    @cached_property
    def _classes(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(chain.from_iterable(names)) for name, names in self.grammar.rules.items()}

    @cached_property
    def _anchors(self) -> dict[str, frozenset[str]]:
        """For each family of facts, the words one of which shows that a clause speaks of it."""
        return {name.removesuffix(_ANCHOR): words for name, words in self._classes.items() if name.endswith(_ANCHOR)}

    @cached_property
    def own(self) -> str:
        """The terminal of words for the reporting organ."""
        return min(self.named("_own"))

    @cached_property
    def organ_ends(self) -> tuple[str, ...]:
        """What the names of organs end in."""
        return self.spellings["ORGAN_END"]

    @cached_property
    def _families(self) -> dict[str, str]:
        found = {kind: family for family in self._anchors for kind in self._classes[f"_{family}"]}
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
    def _terminal_of_pattern(self) -> dict[str, str]:
        """Group of a pattern to terminal."""
        return {f"p{number}": name for number, (name, _) in enumerate(self._patterns)}

    @cached_property
    def _terminal_of(self) -> dict[str, str]:
        """Word to terminal."""
        return {word: name for name in self._used for word in self.spellings[name]}

    @cached_property
    def _beginnings(self) -> dict[str, re.Pattern[str]]:
        """For each character with which a word can begin, what begins with it: the patterns, then the longest word."""
        patterns: dict[str, list[str]] = {}
        for number, (_, pattern) in enumerate(self._patterns):
            for character in first_of(pattern):
                patterns.setdefault(character, []).append(f"(?P<p{number}>{pattern})")
        words: dict[str, list[str]] = {}
        for word in self._terminal_of:
            words.setdefault(word[0], []).append(word)
        return {
            character: re.compile("|".join([*patterns.get(character, ()), longest_of(words.get(character, ()))]))
            for character in {**patterns, **words}
        }

    @cached_property
    def _any_digit(self) -> re.Pattern[str] | None:
        """What finds digits of which it does not matter which they are; nothing where a word asks for one in such a place."""
        if _ANY_DIGIT not in self.grammar.terminals:
            return None
        found = self.pattern(_ANY_DIGIT)
        patterns = (_CLASS.sub(_digit_of, _TIMES.sub("", pattern)) for _, pattern in self._patterns)
        return None if any(map(found.search, (*self._terminal_of, *patterns))) else found

    @cached_property
    def _loose(self) -> dict[str, re.Pattern[str]]:
        return {}

    def mentions(self, terminal: str, text: str, start: int, end: int) -> bool:
        """Whether a word of the terminal stands between two offsets, in either script and however spaced."""
        return self.pattern(terminal).search(text, start, end) is not None

    def unmentioned(self, terminals: tuple[str, ...], text: str, start: int, end: int) -> tuple[str, ...]:
        """Those terminals of which no word stands between two offsets; the text is gone through once for all of them."""
        # What most texts say, and as the grammar spells it first, is seen in no time.
        left = tuple([name for name in terminals if text.find(self.spellings[name][0], start, end) < 0])
        while left:
            hit = self._any_of(left).search(text, start, end)
            if hit is None:
                break
            start, found = hit.start(), hit.lastgroup if len(left) > 1 else left[0]
            left = tuple([name for name in left if name != found])
        return left

    def _any_of(self, terminals: tuple[str, ...]) -> re.Pattern[str]:
        """What finds the words of several terminals; the terminal is the name of its group."""
        name = "|".join(terminals)
        pattern = self._loose.get(name)
        if pattern is None:
            pattern = self._loose[name] = loose({terminal: self._written(terminal) for terminal in terminals})
        return pattern

    def pattern(self, terminal: str) -> re.Pattern[str]:
        """What finds a word of the terminal in text as it stands."""
        pattern = self._loose.get(terminal)
        if pattern is None:
            pattern = self._loose[terminal] = loose({terminal: self._written(terminal)})
        return pattern

    def _written(self, terminal: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words of a terminal and its patterns as the file has them."""
        patterns = (t[1 : t.rindex("/")] for t in self.grammar.terminals[terminal] if t.startswith("/"))
        return self.spellings[terminal], tuple(patterns)


@lru_cache(maxsize=8)
def _of_grammar(grammar: Grammar) -> Narrator:
    return Narrator(grammar)


@lru_cache(maxsize=1)
def _shipped() -> Narrator:
    return _of_grammar(read_grammar(default_folder() / FOLDER))


def narrator(folder: Path | None = None) -> Narrator:
    """The narrator of a grammar folder's `narrative`, and of the one that ships with govgrammar where it has none."""
    own = None if folder is None else Path(folder) / FOLDER
    return _shipped() if own is None or not any(own.glob("*.lark")) else _of_grammar(read_grammar(own))


def _digit_of(found: re.Match[str]) -> str:
    """A digit in place of a class of characters that asks for some digits and not for others."""
    named = found.group()
    return "1" if "0-9" not in named and any(map(str.isdigit, named)) else ""
