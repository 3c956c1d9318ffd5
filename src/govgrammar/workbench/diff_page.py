"""A difference between grammars as Markdown, for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from govgrammar.diagnostics import Language
from govgrammar.workbench.diffing import CellChange, CellSays, DocumentDiff, GrammarDiff

WORDS: Final = {
    "gained": ("新增", "gained"),
    "lost": ("丢失", "lost"),
    "changed": ("改变", "changed"),
    "moved": ("移位", "moved"),
    "cells": ("单元格", "cells"),
    "diagnostics": ("诊断", "diagnostics"),
    "documents": ("文档", "documents"),
    "title": ("语法差异", "What the change of the grammar does"),
    "same": ("{documents}份文档, {cells}个单元格: 没有差异", "{documents} documents, {cells} cells: no difference"),
    "differ": (
        "{documents}份文档中{changed}份不同, 共比较{cells}个单元格",
        "{changed} of {documents} documents differ; {cells} cells were compared",
    ),
    "line": ("行", "line"),
    "cell": ("单元格", "cell"),
    "before": ("原", "before"),
    "after": ("现", "after"),
    "blank": ("空白", "blank"),
    "inferred": ("推定", "inferred"),
    "more": ("另有{n}处", "{n} more"),
}
#: Lines of one document; a pull request has a limit to what it holds.
_MOST: Final = 200
_SPECIAL: Final = re.compile(r"([\\`*_\[\]|~])")


def word(name: str, lang: Language, **arguments: object) -> str:
    """A phrase in one language."""
    return WORDS[name][0 if lang == "zh" else 1].format(**arguments)


def cell_words(says: CellSays | None, lang: Language) -> str:
    """What a cell says, in a few characters."""
    if says is None:
        return "-"
    if says.state == "number":
        inferred = f" ({word('inferred', lang)})" if says.placement == "inferred" else ""
        return f"{says.value}{says.unit or ''}{inferred}"
    if says.state == "ambiguous":
        candidates = (word("blank", lang) if value is None else str(value) for value in says.candidates)
        return f"ambiguous {{{', '.join(candidates)}}}"
    return f"{says.state} {' '.join(says.raw.split())[:40]}".strip()


def diff_markdown(found: GrammarDiff, old: str, new: str, lang: Language = "en") -> str:
    """A table of how much changed, then each document's changes, folded."""
    lines = [f"### {word('title', lang)}: `{_plain(old)}` → `{_plain(new)}`", "", summary(found, lang), ""]
    if found.changed:
        lines += _table(found, lang)
        for document in found.changed:
            lines += _document(document, lang)
    return "\n".join(lines).rstrip("\n") + "\n"


def summary(found: GrammarDiff, lang: Language) -> str:
    """One sentence on all documents."""
    name = "differ" if found.changed else "same"
    return word(name, lang, documents=found.documents, cells=found.cells, changed=len(found.changed))


def _table(found: GrammarDiff, lang: Language) -> Iterator[str]:
    counts = found.counts
    kinds = ("gained", "lost", "changed", "moved")
    yield f"| | {' | '.join(word(kind, lang) for kind in kinds)} |"
    yield f"|---|{'---:|' * len(kinds)}"
    yield f"| {word('cells', lang)} | {' | '.join(str(counts[kind]) for kind in kinds)} |"
    codes = (str(counts.get(f"diagnostics_{kind}", "")) for kind in kinds)
    yield f"| {word('diagnostics', lang)} | {' | '.join(codes)} |"
    yield ""


def _document(document: DocumentDiff, lang: Language) -> Iterator[str]:
    count = len(document.cells) + len(document.diagnostics)
    yield f"<details><summary>{_in_html(document.source)}: {count}</summary>"
    yield ""
    if document.cells:
        heads = ("", word("cell", lang), word("before", lang), word("after", lang), word("line", lang))
        yield from _rows(heads, [_cell(change, lang) for change in document.cells], lang)
    if document.diagnostics:
        for one in document.diagnostics[:_MOST]:
            mark = "+" if one.kind == "gained" else "-"
            yield f"* `{mark}` {one.line}:{one.column} {one.code} {_escaped(one.zh if lang == 'zh' else one.en)}"
        if len(document.diagnostics) > _MOST:
            yield f"* {word('more', lang, n=len(document.diagnostics) - _MOST)}"
        yield ""
    yield "</details>"
    yield ""


def _cell(change: CellChange, lang: Language) -> tuple[str, ...]:
    where = f"`{change.cell}`" if change.to is None else f"`{change.cell}` → `{change.to}`"
    says = change.after or change.before
    line = str(says.line) if says else ""
    before, after = (_escaped(cell_words(one, lang)) for one in (change.before, change.after))
    return word(change.kind, lang), where, before, after, line


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]], lang: Language) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(row)} |" for row in rows[:_MOST])
    yield ""
    if len(rows) > _MOST:
        yield word("more", lang, n=len(rows) - _MOST)
        yield ""


def _escaped(text: str) -> str:
    """What a document says, as Markdown shows it letter by letter."""
    return _SPECIAL.sub(r"\\\1", _in_html(text))


def _in_html(text: str) -> str:
    return escape(" ".join(text.split()), quote=False)


def _plain(text: str) -> str:
    """A name between the backticks of Markdown."""
    return text.replace("`", "'")
