"""Any text: its facts stand in it, and their figures are spelled where they say."""

from decimal import Decimal
from itertools import cycle, pairwise

from hypothesis import given
from hypothesis import strategies as st

import govgrammar
from govgrammar.fold import squeeze
from govgrammar.form import load_form
from govgrammar.narrative import Fact, FactReader, Narrator, narrator, read_facts
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
    *("37", "1,204", "１２", "１2", "三百二十一", "两", "百", "1.2万", "0", "12 3", "②"),
    *("件", "余件", "份", "元", "万元", "左右", "多件", "约", "近"),
    *(",", "，", "。", "、", "；", "(", ")", "和", "并", "\n", "\n\n", " ", "\u3000", "\u200b", "文(wen)", "\ud800"),
)
CLAUSES = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
_FORM = load_form()
_READER = FactReader(narrator(), Wording(_FORM), "清源县水务局", 2022)
_ORGANS = ("清源县水务局", "水务局", "清源县人民政府办公室", "第37件办", None)
_ORDER = "零一二三四五六七八九"
_UNITS = {"千": 1000, "百": 100, "十": 10}


def forgetful() -> Narrator:
    """A narrator that reads every sentence anew, with the figures that it has."""
    made = Narrator(narrator().grammar)
    made.sections.limit = made.sentences.limit = 0
    return made


_FORGETFUL = forgetful()


def facts_of(chosen: Narrator, text: str, organ: str | None, year: int) -> list[Fact]:
    """The facts of a text that stands between others."""
    reader = FactReader(chosen, Wording(_FORM), organ, year)
    return list(reader.read(f"无。{text}。无", Span(2, 2 + len(text)), "overview"))


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


@given(CLAUSES, st.sampled_from(_ORGANS), st.integers(2021, 2023), st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_what_is_remembered_of_sentences_changes_no_fact(
    text: str, organ: str | None, year: int, digits: list[int]
) -> None:
    """
    A text, and the same with other digits, tell what they tell to a reader that remembers nothing, whoever read them before.
    """
    turn = cycle(digits)
    other = "".join(str(next(turn)) if character in "0123456789" else character for character in text)
    for written in (text, other, text):
        assert facts_of(_FORGETFUL, written, organ, year) == facts_of(narrator(), written, organ, year)
        assert facts_of(_FORGETFUL, written, _ORGANS[0], 2022) == facts_of(narrator(), written, _ORGANS[0], 2022)


@given(CLAUSES, st.integers(0, 9))
def test_a_section_that_moves_takes_its_facts_with_it(text: str, by: int) -> None:
    """
    Behind other characters, outside of it, a section has the same facts further on.
    """
    alone = list(_READER.read(f"\n\n{text}", Span(2, 2 + len(text)), "overview"))
    behind = f"{'。' * by}\n\n{text}"
    moved = list(_READER.read(behind, Span(2 + by, len(behind)), "overview"))
    holds(moved, behind)
    assert [(fact.kind, fact.value, fact.span.start + by) for fact in alone] == [
        (fact.kind, fact.value, fact.span.start) for fact in moved
    ]


@given(CLAUSES)
def test_what_a_text_does_not_mention_is_found_in_one_go(text: str) -> None:
    """
    Terminals that are looked for together are found where each is found alone.
    """
    aspects = [name for name in narrator().grammar.terminals if name.startswith("ASPECT_")]
    names = (*aspects, "NORMATIVE", "TRIGGER")
    alone = tuple(name for name in names if not narrator().mentions(name, text, 0, len(text)))
    assert alone == narrator().unmentioned(names, text, 0, len(text))
