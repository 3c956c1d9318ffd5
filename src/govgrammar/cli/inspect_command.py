"""`govgrammar inspect`: a page that shows how a report was read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from govgrammar.cli.inputs import STDIN, inputs_of
from govgrammar.cli.language import language_option
from govgrammar.cli.messages import Messages
from govgrammar.cli.output import opened
from govgrammar.cli.parse_command import usable_grammar
from govgrammar.cli.reading import encoding_option, kind_option, unreadable

if TYPE_CHECKING:
    from govgrammar.cli.inputs import Input
    from govgrammar.diagnostics import Language

_WRONG_USAGE = 2
_UNREADABLE = 3


@click.command()
@click.argument("path", metavar="PATH", type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="输出文件  The page, in UTF-8; standard output by default.",
)
@kind_option
@encoding_option
@click.option(
    "--grammar",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    callback=usable_grammar,
    help="语法目录  A grammar folder to use instead of govgrammar's own.",
)
@language_option
def inspect(  # noqa: PLR0917  click hands its options over by name
    path: str, output: Path | None, kind: str | None, encoding: str | None, grammar: Path | None, lang: str
) -> int:
    """Write a page that shows how a report was read.  检视读取过程.

    PATH is a report of any kind that is read, or - for standard input.  The page is one file that needs no network: the
    text with everything marked that was recognised, the rebuilt tables beside it, findings, search, keyboard.

    \b
    govgrammar inspect report.txt -o page.html
    """  # noqa: D301 -- click wants the character itself
    sources = list(inputs_of([path]))
    if len(sources) != 1 or (path != STDIN and Path(path).is_dir()):
        msg = "name one file  请指定一个文件"
        raise click.UsageError(msg)
    messages = Messages(cast("Language", lang))
    try:
        page, status = _page(sources[0], kind, encoding, grammar, messages)
    except OSError as error:
        messages.cannot_read(sources[0].name, error)
        return _UNREADABLE
    if not page:
        return status
    try:
        with opened(output) as out:
            out.data(page)
    except BrokenPipeError:
        raise
    except OSError as error:
        messages.cannot_write("<stdout>" if output is None else str(output), error)
        return _WRONG_USAGE
    return status


def _page(
    source: Input, kind: str | None, encoding: str | None, grammar: Path | None, messages: Messages
) -> tuple[str, int]:
    """The page, and the status; no page where there is nothing to show, or nothing to make it with."""
    from govgrammar import MissingExtraError, parse  # noqa: PLC0415 -- Lark is not loaded for --help
    from govgrammar.workbench import inspect_page  # noqa: PLC0415 -- the same

    try:
        result = parse(source.read(), kind=kind, encoding=encoding, grammar=grammar)
    except MissingExtraError as error:
        messages.missing_extra(source.name, error)
        return "", _UNREADABLE
    if unreadable(result):
        messages.of(result)
        return "", _UNREADABLE
    try:
        page = inspect_page(result, lang=messages.lang, grammar=grammar)
    except ModuleNotFoundError as error:
        click.echo(f"govgrammar: {error.msg}", err=True)
        return "", _WRONG_USAGE
    return page, int(bool(result.errors))
