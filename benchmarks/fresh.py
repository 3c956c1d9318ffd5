"""What a fresh process pays: starting, importing, the first call, memory."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_TIMED: Final = "import time; begin = time.perf_counter(); {statement}; print(time.perf_counter() - begin)"
_RESIDENT: Final = "{statement}\nimport psutil; print(psutil.Process().memory_info().rss)"


def command_line() -> list[str]:
    """The command `govgrammar` as it is installed beside this Python, else as a module."""
    script = shutil.which("govgrammar", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-m", "govgrammar"]


def wall_seconds(commands: Sequence[Sequence[str]], repetitions: int) -> list[float]:
    """Median seconds from start to end of each command, run in turn."""
    taken: list[list[float]] = [[] for _ in commands]
    for _ in range(repetitions + 1):
        for times, command in zip(taken, commands, strict=True):
            begin = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environment())  # noqa: S603
            times.append(time.perf_counter() - begin)
    return [statistics.median(times[1:]) for times in taken]


def inner_seconds(statements: Sequence[str], repetitions: int) -> list[float]:
    """Median seconds of each statement as the first thing in a process of its own, run in turn."""
    return _printed([_TIMED.format(statement=statement) for statement in statements], repetitions)


def resident_bytes(statements: Sequence[str], repetitions: int) -> list[float]:
    """Median memory that a process holds after each statement."""
    return _printed([_RESIDENT.format(statement=statement) for statement in statements], repetitions)


def _printed(programs: Sequence[str], repetitions: int) -> list[float]:
    """Median of the number that each program prints; the first round, which warms the system's caches, does not count."""
    taken: list[list[float]] = [[] for _ in programs]
    for _ in range(repetitions + 1):
        for numbers, program in zip(taken, programs, strict=True):
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-c", program], check=True, stdout=subprocess.PIPE, env=_environment()
            )
            numbers.append(float(done.stdout))
    return [statistics.median(numbers[1:]) for numbers in taken]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1"}
