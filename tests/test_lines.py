"""Lines of fields: cut together, remembered by their shape, and never other than field by field."""

import random
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import govgrammar
from govgrammar.api import engine
from govgrammar.fold import squeeze
from govgrammar.layouts import line_shapes
from govgrammar.layouts.aligned import cut_aligned
from govgrammar.layouts.delimited import cut_delimited
from govgrammar.layouts.markdown import cut_markdown
from govgrammar.layouts.physical import PhysicalText, gap_of_places, gaps_beside

REPORT = Path(__file__).parent.parent / "corpus" / "reports" / "paragraphs-2021" / "source.txt"
LEXER = engine().lexer
ROWS = "予以公开,1,2,3\n" * 4


def cut(text: str) -> PhysicalText | None:
    """A text as one of the layouts of lines has it."""
    form, classify = LEXER.form, LEXER.classify
    return (
        cut_delimited(text, classify, form)
        or cut_markdown(text, classify, form)
        or cut_aligned(text, classify, lambda raw: classify(raw).terminal in form.sections)
    )


def said(physical: PhysicalText | None) -> tuple[object, ...] | None:
    """Everything that stands in a text that was cut."""
    if physical is None:
        return None
    return (physical.cells, physical.gaps, physical.starts, physical.read, physical.gridded, physical.packed)


def written(layout: str) -> str:
    """A report of the corpus in a layout."""
    report = govgrammar.parse(REPORT.read_bytes()).report
    assert report
    return govgrammar.convert(report, layout, ambiguous_as_blank=True)


def damaged(text: str, chosen: random.Random) -> str:
    """The text with other figures, and a few characters lost or added."""
    text = re.sub(r"(?<![^\s|,])\d+(?![^\s|,])", lambda _: str(chosen.randrange(5000)), text)
    for _ in range(chosen.randrange(3)):
        place = chosen.randrange(len(text))
        sign = chosen.choice(("", "\t", ",", '"', "|", "\\", " ", "\u200b", "&nbsp;", "\n", "\r\n", "规章", "/"))
        text = text[:place] + sign + text[place + 1 :]
    return text


@pytest.mark.parametrize("layout", ["tabs", "csv", "markdown", "aligned"])
def test_what_is_remembered_of_lines_changes_nothing(layout: str) -> None:
    """
    Documents with other figures, whole and damaged, are cut alike after many others and after nothing.
    """
    chosen = random.Random(3)  # noqa: S311
    texts = [damaged(written(layout), chosen) for _ in range(40)]
    warm = [said(cut(text)) for text in texts]
    for text, before in zip(texts, warm, strict=True):
        line_shapes.known.clear()
        assert said(cut(text)) == before


def test_lines_of_one_shape_are_remembered_once() -> None:
    """
    Other figures are no other shape; another label is.
    """
    line_shapes.known.clear()
    cut(ROWS)
    cut(ROWS.replace("1,2,3", "47,0,58"))
    assert 1 == len(line_shapes.known)
    cut(ROWS.replace("予以公开", "部分公开"))
    assert 2 == len(line_shapes.known)


@pytest.mark.parametrize("hidden", ["\u200b", "&nbsp;", "＆ｎｂｓｐ；"])
def test_a_field_that_nobody_can_see_is_blank_whatever_is_remembered(hidden: str) -> None:
    """
    Its sign is that of a figure: lines that hold one are not taken for lines that hold a figure there, nor the other way round.
    """
    for text in (ROWS, ROWS.replace("2", hidden), ROWS):
        physical = cut(text)
        assert physical
        assert [cell for cell in text.replace("\n", ",").split(",") if squeeze(cell)] == physical.cells[1:]


def test_only_hidden_characters_begin_a_field_without_anything_to_be_seen() -> None:
    """
    Every character that can begin a field with nothing to be seen in it is white space or one of those that are looked for.
    """
    dropped = {c for c in map(chr, range(sys.maxunicode + 1)) if not squeeze(c) or squeeze(c) in "&<\\" or c == "\\"}
    assert {c for c in dropped if not c.isspace()} <= set(line_shapes.HIDDEN)
    assert not any(map(str.isalnum, dropped))


def test_repeated_figures_are_compared_in_every_document() -> None:
    """
    Two columns with one label are one where all their figures are equal, and two in a document of the same shape where not.
    """
    head = "申请人情况,申请人情况,自然人,自然人,总计\n"
    same, other = (head + f"予以公开,予以公开,5,{second},9\n" * 4 for second in (5, 6))
    found = [cut(text) for text in (same, other, same)]
    figures = [sum(cell.isdigit() for cell in physical.cells) for physical in found if physical]
    assert [8, 12, 8] == figures


@pytest.mark.parametrize(
    ("end", "fields"),
    [
        ("5 6", ["予以公开", "5", "6"]),
        ("5 / 6", ["予以公开", "5", "/", "6"]),
        ("/ 5", ["予以公开 /", "5"]),
        ("5 件 6", ["予以公开 5 件", "6"]),
        ("5 x", ["予以公开 5 x"]),
    ],
)
def test_figures_behind_one_space_are_cut_from_the_end(end: str, fields: list[str]) -> None:
    """
    Figures at the end of a line are cells; a slash is one of them only behind a figure.
    """
    text = "部分公开  1  2  3\n" * 4 + f"予以公开 {end}\n"
    physical = cut(text)
    assert physical
    assert fields == physical.cells[-len(fields) :]


@pytest.mark.parametrize("places", [(0,), (0, 1), (2, 5, 6), tuple(range(0, 300, 3))])
def test_gaps_of_a_line_are_those_of_each_pair(places: tuple[int, ...]) -> None:
    """
    However many cells a line has, and whatever was asked before.
    """
    expected = [gap_of_places((b - a,)) for a, b in pairwise(places)]
    assert expected == list(gaps_beside(places))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_cells_stand_where_they_are_said_to_stand(end: str, mark: str) -> None:
    """
    Whatever ends lines, and with quotes, escaped bars and blank fields between.
    """
    for rows in ('"予以公开",1,," 2"\n', "予以公开, 7 ,\u3000,2\n", "| 予以公开 | 1 \\| 2 |  | 3 |\n"):
        head = "| 甲 | 乙 | 丙 | 丁 |\n|---|---|---|---|\n" if "|" in rows else ""
        text = mark + (head + rows * 5).replace("\n", end)
        physical = cut(text)
        if physical is None:
            continue
        pieces = [piece for pair in zip(physical.cells, physical.gaps, strict=True) for piece in pair]
        assert text == "".join(pieces)
        assert all(text.startswith(c, s) for c, s in zip(physical.cells, physical.starts, strict=True))
