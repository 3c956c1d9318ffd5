"""The workbench's functions: what they give is what the document and the grammar say."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import govgrammar
from govgrammar import workbench
from govgrammar.grammar import GrammarError, default_folder
from govgrammar.layouts.registry import LAYOUTS
from govgrammar.workbench.describe import TERMINALS_BY_NAME, WORDS_BY_NAME
from govgrammar.workbench.explaining import nearest_labels
from govgrammar.workbench.stages import read_stages
from govgrammar.workbench.trees import walk

REPORTS = Path(__file__).parent.parent / "corpus" / "reports"
PARAGRAPHS = REPORTS / "paragraphs-2019-short-rows" / "source.txt"
TABLE = (
    "二、主动公开政府信息情况\n第二十条第(一)项\n信息内容|本年制发件数|本年废止件数|现行有效件数\n"
    "规章\u00a0|1|2|3\n奇怪行|4|5|6\n"
)
Edit = Callable[..., Path]


@pytest.fixture
def grammar_with(tmp_path: Path) -> Edit:
    """Makes a copy of the grammar folder with something else in one file."""

    def edit(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "grammars"
        shutil.copytree(default_folder(), folder)
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
        return folder

    return edit


# ---- tokens ----


@pytest.mark.parametrize("name", sorted(path.parent.name for path in REPORTS.glob("*/source.*")))
def test_pieces_spell_the_source_again(name: str) -> None:
    """
    The listed pieces in order are the document, character by character.
    """
    listing = workbench.list_tokens(next((REPORTS / name).glob("source.*")))
    assert listing.source.text == "".join(piece.raw for piece in listing.pieces)


def test_tokens_say_what_nobody_sees() -> None:
    """
    A no-break space, a tab, a carriage return and a full-width space are written as numbers; a label is folded.
    """
    listing = workbench.list_tokens("规章\u00a0|\t1\u3000\r\n")
    shown = [(piece.kind, piece.line, piece.column, piece.visible) for piece in listing.pieces]
    assert ("cell", 1, 1, "规章{U+00A0}") in shown
    assert any("{U+000D}{U+000A}" in visible for _, _, _, visible in shown)
    assert any("{U+3000}" in visible for _, _, _, visible in shown)
    assert [piece.folded for piece in listing.pieces if piece.kind == "cell"] == ["规章", "1"]


def test_tokens_show_the_slots_of_a_row() -> None:
    """
    A row's values are its slots, an empty string for a blank that the layout keeps.
    """
    listing = workbench.list_tokens(TABLE.replace("|2|", "||"))
    rows = [token.slots for token in listing.tokens if token.slots is not None]
    assert rows[0] == ("1", "", "3")


# ---- tree ----


def test_tree_has_rules_spans_and_strays() -> None:
    """
    Every rule's span goes from its first token to its last, and figures under an unknown label stand where they are.
    """
    tree = workbench.parse_tree(TABLE)
    (section,) = tree.root.children
    assert (section.name, tree.source.slice(section.span) if section.span else "") == (
        "proactive_disclosure",
        TABLE.rstrip("\n"),
    )
    for node in walk(tree.root):
        assert node.terminal or node.span is not None
    rules = [child.name for child in section.children if not child.terminal]
    assert rules[-2:] == ["government_rules", "paragraph"]


def test_tree_as_data_sexp_and_dot_hold_every_node() -> None:
    """
    Each way of writing the tree has all its nodes.
    """
    tree = workbench.parse_tree(PARAGRAPHS)
    nodes = list(walk(tree.root))
    data = json.dumps(workbench.tree_to_data(tree), ensure_ascii=False)
    assert data.count('"rule": ') + data.count('"terminal": ') == len(nodes)
    sexp = workbench.tree_to_sexp(tree)
    assert sexp.startswith("(document [0 - ")
    assert sum(line.lstrip().startswith("(") for line in sexp.splitlines()) == len(nodes)
    dot = workbench.tree_to_dot(tree)
    assert (dot.count(" -> "), dot.count("[label=")) == (len(nodes) - 1, len(nodes))


# ---- trace ----


def test_trace_says_how_tables_are_written_and_by_which_counts() -> None:
    """
    Paragraphs two line ends apart; three tables with their headers; the first row of the second lacks three cells.
    """
    trace = workbench.trace(PARAGRAPHS)
    first, second, third = trace.tables
    assert [table.table for table in trace.tables] == ["proactive_disclosure", "requests", "remedies"]
    assert first.style is not None
    assert (first.style.barred, first.style.distance) == (False, 2)
    assert (first.counts.gaps, first.counts.barred, first.counts.distances) == (49, 0, ((2, 44), (3, 5)))
    assert [(h.block, h.edition, h.certainty) for h in second.headers] == [("requests", "trial-2019", "complete")]
    row = second.rows[0]
    assert (row.row, row.line, row.how, row.slots, row.columns) == ("new_requests", 146, "short", 4, 7)
    assert third.rows[0].behind == (5,)


def test_trace_of_bars_counts_padding() -> None:
    """
    Where a row is a line and padded, width and padding are said.
    """
    table = workbench.trace(REPORTS / "rows-padded-2021" / "source.txt").tables[1]
    assert (table.width, table.pads, table.keeps, table.counts.padding) == (10, True, False, 8)
    assert {row.how for row in table.rows} == {"as-written"}


def test_trace_can_be_narrowed() -> None:
    """
    A rule or a line leaves what belongs to it: one label with its way, or nothing.
    """
    trace = workbench.trace(PARAGRAPHS)
    (token,) = trace.selected(line=25).tokens
    assert (token.terminal, token.rules, token.became) == (
        "NEWLY_MADE",
        ("document", "proactive_disclosure", "newly_made"),
        "column newly_made",
    )
    carried = trace.selected(rule="carried_in")
    assert [t.became for t in carried.tokens] == ["row carried_in", "figures of carried_in"]
    assert [t.table for t in carried.tables] == ["requests"]
    assert trace.selected(line=9999).tokens == ()


# ---- why, for places ----


def test_why_of_a_line_names_rule_expectation_and_nearest_label() -> None:
    """
    A label nobody knows was taken as text; the form has the second row there; the label that looks most like it is named.
    """
    text = TABLE.replace("奇怪行", "行政规泛性文书")
    answers = workbench.why(text, "5").places
    label = answers[0]
    assert (label.terminal, label.section, label.raw) == ("TEXT", "proactive_disclosure", "行政规泛性文书")
    assert label.expected[0] == "行政规范性文件"
    assert (label.nearest[0].label, label.nearest[0].distance) == ("行政规范性文件", 2)
    assert {str(cell.key) for answer in answers for cell in answer.cells} == {
        f"proactive_disclosure/unexpected.1/{column}" for column in ("issued", "repealed", "in_force")
    }


def test_why_of_a_place_is_about_one_token() -> None:
    """
    A column picks the token that stands there, and the cell that reads it.
    """
    (answer,) = workbench.why(TABLE, "4:7").places
    assert (answer.terminal, [cell.value for cell in answer.cells]) == ("VALUES", [2])


@pytest.mark.parametrize(
    ("place", "near"), [("9999", ()), ("remedies/nothing/total", ("remedies/litigation.direct/total",))]
)
def test_why_of_nowhere_says_what_is_near(place: str, near: tuple[str, ...]) -> None:
    """
    A place that is not there raises, with names that look like it.
    """
    with pytest.raises(workbench.NoSuchPlaceError) as caught:
        workbench.why(PARAGRAPHS, place)
    assert set(near) <= set(caught.value.near)


def test_nearest_labels_are_of_the_same_section() -> None:
    """
    What is near in another table is not offered.
    """
    form = read_stages(TABLE).tools.form
    assert nearest_labels("结果维特", "remedies", form)[0].terminal == "UPHELD"
    assert all(near.terminal in form.own["requests"] for near in nearest_labels("结果维特", "requests", form))


def test_results_are_plain_data() -> None:
    """
    What each function gives can be written as JSON, places with line and column.
    """
    answer = workbench.why(TABLE, "proactive_disclosure/government_rules/issued")
    data = json.loads(json.dumps(workbench.to_data(answer, answer.source)))
    (cell,) = data["cells"]
    assert cell["cell"]["value"] == 1
    assert cell["reasons"][0]["row"] == {"start": 49, "end": 51, "line": 4, "column": 1, "text": "规章"}
    assert cell["decision"]["deciding"][0]["role"] == "figure"


# ---- grammar ----


def test_grammar_tells_editions_blocks_and_rows() -> None:
    """
    Both editions with their blocks; every column and row has the form's own label; nothing is unused.
    """
    found = workbench.describe_grammar()
    assert [edition.name for edition in found.editions] == ["trial-2019", "revised-2021"]
    blocks = dict(found.editions[1].tables)["proactive_disclosure"]
    assert [block.name for block in blocks] == ["article_20_1", "article_20_5", "article_20_6", "article_20_8"]
    assert blocks[0].columns == (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数"))
    assert blocks[0].rows == (("government_rules", "规章"), ("normative_documents", "行政规范性文件"))
    assert (found.unused_rules, found.unused_terminals) == ((), ())
    total = next(terminal for terminal in found.terminals if terminal.name == "TOTAL")
    assert (total.file, total.spellings) == ("requests.lark", ("总计", "合计"))


def test_unused_rules_and_terminals_are_named(grammar_with: Edit) -> None:
    """
    A rule that nothing reaches, and a terminal that only it names, are unused.
    """
    folder = grammar_with("remedies.lark", "remedies:", 'forgotten: FORGOTTEN VALUES*\nFORGOTTEN: "忘记"\nremedies:')
    found = workbench.describe_grammar(folder)
    assert (found.unused_rules, found.unused_terminals) == (("forgotten",), ("FORGOTTEN",))


def test_terminals_asked_for_by_name_are_asked_for() -> None:
    """
    What is never unused because the reader asks for it by name stands in the reader in quotes.
    """
    package = Path(govgrammar.__file__).parent
    code = "".join(p.read_text(encoding="utf-8") for p in package.rglob("*.py") if p.name != "describe.py")
    assert [name for name in (*TERMINALS_BY_NAME, WORDS_BY_NAME) if f'"{name}"' not in code] == []


# ---- conflicts, and what is wrong with a grammar ----


def test_the_grammar_has_no_conflicts() -> None:
    """
    The grammar that ships is free of them.
    """
    assert workbench.find_conflicts() == ()


def test_a_shift_reduce_conflict_has_an_example(grammar_with: Edit) -> None:
    """
    Values as an item of their own conflict with the values behind every label, and the shortest tokens show it.
    """
    folder = grammar_with("requests.lark", "_requests_item*\n", "_requests_item* VALUES*\n")
    found = workbench.find_conflicts(folder)
    conflict = next(one for one in found if one.items[0] == "carried_in: CARRIED_IN .")
    assert (conflict.kind, conflict.terminals) == ("shift/reduce", ("VALUES",))
    assert conflict.items[1:] == ("(VALUES)+: . VALUES",)
    assert conflict.sentence == ("REQUESTS_HEADING", "CARRIED_IN", "VALUES")


def test_a_reduce_reduce_conflict_has_an_example(grammar_with: Edit) -> None:
    """
    Two rules for the same token collide at what follows.
    """
    folder = grammar_with(
        "requests.lark",
        "_requests_row: new_requests |",
        "twin: NEW_REQUESTS VALUES*\n_requests_row: new_requests | twin |",
    )
    first = workbench.find_conflicts(folder)[0]
    assert (first.kind, first.items) == ("reduce/reduce", ("new_requests: NEW_REQUESTS .", "twin: NEW_REQUESTS ."))
    assert first.sentence[:2] == ("REQUESTS_HEADING", "NEW_REQUESTS")


LINE = "carried_in: CARRIED_IN VALUES*"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("carried_in CARRIED_IN VALUES*", ":47:12: 'CARRIED_IN' cannot stand here"),
        ("carried_in: (CARRIED_IN VALUES*", ":47:87: the line ends inside a definition"),
        ("carried_in: CARRIED_IN NOT_THERE", ":47: Rule 'NOT_THERE' used but not defined"),
        (f"{LINE}\ncarried_in: CARRIED_IN", ":48: Rule 'carried_in' defined more than once"),
        ('carried_in: CARRIED_IN "未完', "47:24: '\"' cannot stand here"),
    ],
)
def test_an_error_in_a_grammar_file_has_file_line_and_cause(grammar_with: Edit, wrong: str, said: str) -> None:
    """
    The line is that of the file in which the error stands, not of the joined grammar.
    """
    folder = grammar_with("requests.lark", LINE, wrong)
    with pytest.raises(GrammarError) as caught:
        workbench.find_conflicts(folder)
    assert f"{folder / 'requests.lark'}" in str(caught.value)
    assert said in str(caught.value)


def test_an_edited_grammar_reads_otherwise(grammar_with: Edit) -> None:
    """
    With a spelling added to a copy of the grammar, the unknown label is a row.
    """
    folder = grammar_with("proactive_disclosure.lark", '"行政规范性文件"', '"行政规范性文件" | "奇怪行"')
    (answer,) = workbench.why(TABLE, "5:1", grammar=folder).places
    assert (answer.terminal, answer.rules[-1]) == ("NORMATIVE_DOCUMENTS", "normative_documents")


# ---- generate ----


@pytest.mark.parametrize("layout", sorted(LAYOUTS.keys() - {"html"}))  # markup is a kind of file of its own
def test_generated_reports_are_sound_in_every_layout(layout: str) -> None:
    """
    A report without damage reads back without an error, and says which edition it is.
    """
    for made in workbench.generate(3, seed=7, layout=layout):
        result = govgrammar.parse(made.text)
        assert result.report is not None
        assert [d for d in result.errors if d.code.startswith(("GG03", "GG05"))] == []
        read = {edition for blocks in result.report.editions.values() for edition in blocks.values()}
        assert read & set(made.editions)


def test_one_seed_is_one_report() -> None:
    """
    The same seed gives the same text, alone or among others, sound or damaged; another seed another.
    """
    for damaged in (False, True):
        three = list(workbench.generate(3, seed=1, damaged=damaged))
        assert list(workbench.generate(1, seed=2, damaged=damaged)) == three[1:2]
        assert len({one.text for one in three}) == 3
        assert all(bool(one.damage) == damaged for one in three)


def test_damaged_reports_never_raise() -> None:
    """
    Whatever was done to a report, it has a result.
    """
    assert all(
        govgrammar.parse(one.text).status in {"ok", "partial", "failed"} for one in workbench.generate(40, damaged=True)
    )


def test_no_such_layout_is_said() -> None:
    """
    A layout that there is not raises before anything is made.
    """
    with pytest.raises(ValueError, match="there are"):
        workbench.generate(1, layout="nothing")


def test_every_public_name_is_there() -> None:
    """
    What `__all__` promises can be had, and nothing else.
    """
    assert all(getattr(workbench, name) is not None for name in workbench.__all__)
    with pytest.raises(AttributeError):
        _ = workbench.nothing
