"""`govgrammar parse`: read reports, print what they say."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click
from attrs import frozen

from govgrammar.cli.inputs import STDIN, SUFFIXES, Input, inputs_of
from govgrammar.cli.language import language_option
from govgrammar.cli.messages import Messages
from govgrammar.cli.output import Out, opened
from govgrammar.cli.progress import Progress
from govgrammar.cli.reading import encoding_option, kind_option, unreadable
from govgrammar.diagnostics import Language, Severity

if TYPE_CHECKING:
    from govgrammar.cli.writers import Writer

_FORMATS: Final = ("table", "tree", "json", "jsonl", "csv")
_ERRORS: Final = 1
_WRONG_USAGE: Final = 2
_UNREADABLE: Final = 3
_WIDTH: Final = 100
_NARROWEST: Final = 60


@frozen
class _Run:
    """What one call of the command was asked to do."""

    grammar: Path | None
    kind: str | None
    encoding: str | None
    strict: bool
    messages: Messages
    writer: Writer
    progress: Progress

    def status_of_all(self, sources: list[Input]) -> int:
        """Read all sources; the highest status."""
        with self.progress.running():
            self.writer.begin()
            status = max([0, *map(self._status_of, sources)])
            self.writer.end()
        return status

    def _status_of(self, source: Input) -> int:
        """Read a source, print it and its findings; 0, 1 or 3."""
        from govgrammar import MissingExtraError, parse  # noqa: PLC0415 -- Lark is not loaded for --help

        self.progress.step(source.name)
        try:
            stream = source.read()
        except OSError as error:
            with self.progress.paused():
                self._unread(source, error)
            return _UNREADABLE
        try:
            result = parse(stream, kind=self.kind, encoding=self.encoding, grammar=self.grammar)
        except MissingExtraError as error:
            with self.progress.paused():
                self.messages.missing_extra(source.name, error)
            return _UNREADABLE
        with self.progress.paused():
            self.writer.write(result)
            self.messages.of(result)
        if unreadable(result):
            return _UNREADABLE
        counted = {Severity.ERROR, Severity.WARNING} if self.strict else {Severity.ERROR}
        return _ERRORS if any(d.severity in counted for d in result.diagnostics) else 0

    def _unread(self, source: Input, error: OSError) -> None:
        if source.path is not None and source.path.is_dir():
            self.messages.no_texts(source.name, SUFFIXES)
        else:
            self.messages.cannot_read(source.name, error)


def usable_grammar(_context: click.Context, _parameter: click.Parameter, folder: Path | None) -> Path | None:
    """The folder of a grammar that can be built, or a usage error that says file and line."""
    if folder is not None:
        from govgrammar.api import engine  # noqa: PLC0415 -- Lark is not loaded for --help
        from govgrammar.grammar import GrammarError  # noqa: PLC0415 -- the same

        try:
            engine(folder).parser.tree(())
        except GrammarError as error:
            raise click.BadParameter(str(error)) from error
    return folder


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "-f", "--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True, help="输出格式  Format."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="输出文件  Write to a file, in UTF-8, instead of standard output.",
)
@click.option("--strict", is_flag=True, help="警告也算出错  Warnings count as errors in the exit status.")
@kind_option
@encoding_option
@click.option(
    "--grammar",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    callback=usable_grammar,
    help="语法目录  A grammar folder to use instead of govgrammar's own.",
)
@click.option("--bom", is_flag=True, help="供 Excel 打开  CSV begins with a byte order mark, for Excel.")
@language_option
def parse(paths: tuple[str, ...], form: str, output: Path | None, lang: str, **options: object) -> int:
    """Read reports and print what they say.  读取报告.

    PATH is a file of text, HTML, DOCX, XLSX or PDF, or a folder, which stands for all such files in it and in its
    folders, or - for standard input.  What a file is, its content tells.  Data goes to standard output, findings and progress to standard error.

    \b
    table  the tables as the form has them; blank, ambiguous, inferred cells told apart
    tree   the parse tree, with the place of every token
    json   the result; an array of results for a folder or several paths
    jsonl  one result per line
    csv    one cell per line, one header for all files

    json, jsonl and csv are UTF-8 on every system; table and tree are in the terminal's encoding.
    """  # noqa: D301 -- click wants the character itself
    if paths.count(STDIN) > 1:
        msg = "- can stand once only  标准输入只能读一次"
        raise click.UsageError(msg)
    if options["bom"] and form != "csv":
        msg = "--bom goes with --format csv  --bom 只用于 csv"
        raise click.UsageError(msg)
    messages = Messages(cast("Language", lang))
    try:
        with opened(output) as out:
            return _run(list(paths), form, out, messages, options)
    except BrokenPipeError:
        raise
    except OSError as error:
        messages.cannot_write("<stdout>" if output is None else str(output), error)
        return _WRONG_USAGE


def _run(paths: list[str], form: str, out: Out, messages: Messages, options: dict[str, object]) -> int:
    from govgrammar.cli.writers import Setting, make_writer  # noqa: PLC0415 -- Lark is not loaded for --help

    sources = list(inputs_of(paths))
    grammar = cast("Path | None", options["grammar"])
    setting = Setting(
        out=out,
        several=len(paths) > 1 or len(sources) > 1 or Path(paths[0]).is_dir(),
        grammar=grammar,
        lang=messages.lang,
        width=max(_NARROWEST, shutil.get_terminal_size((_WIDTH, 0)).columns),
        bom=bool(options["bom"]),
    )
    run = _Run(
        grammar,
        cast("str | None", options["kind"]),
        cast("str | None", options["encoding"]),
        bool(options["strict"]),
        messages,
        make_writer(form, setting),
        Progress(len(sources)),
    )
    return run.status_of_all(sources)
