"""`govgrammar tokens`: physical cells and tokens, every character visible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import click

from govgrammar.cli.language import language_option
from govgrammar.cli.workbench_options import aligned, each, format_option, headed, print_data, said, source_options
from govgrammar.diagnostics import Language
from govgrammar.export.words import Line, Piece, cut

if TYPE_CHECKING:
    from govgrammar.workbench.listing import Listing, PieceLine, TokenLine

_SHOWN: Final = 56
_KINDS: Final = ("legend", "header", "legend", "label", "legend", "legend")
_PHRASES: Final = {
    "cells": ("物理单元", "physical cells"),
    "tokens": ("记号", "tokens"),
    "table": ("表{table} 行{top} 列{first}", "table {table} row {top} column {first}"),
    "supplied": ("(文中没有)", "(not in the document)"),
}


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@format_option("text", "json")
@click.option(
    "--only", type=click.Choice(("cells", "tokens")), help="只列一种  Only the physical cells, or only the tokens."
)
@source_options
@language_option
def tokens(paths: tuple[str, ...], form: str, only: str | None, lang: str, **options: object) -> int:
    """List physical cells and tokens, invisible characters made visible.  列出物理单元与记号.

    \b
    cells   place, kind, characters from-to, as written, as it is compared
    tokens  place, terminal, characters from-to, as written, as it is compared

    What nobody can see is written as its number: {U+00A0} a no-break space, {U+3000} a full-width one, {U+000A} a line end.
    """  # noqa: D301 -- click wants the character itself
    from govgrammar.workbench import list_tokens, to_data  # noqa: PLC0415 -- Lark is not loaded for --help

    language = cast("Language", lang)
    found, status = each(paths, language, lambda stream: list_tokens(stream, **options))  # type: ignore[arg-type]
    if form == "json":
        hidden = {"cells": "tokens", "tokens": "pieces"}.get(only or "")
        print_data(found, lambda one: {k: v for k, v in to_data(one, one.source).items() if k != hidden})
    else:
        headed(found, lambda one: _lines(one, only, language))
    return status


def _lines(listing: Listing, only: str | None, lang: Language) -> list[Line]:
    lines: list[Line] = []
    if only != "tokens":
        lines += [(Piece(said(_PHRASES, "cells", lang), "heading"),)]
        lines += aligned([_piece(piece, lang) for piece in listing.pieces], _KINDS, indent=2)
    if only != "cells":
        lines += [(Piece(said(_PHRASES, "tokens", lang), "heading"),)]
        lines += aligned([_token(token, lang) for token in listing.tokens], _KINDS, indent=2)
    return lines


def _piece(piece: PieceLine, lang: Language) -> tuple[str, ...]:
    place = ""
    if piece.place is not None:
        at = piece.place
        place = said(_PHRASES, "table", lang, table=at.table + 1, top=at.top + 1, first=at.first + 1)
    span = f"{piece.span.start}-{piece.span.end}"
    folded = piece.folded if piece.folded != piece.raw else ""
    return f"{piece.line}:{piece.column}", piece.kind, span, cut(piece.visible, _SHOWN), cut(folded, _SHOWN), place


def _token(token: TokenLine, lang: Language) -> tuple[str, ...]:
    span = f"{token.span.start}-{token.span.end}"
    held = token.visible
    if token.slots is not None:
        held = f"|{'|'.join(token.slots)}|" + (f" +{'+'.join(map(str, token.behind))}" if token.behind else "")
    elif token.supplied:
        held = said(_PHRASES, "supplied", lang)
    folded = token.folded if token.folded != token.raw else ""
    return f"{token.line}:{token.column}", token.terminal, span, cut(held, _SHOWN), cut(folded, _SHOWN), ""
