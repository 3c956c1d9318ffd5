"""What the grammar files say, as data: editions, blocks, rows and columns in order, labels, and what adds up to what.

Compiled from the grammar folder and from nothing else; how a file is read stands at the head of `revised_2021.lark`.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

from attrs import frozen

from govgrammar.blocks import (
    Block,
    Column,
    ColumnGroup,
    Edition,
    Row,
    RowGroup,
    Sum,
    Table,
    name_of,
)
from govgrammar.fold import key, squeeze, squeeze_pattern
from govgrammar.grammar import Grammar, GrammarError, Rules, read_grammar

VALUES: Final = "VALUES"
TEXT: Final = "TEXT"
FIGURES: Final = "FIGURES"
_COLUMNS: Final = "columns"


@frozen(slots=False, eq=False)
class Form:
    """All that the grammar folder says."""

    digest: str
    editions: tuple[Edition, ...]
    sections: dict[str, str]
    metadata: dict[str, str]
    spellings: dict[str, tuple[str, ...]]
    patterns: dict[str, tuple[re.Pattern[str], ...]]
    columns_of_money: frozenset[str]
    columns_of_change: frozenset[str]
    own: dict[str, frozenset[str]]
    openings: dict[str, str]
    tokens: frozenset[str]

    @cached_property
    def columns_with_own_rules(self) -> frozenset[str]:
        """Columns that take numbers in their own way: money, and signed changes."""
        return self.columns_of_money | self.columns_of_change

    @cached_property
    def told_in_text(self) -> frozenset[str]:
        """Terminals that mean the same where text is expected: headings, titles, furniture, and what opens a table."""
        return frozenset((*self.sections, *self.openings, "TITLE", "FURNITURE"))

    @cached_property
    def not_applicable(self) -> frozenset[str]:
        """What stands in a cell to which nothing applies."""
        return frozenset(map(squeeze, self.spellings["NOT_APPLICABLE"]))

    @cached_property
    def labels(self) -> dict[str, str]:
        """Key of every spelling of every cell that the report's rules name, keys of metadata left out, to its terminal."""
        return {
            key(spelling): name
            for name in sorted(self.tokens - self.metadata.keys())
            for spelling in self.spellings.get(name, ())
        }

    @cached_property
    def cell_patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Patterns of the cells that the report's rules name: headings, titles, notes, page furniture."""
        return tuple(
            (name, pattern) for name, patterns in self.patterns.items() if name in self.tokens for pattern in patterns
        )

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """Keys with which a label that is broken in two can begin."""
        table = frozenset(chain.from_iterable(self.own.values()))
        return frozenset(
            label[:end] for label, name in self.labels.items() if name in table for end in range(1, len(label))
        )

    @cached_property
    def row_terminals(self) -> frozenset[str]:
        """Labels behind which figures stand, in any edition."""
        return frozenset(row.terminal for block in self.all_blocks if not block.across for row in block.rows)

    @cached_property
    def labels_of_sections(self) -> frozenset[str]:
        """The form's own headings, by which a text is known for a report."""
        return frozenset(self.spelling(terminal).partition("、")[2] for terminal in self.sections)

    @cached_property
    def label_terminals(self) -> frozenset[str]:
        """Labels of rows and of groups of rows, in any edition."""
        return self.row_terminals | self.group_terminals

    @cached_property
    def table_labels(self) -> frozenset[str]:
        """Everything that is printed inside of a table, in any edition."""
        return frozenset(chain.from_iterable(self.own.values()))

    @cached_property
    def group_terminals(self) -> frozenset[str]:
        """Labels of groups of rows below each other, in any edition."""
        blocks = (block for block in self.all_blocks if not block.across)
        return frozenset(name for block in blocks for name in _group_terminals(block.members))

    @cached_property
    def column_terminals(self) -> frozenset[str]:
        """Labels that head columns or groups of columns, in any edition."""
        groups = {c.terminal for block in self.all_blocks for c in block.header if isinstance(c, ColumnGroup)}
        return self.single_columns | groups

    @cached_property
    def single_columns(self) -> frozenset[str]:
        """Labels that head one column, in any edition."""
        return frozenset(name for block in self.all_blocks for column in block.columns for name in column.terminals)

    @cached_property
    def cut_columns(self) -> frozenset[str]:
        """Labels that have lost what tells two columns of a block apart."""
        named = (Counter(chain.from_iterable(c.terminals for c in block.columns)) for block in self.all_blocks)
        return frozenset(name for counts in named for name, count in counts.items() if count > 1)

    @cached_property
    def anchors(self) -> dict[str, frozenset[str]]:
        """For each table, the labels behind which blanks are figures: its rows, or its columns where it is printed across."""
        found: dict[str, frozenset[str]] = {}
        for edition in self.editions:
            for table in edition.tables:
                names = {
                    name
                    for block in table.blocks
                    for name in (
                        chain.from_iterable(column.terminals for column in block.columns)
                        if block.across
                        else (row.terminal for row in block.rows)
                    )
                }
                found[table.name] = found.get(table.name, frozenset()) | names
        return found

    @cached_property
    def all_blocks(self) -> tuple[Block, ...]:
        """The blocks of all editions."""
        return tuple(block for edition in self.editions for table in edition.tables for block in table.blocks)

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables' names in the report's order."""
        return tuple(table.name for table in self.editions[0].tables)

    @cached_property
    def headings(self) -> dict[str, str]:
        """Section name to the terminal of its heading."""
        return {section: terminal for terminal, section in self.sections.items()}

    @cached_property
    def table_of(self) -> dict[str, str]:
        """Terminal to the one table that it belongs to; a label that two tables share is not in it."""
        seen: dict[str, str] = {}
        shared: set[str] = set()
        for table, terminals in self.own.items():
            for terminal in terminals:
                if terminal in seen:
                    shared.add(terminal)
                seen[terminal] = table
        return {terminal: table for terminal, table in seen.items() if terminal not in shared}

    def edition(self, name: str) -> Edition:
        """The edition of that name.  Raises `KeyError` where the grammar has none."""
        for edition in self.editions:
            if edition.name == name:
                return edition
        raise KeyError(name)

    def spelling(self, terminal: str) -> str:
        """How the form itself writes a label."""
        return self.spellings[terminal][0]


def load_form(grammar: Grammar | None = None) -> Form:
    """The form of a grammar folder, compiled once for each content of the folder."""
    return _compile(read_grammar() if grammar is None else grammar)


@lru_cache(maxsize=8)
def _compile(grammar: Grammar) -> Form:
    rules = grammar.rules
    try:
        tables = tuple(name for name in chain.from_iterable(rules["section"]) if f"{name}__opening" in rules)
        editions = tuple(_edition(rules, name) for name in sorted(rules) if _is_edition(rules, name))
        return Form(
            digest=grammar.digest,
            editions=tuple(sorted(editions, key=lambda edition: edition.name.rsplit("-", 1)[-1])),
            sections={_first_terminal(rules, name): name for name in chain.from_iterable(rules["section"])},
            metadata={_first_terminal(rules, name): name for name in chain.from_iterable(rules["_metadata"])},
            spellings={name: _strings(tokens) for name, tokens in grammar.terminals.items()},
            patterns={name: patterns for name, tokens in grammar.terminals.items() if (patterns := _regexps(tokens))},
            columns_of_money=frozenset(chain.from_iterable(rules["money"])),
            columns_of_change=frozenset(chain.from_iterable(rules["signed"])),
            own={
                name: frozenset(chain.from_iterable(rules[f"_{name.split('_')[0]}_label"])) | _shared(rules, name)
                for name in tables
            },
            openings={terminal: name for name in tables for terminal in chain.from_iterable(rules[f"{name}__opening"])},
            tokens=_under(rules, "document"),
        )
    except (KeyError, StopIteration, ValueError) as error:
        msg = f"{grammar.folder}: the rules do not describe a form: {error!r}"
        raise GrammarError(msg) from error


def _is_terminal(name: str) -> bool:
    return name.lstrip("_").isupper()


def _is_edition(rules: Rules, name: str) -> bool:
    """An edition's rule lists tables: each begins with the heading of a section."""
    members = rules[name][0] if len(rules[name]) == 1 else ()
    return (
        "__" not in name
        and bool(members)
        and all(m in rules and rules[m] and rules[m][0] and rules[m][0][0].endswith("_HEADING") for m in members)
    )


def _edition(rules: Rules, name: str) -> Edition:
    return Edition(name.replace("_", "-"), tuple(_table(rules, member) for member in rules[name][0]))


def _table(rules: Rules, rule: str) -> Table:
    heading, *members = rules[rule][0]
    section = next(name for name in chain.from_iterable(rules["section"]) if _first_terminal(rules, name) == heading)
    blocks = (
        (_block(rules, section, rule, members),)
        if VALUES in members or any(member.endswith(_COLUMNS) for member in members)
        else tuple(_block(rules, name_of(member), member, list(rules[member][0])) for member in members)
    )
    balance = rules.get(f"{section}__balance")
    sides = tuple(tuple(_row_paths(rules, blocks, side)) for side in balance[0]) if balance else None
    return Table(section, heading, blocks, (sides[0], sides[1]) if sides else None)


def _row_paths(rules: Rules, blocks: tuple[Block, ...], side: str) -> list[str]:
    by_terminal = {row.terminal: row.name for block in blocks for row in block.rows}
    return [by_terminal[_first_terminal(rules, member)] for member in rules[side][0]]


def _block(rules: Rules, name: str, rule: str, members: list[str]) -> Block:
    if VALUES in members:
        groups = [member for member in members if member != VALUES]
        header = _columns(rules, _inner_columns(rules, groups[0]))
        return Block(name, None, (), None, header, tuple(_across(rules, group) for group in groups), across=True)
    columns = next(member for member in members if member.endswith(_COLUMNS))
    before = tuple(member for member in members[: members.index(columns)])
    caption = before[0] if before and rule not in rules.get("section", ((),))[0] and len(before) > 1 else None
    spanning = next((member for member in rules[columns][0] if _is_terminal(member)), None)
    rows = tuple(_member(rules, member, "") for member in members[members.index(columns) + 1 :])
    return Block(
        name, caption, before[1:] if caption else before, spanning, _columns(rules, columns), rows, across=False
    )


def _columns(rules: Rules, rule: str) -> tuple[Column | ColumnGroup, ...]:
    header: list[Column | ColumnGroup] = []
    for member in rules[rule][0]:
        if _is_terminal(member):
            continue
        inner = [name for name in rules[member][0] if not _is_terminal(name)]
        if inner:
            header.append(ColumnGroup(rules[member][0][0], tuple(_column(rules, name) for name in inner)))
        else:
            header.append(_column(rules, member))
    return tuple(header)


def _column(rules: Rules, rule: str) -> Column:
    names = dict.fromkeys(name for name in chain.from_iterable(rules[rule]) if name != VALUES)
    return Column(name_of(rule), tuple(names))


def _inner_columns(rules: Rules, rule: str) -> str:
    return next(member for member in rules[rule][0] if member.endswith(_COLUMNS))


def _member(rules: Rules, rule: str, path: str) -> Row | RowGroup:
    members = rules[rule][0]
    name = f"{path}{name_of(rule)}"
    if VALUES in members:
        return Row(name, members[0])
    return RowGroup(name, members[0], tuple(_member(rules, member, f"{name}.") for member in members[1:]))


def _across(rules: Rules, rule: str, path: str = "") -> Row | RowGroup:
    members = rules[rule][0]
    name = f"{path}{name_of(rule)}"
    if any(member.endswith(_COLUMNS) for member in members):
        return Row(name, members[0])
    return RowGroup(name, members[0], tuple(_across(rules, member, f"{name}.") for member in members[1:]))


def _group_terminals(members: tuple[Row | RowGroup, ...]) -> list[str]:
    groups = [member for member in members if isinstance(member, RowGroup)]
    return [group.terminal for group in groups] + [name for g in groups for name in _group_terminals(g.members)]


def _first_terminal(rules: Rules, rule: str) -> str:
    return next(name for name in rules[rule][0] if _is_terminal(name))


def _under(rules: Rules, rule: str) -> frozenset[str]:
    """Every terminal that a rule can reach, without what it takes as a stray."""
    found: set[str] = set()
    seen: set[str] = set()
    pending = [rule]
    while pending:
        name = pending.pop()
        if name in seen or name.endswith("_stray"):
            continue
        seen.add(name)
        if _is_terminal(name):
            found.add(name)
        pending.extend(chain.from_iterable(rules.get(name, ())))
    return frozenset(found)


def _shared(rules: Rules, table: str) -> frozenset[str]:
    """Labels of several tables, in those that have a rule for them."""
    return frozenset(chain.from_iterable(rules["_shared_label"])) & _under(rules, table)


def _strings(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(ast.literal_eval(token) for token in tokens if token.startswith('"'))


def _regexps(tokens: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(squeeze_pattern(token[1 : token.rindex("/")]).replace("\\/", "/"))
        for token in tokens
        if token.startswith("/")
    )


__all__ = [
    "FIGURES",
    "TEXT",
    "VALUES",
    "Block",
    "Column",
    "ColumnGroup",
    "Edition",
    "Form",
    "Row",
    "RowGroup",
    "Sum",
    "Table",
    "load_form",
    "name_of",
]
