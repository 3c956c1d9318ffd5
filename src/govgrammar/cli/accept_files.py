"""Files of accepted findings: found beside documents, read, and added to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from attrs import define, evolve, field

from govgrammar.findings.accept import FOLDER_FILE, SUFFIX, AcceptFile, entries_text, read_accept_file
from govgrammar.findings.checked import Checked


@define
class AcceptFiles:
    """Reads the files beside documents; the one of a folder once, with what is wrong with it."""

    rules: Collection[str]
    _folders: dict[Path, AcceptFile] = field(factory=dict, init=False)

    def beside(self, document: Path) -> Iterator[AcceptFile]:
        """The files that speak of a document.  Raises `OSError` where one cannot be read."""
        own = document.with_name(document.name + SUFFIX)
        if own.is_file():
            yield read_accept_file(_text(own), str(own), self.rules)
        folder = document.parent / FOLDER_FILE
        if folder not in self._folders and folder.is_file():
            read = read_accept_file(_text(folder), str(folder), self.rules, of_folder=True)
            self._folders[folder] = read
            gone = (e for e in read.entries if e.document and not (document.parent / e.document).is_file())
            yield evolve(read, entries=(), gone=tuple(gone))
        if folder in self._folders:
            yield self._folders[folder].about(document.name)

    def add(self, one: Checked, document: Path, reason: str) -> AcceptFile:
        """Accept every error and warning of a document that is not yet: the entries that were written behind those that
        stood in its file.  Raises `OSError`.
        """
        path = document.with_name(document.name + SUFFIX)
        text = entries_text(one, reason)
        if text:
            before = _text(path).rstrip("\n") + "\n\n" if path.is_file() else ""
            path.write_text(before + text, encoding="utf-8", newline="\n")
        return read_accept_file(text, str(path), self.rules)


def _text(path: Path) -> str:
    """What is no UTF-8 is U+FFFD, which makes the file's own fault."""
    return path.read_bytes().decode("utf-8-sig", errors="replace")
