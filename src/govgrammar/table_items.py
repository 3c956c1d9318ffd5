"""The items of a table between physical cells and tokens: labels and texts, each with the value cells behind it."""

from __future__ import annotations

from typing import NamedTuple

from govgrammar.classify import Classifier
from govgrammar.form import FIGURES, TEXT, Form
from govgrammar.layouts.physical import Gap, PhysicalText
from govgrammar.tokens import TableStyle, Token


class TableItem(NamedTuple):
    """One item of a table: a label or text (cells `first` to `last`) with the value cells behind it."""

    type: str
    first: int
    last: int
    values: list[int]
    glued: bool = False
    distance: int = 0


def take_own_lines(items: list[TableItem], gaps: list[list[Gap]], style: TableStyle, rows: frozenset[str]) -> bool:
    """Take figures that stand on a line of their own from the row above, where rows are lines; say if any were."""
    taken: list[tuple[int, TableItem]] = []
    for position, (item, row) in enumerate(zip(items, gaps, strict=True)):
        if item.type not in rows:
            continue
        for number, (index, before) in enumerate(zip(item.values, row[:-1], strict=True)):
            if before.ends and (number or before.lines[0]) and (style.outer or not before.lines[-1]):
                taken.append((position, TableItem(FIGURES, index, item.values[-1], [])))
                del item.values[number:]
                break
    for position, item in reversed(taken):
        items.insert(position + 1, item)
    return bool(taken)


def without_fragments(
    items: list[TableItem], section: str, form: Form, classify: Classifier, physical: PhysicalText
) -> list[TableItem]:
    """The items of a table without its column labels where the header is broken into fragments: their order on the lines
    is not that of the columns.
    """
    single = form.single_columns & form.own[section]
    labels = [label for label, name in form.labels.items() if name in single]
    broken = set()
    for item in items:
        word = classify(physical.cells[item.first]).key
        if item.type == TEXT and word and any(word in label for label in labels):
            broken.add(item.first)
    if not broken:
        return items
    return [i._replace(type="FURNITURE") if i.first in broken or i.type in single else i for i in items]


def token_of(physical: PhysicalText, terminal: str, first: int, last: int, distance: int = 0) -> Token:
    """The token of the cells from `first` to `last`, the white space around them left out."""
    raw = physical.cells[first]
    start = physical.starts[first] + (len(raw) - len(raw.lstrip()) if raw[:1].isspace() else 0)
    return Token(terminal, start, physical.end(last), first, last, distance=distance)


def text_token(physical: PhysicalText, begun: int, last: int) -> Token:
    """The token of running text, without the empty cells at its end."""
    while last > begun and not physical.cells[last].strip():
        last -= 1
    return token_of(physical, TEXT, begun, last)
