"""The place in the markup behind a span of the text."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define

from govgrammar.documents.blocks import Part
from govgrammar.source import Origin


@define
class Origins:
    """Finds places in the markup."""

    markup: str
    pieces: list[str]

    def locate(self, parts: Sequence[Part]) -> Origin | None:
        """The place behind parts of blocks."""
        return None
