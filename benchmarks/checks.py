"""What the checks cost, as a part of a parse: `python benchmarks/checks.py`, with `--check` as a gate.

Both are measured in turn within one run, and the medians are divided: in a batch of reports alike, with nothing remembered of
the cells or of the narratives' sentences, and over documents of a shape that are all different in figures and in words.  Of those
the figures are random, so that hardly a sum holds: once with figures as they come, and once as the report itself has them, with
other words.  Findings are worked out when somebody looks at them: what it costs to ask each for its status stands beside.  Rules
that need other reports are not in it: without them they have nothing to do.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from many import another, read_all
from run import Ratio, medians, texts

import govgrammar
from govgrammar.api import engine
from govgrammar.narrative import narrator

if TYPE_CHECKING:
    from govgrammar.model.report import AnnualReport

AGAINST_PARSE: Final = 0.3
#: Documents that are measured in turn: parsed, then checked.
_TOGETHER: Final = 20
_SENTENCE_FIGURE: Final = re.compile(r"\d{2,}(?=件|次|条|项|人|个)")
_STOP: Final = re.compile(r"。")


def whole(text: str) -> AnnualReport | None:
    """A report of which everything is made that a parse makes when somebody asks."""
    report = govgrammar.parse(text).report
    if report is not None:
        _ = report.organ
    return report


def unknown(text: str) -> object:
    """A whole parse of a document of which neither the shape nor a single cell was ever seen."""
    engine().forget()
    return read_all(text)


def unread(report: AnnualReport) -> object:
    """All checks of a report of which not a sentence was seen before."""
    narrator().forget()
    return govgrammar.check(report)


def other_words(text: str, chosen: random.Random) -> str:
    """The same cells, with other figures in the sentences, and sentences that nobody wrote before."""
    counted = _SENTENCE_FIGURE.sub(lambda _: str(chosen.randrange(10, 99_999)), text)
    return _STOP.sub(lambda _: f"，编号{chosen.randrange(10**6)}。", counted)


def in_turn(documents: Sequence[str]) -> tuple[float, float, float]:
    """Seconds of processor time of a parse, of all checks, and of asking each finding for its status; medians of the rounds."""
    rounds = []
    for begin in range(0, len(documents), _TOGETHER):
        some = documents[begin : begin + _TOGETHER]
        started = time.process_time()
        for text in some:
            read_all(text)
        parsed = time.process_time()
        reports = [whole(text) for text in some]
        before = time.process_time()
        checked = [govgrammar.check(report) for report in reports]
        between = time.process_time()
        for findings in checked:
            for finding in findings:
                _ = finding.status
        rounds.append((parsed - started, between - before, time.process_time() - between))
    parse, check, statuses = (statistics.median(times) for times in zip(*rounds, strict=True))
    return parse, check, statuses


def all_different(name: str, text: str, repetitions: int) -> Iterator[Ratio]:
    """Documents of one shape, none like another."""
    chosen = random.Random(20260101)
    for what, write in (("figures and words", another), ("words", other_words)):
        documents = [write(text, chosen) for _ in range(repetitions)]
        in_turn(documents[:_TOGETHER])
        parse, check, statuses = in_turn(documents[_TOGETHER:])
        yield Ratio(f"{name}: all checks / a whole parse, other {what}", check / parse, AGAINST_PARSE)
        yield Ratio(f"{name}: the same and every status / a whole parse", (check + statuses) / parse)


def main() -> int:
    """Print the ratios for each report; with `--check`, 1 where one misses the target."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="exit 1 where a target is missed")
    arguments.add_argument("--repetitions", type=int, default=200)
    given = arguments.parse_args()
    missed = 0
    print("    ratio  of")
    for name, text in texts():
        report = whole(text)
        if report is None:
            continue
        alone, checks, tables = medians(
            [
                partial(read_all, text),
                partial(govgrammar.check, report),
                partial(govgrammar.check, report, select=("T",)),
            ],
            given.repetitions,
        )
        first, unseen = medians([partial(unknown, text), partial(unread, report)], given.repetitions // 10)
        ratios = [
            Ratio(f"{name}: all checks / a whole parse", checks / alone, AGAINST_PARSE),
            Ratio(f"{name}: the rules of the tables / a whole parse", tables / alone),
            Ratio(f"{name}: all checks / a whole parse, nothing remembered", unseen / first, AGAINST_PARSE),
            *all_different(name, text, given.repetitions),
        ]
        print(*ratios, sep="\n", flush=True)
        missed += sum(ratio.missed for ratio in ratios)
    print(f"{missed} targets missed" if missed else "every target is met")
    return int(given.check and missed > 0)


if __name__ == "__main__":
    sys.exit(main())
