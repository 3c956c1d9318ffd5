"""Small PDF files, written by hand: what no printer writes, or not on request."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from hashlib import md5
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


_PAD: Final = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def locked(content: bytes, password: bytes) -> bytes:
    """A file with one page of this content, encrypted with a user's password (RC4, 40 bits)."""
    user = (password + _PAD)[:32]
    owner = _rc4(md5((b"owner" + _PAD)[:32], usedforsecurity=False).digest()[:5], user)
    key = md5(user + owner + b"\xfc\xff\xff\xff" + b"id", usedforsecurity=False).digest()[:5]
    own = md5(key + b"\x05\0\0" + b"\0\0", usedforsecurity=False).digest()[:10]
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
        owner.hex().encode(), _rc4(key, _PAD).hex().encode(),
    )  # fmt: skip
    plain = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [4 0 R] /MediaBox [0 0 600 800] >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F 3 0 R >> >> >>",
        5: stream(_rc4(own, content)),
    }
    return pdf(plain, trailer=b"/ID [<6964> <6964>] /Encrypt %s" % encrypt)
