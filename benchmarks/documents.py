"""What a report costs as an HTML page, as ratios within one run: `python benchmarks/documents.py`.

The same page is read by govgrammar, by pandas.read_html and by markitdown (the extra `bench`).  Every repetition has a page
of its own, with other figures: nothing is gained by remembering a page.  The sides of each ratio are measured in turn,
repetition by repetition, and the medians are divided.  Behind them stands what share of a parse each stage takes; these
have no target.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from run import Ratio

import govgrammar
from govgrammar.api import engine
from govgrammar.documents.assemble import assemble
from govgrammar.documents.html import cut_at_tags, read_html
from govgrammar.documents.html_reader import read_items
from govgrammar.documents.html_region import region
from govgrammar.documents.html_scan import fit_markup
from govgrammar.documents.html_written import written_out

ROOT: Final = Path(__file__).resolve().parent.parent
REPORTS: Final = ROOT / "corpus" / "reports"
NAMES: Final = ("paragraphs-2021", "pipes-traditional", "outer-bars-2019")
AGAINST_PANDAS: Final = 0.5
AGAINST_MARKITDOWN: Final = 0.1

#: The processor's time of this thread, where it is counted finely: what else runs on the machine has no say, and neither have
#: the threads that markitdown's packages leave running.
_clock: Final = time.perf_counter if sys.platform == "win32" else time.thread_time

#: What is measured, and what it is done to in each repetition.
Action = tuple[Callable[[Any], object], Sequence[object]]
_FIGURE: Final = re.compile("(?<=>)[0-9]+(?=</td>)")


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


def with_other_figures(markup: str, count: int) -> list[str]:
    """A page, so many times: zeros for the most part, as in most reports, and other figures elsewhere each time."""
    source = random.Random(count)

    def figure(_match: re.Match[str]) -> str:
        return str(source.choice((0, 0, source.randrange(10), source.randrange(10_000))))

    return [_FIGURE.sub(figure, markup) for _ in range(count)]


def medians(actions: Sequence[Action]) -> list[float]:
    """Median seconds of each action, measured in turn; the first time does not count."""
    taken: list[list[float]] = [[] for _ in actions]
    for repetition in zip(*(items for _, items in actions), strict=True):
        for times, (act, _), item in zip(taken, actions, repetition, strict=True):
            begin = _clock()
            act(item)
            times.append(_clock() - begin)
    return [statistics.median(times[1:]) for times in taken]


def others(markups: Sequence[str]) -> tuple[Action, Action]:
    """The same pages read by pandas and by markitdown."""
    pandas: Any = import_module("pandas")  # the extra `bench`, which nothing else needs
    converter: Any = import_module("markitdown").MarkItDown(enable_plugins=False)
    return (
        (lambda markup: pandas.read_html(io.StringIO(markup)), markups),
        (
            lambda data: converter.convert_stream(io.BytesIO(data), file_extension=".html"),
            [markup.encode() for markup in markups],
        ),
    )


def against_others(name: str, markup: str, repetitions: int) -> Iterator[Ratio]:
    """A page against the same page read by others."""
    markups = with_other_figures(markup, repetitions + 1)
    own, table, words = medians([(read, markups), *others(markups)])
    yield Ratio(f"{name}: parse and read / pandas.read_html", own / table, AGAINST_PANDAS)
    yield Ratio(f"{name}: parse and read / markitdown", own / words, AGAINST_MARKITDOWN)


def shares(name: str, markup: str, repetitions: int) -> Iterator[Ratio]:
    """What share of a parse each stage takes."""
    limits, chosen = govgrammar.Limits(), engine()
    classify, tokens = chosen.lexer.classify, chosen.lexer.tokens
    markups = with_other_figures(markup, repetitions + 1)
    written = [written_out(page) for page in markups]
    cuts = [cut_at_tags(page) for page in written]
    pages_items = [read_items(cut, classify) for cut in cuts]
    documents = [read_html(page, classify, limits) for page in markups]
    assembled = [assemble(document, limits.characters).physical for document in documents]
    stages: dict[str, Action] = {
        "markup made safe": (lambda page: fit_markup(page, limits), markups),
        "parser": (written_out, markups),
        "cut at its tags": (cut_at_tags, written),
        "paragraphs and tables": (lambda cut: read_items(cut, classify), cuts),
        "region": (lambda found: region(found[0], found[1], classify), pages_items),
        "all of HTML to blocks": (lambda page: read_html(page, classify, limits), markups),
        "assembling": (lambda document: assemble(document, limits.characters), documents),
        "tokens": (tokens, assembled),
    }
    whole, *taken = medians([(read, markups), *stages.values()])
    for stage, seconds in zip(stages, taken, strict=True):
        yield Ratio(f"{name}: share of {stage}", seconds / whole)


def main() -> int:
    """Print the ratios; with `--check` the status is 1 where a target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    arguments.add_argument("--repetitions", type=int, default=60, help="repetitions of each measurement (default: 60)")
    chosen = arguments.parse_args()
    missed = 0
    print("    ratio  of")
    for measure in (against_others, shares):
        for name, markup in pages():
            for ratio in measure(name, markup, chosen.repetitions):
                print(ratio, flush=True)
                missed += ratio.missed
    print(f"{missed} targets missed" if missed else "every target is met")
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
