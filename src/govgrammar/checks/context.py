"""What a rule needs and a report does not say: given by the caller, never guessed."""

from __future__ import annotations

from typing import Any, Final, Literal, Protocol, get_args

from attrs import field, frozen
from attrs.validators import ge, in_, optional

from govgrammar.model.report import AnnualReport

Level = Literal["central", "province", "city", "county", "township"]
Kind = Literal["government", "department"]
_NO_REPORT: Final = object()


class HasReport(Protocol):
    """What a parse gives: a `Result` has a report, or none."""

    @property
    def report(self) -> AnnualReport | None:
        """The report that was read."""


#: What can be checked: a report, the result of a parse, or nothing.
Given = AnnualReport | HasReport | None


def report_of(given: Given) -> AnnualReport | None:
    """The report itself, of a report or of a result.  Raises `TypeError` for anything else."""
    if given is None or isinstance(given, AnnualReport):
        return given
    report: Any = getattr(given, "report", _NO_REPORT)
    if report is None or isinstance(report, AnnualReport):
        return report
    msg = f"cannot check {type(given).__name__}: give an AnnualReport or the Result of a parse"
    raise TypeError(msg)


def _reports(given: tuple[Given, ...] | None) -> tuple[AnnualReport | None, ...] | None:
    return None if given is None else tuple(report_of(one) for one in given)


@frozen
class Context:
    """What the caller knows beside the report.  Every value is optional; without it a rule that needs it is not assessable.

    * `level`: central, province, city, county or township (the organ's own level, or that of its government).
    * `kind`: `government` for a people's government of a county or above (its report is due on 31 March), `department` for
      everybody else (31 January; Regulations, art. 49).
    * `rule_making`: whether the organ can make 规章 (departments of the State Council, provinces, cities with districts).
    * `overview_limit`: how many characters 总体情况 may have, where that is required locally (1000 in some places).
    * `last_year`: the same organ's report of the year before.
    * `children`: the reports of all parts of a consolidated report, `None` in the place of a part that is missing.
    * `others`: reports of other organs, to look for copied text.
    """

    level: Level | None = field(default=None, validator=optional(in_(get_args(Level))))
    kind: Kind | None = field(default=None, validator=optional(in_(get_args(Kind))))
    rule_making: bool | None = None
    overview_limit: int | None = field(default=None, validator=optional(ge(1)))
    last_year: AnnualReport | None = field(default=None, converter=report_of)
    children: tuple[AnnualReport | None, ...] | None = field(default=None, converter=_reports)
    others: tuple[AnnualReport | None, ...] | None = field(default=None, converter=_reports)
