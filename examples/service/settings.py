"""How much the service takes on."""

from __future__ import annotations

from attrs import field, frozen

from govgrammar import Limits
from govgrammar.diagnostics import Language

_MEGABYTE = 1_000_000


@frozen(kw_only=True)
class Settings:
    """`bytes` bounds the body of a request, `body_seconds` how long a client may take to send it, `seconds` the work on one
    document; `waiting` documents wait for the `workers` at most.  `limits` are counted budgets, the same on any machine.
    """

    bytes: int = 20 * _MEGABYTE
    body_seconds: float = 30.0
    seconds: float = 10.0
    workers: int = 2
    waiting: int = 16
    language: Language = "zh"
    limits: Limits = field(
        default=Limits(decompressed_bytes=40 * _MEGABYTE, characters=2 * _MEGABYTE, pages=100, solver_nodes=5_000)
    )
