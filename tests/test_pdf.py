"""What stands on a page of a PDF, small files written by hand."""

import logging
import zlib
from pathlib import Path
from typing import Any

import pytest

import govgrammar
import small_pdf
from govgrammar import LimitError, Limits
from govgrammar.api import engine
from govgrammar.documents.blocks import Document, Grid, Paragraph
from govgrammar.documents.pdf import read_pdf
from govgrammar.source import Origin, Span
from small_pdf import line, paged, ruled, shown

HEADER = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
TABLE = [HEADER, ["规章", "1", "2", "13"], ["行政规范性文件", "", "5", "/"]]
#: A font without any way to characters.
NAMELESS = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype"
    b" /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>] >>"
)
PICTURE = b"q 600 0 0 800 0 0 cm /I Do Q\n"
IMAGE = b"/XObject << /I 90 0 R >> /Font"


def read(data: bytes, **limits: Any) -> Document:
    """The blocks of a file."""
    return read_pdf(data, engine().lexer.classify, Limits(**limits))


def texts(*contents: bytes, **options: Any) -> list[Any]:
    """The blocks of pages with these contents: a line for a paragraph, rows of texts for a table."""
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in read(paged(contents, **options)).blocks
        if isinstance(block, Grid | Paragraph)
    ]


def scanned(*contents: bytes) -> bytes:
    """Pages that a picture may cover."""
    image = small_pdf.stream(b"\0", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8")
    return paged(contents, objects={90: image}).replace(b"/Font <<", b"/XObject << /I 90 0 R >> /Font <<")


def codes(data: bytes, **limits: Any) -> list[str]:
    """The findings of a file, as they are before anything is parsed."""
    return [d.code for d in read(data, **limits).diagnostics]


# ---- tables ----


def test_table_is_read_cell_by_cell() -> None:
    """
    A ruled table is a grid of its cells, blank ones among them.
    """
    assert texts(ruled(TABLE, 50, 700)) == [TABLE]


def test_text_stands_around_a_table_in_order() -> None:
    """
    Paragraphs stand before and behind a table as they do on the page, whatever the order in which they were painted.
    """
    content = shown("六、其他", 50, 400) + ruled(TABLE, 50, 700) + shown("二、主动公开", 50, 720)
    assert texts(content) == ["二、主动公开", TABLE, "六、其他"]


def test_merged_cells_come_from_the_ruling() -> None:
    """
    A cell takes the columns and rows that no line parts.
    """
    content = (
        line(50, 700, 250, 700) + line(100, 676, 250, 676) + line(50, 652, 250, 652)
        + line(50, 700, 50, 652) + line(100, 700, 100, 652) + line(175, 676, 175, 652) + line(250, 700, 250, 652)
        + shown("甲", 60, 670) + shown("乙", 150, 682) + shown("3", 120, 658) + shown("4", 200, 658)
    )  # fmt: skip
    (grid,) = read(paged([content])).blocks
    assert isinstance(grid, Grid)
    spans = [[(c.column, c.text, c.columns, c.rows) for c in row] for row in grid.rows]
    assert spans == [[(0, "甲", 1, 2), (1, "乙", 2, 1)], [(1, "3", 1, 1), (2, "4", 1, 1)]]


def test_table_without_outer_lines() -> None:
    """
    Where the outer lines are missing, the table ends where the lines across it end.
    """
    rows = [line(50, y, 250, y) for y in (700, 676, 652)]
    content = b"".join(rows) + line(150, 700, 150, 652)
    content += shown("规章", 60, 684) + shown("1", 200, 684) + shown("许可", 60, 660) + shown("2", 200, 660)
    assert texts(content) == [[["规章", "1"], ["许可", "2"]]]


def test_frame_around_text_is_no_table() -> None:
    """
    A box around paragraphs makes no table of them.
    """
    assert texts(ruled([["总体情况"]], 50, 700)) == ["总体情况"]


def test_table_goes_on_over_a_page() -> None:
    """
    What stands on the next page below the same columns is the same table.
    """
    top, bottom = [HEADER, ["规章", "1", "2", "13"]], [["行政规范性文件", "4", "5", "6"]]
    assert texts(ruled(top, 50, 100), ruled(bottom, 50, 780)) == [top + bottom]


def test_table_with_other_edges_is_another_one() -> None:
    """
    A table on the next page whose columns stand elsewhere is a table of its own.
    """
    assert texts(ruled(TABLE, 50, 200), ruled(TABLE, 70, 780)) == [TABLE, TABLE]


def test_row_that_a_page_cuts_is_one_row() -> None:
    """
    A label whose second half stands on the next page, beside blank cells, belongs to the row above.
    """
    top, bottom = [HEADER, ["行政规范", "4", "5", "6"]], [["性文件", "", "", ""], ["规章", "1", "2", "3"]]
    whole = [HEADER, ["行政规范性文件", "4", "5", "6"], ["规章", "1", "2", "3"]]
    assert texts(ruled(top, 50, 100), ruled(bottom, 50, 780)) == [whole]


def test_figures_of_two_rows_are_never_joined() -> None:
    """
    Where figures stand on both sides of a page break, they are two rows, whatever the labels spell.
    """
    top, bottom = [HEADER, ["行政规范", "4", "5", "6"]], [["性文件", "1", "", ""]]
    assert texts(ruled(top, 50, 100), ruled(bottom, 50, 780)) == [top + bottom]


# ---- text of a cell ----


def cell(content: bytes, **options: Any) -> str:
    """The text of the one cell with text in a table."""
    grid = texts(ruled([["", ""]], 50, 700, 200, 200) + content, **options)[0]
    return str(grid[0][0])


def test_wrapped_label_is_joined_without_space() -> None:
    """
    Chinese characters that a line end parts stand side by side again.
    """
    assert cell(shown("法律服务", 60, 680) + shown("机构", 60, 660)) == "法律服务机构"


def test_vertical_text_is_joined() -> None:
    """
    A label with one character on each line is a label.
    """
    assert cell(b"".join(shown(c, 60, 680 - 20 * n) for n, c in enumerate("结果维持"))) == "结果维持"


def test_rotated_text_is_read_along_its_lines() -> None:
    """
    Text that is turned by 90 degrees is read in its own direction.
    """
    down = b"BT /F 12 Tf 0 -1 1 0 60 680 Tm <%s> Tj ET " % "三本年度".encode("utf-16-be").hex().encode()
    up = b"BT /F 12 Tf 0 1 -1 0 90 600 Tm <%s> Tj ET " % "三本年度".encode("utf-16-be").hex().encode()
    upright = shown("一、总体情况", 50, 300)
    assert (cell(down + upright), cell(up + upright)) == ("三本年度", "三本年度")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(shown("12", 60, 680) + shown("3", 60, 660), "12 3", id="two lines"),
        pytest.param(shown("12", 60, 680) + shown("3", 76, 680), "12 3", id="a gap"),
        pytest.param(shown("12 3", 60, 680), "12 3", id="a space"),
        pytest.param(shown("5", 60, 680) + shown("6", 61, 680), "5 6", id="painted over each other"),
        pytest.param(shown("12", 60, 680) + shown("3", 72, 680), "123", id="side by side"),
        pytest.param(shown("1", 60, 680) + shown("1", 66, 680), "11", id="alike side by side"),
        pytest.param(shown("12", 60, 680) * 2, "12", id="the same again"),
        pytest.param(shown("12", 60, 680) + shown("12", 60.3, 680), "12", id="bold by painting twice"),
    ],
)
def test_digits_are_neither_joined_nor_split(content: bytes, expected: str) -> None:
    """
    Digits are one number only where they stand side by side on one line, once.
    """
    assert cell(content) == expected


def test_radicals_are_the_characters_that_they_look_like() -> None:
    """
    A file that has radicals in the place of characters is read as those.
    """
    assert cell(shown("⽉⽂⻔", 60, 680)) == "月文门"


def test_glyphs_without_characters_are_no_figures() -> None:
    """
    Glyphs for which the file names no character are marked as unknown, never shown by their numbers.
    """
    assert cell(shown("规章", 60, 680), fonts={"F": NAMELESS}) == "\ufffd\ufffd"


@pytest.mark.parametrize(
    ("encoding", "codec"), [("GBK-EUC-H", "gbk"), ("UniGB-UCS2-H", "utf-16-be"), ("GBpc-EUC-H", "gbk")]
)
def test_predefined_character_maps(encoding: str, codec: str) -> None:
    """
    Fonts that are not embedded are read by Adobe's character maps.
    """
    content = shown("规章12", 60, 680, codec=codec)
    assert cell(content, fonts={"F": small_pdf.font(encoding)}).replace(" ", "") == "规章12"


# ---- what cannot be seen ----


@pytest.mark.parametrize(
    "before",
    [pytest.param("3 Tr", id="invisible"), pytest.param("1 g", id="white"), pytest.param("1 1 1 rg", id="white RGB")],
)
def test_text_that_cannot_be_seen_is_left_out(before: str) -> None:
    """
    Invisible text, and white text on white, are not what the document says.
    """
    assert cell(b"q " + shown("7", 90, 680, before=before) + b"Q " + shown("5", 60, 680)) == "5"


def test_white_text_on_a_coloured_area_is_read() -> None:
    """
    White text on blue can be seen.
    """
    area = b"q 0 0 1 rg 55 670 80 20 re f Q "
    assert cell(area + b"q " + shown("规章", 60, 680, before="1 g") + b"Q") == "规章"


def test_number_that_is_partly_hidden_is_no_number() -> None:
    """
    Half a number is another number: hidden digits beside visible ones stand as unknown.
    """
    cover = b"q 1 g 66.5 670 20 20 re f Q "
    assert cell(shown("123", 60, 680) + cover) == "1\ufffd\ufffd"


def test_figure_under_a_white_cover_is_gone() -> None:
    """
    What was painted over in white, and written anew, says what is written anew.
    """
    cover = b"q 1 g 58 670 30 20 re f Q "
    assert cell(shown("7", 60, 680) + cover + shown("8", 60, 680)) == "8"


def test_text_outside_the_page_is_left_out() -> None:
    """
    What stands beyond the box that viewers show is not on the page.
    """
    content = shown("总体情况", 50, 400) + shown("校对", 10, 790) + shown("外面", 700, 400)
    assert texts(content, more=b"/CropBox [40 40 560 760]") == ["总体情况"]


def test_watermark_is_left_out() -> None:
    """
    Text that leans is a watermark.
    """
    mark = b"BT /F 60 Tf 0.7 0.7 -0.7 0.7 60 560 Tm <%s> Tj ET " % "样本".encode("utf-16-be").hex().encode()
    assert cell(mark + shown("5", 60, 680)) == "5"


# ---- pages ----


def test_page_numbers_and_running_heads_are_left_out() -> None:
    """
    Page numbers and the heads that each page repeats stand in no paragraph.
    """
    pages = [
        shown("洪山区人民政府年报", 50, 770) + shown(f"第{n}节的正文", 50, 500) + shown(f"- {n} -", 290, 30)
        for n in (1, 2, 3)
    ]
    assert texts(*pages) == ["第1节的正文", "第2节的正文", "第3节的正文"]


def test_bare_page_numbers_count_on() -> None:
    """
    A number alone below the text is a page number where it counts on; a figure there is none.
    """

    def pages(*numbers: int) -> list[bytes]:
        return [shown(text, 50, 44) + shown(str(n), 290, 30) for text, n in zip(("甲方", "乙方"), numbers, strict=True)]

    assert texts(*pages(4, 5)) == ["甲方", "乙方"]
    assert texts(*pages(17, 4)) == ["甲方", "17", "乙方", "4"]


def test_wrapped_lines_are_one_paragraph() -> None:
    """
    A full line and the unindented one below it are one paragraph; an indented line begins another.
    """
    content = (
        shown("一" * 38, 74, 700) + shown("二" * 40, 50, 680) + shown("三" * 8, 50, 660) + shown("四" * 8, 74, 640)
    )
    assert texts(content) == ["一" * 38 + "二" * 40 + "三" * 8, "四" * 8]


def test_paragraph_goes_on_over_a_page() -> None:
    """
    A full line at the end of a page goes on at the left margin of the next one.
    """
    assert texts(shown("一" * 38, 74, 60), shown("二" * 8, 50, 700)) == ["一" * 38 + "二" * 8]


def test_columns_without_lines_are_kept_apart() -> None:
    """
    Text that stands in columns without ruling is a line with spaces between its columns.
    """
    rows = [("规章", "1", "2"), ("许可", "30", "4"), ("处罚", "5", "6")]
    content = b"".join(
        shown(text, 50 + 120 * column, 700 - 20 * number)
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    )
    assert [row.split() for row in texts(content)] == [list(row) for row in rows]


def test_turned_page_is_read_upright() -> None:
    """
    A table that is printed sideways is read as if the page were turned.
    """
    content = b"q 0 1 -1 0 600 0 cm " + ruled(TABLE, 50, 500) + b"Q"
    assert texts(content) == [TABLE]
    assert texts(ruled(TABLE, 50, 700), more=b"/Rotate 90") == [TABLE]


# ---- places ----


def test_origin_is_page_and_box() -> None:
    """
    A span's place is its page and the box of its glyphs, from the upper left corner.
    """
    result = govgrammar.parse(paged([shown("前言", 50, 700), shown("一、总体情况", 50, 700)]))
    assert result.source.text == "前言\n一、总体情况"
    assert result.source.origin(Span(3, 4)) == Origin("pdf", page=2, box=(50.0, 89.44, 62.0, 101.44))
    assert result.source.origin(Span(0, 4)) == Origin(
        "pdf", page=1, box=(50.0, 89.44, 74.0, 101.44), more=(Origin("pdf", page=2, box=(50.0, 89.44, 62.0, 101.44)),)
    )


# ---- files that are not read, or not whole ----


def test_scan_gets_the_way_out() -> None:
    """
    Pages that are pictures are named; invisible text over them was never proofread, and is not read.
    """
    invisible = PICTURE + shown("规章 1", 50, 700, before="3 Tr")
    (found,) = read(scanned(PICTURE, shown("正文", 50, 700), invisible, PICTURE)).diagnostics
    assert (found.code, found.arguments) == ("GG0107", {"pages": "1, 3-4"})


def test_blank_page_is_no_scan() -> None:
    """
    A page with nothing on it is blank.
    """
    assert codes(paged([shown("正文", 50, 700), b""])) == []


def test_pages_beyond_the_limit_are_left_out() -> None:
    """
    As many pages are read as the limit says.
    """
    data = paged([shown("甲", 50, 700), shown("乙", 50, 700), shown("丙", 50, 700)])
    found = read(data, pages=2)
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["甲", "乙"]
    assert [(d.code, d.arguments["name"]) for d in found.diagnostics] == [("GG0105", "pages")]


def test_cells_beyond_the_limit_are_left_out() -> None:
    """
    No table is read with which there are more cells than the limit says.
    """
    assert codes(paged([ruled(TABLE, 50, 700)]), cells=12) == []
    assert codes(paged([ruled(TABLE, 50, 700)]), cells=11) == ["GG0105"]


@pytest.mark.parametrize(("name", "limit"), [("pages", 1), ("cells", 11), ("decompressed_bytes", 500)])
def test_limit_raises_where_the_caller_chose_so(name: str, limit: int) -> None:
    """
    A caller who wants to be told by an exception is.
    """
    data = paged([packed(ruled(TABLE, 50, 700)), b""])
    with pytest.raises(LimitError) as raised:
        read(data, raises=True, **{name: limit})
    assert raised.value.name == name


def packed(data: bytes, times: int = 1) -> bytes:
    """A content stream that is packed several times."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = b"/FlateDecode " * times
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), filters, data)


@pytest.mark.parametrize("times", [1, 2])
def test_stream_bombs_are_not_unpacked(times: int) -> None:
    """
    A stream that unpacks to more than the limit is not unpacked, packed once or twice.
    """
    data = paged([packed(b"0 " * 50_000_000, times)])
    assert codes(data) == ["GG0105"]
    assert codes(paged([packed(b"0 " * 1_000, times)])) == []


def test_damaged_file_is_read_as_far_as_it_goes() -> None:
    """
    Whatever a file is cut to, or whatever stands in it, nothing is raised.
    """
    whole = paged([shown("甲", 50, 700), ruled(TABLE, 50, 700)])
    for place in range(0, len(whole), 97):
        read(whole[:place])
        read(whole[:place] + b"\xff\x00<<(" + whole[place + 5 :])


def test_password_is_asked_for() -> None:
    """
    A file that opens without a password is read although it is encrypted; one that does not says what it needs.
    """
    content = b"BT /F 12 Tf 50 700 Td (2023) Tj ET"
    assert [block.text for block in read(small_pdf.locked(content, b"")).blocks if isinstance(block, Paragraph)] == [
        "2023"
    ]
    (found,) = read(small_pdf.locked(content, b"secret")).diagnostics
    assert (found.code, "password" in str(found.arguments["detail"])) == ("GG0106", True)


def forms(depth: int) -> bytes:
    """A page that paints a form, which paints another one twice, and so on."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X %d 0 R >> >>"
    objects = {number: small_pdf.stream(b"/X Do /X Do", form % (number + 1)) for number in range(100, 100 + depth)}
    made = paged([b"/X Do"], objects=objects)
    return made.replace(b"/Font <<", b"/XObject << /X 100 0 R >> /Font <<")


HOSTILE = {
    "a million lines": lambda: paged([b"".join(line(0, y, 500, y) for y in range(800)) * 1_250]),
    "a million glyphs": lambda: paged([shown("一" * 1_000_000, 10, 10)]),
    "forms without end": lambda: forms(40),
    "saved states": lambda: paged([b"q " * 1_000_000]),
    "operands": lambda: paged([b"1 " * 1_000_000]),
    "widths": lambda: paged(
        [shown("规", 9, 9)], fonts={"F": small_pdf.font().replace(b"[1 95 500", b"[1 999999999 500")}
    ),
    "a character map": lambda: paged(
        [shown("规", 9, 9)],
        fonts={"F": NAMELESS.replace(b"/DescendantFonts", b"/ToUnicode 90 0 R /DescendantFonts")},
        objects={90: small_pdf.stream(b"begincmap 1 beginbfrange <0000> <ffffffff> <0000> endbfrange endcmap")},
    ),
    "many pages": lambda: small_pdf.pdf(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [" + b"3 0 R " * 500_000 + b"] >>"}
    ),
    "pages in pages": lambda: small_pdf.pdf(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
        | {number: b"<< /Type /Pages /Kids [%d 0 R] >>" % (number + 1) for number in range(2, 20_000)}
    ),
    "a page tree in a circle": lambda: small_pdf.pdf(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R 3 0 R] >>", 3: b"3 0 R"}
    ),
    "nested arrays": lambda: small_pdf.pdf(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"[" * 100_000 + b"]" * 100_000}
    ),
    "nested dictionaries": lambda: small_pdf.pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<</A " * 100_000}),
    "streams": lambda: b"%PDF-1.7\n" + b"stream\nx\x9c" * 300_000,
    "objects": lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 300_000,
    "line ends": lambda: b"%PDF-1.7\n" + b"\n" * 3_000_000,
    "an open string": lambda: b"%PDF-1.7\n1 0 obj\n(" + b"a" * 5_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_given_up_in_time(name: str) -> None:
    """
    A file that would take minutes or gigabytes is given up at a count, and nothing is raised.
    """
    result = govgrammar.parse(HOSTILE[name](), kind="pdf")
    assert result.status == "failed"


def test_reading_is_quiet(caplog: pytest.LogCaptureFixture) -> None:
    """
    What pdfminer logs is not heard, and what it logs for others still is.
    """
    with caplog.at_level(logging.DEBUG):
        read(paged([shown("甲", 50, 700)], fonts={"F": NAMELESS})[:-200])
        assert [record.name for record in caplog.records] == []
        logging.getLogger("pdfminer.pdfpage").warning("heard")
    assert [record.message for record in caplog.records] == ["heard"]


# ---- a real report ----

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real reports are not here")
def test_real_report_is_read_exactly() -> None:
    """
    A published PDF gives each of its figures, its misprinted total among them, and every one of them has a place.
    """
    import json  # noqa: PLC0415

    for path in sorted(REAL.glob("*.pdf")):
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        result = govgrammar.parse(path)
        report = result.report
        assert report is not None
        read_cells = {f"{c.table}/{c.row}/{c.column}": c for c in report.cells() if c.state == "number"}
        assert {name: str(c.value) for name, c in read_cells.items()} == {
            n: str(v) for n, v in expected["cells"].items()
        }
        assert {name: getattr(report, name) for name in expected["meta"]} == expected["meta"]
        places = [result.source.origin(c.span) for c in read_cells.values()]
        assert all(place is not None and place.page and place.box for place in places)


def test_a_page_without_content_is_empty() -> None:
    """
    A page that says nothing at all is no scan, and no damage.
    """
    found = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    }
    assert [d.code for d in govgrammar.parse(small_pdf.pdf(found)).diagnostics] == ["GG0101"]
