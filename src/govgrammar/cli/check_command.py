"""`govgrammar check`: find what is wrong in reports, show where."""

from __future__ import annotations

from typing import Any

import click
from attrs import fields

from govgrammar.cli.check_options import KINDS, LEVELS, Options, checking_options, guarded


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--level", type=click.Choice(LEVELS), help="机关的层级  Level of the organ or of its government.")
@click.option(
    "--body",
    type=click.Choice(KINDS),
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
    from govgrammar.cli.check_sources import Given, check_sources  # noqa: PLC0415 -- it loads the rules

    given = Given(**{field.name: options.pop(field.name) for field in fields(Given)})
    chosen = Options(**options)
    return guarded(chosen, lambda: check_sources(paths, given, chosen))
