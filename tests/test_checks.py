"""Rules as values, what is open as arithmetic, and reports against each other."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from attrs import evolve, exceptions
from hypothesis import given
from hypothesis import strategies as st

from govgrammar import check, compare, parse, rollup
from govgrammar.checks import ORGAN_RULES, REPORT_RULES, RULES, YEAR_RULES, CheckStatus, Context, Finding, Rule, Subject
from govgrammar.checks.days import read_day
from govgrammar.checks.names import same_kind, same_name
from govgrammar.checks.outcome import compared, judged
from govgrammar.checks.quantity import Quantity, can_be_at_most, can_equal, must_be_at_most, quantity, total
from govgrammar.checks.words import FAULTS, REASONS
from govgrammar.codes import BALANCE_BROKEN, CODES
from govgrammar.diagnostics import Severity
from govgrammar.export.render import Draft, write
from govgrammar.form import load_form
from govgrammar.model.cell import CellKey, CellState, Number
from govgrammar.result import Result

FAIL, PASS, OPEN = CheckStatus.FAIL, CheckStatus.PASS, CheckStatus.NOT_ASSESSABLE
LAYOUT = "rows-between-bars"
PROSE = tuple(
    f"{first}方面,{second}。"
    for first in ("主动公开", "依申请公开", "信息管理", "平台建设", "监督保障", "队伍培训")
    for second in ("明确专人负责并按季度通报", "完善审核流程与归档办法", "对外开放查阅点并公布电话")
)


def draft(edition: str = "revised-2021", year: int = 2022, organ: str = "青川县水务局", **more: Any) -> Draft:
    """A whole report in which every cell is 0."""
    tables = load_form().edition(edition).tables
    cells = {
        CellKey(table.name, row.name, column.name): "0"
        for table in tables
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    }
    editions = {table.name: {block.name: edition for block in table.blocks} for table in tables}
    return Draft(cells, editions, title=f"{organ}{year}年政府信息公开工作年度报告", **more)


def with_cells(of: Draft, **cells: str) -> Draft:
    """The draft with other cells: `requests__carried_in__total="3"`, dots of a row written as `_of_`."""
    changed = dict(of.cells)
    for name, text in cells.items():
        table, row, column = name.split("__")
        changed[CellKey(table, row.replace("_of_", "."), column)] = text
    return evolve(of, cells=changed)


def read(of: Draft) -> Result:
    return parse(write(of, LAYOUT))


def outcomes(found: tuple[Finding, ...], rule: str) -> list[CheckStatus]:
    return [finding.status for finding in found if finding.rule == rule]


# ---- the registry ----


def test_every_rule_is_named_explained_and_has_a_code_of_its_own() -> None:
    """
    Ids and codes are unique; every rule says in both languages what it is, and where it comes from.
    """
    assert len({rule.id for rule in RULES}) == len({rule.code.code for rule in RULES}) == len(RULES)
    assert (*REPORT_RULES, *YEAR_RULES, *ORGAN_RULES) == RULES
    for rule in RULES:
        assert CODES[rule.code.code] is rule.code
        assert rule.code.code.startswith("GG05")
        assert all(rule.name[lang] and rule.explanation[lang] for lang in ("zh", "en"))
        assert rule.source
        assert rule.reads


def test_every_code_of_the_checks_has_a_rule() -> None:
    """
    No code of stage 05 is left without a rule.
    """
    assert {code for code in CODES if code.startswith("GG05")} == {rule.code.code for rule in RULES}


def test_reasons_and_faults_are_told_in_both_languages() -> None:
    """
    Why a rule cannot be assessed is said in Chinese and in English.
    """
    assert all(set(said) == {"zh", "en"} for said in (*REASONS.values(), *FAULTS.values()))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"select": ("T4",)}, {rule.id for rule in RULES if rule.id.startswith("T4")}),
        ({"select": ("GG0501", "S-DATE")}, {"T3-BALANCE", "S-DATE"}),
        ({"select": ("T3",), "ignore": ("T3-S", "GG0501")}, {r.id for r in RULES if r.id.startswith("T3")} - {"T3-BALANCE", "T3-SHAPE"}),
        ({"rules": ()}, set()),
        ({"select": ("nothing",)}, set()),
    ],
)  # fmt: skip
def test_callers_choose_and_silence_rules(options: dict[str, Any], expected: set[str]) -> None:
    """
    `select` and `ignore` take ids, codes and their beginnings; `rules` replaces the registry.
    """
    assert expected - {"T2-CHANGE", "T2-DISCLOSED"} == {finding.rule for finding in check(read(draft()), **options)}


def test_callers_add_rules_of_their_own() -> None:
    """
    A rule is a value: one more stands behind the registry's, and the registry stays as it is.
    """

    def run(subject: Subject) -> Iterator[Finding]:
        yield judged((BALANCE_BROKEN, "MINE"), subject, (0,), fails=subject.values[0] == 0, arguments={"label": "x"})

    mine = Rule("MINE", BALANCE_BROKEN, {"zh": "", "en": ""}, {"zh": "", "en": ""}, "", run)
    before = RULES
    found = check(read(draft()), rules=(*RULES, mine), select=("MINE",))
    assert [("MINE", FAIL)] == [(finding.rule, finding.status) for finding in found]
    assert before is RULES


def test_what_is_no_report_is_refused_and_no_report_has_no_findings() -> None:
    """
    A text in the place of a report, or of several selectors, is a wrong argument; a text without a report is not.
    """
    assert check(parse("")) == ()
    assert check(None) == ()
    with pytest.raises(TypeError, match="cannot check str"):
        check("text")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="select='T3'"):
        check(None, select="T3")
    with pytest.raises(TypeError, match="ignore='T3'"):
        check(None, ignore="T3")
    with pytest.raises(ValueError, match="level"):
        Context(level="village")  # type: ignore[arg-type]
    with pytest.raises(exceptions.FrozenInstanceError):
        Context().level = "county"  # type: ignore[misc]


def test_findings_are_the_same_again_and_in_the_order_of_the_rules() -> None:
    """
    The same report gives equal findings, by rule and within a rule by place, before and after it was written as data.
    """
    result = read(with_cells(draft(), requests__carried_in__total="3", requests__new_requests__natural_person="1"))
    found = check(result)
    assert found == check(result)
    assert found == check(Result.from_dict(result.to_dict()))
    order = [rule.id for rule in RULES]
    assert found == tuple(sorted(found, key=lambda f: (order.index(f.rule), f.span.start)))


def test_a_finding_names_its_cells_and_their_places() -> None:
    """
    A broken balance has both sides, their difference, its four cells, and each cell's place.
    """
    result = read(with_cells(draft(), requests__carried_in__total="3", requests__carried_in__natural_person="3"))
    broken = [f for f in check(result, select=("T3-BALANCE",)) if f.status is FAIL]
    assert [(3, 0, 3), (3, 0, 3)] == [(f.left, f.right, f.delta) for f in broken]
    rows = ("new_requests", "carried_in", "outcomes.total", "carried_out")
    assert [f"requests/{row}/natural_person" for row in rows] == [str(cell.key) for cell in broken[0].cells]
    assert ("0", "3", "0", "0") == tuple(result.source.slice(span) for span in broken[0].spans)
    assert broken[0].severity is Severity.ERROR
    assert "column natural_person: new requests and those carried in are 3" in broken[0].message("en")
    assert "“自然人”一列不平衡" in broken[0].message("zh")


# ---- what is open ----

CELLS: dict[str, tuple[CellState, Number | None, tuple[Number | None, ...]]] = {
    "3": (CellState.NUMBER, 3, ()),
    "5": (CellState.NUMBER, 5, ()),
    "blank": (CellState.BLANK, None, ()),
    "slash": (CellState.NOT_APPLICABLE, None, ()),
    "text": (CellState.TEXT, None, ()),
    "0 or blank": (CellState.AMBIGUOUS, None, (0, None)),
    "3 or 7": (CellState.AMBIGUOUS, None, (3, 7)),
    "4 or blank": (CellState.AMBIGUOUS, None, (4, None)),
}


def of(*names: str) -> Quantity:
    return total(quantity(*CELLS[name]) for name in names)


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (("3",), ("3",), (PASS, False, None)),
        (("3",), ("5",), (FAIL, False, None)),
        (("3",), ("3", "blank"), (PASS, True, None)),
        (("3",), ("3", "slash", "0 or blank"), (PASS, True, None)),
        (("5",), ("3", "blank"), (OPEN, False, "blank")),
        (("3",), ("5", "blank"), (FAIL, False, None)),
        (("3", "blank"), ("5", "blank"), (OPEN, False, "blank")),
        (("blank",), ("3",), (OPEN, False, "blank")),
        (("3",), ("3", "text"), (OPEN, False, "text")),
        (("3",), ("5", "text"), (FAIL, False, None)),
        (("3",), ("3 or 7",), (OPEN, False, "ambiguous")),
        (("5",), ("3 or 7",), (FAIL, False, None)),
        (("3", "5"), ("3 or 7", "5"), (OPEN, False, "ambiguous")),
        (("3",), ("4 or blank",), (OPEN, False, "ambiguous")),
        (("3",), ("3", "4 or blank"), (OPEN, False, "ambiguous")),
        (("blank",), ("slash",), (PASS, True, None)),
    ],
)
def test_a_sum_over_open_cells(
    left: tuple[str, ...], right: tuple[str, ...], equal: tuple[CheckStatus, bool, str | None]
) -> None:
    """
    A sum fails where no value of its open cells could close it, and is open where some could and some could not.
    """
    found = compared((BALANCE_BROKEN, "X"), (of(*left), of(*right)), (), {})
    assert equal == (found.status, found.assuming_zero, found.reason)


def _values(name: str) -> set[Number]:
    """Every value that a cell can have, up to thirty where it is blank."""
    state, value, candidates = CELLS[name]
    if value is not None:
        return {value}
    listed = {c for c in candidates if c is not None}
    return listed if state is CellState.AMBIGUOUS and None not in candidates else listed | set(range(31))


def _possible(names: tuple[str, ...]) -> set[Number]:
    """Every value that a sum can have."""
    return {sum(chosen) for chosen in itertools.product(*map(_values, names))}


@given(*[st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=2).map(tuple)] * 2)
def test_arithmetic_agrees_with_every_value_tried(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    """
    What can be equal, and what can or must be at most, is what trying all values gives.
    """
    a, b = of(*left), of(*right)
    one, other = _possible(left), _possible(right)
    assert bool(one & other) == can_equal(a, b)
    assert (min(one) <= max(other)) == can_be_at_most(a, b)
    assert ((max(one) <= min(other)) and not a.rises) == must_be_at_most(a, b)


def test_a_blank_change_can_be_below_zero() -> None:
    """
    In a signed column a blank is any whole number: it closes sums in both directions, and zero is assumed.
    """
    change = quantity(CellState.BLANK, None, signed=True)
    assert can_equal(total((change, of("5"))), of("3"))
    assert not can_equal(total((of("blank"), of("5"))), of("3"))


def test_many_candidates_are_bounded() -> None:
    """
    A sum of many ambiguous cells is held by its least and its largest, and stays possible in between.
    """
    cell = quantity(CellState.AMBIGUOUS, None, tuple(range(0, 3000, 7)))
    both = total((cell, cell))
    assert both.loose
    assert can_equal(both, of("3"))


# ---- editions, tables that are not there, two of a kind ----


def test_editions_decide_which_rules_apply() -> None:
    """
    The rules of the form of 2019 say nothing of a report in the form of 2021, and the other way round.
    """
    trial, revised = read(draft("trial-2019", 2020)), read(draft())
    assert [] == outcomes(check(revised), "T2-CHANGE") + outcomes(check(trial), "T2-EFFECT")
    assert [PASS] * 5 == outcomes(check(trial), "T2-CHANGE")
    assert [PASS] * 2 == outcomes(check(revised), "T2-EFFECT")
    assert [23, 25] == [len(outcomes(check(report), "T3-ROWSUM")) for report in (trial, revised)]


def test_a_report_without_tables_is_checked_for_what_it_has() -> None:
    """
    Without tables, rules on tables say that there is none; rules on structure are assessed.
    """
    found = check(parse("一、总体情况\n本年度工作平稳。\n五、存在的主要问题及改进情况\n培训覆盖面不足,将分批轮训。\n"))
    assert {"missing_table"} == {f.reason for f in found if f.rule.startswith(("T3", "T4"))}
    assert [FAIL] * 3 == outcomes(found, "S-TABLE")
    assert [PASS] == outcomes(found, "S-EMPTY5")


def test_two_editions_in_one_report_are_each_checked_by_their_own() -> None:
    """
    A matrix of 2019 beside a table of 2021 is summed by the rows of 2019, and the mixture is a finding.
    """
    trial = draft("trial-2019")
    mixed = evolve(
        draft(),
        cells={k: v for k, v in draft().cells.items() if k.table != "requests"}
        | {k: v for k, v in trial.cells.items() if k.table == "requests"},
        editions={**draft().editions, "requests": trial.editions["requests"]},
    )
    found = check(read(mixed))
    assert [PASS] * 23 == outcomes(found, "T3-ROWSUM")
    assert [FAIL] == outcomes(found, "S-TEMPLATE")


def test_what_is_ambiguous_hides_nothing_that_can_be_said() -> None:
    """
    Where half the rows lack cells, what is broken in the others is found, and what depends on the lost cells is open.
    """
    rows = [row.name for row in load_form().edition("revised-2021").table("requests").blocks[0].rows]
    lost = {
        CellKey("requests", row, column): text
        for row in rows[1:12]
        for column, text in (("natural_person", "1"), ("total", "2"))
    }
    kept = {key: text for key, text in draft().cells.items() if key.table != "requests" or key.row not in rows[1:12]}
    cells = kept | lost | {CellKey("requests", rows[20], "natural_person"): "5"}
    result = parse(write(evolve(draft(), cells=cells), "paragraphs-without-blanks"))
    assert result.report is not None
    ambiguous = {cell.row for cell in result.report.cells() if cell.state == "ambiguous"}
    assert set(rows[1:12]) == ambiguous
    sums = {f.arguments["row"]: f.status for f in check(result) if f.rule == "T3-ROWSUM"}
    assert {rows[20]} == {row for row, status in sums.items() if status is FAIL}
    assert ambiguous == {row for row, status in sums.items() if status is OPEN}


@pytest.mark.parametrize("text", ["增3", "若干", "12 3"])
def test_words_in_a_count_are_open_and_no_error(text: str) -> None:
    """
    What is no number may stand for a count: nobody can say that it is none.
    """
    found = check(read(with_cells(draft(), requests__new_requests__natural_person=text)))
    assert [OPEN] == outcomes(found, "T3-DOMAIN")


@pytest.mark.parametrize("text", ["-1", "2.5", "-0.5"])
def test_a_number_that_is_no_count_is_an_error(text: str) -> None:
    """
    A negative number and a fraction are no counts.
    """
    found = check(read(with_cells(draft(), requests__new_requests__natural_person=text)))
    assert [FAIL] == outcomes(found, "T3-DOMAIN")


@pytest.mark.parametrize("column", ["natural_person", "total"])
def test_a_column_that_the_form_has_not_may_be_counted_in(column: str) -> None:
    """
    Where a table has a column of its own with figures, a total that does not close without it is open, not broken.
    """
    text = write(with_cells(draft(), **{f"requests__new_requests__{column}": "2"}), LAYOUT)
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if "商业企业" in line)
    lines[at] = lines[at].replace("| 其他 |", "| 其他 | 境外机构 |")
    row = next(i for i, line in enumerate(lines) if "本年新收" in line)
    lines[row : row + 25] = [
        line[: line.rindex("|", 0, line.rindex("|"))] + "| 2 " + line[line.rindex("|", 0, line.rindex("|")) :]
        if line.count("|") > 7
        else line
        for line in lines[row : row + 25]
    ]
    found = [f for f in check(parse("\n".join(lines))) if f.rule == "T3-ROWSUM"]
    assert found
    assert FAIL not in {f.status for f in found}


# ---- years ----


def test_a_series_that_continues_has_no_finding_across_years() -> None:
    """
    What was left over is carried in, documents in force continue, pending cases reappear.
    """
    last = with_cells(
        draft(year=2021),
        requests__new_requests__natural_person="3", requests__new_requests__total="3",
        requests__carried_out__natural_person="3", requests__carried_out__total="3",
        proactive_disclosure__normative_documents__in_force="10",
        remedies__reconsideration__pending="1", remedies__reconsideration__total="1",
    )  # fmt: skip
    this = with_cells(
        draft(),
        requests__carried_in__natural_person="3", requests__carried_in__total="3",
        proactive_disclosure__normative_documents__issued="2", proactive_disclosure__normative_documents__in_force="11",
        proactive_disclosure__normative_documents__repealed="1",
        remedies__reconsideration__upheld="1", remedies__reconsideration__total="1",
    )  # fmt: skip
    found = compare(read(this), read(last))
    assert [] == [f.rule for f in found if f.status is FAIL]
    assert [PASS] * 7 == outcomes(found, "Y-CARRY")
    assert [PASS] * 2 == outcomes(found, "Y-EFFECTIVE")
    assert [PASS] * 3 == outcomes(found, "Y-PENDING")
    assert [PASS] == outcomes(found, "Y-GAP") == outcomes(found, "Y-ORGAN") == outcomes(found, "Y-JUMP")


def test_a_blank_left_over_keeps_the_carry_open() -> None:
    """
    Last year's blank may be what this year carries in; a zero that is carried in holds if the blank is zero.
    """
    this = with_cells(draft(), requests__carried_in__natural_person="3")
    last = with_cells(draft(year=2021), requests__carried_out__natural_person="", requests__carried_out__total="")
    carried = {f.arguments["column"]: f for f in compare(read(this), read(last)) if f.rule == "Y-CARRY"}
    assert (OPEN, "blank") == (carried["natural_person"].status, carried["natural_person"].reason)
    assert (PASS, True) == (carried["total"].status, carried["total"].assuming_zero)
    assert 2 == len(carried["total"].cells)
    assert 1 == len(carried["total"].spans)


@pytest.mark.parametrize(("year", "expected"), [(2021, PASS), (2020, FAIL), (2022, FAIL), (2023, FAIL)])
def test_only_the_year_before_is_last_year(year: int, expected: CheckStatus) -> None:
    """
    Reports that are not of adjacent years are not compared figure by figure.
    """
    found = compare(read(draft()), read(draft(year=year)))
    assert [expected] == outcomes(found, "Y-GAP")
    assert (OPEN in outcomes(found, "Y-CARRY")) == (expected is FAIL)


def test_the_old_single_row_is_the_sum_of_the_three_new_ones() -> None:
    """
    (六)其他处理 of 2020 is compared with the sum of its three rows of 2021, never with one of them.
    """
    last = with_cells(draft("trial-2019", 2020), requests__outcomes_of_other_unspecified__total="6")
    spread = with_cells(
        draft(year=2021),
        requests__outcomes_of_other_of_amendment_overdue__total="1",
        requests__outcomes_of_other_of_fee_unpaid__total="2",
        requests__outcomes_of_other_of_miscellaneous__total="3",
    )
    assert [PASS] == outcomes(compare(read(spread), read(last)), "Y-JUMP")
    (jump,) = [
        f
        for f in compare(read(with_cells(spread, requests__outcomes_of_other_of_miscellaneous__total="40")), read(last))
        if f.rule == "Y-JUMP"
    ]
    assert (FAIL, 43, 6, 4) == (jump.status, jump.left, jump.right, len(jump.cells))


def test_repeated_narratives_are_shown_with_their_passages() -> None:
    """
    Text that stands in last year's report is found in whatever script and with other figures, and nothing else is marked.
    """
    new = "今年新建了档案库房,启用了电子借阅台账,并邀请第三方开展了一次全面评估。"
    texts = {"overview": PROSE}
    last = read(draft(year=2021, narratives={"overview": tuple(f"{p}共{n}次。" for n, p in enumerate(PROSE))}))
    result = read(draft(narratives={"overview": (*PROSE[:16], new)}))
    (found,) = [f for f in compare(result, last) if f.rule == "Y-SAMETEXT"]
    marked = "".join(result.source.slice(span) for span in found.spans)
    assert found.status is FAIL
    assert PROSE[3].rstrip("。") in marked
    assert "电子借阅台账" not in marked
    fresh = read(draft(narratives={"overview": tuple("".join(reversed(p)) for p in texts["overview"])}))
    assert [PASS] == outcomes(compare(fresh, last), "Y-SAMETEXT")


# ---- organs ----


def _parts() -> tuple[Draft, list[Draft]]:
    parts = [
        with_cells(draft(organ=organ), proactive_disclosure__administrative_license__decisions=count)
        for organ, count in (("白石县水务局", "4"), ("白石县教育局", "7"))
    ]
    whole = with_cells(draft(organ="白石县"), proactive_disclosure__administrative_license__decisions="11")
    return whole, parts


def _licence(found: tuple[Finding, ...]) -> Finding:
    return next(f for f in found if f.arguments.get("row") == "administrative_license")


def test_a_whole_is_the_sum_of_its_parts_cell_by_cell() -> None:
    """
    Every cell of the whole is compared with the sum of its parts, and names the cells of all of them.
    """
    whole, parts = _parts()
    found = rollup(read(whole), map(read, parts))
    assert [PASS] * 200 == outcomes(found, "O-ROLLUP")
    assert (11, 11, 3) == (_licence(found).left, _licence(found).right, len(_licence(found).cells))
    wrong = with_cells(whole, proactive_disclosure__administrative_license__decisions="12")
    assert (FAIL, 1) == ((f := _licence(rollup(read(wrong), map(read, parts)))).status, f.delta)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda parts: [*map(read, parts), None], "missing_report"),
        (lambda parts: [*map(read, parts), parse("")], "missing_report"),
        (lambda parts: parts[:0], "missing_report"),
    ],
)
def test_a_missing_part_leaves_the_whole_open(damage: Callable[[list[Draft]], list[Any]], reason: str) -> None:
    """
    Where a part is missing nothing is compared, and the finding says so.
    """
    whole, parts = _parts()
    (found,) = [f for f in rollup(read(whole), damage(parts)) if f.rule == "O-ROLLUP"]
    assert (OPEN, reason) == (found.status, found.reason)


def test_an_open_cell_of_a_part_leaves_its_sum_open() -> None:
    """
    A blank in a part is any count: it can make up what is lacking, and cannot take away what is too much.
    """
    whole, (one, other) = _parts()
    blank = with_cells(one, proactive_disclosure__administrative_license__decisions="")
    assert OPEN is _licence(rollup(read(whole), [read(blank), read(other)])).status
    small = with_cells(whole, proactive_disclosure__administrative_license__decisions="6")
    assert FAIL is _licence(rollup(read(small), [read(blank), read(other)])).status


# ---- names and days ----


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("連云區行政審批局", "行政审批局", True),
        ("市住房和城乡建设局", "市住建局", True),
        ("青川县水务局", "青川县教育局", False),
        ("青川县", "", False),
    ],
)
def test_a_short_form_of_a_name_is_the_same_name(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    """
    A name with characters left out, in either script, is the same organ's; another name is not.
    """
    assert same == same_name(one, other) == same_name(other, one)
    assert same_kind("水务局", "教育局")
    assert not same_kind("水务局", "县政府办公室")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-01-16", date(2023, 1, 16)),
        ("2021年12月31日", date(2021, 12, 31)),
        ("2023/1/6 10:32", date(2023, 1, 6)),
        ("二〇二三年一月二十六日", date(2023, 1, 26)),
        ("二○二三年十二月三十一日", date(2023, 12, 31)),
        ("2023-02-30", None),
        ("昨日", None),
    ],
)
def test_days_are_read_as_reports_write_them(text: str, day: date | None) -> None:
    """
    Figures and Chinese numerals give a day; a day that there is not gives none.
    """
    assert day == read_day(text)


def test_a_report_of_an_unknown_edition_is_checked_without_its_sums() -> None:
    """
    A report that another grammar read, by an edition that the form has not, is checked for what does not need its blocks.
    """
    report = read(draft()).report
    assert report is not None
    odd = {table: dict.fromkeys(blocks, "local-2030") for table, blocks in report.editions.items()}
    found = check(evolve(report, editions=odd))
    assert [] == outcomes(found, "T3-BALANCE")
    assert [PASS] == outcomes(found, "T3-DOMAIN")
    assert [PASS] == outcomes(found, "S-SIX")


# ---- what only the reader or the caller knows ----


def test_a_section_that_stands_twice_is_found_where_the_whole_result_is_given() -> None:
    """
    Only the reader's diagnostics say that a heading stands a second time: `check` looks at them where it has them.
    """
    text = write(draft(), LAYOUT)
    heading = load_form().spelling("OTHER_MATTERS_HEADING")
    result = parse(f"{text}\n{heading}\n本年度未收取信息处理费。\n")
    (six,) = [finding for finding in check(result) if finding.rule == "S-SIX"]
    assert (FAIL, text.count("\n") + 1) == (six.status, result.source.text.count("\n", 0, six.span.start))
    assert "重复出现" in six.message("zh")


def test_the_length_of_the_overview_is_limited_where_the_caller_says_so() -> None:
    """
    An overview may have any length, unless a limit is given; it is counted without spaces.
    """
    of = draft(narratives={"overview": PROSE})
    count = len("".join(PROSE))
    assert [PASS] == outcomes(check(read(of)), "S-FIVE")
    assert [PASS] == outcomes(check(read(of), context=Context(overview_limit=count)), "S-FIVE")
    (long,) = check(read(of), select=("S-FIVE",), context=Context(overview_limit=count - 1))
    assert (FAIL, f"has {count} characters, more than {count - 1}") == (
        long.status,
        long.message("en")[-len(f"has {count} characters, more than {count - 1}") :],
    )


def test_messages_name_cells_as_the_form_does() -> None:
    """
    A figure that jumps, and a cell of a whole, are named by the labels of the form in Chinese, by their path in English.
    """
    cells = {"proactive_disclosure__administrative_license__decisions": "600"}
    this, last = (
        read(with_cells(draft(), **cells)),
        read(with_cells(draft(year=2021), **dict.fromkeys(cells, "100"))),
    )
    (jump,) = [finding for finding in compare(this, last) if finding.status is FAIL and finding.rule == "Y-JUMP"]
    label = "行政许可 · 本年处理决定数量"
    assert jump.message("zh").startswith(f"{label}:本年 600")
    assert jump.message("en").startswith("proactive_disclosure/administrative_license/decisions:")
    (part,) = [finding for finding in rollup(this, (last,)) if finding.status is FAIL and finding.rule == "O-ROLLUP"]
    assert part.message("zh").startswith(f"{label}:汇总为 600")
