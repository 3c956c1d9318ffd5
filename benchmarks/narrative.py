"""How well narratives are read: precision and recall of facts, and what they cost beside a parse: `python benchmarks/narrative.py`.

The sentences of `corpus/narrative` are labelled by hand; a fact counts as found if kind, value, exactness, unit and year
agree.  `--check` makes the targets a gate; `--part tuned` leaves the held-out sentences alone.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

import govgrammar
from govgrammar.form import load_form
from govgrammar.narrative import read_facts
from govgrammar.workbench.labelled import PARTS, read, sentences

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "corpus" / "narrative"
FOLDERS: Final = ((ROOT / "corpus" / "reports", "*/source.txt"), (ROOT.parent / "shared" / "seeds", "*.txt"))
PRECISION: Final = 0.98
RECALL: Final = 0.90


def score(part: str) -> tuple[float, float]:
    """Print precision, recall and misses of a part; both figures."""
    right = found_all = stated_all = total = silent = 0
    misses = []
    for sentence in sentences(FOLDER / f"{part}.txt"):
        found, stated = Counter(read(sentence)), Counter(sentence.facts)
        total += 1
        silent += not stated
        right += (found & stated).total()
        found_all += found.total()
        stated_all += stated.total()
        misses += [f"    not found  {fact}: {sentence.text}" for fact in (stated - found).elements()]
        misses += [f"    WRONG      {fact}: {sentence.text}" for fact in (found - stated).elements()]
    precision, recall = right / max(found_all, 1), right / max(stated_all, 1)
    print(f"{part}: {total} sentences, {silent} of them without a fact, {stated_all} facts")
    print(f"    precision {precision:.3f} ({right} of {found_all}), recall {recall:.3f} ({right} of {stated_all})")
    print("\n".join(misses) or "    no misses")
    return precision, recall


def cost(repetitions: int) -> None:
    """Print what the facts of each report cost beside its parse, both warm, as a ratio of medians."""
    form = load_form()
    for folder, pattern in FOLDERS:
        for path in sorted(folder.glob(pattern)):
            text = path.read_bytes().decode("utf-8")
            report = govgrammar.parse(text).report
            if report is None:
                continue
            taken: tuple[list[float], list[float]] = ([], [])
            for _ in range(repetitions):
                begin = time.perf_counter()
                again = govgrammar.parse(text).report
                _ = [cell.value for cell in again.cells()] if again else []
                between = time.perf_counter()
                facts = read_facts(report, form)
                taken[0].append(between - begin)
                taken[1].append(time.perf_counter() - between)
            ratio = statistics.median(taken[1]) / statistics.median(taken[0])
            name = path.parent.name if path.name == "source.txt" else path.stem[:3]
            print(f"{ratio:9.3f}  {name}: facts / parse ({len(facts)} facts)")


def main() -> int:
    """Print the figures; with `--check` the status is 1 where a target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    arguments.add_argument("--part", choices=PARTS, action="append", help="score this part only")
    arguments.add_argument("--cost", action="store_true", help="measure the cost beside a parse as well")
    arguments.add_argument("--repetitions", type=int, default=30, help="repetitions of each measurement (default: 30)")
    chosen = arguments.parse_args()
    scores = [score(part) for part in chosen.part or PARTS]
    if chosen.cost:
        cost(chosen.repetitions)
    missed = sum((precision < PRECISION) + (recall < RECALL) for precision, recall in scores)
    print(f"{missed} targets missed" if missed else "every target is met")
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
