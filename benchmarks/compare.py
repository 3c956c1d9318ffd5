"""govgrammar beside what else there is, as ratios within one run: `python benchmarks/compare.py`.

`--check` exits with 1 where a ratio is above its gate, `--quick` takes the part that needs seconds and no other packages,
`--write` keeps the outcome in docs/BENCHMARKS.md.  The sides of a ratio are measured in turn, repetition by repetition, on
documents that all differ, and the medians are divided.  A parse is always measured with every cell's value read.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from itertools import cycle
from pathlib import Path
from typing import Final

from attrs import frozen
from fresh import command_line, inner_seconds, resident_bytes, wall_seconds
from rivals import Figures, lark_over_characters, readers_of_html, regex_script
from run import Ratio, line_loop, medians, read

import govgrammar
from govgrammar.workbench import generate

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "BENCHMARKS.md"
#: Layouts in which every cell is printed, as the rivals need it.
LAYOUTS: Final = ("rows-without-padding", "cell-lines")
DOCUMENTS: Final = 12
THREADS: Final = 4
_SEEDS: Final = 400


@frozen
class Gates:
    """The ratios above which something got slower or larger than it was."""

    line_loop: float = 12.0
    regex_script: float = 5.0
    contextual: float = 0.4
    earley: float = 0.05
    pandas: float = 0.5
    markitdown: float = 0.15
    growth: float = 1.6
    threads: float = 1.5
    bytes_a_character: float = 80.0
    resident: float = 5.0
    #: 2 is the aim.  Of it, the script that older versions of pip write takes half a start of Python by itself.
    version: float = 2.3
    first_call: float = 12.0


GATES: Final = Gates()


@frozen
class Part:
    """Some ratios that belong together: how to measure them with so many repetitions, and whether they are quick."""

    title: str
    about: str
    measure: Callable[[int], Iterator[Ratio]]
    quick: bool = True


@lru_cache
def documents(layout: str) -> tuple[str, ...]:
    """Generated reports in one layout, all different, in which each cell holds a figure."""
    found = []
    for one in generate(_SEEDS, layout=layout):
        report = govgrammar.parse(one.text).report
        if report is not None and all(cell.state == "number" for cell in report.cells()):
            found.append(one.text)
        if len(found) == DOCUMENTS:
            return tuple(found)
    sys.exit(f"fewer than {DOCUMENTS} of {_SEEDS} generated reports are full")


def figures(text: str) -> Figures:
    """What govgrammar reads, as the rivals give it: the figures as printed, in the text's order."""
    report = govgrammar.parse(text).report
    spans = sorted(cell.span for cell in report.cells()) if report is not None else []
    return [text[span.start : span.end] for span in spans]


def over(reader: Callable[[str], object], texts: Sequence[str]) -> Callable[[], object]:
    """An action that reads each of some texts."""
    return lambda: [reader(text) for text in texts]


def ratio_of(one: Callable[[], object], other: Callable[[], object], repetitions: int) -> float:
    """How many times as long one action takes as another.

    The quicker one is repeated until both take equally long: what else the machine does would slow down the longer one only.
    """
    quick, slow = sorted((one, other), key=_seconds)
    times = max(1, round(_seconds(slow) / _seconds(quick)))

    def repeated() -> None:
        for _ in range(times):
            quick()

    often, once = medians([repeated, slow], max(5, repetitions))
    return once / often * times if slow is one else often / times / once


def _seconds(action: Callable[[], object]) -> float:
    """The least that an action took in three tries."""
    tries = []
    for _ in range(3):
        begin = time.perf_counter()
        action()
        tries.append(time.perf_counter() - begin)
    return max(min(tries), 1e-6)


def text_readers(repetitions: int) -> Iterator[Ratio]:
    """Text: a bare line loop, a regex script, Lark over characters with the lexer that goes with LALR."""
    rivals = {
        "a regex script": (regex_script(), GATES.regex_script),
        "Lark, LALR with its contextual lexer": (lark_over_characters("lalr", "contextual"), GATES.contextual),
    }
    for layout in LAYOUTS:
        texts = documents(layout)
        loop = ratio_of(over(read, texts), over(line_loop, texts), repetitions // 4)
        yield Ratio(f"{layout}: govgrammar / a bare line loop", loop, GATES.line_loop)
        for name, (reader, gate) in rivals.items():
            yield against(layout, name, reader, gate, repetitions=repetitions // 4)


def earley(_repetitions: int) -> Iterator[Ratio]:
    """Text: Lark's Earley parser, with the quicker of its lexers."""
    reader = lark_over_characters("earley", "basic")
    for layout in LAYOUTS:
        yield against(layout, "Lark, Earley", reader, GATES.earley, repetitions=3, most=2)


def against(
    layout: str, name: str, reader: Callable[[str], Figures], gate: float, *, repetitions: int, most: int = DOCUMENTS
) -> Ratio:
    """What govgrammar takes against a rival that is made sure to read the same figures."""
    texts = documents(layout)[:most]
    if reader(texts[0]) != figures(texts[0]):
        sys.exit(f"{name} does not read a report in the layout {layout}: nothing to compare")
    return Ratio(f"{layout}: govgrammar / {name}", ratio_of(over(read, texts), over(reader, texts), repetitions), gate)


def html_readers(repetitions: int) -> Iterator[Ratio]:
    """HTML: govgrammar against readers of tables."""
    gates = {"pandas.read_html": GATES.pandas, "markitdown": GATES.markitdown}
    for number, page in enumerate(pages(), 1):
        for name, rival in readers_of_html(page).items():
            ratio = ratio_of(partial(read_page, page), rival, repetitions // 4)
            yield Ratio(f"page {number}: govgrammar / {name}", ratio, gates.get(name))


def pages() -> Iterator[str]:
    """Reports as pages."""
    for text in documents(LAYOUTS[0])[:2]:
        report = govgrammar.parse(text).report
        body = govgrammar.convert(report, "html") if report is not None else ""
        yield f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def read_page(markup: str) -> list[object]:
    """Parse a page and read the value of every cell."""
    report = govgrammar.parse(markup, kind="html").report
    return [] if report is None else [cell.value for cell in report.cells()]


def read_all(text: str) -> list[object]:
    """The values of all reports of a text."""
    return [cell.value for report in govgrammar.parse(text).reports for cell in report.cells()]


def growth(repetitions: int) -> Iterator[Ratio]:
    """Ten and a hundred reports in one text, for each character, against one."""
    for layout in LAYOUTS:
        texts = documents(layout)
        sizes = [one_and_more(texts, count) for count in (1, 10, 100)]
        for text in sizes[1:]:
            times = len(text) / len(sizes[0])
            ratio = ratio_of(partial(read_all, text), partial(read_all, sizes[0]), max(3, repetitions // 10)) / times
            yield Ratio(f"{layout}: {times:.0f} times the text / {times:.0f} times one", ratio, GATES.growth)


def one_and_more(texts: Sequence[str], count: int) -> str:
    """So many reports in one text."""
    return "\n".join(text for text, _ in zip(cycle(texts), range(count), strict=False))


def threads(repetitions: int) -> Iterator[Ratio]:
    """Threads that share the parser against one thread: what they cost each other."""
    texts = [text for layout in LAYOUTS for text in documents(layout)] * 2
    with ThreadPoolExecutor(THREADS) as pool:
        alone, shared = medians(
            [lambda: [read(text) for text in texts], lambda: list(pool.map(read, texts))], max(5, repetitions // 5)
        )
    yield Ratio(f"{len(texts)} reports in {THREADS} threads / in one", shared / alone, GATES.threads)


def memory(_repetitions: int) -> Iterator[Ratio]:
    """Bytes that a parse takes at its peak, for each character of the text."""
    for layout in LAYOUTS:
        texts = documents(layout)
        for count in (1, 100):
            text = one_and_more(texts, count)
            read_all(text)
            tracemalloc.start()
            result = govgrammar.parse(text)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            yield Ratio(
                f"{layout}: bytes a character, {len(result.reports)} reports", peak / len(text), GATES.bytes_a_character
            )


def starting(repetitions: int) -> Iterator[Ratio]:
    """Fresh processes: the command line, the first call, memory."""
    rounds = max(5, repetitions // 4)
    bare, version = wall_seconds([[sys.executable, "-c", "pass"], [*command_line(), "--version"]], 3 * rounds)
    yield Ratio("govgrammar --version / starting Python", version / bare, GATES.version)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(documents(LAYOUTS[0])[0], encoding="utf-8")
        first = f"import pathlib, govgrammar; govgrammar.parse(pathlib.Path({str(path)!r})).report.cells()"
        ground, package, call = inner_seconds(["import lark, attrs", "import govgrammar", first], rounds)
        yield Ratio("import govgrammar / import lark and attrs", package / ground, 1.0)
        yield Ratio("import and first call / import lark and attrs", call / ground, GATES.first_call)
        empty, held = resident_bytes(["pass", first], 3)
        yield Ratio("memory of a process after its first call / of a bare one", held / empty, GATES.resident)


PARTS: Final = (
    Part(
        "Text",
        "Generated reports in the form's own words, all different. The regex script and Lark read the same figures, but not "
        "their columns, no other wording, no other layout, no blank.",
        text_readers,
    ),
    Part("Text, Earley", "The same, with Lark's default parser.", earley, quick=False),
    Part("HTML", "The same reports as pages. The others give rows of text.", html_readers, quick=False),
    Part("Growth", "Several reports in one text; 1 is linear.", growth, quick=False),
    Part("Threads", "One interpreter lock: 1 means that threads cost each other nothing.", threads),
    Part("Memory", "Peak of what Python allocates in a parse.", memory),
    Part("Starting", "Each time in a fresh process.", starting),
)


def measured(parts: Sequence[Part], repetitions: int) -> Iterator[tuple[Part, Ratio]]:
    """Every ratio, as soon as it is known."""
    for part in parts:
        for ratio in part.measure(repetitions):
            yield part, ratio


def page_of(found: Sequence[tuple[Part, Ratio]]) -> str:
    """The outcome as a page of the documentation."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `python benchmarks/compare.py --write`; every figure is a ratio within that run, below 1 where govgrammar takes less.",
    ]
    lines += [
        "`--check` fails above the gate, which is a limit for regressions and no aim.",
        "",
        f"Measured on {machine()}.",
    ]
    for part in dict.fromkeys(part for part, _ in found):
        lines += ["", f"## {part.title}", "", part.about, "", "| | ratio | gate |", "|---|---:|---:|"]
        for owner, ratio in found:
            if owner is part:
                gate = "" if ratio.target is None else f"{ratio.target:g}"
                lines.append(f"| {ratio.what} | {ratio.value:.2f} | {gate} |")
    return "\n".join(lines) + "\n"


def machine() -> str:
    """The machine in words."""
    cores = os.cpu_count() or 1
    return f"{cores} cores ({platform.machine()}), {platform.system()}, {platform.python_implementation()} {platform.python_version()}"


def main() -> int:
    """Print the ratios; with `--check` the status is 1 where one is above its gate, 2 where a package is missing."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true", help="exit with 1 where a ratio is above its gate")
    arguments.add_argument(
        "--quick", action="store_true", help="the part that takes seconds and needs no extra package"
    )
    arguments.add_argument("--write", action="store_true", help="keep the outcome in docs/BENCHMARKS.md")
    arguments.add_argument("--repetitions", type=int, help="repetitions of each measurement (default: 60, quick: 20)")
    chosen = arguments.parse_args()
    repetitions = chosen.repetitions or (20 if chosen.quick else 60)
    found = []
    print("    ratio  of")
    try:
        for part, ratio in measured([part for part in PARTS if part.quick or not chosen.quick], repetitions):
            print(ratio, flush=True)
            found.append((part, ratio))
    except ImportError as error:
        print(f'{error}: run pip install -e ".[bench]", or give --quick', file=sys.stderr)
        return 2
    if chosen.write:
        PAGE.write_text(page_of(found), encoding="utf-8", newline="\n")
    missed = sum(ratio.missed for _, ratio in found)
    print(f"{missed} ratios above their gate" if missed else "every ratio is within its gate")
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
