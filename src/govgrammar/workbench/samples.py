"""Documents that the workbench measures: files of any kind, and the cases of a corpus with what they are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from govgrammar.api import parse
from govgrammar.checks import check
from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.form import load_form
from govgrammar.result import Result
from govgrammar.workbench.case_documents import TOKENS
from govgrammar.workbench.corpus import Case, load_corpus, read_case, read_exactly
from govgrammar.workbench.findings import case_findings
from govgrammar.workbench.labelled import Sentence, sentences
from govgrammar.workbench.stages import Stages, read_stages

_HEAD = "=" * 20


@frozen
class ReadSample:
    """A document as it was read: its result, the stages, and each code with its place."""

    result: Result
    stages: Stages
    codes: tuple[tuple[str, int], ...]


@frozen
class Sample:
    """One document: a text, or bytes; or a case of a corpus, `above` so many lines down in its file.

    `kind` and `encoding` as `parse` takes them.
    """

    name: str
    document: str | bytes
    kind: str | None = None
    encoding: str | None = None
    case: Case | None = None
    above: int = 0

    @property
    def title(self) -> str:
        """Its name, and a case's own."""
        return f"{self.name} ({self.case.name})" if self.above and self.case is not None else self.name

    @property
    def tokens(self) -> tuple[str, ...] | None:
        """The terminals of a case of the grammar alone."""
        return tuple(self.case.text.split()) if self.case is not None and TOKENS in self.case.attributes else None

    def read(self, grammar: Path | None = None) -> ReadSample:
        """Read it and check it.  Raises what `parse` raises."""
        stages = read_stages(self.document, kind=self.kind, encoding=self.encoding, grammar=grammar)
        result = self.result(grammar)
        found = [(diagnostic.code, diagnostic.span.start) for diagnostic in result.diagnostics]
        found += [(f.code, f.span.start) for f in self._findings(result) if f.status is CheckStatus.FAIL]
        return ReadSample(result, stages, tuple(found))

    def result(self, grammar: Path | None = None) -> Result:
        """What the reader makes of it.  Raises what `parse` raises."""
        if self.case is not None:
            return read_case(self.case, grammar)
        return parse(self.document, kind=self.kind, encoding=self.encoding, grammar=grammar)

    def _findings(self, result: Result) -> tuple[Finding, ...]:
        """What the checks find, as far as they know the editions: they speak of the form that ships with govgrammar."""
        known = {edition.name for edition in load_form().editions}
        editions = {e for report in result.reports for blocks in report.editions.values() for e in blocks.values()}
        if not editions <= known:
            return ()
        return check(result) if self.case is None else case_findings(result, self.case.attributes)


def is_corpus(folder: Path) -> bool:
    """Whether a folder is laid out as a corpus."""
    return (folder / "cases").is_dir() or (folder / "reports").is_dir()


def corpus_samples(folder: Path) -> Iterator[Sample]:
    """The documents of a corpus, but for the cases that are marked `:skip`.  Raises `CorpusError`."""
    for case in load_corpus(folder):
        if case.skipped is None:
            yield Sample(
                case.path.as_posix(),
                case.document,
                kind=case.attributes.get("kind"),
                case=case,
                above=_lines_above(case),
            )


def corpus_sentences(folder: Path) -> Iterator[tuple[str, Sentence]]:
    """The labelled sentences of a corpus that may be looked at, with the name of their file."""
    path = folder / "narrative" / "tuned.txt"
    if path.is_file():
        yield from ((path.as_posix(), sentence) for sentence in sentences(path))


def _lines_above(case: Case) -> int:
    """How many lines stand above a case's document in its file."""
    if case.is_report:
        return 0
    begin = read_exactly(case.path).index(case.written)
    head = case.written.split("\n")
    rulers = [number for number, line in enumerate(head) if line.startswith(_HEAD)]
    return read_exactly(case.path).count("\n", 0, begin) + rulers[1] + 1
