"""`govgrammar reduce`: the smallest document that still gives a diagnostic, or a cell."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from govgrammar.cli.inputs import inputs_of
from govgrammar.cli.language import language_option
from govgrammar.cli.messages import Messages
from govgrammar.cli.output import StreamOut, opened
from govgrammar.cli.progress import Progress
from govgrammar.cli.workbench_options import UNREADABLE, each, format_option, json_text, said, source_options
from govgrammar.diagnostics import Language

if TYPE_CHECKING:
    from govgrammar.workbench.reducing import Reduced

_MOST: Final = 1_000_000
_PHRASES: Final = {
    "done": (
        "{before}字 -> {after}字, {lines}行; 读了{parses}份",
        "{before} characters -> {after}, {lines} lines; {parses} documents were read",
    ),
    "budget": (
        "已达 --budget 上限, 或可更小",
        "--budget ended the search: a larger one may find a smaller document",
    ),
}


@click.command()
@click.argument("path", metavar="PATH", type=click.Path(allow_dash=True))
@click.option("--keep", metavar="CODE", help="诊断代码或规则  The diagnostic code, or rule, that must stay.")
@click.option(
    "--keep-cell",
    metavar="TABLE/ROW/COLUMN=VALUE",
    help="单元格及其值或状态  The cell that must stay, with its value or its state.",
)
@click.option(
    "--budget", type=click.IntRange(1, _MOST), default=20_000, show_default=True, help="上限  Documents that are read."
)
@format_option("text", "json")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="输出文件  Write to a file."
)
@source_options
@language_option
def reduce(  # noqa: PLR0917  click hands over what it was given
    path: str,
    keep: str | None,
    keep_cell: str | None,
    budget: int,
    form: str,
    output: Path | None,
    lang: str,
    **options: object,
) -> int:
    """Find the smallest document that still gives a code, or a cell.  缩小问题文档.

    Sections, lines, cells and characters are left out as long as the code (`--keep GG0307`, `--keep T3-BALANCE`) or the
    cell (`--keep-cell requests/new_requests/total=49`, `...=ambiguous`) stays.  Of a file that is neither text nor HTML,
    the text that is read from it is reduced.
    """
    from govgrammar.workbench import reduce as made  # noqa: PLC0415 -- Lark is not loaded for --help

    if len(list(inputs_of([path]))) != 1:
        msg = f"{path}: 请指定一个文件 name one file"
        raise click.UsageError(msg)
    language = cast("Language", lang)
    progress = Progress(0)

    def watch(parses: int, characters: int) -> None:
        progress.done, progress.name = parses, str(characters)

    with progress.running():
        found, status = each(
            [path],
            language,
            lambda stream: made(stream, keep=keep, keep_cell=keep_cell, budget=budget, watch=watch, **options),  # type: ignore[arg-type]
        )
    if status:
        return UNREADABLE
    return _write(found[0][1], form, output, language)


def _write(result: Reduced, form: str, output: Path | None, lang: Language) -> int:
    from govgrammar.workbench import to_data  # noqa: PLC0415 -- Lark is not loaded for --help

    document = result.document
    try:
        with opened(output) as out:
            if form == "json":
                text = document if isinstance(document, str) else document.decode("latin-1")
                out.data(json_text({**to_data(result), "document": text, "bytes": isinstance(document, bytes)}))
            elif isinstance(document, bytes):
                out.raw(document)
            else:
                out.data(document if output is not None or document.endswith("\n") else f"{document}\n")
    except OSError as error:
        Messages(lang).cannot_write("<stdout>" if output is None else str(output), error)
        return 2
    lines: dict[str, object] = {"before": result.before, "after": result.after, "lines": result.lines}
    messages = StreamOut(sys.stderr)
    messages.text(said(_PHRASES, "done", lang, **lines, parses=result.parses) + "\n")
    if not result.complete:
        messages.text(said(_PHRASES, "budget", lang) + "\n")
    return 0
