"""What a spreadsheet shows for a number: its format decides, and a format can hide, round, scale or word it.

A number whose format is not understood is shown with the format behind it, so that nobody takes it for a figure.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from attrs import frozen

GENERAL: Final = "General"
#: The formats of dates that East Asian editions add to the numbered ones.
_EAST_ASIAN_DATES: Final = frozenset({*range(27, 37), *range(50, 59)})
_DATE: Final = "yyyy-mm-dd"
#: A spreadsheet keeps so many digits; what stands behind them is an artefact of binary fractions.
_DIGITS: Final = ".15g"
_LONGEST: Final = 256
_SHOWN: Final = 40
#: No figure is shown with more places than this.
_MOST_PLACES: Final = 30
_MOST_SECTIONS: Final = 4
#: Larger numbers are shown with an exponent.
_PLAIN: Final = Decimal(10) ** 15
_SMALLEST: Final = Decimal(10) ** -9

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<width>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+,*)|(?P<literal>[-+/():!^&'~{}<>= $¥￥€£%]|[^\x00-\x7f])",
    re.IGNORECASE | re.DOTALL,
)
_COLOUR: Final = re.compile(r"(?i)black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|\$-[0-9a-f,]+")
_CURRENCY: Final = re.compile(r"\$(?P<symbol>[^-]+)(?:-[0-9a-fA-F]+)?")


class UnknownFormatError(ValueError):
    """A format that is not understood."""


def format_of(number: int, custom: dict[int, str]) -> str:
    """The format with a number; an unknown number is a format that is not understood."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS  # noqa: PLC0415 -- an extra

    if number in custom:
        return custom[number]
    if number in _EAST_ASIAN_DATES:
        return _DATE
    return str(BUILTIN_FORMATS.get(number, f"[{number}]"))


def shown(stored: str, code: str, *, since_1904: bool = False) -> str:
    """The characters that a cell with this stored number and this format shows."""
    if not _NUMBER.fullmatch(stored):
        return stored
    number = Decimal(format(float(stored), _DIGITS))
    if not number.is_finite():
        return stored
    if _is_date(code):
        return _date(float(stored), since_1904=since_1904)
    try:
        return _written(number, code)
    except UnknownFormatError:
        return f"{plain(number)} [{code[:_SHOWN]}]"


def plain(number: Decimal) -> str:
    """A number without a format, as short as it is exact."""
    size = abs(number)
    if size and not _SMALLEST <= size < _PLAIN:
        return f"{number.normalize():E}"
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@lru_cache(maxsize=256)
def _is_date(code: str) -> bool:
    from openpyxl.styles.numbers import is_date_format  # noqa: PLC0415 -- an extra

    return len(code) <= _LONGEST and bool(is_date_format(code))


def _date(number: float, *, since_1904: bool) -> str:
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel  # noqa: PLC0415 -- an extra

    try:
        made = from_excel(number, MAC_EPOCH if since_1904 else WINDOWS_EPOCH)
    except (ValueError, OverflowError):
        return f"{number} [{_DATE}]"
    return str(made).removesuffix(" 00:00:00")


@frozen
class _Section:
    """One section of a format: what stands before and behind the digits, and how these are written."""

    before: str
    behind: str
    integers: int
    decimals: int
    optional: int
    grouped: bool
    scale: int
    general: bool
    empty: bool


def _written(number: Decimal, code: str) -> str:
    sections = _sections(code)
    if number > 0 or len(sections) == 1:
        section, sign = sections[0], "-" if number < 0 else ""
    elif number < 0:
        section, sign = sections[1], ""
    else:
        section, sign = sections[2] if len(sections) > 2 else sections[0], ""  # noqa: PLR2004  positive; negative; zero
    if section.empty:
        return section.before.strip()
    size = abs(number)
    digits = plain(size) if section.general else _digits(size.scaleb(section.scale), section)
    if not any(digit in digits for digit in "123456789"):
        sign = ""
    return f"{sign}{section.before}{digits}{section.behind}".strip()


def _digits(size: Decimal, section: _Section) -> str:
    places = section.decimals + section.optional
    if size >= _PLAIN:
        raise UnknownFormatError
    text = format(size.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), ",f" if section.grouped else "f")
    whole, _, fraction = text.partition(".")
    while len(fraction) > section.decimals and fraction.endswith("0"):
        fraction = fraction[:-1]
    whole = (
        whole.rjust(section.integers, "0")
        if section.integers > 1
        else ""
        if not section.integers and whole == "0"
        else whole
    )
    return f"{whole}.{fraction}" if fraction else whole


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    if len(code) > _LONGEST:
        raise UnknownFormatError
    parts: list[list[re.Match[str]]] = [[]]
    place = 0
    while place < len(code):
        if code[place] == ";":
            parts.append([])
            place += 1
            continue
        token = _TOKEN.match(code, place)
        if token is None:
            if code[place] == "@":  # the section for text, or a number as text
                token = re.compile("(?P<at>@)").match(code, place)
            if token is None:
                raise UnknownFormatError
        parts[-1].append(token)
        place = token.end()
    sections = [_section(part) for part in parts[:3] if not _for_text(part) or len(parts) == 1]
    if len(parts) > _MOST_SECTIONS or not sections:
        raise UnknownFormatError
    return tuple(sections)


def _for_text(part: list[re.Match[str]]) -> bool:
    return any(token.lastgroup == "at" for token in part)


def _section(part: list[re.Match[str]]) -> _Section:
    before, behind, spec, general, percent = "", "", None, False, 0
    for token in part:
        group, text = token.lastgroup, token.group(token.lastgroup or 0)
        if group == "digits" or group in {"general", "at"}:
            if spec is not None or general:
                raise UnknownFormatError
            general, spec = group != "digits", text
            continue
        literal = _literal(group, text)
        percent += literal.count("%") if group == "literal" else 0
        if spec is None:
            before += literal
        else:
            behind += literal
    if spec is None or general:
        return _Section(before, behind, 0, 0, 0, grouped=False, scale=0, general=general, empty=spec is None)
    if (
        "?" in spec or len(spec) > _MOST_PLACES or spec.endswith(",")
    ):  # the latter shows thousands for ones: another figure
        raise UnknownFormatError
    whole, _, fraction = spec.partition(".")
    decimals = fraction.rstrip("#")
    if "#" in decimals:
        raise UnknownFormatError
    digits = whole.replace(",", "")
    return _Section(
        before,
        behind,
        integers=digits.count("0"),
        decimals=len(decimals),
        optional=len(fraction) - len(decimals),
        grouped="," in whole,
        scale=2 * percent,
        general=False,
        empty=False,
    )


def _literal(group: str | None, text: str) -> str:
    if group == "width":
        return " "
    if group == "fill":
        return ""
    if group == "bracket":
        if _COLOUR.fullmatch(text):
            return ""
        currency = _CURRENCY.fullmatch(text)
        if currency is None:  # a condition, other numerals, hours that run on
            raise UnknownFormatError
        return currency["symbol"]
    if group == "literal" and text == "!":
        raise UnknownFormatError
    return text
