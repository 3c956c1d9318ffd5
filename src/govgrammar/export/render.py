"""Write a whole report as text, in any layout.

A `Draft` says what is printed.  `draft_of` makes one from a report that was read, `render` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from govgrammar.export.sheet import UNEXPECTED, PrintedCells, table_sheet
from govgrammar.fold import squeeze
from govgrammar.form import Form, load_form
from govgrammar.layouts.registry import LAYOUTS, Layout
from govgrammar.layouts.sheet import Sheet
from govgrammar.model.cell import Cell, CellKey
from govgrammar.model.report import AnnualReport

_SHOWN: Final = 8


class NotWritableError(ValueError):
    """A report holds ambiguous cells, and nothing that is printed says so.  `cells` are their names."""

    def __init__(self, cells: tuple[CellKey, ...]) -> None:
        self.cells = cells
        named = ", ".join(map(str, cells[:_SHOWN])) + (", …" if len(cells) > _SHOWN else "")
        super().__init__(f"{len(cells)} ambiguous cells cannot be written: {named}; allow them to be left blank")


@frozen
class Draft:
    """What a report prints, before it has a layout.

    `cells` holds each cell's text as printed, an empty string for a blank; a cell that is not in it is not there.
    `editions` names the edition of each block of each table, in order; `narratives` the paragraphs of each section, those
    of a table standing above it.  A section is printed where `sections` names it.
    """

    cells: Mapping[CellKey, str]
    editions: Mapping[str, Mapping[str, str]]
    title: str | None = None
    metadata: Mapping[str, str] = field(factory=dict)
    preamble: tuple[str, ...] = ()
    narratives: Mapping[str, tuple[str, ...]] = field(factory=dict)
    labels: Mapping[CellKey, str] = field(factory=dict)
    sections: tuple[str, ...] | None = None


def write(draft: Draft, layout: Layout | str, *, form: Form | None = None) -> str:
    """A draft as text in one layout.  Raises `KeyError` for a layout that there is not."""
    chosen = LAYOUTS[layout] if isinstance(layout, str) else layout
    parts = (
        chosen.write(part) if isinstance(part, Sheet) else chosen.paragraph(part)
        for part in printed(draft, form or load_form())
    )
    return chosen.between.join(parts) + "\n"


def render(
    report: AnnualReport, layout: Layout | str, *, ambiguous_as_blank: bool = False, form: Form | None = None
) -> str:
    """A report that was read, rewritten in another layout.

    Figures are printed as plain digits with the unit that the form's own header does not print; every other cell as it
    was written.  Raises `NotWritableError` where a cell is ambiguous and `ambiguous_as_blank` does not allow to leave it
    blank, and `KeyError` for a layout that there is not.
    """
    chosen = form or load_form()
    return write(draft_of(report, ambiguous_as_blank=ambiguous_as_blank, form=chosen), layout, form=chosen)


def draft_of(report: AnnualReport, *, ambiguous_as_blank: bool = False, form: Form | None = None) -> Draft:
    """What a report that was read prints.  Absent cells are left out."""
    chosen = form or load_form()
    cells = [cell for cell in report.cells() if cell.state != "absent"]
    ambiguous = tuple(cell.key for cell in cells if cell.state == "ambiguous")
    if ambiguous and not ambiguous_as_blank:
        raise NotWritableError(ambiguous)
    units = _form_units(report, chosen)
    metadata = {name: value for name in chosen.metadata.values() if (value := getattr(report, name, None))}
    sections = [getattr(report, name, None) for name in chosen.headings if name not in chosen.tables]
    texts = {name: s for name, s in zip(_narrative_names(chosen), sections, strict=True) if s is not None}
    labels = _labels(cells)
    strays = {squeeze(label) for label in labels.values()}
    notes = {
        name: tuple(text for text in note.paragraphs if squeeze(text) not in strays)
        for name, note in report.notes.items()
    }
    there = {*texts, *notes, *(cell.table for cell in cells)}
    return Draft(
        cells={cell.key: _printed(cell, units) for cell in cells},
        editions=report.editions,
        title=report.title,
        metadata=metadata,
        preamble=tuple((report.preamble or "").splitlines()),
        narratives={name: section.paragraphs for name, section in texts.items()} | notes,
        labels=labels,
        sections=tuple(name for name in chosen.headings if name in there),
    )


def _narrative_names(form: Form) -> list[str]:
    return [name for name in form.headings if name not in form.tables]


def _form_units(report: AnnualReport, form: Form) -> dict[tuple[str, str], str | None]:
    """The unit that the form's own header prints for each column of each row."""
    units: dict[tuple[str, str], str | None] = {}
    for table, blocks in report.editions.items():
        for name, edition in blocks.items():
            block = next(b for b in form.edition(edition).table(table).blocks if b.name == name)
            for column in block.columns:
                header = squeeze(form.spelling(column.terminals[0]))
                match = next((m for p in form.patterns["PRINTED_UNIT"] if (m := p.search(header))), None)
                for row in block.rows:
                    units[row.name, column.name] = match["unit"] if match else None
    return units


def _printed(cell: Cell, units: Mapping[tuple[str, str], str | None]) -> str:
    if cell.value is None:
        return "" if cell.state in {"blank", "ambiguous"} else " ".join(cell.raw.split())
    digits = format(cell.value, "f") if isinstance(cell.value, Decimal) else str(cell.value)
    return digits if cell.unit in {None, units.get((cell.row, cell.column))} else f"{digits}{cell.unit}"


def _labels(cells: list[Cell]) -> dict[CellKey, str]:
    """The labels, as written, of rows and columns that the form does not have."""
    labels: dict[CellKey, str] = {}
    for cell in cells:
        if cell.label is None:
            continue
        if cell.row.partition(".")[0] == UNEXPECTED:
            labels[CellKey(cell.table, cell.row, "")] = cell.label
        else:
            labels[CellKey(cell.table, "", cell.column)] = cell.label
    return labels


def printed(draft: Draft, form: Form) -> Iterator[str | Sheet]:
    """The paragraphs and tables of a draft, in the report's order."""
    keys = {name: form.spelling(terminal) for terminal, name in form.metadata.items()}
    yield from [draft.title] if draft.title else []
    yield from (f"{keys[name]}: {value}" for name, value in draft.metadata.items())
    yield from draft.preamble
    cells = PrintedCells(draft.cells, draft.labels)
    for name, terminal in form.headings.items():
        if draft.sections is not None and name not in draft.sections:
            continue
        yield form.spelling(terminal)
        yield from (text for text in draft.narratives.get(name, ()) if text.strip())
        sheet = table_sheet(name, draft.editions.get(name, {}), cells, form) if name in form.tables else None
        if sheet is not None:
            yield sheet
