"""Bytes to text: which encoding, and why."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import lru_cache
from typing import Final

from attrs import frozen

from govgrammar.fold import fold
from govgrammar.form import Form

#: Byte order marks, the longer first: how they begin, the codec for what stands behind them, the name of both together.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
#: What pages call an encoding, and the codec that reads all that is written under these names.
_NAMES: Final = {
    name: codec
    for codec, names in {
        "utf-8": "utf-8 utf8 utf-8-sig unicode-1-1-utf-8",
        "gb18030": "gb18030 gb2312 gb_2312 gb_2312-80 gb2312-80 csgb2312 csiso58gb231280 iso-ir-58 chinese cn-gb euc-cn x-euc-cn"
        " gbk x-gbk cp936 x-cp936 ms936 windows-936",
        "big5hkscs": "big5 big5-hkscs big5hkscs big5-eten cn-big5 csbig5 x-x-big5 x-big5 cp950 x-cp950 ms950 windows-950",
        "utf-16": "utf-16 utf16 utf-16le utf-16-le utf-16be utf-16-be unicode ucs-2",
        "utf-32": "utf-32 utf32 utf-32le utf-32-le utf-32be utf-32-be ucs-4",
    }.items()
    for name in names.split()
}
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION: Final = re.compile(
    rb"""<(?:meta\b[^>]{0,512}?\bcharset|\?xml\b[^>]{0,256}?\bencoding)\s{0,8}=\s{0,8}["']?\s{0,8}([\w.:+-]{1,40})""",
    re.IGNORECASE,
)
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
#: A character that UTF-8 spells with three bytes or more, as it does those of Chinese: no accident in other encodings.
_WIDE: Final = re.compile("[\u2000-\U0010ffff]")
#: In this order where nothing else decides.
_TRIED: Final = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
#: Tried where at least every third byte is zero: in UTF-32 two of four are, and three of four in a Latin letter.
_TRIED_WITH_ZEROS: Final = ("utf-32-le", "utf-32-be")
_ZEROS: Final = 3
_SAMPLE: Final = 65_536
#: So many samples are looked at for words of the form, from the first byte on that is not ASCII.
_SAMPLES: Final = 16


@frozen
class Decoded:
    """Text from bytes: the encoding, the reason for it, and how many places did not decode."""

    text: str
    encoding: str
    reason: str
    replaced: int = 0


@frozen
class _Evidence:
    """How a codec reads a sample: words of the form that show, and characters that Chinese texts hardly have."""

    codec: str
    words: int
    odd: int


def decode(data: bytes, form: Form, encoding: str | None = None) -> Decoded:
    """Text from bytes: in the caller's encoding, else as a byte order mark says, as strict UTF-8, or as the codec reads it in
    which most of the form's own words show, or, where none do, the fewest characters that Chinese texts hardly have.

    What HTML or XML declares decides only between codecs that read equally well: declarations are often wrong.
    """
    if encoding is not None:
        return _decoded(data, encoding, "given by the caller")
    mark, marked, both = next((found for found in _MARKS if data.startswith(found[0])), (b"", "", ""))
    body = data[len(mark) :]
    declared = declared_encodings(data)
    claims: dict[str, str | None] = {f"declared {name}": codec for name, codec in declared.items()}
    if marked in {"", "utf-8"} and (plain := _strict_utf8(body, declared)) is not None:
        why = "holds ASCII only" if plain.isascii() else "decodes as utf-8"
        name, why = (both, "begins with a byte order mark") if mark else ("utf-8", why)
        return Decoded(plain, name, _reason(claims, name, why, certain=plain.isascii()))
    best = _best(body, form, marked, {codec for codec in declared.values() if codec})
    if best.codec == marked:
        return _decoded(body, marked, _reason(claims, both, "begins with a byte order mark"), name=both)
    if mark:
        claims = {f"byte order mark of {marked}": marked, **claims}
    why = f"reads best as {best.codec}"
    if best.words:
        why = f"words of the form show in {best.codec} ({best.words})"
    return _decoded(body, best.codec, _reason(claims, best.codec, why))


def declared_encodings(data: bytes) -> dict[str, str | None]:
    """The encodings that HTML or XML declares in the first bytes, in order, each with the codec that reads it; `None` for
    those that no report is written in.
    """
    head = _COMMENT.sub(b"", data[:_SAMPLE].replace(b"\0", b""))
    names = [name.decode("ascii", "replace").lower() for name in _DECLARATION.findall(head)]
    return {name: _NAMES.get(name) for name in names}


def _reason(claims: dict[str, str | None], chosen: str, why: str, *, certain: bool = False) -> str:
    """Why an encoding was chosen, and what was claimed.  `certain` where any claim holds."""
    if not claims:
        return why
    agreed = certain or all(codec is not None and chosen.startswith(codec) for codec in claims.values())
    return f"{'; '.join(claims)}{'; ' if agreed else ', but '}{why}"


def _strict_utf8(body: bytes, declared: dict[str, str | None]) -> str | None:
    """The text where it is certainly UTF-8.

    Two Chinese characters of two bytes each can be letters of UTF-8 by accident: where a page declares an encoding of
    such, a character of three bytes must show.
    """
    try:
        plain = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\0" in plain:
        return None
    doubtful = not plain.isascii() and not {"gb18030", "big5hkscs"}.isdisjoint(declared.values())
    return None if doubtful and not _WIDE.search(plain) else plain


def _best(body: bytes, form: Form, marked: str, declared: set[str]) -> _Evidence:
    """The codec that reads the bytes best.  A byte order mark whose codec reads all of them yields to words only."""
    found = _evidence(body, form, marked)
    sound = bool(marked) and _decoded(body, marked, "").replaced == 0

    def rank(evidence: _Evidence) -> tuple[int, bool, float, bool]:
        claimed = evidence.codec == marked or any(evidence.codec.startswith(name) for name in declared)
        by_mark = sound and evidence.codec == marked
        return -evidence.words, not by_mark, evidence.odd / (2 if claimed else 1), not claimed

    return min(found, key=rank)


def _evidence(body: bytes, form: Form, marked: str) -> list[_Evidence]:
    """What each codec makes of the bytes from the first one on that is not ASCII, up to the sample in which words show."""
    first = _NOT_ASCII.search(body)
    begin = first.start() & ~3 if first else 0
    zeros = body.count(0, begin, begin + _SAMPLE) * _ZEROS > len(body[begin : begin + _SAMPLE])
    tried = dict.fromkeys((*_TRIED, *(_TRIED_WITH_ZEROS if zeros else ()), *((marked,) if marked else ())))
    decoders = {name: codecs.getincrementaldecoder(name)("replace") for name in tried}
    words, odd = Counter[str](), Counter[str]()
    usual = _usual()
    for start in range(begin, min(len(body), begin + _SAMPLES * _SAMPLE), _SAMPLE):
        chunk = body[start : start + _SAMPLE]
        for name, decoder in decoders.items():
            text = decoder.decode(chunk, final=start + _SAMPLE >= len(body))
            odd[name] += len(text.translate(usual))
            folded = fold(text)
            words[name] += sum(folded.count(word) for word in form.labels_of_sections)
        if words.total():
            break
    return [_Evidence(name, words[name], odd[name]) for name in tried]


@lru_cache(maxsize=1)
def _usual() -> dict[int, None]:
    """Characters of Chinese texts, as a table that deletes them: ASCII, punctuation, and the first levels of GB 2312 and Big5,
    which their makers filled with what is in common use.
    """
    simplified = (bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = (bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in trails)
    first_levels = b"".join(simplified).decode("gb2312", "ignore") + b"".join(traditional).decode("big5", "ignore")
    punctuation = (0xA0, 0xB7, *range(0x2010, 0x2040), *range(0x2160, 0x2180), *range(0x2460, 0x2474))
    full_width = (*range(0x3000, 0x3018), *range(0xFF01, 0xFF5F))
    plain = (*b"\t\n\r\f\v", *range(0x20, 0x7F))
    characters = (ord(character) for character in first_levels if character >= "\u4e00")
    return dict.fromkeys((*characters, *punctuation, *full_width, *plain))


def shows_words(data: bytes, form: Form) -> bool:
    """Whether the form's own words show in some bytes, in any of the encodings that are tried."""
    return _best(data, form, "", set()).words > 0


def _decoded(data: bytes, codec: str, reason: str, *, name: str = "") -> Decoded:
    try:
        return Decoded(data.decode(codec), name or codec, reason)
    except UnicodeDecodeError:
        text = data.decode(codec, errors="replace")
        return Decoded(text, name or codec, reason, text.count("\ufffd"))
