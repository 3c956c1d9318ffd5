"""Bytes to text: which encoding, and why."""

from __future__ import annotations

import codecs
from typing import Final

from attrs import frozen

from govgrammar.fold import fold
from govgrammar.form import Form

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY: Final = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP (DOCX, XLSX)"),
    (b"\xd0\xcf\x11\xe0", "DOC/XLS"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
)
_TRIED: Final = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_SAMPLE: Final = 65_536
_SPACE: Final = 0x20
#: One zero byte in so many is more than a text has by accident.
_FEW: Final = 200


@frozen
class Decoded:
    """Text from bytes: the encoding, the reason for it, and how many places did not decode."""

    text: str
    encoding: str
    reason: str
    replaced: int = 0


def binary_kind(data: bytes, form: Form) -> str | None:
    """What kind of binary file this is, or `None` for text.

    Bytes with zeros among them are text in UTF-16 only where the form's own words show in it.
    """
    for magic, kind in _BINARY:
        if data.startswith(magic):
            return kind
    sample = data[:_SAMPLE]
    if b"\0" in sample and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        control = sum(byte < _SPACE and byte not in b"\t\n\r\f\x0b\x1b\0" for byte in sample)
        zeros = sample.count(0)
        odd = control * 100 > len(sample) or zeros * _FEW > len(sample)
        return "binary" if odd and _by_words(data, form) is None else None
    return None


def _by_words(data: bytes, form: Form) -> Decoded | None:
    """The text of the candidate encoding in which most of the form's own words show, or `None` where none do."""
    best: tuple[int, Decoded] | None = None
    for name in _TRIED:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        score = sum(fold(text[:_SAMPLE]).count(word) for word in form.labels_of_sections)
        if score and (best is None or score > best[0]):
            best = score, Decoded(text, name, f"{score} words of the form in the text")
    return best[1] if best else None


def decode(data: bytes, form: Form, encoding: str | None = None) -> Decoded:
    """Text from bytes: the caller's encoding, a byte order mark, strict UTF-8, or the candidate whose text has most of the
    form's own words in it.
    """
    if encoding is not None:
        return _decoded(data, encoding, "given by the caller")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data, name, "byte order mark")
    try:
        plain = data.decode("utf-8")
    except UnicodeDecodeError:
        plain = None
    if plain is not None and "\0" not in plain:
        return Decoded(plain, "utf-8", "decodes strictly")
    known = _by_words(data, form)
    if known:
        return known
    if plain is not None:
        return Decoded(plain, "utf-8", "decodes strictly")
    utf8 = _decoded(data, "utf-8", "no encoding fits; damaged UTF-8 assumed")
    chinese = _decoded(data, "gb18030", "no encoding fits; damaged GB18030 assumed")
    return utf8 if utf8.replaced <= chinese.replaced else chinese


def _decoded(data: bytes, encoding: str, reason: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, reason, text.count("\ufffd"))
