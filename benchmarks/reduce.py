"""How small `reduce` makes a long report for each diagnostic code: `python benchmarks/reduce.py`, with `--check` as a gate.

For each code a document of about 300 lines in which one place gives it: lines before and after, documents read, seconds.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from govgrammar.codes import CODES
from govgrammar.workbench import reduce
from long_reports import codes_of_documents, long_report

LINES: Final = 5
SECONDS: Final = 30.0


def main() -> int:
    """Print a line for each code; with `--check`, 1 where one has more lines or takes longer than it may."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="exit 1 where a target is missed")
    arguments.add_argument("codes", nargs="*", help="codes; all by default")
    given = arguments.parse_args()
    missed = 0
    print(f"{'code':8} {'slug':28} {'lines':>12} {'characters':>16} {'parses':>7} {'seconds':>8}")
    for code in given.codes or codes_of_documents():
        found = long_report(code)
        if found is None:
            print(f"{code:8} {CODES[code].slug:28} no document alone gives it")
            continue
        document, kind = found
        begin = perf_counter()
        small = reduce(document, keep=code, kind=kind)
        seconds = perf_counter() - begin
        miss = small.lines > LINES or seconds > SECONDS
        missed += miss
        before = len(document.splitlines())
        print(
            f"{code:8} {CODES[code].slug:28} {before:5} -> {small.lines:3} {small.before:7} -> {small.after:5}"
            f" {small.parses:7} {seconds:8.2f}{'  missed' if miss else ''}",
            flush=True,
        )
    return int(given.check and missed > 0)


if __name__ == "__main__":
    sys.exit(main())
