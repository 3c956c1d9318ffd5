"""`govgrammar schema`: the JSON Schemas of what parse and check print."""

from __future__ import annotations

import sys

import click

from govgrammar.cli.output import StreamOut
from govgrammar.schema import shipped_checks_schema, shipped_schema


@click.command()
@click.argument("of", type=click.Choice(["result", "checks"]), default="result")
def schema(of: str) -> None:
    """Print the JSON Schema of what parse --format json prints, or with checks, of check --format json.  输出 JSON Schema."""
    StreamOut(sys.stdout).data(shipped_schema() if of == "result" else shipped_checks_schema())
