"""The sources of `govgrammar check`, and what its caller says of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from attrs import frozen

from govgrammar.checks.context import Context, Kind, Level
from govgrammar.checks.names import same_name
from govgrammar.checks.registry import RULES
from govgrammar.cli.checking import running, sources_of
from govgrammar.findings.checked import Document

if TYPE_CHECKING:
    from govgrammar.cli.check_options import Options
    from govgrammar.model.report import AnnualReport


@frozen
class Given:
    """The options that say what a report does not."""

    level: Level | None
    body: Kind | None
    rule_making: Literal["yes", "no"] | None
    overview_limit: int | None
    last: str | None
    others: tuple[str, ...]


@frozen
class Known:
    """What the caller says beside the reports."""

    given: Given
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


def check_sources(paths: tuple[str, ...], given: Given, options: Options) -> int:
    """Check what the paths name, and give the exit status."""
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
        known = Known(
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
