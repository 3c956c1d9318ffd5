"""Rows that lost their blank cells: exact on small tables, never a wrong number on whole reports."""

import random
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

import govgrammar
from govgrammar.align import solve
from govgrammar.api import engine
from govgrammar.export.render import Draft, write
from govgrammar.form import load_form
from govgrammar.identities import UNKNOWN, Identity, Known
from govgrammar.layouts.registry import Layout
from govgrammar.model.cell import Cell, CellKey, Number
from govgrammar.short_tables import short_table
from govgrammar.strategies import layouts, reports
from reference_search import steps_of_search
from reference_solver import Answer, solve_by_trying

PARTS: Final = ("granted", "denied")
ROWS: Final = ("received", "carried_in", *PARTS, "outcomes", "carried_out")
#: More short rows than these, and trying everything takes long.
MOST_SHORT: Final = 4
BUDGET: Final = 1_000_000
MONEY: Final = load_form().columns_of_money


@frozen
class SmallTable:
    """A small table with everything that the form adds up: complete rows, and rows that lost their blanks."""

    width: int
    fixed: dict[str, tuple[Known, ...]]
    short: dict[str, tuple[Number | None, ...]]


def small_identities(width: int) -> tuple[Identity, ...]:
    """Sums along each row, the sum of the outcomes, the balance: as the applicant matrix has them."""
    total, parts = width - 1, range(width - 1)
    return (
        *(Identity(row, ((row, total),), tuple((row, p) for p in parts), is_sum=True) for row in ROWS),
        *(Identity(str(c), (("outcomes", c),), tuple((p, c) for p in PARTS), is_sum=True) for c in range(width)),
        *(
            Identity(
                f"balance {c}",
                (("received", c), ("carried_in", c)),
                (("outcomes", c), ("carried_out", c)),
                is_sum=False,
                blank_is_zero=c != total,
            )
            for c in range(width)
        ),
    )


@st.composite
def small_tables(draw: DrawFn) -> SmallTable:
    """A table that adds up, some of its zeros and totals blank; now and then a misprint, or words in a complete row."""
    width = draw(st.integers(3, 4))
    figure = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 30))
    counts = {row: [draw(figure) for _ in range(width - 1)] for row in (*PARTS, "carried_in", "carried_out")}
    counts["outcomes"] = [sum(column) for column in zip(*(counts[part] for part in PARTS), strict=True)]
    went_out = zip(counts["outcomes"], counts["carried_out"], strict=True)
    counts["carried_in"] = [min(a, b + c) for a, (b, c) in zip(counts["carried_in"], went_out, strict=True)]
    counts["received"] = [
        b + c - a for a, b, c in zip(counts["carried_in"], counts["outcomes"], counts["carried_out"], strict=True)
    ]
    table: dict[str, list[Known]] = {row: [*counts[row], sum(counts[row])] for row in ROWS}
    if draw(st.integers(0, 3)) == 0:
        table[draw(st.sampled_from(ROWS))][draw(st.integers(0, width - 1))] = draw(figure)
    short = draw(st.sets(st.sampled_from(ROWS), min_size=1, max_size=MOST_SHORT))
    for row in ROWS:
        for column, value in enumerate(table[row]):
            if (value == 0 or column == width - 1) and draw(st.booleans()):
                table[row][column] = None
    kept = draw(st.integers(0, 4)) == 0
    words = sorted(set(ROWS) - short)
    if words and draw(st.integers(0, 4)) == 0:
        table[draw(st.sampled_from(words))][draw(st.integers(0, width - 1))] = UNKNOWN
    return SmallTable(
        width,
        {row: tuple(table[row]) for row in ROWS if row not in short},
        {row: tuple(_left(table[row], kept=kept)) for row in ROWS if row in short},
    )


def _left(row: list[Known], *, kept: bool) -> list[Number | None]:
    """What is left of a row that lost its blanks: all its figures, and the first blank where one was kept."""
    blank = row.index(None) if kept and None in row else -1
    return [
        value if isinstance(value, int) else None
        for place, value in enumerate(row)
        if value is not None or place == blank
    ]


@given(small_tables())
@settings(max_examples=400)
def test_the_solver_knows_what_trying_everything_tells(table: SmallTable) -> None:
    """
    Cell by cell, the candidates, what is confirmed and how many rivals are ruled out are those of the exhaustive solver.
    """
    identities = small_identities(table.width)
    solution = solve(table.fixed, table.short, table.width, identities, budget=BUDGET)
    found = {n: Answer(row.values, row.confirmed, row.eliminated) for n, row in solution.rows.items()}
    assert not solution.exhausted
    assert solve_by_trying(table.fixed, table.short, table.width, identities) == found


@given(small_tables(), st.integers(0, 30))
@settings(max_examples=150)
def test_a_small_budget_never_says_more(table: SmallTable, budget: int) -> None:
    """
    Where the search reaches its bound nothing is confirmed, and no candidate of the exact answer is missing.
    """
    identities = small_identities(table.width)
    solution = solve(table.fixed, table.short, table.width, identities, budget=budget)
    exact = solve_by_trying(table.fixed, table.short, table.width, identities)
    for name, row in solution.rows.items():
        assert not (solution.exhausted and any(row.confirmed))
        for mine, all_of_them in zip(row.values, exact[name].values, strict=True):
            assert set(all_of_them) <= set(mine)


@given(small_tables(), st.integers(-2, 2))
@settings(max_examples=300)
def test_the_budget_counts_placements_as_if_they_were_tried_one_by_one(table: SmallTable, more: int) -> None:
    """
    The search is exhausted where the steps of the plain search reach the budget, and solved where they do not.
    """
    identities = small_identities(table.width)
    steps = steps_of_search(table.fixed, table.short, table.width, identities)
    budget = max(0, (steps or 0) + more)
    solution = solve(table.fixed, table.short, table.width, identities, budget=budget)
    assert solution.exhausted is (steps is not None and steps >= budget)


@given(small_tables(), st.data())
@settings(max_examples=150)
def test_what_is_remembered_of_a_table_holds_no_figure(table: SmallTable, data: st.DataObject) -> None:
    """
    A table solved after another one with other figures in the same places is solved as if it were the first.
    """
    identities = small_identities(table.width)
    drawn = st.integers(0, 30)

    def other(row: tuple[Known, ...]) -> tuple[Known, ...]:
        return tuple(data.draw(drawn) if isinstance(value, int) else value for value in row)

    fixed = {name: other(row) for name, row in table.fixed.items()}
    short = {name: tuple(v if v is None else data.draw(drawn) for v in row) for name, row in table.short.items()}
    solve(fixed, short, table.width, identities, budget=BUDGET)
    again = solve(table.fixed, table.short, table.width, identities, budget=BUDGET)
    first = solve(table.fixed, table.short, table.width, small_identities(table.width), budget=BUDGET)
    assert first.rows == again.rows
    assert (first.broken and first.broken.name) == (again.broken and again.broken.name)
    assert short_table(fixed, short, table.width, identities) is short_table(
        table.fixed, table.short, table.width, identities
    )


# ---- whole reports ----


def written(draft: Draft) -> dict[CellKey, Number | None]:
    """The number that each printed cell states, `None` for a blank, told without the library's own reader."""
    cells = {key: text for key, text in draft.cells.items() if text != "/"}
    return {
        key: None if not text else Decimal(text) if key.column in MONEY else int(text) for key, text in cells.items()
    }


def wrong_numbers(draft: Draft, cells: list[Cell]) -> list[Cell]:
    """The numbers that the document does not state for their cell."""
    truth = written(draft)
    return [cell for cell in cells if cell.state == "number" and truth.get(cell.key) != cell.value]


def read(draft: Draft, layout: Layout) -> list[Cell]:
    """The cells of a report that is written in a layout and read again."""
    return [cell for report in govgrammar.parse(write(draft, layout)).reports for cell in report.cells()]


def misprinted(draft: Draft, seed: int) -> Draft:
    """The report with the last digit of one figure changed: what is printed is what it states."""
    source = random.Random(seed)  # noqa: S311  a misprint, not a secret
    figures = [key for key, text in draft.cells.items() if text[-1:].isdigit()]
    key = source.choice(figures)
    other = source.choice([digit for digit in "0123456789" if digit != draft.cells[key][-1]])
    return evolve(draft, cells={**draft.cells, key: f"{draft.cells[key][:-1]}{other}"})


@given(reports(), layouts(keeping_blanks=False), st.data())
@settings(max_examples=60)
def test_what_is_remembered_of_short_rows_holds_nothing_of_a_document(
    draft: Draft, layout: Layout, data: st.DataObject
) -> None:
    """
    A report reads as if it were the first, after another one in its shape with other figures and slashes for some.
    """
    text = write(draft, layout)
    drawn = st.one_of(st.integers(0, 99).map(str), st.just("/"))
    other = write(evolve(draft, cells={key: v and data.draw(drawn) for key, v in draft.cells.items()}), layout)
    engine().forget()
    first = govgrammar.parse(text).to_dict()
    for forget in (True, False):
        if forget:
            engine().forget()
        govgrammar.parse(other)
        assert first == govgrammar.parse(text).to_dict()


@given(reports(), layouts(keeping_blanks=False))
@settings(max_examples=100)
def test_no_wrong_number_where_blanks_are_lost(draft: Draft, layout: Layout) -> None:
    """
    Every number that is given was written in that cell, and an ambiguous cell names what was written.
    """
    cells, truth = read(draft, layout), written(draft)
    assert wrong_numbers(draft, cells) == []
    assert [c for c in cells if c.state == "ambiguous" and c.key in truth and truth[c.key] not in c.candidates] == []


@given(reports(), layouts(keeping_blanks=False), st.integers(0, 2**32))
@settings(max_examples=100)
def test_no_wrong_number_where_blanks_are_lost_and_a_figure_is_misprinted(
    draft: Draft, layout: Layout, seed: int
) -> None:
    """
    One figure that does not fit the others misleads the reader nowhere.
    """
    changed = misprinted(draft, seed)
    assert wrong_numbers(changed, read(changed, layout)) == []


@given(reports(), layouts(keeping_blanks=False))
@settings(max_examples=50)
def test_an_inferred_number_is_never_zero(draft: Draft, layout: Layout) -> None:
    """
    Exchanged with a blank, a zero changes no sum: nothing tells where it stands.
    """
    assert [cell for cell in read(draft, layout) if cell.placement == "inferred" and not cell.value] == []
