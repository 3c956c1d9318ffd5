"""HTML to blocks."""

from __future__ import annotations

from govgrammar.classify import Classifier
from govgrammar.documents.blocks import Document
from govgrammar.limits import Limits


def read_html(markup: str, classify: Classifier, limits: Limits) -> Document:
    """The blocks of a file."""
    raise NotImplementedError
