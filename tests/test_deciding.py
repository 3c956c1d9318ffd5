"""`why` names the characters that decide a cell: changing those changes it, changing others does not."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

import govgrammar
from govgrammar.api import engine
from govgrammar.documents.assemble import assemble
from govgrammar.documents.blocks import Document, Grid, GridCell, Paragraph
from govgrammar.layouts.physical import BARS
from govgrammar.limits import Limits
from govgrammar.model.cell import Cell, CellKey
from govgrammar.source import Source, Span
from govgrammar.workbench.deciding import Decision, covers, deciding_characters, other_figures, same, spans_of
from govgrammar.workbench.explaining import why
from govgrammar.workbench.stages import Stages, read_stages

REPORTS = Path(__file__).parent.parent / "corpus" / "reports"
NAMES = sorted(path.parent.name for path in REPORTS.glob("*/source.txt"))
#: A report with every kind of cell: read, inferred, ambiguous, blank, absent.
SHORT = "paragraphs-2019-short-rows"
#: Single characters that are changed outside of what a cell's decision names.
OUTSIDE = 80
TABLE = (
    "二、主动公开政府信息情况\n第二十条第(一)项\n信息内容|本年制发件数|本年废止件数|现行有效件数\n"
    "规章|1|2|3\n行政规范性文件|4|5|6\n第二十条第(五)项\n信息内容|本年处理决定数量\n行政许可|7\n"
)


def stages_of(name: str) -> Stages:
    (source,) = (REPORTS / name).glob("source.*")
    return read_stages(source.read_bytes())


def sample(stages: Stages, seed: int, *, of_each: bool) -> list[CellKey]:
    """One cell, or one of each state and placement."""
    kinds: dict[tuple[str, ...], list[CellKey]] = {}
    for cell in stages.reports[0].store:
        kinds.setdefault((cell.state, cell.placement) if of_each else (), []).append(cell.key)
    source = random.Random(seed)  # noqa: S311  places, not secrets
    return [source.choice(keys) for _, keys in sorted(kinds.items())]


def read_cell(text: str, key: CellKey) -> Cell | None:
    """The cell of the first report, as `parse` gives it."""
    report = govgrammar.parse(text).report
    return next((cell for cell in (report.cells() if report else ()) if cell.key == key), None)


def edited(text: str, edits: Sequence[tuple[Span, str]]) -> str:
    for span, other in sorted(edits, reverse=True):
        text = text[: span.start] + other + text[span.end :]
    return text


def other_character(character: str, source: random.Random) -> str | None:
    """Another of its kind: a digit for a digit, a letter for a letter; bars and line ends go.  `None` for punctuation."""
    if character.isdecimal():
        return str((int(character) + source.randint(1, 9)) % 10)
    if character.isalnum():
        return source.choice("某奇怪")
    return "" if character in BARS or character == "\n" else None


def broken_outside(text: str, key: CellKey, before: Cell, decision: Decision, seed: int) -> list[str]:
    """Changes of characters that are not named and change the cell all the same."""
    source, named = random.Random(seed), spans_of(decision)  # noqa: S311  places, not secrets
    places = [n for n in range(len(text)) if not covers(named, n) and other_character(text[n], source) is not None]
    wrong = []
    for place in source.sample(places, min(OUTSIDE, len(places))):
        other = other_character(text[place], source) or ""
        after = read_cell(text[:place] + other + text[place + 1 :], key)
        if not same(before, after):
            wrong.append(f"{text[place]!r} at {place} -> {other!r}: {before} -> {after}")
    return wrong


@pytest.mark.parametrize("name", NAMES)
def test_named_characters_decide_and_others_do_not(name: str) -> None:
    """
    For sampled cells of every corpus report: each change that is named gives the cell that is named, another figure in the
    figure's place is another figure, and no change of one character elsewhere changes the cell.
    """
    stages = stages_of(name)
    text = stages.source.text
    for key in sample(stages, NAMES.index(name), of_each=name == SHORT):
        before = stages.reports[0].cell(key)
        assert before is not None
        decision = deciding_characters(stages, 0, key)
        assert decision.untried == 0
        for one in decision.deciding:
            after = read_cell(edited(text, list(zip(one.spans, one.change, strict=True))), key)
            assert not same(before, after)
            assert one.becomes is None or same(one.becomes, after)
            if one.role == "figure":
                for other in other_figures(stages.source.slice(one.spans[0])):
                    assert not same(before, read_cell(edited(text, [(one.spans[0], other)]), key))
        assert broken_outside(text, key, before, decision, len(text)) == []


def test_a_plain_cell_is_decided_by_its_figure_row_and_column() -> None:
    """
    The number 2 of a row is its digit, its row's label, its column's label, and the bars between which it stands.
    """
    (found,) = why(TABLE, "proactive_disclosure/government_rules/repealed").cells
    named = {
        (one.role, TABLE[span.start : span.end])
        for one in found.decision.deciding
        if one.role != "layout"
        for span in one.spans
    }
    assert {("figure", "2"), ("row", "规章"), ("column", "本年废止件数")} <= named
    assert not {word for _, word in named} & {"3", "4", "5", "6", "7", "行政规范性文件", "行政许可"}
    assert found.cell.value == 2
    (reason,) = found.reasons
    assert (reason.how, reason.slots, reason.width, reason.header) == ("as-written", 3, 3, "complete")
    assert TABLE[reason.row.start : reason.row.end] == "规章"
    assert [TABLE[span.start : span.end] for span in reason.columns] == ["本年废止件数"]


def test_an_inferred_figure_names_its_identities_and_rivals() -> None:
    """
    The 49 that identities placed says which sums it closes, and that it could have been blank by order alone.
    """
    (found,) = why(REPORTS / SHORT / "source.txt", "requests/new_requests/natural_person").cells
    (reason,) = found.reasons
    assert (reason.how, reason.slots, reason.width) == ("short", 4, 7)
    assert [(i.name, i.state) for i in reason.identities] == [
        ("new_requests/total", "open"),
        ("balance/natural_person", "open"),
    ]
    assert [(rival.value, rival.placements) for rival in reason.rivals] == [(None, 15)]
    assert {"figure", "figures", "row", "column"} <= {one.role for one in found.decision.deciding}


def test_a_budget_bounds_what_is_read_again() -> None:
    """
    What was left out at the bound is said, and what is nearest is tried first.
    """
    stages = read_stages(TABLE)
    key = CellKey("proactive_disclosure", "government_rules", "repealed")
    decision = deciding_characters(stages, 0, key, budget=2 * len(TABLE))
    assert decision.tried == 2
    assert decision.untried > 0
    assert [one.role for one in decision.deciding] == ["figure", "row"]


def test_a_table_of_the_files_own_is_decided_by_labels_and_figures_alone() -> None:
    """
    Where a file says what its tables are, no character separates cells: the labels and the figure decide.
    """
    rows = (
        (("第二十条第(五)项", 2),),
        (("信息内容", 1), ("本年处理决定数量", 1)),
        (("行政许可", 1), ("7", 1)),
    )
    grid = Grid(tuple(tuple(GridCell(n, text, wide) for n, (text, wide) in enumerate(row)) for row in rows), 2)
    physical = assemble(Document((Paragraph("二、主动公开政府信息情况"), grid)), 10_000).physical
    tools = engine()
    source = Source(physical.text, kind="html")
    stages = Stages(tools, source, physical, tools.lexer.tokens(physical), tables_of_its_own=True, limits=Limits())
    key = CellKey("proactive_disclosure", "administrative_license", "decisions")
    cell = stages.reports[0].cell(key)
    assert cell is not None
    assert cell.value == 7
    decision = deciding_characters(stages, 0, key)
    named = {one.role: source.slice(one.spans[0]) for one in decision.deciding}
    assert named == {"figure": "7", "row": "行政许可", "column": "本年处理决定数量"}
    assert [one.becomes and one.becomes.value for one in decision.deciding if one.role == "figure"] == [8]


def test_no_such_cell_is_an_error_of_the_caller() -> None:
    """
    A name that the report has not raises `KeyError`.
    """
    with pytest.raises(KeyError):
        deciding_characters(read_stages(TABLE), 0, CellKey("requests", "nothing", "total"))
