"""Hostile files, by name: the kind, and what is wrong with it.  Each is made when it is asked for, the same bytes each time."""

from __future__ import annotations

import io
import random
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

import govgrammar
from govgrammar.export.docx import write_docx
from govgrammar.export.render import draft_of, write
from govgrammar.export.xlsx import write_xlsx

_ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT / "tests"))

from hostile_packages import packages  # noqa: E402
from hostile_prints import prints  # noqa: E402

import office  # noqa: E402  the tests' writers of broken files
import small_pdf  # noqa: E402

KINDS: Final = ("text", "markdown", "csv", "html", "docx", "xlsx", "pdf")
_MILLION: Final = 1_000_000
_DTD: Final = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]>'
_ENTITIES: Final = _DTD.format(
    "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
)


@lru_cache
def small(kind: str) -> bytes:
    """A report of the corpus as a file of a kind."""
    report = govgrammar.parse((_ROOT / "corpus" / "reports" / "paragraphs-2021" / "source.txt").read_bytes()).report
    if report is None:
        raise ValueError(kind)
    draft = draft_of(report, ambiguous_as_blank=True)
    if kind in {"docx", "xlsx"}:
        return write_docx(draft) if kind == "docx" else write_xlsx(draft)
    if kind == "pdf":
        return small_pdf.paged([small_pdf.shown("一、总体情况", 50, 700) + small_pdf.ruled([["规章", "1"]], 50, 600)])
    text = write(draft, {"text": "paragraphs", "markdown": "markdown", "csv": "csv", "html": "html"}[kind])
    return (f'<!DOCTYPE html><meta charset="utf-8">{text}' if kind == "html" else text).encode()


def _noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def _scarred(kind: str) -> bytes:
    """A file with random bytes all over it."""
    data, source = bytearray(small(kind)), random.Random(2)
    for _ in range(max(20, len(data) // 200)):
        data[source.randrange(len(data))] = source.randrange(256)
    return bytes(data)


def _part(kind: str, end: int, rest: bytes = b"") -> bytes:
    """The beginning of a small file, and what stands behind it."""
    return small(kind)[:end] + rest


def _half(kind: str) -> bytes:
    return _part(kind, len(small(kind)) // 2)


def _with_noise(kind: str) -> bytes:
    return _part(kind, 64, _noise(4 * _MILLION))


def _with_zeros(kind: str) -> bytes:
    return small(kind) + bytes(8 * _MILLION)


def _in_all_kinds() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for kind in KINDS:
        yield f"{kind} cut in the middle", partial(_half, kind)
        yield f"{kind} cut near the end", partial(_part, kind, -40)
        yield f"{kind} scarred by random bytes", partial(_scarred, kind)
        yield f"{kind} random bytes behind its beginning", partial(_with_noise, kind)
        yield f"{kind} zeros behind its end", partial(_with_zeros, kind)


# ---- text ----

_ROW: Final = "一、本年新收政府信息公开申请数量"


def _texts() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "text 19 million characters in lines", lambda: "本年度重点工作按计划推进,全年办结各类事项126件。\n" * 730_000
    yield "text 19 million characters in one line", lambda: "规章" * 9_500_000
    yield "text 19 million digits", lambda: "1" * 19 * _MILLION
    yield "text 19 million line ends", lambda: "\n" * 19 * _MILLION
    yield "text 19 million bars", lambda: "|" * 19 * _MILLION
    yield "text 19 million spaces", lambda: "一" + " " * 19 * _MILLION + "二"
    yield (
        "text a million cells",
        lambda: "三、收到和处理政府信息公开申请情况\n" + f"{_ROW} | 1 | 2 | 3 | 4 | 5 | 6 | 7\n" * 125_000,
    )
    yield "text a million cells, a line each", lambda: "三、收到和处理政府信息公开申请情况\n" + "1\n\n" * _MILLION
    yield "text a million headings", lambda: "一、总体情况\n" * 600_000
    yield "text a row of a million figures", lambda: f"三、收到和处理政府信息公开申请情况\n{_ROW}" + "|1" * _MILLION
    yield "text brackets", lambda: "(" * 10 * _MILLION
    yield "text a million short tables", lambda: "二、主动公开政府信息情况\n信息内容|本年制发件数\n规章|1\n" * 120_000
    yield (
        "text one short row, again and again",
        lambda: "三、收到和处理政府信息公开申请情况\n" + f"{_ROW}|1|2|3\n" * 300_000,
    )
    yield "text titles", lambda: "某县2020年政府信息公开工作年度报告\n" * 300_000
    yield "text half of a pair", lambda: "规章\ud800" * 100_000
    yield (
        "markdown a million cells",
        lambda: "# 三、收到和处理政府信息公开申请情况\n\n|a|b|\n|-|-|\n" + "|1|2|3|4|5|6|7|8|\n" * 125_000,
    )
    yield "markdown a rule of a million columns", lambda: "|a" * _MILLION + "|\n" + "|-" * _MILLION + "|\n"
    yield "markdown escapes", lambda: "|a|\n|-|\n|" + "\\|" * 5 * _MILLION
    yield "markdown references", lambda: "|a|\n|-|\n|" + "&amp;" * 2 * _MILLION
    yield "markdown marks", lambda: "|a|\n|-|\n|" + "**" * 5 * _MILLION + "|"
    yield "csv a million cells", lambda: "二、主动公开政府信息情况\n" + "1,2,3,4,5,6,7,8\n" * 125_000
    yield "csv an open quote", lambda: '二,"' + "规章,1\n" * _MILLION
    yield "csv quotes", lambda: '"' * 10 * _MILLION
    yield "csv a quote in each line", lambda: 'a,"b\n' * 2 * _MILLION
    yield "csv a row of a million", lambda: "规章" + ",1" * _MILLION
    yield "csv one row of separators", lambda: "," * 15 * _MILLION
    yield "csv quoted words that run on over lines", lambda: '"文\n",' * 3 * _MILLION


# ---- HTML ----


def _pages() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "html nesting 100,000 divisions", lambda: "<div>" * 100_000 + "1"
    yield "html nesting 100,000 tables", lambda: "<table><tr><td>" * 100_000 + "1"
    yield "html nesting 100,000 spans", lambda: "<p>" + "<span>" * 100_000 + "1"
    yield "html nesting 100,000 fonts", lambda: "<font>" * 100_000 + "<p>1" * 1000
    yield "html nesting 100,000 lists", lambda: "<ul><li>" * 100_000
    yield "html nesting 100,000 in many pieces", lambda: ("<div>" * 300 + "1" + "</div>" * 300) * 340
    yield "html misnested formatting", lambda: "<b><p><i></b></p><a>" * 40_000
    yield "html adoption agency", lambda: "<a><b>" * 10_000 + "<p>" + "</a></b>" * 10_000
    yield "html rowspan 10^8", lambda: "<table><tr><td rowspan=100000000 colspan=100000000>1<td>2<tr><td>3</table>"
    yield (
        "html rowspan 10^8, many times",
        lambda: "<table>" + "<tr><td rowspan=100000000>1<td colspan=100000000>2" * 20_000,
    )
    yield "html rowspans in stairs", lambda: "<table>" + "<tr><td rowspan=65534>1<td>2" * 2_000
    yield "html a million cells", lambda: "<table>" + ("<tr>" + "<td>1" * 10) * 100_000
    yield "html a million cells in a row", lambda: "<table><tr>" + "<td>1" * _MILLION
    yield "html a million cells, closed", lambda: "<table>" + ("<tr>" + "<td>1</td>" * 10 + "</tr>") * 100_000
    yield "html a million empty cells", lambda: "<table>" + ("<tr>" + "<td></td>" * 10 + "</tr>") * 100_000
    yield "html a million rows", lambda: "<table>" + "<tr></tr>" * _MILLION
    yield "html 100,000 tables", lambda: "<table><tr><td>规章<td>1</table>" * 100_000
    yield "html a million divisions", lambda: "<div>1</div>" * _MILLION
    yield "html foster parents", lambda: "<table>" + "<tr>x<td>1" * 100_000
    yield "html entity bomb", lambda: _ENTITIES + "<p>&j;</p>"
    yield "html a million references", lambda: "<p>" + "&amp;" * _MILLION
    yield "html numeric references", lambda: "<p>" + "&#19968;" * _MILLION
    yield "html a long reference", lambda: "<p>&#" + "9" * 10 * _MILLION + ";"
    yield "html a million attributes", lambda: "<p " + " ".join(f"a{n}=1" for n in range(_MILLION)) + ">1"
    yield "html attributes of many elements", lambda: ("<p " + " ".join(f"a{n}" for n in range(200)) + ">1") * 5_000
    yield "html a long attribute", lambda: f'<p title="{"x" * 20 * _MILLION}">1'
    yield "html a long style", lambda: f'<p style="{"display:block;" * 1_000_000}">1'
    yield (
        "html style rules",
        lambda: (
            "<style>"
            + "".join(f".a{n}{{display:none}}" for n in range(300_000))
            + "</style>"
            + '<p class="a1">1' * 50_000
        ),
    )
    yield "html classes", lambda: "<style>.a{display:none}</style>" + f'<p class="{"b " * 1000}">1' * 2_000
    yield "html open tags", lambda: "<a " * 3 * _MILLION
    yield "html open comments", lambda: "<!--" * 3 * _MILLION
    yield "html comments", lambda: "1<!-- -->" * _MILLION
    yield "html open quotes", lambda: '<a b="' * 2 * _MILLION
    yield "html smaller-than signs", lambda: "<p>" + "<" * 10 * _MILLION
    yield "html ampersands", lambda: "<p>" + "&" * 10 * _MILLION
    yield "html line breaks", lambda: "<p>" + "<br>" * 3 * _MILLION
    yield "html scripts", lambda: "<script>" * 3 * _MILLION
    yield "html selects", lambda: "<table><tr><td>" + "<select><option>1" * 300_000
    yield "html templates", lambda: "<template>" * 300_000
    yield "html svg", lambda: "<svg>" * 100_000 + "<p>1"
    yield "html frames", lambda: "<frameset>" * 1_000_000
    yield "html 19 million characters", lambda: "<p>" + "规章" * 9_500_000
    yield "html links", lambda: '<a href="/">一、总体情况</a>' * 100_000
    yield "html headings", lambda: "<h1>一、总体情况</h1>" * 40_000
    yield "html many reports", lambda: small("html").decode() * 400
    yield "html spaces in a tag", lambda: "<table><tr><td" + " " * 10 * _MILLION + "rowspan=2>1"
    yield "html zeros", lambda: "<p>" + "\0" * 10 * _MILLION


# ---- Office packages ----

_CELL: Final = '<c t="inlineStr"><is><t>1</t></is></c>'


def _sheet(rows: str, more: str = "") -> bytes:
    return office.xlsx({"a": f"<sheetData>{rows}</sheetData>{more}"})


def _lying(data: bytes, size: int) -> bytes:
    """An archive whose directory gives false sizes."""
    changed, place = bytearray(data), -1
    while (place := data.find(b"PK\x01\x02", place + 1)) >= 0:
        struct.pack_into("<I", changed, place + 24, size)
    return bytes(changed)


def _overlapping() -> bytes:
    """A directory in which ten thousand entries name one and the same member."""
    plain = office.package("docx", {"word/document.xml": " " * 5_000_000})
    begin, end = plain.index(b"PK\x01\x02"), plain.index(b"PK\x05\x06")
    directory = plain[begin:end]
    entry = directory[directory.rindex(b"PK\x01\x02") :]
    count = 10_000
    tail = bytearray(plain[end:])
    struct.pack_into("<HHI", tail, 8, count + 3, count + 3, len(directory) + count * len(entry))
    return plain[:begin] + directory + entry * count + bytes(tail)


def _numbering(levels: int, depth: int = 1) -> str:
    level = (
        '<w:lvl w:ilvl="{}"><w:start w:val="2147483647"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="{}"/></w:lvl>'
    )
    one = "".join(level.format(n, "%1%2%3%4%5%6%7%8%9" * depth) for n in range(9))
    return "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{one}</w:abstractNum><w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(levels)
    )


def _numbered(count: int, number: int = 0) -> str:
    properties = f'<w:numPr><w:ilvl w:val="8"/><w:numId w:val="{number}"/></w:numPr>'
    return office.paragraph(office.run("1"), properties=properties) * count


def _archive(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(count):
            made.writestr(f"word/{number}.xml", b"")
    return out.getvalue()


def _documents() -> Iterator[tuple[str, Callable[[], bytes]]]:
    rows = office.row(*["1"] * 10)
    attributes = " ".join(f'w:a{n}="1"' for n in range(_MILLION))
    yield "docx ZIP bomb", lambda: office.docx(" " * 400 * _MILLION)
    yield "docx ZIP bomb with false sizes", lambda: _lying(office.docx(" " * 400 * _MILLION), 1000)
    yield "docx sizes of four gigabytes", lambda: _lying(small("docx"), 2**32 - 2)
    yield "docx overlapping members", _overlapping
    yield "docx 60,000 members", lambda: _archive(60_000)
    yield (
        "docx entity bomb",
        lambda: office.package("docx", {"word/document.xml": f"{_ENTITIES}<w:document xmlns:w='x'>&j;</w:document>"}),
    )
    yield (
        "docx external entity",
        lambda: office.package(
            "docx", {"word/document.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}
        ),
    )
    yield "docx nesting 100,000", lambda: office.docx("<w:sdt><w:sdtContent>" * 100_000)
    yield "docx nesting 100,000 tables", lambda: office.docx("<w:tbl><w:tr><w:tc>" * 100_000)
    yield "docx nesting 100,000, unknown", lambda: office.docx("<w:x>" * 100_000 + "</w:x>" * 100_000)
    yield "docx a million attributes", lambda: office.docx(f"<w:p {attributes}/>")
    yield (
        "docx many attributes, many elements",
        lambda: office.docx(("<w:p " + " ".join(f'w:a{n}="1"' for n in range(200)) + "/>") * 10_000),
    )
    yield "docx a long attribute", lambda: office.docx(f'<w:p w:a="{"x" * 40 * _MILLION}"/>')
    yield "docx namespaces", lambda: office.docx("".join(f'<a{n}:x xmlns:a{n}="n{n}"/>' for n in range(300_000)))
    yield "docx a million cells", lambda: office.docx(office.table(rows * 100_000))
    yield (
        "docx a million bare cells",
        lambda: office.docx(office.table(("<w:tr>" + "<w:tc><w:p/></w:tc>" * 10 + "</w:tr>") * 100_000)),
    )
    yield (
        "docx a million cells in a row",
        lambda: office.docx(office.table("<w:tr>" + "<w:tc><w:p/></w:tc>" * _MILLION + "</w:tr>")),
    )
    yield (
        "docx spans of 10^8",
        lambda: office.docx(office.table(office.row(office.cell("1", '<w:gridSpan w:val="100000000"/>'), "2") * 5_000)),
    )
    yield (
        "docx columns skipped",
        lambda: office.docx(office.table(office.row("1", properties='<w:gridBefore w:val="100000000"/>') * 5_000)),
    )
    yield (
        "docx vertical merges",
        lambda: office.docx(office.table(office.row(*[office.cell("1", "<w:vMerge/>")] * 60) * 1_500)),
    )
    yield "docx a million paragraphs", lambda: office.docx("<w:p/>" * _MILLION)
    yield "docx a million runs", lambda: office.docx("<w:p>" + "<w:r><w:t>1</w:t></w:r>" * 500_000 + "</w:p>")
    yield "docx 19 million characters", lambda: office.docx(office.paragraph(office.run("规章" * 9_500_000)))
    yield (
        "docx 19 million characters in paragraphs",
        lambda: office.docx(office.paragraph(office.run("本年度重点工作按计划推进,全年办结各类事项。" * 10)) * 85_000),
    )
    yield (
        "docx 19 million characters in line breaks",
        lambda: office.docx(office.paragraph("<w:r>" + "<w:t>规章</w:t><w:br/>" * _MILLION + "</w:r>")),
    )
    yield "docx references", lambda: office.docx(office.paragraph(office.run("&#19968;" * 3 * _MILLION)))
    yield "docx numbering", lambda: office.docx(_numbered(50_000), numbering=_numbering(1))
    yield "docx numbering of many lists", lambda: office.docx(_numbered(1_000), numbering=_numbering(15_000))
    yield "docx numbering with long texts", lambda: office.docx(_numbered(20_000), numbering=_numbering(1, 1_000))
    yield (
        "docx Chinese numbering",
        lambda: office.docx(
            _numbered(50_000), numbering=_numbering(1).replace("upperRoman", "chineseCountingThousand")
        ),
    )
    yield (
        "docx styles in a circle",
        lambda: office.docx(
            office.paragraph(office.run("1"), properties='<w:pStyle w:val="s0"/>') * 1_000,
            styles="".join(
                f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 50_000}"/></w:style>' for n in range(50_000)
            ),
        ),
    )
    yield (
        "docx text boxes",
        lambda: office.docx(
            office.paragraph(
                "<w:r><w:pict><w:txbxContent>" + office.paragraph(office.run("1")) + "</w:txbxContent></w:pict></w:r>"
            )
            * 20_000
        ),
    )
    yield (
        "docx tracked changes",
        lambda: office.docx(
            "<w:p>"
            + "<w:del><w:r><w:delText>1</w:delText></w:r></w:del><w:ins><w:r><w:t>2</w:t></w:r></w:ins>" * 100_000
            + "</w:p>"
        ),
    )
    yield (
        "docx fields",
        lambda: office.docx("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 100_000 + "</w:p>"),
    )
    yield "docx random bytes behind a directory", lambda: b"PK\x01\x02" + _noise(4 * _MILLION)
    yield "docx random bytes behind a member", lambda: b"PK\x03\x04" + _noise(4 * _MILLION)
    yield "docx directories", lambda: b"PK\x03\x04" + b"PK\x05\x06" * _MILLION
    yield "docx random OLE", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _noise(8 * _MILLION)
    yield "docx OLE of one sector in a circle", lambda: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)) * 10_000


def _workbooks() -> Iterator[tuple[str, Callable[[], bytes]]]:
    formats = "<numFmts>{}</numFmts><cellXfs>{}</cellXfs>"
    yield "xlsx ZIP bomb", lambda: _sheet(" " * 400 * _MILLION)
    yield "xlsx ZIP bomb with false sizes", lambda: _lying(_sheet(" " * 400 * _MILLION), 1000)
    yield (
        "xlsx entity bomb",
        lambda: office.package("xlsx", {"xl/workbook.xml": f"{_ENTITIES}<workbook>&j;</workbook>"}),
    )
    yield "xlsx nesting 100,000", lambda: _sheet("<row>" * 100_000)
    yield "xlsx a million cells", lambda: _sheet(("<row>" + "<c><v>1</v></c>" * 10 + "</row>") * 100_000)
    yield "xlsx a million texts", lambda: _sheet(("<row>" + _CELL * 10 + "</row>") * 100_000)
    yield "xlsx a million empty cells", lambda: _sheet(("<row>" + "<c/>" * 10 + "</row>") * 100_000)
    yield "xlsx a million cells in a row", lambda: _sheet("<row>" + "<c><v>1</v></c>" * _MILLION + "</row>")
    yield (
        "xlsx wide rows",
        lambda: _sheet("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 50_001))),
    )
    yield (
        "xlsx far cells",
        lambda: _sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    )
    yield (
        "xlsx places without end",
        lambda: _sheet(f'<row r="{10**9}"><c r="{"Z" * 1000}{"9" * 1000}"><v>1</v></c></row>'),
    )
    yield "xlsx a million rows", lambda: _sheet("<row/>" * _MILLION)
    yield (
        "xlsx merged everywhere",
        lambda: _sheet(
            ("<row>" + "<c><v>1</v></c>" * 10 + "</row>") * 5_000,
            "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 100_000 + "</mergeCells>",
        ),
    )
    yield (
        "xlsx merged in pairs",
        lambda: _sheet(
            "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 40_001)),
            "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 40_001)) + "</mergeCells>",
        ),
    )
    yield (
        "xlsx hidden columns",
        lambda: office.xlsx(
            {
                "a": "<cols>"
                + '<col min="1" max="16384" hidden="1"/>' * 100_000
                + "</cols><sheetData><row><c><v>1</v></c></row></sheetData>"
            }
        ),
    )
    yield (
        "xlsx long formats",
        lambda: office.xlsx(
            {
                "a": "<sheetData>"
                + "".join(f'<row><c s="{n}"><v>1</v></c></row>' for n in range(2_000))
                + "</sheetData>"
            },
            styles=formats.format(
                "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{"0.#,?" * 4_000}"/>' for n in range(2_000)),
                "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(2_000)),
            ),
        ),
    )
    yield (
        "xlsx one long format",
        lambda: office.xlsx(
            {"a": "<sheetData>" + '<row><c s="0"><v>1</v></c></row>' * 50_000 + "</sheetData>"},
            styles=formats.format(f'<numFmt numFmtId="200" formatCode="{"[" * 1_000_000}"/>', '<xf numFmtId="200"/>'),
        ),
    )
    yield (
        "xlsx formats that repeat",
        lambda: office.xlsx(
            {"a": "<sheetData>" + '<row><c s="0"><v>1</v></c></row>' * 50_000 + "</sheetData>"},
            styles=formats.format(f'<numFmt numFmtId="200" formatCode="{"0" * 1_000}"/>', '<xf numFmtId="200"/>'),
        ),
    )
    yield "xlsx long numbers", lambda: _sheet(f"<row><c><v>{'9' * 1_000_000}</v></c></row>" * 40)
    yield "xlsx exponents", lambda: _sheet("<row><c><v>1e999999999</v></c><c><v>1e-999999999</v></c></row>" * 20_000)
    yield (
        "xlsx shared strings",
        lambda: office.xlsx(
            {"a": '<sheetData><row><c t="s"><v>0</v></c></row></sheetData>'}, strings="<si><t>1</t></si>" * _MILLION
        ),
    )
    yield (
        "xlsx a long string, again and again",
        lambda: office.xlsx(
            {"a": "<sheetData>" + '<row><c t="s"><v>0</v></c></row>' * 50_000 + "</sheetData>"},
            strings=f"<si><t>{'规章' * 500_000}</t></si>",
        ),
    )
    yield "xlsx 10,000 sheets", lambda: office.xlsx({f"s{n}": "<sheetData/>" for n in range(10_000)})
    yield "xlsx one sheet, again and again", _repeated_sheet
    yield "xlsx attributes", lambda: _sheet("<row " + " ".join(f'a{n}="1"' for n in range(_MILLION)) + "/>")
    yield "xlsx random bytes behind a directory", lambda: b"PK\x01\x02" + _noise(4 * _MILLION, 3)


def _repeated_sheet() -> bytes:
    rows = ("<row>" + "<c><v>1</v></c>" * 10 + "</row>") * 1_000
    plain = office.xlsx({f"s{n}": "" for n in range(500)} | {"last": f"<sheetData>{rows}</sheetData>"})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in read.namelist():
            data = read.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                for n in range(1, 501):
                    data = data.replace(b'"worksheets/%d.xml"' % n, b'"worksheets/501.xml"')
            made.writestr(name, data)
    return out.getvalue()


# ---- PDF ----


def _packed(data: bytes, times: int = 1) -> bytes:
    import zlib  # noqa: PLC0415

    for _ in range(times):
        data = zlib.compress(data, 9)
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), b"/FlateDecode " * times, data)


def _forms(depth: int) -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X %d 0 R >> >>"
    objects = {number: small_pdf.stream(b"/X Do /X Do", form % (number + 1)) for number in range(100, 100 + depth)}
    return small_pdf.paged([b"/X Do"], objects=objects).replace(b"/Font <<", b"/XObject << /X 100 0 R >> /Font <<")


def _grids(count: int, columns: int = 4) -> bytes:
    return b"".join(small_pdf.ruled([["1"] * columns] * 2, 10 + n % 7, 800 - n % 700, 10, 6) for n in range(count))


def _catalog(second: bytes) -> bytes:
    return small_pdf.pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: second})


def _prints() -> Iterator[tuple[str, Callable[[], bytes]]]:
    paged, line, shown = small_pdf.paged, small_pdf.line, small_pdf.shown
    yield "pdf stream bomb", lambda: paged([_packed(b"0 " * 200 * _MILLION)])
    yield "pdf stream bomb, packed twice", lambda: paged([_packed(b"0 " * 200 * _MILLION, 2)])
    yield "pdf stream bomb, packed three times", lambda: paged([_packed(b"0 " * 200 * _MILLION, 3)])
    yield "pdf many streams", lambda: paged([_packed(b"0 " * _MILLION)] * 100)
    yield "pdf run-length bomb", lambda: paged([small_pdf.stream(b"\x81 " * _MILLION, b"/Filter /RunLengthDecode")])
    yield "pdf LZW noise", lambda: paged([small_pdf.stream(_noise(4 * _MILLION), b"/Filter /LZWDecode")])
    yield "pdf a million lines", lambda: paged([b"".join(line(0, y, 500, y) for y in range(800)) * 1_250])
    yield (
        "pdf a net of lines",
        lambda: paged([b"".join(line(0, n / 5, 600, n / 5) + line(n / 7, 0, n / 7, 800) for n in range(4_000))]),
    )
    yield "pdf many grids", lambda: paged([_grids(2_000)])
    yield "pdf many grids on many pages", lambda: paged([_grids(60)] * 60)
    yield (
        "pdf grids in grids",
        lambda: paged([b"".join(small_pdf.ruled([[""] * 2] * 2, n, 800 - n, 290 - n, 390 - n) for n in range(250))]),
    )
    yield "pdf a million rectangles", lambda: paged([b"10 10 50 20 re S " * _MILLION])
    yield "pdf a million glyphs", lambda: paged([shown("一" * _MILLION, 10, 10)])
    yield (
        "pdf a million glyphs in places",
        lambda: paged([b"BT /F 9 Tf " + b"1 0 0 1 9 9 Tm <4e00> Tj " * 500_000 + b"ET"]),
    )
    yield "pdf forms without end", lambda: _forms(40)
    yield "pdf saved states", lambda: paged([b"q " * _MILLION])
    yield "pdf operands", lambda: paged([b"1 " * _MILLION])
    yield "pdf nested operands", lambda: paged([b"[" * _MILLION])
    yield "pdf inline pictures", lambda: paged([b"BI /W 1 ID x EI " * 200_000])
    yield (
        "pdf widths",
        lambda: paged([shown("规", 9, 9)], fonts={"F": small_pdf.font().replace(b"[1 95 500", b"[1 999999999 500")}),
    )
    yield (
        "pdf a character map",
        lambda: paged(
            [shown("规", 9, 9)],
            fonts={"F": small_pdf.font().replace(b"/DescendantFonts", b"/ToUnicode 90 0 R /DescendantFonts")},
            objects={90: small_pdf.stream(b"begincmap 1 beginbfrange <0000> <ffffffff> <0000> endbfrange endcmap")},
        ),
    )
    yield (
        "pdf a long character map",
        lambda: paged(
            [shown("规", 9, 9)],
            fonts={"F": small_pdf.font().replace(b"/DescendantFonts", b"/ToUnicode 90 0 R /DescendantFonts")},
            objects={90: _packed(b"begincmap 1 beginbfchar " + b"<0000> <4e00> " * _MILLION + b"endbfchar endcmap")},
        ),
    )
    yield "pdf 500,000 pages", lambda: _catalog(b"<< /Type /Pages /Kids [" + b"3 0 R " * 500_000 + b"] >>")
    yield (
        "pdf pages in pages",
        lambda: small_pdf.pdf(
            {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
            | {n: b"<< /Type /Pages /Kids [%d 0 R] >>" % (n + 1) for n in range(2, 20_000)}
        ),
    )
    yield "pdf a page tree in a circle", lambda: _catalog(b"<< /Type /Pages /Kids [2 0 R 2 0 R] >>")
    yield "pdf nested arrays", lambda: _catalog(b"[" * 100_000 + b"]" * 100_000)
    yield "pdf nested dictionaries", lambda: _catalog(b"<</A " * 100_000)
    yield "pdf many objects", lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 300_000
    yield "pdf many streams that do not end", lambda: b"%PDF-1.7\n" + b"stream\nx\x9c" * 300_000
    yield "pdf line ends", lambda: b"%PDF-1.7\n" + b"\n" * 10 * _MILLION
    yield "pdf an open string", lambda: b"%PDF-1.7\n1 0 obj\n(" + b"a" * 10 * _MILLION
    yield "pdf open strings", lambda: b"%PDF-1.7\n1 0 obj\n" + b"(" * 2 * _MILLION
    yield (
        "pdf a table of references without end",
        lambda: (
            b"%PDF-1.7\nxref\n0 999999999\n"
            + b"0000000000 00000 n \n" * 200_000
            + b"trailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF"
        ),
    )
    yield (
        "pdf references in a circle",
        lambda: b"%PDF-1.7\nxref\n0 0\ntrailer <</Root 1 0 R /Prev 9>>\nstartxref\n9\n%%EOF",
    )
    yield "pdf random bytes", lambda: b"%PDF-1.7\n" + _noise(8 * _MILLION)


def _written(text: Callable[[], str], prefix: str) -> bytes:
    return (prefix + text()).encode("utf-8", "surrogatepass")


def _all() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield from _in_all_kinds()
    for name, text in (*_texts(), *_pages()):
        prefix = '<!DOCTYPE html><meta charset="utf-8">' if name.startswith("html ") else ""
        yield name, partial(_written, text, prefix)
    yield from _documents()
    yield from _workbooks()
    yield from _prints()
    yield from packages()
    yield from prints()
    yield "text random bytes", lambda: _noise(8 * _MILLION)
    yield "text nothing", lambda: b""


FILES: Final[dict[str, Callable[[], bytes]]] = dict(_all())
