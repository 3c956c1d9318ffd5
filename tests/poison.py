"""What can go wrong in a process that reads documents.  A module of its own, since a fresh process imports it by name."""

import os
import sys
import time
from typing import Any

from service.reading import Answer, read_document


def never_ends(data: bytes, **options: Any) -> Answer:
    """Outlives any time limit."""
    time.sleep(600)
    return read_document(data, **options)


def dies(data: bytes, **options: Any) -> Answer:
    """Ends as a process does that the system kills."""
    if data:
        os._exit(9)
    return read_document(data, **options)


def fails(data: bytes, **options: Any) -> Answer:
    """Has a bug."""
    message = f"{len(data)} bytes, {len(options)} options"
    raise RuntimeError(message)


def lacks_an_extra(data: bytes, **options: Any) -> Answer:
    """Runs where selectolax is not installed."""
    there = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "selectolax"}
    sys.modules.update(dict.fromkeys([*there, "selectolax", "selectolax.lexbor"]))  # type: ignore[arg-type]  # not importable
    try:
        return read_document(data, **options)
    finally:
        sys.modules.update(there)


def waits(data: bytes, **options: Any) -> Answer:
    """Keeps a worker for a moment."""
    time.sleep(1.0)
    return read_document(data, **options)
