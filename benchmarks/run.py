"""What govgrammar costs, as ratios within one run: `python benchmarks/run.py`, with `--check` as a gate.

Absolute times say something about the machine only.  The two sides of each ratio are measured in turn, repetition by
repetition, and the medians are divided.  A parse is always measured with every cell's value read.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from attrs import frozen

import govgrammar
from govgrammar.api import engine

ROOT: Final = Path(__file__).resolve().parent.parent
#: Where whole reports stand; the second folder is there for those who hold the published pages themselves.
FOLDERS: Final = ((ROOT / "corpus" / "reports", "*/source.txt", 5), (ROOT.parent / "shared" / "seeds", "*.txt", 5))
TIMES: Final = 100
AGAINST_LOOP: Final = 25.0
AGAINST_ONE: Final = 110.0
AGAINST_IMPORT: Final = 1.3
#: The last is what a program pays that goes on to parse: `import govgrammar` alone loads no stage.
IMPORTS: Final = ("import lark, attrs", "import govgrammar", "from govgrammar import parse")

Action = Callable[[], object]


@frozen
class Ratio:
    """One line of the outcome.  Without a target it is there to be looked at."""

    what: str
    value: float
    target: float | None = None

    @property
    def missed(self) -> bool:
        """Whether there is a target, and it is not reached."""
        return self.target is not None and self.value > self.target

    def __str__(self) -> str:
        aim = "" if self.target is None else f"  at most {self.target:g}  {'MISSED' if self.missed else 'ok'}"
        return f"{self.value:9.2f}  {self.what:<76}{aim}"


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of each report that is measured."""
    for folder, pattern, most in FOLDERS:
        for path in sorted(folder.glob(pattern))[:most]:
            name = path.parent.name if path.name == "source.txt" else path.stem[:3]
            yield name, path.read_bytes().decode("utf-8")


def line_loop(text: str) -> list[int]:
    """The least that anybody could do: the numbers that stand alone on a line or between bars, and not what they mean."""
    numbers = []
    for line in text.splitlines():
        plain = line.strip(" |\xa0")
        if plain.isdigit():
            numbers.append(int(plain))
        elif "|" in plain:
            numbers += [int(part) for part in plain.split("|") if part.strip().isdigit()]
    return numbers


def read(text: str) -> list[object]:
    """Parse a text and read the value of every cell."""
    report = govgrammar.parse(text).report
    return [] if report is None else [cell.value for cell in report.cells()]


def unknown_shape(text: str) -> list[object]:
    """The same for a document of a shape that was never seen."""
    for memory in engine().memories:
        memory.clear()
    return read(text)


def unknown_cells(text: str) -> list[object]:
    """The same for a document of which neither the shape nor a single cell was ever seen."""
    engine().forget()
    return read(text)


def medians(actions: Sequence[Action], repetitions: int) -> list[float]:
    """Median seconds of each action, measured in turn."""
    taken: list[list[float]] = [[] for _ in actions]
    for action in actions:
        action()
    for _ in range(repetitions):
        for times, action in zip(taken, actions, strict=True):
            begin = time.perf_counter()
            action()
            times.append(time.perf_counter() - begin)
    return [statistics.median(times) for times in taken]


def one_document(name: str, text: str, repetitions: int) -> Iterator[Ratio]:
    """A document against the line loop: in a batch of documents alike, and as the first of its kind."""
    actions = [partial(action, text) for action in (line_loop, read, unknown_shape, unknown_cells)]
    loop, warm, shape, cells = medians(actions, repetitions)
    yield Ratio(f"{name}: parse and read / line loop", warm / loop, AGAINST_LOOP)
    yield Ratio(f"{name}: the same, shape unknown", shape / loop)
    yield Ratio(f"{name}: the same, shape and cells unknown", cells / loop)


def longer(name: str, text: str, repetitions: int) -> Iterator[Ratio]:
    """A document against one a hundred times as long, by its narrative and by its tables."""
    report = govgrammar.parse(text).report
    if report is None or report.overview is None:
        return
    span = report.overview.span
    narrative = text[span.start : span.end]
    grown = f"{text[: span.end]}\n\n{_repeated(narrative, TIMES * len(text) - len(text))}\n\n{text[span.end :]}"
    places = [place for table in ("proactive_disclosure", "requests", "remedies") if (place := report.where(table))]
    stop = report.where("problems_and_improvements")
    tables = text[places[0].start : stop.start if stop else len(text)] if places else ""
    for part, once, often in (("narrative", text, grown), ("tables", tables, f"{tables}\n" * TIMES)):
        length = len(often) / len(once)
        for reader, about in ((read, "once"), (unknown_shape, "once, both shapes unknown")):
            one, many = medians([partial(reader, once), partial(reader, often)], repetitions)
            what = f"{name}: {part} {length:.0f} times as long / {about}"
            yield Ratio(what, many / one * TIMES / length, AGAINST_ONE)


def _repeated(text: str, length: int) -> str:
    piece = f"{text}\n"
    return piece * max(1, round(length / len(piece)))


def importing(repetitions: int) -> Iterator[Ratio]:
    """Importing govgrammar against importing what it stands on, each time in a process of its own."""
    taken: dict[str, list[float]] = {statement: [] for statement in IMPORTS}
    for _ in range(repetitions + 1):
        for statement, times in taken.items():
            times.append(_import_seconds(statement))
    ground, package, stages = (statistics.median(times[1:]) for times in taken.values())
    yield Ratio("import govgrammar / import lark and attrs", package / ground, AGAINST_IMPORT)
    yield Ratio("from govgrammar import parse / import lark and attrs", stages / ground)


def _import_seconds(statement: str) -> float:
    program = f"import time; begin = time.perf_counter(); {statement}; print(time.perf_counter() - begin)"
    command = [sys.executable, "-c", program]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout)  # noqa: S603


def measure(repetitions: int) -> Iterator[Ratio]:
    """Every ratio, as soon as it is known."""
    found = list(texts())
    if not found:
        sys.exit(f"no reports to measure under {FOLDERS[0][0]}")
    for name, text in found:
        yield from one_document(name, text, repetitions)
    for name, text in found[:2]:
        yield from longer(name, text, max(3, repetitions // 10))
    yield from importing(max(5, repetitions // 3))


def main() -> int:
    """Print the ratios; with `--check` the status is 1 where a target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    arguments.add_argument("--repetitions", type=int, default=30, help="repetitions of each measurement (default: 30)")
    chosen = arguments.parse_args()
    missed = 0
    print("    ratio  of")
    for ratio in measure(chosen.repetitions):
        print(ratio, flush=True)
        missed += ratio.missed
    print(f"{missed} targets missed" if missed else "every target is met")
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
