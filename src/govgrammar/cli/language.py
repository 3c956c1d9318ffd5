"""Which language messages are in."""

from __future__ import annotations

import locale
import os
from typing import Final, cast

import click

from govgrammar.diagnostics import Language

_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def default_language() -> Language:
    """`GOVGRAMMAR_LANG`, else Chinese where the environment or the system's locale is Chinese, else English."""
    chosen = os.environ.get("GOVGRAMMAR_LANG", "")
    if chosen in {"zh", "en"}:
        return cast("Language", chosen)
    named = next((value for name in _VARIABLES if (value := os.environ.get(name))), None)
    name = named or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def language_option(command: click.decorators.FC) -> click.decorators.FC:
    """The option `--lang`."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default=default_language,
        show_default="$GOVGRAMMAR_LANG, else the locale: zh where it is Chinese, en otherwise",
        help="Language of messages.  消息语言",
    )(command)
