"""`govgrammar explain`: what a diagnostic code or a rule means."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final, cast

import click

from govgrammar.checks.registry import RULES
from govgrammar.checks.words import FAULTS
from govgrammar.cli.language import language_option
from govgrammar.cli.output import StreamOut
from govgrammar.codes import CODES
from govgrammar.diagnostics import Code
from govgrammar.export.words import pad
from govgrammar.form import Form, load_form
from govgrammar.source import display_width

if TYPE_CHECKING:
    from govgrammar.checks.rule import Rule
    from govgrammar.diagnostics import Language

#: What stands in an example where a message has a figure or a name.
_SAMPLES: Final[dict[str, Any]] = {
    "left": 26, "right": 25, "delta": 1, "count": 12, "limit": 10, "percent": 92, "expected": 7, "prior": 2, "stated": -3,
    "year": 2024, "this": 2024, "last": 2022, "date": "2025-04-30", "raw": "-3", "found": 310, "unit": "元", "printed": "万元",
    "one": "2024", "other": "2023",
}  # fmt: skip
_DOTS: Final = "…"
_WORDS: Final = {
    "cells": ("读取", "reads"),
    "needs": ("另需", "needs"),
    "editions": ("表式", "editions"),
    "source": ("依据", "source"),
    "example": ("例", "example"),
}


@click.command()
@click.argument("code", metavar="CODE|RULE", required=False)
@language_option
def explain(code: str | None, lang: str) -> None:
    """Say what a diagnostic's code or a rule means; without one, list all.  解释代码与规则.

    CODE is a code such as GG0202, its name, such as too-few-cells, or a rule, such as T3-BALANCE.
    """
    out = StreamOut(sys.stdout)
    language = cast("Language", lang)
    if code is None:
        out.text("".join(f"{line}\n" for line in _all(language)))
        return
    wanted = code.lower()
    rule = next((rule for rule in RULES if wanted in {rule.id.lower(), rule.code.code.lower(), rule.code.slug}), None)
    if rule is not None:
        out.text("".join(f"{line}\n" for line in rule_lines(rule)))
        return
    found = next((known for known in CODES.values() if wanted in {known.code.lower(), known.slug}), None)
    if found is None:
        names = [*CODES, *(known.slug for known in CODES.values()), *(rule.id for rule in RULES)]
        near = get_close_matches(code, names, n=3) or get_close_matches(code.upper(), names, n=3)
        hint = f"; did you mean {' / '.join(near)}?" if near else ""
        msg = f"no code or rule {code!r}{hint}  没有这个代码或规则"
        raise click.UsageError(msg)
    out.text(f"{_head(found)}\n  zh  {found.zh}\n  en  {found.en}\n")


def rule_lines(rule: Rule) -> Iterator[str]:
    """A rule: name, explanation, severity, source, what it reads, and an example of its message, in both languages."""
    yield f"{rule.id}  {_head(rule.code)}"
    for language in ("zh", "en"):
        yield f"  {language}  {rule.name[language]}: {rule.explanation[language]}"
    form = load_form()
    rows = [("source", rule.source), *(("cells", read) for read in rule.reads)]
    rows += [("needs", ", ".join(rule.needs))] if rule.needs else []
    rows += [("editions", ", ".join(rule.editions))] if rule.editions else []
    rows += [("example", _example(rule, form, "zh")), ("example", _example(rule, form, "en"))]
    last = ""
    for name, text in rows:
        yield f"  {pad('' if name == last else ' '.join(_WORDS[name]), _width())}  {text}"
        last = name


def _width() -> int:
    return max(display_width(" ".join(words)) for words in _WORDS.values())


def _example(rule: Rule, form: Form, lang: Language) -> str:
    """The message of a failure with figures made up; dots stand for a name that nothing can be made up for."""
    template = rule.code.zh if lang == "zh" else rule.code.en
    samples = _Samples(_SAMPLES | _cell(rule, form))
    fault = FAULTS["late" if "report_year" in rule.reads else "long" if rule.reads == ("overview",) else "missing"]
    samples |= {"fault": fault["zh"].format_map(samples), "fault_en": fault["en"].format_map(samples)}
    samples |= {"left": 260} if rule.code.slug == "figure-jumps" else {}
    samples |= {"editions": ", ".join(edition.name for edition in form.editions), "section": rule.reads[0]}
    if "report_year" not in rule.reads:
        samples |= {"this": _DOTS, "last": _DOTS}
    return template.format_map(samples)


class _Samples(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return _DOTS


def _cell(rule: Rule, form: Form) -> dict[str, str]:
    """A cell that the rule reads, by its names and by the label that the message gives: of its column where the rule goes
    down columns.  Of a rule that reads no cell, the first section.
    """
    for table, block in ((t, b) for edition in reversed(form.editions) for t in edition.tables for b in t.blocks):
        for row, column in ((row, column) for row in block.rows for column in block.columns):
            path = f"{table.name}/{row.name}/{column.name}"
            if any(fnmatchcase(path, read) for read in rule.reads):
                goes_down = "{column}" in rule.code.en and "{row}" not in rule.code.en
                label = form.spelling(column.terminals[0] if goes_down else row.terminal)
                return {"table": table.name, "row": row.name, "column": column.name, "label": label, "cell": path}
    heading = form.headings.get(rule.reads[0]) if rule.reads else None
    return {"label": form.spelling(heading) if heading else _DOTS}


def _all(lang: Language) -> Iterator[str]:
    """Every code, with its rule where it has one."""
    rules = {rule.code.code: rule for rule in RULES}
    for known in CODES.values():
        rule = rules.get(known.code)
        yield f"{_head(known)}  {rule.id}  {rule.name[lang]}" if rule else _head(known)


def _head(code: Code) -> str:
    return f"{code.code}  {code.slug}  ({code.severity.value})"
