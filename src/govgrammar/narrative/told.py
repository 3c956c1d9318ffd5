"""What a sentence tells, apart from where it stands and from which figures it has: of sentences alike that is worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from govgrammar.fold import fold
from govgrammar.narrative.fact import Fact
from govgrammar.narrative.figures import Figure, last_place, read_figure
from govgrammar.source import Span


class Told(NamedTuple):
    """What one clause states; places count from the beginning of its sentence.

    `figure` is the figure as it was read, `None` where there is none.  Where `other_figures` holds, sentences that have other
    figures tell the same, and it is read from their own characters.  `bare`: a numeral may lack its first digit.  `inexact`,
    `least` and `most`: what the words around it leave open.
    """

    kind: str
    year: int | None
    unit: str | None
    place: tuple[int, int]
    value: tuple[int, int] | None
    figure: Figure | None = None
    other_figures: bool = False
    bare: bool = False
    inexact: bool = False
    least: bool = False
    most: bool = False


class Sentence(NamedTuple):
    """What a sentence tells, and what the next one may lean on: of what is spoken, and of which time."""

    tells: tuple[Told, ...]
    topic: str | None
    year: int | None
    other_time: bool
    folded: str


def fact_of(told: Told, sentence: str, start: int, section: str) -> Fact | None:
    """The fact that a clause of a sentence states; `None` where its figure is not understood."""
    first, last = told.place
    span = Span(start + first, start + last)
    if told.value is None:
        return Fact(told.kind, None, True, None, None, None, told.year, section, span, None)
    begin, end = told.value
    value_span = Span(start + begin, start + end)
    figure = read_figure(fold(sentence[begin:end])) if told.other_figures else told.figure
    if figure is None:
        if told.other_figures:
            return None
        return Fact(told.kind, None, True, None, None, None, told.year, section, span, value_span)
    value = figure.value
    if (told.unit is None and not isinstance(value, int)) or (figure.bare and not told.bare):
        return None
    if told.unit is not None:
        value = Decimal(value)
    least = most = figure.value
    if told.inexact or figure.rounded:
        least, most = _bounds(figure, told)
    return Fact(told.kind, value, least == most, least, most, told.unit, told.year, section, span, value_span)


def _bounds(figure: Figure, told: Told) -> tuple[int | Decimal, int | Decimal]:
    """What the words around a figure allow: 500余 is 500 to 600, 约500 is 400 to 600, 1.2万 is 11,000 to 13,000."""
    slack = last_place(figure.value, figure.place)
    return figure.value - (0 if told.least else slack), figure.value + (0 if told.most and not told.least else slack)


def moved(facts: Sequence[Fact], by: int) -> tuple[Fact, ...]:
    """The same facts, so many characters further on."""
    return tuple([_moved(fact, by) for fact in facts]) if by else tuple(facts)


def _moved(fact: Fact, by: int) -> Fact:
    found = fact.value_span
    return Fact(
        fact.kind,
        fact.value,
        fact.exact,
        fact.least,
        fact.most,
        fact.unit,
        fact.year,
        fact.section,
        Span(fact.span.start + by, fact.span.end + by),
        None if found is None else Span(found.start + by, found.end + by),
    )


#: A sentence whose words name organs tells different things to different organs.
OF_ITS_ORGAN: Final = Sentence((), None, None, other_time=False, folded="")
