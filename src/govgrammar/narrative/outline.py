"""What the terminals of a clause tell, whatever its characters are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen

OTHER: Final = "OTHER"
NUMBER: Final = "NUMBER"


@frozen
class Statement:
    """What the parser makes of a clause: the fact's kind and family, and which of the clause's words is its figure.

    `anchored`: a word of the clause says what it speaks of.  `clear` is false where it has several figures.
    """

    kind: str
    family: str
    number: int | None
    clear: bool
    anchored: bool


@frozen
class Outline:
    """A clause by its terminals: the statement, if it is one, and what it means for the clauses behind it.

    `subject` is the word where the clause's subject stands, if no rule knows it; `times` are the words that name a year.
    """

    statement: Statement | None
    subject: int | None
    times: tuple[int, ...]
    number: bool
    understood: bool
    apart: bool
    another: bool
    own: bool
    elsewhere: bool
    since: bool
    other_time: bool
    narrows: bool
    topic: bool
    documents: bool
    harmless: bool


def outline_of(types: tuple[str, ...], classes: Mapping[str, frozenset[str]], statement: Statement | None) -> Outline:
    """The outline of a clause of these terminals; `classes` are those that the grammar lists."""
    kinds = frozenset(types)

    def has(name: str) -> bool:
        return not kinds.isdisjoint(classes[name])

    first = next((i for i, terminal in enumerate(types) if terminal not in classes["_lead"]), None)
    return Outline(
        statement=statement,
        subject=first if first is not None and types[first] == OTHER else None,
        times=tuple(i for i, terminal in enumerate(types) if terminal in classes["_time"]),
        number=NUMBER in kinds,
        understood=OTHER not in kinds,
        apart=has("_compared"),
        another=has("_another"),
        own=has("_own"),
        elsewhere=has("_elsewhere"),
        since=has("_since"),
        other_time=has("_other_time") or (has("_other_dates") and not has("_covers")),
        narrows=has("_via") and has("_channel"),
        topic=has("_topic"),
        documents=has("documents_anchor"),
        harmless=has("_part") or kinds <= classes["_bare_count"],
    )
