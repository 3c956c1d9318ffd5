"""Writes `precompiled.json` beside it: `python -m govgrammar.precompile`, after a change of a grammar file."""

from __future__ import annotations

import json
import pickle
from io import BytesIO
from typing import Any

from govgrammar.grammar import Grammar, read_definitions, read_grammar
from govgrammar.lalr import pack_table
from govgrammar.parser import PRECOMPILED, lark_of
from govgrammar.precompiled import FILE


def precompile(grammar: Grammar, start: str = PRECOMPILED) -> dict[str, Any]:
    """What is worked out beforehand from a grammar, as plain data."""
    rules, terminals = read_definitions(grammar.folder, grammar.files)
    saved = BytesIO()
    lark_of(grammar, start).save(saved)
    return {
        "digest": grammar.digest,
        "rules": rules,
        "terminals": {name: [[token.type, str(token)] for token in tokens] for name, tokens in terminals.items()},
        "table": pack_table(pickle.loads(saved.getvalue()), start),  # noqa: S301  written by Lark a line before
    }


def to_json(data: dict[str, Any]) -> str:
    """The file's content.  Lark numbers states as it likes, so that two runs may differ in nothing but numbers."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FILE.write_text(to_json(precompile(read_grammar())), encoding="utf-8", newline="\n")
