"""Reports that break one rule: a sound draft with one thing changed in it, and nothing else that adds up disturbed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import evolve, frozen
from hypothesis import strategies as st

from govgrammar.checks import Context
from govgrammar.export.render import Draft
from govgrammar.model.cell import CellKey
from govgrammar.strategies import reports

Cells = dict[CellKey, str]
REQUESTS: Final = "requests"
REMEDIES: Final = "remedies"
DISCLOSURE: Final = "proactive_disclosure"
GRANTED: Final = "outcomes.granted"
PARTLY: Final = "outcomes.partially_granted"
HELD: Final = "outcomes.unable_to_provide.not_held"


@frozen
class Planted:
    """How one rule is broken: what is changed in a draft of which edition, and what the rule needs to know.

    `also` names the errors that the form's own logic brings along.
    """

    rule: str
    change: Callable[[Cells], None]
    edition: str = "revised-2021"
    context: Context = Context()  # noqa: RUF009  frozen
    also: frozenset[str] = frozenset()

    def draft(self, sound: Draft) -> Draft:
        """The draft with the error in it."""
        cells = dict(sound.cells)
        self.change(cells)
        return evolve(sound, cells=cells)


def _add(cells: Cells, table: str, row: str, column: str, more: int) -> None:
    key = CellKey(table, row, column)
    cells[key] = str(int(cells[key]) + more)


def _balance(cells: Cells) -> None:
    for column in ("natural_person", "total"):
        _add(cells, REQUESTS, "carried_in", column, 3)


def _row_sum(cells: Cells) -> None:
    for row in (GRANTED, "outcomes.total", "new_requests"):
        _add(cells, REQUESTS, row, "natural_person", 2)


def _result_sum(cells: Cells) -> None:
    for column in ("research_institution", "total"):
        _add(cells, REQUESTS, PARTLY, column, 4)


def _negative(cells: Cells) -> None:
    move = int(cells[CellKey(REQUESTS, GRANTED, "natural_person")]) + 1
    for column in ("natural_person", "total"):
        _add(cells, REQUESTS, GRANTED, column, -move)
        _add(cells, REQUESTS, HELD, column, move)


def _too_much_left(cells: Cells) -> None:
    more = sum(int(cells[CellKey(REQUESTS, row, "natural_person")]) for row in ("new_requests", "carried_in")) + 1
    for column in ("natural_person", "total"):
        _add(cells, REQUESTS, "carried_out", column, more)


def _blanks(cells: Cells) -> None:
    rows = ("outcomes.denied.state_secret", "outcomes.denied.internal_affairs")
    cells.update(dict.fromkeys([key for key in cells if key.row in rows], ""))


def _remedy(row: str, column: str, more: int, *also: str) -> Callable[[Cells], None]:
    def change(cells: Cells) -> None:
        for name in (column, *also):
            _add(cells, REMEDIES, row, name, more)

    return change


def _no_reconsideration(cells: Cells) -> None:
    for key in [key for key in cells if key.row == "reconsideration"]:
        cells[key] = "0"
    _remedy("litigation.after_reconsideration", "upheld", 1, "total")(cells)


def _outnumber(cells: Cells) -> None:
    handled = int(cells[CellKey(REQUESTS, "outcomes.total", "total")])
    _remedy("litigation.direct", "pending", handled + 1, "total")(cells)


def _put(row: str, **columns: str) -> Callable[[Cells], None]:
    def change(cells: Cells) -> None:
        cells.update({CellKey(DISCLOSURE, row, column): text for column, text in columns.items()})

    return change


PLANTED: Final = (
    Planted("T3-BALANCE", _balance),
    Planted("T3-ROWSUM", _row_sum),
    Planted("T3-RESULTSUM", _result_sum),
    Planted("T3-DOMAIN", _negative),
    # What is left over can exceed what came in only where the balance is broken too.
    Planted("T3-BOUND", _too_much_left, also=frozenset({"T3-BALANCE"})),
    Planted("T3-ALLBLANK", _blanks),
    Planted("T4-SUM-REC", _remedy("reconsideration", "total", 1)),
    Planted("T4-SUM-DIR", _remedy("litigation.direct", "upheld", 2)),
    Planted("T4-SUM-POST", _remedy("litigation.after_reconsideration", "pending", 5)),
    Planted("T4-OUTLIER", _outnumber),
    Planted("T2-DOMAIN", _put("administrative_license", decisions="-3")),
    Planted(
        "T2-RULEPOWER",
        _put("government_rules", issued="1", repealed="0", in_force="1"),
        context=Context(rule_making=False),
    ),
    Planted("T2-UNIT", _put("administrative_charges", amount_10k_yuan="251000元")),
    Planted("T2-EFFECT", _put("normative_documents", issued="9", repealed="2", in_force="6")),
    Planted(
        "T2-CHANGE", _put("administrative_license", prior_year_items="12", change="+39", decisions="39"), "trial-2019"
    ),
    Planted(
        "T2-DISCLOSED",
        _put("normative_documents", newly_made="2", newly_disclosed="3", total_disclosed="8"),
        "trial-2019",
    ),
    Planted("T3-BALANCE", _balance, "trial-2019"),
    Planted("T3-ROWSUM", _row_sum, "trial-2019"),
    Planted("T3-RESULTSUM", _result_sum, "trial-2019"),
    Planted("T2-DOMAIN", _put("administrative_penalty", prior_year_items="-1"), "trial-2019"),
)
#: Breaks T4-POST<=REC, which needs last year's report.
SUITS_ONLY: Final = Planted("T4-POST<=REC", _no_reconsideration)


def whole(edition: str) -> st.SearchStrategy[Draft]:
    """Sound reports of one edition in which every cell is a number."""
    return reports(editions=(edition,), blanks=False, not_applicable=False, hybrids=False)
