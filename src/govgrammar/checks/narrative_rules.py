"""Rules on what the narratives say against the tables.

A rule here is a function from a `Subject` to findings with its entry in `RULES`, as in `request_rules`.
"""

from __future__ import annotations

from typing import Final

from govgrammar.checks.rule import Rule

RULES: Final[tuple[Rule, ...]] = ()
