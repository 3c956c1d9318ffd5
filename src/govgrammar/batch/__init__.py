"""Many documents: processes, tables, folders.  Names are imported when they are first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from govgrammar.batch.arrow import parse_table
    from govgrammar.batch.inputs import InputError, Inputs
    from govgrammar.batch.many import parse_many
    from govgrammar.batch.reading import Options
    from govgrammar.batch.run import Batch, Processes, run_batch
    from govgrammar.batch.summary import Summary

__all__ = ["Batch", "InputError", "Inputs", "Options", "Processes", "Summary", "parse_many", "parse_table", "run_batch"]

_NAMES: Final = {
    "Batch": "run", "InputError": "inputs", "Inputs": "inputs", "Options": "reading", "Processes": "run",
    "Summary": "summary", "parse_many": "many", "parse_table": "arrow", "run_batch": "run",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
