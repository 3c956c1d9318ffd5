"""Clause by clause through a paragraph: what each states, and what it leaves for the next to lean on.

A clause leans on those before it for what it speaks of (办结12件: of what?), whose figures they are and of which year.
Whatever was not understood takes that ground away again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, evolve, frozen

from govgrammar.narrative.organ import is_own
from govgrammar.narrative.words import NUMBER, OTHER, Narrator, Statement, Word

_REQUESTS: Final = "requests"
#: Families whose clauses may do without a word of their own where requests are spoken of.
_BESIDE_REQUESTS: Final = frozenset({"requests", "remedies", "fees"})
_YEAR_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@frozen
class Clause:
    """Words between two separators.  `joint`: the clause before has no figure and shares this one's (受理、办结12件)."""

    words: tuple[Word, ...]
    joint: bool


@frozen
class Stated:
    """A clause that states something, and the year it speaks of, if anything names one."""

    clause: Clause
    statement: Statement
    year: int | None


@define
class Ground:
    """What a clause may lean on."""

    topic: str | None = None
    family: str | None = None
    year: int | None = None
    other_time: bool = False
    elsewhere: bool = False
    narrowed: bool = False

    def next_sentence(self) -> None:
        """Subject and channel end with their sentence; the year goes on as long as the topic does."""
        self.elsewhere = self.narrowed = False
        self.family = None
        if self.topic is None:
            self.year, self.other_time = None, False

    def lose(self) -> None:
        """Something else is spoken of."""
        self.topic = self.family = None


@frozen
class ClauseReader:
    """Reads the clauses of one report: its organ's names and its year decide what is its own."""

    narrator: Narrator
    organ: str | None
    year: int | None

    def read(self, sentence: str, ground: Ground) -> Iterator[Stated]:
        """The statements of one squeezed sentence; `ground` is brought up to date."""
        for clause in self._clauses(self._words(sentence)):
            words = clause.words
            if not words:
                continue
            clause = self._with_own_subject(clause, sentence)
            stated = self._clause(clause, sentence, ground)
            if stated is not None:
                yield stated

    def _words(self, sentence: str) -> list[Word]:
        """The words, the organ's full name one of them."""
        if not self.organ or self.organ not in sentence:
            return self.narrator.words(sentence)
        found: list[Word] = []
        start = 0
        own = min(self.narrator.named("_own"))
        for part in sentence.split(self.organ):
            if start:
                found.append(Word(own, start - len(self.organ), start))
            found += [evolve(word, start=word.start + start, end=word.end + start) for word in self.narrator.words(part)]
            start += len(part) + len(self.organ)
        return found

    def _clauses(self, words: Sequence[Word]) -> Iterator[Clause]:
        separators, enumerations = self.narrator.named("_separator"), self.narrator.named("_enumeration")
        held: list[Word] = []
        joint = False
        for word in words:
            if word.terminal in separators or word.terminal in enumerations:
                yield Clause(tuple(held), joint)
                joint = word.terminal in enumerations and all(w.terminal != NUMBER for w in held)
                held = []
            else:
                held.append(word)
        yield Clause(tuple(held), joint)

    def _with_own_subject(self, clause: Clause, sentence: str) -> Clause:
        """A short name of the reporting organ in front is a word for it."""
        index = self._subject(clause)
        if index is None or self.organ is None:
            return clause
        word = clause.words[index]
        if not is_own(sentence[word.start : word.end], self.organ):
            return clause
        own = evolve(word, terminal=min(self.narrator.named("_own")))
        return evolve(clause, words=(*clause.words[:index], own, *clause.words[index + 1 :]))

    def _subject(self, clause: Clause) -> int | None:
        """Which word of a clause stands where its subject does, if no rule knows it."""
        lead = self.narrator.named("_lead")
        index = next((i for i, word in enumerate(clause.words) if word.terminal not in lead), None)
        return index if index is not None and clause.words[index].terminal == OTHER else None

    def _clause(self, clause: Clause, sentence: str, ground: Ground) -> Stated | None:
        named = self.narrator.named
        types = tuple(word.terminal for word in clause.words)
        kinds = frozenset(types)
        if kinds & named("_compared"):
            return None
        if kinds & named("_own"):
            ground.elsewhere = ground.narrowed = False
        self._place(clause, kinds, sentence, ground)
        self._time(clause, kinds, sentence, ground)
        if OTHER in kinds:
            self._not_understood(kinds, ground)
            return None
        statement = self.narrator.statement(types)
        if statement is None:
            self._no_statement(kinds, ground)
            return None
        if clause.joint or ground.elsewhere or ground.other_time or statement.figures > 1:
            ground.lose()
            return None
        family = statement.family
        if not (kinds & self.narrator.anchors.get(family, kinds) or self._stands_on(family, ground)):
            return None
        if family == _REQUESTS and ground.narrowed:
            return None
        ground.family = family
        if family not in _BESIDE_REQUESTS:
            ground.topic = None
        elif family == _REQUESTS:
            ground.topic = _REQUESTS
        return Stated(clause, statement, ground.year)

    def _stands_on(self, family: str, ground: Ground) -> bool:
        return ground.family == family or (family in _BESIDE_REQUESTS and ground.topic == _REQUESTS)

    def _place(self, clause: Clause, kinds: frozenset[str], sentence: str, ground: Ground) -> None:
        """Whether other organs are spoken of from here on."""
        subject = self._subject(clause)
        word = None if subject is None else clause.words[subject]
        alone = word is not None and subject == len(clause.words) - 1
        if (
            kinds & self.narrator.named("_elsewhere")
            or (word is not None and NUMBER in kinds)
            or (word is not None and alone and sentence[: word.end].endswith(self.narrator.organ_ends))
        ):
            ground.elsewhere = True
            ground.lose()

    def _time(self, clause: Clause, kinds: frozenset[str], sentence: str, ground: Ground) -> None:
        """Which year is spoken of from here on, or that it is no single year."""
        times = [word for word in clause.words if word.terminal in self.narrator.named("_time")]
        if times:
            years = {self._year_of(sentence[word.start : word.end]) for word in times} - {None}
            ground.year = next(iter(years), None)
            ground.other_time = len(years) > 1 or bool(
                kinds & self.narrator.named("_since") and years - {self.year}
            )
        if kinds & self.narrator.named("_other_time") or (
            kinds & self.narrator.named("_dates") and not kinds & self.narrator.named("_covers")
        ):
            ground.other_time = True

    def _year_of(self, text: str) -> int | None:
        digits = text.translate(_YEAR_DIGITS)
        found = next((digits[i : i + 4] for i in range(len(digits) - 3) if digits[i : i + 4].isdecimal()), None)
        return int(found) if found else None

    def _not_understood(self, kinds: frozenset[str], ground: Ground) -> None:
        if NUMBER in kinds:
            ground.lose()
            return
        ground.family = None
        if not ground.elsewhere and kinds & self.narrator.named("_topic"):
            ground.topic = _REQUESTS
        if kinds & self.narrator.named("_via") and kinds & self.narrator.named("_channel"):
            ground.narrowed = True

    def _no_statement(self, kinds: frozenset[str], ground: Ground) -> None:
        """A clause of known words that states nothing: a part, a bare figure, or something that is not a fact."""
        if kinds & self.narrator.named("_via") and kinds & self.narrator.named("_channel"):
            ground.narrowed = True
        if NUMBER not in kinds:
            if kinds & self.narrator.named("_topic") and not ground.elsewhere:
                ground.topic = _REQUESTS
        elif not kinds & self.narrator.named("_part") and kinds - self.narrator.named("_bare_count"):
            ground.lose()
