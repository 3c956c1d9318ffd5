"""The grammar: no token sequence is rejected, every sentence of an edition is read as that edition, no conflict is silent."""

import re
from functools import cache
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from hypothesis.strategies import SearchStrategy
from lark import Lark

from govgrammar.api import engine
from govgrammar.form import FIGURES, TEXT, VALUES, ColumnGroup, load_form
from govgrammar.grammar import build_lark, read_definitions, read_grammar
from govgrammar.lalr import read_table
from govgrammar.parser import Handover, Leaf, lark_of
from govgrammar.precompiled import precompiled
from govgrammar.resolve import resolve
from govgrammar.sections import read_sections

FORM = load_form()
GRAMMAR = read_grammar()
LARK = lark_of(GRAMMAR, "document")
SHIPPED = precompiled(GRAMMAR.digest)
EDITIONS = tuple(edition.name for edition in FORM.editions)
RULES_OF_EDITIONS = {name: name.replace("-", "_") for name in EDITIONS}
_TERMINAL = re.compile(r"^([A-Z][A-Z0-9_]*):.*(?:\n[ \t]+\|.*)*", re.MULTILINE)


@cache
def sentences(start: str) -> SearchStrategy[list[str]]:
    """Sentences of a rule, as the names of their tokens.  The terminals are only declared, each spelled by its name."""
    declared = _TERMINAL.sub(r"%declare \1", GRAMMAR.text)
    lark = Lark(declared, parser="lalr", start=start, lexer=Handover)
    spellings = {name: st.just(f"{name} ") for name in _reached(start)}
    return from_lark(lark, start=start, explicit=spellings).map(str.split)


def _reached(start: str) -> set[str]:
    """The terminals that a rule can reach."""
    seen: set[str] = set()
    pending = [start]
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending.extend(chain.from_iterable(GRAMMAR.rules.get(name, ())))
    return {name for name in seen if name.isupper()}


@given(st.lists(st.sampled_from(sorted(FORM.tokens | {VALUES, TEXT})), max_size=60))
def test_any_token_sequence_is_accepted(types: list[str]) -> None:
    """
    The parser takes tokens in any order and number, keeps each of them, and their meaning can be resolved.
    """
    chosen = engine()
    tree = chosen.parser.tree(types)
    assert list(range(len(types))) == [leaf.number for leaf in tree.scan_values(lambda _: True)]
    for plan in resolve(tree, chosen.form):
        assert len(plan.keys) == len(plan.anchors)


@given(st.lists(st.sampled_from(sorted(FORM.tokens | {VALUES, TEXT, FIGURES})), max_size=60))
def test_the_table_made_beforehand_gives_larks_own_tree(types: list[str]) -> None:
    """
    The tree of any sequence of tokens is that of Lark's parser, built from the grammar now.
    """
    leaves = [Leaf(terminal, terminal, number) for number, terminal in enumerate(types)]
    assert SHIPPED
    found = read_table(SHIPPED["table"]).parse(leaves)
    tree = LARK.parse(iter(leaves))
    assert found is not None
    assert found == tree
    assert list(range(len(types))) == [leaf.number for leaf in found.scan_values(lambda _: True)]


def test_what_was_made_beforehand_is_of_these_grammar_files() -> None:
    """
    `python -m govgrammar.precompile` was run after the last change of a grammar file.
    """
    assert SHIPPED is not None
    assert (GRAMMAR.rules, GRAMMAR.terminals) == read_definitions(GRAMMAR.folder, GRAMMAR.files)


@pytest.mark.parametrize("edition", EDITIONS)
@given(data=st.data())
def test_sentences_of_an_edition_are_read_as_that_edition(edition: str, data: st.DataObject) -> None:
    """
    What an edition's own rule generates parses, without a stray, and each block is taken for that edition's.
    """
    tree = engine().parser.tree(data.draw(sentences(RULES_OF_EDITIONS[edition])))
    assert [] == list(tree.find_data("stray"))
    (plan,) = resolve(tree, FORM)
    tables = FORM.edition(edition).tables
    assert [table.name for table in tables] == [table.name for table in plan.tables]
    found = [(block.block.name, block.edition) for table in plan.tables for block in table.blocks]
    shared = {block.name for table in tables for block in table.blocks if _same_in_all_editions(table.name)}
    assert [(b.name, edition) for t in tables for b in t.blocks if b.name not in shared] == [
        (name, chosen) for name, chosen in found if name not in shared
    ]


def _same_in_all_editions(table: str) -> bool:
    return len({edition.table(table) for edition in FORM.editions}) == 1


@given(sentences("document"))
def test_sentences_of_the_report_parse(types: list[str]) -> None:
    """
    What the report's rule generates, the parser takes.
    """
    assert len(types) == len(list(engine().parser.tree(types).scan_values(lambda _: True)))


def _terminals_under(*rules: str) -> set[str]:
    """The terminals that open the members of tolerant rules."""
    members = chain.from_iterable(chain.from_iterable(GRAMMAR.rules[rule]) for rule in rules)
    return {name for member in members for name in chain.from_iterable(GRAMMAR.rules[member]) if name != VALUES}


@pytest.mark.parametrize(
    ("table", "rules"),
    [("proactive_disclosure", ("_proactive_row",)), ("requests", ("_requests_row", "_requests_group"))],
)
def test_the_tolerant_rule_has_the_rows_of_the_editions(table: str, rules: tuple[str, ...]) -> None:
    """
    The rule that takes rows in any order names the rows and groups that the editions' sequences name, and no others.
    """
    blocks = [block for edition in FORM.editions for block in edition.table(table).blocks]
    columns = {name for block in blocks for column in block.columns for name in column.terminals}
    around = {name for block in blocks for name in (block.caption, block.spanning, *block.corner) if name}
    groups = FORM.column_terminals
    own = {name for edition in FORM.editions for name in edition.table(table).terminals}
    assert _terminals_under(*rules) == own - columns - around - groups


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        ("proactive_disclosure", "_proactive_column"),
        ("requests", "_applicant_column"),
        ("remedies", "_remedies_column"),
    ],
)
def test_the_tolerant_rule_has_the_columns_of_the_editions(table: str, rule: str) -> None:
    """
    The rule that takes header cells in any order names the columns that the editions' headers name, and no others.
    """
    blocks = [block for edition in FORM.editions for block in edition.table(table).blocks]
    columns = {name for block in blocks for column in block.columns for name in column.terminals}
    groups = {column.terminal for block in blocks for column in block.header if isinstance(column, ColumnGroup)}
    assert columns | groups == _terminals_under(rule)


def test_the_grammar_has_no_silent_conflict() -> None:
    """
    Lark builds the parser with `strict`, where a shift/reduce conflict is an error, for the report and for each edition.
    """
    starts = ["document", *RULES_OF_EDITIONS.values()]
    assert starts == build_lark(GRAMMAR, start=starts, lexer=Handover, strict=True).options.start


@given(st.lists(st.sampled_from([*sorted(FORM.tokens | {VALUES, TEXT, FIGURES}), *FORM.sections]), max_size=80))
def test_a_section_is_read_alone_as_among_others(types: list[str]) -> None:
    """
    Sections that are parsed one by one are those of the whole tree.
    """
    chosen = engine()
    together = list(read_sections(chosen.parser.tree(types)))
    chosen.sections.known.clear()
    assert together == chosen.sections.read(types)
    assert together == chosen.sections.read(types)
