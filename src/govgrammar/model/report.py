"""A report: what its front and its sections say, and its cells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from govgrammar.model.cell import Cell, CellStore
from govgrammar.model.later import Later
from govgrammar.source import Span

if TYPE_CHECKING:
    from govgrammar.model.tables import ProactiveDisclosure, Remedies, RequestHandling


@frozen
class NarrativeItem:
    """A numbered part of a narrative: `(一)…`, `1.…`, `一是…`.  `mark` is the number as written."""

    mark: str
    text: str
    span: Span


@frozen(slots=False)
class NarrativeSection(Later):
    """A section of text (一、五、六), or the text that stands beside a table."""

    heading: str | None
    text: str
    span: Span
    paragraphs: tuple[str, ...] = ()
    items: tuple[NarrativeItem, ...] = ()


@frozen(slots=False)
class AnnualReport:
    """政府信息公开工作年度报告, one year's report of one organ.

    Plain values are the document's own characters, `None` where it does not say; `where("organ")` gives the place.
    `known` names the values that the caller supplied.
    """

    title: str | None
    report_year: int | None
    organ: str | None
    publisher: str | None
    published_on: str | None
    issued_on: str | None
    index_number: str | None
    document_number: str | None
    catalogue: str | None
    disclosure_mode: str | None
    validity: str | None
    subject: str | None
    topic_words: str | None
    summary: str | None
    preamble: str | None
    overview: NarrativeSection | None
    problems_and_improvements: NarrativeSection | None
    other_matters: NarrativeSection | None
    notes: dict[str, NarrativeSection] = field(repr=False)
    editions: dict[str, dict[str, str]] = field(repr=False)
    store: CellStore = field(repr=False)
    places: dict[str, Span] = field(repr=False)
    known: frozenset[str] = frozenset()

    def cells(self) -> Iterator[Cell]:
        """Every cell of the document's editions, in the form's order."""
        return iter(self.store)

    def where(self, name: str) -> Span | None:
        """The place of a plain value or a section in the text; `None` where the document does not say it."""
        return self.places.get(name)

    def _edition(self, table: str) -> str | None:
        names = set(self.editions.get(table, {}).values())
        return names.pop() if len(names) == 1 else "mixed" if names else None

    @cached_property
    def proactive_disclosure(self) -> ProactiveDisclosure | None:
        """二、主动公开政府信息情况; `None` where the report has no table at all."""
        from govgrammar.model.tables import ProactiveDisclosure, view  # noqa: PLC0415  built for those who use the typed view

        return view(ProactiveDisclosure, self.store, "proactive_disclosure", self.editions)

    @cached_property
    def requests(self) -> RequestHandling | None:
        """三、收到和处理政府信息公开申请情况; `None` where the report has no table at all."""
        from govgrammar.model.tables import RequestHandling, view  # noqa: PLC0415  built for those who use the typed view

        return view(RequestHandling, self.store, "requests", self.editions)

    @cached_property
    def remedies(self) -> Remedies | None:
        """四、政府信息公开行政复议、行政诉讼情况; `None` where the report has no table at all."""
        from govgrammar.model.tables import Remedies, view  # noqa: PLC0415  built for those who use the typed view

        return view(Remedies, self.store, "remedies", self.editions)
