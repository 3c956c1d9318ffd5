"""Findings as annotations of GitHub's workflows: `::error file=…,line=…,col=…,title=…::message`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Final

from govgrammar.diagnostics import Language, Severity
from govgrammar.export.words import one_line
from govgrammar.findings.checked import Checked, Outcome
from govgrammar.findings.words import phrase
from govgrammar.source import Source, Span

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github_lines(one: Checked, shown: Iterable[Outcome], lang: Language) -> Iterator[str]:
    """One line for each finding that is shown; what counts for nothing is a notice."""
    for outcome in shown:
        source = outcome.elsewhere or one.source
        name = one.name if outcome.elsewhere is None else source.name or ""
        command = _COMMANDS[outcome.found.severity] if outcome.kind == "fail" else "notice"
        title = outcome.found.code if outcome.rule == outcome.found.code else f"{outcome.found.code} {outcome.rule}"
        message = outcome.found.message(lang)
        if outcome.reason is not None:
            message += f" ({phrase('accepted', lang).format(reason=outcome.reason)})"
        yield annotation(command, name, _place(source, outcome.found.span), title, message)


def annotation(command: str, name: str, place: dict[str, int], title: str, message: str) -> str:
    """One workflow command; nothing in it can begin another."""
    properties = {"file": PurePath(name).as_posix(), **place, "title": title}
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{command} {written}::{_data(message)}\n"


def _place(source: Source, span: Span) -> dict[str, int]:
    """Lines and columns; an annotation over several lines takes no columns."""
    line, column = source.position(span.start)
    last, end = source.position(max(span.start, span.end - 1))
    if last != line:
        return {"line": line, "endLine": last}
    return {"line": line, "col": column, "endColumn": end}


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
