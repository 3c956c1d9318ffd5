"""Comparison keys: places stay valid, and what never tells labels apart is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govgrammar.fold import fold, kept_places, key, squeeze, unified
from govgrammar.form import load_form
from govgrammar.strategies import simplified, traditional
from govgrammar.wording import Wording

WORDING = Wording(load_form())
#: Text in which brackets, letters and spaces stand behind Chinese characters as often as possible.
TEXTS = st.text(alphabet="规章務信资讯档案(（)）wùgōng 一1,.\u3000\u200b#*", max_size=40) | st.text(max_size=40)


@given(TEXTS)
def test_folding_changes_no_length(text: str) -> None:
    """
    A place in the folded text, in the form's words or not, is the same place in the text.
    """
    assert len(fold(text)) == len(text) == len(WORDING(fold(text)))


@given(TEXTS)
def test_kept_places_spell_the_squeezed_text(text: str) -> None:
    """
    Each character of the squeezed text is the folded character at its place, and places only grow.
    """
    places = kept_places(text)
    assert squeeze(text) == "".join(fold(text)[place] for place in places)
    assert sorted(set(places)) == places


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("規(guī)章", "规章"),
        ("文(wen)章(zhang)", "文章"),
        ("文（ wén ）章", "文章"),
        ("（一）予以公开", "(一)予以公开"),
        ("规章(ABCDEFGHI)", "规章(ABCDEFGHI)"),
        ("(wen)章", "(wen)章"),
        ("規 章\u00a0：", "规章"),
        ("**规章**", "规章"),
        ("## 规章", "规章"),
        ("１．重复申请", "1重复申请"),
    ],
)
def test_key_drops_what_never_tells_labels_apart(text: str, plain: str) -> None:
    """
    Spaces, stops, Markdown's marks and syllables behind a character are dropped; brackets around anything else stay.
    """
    assert plain == key(text)


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("政府资讯公开", "政府信息公开"),
        ("规范性档案", "规范性文件"),
        ("采购专案数量", "采购项目数量"),
        ("讯资", "讯资"),
    ],
)
def test_words_of_taiwan_are_the_forms_words(text: str, usual: str) -> None:
    """
    A word that the grammar pairs with one of the form's is replaced by it; its characters alone are not.
    """
    assert usual == WORDING(text)


def test_radicals_are_the_characters_that_they_look_like() -> None:
    """
    Radicals and compatibility forms, which PDF files mix up with characters, fold to those, one by one.
    """
    assert unified("⽉⽂⻔⻅行⺠") == "月文门见行民"
    assert fold("⽉⽂⻔⾒行⺠") == "月文门见行民"


def test_a_text_without_characters_has_no_other_script() -> None:
    """
    What converts texts for tests takes an empty one, and empty lines.
    """
    assert ["", "\n\n"] == [convert(text) for convert, text in ((traditional, ""), (simplified, "\n\n"))]
