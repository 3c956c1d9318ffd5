"""Accepted findings: a file beside a document says which findings are known, for which values, and why.

    [[accept]]
    rule = "T3-ROWSUM"
    reason = "the office confirmed that the total counts one request twice"
    left = 5
    right = 4
    [accept.cells]
    "requests/new_requests/total" = 5

An entry holds for a finding of the same rule that compares the same cells, which still say the same, on both sides.
Where a rule compares neither cells nor figures, `[accept.arguments]` takes their place.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from attrs import evolve, frozen

from govgrammar import codes
from govgrammar.checks.finding import Finding
from govgrammar.diagnostics import Diagnostic
from govgrammar.findings.checked import Checked, Outcome
from govgrammar.findings.words import phrase
from govgrammar.model.cell import Cell
from govgrammar.source import Source, Span

#: What is put behind a document's name, and the name of the file that speaks of a whole folder.
SUFFIX: Final = ".accept.toml"
FOLDER_FILE: Final = "accept.toml"
Scalar = int | str | Decimal | bool
_HEADER: Final = re.compile(r"^[ \t]*\[\[[ \t]*accept[ \t]*\]\][^\n]*", re.MULTILINE)
_KEYS: Final = frozenset({"rule", "reason", "document", "left", "right", "cells", "arguments"})


@frozen
class Known:
    """What a finding is known by: rule, cells with what they say, both sides; the arguments where it has none of these."""

    rule: str
    cells: frozenset[tuple[str, Scalar]] = frozenset()
    left: Scalar | None = None
    right: Scalar | None = None
    arguments: frozenset[tuple[str, Scalar]] = frozenset()


@frozen
class Acceptance:
    """One entry: what it accepts, why, of which document (`None` where the file stands beside one), and where it stands."""

    known: Known
    reason: str
    document: str | None
    span: Span


@frozen
class AcceptFile:
    """A file of entries, and what is wrong with it.  `gone` are entries on documents that are not there."""

    source: Source
    entries: tuple[Acceptance, ...]
    faults: tuple[Diagnostic, ...]
    gone: tuple[Acceptance, ...] = ()

    def outcomes(self) -> Iterator[Outcome]:
        """What is wrong with the file."""
        yield from (Outcome(fault, elsewhere=self.source) for fault in self.faults)
        yield from self.unused(self.gone)

    def about(self, document: str) -> AcceptFile:
        """The entries on one document of the folder, without the file's faults."""
        return evolve(self, entries=tuple(e for e in self.entries if e.document == document), faults=())

    def unused(self, entries: Iterable[Acceptance]) -> Iterator[Outcome]:
        """Notes on entries that match nothing."""
        for entry in entries:
            yield Outcome(
                Diagnostic(codes.ACCEPTANCE_UNUSED, entry.span, {"rule": entry.known.rule}), elsewhere=self.source
            )


# ---- reading ----


def read_accept_file(text: str, name: str, rules: Collection[str], *, of_folder: bool = False) -> AcceptFile:
    """The entries of a file.  What cannot be used is a finding, and takes nothing else with it.

    `rules` are the rules and codes that there are; a file that speaks of a folder names a `document` in each entry.
    """
    source = Source(text, name)
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return AcceptFile(source, (), (_fault(Span(0, 0), "toml", detail=str(error)),))
    listed = data.get("accept", [])
    if not isinstance(listed, list) or set(data) - {"accept"}:
        return AcceptFile(source, (), (_fault(Span(0, 0), "no_list"),))
    heads = [Span(match.start(), match.end()) for match in _HEADER.finditer(text)]
    places = heads if len(heads) == len(listed) else [Span(0, 0)] * len(listed)
    entries: list[Acceptance] = []
    faults: list[Diagnostic] = []
    for data_of_entry, span in zip(listed, places, strict=True):
        try:
            entries.append(_entry(data_of_entry, span, rules, of_folder=of_folder))
        except _EntryError as error:
            faults.append(_fault(span, error.word, detail=error.detail))
    return AcceptFile(source, tuple(entries), tuple(faults))


class _EntryError(ValueError):
    """What is wrong with an entry: a word of `words`, and what it concerns."""

    def __init__(self, word: str, detail: str = "") -> None:
        super().__init__(word)
        self.word = word
        self.detail = detail


def _fault(span: Span, word: str, *, detail: str = "") -> Diagnostic:
    said = {lang: phrase(word, lang).format(detail=detail) for lang in ("zh", "en")}
    return Diagnostic(codes.ACCEPTANCE_MALFORMED, span, {"fault": said["zh"], "fault_en": said["en"]})


def _entry(data: Any, span: Span, rules: Collection[str], *, of_folder: bool) -> Acceptance:
    if not isinstance(data, Mapping):
        word = "no_list"
        raise _EntryError(word)
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        word = "unknown_key"
        raise _EntryError(word, ", ".join(unknown))
    rule = data.get("rule")
    if not isinstance(rule, str) or rule not in rules:
        word = "unknown_rule"
        raise _EntryError(word, str(rule))
    reason = data.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        word = "no_reason"
        raise _EntryError(word)
    document = data.get("document")
    if of_folder != isinstance(document, str):
        word = "no_document" if of_folder else "document_twice"
        raise _EntryError(word)
    known = Known(
        rule,
        _scalars(data, "cells"),
        _scalar(data.get("left"), "left"),
        _scalar(data.get("right"), "right"),
        _scalars(data, "arguments"),
    )
    return Acceptance(known, reason.strip(), document if of_folder else None, span)


def _scalars(data: Mapping[str, Any], name: str) -> frozenset[tuple[str, Scalar]]:
    given = data.get(name, {})
    if not isinstance(given, Mapping) or not all(isinstance(value, int | str | Decimal) for value in given.values()):
        word = "no_values"
        raise _EntryError(word, name)
    return frozenset(given.items())


def _scalar(value: Any, name: str) -> int | Decimal | None:
    if value is not None and not isinstance(value, int | Decimal):
        word = "no_values"
        raise _EntryError(word, name)
    return value


# ---- matching ----


def known_by(one: Checked, outcome: Outcome) -> Known:
    """What an entry has to say to accept this finding."""
    found = outcome.found
    if not isinstance(found, Finding):
        return Known(outcome.rule, arguments=_plain(found.arguments))
    cells = frozenset((place.path, _said(place.cell)) for place in one.places(outcome))
    stated = bool(cells) or found.left is not None or found.right is not None
    return Known(outcome.rule, cells, found.left, found.right, frozenset() if stated else _plain(found.arguments))


def _said(cell: Cell) -> Scalar:
    return cell.state if cell.value is None else cell.value


def _plain(arguments: Mapping[str, Any]) -> frozenset[tuple[str, Scalar]]:
    """Arguments as TOML can hold them."""
    return frozenset(
        (name, value if isinstance(value, int | Decimal) else _writable(str(value)))
        for name, value in arguments.items()
        if value is not None
    )


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def with_accepted(one: Checked, files: Sequence[AcceptFile], assessed: Collection[str]) -> Checked:
    """The document with its accepted findings marked, and notes on what is wrong with the files.

    `assessed` are the rules and codes that were assessed: entries on others may match again when they are.
    """
    reasons = {entry.known: entry.reason for file in files for entry in file.entries}
    used: set[Known] = set()
    outcomes: list[Outcome] = []
    for outcome in one.outcomes:
        known = known_by(one, outcome) if outcome.counts and reasons else None
        if known in reasons and known is not None:
            used.add(known)
            outcomes.append(evolve(outcome, reason=reasons[known]))
        else:
            outcomes.append(outcome)
    for file in files:
        outcomes += file.outcomes()
        left = [e for e in file.entries if e.known not in used and e.known.rule in assessed]
        outcomes += file.unused(left)
    return Checked(one.document, one.form, tuple(outcomes), one.others)


# ---- writing ----


def entries_text(one: Checked, reason: str, document: str | None = None) -> str:
    """Entries for every error and warning that is not accepted yet, in the document's order; nothing where there is none."""
    known = dict.fromkeys(
        known_by(one, outcome)
        for outcome in one.outcomes
        if outcome.counts and outcome.elsewhere is None and outcome.found.severity.value != "note"
    )
    return "\n".join(_entry_text(each, reason, document) for each in known)


def _entry_text(known: Known, reason: str, document: str | None) -> str:
    lines = ["[[accept]]", f"rule = {_toml(known.rule)}", f"reason = {_toml(reason)}"]
    lines += [f"document = {_toml(document)}"] if document is not None else []
    lines += [f"{name} = {_toml(v)}" for name, v in (("left", known.left), ("right", known.right)) if v is not None]
    for name, values in (("cells", known.cells), ("arguments", known.arguments)):
        if values:
            lines += [f"[accept.{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in sorted(values, key=str))]
    return "\n".join(lines) + "\n"


def _toml(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    return json.dumps(_writable(value), ensure_ascii=False).replace("\x7f", "\\u007f")
