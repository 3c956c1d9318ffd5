"""What is worked out beforehand from the grammar that ships with govgrammar: its rules and terminals, and its parse table.

`precompiled.json` holds it, with the digest of the grammar files that it was made of (`python -m govgrammar.precompile`).
It is used for those files alone: any other grammar is read and compiled by Lark when it is needed, which takes longer and
gives the same.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("precompiled.json")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    if not FILE.is_file():
        return {}
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return data


def precompiled(digest: str) -> dict[str, Any] | None:
    """What was made of the grammar files with that digest; `None` where it was made of others."""
    data = _data()
    return data if data.get("digest") == digest else None
