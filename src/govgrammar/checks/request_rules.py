"""Rules of the third table: requests received and handled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govgrammar import codes
from govgrammar.checks.equations import equations_of
from govgrammar.checks.finding import Finding
from govgrammar.checks.outcome import not_assessable
from govgrammar.checks.subject import Subject

TABLE: Final = "requests"
BALANCE: Final = (codes.BALANCE_BROKEN, "T3-BALANCE")
ROW_SUM: Final = (codes.ROW_SUM_BROKEN, "T3-ROWSUM")
RESULT_SUM: Final = (codes.RESULT_SUM_BROKEN, "T3-RESULTSUM")


def balance(subject: Subject) -> Iterator[Finding]:
    """新收 + 上年结转 = 总计 + 结转下年度, in each column."""
    if not subject.has_table(TABLE):
        yield not_assessable(BALANCE, "missing_table", subject)
        return
    yield from (equation.check(subject, BALANCE) for equation in equations_of(subject).balance)
