"""`govgrammar check`: find what is wrong in reports, show where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import click
from attrs import fields, frozen

from govgrammar.checks.context import Context, Kind, Level
from govgrammar.checks.names import same_name
from govgrammar.checks.registry import RULES
from govgrammar.cli.checking import Options, checking_options, guarded, running, sources_of
from govgrammar.findings.checked import Document

if TYPE_CHECKING:
    from govgrammar.model.report import AnnualReport


@frozen
class _Given:
    """The options that say what a report does not."""

    level: Level | None
    body: Kind | None
    rule_making: Literal["yes", "no"] | None
    overview_limit: int | None
    last: str | None
    others: tuple[str, ...]


@frozen
class _Known:
    """What the caller says beside the reports."""

    given: _Given
    last: tuple[Document, ...]
    of_folder: bool
    others: tuple[Document, ...]

    def last_of(self, report: AnnualReport) -> tuple[Document, AnnualReport] | None:
        """Last year's report: the one that was named; of a folder, the only one of that organ and the year before."""
        found = [
            (document, last)
            for document in self.last
            for last in document.result.reports
            if not self.of_folder or _is_last(report, last)
        ]
        return found[0] if len(found) == 1 or (found and not self.of_folder) else None

    def context(self, report: AnnualReport) -> Context:
        """The context of one report."""
        last = self.last_of(report)
        return Context(
            level=self.given.level,
            kind=self.given.body,
            rule_making=None if self.given.rule_making is None else self.given.rule_making == "yes",
            overview_limit=self.given.overview_limit,
            last_year=None if last is None else last[1],
            others=tuple(other.result.report for other in self.others) or None,
        )

    def beside(self, document: Document) -> tuple[Document, ...]:
        """The documents that a document is compared with."""
        found = [last[0] for report in document.result.reports if (last := self.last_of(report)) is not None]
        return (*dict.fromkeys(found), *self.others)


def _is_last(report: AnnualReport, last: AnnualReport) -> bool:
    if report.organ is None or last.organ is None or report.report_year is None or last.report_year is None:
        return False
    return report.report_year - last.report_year == 1 and same_name(report.organ, last.organ)


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "--level", type=click.Choice(get_args(Level)), help="机关的层级  Level of the organ or of its government."
)
@click.option(
    "--body",
    type=click.Choice(get_args(Kind)),
    help="政府还是部门  A people's government (report due on 31 March) or everybody else (31 January).",
)
@click.option("--rule-making", type=click.Choice(["yes", "no"]), help="有无规章制定权  Whether it can make 规章.")
@click.option(
    "--overview-limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="总体情况的字数上限  Characters that the overview may have, where that is limited.",
)
@click.option(
    "--last",
    type=click.Path(),
    metavar="PATH",
    help="上年报告,或其所在文件夹  Last year's report, or a folder that holds it: found by organ and year.",
)
@click.option(
    "--other",
    "others",
    multiple=True,
    type=click.Path(),
    metavar="PATH",
    help="其他机关的报告  Reports of other organs, to look for copied text.",
)
@checking_options
def check(paths: tuple[str, ...], **options: Any) -> int:
    """Find what is wrong in reports, and show where.  检查报告.

    PATH is a text file, or a folder, which stands for the *.txt and *.md files in it and in its folders, or - for
    standard input.  Findings go to standard output; what could not be read, and progress, to standard error.

    \b
    text    each finding with its line, a marker, both sides and the cells
    json    all of it as data (govgrammar schema checks)
    sarif   SARIF 2.1.0
    github  annotations for GitHub's workflows
    html    a page for each report, and with -o DIR an index, worst first

    A finding that is known and right can be accepted: REPORT.accept.toml beside the report names rule, cells, values and
    the reason (--accept-new writes it).  It stops counting while the report still says the same.
    """  # noqa: D301 -- click wants the character itself
    given = _Given(**{field.name: options.pop(field.name) for field in fields(_Given)})
    chosen = Options(**options)
    return guarded(chosen, lambda: _check(paths, given, chosen))


def _check(paths: tuple[str, ...], given: _Given, options: Options) -> int:
    sources = sources_of(paths)
    several = len(paths) > 1 or len(sources) > 1 or Path(paths[0]).is_dir()
    last = sources_of([given.last]) if given.last else []
    of_folder = given.last is not None and Path(given.last).is_dir()
    if last and not of_folder and (several or len(last) > 1):
        msg = "--last FILE goes with one report; name a folder  多份报告请用 --last 指定文件夹"
        raise click.UsageError(msg)
    more = sources_of(given.others)
    total = len(sources) + len(last) + len(more)
    with running(options, RULES, sources, total=total, several=several) as run:
        known = _Known(
            given,
            tuple(d for source in last if (d := run.read(source, "last_year")) is not None),
            of_folder,
            tuple(d for n, source in enumerate(more, 1) if (d := run.read(source, "other", n)) is not None),
        )
        for source in sources:
            document = run.read(source)
            if document is not None:
                run.check(document, source.path, known.beside(document), known.context)
    return run.status
