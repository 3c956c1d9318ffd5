"""Rules on a report's structure, its dates and its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final

from govgrammar import codes
from govgrammar.checks.days import read_day, read_year
from govgrammar.checks.finding import Finding
from govgrammar.checks.headings import is_numbered, labels, may_be_numbered, number_of, numbered
from govgrammar.checks.names import same_kind, same_name
from govgrammar.checks.outcome import NOWHERE, InOrder, judged, not_assessable
from govgrammar.checks.rule import Rule
from govgrammar.checks.shape import Shape
from govgrammar.checks.subject import Subject
from govgrammar.checks.words import FAULTS
from govgrammar.fold import key, squeeze
from govgrammar.form import Form
from govgrammar.model.cell import CellState
from govgrammar.source import Span

_SIX: Final = (codes.HEADINGS_OFF, "S-SIX")
_SHIFT: Final = (codes.NUMBERING_SHIFTED, "S-SHIFT")
_TABLE: Final = (codes.TABLE_NOT_GIVEN, "S-TABLE")
_EMPTY: Final = (codes.PROBLEMS_EMPTY, "S-EMPTY5")
_TEMPLATE: Final = (codes.EDITION_UNEXPECTED, "S-TEMPLATE")
_DATE: Final = (codes.PUBLISHED_OFF_TIME, "S-DATE")
_TITLE: Final = (codes.TITLE_CONTRADICTS, "S-TITLE")
_SHOWN: Final = 20
_PROBLEMS: Final = "problems_and_improvements"
#: Characters that say something about problems and improvements.
_LEAST: Final = 10
_LOOKED_AT: Final = 60
#: So many of them in a row, none of which `squeeze` leaves out.
_SAYS_SOMETHING: Final = re.compile(rf"[\u4e00-\u9fff]{{{_LEAST}}}")
_DEADLINES: Final = {"department": (1, 31), "government": (3, 31)}


def six(subject: Subject) -> Iterable[Finding]:
    """The six headings are there, in order, each with its number."""
    found = [] if subject.are_numbered else list(_headings_off(subject))
    for diagnostic in subject.diagnostics:
        if diagnostic.kind is codes.SECTION_REPEATED:
            again = FAULTS["repeated"]
            arguments = {**diagnostic.arguments, "fault": again["zh"], "fault_en": again["en"]}
            found.append(judged(_SIX, subject, fails=True, span=diagnostic.span, arguments=arguments))
    return found or (judged(_SIX, subject, fails=False, spans=_heading_spans(subject)),)


def _headings_off(subject: Subject) -> Iterator[Finding]:
    before = -1
    for name, label, number in numbered(subject.form):
        heading = subject.headings.get(name)
        place, fault = subject.end(), "missing"
        if heading is not None:
            place = heading[1]
            fault = "order" if place.start < before else "" if number_of(heading[0]) == number else "number"
            before = max(before, place.start)
        if fault:
            arguments = {"section": name, "label": label, "fault": FAULTS[fault]["zh"], "fault_en": FAULTS[fault]["en"]}
            yield judged(_SIX, subject, fails=True, span=place, arguments=arguments)


def _heading_spans(subject: Subject) -> tuple[Span, ...]:
    return tuple(span for _, span in subject.headings.values())


def shift(subject: Subject) -> Iterator[Finding]:
    """No second 一, no heading one number short, no sub-heading of a section numbered like a section."""
    form, found = subject.form, False
    for (_, _, before), (name, _, _) in () if subject.are_numbered else pairwise(numbered(form)):
        heading = subject.headings.get(name)
        if heading and number_of(heading[0]) == before:
            found = True
            yield judged(_SHIFT, subject, fails=True, span=heading[1], arguments={"found": heading[0].strip()})
    for name in (n for n in form.headings if n not in form.tables):
        section = subject.section(name)
        if section is None or not may_be_numbered(section.text):
            continue
        for text in filter(is_numbered, section.paragraphs):
            found, at = True, section.span.start + max(0, section.text.find(text))
            arguments = {"found": text[:_SHOWN].strip()}
            yield judged(_SHIFT, subject, fails=True, span=Span(at, at + len(text)), arguments=arguments)
    if not found:
        yield judged(_SHIFT, subject, fails=False, spans=_heading_spans(subject))


def table(subject: Subject) -> Iterable[Finding]:
    """Sections 二, 三 and 四 hold their tables, not a picture or an attachment."""
    found = []
    for name in subject.form.tables:
        heading = subject.headings.get(name)
        arguments = {"section": name, "label": labels(subject.form)[name]}
        span = heading[1] if heading else subject.end()
        if name not in subject.tables and _has_labels(subject, name):
            found.append(not_assessable(_TABLE, "absent", subject, span=span, arguments=arguments))
        else:
            fails = name not in subject.tables
            found.append(judged(_TABLE, subject, fails=fails, span=span, arguments=arguments))
    return InOrder(found) if subject.are_numbered else found


def _has_labels(subject: Subject, name: str) -> bool:
    """Whether a table's labels are there without figures, as where it is blank and its layout loses every blank."""
    heading = subject.headings.get(name)
    if heading is None:
        return False
    begin = heading[1].end
    end = min(
        (span.start for _, span in subject.headings.values() if span.start > begin), default=len(subject.store.text)
    )
    written = key(subject.store.text[begin:end])
    openings = (terminal for terminal, of in subject.form.openings.items() if of == name)
    return any(key(subject.form.spelling(terminal)) in written for terminal in openings)


def problems(subject: Subject) -> Iterable[Finding]:
    """Section 五 says something."""
    section = subject.section(_PROBLEMS)
    text = section.text[:_LOOKED_AT] if section else ""
    sure = _SAYS_SOMETHING.search(text) is not None and _are_short(subject.form)
    said = "" if sure else squeeze(text)
    span = (section.span if (sure or said) and section else None) or subject.report.where(_PROBLEMS) or subject.end()
    fails = not sure and (len(said) < _LEAST or said.rstrip("。.") in subject.form.not_applicable)
    count = partial(_count, text)
    return (judged(_EMPTY, subject, fails=fails, span=span, arguments=count),)


def _count(text: str) -> dict[str, int]:
    return {"count": len(squeeze(text)), "limit": _LEAST}


@lru_cache(maxsize=8)
def _are_short(form: Form) -> bool:
    """Whether no word of the form for nothing is as long as what says something."""
    return all(len(word) < _LEAST for word in form.not_applicable)


def template(subject: Subject) -> Iterable[Finding]:
    """All tables follow one edition, and it is the one of the year."""
    editions = _editions(subject.shape) if subject.plain else _editions_with_cells(subject)
    span = next(iter(_heading_spans(subject)), NOWHERE)
    year = subject.report.report_year
    due = None if year is None else _edition_of(subject.form, year)
    arguments = {"editions": ", ".join(editions), "year": year, "due": due}
    if not editions:
        return (not_assessable(_TEMPLATE, "missing_table", subject, span=span),)
    if len(editions) > 1 or (due is not None and editions != [due]):
        return (judged(_TEMPLATE, subject, fails=True, span=span, arguments=arguments),)
    if due is None:
        zh, en = "报告年度", "its year"
        return (not_assessable(_TEMPLATE, "missing_value", subject, span=span, needs_zh=zh, needs_en=en),)
    return (judged(_TEMPLATE, subject, fails=False, span=span, arguments=arguments),)


@lru_cache(maxsize=64)
def _editions(shape: Shape) -> list[str]:
    """The editions that a report follows in what no other edition has."""
    return sorted(edition for edition, cells in shape.telling.items() if cells)


def _editions_with_cells(subject: Subject) -> list[str]:
    """The same of those of which a cell is there."""
    states, absent = subject.states, CellState.ABSENT
    telling = subject.shape.telling.items()
    return sorted(edition for edition, cells in telling if any(states[index] is not absent for index in cells))


@lru_cache(maxsize=64)
def _edition_of(form: Form, year: int) -> str | None:
    """The edition for reports on a year: the last one that was in force."""
    names = [e.name for e in form.editions if int(e.name.rpartition("-")[2]) <= year]
    return max(names, key=lambda name: int(name.rpartition("-")[2]), default=None)


def published(subject: Subject) -> Iterator[Finding]:
    """Published after the year's end, and in time."""
    report = subject.report
    name = "published_on" if report.published_on else "issued_on"
    written, year = getattr(report, name), report.report_year
    day = read_day(written) if written else None
    if day is None or year is None:
        needs = ("发布日期", "when it was published") if day is None else ("报告年度", "its year")
        yield not_assessable(_DATE, "missing_value", subject, needs_zh=needs[0], needs_en=needs[1])
        return
    span = report.where(name) or NOWHERE
    kind = subject.context.kind
    first, last = (date(year + 1, *_DEADLINES[of]) for of in ("department", "government"))
    due = last if kind == "government" else first if kind else None
    arguments = {"date": written, "year": year}
    if day < date(year + 1, 1, 1) or day > (due or last):
        fault = "early" if day < date(year + 1, 1, 1) else "late"
        said = {"fault": FAULTS[fault]["zh"], "fault_en": FAULTS[fault]["en"]}
        yield judged(_DATE, subject, fails=True, span=span, arguments=arguments | said, spans=(span,))
    elif due is None and day > first:
        yield not_assessable(_DATE, "missing_context", subject, span=span, needs="kind", arguments=arguments)
    else:
        yield judged(_DATE, subject, fails=False, span=span, arguments=arguments, spans=(span,))


def title(subject: Subject) -> Iterator[Finding]:
    """Organ and year of the title are those of the metadata."""
    report = subject.report
    years, organs = _titles(subject)
    span = report.where("title") or report.where("subject") or NOWHERE
    if not years and not organs:
        yield not_assessable(_TITLE, "missing_value", subject, span=span, needs_zh="标题", needs_en="a title")
        return
    known = {report.report_year} if report.report_year else set()
    names = [*organs, *([report.organ] if report.organ else [])]
    odd = next((name for name in names if not same_name(name, names[0])), None)
    publisher = report.publisher
    if len(set(years) | known) > 1 or odd:
        found = sorted({*years, *known})
        said = (names[0], odd) if odd else (str(found[0]), str(found[-1]))
        yield judged(
            _TITLE, subject, fails=True, span=span, arguments={"one": said[0], "other": said[1]}, spans=(span,)
        )
    elif publisher and names and not same_name(publisher, names[0]):
        place = report.where("publisher") or span
        if same_kind(publisher, names[0]):
            arguments = {"one": names[0], "other": publisher}
            yield judged(_TITLE, subject, fails=True, span=place, arguments=arguments, spans=(span, place))
        else:
            yield not_assessable(_TITLE, "other_publisher", subject, span=place)
    else:
        yield judged(_TITLE, subject, fails=False, span=span, spans=(span,))


def _titles(subject: Subject) -> tuple[list[int], list[str]]:
    """Years and organs that the title and the title in the metadata name."""
    report, years, organs = subject.report, [], []
    for text in dict.fromkeys((report.title, report.subject)):
        said = _named(text, subject.form) if text else None
        if said:
            years.append(said[0])
            organs += [said[1]] if said[1] else []
    return years, organs


@lru_cache(maxsize=256)
def _named(text: str, form: Form) -> tuple[int, str | None] | None:
    """The year and the organ that a title names."""
    patterns = (*form.patterns["TITLE"], *form.patterns["TITLE_OF_YEAR"])
    match = next((m for pattern in patterns if (m := pattern.fullmatch(squeeze(text)))), None)
    return (read_year(match["title_year"]), match.groupdict().get("title_organ")) if match else None


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "S-SIX",
        _SIX[0],
        {"zh": "六个部分", "en": "six sections"},
        {
            "zh": "报告应有六个部分,各一次,依次编号为一至六。",
            "en": "A report has its six sections, each once, in order, numbered 一 to 六.",
        },
        "国办公开办函〔2021〕30号; evaluators",
        six,
        ("overview", "proactive_disclosure", "requests", "remedies", _PROBLEMS, "other_matters"),
    ),
    Rule(
        "S-SHIFT",
        _SHIFT[0],
        {"zh": "编号错位", "en": "numbering is shifted"},
        {
            "zh": "各部分编号不应整体前移,部分之内的小标题不应使用部分的编号。",
            "en": "Sections are not one number short, and sub-headings are not numbered like sections.",
        },
        "evaluators",
        shift,
        ("overview", _PROBLEMS, "other_matters"),
    ),
    Rule(
        "S-TABLE",
        _TABLE[0],
        {"zh": "应有的表格", "en": "the tables are there"},
        {
            "zh": "第二、三、四部分应有可读的表格,不能只有图片、附件或文字。",
            "en": "The second, third and fourth section hold their tables as text, not a picture, an attachment or words.",
        },
        "国办公开办函〔2021〕30号; evaluators",
        table,
        ("proactive_disclosure/*/*", "requests/*/*", "remedies/*/*"),
    ),
    Rule(
        "S-EMPTY5",
        _EMPTY[0],
        {"zh": "问题与改进空泛", "en": "nothing on problems and improvements"},
        {
            "zh": "问题及改进情况不应缺失,不应只写“无”,也不应少于十个字。",
            "en": "The section on problems and improvements is there and says more than 无 or a few characters.",
        },
        "evaluators",
        problems,
        (_PROBLEMS,),
    ),
    Rule(
        "S-TEMPLATE",
        _TEMPLATE[0],
        {"zh": "表式与年度", "en": "edition and year"},
        {
            "zh": "各表应使用同一表式,并与报告年度相符:2019、2020 年用试行表式,2021 年起用修订表式。",
            "en": "All tables follow one edition of the form, that of the year: the trial form for 2019 and 2020, the revised one since 2021.",
        },
        "国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号",
        template,
        ("*/*/*", "report_year"),
    ),
    Rule(
        "S-DATE",
        _DATE[0],
        {"zh": "公布时间", "en": "time of publication"},
        {
            "zh": "报告应在年度结束之后公布:部门在次年一月三十一日前,县级以上人民政府在三月三十一日前。需要 context.kind。",
            "en": "A report is published after its year has ended: by 31 January, that of a people's government of a county or above "
            "by 31 March. Needs context.kind.",
        },
        "Regulations (政府信息公开条例), art. 49",
        published,
        ("published_on", "issued_on", "report_year"),
        needs=("kind",),
    ),
    Rule(
        "S-TITLE",
        _TITLE[0],
        {"zh": "标题与发布信息", "en": "title and metadata"},
        {
            "zh": "标题中的机关和年度应与发布信息一致;简称不算差异。",
            "en": "Organ and year of the title are those of the metadata; a short form of a name is no difference.",
        },
        "evaluators",
        title,
        ("title", "subject", "organ", "publisher", "report_year"),
    ),
)
