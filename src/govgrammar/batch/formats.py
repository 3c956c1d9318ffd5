"""Rows as the bytes of a file, and files of one kind joined to one."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Protocol

from attrs import frozen

from govgrammar.batch.arrow import arrow, schema_of, table_of
from govgrammar.batch.columns import Column
from govgrammar.batch.rows import Row

#: Rows of one group of a Parquet file, at least.
_GROUP: Final = 50_000


class Format(Protocol):
    """A way of writing rows."""

    def write(self, rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
        """Some rows, to be joined with others."""

    def join(self, parts: Iterable[bytes], columns: Sequence[Column], path: Path) -> None:
        """Write one file of all parts in order, one of them in memory at a time."""


class _Lines(list[str]):
    """Takes what a `csv.writer` writes."""

    write = list.append


@frozen
class _Csv:
    bom: bool = False

    def write(self, rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
        """Records as `govgrammar parse --format csv` has them.

        The writer quotes only the line ends that it is told to write, hence both, and then one.
        """
        lines = _Lines()
        money = [index for index, column in enumerate(columns) if column.type == "decimal"]
        writer = csv.writer(lines, lineterminator="\r\n")
        for row in rows:
            plain = list(row)
            for index in money:
                if isinstance(plain[index], Decimal):
                    plain[index] = format(plain[index], "f")
            writer.writerow(plain)
        return "".join(f"{line[:-2]}\n" for line in lines).encode("utf-8", "backslashreplace")

    def join(self, parts: Iterable[bytes], columns: Sequence[Column], path: Path) -> None:
        """A header, then all records."""
        header = self.write([tuple(column.name for column in columns)], ())
        with path.open("wb") as stream:
            stream.write((b"\xef\xbb\xbf" if self.bom else b"") + header)
            stream.writelines(parts)


class _JsonLines:
    def write(self, rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
        """An object on each line.  Money is a string, so that it stays exact."""
        names = [column.name for column in columns]
        encode = json.JSONEncoder(ensure_ascii=False, default=_exact).encode
        lines = (encode(dict(zip(names, row, strict=True))) for row in rows)
        return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")

    def join(self, parts: Iterable[bytes], columns: Sequence[Column], path: Path) -> None:
        """All lines."""
        del columns
        with path.open("wb") as stream:
            stream.writelines(parts)


def _exact(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


class _Parquet:
    def write(self, rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
        """A Parquet file of its own."""
        pa = arrow()
        sink = pa.BufferOutputStream()
        table = table_of(rows, columns)
        with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
            writer.write_table(table)
        data: bytes = sink.getvalue().to_pybytes()
        return data

    def join(self, parts: Iterable[bytes], columns: Sequence[Column], path: Path) -> None:
        """Row groups of a size that readers like."""
        pa = arrow()
        from pyarrow import parquet  # noqa: PLC0415  the extra

        held: list[Any] = []
        with parquet.ParquetWriter(path, schema_of(columns), compression="zstd") as writer:
            for part in parts:
                held.append(pa.ipc.open_stream(part).read_all())
                if sum(table.num_rows for table in held) >= _GROUP:
                    writer.write_table(pa.concat_tables(held))
                    held.clear()
            if held:
                writer.write_table(pa.concat_tables(held))


#: The formats by the suffixes of their files.
FORMATS: Final[dict[str, Format]] = {"parquet": _Parquet(), "csv": _Csv(), "jsonl": _JsonLines()}


def format_of(path: Path, name: str | None) -> str:
    """The name of the format that is asked for, or that a file's suffix tells.  Raises `ValueError` where it tells none."""
    chosen = name or path.suffix.lower().removeprefix(".")
    chosen = "jsonl" if chosen == "ndjson" else chosen
    if chosen not in FORMATS:
        msg = f"{path}: its suffix tells no format; there are {', '.join(FORMATS)}"
        raise ValueError(msg)
    return chosen
