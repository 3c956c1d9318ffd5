"""Data of PDF streams behind their filters, as far as a budget goes.

Sizes are not known before something is decoded, and what decodes byte by byte takes longer than the file is worth: each
filter stops at what is left.  Pictures are not decoded; nobody reads them.
"""

from __future__ import annotations

import struct
import zlib
from base64 import a85decode
from binascii import unhexlify
from collections.abc import Callable, Sequence
from hashlib import md5
from io import BytesIO
from typing import Any, Final

from govgrammar.documents.extras import Needing
from govgrammar.documents.pdf_page import Budget

with Needing("pdf"):
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher
    from pdfminer.lzw import LZWDecoder
    from pdfminer.pdfdocument import PDFStandardSecurityHandler, PDFStandardSecurityHandlerV4
    from pdfminer.pdftypes import PDFStream, int_value
    from pdfminer.psparser import PSLiteral
    from pdfminer.runlength import rldecode
    from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

_MOST_FILTERS: Final = 8
_SPACE: Final = b"\t\n\f\r \0"
#: The two bytes that begin Flate data make a multiple of this number.
_CHECK: Final = 31
#: What runs unpack to becomes a list of numbers first.
_MOST_RUNS: Final = 4_000_000
_LITERAL: Final = 128
_WIDEST: Final = 100_000
_TIFF: Final = 2
_PNG: Final = 10
#: The longest key of a document's own cipher, and the lengths for which there is a fast one.
_KEY: Final = 16
_FAST_KEYS: Final = frozenset({5, 7, 8, 10, 16})
_SLOW: Final = 20_000


class Stream(PDFStream):
    """A stream that is decoded when its data is asked for; where the budget does not last, nothing is in it."""

    def __init__(self, plain: PDFStream, budget: Budget) -> None:
        super().__init__(plain.attrs, plain.rawdata or b"", plain.decipher)
        self.budget = budget

    def decode(self) -> None:
        """Decode the data, once."""
        data = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        filters = self.get_filters() if self.get_any(("F", "Filter")) else []
        self.data, self.rawdata = decoded(data, filters, self.budget), None


def decoded(data: bytes, filters: Sequence[tuple[Any, Any]], budget: Budget) -> bytes:
    """The data behind filters, each with its parameters; nothing where it is broken or too large, as the budget says then."""
    if len(filters) > _MOST_FILTERS:
        budget.broken = True
        return b""
    try:
        for name, options in filters:
            data = _undone(str(name.name) if isinstance(name, PSLiteral) else "", data, budget)
            if isinstance(options, dict) and "Predictor" in options:
                data = _unpredicted(data, options, budget)
            budget.unpacked -= len(data)
    except _TooLargeError:
        budget.exceeded = True
        return b""
    except Exception:  # noqa: BLE001 -- whatever a decoder makes of broken data
        budget.broken = True
        return b""
    if not filters:
        budget.unpacked -= len(data)
    if budget.unpacked < 0:
        budget.unpacked, budget.exceeded = 0, True
        return b""
    return data


class _TooLargeError(Exception):
    """The budget does not last."""


def _undone(name: str, data: bytes, budget: Budget) -> bytes:
    """The data behind one filter; nothing for pictures and for what nobody knows."""
    undo = _FILTERS.get(name)
    return undo(data, budget) if undo else b""


def inflated(data: bytes, most: int) -> bytes:
    """What Flate data unpacks to, no more than one byte over the limit.

    Data that ends too early gives what there is of it, and a wrong sum at its end is no matter; data that is broken in
    between raises.
    """
    unpack = zlib.decompressobj()
    try:
        return unpack.decompress(data, most + 1)
    except zlib.error:
        if len(data) < len("xx") or (data[0] << 8 | data[1]) % _CHECK or data[0] & 0x0F != zlib.DEFLATED:
            raise
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[2:], most + 1)


def _flate(data: bytes, budget: Budget) -> bytes:
    made = inflated(data, budget.unpacked)
    if len(made) > budget.unpacked:
        raise _TooLargeError
    return made


def _lzw(data: bytes, budget: Budget) -> bytes:
    budget.lzw -= len(data)
    if budget.lzw < 0:
        raise _TooLargeError
    pieces, size = [], 0
    for piece in LZWDecoder(BytesIO(data)).run():
        size += len(piece)
        if size > budget.unpacked:
            raise _TooLargeError
        pieces.append(piece)
    return b"".join(pieces)


def _runs(data: bytes, _budget: Budget) -> bytes:
    place = size = 0
    while place < len(data) and data[place] != _LITERAL:
        length = data[place]
        size += length + 1 if length < _LITERAL else 257 - length
        place += length + 2 if length < _LITERAL else 2
        if size > _MOST_RUNS:
            raise _TooLargeError
    return rldecode(data)


def _ascii85(data: bytes, budget: Budget) -> bytes:
    budget.written -= len(data)
    if budget.written < 0:
        raise _TooLargeError
    plain = data.translate(None, _SPACE).removeprefix(b"<").removeprefix(b"~")
    return a85decode(plain.partition(b"~")[0])


def _hexadecimal(data: bytes, _budget: Budget) -> bytes:
    digits = data.translate(None, _SPACE).partition(b">")[0]
    return unhexlify(digits + b"0" * (len(digits) % 2))


_FILTERS: Final[dict[str, Callable[[bytes, Budget], bytes]]] = {
    "FlateDecode": _flate,
    "Fl": _flate,
    "LZWDecode": _lzw,
    "LZW": _lzw,
    "RunLengthDecode": _runs,
    "RL": _runs,
    "ASCII85Decode": _ascii85,
    "A85": _ascii85,
    "ASCIIHexDecode": _hexadecimal,
    "AHx": _hexadecimal,
}


def _unpredicted(data: bytes, options: dict[str, Any], budget: Budget) -> bytes:
    """The data behind a predictor, which pdfminer undoes byte by byte."""
    kind = int_value(options["Predictor"])
    if kind != _TIFF and kind < _PNG:
        return data
    budget.predicted -= len(data)
    colors, columns = int_value(options.get("Colors", 1)), int_value(options.get("Columns", 1))
    bits = int_value(options.get("BitsPerComponent", 8))
    if budget.predicted < 0 or not 0 < colors * columns <= _WIDEST or colors < 0:
        raise _TooLargeError
    if kind == _TIFF:
        return apply_tiff_predictor(colors, columns, bits, data)
    return apply_png_predictor(kind, colors, columns, bits, data)


# ---- encrypted files ----


def _deciphered(handler: Any, objid: int, genno: int, data: bytes) -> bytes:
    """RC4 by a library that was made for it: pdfminer's own takes a time that grows with the square of the data."""
    whole = md5(
        handler.key + struct.pack("<L", objid)[:3] + struct.pack("<L", genno)[:2], usedforsecurity=False
    ).digest()
    key = whole[: min(len(handler.key) + 5, _KEY)]
    return bytes(Cipher(ARC4(key), mode=None).decryptor().update(data))


def _is_fast(handler: Any) -> bool:
    return min(len(handler.key or b"") + 5, _KEY) in _FAST_KEYS


class Ciphered(PDFStandardSecurityHandler):
    """The ciphers of the first versions."""

    def decrypt_rc4(self, objid: int, genno: int, data: bytes) -> bytes:
        """Some bytes of an object; nothing of long ones whose key is so odd that they would take minutes."""
        if _is_fast(self):
            return _deciphered(self, objid, genno, data)
        return super().decrypt_rc4(objid, genno, data) if len(data) <= _SLOW else b""


class CipheredV4(PDFStandardSecurityHandlerV4):
    """The ciphers that a file names."""

    def decrypt_rc4(self, objid: int, genno: int, data: bytes) -> bytes:
        """As `Ciphered` does."""
        return Ciphered.decrypt_rc4(self, objid, genno, data)  # type: ignore[arg-type]
