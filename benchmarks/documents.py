"""What a report costs as an HTML page, as ratios within one run: `python benchmarks/documents.py`.

The same page is read by govgrammar, by pandas.read_html and by markitdown (the extra `bench`).  The sides of each ratio are
measured in turn, repetition by repetition, and the medians are divided.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import govgrammar

ROOT: Final = Path(__file__).resolve().parent.parent
REPORTS: Final = ROOT / "corpus" / "reports"
NAMES: Final = ("paragraphs-2021", "pipes-traditional", "outer-bars-2019")
AGAINST_PANDAS: Final = 0.5
AGAINST_MARKITDOWN: Final = 0.1

Action = Callable[[], object]


def pages() -> Iterator[tuple[str, str]]:
    """Name and markup of each page: reports of the corpus, written as HTML."""
    for name in NAMES:
        report = govgrammar.parse((REPORTS / name / "source.txt").read_bytes()).report
        if report is not None:
            body = govgrammar.convert(report, "html")
            yield name, f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def read(markup: str) -> list[object]:
    """Parse a page and read the value of every cell."""
    report = govgrammar.parse(markup, kind="html").report
    return [] if report is None else [cell.value for cell in report.cells()]


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


def others(markup: str) -> tuple[Action, Action]:
    """The same page read by pandas and by markitdown."""
    pandas: Any = import_module("pandas")  # the extra `bench`, which nothing else needs
    converter: Any = import_module("markitdown").MarkItDown(enable_plugins=False)
    data = markup.encode()
    return (
        lambda: pandas.read_html(io.StringIO(markup)),
        lambda: converter.convert_stream(io.BytesIO(data), file_extension=".html"),
    )


def main(arguments: Sequence[str]) -> int:
    """Print the ratios; with `--check`, 1 where one misses its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=30)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    missed = False
    for name, markup in pages():
        pandas, markitdown = others(markup)
        own, table, words = medians([partial(read, markup), pandas, markitdown], options.repetitions)
        for what, value, target in (
            ("pandas.read_html", own / table, AGAINST_PANDAS),
            ("markitdown", own / words, AGAINST_MARKITDOWN),
        ):
            missed |= value > target
            print(
                f"{value:9.2f}  {name}: parse and read / {what}  at most {target:g}  {'ok' if value <= target else 'MISSED'}"
            )
    return int(missed and options.check)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
