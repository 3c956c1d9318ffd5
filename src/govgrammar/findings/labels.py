"""What the form calls a cell's row and column."""

from __future__ import annotations

from attrs import frozen

from govgrammar.form import Block, Form
from govgrammar.model.cell import Cell
from govgrammar.model.report import AnnualReport


@frozen(eq=False)
class Labels:
    """The labels of one report, each block by its own edition."""

    tables: dict[str, str]
    rows: dict[tuple[str, str], str]
    columns: dict[tuple[str, str, str], str]

    def row(self, cell: Cell) -> str:
        """The row's label; of a row that the form has not, what the document writes."""
        return _plain(self.rows.get((cell.table, cell.row)) or cell.label or cell.row)

    def column(self, cell: Cell) -> str:
        """The column's label; of a column that the form has not, what the document writes."""
        known = self.columns.get((cell.table, cell.row, cell.column)) or self.columns.get((cell.table, "", cell.column))
        return _plain(known or cell.label or cell.column)


def labels_of(report: AnnualReport, form: Form) -> Labels:
    """The labels of a report's cells."""
    rows: dict[tuple[str, str], str] = {}
    columns: dict[tuple[str, str, str], str] = {}
    for table, blocks in report.editions.items():
        for name, edition in blocks.items():
            block = _block(form, edition, table, name)
            heads = {column.name: form.spelling(column.terminals[0]) for column in block.columns}
            columns |= {(table, "", column): label for column, label in heads.items()}
            for row in block.rows:
                rows[table, row.name] = form.spelling(row.terminal)
                columns |= {(table, row.name, column): label for column, label in heads.items()}
    tables = {table: form.spelling(form.headings[table]) for table in report.editions}
    return Labels(tables, rows, columns)


def _plain(label: str) -> str:
    return " ".join(label.split())


def _block(form: Form, edition: str, table: str, name: str) -> Block:
    return next(block for block in form.edition(edition).table(table).blocks if block.name == name)
