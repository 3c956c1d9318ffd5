"""What the reader makes of a case, as lines of text: the sections that a corpus case can expect.

Every line stands for one thing that can be right or wrong.  Characters that nobody can see are written `{U+00A0}`.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from lark import Tree

from govgrammar import codes
from govgrammar.api import engine
from govgrammar.diagnostics import Diagnostic
from govgrammar.export.data import number_to_data
from govgrammar.layouts.physical import split_cells
from govgrammar.model.cell import Cell, CellState, Number
from govgrammar.model.report import AnnualReport
from govgrammar.parser import Leaf
from govgrammar.result import Result

CSV_COLUMNS: Final = ("table", "row", "column", "state", "value", "unit", "placement", "candidates", "raw")
#: What a report does not say because it is only a piece of one.
FRAGMENT_CODES: Final = frozenset(
    code.code for code in (codes.SECTION_MISSING, codes.TABLE_MISSING, codes.ROWS_MISSING, codes.NAME_UNKNOWN)
)
_PLAIN: Final = (
    "title", "report_year", "organ", "publisher", "published_on", "issued_on", "index_number", "document_number",
    "catalogue", "disclosure_mode", "validity", "subject", "topic_words", "summary", "preamble",
)  # fmt: skip
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LABELLED: Final = frozenset({CellState.NUMBER.value, CellState.TEXT.value, CellState.NOT_APPLICABLE.value})


def visible(text: str) -> str:
    """The text with every character that nobody can see written as its number."""
    return "".join(
        f"{{U+{ord(c):04X}}}"
        if unicodedata.category(c) in _HIDDEN or (unicodedata.category(c) == "Zs" and c != " ")
        else c
        for c in text
    )


def write_section(name: str, result: Result, *, fragment: bool = False, grammar: Path | None = None) -> tuple[str, ...]:
    """The lines of one section of a case; `grammar` is the folder that it was read with.

    Raises `KeyError` for a name that is none of `SECTIONS`.
    """
    if name == "tree":
        return tuple(_tree(result, grammar))
    if name == "diagnostics":
        return tuple(diagnostic_line(d, result) for d in expected_diagnostics(result, fragment=fragment))
    return tuple(_WRITERS[name](result))


def expected_diagnostics(result: Result, *, fragment: bool) -> tuple[Diagnostic, ...]:
    """A result's findings; of a fragment, without those that say that the rest of the report is missing."""
    return tuple(d for d in result.diagnostics if not (fragment and d.code in FRAGMENT_CODES))


def diagnostic_line(diagnostic: Diagnostic, result: Result) -> str:
    """`line:column code message`."""
    line, column = result.source.position(diagnostic.span.start)
    return visible(f"{line}:{column} {diagnostic.code} {diagnostic.message('en')}")


# ---- figures ----


def _figures(result: Result) -> Iterator[str]:
    """A line for each row, with its cells in the form's order, those left out that the document has not."""
    for number, report in enumerate(result.reports, 1):
        rows: dict[str, list[str]] = {}
        for cell in report.cells():
            if cell.state != CellState.ABSENT.value:
                rows.setdefault(f"{cell.table}/{cell.row}", []).append(f"{cell.column}={_says(cell)}")
        before = f"report {number}: " if len(result.reports) > 1 else ""
        yield from (f"{before}{row}: {' '.join(cells)}" for row, cells in rows.items())


def _says(cell: Cell) -> str:
    written = f"{json.dumps(visible(raw), ensure_ascii=False)}" if (raw := _raw(cell)) else ""
    inferred = "~inferred" if cell.placement == "inferred" else ""
    if cell.state == CellState.NUMBER.value:
        return f"{cell.value}{cell.unit or ''}{written}{inferred}"
    if cell.state == CellState.AMBIGUOUS.value:
        return f"ambiguous{{{','.join(map(_candidate, cell.candidates))}}}"
    return f"{cell.state}{written}"


def _candidate(value: Number | None) -> str:
    return "blank" if value is None else str(value)


def _raw(cell: Cell) -> str:
    """A cell as written, where that is more than its value's digits."""
    if cell.state not in _LABELLED or cell.raw == str(cell.value):
        return ""
    return cell.raw


# ---- cells.csv ----


def _csv(result: Result) -> Iterator[str]:
    """Every cell of every report, one a line."""
    if result.reports:
        yield csv_line(CSV_COLUMNS)
    for report in result.reports:
        yield from (csv_line(_csv_fields(cell)) for cell in report.cells())


def _csv_fields(cell: Cell) -> tuple[str, ...]:
    value = number_to_data(cell.value)
    return (
        cell.table,
        cell.row,
        cell.column,
        cell.state,
        "" if value is None else str(value),
        cell.unit or "",
        cell.placement,
        " ".join(map(_candidate, cell.candidates)),
        visible(_raw(cell)),
    )


def csv_line(fields: Iterable[str]) -> str:
    """One line of CSV, without its line end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(fields)
    return buffer.getvalue()


# ---- what stands around the tables ----


def plain_values(report: AnnualReport) -> dict[str, str | int]:
    """Title, organ, year, metadata: what the document says of them."""
    return {name: value for name in _PLAIN if (value := getattr(report, name)) is not None}


def _meta(result: Result) -> Iterator[str]:
    """The plain values of the first report as TOML."""
    if result.report is not None:
        for name, value in plain_values(result.report).items():
            yield f"{name} = {json.dumps(value, ensure_ascii=False)}"
        editions = sorted({e for blocks in result.report.editions.values() for e in blocks.values()})
        yield f"editions = {json.dumps(editions)}"


def _json(result: Result) -> Iterator[str]:
    """Each report's plain values, its editions and its texts, without cells and places."""
    data: list[dict[str, Any]] = []
    for report in result.reports:
        texts = {
            name: {"heading": section.heading, "paragraphs": list(section.paragraphs)}
            for name in ("overview", "problems_and_improvements", "other_matters")
            if (section := getattr(report, name)) is not None
        }
        notes = {name: list(section.paragraphs) for name, section in report.notes.items() if section.paragraphs}
        data.append({**plain_values(report), **texts, "notes": notes, "editions": report.editions})
    yield from (visible(line) for line in json.dumps(data, ensure_ascii=False, indent=1).split("\n"))


# ---- what the stages hand on ----


def _cells(result: Result) -> Iterator[str]:
    """The physical pieces of the text."""
    for piece in split_cells(result.source.text).raw_cells():
        line, column = result.source.position(piece.span.start)
        written = visible(result.source.slice(piece.span))
        bare = written.rstrip(" ")
        yield f"{line}:{column} {piece.kind} {bare}{'{SP}' * (len(written) - len(bare))}"


def _tree(result: Result, grammar: Path | None) -> Iterator[str]:
    """The grammar's tree over the tokens."""
    tools = engine(grammar)
    _, tokens = tools.lexer.read(result.source.text)
    yield from tree_lines(tools.parser.tree(tuple(token.type for token in tokens)))


def tree_lines(tree: Tree[Leaf], depth: int = 0) -> list[str]:
    """A rule with tokens only on one line; else its parts below it."""
    head = f"{'  ' * depth}({tree.data}"
    if not any(isinstance(child, Tree) for child in tree.children):
        return [f"{' '.join((head, *(str(child.type) for child in tree.children if isinstance(child, Leaf))))})"]
    lines = [head]
    for child in tree.children:
        lines += tree_lines(child, depth + 1) if isinstance(child, Tree) else [f"{'  ' * (depth + 1)}{child.type}"]
    return [*lines[:-1], f"{lines[-1]})"]


_WRITERS: Final[dict[str, Callable[[Result], Iterator[str]]]] = {
    "cells": _cells,
    "figures": _figures,
    "json": _json,
    "cells.csv": _csv,
    "meta": _meta,
}
#: What the checks find, which `findings` writes.
FINDINGS: Final = "findings"
#: Sections that a case can expect.
SECTIONS: Final = ("cells", "tree", "figures", "json", FINDINGS, "diagnostics")
