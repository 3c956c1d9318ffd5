"""What a cell is: every spelling in every script, headings and their look-alikes, and labels with lost glyphs."""

from itertools import combinations
from typing import Final

import pytest
from opencc import OpenCC

from govgrammar.api import engine
from govgrammar.damage import edits, repair
from govgrammar.fold import key
from govgrammar.form import TEXT

CLASSIFY: Final = engine().lexer.classify
FORM: Final = CLASSIFY.form
LABELS: Final = {
    table: tuple((label, name) for label, name in FORM.labels.items() if name in own) for table, own in FORM.own.items()
}
LETTERS: Final = 10


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2twp", "s2hk"])
def test_every_spelling_is_known_in_every_script(script: str) -> None:
    """
    Each spelling of each cell of the form, converted to traditional characters and to Taiwan's words, is the same cell.
    """
    convert = OpenCC(script).convert
    spelled = [
        (name, text) for name in sorted(FORM.tokens - FORM.metadata.keys()) for text in FORM.spellings.get(name, ())
    ]
    assert [] == [
        (text, convert(text)) for _, text in spelled if CLASSIFY(text).terminal != CLASSIFY(convert(text)).terminal
    ]


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2twp", "s2hk"])
def test_every_metadata_key_is_known_in_every_script(script: str) -> None:
    """
    Each key of a metadata block, converted, is the same key.
    """
    convert = OpenCC(script).convert
    spelled = [(name, text) for name in sorted(FORM.metadata) for text in FORM.spellings[name]]
    assert [name for name, _ in spelled] == [CLASSIFY.find_metadata(f"{convert(text)}: 1")[0][0] for _, text in spelled]


def test_a_label_that_has_lost_one_glyph_is_that_label_or_none() -> None:
    """
    With any one glyph left out, no label is taken for another one.
    """
    taken = 0
    for table, labels in LABELS.items():
        for label, name in labels:
            for place in range(len(label)):
                cut = label[:place] + label[place + 1 :]
                found = repair(cut, labels, CLASSIFY.decisive) if cut not in FORM.labels else None
                assert found is None or (found.terminal, found.distance) == (name, 1), (table, label, cut)
                taken += found is not None
    assert taken > sum(map(len, LABELS.values()))


def test_a_long_label_that_has_lost_two_glyphs_is_that_label_or_none() -> None:
    """
    With any two glyphs left out that stand next to each other or around one more, no label is taken for another one.
    """
    for table, labels in LABELS.items():
        for label, name in labels:
            for first, second in combinations(range(len(label)), 2):
                if second - first > 2:  # farther apart shows nothing new
                    continue
                cut = "".join(glyph for place, glyph in enumerate(label) if place not in {first, second})
                found = repair(cut, labels, CLASSIFY.decisive) if cut not in FORM.labels else None
                assert found is None or found.terminal == name, (table, label, cut)


def test_no_label_lies_in_the_neighbourhood_of_another() -> None:
    """
    A label of the form, were it not known, would not be taken for any other label of its table.
    """
    for labels in LABELS.values():
        for label, name in labels:
            others = [(other, owner) for other, owner in labels if owner != name]
            assert repair(label, others, CLASSIFY.decisive) is None


def test_labels_that_differ_in_two_glyphs_at_most_differ_in_a_decisive_one() -> None:
    """
    What tells near labels apart is a glyph that is never taken for damage, or they are too short to be repaired.
    """
    near = [
        (one, other)
        for labels in LABELS.values()
        for (one, name), (other, owner) in combinations(labels, 2)
        if name != owner and min(len(one), len(other)) >= LETTERS and edits(one, other) <= 2
    ]
    assert [] == [pair for pair in near if not (set(pair[0]) ^ set(pair[1])) & set(CLASSIFY.decisive)]


@pytest.mark.parametrize(
    ("cell", "table", "terminal", "distance"),
    [
        ("社会公益组", "requests", "PUBLIC_WELFARE_ORGANIZATION", 1),
        ("现行有效件", "proactive_disclosure", "IN_FORCE", 1),
        ("行政事业收费", "proactive_disclosure", "ADMINISTRATIVE_CHARGES", 1),
        ("一、本年新收政府信\ufffd公开申请数量", "requests", "NEW_REQUESTS", 1),
        ("1.本机关不掌握相关信息", "requests", "NOT_HELD", 2),
        ("5.要求行政机关确认或重新出具以获取信息", "requests", "RECONFIRMATION", 1),
        ("5.屬於三類內部事物信息", "requests", "INTERNAL_AFFAIRS", 1),
    ],
)
def test_lost_glyphs_are_repaired(cell: str, table: str, terminal: str, distance: int) -> None:
    """
    A cell that only one label of its table is near to is that label, and says how many glyphs differ.
    """
    assert CLASSIFY(cell).terminal == TEXT
    kind = CLASSIFY.repaired(cell, table)
    assert kind is not None
    assert (terminal, distance) == (kind.terminal, kind.distance)


@pytest.mark.parametrize(
    "cell",
    [
        "上年收费金额",
        "现行失效件数",
        "本年未公开数量",
        "非行政事业性收费",
        "其他对内管理服务事项",
        "行政处罚决定",
        "本处理决定数量",
        "其他主动公开文件",
        "第二十条第(七)项",
        "下年结转政府信息公开申请数量",
        "本年结转政府信息公开申请数量",
        "（一）不予公开",
        "(六)总计",
        "工作秘密",
        "12345",
        "经复议直接起诉",
        "本年度公开信息的数量比上一年有所增加",
    ],
)
def test_another_meaning_is_never_repaired(cell: str) -> None:
    """
    A cell that means something else than the label next to it, or that is near to two, is none of them.
    """
    assert [None] * len(LABELS) == [CLASSIFY.repaired(cell, table) for table in LABELS]


@pytest.mark.parametrize("table", LABELS)
def test_a_label_needs_no_repair(table: str) -> None:
    """
    The form's own spellings are labels as they stand, at distance 0.
    """
    for name in FORM.own[table] & FORM.spellings.keys():
        assert CLASSIFY(FORM.spelling(name)).distance == 0
        assert CLASSIFY.repaired(FORM.spelling(name), table) is None


@pytest.mark.parametrize(
    ("cell", "terminal"),
    [
        ("2.其他法律行政止公开", "OTHER_LAW_PROHIBITS"),
        ("本年发件", "ISSUED"),
        ("规章(设区的市(自治州)人民政府)", "GOVERNMENT_RULES"),
        ("上一年项目数量(指2019年事项数", "PRIOR_YEAR_ITEMS"),
        ("本年（2023年）制发件数", "ISSUED"),
        ("現行有效件數 (歷史累計)", "IN_FORCE"),
        ("本年收费金额（单位：万元）", "AMOUNT_10K_YUAN"),
        ("采购总金额（万元）", "PROCUREMENT_AMOUNT"),
        ("第二十条 第（五）项", "ARTICLE_20_5"),
        ("務(wù)必", TEXT),
    ],
)
def test_notes_years_and_units_inside_labels(cell: str, terminal: str) -> None:
    """
    A note behind a label, closed or not, a year inside it, a unit or a space changes nothing.
    """
    assert terminal == CLASSIFY(cell).terminal


@pytest.mark.parametrize(
    "cell",
    [
        "一、加强领导",
        "(一)主动公开",
        "（二）依申请公开",
        "### 三是加强监督",
        "本报告由总体情况、主动公开政府信息情况等六部分组成",
        "一、总体情况良好",
        "基本情况",
        "三、其他处理",
        "(五)存在的主要问题",
        "1.存在的主要问题",
        "五、平台建设",
        "四、结转下年度继续办理",
        "一、本年新收政府信息公开申请数量",
        "三、本年度办理结果",
    ],
)
def test_look_alikes_are_no_headings(cell: str) -> None:
    """
    Rows that are numbered like sections, items of a narrative and sentences about the sections are no headings.
    """
    assert CLASSIFY(cell).terminal not in FORM.sections
    assert CLASSIFY.heading_before_text(cell) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("六、其他需要报告的事项 无。", "无。"),
        ("六、其他需要报告的事项：无。", "无。"),
        ("五、存在问题及改进情况。一是人少。", "一是人少。"),
        ("五、其他\u3000无", "无"),
        ("一、總體情況: 本年", "本年"),
        ("一、总体情况良好。", None),
        ("六、其他事项较多,另行说明。", None),
        ("一、总体情况;二、其他", None),
        ("六、其他需要报告的事项:", None),
    ],
)
def test_text_behind_a_heading(cell: str, text: str | None) -> None:
    """
    Text behind a heading begins behind a space, a colon or a stop; without one the words are a sentence.
    """
    found = CLASSIFY.heading_before_text(cell)
    assert text == (cell[found[1] :] if found else None)


def test_decisive_glyphs_stand_in_labels() -> None:
    """
    The grammar's decisive glyphs are folded, single characters.
    """
    assert CLASSIFY.decisive == key(CLASSIFY.decisive)
