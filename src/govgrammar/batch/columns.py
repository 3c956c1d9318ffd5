"""The columns of what a batch writes: names, types, and what they hold, for files and for the dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal

from attrs import frozen

from govgrammar.diagnostics import Language
from govgrammar.form import Form
from govgrammar.model.cell import CellKey

#: `decimal` has 38 digits, ten of them behind the point.
Type = Literal["string", "integer", "decimal", "double", "boolean"]
#: What stands before the name of an input column whose own name is taken.
TAKEN: Final = "input."
BETWEEN: Final = "/"


@frozen
class Column:
    """One column: its name, its type, and what it holds in Chinese and English."""

    name: str
    type: Type
    zh: str = ""
    en: str = ""

    def about(self, lang: Language) -> str:
        """What it holds."""
        return self.zh if lang == "zh" else self.en


_SOURCE: Final = Column("source", "string", "来源:文件路径或标识列的值", "the document: its path, or its id")
_DOCUMENT: Final = (
    Column("organ", "string", "报告机关", "the organ that reports"),
    Column("report_year", "integer", "报告年度", "the year it reports on"),
    Column("edition", "string", "表式版本", "edition of the form"),
    Column("status", "string", "ok、partial 或 failed", "ok, partial or failed"),
    Column("codes", "string", "错误与警告的代码,以空格分隔", "codes of errors and warnings, with spaces between"),
)
_PLACE: Final = (
    Column("start", "integer", "原文起点(字符)", "where it begins, in characters of the text"),
    Column("end", "integer", "原文终点", "where it ends"),
    Column("line", "integer", "行号", "its line, from 1"),
)
_REASON: Final = Column("reason", "string", "人工更正的理由", "why a person corrected the cell")
_MESSAGES: Final = (
    Column("message_zh", "string", "说明(中文)", "what was found, in Chinese"),
    Column("message_en", "string", "说明(英文)", "what was found, in English"),
)
_FOUND: Final = (
    _SOURCE,
    *_DOCUMENT[:2],
    Column("code", "string", "代码", "the code"),
    Column("slug", "string", "代码名称", "the code in words"),
    Column("severity", "string", "error、warning 或 note", "error, warning or note"),
)

LONG: Final = (
    _SOURCE,
    Column("table", "string", "表", "table"),
    Column("row", "string", "行", "row"),
    Column("column", "string", "列", "column"),
    Column("state", "string", "单元格状态;只有 number 带数值", "what stands in the cell; only a number has a value"),
    Column("value", "decimal", "数值", "the number"),
    Column("unit", "string", "单位", "its unit"),
    Column("raw", "string", "单元格原文", "the cell as written"),
    *_PLACE,
    Column("placement", "string", "read、inferred 或 corrected", "read, inferred, or corrected by a person"),
    Column("candidates", "string", "待定单元格可能的值", "values that an ambiguous cell can have"),
    *_DOCUMENT,
)
_WIDE: Final = (
    _SOURCE,
    *_DOCUMENT,
    Column("title", "string", "标题", "the report's title"),
    Column("ambiguous", "string", "待定的单元格", "cells that the document does not determine"),
    Column("inferred", "string", "由勾稽关系推定的单元格", "cells that the form's identities placed"),
    Column("corrected", "string", "人工更正的单元格", "cells that a person corrected"),
    Column("unexpected", "integer", "表式以外的数值个数", "numbers in rows and columns that the form does not have"),
)
FINDINGS: Final = (
    *_FOUND,
    Column("rule", "string", "规则", "the rule"),
    *_PLACE,
    Column("left", "decimal", "左边", "left side"),
    Column("right", "decimal", "右边", "right side"),
    Column("delta", "decimal", "差", "left less right"),
    Column("cells", "string", "涉及的单元格", "the cells that were compared"),
    *_MESSAGES,
)
DIAGNOSTICS: Final = (*_FOUND, *_PLACE, *_MESSAGES)


def form_keys(form: Form) -> Iterator[CellKey]:
    """Every cell of every edition, in the form's order, each once."""
    seen: dict[CellKey, None] = {}
    for table in form.tables:
        for edition in form.editions:
            for block in edition.table(table).blocks:
                for row in block.rows:
                    seen |= {CellKey(table, row.name, column.name): None for column in block.columns}
    return iter(seen)


def wide_name(key: CellKey) -> str:
    """The column of a cell: `requests/new_requests/total`."""
    return BETWEEN.join((key.table, key.row, key.column))


def long_columns(passed: Iterable[Column] = (), *, corrected: bool = False) -> tuple[Column, ...]:
    """Columns of a table with one row for each cell."""
    return (*LONG, *((_REASON,) if corrected else ()), *_renamed(passed, LONG))


def wide_columns(form: Form, passed: Iterable[Column] = ()) -> tuple[Column, ...]:
    """Columns of a table with one row for each report."""
    cells = [
        Column(wide_name(key), "decimal" if key.column in form.columns_of_money else "integer")
        for key in form_keys(form)
    ]
    return (*_WIDE, *cells, *_renamed(passed, (*_WIDE, *cells)))


def _renamed(passed: Iterable[Column], own: Iterable[Column]) -> Iterator[Column]:
    """The input's columns under names that nothing else has."""
    taken = {column.name for column in own} | {_REASON.name}
    for column in passed:
        name = column.name
        while name in taken:
            name = f"{TAKEN}{name}"
        taken.add(name)
        yield Column(name, column.type, "输入的列", "a column of the input")
