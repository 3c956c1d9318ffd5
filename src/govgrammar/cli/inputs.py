"""Which sources a command reads: files, folders, standard input."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path
from typing import BinaryIO, Final

from attrs import frozen

#: What a folder is searched for.
SUFFIXES: Final = (".txt", ".md", ".csv", ".tsv", ".html", ".htm", ".docx", ".xlsx", ".pdf")
STDIN: Final = "-"


@frozen
class Input:
    """One source: the name that messages and data give it, and its path, `None` for standard input."""

    name: str
    path: Path | None

    def read(self) -> BinaryIO:
        """Its bytes, as a file that has its name.  Raises `OSError`."""
        if self.path is not None:
            return _Named(self.path.read_bytes(), self.name)
        buffer = getattr(sys.stdin, "buffer", None)
        return _Named(buffer.read() if buffer else sys.stdin.read().encode("utf-8", "surrogatepass"), self.name)


class _Named(io.BytesIO):
    """Bytes with a name."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def inputs_of(paths: Sequence[str]) -> Iterator[Input]:
    """The sources that paths name, in order.  A folder stands for the files in it and in its folders that can be reports, sorted by path.

    A folder without any gives itself: reading it fails, and says so.  Shells that leave `*.txt` as it is are helped.
    """
    for path in paths:
        if path == STDIN:
            yield Input("<stdin>", None)
            continue
        for place in _places(path):
            texts = _texts(place) if place.is_dir() else []
            yield from (Input(str(text), text) for text in texts or (place,))


def _places(path: str) -> list[Path]:
    place = Path(path)
    matches = [] if place.exists() or not has_magic(path) else sorted(glob(path))  # noqa: PTH207 -- a pattern, not a folder
    return [Path(match) for match in matches] or [place]


def _texts(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())
