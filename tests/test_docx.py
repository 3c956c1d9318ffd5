"""What a Word document says is what Word shows."""

from __future__ import annotations

import io

import docx as python_docx
import pytest

import govgrammar
from govgrammar import Limits, Result, Span
from govgrammar.documents.docx_numbering import numeral
from office import WORD_STRICT, cell, docx, package, paragraph, row, run, table

HEAD = (
    paragraph(run("三、收到和处理政府信息公开申请情况")),
    row("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
)
NEW, CARRIED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
CHOICES = "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
BOX = "<w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing>"


def text(body: str, **parts: str) -> str:
    """The text of a document with this body."""
    return govgrammar.parse(docx(body, **parts)).source.text


def codes(result: Result) -> list[str]:
    """The findings that are not about the report as a whole."""
    return [d.code for d in result.diagnostics if not d.code.startswith("GG03") and not d.code.startswith("GG04")]


def said(*rows: str) -> dict[str, list[object]]:
    """What the rows of the third table say: a value, a state, or candidates."""
    report = govgrammar.parse(docx(HEAD[0] + table(HEAD[1], *rows))).report
    assert report is not None
    found: dict[str, list[object]] = {}
    for c in report.cells():
        if c.table == "requests" and c.state != "absent":
            found.setdefault(c.row, []).append(c.candidates or (c.value if c.state == "number" else c.state))
    return found


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (run("1") + run("2"), "12"),
        (f"<w:hyperlink>{run('1')}</w:hyperlink><w:smartTag>{run('2')}</w:smartTag>", "12"),
        (f"<w:sdt><w:sdtPr><w:t>9</w:t></w:sdtPr><w:sdtContent>{run('2')}</w:sdtContent></w:sdt>", "2"),
        (f"<w:ins>{run('1')}</w:ins><w:moveTo>{run('2')}</w:moveTo>", "12"),
        (f"{run('1')}<w:del><w:r><w:delText>3</w:delText></w:r></w:del><w:moveFrom>{run('4')}</w:moveFrom>", "1"),
        (run("1") + run("2", "<w:vanish/>"), "1"),
        (run("1") + run("2", '<w:vanish w:val="0"/>'), "12"),
        (run("1", "<w:strike/>") + run("2", "<w:dstrike/>") + run("3"), "~~12~~3"),
        (run("12") + run("1", '<w:vertAlign w:val="superscript"/>'), "12^1"),
        (run("m") + run("x", '<w:vertAlign w:val="superscript"/>'), "mx"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/></w:r>", "a\tb\nc-"),
        ('<w:r><w:sym w:font="Wingdings" w:char="0031"/><w:sym w:font="x" w:char="2103"/></w:r>', "\uf031℃"),
        (run("1", '<w:rFonts w:ascii="Wingdings 2"/>'), "\uf031"),
        ("<w:r><w:footnoteReference/><w:t>7</w:t></w:r>", "7"),
        ("<w:ruby><w:rt><w:r><w:t>9</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>7</w:t></w:r></w:rubyBase></w:ruby>", "7"),
        ("<m:oMath><m:r><m:t>1</m:t></m:r><m:r><m:t>2</m:t></m:r></m:oMath>", "1 2"),
    ],
)  # fmt: skip
def test_a_paragraph_says_what_word_shows(inside: str, expected: str) -> None:
    """
    Runs are joined; what is hidden or deleted is not there; what is struck out or raised is no figure.
    """
    assert text(f"<w:p>{inside}</w:p>") == expected


@pytest.mark.parametrize(("instruction", "expected"), [("REF x", "a7b"), (" PAGE \\* MERGEFORMAT", "ab")])
def test_a_field_shows_its_result(instruction: str, expected: str) -> None:
    """
    The instruction of a field is no text, and the number of a page none of the report.
    """
    parts = ("begin", "", "separate", "7", "end")
    runs = [f'<w:r><w:fldChar w:fldCharType="{p}"/></w:r>' if p in {"begin", "separate", "end"} else p for p in parts]
    runs[1], runs[3] = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>", run("7")
    assert text(paragraph(run("a"), *runs, run("b"))) == expected
    assert (
        text(f'<w:p>{run("a")}<w:fldSimple w:instr="{instruction}">{run("7")}</w:fldSimple>{run("b")}</w:p>')
        == expected
    )


def test_a_paragraph_whose_end_is_deleted_runs_on() -> None:
    """
    A deleted paragraph mark joins two paragraphs, and the changes are mentioned.
    """
    result = govgrammar.parse(docx(paragraph(run("1"), properties="<w:rPr><w:del/></w:rPr>") + paragraph(run("2"))))
    assert (result.source.text, codes(result)) == ("12", ["GG0110"])
    assert govgrammar.parse(docx(paragraph(run("1")))).diagnostics[0].code == "GG0301"


def test_a_text_box_stands_once_behind_its_paragraph() -> None:
    """
    A text box is written twice in a file, for old and for new programs.
    """
    assert text(paragraph(f"<w:r>{CHOICES.format(BOX.format(paragraph(run('box'))))}</w:r>", run("a"))) == "a\nbox"


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
    '<w:style w:type="paragraph" w:styleId="h"><w:basedOn w:val="b"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style>'
)


def level(number: int, kind: str, shape: str, more: str = "") -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shape}"/>{more}</w:lvl>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCountingThousand", "%1、", '<w:suff w:val="nothing"/><w:pStyle w:val="h"/>')
    + level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>')
    + level(2, "decimal", "%3.", '<w:suff w:val="nothing"/>')
    + level(3, "bullet", "\uf0b7")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def numbered(depth: int, words: str, number: int = 1) -> str:
    """A numbered paragraph."""
    numbers = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(run(words), properties=numbers)


def test_numbers_that_word_writes_are_read() -> None:
    """
    Levels count on their own, begin again below a higher one, and follow from a style; a list can begin anew.
    """
    body = (
        paragraph(run("a"), properties='<w:pStyle w:val="h"/>')
        + numbered(1, "b") + numbered(1, "c") + numbered(2, "d") + numbered(2, "8") + numbered(0, "e") + numbered(1, "f")
        + numbered(3, "g") + numbered(0, "h", 2) + numbered(0, "i", 0)
    )  # fmt: skip
    expected = "一、a\n（一）b\n（二）c\n1.d\n2. 8\n二、e\n（一）f\ng\n五、h\ni"
    assert text(body, numbering=NUMBERING, styles=STYLES) == expected


def test_a_style_can_hide() -> None:
    """
    A run in a hidden style is hidden.
    """
    assert text(paragraph(run("a"), run("b", '<w:rStyle w:val="gone"/>')), styles=STYLES) == "a"


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        (10, "chineseCounting", "十"), (12, "chineseCounting", "十二"), (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"), (12, "chineseLegalSimplified", "壹拾贰"),
        (11, "ideographTraditional", "甲"), (2, "ideographZodiac", "丑"), (61, "ideographZodiacTraditional", "甲子"),
        (3, "decimalEnclosedCircle", "③"), (21, "decimalEnclosedCircle", "21"), (28, "lowerLetter", "bb"),
        (9, "upperRoman", "IX"), (7, "decimalZero", "07"), (10, "ideographDigital", "一〇"), (12, "decimalFullWidth", "１２"),
        (5, "somethingNew", "5"), (0, "chineseCounting", "0"),
    ],
)  # fmt: skip
def test_numerals(number: int, kind: str, expected: str) -> None:
    """
    Each kind of number is written as Word writes it.
    """
    assert numeral(number, kind) == expected


def test_labels_with_numbers_of_word_are_those_of_the_form() -> None:
    """
    A heading and a row whose numbers Word writes are found.
    """
    heading = numbered(0, "收到和处理政府信息公开申请情况").replace('w:numId w:val="1"', 'w:numId w:val="3"')
    numbering = NUMBERING + (
        '<w:abstractNum w:abstractNumId="9">' + level(0, "chineseCounting", "%1、").replace('start w:val="1"', 'start w:val="3"')
        + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num>'
    )  # fmt: skip
    label = cell(numbered(0, "本年新收政府信息公开申请数量"))
    body = heading + table(HEAD[1], row(label, *"1000001"))
    report = govgrammar.parse(docx(body, numbering=numbering, styles=STYLES)).report
    assert report is not None
    assert report.requests is not None
    assert report.requests.new_requests.total.value == 1


def test_merged_cells_are_where_word_shows_them() -> None:
    """
    A figure in cells that are merged across or down can belong to each of them; all others are where they are.
    """
    down = said(
        row(NEW, cell("3", '<w:vMerge w:val="restart"/>'), *"000003"),
        row(CARRIED, cell("9", "<w:vMerge/>"), *"000000"),
    )
    assert down == {"new_requests": [(3, None), 0, 0, 0, 0, 0, 3], "carried_in": [(3, None), 0, 0, 0, 0, 0, 0]}
    expected = {"new_requests": [(4, None), (4, None), 0, 0, 0, 0, 4]}
    assert said(row(NEW, cell("4", '<w:gridSpan w:val="2"/>'), *"00004")) == expected
    across = cell("4", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")
    assert said(row(NEW, *across, *"00004")) == expected


def test_cells_and_rows_that_are_deleted_are_not_there() -> None:
    """
    Rows and cells that a tracked change deletes, and hidden rows, are left out; those that it inserts are read.
    """
    gone, hidden = "<w:del/>", "<w:hidden/>"
    found = said(
        row(NEW, *"9000009", properties=gone),
        row(NEW, *"8000008", properties=hidden),
        row(NEW, cell("7", "<w:cellDel/>"), *"1000001", properties="<w:ins/>"),
    )
    assert found == {"new_requests": [1, 0, 0, 0, 0, 0, 1]}


def test_places_before_a_row_are_kept() -> None:
    """
    A row can begin farther in than the table does.
    """
    assert text(table(row("a", "b"), row("c", properties='<w:gridBefore w:val="1"/>'))) == "a\tb\n\tc"


def test_figures_that_are_struck_out_are_none() -> None:
    """
    A figure that is struck out is text, alone or beside the one that replaces it.
    """
    struck = cell(paragraph(run("3", "<w:strike/>"), run("4")))
    assert said(row(NEW, struck, *"000004")) == {"new_requests": ["text", 0, 0, 0, 0, 0, 4]}


def test_a_table_in_a_table_is_read_on_its_own() -> None:
    """
    A table whose cell holds the report's table is a frame of the page.
    """
    inner = HEAD[0] + table(HEAD[1], row(NEW, *"1000001"))
    report = govgrammar.parse(docx(table(row(cell(inner + "<w:p/>"), "x")))).report
    assert report is not None
    assert report.requests is not None
    assert report.requests.new_requests.natural_person.value == 1


def test_where_a_figure_stands() -> None:
    """
    Tables, rows and cells are counted from 1 as they stand in the file, paragraphs in the body.
    """
    result = govgrammar.parse(docx(paragraph() + HEAD[0] + table(HEAD[1], row(NEW, *"1000001"))))
    assert result.report is not None
    assert result.report.requests is not None
    found = result.source.origin(result.report.requests.new_requests.natural_person.span)
    assert found is not None
    assert (found.kind, found.part) == ("docx", "table 1, row 2, cell 2")
    heading = result.source.text.index("三")
    first = result.source.origin(Span(heading, heading + 1))
    assert first is not None
    assert first.part == "paragraph 2"


def test_strict_files_and_macros_are_read() -> None:
    """
    The strict namespaces, a file with macros, and a main part under another name.
    """
    assert text(paragraph(run("a")), namespace=WORD_STRICT) == "a"
    assert text(paragraph(run("a")), kind="docm") == "a"
    part = f'<w:document xmlns:w="{WORD_STRICT}"><w:body>{paragraph(run("b"))}</w:body></w:document>'
    assert govgrammar.parse(package("docx", {"here/there.xml": part}, "here/there.xml")).source.text == "b"


def test_what_python_docx_writes_is_read() -> None:
    """
    Headers, footers and core properties are not the report's text.
    """
    document = python_docx.Document()
    document.core_properties.title = "2023"
    document.sections[0].header.paragraphs[0].text = "header"
    document.add_heading("heading", 1)
    made = document.add_table(2, 2)
    made.cell(0, 0).merge(made.cell(0, 1)).text = "top"
    made.cell(1, 1).text = "x"
    out = io.BytesIO()
    document.save(out)
    assert govgrammar.parse(out.getvalue()).source.text == "heading\ntop\t\n\tx"


def test_what_is_complete_in_a_broken_document_is_read() -> None:
    """
    Rows before the place where the markup breaks are kept, the one that it breaks is not.
    """
    body = table(row("a", "1"), row("b", "2")).removesuffix("</w:tr></w:tbl>")
    broken = f'<w:document xmlns:w="{WORD_STRICT}"><w:body>{body}</w:wrong>'
    result = govgrammar.parse(package("docx", {"word/document.xml": broken}))
    assert (result.source.text, codes(result)) == ("a\t1", ["GG0106"])


@pytest.mark.parametrize(
    ("name", "most", "expected"),
    [
        ("elements", 4, ""),
        ("nesting", 2, ""),
        ("cells", 2, "a\t1"),
        ("characters", 1, ""),
        ("decompressed_bytes", 900, ""),
    ],
)
def test_limits(name: str, most: int, expected: str) -> None:
    """
    What exceeds a limit is left out and said, or raises.
    """
    made = docx(table(row("a", "1"), row("b", "2")))
    result = govgrammar.parse(made, limits=Limits(**{name: most}))  # type: ignore[arg-type]
    assert (result.source.text, codes(result)[:1]) == (expected, ["GG0105"])
    with pytest.raises(govgrammar.LimitError):
        govgrammar.parse(made, limits=Limits(**{name: most}, raises=True))


def test_entities_are_refused() -> None:
    """
    An office file has no document type.
    """
    bomb = '<!DOCTYPE x [<!ENTITY a "1">]><w:document xmlns:w="x"><w:t>&a;</w:t></w:document>'
    assert codes(govgrammar.parse(package("docx", {"word/document.xml": bomb}))) == ["GG0106"]


def test_an_embedded_file_is_mentioned() -> None:
    """
    What stands in an embedded file is not read, and nobody shall think that it was.
    """
    assert codes(govgrammar.parse(docx("<w:altChunk/>" + paragraph(run("a"))))) == ["GG0106"]


# ---- hostile documents ----


def field(*kinds: str) -> str:
    """Marks of fields in a run."""
    return "<w:r>" + "".join(f'<w:fldChar w:fldCharType="{kind}"/>' for kind in kinds) + "</w:r>"


def test_fields_in_fields_show_what_all_of_them_show() -> None:
    """
    Text in a result is shown where every field around it shows its own; behind a field that ends, what is around decides.
    """
    page = "<w:r><w:instrText> PA</w:instrText></w:r><w:r><w:instrText>GE \\* MERGEFORMAT</w:instrText></w:r>"
    other = "<w:r><w:instrText>REF x</w:instrText></w:r>"
    shown = field("begin") + other + field("separate")
    assert text(paragraph(shown, shown, run("1"), field("end", "end"), run("2"))) == "12"
    hidden = field("begin") + page + field("separate")
    assert text(paragraph(shown, hidden, run("1"), field("end"), run("2"), field("end"), run("3"))) == "23"
    assert text(paragraph(hidden, shown, run("1"), field("end"), run("2"), field("end"), run("3"))) == "3"
    assert text(paragraph(field("begin"), shown, run("1"), field("end", "end"), run("2"))) == "2"
    assert text(paragraph(field(*["begin", "separate"] * 9_000), run("1") * 9_000)) == "1" * 9_000


def test_a_style_says_the_same_each_time() -> None:
    """
    What a chain of styles says of a run is what its nearest word says, for the first run and for the last.
    """
    chain = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(20))
    last = '<w:style w:styleId="s20"><w:rPr><w:strike/></w:rPr></w:style>'
    far = '<w:style w:styleId="t"><w:basedOn w:val="s0"/><w:rPr><w:strike w:val="0"/></w:rPr></w:style>'
    struck = run("12", '<w:rStyle w:val="s0"/>')
    body = paragraph(struck, run("3"), run("4", '<w:rStyle w:val="t"/>'), struck)
    assert text(body, styles=chain + last + far) == "~~12~~34~~12~~"


def test_long_paragraphs_are_one_text() -> None:
    """
    Thousands of runs, and thousands of paragraphs whose marks are deleted, give one paragraph with all of its characters.
    """
    long = "规" * 900
    assert text("<w:p>" + f"<w:r><w:t>{long}</w:t></w:r>" * 4_000 + "</w:p>") == long * 4_000
    deleted = paragraph(run(long), properties="<w:rPr><w:del/></w:rPr>")
    assert text(deleted * 2_000 + paragraph(run("1"))) == long * 2_000 + "1"


def test_lists_of_many_levels_are_read_once() -> None:
    """
    The last word on a level holds, the first on a style, and thousands of lists from one description say the same.
    """
    levels = '<w:lvl w:ilvl="0"><w:lvlText w:val="x"/></w:lvl>' * 5_000
    levels += '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:suff w:val="nothing"/></w:lvl>'
    levels += '<w:lvl w:ilvl="1"><w:pStyle w:val="s"/><w:lvlText w:val="(%2)"/></w:lvl>'
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(2_000))
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{numbers}'
    own = "".join(paragraph(run("规"), properties=f'<w:numPr><w:numId w:val="{n}"/></w:numPr>') for n in range(2_000))
    by_style = paragraph(run("章"), properties='<w:pStyle w:val="s"/>')
    style = '<w:style w:styleId="s"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    lines = text(own + by_style, numbering=numbering, styles=style).split("\n")
    assert lines[:2] == ["一、规", "二、规"]
    assert lines[-2:] == ["二千、规", "(1) 章"]
