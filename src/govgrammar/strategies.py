"""Hypothesis strategies for reports, layouts and damage: for this library's own tests, and for whoever embeds it.

    @given(reports(), layouts())
    def test_my_service(draft, layout):
        text = write(draft, layout)

A drawn report is sound: what the form adds up adds up.  This module alone needs Hypothesis.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from govgrammar.export.render import Draft, write
from govgrammar.form import Block, Form, load_form
from govgrammar.layouts.registry import LAYOUTS, Layout
from govgrammar.model.cell import CellKey
from govgrammar.sound import Figures, free_places, sound_figures

_LARGEST: Final = 999_999
_TOTAL: Final = "total"
_ORGANS: Final = ("青川县水务局", "临江市人民政府", "白石镇人民政府", "东山区卫生健康局")
_SENTENCES: Final = (
    "本年度重点工作按计划推进,全年办结各类事项126件。",
    "(一)制度建设持续完善;",
    "1.人员力量不足,培训覆盖面有待扩大。",
    "无。",
)
#: The shortest lines and runs that damage does something to.
_MOST_WOUNDS: Final = 3


# ---- reports ----


@st.composite
def reports(
    draw: DrawFn,
    *,
    editions: tuple[str, ...] | None = None,
    blanks: bool = True,
    hidden: bool = False,
    not_applicable: bool = True,
    hybrids: bool = True,
) -> Draft:
    """What a sound report prints: what the form adds up adds up.

    `editions` limits the editions; with `hybrids` each block can have its own.  `blanks` lets zeros and totals be left
    empty, `hidden` any other cell too, so that its sums no longer close; `not_applicable` lets a slash stand for a zero.
    """
    form = load_form()
    names = editions or tuple(edition.name for edition in form.editions)
    main = draw(st.sampled_from(names))
    mixed = draw(st.booleans()) if hybrids and len(names) > 1 else False
    chosen = {table: _block_editions(draw, form, table, main, names if mixed else (main,)) for table in form.tables}
    cells: dict[CellKey, str] = {}
    for table, blocks in chosen.items():
        for name, edition in blocks.items():
            cells |= _block_cells(draw, form, table, _block(form, edition, table, name))
    zeros = [key for key, text in cells.items() if not text.strip("+-0.")]
    if blanks:
        totals = [key for key in cells if key.column == _TOTAL]
        cells |= dict.fromkeys(draw(_left_blank(list(cells) if hidden else [*zeros, *totals])), "")
    if not_applicable:
        cells |= dict.fromkeys(draw(_some(zeros)), "/")
    return evolve(draw(_surroundings(form)), cells=cells, editions=chosen)


def _block_editions(draw: DrawFn, form: Form, table: str, main: str, names: tuple[str, ...]) -> dict[str, str]:
    """The edition of each block; a block that the drawn edition does not have is left out."""
    order = dict.fromkeys(block.name for name in (main, *names) for block in form.edition(name).table(table).blocks)
    drawn = {block: main if len(names) == 1 else draw(st.sampled_from(names)) for block in order}
    return {
        block: edition
        for block, edition in drawn.items()
        if any(b.name == block for b in form.edition(edition).table(table).blocks)
    }


def _block(form: Form, edition: str, table: str, name: str) -> Block:
    return next(block for block in form.edition(edition).table(table).blocks if block.name == name)


def _block_cells(draw: DrawFn, form: Form, table: str, block: Block) -> dict[CellKey, str]:
    figures = draw(_figures(form, table, block))
    signs = draw(st.sampled_from(("{:d}", "{:+d}")))
    places = draw(st.integers(0, 4))
    cells = {}
    for row in block.rows:
        for column in block.columns:
            number = figures[row.name, column.name]
            text = str(number)
            if column.name in form.columns_of_money and places:
                text = f"{number // 10**places}.{number % 10**places:0{places}d}"
            elif column.name in form.columns_of_change:
                text = signs.format(number if len(text) % 2 else -number)
            cells[CellKey(table, row.name, column.name)] = text
    return cells


def _figures(form: Form, table: str, block: Block) -> SearchStrategy[Figures]:
    """Figures of a block, sums and balance included: mostly zeros, or filled throughout."""
    free = free_places(block)
    counts = st.one_of(st.integers(0, 9), st.integers(0, 60), st.integers(0, _LARGEST))
    sparse = st.dictionaries(st.sampled_from(free), counts, max_size=12)
    dense = st.builds(_filled, st.just(free), st.integers(0, 2**32), st.sampled_from((9, 500, _LARGEST)))
    return st.one_of(sparse, sparse, dense).map(lambda drawn: sound_figures(drawn, form, table, block))


def _filled(free: list[tuple[str, str]], seed: int, largest: int) -> Figures:
    """A figure in every cell.  One seed, not a draw for each cell: the examples stay small."""
    source = random.Random(seed)  # noqa: S311  figures, not secrets
    return {place: source.randint(0, largest) for place in free}


def _some(keys: list[CellKey]) -> SearchStrategy[set[CellKey]]:
    return st.sets(st.sampled_from(keys), max_size=8) if keys else st.just(set[CellKey]())


def _left_blank(keys: list[CellKey]) -> SearchStrategy[set[CellKey]]:
    """Which of these cells a report leaves blank: none, some, those of one column, or all."""
    if not keys:
        return st.just(set[CellKey]())
    columns = sorted({key.column for key in keys})
    one = st.sampled_from(columns).map(lambda column: {key for key in keys if key.column == column})
    return st.one_of(st.just(set[CellKey]()), _some(keys), one, st.just(set(keys)))


@st.composite
def _surroundings(draw: DrawFn, form: Form) -> Draft:
    """What stands around the tables: title, metadata, preamble, narratives."""
    year, organ = draw(st.integers(2019, 2025)), draw(st.sampled_from(_ORGANS))
    known = {"index_number": "K00-0301-2024-012", "publisher": organ, "published_on": f"{year + 1}-01-22"}
    metadata = draw(st.sets(st.sampled_from(sorted(known)))) if draw(st.booleans()) else set[str]()
    paragraphs = st.lists(st.sampled_from(_SENTENCES), max_size=3).map(tuple)
    return Draft(
        cells={},
        editions={},
        title=f"{organ}{year}年政府信息公开工作年度报告" if draw(st.booleans()) else None,
        metadata={name: known[name] for name in form.metadata.values() if name in metadata},
        preamble=draw(paragraphs),
        narratives={name: draw(paragraphs) for name in form.headings if name not in form.tables},
    )


# ---- layouts and texts ----


def layouts(*, keeping_blanks: bool | None = None, names: Iterable[str] | None = None) -> SearchStrategy[Layout]:
    """Layouts that can be written: all, those that keep (or lose) blank cells, or those named."""
    wanted = set(LAYOUTS) if names is None else set(names)
    return st.sampled_from(
        [
            layout
            for layout in LAYOUTS.values()
            if layout.name in wanted and keeping_blanks in {None, layout.keeps_blanks}
        ]
    )


def texts() -> SearchStrategy[str]:
    """Reports as text, in any layout."""
    return st.builds(write, reports(), layouts())


# ---- damage ----


def _line_deleted(draw: DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True)
    del lines[draw(st.integers(0, len(lines) - 1))]
    return "".join(lines)


def _line_doubled(draw: DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True)
    place = draw(st.integers(0, len(lines) - 1))
    return "".join([*lines[:place], lines[place], *lines[place:]])


def _lines_swapped(draw: DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True)
    place = draw(st.integers(0, len(lines) - 1))
    return "".join([*lines[:place], *reversed(lines[place : place + 2]), *lines[place + 2 :]])


def _cut(draw: DrawFn, text: str) -> str:
    return text[: draw(st.integers(0, len(text)))]


def _beheaded(draw: DrawFn, text: str) -> str:
    return text[draw(st.integers(0, len(text))) :]


def _character_replaced(draw: DrawFn, text: str) -> str:
    place = draw(st.integers(0, len(text) - 1))
    other = draw(st.sampled_from("|\n\t 0１/-,.无表\u00a0\u3000\u200b\ufffd\x00\ud800②"))
    return f"{text[:place]}{other}{text[place + 1 :]}"


def _repeated_lines_removed(draw: DrawFn, text: str) -> str:
    del draw
    return "".join(dict.fromkeys(text.splitlines(keepends=True)))


_WOUNDS: Final[tuple[Callable[[DrawFn, str], str], ...]] = (
    _line_deleted,
    _line_doubled,
    _lines_swapped,
    _cut,
    _beheaded,
    _character_replaced,
    _repeated_lines_removed,
)


@st.composite
def damaged(draw: DrawFn, of: SearchStrategy[str] | None = None) -> str:
    """A text with something done to it: lines deleted, doubled, exchanged, cut anywhere, characters replaced.

    `of` gives the texts to damage; reports in any layout by default.
    """
    text = draw(texts() if of is None else of)
    for _ in range(draw(st.integers(1, _MOST_WOUNDS))):
        if text:
            text = draw(st.sampled_from(_WOUNDS))(draw, text)
    return text


# ---- the same text in other characters ----


@lru_cache(maxsize=2)
def _converter(direction: str) -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415  slow to import, and needed for two functions only

    convert: Callable[[str], str] = OpenCC(direction).convert
    return convert


def _by_character(text: str, direction: str) -> str:
    """Converted character by character: a phrase's own spelling would change its length or its words."""
    characters = sorted(set(text) - {"\n"})
    converted = _converter(direction)("\n".join(characters)).split("\n")
    table = {ord(a): b for a, b in zip(characters, converted, strict=True) if len(b) == 1}
    return text.translate(table)


def traditional(text: str) -> str:
    """The text in traditional characters."""
    return _by_character(text, "s2t")


def simplified(text: str) -> str:
    """The text in simplified characters."""
    return _by_character(text, "t2s")


def full_width(text: str) -> str:
    """The text with full-width digits, letters and punctuation; bars and spaces stay as they are."""
    return text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) != "|"})


def with_nbsp(text: str) -> str:
    """The text with no-break spaces for spaces, and one behind each line that is not empty."""
    lines = text.replace(" ", "\u00a0").split("\n")
    return "\n".join(f"{line}\u00a0" if line else line for line in lines)


def with_crlf(text: str) -> str:
    """The text with the line ends of Windows."""
    return text.replace("\n", "\r\n")
