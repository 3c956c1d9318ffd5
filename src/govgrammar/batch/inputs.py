"""What a batch reads: files, folders, patterns, lists of paths, and tables with a column of documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from glob import glob, has_magic
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from govgrammar.batch.arrow import arrow
from govgrammar.batch.columns import Column, Type

#: What a folder is searched for.
SUFFIXES: Final = (".txt", ".md", ".csv", ".tsv", ".html", ".htm", ".docx", ".xlsx", ".pdf")
_JSON_LINES: Final = frozenset({".jsonl", ".ndjson"})
_PARQUET: Final = ".parquet"
_LIST: Final = "@"
_ROWS: Final = 256


@frozen
class Document:
    """One document of a batch: the name that the output gives it, what is read, and values that are passed through."""

    name: str
    sent: str | bytes | Path
    passed: tuple[Any, ...] = ()


class InputError(ValueError):
    """An input that cannot be used; the message says where and why."""


@define
class Inputs:
    """The documents of some paths, in order; they are looked at once before, for their number and their other columns."""

    paths: Sequence[str]
    text_column: str = "text"
    id_column: str | None = None
    count: int = field(init=False, default=0)
    passed: tuple[Column, ...] = field(init=False, default=())
    _places: list[Path] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        types: dict[str, Type] = {}
        for path in self.paths:
            for place in _expanded(path):
                self._places.append(place)
                if place.suffix.lower() in _JSON_LINES:
                    self._look_at(place, _json_types(place), types)
                elif place.suffix.lower() == _PARQUET:
                    self._look_at(place, _parquet_types(place), types)
                else:
                    self.count += 1
        self.passed = tuple(Column(name, kind) for name, kind in types.items())

    def _look_at(self, place: Path, found: tuple[int, dict[str, Type]], types: dict[str, Type]) -> None:
        count, columns = found
        for name in filter(None, (self.text_column, self.id_column)):
            if count and name not in columns:
                msg = f"{place}: no column {name!r}; there are {', '.join(columns)}"
                raise InputError(msg)
        self.count += count
        for name, kind in columns.items():
            if name not in {self.text_column, self.id_column}:
                types[name] = kind if types.get(name, kind) == kind else "string"

    def documents(self) -> Iterator[Document]:
        """Every document, read when it is asked for."""
        nothing = (None,) * len(self.passed)
        for place in self._places:
            suffix = place.suffix.lower()
            if suffix not in _JSON_LINES and suffix != _PARQUET:
                yield Document(str(place), place, nothing)
                continue
            rows = _parquet_rows(place) if suffix == _PARQUET else _json_rows(place)
            for number, row in enumerate(rows, 1):
                given = None if self.id_column is None else row.get(self.id_column)
                name = f"{place}:{number}" if given is None else str(given)
                passed = tuple(_as(column.type, row.get(column.name)) for column in self.passed)
                yield Document(name, _document(row.get(self.text_column)), passed)


def _expanded(path: str) -> Iterator[Path]:
    """The files that a path stands for: itself, a folder's, a pattern's, those that a list names one a line."""
    if path.startswith(_LIST) and not Path(path).exists():
        listed = Path(path.removeprefix(_LIST))
        for line in listed.read_text(encoding="utf-8-sig").splitlines():
            if line.strip():
                yield from _expanded(line.strip())
        return
    place = Path(path)
    matches = [] if place.exists() or not has_magic(path) else sorted(glob(path, recursive=True))  # noqa: PTH207 -- a pattern, not a folder
    for found in [Path(match) for match in matches] or [place]:
        texts = _texts(found) if found.is_dir() else []
        yield from texts or (found,)


def _texts(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _document(value: Any) -> str | bytes:
    """The document in a row; nothing, or anything but text and bytes, is an empty text."""
    return value if isinstance(value, str | bytes) else ""


# ---- JSON lines ----


def _json_rows(place: Path) -> Iterator[Mapping[str, Any]]:
    with place.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                msg = f"{place}:{number}: no JSON ({error})"
                raise InputError(msg) from error
            if not isinstance(row, dict):
                msg = f"{place}:{number}: a line holds one object"
                raise InputError(msg)
            yield row


_SMALL: Final = range(-(2**63), 2**63)


def _json_type(value: Any) -> Type:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer" if value in _SMALL else "string"
    return "double" if isinstance(value, float) else "string"


def _json_types(place: Path) -> tuple[int, dict[str, Type]]:
    """The number of rows, and the type of each column; `string` where rows differ."""
    count = 0
    types: dict[str, Type] = {}
    empty: dict[str, None] = {}
    for row in _json_rows(place):
        count += 1
        for name, value in row.items():
            if value is None:
                empty[name] = None
                continue
            kind = _json_type(value)
            types[name] = kind if types.get(name, kind) == kind else "string"
    order = dict.fromkeys((*types, *empty))
    return count, {name: types.get(name, "string") for name in order}


def _as(kind: Type, value: Any) -> Any:
    """A value as its column takes it."""
    if value is None or kind != "string" or isinstance(value, str):
        return value
    return value.hex() if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False, default=str)


# ---- Parquet ----


def _parquet_file(place: Path) -> Any:
    arrow()
    return import_module("pyarrow.parquet").ParquetFile(place)


def _parquet_types(place: Path) -> tuple[int, dict[str, Type]]:
    pa = arrow()
    with _parquet_file(place) as file:
        schema, count = file.schema_arrow, file.metadata.num_rows
    types: dict[str, Type] = {}
    for name, kind in zip(schema.names, schema.types, strict=True):
        if pa.types.is_boolean(kind):
            types[name] = "boolean"
        elif pa.types.is_integer(kind) and not pa.types.is_uint64(kind):
            types[name] = "integer"
        else:
            types[name] = "double" if pa.types.is_floating(kind) else "string"
    return count, types


def _parquet_rows(place: Path) -> Iterator[Mapping[str, Any]]:
    pa = arrow()
    with _parquet_file(place) as file:
        for batch in file.iter_batches(batch_size=_ROWS):
            columns = [_plain_column(column) for column in batch.columns]
            yield from pa.RecordBatch.from_arrays(columns, batch.schema.names).to_pylist()


def _plain_column(column: Any) -> Any:
    """A column of texts, bytes, numbers and truth values as it is; days, times, exact and other numbers as text."""
    pa = arrow()
    if pa.types.is_temporal(column.type) or pa.types.is_decimal(column.type):
        return column.cast(pa.string())
    return column
