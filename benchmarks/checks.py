"""What the checks cost, as a part of a parse: `python benchmarks/checks.py`, with `--check` as a gate.

Both are measured in turn within one run, on reports of a shape that was seen before, and the medians are divided.  Rules that
need other reports are not in it: without them they have nothing to do.
"""

from __future__ import annotations

import argparse
from functools import partial
from typing import Final

from run import Ratio, medians, read, texts

import govgrammar

AGAINST_PARSE: Final = 0.3


def main() -> int:
    """Print the ratio for each report; with `--check`, 1 where one misses the target."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="exit 1 where a target is missed")
    arguments.add_argument("--repetitions", type=int, default=200)
    given = arguments.parse_args()
    ratios = []
    for name, text in texts():
        report = govgrammar.parse(text).report
        if report is not None:
            checks = partial(govgrammar.check, report)
            alone, parse, tables = medians(
                [partial(read, text), checks, partial(checks, select=("T",))], given.repetitions
            )
            ratios += [
                Ratio(f"{name}: checks of the tables / parse and read", tables / alone, AGAINST_PARSE),
                Ratio(f"{name}: all checks / parse and read", parse / alone),
            ]
    print(*ratios, sep="\n")
    return int(given.check and any(ratio.missed for ratio in ratios))


if __name__ == "__main__":
    raise SystemExit(main())
