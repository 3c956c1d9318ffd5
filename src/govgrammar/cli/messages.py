"""Findings as people read them: `path:line:col: severity[CODE] message`, the source's line, a marker under it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from attrs import frozen

from govgrammar.cli.output import StreamOut
from govgrammar.diagnostics import Diagnostic, Language
from govgrammar.export.words import Line, Piece, one_line

if TYPE_CHECKING:
    from govgrammar.documents.extras import MissingExtraError
    from govgrammar.result import Result

_CANNOT_READ: Final = {"zh": "无法读取: {reason}", "en": "cannot be read: {reason}"}
_CANNOT_WRITE: Final = {"zh": "无法写入: {reason}", "en": "cannot be written: {reason}"}
_ACCEPTED: Final = {"zh": "{name}: 写入 {count} 条已确认的问题", "en": "{name}: {count} accepted findings written"}
_NO_TEXTS: Final = {"zh": "文件夹中没有 {suffixes} 文件", "en": "no {suffixes} files in this folder"}


@frozen
class Messages:
    """Prints findings on standard error."""

    lang: Language

    def of(self, result: Result) -> None:
        """All findings of a result; one line alone where it holds no report.  A place is shown once for all that it has."""
        name = result.source.name or ""
        if not result.reports:
            self._print([self._headline(name, result, result.errors[0])])
            return
        last = None
        for diagnostic in result.diagnostics:
            excerpt = result.source.excerpt(diagnostic.span).splitlines()
            shown = excerpt[0].strip() and diagnostic.span != last
            lines: list[Line] = [(Piece(f"    {line}"),) for line in excerpt] if shown else []
            self._print([self._headline(name, result, diagnostic), *lines])
            last = diagnostic.span

    def cannot_read(self, name: str, error: OSError) -> None:
        """One line about a source that cannot be read."""
        self._error(name, _CANNOT_READ[self.lang].format(reason=error.strerror or error))

    def missing_extra(self, name: str, error: MissingExtraError) -> None:
        """One line about a source whose kind needs an extra that is not installed."""
        self._error(name, error.message(self.lang))

    def cannot_write(self, name: str, error: OSError) -> None:
        """One line about an output that cannot be written."""
        self._error(name, _CANNOT_WRITE[self.lang].format(reason=error.strerror or error))

    def no_texts(self, name: str, suffixes: tuple[str, ...]) -> None:
        """One line about a folder without anything to read."""
        self._error(name, _NO_TEXTS[self.lang].format(suffixes=", ".join(f"*{suffix}" for suffix in suffixes)))

    def accepted(self, name: str, count: int) -> None:
        """One line about the findings that were accepted."""
        self.say([_ACCEPTED[self.lang].format(name=one_line(name), count=count)])

    def say(self, lines: Iterable[str]) -> None:
        """Lines as they are."""
        self._print([(Piece(line),) for line in lines])

    def _error(self, name: str, message: str) -> None:
        self._print([(Piece(f"{one_line(name)}: "), Piece("error", "error"), Piece(f": {message}"))])

    def _headline(self, name: str, result: Result, diagnostic: Diagnostic) -> Line:
        line, column = result.source.position(diagnostic.span.start)
        severity = diagnostic.severity.value
        message = one_line(diagnostic.message(self.lang))
        return (
            Piece(f"{one_line(name)}:{line}:{column}: "),
            Piece(f"{severity}[{diagnostic.code}]", severity),
            Piece(f" {message}"),
        )

    def _print(self, lines: list[Line]) -> None:
        StreamOut(sys.stderr).lines(lines)
