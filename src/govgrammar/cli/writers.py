"""The formats of `govgrammar parse`: each takes results one by one, so that many reports need no more memory than one."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

from attrs import define, frozen

from govgrammar.api import engine
from govgrammar.cli.output import Out
from govgrammar.diagnostics import Language
from govgrammar.export.csv import csv_header, csv_records
from govgrammar.export.table import table_lines
from govgrammar.export.tree import TreeText
from govgrammar.export.words import Piece, one_line
from govgrammar.limits import Limits
from govgrammar.result import Result


class Writer(Protocol):
    """Prints results in one format."""

    def begin(self) -> None:
        """What stands before the first result."""

    def write(self, result: Result) -> None:
        """One result."""

    def end(self) -> None:
        """What stands behind the last."""


@frozen(kw_only=True)
class Setting:
    """What the formats can depend on.  `several` is true where more than one source can come."""

    out: Out
    several: bool
    grammar: Path | None
    lang: Language
    width: int
    bom: bool


@define
class _Table:
    setting: Setting
    written: int = 0

    def begin(self) -> None:
        """Nothing."""

    def write(self, result: Result) -> None:
        """The tables of each report; several sources under their names."""
        form = engine(self.setting.grammar).form
        for report in result.reports:
            lines = table_lines(report, form, width=self.setting.width, lang=self.setting.lang)
            if self.setting.several:
                lines = [(Piece(f"==> {one_line(result.source.name or '')} <==", "heading"),), *lines]
            self.setting.out.lines([(), *lines] if self.written else lines)
            self.written += 1

    def end(self) -> None:
        """Nothing."""


@define
class _TreeLines:
    setting: Setting

    def begin(self) -> None:
        """Nothing."""

    def write(self, result: Result) -> None:
        """The tree of the text, whether or not it is a report."""
        if not result.source.text.strip():
            return
        chosen = engine(self.setting.grammar)
        physical, tokens = chosen.lexer.read(result.source.text[: Limits().characters])
        tree = chosen.parser.tree(token.type for token in tokens)
        head = [f"==> {one_line(result.source.name or '')} <=="] if self.setting.several else []
        lines = TreeText(tokens, physical, result.source, self.setting.width).lines(tree)
        self.setting.out.text("".join(f"{line}\n" for line in [*head, *lines]))

    def end(self) -> None:
        """Nothing."""


@define
class _Json:
    setting: Setting
    written: int = 0

    def begin(self) -> None:
        """An array's begin, where several sources can come."""
        if self.setting.several:
            self.setting.out.data("[")

    def write(self, result: Result) -> None:
        """A result, indented."""
        comma = "," if self.written else ""
        before = f"{comma}\n" if self.setting.several else ""
        after = "" if self.setting.several else "\n"
        self.setting.out.data(f"{before}{result.to_json(indent=2)}{after}")
        self.written += 1

    def end(self) -> None:
        """The array's end."""
        if self.setting.several:
            self.setting.out.data("\n]\n" if self.written else "]\n")


@define
class _JsonLines:
    setting: Setting

    def begin(self) -> None:
        """Nothing."""

    def write(self, result: Result) -> None:
        """A result on one line."""
        self.setting.out.data(f"{result.to_json()}\n")

    def end(self) -> None:
        """Nothing."""


@define
class _Csv:
    setting: Setting

    def begin(self) -> None:
        """The header, behind a byte order mark where Excel is to read it."""
        self.setting.out.data(("\ufeff" if self.setting.bom else "") + csv_header())

    def write(self, result: Result) -> None:
        """One record per cell."""
        self.setting.out.data("".join(csv_records(result)))

    def end(self) -> None:
        """Nothing."""


_WRITERS: Final = {"table": _Table, "tree": _TreeLines, "json": _Json, "jsonl": _JsonLines, "csv": _Csv}


def make_writer(name: str, setting: Setting) -> Writer:
    """The writer of a format."""
    writer: Writer = _WRITERS[name](setting)
    return writer
