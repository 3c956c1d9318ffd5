"""Comparison keys: script, width, spaces and punctuation.  The text itself is never rewritten.

`fold` changes no length, so that a place in the folded text is the same place in the source.  `squeeze` drops spaces and
the syllables that mirror sites put behind a character, as in 文(wen)章(zhang).  `key` also drops what never tells two labels
apart: quotes, stops, Markdown's marks; brackets and the slash stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from importlib import util
from itertools import pairwise
from pathlib import Path
from typing import Final
from unicodedata import normalize

from attrs import define

#: Full-width forms that a form uses, and their half-width keys.  Not NFKC: it turns a circled digit into a number.
_WIDTH: Final = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {
    ord("〔"): ord("("),
    ord("【"): ord("("),
    ord("［"): ord("["),
    ord("〕"): ord(")"),
    ord("】"): ord(")"),
    ord("］"): ord("]"),
    ord("︰"): ord(":"),
    ord("﹕"): ord(":"),
    ord("﹙"): ord("("),
    ord("﹚"): ord(")"),
    ord("，"): ord(","),
    ord("﹐"): ord(","),
    ord("∕"): ord("/"),
    ord("⁄"): ord("/"),
    ord("−"): ord("-"),
    ord("﹣"): ord("-"),
    ord("‐"): ord("-"),
    ord("‑"): ord("-"),
    ord("–"): ord("-"),
}
#: Characters that nobody can see and that no label needs.
INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e" + "".join(
    map(chr, (*range(0x2066, 0x206A), *range(0x09), *range(0x0E, 0x1C), 0x7F))
)
#: What stands for a character that was lost: a label may be known all the same, a figure never is.
_LOST: Final = "\ufffd" + "".join(map(chr, range(0xD800, 0xE000)))
_SPACES: Final = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_ASCII: Final = 0x7F
_LAST_OF_PLANE: Final = 0xFFFF
#: Nothing that is read at once is as long; where all of a long text changes, its characters would stand in memory one by one.
_LONG: Final = 20_000
#: Nothing that is dropped as a whole, markup or a syllable, is as long.
_PART: Final = 24
_DROPPED: Final = frozenset(_SPACES + INVISIBLE)
_PUNCTUATION: Final = "、,。.．:;!?\"'“”‘’「」『』《》〈〉·•…—_~`^|#*"
_LATIN: Final = r"[A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]{1,8}"
_IN_BRACKETS: Final = re.compile(rf"\({_LATIN}\)")
_SYLLABLE: Final = re.compile(rf"(?<=[\u3007\u3400-\u9fff])\({_LATIN}\)")
#: What Markdown and HTML write for a line break, a space or a quotation mark, and Markdown's escape of a sign.
_MARKUP: Final = re.compile(
    r"<br/?>|&(?:nbsp|e[nm]sp|thinsp|zwnj|quot|[lr][sd]quo|#(?:160|12288|8203|x0*a0|x0*3000|x0*200b)|middot);"
    r"|\\(?=[!-/:-@\[-`{-~])",
    re.IGNORECASE,
)
#: What may stand between two characters of one word in folded text: spaces, and a syllable between brackets.
SPACES_BETWEEN: Final = r"[^\S\n\r]*"  # a class that names U+3000 takes twenty times as long to compile
BETWEEN: Final = rf"{SPACES_BETWEEN}(?:\({_LATIN}\){SPACES_BETWEEN})?"


#: Radicals that PDF files have in place of the characters that look like them, and Unicode's own decomposition does not name.
_RADICALS: Final = dict(
    zip(
        map(
            ord,
            "⺁⺄⺅⺈⺉⺌⺍⺗⺘⺙⺛⺝⺠⺢⺣⺤⺥⺨⺩⺪⺫⺬⺭⺮⺯⺲⺶⺷⺼⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        ),
        "厂乙亻勹刂小小心扌攵无月民氵灬爫爫犭王疋网示礻竹糸网羊羊肉艹虎衤西西见角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)


@lru_cache(maxsize=1)
def _unified_table() -> dict[int, str]:
    codes = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
    named = {code: to for code in codes if len(to := normalize("NFKC", chr(code))) == 1 and to != chr(code)}
    return named | _RADICALS


def unified(text: str) -> str:
    """Characters in place of the radicals and compatibility forms that share their glyphs; PDF files mix them up."""
    return text.translate(_unified_table())


@lru_cache(maxsize=1)
def _simplified() -> dict[int, int]:
    """Traditional to simplified, character by character.

    The dictionary of opencc-python-reimplemented is read as a file: its converter is quadratic on long lines.  Where the
    other distribution that installs the same package stands in its place, its converter makes the same table.
    """
    spec = util.find_spec("opencc")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    dictionary = folder / "dictionary" / "TSCharacters.txt"
    if dictionary.is_file():
        pairs = (line.split() for line in dictionary.read_text(encoding="utf-8").splitlines())
        return {ord(pair[0]): ord(pair[1]) for pair in pairs if len(pair) > 1 and len(pair[0]) == len(pair[1][0]) == 1}
    from opencc import OpenCC  # noqa: PLC0415  only where the dictionary is not a file

    characters = [chr(code) for code in range(0x3400, 0xA000)]
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(a): ord(b) for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1}


@lru_cache(maxsize=1)
def _fold_table() -> dict[int, int]:
    simplified = _simplified()
    unified_codes = {code: simplified.get(ord(to), ord(to)) for code, to in _unified_table().items()}
    return unified_codes | {code: to for code, to in simplified.items() if code > _ASCII} | _WIDTH


@lru_cache(maxsize=1)
def _squeeze_table() -> dict[int, int | None]:
    return _fold_table() | dict.fromkeys(map(ord, _SPACES + INVISIBLE))


@lru_cache(maxsize=1)
def _key_table() -> dict[int, int | None]:
    dropped = set(_PUNCTUATION)
    table: dict[int, int | None] = {
        code: None if to is not None and chr(to) in dropped else to for code, to in _squeeze_table().items()
    }
    return table | dict.fromkeys(map(ord, _PUNCTUATION + _LOST))


@lru_cache(maxsize=1)
def _changing() -> re.Pattern[str]:
    """What finds every character that one of the tables changes; a few that none does are taken with them.

    The characters beyond U+FFFF are one range: `re` looks the others up in a table then, and not range by range.
    """
    codes = sorted(code for code in _key_table() if code <= _LAST_OF_PLANE)
    first = [code for before, code in pairwise([-2, *codes]) if code != before + 1]
    last = [code for code, after in pairwise([*codes, -2]) if after != code + 1]
    spans = [f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in zip(first, last, strict=True)]
    return re.compile(f"([{''.join(spans)}\U00010000-\U0010ffff])")


@define(slots=False)
class _Folding:
    """Writes text with every character as a table has it.

    `str.translate` looks every character up.  Where few of them change it is five times as fast to find those, but what finds
    them takes longer to compile than a report to read: it is made once a process has folded the text of several.
    """

    make_table: Callable[[], Mapping[int, int | str | None]]
    left: int = 5_000

    def __call__(self, text: str) -> str:
        length = len(text)
        if self.left > 0 or length > _LONG:
            self.left -= length
            return text.translate(self._table)
        parts = self._split(text)
        if len(parts) > 1:
            parts[1::2] = map(self._written.get, parts[1::2], parts[1::2])
        return "".join(parts)

    @cached_property
    def _table(self) -> Mapping[int, int | str | None]:
        return self.make_table()

    @cached_property
    def _split(self) -> Callable[[str], list[str]]:
        return _changing().split

    @cached_property
    def _written(self) -> dict[str, str]:
        """The table by characters."""
        return {
            chr(code): "" if to is None else to if isinstance(to, str) else chr(to) for code, to in self._table.items()
        }


_folded: Final = _Folding(_fold_table)
_squeezed: Final = _Folding(_squeeze_table)
_keyed: Final = _Folding(_key_table)


def fold(text: str) -> str:
    """Simplified script and half width, character for character: offsets stay valid."""
    return _folded(text)


@lru_cache(maxsize=1)
def _unfold_table() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, to in _fold_table().items():
        found[chr(to)] = found.get(chr(to), chr(to)) + chr(code)
    return found


def variants(character: str) -> str:
    """Every character that `fold` makes this one of, itself first."""
    return _unfold_table().get(character, character)


def squeeze_pattern(pattern: str) -> str:
    """A pattern of the grammar as `squeeze` makes text: its backslashes are its own."""
    return pattern.translate(_squeeze_table())


def has_syllables(folded: str) -> bool:
    """Whether injected syllables may stand in a folded text."""
    return "(" in folded and _IN_BRACKETS.search(folded) is not None


def squeeze(text: str) -> str:
    """`fold` without spaces, invisible characters, markup and injected syllables: what patterns of the grammar are matched against."""
    return _without_syllables(_without_markup(_squeezed(text)))


def first_places(text: str, count: int) -> list[int]:
    """Where the first characters of `squeeze(text)` stand in the text: so many of them, or a few more."""
    head = 2 * count + _PART
    if head < len(text):
        places = kept_places(text[:head])
        if len(places) >= count + _PART:  # whatever the cut broke in two stands behind them
            return places
    return kept_places(text)


def kept_places(text: str) -> list[int]:
    """For each character of `squeeze(text)`, where it stands in the text."""
    folded = _squeezed(text)
    if len(folded) == len(text):  # by far the most titles and figures
        places = list(range(len(text)))
    else:
        places = [place for place, character in enumerate(text) if character not in _DROPPED]
    if not any(sign in folded for sign in "&<\\("):
        return places
    for pattern in (_MARKUP, _SYLLABLE):
        for dropped in reversed(list(pattern.finditer(folded))):
            del places[dropped.start() : dropped.end()]
        folded = pattern.sub("", folded)
    return places


def key(text: str) -> str:
    """`squeeze` without punctuation: what two spellings of one label have in common."""
    if "&" in text or "<" in text or "\\" in text:
        return _without_syllables(_keyed(_without_markup(_squeezed(text))))
    return _without_syllables(_keyed(text))


def _without_markup(text: str) -> str:
    return _MARKUP.sub("", text) if "&" in text or "<" in text or "\\" in text else text


def _without_syllables(text: str) -> str:
    return _SYLLABLE.sub("", text) if "(" in text else text
