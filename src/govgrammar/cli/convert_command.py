"""`govgrammar convert`: rewrite a report in another layout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from govgrammar.cli.inputs import STDIN, inputs_of
from govgrammar.cli.language import language_option
from govgrammar.cli.messages import Messages
from govgrammar.cli.output import opened
from govgrammar.layouts.registry import LAYOUTS

if TYPE_CHECKING:
    from govgrammar.diagnostics import Language
    from govgrammar.model.report import AnnualReport

_ERRORS = 1
_WRONG_USAGE = 2
_UNREADABLE = 3
_KEEPING = {name: layout for name, layout in LAYOUTS.items() if layout.keeps_blanks}
#: Files that are no text; each needs the extra of its name.
_FILES = {"docx": "a Word document", "xlsx": "a spreadsheet"}
_ABOUT = {name: layout.about for name, layout in _KEEPING.items()} | _FILES
_LIST = "\b\n" + "\n".join(f"{name:24}{about}" for name, about in _ABOUT.items())


@click.command(epilog=_LIST)
@click.argument("path", metavar="IN", type=click.Path(allow_dash=True))
@click.option("--to", "layout", type=click.Choice(tuple(_ABOUT)), required=True, help="目标版式  Layout to write.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="输出文件  Output."
)
@click.option(
    "--ambiguous-as-blank", is_flag=True, help="待定格留空  Leave cells blank that the document does not determine."
)
@language_option
def convert(path: str, layout: str, output: Path | None, lang: str, *, ambiguous_as_blank: bool) -> int:
    """Rewrite a report in another layout, without losing a cell.  转换版式.

    IN is a report of any kind that is read, or - for standard input.  docx and xlsx are written to a file (-o) or to a
    standard output that is redirected, never to a terminal, and need the extra of that name.  A report with cells that the document does not determine is refused
    unless --ambiguous-as-blank allows to leave them blank: no layout can say "ambiguous".
    """
    from govgrammar import MissingExtraError, parse  # noqa: PLC0415 -- the same
    from govgrammar import convert as rewrite  # noqa: PLC0415 -- Lark is not loaded for --help
    from govgrammar.export.render import NotWritableError  # noqa: PLC0415 -- the same

    messages = Messages(cast("Language", lang))
    sources = list(inputs_of([path]))
    if len(sources) != 1 or (path != STDIN and Path(path).is_dir()):
        msg = "name one file  请指定一个文件"
        raise click.UsageError(msg)
    try:
        result = parse(sources[0].read())
    except OSError as error:
        messages.cannot_read(sources[0].name, error)
        return _UNREADABLE
    if result.report is None:
        messages.of(result)
        return _ERRORS
    try:
        written = (
            _file(result.report, layout, ambiguous_as_blank=ambiguous_as_blank)
            if layout in _FILES
            else rewrite(result.report, layout, ambiguous_as_blank=ambiguous_as_blank)
        )
    except MissingExtraError as error:
        click.echo(str(error), err=True)
        return _WRONG_USAGE
    except NotWritableError as error:
        click.echo(f"{sources[0].name}: {error} (--ambiguous-as-blank)", err=True)
        return _ERRORS
    try:
        with opened(output) as out:
            if isinstance(written, bytes):
                out.raw(written)
            else:
                out.data(written)
    except BrokenPipeError:
        raise
    except OSError as error:
        messages.cannot_write("<stdout>" if output is None else str(output), error)
        return _WRONG_USAGE
    return 0


def _file(report: AnnualReport, layout: str, *, ambiguous_as_blank: bool) -> bytes:
    """A report as the bytes of a file that is no text."""
    from govgrammar.export.docx import write_docx  # noqa: PLC0415 -- Lark is not loaded for --help
    from govgrammar.export.render import draft_of  # noqa: PLC0415 -- the same
    from govgrammar.export.xlsx import write_xlsx  # noqa: PLC0415 -- the same

    draft = draft_of(report, ambiguous_as_blank=ambiguous_as_blank)
    return write_docx(draft) if layout == "docx" else write_xlsx(draft)
