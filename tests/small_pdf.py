"""Small PDF files, written by hand: what no printer writes, or not on request."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Final

_FONT: Final = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /%s /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0"
    b" /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500 814 939 500]"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 /Ascent 880 /Descent -120"
    b" /FontBBox [0 -120 1000 880] >> >>] >>"
)


def font(encoding: str = "UniGB-UCS2-H") -> bytes:
    """A font that is not embedded, with one of Adobe's character maps."""
    return _FONT % encoding.encode()


def stream(data: bytes, more: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream, packed or not."""
    if packed:
        data, more = zlib.compress(data), more + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def pdf(objects: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """A file of numbered objects; the first is its catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d %05d %s \n" % ((places[number], 0, b"n") if number in places else (0, 65535, b"f"))
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def paged(
    contents: Sequence[bytes],
    *,
    fonts: Mapping[str, bytes] | None = None,
    box: bytes = b"[0 0 600 800]",
    more: bytes = b"",
    objects: Mapping[int, bytes] | None = None,
) -> bytes:
    """A file with a page for each content, and fonts by name; `more` stands in each page."""
    fonts = fonts or {"F": font()}
    made = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    named = b" ".join(b"/%s %d 0 R" % (name.encode(), 3 + number) for number, name in enumerate(fonts))
    made |= {3 + number: body for number, body in enumerate(fonts.values())}
    first = 3 + len(fonts)
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(contents)))
    made[2] = b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox %s >>" % (len(contents), kids, box)
    for number, content in enumerate(contents):
        page = first + 2 * number
        made[page] = b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << %s >> >> %s >>" % (
            page + 1,
            named,
            more,
        )
        made[page + 1] = content if content.startswith(b"<<") else stream(content)
    return pdf(made | dict(objects or {}))


def shown(text: str, x: float, y: float, size: float = 12, *, before: str = "", codec: str = "utf-16-be") -> bytes:
    """Text at a place; `before` are operators that stand before it."""
    code = text.encode(codec).hex()
    return f"BT {before} /F {size} Tf 1 0 0 1 {x} {y} Tm <{code}> Tj ET\n".encode()


def line(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A thin line."""
    return f"{x0} {y0} m {x1} {y1} l S\n".encode()


def ruled(rows: Sequence[Sequence[str]], x: float, y: float, width: float = 100, height: float = 24) -> bytes:
    """A table with a line around each cell, its upper left corner at a place."""
    columns, out = len(rows[0]), b""
    for number in range(len(rows) + 1):
        out += line(x, y - number * height, x + columns * width, y - number * height)
    for number in range(columns + 1):
        out += line(x + number * width, y, x + number * width, y - len(rows) * height)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                out += shown(text, x + column * width + 4, y - number * height - 16)
    return out
