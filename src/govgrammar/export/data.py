"""A report as plain data and back, for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from attrs import asdict, fields

from govgrammar.model.cell import Cell, CellKey, CellState, CellStore, Number, Reading
from govgrammar.model.report import AnnualReport, NarrativeItem, NarrativeSection
from govgrammar.source import Span

_NOT_PLAIN: Final = frozenset({"store", "places", "known", "editions", "notes"})
#: The sections of text.
SECTIONS: Final = ("overview", "problems_and_improvements", "other_matters")


def is_plain(member: str) -> bool:
    """Whether a member of a report stands in its data as it is, or as a section."""
    return member not in _NOT_PLAIN


def number_to_data(value: Number | None) -> int | str | None:
    """A count as it is, money as a string: no binary fraction stands for 310.4935."""
    return str(value) if isinstance(value, Decimal) else value


def number_from_data(value: int | str | None) -> Number | None:
    """The number that `number_to_data` wrote."""
    return Decimal(value) if isinstance(value, str) else value


def cell_to_dict(cell: Cell) -> dict[str, Any]:
    """One cell as plain data.  `start` and `end` are the span, `at` where the whole cell as written begins."""
    data: dict[str, Any] = {
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "state": cell.state,
        "value": number_to_data(cell.value),
        "raw": cell.raw,
        "start": cell.span.start,
        "end": cell.span.end,
        "at": cell.place,
        "unit": cell.unit,
        "placement": cell.placement,
        "candidates": [number_to_data(value) for value in cell.candidates],
    }
    if cell.label is not None:
        data["label"] = cell.label
    return data


def report_to_dict(report: AnnualReport) -> dict[str, Any]:
    """One report as plain data."""
    data: dict[str, Any] = {}
    for member in fields(AnnualReport):
        if member.name in SECTIONS:
            section = getattr(report, member.name)
            data[member.name] = None if section is None else asdict(section)
        elif is_plain(member.name):
            data[member.name] = getattr(report, member.name)
    data["notes"] = {name: asdict(section) for name, section in report.notes.items()}
    data["editions"] = {table: dict(blocks) for table, blocks in report.editions.items()}
    data["places"] = {name: [span.start, span.end] for name, span in report.places.items()}
    data["known"] = sorted(report.known)
    data["cells"] = [cell_to_dict(cell) for cell in report.cells()]
    return data


def report_from_dict(data: Mapping[str, Any], text: str) -> AnnualReport:
    """The report that `report_to_dict` wrote."""
    plain: dict[str, Any] = {
        m.name: data[m.name] for m in fields(AnnualReport) if is_plain(m.name) and m.name not in SECTIONS
    }
    plain |= {name: _section(data[name]) for name in SECTIONS}
    return AnnualReport(
        **plain,
        notes={name: section for name, d in data["notes"].items() if (section := _section(d))},
        editions={table: dict(blocks) for table, blocks in data["editions"].items()},
        store=_store(data["cells"], text),
        places={name: Span(*place) for name, place in data["places"].items()},
        known=frozenset(data["known"]),
    )


def _section(data: Mapping[str, Any] | None) -> NarrativeSection | None:
    if data is None:
        return None
    items = tuple(NarrativeItem(i["mark"], i["text"], Span(**i["span"])) for i in data["items"])
    return NarrativeSection(data["heading"], data["text"], Span(**data["span"]), tuple(data["paragraphs"]), items)


def _store(cells: list[Mapping[str, Any]], text: str) -> CellStore:
    return CellStore(
        text,
        tuple(CellKey(c["table"], c["row"], c["column"]) for c in cells),
        [
            Reading(
                CellState(c["state"]),
                number_from_data(c["value"]),
                c["start"] - c["at"],
                c["end"] - c["at"],
                len(c["raw"]),
                c["unit"],
            )
            for c in cells
        ],
        [c["at"] for c in cells],
        candidates={i: tuple(map(number_from_data, c["candidates"])) for i, c in enumerate(cells) if c["candidates"]},
        inferred=frozenset(i for i, c in enumerate(cells) if c["placement"] == "inferred"),
        labels={i: c["label"] for i, c in enumerate(cells) if "label" in c},
    )
