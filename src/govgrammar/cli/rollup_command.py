"""`govgrammar rollup`: a consolidated report against the reports of its parts."""

from __future__ import annotations

from typing import Any

import click

from govgrammar.cli.check_options import Options, checking_options, guarded


@click.command()
@click.argument("parent", metavar="PARENT", type=click.Path(allow_dash=True))
@click.argument("children", metavar="CHILD...", nargs=-1, required=True, type=click.Path())
@checking_options
def rollup(parent: str, children: tuple[str, ...], **options: Any) -> int:
    """Check a consolidated report against the reports of all its parts.  汇总与分项比较.

    CHILD is a text file, or a folder, which stands for the texts in it.  Every cell of PARENT is compared with the sum over
    the parts; where a part cannot be read, nothing can be assessed.
    """
    chosen = Options(**options)
    return guarded(chosen, lambda: _rollup(parent, children, chosen))


def _rollup(parent: str, children: tuple[str, ...], options: Options) -> int:
    from govgrammar.checks.context import Context  # noqa: PLC0415 -- it loads the rules
    from govgrammar.checks.registry import ORGAN_RULES  # noqa: PLC0415
    from govgrammar.cli.checking import one_source, running, sources_of  # noqa: PLC0415

    source, parts = one_source(parent), sources_of(children)
    with running(options, ORGAN_RULES, [source], total=1 + len(parts)) as run:
        read = [run.read(part, "part", number) for number, part in enumerate(parts, 1)]
        document = run.read(source)
        if document is not None:
            reports = tuple(None if part is None else part.result for part in read)
            context = Context(children=reports, others=reports)
            run.check(document, source.path, tuple(p for p in read if p is not None), lambda _: context)
    return run.status
