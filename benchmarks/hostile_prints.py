"""Hostile PDF files, by name: what one object, font, filter or table of a file can make a reader do."""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import small_pdf

_MILLION: Final = 1_000_000
_Files = Iterator[tuple[str, Callable[[], bytes]]]


def prints() -> _Files:
    """All of them."""
    yield from _strings()
    yield from _filters()
    yield from _fonts()
    yield from _trees()
    yield from _contents()
    yield from _tables()


def packed(data: bytes, more: bytes = b"") -> bytes:
    """A Flate stream."""
    return _filtered(zlib.compress(data, 9), b"/FlateDecode", more)


def _filtered(data: bytes, filters: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d /Filter [%s] %s >>\nstream\n%s\nendstream" % (len(data), filters, more, data)


def _shown() -> bytes:
    return small_pdf.shown("规", 9, 9)


def _with_font(spec: bytes, objects: Mapping[int, bytes] | None = None, content: bytes | None = None) -> bytes:
    return small_pdf.paged([_shown() if content is None else content], fonts={"F": spec}, objects=objects)


def _mapped(count: int, body: bytes, *, own: bool = True) -> bytes:
    """Many fonts on a page, each with a character map of this body, or all with one."""
    plain = small_pdf.font("Identity-H")
    fonts, objects = {}, {}
    for n in range(count):
        place = 5_000 + (n if own else 0)
        objects[place] = packed(body)
        fonts[f"F{n}"] = plain.replace(b"/DescendantFonts", b"/ToUnicode %d 0 R /DescendantFonts" % place)
    return small_pdf.paged([_shown()], fonts=fonts, objects=objects)


# ---- strings, names, numbers: what a parser collects piece by piece ----


def _strings() -> _Files:
    paged = small_pdf.paged
    yield "pdf a string of escapes", lambda: paged([b"(" + b"\\n" * 1_400_000 + b") Tj"])
    yield "pdf a string of brackets", lambda: paged([b"(" + b"()" * 1_400_000 + b") Tj"])
    yield "pdf a name of escapes", lambda: paged([b"/" + b"#41" * 900_000 + b" gs"])
    yield "pdf hexadecimal strings", lambda: paged([packed(b"<" + b"41" * 150_000 + b"> gs ")] * 190)
    yield "pdf an inline picture of almost ends", lambda: paged([b"BI /W 1 /H 1 ID " + b"E" * 2_900_000])
    yield "pdf pictures of almost ends", lambda: paged([packed(b"BI /W 1 /H 1 ID " + b"E" * 300_000)] * 190)
    yield "pdf an open string of 60 million", lambda: b"%PDF-1.7\n1 0 obj\n(" + b"a" * 60 * _MILLION
    yield "pdf one line of 60 million", lambda: b"%PDF-1.7\n" + b"a" * 60 * _MILLION
    yield (
        "pdf a stream without lines",
        lambda: small_pdf.pdf(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Length 0 >>\nstream\n" + b"a" * 60 * _MILLION,
            }
        ),
    )
    yield "pdf a long number", lambda: _catalog(b"<< /Type /Pages /Count " + b"9" * 10 * _MILLION + b" >>")
    yield (
        "pdf escapes in an object",
        lambda: _catalog(b"<< /Type /Pages /A (" + b"\\n" * 2 * _MILLION + b") /B /" + b"#41" * 900_000 + b" >>"),
    )


# ---- filters ----


def _lzw(count: int) -> bytes:
    """LZW data whose strings grow as fast as they can."""
    bits, width, size = [(256, 9)], 9, 258
    for n in range(count):
        if size >= 4_094:
            bits.append((256, width))
            width, size = 9, 258
        fresh = size == 258
        bits.append((65, 9) if fresh else (size, width))
        size += 0 if fresh and not n else 1
        width = 12 if size >= 2_047 else 11 if size >= 1_023 else 10 if size >= 511 else 9
    text = "".join(format(code, f"0{w}b") for code, w in bits)
    return int(text.ljust(-(-len(text) // 8) * 8, "0"), 2).to_bytes(-(-len(text) // 8), "big")


def _filters() -> _Files:
    paged = small_pdf.paged
    yield "pdf LZW streams", lambda: paged([_filtered(_lzw(20_000), b"/LZWDecode")] * 150)
    yield (
        "pdf a broken end of Flate data",
        lambda: paged([_filtered(zlib.compress(b"0 " * 1_400_000, 0)[:-2_000] + b"\xff" * 3_000, b"/FlateDecode")]),
    )
    yield (
        "pdf Flate data with a wrong sum",
        lambda: paged([_filtered(zlib.compress(b"0 " * 1_400_000, 0)[:-4] + b"aaaa", b"/FlateDecode")]),
    )
    yield (
        "pdf a fax for a page",
        lambda: paged(
            [
                _filtered(
                    b"\x00\x10\x01" * 200_000,
                    b"/CCITTFaxDecode",
                    b"/DecodeParms << /K -1 /Columns 100000 /Rows 100000000 >>",
                )
            ]
        ),
    )
    yield (
        "pdf predictors",
        lambda: paged(
            [packed(b"\4" + b"\1" * 999_999, b"/DecodeParms << /Predictor 15 /Columns 999999 >>")] * 30,
        ),
    )
    yield (
        "pdf predictors of short rows",
        lambda: paged([packed(b"\4\1" * 500_000, b"/DecodeParms << /Predictor 15 /Columns 1 >>")] * 30),
    )
    yield (
        "pdf hexadecimal digits in white space",
        lambda: paged([_filtered(b" 4" * 10 * _MILLION, b"/ASCIIHexDecode")]),
    )
    yield "pdf ASCII85", lambda: paged([_filtered(b"z" * 10 * _MILLION, b"/ASCII85Decode")])
    yield "pdf ASCII85 in spaces", lambda: paged([_filtered(b" " * 20 * _MILLION + b"z", b"/ASCII85Decode")])
    yield "pdf filters without end", lambda: paged([_filtered(b"x", b"/ASCIIHexDecode " * 100_000)])
    yield "pdf runs", lambda: paged([_filtered(b"\x81 " * 200_000, b"/RunLengthDecode")] * 10)
    yield "pdf streams in streams of one file", _nested_flate
    yield "pdf streams that lie in one another", _overlapping
    yield "pdf encrypted, long", _locked


def _nested_flate() -> bytes:
    data = b"0 "
    for _ in range(8):
        data = zlib.compress(data.ljust(50 * _MILLION, b"0"), 9)
    return small_pdf.paged([_filtered(data, b"/FlateDecode")])


def _overlapping() -> bytes:
    """Each stream holds the next ones; between them, blocks of Flate data that unpack to nothing."""
    nothing = b"\0\0\0\xff\xff" * 4_000
    begin = b"stream\nx\x01"
    link = b"\0" + struct.pack("<HH", len(begin), 0xFFFF ^ len(begin)) + begin + nothing
    return b"%PDF-1.7\n" + begin + nothing + link * 2_500


def _locked() -> bytes:
    return small_pdf.locked(b"0 " * 2 * _MILLION, b"")


# ---- fonts ----


def _truetype(table: bytes) -> bytes:
    head = struct.pack(">4sHHHH", b"\0\1\0\0", 1, 0, 0, 0) + struct.pack(">4sLLL", b"cmap", 0, 28, len(table))
    return head + table


def _embedded(font: bytes) -> bytes:
    spec = (
        small_pdf.font("Identity-H")
        .replace(b"(GB1)", b"(Identity)")
        .replace(b"/Flags 4", b"/Flags 4 /FontFile2 90 0 R")
        .replace(b"CIDFontType0", b"CIDFontType2")
    )
    return _with_font(spec, {90: packed(font)})


def _groups(count: int, last: int) -> bytes:
    groups = struct.pack(">III", 0, last, 0) * count
    return _truetype(
        struct.pack(">HHHHL", 0, 1, 3, 10, 12) + struct.pack(">HHIII", 12, 0, 0, 0, count) + groups,
    )


def _simple(more: bytes) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /Song %s >>" % more


def _many_simple(count: int, more: bytes, objects: Mapping[int, bytes]) -> bytes:
    fonts = {f"F{n}": _simple(more) for n in range(count)}
    return small_pdf.paged([_shown()], fonts=fonts, objects=objects)


def _laughs(depth: int = 12) -> dict[int, bytes]:
    """Arrays of references to arrays of references."""
    made = {9_000 + n: b"[" + b"%d 0 R " % (9_001 + n) * 10 + b"]" for n in range(depth)}
    return made | {9_000 + depth: b"[1]"}


_CHARACTERS: Final = b"1 beginbfchar " + b"<4e00> <4e00> " * 100 + b"endbfchar "
_CMAPS: Final = (
    *("GBK-EUC", "GBK2K", "GBKp-EUC", "UniGB-UTF16", "UniGB-UTF32", "UniGB-UTF8", "UniGB-UCS2", "UniCNS-UTF32"),
    *("UniCNS-UTF16", "UniCNS-UTF8", "UniCNS-UCS2", "UniJIS-UTF32", "UniJIS-UTF16", "UniJIS-UTF8", "UniJIS-UCS2"),
    *("UniKS-UTF32", "UniKS-UTF16", "UniKS-UTF8", "UniKS-UCS2", "HKscs-B5", "ETenms-B5", "90ms-RKSJ", "KSCms-UHC"),
)


def _fonts() -> _Files:
    yield "pdf a font for all numbers", lambda: _embedded(_groups(1, 0xFFFFFFF0))
    yield "pdf a font of many groups", lambda: _embedded(_groups(200_000, 60_000))
    yield (
        "pdf a box of boxes",
        lambda: _with_font(small_pdf.font().replace(b"[0 -120 1000 880]", b"9000 0 R"), _laughs()),
    )
    yield "pdf widths of widths", lambda: _with_font(_simple(b"/Widths [[9000 0 R]]"), _laughs())
    yield (
        "pdf widths in widths",
        lambda: _with_font(small_pdf.font().replace(b"[814", b"9000 0 R [814"), _laughs()),
    )
    yield (
        "pdf one table of widths for many fonts",
        lambda: small_pdf.paged(
            [_shown()],
            fonts={f"F{n}": small_pdf.font().replace(b"[1 95 500 814 939 500]", b"9000 0 R") for n in range(1_900)},
            objects={9_000: b"[1 99999 500]"},
        ),
    )
    yield (
        "pdf one table of plain widths for many fonts",
        lambda: _many_simple(1_900, b"/Widths 9000 0 R", {9_000: b"[" + b"1 " * 100_000 + b"]"}),
    )
    yield (
        "pdf differences",
        lambda: _many_simple(
            1_000,
            b"/Encoding << /Differences 9000 0 R >>",
            {9_000: b"[" + b"/uni4E00 " * 100_000 + b"]"},
        ),
    )
    yield "pdf a character map without an operator", lambda: _mapped(1, b"1 " * 15 * _MILLION)
    yield "pdf many character maps", lambda: _mapped(30, _CHARACTERS * 1_200)
    yield "pdf many fonts of one character map", lambda: _mapped(1_500, _CHARACTERS * 100, own=False)
    yield "pdf a character map of strings", lambda: _mapped(1, b"(" + b"\\n" * 15 * _MILLION)
    yield "pdf maps that are not there", lambda: _mapped(1, b"".join(b"/n%d usecmap " % n for n in range(300_000)))
    yield (
        "pdf all known maps",
        lambda: small_pdf.paged(
            [_shown()],
            fonts={f"F{n}{way}": small_pdf.font(f"{n}-{way}") for n in _CMAPS for way in "HV"},
        ),
    )
    yield (
        "pdf a font program of numbers",
        lambda: _with_font(
            _simple(b"/FontDescriptor << /FontFile 90 0 R >>"),
            {90: packed(b"1 " * 15 * _MILLION, b"/Length1 30000000")},
        ),
    )


# ---- objects and pages ----


def _catalog(second: bytes, more: Mapping[int, bytes] | None = None) -> bytes:
    return small_pdf.pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: second} | dict(more or {}))


def _object_stream(body: bytes, count: int, *, damaged: bool = False) -> bytes:
    """A file whose page tree lies in a stream of objects."""
    inner = packed(b"2 0 " + body, b"/Type /ObjStm /N %d /First 4" % count)
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    out = head + b"3 0 obj\n" + inner + b"\nendobj\n"
    if damaged:
        return out + b"trailer << /Root 1 0 R >>\n"
    entries = b"".join(
        struct.pack(">BLB", *entry) for entry in ((0, 0, 0), (1, 9, 0), (2, 3, 0), (1, len(head), 0), (1, len(out), 0))
    )
    table = b"<< /Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream" % (
        len(entries),
        entries,
    )
    return out + b"4 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(out)


def _shared_kids() -> bytes:
    kids = b"[" + b" ".join(b"%d 0 R" % n for n in range(10, 3_010)) * 15 + b"]"
    nodes = dict.fromkeys(range(10, 3010), b"<< /Type /Pages /Kids 4 0 R >>")
    return _catalog(b"<< /Type /Pages /Kids 4 0 R >>", {4: kids} | nodes)


def _streams_in_one_place(count: int) -> bytes:
    """Objects whose streams all reach to the end of a long file."""
    contents = b" ".join(b"%d 0 R" % n for n in range(10, 10 + count))
    made = small_pdf.paged(
        [b"0"], objects=dict.fromkeys(range(10, 10 + count), b"<< /Length 50000000 >>\nstream\n0\nendstream")
    ).replace(b"/Contents 5 0 R", b"/Contents [" + contents + b"]")
    return made[: made.index(b"xref\n")] + b"0" * 50 * _MILLION + b"\ntrailer << /Root 1 0 R >>\n"


def _trees() -> _Files:
    yield "pdf an object stream of numbers", lambda: _object_stream(b"1 " * 1_400_000, 1)
    yield "pdf object streams that are scanned", lambda: _object_stream(b"1 " * 15 * _MILLION, 1, damaged=True)
    yield "pdf a list of pages for all", _shared_kids
    yield "pdf streams as long as the file", lambda: _streams_in_one_place(2_000)
    yield (
        "pdf a million pages of one stream",
        lambda: small_pdf.paged([_shown()]).replace(
            b"/Kids [4 0 R]", b"/Kids [" + b"<< /Type /Page /Contents 5 0 R >> " * 100_000 + b"]"
        ),
    )
    yield (
        "pdf contents that are nothing, again and again",
        lambda: small_pdf.pdf(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [" + b" ".join(b"%d 0 R" % n for n in range(10, 210)) + b"] >>",
                3: b"[" + b"4 0 R " * 60_000 + b"]",
                4: small_pdf.stream(b""),
            }
            | dict.fromkeys(range(10, 210), b"<< /Type /Page /Contents 3 0 R >>")
        ),
    )


# ---- content ----


def _forms_with(resources: bytes, objects: Mapping[int, bytes]) -> bytes:
    """A form with resources, painted thousands of times."""
    more = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << %s >>" % resources
    form = {100: small_pdf.stream(b"", more)} | dict(objects)
    made = small_pdf.paged([b"/X Do " * 100_000], objects=form)
    return made.replace(b"/Font <<", b"/XObject << /X 100 0 R >> /Font <<")


def _pages_with(resources: bytes, objects: Mapping[int, bytes]) -> bytes:
    made = small_pdf.paged([_shown()] * 200, objects=objects)
    return made.replace(b"/Font <<", resources + b" /Font <<")


def _numbered(count: int, value: bytes) -> bytes:
    return b"<< " + b"".join(b"/N%d %s " % (n, value) for n in range(count)) + b" >>"


def _contents() -> _Files:
    paged, shown, line = small_pdf.paged, small_pdf.shown, small_pdf.line
    yield (
        "pdf glyphs of a watermark",
        lambda: paged([b"/Artifact << /Subtype /Watermark /Type /Pagination >> BDC " + shown("一" * 700_000, 9, 9)]),
    )
    yield (
        "pdf white text on areas",
        lambda: paged([b"10 10 50 20 re f " * 10_000 + b"1 g BT /F 9 Tf 99 99 Td " + b"<4e00> Tj " * 10_000 + b"ET"]),
    )
    yield (
        "pdf glyphs below white areas",
        lambda: paged([shown("一二三四五六七八九十" * 300, 9, 9) + b"1 g " + b"300 10 50 20 re f " * 200] * 100),
    )
    yield (
        "pdf full pages",
        lambda: paged([b"".join(shown("一二三四五六七八九十" * 4, 9, 700 - 7 * n) for n in range(90))] * 200),
    )
    yield (
        "pdf glyphs in one place",
        lambda: paged(
            [b"BT /F 9 Tf " + b"1 0 0 1 99 99 Tm <4e00> Tj 1 0 0 1 99 99.9 Tm <4e01> Tj " * 5_000 + b"ET"] * 9
        ),
    )
    yield (
        "pdf lines that lean on one another",
        lambda: paged([b"".join(line(n / 3, 10, n / 3, 790) + line(10, n / 3, 590, n / 3) for n in range(1_400))] * 5),
    )
    yield (
        "pdf grids of many cells on many pages",
        lambda: paged([small_pdf.ruled([[""] * 28] * 28, 10, 790, 20, 20)] * 120),
    )
    yield (
        "pdf running heads",
        lambda: paged([b"".join(shown(f"第{n}页", n % 60 * 9, 790 - n % 9) for n in range(60))] * 200),
    )
    yield "pdf fonts of a form", lambda: _forms_with(b"/Font 9000 0 R", {9_000: _numbered(1_900, b"3 0 R")})
    yield (
        "pdf colours of a form",
        lambda: _forms_with(b"/ColorSpace 9000 0 R", {9_000: _numbered(50_000, b"/DeviceRGB")}),
    )
    yield "pdf pictures of a form", lambda: _forms_with(b"/XObject 9000 0 R", {9_000: _numbered(50_000, b"100 0 R")})
    yield (
        "pdf colours of pages",
        lambda: _pages_with(b"/ColorSpace 9000 0 R", {9_000: _numbered(50_000, b"/DeviceRGB")}),
    )
    yield "pdf dashes", lambda: paged([b"[" + b"1 " * 90_000 + b"] 0 d "])
    yield "pdf paths that are not painted", lambda: paged([b"1 1 m " * 30_000 + b"n " * 5])
    yield "pdf curves", lambda: paged([(b"0 0 m " + b"9 9 l " * 1_900 + b"B ") * 15])


# ---- cross-reference tables ----


def _tables() -> _Files:
    yield "pdf a table of ranges", _ranges
    yield "pdf tables in a chain", _chain
    yield "pdf an index of all numbers", lambda: _index(b"/Index [0 2147483647]", b"/Size 2147483647")
    yield "pdf fields as wide as the table", lambda: _index(b"/Index [0 5]", b"/Size 5", b"[1 90000000 1]")
    yield "pdf trailers", lambda: b"%PDF-1.7\n" + b"trailer << /Root 1 0 R >>\n" * 200_000
    yield "pdf objects of one number", lambda: b"%PDF-1.7\n" + b"1 0 obj\n<< /Type /Page >>\nendobj\n" * 100_000
    yield (
        "pdf pages without a tree",
        lambda: (
            b"%PDF-1.7\n"
            + b"".join(b"%d 0 obj\n<< /Type /Page >>\nendobj\n" % n for n in range(2, 60_000))
            + b"1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n"
        ),
    )


def _index(index: bytes, size: bytes, widths: bytes = b"[1 4 1]", entries: bytes = b"\0" * 30) -> bytes:
    head = b"%PDF-1.7\n"
    table = packed(entries, b"/Type /XRef %s %s /W %s /Root 1 0 R" % (index, size, widths))
    return head + b"4 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


def _ranges() -> bytes:
    """A table of 90,000 ranges, and a tree of 4,000 nodes to look up in it."""
    out, places = bytearray(b"%PDF-1.7\n"), dict[int, int]()
    bodies = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    bodies |= {n: b"<< /Type /Pages /Kids [%d 0 R] >>" % (n + 1) for n in range(2, 4_000)}
    for number, body in bodies.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    ranges = b"9000000 0 " * 90_000 + b" ".join(b"%d 1" % n for n in places)
    entries = b"".join(struct.pack(">BLB", 1, place, 0) for place in places.values())
    start = len(out)
    table = packed(entries, b"/Type /XRef /Size 9000 /Index [%s] /W [1 4 1] /Root 1 0 R" % ranges)
    return bytes(out) + b"5000 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def _chain() -> bytes:
    """Tables that each refer to the one before, and thousands of references to what is in none."""
    out = bytearray(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Kids [")
    out += b"".join(b"%d 0 R " % n for n in range(10, 20_000)) + b"] >>\nendobj\n"
    second, before = out.index(b"2 0 obj"), 0
    for _ in range(1_000):
        place = len(out)
        out += b"xref\n0 3\n%010d 00000 n \n%010d 00000 n \n%010d 00000 n \ntrailer << /Root 1 0 R /Prev %d >>\n" % (
            0, 9, second, before,
        )  # fmt: skip
        before = place
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % before
