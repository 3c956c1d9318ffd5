"""An inspection as the plain data that its page holds: everything that the page's script shows, and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from attrs import frozen

from govgrammar.checks.registry import RULES
from govgrammar.diagnostics import Language
from govgrammar.export.csv import plain_number
from govgrammar.findings.page import Item, PageBox, PageTable, items_of, tables_of
from govgrammar.findings.words import said
from govgrammar.narrative import Fact
from govgrammar.source import Origin
from govgrammar.workbench.inspector import InspectedCell, InspectedReport, Inspection, Mark
from govgrammar.workbench.inspector_lines import shown, shown_lines
from govgrammar.workbench.inspector_words import words

_LONGEST: Final = 400
#: Plain values that have no label in the grammar are named by the page's words.
_NAMED_HERE: Final = ("title", "report_year", "organ")


def page_data(one: Inspection, lang: Language) -> dict[str, Any]:
    """The data of the page in one language; equal inspections give equal data."""
    maker = _Data(one, lang, words(lang))
    source = one.result.source
    hidden: dict[str, int] = {}
    lines, pieces = [], []
    for line in shown_lines(source, [mark.span for mark in one.marks]):
        lines.append(line.text)
        own = []
        for piece in line.pieces:
            more = [len(one.marks) + hidden.setdefault(piece.hidden, len(hidden))] if piece.hidden else []
            own.append([piece.start, piece.end, *piece.marks, *more])
        pieces.append(own or 0)
    return {
        "words": maker.words,
        "lines": lines,
        "pieces": pieces,
        "marks": [maker.mark(mark) for mark in one.marks] + [maker.hidden(name) for name in hidden],
        "cells": [maker.cell(number) for number in range(len(one.cells))],
        "findings": list(maker.findings()),
        "reports": list(maker.reports()),
    }


@frozen(slots=False)
class _Data:
    one: Inspection
    lang: Language
    words: dict[str, str]

    def mark(self, mark: Mark) -> dict[str, Any]:
        line, column = self.one.result.source.position(mark.span.start)
        found: dict[str, Any] = {"kind": mark.kind, "line": line, "at": column, "name": mark.name}
        if mark.rules:
            found["rules"] = list(mark.rules)
        if mark.cells:
            found["cells"] = list(mark.cells)
        if mark.finding is not None:
            found["finding"] = mark.finding
            found["name"] = self.one.findings[mark.finding].outcome.found.severity.value
        return found

    def hidden(self, name: str) -> dict[str, Any]:
        return {"kind": "hidden", "line": 0, "at": 0, "name": name}

    # ---- cells ----

    def cell(self, number: int) -> dict[str, Any]:
        own = self.one.cells[number]
        cell, labels = own.cell, self.one.checked.labels(self.one.reports[own.report].report)
        line, column = self.one.result.source.position(cell.span.start)
        return {
            "key": str(cell.key),
            "row": shown(labels.row(cell)),
            "column": shown(labels.column(cell)),
            "state": cell.state,
            "flags": list(own.flags),
            "value": "" if cell.value is None else plain_number(cell.value),
            "raw": _cut(cell.raw),
            "unit": shown(cell.unit or ""),
            "candidates": [self._candidate(value) for value in cell.candidates],
            "said": shown(said(cell, self.lang)),
            "inferred": cell.placement == "inferred",
            "mark": own.mark,
            "rows": list(own.rows),
            "columns": list(own.columns),
            "line": line,
            "at": column,
            "origin": self._origin(own.origin),
            "notes": [list(note) for note in cell_notes(self.one, own, self.words)],
        }

    def _candidate(self, value: Any) -> str:
        return self.words["blank"] if value is None else plain_number(value)

    def _origin(self, origin: Origin | None) -> str:
        if origin is None:
            return ""
        if origin.part is not None:
            place = origin.part
        elif origin.page is not None:
            box = " ".join(f"{edge:.0f}" for edge in origin.box or ())
            place = self.words["origin_pdf"].format(page=origin.page, box=box)
        else:
            name = "origin_html" if origin.kind == "html" else "origin_text"
            place = self.words[name].format(start=origin.start, end=origin.end)
        more = self.words["origin_more"].format(count=len(origin.more)) if origin.more else ""
        return shown(place + more)

    # ---- findings ----

    def findings(self) -> Iterator[dict[str, Any]]:
        rules = {rule.id: rule for rule in RULES}
        items = items_of(self.one.checked, rules, self.lang)
        for item, own in zip(items, self.one.findings, strict=True):
            yield {**self._item(item), "marks": list(own.marks), "cells": list(own.cells)}

    def _item(self, item: Item) -> dict[str, Any]:
        found = item.outcome.found
        code = item.outcome.rule if item.outcome.rule == found.code else f"{item.outcome.rule} · {found.code}"
        line, column = self.one.result.source.position(found.span.start)
        return {
            "number": item.number,
            "severity": found.severity.value,
            "code": code,
            "name": shown(item.name or self.words["reader"]),
            "message": shown(item.message),
            "explanation": item.explanation,
            "basis": item.source,
            "sides": [[self.words[name], value] for name, value in item.sides],
            "line": line,
            "at": column,
        }

    # ---- reports ----

    def reports(self) -> Iterator[dict[str, Any]]:
        tables: dict[int, list[PageTable]] = {}
        for table in tables_of(self.one.checked, self.lang, absent=True):
            tables.setdefault(table.number, []).append(table)
        first = 0
        for number, own in enumerate(self.one.reports):
            yield {
                "title": shown(own.report.title or ""),
                "plain": list(self._plain(own)),
                "sections": list(self._sections(own)),
                "facts": [self._fact(fact, mark) for fact, mark in own.facts],
                "tables": [self._table(table, first) for table in tables.get(number, ())],
            }
            first += len(own.report.store)

    def _plain(self, own: InspectedReport) -> Iterator[list[Any]]:
        form = self.one.checked.form
        labels = {name: form.spelling(terminal) for terminal, name in form.metadata.items()}
        for name, mark in own.plain.items():
            label = self.words[name] if name in _NAMED_HERE else self._label(labels.get(name, name), name)
            yield [label, _cut(str(getattr(own.report, name))), mark]

    def _label(self, label: str, name: str) -> str:
        return label if self.lang == "zh" else name.replace("_", " ")

    def _sections(self, own: InspectedReport) -> Iterator[list[Any]]:
        form = self.one.checked.form
        for name, terminal in form.headings.items():
            yield [shown(form.spelling(terminal)), own.headings.get(name, -1)]

    def _fact(self, fact: Fact, mark: int) -> list[Any]:
        value = "" if fact.value is None else f"{plain_number(fact.value)} {fact.unit or ''}".strip()
        return [fact.kind, value, _cut(self.one.result.source.slice(fact.span)), mark]

    def _table(self, table: PageTable, first: int) -> dict[str, Any]:
        boxes = [[self._box(box, first) for box in row] for row in table.rows]
        self._label_boxes(table, boxes)
        cells = [box["cell"] for row in boxes for box in row if "cell" in box]
        return {
            "name": table.name,
            "heading": table.heading,
            "editions": table.editions,
            "absent": all(self.one.cells[number].cell.state == "absent" for number in cells),
            "rows": boxes,
        }

    def _box(self, box: PageBox, first: int) -> dict[str, Any]:
        found: dict[str, Any] = {"text": shown(box.text)}
        if box.columns > 1:
            found["columns"] = box.columns
        if box.rows > 1:
            found["rows"] = box.rows
        if box.scope:
            found["scope"] = box.scope
        else:
            found["state"] = box.state
        if box.anchor:
            found["cell"] = first + int(box.anchor.partition("-")[2])
        return found

    def _label_boxes(self, table: PageTable, boxes: Sequence[Sequence[dict[str, Any]]]) -> None:
        """Give each label of the table the mark of the token that spells it: the only one, or one for each of as many."""
        spelled = self._spelled.get((table.number, table.name), {})
        named: dict[str, list[dict[str, Any]]] = {}
        for row in boxes:
            for box in row:
                if "scope" in box:
                    named.setdefault(box["text"], []).append(box)
        for text, same in named.items():
            marks = spelled.get(text, [])
            if len(marks) == len(same) or len(marks) == 1:
                for box, number in zip(same, marks * len(same), strict=False):
                    box["mark"] = number

    @cached_property
    def _spelled(self) -> dict[tuple[int, str], dict[str, list[int]]]:
        """By report and table the marks of labels, by the form's spelling; of what the form has not, as written."""
        form, source = self.one.checked.form, self.one.result.source
        begins = [min(self._begins(own), default=0) for own in self.one.reports]
        found: dict[tuple[int, str], dict[str, list[int]]] = {}
        for number, mark in enumerate(self.one.marks):
            if mark.kind in {"label", "header"} and mark.rules:
                text = form.spelling(mark.name) if mark.name in form.spellings else source.slice(mark.span)
                report = max(0, bisect_right(begins, mark.span.start) - 1)
                own = found.setdefault((report, mark.rules[0]), {})
                own.setdefault(" ".join(text.split()), []).append(number)
        return found

    def _begins(self, own: InspectedReport) -> Iterator[int]:
        yield from own.report.store.places
        yield from (self.one.marks[mark].span.start for mark in own.headings.values())


def cell_notes(one: Inspection, own: InspectedCell, said: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What the details of a cell say of how it was read, as name and text: the rule and the terminal that took its labels.

    Whatever explains a cell further belongs here.
    """
    for name, lacking, marks in (("row_by", "no_row", own.rows), ("column_by", "no_column", own.columns)):
        taken = dict.fromkeys(" › ".join((*one.marks[mark].rules, one.marks[mark].name)) for mark in marks)
        yield said[name], "; ".join(taken) or said[lacking]


def _cut(text: str) -> str:
    written = shown(text.replace("\r\n", "\n").replace("\n", "↵"))
    return written if len(written) <= _LONGEST else written[:_LONGEST] + "…"
