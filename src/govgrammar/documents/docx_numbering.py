"""The numbers that Word writes before paragraphs: they belong to what a person reads, and stand in no run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from attrs import define, field, frozen

from govgrammar.documents.docx_markup import Styles, at, number_in
from govgrammar.documents.xml_parts import Node

_LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_DIGITS: Final = "零一二三四五六七八九"
_FORMAL: Final = "零壹贰叁肆伍陆柒捌玖"
_FORMAL_OLD: Final = "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST: Final = 9999
#: A letter is repeated so often and no more.
_MOST_LETTERS: Final = 30
#: No number that Word writes is longer; its own text for a level cannot be.
_LONGEST: Final = 255
_TEN: Final = 10


def numeral(number: int, kind: str) -> str:
    """A number as Word writes it in one of its kinds of numbers (`numFmt`); a kind that is not known, in digits."""
    write = _KINDS.get(kind)
    return write(number) if write is not None and 0 < number <= _LARGEST else str(number)


_PLAIN_UNITS: Final = ("", "十", "百", "千")
_FORMAL_UNITS: Final = ("", "拾", "佰", "仟")


def _in_words(number: int, digits: str, units: tuple[str, ...], *, short: bool) -> str:
    text, zero = "", False
    for place, digit in reversed(list(enumerate(map(int, reversed(str(number)))))):
        if digit:
            text += (digits[0] if zero and text else "") + digits[digit] + units[place]
        zero = not digit
    return text[1:] if short and _TEN <= number < 2 * _TEN else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    if number > 26 * _MOST_LETTERS:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _cycle(characters: Sequence[str]) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


def _enclosed(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= count else str(number)


def _digit_by_digit(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


_COUNTING: Final = partial(_in_words, digits=_DIGITS, units=_PLAIN_UNITS, short=True)
_BY_DIGIT: Final = _digit_by_digit("〇" + _DIGITS[1:])
_FULL_WIDTH: Final = _digit_by_digit("０１２３４５６７８９")
_CIRCLED: Final = _enclosed("①", 20)
_KINDS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "chineseCounting": _COUNTING,
    "chineseCountingThousand": _COUNTING,
    "taiwaneseCounting": _COUNTING,
    "taiwaneseCountingThousand": _COUNTING,
    "japaneseCounting": _COUNTING,
    "chineseLegalSimplified": partial(_in_words, digits=_FORMAL, units=_FORMAL_UNITS, short=False),
    "ideographLegalTraditional": partial(_in_words, digits=_FORMAL_OLD, units=_FORMAL_UNITS, short=False),
    "ideographDigital": _BY_DIGIT,
    "japaneseDigitalTenThousand": _BY_DIGIT,
    "taiwaneseDigital": _BY_DIGIT,
    "decimalFullWidth": _FULL_WIDTH,
    "decimalFullWidth2": _FULL_WIDTH,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _cycle([_STEMS[n % 10] + _BRANCHES[n % 12] for n in range(60)]),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "ideographEnclosedCircle": _enclosed("㊀", 10),
}


@frozen
class _Level:
    """What a level of a list says: the kind of its numbers and where they begin, the text around them, what parts it from the
    paragraph, whether all numbers in it are digits, and the level behind which it begins anew, if it says one.
    """

    kind: str = "decimal"
    first: int = 1
    text: str = ""
    behind: str = " "
    legal: bool = False
    restart: int | None = None

    @classmethod
    def of(cls, node: Node) -> _Level:
        """What the node of a level says."""
        text, suffix, restart = node.child("lvlText"), node.child("suff"), node.child("lvlRestart")
        written = text.get("val") if text is not None else ""
        return cls(
            _kind(node),
            number_in(node.child("start"), 1),
            written if len(written) <= _LONGEST else "",
            "" if suffix is not None and suffix.get("val") == "nothing" else " ",
            node.child("isLgl") is not None,
            None if restart is None else number_in(restart, _ilvl(node)),
        )


@frozen
class _Abstract:
    """What lists are made from: its levels, the level of each style that has one, and the style whose list it refers to."""

    levels: dict[int, _Level]
    styles: dict[str, int]
    link: str | None

    @classmethod
    def of(cls, node: Node) -> _Abstract:
        """What the node of a list says; the last word on a level holds, and the first on a style."""
        levels: dict[int, _Level] = {}
        styles: dict[str, int] = {}
        for level in node.children:
            if level.name == "lvl":
                levels[_ilvl(level)] = _Level.of(level)
                style = level.child("pStyle")
                if style is not None:
                    styles.setdefault(style.get("val"), _ilvl(level))
        link = node.child("numStyleLink")
        return cls(levels, styles, None if link is None else link.get("val"))


@frozen(eq=False)
class _List:
    """A list that paragraphs refer to: its levels, the deeper levels that each begins anew, and where this list alone begins
    its levels otherwise.
    """

    key: str
    abstract: _Abstract
    levels: tuple[_Level | None, ...]
    begins: tuple[tuple[int, ...], ...]
    starts: dict[int, int]


@define(eq=False)
class Numbering:
    """Counts the numbered paragraphs of a document as they come."""

    styles: Styles
    abstract: dict[str, Node] = field(factory=dict)
    numbers: dict[str, Node] = field(factory=dict)
    read_abstract: dict[str, _Abstract] = field(factory=dict)
    lists: dict[str, _List | None] = field(factory=dict)
    counts: dict[str, list[int | None]] = field(factory=dict)
    begun: set[tuple[str, int]] = field(factory=set)

    def read(self, nodes: Iterable[Node]) -> None:
        """Take the lists that the part for numbering describes."""
        for node in nodes:
            if node.name == "abstractNum":
                self.abstract[node.get("abstractNumId")] = node
            elif node.name == "num":
                self.numbers[node.get("numId")] = node

    def label(self, properties: Node | None) -> str:
        """The number before a paragraph with these properties, with what parts it from the text; nothing for most."""
        if not self.numbers:
            return ""
        style = at(properties, ("pStyle",))
        name = style.get("val") if style else self.styles.default
        own = at(properties, ("numPr", "numId"))
        used = own or self.styles.property(name, ("pPr", "numPr", "numId"))
        used_list = self._list(used.get("val") if used else "")
        if used_list is None:
            return ""
        level = number_in(at(properties, ("numPr", "ilvl")), -1)
        if level < 0:
            level = self._level_of_style(used_list.abstract, name, own)
        if not 0 <= level < _LEVELS:
            return ""
        self._count(used.get("val") if used else "", used_list, level)
        return self._written(used_list, level)

    def _list(self, name: str) -> _List | None:
        if name not in self.lists:
            number = self.numbers.get(name)
            key, abstract = self._abstract(number) if number is not None else ("", None)
            made = None
            if number is not None and abstract is not None:
                found = self._levels(number, abstract)
                levels = tuple(found.get(level) for level in range(_LEVELS))
                begins = tuple(_begun_anew(found, level) for level in range(_LEVELS))
                made = _List(key, abstract, levels, begins, _own_starts(number))
            self.lists[name] = made
        return self.lists[name]

    def _abstract(self, number: Node) -> tuple[str, _Abstract | None]:
        """The list behind a number; a list may refer to the one of a style."""
        key = ""
        for _ in range(3):
            reference = number.child("abstractNumId")
            key = reference.get("val") if reference else ""
            if key not in self.abstract:
                return key, None
            if key not in self.read_abstract:
                self.read_abstract[key] = _Abstract.of(self.abstract[key])
            found = self.read_abstract[key]
            if found.link is None:
                return key, found
            used = self.styles.property(found.link, ("pPr", "numPr", "numId"))
            number = self.numbers.get(used.get("val") if used else "", number)
        return key, None

    def _level_of_style(self, abstract: _Abstract, style: str, own: Node | None) -> int:
        if own is not None:
            return 0
        if style in abstract.styles:
            return abstract.styles[style]
        return number_in(self.styles.property(style, ("pPr", "numPr", "ilvl")), 0)

    @staticmethod
    def _levels(number: Node, abstract: _Abstract) -> dict[int, _Level]:
        levels = {level: said for level, said in abstract.levels.items() if 0 <= level < _LEVELS}
        for override in number.children:
            replaced = override.child("lvl")
            if override.name == "lvlOverride" and replaced is not None:
                levels[_ilvl(override)] = _Level.of(replaced)
        return levels

    def _count(self, name: str, used: _List, level: int) -> None:
        counts = self.counts.setdefault(used.key, [None] * _LEVELS)
        if level in used.starts and (name, level) not in self.begun:
            counts[level] = used.starts[level]
        else:
            before = counts[level]
            counts[level] = _first(used.levels[level]) if before is None else before + 1
        self.begun.add((name, level))
        for deeper in used.begins[level]:
            counts[deeper] = None

    def _written(self, used: _List, level: int) -> str:
        counts, own = self.counts[used.key], used.levels[level]
        if own is None or own.kind == "bullet":
            return ""

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            count = counts[index]
            place = used.levels[index]
            kind = place.kind if place is not None else "decimal"
            value = _first(place) if count is None else count
            return "" if kind == "none" else numeral(value, "decimal" if own.legal else kind)

        label = _PLACE.sub(shown, own.text)
        return label + own.behind if label and len(label) <= _LONGEST else ""


def _first(level: _Level | None) -> int:
    return level.first if level is not None else 1


def _begun_anew(levels: dict[int, _Level], level: int) -> tuple[int, ...]:
    """The deeper levels that count anew behind a paragraph of this one."""
    deeper = ((number, levels.get(number)) for number in range(level + 1, _LEVELS))
    return tuple(number for number, said in deeper if said is None or said.restart is None or said.restart > level)


def _own_starts(number: Node) -> dict[int, int]:
    """Where a list begins its levels otherwise than the one that it is made from; the first word on a level holds."""
    found: dict[int, int] = {}
    seen: set[int] = set()
    for override in number.children:
        level = _ilvl(override)
        if override.name != "lvlOverride" or level in seen:
            continue
        seen.add(level)
        again = at(override, ("startOverride",))
        if again is not None:
            found[level] = number_in(again, 1)
    return found


def _ilvl(node: Node) -> int:
    text = node.get("ilvl")
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() else -1


def _kind(level: Node) -> str:
    kind = level.child("numFmt")
    return kind.get("val", "decimal") if kind else "decimal"
