"""govgrammar reads 政府信息公开工作年度报告, the yearly disclosure reports of Chinese public bodies.

Every figure is exactly what the document says, knows where it says it, and is never guessed:

    result = govgrammar.parse(text)
    result.report.requests.new_requests.total.value
    for cell in result.report.cells(): ...

Names are imported when they are first used: `import govgrammar` alone builds and loads next to nothing.
"""

from __future__ import annotations

# Not from `typing`, which takes as long as half of Python's own start: checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govgrammar.api import parse
    from govgrammar.batch.many import parse_many
    from govgrammar.checks import CheckStatus, Context, Finding, check, compare, rollup
    from govgrammar.diagnostics import Diagnostic, Severity
    from govgrammar.documents.extras import MissingExtraError
    from govgrammar.export.render import render as convert
    from govgrammar.grammar import GrammarError
    from govgrammar.limits import LimitError, Limits
    from govgrammar.model.cell import Cell, CellState
    from govgrammar.model.report import AnnualReport
    from govgrammar.result import ParseFailedError, Result
    from govgrammar.source import Origin, Source, Span

__version__ = "0.1.0"

__all__ = [
    "AnnualReport",
    "Cell",
    "CellState",
    "CheckStatus",
    "Context",
    "Diagnostic",
    "Finding",
    "GrammarError",
    "LimitError",
    "Limits",
    "MissingExtraError",
    "Origin",
    "ParseFailedError",
    "Result",
    "Severity",
    "Source",
    "Span",
    "check",
    "compare",
    "convert",
    "parse",
    "parse_many",
    "rollup",
]

_HOMES = {
    "AnnualReport": "model.report",
    "Cell": "model.cell",
    "CellState": "model.cell",
    "CheckStatus": "checks.finding",
    "Context": "checks.context",
    "Diagnostic": "diagnostics",
    "Finding": "checks.finding",
    "GrammarError": "grammar",
    "LimitError": "limits",
    "Limits": "limits",
    "MissingExtraError": "documents.extras",
    "Origin": "source",
    "ParseFailedError": "result",
    "Result": "result",
    "Severity": "diagnostics",
    "Source": "source",
    "Span": "source",
    "check": "checks.run",
    "compare": "checks.run",
    "convert": "export.render",
    "parse": "api",
    "parse_many": "batch.many",
    "rollup": "checks.run",
}
_NAMES_AT_HOME = {"convert": "render"}


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it."""
    home = _HOMES.get(name)
    if home is None:
        msg = f"module 'govgrammar' has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415 -- the command line prints its version without it

    value = getattr(import_module(f"govgrammar.{home}"), _NAMES_AT_HOME.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
