"""Findings as data: a code, a place, arguments.  The message is made from the registry's template."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from attrs import field, frozen

from govgrammar.source import Span

Language = Literal["zh", "en"]


class Severity(StrEnum):
    """How much a finding matters: an `error` is a part that is missing or contradicts the form, a `warning` a figure that
    cannot be read or placed, a `note` everything else worth knowing.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Code:
    """One kind of finding.  Codes are never reused and never change their meaning."""

    code: str
    slug: str
    severity: Severity
    zh: str
    en: str


@frozen(slots=False)  # so that a `Finding`, of which there are many, is made in less time
class Diagnostic:
    """One finding at one place."""

    kind: Code
    span: Span
    arguments: dict[str, Any] = field(factory=dict)

    @property
    def code(self) -> str:
        """`GG` + stage (01 source, 02 cells, 03 grammar, 04 transform) + two digits."""
        return self.kind.code

    @property
    def slug(self) -> str:
        """The code in words."""
        return self.kind.slug

    @property
    def severity(self) -> Severity:
        """Error, warning or note."""
        return self.kind.severity

    def message(self, lang: Language = "zh") -> str:
        """What was found, in Chinese or English."""
        return (self.kind.zh if lang == "zh" else self.kind.en).format_map(self.arguments)
