"""A report's tables as text, aligned under Chinese characters.

Everything that draws the table is ASCII: terminals disagree on the width of lines and dots outside it.  What is no plain
number is told apart by a sign, so that colour only adds to it: `.` blank, `n/a`, `x` absent, `"words"`, `0/.?` ambiguous
with its candidates, `49*` inferred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from attrs import field, frozen

from govgrammar.diagnostics import Language
from govgrammar.export.csv import plain_number
from govgrammar.export.grid import Grid, GridColumn, GridLine, grids_of
from govgrammar.export.words import Line, Piece, balanced, cut, one_line, pad, pad_left, phrase, wrap
from govgrammar.form import Form
from govgrammar.model.cell import Cell
from govgrammar.model.report import AnnualReport
from govgrammar.source import display_width

_BLANK: Final = "."
_SIGNS: Final = {"blank": _BLANK, "not_applicable": "n/a", "text": '""', "absent": "x", "ambiguous": "?"}
_SIGNS_OF_MORE: Final = {"inferred": "*", "unexpected": "+"}
_GAP: Final = 2
_NARROWEST: Final = 6
_NARROWEST_LABEL: Final = 16
_LONGEST_BODY: Final = 10
_INDENT: Final = 2


@frozen
class _Shown:
    """What stands for a cell: the part that is aligned at its end, the mark behind it, and its kind."""

    body: str
    mark: str
    kind: str


@frozen
class _Sheet:
    """One rendering: what occurs is counted for the legend, and what is too long for its column becomes a note."""

    width: int
    lang: Language
    counts: Counter[str] = field(factory=Counter)
    notes: dict[str, int] = field(factory=dict)

    def shown(self, cell: Cell, heading: str) -> _Shown:
        """What stands for a cell in the table."""
        kind = "inferred" if cell.placement == "inferred" else cell.state
        self.counts[kind] += 1
        if cell.state == "number":
            unit = f" {cell.unit}" if cell.unit and cell.unit not in heading else ""
            return _Shown(plain_number(cell.value) + unit, "*" if kind == "inferred" else "", kind)
        if cell.state == "ambiguous":
            values = "/".join(_BLANK if value is None else plain_number(value) for value in cell.candidates)
            return _Shown(self._fitting(values), "?", kind)
        body = self._fitting(f'"{one_line(cell.raw)}"') if cell.state == "text" else _SIGNS.get(cell.state, cell.state)
        return _Shown(body, "", kind)

    def _fitting(self, body: str) -> str:
        if display_width(body) <= _LONGEST_BODY:
            return body
        return f"[{self.notes.setdefault(body, len(self.notes) + 1)}]"


def to_text(report: AnnualReport, form: Form, *, width: int = 100, lang: Language = "en") -> str:
    """The report's title and tables as plain text, at most `width` columns wide where its labels allow it."""
    lines = table_lines(report, form, width=width, lang=lang)
    return "".join("".join(piece.text for piece in line).rstrip() + "\n" for line in lines)


def table_lines(report: AnnualReport, form: Form, *, width: int = 100, lang: Language = "en") -> list[Line]:
    """The same as lines of pieces, for those who colour them."""
    sheet = _Sheet(width, lang)
    lines = [*_front(report, sheet)]
    for table, grids in grids_of(report, form):
        heading = one_line(form.spelling(form.headings[table]))
        editions = dict.fromkeys(grid.edition for grid in grids)
        lines += [(), (Piece(heading, "heading"), Piece(f"  ({', '.join(editions)})", "legend"))]
        lines += _table(grids, sheet)
    return [*lines, (), *_legend(sheet)]


def _front(report: AnnualReport, sheet: _Sheet) -> Iterator[Line]:
    title = one_line(report.title) if report.title else phrase("untitled", sheet.lang)
    yield (Piece(title, "title"),)
    facts = []
    for name in ("organ", "report_year", "published_on"):
        value = getattr(report, name)
        said = phrase("unknown", sheet.lang) if value is None else one_line(str(value))
        facts.append(f"{phrase(name, sheet.lang)}: {said}")
    yield (Piece("   ".join(facts), "label"),)


def _table(grids: tuple[Grid, ...], sheet: _Sheet) -> Iterator[Line]:
    """All blocks of a table, with one width of labels and one of columns."""
    shown = [[_row(line, grid, sheet) for line in grid.lines] for grid in grids if not grid.is_missing]
    cells = [cell for rows in shown for row in rows for cell in row]
    mark = 1 if any(cell.mark for cell in cells) else 0
    columns = [column for grid in grids for column in grid.columns]
    body = max((display_width(cell.body) for cell in cells), default=0) + mark
    column_width = max([body, *(_in_two_lines(one_line(column.label)) for column in columns)])
    most = max(len(grid.columns) for grid in grids)
    label_width = _label_width(grids, sheet.width - most * (column_width + _GAP))
    drawn = iter(shown)
    for number, grid in enumerate(grids):
        if number:
            yield ()
        if grid.is_missing:
            caption = f"{one_line(grid.caption)}: " if grid.caption else ""
            yield (Piece(f"{caption}{phrase('not_there', sheet.lang)}", "absent"),)
            continue
        yield from _header(grid, label_width, column_width)
        for line, row in zip(grid.lines, next(drawn), strict=True):
            yield from _drawn_row(line, row, label_width, column_width, mark)


def _in_two_lines(label: str) -> int:
    """The narrowest column that takes a label in two lines."""
    return next(width for width in range(_NARROWEST, len(label) * 2 + _NARROWEST) if len(wrap(label, width)) <= 2)  # noqa: PLR2004 -- two


def _label_width(grids: tuple[Grid, ...], room: int) -> int:
    longest = max((display_width(_label(line)) for grid in grids for line in grid.lines), default=0)
    return max(_NARROWEST_LABEL, min(longest, room))


def _label(line: GridLine) -> str:
    sign = f"{_SIGNS_OF_MORE['unexpected']} " if line.unexpected else ""
    return " " * (_INDENT * line.depth) + sign + one_line(line.label)


def _row(line: GridLine, grid: Grid, sheet: _Sheet) -> list[_Shown]:
    if line.unexpected:
        sheet.counts["unexpected"] += 1
    return [
        sheet.shown(cell, column.label) if cell else _Shown("", "", "label")
        for cell, column in zip(line.cells, grid.columns, strict=bool(line.cells))
    ]


def _drawn_row(line: GridLine, row: list[_Shown], label_width: int, column_width: int, mark: int) -> Iterator[Line]:
    indent = _INDENT * line.depth
    first, *rest = wrap(_label(line).strip(), label_width - indent)
    pieces = [Piece(pad(" " * indent + first, label_width))]
    for cell in row:
        text = pad_left(cell.body, column_width - mark + _GAP)
        pieces.append(Piece(text + pad(cell.mark, mark), cell.kind))
    yield tuple(pieces)
    for more in rest:
        yield (Piece(" " * (indent + _INDENT) + more),)


def _header(grid: Grid, label_width: int, column_width: int) -> Iterator[Line]:
    """The header: groups over their columns, then the columns' labels; the corner's labels to their left."""
    upper = [_spans(((grid.spanning, len(grid.columns)),), column_width)] if grid.spanning else []
    if any(column.group for column in grid.columns):
        upper.append(_spans(_groups(grid.columns), column_width))
    wrapped = [balanced(one_line(column.label), column_width) for column in grid.columns]
    height = max(map(len, wrapped))
    padded = [("",) * (height - len(lines)) + lines for lines in wrapped]
    upper += ["".join(" " * _GAP + pad_left(lines[level], column_width) for lines in padded) for level in range(height)]
    corner = [part for label in (grid.caption, *grid.corner) if label for part in wrap(one_line(label), label_width)]
    upper = [""] * (len(corner) - len(upper)) + upper
    corner = corner + [""] * (len(upper) - len(corner))
    for left, right in zip(corner, upper, strict=True):
        yield (Piece(pad(left, label_width) + right, "header"),)
    yield (Piece("-" * (label_width + len(grid.columns) * (column_width + _GAP)), "rule"),)


def _groups(columns: tuple[GridColumn, ...]) -> tuple[tuple[str | None, int], ...]:
    runs: list[tuple[str | None, int]] = []
    for column in columns:
        if runs and column.group and runs[-1][0] == column.group:
            runs[-1] = (column.group, runs[-1][1] + 1)
        else:
            runs.append((column.group, 1))
    return tuple(runs)


def _spans(groups: tuple[tuple[str | None, int], ...], column_width: int) -> str:
    """Labels over the columns that they span, between dashes."""
    parts = []
    for label, count in groups:
        width = count * (column_width + _GAP) - _GAP
        named = cut(f" {one_line(label)} ", width) if label else ""
        free = width - display_width(named)
        fill = "-" if label else " "
        parts.append(" " * _GAP + fill * (free // 2) + named + fill * (free - free // 2))
    return "".join(parts)


def _legend(sheet: _Sheet) -> Iterator[Line]:
    """What the signs mean, and how many of each there are: only of what occurs."""
    for body, number in sheet.notes.items():
        parts = wrap(one_line(body), max(_NARROWEST_LABEL, sheet.width - 6))
        yield from ((Piece(pad(f"[{number}]" if not i else "", 6) + part, "legend"),) for i, part in enumerate(parts))
    for name, sign in (_SIGNS | _SIGNS_OF_MORE).items():
        if sheet.counts[name]:
            yield (
                Piece(pad_left(sign, 4), name),
                Piece(f"  {phrase(name, sheet.lang)} ({sheet.counts[name]})", "legend"),
            )
    plain = sheet.counts["number"] + sheet.counts["inferred"]
    total = sum(sheet.counts.values()) - sheet.counts["unexpected"]
    yield (Piece(f"{pad_left('123', 4)}  {phrase('number', sheet.lang)} ({plain} / {total})", "legend"),)
