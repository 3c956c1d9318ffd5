"""The data dictionary of a batch: every column and every cell of the form, from the grammar and the code."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import frozen

from govgrammar import __version__
from govgrammar.batch.columns import Column, wide_name
from govgrammar.batch.rows import CORRECTED
from govgrammar.blocks import Row, RowGroup
from govgrammar.form import Form
from govgrammar.model.cell import CellKey, CellState, Placement

_BETWEEN: Final = " / "
_HEAD: Final = """# 数据字典  Data dictionary

由 govgrammar {version} 按语法文件生成。  Written by govgrammar {version} from its grammar files ({grammar}).

空格、不适用、缺失、待定的单元格都没有数值;它们不是 0。  A cell that is blank, not applicable, absent or ambiguous has no value; it is not a zero.
"""


@frozen
class CellAbout:
    """A cell of the form: what it is called, and which editions have it."""

    key: CellKey
    labels: tuple[str, str, str]
    editions: tuple[str, ...]


def cells_about(form: Form) -> tuple[CellAbout, ...]:
    """Every cell of every edition, in the form's order."""
    found: dict[CellKey, tuple[tuple[str, str, str], dict[str, None]]] = {}
    for table in form.tables:
        heading = form.spelling(form.headings[table])
        for edition in form.editions:
            for block in edition.table(table).blocks:
                for row, label in _rows(form, block.members):
                    for column in block.columns:
                        labels = (heading, label, form.spelling(column.terminals[0]))
                        entry = found.setdefault(CellKey(table, row, column.name), (labels, {}))
                        entry[1][edition.name] = None
    return tuple(CellAbout(key, labels, tuple(editions)) for key, (labels, editions) in found.items())


def _rows(form: Form, members: Sequence[Row | RowGroup], above: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each row with its label, behind the labels of its groups."""
    for member in members:
        labels = (*above, form.spelling(member.terminal))
        if isinstance(member, RowGroup):
            yield from _rows(form, member.members, labels)
        else:
            yield member.name, _BETWEEN.join(labels)


def dictionary_data(files: Mapping[str, Sequence[Column]], form: Form) -> dict[str, Any]:
    """The dictionary as plain data."""
    about = {wide_name(cell.key): cell for cell in cells_about(form)}
    return {
        "govgrammar": __version__,
        "grammar": form.digest,
        "files": {
            name: [{"name": c.name, "type": c.type, **_said(c, about)} for c in columns]
            for name, columns in files.items()
        },
        "states": [state.value for state in CellState],
        "placements": [*(placement.value for placement in Placement), CORRECTED],
        "cells": [
            {
                "table": cell.key.table,
                "row": cell.key.row,
                "column": cell.key.column,
                "labels": dict(zip(("table", "row", "column"), cell.labels, strict=True)),
                "editions": list(cell.editions),
            }
            for cell in about.values()
        ],
    }


def _said(column: Column, about: Mapping[str, CellAbout]) -> dict[str, str]:
    if column.name in about:
        label = _BETWEEN.join(about[column.name].labels[1:])
        return {"zh": label, "en": column.name}
    return {"zh": column.zh, "en": column.en}


def dictionary_json(files: Mapping[str, Sequence[Column]], form: Form) -> str:
    """The dictionary for programs."""
    return json.dumps(dictionary_data(files, form), ensure_ascii=False, indent=1) + "\n"


def dictionary_page(files: Mapping[str, Sequence[Column]], form: Form) -> str:
    """The dictionary for people, as Markdown."""
    data = dictionary_data(files, form)
    lines = [_HEAD.format(version=__version__, grammar=form.digest[:12])]
    for name, columns in data["files"].items():
        lines += [f"## {name}", "", "| column | type | 含义 | meaning |", "|---|---|---|---|"]
        lines += [f"| `{c['name']}` | {c['type']} | {c['zh']} | {c['en']} |" for c in columns]
        lines.append("")
    lines += [
        "## 单元格  Cells of the form",
        "",
        "| table | row | column | 行 | 列 | edition |",
        "|---|---|---|---|---|---|",
    ]
    for cell in data["cells"]:
        label, editions = cell["labels"], ", ".join(cell["editions"])
        names = f"| `{cell['table']}` | `{cell['row']}` | `{cell['column']}` "
        lines.append(f"{names}| {label['row']} | {label['column']} | {editions} |")
    return "\n".join(lines) + "\n"
