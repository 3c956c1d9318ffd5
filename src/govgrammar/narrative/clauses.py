"""Clause by clause through a paragraph: what each states, and what it leaves for the next to lean on.

A clause leans on those before it for what it speaks of (办结12件: of what?), whose figures they are and of which year.
Whatever was not understood takes that ground away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, evolve, frozen

from govgrammar.narrative.organ import is_own
from govgrammar.narrative.outline import NUMBER, Outline, Statement
from govgrammar.narrative.words import Narrator, Word

REQUESTS: Final = "requests"
_REMEDIES: Final = "remedies"
_DOCUMENTS: Final = "documents"
#: Families whose clauses may do without a word of their own where requests are spoken of.
_BESIDE_REQUESTS: Final = frozenset({REQUESTS, _REMEDIES, "fees"})
_YEAR_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR: Final = re.compile(r"[0-9]{4}")


@frozen
class Clause:
    """Words between two separators.

    `joint`: the clause before has no figure and shares this one's (受理、办结12件).  `listed`: it has one, and what is said of it
    may be said of this one (公示行政许可9件、行政处罚2件).
    """

    words: tuple[Word, ...]
    joint: bool
    listed: bool = False


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
    #: The figure of the clause before was not understood.
    odd: bool = False

    def next_sentence(self) -> None:
        """Subject and channel end with their sentence; the year goes on as long as the topic does."""
        self.elsewhere = self.narrowed = self.odd = False
        if self.family not in {None, REQUESTS}:
            self.topic = None
        self.family = None
        if self.topic is None:
            self.year, self.other_time = None, False

    def lose(self) -> None:
        """Something else is spoken of."""
        self.topic = self.family = None

    def bears(self, statement: Statement) -> bool:
        """Whether a statement speaks of what it seems to: by its own words, or by those before it."""
        family = statement.family
        # A sentence that begins with 行政复议16件 may count all of them, those on other business too.
        begun = statement.family == _REMEDIES and statement.number is not None
        spoken_of = self.topic == REQUESTS and self.family in ({REQUESTS} if begun else {None, REQUESTS})
        return statement.anchored or self.family == family or (family in _BESIDE_REQUESTS and spoken_of)


@frozen
class ClauseReader:
    """Reads the clauses of one report: its organ's names and its year decide what is its own."""

    narrator: Narrator
    organ: str | None
    year: int | None

    def read(self, sentence: str, ground: Ground) -> Iterator[Stated]:
        """The statements of one squeezed sentence; `ground` is brought up to date."""
        for clause in self._clauses(self._words(sentence)):
            if clause.words:
                stated = self._clause(clause, sentence, ground)
                if stated is not None:
                    yield stated

    def _words(self, sentence: str) -> list[Word]:
        """The words, the organ's full name one of them."""
        if not self.organ or self.organ not in sentence:
            return self.narrator.words(sentence)
        found: list[Word] = []
        start = 0
        for part in sentence.split(self.organ):
            if start:
                found.append(Word(self.narrator.own, start - len(self.organ), start))
            found += [
                evolve(word, start=word.start + start, end=word.end + start) for word in self.narrator.words(part)
            ]
            start += len(part) + len(self.organ)
        return found

    def _clauses(self, words: Sequence[Word]) -> Iterator[Clause]:
        separators, enumerations = self.narrator.named("_separator"), self.narrator.named("_enumeration")
        held: list[Word] = []
        joint = listed = False
        for word in words:
            if word.terminal in separators or word.terminal in enumerations:
                yield Clause(tuple(held), joint, listed)
                joint = word.terminal in enumerations and all(w.terminal != NUMBER for w in held)
                listed = word.terminal in enumerations and not joint
                held = []
            else:
                held.append(word)
        yield Clause(tuple(held), joint, listed)

    def _clause(self, clause: Clause, sentence: str, ground: Ground) -> Stated | None:
        outline = self.narrator.outline(tuple(word.terminal for word in clause.words))
        if outline.subject is not None and self._is_own(clause.words[outline.subject], sentence):
            word = evolve(clause.words[outline.subject], terminal=self.narrator.own)
            words = (*clause.words[: outline.subject], word, *clause.words[outline.subject + 1 :])
            clause = evolve(clause, words=words)
            outline = self.narrator.outline(tuple(word.terminal for word in words))
        if outline.apart:
            return None
        if outline.another:
            ground.lose()
            return None
        self._place(outline, clause, sentence, ground)
        self._time(outline, clause, sentence, ground)
        ground.odd = outline.number and (not outline.understood or (clause.listed and ground.odd))
        if outline.statement is None:
            _leave(outline, ground)
            return None
        return self._stated(clause, outline.statement, ground)

    def _is_own(self, word: Word, sentence: str) -> bool:
        return self.organ is not None and is_own(sentence[word.start : word.end], self.organ)

    def _stated(self, clause: Clause, statement: Statement, ground: Ground) -> Stated | None:
        """The statement, unless it is another organ's or of another time, or nobody can say what it speaks of."""
        if clause.joint or ground.odd or ground.elsewhere or ground.other_time or not statement.clear:
            ground.lose()
            return None
        if not ground.bears(statement) or (ground.narrowed and statement.family == REQUESTS):
            return None
        ground.family = statement.family
        if statement.family == REQUESTS:
            ground.topic = REQUESTS
        elif statement.family not in _BESIDE_REQUESTS:
            ground.topic = None
        return Stated(clause, statement, ground.year)

    def _place(self, outline: Outline, clause: Clause, sentence: str, ground: Ground) -> None:
        """Whether other organs are spoken of from here on."""
        if outline.own:
            ground.elsewhere = ground.narrowed = False
        subject = outline.subject
        alone = subject is not None and subject == len(clause.words) - 1
        if (
            outline.elsewhere
            or (subject is not None and outline.number)
            or (alone and sentence.endswith(self.narrator.organ_ends, 0, clause.words[-1].end))
        ):
            ground.elsewhere = True
            ground.lose()

    def _time(self, outline: Outline, clause: Clause, sentence: str, ground: Ground) -> None:
        """Which year is spoken of from here on, or that it is no single year."""
        if outline.times:
            written = (sentence[clause.words[i].start : clause.words[i].end] for i in outline.times)
            years = {int(year) for text in written for year in _YEAR.findall(text.translate(_YEAR_DIGITS))}
            ground.year = next(iter(years), None)
            ground.other_time = len(years) > 1 or (outline.since and bool(years - {self.year}))
        if outline.other_time:
            ground.other_time = True


def _leave(outline: Outline, ground: Ground) -> None:
    """What a clause that states nothing leaves: of unknown words, of a part, or of a bare figure."""
    if outline.narrows:
        ground.narrowed = True
    if outline.number:
        if not (outline.understood and outline.harmless):
            ground.lose()
        return
    if not outline.understood:
        ground.family = None
    elif outline.documents and not ground.elsewhere:
        ground.family = _DOCUMENTS
    if outline.topic and not ground.elsewhere:
        ground.topic = REQUESTS
