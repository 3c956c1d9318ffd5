"""Any text: its facts stand in it, and their figures are spelled where they say."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

import govgrammar
from govgrammar.fold import squeeze
from govgrammar.form import load_form
from govgrammar.narrative import Fact, FactReader, narrator, read_facts
from govgrammar.source import Span
from govgrammar.strategies import damaged, texts
from govgrammar.wording import Wording

#: Text out of what clauses are made of, in both scripts, for the paths that random characters hardly reach.
_PIECES = (
    *(
        "我局",
        "全县各镇",
        "县水务局",
        "县政府办公室",
        "2022年",
        "2021年",
        "全年",
        "截至目前",
        "去年",
        "其中",
        "共",
        "已",
    ),
    *("收到", "新收", "受理", "办结", "答复", "予以公开", "不予公開", "上年结转", "结转下年度继续办理", "未收到", "无"),
    *(
        "政府信息公开申请",
        "依申请公开",
        "申請",
        "行政许可",
        "行政處罰",
        "规范性文件",
        "行政复议",
        "行政诉讼",
        "信息处理费",
    ),
    *("作出", "制发", "废止", "现行有效", "收取", "总金额", "办结率", "100%", "均已办结", "统计期限"),
    *("2022年1月1日至2022年12月31日", "因政府信息公开", "被申请", "《办法》"),
    *("37", "1,204", "１２", "三百二十一", "两", "百", "1.2万", "0", "12 3", "②"),
    *("件", "余件", "份", "元", "万元", "左右", "多件", "约", "近"),
    *(",", "，", "。", "、", "；", "(", ")", "和", "并", "\n", "\n\n", " ", "\u3000", "\u200b", "文(wen)", "\ud800"),
)
CLAUSES = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
_READER = FactReader(narrator(), Wording(load_form()), "清源县水务局", 2022)
_ORDER = "零一二三四五六七八九"
_UNITS = {"千": 1000, "百": 100, "十": 10}


def spelled(text: str) -> Decimal:
    """The number that characters spell, read in the plainest way: digits, or a numeral digit by digit."""
    plain = squeeze(text).replace(",", "")
    times = 10_000 if plain.endswith("万") and len(plain) > 1 else 1
    plain = plain[:-1] if times > 1 else plain
    if plain[0].isdecimal():
        return Decimal(plain) * times
    total = section = digit = 0
    for character in plain:
        if character == "万":
            total, section, digit = (section + digit or 1) * 10_000, 0, 0
        elif character in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[character], 0
        elif character in {"廿", "卅"}:
            section += 20 if character == "廿" else 30
        else:
            digit = 2 if character == "两" else _ORDER.index(character)
    return Decimal(total + section + digit) * times


def holds(facts: list[Fact], text: str) -> None:
    """What is true of any facts of a text."""
    for fact in facts:
        assert 0 <= fact.span.start < fact.span.end <= len(text)
        if fact.value is None:
            assert (None, None) == (fact.least, fact.most)
            continue
        assert fact.value_span is not None
        assert fact.span.start <= fact.value_span.start < fact.value_span.end <= fact.span.end
        assert spelled(text[fact.value_span.start : fact.value_span.end]) == fact.value
        assert fact.least is not None
        assert fact.most is not None
        assert fact.least <= fact.value <= fact.most
        assert fact.exact == (fact.least == fact.most)
    spans = [fact.span for fact in facts]
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(st.one_of(st.text(), CLAUSES))
def test_facts_stand_in_the_text_and_spell_their_figures(text: str) -> None:
    """
    Any text gives facts, in order and apart, whose spans lie inside it and whose value is spelled at `value_span`.
    """
    holds(list(_READER.read(text, Span(0, len(text)), "overview")), text)


@given(st.one_of(damaged(), texts()))
def test_the_facts_of_any_report_do(text: str) -> None:
    """
    So do the facts of whatever was read as a report.
    """
    for report in govgrammar.parse(text).reports:
        holds(list(read_facts(report)), text)


@given(CLAUSES)
def test_what_stands_before_does_not_change_a_paragraphs_facts(text: str) -> None:
    """
    A paragraph behind a blank line states what it states alone.
    """
    alone = [(f.kind, f.value, f.year) for f in _READER.read(text, Span(0, len(text)), "overview")]
    behind = f"县政府办公室收到政府信息公开申请50件,办结50件,结转下年度继续办理0件。\n\n{text}"
    found = [(f.kind, f.value, f.year) for f in _READER.read(behind, Span(0, len(behind)), "overview")]
    assert alone == found
