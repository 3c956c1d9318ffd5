"""The formats of `govgrammar check`: each takes documents one by one, and keeps of them no more than it must."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from attrs import define, field, frozen

from govgrammar import __version__
from govgrammar.checks.rule import Rule
from govgrammar.cli.output import Out, opened
from govgrammar.diagnostics import Language
from govgrammar.export.words import Piece, one_line
from govgrammar.findings.checked import Checked, Outcome
from govgrammar.findings.data import CHECKS_SCHEMA_VERSION, checked_to_dict
from govgrammar.findings.github import annotation, github_lines
from govgrammar.findings.html import INDEX, Entry, address, entry_of, html_index, html_page, page_names
from govgrammar.findings.sarif import SarifLog
from govgrammar.findings.tally import Tally
from govgrammar.findings.text import text_lines


@frozen(kw_only=True)
class Setting:
    """What the formats can depend on.  `folder` takes pages where there are several; `names` are those of all sources."""

    out: Out
    rules: tuple[Rule, ...]
    lang: Language
    names: Sequence[str]
    folder: Path | None = None


class CheckWriter(Protocol):
    """Prints documents in one format."""

    def write(self, one: Checked, shown: Sequence[Outcome]) -> None:
        """A document, and those of its findings that are shown."""

    def unread(self, name: str, message: str) -> None:
        """A source that nobody could read."""

    def end(self, tally: Tally) -> None:
        """What stands behind the last document."""


@define
class _Text:
    setting: Setting

    def write(self, one: Checked, shown: Sequence[Outcome]) -> None:
        """Each finding with its place and figures."""
        self.setting.out.lines(text_lines(one, shown, self.setting.lang))

    def unread(self, name: str, message: str) -> None:
        """Nothing: standard error says it."""

    def end(self, tally: Tally) -> None:
        """How much was found, and what could not be assessed."""
        self.setting.out.lines((Piece(line, "legend"),) for line in tally.lines(self.setting.lang))


@define
class _Json:
    setting: Setting
    _written: bool = field(default=False, init=False)
    _unread: list[dict[str, str]] = field(factory=list, init=False)

    def write(self, one: Checked, shown: Sequence[Outcome]) -> None:
        """A document."""
        self._begin()
        self.setting.out.data(f"{',' if self._written else ''}\n{_dumped(checked_to_dict(one, shown))}")
        self._written = True

    def unread(self, name: str, message: str) -> None:
        """Kept for the end."""
        self._unread.append({"name": name, "message": message})

    def end(self, tally: Tally) -> None:
        """What could not be read, and the sum."""
        self._begin()
        more = f'"unreadable": {_dumped(self._unread)},\n"summary": {_dumped(tally.data())}'
        self.setting.out.data(f"\n],\n{more}\n}}\n")

    def _begin(self) -> None:
        if not self._written:
            self.setting.out.data(f'{{\n"schema": {CHECKS_SCHEMA_VERSION},\n"documents": [')


@define
class _Sarif:
    setting: Setting
    _log: SarifLog = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._log = SarifLog(__version__, self.setting.lang, self.setting.rules)

    def write(self, one: Checked, shown: Sequence[Outcome]) -> None:
        """Kept for the end: a log names its rules and artifacts once."""
        self._log.add(one, shown)

    def unread(self, name: str, message: str) -> None:
        """A notification of the log."""
        self._log.add_unread(name, message)

    def end(self, tally: Tally) -> None:
        """The log."""
        del tally
        self.setting.out.data(_dumped(self._log.data()) + "\n")


@define
class _GitHub:
    setting: Setting

    def write(self, one: Checked, shown: Sequence[Outcome]) -> None:
        """An annotation for each finding."""
        self.setting.out.data("".join(github_lines(one, shown, self.setting.lang)))

    def unread(self, name: str, message: str) -> None:
        """An annotation of the file."""
        self.setting.out.data(annotation("error", name, {}, "govgrammar", message))

    def end(self, tally: Tally) -> None:
        """Nothing: what is no annotation is for people."""


@define
class _Html:
    """One page, or in a folder a page for each document and an index."""

    setting: Setting
    _entries: list[Entry] = field(factory=list, init=False)
    _pages: dict[str, str] = field(init=False)
    _rules: dict[str, Rule] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._rules = {rule.id: rule for rule in self.setting.rules}
        self._pages = page_names(self.setting.names)
        if self.setting.folder is not None:
            self.setting.folder.mkdir(parents=True, exist_ok=True)

    def write(self, one: Checked, shown: Sequence[Outcome]) -> None:
        """A page.  It shows every finding, whatever its kind, in the place for that kind."""
        del shown
        folder = self.setting.folder
        text = html_page(
            one, self._rules, self.setting.lang, version=__version__, index=None if folder is None else INDEX
        )
        if folder is None:
            self.setting.out.data(text)
            return
        page = self._pages[one.name]
        with opened(folder / page) as out:
            out.data(text)
        self._entries.append(entry_of(one, address(page)))

    def unread(self, name: str, message: str) -> None:
        """A line of the index."""
        self._entries.append(Entry(name, fault=one_line(message)))

    def end(self, tally: Tally) -> None:
        """The index."""
        del tally
        if self.setting.folder is not None:
            with opened(self.setting.folder / INDEX) as out:
                out.data(html_index(self._entries, self.setting.lang, version=__version__))


_WRITERS: Final[dict[str, Callable[[Setting], CheckWriter]]] = {
    "text": _Text,
    "json": _Json,
    "sarif": _Sarif,
    "github": _GitHub,
    "html": _Html,
}


def make_check_writer(name: str, setting: Setting) -> CheckWriter:
    """The writer of a format."""
    return _WRITERS[name](setting)


def _dumped(data: Any) -> str:
    """JSON, in ASCII only where the text holds halves of characters, which UTF-8 cannot write."""
    written = json.dumps(data, ensure_ascii=False, indent=1)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, indent=1)
    return written
