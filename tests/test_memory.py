"""Bounded memories, and attributes that are made when they are asked for."""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

import govgrammar
from govgrammar.memory import Memory
from govgrammar.model.report import NarrativeSection
from govgrammar.source import Span

TEXT = (Path(__file__).parent.parent / "corpus" / "reports" / "paragraphs-2021" / "source.txt").read_text(
    encoding="utf-8"
)


def section() -> NarrativeSection:
    """A section of a report whose paragraphs nobody has asked for."""
    report = govgrammar.parse(TEXT).report
    assert report
    assert report.overview
    return report.overview


def test_a_memory_forgets_all_before_it_grows_over_its_bound() -> None:
    """
    Sizes are added up; what would exceed the bound begins anew.
    """
    memory = Memory[str, int](100)
    for number in range(10):
        memory.keep(str(number), number, 10)
    assert 10 == len(memory)
    memory.keep("more", 1, 1)
    assert ["more"] == list(memory)


@pytest.mark.parametrize(("limit", "size"), [(100, 11), (0, 1)])
def test_a_memory_keeps_nothing_that_is_too_large(limit: int, size: int) -> None:
    """
    One answer takes a tenth of the room at most; without room nothing is kept.
    """
    memory = Memory[str, int](limit)
    memory.keep("large", 1, size)
    assert {} == memory


def test_a_section_is_the_same_before_and_after_it_is_asked() -> None:
    """
    Equal, of one hash, shown alike, and copied alike, whichever of its parts were made.
    """
    fresh, asked = section(), section()
    assert asked.paragraphs
    assert asked == fresh
    assert hash(asked) == hash(section())
    assert repr(asked) == repr(section())
    assert evolve(section(), heading="x") == evolve(asked, heading="x")
    made = NarrativeSection(asked.heading, asked.text, asked.span, asked.paragraphs, asked.items)
    assert made == section()


@pytest.mark.parametrize("through", [lambda x: pickle.loads(pickle.dumps(x)), copy.copy, copy.deepcopy])  # noqa: S301
def test_a_section_survives_pickle_and_copy(through: object) -> None:
    """
    What was not made yet is made before it is written.
    """
    assert callable(through)
    assert section() == through(section())


def test_a_report_survives_pickle() -> None:
    """
    A result is the same on the other side of a process, places of cells included.
    """
    result = govgrammar.parse(TEXT)
    assert result.to_json() == pickle.loads(pickle.dumps(govgrammar.parse(TEXT))).to_json()  # noqa: S301


def test_a_section_stays_frozen() -> None:
    """
    No part of it can be set, made or not.
    """
    one = section()
    with pytest.raises(FrozenInstanceError):
        one.paragraphs = ()  # type: ignore[misc]
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        one.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_threads_that_ask_at_once_get_the_same() -> None:
    """
    Paragraphs are made once for everybody who holds them.
    """
    for _ in range(50):
        one = section()
        with ThreadPoolExecutor(max_workers=4) as pool:
            assert 1 == len({id(found) for found in pool.map(lambda _, one=one: one.paragraphs, range(4))})


def test_places_of_blank_cells_follow_each_other() -> None:
    """
    Where a cell is blank its place is behind the cell before it, as it was when places were made at once.
    """
    report = govgrammar.parse(TEXT).report
    assert report
    for cell in report.cells():
        assert Span(cell.span.start, cell.span.end) == cell.span
        assert cell.raw == TEXT[cell.place : cell.place + len(cell.raw)]
