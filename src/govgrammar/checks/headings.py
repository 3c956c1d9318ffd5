"""Numbers of headings and of paragraphs, against those of the form's headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from govgrammar.form import Form
from govgrammar.source import Span

#: Headings by section: as written, and where.
Headings = Mapping[str, tuple[str, Span]]
_NUMERALS: Final = "一二三四五六七八九十"
_SIGNS: Final = "、.．"
_NUMBERED: Final = re.compile(rf"\s*([{_NUMERALS}]{{1,3}})\s*[{_SIGNS}](?![{_NUMERALS}])")
#: What a numbered paragraph holds: each sign behind a number.  Python's `re` finds a literal far sooner than a class.
_BEHIND_NUMBER: Final = {sign: re.compile(rf"{re.escape(sign)}(?<=[{_NUMERALS}\s].)") for sign in _SIGNS}
#: No paragraph begins in the middle of a word: 举一反三、 is no number.
_BEGINNING: Final = re.compile(rf"[{_NUMERALS}](?<![\u4e00-\u9fff].)[{_NUMERALS}]{{0,2}}\s*[{_SIGNS}]")


@lru_cache(maxsize=256)
def number_of(heading: str) -> str | None:
    """The number with which a heading or a paragraph begins."""
    match = _NUMBERED.match(heading)
    return match[1] if match else None


@lru_cache(maxsize=8)
def numbered(form: Form) -> tuple[tuple[str, str, str | None], ...]:
    """The form's headings: section, label, number."""
    labels = {name: form.spelling(terminal) for name, terminal in form.headings.items()}
    return tuple((name, label, number_of(label)) for name, label in labels.items())


@lru_cache(maxsize=8)
def labels(form: Form) -> dict[str, str]:
    """The form's headings by section."""
    return {name: label for name, label, _ in numbered(form)}


def are_numbered(form: Form, headings: Headings) -> bool:
    """Whether all headings are there, in order, each with its number: then the rules on that have nothing to say."""
    places = [span.start for _, span in headings.values()]
    return places == sorted(places) and _have_numbers(form, tuple([heading for heading, _ in headings.values()]))


@lru_cache(maxsize=256)
def _have_numbers(form: Form, headings: tuple[str, ...]) -> bool:
    return tuple(map(number_of, headings)) == tuple([number for _, _, number in numbered(form)])


def may_be_numbered(text: str) -> bool:
    """Whether any paragraph of a text can begin with a number: without it, a text need not be cut into its paragraphs."""
    return (
        any(sign in text and pattern.search(text) for sign, pattern in _BEHIND_NUMBER.items())
        and _BEGINNING.search(text) is not None
    )


def is_numbered(paragraph: str) -> bool:
    """Whether a paragraph begins with a number."""
    return _NUMBERED.match(paragraph) is not None
