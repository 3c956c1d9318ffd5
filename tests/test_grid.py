"""Slots to columns, with values: which bars and empty lines behind a row are blanks, and which are padding."""

import govgrammar
from govgrammar.grid import BLANK, GridRow, settle
from govgrammar.tokens import TableStyle, ValueRun

CELLS = TableStyle(barred=True)
PADDED = TableStyle(barred=True, padded=True)
PARAGRAPHS = TableStyle(barred=False, distance=2)
OUTER = TableStyle(barred=True, lined=True, outer=True)


def row(
    *slots: int,
    loose: tuple[int, ...] = (),
    style: TableStyle = CELLS,
    stacked: bool = True,
    at_end: bool = False,
    column: int = -1,
) -> ValueRun:
    """A row with one label, as the lexer hands it on."""
    return ValueRun(slots, loose, stacked, 1, column, -1, behind_header=False, at_end=at_end, style=style)


def settled(*rows: tuple[ValueRun, int]) -> list[GridRow]:
    """The rows of one table."""
    return settle([list(rows)])[0]


def test_a_row_that_fills_its_columns_is_read_as_it_stands() -> None:
    """
    What is left behind a full row is padding, however much of it there is.
    """
    full = row(1, 2, 3, loose=(2,), style=PADDED)
    assert settled((full, 3)) == [GridRow((1, 2, 3), complete=True)]


def test_a_row_with_more_cells_than_columns_is_told() -> None:
    """
    Nobody knows which cell is one too many.
    """
    assert settled((row(1, 2, 3, 4), 3)) == [GridRow((1, 2, 3, 4), complete=False, too_long=True)]


def test_without_padding_a_bar_behind_a_row_is_a_blank_in_its_place() -> None:
    """
    In a document that pads no row, one cell and one bar are two cells.
    """
    found = settled((row(1, 2), 2), (row(3, loose=(1,)), 2))
    assert found == [GridRow((1, 2), complete=True), GridRow((3, BLANK), complete=True)]


def test_too_few_bars_leave_a_row_short() -> None:
    """
    Three columns, one cell and one bar: a cell vanished without a trace.
    """
    found = settled((row(1, 2, 4), 3), (row(3, loose=(1,)), 3))
    assert found[1] == GridRow((3,), complete=False)


def test_padding_that_swallowed_a_blank_leaves_a_row_short() -> None:
    """
    In a padded table a run of bars behind a short row is padding and lost blanks together.
    """
    found = settled((row(1, 2, 4, loose=(2,), style=PADDED), 3), (row(3, 5, loose=(3,), style=PADDED), 3))
    assert found[1] == GridRow((3, 5), complete=False)


def test_empty_lines_between_rows_are_blanks() -> None:
    """
    In paragraphs the empty lines behind a row are its blanks, as far as it has columns left.
    """
    rows = ((row(1, 2, style=PARAGRAPHS), 2), (row(3, loose=(1,), style=PARAGRAPHS), 2))
    assert settled(*rows) == [GridRow((1, 2), complete=True), GridRow((3, BLANK), complete=True)]


def test_empty_lines_before_a_heading_are_no_evidence_of_their_own() -> None:
    """
    Where no row of the document keeps a blank, the space before a heading is only space.
    """
    last = row(3, loose=(1,), style=PARAGRAPHS, at_end=True)
    assert settled((row(1, 2, style=PARAGRAPHS), 2), (last, 2))[1] == GridRow((3,), complete=False)
    kept = (row(4, loose=(1,), style=PARAGRAPHS), 2)
    assert settled((row(1, 2, style=PARAGRAPHS), 2), kept, (last, 2))[2] == GridRow((3, BLANK), complete=True)


def test_a_row_of_bars_alone_is_all_blank() -> None:
    """
    A row without any figure, with as many bars as columns, has all its cells and all are blank.
    """
    assert settled((row(loose=(3,)), 3)) == [GridRow((BLANK,) * 3, complete=True)]
    assert settled((row(loose=()), 3)) == [GridRow((), complete=False)]


def test_where_every_line_begins_with_a_bar_the_place_is_the_column() -> None:
    """
    A blank at the end of such a line is a bar, and it is there.
    """
    first = row(1, 2, 4, style=OUTER, column=1)
    second = row(3, BLANK, loose=(1,), style=OUTER, column=1)
    assert settled((first, 3), (second, 3)) == [
        GridRow((1, 2, 4), complete=True),
        GridRow((3, BLANK, BLANK), complete=True),
    ]


def test_one_table_tells_of_another() -> None:
    """
    A document in which one table keeps its blanks keeps them in the others as well.
    """
    last = (row(3, loose=(1,), style=PARAGRAPHS, at_end=True), 2)
    kept = [(row(4, loose=(1,), style=PARAGRAPHS), 2), (row(1, 2, style=PARAGRAPHS), 2)]
    assert settle([[last], kept])[0] == [GridRow((3, BLANK), complete=True)]
    assert settle([[last], [(row(1, 2, style=PARAGRAPHS), 2)]])[0] == [GridRow((3,), complete=False)]


def test_one_row_that_lets_blanks_slide_is_enough() -> None:
    """
    A document that keeps a blank in one row and lets one slide in another says nothing of a lone bar at a row's end.
    """
    header = "信息内容 |\n上一年项目数量 |\n本年增/减 |\n处理决定数量 |\n"
    text = (
        f"二、主动公开政府信息情况\n第二十条第(五)项 |\n|||\n{header}行政许可 |\n1 |\n|\n3 |\n其他对外管理服务事项 |\n4 |\n|||\n"
        f"第二十条第(六)项 |\n|||\n{header}行政处罚 |\n5 |\n6 |\n|\n行政强制 |\n7 |\n8 |\n9 |\n三、收到和处理政府信息公开申请情况\n"
    )
    report = govgrammar.parse(text).report
    assert report is not None
    states = {(cell.row, cell.column): cell.state for cell in report.cells()}
    assert "blank" == states["administrative_license", "change"]
    assert "ambiguous" == states["administrative_penalty", "change"]
