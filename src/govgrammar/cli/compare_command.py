"""`govgrammar compare`: this year's report against last year's."""

from __future__ import annotations

from typing import Any

import click

from govgrammar.cli.check_options import Options, checking_options, guarded


@click.command()
@click.argument("this", metavar="THIS", type=click.Path(allow_dash=True))
@click.argument("last", metavar="LAST", type=click.Path())
@checking_options
def compare(this: str, last: str, **options: Any) -> int:
    """Check a report against the same organ's report of the year before.  与上年报告比较.

    What was carried over, documents in force, items, pending cases, jumps, repeated text, the organ, the year.  Places are
    those of THIS; cells of LAST are marked last_year.
    """
    chosen = Options(**options)
    return guarded(chosen, lambda: _compare(this, last, chosen))


def _compare(this: str, last: str, options: Options) -> int:
    from govgrammar.checks.context import Context  # noqa: PLC0415 -- it loads the rules
    from govgrammar.checks.registry import RULES  # noqa: PLC0415
    from govgrammar.cli.checking import one_source, running  # noqa: PLC0415

    source, before = one_source(this), one_source(last)
    rules = tuple(rule for rule in RULES if "last_year" in rule.needs)
    with running(options, rules, [source], total=2) as run:
        other = run.read(before, "last_year")
        document = run.read(source)
        if document is not None:
            context = Context(last_year=None if other is None else other.result)
            run.check(document, source.path, () if other is None else (other,), lambda _: context)
    return run.status
