"""`coverage`: what of a grammar some documents make use of: rules, alternatives, spellings, layouts, diagnostic codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final

from attrs import define, evolve, field, frozen

from govgrammar.api import Engine, engine
from govgrammar.codes import CODES, READER_FAILED, TIMED_OUT, UNREADABLE, WORKER_DIED
from govgrammar.documents.extras import MissingExtraError
from govgrammar.grammar import default_folder, read_grammar
from govgrammar.layouts.aligned import cut_aligned
from govgrammar.layouts.delimited import cut_delimited
from govgrammar.layouts.markdown import cut_markdown
from govgrammar.narrative.reader import FactReader, sections
from govgrammar.narrative.words import FOLDER, narrator
from govgrammar.source import Span
from govgrammar.wording import Wording
from govgrammar.workbench.hits import FormRules, Reductions, RuleHit
from govgrammar.workbench.labelled import Sentence
from govgrammar.workbench.listening import Listener
from govgrammar.workbench.samples import Sample
from govgrammar.workbench.spelling import GLYPHS, Speller
from govgrammar.workbench.stages import Stages
from govgrammar.workbench.written import WrittenGrammar, written_grammar

#: What is counted.  `alias` are the spellings by which cells are known, `word` those of the narratives' grammar.
KINDS: Final = ("rule", "alternative", "alias", "word", "layout", "code")
#: How a text can be cut into cells, and how a table of cells between bars or of paragraphs can be written.
CUTS: Final = ("own-tables", "delimited", "markdown", "aligned", "bars-or-paragraphs")
STYLES: Final = ("barred", "paragraphs", "lined", "outer", "separators", "marked", "padded", "gridded", "distinct")
#: Codes that no document's content causes: they speak of a file of accepted findings, or of a process that read many.
NOT_OF_DOCUMENTS: Final = ("GG06", *(c.code for c in (TIMED_OUT, WORKER_DIED, UNREADABLE, READER_FAILED)))
_EXAMPLES: Final = 3


@frozen
class Example:
    """A line of a document, by the document's name."""

    source: str
    line: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}"


@frozen
class Covered:
    """One thing that can be made use of: how often it was, and the first places.

    `of` is the rule or terminal that it belongs to; `file` and `line` say where it stands in the grammar's folder, empty for
    layouts and codes.
    """

    kind: str
    name: str
    of: str = ""
    file: str = ""
    line: int = 0
    hits: int = 0
    examples: tuple[Example, ...] = ()


@frozen(slots=False)
class Coverage:
    """What some documents make use of, thing by thing in the grammar's order."""

    folder: str
    documents: int
    items: tuple[Covered, ...]

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[Covered, ...]]:
        """The things of each kind."""
        return {kind: tuple(item for item in self.items if item.kind == kind) for kind in KINDS}

    def matching(self, wanted: re.Pattern[str]) -> Coverage:
        """What a pattern finds in a thing's file, rule or name."""
        items = (item for item in self.items if any(map(wanted.search, (item.file, item.of, item.name))))
        return evolve(self, items=tuple(items))

    def share(self, kind: str) -> tuple[int, int]:
        """How many things of a kind were hit, and how many there are."""
        items = self.by_kind[kind]
        return sum(item.hits > 0 for item in items), len(items)

    def percent(self, kind: str) -> float:
        """The share of a kind in per cent; 100 where there is none of it."""
        hit, total = self.share(kind)
        return 100.0 * hit / total if total else 100.0


@define(eq=False)
class _Count:
    hits: int = 0
    examples: list[Example] = field(factory=list)

    def add(self, example: Example) -> None:
        self.hits += 1
        if len(self.examples) < _EXAMPLES and example not in self.examples:
            self.examples.append(example)


def coverage(
    samples: Iterable[Sample],
    *,
    sentences: Iterable[tuple[str, Sentence]] = (),
    grammar: str | Path | None = None,
    watch: Callable[[str], None] | None = None,
    missing: Callable[[str, MissingExtraError], None] | None = None,
) -> Coverage:
    """What of a grammar some documents make use of; `watch` is told the name of each before it is read.

    `sentences` are labelled texts of the narratives' grammar, with the names of their files.  `missing` is told of a document
    whose extra is not installed, which is left out.  Raises what `parse` raises.
    """
    meter = _Meter.of(grammar)
    documents = 0
    for sample in samples:
        if watch is not None:
            watch(sample.name)
        try:
            meter.measure(sample)
        except MissingExtraError as error:
            if missing is None:
                raise
            missing(sample.name, error)
            continue
        documents += 1
    for name, sentence in sentences:
        documents += 1
        meter.measure_sentence(name, sentence)
    return meter.result(documents)


@define(eq=False)
class _Meter:
    """Counts while documents are read."""

    tools: Engine
    written: WrittenGrammar
    reductions: Reductions
    speller: Speller
    form_rules: FormRules
    listener: Listener
    folder: Path
    grammar: Path | None
    counts: dict[tuple[str, object], _Count] = field(factory=dict)

    @classmethod
    def of(cls, folder: str | Path | None) -> _Meter:
        chosen = read_grammar(default_folder() if folder is None else Path(folder))
        tools, written = engine(folder), written_grammar(chosen)
        return cls(
            tools,
            written,
            Reductions(chosen, written),
            Speller(written, tools.lexer.classify),
            FormRules(written, tools.form),
            Listener(narrator(chosen.folder).grammar),
            chosen.folder,
            None if folder is None else Path(folder),
        )

    def _hit(self, kind: str, what: object, example: Example) -> None:
        self.counts.setdefault((kind, what), _Count()).add(example)

    def measure(self, sample: Sample) -> None:
        """Count what one document has; where it is terminals only, the rules by which they are taken."""
        if sample.tokens is not None:
            for rule, number in self.reductions.of(sample.tokens):
                self._rule((rule, number), Example(sample.name, sample.above + 1))
            return
        read = sample.read(self.grammar)
        stages = read.stages

        def at(place: int) -> Example:
            return Example(sample.name, stages.source.position(place)[0] + sample.above)

        self._of_grammar(stages, at)
        for layout in dict.fromkeys(self._layouts(stages)):
            self._hit("layout", layout, at(0))
        for code, place in read.codes:
            self._hit("code", code, at(place))
        self._listen(stages, read.result.reports, at)

    def _of_grammar(self, stages: Stages, at: Callable[[int], Example]) -> None:
        """Count the rules, alternatives and spellings that a document has."""
        known: dict[str, int] = {}
        for (rule, number), firsts in self.reductions.of(tuple(token.type for token in stages.tokens)).items():
            for first in firsts:
                place = stages.tokens[first].start if stages.tokens else 0
                known[rule] = min(known.get(rule, place), place)
                self._rule((rule, number), at(place))
        for token in stages.tokens:
            known.setdefault(token.type, token.start)
        for spelling, place in self.speller.of_document(stages):
            known.setdefault(spelling[0], place)
            self._hit("alias", spelling, at(place))
        for hit, place in self.form_rules.of_document(stages, known):
            self._rule(hit, at(place))

    def _rule(self, hit: RuleHit, example: Example) -> None:
        self._hit("rule", hit[0], example)
        self._hit("alternative", hit, example)

    def _layouts(self, stages: Stages) -> Iterator[str]:
        yield self._cut(stages)
        styles = {token.run.style for token in stages.tokens if token.run is not None}
        for style in sorted(styles):
            yield "barred" if style.barred else "paragraphs"
            yield from (name for name in STYLES[2:] if getattr(style, name))

    def _cut(self, stages: Stages) -> str:
        lexer, text = self.tools.lexer, stages.physical.text
        if stages.tables_of_its_own:
            return CUTS[0]
        if cut_delimited(text, lexer.classify, lexer.form):
            return CUTS[1]
        if cut_markdown(text, lexer.classify, lexer.form):
            return CUTS[2]
        sections_ = lexer.form.sections
        if cut_aligned(text, lexer.classify, lambda raw: lexer.classify(raw).terminal in sections_):
            return CUTS[3]
        return CUTS[4]

    def _listen(self, stages: Stages, reports: Iterable[object], at: Callable[[int], Example]) -> None:
        for report in reports:
            reader = FactReader(self.listener, Wording(self.tools.form), report.organ, report.report_year)  # type: ignore[attr-defined]
            for name, span in sections(report):  # type: ignore[arg-type]
                for _ in reader.read(stages.source.text, span, name):
                    pass
                self._heard(at(span.start))

    def measure_sentence(self, name: str, sentence: Sentence) -> None:
        """Count what one labelled text has."""
        reader = FactReader(self.listener, Wording(self.tools.form), sentence.organ, sentence.year)
        for _ in reader.read(sentence.text, Span(0, len(sentence.text)), "overview"):
            pass
        self._heard(Example(name, sentence.line))

    def _heard(self, example: Example) -> None:
        words, rules = self.listener.taken()
        for word in words:
            self._hit("word", word, example)
        for rule, number in chain(rules, self.listener.classes(frozenset(name for name, _ in words))):
            self._hit("rule", (FOLDER, rule), example)
            self._hit("alternative", (FOLDER, rule, number), example)

    # ---- what there is ----

    def result(self, documents: int) -> Coverage:
        """Everything that can be hit, with its counts."""
        return Coverage(str(self.folder), documents, tuple(self._items()))

    def _items(self) -> Iterator[Covered]:
        yield from self._of_rules(self.written, "")
        yield from self._of_rules(self.listener.written, FOLDER)
        yield from self._of_spellings("alias", self.written, "")
        yield from self._of_spellings("word", self.listener.written, FOLDER)
        for layout in (*CUTS, *STYLES):
            yield self._item("layout", layout, layout)
        for code, known in CODES.items():
            if not code.startswith(NOT_OF_DOCUMENTS):
                yield self._item("code", code, code, of=known.slug)

    def _of_rules(self, written: WrittenGrammar, folder: str) -> Iterator[Covered]:
        for name, rule in written.rules.items():
            file = f"{folder}/{rule.file}" if folder else rule.file
            what: object = (folder, name) if folder else name
            yield self._item("rule", what, name, file=file, line=rule.line)
        for name, rule in written.rules.items():
            file = f"{folder}/{rule.file}" if folder else rule.file
            for number, one in enumerate(rule.alternatives):
                which: object = (folder, name, number) if folder else (name, number)
                yield self._item("alternative", which, one.text, of=name, file=file, line=one.line)

    def _of_spellings(self, kind: str, written: WrittenGrammar, folder: str) -> Iterator[Covered]:
        for name, terminal in written.terminals.items():
            file = f"{folder}/{terminal.file}" if folder else terminal.file
            for number, one in enumerate(terminal.spellings if name != GLYPHS else ()):
                yield self._item(kind, (name, number), one.text, of=name, file=file, line=one.line)

    def _item(self, kind: str, what: object, name: str, *, of: str = "", file: str = "", line: int = 0) -> Covered:
        count = self.counts.get((kind, what), _Count())
        return Covered(kind, name, of, file, line, count.hits, tuple(count.examples))
