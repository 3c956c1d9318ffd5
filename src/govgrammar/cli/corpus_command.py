"""`govgrammar test`: runs a corpus, shows what differs, and writes what is right now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from govgrammar.api import engine
from govgrammar.cli.workbench_options import grammar_option, usable
from govgrammar.workbench.corpus import (
    Case,
    CorpusError,
    Outcome,
    load_corpus,
    run_case,
    unrun,
    updated_files,
    write_files,
)

#: Differences that are shown of one case; the rest is counted.
_SHOWN: Final = 40
_UNREADABLE: Final = 3
_NO_CORPUS: Final = (
    "govgrammar: no corpus here: the installed package has none; name the one of the sources with --corpus DIR\n"
    "govgrammar: 未找到语料: 安装包不含语料,请用 --corpus 指定源码中的 corpus 文件夹"
)


@click.command("test")
@click.option("-i", "--include", metavar="REGEX", default="", help="Only the cases whose name matches.")
@click.option("--update", is_flag=True, help="Rewrite what is expected; never in a case that holds an error.")
@click.option(
    "--corpus",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The corpus folder; by default the one of the checkout that govgrammar runs from, or ./corpus.",
)
@grammar_option
@click.pass_context
def test(context: click.Context, include: str, folder: Path | None, grammar: Path | None, *, update: bool) -> None:
    """Run the corpus: documents whose figures and findings are known.

    Exit status: 0 all cases are as expected, 1 some differ, 2 wrong usage, 3 no corpus, or one that cannot be read.
    """
    try:
        wanted = re.compile(include)
    except re.error as error:
        raise click.BadParameter(str(error), param_hint="'-i' / '--include'") from error
    chosen = folder or default_corpus()
    if chosen is None:
        click.echo(_NO_CORPUS, err=True)
        context.exit(_UNREADABLE)
    try:
        cases = load_corpus(chosen)
    except (CorpusError, UnicodeDecodeError) as error:
        click.echo(f"{chosen}: {error}", err=True)
        context.exit(_UNREADABLE)
    usable(lambda: engine(grammar).parser.tree(()))  # a grammar that cannot be used is said before anything is read
    outcomes = [run_case(case, grammar) if wanted.search(case.name) else unrun(case) for case in cases]
    for outcome in outcomes:
        for line in outcome_lines(outcome):
            click.echo(line)
    left = sum(not outcome.passed for outcome in outcomes)
    if update:
        left = _update(outcomes)
    click.echo(summary(cases, outcomes), err=True)
    context.exit(1 if left else 0)


def default_corpus() -> Path | None:
    """The corpus beside the sources that govgrammar runs from, else `corpus` in the current folder; or none."""
    places = (Path(__file__).resolve().parents[3] / "corpus", Path.cwd() / "corpus")
    return next((place for place in places if (place / "cases").is_dir()), None)


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """A failing case's name and its differences; nothing for one that passed."""
    if outcome.passed:
        return
    yield f"FAILED {outcome.case.name} ({outcome.case.path})"
    yield from (f"    {difference}" for difference in outcome.differences[:_SHOWN])
    more = len(outcome.differences) - _SHOWN
    if more > 0:
        yield f"    and {more} more"


def summary(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> str:
    """One line on the whole run."""
    run = [outcome for outcome in outcomes if outcome.ran]
    passed = sum(outcome.passed for outcome in run)
    skipped = sum(case.skipped is not None for case in cases)
    return f"{len(run)} cases run: {passed} as expected, {len(run) - passed} not; {skipped} marked :skip"


def _update(outcomes: Sequence[Outcome]) -> int:
    """Rewrite what may be rewritten; how many cases stay as they are although they differ."""
    files = updated_files(outcomes)
    write_files(files)
    for path in files:
        click.echo(f"rewritten: {path}")
    refused = [outcome for outcome in outcomes if outcome.refusal is not None]
    for outcome in refused:
        click.echo(f"not rewritten: {outcome.case.name}: {outcome.refusal}")
    return len(refused)
