"""Work for processes that do not outlive it: importable by name, because spawned processes import it."""

import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from govgrammar.batch.reading import Options


def misbehave(said: str) -> None:
    """Do what an item says: end this process or the one that started it, take too long, or end it the first time only."""
    word, _, argument = said.partition(":")
    if word == "die":
        os._exit(3)
    if word == "sleep":
        time.sleep(600)
    if word == "raise":
        raise LookupError(argument)
    if word == "kill-parent-once" and not Path(argument).exists():
        Path(argument).touch()
        os.kill(os.getppid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        os._exit(3)
    if word == "die-once" and not Path(argument).exists():
        Path(argument).touch()
        os._exit(3)


@frozen
class Echo:
    """Gives back each item with the process that had it, or why it was given up."""

    def prepare(self) -> None:
        """Nothing."""

    def __call__(
        self, items: Sequence[str], given_up: Mapping[int, str], begins: Callable[[int], None]
    ) -> list[tuple[str, int]]:
        """The items."""
        found = []
        for number, item in enumerate(items):
            if number not in given_up:
                begins(number)
                misbehave(item)
            found.append((given_up.get(number, item), os.getpid()))
        return found


@frozen
class NeverReady:
    """Ends each process before it begins."""

    def prepare(self) -> None:
        """End."""
        os._exit(3)

    def __call__(self, items: Sequence[str], given_up: Mapping[int, str], begins: Callable[[int], None]) -> None:
        """Never called."""


@frozen
class Hostile:
    """Another work, on whose documents misbehaviour is written."""

    work: Any

    @property
    def options(self) -> Options:
        """Those of the other work."""
        options: Options = self.work.options
        return options

    def prepare(self) -> None:
        """As the other work does."""
        self.work.prepare()

    def __call__(self, items: Sequence[Any], given_up: Mapping[int, str], begins: Callable[[int], None]) -> Any:
        """The output of the other work, unless a document ends this process."""

        def begin(number: int) -> None:
            begins(number)
            if isinstance(items[number].sent, str):
                misbehave(items[number].sent)

        return self.work(items, given_up, begin)
