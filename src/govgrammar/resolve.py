"""What the tree means: which report, section, table, block, edition, row and column each token is part of.

Judgements, in the order in which they are made:

1. A title behind the sections, with sections behind it again, begins another report; so does the first section once more.
2. A section that stands twice is one section; its first heading counts.
3. A row belongs to the block that has its label; the header above it counts if it fits that block.
4. A block's edition: the header that fits best, then the rows that fit best, then the edition of most other blocks.  The
   year of the report never decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import define, evolve, field, frozen
from lark import Tree

from govgrammar import codes
from govgrammar.across import read_across
from govgrammar.columns import UNEXPECTED, HeaderCell, ReadColumn, match_score, read_header
from govgrammar.form import TEXT, VALUES, Block, Edition, Form, Table
from govgrammar.model.cell import CellKey
from govgrammar.parser import Leaf
from govgrammar.plan import BlockPlan, Remark, ReportPlan, RowPlan, TablePlan

FRONT: Final = "front"


@frozen
class Item:
    """A token of a section with the values behind it, as token indices."""

    terminal: str
    token: int
    values: int | None


@define
class Section:
    """A section as it stands in the tree."""

    name: str
    heading: int | None
    items: list[Item]


@define
class _Keys:
    """A report's cells in the form's order, as they are laid out."""

    keys: list[CellKey] = field(factory=list)
    anchors: list[int] = field(factory=list)
    labels: dict[int, int] = field(factory=dict)

    def add(self, key: CellKey, anchor: int, label: int | None = None) -> int:
        index = len(self.keys)
        self.keys.append(key)
        self.anchors.append(anchor)
        if label is not None:
            self.labels[index] = label
        return index


@frozen
class _FoundRow:
    """A row as it stands: its label's terminal, its tokens, and the header cells above it."""

    terminal: str
    label: int
    values: int | None
    header: tuple[HeaderCell, ...]


def resolve(tree: Tree[Leaf], form: Form) -> tuple[ReportPlan, ...]:
    """The plans of the reports in a tree, in the document's order; empty where nothing of a report is there."""
    reports = list(_reports(_sections(tree)))
    return tuple(_report(sections, form) for sections in reports if any(s.name != FRONT for s in sections))


def _sections(tree: Tree[Leaf]) -> Iterator[Section]:
    for node in tree.children:
        if not isinstance(node, Tree):
            continue
        children = list(node.children)
        heading: int | None = None
        if node.data != FRONT and children and isinstance(children[0], Leaf):
            heading = children[0].number
            del children[0]
        items = []
        for child in children:
            if isinstance(child, Leaf):
                items.append(Item(child.type, child.number, None))
            elif isinstance(child, Tree):
                leaves = [leaf for leaf in child.children if isinstance(leaf, Leaf)]
                items.append(Item(leaves[0].type, leaves[0].number, leaves[1].number if len(leaves) > 1 else None))
        yield Section(str(node.data), heading, items)


def _reports(sections: Iterable[Section]) -> Iterator[list[Section]]:
    """Cut the sections where another report begins: judgement 1."""
    current: list[Section] = []
    first: str | None = None
    for section in sections:
        if section.name != FRONT:
            if first is not None and section.name == first and len({s.name for s in current} - {FRONT}) > 1:
                tail = _front_of_next(current[-1])
                yield current
                current, first = ([tail] if tail else []), None
            elif current and any(s.name != FRONT for s in current) and (tail := _front_of_next(current[-1])):
                yield current
                current, first = [tail], None
            first = first or section.name
        current.append(section)
    if current:
        yield current


def _front_of_next(section: Section) -> Section | None:
    """The items from the last section's title on: they belong to the report that follows."""
    for position, item in enumerate(section.items):
        if item.terminal == "TITLE" and section.name != FRONT:
            items = section.items[position:]
            del section.items[position:]
            return Section(FRONT, None, items)
    return None


def _report(sections: list[Section], form: Form) -> ReportPlan:
    remarks: list[Remark] = []
    merged = _merge(sections, form, remarks)
    front = merged.pop(FRONT, Section(FRONT, None, []))
    titles = [i.token for section in (front, *merged.values()) for i in section.items if i.terminal == "TITLE"]
    keys = _Keys()
    tables = tuple(_tables(merged, form, keys, remarks))
    return ReportPlan(
        titles=tuple(titles),
        metadata=tuple((form.metadata[i.terminal], i.token) for i in front.items if i.terminal in form.metadata),
        front=tuple(i.token for i in front.items if i.terminal == TEXT),
        sections={name: s.heading for name, s in merged.items() if s.heading is not None},
        texts={name: tuple(i.token for i in s.items if i.terminal == TEXT) for name, s in merged.items()},
        tables=tables,
        keys=tuple(keys.keys),
        anchors=tuple(keys.anchors),
        labels=keys.labels,
        remarks=tuple(remarks),
    )


def _merge(sections: list[Section], form: Form, remarks: list[Remark]) -> dict[str, Section]:
    """One section for each name: judgement 2."""
    merged: dict[str, Section] = {}
    for section in sections:
        known = merged.get(section.name)
        if known is None:
            merged[section.name] = section
            continue
        known.items.extend(section.items)
        if section.heading is not None:
            label = form.spelling(form.headings[section.name])
            remarks.append(Remark(codes.SECTION_REPEATED, section.heading, {"section": section.name, "label": label}))
    return merged


# ---- tables ----


def _tables(merged: dict[str, Section], form: Form, keys: _Keys, remarks: list[Remark]) -> Iterator[TablePlan]:
    found = {name: _found_rows(merged[name], form, remarks) for name in form.tables if name in merged}
    blocks = {name: _by_block(name, rows, form) for name, rows in found.items()}
    across = {
        name: read_across([(i.terminal, i.token, i.values) for i in merged[name].items], block)
        for name in found
        if (block := form.editions[-1].table(name).blocks[0]).across
    }
    decided = _decide(blocks, form)
    if not any(blocks.values()) and not any(row.values is not None for rows in across.values() for row in rows):
        return
    usual = Counter(decided.values()).most_common(1)[0][0] if decided else form.editions[-1].name
    last = max((token for s in merged.values() for token in [s.heading or 0, *(i.token for i in s.items)]), default=0)
    for name in form.tables:
        section = merged.get(name)
        heading = section.heading if section else None
        begin = len(keys.keys)
        anchor = heading if heading is not None else last
        if name in across or form.editions[-1].table(name).blocks[0].across:
            block = form.edition(usual).table(name).blocks[0]
            plans = [_across_plan(name, block, usual, across.get(name, ()), keys, anchor)]
        else:
            plans = []
            for block, edition in _blocks_of(name, blocks.get(name, {}), decided, usual, form):
                rows = blocks.get(name, {}).get(block.name, [])
                plans.append(_block_plan(name, block, edition, rows, keys, remarks, anchor, form))
                anchor = keys.anchors[-1] if keys.anchors else anchor
        yield TablePlan(name, heading, tuple(plans), begin, len(keys.keys))


def _found_rows(section: Section, form: Form, remarks: list[Remark]) -> list[_FoundRow]:
    """Rows with the header above them.  A caption, the corner of a header, or a column behind rows begins a new header."""
    table = form.editions[-1].table(section.name)
    if table.blocks[0].across:
        return []
    known = [edition.table(section.name) for edition in form.editions]
    captions = {block.caption for t in known for block in t.blocks} - {None}
    corners = {name for t in known for block in t.blocks for name in (*block.corner, block.spanning) if name}
    rows_of = form.row_terminals
    header: list[HeaderCell] = []
    closed, begun, rows = False, False, []
    for item in section.items:
        if item.terminal in captions or item.terminal in corners:
            if closed or item.terminal in captions:
                header = []
            closed, begun = False, True
        elif item.terminal in rows_of:
            closed, begun = True, True
            rows.append(_FoundRow(item.terminal, item.token, item.values, tuple(header)))
            continue
        elif item.terminal in form.column_terminals and item.terminal in form.own[section.name]:
            if closed:
                header, closed = [], False
            header.append(HeaderCell(item.terminal, item.token))
            begun = True
        elif item.terminal == TEXT and begun and item.values is not None:
            closed = True
            rows.append(_FoundRow(TEXT, item.token, item.values, tuple(header)))
            continue
        elif item.terminal == TEXT and header and not closed:
            header.append(HeaderCell(TEXT, item.token))
        if item.values is not None:
            remarks.append(_stray(item.values, form, section.name))
    return rows


def _stray(token: int, form: Form, section: str) -> Remark:
    row = next(row for block in form.editions[-1].table(section).blocks for row in block.rows)
    expected = {"expected": form.spelling(row.terminal), "expected_en": row.name}
    return Remark(codes.STRAY, token, expected, label_of=token)


def _by_block(name: str, rows: list[_FoundRow], form: Form) -> dict[str, list[_FoundRow]]:
    """Rows by the block that has their label; a row that no block has goes with the row before it: judgement 3."""
    home = {
        row.terminal: block.name
        for edition in form.editions
        for block in edition.table(name).blocks
        for row in block.rows
    }
    blocks: dict[str, list[_FoundRow]] = {}
    current = form.editions[-1].table(name).blocks[0].name
    for row in rows:
        current = home.get(row.terminal, current)
        blocks.setdefault(current, []).append(row)
    return blocks


def _candidates(table: str, block: str, form: Form) -> list[tuple[Edition, Block]]:
    return [
        (edition, candidate)
        for edition in form.editions
        for candidate in edition.table(table).blocks
        if candidate.name == block
    ]


def _decide(blocks: dict[str, dict[str, list[_FoundRow]]], form: Form) -> dict[tuple[str, str], str]:
    """The edition of every block that was found: judgement 4."""
    decided: dict[tuple[str, str], str] = {}
    open_blocks: list[tuple[str, str, list[Edition]]] = []
    for table, found in blocks.items():
        for name, rows in found.items():
            best: list[Edition] = []
            best_score: tuple[int, int] | None = None
            for edition, block in _candidates(table, name, form):
                score = _edition_score(rows, block)
                if best_score is None or score > best_score:
                    best, best_score = [edition], score
                elif score == best_score:
                    best.append(edition)
            if len(best) == 1:
                decided[table, name] = best[0].name
            else:
                open_blocks.append((table, name, best))
    for table, name, best in open_blocks:
        near = Counter(edition for (other, _), edition in decided.items() if other == table)
        far = Counter(decided.values())
        decided[table, name] = max(
            best, key=lambda edition: (near[edition.name], far[edition.name], form.editions.index(edition))
        ).name
    return decided


def _edition_score(rows: list[_FoundRow], block: Block) -> tuple[int, int]:
    headers = {row.header for row in rows if row.header}
    terminals = {row.terminal for row in block.rows}
    with_values = sum(row.terminal in terminals for row in rows if row.values is not None)
    return max((match_score(header, block) for header in headers), default=0), with_values


def _blocks_of(
    table: str, found: dict[str, list[_FoundRow]], decided: dict[tuple[str, str], str], usual: str, form: Form
) -> Iterator[tuple[Block, str]]:
    """The blocks of a table in the form's order: those of its usual edition, and others that were found."""
    here = Counter(edition for (other, _), edition in decided.items() if other == table)
    mostly = here.most_common(1)[0][0] if here else usual
    names = dict.fromkeys(block.name for edition in form.editions for block in edition.table(table).blocks)
    order = [block.name for block in form.edition(mostly).table(table).blocks]
    for name in sorted(names, key=lambda n: (order.index(n) if n in order else len(order), n)):
        edition = decided.get((table, name), mostly)
        for candidate, block in _candidates(table, name, form):
            if candidate.name == edition and (name in found or name in order):
                yield block, edition


def _block_plan(
    table: str,
    block: Block,
    edition: str,
    rows: list[_FoundRow],
    keys: _Keys,
    remarks: list[Remark],
    anchor: int,
    form: Form,
) -> BlockPlan:
    names = {row.terminal: row.name for row in block.rows}
    headers: dict[tuple[HeaderCell, ...], tuple[ReadColumn, ...] | None] = {}
    for row in rows:
        if row.header not in headers:
            headers[row.header] = _columns_above(row, block, remarks)
    columns = [column.name for column in block.columns]
    extra = _unexpected_columns(headers.values(), table, keys, remarks)
    seen = {names[row.terminal]: row for row in rows if row.terminal in names}
    places: dict[tuple[str, str], int] = {}
    for form_row in block.rows:
        found = seen.get(form_row.name)
        anchor = anchor if found is None else found.label if found.values is None else found.values
        for column in (*columns, *extra.values()):
            label = next((token for token, name in extra.items() if name == column), None)
            places[form_row.name, column] = keys.add(CellKey(table, form_row.name, column), anchor, label)
        if found is None and rows:
            remarks.append(
                Remark(codes.ROW_MISSING, anchor, {"row": form_row.name, "label": form.spelling(form_row.terminal)})
            )
    plans = []
    for row in rows:
        name = names.get(row.terminal)
        if name is None and row.values is None:
            continue  # a group's label, or one that stands alone
        if name is None:
            name = _next_unexpected(keys, table)
            remarks.append(Remark(codes.ROW_UNEXPECTED, row.label, {"row": name}, label_of=row.label))
            for column in (*columns, *extra.values()):
                at = row.label if row.values is None else row.values
                places[name, column] = keys.add(CellKey(table, name, column), at, row.label)
        read = headers[row.header]
        targets = (
            tuple(places[name, extra[c.token] if c.name == UNEXPECTED else c.name] for c in read)
            if read is not None
            else tuple(places[name, c] for c in columns)
        )
        plans.append(
            RowPlan(
                name,
                row.label,
                row.values,
                targets,
                assumed=read is None,
                optional=tuple(position for position, column in enumerate(read or ()) if column.optional),
                header=tuple(c.token for c in read or ()),
                careful=not form.columns_with_own_rules.isdisjoint(keys.keys[t].column for t in targets),
            )
        )
    return BlockPlan(block, edition, tuple(plans))


def _columns_above(row: _FoundRow, block: Block, remarks: list[Remark]) -> tuple[ReadColumn, ...] | None:
    """The columns of the header above a row, or `None` where it is lost, cannot be told, or belongs to another block."""
    read = read_header(row.header, block) if match_score(row.header, block) > 0 else None
    if read is None:
        return None
    for token in read.cut[:1]:
        remarks.append(Remark(codes.HEADER_CUT, token, label_of=token))
    return read.columns


def _unexpected_columns(
    headers: Iterable[Sequence[ReadColumn] | None], table: str, keys: _Keys, remarks: list[Remark]
) -> dict[int, str]:
    """Names for the columns that the form has not, by their header token."""
    taken = sum(1 for key in keys.keys if key.table == table and key.column.startswith(UNEXPECTED))
    extra: dict[int, str] = {}
    for columns in headers:
        for column in columns or ():
            if column.name == UNEXPECTED and column.token not in extra:
                extra[column.token] = f"{UNEXPECTED}.{taken + len(extra) + 1}"
                if not column.optional:
                    name = {"column": extra[column.token]}
                    remarks.append(Remark(codes.COLUMN_UNEXPECTED, column.token, name, label_of=column.token))
    return extra


def _next_unexpected(keys: _Keys, table: str) -> str:
    rows = {key.row for key in keys.keys if key.table == table and key.row.startswith(UNEXPECTED)}
    return f"{UNEXPECTED}.{len(rows) + 1}"


def _across_plan(
    table: str, block: Block, edition: str, rows: Iterable[RowPlan], keys: _Keys, anchor: int
) -> BlockPlan:
    """The table that is printed across: its rows' targets count from its first cell."""
    first = len(keys.keys)
    found = tuple(rows)
    anchor = next((row.values for row in found if row.values is not None), anchor)
    for row in block.rows:
        for column in block.columns:
            keys.add(CellKey(table, row.name, column.name), anchor)
    moved = tuple(evolve(r, targets=tuple(first + t for t in r.targets)) for r in found)
    return BlockPlan(block, edition, moved)


__all__ = ["VALUES", "Item", "Section", "Table", "resolve"]
