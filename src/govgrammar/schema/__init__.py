"""The JSON Schemas of `Result.to_dict()` and of what the checks print."""

from __future__ import annotations

from importlib.resources import files


def shipped_schema() -> str:
    """The schema as it ships, as JSON text; `govgrammar.schema.generate` makes it from the model."""
    return _shipped("result.schema.json")


def shipped_checks_schema() -> str:
    """The schema of `govgrammar check --format json`, as JSON text."""
    return _shipped("checks.schema.json")


def _shipped(name: str) -> str:
    return files("govgrammar.schema").joinpath(name).read_text(encoding="utf-8")
