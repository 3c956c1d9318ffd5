"""How much of a table is known where its blank cells are lost: `python benchmarks/short_rows.py --reports 10000`.

Reports of both editions are written in the layouts that lose blanks and read again.  A number is wrong where the text
states another for that cell, or none.  A misprint is one digit of one figure changed before the report is written: the
misprinted figure is then what the text states.  With `--check` the status is 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from attrs import define, evolve, field
from hypothesis import HealthCheck, Phase, given, seed, settings

import govgrammar
from govgrammar.export.render import Draft, write
from govgrammar.form import load_form
from govgrammar.layouts.registry import Layout
from govgrammar.model.cell import Cell, CellKey
from govgrammar.strategies import layouts, reports

SLOWEST: Final = 0.5
#: How many figures are misprinted in each of the readings of one report; wrong numbers are bound to be none up to the limit.
MISPRINTS: Final = (0, 1, 3)
NONE_WRONG_UP_TO: Final = 1


@define
class Tally:
    """What one kind of document gave."""

    misprints: int
    documents: int = 0
    wrong: list[tuple[Cell, str | None, str]] = field(factory=list)
    lost: int = 0
    states: dict[str, int] = field(factory=dict)
    short: int = 0
    known: int = 0
    inferred: int = 0
    slowest: float = 0.0
    slowest_text: str = ""
    total: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether a target is missed."""
        none_wrong = self.misprints <= NONE_WRONG_UP_TO
        return self.slowest > SLOWEST or (none_wrong and bool(self.wrong)) or bool(not self.misprints and self.lost)

    def __str__(self) -> str:
        cells = max(1, sum(self.states.values()))
        numbers = max(1, self.states.get("number", 0))
        documents = len({text for _, _, text in self.wrong})
        return (
            f"{self.misprints} misprints: {self.documents} documents, {cells} cells\n"
            f"  wrong numbers            {len(self.wrong)} in {documents} documents"
            f" ({len(self.wrong) / numbers:.2e} of the numbers given, {documents / max(1, self.documents):.2e} of the documents)\n"
            f"  truth not a candidate    {self.lost}\n"
            f"  cells determined         {1 - self.states.get('ambiguous', 0) / cells:.1%}\n"
            f"  of short rows' cells     {self.known / max(1, self.short):.1%} of {self.short}\n"
            f"  inferred                 {self.inferred} numbers\n"
            f"  slowest, mean            {self.slowest:.3f} s, {self.total / max(1, self.documents) * 1000:.1f} ms"
            f"{'   MISSED' if self.failed else ''}"
        )


def misprinted(draft: Draft, figures: int, source: random.Random) -> Draft:
    """The report with one digit changed in so many of its figures."""
    cells = dict(draft.cells)
    places = [key for key, text in cells.items() if any(c.isdigit() for c in text)]
    for key in source.sample(places, min(figures, len(places))):
        cells[key] = _with_another_digit(cells[key], source)
    return evolve(draft, cells=cells)


def _with_another_digit(text: str, source: random.Random) -> str:
    digits = [place for place, character in enumerate(text) if character.isdigit()]
    place = source.choice(digits)
    leading = place == digits[0] and len(digits) > 1 and text[place + 1 : place + 2] != "."
    other = source.choice([c for c in "0123456789" if c != text[place] and not (leading and c == "0")])
    return f"{text[:place]}{other}{text[place + 1 :]}"


def stated(key: CellKey, text: str) -> int | Decimal:
    """The number that a printed figure is, told without the library's own reader."""
    return Decimal(text) if key.column in load_form().columns_of_money else int(text)


def wrong_numbers(draft: Draft, cells: list[Cell]) -> Iterator[tuple[Cell, str | None]]:
    """The numbers that the document does not state for their cell, each with what it does state."""
    for cell in cells:
        if cell.state == "number":
            text = draft.cells.get(cell.key)
            if text is None or not any(c.isdigit() for c in text) or stated(cell.key, text) != cell.value:
                yield cell, text


def lost_truths(draft: Draft, cells: list[Cell]) -> int:
    """How many ambiguous cells do not name what was written among their candidates."""
    found = 0
    for cell in cells:
        text = draft.cells.get(cell.key)
        if cell.state == "ambiguous" and text is not None and text != "/":
            found += (stated(cell.key, text) if text else None) not in cell.candidates
    return found


def read_into(tally: Tally, draft: Draft, layout: Layout) -> None:
    """Write a report, read it, and count."""
    text = write(draft, layout)
    begin = time.process_time()
    result = govgrammar.parse(text)
    taken = time.process_time() - begin
    cells = [cell for report in result.reports for cell in report.cells()]
    tally.documents += 1
    tally.total += taken
    if taken > tally.slowest:
        tally.slowest, tally.slowest_text = taken, text
    tally.wrong += [(cell, truth, text) for cell, truth in wrong_numbers(draft, cells)]
    tally.lost += lost_truths(draft, cells)
    by_row: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        tally.states[cell.state] = tally.states.get(cell.state, 0) + 1
        by_row.setdefault((cell.table, cell.row), []).append(cell)
    for row in by_row.values():
        if any(cell.state == "ambiguous" or cell.placement == "inferred" for cell in row):
            tally.short += len(row)
            tally.known += sum(cell.state != "ambiguous" for cell in row)
            tally.inferred += sum(cell.placement == "inferred" for cell in row)


def measure(number: int, start: int, *, hidden: bool) -> tuple[Tally, ...]:
    """What so many drawn reports give, for each number of misprints."""
    tallies = tuple(Tally(misprints) for misprints in MISPRINTS)
    source = random.Random(start)

    @seed(start)
    @settings(
        max_examples=number,
        phases=(Phase.generate,),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(reports(hidden=hidden), layouts(keeping_blanks=False))
    def draw(draft: Draft, layout: Layout) -> None:
        for tally in tallies:
            read_into(tally, misprinted(draft, tally.misprints, source), layout)

    draw()
    return tallies


def keep(tally: Tally, folder: Path) -> None:
    """Write down each text that gave a wrong number, with what was read, and the text that took longest."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{tally.misprints}-slowest.txt").write_text(tally.slowest_text, encoding="utf-8", newline="")
    for text in dict.fromkeys(text for _, _, text in tally.wrong):
        name = f"{tally.misprints}-{zlib.crc32(text.encode()):08x}"
        said = [f"{cell!r} {cell.placement}, stated {truth!r}\n" for cell, truth, where in tally.wrong if where == text]
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        (folder / f"{name}.log").write_text("".join(said), encoding="utf-8")


def main() -> int:
    """Print what was counted; with `--check` the status is 1 where a target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--reports", type=int, default=1000, help="reports to draw (default: 1000)")
    arguments.add_argument("--seed", type=int, default=0, help="where the drawing starts (default: 0)")
    arguments.add_argument("--hidden", action="store_true", help="let any figure be left blank: sums that do not close")
    arguments.add_argument("--keep", type=Path, help="a folder for the texts that give a wrong number")
    arguments.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    chosen = arguments.parse_args()
    tallies = measure(chosen.reports, chosen.seed, hidden=chosen.hidden)
    for tally in tallies:
        print(tally)
        for cell, truth, _ in tally.wrong[:10]:
            print(f"    {cell!r} {cell.placement}, stated {truth!r}")
        if chosen.keep:
            keep(tally, chosen.keep)
    return 1 if chosen.check and any(tally.failed for tally in tallies) else 0


if __name__ == "__main__":
    sys.exit(main())
