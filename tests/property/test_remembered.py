"""What is remembered between documents changes nothing: a report reads the same with empty, warm and no memories."""

import random
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govgrammar
from govgrammar import api
from govgrammar.api import engine
from govgrammar.export.render import Draft, write
from govgrammar.layouts.registry import LAYOUTS, Layout
from govgrammar.memory import shared_memories
from govgrammar.strategies import damaged, layouts, reports

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
TEXTS = tuple(path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*/source.txt")))
FIGURE = re.compile(r"(?<=[\n| \t>])\d+(?=[\n| \t<])")
CELL = re.compile(r"<td>(?=\d)")

SPANS = ('<td colspan="2">', '<td rowspan="2">', "<td>/</td><td>", "<td></td><td>")


def whole(text: str) -> str:
    """Everything that is read from a text or a page: cells, spans, front, narratives, findings."""
    return govgrammar.parse(text, kind="html" if "<td" in text else None).to_json()


@contextmanager
def no_memories() -> Iterator[None]:
    """Nothing is remembered from one document to the next."""
    chosen = engine()
    memories = (*chosen.memories, *shared_memories())
    limits = [memory.limit for memory in memories]
    chosen.forget()
    for memory in memories:
        memory.limit = 0
    try:
        yield
    finally:
        for memory, limit in zip(memories, limits, strict=True):
            memory.limit = limit


def first(text: str) -> str:
    """The same as in a process that has read nothing."""
    with no_memories():
        return whole(text)


def in_any_order(texts: list[str], seed: int) -> None:
    """Texts read in some order, twice, give what each gives alone."""
    alone = {text: first(text) for text in texts}
    engine().forget()
    order = texts * 2
    random.Random(seed).shuffle(order)  # noqa: S311
    assert [alone[text] for text in order] == [whole(text) for text in order]


def with_other_figures(text: str, seed: int) -> str:
    """The text with other figures, blanks, slashes and words in its cells: another document of the same shape, or nearly."""
    chosen = random.Random(seed)  # noqa: S311
    others = (
        "0",
        "7",
        "12",
        "305",
        "1,024",
        "0.5",
        "+3",
        "-2",
        "/",
        "—",
        "无",
        "3件",
        "12(其中1件)",
        "007",
        "②",
        "1 2",
    )
    spanned = CELL.sub(lambda found: chosen.choice([*[found.group()] * 40, *SPANS]), text)
    return FIGURE.sub(lambda _: chosen.choice(others), spanned)


def test_the_corpus_reads_the_same_in_any_order() -> None:
    """
    The reports of the corpus, each with other figures too, do not disturb each other.
    """
    in_any_order([*TEXTS, *(with_other_figures(text, seed) for seed in range(3) for text in TEXTS)], 1)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
def test_every_layout_reads_the_same_in_any_order(layout: Layout) -> None:
    """
    Reports of one layout, sound and with other figures.
    """
    written = [
        govgrammar.convert(report, layout.name, ambiguous_as_blank=True)
        for text in TEXTS[::3]
        if (report := govgrammar.parse(text).report)
    ]
    in_any_order([*written, *(with_other_figures(text, 5) for text in written)], 2)


BROKEN_LABEL = "二、主动公开政府信息情况\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n| 规章 | 3 | 3 | 3 |\n| 行政规范 |\n| 性文件 | | 2 |"
IN_TABS = "二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t3\t3\t3\n行政规范\n性文件\t1\t2"
ALIGNED = "二、主动公开政府信息情况\n信息内容  本年制发件数  本年废止件数  现行有效件数\n规章  3  3  3\n行政规范\n性文件  1  2\n行政规范性文件  1  2  3\n规章  3  3  4"
UNIT_IN_TWO = "二、主动公开政府信息情况\n第二十条第(八)项\t\n信息内容\t本年收费金额(单位:万\t元)\n行政事业性收费\t5"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (BROKEN_LABEL, BROKEN_LABEL.replace("行政规范 |\n| 性", "行政规范  |\n|    性")),
        (IN_TABS, IN_TABS.replace("\n", "\r\n")),
        (ALIGNED, ALIGNED.replace("\n性", "\n      性")),
        (UNIT_IN_TWO, UNIT_IN_TWO.replace("\t", ",")),
    ],
    ids=("markdown", "tabs", "aligned", "unit"),
)
def test_what_parts_the_cells_of_a_broken_label_is_its_own_texts(text: str, other: str) -> None:
    """
    Tables that differ only between two cells of one label share everything but what stands there.
    """
    in_any_order([text, other], 4)


def test_a_unit_that_is_broken_in_two_is_read_whatever_parts_it() -> None:
    """
    Tabs or commas stand between the two cells of its header, and not in the unit.
    """
    for text in (UNIT_IN_TWO, UNIT_IN_TWO.replace("\t", ",")):
        report = govgrammar.parse(text).report
        assert report is not None
        assert [(5, "万元")] == [(cell.value, cell.unit) for cell in report.cells() if cell.value]


def test_a_figure_in_merged_cells_is_not_taken_for_one_beside_a_blank_cell() -> None:
    """
    Two pages with the same text, labels and figures: only where their cells stand tells them apart.
    """
    report = govgrammar.parse(TEXTS[0]).report
    assert report is not None
    page = govgrammar.convert(report, "html", ambiguous_as_blank=True)
    beside, merged = "<td>5</td><td></td>", '<td colspan="2">5</td>'
    pages = [re.sub(r"<td>[^<]*</td><td>[^<]*</td>(?=(?:<td>[^<]*</td>){4})", one, page) for one in (beside, merged)]
    assert whole(pages[0]) != whole(pages[1])
    in_any_order(pages, 3)


@given(st.lists(reports(hidden=True), min_size=1, max_size=3), layouts(), st.integers(0, 999))
def test_generated_reports_read_the_same_in_any_order(drafts: list[Draft], layout: Layout, seed: int) -> None:
    """
    Reports in one layout, of which some lack cells, and the same shapes with other figures.
    """
    texts = [write(draft, layout) for draft in drafts]
    in_any_order([*texts, *(with_other_figures(text, seed) for text in texts)], seed)


@given(st.lists(damaged(), min_size=1, max_size=3), st.integers(0, 999))
def test_damaged_reports_read_the_same_in_any_order(texts: list[str], seed: int) -> None:
    """
    Reports with lines lost, doubled, exchanged and cut.
    """
    in_any_order([*texts, *(with_other_figures(text, seed) for text in texts)], seed)


@pytest.mark.parametrize("tail", ["", "\n", " |", "|\n", "\n\n\n", "5", "一", "二、主动公开政府信息情况", "\n总计"])
def test_a_text_that_is_cut_reads_the_same_after_a_whole_one(tail: str) -> None:
    """
    Where a text ends has a say in its last table; what was read before has none.
    """
    texts = [text[:end] + tail for text in TEXTS for end in range(len(text) // 2, len(text), 397)]
    for text in TEXTS:
        whole(text)
    warm = [whole(text) for text in texts]
    with no_memories():
        assert [whole(text) for text in texts] == warm


def test_threads_that_forget_and_remember_read_the_same() -> None:
    """
    Threads read while what they remember is taken away from them.
    """
    alone = [first(text) for text in TEXTS]

    def read(number: int) -> str:
        if number % 7 == 0:
            api.engine().forget()
        return whole(TEXTS[number % len(TEXTS)])

    with ThreadPoolExecutor(max_workers=6) as pool:
        together = list(pool.map(read, range(8 * len(TEXTS))))
    assert alone * 8 == together
