"""What is to be said of a text and of the reports in it, beside their cells: worked out when somebody asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from attrs import frozen

from govgrammar import codes
from govgrammar.diagnostics import Diagnostic, Severity
from govgrammar.form import Form
from govgrammar.model.report import AnnualReport
from govgrammar.plan import Remark, ReportPlan
from govgrammar.source import Span
from govgrammar.table_shapes import Tokens

_STRANGE: Final = re.compile("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]")
_SHOWN: Final = 40
_NAMES: Final = {"organ": ("报告机关", "which organ reports"), "report_year": ("报告年度", "which year it reports on")}


class ReadReport(NamedTuple):
    """A report as it was read, and what was found while its cells were built."""

    plan: ReportPlan
    report: AnnualReport
    found: list[Diagnostic]


@frozen(eq=False)
class Remarks:
    """Everything that is to be said of one source.

    `opening` is what opening it found, `limits` those of its limits that it exceeds, `text` all of it, and `tokens` what was
    made of that, as far as the limits go; `None` of an empty text.
    """

    form: Form
    opening: Sequence[Diagnostic]
    limits: Sequence[Diagnostic]
    text: str
    tokens: Tokens | None
    reports: Sequence[ReadReport]

    def made(self) -> dict[str, tuple[Diagnostic, ...]]:
        """`diagnostics`: all of them, by place."""
        found = [*self.opening, *self.limits, *self._of_text()]
        if self.tokens is not None:
            found += self._of_labels(self.tokens)
            for number, read in enumerate(self.reports, 1):
                found += self._of_report(number, read, self.tokens)
        if not self.reports and not _has_error(found):
            expected = self.form.spelling(self.form.headings["overview"])
            found.append(Diagnostic(codes.NO_REPORT, Span(0, 0), {"expected": expected}))
        found.sort(key=lambda d: (d.span.start, d.span.end, d.code))
        return {"diagnostics": tuple(found)}

    def _of_text(self) -> Iterator[Diagnostic]:
        """Findings on the text as a whole."""
        if self.tokens is None and not _has_error(self.opening):
            yield Diagnostic(codes.EMPTY_TEXT, Span(0, 0))
        strange = _STRANGE.search(self.text)
        if strange:
            arguments = {"count": len(_STRANGE.findall(self.text)), "first": f"{ord(strange.group()):04X}"}
            yield Diagnostic(codes.STRANGE_CHARACTERS, Span(strange.start(), strange.end()), arguments)

    def _of_labels(self, tokens: Tokens) -> Iterator[Diagnostic]:
        """Labels that have lost glyphs, or have wrong ones."""
        for token in tokens.damaged():
            found = tokens.physical.text[token.start : token.end].strip()
            arguments = {"found": found, "label": self.form.spelling(token.type), "count": token.distance}
            yield Diagnostic(codes.LABEL_DAMAGED, token.span, arguments)

    def _of_report(self, number: int, read: ReadReport, tokens: Tokens) -> Iterator[Diagnostic]:
        """Findings on one report."""
        plan = read.plan
        if number > 1:
            first = min([*plan.titles, *plan.sections.values()])
            arguments = {"count": len(self.reports), "number": number}
            yield Diagnostic(codes.SEVERAL_REPORTS, tokens[first].span, arguments)
        yield from read.found
        for remark in plan.remarks:
            yield _located(remark, tokens)
        yield from self._of_sections(plan, tokens)
        yield from self._of_editions(read, tokens)
        first_heading = tokens[min(plan.sections.values())].span
        for name, (what, what_en) in _NAMES.items():
            if getattr(read.report, name) is None:
                yield Diagnostic(codes.NAME_UNKNOWN, first_heading, {"what": what, "what_en": what_en})

    def _of_sections(self, plan: ReportPlan, tokens: Tokens) -> Iterator[Diagnostic]:
        """Sections that are missing, lack their heading, or lack their table."""
        filled, length = _filled(plan), len(tokens.physical.text)
        for section, terminal in self.form.headings.items():
            heading = plan.sections.get(section)
            lost = heading is not None and tokens[heading].supplied
            bare = heading is not None and section in self.form.tables and section not in filled
            if heading is None or lost or bare:
                arguments = {"section": section, "label": self.form.spelling(terminal)}
                span = Span(length, length) if heading is None else tokens[heading].span
                if not bare or lost:
                    yield Diagnostic(codes.SECTION_MISSING if heading is None else codes.HEADING_LOST, span, arguments)
                if bare:
                    yield Diagnostic(codes.TABLE_MISSING, span, arguments)

    def _of_editions(self, read: ReadReport, tokens: Tokens) -> Iterator[Diagnostic]:
        """Tables of different editions in one report."""
        filled = _filled(read.plan)
        names = {
            table: sorted(set(blocks.values())) for table, blocks in read.report.editions.items() if table in filled
        }
        if len({edition for editions in names.values() for edition in editions}) > 1:
            named = ", ".join(f"{table}: {'/'.join(editions)}" for table, editions in names.items())
            first = tokens[min(read.plan.sections.values())].span
            yield Diagnostic(codes.EDITIONS_MIXED, first, {"editions": named})


def _has_error(found: Sequence[Diagnostic]) -> bool:
    return any(d.severity is Severity.ERROR for d in found)


def _filled(plan: ReportPlan) -> set[str]:
    """The tables that have a row."""
    return {table.name for table in plan.tables if any(block.rows for block in table.blocks)}


def _located(remark: Remark, tokens: Tokens) -> Diagnostic:
    arguments = dict(remark.arguments)
    if remark.label_of is not None:
        token = tokens[remark.label_of]
        arguments["found"] = " ".join(tokens.physical.text[token.start : token.end].split())[:_SHOWN]
    return Diagnostic(remark.code, tokens[remark.token].span, arguments)
