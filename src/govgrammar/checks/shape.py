"""What reports of one shape have in common: their blocks, where each cell is held, and the form's sums over those places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Final

from attrs import frozen

from govgrammar.checks.sums import Equation, System, by_table
from govgrammar.form import Block, Column, Form, Row, RowGroup, Table
from govgrammar.model.cell import CellKey
from govgrammar.model.report import AnnualReport

#: Table to row to column to the place of the cell in the report's store.
Places = dict[str, dict[str, dict[str, int]]]
Editions = Mapping[str, Mapping[str, str]]
UNEXPECTED: Final = "unexpected"
_Cells = Sequence[tuple[str, str]]
_Of = tuple[str, Equation]


@frozen(slots=False, eq=False)
class Shape:
    """Everything about a report that its cells' keys and its editions determine."""

    form: Form
    keys: tuple[CellKey, ...]
    editions: Editions

    @cached_property
    def places(self) -> Places:
        """Where each cell is held: table, row, column."""
        places: Places = {}
        for index, key in enumerate(self.keys):
            places.setdefault(key.table, {}).setdefault(key.row, {})[key.column] = index
        return places

    @cached_property
    def held(self) -> dict[str, tuple[int, ...]]:
        """Places of all cells of each table."""
        return {table: tuple(i for row in rows.values() for i in row.values()) for table, rows in self.places.items()}

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables that have cells."""
        return frozenset(self.places)

    @cached_property
    def blocks(self) -> tuple[tuple[Table, Block, str], ...]:
        """The blocks of the report's tables that have cells, each of its own edition, whose name stands last.

        A report that was read with another grammar may follow an edition that the form has not: it has no blocks here.
        """
        found, known = [], {edition.name for edition in self.form.editions}
        for name, blocks in self.editions.items():
            for block, edition in blocks.items():
                if edition not in known:
                    continue
                table = self.form.edition(edition).table(name)
                own = next((b for b in table.blocks if b.name == block), None)
                if own is not None and own.rows[0].name in self.places.get(name, {}):
                    found.append((table, own, edition))
        return tuple(found)

    @cached_property
    def cells(self) -> dict[str, tuple[int, ...]]:
        """Places of the cells of each table that the form has, in its order."""
        return {
            table: tuple(
                index
                for row, columns in rows.items()
                if not row.startswith(UNEXPECTED)
                for column, index in columns.items()
                if not column.startswith(UNEXPECTED)
            )
            for table, rows in self.places.items()
        }

    @cached_property
    def counts(self) -> dict[str, tuple[int, ...]]:
        """The same without the columns of changes, which can be below zero."""
        signed = self.form.columns_of_change
        return {
            table: tuple(index for index in cells if self.keys[index].column not in signed)
            for table, cells in self.cells.items()
        }

    @cached_property
    def strange(self) -> dict[str, tuple[int, ...]]:
        """Of each table, one cell of every row and every column that the form has not."""
        found: dict[str, dict[str, int]] = {}
        for index, key in enumerate(self.keys):
            name = next((part for part in (key.row, key.column) if part.startswith(UNEXPECTED)), None)
            if name:
                found.setdefault(key.table, {}).setdefault(name, index)
        return {table: tuple(first.values()) for table, first in found.items()}

    @cached_property
    def telling(self) -> dict[str, tuple[int, ...]]:
        """Edition to the cells of its blocks that no other edition has with the same rows and columns."""
        found: dict[str, tuple[int, ...]] = {}
        for table, block, edition in self.blocks:
            same = [b for e in self.form.editions for b in e.table(table.name).blocks if _alike(b, block)]
            if len(same) == 1:
                rows = self.places[table.name]
                cells = tuple(rows[row.name][column.name] for row in block.rows for column in block.columns)
                found[edition] = found.get(edition, ()) + cells
        return found

    @cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        """What the form calls each row of each table; a table that is printed across goes by its heading."""
        found = {}
        for table, block, _ in self.blocks:
            if block.across:
                found[table.name, block.name] = self.form.spelling(table.heading)
            for row in block.rows:
                found[table.name, row.name] = self.form.spelling(row.terminal)
        return found

    def under(self, table: str, name: str, column: str) -> tuple[int, ...]:
        """The cells of a column in a row of this name, or in the rows of a group of this name."""
        known = self._under.get((table, name, column))
        if known is None:
            known = self._under[table, name, column] = tuple(
                columns[column]
                for row, columns in self.places.get(table, {}).items()
                if (row == name or row.startswith((f"{name}.", f"{name}_"))) and column in columns
            )
        return known

    def added_up(self, table: str, names: tuple[str, ...], column: str) -> tuple[str, tuple[int, ...]]:
        """What people call the sum of a column over rows and groups, and its cells: none where one of the names has none."""
        known = self._added_up.get((table, names, column))
        if known is None:
            found = [self.under(table, name, column) for name in names]
            label = " + ".join(self.label_of(table, name) for name in names)
            known = label, tuple(chain.from_iterable(found)) if all(found) else ()
            self._added_up[table, names, column] = known
        return known

    def label_of(self, table: str, name: str) -> str:
        """What the form calls a row or a group of rows."""
        known = self._names.get((table, name))
        if known is None:
            terminals = (_terminal(block.members, name) for of, block, _ in self.blocks if of.name == table)
            found = next((terminal for terminal in terminals if terminal), None)
            known = self._names[table, name] = self.form.spelling(found) if found else name
        return known

    def caption(self, index: int) -> str:
        """What the form calls a cell, by the labels of its row and its column."""
        key = self.keys[index]
        columns = (c for of, b, _ in self.blocks if of.name == key.table for c in b.columns if c.name == key.column)
        column = next((self.form.spelling(c.terminals[0]) for c in columns), key.column)
        return " · ".join("".join(part.split()) for part in (self.label_of(key.table, key.row), column))

    @cached_property
    def _added_up(self) -> dict[tuple[str, tuple[str, ...], str], tuple[str, tuple[int, ...]]]:
        return {}

    @cached_property
    def _under(self) -> dict[tuple[str, str, str], tuple[int, ...]]:
        return {}

    @cached_property
    def _names(self) -> dict[tuple[str, str], str]:
        return {}

    @cached_property
    def rows(self) -> dict[str, tuple[tuple[str, str, tuple[int, ...]], ...]]:
        """Of each table, its printed rows: name, terminal of the label, cells; a table printed across is one row."""
        found: dict[str, list[tuple[str, str, tuple[int, ...]]]] = {}
        for table, block, _ in self.blocks:
            rows = self.places[table.name]
            cells = [(r.name, r.terminal, tuple(rows[r.name][c.name] for c in block.columns)) for r in block.rows]
            if block.across:
                cells = [(block.name, "", tuple(index for _, _, row in cells for index in row))]
            found.setdefault(table.name, []).extend(cells)
        return {table: tuple(cells) for table, cells in found.items()}

    # ---- sums, by table ----

    @cached_property
    def in_force(self) -> dict[str, System]:
        """制发 is at most 废止 and 现行有效 together."""
        return by_table(self._at_most("issued", ("repealed", "in_force")))

    @cached_property
    def disclosed(self) -> dict[str, System]:
        """新公开 is at most 新制作, and at most 对外公开总数."""
        made = self._at_most("newly_disclosed", ("newly_made",))
        return by_table((*made, *self._at_most("newly_disclosed", ("total_disclosed",))))

    def _at_most(self, left: str, right: tuple[str, ...]) -> Iterator[_Of]:
        """One column of each row against the sum of others."""
        for table, block, _ in self.blocks:
            for row in block.rows:
                said = {"row": row.name, "column": right[0], "label": self.form.spelling(row.terminal)}
                sides = ([(row.name, left)], [(row.name, column) for column in right])
                yield from self._made(row.name, table, sides, said, at_most=True)

    @cached_property
    def balance(self) -> dict[str, System]:
        """The identity that the form prints, for each column."""
        return by_table(
            made
            for table, column, (came, went) in self._balanced()
            for made in self._made(
                "balance",
                table,
                ([(row, column.name) for row in came], [(row, column.name) for row in went]),
                {"column": column.name, "label": self.form.spelling(column.terminals[0])},
            )
        )

    @cached_property
    def bound(self) -> dict[str, System]:
        """What is left over, the last of the balance's right side, is at most its left side."""
        return by_table(
            made
            for table, column, (came, went) in self._balanced()
            for made in self._made(
                "bound",
                table,
                ([(went[-1], column.name)], [(row, column.name) for row in came]),
                {"column": column.name, "label": self.form.spelling(column.terminals[0])},
                at_most=True,
            )
        )

    def _balanced(self) -> Iterator[tuple[Table, Column, tuple[tuple[str, ...], tuple[str, ...]]]]:
        """Every column of a table that has a balance."""
        for table, block, _ in self.blocks:
            if table.balance:
                for column in block.columns:
                    yield table, column, table.balance

    @cached_property
    def along(self) -> dict[str, System]:
        """The sum along each row, by the row's name."""
        return by_table(
            made
            for table, block, _ in self.blocks
            if block.column_sum
            for row in block.rows
            for made in self._made(
                row.name,
                table,
                (
                    [(row.name, block.column_sum.total)],
                    [(row.name, column) for column in block.column_sum.parts],
                ),
                {"row": row.name, "label": self.form.spelling(row.terminal)},
                [(row.name, column) for column in _strange(self.places[table.name][row.name])],
            )
        )

    @cached_property
    def down(self) -> dict[str, System]:
        """The sums down each column, by the name of the row that is the total."""
        return by_table(
            made
            for table, block, _ in self.blocks
            for rows in block.row_sums
            for column in block.columns
            for made in self._made(
                rows.total,
                table,
                (
                    [(rows.total, column.name)],
                    [(row, column.name) for row in rows.parts],
                ),
                {"row": rows.total, "column": column.name, "label": self.form.spelling(column.terminals[0])},
                [(row, column.name) for row in _strange(self.places[table.name])],
            )
        )

    def _made(
        self,
        name: str,
        table: Table,
        cells: tuple[_Cells, _Cells],
        arguments: dict[str, Any],
        extra: _Cells = (),
        *,
        at_most: bool = False,
    ) -> Iterator[_Of]:
        """The equation, where the report has all its cells: those of the left, of the right, and those that are extra."""
        rows = self.places[table.name]
        found = [[rows.get(row, {}).get(column) for row, column in side] for side in (*cells, extra)]
        left, right, more = (tuple(index for index in side if index is not None) for side in found)
        if len(left) == len(cells[0]) and len(right) == len(cells[1]):
            yield table.name, Equation(name, left, right, more, {"table": table.name, **arguments}, at_most)


def _alike(one: Block, other: Block) -> bool:
    """Whether two blocks have the same rows and columns."""
    names = [(tuple(r.name for r in block.rows), tuple(c.name for c in block.columns)) for block in (one, other)]
    return names[0] == names[1]


def _terminal(members: Iterable[Row | RowGroup], name: str) -> str | None:
    for member in members:
        if member.name in {name, f"{name}_unspecified"}:
            return member.terminal
        inner = _terminal(member.members, name) if isinstance(member, RowGroup) else None
        if inner:
            return inner
    return None


def _strange(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(UNEXPECTED)]


#: Shapes by the keys of their reports, which reports of one shape share.  How many are remembered changes no answer.
_seen: dict[int, Shape] = {}
_MOST_SEEN: Final = 64


def shape_of(report: AnnualReport, form: Form) -> Shape:
    """The shape of a report."""
    keys = report.store.keys
    shape = _seen.get(id(keys))
    if shape is None or shape.keys is not keys or shape.form is not form or shape.editions != report.editions:
        if len(_seen) >= _MOST_SEEN:
            _seen.clear()
        _seen[id(keys)] = shape = Shape(form, keys, report.editions)
    return shape
