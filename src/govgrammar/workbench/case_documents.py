"""What a corpus case gives to the reader: its text, bytes, a Word document, or the names of terminals."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from govgrammar.api import engine
from govgrammar.workbench.sections import tree_lines

#: The attribute of a case of the grammar alone.
TOKENS: Final = "tokens"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document_of(text: str, attributes: Mapping[str, str]) -> str | bytes:
    """The document of a case with this text."""
    if attributes.get("kind") == "docx":
        return _docx(text)
    encoding = attributes.get("bytes")
    return text if encoding is None else text.encode(encoding, "surrogateescape")


def _docx(body: str) -> bytes:
    """A Word document with one part."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        part = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", part)
    return out.getvalue()


def token_tree(text: str, grammar: Path | None = None) -> tuple[str, ...]:
    """The grammar's tree over the terminals that a text names, as lines."""
    return tuple(tree_lines(engine(grammar).parser.tree(tuple(text.split()))))
