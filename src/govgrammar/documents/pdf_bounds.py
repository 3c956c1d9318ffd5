"""How much a PDF may unpack to, measured before pdfminer decodes it.

pdfminer decodes a stream whole, expands the ranges of character maps and width tables one by one, and follows what a file
says of itself.  Each of those is counted here first, and what counts too much is taken out of the file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, pairwise
from typing import Any, Final

_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_XREF: Final = re.compile(rb"/XRef\b")
_DICTIONARY: Final = 1024
#: A file with more streams is not read: pdfminer would look at each of them.
MOST_STREAMS: Final = 100_000
#: Cross-reference streams and all that a predictor was applied to are undone byte by byte.
MOST_PREDICTED: Final = 4_000_000
#: LZW is decoded bit by bit, and unpacks to as much as 2,700 times.
_MOST_LZW: Final = 32_768
_RUN: Final = 64
_CHUNK: Final = 65_536
_DEPTH: Final = 8
#: Codes that all ranges of one character map or width table name together.
MOST_CODES: Final = 200_000
#: A map of all characters that there are is half as long.
_MOST_MAP: Final = 2_000_000
_RANGES: Final = re.compile(rb"begin(?:bf|cid)range(.*?)(?:end(?:bf|cid)range|\Z)", re.DOTALL)
_RANGE: Final = re.compile(rb"<([0-9A-Fa-f\s]{1,64})>\s*<([0-9A-Fa-f\s]{1,64})>\s*(?:<[0-9A-Fa-f\s]*>|\[[^\]]*\]|\d+)")
_ZLIB: Final = 0x78
_FLATE: Final = frozenset({"FlateDecode", "Fl"})
_LZW: Final = frozenset({"LZWDecode", "LZW"})
_RUNS: Final = frozenset({"RunLengthDecode", "RL"})


def measure(data: bytes, limit: int) -> int:
    """The bytes that all Flate streams of a file unpack to, streams within streams too; no farther than over the limit.

    It looks for streams by their keyword, so that no table of the file has a say.
    """
    total = 0
    for number, match in enumerate(_STREAM.finditer(data)):
        if number >= MOST_STREAMS:
            return limit + 1
        before = data[max(0, match.start() - _DICTIONARY) : match.start()]
        own = before[before.rfind(b"obj") + 1 :]
        most = min(limit - total, MOST_PREDICTED) if _XREF.search(own) else limit - total
        size = _unpacked(data, match.end(), most, 0)
        if size > most:
            return limit + 1
        total += size
    return total


def _unpacked(data: bytes, start: int, limit: int, depth: int) -> int:
    """What the Flate data at a place unpacks to; nothing where none begins there."""
    total = 0
    for piece in inflate(data, start):
        total += len(piece)
        if total > limit:
            return total
        if total == len(piece) and piece[0] == _ZLIB and depth < _DEPTH:
            inner = _within(data, start, limit, depth + 1)
            if inner > limit:
                return inner
    return total


def _within(data: bytes, start: int, limit: int, depth: int) -> int:
    """What the Flate data within Flate data unpacks to."""
    whole, size = [], 0
    for piece in inflate(data, start):
        whole.append(piece)
        size += len(piece)
        if size > limit:
            return size
    return _unpacked(b"".join(whole), 0, limit, depth)


def inflate(data: bytes, start: int = 0) -> Iterator[bytes]:
    """The pieces that Flate data unpacks to, as far as it is whole."""
    if data[start : start + 1] == b"" or data[start] & 0x0F != zlib.DEFLATED:
        return
    unpack = zlib.decompressobj()
    place, rest = start, b""
    while not unpack.eof:
        if not rest:
            rest = data[place : place + _CHUNK]
            place += _CHUNK
            if not rest:
                return
        try:
            piece = unpack.decompress(rest, _CHUNK)
        except zlib.error:
            return
        rest = unpack.unconsumed_tail
        if piece:
            yield piece


def decoded_size(
    data: bytes, filters: Iterable[tuple[str, bool]], written: Mapping[str, Callable[[bytes], bytes]], limit: int
) -> int:
    """The size of a stream's data behind its filters; more than the limit where it is more, or cannot be said.

    Filters are names, and whether a predictor follows.  `written` undoes those that only write bytes as text.
    """
    for name, predictor in filters:
        if name in _FLATE:
            pieces, size = [], 0
            for piece in inflate(data):
                size += len(piece)
                if size > limit:
                    return size
                pieces.append(piece)
            data = b"".join(pieces)
        elif name in written:
            data = written[name](data)
        elif name in _LZW:
            return limit + 1 if len(data) > _MOST_LZW else len(data)
        elif name in _RUNS:
            return len(data) * _RUN
        if len(data) > (MOST_PREDICTED if predictor else limit):
            return limit + 1
    return len(data)


def ranges_fit(data: bytes) -> bool:
    """Whether the ranges of a character map, if this is one, name a number of codes that can be written out."""
    if b"beginbf" not in data and b"begincid" not in data:
        return True
    if len(data) > _MOST_MAP:
        return False
    total = 0
    for match in chain.from_iterable(_RANGE.finditer(found[1]) for found in _RANGES.finditer(data)):
        low, high = (int(b"".join(group.split()) or b"0", 16) for group in match.groups())
        total += max(0, high - low)
        if total > MOST_CODES:
            return False
    return True


def widths_fit(widths: Any, resolve: Callable[[Any], Any]) -> bool:
    """Whether the ranges of a table of widths name a number of codes that can be written out."""
    if not isinstance(widths, list):
        return True
    numbers: list[float] = []
    for entry in widths:
        value = resolve(entry)
        if isinstance(value, list):
            numbers = []
        elif isinstance(value, int | float):
            numbers.append(value)
            for low, high in pairwise(numbers):
                if high - low > MOST_CODES:
                    return False
            numbers = numbers[-2:]
    return len(widths) <= MOST_CODES
