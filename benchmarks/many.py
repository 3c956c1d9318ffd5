"""What many documents cost, none like another, as ratios within one run: `python benchmarks/many.py`, `--check` as a gate.

Two sets: the shapes of a few reports with figures that are all different, and 2,000 generated reports of 500 shapes.  Also the
first call in a fresh process, texts made to hurt, and a matrix that lost every zero.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from operator import add
from typing import Final

from attrs import evolve, frozen
from run import ROOT, Ratio, line_loop, read, texts

import govgrammar
from govgrammar.api import engine
from govgrammar.layouts.registry import LAYOUTS

OF_ONE_SHAPE: Final = 200
SHAPES: Final = 500
REPORTS: Final = 2000
DIFFERENT: Final = 6.0
GENERATED: Final = 8.0
FIRST_CALL: Final = 0.080
DOUBLED: Final = 2.2
BYTES: Final = 400
LOST_ZEROS: Final = 0.5
_FIGURE: Final = re.compile(r"(?<![^\s|,])\d+(?![^\s|,])")
_IN_TEXT: Final = re.compile(r"\d{2,}(?=件|次|条|项|人|个)")
_ORGAN: Final = re.compile(r"我局|我镇|全县")  # no word of a label


def another(text: str, chosen: random.Random) -> str:
    """A document of the same shape: other figures in its cells, other figures and words in its narratives."""
    figures = _FIGURE.sub(
        lambda found: found.group() if found.group() == "0" else str(chosen.randrange(1, 30_000)), text
    )
    counted = _IN_TEXT.sub(lambda _: str(chosen.randrange(10, 99_999)), figures)
    return _ORGAN.sub(lambda found: found.group() + chosen.choice(("", "今年", "持续", "全年")), counted)


@frozen
class Shape:
    """A report of the corpus in a layout, whole or without one of its lines."""

    source: str
    layout: str
    lost: int | None = None

    def written(self, text: str) -> str | None:
        """The source, or another report of its kind, as it is written then; `None` where that cannot be."""
        report = govgrammar.parse(text).report
        if report is None:
            return None
        lines = govgrammar.convert(report, self.layout, ambiguous_as_blank=True).split("\n")
        if self.lost is not None:
            del lines[self.lost]
        return "\n".join(lines)

    def another(self, chosen: random.Random) -> str:
        """A document of this shape, with other figures and words, written as its layout has them."""
        return self.written(another(self.source, chosen)) or ""


def shapes(chosen: random.Random) -> list[Shape]:
    """So many shapes: the corpus in every layout but HTML, whole, and with some rows or header cells lost."""
    sources = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "reports").glob("*/source.txt"))]
    whole = [Shape(source, layout) for source in sources for layout in LAYOUTS if layout != "html"]
    found = {written: shape for shape in whole if (written := shape.written(shape.source))}
    whole = list(found.values())
    while len(found) < SHAPES:
        shape = chosen.choice(whole)
        lines = (shape.written(shape.source) or "").count("\n")
        cut = evolve(shape, lost=chosen.randrange(lines // 4, lines))
        found[cut.written(cut.source) or ""] = cut
    return chosen.sample(list(found.values()), SHAPES)


def in_turn(documents: Sequence[str], reading: Callable[[str], object] = read) -> tuple[float, float]:
    """Seconds of processor time of the line loop and of parsing all documents, each document by both in turn."""
    loop = parsed = 0.0
    for text in documents:
        begin = time.process_time()
        line_loop(text)
        between = time.process_time()
        reading(text)
        loop, parsed = loop + between - begin, parsed + time.process_time() - between
    return loop, parsed


def read_all(text: str) -> object:
    """Parse a text and read the value of every cell, what stands around them, and what is to be said of the document."""
    result = govgrammar.parse(text)
    values = [[cell.value for cell in report.cells()] for report in result.reports]
    return values, [(report.organ, report.report_year, report.overview) for report in result.reports], result.status


def all_different(chosen: random.Random) -> Iterator[Ratio]:
    """Documents of few shapes, all different."""
    sums = {"reports of the corpus": [0.0, 0.0, 0.0], "published pages": [0.0, 0.0, 0.0]}
    for name, text in texts():
        documents = [another(text, chosen) for _ in range(OF_ONE_SHAPE)]
        in_turn(documents[:3])
        loop, parsed = in_turn(documents[3:])
        others = [another(text, chosen) for _ in documents[3:]]
        taken = sums["published pages" if name.isdigit() else "reports of the corpus"]
        taken[:] = map(add, taken, (loop, parsed, in_turn(others, read_all)[1]))
        yield Ratio(f"{name}: {OF_ONE_SHAPE} documents, all different: parse and read / line loop", parsed / loop)
    for what, (loop, parsed, everything) in sums.items():
        if loop:
            yield Ratio(f"all {what}: parse and read / line loop", parsed / loop, DIFFERENT)
            yield Ratio("the same with organ, year, sections and diagnostics / line loop", everything / loop)


def generated(chosen: random.Random) -> Iterator[Ratio]:
    """Reports of many shapes, in no order, after nothing, and again."""
    known = shapes(chosen)
    drawn = chosen.choices(known, k=REPORTS)
    documents, others = ([shape.another(chosen) for shape in drawn] for _ in range(2))
    engine().forget()
    loop, cold = in_turn(documents)
    yield Ratio(f"{REPORTS} reports of {SHAPES} shapes, nothing known before: parse and read / line loop", cold / loop)
    before = [len(memory) for memory in engine().memories]
    loop, warm = in_turn(others)
    grown = [len(memory) - known_before for memory, known_before in zip(engine().memories, before, strict=True)]
    yield Ratio("the same shapes with other figures: parse and read / line loop", warm / loop, GENERATED)
    for name, missed in zip(("plans", "sections", "arrangements", "tables"), grown, strict=True):
        yield Ratio(f"the same: {name} that were not remembered, of 100 documents", 100 * missed / REPORTS)
    engine().forget()
    first: list[tuple[float, float]] = []
    for text in [shape.written(shape.source) or "" for shape in known]:
        engine().forget()
        first.append(in_turn([text]))
    yield Ratio(
        "a shape and cells never seen: parse and read / line loop", sum(p for _, p in first) / sum(b for b, _ in first)
    )


def first_call(repetitions: int) -> Iterator[Ratio]:
    """Seconds of processor time of the first parse in a fresh process, beyond importing lark and attrs."""
    path = ROOT / "corpus" / "reports" / "paragraphs-2021" / "source.txt"
    program = (
        "import time, pathlib\n"
        f"text = pathlib.Path({str(path)!r}).read_text(encoding='utf-8')\n"
        "import lark, attrs\n"
        "begin = time.process_time()\n"
        "import govgrammar\ngovgrammar.parse(text)\n"
        "print(time.process_time() - begin)"
    )
    with tempfile.TemporaryDirectory() as folder:  # compiled as an installed package is, wherever this one stands
        environment = os.environ | {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        taken = [_printed(program, environment) for _ in range(repetitions + 1)][1:]
    yield Ratio("seconds of the first call, beyond importing lark and attrs", statistics.median(taken), FIRST_CALL)


def _printed(program: str, environment: dict[str, str]) -> float:
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8", env=environment)  # noqa: S603
    return float(done.stdout)


HOSTILE: Final[dict[str, Callable[[int], str]]] = {
    "bars": lambda n: "|" * n,
    "line ends": lambda n: "\n" * n,
    "spaces": lambda n: " " * n,
    "no-break spaces": lambda n: "\u00a0" * n,
    "digits": lambda n: "7" * n,
    "headings": lambda n: "三、收到和处理政府信息公开申请情况\n" * (n // 18),
    "one label": lambda n: "三、收到和处理政府信息公开申请情况\n" + "予以公开\n" * (n // 5),
    "one traditional line": lambda n: "第二十條第一項規章" * (n // 9),
}


def hostile(size: int) -> Iterator[Ratio]:
    """Twice as long a text against one as long, and the memory that it takes."""
    for name, write in HOSTILE.items():
        once, twice = (min(_seconds(write(length)) for _ in range(3)) for length in (size, 2 * size))
        yield Ratio(f"{size} characters of {name}: twice as many / as many", twice / once, DOUBLED)
        text = write(size)
        tracemalloc.start()
        read_all(text)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        yield Ratio(f"{size} characters of {name}: bytes a character", peak / len(text), BYTES)


def _seconds(text: str) -> float:
    engine().forget()
    begin = time.process_time()
    read_all(text)
    return time.process_time() - begin


def lost_zeros() -> Iterator[Ratio]:
    """Seconds for a report whose cells with a zero are lost, in a layout that loses blank cells."""
    for name, text in texts():
        report = govgrammar.parse(text).report
        if report is None:
            continue
        written = govgrammar.convert(report, "paragraphs-without-blanks", ambiguous_as_blank=True)
        yield Ratio(f"{name}: seconds without a zero", _seconds(written.replace("\n\n0\n", "\n")), LOST_ZEROS)


def measure(size: int, repetitions: int) -> Iterator[Ratio]:
    """Every ratio, as soon as it is known."""
    chosen = random.Random(20260101)
    yield from all_different(chosen)
    yield from generated(chosen)
    yield from lost_zeros()
    yield from first_call(repetitions)
    yield from hostile(size)


def main() -> int:
    """Print the ratios; with `--check` the status is 1 where a target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    arguments.add_argument(
        "--size", type=int, default=1_000_000, help="characters of a hostile text (default: 1000000)"
    )
    arguments.add_argument("--repetitions", type=int, default=7, help="fresh processes for the first call (default: 7)")
    options = arguments.parse_args()
    missed = 0
    for ratio in measure(options.size, options.repetitions):
        print(ratio, flush=True)
        missed += ratio.missed
    print(f"{missed} targets missed" if missed else "every target is met")
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
