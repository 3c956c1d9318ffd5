"""The typed views against the form, and the cells beneath them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import pytest
from attrs import fields, has

import govgrammar
from govgrammar.export.render import draft_of, write
from govgrammar.form import load_form
from govgrammar.model.cell import Cell, CellKey
from govgrammar.model.report import AnnualReport
from govgrammar.model.tables import ProactiveDisclosure, Remedies, RequestHandling

VIEWS = {"proactive_disclosure": ProactiveDisclosure, "requests": RequestHandling, "remedies": Remedies}
LICENSE = (
    "2022年度青川县水务局政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n第二十条第(五)项\n\n信息内容\n\n"
    "本年处理决定数量\n\n行政许可\n\n{}\n\n第二十条第(八)项\n\n信息内容\n\n本年收费金额(单位:万元)\n\n行政事业性收费\n\n"
    "{}\n\n三、收到和处理政府信息公开申请情况\n"
)


def paths(cls: type, before: str = "") -> Iterator[str]:
    """The dotted path of every cell of a view's classes."""
    hints = get_type_hints(cls)
    for member in fields(cls):
        if member.metadata.get("plain"):
            continue
        hint: Any = hints[member.name]
        inner = next((part for part in get_args(hint) if part is Cell or has(part)), hint)
        if inner is Cell:
            yield f"{before}{member.name}"
        else:
            yield from paths(inner, f"{before}{member.name}.")


def report_of(text: str) -> AnnualReport:
    """The one report in a text."""
    (report,) = govgrammar.parse(text).reports
    return report


def license_report(license_figure: str, charges: str = "1.5") -> AnnualReport:
    """A report with two figures."""
    return report_of(LICENSE.format(license_figure, charges))


@pytest.mark.parametrize("table", VIEWS)
def test_the_typed_view_and_the_form_have_the_same_cells(table: str) -> None:
    """
    Every dotted path of a view is a row and a column of some edition, and every row and column has its path.
    """
    in_form = {
        f"{row.name}.{column.name}"
        for edition in load_form().editions
        for block in edition.table(table).blocks
        for row in block.rows
        for column in block.columns
    }
    in_view = list(paths(VIEWS[table]))
    assert len(set(in_view)) == len(in_view)
    if table == "proactive_disclosure":
        rows = {path.partition(".")[0] for path in in_form}
        assert {path.partition(".")[0] for path in in_view} == rows
        assert in_form <= set(in_view)
        return
    assert in_form == set(in_view)


@pytest.mark.parametrize(("edition", "count"), [("trial-2019", 198), ("revised-2021", 200)])
def test_an_edition_has_as_many_cells_as_its_form(edition: str, count: int) -> None:
    """
    198 figures in the form of 2019, 200 in that of 2021.
    """
    tables = load_form().edition(edition).tables
    assert count == sum(len(block.rows) * len(block.columns) for table in tables for block in table.blocks)


def test_every_path_leads_to_its_own_cell() -> None:
    """
    Going down the view by a cell's row and column gives that cell.
    """
    report = license_report("7")
    for cell in report.cells():
        found: Any = getattr(report, cell.table)
        for name in (*cell.row.split("."), cell.column):
            found = getattr(found, name)
        assert found.key == cell.key
        assert found == cell


def test_cells_come_in_the_order_of_the_form() -> None:
    """
    `cells()` goes through tables, rows and columns as the form prints them, whatever order the text has.
    """
    report = license_report("7")
    form = load_form()
    order = [
        CellKey(table, row.name, column.name)
        for table, editions in report.editions.items()
        for name, edition in editions.items()
        for block in form.edition(edition).table(table).blocks
        if block.name == name
        for row in block.rows
        for column in block.columns
    ]
    keys = [cell.key for cell in report.cells()]
    assert keys == [key for key in order if key in set(keys)]
    assert keys


def test_a_row_of_another_edition_is_none() -> None:
    """
    A report by the form of 2021 has no row 其他对外管理服务事项 and no column 上一年项目数量.
    """
    disclosure = license_report("7").proactive_disclosure
    assert disclosure is not None
    assert disclosure.edition == "revised-2021"
    assert disclosure.other_public_services is None
    assert disclosure.administrative_license.prior_year_items is None
    assert disclosure.administrative_license.decisions is not None
    assert disclosure.administrative_license.decisions.value == 7


def test_a_table_without_a_cell_has_no_view() -> None:
    """
    A report of text alone has no typed tables.
    """
    report = report_of("一、总体情况\n\n本年度工作有序推进。\n")
    assert report.remedies is None
    assert report.requests is None
    assert report.proactive_disclosure is None
    assert list(report.cells()) == []


def test_money_is_decimal_and_counts_are_int() -> None:
    """
    An amount is a Decimal in its unit, a count an int without one.
    """
    report = license_report("7", "1.50")
    charges, license_row = (
        next(cell for cell in report.cells() if cell.row == row)
        for row in ("administrative_charges", "administrative_license")
    )
    assert (charges.value, type(charges.value), charges.unit) == (Decimal("1.50"), Decimal, "万元")
    assert (license_row.value, type(license_row.value), license_row.unit) == (7, int, None)


def test_cells_are_equal_where_they_say_the_same() -> None:
    """
    Equality looks at name, state, value, unit, placement and candidates, and not at where the text stands.
    """

    def cell(report: AnnualReport) -> Cell:
        return next(cell for cell in report.cells() if cell.row == "administrative_license")

    one, same, other = (
        cell(license_report("7")),
        cell(report_of("\n\n" + LICENSE.format("7", "2"))),
        license_report("8"),
    )
    assert one == same
    assert hash(one) == hash(same)
    assert one.span != same.span
    assert one != cell(other)
    assert one != 7
    assert len({one, same, cell(other)}) == 2


def test_a_blank_equals_no_zero() -> None:
    """
    A blank cell and a zero are two things.
    """
    blank, zero = ({c.key: c for c in license_report(figure).cells()} for figure in ("/", "0"))
    key = CellKey("proactive_disclosure", "administrative_license", "decisions")
    assert (blank[key].state, blank[key].value) == ("not_applicable", None)
    assert (zero[key].state, zero[key].value) == ("number", 0)
    assert blank[key] != zero[key]


def test_where_gives_the_place_of_a_plain_value() -> None:
    """
    `where` gives the characters that say a value, and `None` for what the document does not say.
    """
    text = LICENSE.format("7", "2")
    report = report_of(text)
    for name in ("title", "organ", "report_year", "proactive_disclosure"):
        span = report.where(name)
        assert span is not None, name
    organ, year = report.where("organ"), report.where("report_year")
    assert organ is not None
    assert year is not None
    assert (text[organ.start : organ.end], report.organ) == ("青川县水务局", "青川县水务局")
    assert (text[year.start : year.end], report.report_year) == ("2022", 2022)
    assert report.where("document_number") is None
    assert report.where("nothing of the kind") is None


def test_a_result_comes_back_from_its_data() -> None:
    """
    `from_dict(to_dict())` gives equal cells, plain values, places and findings.
    """
    result = govgrammar.parse(LICENSE.format("7", "2.75"))
    again = govgrammar.Result.from_dict(result.to_dict())
    assert again.to_dict() == result.to_dict()
    assert again.report is not None
    assert result.report is not None
    assert list(again.report.cells()) == list(result.report.cells())
    assert again.report.places == result.report.places
    assert again.diagnostics == result.diagnostics
    assert again.status == result.status
    charges = again.report.proactive_disclosure
    assert charges is not None
    assert charges.administrative_charges.amount_10k_yuan is not None
    assert charges.administrative_charges.amount_10k_yuan.value == Decimal("2.75")


def test_data_of_another_schema_is_refused() -> None:
    """
    Data of another version is not read by guessing.
    """
    data = govgrammar.parse(LICENSE.format("7", "2")).to_dict()
    with pytest.raises(ValueError, match="schema 99"):
        govgrammar.Result.from_dict(data | {"schema": 99})


def test_a_report_printed_and_read_again_has_equal_cells() -> None:
    """
    What is read, written in a layout that keeps blanks and read again has the same cells.
    """
    report = license_report("7", "2.75")
    again = report_of(write(draft_of(report), "paragraphs"))
    assert [cell for cell in again.cells() if cell.state == "number"] == [
        cell for cell in report.cells() if cell.state == "number"
    ]
