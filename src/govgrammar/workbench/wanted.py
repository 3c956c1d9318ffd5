"""What `reduce` keeps of a document, and the forms in which a document can be cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from attrs import frozen

from govgrammar.api import parse
from govgrammar.checks import REPORT_RULES, check
from govgrammar.checks.finding import CheckStatus
from govgrammar.codes import CODES
from govgrammar.form import load_form
from govgrammar.model.cell import CellState
from govgrammar.result import Result

#: Checks are kept by their rules; files of accepted findings are no documents.
_NO_READERS: Final = ("GG05", "GG06")
_BYTES: Final = "latin-1"
_STATES: Final = frozenset(state.value for state in CellState)
_PARTS: Final = 3


class NotThereError(ValueError):
    """The document does not have what is to be kept."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"{wanted}: the document does not give this, so there is nothing to keep")


@frozen
class Wanted:
    """A code of the reader or of a check, a rule by its name, or a cell with what it says."""

    code: str = ""
    rule: str = ""
    cell: str = ""
    says: str = ""

    @classmethod
    def of(cls, keep: str | None, keep_cell: str | None) -> Wanted:
        """What two options name.  Raises `ValueError` unless it is one of them, and well written."""
        if (keep is None) == (keep_cell is None):
            msg = "name what to keep: either a code or rule, or a cell"
            raise ValueError(msg)
        if keep_cell is not None:
            cell, equals, says = keep_cell.partition("=")
            if not equals or len(cell.split("/")) != _PARTS or not says:
                msg = f"{keep_cell!r}: a cell is TABLE/ROW/COLUMN=VALUE, or a state in place of the value: blank, ambiguous"
                raise ValueError(msg)
            return cls(cell=cell, says=says)
        named = next((rule for rule in REPORT_RULES if keep in {rule.id, rule.code.code}), None)
        if named is not None:
            return cls(rule=named.id)
        code = next((c.code for c in CODES.values() if keep in {c.code, c.slug}), None)
        if code is None or code.startswith(_NO_READERS):
            msg = f"{keep!r}: no code or rule that one document can give; `explain` lists them"
            raise ValueError(msg)
        return cls(code=code)

    def __str__(self) -> str:
        return self.code or self.rule or f"{self.cell}={self.says}"

    def in_result(self, result: Result) -> bool:
        """Whether a document, as it was read, has it."""
        if self.code:
            return any(diagnostic.code == self.code for diagnostic in result.diagnostics)
        if self.cell:
            return any(self._in_cell(cell) for report in result.reports for cell in report.cells())
        return self._fails(result)

    def _in_cell(self, cell: object) -> bool:
        if str(cell.key) != self.cell:  # type: ignore[attr-defined]
            return False
        if self.says in _STATES:
            return cell.state == self.says  # type: ignore[attr-defined, no-any-return]
        return cell.value is not None and str(cell.value) == self.says  # type: ignore[attr-defined]

    def _fails(self, result: Result) -> bool:
        known = {edition.name for edition in load_form().editions}
        editions = {e for report in result.reports for blocks in report.editions.values() for e in blocks.values()}
        if not editions <= known:
            return False
        rules = tuple(rule for rule in REPORT_RULES if rule.id == self.rule)
        return any(finding.status is CheckStatus.FAIL for finding in check(result, rules=rules))


@frozen
class Given:
    """A document in a form that can be cut: text, markup, or bytes as one character each."""

    text: str
    kind: str | None
    grammar: str | Path | None
    as_bytes: bool = False
    encoding: str | None = None

    def document(self, text: str) -> str | bytes:
        """The document that such a text stands for."""
        return text.encode(_BYTES) if self.as_bytes else text

    def read(self, text: str) -> Result:
        """What the reader makes of it."""
        return parse(self.document(text), kind=self.kind, encoding=self.encoding, grammar=self.grammar)


def given_forms(
    source: str | bytes | Path | BinaryIO, *, kind: str | None, encoding: str | None, grammar: str | Path | None
) -> Iterator[Given]:
    """A document as text or markup, and where it came as bytes, as those."""
    if isinstance(source, str):
        yield Given(source, kind, grammar)
        return
    data = source if isinstance(source, bytes) else source.read_bytes() if isinstance(source, Path) else source.read()
    read = parse(data, kind=kind, encoding=encoding, grammar=grammar).source
    if read.kind == "html" and read.encoding is not None:
        yield Given(data.decode(read.encoding, "replace"), "html", grammar)
    else:
        yield Given(read.text, None, grammar)
    yield Given(data.decode(_BYTES), kind, grammar, as_bytes=True, encoding=encoding)
