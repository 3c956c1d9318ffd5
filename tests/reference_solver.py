"""Short rows solved by trying everything: what `align.solve` must agree with on tables small enough.

Written from what the identities mean and from nothing else: every placement of every short row is combined with every
other, each identity is looked at when all rows are placed, and nothing is cut short.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, product

from attrs import frozen

from govgrammar.identities import UNKNOWN, Identity, Known
from govgrammar.model.cell import Number

Row = tuple[Number | None, ...]
Cell = tuple[str, int]


@frozen
class Answer:
    """For each short row the values of each column over all readings, which of them are confirmed, and how many
    placements no reading has.
    """

    values: tuple[tuple[Number | None, ...], ...]
    confirmed: tuple[bool, ...]
    eliminated: int


def all_placements(values: Sequence[Number | None], width: int) -> list[Row]:
    """Every row of that width which has the values in their order and blanks elsewhere."""
    rows: dict[Row, None] = {}
    for places in combinations(range(width), len(values)):
        row: list[Number | None] = [None] * width
        for place, value in zip(places, values, strict=True):
            row[place] = value
        rows[tuple(row)] = None
    return list(rows)


def holds(identity: Identity, table: Mapping[str, Sequence[Known]]) -> bool:
    """Whether a table whose rows are all placed meets an identity."""
    left = [table[row][column] for row, column in identity.left]
    right = [table[row][column] for row, column in identity.right]
    words = any(value is UNKNOWN for value in right)
    if any(value is UNKNOWN for value in left) or (words and not identity.is_sum):
        return True
    stated_left: list[Number] = [v for v in left if isinstance(v, int)]
    stated_right: list[Number] = [v for v in right if isinstance(v, int)]
    if identity.is_sum and not (stated_left and stated_right):
        return True
    if not identity.is_sum and not identity.blank_is_zero and None in (*left, *right):
        return True
    return sum(stated_right) <= sum(stated_left) if words else sum(stated_left) == sum(stated_right)


def solve_by_trying(
    fixed: Mapping[str, Sequence[Known]],
    short: Mapping[str, Sequence[Number | None]],
    width: int,
    identities: Sequence[Identity],
) -> dict[str, Answer]:
    """What all readings have in common."""
    domains = {name: all_placements(values, width) for name, values in short.items()}
    within = [i for i in identities if all(row not in short for row, _ in i.cells)]
    readings: list[dict[str, Row]] = []
    if all(holds(identity, fixed) for identity in within):
        for chosen in product(*domains.values()):
            rows = dict(zip(domains, chosen, strict=True))
            if all(holds(identity, {**fixed, **rows}) for identity in identities):
                readings.append(rows)
    if not readings:
        return {name: Answer(_in_common(every), (False,) * width, 0) for name, every in domains.items()}
    answers = {}
    for name, every in domains.items():
        left = list(dict.fromkeys(reading[name] for reading in readings))
        values = _in_common(left)
        confirmed = tuple(
            len(seen) == 1 and bool(seen[0]) and _confirmed((name, column), fixed, readings, identities)
            for column, seen in enumerate(values)
        )
        answers[name] = Answer(values, confirmed, len(every) - len(left))
    return answers


def _in_common(rows: Sequence[Row]) -> tuple[tuple[Number | None, ...], ...]:
    columns = []
    for column in zip(*rows, strict=True):
        numbers = sorted({value for value in column if value is not None})
        columns.append((*numbers, None) if None in column else tuple(numbers))
    return tuple(columns)


def _confirmed(
    cell: Cell,
    fixed: Mapping[str, Sequence[Known]],
    readings: Sequence[Mapping[str, Row]],
    identities: Sequence[Identity],
) -> bool:
    """Whether an identity with figures on both sides says where the cell's figure stands."""
    return any(
        cell in i.cells and _closes(i, fixed, readings) and _says_where(i, cell, fixed, readings) for i in identities
    )


def _closes(identity: Identity, fixed: Mapping[str, Sequence[Known]], readings: Sequence[Mapping[str, Row]]) -> bool:
    if any(row in fixed and fixed[row][column] is UNKNOWN for row, column in identity.cells):
        return False
    return all(
        any(_figure(_always(cell, fixed, readings)) for cell in side) for side in (identity.left, identity.right)
    )


def _says_where(
    identity: Identity, cell: Cell, fixed: Mapping[str, Sequence[Known]], readings: Sequence[Mapping[str, Row]]
) -> bool:
    if len({row for row, _ in identity.cells}) > 1:
        return any(row in fixed and _figure(fixed[row][column]) for row, column in identity.cells)
    total = identity.is_sum and cell in identity.left
    return total or all(_always(part, fixed, readings) is not None for part in identity.cells)


def _always(cell: Cell, fixed: Mapping[str, Sequence[Known]], readings: Sequence[Mapping[str, Row]]) -> Known:
    """The value of a cell in all readings; `UNKNOWN` where they differ."""
    row, column = cell
    if row in fixed:
        return fixed[row][column]
    seen = {reading[row][column] for reading in readings}
    return seen.pop() if len(seen) == 1 else UNKNOWN


def _figure(value: Known) -> bool:
    return isinstance(value, int) and value != 0
