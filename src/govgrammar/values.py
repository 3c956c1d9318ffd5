"""What the characters of one value cell say: a number, nothing that applies, or something else."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from attrs import evolve

from govgrammar.fold import kept_places, squeeze
from govgrammar.form import Form
from govgrammar.model.cell import EMPTY, CellState, Number, Reading

#: A figure with more digits than any office counts is a serial number or damage; it is kept as text.
_MOST_DIGITS: Final = 18
#: A cell that is emphasized as a whole, in Markdown.
_EMPHASIZED: Final = re.compile(r"\s*(?P<mark>\*{1,3}|_{1,3}|`{1,2})(?P<inner>[^*_`]+)(?P=mark)\s*")
#: Figures that are run together at the end of a cell, and how many digits of them are cut in every way.
_AT_END: Final = re.compile(r"[0-9.,/+\-]+$")
_MOST_GLUED: Final = 24


def read_number(raw: str, form: Form) -> Reading | None:
    """The number in a cell, or `None` where the cell is no number.

    Sign and digits stand together as written: `12 3` is no number, because nobody can say whether it is 123 or two figures.
    """
    bare = raw.strip()
    if is_digits(bare) and (figure := read_digits(raw, bare, form)) is not None:
        return figure
    return _read_squeezed(raw, squeeze(raw), form)


def _read_squeezed(raw: str, squeezed: str, form: Form) -> Reading | None:
    """The number in a cell that holds more than digits."""
    match = _number(squeezed, form)
    if match is None:
        return None
    places = kept_places(raw)
    sign, decimals = match["sign"] or "", match["decimals"] or ""
    first, last = match.start("sign" if sign else "digits"), match.end("decimals" if decimals else "digits")
    if places[last - 1] - places[first] != last - 1 - first:
        return None
    plain = match["digits"].replace(",", "")
    negative = match["minus"] is not None
    value: Number = Decimal(f"{plain}{decimals}") if decimals else int(plain)
    length = len(raw.rstrip())
    return Reading(
        CellState.NUMBER,
        -value if negative else value,
        places[first],
        places[last - 1] + 1,
        length,
        match["unit"],
        plain=not sign and not decimals,
    )


def read_digits(raw: str, bare: str, form: Form) -> Reading | None:
    """The number in a cell that holds digits only, `bare`, beside white space; `None` where they are not simply a count."""
    match = _number(bare, form)
    if match is None or match["digits"] != bare:
        return None
    begin = 0 if bare is raw else raw.index(bare)
    end = begin + len(bare)
    return Reading(CellState.NUMBER, int(bare), begin, end, end, None, True)


def _number(folded: str, form: Form) -> re.Match[str] | None:
    """Folded text as the grammar's number, unless that is longer than any."""
    for pattern in form.patterns["NUMBER"]:
        match = pattern.fullmatch(folded)
        if match is not None:
            return None if len(match["digits"]) > _MOST_DIGITS else match
    return None


def is_digits(text: str) -> bool:
    """Whether a text is digits and nothing else, so that folding changes nothing of it."""
    return text.isdigit() and text.isascii()


def read_value(raw: str, form: Form) -> Reading:
    """What a cell says, before its column is known."""
    reading = _read_plain(raw, form)
    emphasized = _EMPHASIZED.fullmatch(raw) if reading.state is CellState.TEXT else None
    if emphasized is None:
        return reading
    inner, offset = _read_plain(emphasized["inner"], form), emphasized.start("inner")
    length = len(raw.rstrip())
    if inner.state is CellState.NUMBER:
        return evolve(inner, start=inner.start + offset, end=inner.end + offset, length=length)
    return reading if inner.state is CellState.TEXT else evolve(inner, end=length, length=length)


def _read_plain(raw: str, form: Form) -> Reading:
    bare = raw.strip()
    digits = is_digits(bare)
    folded = bare if digits else squeeze(raw)
    if not folded:
        return EMPTY
    if folded in form.not_applicable:
        return Reading(CellState.NOT_APPLICABLE, None, 0, len(raw.rstrip()), len(raw.rstrip()))
    number = read_number(raw, form) if digits else _read_squeezed(raw, folded, form)
    return number or text_reading(raw)


def text_reading(raw: str) -> Reading:
    """A cell that holds words."""
    length = len(raw.rstrip())
    return Reading(CellState.TEXT, None, 0, length, length)


def in_column(reading: Reading, raw: str, column: str, form: Form) -> Reading:
    """The reading as its column takes it.

    Money is a `Decimal`; a count with decimals, or with a worded sign outside a column of changes, is kept as text.
    """
    if reading.state is not CellState.NUMBER:
        return reading
    if column in form.columns_of_money:
        return reading if isinstance(reading.value, Decimal) else evolve(reading, value=Decimal(reading.value or 0))
    worded = raw[reading.start] not in "+-−＋－" and not raw[reading.start].isdigit()
    if isinstance(reading.value, Decimal) or (worded and column not in form.columns_of_change):
        return text_reading(raw)
    return reading


def every_cut(raw: str) -> tuple[int, ...]:
    """Every count that can be cut from the figures at the end of a cell in which several are run together."""
    at_end = _AT_END.findall(squeeze(raw))
    digits = "".join(character for character in at_end[0] if character.isdecimal())[:_MOST_GLUED] if at_end else ""
    cuts = {digits[a:b] for a in range(len(digits)) for b in range(a + 1, len(digits) + 1)}
    return tuple(sorted({int(cut) for cut in cuts if cut == "0" or not cut.startswith("0")}))
