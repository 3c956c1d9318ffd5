"""Rows as Arrow tables, and `parse_table`: a table of documents to a table of what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, localcontext
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from govgrammar.api import engine
from govgrammar.batch.columns import Column, long_columns, wide_columns
from govgrammar.batch.reading import Options, read
from govgrammar.batch.rows import LongRows, Row, WideRows
from govgrammar.documents.extras import Needing
from govgrammar.limits import Limits
from govgrammar.result import Result

_PRECISION: Final = 38
_SCALE: Final = 10


def arrow() -> Any:
    """The module `pyarrow`.  Raises `MissingExtraError` where it is not installed."""
    with Needing("arrow"):
        return import_module("pyarrow")


def schema_of(columns: Iterable[Column]) -> Any:
    """The Arrow schema of columns."""
    pa = arrow()
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "decimal": pa.decimal128(_PRECISION, _SCALE),
        "double": pa.float64(),
        "boolean": pa.bool_(),
    }
    return pa.schema([(column.name, types[column.type]) for column in columns])


def table_of(rows: Sequence[Row], columns: Sequence[Column]) -> Any:
    """Rows as an Arrow table.  An amount with more than ten decimals has no value there; `raw` has it."""
    pa = arrow()
    schema = schema_of(columns)
    held = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [
        _array(pa, values, column, kind) for values, column, kind in zip(held, columns, schema.types, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(pa: Any, values: Sequence[Any], column: Column, kind: Any) -> Any:
    if column.type == "decimal":
        return pa.array([_fitting(value) for value in values], kind)
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:  # halves of characters, which UTF-8 cannot write
        whole = (None if v is None else v.encode("utf-8", "backslashreplace").decode() for v in values)
        return pa.array(list(whole), kind)


def _fitting(value: int | Decimal | None) -> Decimal | None:
    if value is None or isinstance(value, int):
        return None if value is None else Decimal(value)
    with localcontext(prec=_PRECISION):
        exponent = value.as_tuple().exponent
        return value if isinstance(exponent, int) and -exponent <= _SCALE else None


def parse_table(
    table: Any,
    *,
    text_column: str = "text",
    id_column: str | None = None,
    wide: bool = False,
    kind: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
    grammar: str | Path | None = None,
) -> Any:
    """A `pyarrow.Table` of documents to a `pyarrow.Table` of what they say.

    `text_column` holds text, or bytes of any kind that is read; `id_column` what the output calls each document, else its
    number from 0.  The output has the columns of `govgrammar batch`, one row for each cell or, with `wide`, for each report,
    then every other column of the input with the types that it has there.  A document without a report gives one row
    without a figure, whose `status` and `codes` say why: whatever a document holds, nothing is raised, and none is lost.

    Depends on nothing but its arguments, and builds its parser once for each process: made for `map_batches`,
    `mapInArrow` and the like.  Raises `ValueError` for a column that the table does not have, and `TypeError` where it
    holds neither text nor bytes.
    """
    options = Options(kind=kind, encoding=encoding, limits=limits or Limits(), grammar=grammar)
    options.check()
    asked = Asked(text_column, id_column, options, wide=wide)
    return asked.tabled(table, lambda documents: (read(sent, options, name) for sent, name in documents))


@frozen
class Asked:
    """What becomes of a table of documents."""

    text_column: str
    id_column: str | None
    options: Options
    wide: bool = field(kw_only=True)

    def tabled(self, table: Any, results: Callable[[Sequence[tuple[str | bytes, str]]], Iterable[Result]]) -> Any:
        """The output for a table; `results` reads its documents, in order."""
        pa = arrow()
        documents = _documents(pa, table, self.text_column)
        ids = range(len(documents)) if self.id_column is None else _column(table, self.id_column).to_pylist()
        named = [(document, str(name)) for document, name in zip(documents, ids, strict=True)]
        form = engine(self.options.grammar).form
        make = WideRows(form) if self.wide else LongRows()
        rows: list[Row] = []
        origins: list[int] = []
        for number, result in enumerate(results(named)):
            before = len(rows)
            rows += make(result, named[number][1])
            origins += [number] * (len(rows) - before)
        others = (name for name in table.column_names if name not in {self.text_column, self.id_column})
        passed = [Column(name, "string") for name in others]
        columns = wide_columns(form, passed) if self.wide else long_columns(passed)
        own = len(columns) - len(passed)
        made = table_of(rows, columns[:own])
        indices = pa.array(origins, pa.int64())
        for column, given in zip(columns[own:], passed, strict=True):
            made = made.append_column(column.name, table.column(given.name).take(indices))
        return made


def _column(table: Any, name: str) -> Any:
    if table.column_names.count(name) != 1:
        msg = f"column {name!r}: the table has {', '.join(table.column_names)}"
        raise ValueError(msg)
    return table.column(name)


def _documents(pa: Any, table: Any, name: str) -> list[str | bytes]:
    """The documents of a column; where there is none, an empty text."""
    column = _column(table, name)
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    tests = (
        "is_string",
        "is_large_string",
        "is_string_view",
        "is_binary",
        "is_large_binary",
        "is_binary_view",
        "is_null",
    )
    if not any(getattr(pa.types, test)(kind) for test in tests):
        msg = f"column {name!r} holds {column.type}: give text or bytes"
        raise TypeError(msg)
    return ["" if value is None else value for value in column.to_pylist()]
