"""What one clause of a narrative says of a report's figures."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from govgrammar.source import Span


@frozen
class Fact:
    """One clause's statement, in the reporting year unless `year` says otherwise.

    `kind` is the name of a rule in `grammars/narrative`, with a dot for its double underscore: `received`, `carried_in`,
    `normative_documents.issued`, `no_fee`.  `value` is an `int` in 件 or a `Decimal` in `unit` (元, 万元), and `None` where
    the clause has no figure (未收到申请).  A figure with 余, 多, 约 or 万 is not `exact`; `least` and `most` are then the bounds
    that the words allow, and otherwise the value itself.  `year` is the year that the clause or what stands before it
    names, `None` where nothing does.  `span` is the clause in the source, `value_span` the figure's own characters (for a
    `period` its dates).
    """

    kind: str
    value: int | Decimal | None
    exact: bool
    least: int | Decimal | None
    most: int | Decimal | None
    unit: str | None
    year: int | None
    section: str
    span: Span
    value_span: Span | None
