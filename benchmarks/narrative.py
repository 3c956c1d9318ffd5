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
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

import govgrammar
from govgrammar.form import load_form
from govgrammar.narrative import Fact, FactReader, narrator, read_facts
from govgrammar.source import Span
from govgrammar.wording import Wording

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "corpus" / "narrative"
FOLDERS: Final = ((ROOT / "corpus" / "reports", "*/source.txt"), (ROOT.parent / "shared" / "seeds", "*.txt"))
PARTS: Final = ("tuned", "held_out")
PRECISION: Final = 0.98
RECALL: Final = 0.90
NONE: Final = "none"


@frozen
class Sentence:
    """One labelled text: which organ and year it is read for, and the facts that it states."""

    text: str
    organ: str | None
    year: int | None
    facts: tuple[str, ...]


def sentences(part: str) -> Iterator[Sentence]:
    """The labelled sentences of a part of the corpus."""
    known: dict[str, str] = {}
    text: list[str] = []
    facts: list[str] = []
    for line in [*(FOLDER / f"{part}.txt").read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith(":"):
            name, _, value = line[1:].partition(" ")
            known[name] = value
        elif line.startswith("- "):
            facts.append(line[2:])
        elif line and not line.startswith("#"):
            text.append(line)
        elif text:
            stated = tuple(fact for fact in facts if fact != NONE)
            year = int(known["year"]) if "year" in known else None
            yield Sentence("\n".join(text), known.get("organ"), year, stated)
            text, facts = [], []


def written(fact: Fact, year: int | None) -> str:
    """A fact as the corpus writes it: `received 500~`, `fee_amount 300 元`, `received 8 @2021`."""
    value = "" if fact.value is None else f" {fact.value}{'' if fact.exact else '~'}"
    unit = f" {fact.unit}" if fact.unit else ""
    other = f" @{fact.year}" if fact.year is not None and fact.year != year else ""
    return f"{fact.kind}{value}{unit}{other}"


def read(sentence: Sentence) -> list[str]:
    """The facts that are found in a labelled text, as the corpus writes them."""
    reader = FactReader(narrator(), Wording(load_form()), sentence.organ, sentence.year)
    facts = reader.read(sentence.text, Span(0, len(sentence.text)), "overview")
    return [written(fact, sentence.year) for fact in facts]


def score(part: str) -> tuple[float, float]:
    """Print precision, recall and misses of a part; both figures."""
    right = found_all = stated_all = total = silent = 0
    misses = []
    for sentence in sentences(part):
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
