"""What the checks cost, as a part of a parse: `python benchmarks/checks.py`, with `--check` as a gate.

Both are measured in turn within one run, and the medians are divided: in a batch of reports alike, and with nothing remembered of
the cells or of the narratives' sentences.  Rules that need other reports are not in it: without them they have nothing to do.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from run import Ratio, medians, read, texts, unknown_cells

import govgrammar
from govgrammar.narrative import narrator

if TYPE_CHECKING:
    from govgrammar.model.report import AnnualReport

AGAINST_PARSE: Final = 0.3


def unread(report: AnnualReport) -> object:
    """All checks of a report of which not a sentence was seen before."""
    narrator().forget()
    return govgrammar.check(report)


def main() -> int:
    """Print the ratios for each report; with `--check`, 1 where one misses the target."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="exit 1 where a target is missed")
    arguments.add_argument("--repetitions", type=int, default=200)
    given = arguments.parse_args()
    missed = 0
    print("    ratio  of")
    for name, text in texts():
        report = govgrammar.parse(text).report
        if report is None:
            continue
        alone, checks, tables = medians(
            [partial(read, text), partial(govgrammar.check, report), partial(govgrammar.check, report, select=("T",))],
            given.repetitions,
        )
        first, unseen = medians([partial(unknown_cells, text), partial(unread, report)], given.repetitions // 10)
        ratios = (
            Ratio(f"{name}: all checks / parse and read", checks / alone, AGAINST_PARSE),
            Ratio(f"{name}: the rules of the tables / parse and read", tables / alone),
            Ratio(f"{name}: all checks / parse and read, nothing remembered", unseen / first, AGAINST_PARSE),
        )
        print(*ratios, sep="\n", flush=True)
        missed += sum(ratio.missed for ratio in ratios)
    print(f"{missed} targets missed" if missed else "every target is met")
    return int(given.check and missed > 0)


if __name__ == "__main__":
    sys.exit(main())
