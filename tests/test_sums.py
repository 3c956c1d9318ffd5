"""Sums over places in a list of values, taken in as few steps as possible."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govgrammar.checks.sums import Equation, System, by_table
from govgrammar.picks import picker

CELLS = 12
PLACES = st.lists(st.integers(0, CELLS - 1), max_size=5, unique=True).map(tuple)
VALUES = st.lists(st.integers(-2, 2), min_size=CELLS, max_size=CELLS)


@st.composite
def equations(draw: st.DrawFn) -> Equation:
    """An equation over any places, its left side of one cell or of several."""
    left = draw(PLACES.filter(bool))
    return Equation(draw(st.sampled_from("ab")), left, draw(PLACES), (), {}, draw(st.booleans()))


@given(st.lists(st.integers(-3, CELLS - 1), max_size=5).map(tuple))
def test_a_picker_takes_the_cells_in_order(places: tuple[int, ...]) -> None:
    """
    Whatever their distances, the cells are taken one by one, in the order given; those below zero count from the end.
    """
    cells = tuple(range(CELLS))
    assert tuple([cells[place] for place in places]) == picker(places)(cells)


@given(st.lists(equations(), max_size=4), VALUES)
def test_a_system_holds_where_each_of_its_equations_does(found: list[Equation], values: list[int]) -> None:
    """
    All at once comes to the same as one by one.
    """
    for at_most in (False, True):
        system = System(tuple(e for e in found if e.at_most is at_most))
        sides = [(sum(values[i] for i in e.left), sum(values[i] for i in e.right)) for e in system.equations]
        holds = all(left <= right if at_most else left == right for left, right in sides)
        assert holds == system.holds(values)


@given(st.lists(st.tuples(st.sampled_from("xy"), equations())))
def test_equations_are_found_by_table_and_by_name(found: list[tuple[str, Equation]]) -> None:
    """
    No equation is lost, and their order stays.
    """
    systems = by_table(found)
    assert [e for t in "xy" for of, e in found if of == t] == [
        e for t in "xy" if t in systems for e in systems[t].equations
    ]
    for table, system in systems.items():
        for name, part in system.named.items():
            assert [e for of, e in found if of == table and e.name == name] == list(part.equations)
