"""Numbers of headings and of paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgrammar.checks.headings import is_numbered, may_be_numbered, number_of

#: What numbered paragraphs and their neighbours are made of.
_PIECES = ("一", "十", "二", "反", "、", ".", "．", " ", "\u3000", "\n", "\r\n", "。", "(", "A", "1")


@pytest.mark.parametrize(
    ("paragraph", "number"),
    [("一、概述", "一"), (" 十二 . 其他", "十二"), ("一、二、三", None), ("1、概述", None), ("举一反三、整改", None)],
)
def test_the_number_of_a_heading_is_what_it_begins_with(paragraph: str, number: str | None) -> None:
    """
    A Chinese numeral before a sign, unless numbers are listed.
    """
    assert number == number_of(paragraph)
    assert (number is not None) == is_numbered(paragraph)


def test_an_idiom_with_a_numeral_is_no_number() -> None:
    """
    举一反三、 stands in many reports, and none of its paragraphs needs to be looked at for that.
    """
    assert not may_be_numbered("坚持举一反三、主动治理。版本1.2")
    assert may_be_numbered("坚持举一反三。\n三、主动治理")


@given(st.lists(st.sampled_from(_PIECES), max_size=24).map("".join))
def test_a_text_with_a_numbered_paragraph_may_have_one(text: str) -> None:
    """
    What is passed over without its paragraphs has none that is numbered.
    """
    if any(is_numbered(line.strip()) for line in text.splitlines()):
        assert may_be_numbered(text)
