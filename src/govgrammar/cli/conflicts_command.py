"""`govgrammar conflicts`: where the parser of a grammar has two ways, each with an example."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from govgrammar.cli.language import language_option
from govgrammar.cli.workbench_options import (
    aligned,
    format_option,
    grammar_option,
    print_json,
    print_lines,
    said,
    usable,
)
from govgrammar.diagnostics import Language
from govgrammar.export.words import Line, Piece

if TYPE_CHECKING:
    from govgrammar.workbench.conflicts import Conflict

_ERRORS: Final = 1
#: Terminals and rules of a conflict that are listed; the rest is counted.
_LISTED: Final = 4
_PHRASES: Final = {
    "none": ("没有冲突", "no conflicts"),
    "on": ("遇到", "on"),
    "more": ("等{n}个", "and {n} more"),
    "claims": ("两种读法", "claimed by"),
    "example": ("例", "example"),
}


@click.command()
@format_option("text", "json")
@grammar_option
@language_option
def conflicts(form: str, grammar: Path | None, lang: str) -> int:
    """Find LALR conflicts, each with the shortest tokens that lead to it.  语法冲突.

    Exit status 1 where there are any.  In an example a dot stands where the parser has two ways.
    """
    from govgrammar.workbench import find_conflicts, to_data  # noqa: PLC0415 -- Lark is not loaded for --help

    found = usable(lambda: find_conflicts(grammar))
    language = cast("Language", lang)
    if form == "json":
        print_json([{**to_data(one), "sentence": list(one.sentence)} for one in found])
    elif found:
        print_lines(line for one in found for line in _lines(one, language))
    else:
        print_lines([(Piece(said(_PHRASES, "none", language), "legend"),)])
    return _ERRORS if found else 0


def _lines(one: Conflict, lang: Language) -> list[Line]:
    terminals = ", ".join(one.terminals[:_LISTED])
    if len(one.terminals) > _LISTED:
        terminals += " " + said(_PHRASES, "more", lang, n=len(one.terminals) - _LISTED)
    behind = one.sentence[len(one.before) :]
    facts = [(said(_PHRASES, "on", lang), terminals)]
    items = list(one.items[:_LISTED])
    if len(one.items) > _LISTED:
        items.append(said(_PHRASES, "more", lang, n=len(one.items) - _LISTED))
    facts += [(said(_PHRASES, "claims", lang) if not n else "", item) for n, item in enumerate(items)]
    facts.append((said(_PHRASES, "example", lang), " ".join((*one.before, ".", *behind))))
    return [(Piece(one.kind, "error"),), *aligned(facts, ("header", "label"), indent=2)]
