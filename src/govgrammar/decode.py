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
_TRIED: Final = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_SAMPLE: Final = 65_536


@frozen
class Decoded:
    """Text from bytes: the encoding, the reason for it, and how many places did not decode."""

    text: str
    encoding: str
    reason: str
    replaced: int = 0


def shows_words(data: bytes, form: Form) -> bool:
    """Whether the form's own words show in some bytes, in any of the encodings that are tried."""
    return _by_words(data, form) is not None


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
