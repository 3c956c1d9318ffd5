"""`govgrammar tree`: the parse tree as text, JSON, s-expression or DOT."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, cast

import click

from govgrammar.cli.language import language_option
from govgrammar.cli.output import StreamOut
from govgrammar.cli.workbench_options import each, format_option, headed, print_data, source_options
from govgrammar.diagnostics import Language
from govgrammar.export.words import Line, Piece, cut

if TYPE_CHECKING:
    from govgrammar.workbench.trees import ParsedTree

_SHOWN: Final = 60


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@format_option("text", "json", "sexp", "dot")
@source_options
@language_option
def tree(paths: tuple[str, ...], form: str, lang: str, **options: object) -> int:
    """Print the parse tree with rule names, places and strays.  输出语法树.

    \b
    text  rules and tokens, line:column and characters from-to
    json  the same as data
    sexp  an s-expression
    dot   for Graphviz: govgrammar tree -f dot report.txt | dot -Tsvg > tree.svg
    """  # noqa: D301 -- click wants the character itself
    from govgrammar.workbench import (  # noqa: PLC0415 -- Lark is not loaded for --help
        parse_tree,
        tree_to_data,
        tree_to_dot,
        tree_to_sexp,
    )

    found, status = each(paths, cast("Language", lang), lambda stream: parse_tree(stream, **options))  # type: ignore[arg-type]
    if form == "json":
        print_data(found, tree_to_data)
    elif form == "text":
        headed(found, _lines)
    else:
        write = tree_to_sexp if form == "sexp" else tree_to_dot
        StreamOut(sys.stdout).data("".join(write(one) for _, one in found))
    return status


def _lines(tree: ParsedTree) -> list[Line]:
    from govgrammar.workbench.listing import made_visible  # noqa: PLC0415 -- Lark is not loaded for --help

    lines: list[Line] = []
    pending = [(0, tree.root)]
    while pending:
        depth, node = pending.pop()
        place = ""
        if node.span is not None:
            line, column = tree.source.position(node.span.start)
            place = f" {line}:{column} [{node.span.start}-{node.span.end}]"
        kind = "warning" if node.name == "stray" else "label" if node.terminal else "heading"
        text = f" {cut(made_visible(node.text), _SHOWN)}" if node.text else ""
        lines.append((Piece("  " * depth), Piece(node.name, kind), Piece(place, "legend"), Piece(text)))
        pending.extend((depth + 1, child) for child in reversed(node.children))
    return lines
