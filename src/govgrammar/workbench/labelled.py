"""Labelled sentences of `corpus/narrative`, and what the reader makes of them; the folder's README says how they are written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attrs import frozen

from govgrammar.form import load_form
from govgrammar.narrative import Fact, FactReader, narrator
from govgrammar.source import Span
from govgrammar.wording import Wording

PARTS: Final = ("tuned", "held_out")
NONE: Final = "none"


@frozen
class Sentence:
    """One labelled text: which organ and year it is read for, the facts that it states, and the line where it begins."""

    text: str
    organ: str | None
    year: int | None
    facts: tuple[str, ...]
    line: int = 0


def sentences(path: Path) -> Iterator[Sentence]:
    """The labelled sentences of a file."""
    known: dict[str, str] = {}
    text: list[str] = []
    facts: list[str] = []
    begin = 0
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if line.startswith(":"):
            name, _, value = line[1:].partition(" ")
            known[name] = value
        elif line.startswith("- "):
            facts.append(line[2:])
        elif line and not line.startswith("#"):
            begin = begin if text else number
            text.append(line)
        elif text:
            stated = tuple(fact for fact in facts if fact != NONE)
            year = int(known["year"]) if "year" in known else None
            yield Sentence("\n".join(text), known.get("organ"), year, stated, begin)
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
