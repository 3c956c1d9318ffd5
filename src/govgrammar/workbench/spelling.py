"""Which spelling of a terminal a token has: the string or the pattern of the grammar by which it was known."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from attrs import field, frozen

from govgrammar.classify import Classifier
from govgrammar.fold import fold, key, squeeze, squeeze_pattern
from govgrammar.model.cell import CellState
from govgrammar.tokens import Token
from govgrammar.values import read_value
from govgrammar.wording import Wording
from govgrammar.workbench.stages import Stages
from govgrammar.workbench.written import WrittenGrammar

#: A spelling by its terminal and its number among the spellings there.
SpellingId = tuple[str, int]

_NUMBER: Final = "NUMBER"
_NOT_APPLICABLE: Final = "NOT_APPLICABLE"
_UNIT: Final = "PRINTED_UNIT"
_WORDS: Final = "WORD_"
_MARKDOWN: Final = "#*"
_NOTE: Final = re.compile(r"\((?![一二三四五六七八九十]\))(?:[^()]|\([^()]*\))*\)?|\[[^\[\]]*\]?$")
#: Terminals that are looked for in the text of the front and the narratives, with the way in which each is matched.
_LOOKED_FOR: Final = {"INTRODUCTION": "search", "PERIOD": "search", "ITEM": "match"}
#: Glyphs, and no spellings of anything.
GLYPHS: Final = "DECISIVE"


@frozen(eq=False, slots=False)
class Speller:
    """The spellings of a grammar, compiled for looking them up."""

    written: WrittenGrammar
    classify: Classifier
    _wording: Wording = field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_wording", Wording(self.classify.form))

    @cached_property
    def ids(self) -> tuple[SpellingId, ...]:
        """Every spelling that a document can have."""
        return tuple(
            (name, number)
            for name, terminal in self.written.terminals.items()
            if name != GLYPHS
            for number in range(len(terminal.spellings))
        )

    @cached_property
    def _strings(self) -> dict[str, list[tuple[int, str]]]:
        return {
            name: [(n, ast.literal_eval(s.text)) for n, s in enumerate(t.spellings) if not s.is_pattern]
            for name, t in self.written.terminals.items()
        }

    @cached_property
    def _patterns(self) -> dict[str, list[tuple[int, re.Pattern[str]]]]:
        return {
            name: [(n, _compiled(s.text)) for n, s in enumerate(t.spellings) if s.is_pattern]
            for name, t in self.written.terminals.items()
        }

    def of_document(self, stages: Stages) -> Iterator[tuple[SpellingId, int]]:
        """Every spelling that a document has, with the place where it stands."""
        for token in stages.tokens:
            if token.run is not None:
                yield from self._values(stages, token)
            elif not token.supplied and not token.distance:
                for one in self._of_token(stages, token):
                    yield one, token.start
            if token.run is None and not token.supplied:
                yield from self._words(stages, token)
        yield from self._looked_for(stages)

    def _of_token(self, stages: Stages, token: Token) -> Iterator[SpellingId]:
        cells = stages.physical.cells[token.first : token.last + 1]
        raw = stages.source.slice(token.span) if len(cells) == 1 else "".join(cells)
        if token.type not in self.written.terminals:
            return
        found = self._known_as(token.type, raw)
        if token.type in self.classify.form.column_terminals:
            found += [(_UNIT, n) for n, p in self._patterns[_UNIT] if "(" in fold(raw) and p.search(squeeze(raw))]
        yield from found

    def _known_as(self, terminal: str, raw: str) -> list[SpellingId]:
        """As the classifier takes a cell: a label's key, that key in the form's own words, a pattern, a label with a note."""
        metadata = terminal in self.classify.form.metadata
        folded = self._wording(squeeze(raw)).strip(_MARKDOWN)
        for plain in (key(raw), self._wording(key(raw))):
            found = [(terminal, n) for n, text in self._strings[terminal] if key(text) == plain]
            if found:
                return found
        for n, pattern in self._patterns[terminal]:
            if pattern.fullmatch(folded) or (terminal in self.classify.form.sections and pattern.match(folded)):
                return [(terminal, n)]
        if metadata:
            held = [(n, text) for n, text in self._strings[terminal] if key(folded).lstrip("([").startswith(key(text))]
            return [(terminal, max(held, key=lambda one: len(one[1]))[0])] if held else []
        plain = key(_NOTE.sub("", folded))
        return [(terminal, n) for n, text in self._strings[terminal] if key(text) == plain]

    def _values(self, stages: Stages, token: Token) -> Iterator[tuple[SpellingId, int]]:
        slots = token.run.slots if token.run else ()
        for slot in (slot for slot in slots if slot >= 0):
            raw, place = stages.physical.cells[slot], stages.physical.starts[slot]
            state = read_value(raw, self.classify.form).state
            if state is CellState.NUMBER:
                yield (_NUMBER, 0), place
            elif state is CellState.NOT_APPLICABLE:
                said = squeeze(raw)
                yield from (
                    ((_NOT_APPLICABLE, n), place) for n, text in self._strings[_NOT_APPLICABLE] if squeeze(text) == said
                )

    def _words(self, stages: Stages, token: Token) -> Iterator[tuple[SpellingId, int]]:
        """Words of the form's labels, and those of other usages that stand for them."""
        if token.type not in self.written.terminals:
            return
        folded = squeeze(stages.source.slice(token.span))
        for name, words in self._strings.items():
            if name.startswith(_WORDS):
                yield from (((name, n), token.start) for n, word in words if word in folded)

    def _looked_for(self, stages: Stages) -> Iterator[tuple[SpellingId, int]]:
        for report in stages.reports:
            front = {*report.plan.front, *report.plan.titles}
            texts = [*front, *(index for found in report.plan.texts.values() for index in found)]
            for index in texts:
                token = stages.tokens[index]
                yield from self._in_lines(stages, token, in_front=index in front)
            for _, index in report.plan.metadata:
                yield from self._in_fields(stages, stages.tokens[index])

    def _in_lines(self, stages: Stages, token: Token, *, in_front: bool) -> Iterator[tuple[SpellingId, int]]:
        text = stages.source.slice(token.span)
        place = token.start
        for line in text.splitlines(keepends=True):
            folded = self._wording(squeeze(line)).strip(_MARKDOWN)
            head = fold(line.lstrip()[:8])
            if not in_front:
                yield from self._first("ITEM", "match", head, place)
            else:
                yield from self._first("TITLE", "fullmatch", folded, place)
                yield from self._first("TITLE_OF_YEAR", "fullmatch", folded, place)
                yield from self._first("TITLE_BEGINNING", "match", folded, place)
            place += len(line)
        if in_front:
            folded = self._wording(squeeze(text))
            for name in ("INTRODUCTION", "PERIOD"):
                yield from self._first(name, "search", folded, token.start)

    def _in_fields(self, stages: Stages, token: Token) -> Iterator[tuple[SpellingId, int]]:
        if token.field is not None:
            yield from self._first("DATE", "search", fold(stages.source.slice(token.field)), token.field.start)

    def _first(self, name: str, how: str, text: str, place: int) -> Iterator[tuple[SpellingId, int]]:
        """The first pattern of a terminal that a text matches."""
        found = next((n for n, pattern in self._patterns[name] if getattr(pattern, how)(text)), None)
        if found is not None:
            yield (name, found), place


def _compiled(literal: str) -> re.Pattern[str]:
    return re.compile(squeeze_pattern(literal[1 : literal.rindex("/")]).replace("\\/", "/"))
