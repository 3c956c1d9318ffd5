"""`generate`: reports from the grammar in any layout, sound or damaged; one seed gives one report, on any machine.

It needs nothing but the form: `strategies` draws the same kinds of reports for Hypothesis.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

from govgrammar.export.render import Draft, write
from govgrammar.form import Block, Form, load_form
from govgrammar.grammar import read_grammar
from govgrammar.layouts.registry import LAYOUTS
from govgrammar.model.cell import CellKey
from govgrammar.sound import Figures, free_places, sound_figures

_ORGANS: Final = ("云溪县水利局", "临河市人民政府", "白沙镇人民政府", "东湖区教育局")
_SENTENCES: Final = (
    "全年公开工作平稳开展,各项任务按期完成。",
    "(一)制度执行到位;",
    "(二)平台维护有序。",
    "1.业务培训次数偏少,下一年将增加。",
    "无。",
)
_YEARS: Final = range(2019, 2027)
_LARGEST: Final = (9, 60, 500, 99_999)
#: In how many of a hundred cases something is done.
_OFTEN, _SELDOM = 60, 15


@frozen
class Generated:
    """A generated report: its text, and how it was made; `seed` and the same options give it again."""

    seed: int
    layout: str
    editions: tuple[str, ...]
    damage: tuple[str, ...]
    text: str


def generate(
    count: int = 1,
    *,
    seed: int = 0,
    layout: str | None = None,
    damaged: bool = False,
    grammar: str | Path | None = None,
) -> Iterator[Generated]:
    """So many reports, with the seeds from `seed` on; in one layout, or each in one of its own.

    Raises `ValueError` for a layout that there is not, and `GrammarError` for a folder without a grammar.
    """
    if layout is not None and layout not in LAYOUTS:
        msg = f"layout={layout!r}: there are {', '.join(LAYOUTS)}"
        raise ValueError(msg)
    form = load_form(None if grammar is None else read_grammar(Path(grammar)))
    return (_report(form, number, layout, damaged=damaged) for number in range(seed, seed + count))


def _report(form: Form, seed: int, layout: str | None, *, damaged: bool) -> Generated:
    source = random.Random(seed)  # noqa: S311  figures, not secrets
    drawn = _draft(source, form)
    chosen = layout or source.choice(sorted(LAYOUTS))
    text = write(drawn, chosen, form=form)
    wounds: list[str] = []
    for _ in range(source.randint(1, 3) if damaged else 0):
        name = source.choice(sorted(_WOUNDS))
        wounds.append(name)
        text = _WOUNDS[name](source, text) if text else text
    editions = dict.fromkeys(edition for blocks in drawn.editions.values() for edition in blocks.values())
    return Generated(seed, chosen, tuple(editions), tuple(wounds), text)


# ---- what is printed ----


def _draft(source: random.Random, form: Form) -> Draft:
    year, organ = source.choice(_YEARS), source.choice(_ORGANS)
    main = source.choice([edition.name for edition in form.editions])
    editions = {table: {b.name: main for b in form.edition(main).table(table).blocks} for table in form.tables}
    cells: dict[CellKey, str] = {}
    for table in form.tables:
        for block in form.edition(main).table(table).blocks:
            cells |= _cells(source, form, table, block)
    return Draft(
        cells=cells,
        editions=editions,
        title=f"{organ}{year}年政府信息公开工作年度报告",
        preamble=_paragraphs(source),
        narratives={name: _paragraphs(source) for name in form.headings if name not in form.tables},
    )


def _paragraphs(source: random.Random) -> tuple[str, ...]:
    return tuple(source.sample(_SENTENCES, source.randint(0, 3)))


def _cells(source: random.Random, form: Form, table: str, block: Block) -> dict[CellKey, str]:
    figures = _figures(source, form, table, block)
    zeros = source.choice(("0", "0", "", "/"))
    cells = {}
    for (row, column), number in figures.items():
        text = str(number)
        if column in form.columns_of_money:
            text = f"{number // 100}.{number % 100:02d}"
        elif column in form.columns_of_change:
            text = f"{number:+d}"
        cells[CellKey(table, row, column)] = text if number else zeros
    return cells


def _figures(source: random.Random, form: Form, table: str, block: Block) -> Figures:
    largest = source.choice(_LARGEST)
    share = source.choice((0, _SELDOM, _OFTEN, 100))
    drawn = {place: source.randint(1, largest) for place in free_places(block) if source.randrange(100) < share}
    return sound_figures(drawn, form, table, block)


# ---- damage ----


def _line_deleted(source: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    del lines[source.randrange(len(lines))]
    return "".join(lines)


def _line_doubled(source: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    place = source.randrange(len(lines))
    return "".join([*lines[:place], lines[place], *lines[place:]])


def _lines_exchanged(source: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    place = source.randrange(len(lines))
    return "".join([*lines[:place], *reversed(lines[place : place + 2]), *lines[place + 2 :]])


def _cut(source: random.Random, text: str) -> str:
    return text[: source.randrange(len(text))]


def _beheaded(source: random.Random, text: str) -> str:
    return text[source.randrange(len(text)) :]


def _character_replaced(source: random.Random, text: str) -> str:
    place = source.randrange(len(text))
    return f"{text[:place]}{source.choice(_STRANGE)}{text[place + 1 :]}"


def _repeated_lines_removed(source: random.Random, text: str) -> str:
    del source
    return "".join(dict.fromkeys(text.splitlines(keepends=True)))


_STRANGE: Final = "|\n\t 0１/-,.无\u00a0\u3000\u200b\ufffd②"
_WOUNDS: Final[dict[str, Callable[[random.Random, str], str]]] = {
    "beheaded": _beheaded,
    "character-replaced": _character_replaced,
    "cut": _cut,
    "line-deleted": _line_deleted,
    "line-doubled": _line_doubled,
    "lines-exchanged": _lines_exchanged,
    "repeated-lines-removed": _repeated_lines_removed,
}
