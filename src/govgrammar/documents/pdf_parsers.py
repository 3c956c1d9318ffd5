"""pdfminer's parsers, with what they do counted, and without what grows with the square of a file.

A parser of pdfminer puts a string, a name or a line together piece by piece, copying what it has each time, and reads a
file anew for each of its objects.  Each piece and each copy is paid for here.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any, ClassVar, Final

from govgrammar.documents.extras import Needing
from govgrammar.documents.pdf_filters import Stream
from govgrammar.documents.pdf_page import OBJECT, TOKEN, Budget, TooMuchError

with Needing("pdf"):
    from pdfminer.cmapdb import CMapParser, FileUnicodeMap
    from pdfminer.pdfinterp import PDFContentParser
    from pdfminer.pdfparser import PDFParser, PDFStreamParser
    from pdfminer.pdftypes import PDFStream
    from pdfminer.psparser import (
        KWD,
        PSEOF,
        PSKeyword,
        PSKeywordTable,
        PSLiteral,
        PSLiteralTable,
        PSStackParser,
    )

#: So many bytes that are copied cost as much as an object.
_COPIED: Final = 4_096
_BUFFER: Final = 65_536
_LINE_END: Final = re.compile(rb"\r\n?|\n")
_WORD_END: Final = re.compile(rb"[#/%\[\]()<>{}\s]")
_HEX_END: Final = re.compile(rb"[^\s0-9a-fA-F]")
_SPACE: Final = b" \t\n\r\f\v"
_PICTURE_END: Final = re.compile(rb"EI\s")
_PICTURE_END_IN_TEXT: Final = re.compile(rb"~>\s")


#: Tokens as nearly all of them are written, each whole; what it does not match is pdfminer's to read.
_TOKEN: Final = re.compile(
    rb"""[\s\0]*+(?:
      (?P<number>[+-]?(?:[0-9]{1,300}+(?P<point>\.[0-9]*+)?|\.[0-9]++)(?![0-9]))
    | (?P<operator>[A-Za-z][^#/%\[\]()<>{}\s]*+)
    | /(?P<name>[^#/%\[\]()<>{}\s]*+)(?!\#)
    | <(?P<digits>[0-9A-Fa-f\s]*+)>(?!>)
    | \((?P<text>[^()\\]*+)\)
    | (?P<mark>\[|\]|<<|>>|'|")
    )""",
    re.VERBOSE,
)


#: The rest of a list of nothing but numbers.
_NUMBERS: Final = re.compile(rb"((?:\s*+[+-]?[0-9]{1,9}+(?:\.[0-9]{0,9}+)?(?=[\s\]]))*+)\s*+\]")
_NUMBERS_A_TOKEN: Final = 6


def _read_number(text: bytes) -> int | float:
    return float(text) if b"." in text else int(text)


def _read_operator(text: bytes) -> Any:
    """A keyword: pdfminer's own where it knows it.

    pdfminer keeps each word that it meets, and each name, as long as the process lives; files are full of them.
    """
    if text in _WORDS:
        return _WORDS[text]
    return PSKeywordTable.dict.get(text) or PSKeyword(text)


def _read_name(text: bytes) -> Any:
    name: str | bytes = text
    with suppress(UnicodeDecodeError):
        name = text.decode("utf-8")
    return PSLiteralTable.dict.get(name) or PSLiteral(name)


def _read_digits(text: bytes) -> bytes:
    digits = text.translate(None, _SPACE)
    whole = len(digits) & ~1
    return unhexlify(digits[:whole]) + (bytes([int(digits[whole:], 16)]) if digits[whole:] else b"")


#: Words that are values, and one that pdfminer knows by identity and makes no sooner than it needs it.
_WORDS: Final = {b"true": True, b"false": False, b"trailer": KWD(b"trailer")}
_READ: Final[dict[str | None, Callable[[bytes], Any]]] = {
    "number": _read_number,
    "point": _read_number,
    "operator": _read_operator,
    "name": _read_name,
    "digits": _read_digits,
    "text": bytes,
    "mark": KWD,
}
#: What begins or ends something that stands for more than itself.
_INNER: Final = frozenset(map(KWD, (b"[", b"]", b"<<", b">>", b"{", b"}", b"BI", b"ID")))


class _Counted(PSStackParser[Any]):
    """What is put together piece by piece costs for each piece, and for what is copied with it."""

    #: Whether all there is to read is in one buffer.
    is_whole: ClassVar[bool] = False

    #: What a token costs.
    cost: ClassVar[int] = OBJECT
    budget: Budget

    def pay(self, count: int) -> None:
        """Pay for some tokens.  Raises `TooMuchError`."""
        self.budget.pay(count * self.cost)

    def nexttoken(self) -> Any:
        """The next token and its place."""
        budget = self.budget
        budget.work -= self.cost
        if budget.work < 0:
            raise TooMuchError
        if self._tokens:
            return self._tokens.pop(0)
        found = _TOKEN.match(self.buf, self.charpos)
        if found is not None and (self.is_whole or found.end() < len(self.buf)):
            kind = found.lastgroup or ""
            self.charpos = found.end()
            if kind == "mark" and found["mark"] == b"[" and self.context and self._numbers():
                return self.nexttoken()
            return self.bufpos + found.start(kind), _READ[kind](found[kind])
        while not self._tokens:
            self.pay(1)
            if self.charpos < len(self.buf):
                self.charpos = self._parse1(self.buf, self.charpos)
                continue
            try:
                self.fillbuf()
            except PSEOF:
                return super().nexttoken()
        return self._tokens.pop(0)

    def _numbers(self) -> bool:
        """Push the list of numbers that begins here inside of something, if it is one: tables of widths have thousands of them."""
        found = _NUMBERS.match(self.buf, self.charpos)
        if found is None:
            return False
        words = found[1].split()
        self.pay(len(words) // _NUMBERS_A_TOKEN)
        self.push((self.bufpos + found.start(), [_read_number(word) for word in words]))
        self.charpos = found.end()
        return True

    def _parse_string(self, s: bytes, i: int) -> int:
        if self._curtoken:  # behind an escape or a bracket, or behind the end of a buffer
            self.pay(1 + len(self._curtoken) // _COPIED)
        return super()._parse_string(s, i)

    def _parse_string_1(self, s: bytes, i: int) -> int:
        self.pay(1 + len(self._curtoken) // _COPIED)
        return super()._parse_string_1(s, i)

    def _parse_keyword(self, s: bytes, i: int) -> int:
        return self._collected(s, i, _read_operator)

    def _parse_literal(self, s: bytes, i: int) -> int:
        return self._collected(s, i, _read_name)

    def _collected(self, s: bytes, i: int, read: Callable[[bytes], Any]) -> int:
        """Go on with a keyword or a name up to its end, or to an escape in a name."""
        found = _WORD_END.search(s, i)
        end = found.start() if found else len(s)
        self._curtoken += s[i:end]
        if found and read is _read_name and s[end : end + 1] == b"#":
            self.hex, self._parse1 = b"", self._parse_literal_hex
            return end + 1
        if found:
            self._add_token(read(self._curtoken))
            self._parse1 = self._parse_main
        return end

    def _parse_literal_hex(self, s: bytes, i: int) -> int:
        self.pay(1 + len(self._curtoken) // _COPIED)
        return super()._parse_literal_hex(s, i)

    def _parse_hexstring(self, s: bytes, i: int) -> int:
        """A string of hexadecimal digits, all pairs at once; an odd digit at its end is a byte of its own."""
        found = _HEX_END.search(s, i)
        end = found.start() if found else len(s)
        self._curtoken += s[i:end]
        if found:
            self._add_token(_read_digits(self._curtoken))
            self._parse1 = self._parse_main
        return end


class _File(BytesIO):
    """A file whose long reads are paid for: many streams can claim to reach to its end."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__(data)
        self.size = len(data)
        self.budget = budget

    def read(self, size: int | None = -1) -> bytes:
        """Some bytes."""
        if size is None or size > _BUFFER or size < 0:
            left = self.size - self.tell()
            self.budget.pay(OBJECT * (max(0, left if size is None or size < 0 else min(left, size)) // _COPIED))
        return super().read(size)


class FileParser(_Counted, PDFParser):
    """Objects of a file."""

    BUFSIZ = _BUFFER

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.data = data
        self.budget = budget
        super().__init__(_File(data, budget))

    def fillbuf(self) -> bool:
        """The next piece of the file; what is open of a token is copied once more with it."""
        if self.charpos >= len(self.buf):
            self.pay(len(self._curtoken) // _COPIED)
        return super().fillbuf()

    def nextline(self) -> tuple[int, bytes]:
        """The next line with its end, and where it begins."""
        begin = self.bufpos + self.charpos
        found = _LINE_END.search(self.data, begin)
        end = found.end() if found else len(self.data)
        self.pay(1 + max(0, end - begin) // _COPIED)
        if end <= self.bufpos + len(self.buf):
            self.charpos = end - self.bufpos
        else:
            self.fp.seek(end)
            self.bufpos, self.buf, self.charpos = end, b"", 0
        if found is None:
            msg = "no more lines"
            raise PSEOF(msg)
        return begin, self.data[begin:end]

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        """Streams become such that decode within the budget."""
        super().do_keyword(pos, token)
        if token is self.KEYWORD_STREAM and self.curstack:
            place, made = self.curstack[-1]
            if isinstance(made, PDFStream):
                self.curstack[-1] = place, Stream(made, self.budget)


class PackedParser(_Counted, PDFStreamParser):
    """Objects in a stream of objects."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.budget = budget
        super().__init__(data)


class MapParser(_Counted, CMapParser):
    """A font's map to characters."""

    BUFSIZ = _BUFFER
    cost = TOKEN

    def __init__(self, made: FileUnicodeMap, data: bytes, budget: Budget) -> None:
        self.budget = budget
        super().__init__(made, BytesIO(data))


class ContentParser(_Counted, PDFContentParser):
    """Operators and operands of a page's content, its streams in one buffer."""

    is_whole = True
    cost = TOKEN

    def __init__(self, streams: Sequence[bytes], budget: Budget) -> None:
        self.budget = budget
        whole = PDFStream({}, b"\n".join(streams))
        self.BUFSIZ = max(1, len(whole.rawdata or b""))
        super().__init__([whole])

    def nextobject(self) -> Any:
        """The next operand or operator."""
        if not self.context and not self.results:
            found = self.nexttoken()
            if not isinstance(found[1], PSKeyword) or found[1] not in _INNER:
                return found
            self._tokens.insert(0, found)
            self.budget.work += self.cost
        return super().nextobject()

    def get_inline_data(self, pos: int, target: bytes = b"EI") -> tuple[int, bytes]:
        """Go behind a picture that stands in the content; what it shows is not read."""
        end = _PICTURE_END if target == b"EI" else _PICTURE_END_IN_TEXT
        found = end.search(self.buf, max(0, pos - self.bufpos))
        self.charpos = found.end() if found else len(self.buf)
        self._tokens.clear()
        self.reset()  # as pdfminer does: what was open before a picture ends there
        return pos, b""
