"""Hostile DOCX and XLSX files, by name: what a ZIP directory, a style, a list or a sheet can make a reader do."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import office

_MILLION: Final = 1_000_000
_Files = Iterator[tuple[str, Callable[[], bytes]]]


def packages() -> _Files:
    """All of them."""
    yield from _archives()
    yield from _documents()
    yield from _lists()
    yield from _workbooks()
    yield from _cells()


# ---- ZIP ----


def _padded(entries: int, extra: int) -> bytes:
    """A directory whose entries have long fields of their own."""
    out = io.BytesIO()
    field = struct.pack("<HH", 0x7777, 0) * (extra // 4)
    with zipfile.ZipFile(out, "w") as made:
        for number in range(entries):
            made.writestr(zipfile.ZipInfo(f"word/{number}.xml"), b"")
    plain = out.getvalue()
    begin, end = plain.index(b"PK\x01\x02"), plain.index(b"PK\x05\x06")
    directory, place = bytearray(), begin
    while place < end:
        size = struct.unpack_from("<H", plain, place + 28)[0]
        changed = bytearray(plain[place : place + 46 + size])
        struct.pack_into("<H", changed, 30, len(field))
        directory += changed + field
        place += 46 + size
    tail = bytearray(plain[end:])
    struct.pack_into("<I", tail, 12, len(directory))
    return plain[:begin] + bytes(directory) + bytes(tail)


def _twice() -> bytes:
    out = io.BytesIO()
    plain = office.docx(office.paragraph(office.run("1")))
    with zipfile.ZipFile(io.BytesIO(plain)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in [*read.infolist(), *read.infolist()]:
            copied = zipfile.ZipInfo(entry.filename)
            with made.open(copied, "w") as part:
                part.write(read.read(entry))
    return out.getvalue()


def _zip64() -> bytes:
    """An archive that claims a directory of 2^60 entries at the end of the world."""
    plain = office.docx(office.paragraph(office.run("1")))
    end = plain.index(b"PK\x05\x06")
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 2**60, 2**60, 2**62, 2**62)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    tail = bytearray(plain[end:])
    struct.pack_into("<HHII", tail, 8, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return plain[:end] + record + locator + bytes(tail)


def _archives() -> _Files:
    yield "docx long fields in a directory", lambda: _padded(900, 65_532)
    yield "docx fields of four kilobytes in a directory", lambda: _padded(15_000, 4_000)
    yield "docx members that are there twice", _twice
    yield "docx a directory of 2^60 entries", _zip64
    yield "docx 19,000 members", lambda: office.package("docx", {f"word/{n}.xml": b"" for n in range(19_000)})


# ---- DOCX ----


def _styled(run: str, styles: str, count: int = 24_000) -> bytes:
    return office.docx("<w:p>" + run * count + "</w:p>", styles=styles)


def _chained(count: int, inside: str = "") -> str:
    return "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/>{inside}</w:style>' for n in range(count))


def _documents() -> _Files:
    run = '<w:r><w:rPr><w:rStyle w:val="s0"/></w:rPr><w:t>1</w:t></w:r>'
    last = '<w:style w:styleId="z"><w:rPr><w:vanish w:val="0"/><w:strike w:val="0"/><w:dstrike w:val="0"/></w:rPr></w:style>'
    yield "docx styles based on styles", lambda: _styled(run, _chained(32) + last)
    yield (
        "docx styles with a word on everything",
        lambda: _styled(run, _chained(32, "<w:rPr>" + '<w:rFonts w:ascii="a"/>' * 2_000 + "</w:rPr>") + last),
    )
    yield (
        "docx long runs in one paragraph",
        lambda: office.docx("<w:p>" + f"<w:r><w:t>{'规' * 400}</w:t></w:r>" * 48_000 + "</w:p>"),
    )
    yield (
        "docx struck out in turns",
        lambda: office.docx(
            "<w:p>" + "<w:r><w:rPr><w:strike/></w:rPr><w:t>1</w:t></w:r><w:r><w:t>2</w:t></w:r>" * 20_000 + "</w:p>"
        ),
    )
    yield (
        "docx fields in fields",
        lambda: office.docx(
            "<w:p><w:r>"
            + '<w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/>' * 25_000
            + "<w:t>1</w:t>" * 90_000
            + "</w:r></w:p>"
        ),
    )
    yield (
        "docx a long instruction",
        lambda: office.docx(
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/>'
            + f"<w:instrText>{'a' * 400}</w:instrText>" * 48_000
            + '<w:fldChar w:fldCharType="separate"/>' * 20_000
            + "</w:r></w:p>"
        ),
    )
    yield (
        "docx deleted paragraph marks",
        lambda: office.docx(office.paragraph(office.run("规" * 900), properties="<w:rPr><w:del/></w:rPr>") * 20_000),
    )
    yield (
        "docx attributes of every element",
        lambda: office.docx(
            "<w:p>" + ("<w:br " + " ".join(f'a{n}="{n}"' for n in range(32)) + "/>") * 149_000 + "</w:p>"
        ),
    )
    yield (
        "docx long attributes of every element",
        lambda: office.docx("<w:p>" + ('<w:sym w:char="' + "0" * 420 + '"/>') * 140_000 + "</w:p>"),
    )
    yield (
        "docx alternatives in alternatives",
        lambda: office.docx("<mc:AlternateContent><mc:Choice>" * 190 + office.paragraph(office.run("1")) * 30_000),
    )
    yield (
        "docx a million text boxes in one paragraph",
        lambda: office.docx(
            "<w:p>" + ("<w:r><w:txbxContent>" + office.paragraph() + "</w:txbxContent></w:r>") * 35_000 + "</w:p>"
        ),
    )
    yield (
        "docx tables of one cell in tables of one cell",
        lambda: office.docx(("<w:tbl><w:tr><w:tc>" * 15 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 15) * 3_000),
    )
    yield (
        "docx parts that refer to one another",
        lambda: office.package(
            "docx",
            {
                "word/document.xml": "<x/>",
                "word/_rels/document.xml.rels": office.relations(*[("styles", "document.xml")] * 70_000),
            },
        ),
    )
    yield (
        "docx a hundred thousand tables",
        lambda: office.docx(office.table(office.row("规章", "1")) * 9_000),
    )


# ---- lists ----


def _level(inside: str, style: str = "") -> str:
    return f'<w:lvl w:ilvl="0">{style}<w:start w:val="1"/>{inside}<w:lvlText w:val="%1."/></w:lvl>'


def _lists() -> _Files:
    number = '<w:num w:numId="0"><w:abstractNumId w:val="0"/></w:num>'
    numbered = office.paragraph(properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
    styled = office.paragraph(properties='<w:pStyle w:val="s0"/>')
    yield (
        "docx a level of a thousand words",
        lambda: office.docx(
            numbered * 15_000,
            numbering=f'<w:abstractNum w:abstractNumId="0">{_level("<w:numFmt/>" * 40_000)}</w:abstractNum>{number}',
        ),
    )
    yield (
        "docx a list of many levels",
        lambda: office.docx(
            styled * 20_000,
            styles='<w:style w:styleId="s0"><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>',
            numbering='<w:abstractNum w:abstractNumId="0">' + _level("") * 20_000 + f"</w:abstractNum>{number}",
        ),
    )
    yield (
        "docx many lists of many levels",
        lambda: office.docx(
            "".join(
                office.paragraph(properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{n}"/></w:numPr>')
                for n in range(9_000)
            ),
            numbering='<w:abstractNum w:abstractNumId="0">'
            + "<w:lvl/>" * 40_000
            + "</w:abstractNum>"
            + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(9_000)),
        ),
    )
    yield (
        "docx lists by styles in a circle",
        lambda: office.docx(
            styled * 25_000,
            styles="".join(
                f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 40}"/><w:pPr/></w:style>' for n in range(40)
            ),
            numbering=f'<w:abstractNum w:abstractNumId="0">{_level("")}</w:abstractNum>{number}',
        ),
    )


# ---- XLSX ----


def _sheet(rows: str, more: str = "", before: str = "") -> bytes:
    return office.xlsx({"a": f"{before}<sheetData>{rows}</sheetData>{more}"})


def _listed(count: int, kind: str = "worksheet", *, small: str = "<sheetData/>") -> bytes:
    """A workbook whose list names one small part again and again."""
    around = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    around += ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    sheets = '<sheet name="a" sheetId="1" r:id="r1"/>' * (count if kind == "worksheet" else 1)
    related = [("worksheet", "worksheets/1.xml"), *[(kind, "part.xml")] * (0 if kind == "worksheet" else count)]
    parts: Mapping[str, str] = {
        "xl/worksheets/1.xml": f"<worksheet {around}>{small}</worksheet>",
        "xl/part.xml": f"<x {around}/>",
        "xl/workbook.xml": f"<workbook {around}><sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": office.relations(*related),
    }
    return office.package("xlsx", parts)


def _workbooks() -> _Files:
    yield "xlsx a list of one small sheet", lambda: _listed(70_000)
    yield "xlsx strings again and again", lambda: _listed(40_000, "sharedStrings")
    yield "xlsx styles again and again", lambda: _listed(40_000, "styles")
    yield (
        "xlsx a sheet with a long name",
        lambda: office.xlsx({"a" * 900_000: "<sheetData>" + "<row><c><v>1</v></c></row>" * 40_000 + "</sheetData>"}),
    )
    yield (
        "xlsx far cells of many sheets",
        lambda: office.xlsx(
            {f"s{n}": '<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>' for n in range(9_000)}
        ),
    )
    yield (
        "xlsx hidden columns of many sheets",
        lambda: office.xlsx(
            {
                f"s{n}": '<cols><col min="1" max="16383" hidden="1"/></cols><sheetData><row r="1"><c r="XFD1">'
                "<v>1</v></c></row></sheetData>"
                for n in range(9_000)
            }
        ),
    )
    yield "xlsx 65,000 formats", lambda: _formats(65_000, "#,##0.00;[Red]-#,##0.00")
    yield "xlsx formats of dates", lambda: _formats(10_000, "[" * 250)
    yield (
        "xlsx an external entity",
        lambda: office.package(
            "xlsx",
            {"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>'},
        ),
    )
    yield (
        "xlsx a sheet that is its own workbook",
        lambda: office.package(
            "xlsx",
            {
                "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
                "xl/_rels/workbook.xml.rels": office.relations(
                    *[("worksheet", "workbook.xml")] * 10, ("styles", "../../../x")
                ),
            },
        ),
    )


def _formats(count: int, code: str) -> bytes:
    return office.xlsx(
        {
            "a": "<sheetData>"
            + "".join(f'<row><c s="{n}"><v>1</v></c></row>' for n in range(count // 3))
            + "</sheetData>"
        },
        styles="<numFmts>"
        + "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}{n}"/>' for n in range(count // 3))
        + "</numFmts><cellXfs>"
        + "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(count // 3))
        + "</cellXfs>",
    )


def _cells() -> _Files:
    digits = "0" * 900_000
    yield "xlsx a width of zeros", lambda: _sheet("", before=f'<cols><col min="1" max="1" width="{digits}x"/></cols>')
    yield "xlsx a height of zeros", lambda: _sheet(f'<row ht="{digits}x"><c><v>1</v></c></row>')
    yield (
        "xlsx a number of zeros",
        lambda: _sheet(
            f"<row><c><v>{digits}x</v></c></row>", before='<sheetViews><sheetView showZeros="0"/></sheetViews>'
        ),
    )
    yield (
        "xlsx a row of cells out of order",
        lambda: _sheet("<row>" + "".join(f'<c r="A{n % 9 + 1}"><v>1</v></c>' for n in range(45_000)) + "</row>"),
    )
    yield (
        "xlsx one cell, again and again",
        lambda: _sheet("<row>" + f'<c r="A1" t="inlineStr"><is><t>{"规" * 400}</t></is></c>' * 30_000 + "</row>"),
    )
    yield "xlsx long texts", lambda: _sheet(f'<row><c t="inlineStr"><is><t>{"规章" * 200_000}</t></is></c></row>' * 45)
    yield "xlsx escapes", lambda: _sheet(f'<row><c t="inlineStr"><is><t>{"_x0041_" * 900_000}</t></is></c></row>')
    yield (
        "xlsx dates of all times",
        lambda: office.xlsx(
            {
                "a": "<sheetData>"
                + "".join(f'<row><c s="0"><v>{n}e{n % 12}</v></c></row>' for n in range(45_000))
                + "</sheetData>"
            },
            styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
        ),
    )
    yield "xlsx runs", lambda: _sheet("<row><c t='inlineStr'><is>" + "<r><t>1</t></r>" * 70_000 + "</is></c></row>")
    yield (
        "xlsx attributes of every cell",
        lambda: _sheet("<row>" + ("<c " + " ".join(f'a{n}="{n}"' for n in range(32)) + "/>") * 140_000 + "</row>"),
    )
    yield (
        "xlsx merged rows in wide rows",
        lambda: _sheet(
            "".join("<row>" + "<c><v>1</v></c>" * 1_000 + "</row>" for _ in range(70)),
            "<mergeCells>" + '<mergeCell ref="A1:A70"/>' * 70_000 + "</mergeCells>",
        ),
    )
    yield (
        "xlsx a dimension that lies",
        lambda: _sheet('<row r="1"><c r="A1"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>'),
    )
