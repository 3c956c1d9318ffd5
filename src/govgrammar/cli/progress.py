"""A line on standard error that says how far a command is, once it takes longer than two seconds."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final, TextIO

from attrs import define, field

from govgrammar.export.words import cut, one_line
from govgrammar.source import display_width

_PATIENCE: Final = 2.0
_EVERY: Final = 0.25
_WIDTH: Final = 70


@define(eq=False)
class Progress:
    """Shows nothing unless `stream` is a terminal.  A thread draws, so that one long document is seen to be read, too."""

    total: int
    stream: TextIO = field(factory=lambda: sys.stderr)
    done: int = 0
    name: str = ""
    patience: float = _PATIENCE
    _drawn: int = field(init=False, default=0)
    _lock: threading.Lock = field(init=False, factory=threading.Lock)
    _end: threading.Event = field(init=False, factory=threading.Event)

    @contextmanager
    def running(self) -> Iterator[Progress]:
        """Draws until the block ends, and wipes the line then."""
        if not self.stream.isatty():
            yield self
            return
        thread = threading.Thread(target=self._draw_until_end, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._end.set()
            thread.join()
            with self.paused():
                pass

    def step(self, name: str) -> None:
        """The next source is being read."""
        self.done, self.name = self.done + 1, name

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Wipes the line, and keeps it away while something else is printed."""
        with self._lock:
            if self._drawn:
                self.stream.write(f"\r{' ' * self._drawn}\r")
                self.stream.flush()
                self._drawn = 0
            yield

    def _draw_until_end(self) -> None:
        begin = monotonic()
        while not self._end.wait(_EVERY):
            if monotonic() - begin >= self.patience:
                with self._lock:
                    self._draw()

    def told(self, done: int) -> None:
        """So many are done, of a number that is not known."""
        self.done = done

    def _draw(self) -> None:
        of = f"/{self.total}" if self.total else ""
        line = cut(one_line(f"{self.done}{of} {self.name}"), _WIDTH)
        encoding = self.stream.encoding or "utf-8"
        line = line.encode(encoding, "replace").decode(encoding)
        width = display_width(line)
        self.stream.write(f"\r{line}{' ' * max(0, self._drawn - width)}")
        self.stream.flush()
        self._drawn = max(self._drawn, width)
