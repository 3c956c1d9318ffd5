"""Writes the reference pages that follow from the code and the grammar: `python docs/generate.py`.

A test holds the pages to what this gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from govgrammar.checks import RULES
from govgrammar.codes import CODES
from govgrammar.form import Block, ColumnGroup, Form, Row, RowGroup, load_form

FOLDER: Final = Path(__file__).resolve().parent
_STAGES: Final = {
    "01": "source",
    "02": "cells",
    "03": "grammar",
    "04": "transform",
    "05": "checks",
    "06": "accepted findings",
}


def codes_page() -> str:
    """`CODES.md`: every diagnostic code with its severity and both messages."""
    lines = [
        "# Diagnostic codes",
        "",
        "Written by `python docs/generate.py` from `govgrammar.codes`; do not edit.",
        "A code is never reused and never changes its meaning.",
        "Words in braces are the diagnostic's `arguments`.",
    ]
    stage = ""
    for code in CODES.values():
        if code.code[2:4] != stage:
            stage = code.code[2:4]
            lines += ["", f"## {stage} {_STAGES[stage]}", *_table_head("code", "name", "severity", "message")]
        lines.append(_cells(code.code, code.slug, code.severity.value, f"{code.zh}<br>{code.en}"))
    return "\n".join(lines) + "\n"


def rules_page() -> str:
    """`RULES.md`: every rule of the checks, what it says in both languages, where it comes from, and what it reads."""
    lines = [
        "# Rules of the checks",
        "",
        "Written by `python docs/generate.py` from `govgrammar.checks`; do not edit.",
        "Each rule gives `fail`, `pass` or `not_assessable`; the severity is that of a failure.",
        "*Needs* names the values of `govgrammar.Context` without which the rule may not be assessable.",
        *_table_head("rule", "code", "severity", "what it says", "source", "reads", "edition", "needs"),
    ]
    for rule in RULES:
        said = "<br>".join(f"**{rule.name[lang]}** {rule.explanation[lang]}" for lang in ("zh", "en"))
        reads = ", ".join(f"`{pattern}`" for pattern in rule.reads)
        severity, editions, needs = rule.severity.value, ", ".join(rule.editions), ", ".join(rule.needs)
        lines.append(_cells(rule.id, rule.code.code, severity, said, rule.source, reads, editions, needs))
    return "\n".join(lines) + "\n"


def glossary_page(form: Form) -> str:
    """`GLOSSARY.md`: the form's Chinese labels and the identifiers that the output uses for them."""
    lines = [
        "# Glossary",
        "",
        "Written by `python docs/generate.py` from the files in `grammars/`; do not edit.",
        "One English name for each label of the form, used alike in the grammar, the model and the data.",
        "",
        "## Sections",
        *_table_head("label", "identifier"),
        *(_cells(form.spelling(terminal), f"`{section}`") for terminal, section in form.sections.items()),
        "",
        "## Metadata before the first section",
        *_table_head("label", "also written", "identifier"),
        *(_labelled(form, [terminal], name) for terminal, name in form.metadata.items()),
    ]
    for table in form.tables:
        blocks = [(edition.name, block) for edition in form.editions for block in edition.table(table).blocks]
        lines += [
            "",
            f"## Table `{table}`",
            "",
            "Rows:",
            *_table_head("label", "also written", "identifier", "edition"),
        ]
        lines += _merged(
            form, ((edition, row) for edition, block in blocks for row in _rows(block)), len(form.editions)
        )
        lines += ["", "Columns:", *_table_head("label", "also written", "identifier", "edition")]
        columns = ((edition, column) for edition, block in blocks for column in _columns(block))
        lines += _merged(form, columns, len(form.editions))
    return "\n".join(lines) + "\n"


def _rows(block: Block) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Identifier and terminals of every row, groups before their members."""
    pending: list[Row | RowGroup] = list(reversed(block.members))
    while pending:
        member = pending.pop()
        yield member.name, (member.terminal,)
        if isinstance(member, RowGroup):
            pending += reversed(member.members)


def _columns(block: Block) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Identifier and terminals of every column; a heading above several columns has no identifier."""
    for column in block.header:
        if isinstance(column, ColumnGroup):
            yield "", (column.terminal,)
            yield from ((inner.name, inner.terminals) for inner in column.columns)
        else:
            yield column.name, column.terminals


def _merged(form: Form, found: Iterable[tuple[str, tuple[str, tuple[str, ...]]]], editions: int) -> Iterator[str]:
    """One line for each label and identifier, with the editions that have it; nothing where all have."""
    named: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    for edition, entry in found:
        named.setdefault(entry, {})[edition] = None
    for (name, terminals), having in named.items():
        yield _labelled(form, terminals, name, "" if len(having) == editions else ", ".join(having))


def _labelled(form: Form, terminals: Iterable[str], name: str, *more: str) -> str:
    spellings = list(dict.fromkeys(spelling for terminal in terminals for spelling in form.spellings[terminal]))
    return _cells(spellings[0], "；".join(spellings[1:]), f"`{name}`" if name else "", *more)


def _table_head(*names: str) -> list[str]:
    return ["", _cells(*names), f"|{'---|' * len(names)}"]


def _cells(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Write all pages."""
    pages = (("CODES.md", codes_page()), ("RULES.md", rules_page()), ("GLOSSARY.md", glossary_page(load_form())))
    for name, page in pages:
        (FOLDER / name).write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
