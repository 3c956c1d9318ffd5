"""Clause by clause through a paragraph: what each states, and what it leaves for the next to lean on.

A clause leans on those before it for what it speaks of (办结12件: of what?), whose figures they are and of which year.
Whatever was not understood takes that ground away again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import define, frozen

from govgrammar.narrative.organ import is_own
from govgrammar.narrative.outline import Outline, Statement
from govgrammar.narrative.words import Clause, Narrator, Word

REQUESTS: Final = "requests"
_REMEDIES: Final = "remedies"
_DOCUMENTS: Final = "documents"
#: Families whose clauses may do without a word of their own where requests are spoken of.
_BESIDE_REQUESTS: Final = frozenset({REQUESTS, _REMEDIES, "fees"})
_YEAR_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR: Final = re.compile(r"[0-9]{4}")


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

    def pass_over(self) -> None:
        """A sentence, or several, of something else."""
        self.lose()
        self.next_sentence()

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
        for clause in self.narrator.clauses(sentence, self.organ):
            stated = self._clause(clause, sentence, ground)
            if stated is not None:
                yield stated

    def is_of_one_report(self, sentence: str) -> bool:
        """Whether what a sentence tells depends on whose report it stands in, and of which year.

        It does not for other organs whose names end in the same character, as long as it does not hold them.
        """
        organ = self.organ
        return (organ is not None and organ in sentence) or any(
            clause.outline.since or self._may_be_own(clause, sentence)
            for clause in self.narrator.clauses(sentence, organ)
        )

    def _may_be_own(self, clause: Clause, sentence: str) -> bool:
        """Whether the subject of a clause may be a name of the organ, or of another one whose name ends like it."""
        subject = clause.outline.subject
        if subject is None or self.organ is None:
            return False
        return sentence[clause.words[subject].end - 1] == self.organ[-1]

    def _clause(self, clause: Clause, sentence: str, ground: Ground) -> Stated | None:
        outline = clause.outline
        if outline.subject is not None and self._is_own(clause.words[outline.subject], sentence):
            clause = self.narrator.own_clause(clause, outline.subject)
            outline = clause.outline
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
