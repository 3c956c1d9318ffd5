"""Bounds of the PDF reader: what a file can make it do is counted, and what it reads within them is what pdfminer reads.

None of these measures time: a file beyond its bounds would take minutes here, or all memory.
"""

from __future__ import annotations

import struct
import zlib
from hashlib import md5
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pdfminer.arcfour import Arcfour
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT, PSEOF, PSKeywordTable, PSLiteralTable

import govgrammar
import small_pdf
from govgrammar.documents.pdf_bounds import MOST_CODES, font_cost, map_cost, plain_widths
from govgrammar.documents.pdf_filters import Ciphered, decoded
from govgrammar.documents.pdf_page import OBJECT, TOKEN, Budget, TooMuchError
from govgrammar.documents.pdf_parsers import ContentParser, FileParser
from small_pdf import font, paged, ruled, shown

PIECES = (
    *(b"1", b"-2.5", b".5", b"-", b"+", b"--5", b"1.2.3", b"1-2", b"12ab", b"4.5e3", b"5.", b".", b"9" * 400, b"+.5"),
    *(b"BT", b"T*", b"'", b'"', b"true", b"null", b"q", b"\x80", b"#", b"\0", b"\r\n", b"%c\n"),
    *(b"/F1", b"/A#42c", b"/", b"/\xe9", b"(ab)", b"(a(b)c)", b"(\\101\\n)", b"<41>", b"<4>", b"<4 1>", b"<zz>"),
    *(b"<</A 1>>", b"<</A <41>>>", b"[1 2(x)]", b"[", b"]", b"<<", b">>", b"{", b"}", b"BI /W 1 ID abcEI ", b"ID x"),
)
CONTENT = st.lists(
    st.tuples(st.sampled_from(PIECES) | st.binary(max_size=3), st.sampled_from((b"", b" ", b"\n"))), max_size=12
).map(lambda pieces: b"".join(a + b for a, b in pieces) + b" ")


def objects(parser: Any) -> list[str]:
    """All that a parser of content gives."""
    found: list[str] = []
    try:
        while True:
            made = parser.nextobject()[1]
            found.append("picture" if isinstance(made, PDFStream) else repr(made))
    except PSEOF:
        return found
    except Exception as error:  # noqa: BLE001  pdfminer's own, whatever it is
        return [*found, type(error).__name__]


class Whole(PDFContentParser):
    """pdfminer's parser, with one buffer: at the seams of smaller ones it reads a word as two."""

    BUFSIZ = 1 << 20


@given(CONTENT)
@example(b"{(a)] BI /W 1 ID abcEI  1 2 ")
@example(b"<</A <41>>> (a\\)b) ")
def test_content_is_cut_into_tokens_as_pdfminer_cuts_it(content: bytes) -> None:
    """
    The fast way through content gives the operands and operators that pdfminer's own parser gives.
    """
    assert objects(Whole([PDFStream({}, content)])) == objects(ContentParser([content], Budget(0)))


@pytest.mark.parametrize(
    "piece", [b"(" + b"\\n" * 9_000, b"(" + b"()" * 9_000, b"/" + b"#41" * 9_000, b"%\n" * 9_000, b"\0" * 9_000 + b"%"]
)
def test_what_is_put_together_piece_by_piece_is_paid_for(piece: bytes) -> None:
    """
    Escapes, brackets in strings, comments and zeros cost as tokens do, though they are none.
    """
    budget = Budget(0, work=5_000 * TOKEN)
    with pytest.raises(TooMuchError):
        objects_or_more(ContentParser([piece], budget))
    budget = Budget(0, work=5_000 * OBJECT)
    with pytest.raises(TooMuchError):
        objects_or_more(FileParser(piece, budget))


def objects_or_more(parser: Any) -> None:
    """Read all that a parser gives, whatever that costs."""
    try:
        while True:
            parser.nextobject()
    except PSEOF:
        return


def test_a_picture_in_content_is_passed_over() -> None:
    """
    What looks almost like the end of a picture is none, and what stands behind it is read.
    """
    assert objects(ContentParser([b"BI /W 1 /H 1 ID EEEIE EI Q 1 w"], Budget(0))) == [
        "picture", "/b'EI'", "/b'Q'", "1", "/b'w'",
    ]  # fmt: skip


def test_a_line_is_as_long_as_it_is() -> None:
    """
    Lines end as pdfminer's do, beyond a buffer too, and each costs for its length.
    """
    parser = FileParser(b"a\r\nb\rc\n" + b"d" * 200_000 + b"\ne", budget := Budget(0))
    before = budget.work
    assert [parser.nextline() for _ in range(4)] == [
        (0, b"a\r\n"), (3, b"b\r"), (5, b"c\n"), (7, b"d" * 200_000 + b"\n"),
    ]  # fmt: skip
    assert before - budget.work == OBJECT * (4 + 200_001 // 4_096)
    with pytest.raises(PSEOF):
        parser.nextline()


# ---- filters ----


def undone(data: bytes, *names: str, options: dict[str, Any] | None = None, **left: Any) -> tuple[bytes, bool, bool]:
    """Data behind filters; whether it was too large, and whether it was broken."""
    limits: dict[str, Any] = {"unpacked": 1_000, **left}
    budget = Budget(**limits)
    made = decoded(data, [(LIT(name), options) for name in names], budget)
    return made, budget.exceeded, budget.broken


PACKED = zlib.compress(b"0 1 2 " * 50)


def test_data_behind_each_filter() -> None:
    """
    Each filter that text is written with is undone, one behind another too.
    """
    plain = (b"0 1 2 " * 50, False, False)
    assert undone(PACKED, "FlateDecode") == plain
    assert undone(PACKED.hex().encode() + b" >", "AHx", "Fl") == plain
    assert undone(b"<~87cUR\nD]~>", "ASCII85Decode") == (b"Hello", False, False)
    assert undone(b"4 1 4>", "ASCIIHexDecode") == (b"A@", False, False)
    assert undone(b"\x02abc\xfed\x80x", "RunLengthDecode") == (b"abcddd", False, False)
    assert undone(bytes.fromhex("800b6050220c0c8501"), "LZWDecode") == (
        bytes([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]),
        False,
        False,
    )
    up = {"Predictor": 12, "Columns": 2}
    assert undone(zlib.compress(b"\2\1\2\2\1\1"), "FlateDecode", options=up) == (b"\1\2\2\3", False, False)
    assert undone(b"x", "DCTDecode") == undone(b"x", "CCITTFaxDecode") == (b"", False, False)


def test_flate_data_that_is_not_whole() -> None:
    """
    Data that ends too early gives what there is, a wrong sum is no matter, and of data that is broken nothing is taken: a
    figure in it could be another.
    """
    stored = zlib.compress(b"0 1 2 " * 50, 0)
    assert undone(stored[:60], "FlateDecode") == ((b"0 1 2 " * 50)[:53], False, False)
    assert undone(stored[:-4] + b"abcd", "FlateDecode") == (b"0 1 2 " * 50, False, False)
    assert undone(stored[:3] + b"\0\0" + stored[5:], "FlateDecode") == (b"", False, True)
    assert undone(b"no Flate data", "FlateDecode") == (b"", False, True)


@pytest.mark.parametrize(
    ("name", "data", "left"),
    [
        ("FlateDecode", zlib.compress(bytes(1_001)), {}),
        ("LZWDecode", bytes.fromhex("800b6050220c0c8501"), {"lzw": 8}),
        ("LZWDecode", bytes.fromhex("800b6050220c0c8501"), {"unpacked": 9}),
        ("ASCII85Decode", b"z" * 300, {"written": 299}),
        ("RunLengthDecode", b"\x81a" * 40_000, {"unpacked": 10**9}),
        ("ASCIIHexDecode", b"00" * 1_001, {}),
        ("", bytes(1_001), {}),
    ],
)
def test_data_beyond_the_budget_is_left_out(name: str, data: bytes, left: dict[str, Any]) -> None:
    """
    A stream for which the budget does not last is empty, and the file says so.
    """
    assert undone(data, *([name] if name else []), **left) == (b"", True, False)


def test_predictors_and_filters_without_end() -> None:
    """
    A row as wide as memory, more bytes than are undone one by one, and a hundred filters are not tried.
    """
    packed = zlib.compress(b"\2\1" * 100)
    assert undone(packed, "Fl", options={"Predictor": 12, "Columns": 10**9}) == (b"", True, False)
    assert undone(packed, "Fl", options={"Predictor": 12, "Columns": 1}, predicted=199) == (b"", True, False)
    assert undone(b"", *["AHx"] * 9) == (b"", False, True)


def test_a_file_is_deciphered_as_pdfminer_does_it() -> None:
    """
    The fast cipher gives what the slow one gives, for each length of key that files have.
    """
    for length in (5, 16, 7):
        handler: Any = object.__new__(Ciphered)
        handler.key = bytes(range(length))
        whole = md5(handler.key + b"\7\0\0" + b"\1\0", usedforsecurity=False).digest()
        expected = Arcfour(whole[: min(length + 5, 16)]).encrypt(b"0 1 2 ")
        assert handler.decrypt_rc4(7, 1, b"0 1 2 ") == expected


# ---- fonts ----


def test_tables_of_widths_become_numbers() -> None:
    """
    References are followed once, what is no number is left out, and a table that names too many codes is none.
    """
    table = {1: 500, 2: [1, 3]}

    def resolve(value: Any) -> Any:
        return table.get(value[0]) if isinstance(value, tuple) else value

    assert plain_widths([1, [(1,), (2,), "x"], 4, 9, (1,)], resolve) == ([1, [500, None, None], 4, 9, 500], 13)
    assert plain_widths([1, MOST_CODES, 500], resolve) is None
    assert plain_widths([[0] * (MOST_CODES + 1)], resolve) is None
    assert plain_widths(7, resolve) is None


def test_maps_and_font_programs_are_counted() -> None:
    """
    A range costs what it names; a font whose table names all numbers is known by it.
    """
    assert map_cost(b"1 beginbfrange <0000> <00ff> <4e00> endbfrange") == 255
    assert map_cost(b"1 beginbfrange <0000> <ffffffff> <4e00> endbfrange") > MOST_CODES
    assert map_cost(bytes(2_000_001)) > MOST_CODES
    groups = struct.pack(">HHIII", 12, 0, 0, 0, 1) + struct.pack(">III", 5, 9, 1)
    assert font_cost(truetype(groups)) == 1 + 5
    assert font_cost(truetype(groups.replace(b"\0\0\0\x09", b"\xff\xff\xff\xf0"))) > MOST_CODES
    assert font_cost(truetype(struct.pack(">HHHHHHHHHHH", 4, 0, 0, 2, 0, 0, 0, 30, 0, 10, 0))) == 21
    assert font_cost(b"no font") == 0


def truetype(table: bytes) -> bytes:
    """A font program with one table for characters."""
    head = struct.pack(">4sHHHH", b"\0\1\0\0", 1, 0, 0, 0) + struct.pack(">4sLLL", b"cmap", 0, 28, len(table) + 12)
    return head + struct.pack(">HHHHL", 0, 1, 3, 10, 12) + table


def laughs(depth: int = 12) -> dict[int, bytes]:
    """Lists of references to lists of references: ten times as many on each level."""
    made = {900 + n: b"[" + b"%d 0 R " % (901 + n) * 10 + b"]" for n in range(depth)}
    return made | {900 + depth: b"[1]"}


@pytest.mark.parametrize(
    "spec",
    [
        font().replace(b"[0 -120 1000 880]", b"900 0 R"),
        font().replace(b"[1 95 500", b"[1 95 900 0 R"),
        font().replace(b"[814", b"900 0 R [814"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /X /Widths [[900 0 R]] >>",
    ],
)
def test_tables_of_tables_of_a_font_are_not_followed(spec: bytes) -> None:
    """
    Lists that refer to lists make no end of numbers where a font has a few.
    """
    result = govgrammar.parse(paged([shown("规", 9, 9)], fonts={"F": spec}, objects=laughs()))
    assert all(d.code != "GG0106" for d in result.diagnostics)


def test_a_map_to_characters_is_read_as_before() -> None:
    """
    Characters, ranges and lists of a font's own map give the text; a map that is too long gives no character, and the file
    says that something was left out.
    """
    body = (
        b"/CIDInit /ProcSet findresource begin begincmap /Registry (Adobe) def 1 beginbfchar <0001> <4e00> endbfchar"
        b" 2 beginbfrange <0002> <0003> <5341> <0004> <0005> [<6708> <65e5>] endbfrange endcmap"
    )
    plain = font("Identity-H").replace(b"/DescendantFonts", b"/ToUnicode 90 0 R /DescendantFonts")
    content = b"BT /F 12 Tf 1 0 0 1 50 700 Tm <00010002000300040005> Tj ET"
    result = govgrammar.parse(paged([content], fonts={"F": plain}, objects={90: small_pdf.stream(body)}))
    assert result.source.text == "一十卂月日"
    long = body.replace(b"<0003>", b"<ffffff>")
    result = govgrammar.parse(paged([content], fonts={"F": plain}, objects={90: small_pdf.stream(long)}))
    assert "一" not in result.source.text
    assert "GG0106" in {d.code for d in result.diagnostics}


# ---- objects ----


def packed_objects(bodies: dict[int, bytes], *, table: bool) -> bytes:
    """A file whose objects, but for the first one, stand in a stream of objects."""
    places, inner = b"", b""
    for number, body in bodies.items():
        places += b"%d %d " % (number, len(inner))
        inner += body + b" "
    stream = small_pdf.stream(
        places + inner, b"/Type /ObjStm /N %d /First %d" % (len(bodies), len(places)), packed=True
    )
    out = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    first, content = out.index(b"1 0 obj"), len(out)
    out += b"20 0 obj\n" + small_pdf.stream(shown("规章", 50, 700)) + b"\nendobj\n"
    third = len(out)
    out += b"21 0 obj\n" + stream + b"\nendobj\n"
    if not table:
        return out + b"trailer\n<< /Root 1 0 R >>\n"
    entries = {1: (1, first, 0), 20: (1, content, 0), 21: (1, third, 0)}
    entries |= {number: (2, 21, index) for index, number in enumerate(bodies)}
    rows = b"".join(struct.pack(">BLB", *entries.get(n, (0, 0, 0))) for n in range(23))
    named = small_pdf.stream(rows, b"/Type /XRef /Size 23 /W [1 4 1] /Root 1 0 R")
    return out + b"22 0 obj\n" + named + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(out)


@pytest.mark.parametrize("table", [True, False])
def test_objects_in_a_stream_of_objects_are_read(table: bool) -> None:  # noqa: FBT001
    """
    Where a table says in which stream an object stands, and where the table is lost and the file is looked through.
    """
    bodies = {
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 600 800] >>",
        3: b"<< /Type /Page /Parent 2 0 R /Contents 20 0 R /Resources << /Font << /F 4 0 R >> >> >>",
        4: font(),
        5: b"(not read " + b"\\n" * 300_000 + b")",
    }
    result = govgrammar.parse(packed_objects(bodies, table=table))
    assert result.source.text == "规章"
    assert all(d.code != "GG0106" for d in result.diagnostics)


def test_the_last_object_of_a_number_holds_where_tables_are_lost() -> None:
    """
    A file that was saved twice and lost its tables shows what was saved last.
    """
    made = paged([shown("规章", 50, 700)])
    cut = made[: made.index(b"xref\n")]
    old = cut.replace(b"endobj\n5 0 obj", b"endobj\n5 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n5 0 obj")
    assert govgrammar.parse(old + b"trailer << /Root 1 0 R >>\n").source.text == "规章"


def test_what_was_read_before_a_bound_is_kept() -> None:
    """
    A page that cannot be read to its end takes nothing from the pages before it, and a stream that is too large is told.
    """
    good = ruled([["规章", "1"]], 50, 600)
    result = govgrammar.parse(paged([good, b"q " * 1_400_000, good]))
    assert "规章" in result.source.text
    assert {d.code for d in result.diagnostics} >= {"GG0106"}
    bomb = zlib.compress(b"0 " * 40_000_000, 9)
    large = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(bomb), bomb)
    result = govgrammar.parse(paged([good, large, good]))
    assert result.source.text.count("规章") == 2
    assert {d.code for d in result.diagnostics} >= {"GG0105"}


def test_names_of_a_file_are_not_kept_when_it_is_read() -> None:
    """
    Pdfminer keeps each name and each word that it meets as long as the process lives; those of a file are not given to it.
    """
    content = b"".join(b"/n%d k%d /a#4%d (a) Tj " % (n, n, n) for n in range(9))
    govgrammar.parse(paged([shown("规", 9, 9)]))
    kept = set(PSLiteralTable.dict), set(PSKeywordTable.dict)
    govgrammar.parse(paged([content]).replace(b"/MediaBox", b"/Quite#41Other /AndMore /MediaBox"))
    assert (set(PSLiteralTable.dict), set(PSKeywordTable.dict)) == kept
