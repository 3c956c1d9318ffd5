"""The JSON Schema of `Result.to_dict()`."""

from __future__ import annotations

from importlib.resources import files


def shipped_schema() -> str:
    """The schema as it ships, as JSON text; `govgrammar.schema.generate` makes it from the model."""
    return files("govgrammar.schema").joinpath("result.schema.json").read_text(encoding="utf-8")
