"""One document of many: whatever happens to it, a result comes back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from attrs import field, fields, frozen

from govgrammar import codes
from govgrammar.api import check_arguments, engine, parse
from govgrammar.codes import CODES
from govgrammar.diagnostics import Code, Diagnostic
from govgrammar.documents.extras import MissingExtraError
from govgrammar.export.data import SECTIONS, is_plain
from govgrammar.limits import Limits
from govgrammar.model.report import AnnualReport
from govgrammar.result import Result
from govgrammar.source import Source, Span

_MEMBERS: Final = frozenset(member.name for member in fields(AnnualReport) if is_plain(member.name))


@frozen(kw_only=True)
class Options:
    """How documents are read: the options of `parse`, and the seconds that one document may take."""

    kind: str | None = None
    encoding: str | None = None
    limits: Limits = field(factory=Limits)
    grammar: str | Path | None = None
    known: Mapping[str, Any] | None = None
    timeout: float | None = None

    def check(self) -> None:
        """Raises `ValueError` for options that cannot be meant, and `GrammarError` for a grammar that cannot be used."""
        check_arguments(self.kind, self.encoding)
        if self.limits.raises:
            msg = "limits.raises=True goes with parse: of many documents, one must not stop the rest"
            raise ValueError(msg)
        if self.timeout is not None and not self.timeout > 0:
            msg = f"timeout={self.timeout!r}: give seconds above 0, or None for no end"
            raise ValueError(msg)
        for name in self.known or {}:
            if name in SECTIONS or name not in _MEMBERS:
                msg = f"known[{name!r}]: a report has no such value"
                raise ValueError(msg)
        self.prepare()

    def prepare(self) -> None:
        """Build the parser, once in each process."""
        engine(self.grammar).parser.tree(())


def read(source: str | bytes | Path, options: Options, name: str | None = None) -> Result:
    """The result of a document.  A file that cannot be read, an extra that is not installed and a fault of the reader itself
    give a failed result that says so.
    """
    try:
        return parse(
            source,
            kind=options.kind,
            encoding=options.encoding,
            limits=options.limits,
            grammar=options.grammar,
            known=options.known,
        )
    except OSError as error:
        reason = error.strerror or str(error)
        return _failed(codes.UNREADABLE, {"reason": reason, "reason_en": reason}, source, options, name)
    except MissingExtraError as error:
        arguments = {"reason": error.message("zh"), "reason_en": error.message("en")}
        return _failed(codes.UNREADABLE, arguments, source, options, name)
    except Exception as error:  # noqa: BLE001  of many documents, one must not stop the rest
        return reader_failed(error, source, options, name)


def reader_failed(error: Exception, source: object, options: Options, name: str | None) -> Result:
    """The result of a document on which this program fails (`GG0112`)."""
    return _failed(codes.READER_FAILED, {"error": type(error).__name__}, source, options, name)


def ended(code: str, source: object, options: Options, name: str | None) -> Result:
    """The result of a document whose worker was ended (`GG0108`) or died (`GG0109`)."""
    arguments = {"seconds": f"{options.timeout:g}"} if code == codes.TIMED_OUT.code and options.timeout else {}
    return _failed(CODES[code], arguments, source, options, name)


def _failed(code: Code, arguments: Mapping[str, Any], source: object, options: Options, name: str | None) -> Result:
    text = source if isinstance(source, str) else ""
    shown = str(source) if isinstance(source, Path) and name is None else name
    diagnostic = Diagnostic(code, Span(0, 0), dict(arguments))
    return Result((), (diagnostic,), Source(text, shown), engine(options.grammar).form.digest)
