"""Sets of placements: the same as the placements one by one."""

from hypothesis import given
from hypothesis import strategies as st

from govgrammar.identities import Vector
from govgrammar.placements import BLANK, Ways, placements, ways

WIDTHS = st.integers(1, 6)


@st.composite
def rows(draw: st.DrawFn) -> tuple[tuple[int | None, ...], int, Ways]:
    """Values, zeros and blanks that were kept among them, the columns they are placed in, and the sets of placements."""
    width = draw(WIDTHS)
    values = tuple(draw(st.lists(st.sampled_from((None, 0, 0, 1, 2, 3)), max_size=width)))
    found = ways(tuple(value is not None for value in values), width)
    assert found is not None
    return values, width, found


def bits(some: int) -> list[int]:
    """The places of the bits that are set."""
    return [place for place in range(some.bit_length()) if some >> place & 1]


@given(rows())
def test_the_sets_of_each_column_say_what_stands_there(row: tuple[tuple[int | None, ...], int, Ways]) -> None:
    """
    Placement by placement, the figure whose set holds it is the one that the placement puts into the column.
    """
    values, width, found = row
    vectors = list(placements(values, width))
    assert (len(vectors), (1 << len(vectors)) - 1) == (found.count, found.every)
    for column, figures in enumerate(found.columns):
        said = {place: figure for figure, those in figures for place in bits(those)}
        assert [vector[column] for vector in vectors] == [
            None if said[place] == BLANK else values[said[place]] for place in range(found.count)
        ]
    for place, vector in enumerate(vectors):
        assert vector == tuple((*values, None)[figure] for figure in found.figures(1 << place))


@given(rows(), st.data())
def test_cases_give_an_identity_its_figures(row: tuple[tuple[int | None, ...], int, Ways], data: st.DataObject) -> None:
    """
    Every placement stands in one case, which says what it gives to the left, to the right, and whether a cell is blank.
    """
    values, width, found = row
    cells = data.draw(st.lists(st.tuples(st.integers(0, width - 1), st.booleans()), unique_by=lambda cell: cell[0]))
    said = {place: case for case in found.cases(cells) for place in bits(case.placements)}
    vectors = list(placements(values, width))
    assert len(vectors) == len(said) == sum(len(bits(case.placements)) for case in found.cases(cells))
    for place, vector in enumerate(vectors):
        for on_left, figures in ((True, said[place].left), (False, said[place].right)):
            stated = [vector[column] for column, left in cells if left is on_left and vector[column] is not None]
            assert stated == [values[figure] for figure in figures]
        assert any(vector[column] is None for column, _ in cells) is said[place].blank


@given(rows(), st.data())
def test_placements_are_alike_where_only_zeros_and_blanks_differ(
    row: tuple[tuple[int | None, ...], int, Ways], data: st.DataObject
) -> None:
    """
    Two placements stand together where they are the same, a zero being a blank in columns that do not tell them apart.
    """
    values, width, found = row
    some = data.draw(st.integers(0, found.every)) & found.every
    apart = data.draw(st.frozensets(st.integers(0, width - 1)))
    zeros = frozenset(number for number, value in enumerate(values) if value == 0)
    expected: dict[Vector, list[int]] = {}
    vectors = list(placements(values, width))
    for place in bits(some):
        key = tuple(v if c in apart else v or 0 for c, v in enumerate(vectors[place]))
        expected.setdefault(key, []).append(place)
    found_parts = sorted(bits(part) for part in found.alike(some, zeros, apart) if part)
    assert sorted(expected.values()) == found_parts


def test_too_many_placements_are_no_set() -> None:
    """
    Ten figures in thirty columns have thirty million placements.
    """
    assert None is ways((True,) * 10, 30)
