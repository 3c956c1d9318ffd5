"""PDF to blocks."""

from __future__ import annotations

from govgrammar.documents.blocks import Document
from govgrammar.limits import Limits


def read_pdf(data: bytes, limits: Limits) -> Document:
    """The blocks of a file."""
    raise NotImplementedError
