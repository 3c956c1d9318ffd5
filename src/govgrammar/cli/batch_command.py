"""`govgrammar batch`: a folder of reports becomes a table."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final, cast

import click

from govgrammar.cli.language import language_option
from govgrammar.cli.messages import Messages
from govgrammar.cli.progress import Progress
from govgrammar.cli.reading import encoding_option, kind_option
from govgrammar.diagnostics import Language

if TYPE_CHECKING:
    from govgrammar.batch.run import Engine

_FORMATS: Final = ("parquet", "csv", "jsonl")
_ERRORS: Final = 1
_WRONG_USAGE: Final = 2
_BAR: Final = 20


class _Told:
    """Progress with a bar, the rate and the time that is left."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.begin = monotonic()

    def __call__(self, done: int, earlier: int) -> None:
        total = self.progress.total
        rate = (done - earlier) / max(monotonic() - self.begin, 1e-9)
        full = _BAR * done // total if total else 0
        left = int((total - done) / rate) if rate else 0
        self.progress.name = (
            f"[{'#' * full}{'.' * (_BAR - full)}] {rate:.0f}/s  {left // 3600}:{left // 60 % 60:02}:{left % 60:02}"
        )
        self.progress.told(done)


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT",
    help="输出文件  Output.",
)
@click.option(
    "-f", "--format", "form", type=click.Choice(_FORMATS), help="输出格式,默认按后缀  By OUT's suffix if not given."
)
@click.option("--wide", is_flag=True, help="每份报告一行  One row for each report instead of each cell.")
@click.option(
    "--text-column", default="text", show_default=True, metavar="NAME", help="正文所在的列  Column of the documents."
)
@click.option("--id-column", metavar="NAME", help="标识列  Column that names the documents.")
@click.option(
    "--corrections",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="人工更正  A CSV file of source, table, row, column, value, reason.",
)
@click.option(
    "--workers", type=click.IntRange(0), metavar="N", help="进程数  Processes; by default one for each processor."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="单个文件的时限  What one document may take.",
)
@click.option(
    "--engine",
    type=click.Choice(("processes", "ray")),
    default="processes",
    show_default=True,
    help="执行方式  Who does it.",
)
@click.option("--no-findings", is_flag=True, help="不检查  Do not run the checks, which takes most of the time.")
@click.option("--bom", is_flag=True, help="供 Excel 打开  CSV begins with a byte order mark, for Excel.")
@kind_option
@encoding_option
@click.option(
    "--grammar",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="语法目录  A grammar folder.",
)
@language_option
def batch(paths: tuple[str, ...], output: Path, lang: str, **options: object) -> int:
    """Make a table of many reports.  批量读取,汇成一张表.

    PATH is a file, a folder, a pattern, @LIST (a file with one path a line), or a table with a column of documents: JSONL or
    Parquet, whose other columns are passed through.

    \b
    OUT               the cells, or with --wide the reports: Parquet, CSV or JSONL
    OUT.findings      what fails of the form's identities and the evaluators' rules
    OUT.diagnostics   what the reader has to say
    OUT.dictionary    what every column and cell means, as .md and .json
    OUT.review.csv    documents to look at, worst first
    OUT.summary.json  the summary that is printed at the end

    A batch that was killed goes on where it was when it is called again.  Exit status: 1 where a document gave no report.
    """  # noqa: D301 -- click wants the character itself
    from govgrammar import GrammarError, MissingExtraError  # noqa: PLC0415 -- Lark is not loaded for --help

    messages = Messages(cast("Language", lang))
    if options["bom"] and output.suffix.lower() != ".csv" and options["form"] != "csv":
        msg = "--bom goes with CSV  --bom 只用于 csv"
        raise click.UsageError(msg)
    try:
        return _run(paths, output, messages, options)
    except MissingExtraError as error:
        messages.missing_extra(str(output), error)
    except (ValueError, GrammarError) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        messages.cannot_write(error.filename or str(output), error)
    return _WRONG_USAGE


def _run(paths: tuple[str, ...], output: Path, messages: Messages, options: dict[str, object]) -> int:
    from govgrammar.batch.inputs import Inputs  # noqa: PLC0415 -- Lark is not loaded for --help
    from govgrammar.batch.reading import Options  # noqa: PLC0415 -- the same
    from govgrammar.batch.run import Batch, run_batch  # noqa: PLC0415 -- the same
    from govgrammar.batch.summary import summary_lines  # noqa: PLC0415 -- the same

    inputs = Inputs(paths, cast("str", options["text_column"]), cast("str | None", options["id_column"]))
    asked = Batch(
        inputs=inputs,
        output=output,
        form=cast("str | None", options["form"]),
        wide=bool(options["wide"]),
        findings=not options["no_findings"],
        bom=bool(options["bom"]),
        corrections=cast("Path | None", options["corrections"]),
        options=Options(
            kind=cast("str | None", options["kind"]),
            encoding=cast("str | None", options["encoding"]),
            grammar=cast("Path | None", options["grammar"]),
            timeout=cast("float", options["timeout"]),
        ),
    )
    progress = Progress(inputs.count)
    with progress.running():
        summary = run_batch(asked, _engine(options), _Told(progress))
    messages.say(summary_lines(summary, messages.lang, asked.path("review", ".csv").name))
    return _ERRORS if summary.status["failed"] else 0


def _engine(options: dict[str, object]) -> Engine:
    workers = cast("int | None", options["workers"])
    if options["engine"] == "ray":
        from govgrammar.ray import RayTasks  # noqa: PLC0415 -- an extra

        return RayTasks(workers)
    from govgrammar.batch.run import Processes  # noqa: PLC0415 -- Lark is not loaded for --help

    # The line of progress is drawn by a thread, and a forked process would have its locks.
    return Processes(workers, "spawn")
