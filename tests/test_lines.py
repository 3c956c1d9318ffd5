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
from govgrammar.layouts import line_shapes, markdown
from govgrammar.layouts.aligned import cut_aligned
from govgrammar.layouts.delimited import cut_delimited
from govgrammar.layouts.lines import split_lines
from govgrammar.layouts.markdown import cut_markdown
from govgrammar.layouts.physical import PhysicalText, gap_of_places, gaps_beside
from govgrammar.layouts.quotes import cut_quoting, quoted_fields, unquoted

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


TABLE = "| 信息内容 | 本年制发件数 | 本年废止件数 |\n|---|---|---|\n| 规章 | 1 | 2 |\n| 行政规范性文件 |  | 4 |\n"
QUOTED = '"规章",1,"2"\n"行政规范性文件",,4\n行政许可,5,6\n行政处罚,"",8\n'


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (TABLE, TABLE.replace("\n", "\r\n")),
        (TABLE, TABLE.replace(" |", "  |")),
        (TABLE, TABLE.replace("---", ":--")),
        (TABLE, TABLE.replace("| 规章", "|规章")),
        (TABLE, TABLE.replace("4 |", "4")),
        (TABLE, TABLE.replace("1 | 2", "1|2")),
        (TABLE, TABLE.replace("\n| 行政", "\n|---|---|---|\n| 行政")),
        (QUOTED, QUOTED.replace("\n", "\r\n")),
        (QUOTED, QUOTED.replace('"', "")),
        (QUOTED, QUOTED.replace('"2"', '"2" ')),
        (QUOTED, QUOTED.replace(",", ";")),
        (QUOTED, QUOTED.replace("\n", "\n", 1).replace('"2"\n', '"2"\r\n')),
        (QUOTED, QUOTED.replace('"2"', '"2\n"')),
        (QUOTED, QUOTED.replace("规章", "规,章").replace("许可", "许可\x00")),
    ],
)
def test_what_stands_between_cells_is_not_that_of_another_text(text: str, other: str) -> None:
    """
    The same fields with other line ends, quotes, rules or white space are no lines of the same shape.
    """
    line_shapes.known.clear()
    for asked in (text, other, text, other):
        physical = cut(asked)
        assert physical
        assert asked == "".join(map("".join, zip(physical.cells, physical.gaps, strict=True)))
        assert all(asked.startswith(c, s) for c, s in zip(physical.cells, physical.starts, strict=True))


@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize(
    "written",
    [
        '"予以公开,全部",1,2,3',
        '"予以公开","1","2",""',
        '予以公开,"1,000",2,3',
        '"予以公开"',
        '"予以""公开""",1,2,3',
        '予以"公开",1,2,3',
        '"予以公开" ,1,2,3',
        '"予以公开,1,2,3',
        '"予以公开"1,2,3',
        '"予以公开",1,2"3"',
        '"予以公开";1,2,3',
        '"予以\x00公开,全部",1,2,3',
    ],
)
def test_quotes_around_whole_fields_are_cut_as_they_are_one_by_one(written: str, delimiter: str) -> None:
    """
    A line that is cut with others has the fields that it has when its quotes are matched from left to right.
    """
    line = written.replace(",", delimiter)
    found = cut_quoting(line, delimiter)
    if found is None:
        assert line.count('"') % 2 or "\x00" in line or re.search(r'""|[^,"]"|"[^,"]', f",{written},"[1:-1])
        return
    fields, starts, behind = quoted_fields(line, 0, delimiter, len(line))
    cut_fields = found.line.split(delimiter)
    assert fields == [unquoted(f, delimiter) if n in found.quoted else f for n, f in enumerate(cut_fields)]
    assert (len(fields), len(line)) == (found.fields, behind)
    assert all(line.startswith(field, start) for field, start in zip(fields, starts, strict=True))


def test_a_line_with_quotes_that_is_no_row_is_one_cell() -> None:
    """
    It keeps its quotes, stands between the rows, and is in nobody's way.
    """
    rows = '"规章",1,2\n行政处罚,3,4\n'
    line = '"本年度情况,另见附件",数据另行公布,"谢谢,各位"\n'
    physical = cut(rows + line + rows + rows)
    assert physical
    assert ["", "规章", "1", "2", "行政处罚", "3", "4", line.strip(), "规章"] == physical.cells[:9]
    assert (rows + line + rows + rows).index(line) == physical.starts[7]


@pytest.mark.parametrize("end", ["", " ", "\n", " \n", "\n "])
@pytest.mark.parametrize("begin", ["", " ", "\n", "\u00a0", "  "])
def test_one_space_at_either_end_of_a_text_is_no_part_of_a_field(begin: str, end: str) -> None:
    """
    Inside of a line, one space is part of a field.
    """
    text = f"{begin}规 章  1  2\n{'部分公开  1  2  3' + chr(10)}" + "予以公开  4  5\n" * 4 + f"说 明{end}"
    physical = cut(text)
    assert physical
    assert ("规 章", "说 明") == (physical.cells[1], physical.cells[-1])
    assert text == "".join(map("".join, zip(physical.cells, physical.gaps, strict=True)))


def test_figures_begin_below_the_header_or_a_row_is_what_stands_on_its_line() -> None:
    """
    One figure that begins elsewhere is enough; one that is longer is not.
    """
    head = "二、主动公开政府信息情况\n信息内容  本年制发件数  本年废止件数\n"
    row = "规章      {}             {}\n"
    whole = [cut(head + row.format(*figures) * 4) for figures in ((1, 2), (3, 4444))]
    shifted = cut(head + row.format(1, 2) * 4 + row.format(1, " 2"))
    assert [(True, False), (True, False)] == [(p.gridded, p.packed) for p in whole if p]
    assert shifted
    assert (False, True) == (shifted.gridded, shifted.packed)


@pytest.mark.parametrize(
    ("lines", "sizes"),
    [
        ("htrr", [(4, True)]),
        ("hrr", [(3, False)]),
        ("hthtr", [(2, True), (3, True)]),
        ("rrhtr", [(2, False), (3, True)]),
        ("tr", [(2, False)]),
        ("httr", [(4, True)]),
        ("rtt", [(3, True)]),
    ],
)
def test_a_table_begins_with_the_line_above_its_rule(lines: str, sizes: list[tuple[int, bool]]) -> None:
    """
    A rule below another one, or at the very beginning, begins no table.
    """
    text = "\n".join({"h": "| 甲 | 乙 |", "t": "|---|---|", "r": "| 规章 | 1 |"}[line] for line in lines)
    starts, found = split_lines(text)
    blocks = markdown.table_blocks(markdown.Lines(text, found, starts, "\n"), 0, len(found))
    assert sizes == [(block.behind - block.first, block.ruled) for block in blocks]
