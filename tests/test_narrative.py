"""What clauses of narratives state: nothing that they do not say, and at the place where they say it."""

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lark.lexer import Lexer

from govgrammar import parse
from govgrammar.fold import squeeze
from govgrammar.form import load_form
from govgrammar.grammar import build_lark, default_folder, read_grammar
from govgrammar.narrative import Fact, FactReader, narrator, read_facts
from govgrammar.narrative.figures import read_figure
from govgrammar.narrative.organ import is_own
from govgrammar.source import Span
from govgrammar.wording import Wording
from govgrammar.workbench.labelled import PARTS, Sentence, read, sentences

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus" / "narrative"
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("[0-9][0-9][0-9]_*.txt"))
LABELLED = {part: list(sentences(CORPUS / f"{part}.txt")) for part in PARTS}

#: What is true of each real report, read by hand: kind, value, the clause as written.
TRUE_OF_SEEDS: dict[str, list[tuple[str, int | None, str]]] = {
    "000": [
        ("period", None, "本年度报告中所列数据的统计期限自2022年1月1日至2022年12月31日"),
        ("administrative_license", 203422, "2022年以来办理行政许可事项203422件"),
        ("accepted", 37, "2022年共受理依申请公开37件"),
        ("all_concluded", None, "办结率100%"),
        ("no_fee", None, "兰山区行政审批服务局政府信息公开未收取任何信息处理费"),
    ],
    "001": [],
    "002": [
        ("no_requests_received", None, "2023年我局没有收到依申请公开政府信息件"),
        ("no_fee", None, "本单位本年度没有依申请公开收费"),
    ],
    "003": [("no_fee", None, "2021年我局未收取涉及政府信息公開申請的任何費用")],
    "004": [
        ("no_requests_received", None, "我局未收到件政府信息公开申请"),
        ("no_fee", None, "未收取信息公开信息处理费"),
    ],
}


class _Handover(Lexer):
    """A lexer for a grammar whose tokens come from elsewhere."""

    def __init__(self, lexer_conf: Any) -> None:
        del lexer_conf

    def lex(self, data: Any) -> Any:  # type: ignore[override]
        return iter(data)


def facts(text: str, organ: str | None = "清源县水务局", year: int | None = 2022) -> list[Fact]:
    """The facts of a text that stands alone."""
    return list(FactReader(narrator(), Wording(load_form()), organ, year).read(text, Span(0, len(text)), "overview"))


@pytest.mark.skipif(not SEEDS, reason="the real reports are not beside this repository (../shared/seeds)")
@pytest.mark.parametrize("path", [pytest.param(path, id=path.name[:3]) for path in SEEDS])
def test_the_real_reports_state_what_is_true_of_them_and_no_more(path: Path) -> None:
    """
    Each real report gives exactly the facts that a reader finds in it.
    """
    text = path.read_bytes().decode("utf-8")
    report = parse(text).report
    assert report is not None
    found = [(fact.kind, fact.value, text[fact.span.start : fact.span.end]) for fact in read_facts(report)]
    assert TRUE_OF_SEEDS[path.name[:3]] == found


@pytest.mark.parametrize("part", PARTS)
def test_labelled_sentences_reach_the_targets(part: str) -> None:
    """
    Of the facts that are found at least 98 in 100 are right; of those that are stated at least 90 in 100 are found.
    """
    right = found = stated = 0
    for sentence in LABELLED[part]:
        ours = read(sentence)
        right += len([fact for fact in ours if fact in sentence.facts])
        found += len(ours)
        stated += len(sentence.facts)
    assert right / found >= 0.98
    assert right / stated >= 0.90


def test_the_labelled_set_is_large_and_full_of_traps() -> None:
    """
    At least 150 sentences, a third of which nobody tuned to (give or take a few), and two in five of which state nothing.
    """
    everything = [sentence for part in PARTS for sentence in LABELLED[part]]
    assert len(everything) >= 150
    assert len(LABELLED["held_out"]) / len(everything) >= 0.3
    assert all(sum(not s.facts for s in LABELLED[part]) / len(LABELLED[part]) >= 0.4 for part in PARTS)


TUNED = [s for s in LABELLED["tuned"] if not s.facts]


@pytest.mark.parametrize("sentence", [pytest.param(s, id=s.text[:24]) for s in TUNED])
def test_a_trap_is_no_fact(sentence: Sentence) -> None:
    """
    A sentence of another organ, another year, another business or a part states nothing about the tables.
    """
    assert [] == read(sentence)


def test_the_grammar_has_no_silent_conflict() -> None:
    """
    Lark builds the parser of clauses with `strict`, where a shift/reduce conflict is an error.
    """
    assert build_lark(narrator().grammar, start="clause", lexer=_Handover, strict=True).options.start == ["clause"]


def test_no_word_stands_in_two_terminals() -> None:
    """
    Each word that the lexer knows belongs to one terminal.
    """
    known = narrator()
    named = frozenset(name for names in known._classes.values() for name in names) | known._ignored
    words = [word for name in known.grammar.terminals if name in named for word in known.spellings[name]]
    assert sorted(set(words)) == sorted(words)


def test_the_grammar_of_clauses_is_no_part_of_the_forms_but_counts_for_its_digest() -> None:
    """
    The form's grammar holds none of its rules; a word changed in it changes the digest of a result.
    """
    grammar = read_grammar()
    assert "clause" not in grammar.rules
    assert ["narrative/clauses.lark"] == [file.name for file in grammar.inner]


def test_another_grammar_folder_brings_its_own_words(tmp_path: Path) -> None:
    """
    A folder with a `narrative` folder in it is read with that; any other with the one that ships with the package.
    """
    (tmp_path / "narrative").mkdir()
    text = (ROOT / "grammars" / "narrative" / "clauses.lark").read_text(encoding="utf-8")
    changed = text.replace('RECEIVED: "收到"', 'RECEIVED: "喜提"', 1)
    (tmp_path / "narrative" / "clauses.lark").write_text(changed, encoding="utf-8")
    assert narrator(tmp_path / "nowhere") is narrator()
    reader = FactReader(narrator(tmp_path), Wording(load_form()))
    sentence = "喜提政府信息公开申请3件。"
    assert [3] == [fact.value for fact in reader.read(sentence, Span(0, len(sentence)), "overview")]
    assert [] == facts(sentence)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        *(("三百二十一", 321), ("两", 2), ("廿一", 21), ("十五", 15), ("一千零五", 1005), ("一万二千", 12000)),
        *(("一万零五", 10005), ("零", 0), ("两千", 2000), ("1,204", 1204), ("1.2万", 12000), ("37", 37)),
        *(("三四", None), ("三百五", None), ("二〇二二", None), ("12,34", None), ("007", None), ("一万五", None)),
    ],
)
def test_a_numeral_is_read_in_full_or_not_at_all(numeral: str, value: int | None) -> None:
    """
    A numeral that leaves open what it means (三四, 三百五), or is written as no number is, gives no figure.
    """
    figure = read_figure(numeral)
    assert value == (None if figure is None else figure.value)


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        *(("37件", (37, 37)), ("500余件", (500, 600)), ("约40件", (30, 50)), ("近百件", (0, 100))),
        *(("百余件", (100, 200)), ("超过90件", (90, 100)), ("1.2万件", (11000, 13000)), ("30件左右", (20, 40))),
    ],
)
def test_an_approximate_figure_has_the_bounds_that_its_words_allow(written: str, bounds: tuple[int, int]) -> None:
    """
    余, 多 and 以上 are at least the figure, 近 at most, 约 and 万 around it, by the last digit that is written.
    """
    (fact,) = facts(f"收到政府信息公开申请{written}。")
    assert bounds == (fact.least, fact.most)
    assert fact.exact == (bounds[0] == bounds[1])


def test_digits_that_a_space_parts_are_no_figure() -> None:
    """
    31 2件 may be 312 or two figures: nobody can say, so it is none.
    """
    assert [] == facts("全年收到政府信息公开申请31 2件。")
    assert [312] == [fact.value for fact in facts("全 年 收 到 政府信息公开申请 312 件。")]


def test_money_is_exact_and_keeps_its_unit() -> None:
    """
    An amount is a `Decimal` in the unit that is written behind it.
    """
    (fact,) = facts("收取信息处理费0.35万元。")
    assert (Decimal("0.35"), "万元", True) == (fact.value, fact.unit, fact.exact)


def test_a_clause_of_another_year_says_so() -> None:
    """
    The year that a clause names goes with its fact, and with the clauses that lean on it.
    """
    text = "2021年收到政府信息公开申请8件,办结7件。2022年收到政府信息公开申请9件。"
    assert [(2021, 8), (2021, 7), (2022, 9)] == [(fact.year, fact.value) for fact in facts(text)]


@pytest.mark.parametrize("name", ["县水务局", "水务局", "清源县水务局"])
def test_a_short_name_is_the_organs_own(name: str) -> None:
    """
    Characters of the organ's name in their order, with its ending, name it.
    """
    assert is_own(name, "清源县水务局")


@pytest.mark.parametrize("name", ["县教育局", "县政府办公室", "水务局及下属单位", "局", ""])
def test_another_name_is_another_organs(name: str) -> None:
    """
    What has other characters, or another ending, does not.
    """
    assert not is_own(name, "清源县水务局")


def test_a_wrapped_line_goes_on_in_the_next() -> None:
    """
    A long line without a sign at its end is one paragraph with the next line; a blank line ends it.
    """
    begin = "2022年度我局依法依规共收到政府信息公开申请的数量为"
    assert [12] == [fact.value for fact in facts(f"{begin}\n12件。")]
    assert [12] == [fact.value for fact in facts(f"{begin}\r\n12件。")]
    assert [] == facts(f"{begin}\n\n12件。")


def test_traditional_script_and_full_width_state_the_same() -> None:
    """
    Script and width change neither kind nor value, and spans index the text as it is.
    """
    text = "2022年，本局共收到政府信息公開申請１２件，予以公開１１件。"
    found = facts(text)
    assert [("received", 12), ("granted", 11)] == [(fact.kind, fact.value) for fact in found]
    assert ["１２", "１１"] == [text[f.value_span.start : f.value_span.end] for f in found if f.value_span]


def test_sentences_that_differ_in_figures_each_have_their_own() -> None:
    """
    What is remembered of a sentence serves others, of whatever width and length their figures are, and whatever they round.
    """
    for figure, value in (("12", 12), ("37", 37), ("１2", 12), ("１4", 14), ("1,204", 1204), ("0", 0)):
        text = f"收到政府信息公开申请{figure}件"
        assert [value] == [fact.value for fact in facts(text)]
    for figure in ("007", "00", "1，204"):
        assert [] == facts(f"收到政府信息公开申请{figure}件")
    about = [fact for figure in ("500", "123") for fact in facts(f"收到政府信息公开申请约{figure}件")]
    assert [(400, 600), (122, 124)] == [(fact.least, fact.most) for fact in about]


def test_a_sentence_is_the_organs_own_for_that_organ_only() -> None:
    """
    The same sentence in the reports of two organs: only the one that it names may have received the requests.
    """
    text = "县水务局收到政府信息公开申请37件"
    readers = [
        FactReader(narrator(), Wording(load_form()), organ, 2022) for organ in ("清源县水务局", "清源县教育局") * 2
    ]
    found = [[fact.value for fact in reader.read(text, Span(0, len(text)), "overview")] for reader in readers]
    assert [[37], [], [37], []] == found


def test_a_word_of_the_form_in_a_trigger_is_found_however_spaced() -> None:
    """
    What is looked for in the text as written is found across spaces and in either script.
    """
    known = narrator()
    for text in ("申请", "申 請", "申\u3000请"):
        assert known.mentions("TRIGGER", text, 0, len(text))
    assert squeeze("申 請") == "申请"


@pytest.mark.parametrize(
    ("word", "named", "others"),
    [('"按第27条"', "27", "28"), ("/按第[2-7]条/", "3", "8")],
)
def test_a_word_that_names_a_digit_before_a_unit_is_found(tmp_path: Path, word: str, named: str, others: str) -> None:
    """
    A grammar with such a word reads each sentence by its own digits, whatever was read before.
    """
    shutil.copytree(default_folder(), tmp_path / "grammars")
    clauses = tmp_path / "grammars" / "narrative" / "clauses.lark"
    written = clauses.read_text(encoding="utf-8")
    clauses.write_text(written.replace('FILLER: "共"', f'FILLER: {word} | "共"'), encoding="utf-8")
    reader = FactReader(narrator(tmp_path / "grammars"), Wording(load_form()), None, 2022)
    for digits, told in ((others, []), (named, [("received", 5)]), (others, [])):
        text = f"我局按第{digits}条收到政府信息公开申请5件"
        assert told == [(fact.kind, fact.value) for fact in reader.read(text, Span(0, len(text)), "overview")]
