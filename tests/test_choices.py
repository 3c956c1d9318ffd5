"""What the columns of a short row can hold, and what becomes of them: the same for all rows of one pattern."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from govgrammar.choices import OPEN, Choice, choice
from govgrammar.model.cell import Number
from govgrammar.picks import adder, picker
from govgrammar.placements import BLANK, placements, ways

WIDTHS = st.integers(1, 6)
FIGURES = st.one_of(st.none(), st.integers(-3, 3), st.sampled_from((Decimal("1.0"), Decimal("2.50"))))


@st.composite
def rows(draw: st.DrawFn) -> tuple[tuple[Number | None, ...], int, int]:
    """Values of a row, equal ones among them, the number of its columns, and some of its placements."""
    width = draw(WIDTHS)
    values = tuple(draw(st.lists(FIGURES, max_size=width)))
    found = ways(tuple(value is not None for value in values), width)
    assert found is not None
    return values, width, draw(st.integers(1, found.every))


@given(rows())
def test_a_choice_holds_what_the_placements_put_into_each_column(
    row: tuple[tuple[Number | None, ...], int, int],
) -> None:
    """
    The values of a column are those that some placement which is left puts there: numbers in order, blank last.
    """
    values, width, supported = row
    numbered = [None if value is None else number for number, value in enumerate(values)]
    vectors = [v for place, v in enumerate(placements(numbered, width)) if supported >> place & 1]
    for column, told in enumerate(choice(values, width, supported).values(values)):
        stated = {values[int(place)] for v in vectors if (place := v[column]) is not None}
        blank = [None] if any(v[column] is None for v in vectors) else []
        assert [*sorted(n for n in stated if n is not None), *blank] == [*told]


@given(rows())
def test_order_alone_leaves_every_placement(row: tuple[tuple[Number | None, ...], int, int]) -> None:
    """
    What a row can hold by its order is what all of its placements together put there.
    """
    values, width, _ = row
    found = ways(tuple(value is not None for value in values), width)
    assert found is not None
    assert choice(values, width, found.every).columns == choice(values, width).columns


def test_rows_of_one_pattern_share_what_is_made_of_them() -> None:
    """
    Figures that stand in one order, equal ones in the same places, make one choice; another order makes another.
    """
    assert choice((4, 9, 4), 5) is choice((17, 23, 17), 5)
    assert choice((4, 9, 4), 5) is not choice((9, 4, 9), 5)
    assert choice((4, 9, 5), 5) is not choice((4, 9, 4), 5)
    assert ((4, None), (4, 9, None), (4, 9, None), (4, 9, None), (4, None)) == choice((4, 9, 4), 5).values((4, 9, 4))


def test_a_column_that_can_hold_several_values_has_no_one_of_its_own() -> None:
    """
    `sole` tells a figure, a blank, and what is open apart; `figures` are the columns with one figure.
    """
    made = Choice(((0,), (BLANK,), (0, BLANK)), (0,), 0)
    assert ((0, BLANK, OPEN), ((0, 0),)) == (made.sole, made.figures)


def test_an_unconfirmed_figure_may_be_blank() -> None:
    """
    A column that holds one figure in every reading keeps the blank among its candidates unless an identity confirms it.
    """
    made = Choice(((0,), (BLANK,), (1, BLANK)), (0, 1), 0)
    writing = made.writing((), words=False)
    assert ((1,), (), [(0, (7, None)), (2, (9, None))]) == (
        writing.blank,
        writing.placed,
        [(column, pick((7, 9, None))) for column, pick in writing.open],
    )
    assert (((0, 0),), [2]) == (
        made.writing((0,), words=False).placed,
        [column for column, _ in made.writing((0,), words=False).open],
    )


def test_a_word_can_stand_wherever_no_number_does() -> None:
    """
    Where a row holds words, none of its columns is known to be blank.
    """
    made = Choice(((0,), (BLANK,)), (0, BLANK), 0)
    writing = made.writing((0,), words=True)
    assert ((), [1]) == (writing.blank, [column for column, _ in writing.open])


def test_equal_figures_are_told_apart_by_those_around_them() -> None:
    """
    Of two fours the one is meant that the columns before it, or behind it, leave; where neither does, none is.
    """
    known = Choice(((0,), (0,), (0, BLANK)), (0, 0), 0)
    assert ((0, 0), (1, 1)) == known.writing((0, 1), words=False).placed
    behind = Choice(((0, BLANK), (0,), (0,)), (0, 0), 0)
    assert ((1, 0), (2, 1)) == behind.writing((1, 2), words=False).placed
    neither = Choice(((0, BLANK), (0,), (0, BLANK)), (0, 0), 0)
    assert () == neither.writing((1,), words=False).placed
    assert [(4, None), (4,), (4, None)] == [pick((4, 4, None)) for _, pick in neither.writing((1,), words=False).open]


@given(st.lists(st.integers(-9, 9), min_size=1).map(tuple), st.data())
def test_places_are_taken_all_at_once(numbers: tuple[int, ...], data: st.DataObject) -> None:
    """
    A picker gives the numbers of a tuple at its places as a tuple, an adder their sum, however many there are.
    """
    places = data.draw(st.lists(st.integers(0, len(numbers) - 1), max_size=4))
    picked = tuple(numbers[place] for place in places)
    assert (picked, sum(picked)) == (picker(places)(numbers), adder(places)(numbers))
