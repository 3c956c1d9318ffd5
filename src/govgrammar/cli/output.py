"""Where a command's data and messages go.

On a terminal everything is in the terminal's encoding, and what that lacks is written as an escape.  Away from it, data
for programs (JSON, CSV) is UTF-8 with the line ends it has, on every system, whatever the locale says; tables and
trees are in the stream's own encoding, so that `| more` shows them.  A file named by `--output` is UTF-8.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, TextIO

from attrs import frozen

if TYPE_CHECKING:
    from rich.console import Console

    from govgrammar.export.words import Line

_STYLES: Final = {
    "title": "bold",
    "heading": "bold cyan",
    "header": "bold",
    "rule": "dim",
    "legend": "dim",
    "blank": "dim",
    "not_applicable": "dim",
    "text": "magenta",
    "absent": "dim",
    "ambiguous": "bold yellow",
    "inferred": "cyan",
    "unexpected": "magenta",
    "error": "bold red",
    "warning": "yellow",
    "note": "cyan",
}


class Out(Protocol):
    """Takes a command's data."""

    def text(self, text: str) -> None:
        """Text for people."""

    def data(self, text: str) -> None:
        """Data for programs."""

    def lines(self, lines: Iterable[Line]) -> None:
        """Lines whose pieces can have colours."""

    def raw(self, data: bytes) -> None:
        """The bytes of a file that is no text.  Raises `OSError` on a terminal."""


@frozen
class StreamOut:
    """Standard output or standard error.  Colours on a terminal only, and not where NO_COLOR is set."""

    stream: TextIO

    def text(self, text: str) -> None:
        """Text for people, in the stream's encoding."""
        encoding = getattr(self.stream, "encoding", None) or "utf-8"
        self.stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        self.stream.flush()

    def data(self, text: str) -> None:
        """Data for programs: UTF-8, unless a person watches."""
        buffer: BinaryIO | None = getattr(self.stream, "buffer", None)
        if buffer is None or self.stream.isatty():
            self.text(text)
            return
        self.stream.flush()
        buffer.write(text.encode("utf-8", "backslashreplace"))
        buffer.flush()

    def lines(self, lines: Iterable[Line]) -> None:
        """Lines whose pieces can have colours."""
        console = self._console()
        if console is None:
            self.text(plain(lines))
            return
        from rich.text import Text  # noqa: PLC0415 -- only where there is a terminal

        for line in lines:
            pieces = ((piece.text, _STYLES.get(piece.kind, "")) for piece in line)
            console.print(Text.assemble(*pieces), soft_wrap=True, highlight=False)

    def raw(self, data: bytes) -> None:
        """The bytes of a file that is no text: they would do a terminal harm."""
        buffer: BinaryIO | None = getattr(self.stream, "buffer", None)
        if buffer is None or self.stream.isatty():
            msg = "a terminal does not show this kind of file: name a file with -o  此类文件请用 -o 指定输出文件"
            raise OSError(msg)
        self.stream.flush()
        buffer.write(data)
        buffer.flush()

    def _console(self) -> Console | None:
        """A terminal that takes colours and every character, or `None`."""
        if not self.stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return None
        from rich.console import Console  # noqa: PLC0415 -- only where there is a terminal

        if "utf" not in (self.stream.encoding or "").lower():
            return None
        return Console(file=self.stream)


@frozen
class FileOut:
    """A file, in UTF-8."""

    stream: BinaryIO

    def text(self, text: str) -> None:
        """Text for people."""
        self.data(text)

    def data(self, text: str) -> None:
        """Data for programs."""
        self.stream.write(text.encode("utf-8", "backslashreplace"))

    def lines(self, lines: Iterable[Line]) -> None:
        """Lines without their colours."""
        self.data(plain(lines))

    def raw(self, data: bytes) -> None:
        """The bytes of a file that is no text."""
        self.stream.write(data)


def plain(lines: Iterable[Line]) -> str:
    """Lines as text."""
    return "".join("".join(piece.text for piece in line).rstrip() + "\n" for line in lines)


@contextmanager
def opened(path: Path | None) -> Iterator[Out]:
    """Standard output, or the file of that name.

    A file is written beside its place and moved there at the end: it may be one of those that are read, and what stood
    in it stays until all is written.  Raises `OSError` where it cannot be written.
    """
    if path is None:
        yield StreamOut(sys.stdout)
        return
    place = path.resolve()
    if place.exists() and not place.is_file():  # /dev/null, a named pipe; a folder raises
        with place.open("wb") as stream:
            yield FileOut(stream)
        return
    part = place.with_name(f"{place.name}.part")
    try:
        with part.open("wb") as stream:
            yield FileOut(stream)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
