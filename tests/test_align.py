"""Short rows of small tables, with values: what is known, what is confirmed, and what stays open."""

from decimal import Decimal

import pytest

from govgrammar.align import Solved, by_order, placements, solve
from govgrammar.identities import UNKNOWN, Identity, Known

#: Two kinds of applicants and their total.
WIDTH = 3


def along(row: str) -> Identity:
    """The sum along a row."""
    return Identity(row, ((row, 2),), ((row, 0), (row, 1)), is_sum=True)


def down(column: int) -> Identity:
    """The sum of the rows `a` and `b`, in the row `sum`."""
    return Identity(f"sum {column}", (("sum", column),), (("a", column), ("b", column)), is_sum=True)


def balance(column: int, *, blank_is_zero: bool) -> Identity:
    """What came in went out."""
    return Identity("balance", (("in", column),), (("out", column),), is_sum=False, blank_is_zero=blank_is_zero)


TABLE = (*map(along, ("a", "b", "sum")), *map(down, range(WIDTH)))


def known_of(
    fixed: dict[str, tuple[Known, ...]], values: tuple[int | None, ...], identities: tuple[Identity, ...] = TABLE
) -> Solved:
    """What is known of the one short row `a`."""
    return solve(fixed, {"a": values}, WIDTH, identities, budget=1000).rows["a"]


@pytest.mark.parametrize(
    ("values", "width", "found"),
    [
        ((), 2, [(None, None)]),
        ((1,), 2, [(1, None), (None, 1)]),
        ((1, 2), 2, [(1, 2)]),
        ((1, 2), 3, [(1, 2, None), (1, None, 2), (None, 1, 2)]),
        ((1, None), 3, [(1, None, None), (None, 1, None)]),
    ],
)
def test_placements_keep_the_order_and_come_once(
    values: tuple[int | None, ...], width: int, found: list[tuple[int | None, ...]]
) -> None:
    """
    Figures stay in their order, what is left is blank, and a blank that was kept makes no placement twice.
    """
    assert found == list(placements(values, width))


def test_a_full_row_in_seven_columns_has_thirty_five_placements_at_most() -> None:
    """
    Three of seven, or four of seven.
    """
    assert [1, 7, 21, 35, 35, 21, 7, 1] == [len(list(placements(range(1, n + 1), 7))) for n in range(8)]


def test_a_row_that_its_own_sum_and_its_columns_place() -> None:
    """
    4 of natural persons and 4 in total: the column sums leave one placement, and both numbers are confirmed.
    """
    fixed: dict[str, tuple[Known, ...]] = {"b": (1, 2, 3), "sum": (5, 2, 7)}
    assert known_of(fixed, (4, 4)) == Solved(((4,), (None,), (4,)), (True, False, True), 2)


def test_a_sum_along_the_row_does_not_say_which_part() -> None:
    """
    Without the columns, 4 and 4 are a part and the total, nobody knows which part, or two parts whose total is blank.
    """
    assert known_of({}, (4, 4), (along("a"),)) == Solved(((4, None), (4, None), (4, None)), (False, False, False), 0)


def test_elimination_alone_confirms_nothing() -> None:
    """
    1 and 4 can only be the two parts, the total being blank; no identity says so.
    """
    assert known_of({}, (1, 4), (along("a"),)) == Solved(((1,), (4,), (None,)), (False, False, False), 2)


def test_a_zero_is_never_confirmed() -> None:
    """
    A zero left in one place by elimination is not confirmed: exchanged with a blank it changes no sum.
    """
    fixed: dict[str, tuple[Known, ...]] = {"b": (1, 2, 3), "sum": (5, 2, 7)}
    found = known_of(fixed, (4, 0, 4))
    assert found == Solved(((4,), (0,), (4,)), (True, False, True), 0)


def test_a_blank_total_says_nothing() -> None:
    """
    A lone figure can be any part where the total is blank.
    """
    assert known_of({}, (4,)) == Solved(((4, None), (4, None), (4, None)), (False, False, False), 0)


def test_a_total_cannot_stand_in_a_part_that_exceeds_its_sum() -> None:
    """
    9 does not fit below a column sum of 5; where nothing fits, all placements are open and none is ruled out.
    """
    fixed: dict[str, tuple[Known, ...]] = {"b": (1, 2, 3), "sum": (5, 2, 7)}
    assert known_of(fixed, (9,)) == Solved(((9, None), (9, None), (9, None)), (False, False, False), 0)


def test_complete_rows_that_contradict_the_form_stop_everything() -> None:
    """
    Where the fully read part breaks an identity, nothing is inferred, and the identity is named.
    """
    solution = solve({"b": (1, 2, 4), "sum": (5, 2, 7)}, {"a": (4, 4)}, WIDTH, TABLE, budget=1000)
    assert solution.broken is not None
    assert solution.broken.name == "b"
    assert solution.rows["a"].confirmed == (False, False, False)
    assert solution.rows["a"].values == ((4, None), (4, None), (4, None))


def test_words_stand_for_any_count() -> None:
    """
    Words in a part leave its column open upwards only: the other parts may not exceed the total; nothing is confirmed there.
    """
    fixed: dict[str, tuple[Known, ...]] = {"b": (UNKNOWN, 2, 3), "sum": (5, 2, 7)}
    found = known_of(fixed, (4, 4))
    assert found.values == ((4,), (None,), (4,))
    assert found.confirmed == (False, False, True)
    assert known_of({"b": (UNKNOWN, 2, 3), "sum": (3, 2, 7)}, (4, 4)).confirmed == (False, False, False)


def test_in_the_balance_of_an_applicant_a_blank_is_zero() -> None:
    """
    What came in must have gone out: with blanks as zeros a figure has one place, else a blank says nothing.
    """
    fixed: dict[str, tuple[Known, ...]] = {"out": (3, None, None)}
    for blank_is_zero, expected in ((True, ((3,), (None,), (None,))), (False, ((3, None), (3, None), (3, None)))):
        identities = tuple(balance(column, blank_is_zero=blank_is_zero) for column in range(WIDTH))
        found = solve(fixed, {"in": (3,)}, WIDTH, identities, budget=1000).rows["in"]
        assert found.values == expected
        assert found.confirmed == (blank_is_zero, False, False)


def test_columns_that_only_short_rows_state_confirm_nothing() -> None:
    """
    The identities are the same for all applicants: where no complete row states a figure, two short rows fit each
    other in either column.
    """
    identities = tuple(balance(column, blank_is_zero=True) for column in range(WIDTH))
    solution = solve({}, {"in": (3,), "out": (3,)}, WIDTH, identities, budget=1000)
    assert solution.rows["in"].values == ((3, None), (3, None), (3, None))
    assert not any(solution.rows["in"].confirmed + solution.rows["out"].confirmed)


def test_a_search_that_reaches_its_bound_says_so_and_confirms_nothing() -> None:
    """
    With no step left, everything is open.
    """
    fixed: dict[str, tuple[Known, ...]] = {"b": (1, 2, 3), "sum": (5, 2, 7)}
    solution = solve(fixed, {"a": (4, 4)}, WIDTH, (*TABLE, balance(0, blank_is_zero=True)), budget=0)
    assert solution.exhausted
    assert solution.rows["a"].values == ((4, None), (4, None), (4, None))
    assert solution.rows["a"].confirmed == (False, False, False)


def test_a_row_with_too_many_placements_is_left_open() -> None:
    """
    Ten figures in thirty columns are not tried one by one: each column names the figures that can reach it.
    """
    row = solve({}, {"a": tuple(range(1, 11))}, 30, (), budget=1000).rows["a"]
    assert row.values[0] == (1, None)
    assert row.values[1] == (1, 2, None)
    assert row.values[29] == (10, None)
    assert not any(row.confirmed)


def test_candidates_are_spelled_as_the_row_spells_them() -> None:
    """
    Amounts that are equal are not the same: what an earlier row said stands for no later one.
    """
    for spelled in ("0", "0.00", "0.0000"):
        identities = (along("a"),)
        found = solve({}, {"a": (Decimal(spelled),)}, WIDTH, identities, budget=1000).rows["a"]
        assert spelled == str(found.values[0][0])
        assert found == by_order((Decimal(spelled),), WIDTH)


def test_an_identity_between_rows_has_one_cell_of_each() -> None:
    """
    Two cells of one row, and another row besides, are no sum of a form.
    """
    with pytest.raises(ValueError, match="twice: several rows"):
        Identity("twice", (("sum", 0),), (("a", 0), ("a", 1)), is_sum=True)
