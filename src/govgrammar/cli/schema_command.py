"""`govgrammar schema`: the JSON Schema of a result."""

from __future__ import annotations

import sys

import click

from govgrammar.cli.output import StreamOut
from govgrammar.schema import shipped_schema


@click.command()
def schema() -> None:
    """Print the JSON Schema of a result, which is what parse --format json prints.  输出 JSON Schema."""
    StreamOut(sys.stdout).data(shipped_schema())
