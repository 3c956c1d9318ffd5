"""The tools of those who write grammar and corpus, and of those who ask why a document did not read as expected.

Each command of the workbench is a function here that gives data; the command only prints it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from govgrammar.workbench.inspector import Inspection, inspection
    from govgrammar.workbench.inspector_page import inspect_page

#: Where each name stands; a module is imported when one of its names is asked for.
_NAMES: Final = {"Inspection": "inspector", "inspection": "inspector", "inspect_page": "inspector_page"}

__all__ = ["Inspection", "inspect_page", "inspection"]


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_NAMES[name]}"), name)
