"""What the tables for people say besides the form's own labels, in Chinese and English; and text made fit to print."""

from __future__ import annotations

import unicodedata
from typing import Final

from attrs import frozen

from govgrammar.diagnostics import Language
from govgrammar.source import display_width

#: Phrases by name: Chinese, English.
_PHRASES: Final[dict[str, tuple[str, str]]] = {
    "untitled": ("(文中没有标题)", "(the document has no title)"),
    "organ": ("机关", "organ"),
    "report_year": ("年度", "year"),
    "published_on": ("发布", "published"),
    "unknown": ("未载明", "not said"),
    "not_there": ("文中没有", "not in the document"),
    "number": ("数字", "numbers"),
    "blank": ("空白:有此格而未填写", "blank: the cell is there and empty"),
    "not_applicable": ("原文写明不适用", "the document says that nothing applies"),
    "text": ("不是数字,按文字保留", "words instead of a number"),
    "absent": ("文中没有此格", "the document lacks the cell"),
    "ambiguous": (
        "原文不能确定;问号前为可能的值,其中 . 表示空白",
        "not determined; before the mark what it can be, . for a blank",
    ),
    "inferred": ("缺格,由勾稽关系推定", "placed by the form's identities"),
    "unexpected": ("表式中没有,按原文", "not in the form, as written"),
}


@frozen
class Piece:
    """A part of a line: its text, and what it is (`title`, `heading`, `label`, `rule`, `legend`, or a cell's state)."""

    text: str
    kind: str = "label"


Line = tuple[Piece, ...]


def phrase(name: str, lang: Language) -> str:
    """A phrase in one language."""
    return _PHRASES[name][0 if lang == "zh" else 1]


def one_line(text: str) -> str:
    """Text fit for one line of a terminal: white space is one space, what would steer the terminal is U+FFFD."""
    return " ".join("".join(map(_printable, text)).split())


def _printable(character: str) -> str:
    if character.isspace() or character.isprintable():
        return character
    return "" if character in "\u200b\u200c\u200d\u2060\ufeff" else "\ufffd"


def pad(text: str, width: int) -> str:
    """The text with spaces behind it up to a display width."""
    return text + " " * (width - display_width(text))


def pad_left(text: str, width: int) -> str:
    """The text with spaces before it up to a display width."""
    return " " * (width - display_width(text)) + text


def cut(text: str, width: int) -> str:
    """The text, shortened to a display width with dots at its end."""
    if display_width(text) <= width:
        return text
    kept = wrap(text, max(1, width - 3))[0]
    return f"{kept}..."


def wrap(text: str, width: int) -> tuple[str, ...]:
    """The text in lines of a display width.  Chinese breaks anywhere; a run of letters or digits stays whole if it fits."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width):
        if line and display_width(line) + display_width(piece) > width and not _clings(piece):
            lines.append(line.rstrip())
            line = ""
        line += piece
    return (*lines, line) if line or not lines else tuple(lines)


def balanced(text: str, width: int) -> tuple[str, ...]:
    """The text in as few lines as the width allows, and those as even as can be."""
    lines = wrap(text, width)
    for narrower in range(width - 1, 0, -1):
        tried = wrap(text, narrower)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _pieces(text: str, width: int) -> list[str]:
    pieces: list[str] = []
    for character in text:
        plain = character.isascii() and character.isalnum()
        if plain and pieces and pieces[-1].isascii() and pieces[-1].isalnum() and len(pieces[-1]) < width:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _clings(piece: str) -> bool:
    """A closing mark does not begin a line, even where it makes the line before one longer."""
    return piece in {"、", ",", ".", ";", ":"} or unicodedata.category(piece[0]) in {"Pe", "Pf"}
