"""How a command reads sources: the options that parse and check share, and what counts as unreadable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govgrammar import codes
from govgrammar.documents.kinds import EXTRAS

if TYPE_CHECKING:
    from govgrammar.diagnostics import Diagnostic
    from govgrammar.result import Result


def _known_encoding(_context: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    """The name of an encoding that turns any bytes into text, or a usage error."""
    try:
        if name is not None:
            b"\xff".decode(name, errors="replace")
    except (LookupError, UnicodeError, ValueError) as error:
        msg = f"{name!r} is no text encoding, such as utf-8 or gb18030  没有这种编码"
        raise click.BadParameter(msg) from error
    return name


def encoding_option(command: click.decorators.FC) -> click.decorators.FC:
    """The option `--encoding`."""
    return click.option(
        "--encoding",
        metavar="NAME",
        callback=_known_encoding,
        help="输入编码  Encoding of the input; detected by default.",
    )(command)


def kind_option(command: click.decorators.FC) -> click.decorators.FC:
    """The option `--kind`."""
    return click.option(
        "--kind", type=click.Choice(tuple(EXTRAS)), help="文件种类  Kind of the input; detected by default."
    )(command)


def unreadable(result: Result) -> Diagnostic | None:
    """What kept a file from being read at all; `None` where it was read."""
    kinds = {codes.NOT_TEXT.code, codes.DAMAGED_FILE.code, codes.NO_TEXT_LAYER.code}
    return None if result.reports else next((d for d in result.diagnostics if d.code in kinds), None)
