"""`govgrammar coverage`: what of the grammar some documents make use of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from govgrammar.cli.language import language_option
from govgrammar.cli.messages import Messages
from govgrammar.cli.output import Out, opened
from govgrammar.cli.progress import Progress
from govgrammar.cli.sample_paths import SamplePaths
from govgrammar.cli.workbench_options import aligned, format_option, json_text, said, source_options, usable
from govgrammar.diagnostics import Language
from govgrammar.export.words import Line, Piece, cut

if TYPE_CHECKING:
    from govgrammar.workbench.measuring import Coverage

#: What counts for --fail-under unless --only says otherwise: the words of narratives are no labels of the form.
_COUNTED: Final = ("rule", "alternative", "alias", "layout", "code")
_SHOWN: Final = 70
_PHRASES: Final = {
    "head": ("{documents}份文档", "{documents} documents"),
    "never": ("没有用到的", "never hit"),
    "hits": ("用到的", "hits"),
    "none": ("全部用到", "everything was hit"),
    "below": ("{kind} {percent:.1f}%, 低于 {least:g}%", "{kind} {percent:.1f} %, below {least:g} %"),
}


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@format_option("text", "json", "html")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="输出文件  Write to a file."
)
@click.option(
    "--only",
    type=click.Choice((*_COUNTED, "word")),
    multiple=True,
    help="只看此类  Only these kinds; by default all but words.",
)
@click.option(
    "-i", "--include", metavar="REGEX", default="", help="只看匹配的  Only what matches, by file, rule or name."
)
@click.option("--all", "everything", is_flag=True, help="全部列出  List what was hit, too, with the first examples.")
@click.option(
    "--fail-under",
    "least",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="低于此百分比则状态为 1  Exit status 1 where a kind is below.",
)
@source_options
@language_option
def coverage(  # noqa: PLR0917  click hands over what it was given
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    only: tuple[str, ...],
    include: str,
    least: float | None,
    lang: str,
    kind: str | None,
    encoding: str | None,
    grammar: Path | None,
    *,
    everything: bool,
) -> int:
    """Count what of the grammar documents make use of.  语法覆盖.

    \b
    rule, alternative  of the .lark files: by what the parser takes, or what a whole document has
    alias              each string and each pattern of a terminal: which spelling was there
    layout             how texts were cut and tables written
    code               diagnostics of the reader and failed checks; codes on acceptance files are none of a document's
    word               words of the narratives' grammar

    A corpus folder stands for the documents of its cases.  --format html is the grammar, line by line, with its hits.
    """  # noqa: D301 -- click wants the character itself
    from govgrammar.workbench import coverage as measured  # noqa: PLC0415 -- Lark is not loaded for --help

    try:
        wanted = re.compile(include)
    except re.error as error:
        raise click.BadParameter(str(error), param_hint="'-i' / '--include'") from error
    language = cast("Language", lang)
    messages, progress = Messages(language), Progress(0)
    found = SamplePaths(paths, messages, progress, kind, encoding)
    with progress.running():
        result = usable(
            lambda: measured(
                found.samples(),
                sentences=found.sentences(),
                grammar=grammar,
                watch=progress.step,
                missing=found.missing,
            )
        )
    result = result.matching(wanted)
    chosen = only or _COUNTED
    try:
        with opened(output) as out:
            _write(out, result, form, chosen, language, everything=everything)
    except OSError as error:
        messages.cannot_write("<stdout>" if output is None else str(output), error)
        return 2
    return max(found.status, _below(result, chosen, least, language))


def _write(out: Out, result: Coverage, form: str, chosen: tuple[str, ...], lang: Language, *, everything: bool) -> None:
    from govgrammar.workbench import coverage_page, to_data  # noqa: PLC0415 -- Lark is not loaded for --help

    if form == "html":
        out.data(coverage_page(result, lang))
    elif form == "json":
        shares = {kind: dict(zip(("hit", "total"), result.share(kind), strict=True)) for kind in result.by_kind}
        items = [to_data(item) for item in result.items if item.kind in chosen]
        out.data(json_text({"documents": result.documents, "shares": shares, "items": items}))
    else:
        out.lines(_lines(result, chosen, lang, everything=everything))


def _lines(result: Coverage, chosen: tuple[str, ...], lang: Language, *, everything: bool) -> list[Line]:
    from govgrammar.workbench.annotated import KIND_NAMES  # noqa: PLC0415 -- Lark is not loaded for --help

    lines: list[Line] = [(Piece(said(_PHRASES, "head", lang, documents=result.documents), "legend"),)]
    shares = []
    for kind in chosen:
        hit, total = result.share(kind)
        shares.append((said(KIND_NAMES, kind, lang), f"{hit}/{total}", f"{result.percent(kind):.1f} %"))
    lines += aligned(shares, ("header", "label", "label"), indent=2)
    items = [item for item in result.items if item.kind in chosen]
    unhit = [item for item in items if not item.hits]
    lines.append((Piece(said(_PHRASES, "never" if unhit else "none", lang), "warning" if unhit else "legend"),))
    rows = [(_place(i.file, i.line), said(KIND_NAMES, i.kind, lang), i.of, cut(i.name, _SHOWN)) for i in unhit]
    lines += aligned(rows, ("legend", "legend", "header", "label"), indent=2)
    if everything:
        lines.append((Piece(said(_PHRASES, "hits", lang), "heading"),))
        hits = [
            (_place(i.file, i.line), str(i.hits), i.of, cut(i.name, _SHOWN), ", ".join(map(str, i.examples)))
            for i in items
            if i.hits
        ]
        lines += aligned(hits, ("legend", "label", "header", "label", "legend"), indent=2)
    return lines


def _place(file: str, line: int) -> str:
    return f"{file}:{line}" if file else ""


def _below(result: Coverage, chosen: tuple[str, ...], least: float | None, lang: Language) -> int:
    if least is None:
        return 0
    below = [kind for kind in chosen if result.percent(kind) < least]
    for kind in below:
        click.echo(said(_PHRASES, "below", lang, kind=kind, percent=result.percent(kind), least=least), err=True)
    return 1 if below else 0
