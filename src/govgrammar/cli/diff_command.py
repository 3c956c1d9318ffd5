"""`govgrammar diff`: what a change of the grammar does to documents, cell by cell."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from govgrammar.cli.language import language_option
from govgrammar.cli.messages import Messages
from govgrammar.cli.output import Out, opened
from govgrammar.cli.progress import Progress
from govgrammar.cli.sample_paths import SamplePaths
from govgrammar.cli.workbench_options import aligned, format_option, json_text, usable
from govgrammar.diagnostics import Language
from govgrammar.documents.kinds import EXTRAS
from govgrammar.export.words import Line, Piece

if TYPE_CHECKING:
    from govgrammar.workbench.diffing import DocumentDiff, GrammarDiff

_MARKS: Final = {"gained": "+", "lost": "-", "changed": "~", "moved": ">"}


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@format_option("text", "json", "markdown")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="输出文件  Write to a file."
)
@click.option("--exit-code", is_flag=True, help="有差异则状态为 1  Exit status 1 where anything differs.")
@click.option("--kind", type=click.Choice(tuple(EXTRAS)), help="文件种类  Kind of the input; detected by default.")
@click.option("--encoding", metavar="NAME", help="输入编码  Encoding of the input; detected by default.")
@language_option
def diff(  # noqa: PLR0917  click hands over what it was given
    old: str,
    new: str,
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    lang: str,
    kind: str | None,
    encoding: str | None,
    *,
    exit_code: bool,
) -> int:
    """Compare what two grammars make of documents, cell by cell.  比较两版语法.

    OLD and NEW are grammar folders, or git revisions (`main`, `v1.0`, `HEAD~2:path/of/grammars`).  A corpus folder stands
    for the documents of its cases.

    \b
    +  gained: the document has this cell now
    -  lost: it has it no more
    ~  changed: it says something else
    >  moved: the same characters stand in another cell
    """  # noqa: D301 -- click wants the character itself
    from govgrammar.workbench import diff as compared  # noqa: PLC0415 -- Lark is not loaded for --help
    from govgrammar.workbench import grammar_of  # noqa: PLC0415 -- the same

    language = cast("Language", lang)
    messages, progress = Messages(language), Progress(0)
    found = SamplePaths(paths, messages, progress, kind, encoding)
    with ExitStack() as folders, progress.running():
        one, other = (usable(lambda name=name: folders.enter_context(grammar_of(name))) for name in (old, new))  # type: ignore[misc]
        result = usable(
            lambda: compared(one, other, found.samples(), watch=progress.step, missing=found.missing),
        )
    try:
        with opened(output) as out:
            _write(out, result, form, (old, new), language)
    except OSError as error:
        messages.cannot_write("<stdout>" if output is None else str(output), error)
        return 2
    return max(found.status, 1 if exit_code and result.changed else 0)


def _write(out: Out, result: GrammarDiff, form: str, names: tuple[str, str], lang: Language) -> None:
    from govgrammar.workbench import diff_markdown, to_data  # noqa: PLC0415 -- Lark is not loaded for --help

    if form == "markdown":
        out.data(diff_markdown(result, *names, lang))
    elif form == "json":
        out.data(json_text({**to_data(result), "counts": result.counts}))
    else:
        out.lines(_lines(result, lang))


def _lines(result: GrammarDiff, lang: Language) -> list[Line]:
    from govgrammar.workbench.diff_page import summary, word  # noqa: PLC0415 -- Lark is not loaded for --help

    lines: list[Line] = [(Piece(summary(result, lang), "heading"),)]
    counts = result.counts
    if result.changed:
        kinds = [(f"{_MARKS[kind]} {word(kind, lang)}", str(counts[kind])) for kind in _MARKS]
        lines += aligned(kinds, ("header", "label"), indent=2)
    for document in result.changed:
        lines.append((Piece(document.source, "title"),))
        lines += _document(document, lang)
    return lines


def _document(document: DocumentDiff, lang: Language) -> list[Line]:
    from govgrammar.workbench.diff_page import cell_words, word  # noqa: PLC0415 -- Lark is not loaded for --help

    rows = []
    for change in document.cells:
        where = change.cell if change.to is None else f"{change.cell} -> {change.to}"
        before, after = cell_words(change.before, lang), cell_words(change.after, lang)
        says = {"gained": after, "lost": before, "moved": after}.get(change.kind, f"{before} -> {after}")
        stands = change.after or change.before
        rows.append((_MARKS[change.kind], where, says, f"{word('line', lang)} {stands.line if stands else 0}"))
    lines = aligned(rows, ("label", "label", "label", "legend"), indent=2)
    for one in document.diagnostics:
        said = f"{one.line}:{one.column} {one.code} {one.zh if lang == 'zh' else one.en}"
        lines.append((Piece(f"  {_MARKS[one.kind]} ", "label"), Piece(said, "legend")))
    return lines
