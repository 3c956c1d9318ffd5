"""`govgrammar generate`: reports from the grammar."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from govgrammar.cli.output import StreamOut
from govgrammar.cli.workbench_options import format_option, grammar_option, print_json, usable

_MOST: Final = 1_000_000


@click.command()
@click.option("-n", "count", type=click.IntRange(1, _MOST), default=1, show_default=True, help="篇数  How many.")
@click.option("-s", "--seed", type=int, default=0, show_default=True, help="种子  The first seed; one report for each.")
@click.option("--layout", metavar="NAME", help="版式  One layout for all; by default each has one of its own.")
@click.option("--damaged", is_flag=True, help="损坏  With lines deleted, doubled, exchanged, cut, characters replaced.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="目录  One file each, in a folder.",
)
@format_option("text", "json")
@grammar_option
def generate(  # noqa: PLR0917  click hands over what it was given
    count: int, seed: int, layout: str | None, output: Path | None, form: str, grammar: Path | None, *, damaged: bool
) -> int:
    """Write reports from the grammar, sound or damaged; one seed gives one report on any machine.  生成报告."""
    from govgrammar.workbench import generate as made  # noqa: PLC0415 -- Lark is not loaded for --help
    from govgrammar.workbench import to_data  # noqa: PLC0415 -- the same

    reports = usable(lambda: made(count, seed=seed, layout=layout, damaged=damaged, grammar=grammar))
    if form == "json":
        print_json([to_data(one) for one in reports])
        return 0
    out = StreamOut(sys.stdout)
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(reports):
        if output is not None:
            name = f"{one.seed:06d}-{one.layout}{'-damaged' if one.damage else ''}.txt"
            (output / name).write_bytes(one.text.encode("utf-8"))
        else:
            out.data(("\f\n" if number else "") + one.text)
    return 0
