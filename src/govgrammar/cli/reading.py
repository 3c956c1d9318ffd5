"""How a command reads sources: the options that parse and check share."""

from __future__ import annotations

import click


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
