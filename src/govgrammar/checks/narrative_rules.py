"""Rules on what the narratives say against the tables.

Each looks at facts that one clause states by itself (`govgrammar.narrative`), so that no figure of another sentence, year or
organ is taken for the report's; all are warnings, because a narrative may speak of something that the reader does not see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from govgrammar import codes
from govgrammar.checks.finding import Finding
from govgrammar.checks.outcome import Kind, judged, not_assessable
from govgrammar.checks.remedy_rules import counted
from govgrammar.checks.rule import Rule
from govgrammar.checks.statements import Side, against_tables, facts_of, is_of_year, shown, side
from govgrammar.checks.subject import Subject
from govgrammar.checks.words import FAULTS
from govgrammar.fold import fold, squeeze
from govgrammar.narrative import Fact, narrator

Run = Callable[[Subject], Iterable[Finding]]
_CONTRADICT: Final = (codes.NARRATIVE_CONTRADICTS, "N-CONTRADICT")
_YEAR: Final = (codes.NARRATIVE_YEAR, "N-YEAR")
_FIVE: Final = (codes.ASPECTS_MISSING, "S-FIVE")
_REQUESTS: Final = "requests"
_DISCLOSURE: Final = "proactive_disclosure"
_REMEDIES: Final = "remedies"
_TOTAL: Final = "total"
_NEW: Final = ("new_requests",)
_ALL: Final = ("new_requests", "carried_in")
_GROUPS: Final = tuple(
    f"outcomes.{name}"
    for name in ("granted", "partially_granted", "denied", "unable_to_provide", "not_processed", "other")
)
#: Which rows a fact may state the sum of: the first is what it says in plain words.  受理 may include what was carried over;
#: 答复 may leave out what was not processed, or was dealt with in another way.
_SUMS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "received": (_NEW,),
    "newly_received": (_NEW,),
    "accepted": (_NEW, _ALL),
    "handled": (_NEW, _ALL, ("outcomes.total",)),
    "carried_in": (("carried_in",),),
    "carried_out": (("carried_out",),),
    "concluded": (("outcomes.total",),),
    "answered": (("outcomes.total",), _GROUPS[:-1], _GROUPS[:-2], (*_GROUPS[:-2], _GROUPS[-1])),
    **{group.partition(".")[2]: ((group,),) for group in _GROUPS},
}
_OUTCOMES: Final = tuple(group.partition(".")[2] for group in _GROUPS)
#: How far behind a figure it may say that it includes what was carried over: 收到37件(含上年结转2件).
_INCLUDING: Final = 8
#: The same where the rest of the sentence explains it: 收到39件,其中新收37件、上年结转2件.
_EXPLAINED: Final = 80
#: Behind 予以公开23件 may stand (含部分公开3件), or (其中部分公开3件).
_GRANTED: Final = _GROUPS[0].partition(".")[2]
_STOPS: Final = re.compile(r"[。;；!！?？\n]")
_COLUMNS: Final = {
    "normative_documents.issued": ("issued", "newly_made"),
    "normative_documents.repealed": ("repealed",),
    "normative_documents.in_force": ("in_force",),
}
_DECISIONS: Final = ("administrative_license", "administrative_penalty", "administrative_compulsion")
#: What says that a row is zero.
_NOTHING_IN: Final = {"all_concluded": "carried_out", "no_requests_received": _NEW[0]}
#: Kinds of facts that say the same of a year: what is not said of the reporting year may be said of a wrong one.
_ALIKE: Final = (tuple(_SUMS), _DECISIONS, tuple(_COLUMNS), ("reconsideration", "litigation"))
#: The five aspects, and the words of each.
_ASPECTS: Final = {
    name: f"ASPECT_{name.upper()}"
    for name in (
        "proactive_disclosure",
        "disclosure_upon_request",
        "information_management",
        "platform",
        "supervision",
    )
}
_PERIOD: Final = "period"
_DATES: Final = re.compile(r"[0-9]+")


def _of_requests(subject: Subject, fact: Fact) -> tuple[Side, ...]:
    choices = _SUMS[fact.kind]
    if choices == (_NEW,) and (
        _goes_on(subject, fact, "SUPPLEMENT", _INCLUDING)
        or (fact.kind == "received" and _goes_on(subject, fact, "CARRIED_OVER", _EXPLAINED))
    ):
        choices = (*choices, _ALL)
    elif fact.kind == _GRANTED and any(
        _goes_on(subject, fact, word, _INCLUDING) for word in ("SUPPLEMENT", "OF_WHICH")
    ):
        choices = (*choices, _GROUPS[:2])
    found = (side(subject, _REQUESTS, names, _TOTAL) for names in choices)
    return tuple(choice for choice in found if choice is not None)


def _goes_on(subject: Subject, fact: Fact, word: str, within: int) -> bool:
    """Whether a word of a terminal stands behind a fact, in so many characters and in its sentence."""
    text, begin = subject.store.text, fact.span.end
    stop = _STOPS.search(text, begin, begin + within)
    end = stop.start() if stop else begin + within
    return narrator().mentions(word, text, begin, end)


def _of_decisions(subject: Subject, fact: Fact) -> tuple[Side, ...]:
    found = side(subject, _DISCLOSURE, (fact.kind,), "decisions")
    return () if found is None else (found,)


def _of_documents(subject: Subject, fact: Fact) -> tuple[Side, ...]:
    row = fact.kind.partition(".")[0]
    found = (side(subject, _DISCLOSURE, (row,), column) for column in _COLUMNS[fact.kind])
    return tuple(choice for choice in found if choice is not None)


def _of_remedies(*rows: str) -> Callable[[Subject, Fact], tuple[Side, ...]]:
    def sides(subject: Subject, _fact: Fact) -> tuple[Side, ...]:
        cells = tuple(index for row in rows for index in counted(subject, row))
        labels = " + ".join(subject.shape.label_of(_REMEDIES, row) for row in rows)
        return (Side(labels, cells, subject.sum(cells)),) if cells else ()

    return sides


def _compare(kind: Kind, table: str, sides: Callable[[Subject, Fact], tuple[Side, ...]], *kinds: str) -> Run:
    """A rule that holds each fact of these kinds against a table."""
    named = frozenset(kinds)

    def run(subject: Subject) -> Iterable[Finding]:
        if named.isdisjoint(subject.kinds_of_facts):
            return ()
        return against_tables(kind, subject, facts_of(subject, named), table, sides)

    return run


def _nothing_left(subject: Subject, fact: Fact) -> tuple[Side, ...]:
    found = side(subject, _REQUESTS, (_NOTHING_IN[fact.kind],), _TOTAL)
    return () if found is None else (found,)


#: 全部办结 and 办结率100% with nothing carried out; 未收到申请 with nothing received.
contradict: Final = _compare(_CONTRADICT, _REQUESTS, _nothing_left, *_NOTHING_IN)


def year(subject: Subject) -> Iterator[Finding]:
    """The period is that of the reporting year, and figures are not said of the year before or after it only."""
    reported = subject.report.report_year
    dated = [fact for fact in subject.facts if fact.year is not None or fact.kind == _PERIOD]
    if not dated:
        return
    if reported is None:
        yield not_assessable(_YEAR, "missing_value", subject, needs_zh="报告年度", needs_en="its year")
        return
    wrong = [fact for fact in dated if _of_another_year(subject, fact, reported)]
    for fact in wrong:
        arguments = {"year": reported, "found": shown(subject, fact)}
        yield judged(_YEAR, subject, fails=True, span=fact.span, arguments=arguments, spans=(fact.span,))
    if not wrong:
        yield judged(_YEAR, subject, fails=False, span=dated[0].span, spans=tuple(fact.span for fact in dated))


def _of_another_year(subject: Subject, fact: Fact, reported: int) -> bool:
    if fact.kind == _PERIOD:
        return fact.value_span is not None and not _is_whole_year(subject.store.text[slice(*_ends(fact))], reported)
    alike = next((kinds for kinds in _ALIKE if fact.kind in kinds), ())
    if fact.value is None or not alike or abs((fact.year or 0) - reported) != 1:
        return False
    said = any(is_of_year(subject, other) for other in facts_of(subject, alike))
    return not said and not _is_to_compare(subject, fact, reported)


def _is_to_compare(subject: Subject, fact: Fact, reported: int) -> bool:
    """Whether the paragraph of a figure of another year speaks of the reporting year too, or compares the two."""
    text = subject.store.text
    begin, end = text.rfind("\n", 0, fact.span.start) + 1, text.find("\n", fact.span.end)
    end = len(text) if end < 0 else end
    words = ("THE_YEAR_ITSELF", "COMPARED")
    return str(reported) in fold(text[begin:end]) or any(narrator().mentions(w, text, begin, end) for w in words)


def _ends(fact: Fact) -> tuple[int, int]:
    span = fact.value_span or fact.span
    return span.start, span.end


def _is_whole_year(dates: str, reported: int) -> bool:
    """Whether two dates are the first and the last day of the reporting year; the second may lack its year."""
    numbers = [int(number) for number in _DATES.findall(squeeze(dates))]
    return numbers in ([reported, 1, 1, reported, 12, 31], [reported, 1, 1, 12, 31])


def five(subject: Subject) -> Iterator[Finding]:
    """总体情况 mentions the five aspects, and is no longer than the context allows."""
    section = subject.report.overview
    label = subject.form.spelling(subject.form.headings["overview"])
    if section is None or not section.text.strip():
        yield not_assessable(_FIVE, "missing_value", subject, needs_zh=f"“{label}”", needs_en="its overview")
        return
    said, span = narrator(), section.span
    text, start, end = subject.store.text, span.start, span.end
    unsaid = said.unmentioned(tuple(_ASPECTS.values()), text, start, end)
    missing = [name for name, words in _ASPECTS.items() if words in unsaid] if unsaid else []
    arguments = {"section": "overview", "label": label}
    place = subject.report.where("overview") or span
    limit = subject.context.overview_limit
    count = 0 if limit is None else len(squeeze(section.text))
    faults = []
    if missing:
        spelled = "、".join(said.spellings[_ASPECTS[name]][0] for name in missing)
        faults.append(_fault("unmentioned", {"missing": spelled}, {"missing": ", ".join(missing).replace("_", " ")}))
    if limit is not None and count > limit:
        faults.append(_fault("long", {"count": count, "limit": limit}))
    for fault in faults:
        yield judged(_FIVE, subject, fails=True, span=place, arguments=arguments | fault, spans=(span,))
    if not faults:
        yield judged(_FIVE, subject, fails=False, span=place, arguments=arguments, spans=(span,))


def _fault(name: str, values: Mapping[str, Any], in_english: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What is wrong, as the message says it in Chinese and in English."""
    texts = FAULTS[name]
    return {"fault": texts["zh"].format_map(values), "fault_en": texts["en"].format_map(in_english or values)}


def _rule(kind: Kind, run: Run, texts: tuple[str, str, str, str], source: str, *reads: str) -> Rule:
    name_zh, name_en, zh, en = texts
    return Rule(kind[1], kind[0], {"zh": name_zh, "en": name_en}, {"zh": zh, "en": en}, source, run, reads)


def _against(kind: Kind, what: tuple[str, str], rows: tuple[str, str], run: Run, *reads: str) -> Rule:
    """A rule whose texts differ only in what is compared with which rows."""
    texts = (
        f"文字与表格:{what[0]}",
        f"narrative and tables: {what[1]}",
        f"文中{what[0]}的数字应与{rows[0]}一致。只比较一个分句自己说明的本机关、本年度的数字;带“余”“多”“约”的只看是否明显不符。",
        f"What the narrative says of {what[1]} agrees with {rows[1]}. Only figures that one clause states of this organ and this year are compared; an approximate one contradicts the table only if it is clearly off.",
    )
    return _rule(kind, run, texts, "evaluators", *reads)


_EVERY: Final = f"{_REQUESTS}/*/{_TOTAL}"
_RULES: Final = (
    (
        (codes.NARRATIVE_RECEIVED, "N-RECEIVED"),
        ("收到申请", "requests received"),
        (
            "新收数量(受理、办理的可含上年结转)",
            "the new requests (those accepted or handled may include what was carried in)",
        ),
        _REQUESTS,
        _of_requests,
        ("received", "newly_received", "accepted", "handled"),
        (f"{_REQUESTS}/new_requests/{_TOTAL}", f"{_REQUESTS}/carried_in/{_TOTAL}"),
    ),
    (
        (codes.NARRATIVE_CARRY, "N-CARRY"),
        ("结转", "requests carried over"),
        ("结转的两行", "the rows of what was carried in and out"),
        _REQUESTS,
        _of_requests,
        ("carried_in", "carried_out"),
        (f"{_REQUESTS}/carried_in/{_TOTAL}", f"{_REQUESTS}/carried_out/{_TOTAL}"),
    ),
    (
        (codes.NARRATIVE_PROCESSED, "N-PROCESSED"),
        ("办结或答复", "requests concluded or answered"),
        (
            "办理结果的合计(答复的可不含不予处理和其他情形)",
            "the total of outcomes (those answered may leave out requests not processed or otherwise dealt with)",
        ),
        _REQUESTS,
        _of_requests,
        ("concluded", "answered"),
        (f"{_REQUESTS}/outcomes.total/{_TOTAL}",),
    ),
    (
        (codes.NARRATIVE_OUTCOME, "N-OUTCOME"),
        ("各类办理结果", "outcomes"),
        ("相应各行,分项的按合计", "their rows, groups by their sums"),
        _REQUESTS,
        _of_requests,
        _OUTCOMES,
        (_EVERY,),
    ),
    (
        (codes.NARRATIVE_REVIEW, "N-REVIEW"),
        ("复议", "reconsiderations"),
        ("复议案件的合计", "their total"),
        _REMEDIES,
        _of_remedies("reconsideration"),
        ("reconsideration", "no_reconsideration", "no_remedies"),
        (f"{_REMEDIES}/reconsideration/{_TOTAL}",),
    ),
    (
        (codes.NARRATIVE_LITIGATION, "N-LITIGATION"),
        ("诉讼", "suits"),
        ("直接起诉与复议后诉讼的合计", "the direct ones and those after reconsideration together"),
        _REMEDIES,
        _of_remedies("litigation.direct", "litigation.after_reconsideration"),
        ("litigation", "no_litigation", "no_remedies"),
        (f"{_REMEDIES}/litigation.direct/{_TOTAL}", f"{_REMEDIES}/litigation.after_reconsideration/{_TOTAL}"),
    ),
    (
        (codes.NARRATIVE_DECISIONS, "N-LICENCE"),
        ("许可、处罚、强制", "licences, penalties and compulsion"),
        ("表二的处理决定数量", "the decisions of the second table"),
        _DISCLOSURE,
        _of_decisions,
        _DECISIONS,
        tuple(f"{_DISCLOSURE}/{row}/decisions" for row in _DECISIONS),
    ),
    (
        (codes.NARRATIVE_DOCUMENTS, "N-NORMATIVE"),
        ("制发、废止和有效文件", "documents issued, repealed and in force"),
        ("表二的件数", "the second table"),
        _DISCLOSURE,
        _of_documents,
        tuple(_COLUMNS),
        (f"{_DISCLOSURE}/normative_documents/*",),
    ),
)
RULES: Final[tuple[Rule, ...]] = (
    *(
        _against(kind, what, rows, _compare(kind, table, sides, *kinds), *reads)
        for kind, what, rows, table, sides, kinds, reads in _RULES
    ),
    _rule(
        _CONTRADICT,
        contradict,
        (
            "文字与表格矛盾",
            "the narrative contradicts the tables",
            "文中说全部办结或办结率百分之百,表中却有结转下年的;或者文中说没有收到申请,表中却有新收的。",
            "The narrative says that all requests were concluded while some were carried out, or that none were received while some were.",
        ),
        "evaluators (SRC_TEXT_INTERNAL_CONTRADICTION)",
        f"{_REQUESTS}/new_requests/{_TOTAL}",
        f"{_REQUESTS}/carried_out/{_TOTAL}",
    ),
    _rule(
        _YEAR,
        year,
        (
            "文字所说年度",
            "the year that the narrative speaks of",
            "统计期限应为报告年度的1月1日至12月31日;同类数字不应只说上一年或下一年的。",
            "The period is 1 January to 31 December of the reporting year, and figures are not stated of the year before or after it only.",
        ),
        "evaluators (year_mismatch)",
        "preamble",
        "overview",
        "report_year",
    ),
    _rule(
        _FIVE,
        five,
        (
            "总体情况的五个方面",
            "the five aspects of the overview",
            "总体情况应写到五个方面,这里只看是否提到,不看写得是否充分。当地限定字数的,请给出 context.overview_limit。",
            "The overview covers five aspects; whether each is mentioned is all that is looked at, not how well. Where its length is limited locally, give context.overview_limit.",
        ),
        "国办公开办函〔2021〕30号",
        "overview",
    ),
)
