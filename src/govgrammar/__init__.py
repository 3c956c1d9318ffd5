"""govgrammar reads 政府信息公开工作年度报告, the yearly disclosure reports of Chinese public bodies.

Every figure is exactly what the document says, knows where it says it, and is never guessed:

    result = govgrammar.parse(text)
    result.report.requests.new_requests.total.value
    for cell in result.report.cells(): ...
"""

from govgrammar.api import parse
from govgrammar.diagnostics import Diagnostic, Severity
from govgrammar.grammar import GrammarError
from govgrammar.limits import LimitError, Limits
from govgrammar.model.cell import Cell, CellState
from govgrammar.model.report import AnnualReport
from govgrammar.result import ParseFailedError, Result
from govgrammar.source import Source, Span

__version__ = "0.1.0"

__all__ = [
    "AnnualReport",
    "Cell",
    "CellState",
    "Diagnostic",
    "GrammarError",
    "LimitError",
    "Limits",
    "ParseFailedError",
    "Result",
    "Severity",
    "Source",
    "Span",
    "parse",
]
