"""Rows and blocks as found, and the edition of each block.

1. A row belongs to the block that has its label; the header above it counts if it fits that block.  A header that begins
   between rows counts where it has several cells, where the form prints one there, or where another block begins.
2. A block's edition: the header that fits best, then the rows that fit best, then the edition of most other blocks.  The
   year of the report never decides.
"""

from __future__ import annotations

from collections import Counter

from attrs import define, field, frozen

from govgrammar import codes
from govgrammar.columns import HeaderCell, match_score
from govgrammar.form import FIGURES, TEXT, Block, Edition, Form
from govgrammar.plan import Remark
from govgrammar.sections import Item, Section


@frozen
class FoundRow:
    """A row as it stands: its label's terminal, its tokens, and the header cells above it."""

    terminal: str
    label: int
    values: int | None
    header: tuple[HeaderCell, ...]


@define
class _Rows:
    """Collects the rows of a section under the headers above them."""

    form: Form
    section: Section
    remarks: list[Remark]
    home: dict[str, str]
    captions: set[str]
    corners: set[str]
    header: list[HeaderCell] = field(factory=list)
    pending: list[HeaderCell] | None = None
    printed: bool = False
    block: str | None = None
    rows: list[FoundRow] = field(factory=list)

    def take(self, item: Item) -> None:
        columns = self.form.column_terminals & self.form.own[self.section.name]
        if item.terminal in self.captions or item.terminal in self.corners:
            if item.terminal in self.captions or self.pending is None:
                self.pending, self.printed = [], True
            self._stray(item)
        elif item.terminal in self.form.row_terminals or (
            item.values is not None and self._begun() and (item.terminal == TEXT or self._after_rows(item, columns))
        ):
            self._row(item)
        elif item.terminal in columns or (item.terminal == TEXT and self.pending is not None):
            if self.pending is None:
                self.pending, self.printed = [], False
            self.pending.append(HeaderCell(item.terminal, item.token))
            self._stray(item)
        elif item.terminal == FIGURES:
            self.remarks.append(stray(item.token, self.form, self.section.name))
        else:
            self._stray(item)

    def _after_rows(self, item: Item, columns: frozenset[str]) -> bool:
        """Whether a column's label with figures behind it is a row's: it is where no header is being read."""
        return item.terminal in columns and self.pending is None

    def _begun(self) -> bool:
        return bool(self.header or self.pending or self.rows)

    def _row(self, item: Item) -> None:
        home = self.home.get(item.terminal, self.block)
        if self.pending is not None:
            labels = sum(cell.terminal != TEXT for cell in self.pending)
            if self.printed or labels > 1 or home != self.block or not self.rows:
                self.header = self.pending
            self.pending, self.printed = None, False
        self.block = home
        self.rows.append(FoundRow(item.terminal, item.token, item.values, tuple(self.header)))

    def _stray(self, item: Item) -> None:
        if item.values is not None:
            self.remarks.append(stray(item.values, self.form, self.section.name))


def stray(token: int, form: Form, section: str) -> Remark:
    """Figures that belong to no row, and what is expected in their section."""
    row = next(row for block in form.editions[-1].table(section).blocks for row in block.rows)
    expected = {"expected": form.spelling(row.terminal), "expected_en": row.name}
    return Remark(codes.STRAY, token, expected, label_of=token)


def find_rows(section: Section, form: Form, remarks: list[Remark]) -> list[FoundRow]:
    """The rows of a section, each with the header above it."""
    tables = [edition.table(section.name) for edition in form.editions]
    blocks = [block for table in tables for block in table.blocks]
    rows = _Rows(
        form,
        section,
        remarks,
        home={row.terminal: block.name for block in blocks for row in block.rows},
        captions={block.caption for block in blocks if block.caption},
        corners={name for block in blocks for name in (*block.corner, block.spanning) if name},
    )
    for item in section.items:
        rows.take(item)
    return rows.rows


def rows_by_block(name: str, rows: list[FoundRow], form: Form) -> dict[str, list[FoundRow]]:
    """Rows by the block that has their label; a row that no block has goes with the row before it."""
    home = {
        row.terminal: block.name
        for edition in form.editions
        for block in edition.table(name).blocks
        for row in block.rows
    }
    blocks: dict[str, list[FoundRow]] = {}
    current = form.editions[-1].table(name).blocks[0].name
    for row in rows:
        current = home.get(row.terminal, current)
        blocks.setdefault(current, []).append(row)
    return blocks


def candidates(table: str, block: str, form: Form) -> list[tuple[Edition, Block]]:
    """A block as each edition has it."""
    return [
        (edition, candidate)
        for edition in form.editions
        for candidate in edition.table(table).blocks
        if candidate.name == block
    ]


@frozen
class Editions:
    """The edition of every block that was found, by table and block; `guessed` are those that only other blocks decide."""

    of: dict[tuple[str, str], str]
    guessed: frozenset[tuple[str, str]]


def decide_editions(blocks: dict[str, dict[str, list[FoundRow]]], form: Form) -> Editions:
    """The edition of every block that was found."""
    decided: dict[tuple[str, str], str] = {}
    undecided: list[tuple[str, str, dict[Edition, bool]]] = []
    for table, found in blocks.items():
        for name, rows in found.items():
            scores = [(_score(rows, block), edition, block) for edition, block in candidates(table, name, form)]
            top = max(score for score, _, _ in scores)
            best = {edition: _complete(rows, block) for score, edition, block in scores if score == top}
            if len(best) == 1:
                decided[table, name] = next(iter(best)).name
            else:
                undecided.append((table, name, best))
    undecided.sort(
        key=lambda block: len(set(block[2].values())) == 1
    )  # one that is whole in some editions only says more
    for table, name, best in undecided:
        near = Counter(edition for (other, _), edition in decided.items() if other == table)
        far = Counter(decided.values())
        decided[table, name] = max(
            best,
            key=lambda edition: (
                near[edition.name],
                far[edition.name],
                best[edition],
                form.editions.index(edition),
            ),
        ).name
    return Editions(decided, frozenset((table, name) for table, name, _ in undecided))


def same_width(table: str, block: Block, form: Form) -> bool:
    """Whether another edition has as many columns in this block, but other ones."""
    names = [column.name for column in block.columns]
    rivals = [[column.name for column in other.columns] for _, other in candidates(table, block.name, form)]
    return any(len(rival) == len(names) and rival != names for rival in rivals)


def _complete(rows: list[FoundRow], block: Block) -> bool:
    """Whether every row of a block was found: then an edition with more rows is not the one."""
    return {row.terminal for row in block.rows} <= {row.terminal for row in rows}


def _score(rows: list[FoundRow], block: Block) -> tuple[int, int]:
    headers = {row.header for row in rows if row.header}
    terminals = {row.terminal for row in block.rows}
    known = sum(row.terminal in terminals for row in rows if row.values is not None)
    return max((match_score(header, block) for header in headers), default=0), known
