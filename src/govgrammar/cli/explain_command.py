"""`govgrammar explain`: what a diagnostic code means."""

from __future__ import annotations

import sys
from difflib import get_close_matches

import click

from govgrammar.cli.output import StreamOut
from govgrammar.codes import CODES
from govgrammar.diagnostics import Code


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a diagnostic code means, in Chinese and English; without CODE, list all.  解释诊断代码.

    CODE is a code such as GG0202 or its name, such as too-few-cells.
    """
    out = StreamOut(sys.stdout)
    if code is None:
        out.text("".join(f"{_head(known)}\n" for known in CODES.values()))
        return
    found = next((known for known in CODES.values() if code.lower() in {known.code.lower(), known.slug}), None)
    if found is None:
        names = [*CODES, *(known.slug for known in CODES.values())]
        near = get_close_matches(code, names, n=3) or get_close_matches(code.upper(), names, n=3)
        hint = f"; did you mean {' / '.join(near)}?" if near else ""
        msg = f"no code {code!r}{hint}  没有这个代码"
        raise click.UsageError(msg)
    out.text(f"{_head(found)}\n  zh  {found.zh}\n  en  {found.en}\n")


def _head(code: Code) -> str:
    return f"{code.code}  {code.slug}  ({code.severity.value})"
