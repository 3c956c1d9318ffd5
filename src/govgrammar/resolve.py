"""What the tree means: reports, sections (`sections`), rows and editions (`editions`), and the cell that each figure is for.

The form's order gives the order of cells; rows and columns that the form does not have come behind the block they stand in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from attrs import define, field
from lark import Tree

from govgrammar import codes
from govgrammar.across import AcrossRow, read_across
from govgrammar.columns import UNEXPECTED, HeaderCell, cut_cells, match_score, read_header
from govgrammar.editions import FoundRow, candidates, decide_editions, find_rows, rows_by_block, same_width, stray
from govgrammar.form import TEXT, Block, Form, Row
from govgrammar.model.cell import CellKey
from govgrammar.parser import Leaf
from govgrammar.plan import BlockPlan, Certainty, HeaderPlan, Remark, ReportPlan, RowPlan, TablePlan
from govgrammar.sections import FRONT, Section, merge_sections, read_sections, split_reports


def resolve(tree: Tree[Leaf], form: Form) -> tuple[ReportPlan, ...]:
    """The plans of the reports in a tree, in the document's order; empty where nothing of a report is there."""
    return plan_reports(read_sections(tree), form)


def plan_reports(sections: Iterable[Section], form: Form) -> tuple[ReportPlan, ...]:
    """The plans of the reports that some sections are."""
    reports = list(split_reports(sections))
    return tuple(_Planner(form).report(sections) for sections in reports if any(s.name != FRONT for s in sections))


@lru_cache(maxsize=4096)
def _key(table: str, row: str, column: str) -> CellKey:
    return CellKey(table, row, column)


@define
class _Planner:
    """Plans one report."""

    form: Form
    keys: list[CellKey] = field(factory=list)
    anchors: list[int] = field(factory=list)
    labels: dict[int, int] = field(factory=dict)
    remarks: list[Remark] = field(factory=list)
    unexpected: Counter[str] = field(factory=Counter)

    def report(self, sections: list[Section]) -> ReportPlan:
        """The plan of a report from its sections."""
        form = self.form
        merged = merge_sections(sections, form, self.remarks)
        front = merged.pop(FRONT, Section(FRONT, None, []))
        titles = [i.token for section in (front, *merged.values()) for i in section.items if i.terminal == "TITLE"]
        tables = tuple(self._tables(merged))
        return ReportPlan(
            titles=tuple(titles),
            metadata=tuple((form.metadata[i.terminal], i.token) for i in front.items if i.terminal in form.metadata),
            front=tuple(i.token for i in front.items if i.terminal == TEXT),
            sections={name: s.heading for name, s in merged.items() if s.heading is not None},
            texts={name: tuple(i.token for i in s.items if i.terminal == TEXT) for name, s in merged.items()},
            tables=tables,
            keys=tuple(self.keys),
            anchors=tuple(self.anchors),
            labels=self.labels,
            careful=frozenset(i for i, key in enumerate(self.keys) if key.column in form.columns_with_own_rules),
            remarks=tuple(self.remarks),
        )

    def _tables(self, merged: dict[str, Section]) -> Iterator[TablePlan]:
        form = self.form
        across = {t.name: t.blocks[0] for t in form.editions[-1].tables if t.blocks[0].across}
        blocks: dict[str, dict[str, list[FoundRow]]] = {}
        lines: dict[str, list[AcrossRow]] = {}
        for name in form.tables:
            section = merged.get(name)
            if section is None:
                continue
            if section.values is not None:
                self.remarks.append(stray(section.values, form, name))
            if name in across:
                lines[name] = read_across([(i.terminal, i.token, i.values) for i in section.items], across[name])
            else:
                blocks[name] = rows_by_block(name, find_rows(section, form, self.remarks), form)
        if not any(blocks.values()) and not any(lines.values()):
            return
        editions = decide_editions(blocks, form)
        decided = editions.of
        usual = Counter(decided.values()).most_common(1)[0][0] if decided else form.editions[-1].name
        last = max((t for s in merged.values() for t in [s.heading or 0, *(i.token for i in s.items)]), default=0)
        for name in form.tables:
            section = merged.get(name)
            anchor = section.heading if section and section.heading is not None else last
            if name in across:
                block = form.edition(usual).table(name).blocks[0]
                plans = [self._across(name, block, usual, lines.get(name, []), anchor)]
            else:
                plans = []
                for block, edition in self._blocks_of(name, blocks.get(name, {}), decided, usual):
                    rows = blocks.get(name, {}).get(block.name, [])
                    guessed = (name, block.name) in editions.guessed and same_width(name, block, form)
                    lost = Certainty.UNDECIDED if guessed else Certainty.LOST
                    plans.append(self._block(name, block, edition, rows, anchor, lost))
                    anchor = self.anchors[-1] if self.anchors else anchor
            yield TablePlan(name, section.heading if section else None, tuple(plans))

    def _blocks_of(
        self,
        table: str,
        found: dict[str, list[FoundRow]],
        decided: dict[tuple[str, str], str],
        usual: str,
    ) -> Iterator[tuple[Block, str]]:
        """The blocks of a table in the form's order: those of its usual edition, and others that were found."""
        form = self.form
        here = Counter(edition for (other, _), edition in decided.items() if other == table)
        mostly = here.most_common(1)[0][0] if here else usual
        names = dict.fromkeys(block.name for edition in form.editions for block in edition.table(table).blocks)
        order = [block.name for block in form.edition(mostly).table(table).blocks]
        for name in sorted(names, key=lambda n: (order.index(n) if n in order else len(order), n)):
            edition = decided.get((table, name), mostly)
            for candidate, block in candidates(table, name, form):
                if candidate.name == edition and (name in found or name in order):
                    yield block, edition

    # ---- a block with rows below each other ----

    def _block(  # noqa: PLR0917  what a block is made from
        self, table: str, block: Block, edition: str, rows: list[FoundRow], anchor: int, lost: Certainty
    ) -> BlockPlan:
        names = {row.terminal: row.name for row in block.rows}
        headers = {header: self._header(header, block, lost) for header in dict.fromkeys(row.header for row in rows)}
        extra = self._unexpected_columns(headers, len(block.columns), table)
        columns = [column.name for column in block.columns]
        cells: dict[str, tuple[int, ...]] = {}
        missing: list[Row] = []
        present = {names[row.terminal]: row for row in rows if row.terminal in names}
        for form_row in block.rows:
            found = present.get(form_row.name)
            if found is not None:
                anchor = found.label if found.values is None else found.values
            else:
                missing.append(form_row)
            cells[form_row.name] = self._cells(table, form_row.name, columns, extra, anchor)
        if rows and missing:
            spelled = "、".join(self.form.spelling(row.terminal) for row in missing)
            said = {"count": str(len(missing)), "row": ", ".join(row.name for row in missing), "label": spelled}
            self.remarks.append(Remark(codes.ROWS_MISSING, rows[-1].values or rows[-1].label, said))
        self._order(block, [names[row.terminal] for row in rows if row.terminal in names], rows)
        plans = []
        for row in rows:
            name = names.get(row.terminal)
            if name is None and row.values is None:
                continue  # a group's label, or one that stands alone
            if name is None:
                name = self._next_unexpected(table)
                self.remarks.append(Remark(codes.ROW_UNEXPECTED, row.label, {"row": name}, label_of=row.label))
                cells[name] = self._cells(table, name, columns, extra, row.values or row.label, label=row.label)
            own = cells[name]
            tokens = list(headers[row.header].tokens)
            places = (*own[: len(columns)], *(own[len(columns) + list(extra).index(t)] for t in tokens if t in extra))
            plans.append(_row_plan(name, row, places, headers[row.header]))
        return BlockPlan(block, edition, len(columns), tuple(plans))

    def _header(self, header: tuple[HeaderCell, ...], block: Block, lost: Certainty) -> HeaderPlan:
        """What the header above a row says; one that fits another block better is lost, one of unknown words decides nothing.

        Where a header is lost and only other blocks tell the edition, it is undecided if two editions have its width.
        """
        if match_score(header, block) <= 0:
            unknown = any(cell.terminal == TEXT for cell in header)
            return HeaderPlan(Certainty.UNDECIDED if unknown else lost)
        cut = cut_cells(header, block)
        if cut:
            self.remarks.append(Remark(codes.HEADER_CUT, cut[0], label_of=cut[0]))
        return read_header(header, block)

    def _cells(
        self,
        table: str,
        row: str,
        columns: Iterable[str],
        extra: dict[int, str],
        anchor: int,
        *,
        label: int | None = None,
    ) -> tuple[int, ...]:
        own = [self._add(_key(table, row, column), anchor, label) for column in columns]
        return (*own, *(self._add(_key(table, row, name), anchor, token) for token, name in extra.items()))

    def _add(self, key: CellKey, anchor: int, label: int | None = None) -> int:
        index = len(self.keys)
        self.keys.append(key)
        self.anchors.append(anchor)
        if label is not None:
            self.labels[index] = label
        return index

    def _unexpected_columns(
        self, headers: dict[tuple[HeaderCell, ...], HeaderPlan], width: int, table: str
    ) -> dict[int, str]:
        """Names for the columns that the form has not, by their header cell's token."""
        taken = len({key.column for key in self.keys if key.table == table and key.column.startswith(UNEXPECTED)})
        tokens = [
            token
            for plan in headers.values()
            for number, token in zip(plan.columns, plan.tokens, strict=True)
            if number >= width
        ]
        return {token: f"{UNEXPECTED}.{taken + n}" for n, token in enumerate(dict.fromkeys(tokens), 1)}

    def _next_unexpected(self, table: str) -> str:
        self.unexpected[table] += 1
        return f"{UNEXPECTED}.{self.unexpected[table]}"

    def _order(self, block: Block, found: list[str], rows: list[FoundRow]) -> None:
        """Rows that stand behind one that the form has later."""
        order = {row.name: number for number, row in enumerate(block.rows)}
        names = {row.terminal: row.name for row in block.rows}
        highest = -1
        for row in rows:
            number = order.get(names.get(row.terminal, ""), -1)
            if -1 < number < highest and found.count(names[row.terminal]) == 1:
                said = {"row": names[row.terminal], "label": self.form.spelling(row.terminal)}
                self.remarks.append(Remark(codes.ROW_ORDER, row.label, said))
            highest = max(highest, number)

    # ---- the block whose rows are printed side by side ----

    def _across(self, table: str, block: Block, edition: str, lines: list[AcrossRow], anchor: int) -> BlockPlan:
        anchor = lines[0].values if lines else anchor
        cells = tuple(
            self._add(_key(table, row.name, column.name), anchor) for row in block.rows for column in block.columns
        )
        for line in lines:
            cut = cut_cells(line.cells, block)
            if cut:
                self.remarks.append(Remark(codes.HEADER_CUT, cut[0], label_of=cut[0]))
        plans = [_row_plan(block.name, line, cells, line.header) for line in lines]
        return BlockPlan(block, edition, len(cells), tuple(plans))


def _row_plan(name: str, row: FoundRow | AcrossRow, cells: tuple[int, ...], header: HeaderPlan) -> RowPlan:
    """A row, with its cells in the header's order where the header decides alone."""
    alone = header.certainty is Certainty.COMPLETE and not header.optional and max(header.columns) < len(cells)
    targets = tuple(cells[number] for number in header.columns) if alone else None
    return RowPlan(name, row.label, row.values, cells, header, targets)
