"""What check, compare and rollup share: reading, running rules, accepted findings, exit status."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from attrs import define, field

from govgrammar import MissingExtraError, codes, parse
from govgrammar.checks.context import Context
from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.registry import RULES
from govgrammar.checks.rule import Rule
from govgrammar.checks.run import check
from govgrammar.cli.accept_files import AcceptFiles
from govgrammar.cli.check_options import Options
from govgrammar.cli.check_writers import CheckWriter, Setting, make_check_writer
from govgrammar.cli.inputs import STDIN, SUFFIXES, Input, inputs_of
from govgrammar.cli.messages import Messages
from govgrammar.cli.output import opened
from govgrammar.cli.progress import Progress
from govgrammar.cli.reading import unreadable
from govgrammar.diagnostics import Severity
from govgrammar.findings.accept import with_accepted
from govgrammar.findings.checked import Checked, Document, Outcome, Role, checked
from govgrammar.findings.tally import Tally
from govgrammar.form import load_form
from govgrammar.model.report import AnnualReport

_ERRORS: Final = 1
_UNREADABLE: Final = 3
#: Reasons for which a rule says nothing about a report: another call may assess it.
_NOT_ASKED: Final = frozenset({"missing_report", "missing_context"})


@define
class Run:
    """One call of a command: reads, checks, prints, and remembers the highest status."""

    options: Options
    rules: tuple[Rule, ...]
    writer: CheckWriter
    messages: Messages
    progress: Progress
    accept: AcceptFiles
    tally: Tally = field(factory=Tally)
    status: int = 0

    def read(self, source: Input, role: Role = "checked", number: int = 0) -> Document | None:
        """A document; `None`, with a message, where nobody can read it."""
        self.progress.step(source.name)
        try:
            result = parse(source.read(), kind=self.options.kind, encoding=self.options.encoding)
        except MissingExtraError as error:
            with self.progress.paused():
                self.messages.missing_extra(source.name, error)
                self._unread(source.name, error.message(self.options.lang))
            return None
        except OSError as error:
            reason = str(error.strerror or error)
            with self.progress.paused():
                if source.path is not None and source.path.is_dir():
                    self.messages.no_texts(source.name, SUFFIXES)
                else:
                    self.messages.cannot_read(source.name, error)
                self._unread(source.name, reason)
            return None
        unread = unreadable(result)
        if unread is not None:
            with self.progress.paused():
                self.messages.of(result)
                self._unread(source.name, unread.message(self.options.lang))
            return None
        return Document(source.name, result, role, number)

    def _unread(self, name: str, reason: str) -> None:
        self.status = max(self.status, _UNREADABLE)
        self.tally.add_unread()
        self.writer.unread(name, reason)

    def check(
        self,
        document: Document,
        path: Path | None,
        others: Sequence[Document],
        context_of: Callable[[AnnualReport], Context],
    ) -> None:
        """Check every report of a document, and print what was found."""
        options = self.options
        outcomes = [Outcome(d) for d in document.result.diagnostics if not self._ignored(d.code, document)]
        reports = document.result.reports
        for report in reports:
            # The reader's remarks are on the document: with one report in it, on that.
            found = check(
                document.result if len(reports) == 1 else report,
                rules=self.rules,
                select=options.select,
                ignore=options.ignore,
                context=context_of(report),
            )
            outcomes += map(Outcome, found)
        one = self._accepted(checked(document, load_form(), outcomes, others), path)
        with self.progress.paused():
            self.writer.write(one, [outcome for outcome in one.outcomes if outcome.kind in options.kinds])
        self.tally.add(one)
        counted = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
        self.status = max(self.status, _ERRORS if counted & set(one.counts) else 0)

    def _ignored(self, code: str, document: Document) -> bool:
        """Whether the caller silenced the reader's code; a text without a report is never silent."""
        return bool(document.result.reports) and code.startswith(self.options.ignore or ("\n",))

    def _accepted(self, one: Checked, path: Path | None) -> Checked:
        """The document with its accepted findings marked; they are written first where the caller accepts what is new."""
        if path is None:
            return one
        assessed = frozenset(self._assessed(one))
        try:
            marked = with_accepted(one, tuple(self.accept.beside(path)), assessed)
            if self.options.accept_new is None:
                return marked
            written = self.accept.add(marked, path, self.options.accept_new)
            with self.progress.paused():
                self.messages.accepted(written.source.name or "", len(written.entries))
            return with_accepted(marked, (written,), assessed)
        except OSError as error:
            with self.progress.paused():
                self.messages.cannot_write(str(error.filename or path), error)
            self.status = max(self.status, _UNREADABLE)
            return one

    def _assessed(self, one: Checked) -> Iterator[str]:
        """The reader's codes, and the rules that had all they needed."""
        yield from codes.CODES
        if one.report is None:
            return
        lacking = {
            outcome.rule
            for outcome in one.outcomes
            if isinstance(outcome.found, Finding)
            and outcome.status is CheckStatus.NOT_ASSESSABLE
            and outcome.found.reason in _NOT_ASKED
        }
        for rule in self.rules:
            chosen = not self.options.select or any(map(rule.named_by, self.options.select))
            if chosen and not any(map(rule.named_by, self.options.ignore)) and rule.id not in lacking:
                yield rule.id


def sources_of(paths: Iterable[str]) -> list[Input]:
    """The sources that paths name.  A usage error where standard input is named twice."""
    listed = list(paths)
    if listed.count(STDIN) > 1:
        msg = "- can stand once only  标准输入只能读一次"
        raise click.UsageError(msg)
    return list(inputs_of(listed))


def one_source(path: str) -> Input:
    """The one source that a path names, or a usage error."""
    found = sources_of([path])
    if len(found) != 1 or (path != STDIN and Path(path).is_dir()):
        msg = f"{path}: name one file  请指定一个文件"
        raise click.UsageError(msg)
    return found[0]


@contextmanager
def running(
    options: Options, rules: tuple[Rule, ...], sources: Sequence[Input], *, total: int, several: bool = False
) -> Iterator[Run]:
    """A run with its output open; its end is printed behind the block.  `several` asks for a folder of pages."""
    into_folder = options.form == "html" and (several or (options.output is not None and options.output.is_dir()))
    if into_folder and options.output is None:
        msg = "html of several reports needs -o DIR  多份报告输出 html 请用 -o 指定文件夹"
        raise click.UsageError(msg)
    if options.accept_new is not None and not options.accept_new.strip():
        msg = "--accept-new needs a reason  请写明理由"
        raise click.UsageError(msg)
    messages = Messages(options.lang)
    known = frozenset({*(rule.id for rule in RULES), *codes.CODES})
    progress = Progress(total)
    with opened(None if into_folder else options.output) as out, progress.running():
        setting = Setting(
            out=out,
            rules=rules,
            lang=options.lang,
            names=[source.name for source in sources],
            folder=options.output if into_folder else None,
        )
        writer = make_check_writer(options.form, setting)
        run = Run(options, rules, writer, messages, progress, AcceptFiles(known))
        yield run
        with progress.paused():
            writer.end(run.tally)
            if options.form == "html":
                messages.say(run.tally.lines(options.lang))
