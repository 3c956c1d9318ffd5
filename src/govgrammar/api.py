"""Wires the stages: source, layouts, lexer, grammar, transform, align."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from attrs import evolve, field, frozen

from govgrammar.arrange import Arrangements
from govgrammar.diagnostics import Diagnostic
from govgrammar.documents.opening import Opened, open_source
from govgrammar.form import Form, load_form
from govgrammar.front import read_front, read_section
from govgrammar.grammar import Grammar, default_folder, read_grammar
from govgrammar.lexer import Lexer, build_lexer
from govgrammar.limits import Limits
from govgrammar.memory import Memory, shared_memories
from govgrammar.model.cell import CellStore
from govgrammar.model.report import AnnualReport
from govgrammar.parser import Parser
from govgrammar.plan import ReportPlan
from govgrammar.remarks import ReadReport, Remarks
from govgrammar.resolve import plan_reports
from govgrammar.result import Result
from govgrammar.sections import SectionReader
from govgrammar.source import Span
from govgrammar.table_shapes import Tokens
from govgrammar.transform import CellBuilder

#: What ends a cell, in any layout; a comma in a sentence counts, too.
_CELL_ENDS: Final = "|｜│┃\n\r\t,;"
_CELL_END: Final = re.compile(rf"[{_CELL_ENDS}]+")
_USUAL: Final = Limits()
#: Tokens of all remembered shapes together.
_REMEMBERED: Final = 200_000
#: The plain values of a report.
_PLAIN: Final = (
    "title",
    "report_year",
    "organ",
    "publisher",
    "published_on",
    "issued_on",
    "index_number",
    "document_number",
    "catalogue",
    "disclosure_mode",
    "validity",
    "subject",
    "topic_words",
    "summary",
    "preamble",
)


@frozen(eq=False)
class Engine:
    """Everything that is compiled from one grammar.  Safe to share between threads: what it remembers never changes an
    answer.
    """

    form: Form
    lexer: Lexer
    parser: Parser
    shapes: Memory[tuple[str, ...], tuple[ReportPlan, ...]] = field(factory=lambda: Memory(_REMEMBERED))
    sections: SectionReader = field()
    arrangements: Arrangements = field(factory=Arrangements)

    @sections.default
    def _sections(self) -> SectionReader:
        return SectionReader(self.parser, frozenset(self.form.sections))

    def plans(self, tokens: Tokens) -> tuple[ReportPlan, ...]:
        """The plans of the reports in a sequence of tokens.  Documents of one shape share them."""
        types = tuple(tokens.types)
        plans = self.shapes.get(types)
        if plans is None:
            plans = plan_reports(self.sections.read(types), self.form)
            self.shapes.keep(types, plans, len(types))
        return plans

    @property
    def memories(self) -> tuple[Memory[Any, Any], ...]:
        """What is remembered of documents."""
        return (self.shapes, self.sections.known, self.arrangements.known, self.lexer.shapes.known)

    def forget(self) -> None:
        """Forget every document that was read."""
        for memory in (*self.memories, *shared_memories()):
            memory.clear()
        self.lexer.classify.forget()


@lru_cache(maxsize=8)
def _engine(grammar: Grammar) -> Engine:
    form = load_form(grammar)
    return Engine(form, build_lexer(form), Parser(grammar))


@lru_cache(maxsize=1)
def _default_engine() -> Engine:
    return _engine(read_grammar(default_folder()))


def engine(grammar: str | Path | None = None) -> Engine:
    """The engine of a grammar folder; by default of the one that ships with govgrammar."""
    return _default_engine() if grammar is None else _engine(read_grammar(Path(grammar)))


def parse(
    source: str | bytes | bytearray | memoryview | Path | BinaryIO,
    *,
    kind: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
    grammar: str | Path | None = None,
    known: Mapping[str, Any] | None = None,
) -> Result:
    """Read a report.

    `source` is text as `str`, or markup with `kind="html"`; or bytes, a path or a binary file of any kind that is read:
    text (Markdown, CSV, tabs and all others), HTML, DOCX, XLSX, PDF.  The kind is detected by what stands in the file, or
    given: `text`, `html`, `docx`, `xlsx`, `pdf`.  Text and HTML are decoded first (`encoding`, or detected).  `known` are
    values that the caller knows, such as `organ` or `report_year`: they stand in where the document does not say, and
    `report.known` names them.  `grammar` is a grammar folder to use instead of the one that ships with govgrammar.

    Content never raises: whatever is wrong with it is in `result.diagnostics`.  Raises `TypeError` and `ValueError` for
    wrong arguments, `OSError` for a path that cannot be read, `GrammarError` for a grammar folder that cannot be used,
    `MissingExtraError` where a kind needs an extra that is not installed, and `LimitError` where the caller chose so.
    """
    check_arguments(kind, encoding)
    limits = limits or _USUAL
    chosen = engine(grammar)
    opened = open_source(source, kind, encoding, limits, chosen.lexer.classify)
    text = opened.source.text
    exceeded = _exceeded(opened, limits)
    tokens, read = (None, []) if not text or text.isspace() else _read(opened, chosen, limits, known or {})
    remarks = Remarks(chosen.form, opened.diagnostics, exceeded, text, tokens, read)
    return Result.later(
        remarks.made,
        reports=tuple([report for _, report, _ in read]),
        source=opened.source,
        grammar=chosen.form.digest,
    )


def check_arguments(kind: str | None, encoding: str | None) -> None:
    """Raises `ValueError` for a kind of file that is not read and an encoding that Python does not know."""
    if encoding is not None and not _is_encoding(encoding):
        msg = f"encoding={encoding!r}: Python knows no such encoding"
        raise ValueError(msg)
    if kind is not None:
        _check_kind(kind)


def _check_kind(kind: str) -> None:
    from govgrammar.documents.kinds import EXTRAS  # noqa: PLC0415  text needs no reader of files

    if kind not in EXTRAS:
        msg = f"kind={kind!r}: this version reads kind={', '.join(map(repr, EXTRAS))}"
        raise ValueError(msg)


def _is_encoding(name: str) -> bool:
    """Whether Python decodes any bytes by that name: not so `zlib` and `idna`, which it knows as codecs."""
    try:
        b"\xff".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return True


def _exceeded(opened: Opened, limits: Limits) -> list[Diagnostic]:
    """The limits that a text exceeds.  Raises `LimitError` where the caller chose so."""
    text, found = opened.source.text, []
    if len(text) > limits.characters:
        found.append(limits.exceeded("characters", len(text), Span(limits.characters, len(text))))
    end = _end_of_cells(text, limits.cells) if opened.physical is None else len(text)
    if end < min(len(text), limits.characters):
        found.append(limits.exceeded("cells", limits.cells + 1, Span(end, len(text))))
    return found


def _read(opened: Opened, chosen: Engine, limits: Limits, known: Mapping[str, Any]) -> tuple[Tokens, list[ReadReport]]:
    """The tokens of a source, and the reports that they are."""
    text = opened.source.text
    if opened.physical is None:
        text = whole_cells(text, limits)
        physical, tokens = chosen.lexer.read(text)
    else:
        physical, tokens = opened.physical, chosen.lexer.tokens(opened.physical)
    read = []
    for plan in chosen.plans(tokens):
        found: list[Diagnostic] = []
        arranged = chosen.arrangements.of(plan, tokens, chosen.lexer.classify)
        builder = CellBuilder(
            chosen.form, chosen.lexer.classify, physical, tokens, plan, arranged, limits.solver_nodes, found
        )
        report = _assemble(plan, tokens, text, chosen.form, builder.build())
        read.append(ReadReport(plan, _with_known(report, known), found))
    return tokens, read


def whole_cells(text: str, limits: Limits) -> str:
    """The text up to its limits, without the cell that a limit cuts: half a number is another number."""
    limit = min(limits.characters, _end_of_cells(text, limits.cells))
    if len(text) <= limit:
        return text
    return text[: max(text.rfind("\n", 0, limit), text.rfind("|", 0, limit)) + 1]


def _end_of_cells(text: str, limit: int) -> int:
    """Where a text has had so many cells, whatever separates them."""
    if len(text) <= 2 * limit or sum(map(text.count, _CELL_ENDS)) <= limit:  # a cell and what ends it
        return len(text)
    ends = (match.end() for match in _CELL_END.finditer(text))
    return next(islice(ends, limit, None), len(text))


def _assemble(plan: ReportPlan, tokens: Tokens, text: str, form: Form, store: CellStore) -> AnnualReport:
    """A report with its cells; what stands around these is read when somebody asks for it."""
    return AnnualReport.later(
        partial(_around, plan, tokens, text, form),
        editions={t.name: {b.block.name: b.edition for b in t.blocks} for t in plan.tables},
        store=store,
        known=frozenset(),
    )


def _around(plan: ReportPlan, tokens: Tokens, text: str, form: Form) -> dict[str, Any]:
    """The plain values and the sections of a report, and where everything that has a name stands."""
    front = read_front(plan, tokens, text, form)
    sections = {name: read_section(name, plan, tokens, text, form) for name in form.headings}
    return {
        **{name: front.values.get(name) for name in _PLAIN},
        **{name: sections[name] for name in form.headings if name not in form.tables},
        "notes": {name: section for name in form.tables if (section := sections[name]) is not None},
        "places": {**front.places, **{name: tokens[index].span for name, index in plan.sections.items()}},
    }


def _with_known(report: AnnualReport, known: Mapping[str, Any]) -> AnnualReport:
    """Fill in what the caller knows and the document does not say."""
    for name in known:
        if name not in _PLAIN:
            msg = f"known[{name!r}]: a report has no such value"
            raise ValueError(msg)
    added = {name: value for name, value in known.items() if getattr(report, name) is None}
    return evolve(report, **added, known=frozenset(added)) if added else report
