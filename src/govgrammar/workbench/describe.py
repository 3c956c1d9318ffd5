"""`grammar`: what a grammar folder says: editions, blocks, rows, terminals with their spellings, and what nothing uses."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Final

from attrs import frozen

from govgrammar.blocks import Block
from govgrammar.form import Form, load_form
from govgrammar.grammar import Grammar, default_folder, read_grammar

_START: Final = "document"


@frozen
class TerminalShown:
    """A terminal: its spellings, the form's own first, its patterns, and file and line where it stands."""

    name: str
    spellings: tuple[str, ...]
    patterns: tuple[str, ...]
    file: str
    line: int


@frozen
class BlockShown:
    """A block of an edition: its columns and its rows by identifier, in order, with the form's own label for each."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


@frozen
class EditionShown:
    """An edition: its blocks by table, in order."""

    name: str
    tables: tuple[tuple[str, tuple[BlockShown, ...]], ...]


@frozen
class GrammarShown:
    """What a grammar folder says.

    `unused_rules` are reached neither from the start rule nor from an edition nor by a name that the form is compiled from;
    `unused_terminals` stand in no rule that is used.
    """

    folder: str
    digest: str
    files: tuple[str, ...]
    rules: int
    editions: tuple[EditionShown, ...]
    terminals: tuple[TerminalShown, ...]
    unused_rules: tuple[str, ...]
    unused_terminals: tuple[str, ...]


#: Rules that the form is compiled from by their names (`form.py`), besides the editions and what a table's name gives.
_BY_NAME: Final = ("money", "signed", "cell", "_shared_label")
#: Terminals that the reader asks for by their names: words of other usages, glyphs, units, and what front and narratives
#: are cut by.
TERMINALS_BY_NAME: Final = (
    "PRINTED_UNIT", "DECISIVE", "TITLE_OF_YEAR", "TITLE_BEGINNING", "INTRODUCTION", "PERIOD", "DATE", "ITEM",
)  # fmt: skip
WORDS_BY_NAME: Final = "WORD_"


def describe_grammar(folder: str | Path | None = None) -> GrammarShown:
    """What a grammar folder says; by default the one that ships with govgrammar.

    Raises `GrammarError`, which names file, line and cause, where the folder holds no grammar that can be used.
    """
    grammar = read_grammar(default_folder() if folder is None else Path(folder))
    form = load_form(grammar)
    used = _used(grammar, form)
    terminals = _terminals(grammar)
    return GrammarShown(
        str(grammar.folder),
        grammar.digest,
        tuple(file.name for file in grammar.files),
        len(grammar.rules),
        tuple(
            EditionShown(
                edition.name,
                tuple((table.name, tuple(_block(block, form) for block in table.blocks)) for table in edition.tables),
            )
            for edition in form.editions
        ),
        terminals,
        tuple(name for name in grammar.rules if name not in used),
        tuple(t.name for t in terminals if t.name not in used and not _asked_for(t.name)),
    )


def _block(block: Block, form: Form) -> BlockShown:
    columns = tuple((column.name, form.spelling(column.terminals[0])) for column in block.columns)
    return BlockShown(block.name, columns, tuple((row.name, form.spelling(row.terminal)) for row in block.rows))


def _asked_for(name: str) -> bool:
    return name in TERMINALS_BY_NAME or name.startswith(WORDS_BY_NAME)


def _used(grammar: Grammar, form: Form) -> set[str]:
    rules = grammar.rules
    starts = [_START, *_BY_NAME, *(edition.name.replace("-", "_") for edition in form.editions)]
    for table in form.tables:
        starts += [f"{table}__opening", f"{table}__balance", f"_{table.split('_')[0]}_label"]
    used: set[str] = set()
    pending = [name for name in starts if name in rules]
    while pending:
        name = pending.pop()
        if name not in used:
            used.add(name)
            pending.extend(chain.from_iterable(rules.get(name, ())))
    return used


def _terminals(grammar: Grammar) -> tuple[TerminalShown, ...]:
    places = {
        line.partition(":")[0].split(".")[0].strip(): (file.name, number)
        for file in grammar.files
        for number, line in enumerate(file.text.splitlines(), 1)
        if line[:1].isalpha() and line[:1].isupper() and ":" in line
    }
    found = []
    for name, literals in grammar.terminals.items():
        file, line = places.get(name, ("", 0))
        strings = tuple(str(literal)[1:-1] for literal in literals if literal.startswith('"'))
        patterns = tuple(str(literal) for literal in literals if literal.startswith("/"))
        found.append(TerminalShown(name, strings, patterns, file, line))
    return tuple(found)
