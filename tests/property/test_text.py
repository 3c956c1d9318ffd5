"""Any text: cells spell it, a result comes back, spans and numbers stand in it."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

import govgrammar
from govgrammar.layouts.physical import split_cells
from govgrammar.strategies import damaged, texts

#: Text out of what a report is made of, for the paths that random characters hardly reach.
_PIECES = (
    *("规章", "总计", "行政许可", "本年新", "第二十条第(一)项", "行政复议", "一、总体情况", "三、", "。"),
    *("三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"),
    *("12", "0", "/", "-", "+3", "增2", "1,234", "３", "②", "12 3"),
    *("|", "||", "| |", "\n", "\n\n", "\n\n\n", "\r\n", "\t", " ", "\u00a0", "\u3000", "\u200b"),
    *("\x00", "\ud800", "\ufeff"),
)
_MADE_UP = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)
ANY_TEXT = st.one_of(st.text(), _MADE_UP, damaged())


@given(st.one_of(ANY_TEXT, texts()))
def test_physical_cells_spell_the_source(text: str) -> None:
    """
    The physical pieces stand one behind the other, without a gap or an overlap, and spell the text again.
    """
    pieces = split_cells(text).raw_cells()
    assert text == "".join(text[piece.span.start : piece.span.end] for piece in pieces)
    assert [piece.span.end for piece in pieces[:-1]] == [piece.span.start for piece in pieces[1:]]


@given(ANY_TEXT)
def test_any_text_gives_a_result_with_spans_inside_it(text: str) -> None:
    """
    No text raises; the text comes back unchanged; findings and cells lie inside it; findings have their words.
    """
    result = govgrammar.parse(text)
    assert text == result.source.text
    for diagnostic in result.diagnostics:
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)
        assert diagnostic.message("zh")
        assert diagnostic.message("en")
    for report in result.reports:
        for cell in report.cells():
            assert 0 <= cell.place <= cell.span.start <= cell.span.end <= len(text)
        for span in report.places.values():
            assert 0 <= span.start <= span.end <= len(text)


@given(st.one_of(ANY_TEXT, texts()))
def test_a_result_survives_being_written_as_json(text: str) -> None:
    """
    A result read back from its data says the same, whatever stood in the text.
    """
    result = govgrammar.parse(text)
    again = govgrammar.Result.from_dict(result.to_dict())
    assert result.to_json() == again.to_json()


def _spelled(characters: str) -> int | Decimal:
    """The number that the characters of a span spell, read without the library's own reader."""
    half = characters.translate({0xFF01 + n: 0x21 + n for n in range(94)}).replace(",", "").replace("−", "-")
    negative = half[0] in "-减減"
    digits = half.lstrip("+-增加减減少")
    value = Decimal(digits) if "." in digits else int(digits)
    return -value if negative else value


@given(st.one_of(ANY_TEXT, texts()))
def test_every_number_is_spelled_by_its_span(text: str) -> None:
    """
    The characters at a number's span, sign included, are the number; no other state carries a value.
    """
    for report in govgrammar.parse(text).reports:
        for cell in report.cells():
            if cell.state == "number":
                assert cell.value == _spelled(text[cell.span.start : cell.span.end]), cell
            else:
                assert cell.value is None, cell
