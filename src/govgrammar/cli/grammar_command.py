"""`govgrammar grammar`: what a grammar folder says."""

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
    from govgrammar.workbench.describe import GrammarShown

_PHRASES: Final = {
    "head": (
        "{files}个文件, {rules}条规则, {terminals}个终结符, 摘要 {digest}",
        "{files} files, {rules} rules, {terminals} terminals, digest {digest}",
    ),
    "columns": ("列", "columns"),
    "rows": ("行", "rows"),
    "terminals": ("终结符与别名", "terminals and aliases"),
    "unused": ("没有用到", "unused"),
    "none": ("没有未用到的规则与终结符", "no rule and no terminal is unused"),
}


@click.command()
@click.option("--terminals", is_flag=True, help="列出终结符与别名  List the terminals with their spellings.")
@format_option("text", "json")
@grammar_option
@language_option
def grammar(form: str, grammar: Path | None, lang: str, *, terminals: bool) -> int:
    """Say what the grammar holds: editions, blocks, rows, aliases; what nothing uses.  语法概况."""
    from govgrammar.workbench import describe_grammar, to_data  # noqa: PLC0415 -- Lark is not loaded for --help

    found = usable(lambda: describe_grammar(grammar))
    if form == "json":
        print_json(to_data(found))
    else:
        print_lines(_lines(found, cast("Language", lang), terminals=terminals))
    return 0


def _lines(found: GrammarShown, lang: Language, *, terminals: bool) -> list[Line]:
    counts = {"files": len(found.files), "rules": found.rules, "terminals": len(found.terminals)}
    lines: list[Line] = [(Piece(said(_PHRASES, "head", lang, digest=found.digest[:12], **counts), "legend"),)]
    for edition in found.editions:
        lines.append((Piece(edition.name, "title"),))
        for table, blocks in edition.tables:
            lines.append((Piece(f"  {table}", "heading"),))
            for block in blocks:
                lines.append((Piece(f"    {block.name}", "header"),))
                named = [(said(_PHRASES, "columns", lang), *one) for one in block.columns]
                named += [(said(_PHRASES, "rows", lang), *one) for one in block.rows]
                shown = [
                    (kind if not n or named[n - 1][0] != kind else "", *rest) for n, (kind, *rest) in enumerate(named)
                ]
                lines += aligned(shown, ("legend", "label", "label"), indent=6)
    if terminals:
        lines.append((Piece(said(_PHRASES, "terminals", lang), "title"),))
        rows = [(f"{t.file}:{t.line}", t.name, " | ".join((*t.spellings, *t.patterns))) for t in found.terminals]
        lines += aligned(rows, ("legend", "header", "label"), indent=2)
    unused = (*found.unused_rules, *found.unused_terminals)
    if unused:
        lines += aligned([(said(_PHRASES, "unused", lang), ", ".join(unused))], ("warning", "label"))
    else:
        lines.append((Piece(said(_PHRASES, "none", lang), "legend"),))
    return lines
