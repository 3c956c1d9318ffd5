"""From a file's bytes, or the markup of a page, to its blocks: one reader for each kind, loaded when it is needed."""

from __future__ import annotations

from govgrammar.classify import Classifier
from govgrammar.documents.blocks import Document
from govgrammar.limits import Limits


def read_markup(markup: str, classify: Classifier, limits: Limits) -> Document:
    """The blocks of a page in HTML.  Raises `MissingExtraError` where the extra `html` is not installed."""
    from govgrammar.documents.html import read_html  # noqa: PLC0415 -- an extra

    return read_html(markup, classify, limits)


def read_file(kind: str, data: bytes, classify: Classifier, limits: Limits) -> Document:
    """The blocks of a file in `docx`, `xlsx` or `pdf`.  Raises `MissingExtraError` where the extra is not installed."""
    if kind == "docx":
        from govgrammar.documents.docx import read_docx  # noqa: PLC0415 -- an extra

        return read_docx(data, limits)
    if kind == "xlsx":
        from govgrammar.documents.xlsx import read_xlsx  # noqa: PLC0415 -- an extra

        return read_xlsx(data, classify, limits)
    from govgrammar.documents.pdf import read_pdf  # noqa: PLC0415 -- an extra

    return read_pdf(data, classify, limits)
