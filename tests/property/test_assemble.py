"""Tables with their spans, as a file's own reader gives them, are read as what they say."""

from hypothesis import given, settings

from drafts import truth
from govgrammar import Limits, Source, Span
from govgrammar.api import _read, engine
from govgrammar.documents.assemble import Assembled, assemble
from govgrammar.documents.blocks import Document, Grid, LaidOut, Paragraph, lay_out
from govgrammar.documents.opening import Opened
from govgrammar.export.render import Draft, printed
from govgrammar.form import load_form
from govgrammar.layouts.sheet import Sheet
from govgrammar.model.report import AnnualReport
from govgrammar.strategies import reports

LIMIT = 1_000_000


def grid_of(sheet: Sheet) -> Grid:
    """A printed table as a reader gives it."""
    rows = [[LaidOut(box.text, box.columns, box.rows) for box in row] for row in sheet.rows]
    grid, whole = lay_out(rows, LIMIT)
    assert whole
    return grid


def assembled(draft: Draft) -> Assembled:
    """A draft as blocks, put together."""
    parts = printed(draft, load_form())
    blocks = [grid_of(part) if isinstance(part, Sheet) else Paragraph(part) for part in parts]
    return assemble(Document(blocks), LIMIT)


def report_of(made: Assembled) -> AnnualReport:
    """The one report in a document that is put together."""
    opened = Opened(Source(made.physical.text), [], made.physical)
    _, (read,) = _read(opened, engine(), Limits(), {})
    return read.report


@given(draft=reports(hidden=True))
@settings(max_examples=60)
def test_a_table_with_spans_reads_as_it_is(draft: Draft) -> None:
    """
    State and value of every cell are those that were written, blanks wherever they stand.
    """
    written = truth(draft)
    read = {cell.key: cell for cell in report_of(assembled(draft)).cells()}
    found = {key: (cell.state, cell.value) for key, cell in read.items() if key in written or cell.state != "absent"}
    assert written == found


@given(draft=reports())
@settings(max_examples=20)
def test_cells_and_gaps_of_a_document_spell_its_text(draft: Draft) -> None:
    """
    The text of a document is its physical cells and what stands between them, in order.
    """
    physical = assembled(draft).physical
    pieces = [piece for pair in zip(physical.cells, physical.gaps, strict=True) for piece in pair]
    assert physical.text == "".join(pieces)
    assert all(physical.text.startswith(c, start) for c, start in zip(physical.cells, physical.starts, strict=True))


def requests(*rows: list[LaidOut]) -> AnnualReport:
    """A report whose third table has a header of one line and these rows."""
    header = [
        LaidOut(""),
        *map(LaidOut, ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")),
    ]
    grid, _ = lay_out([header, *rows], LIMIT)
    return report_of(assemble(Document((Paragraph("三、收到和处理政府信息公开申请情况"), grid)), LIMIT))


def said(report: AnnualReport, row: str) -> list[object]:
    """What the cells of a row say: a value, a state, or candidates."""
    cells = [cell for cell in report.cells() if cell.row == row]
    return [c.candidates or (c.value if c.state == "number" else c.state) for c in cells]


def test_a_figure_in_cells_that_are_merged_is_nobodys() -> None:
    """
    A figure that spans two columns can stand in either; the figures beside it stay where they are.
    """
    row = [LaidOut("一、本年新收政府信息公开申请数量"), LaidOut("3", columns=2), *map(LaidOut, "00004")]
    both = (3, None)
    assert said(requests(row), "new_requests") == [both, both, 0, 0, 0, 0, 4]


def test_a_figure_that_spans_rows_is_nobodys() -> None:
    """
    A figure that spans two rows can stand in either.
    """
    first = [LaidOut("一、本年新收政府信息公开申请数量"), LaidOut("3", rows=2), *map(LaidOut, "000003")]
    second = [LaidOut("二、上年结转政府信息公开申请数量"), *map(LaidOut, "000000")]
    report = requests(first, second)
    assert said(report, "new_requests") == [(3, None), 0, 0, 0, 0, 0, 3]
    assert said(report, "carried_in") == [(3, None), 0, 0, 0, 0, 0, 0]


def test_a_slash_in_cells_that_are_merged_is_everyones() -> None:
    """
    A slash that spans a row says of each cell that nothing applies.
    """
    row = [LaidOut("一、本年新收政府信息公开申请数量"), LaidOut("/", columns=7)]
    assert said(requests(row), "new_requests") == ["not_applicable"] * 7


def test_a_header_with_wrong_spans_has_no_places() -> None:
    """
    Where a span is lost in the header, its cells stand above others' figures: full rows are read by their order, and a
    figure beside blanks has no column.
    """
    lines = [
        [LaidOut("申请人情况"), LaidOut("自然人", rows=2), LaidOut("法人或其他组织"), LaidOut("总计", rows=2)],
        [LaidOut(""), *map(LaidOut, ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"))],
        [LaidOut("一、本年新收政府信息公开申请数量"), *map(LaidOut, "1234561")],
        [LaidOut("二、上年结转政府信息公开申请数量"), *map(LaidOut, ("", "", "7", "", "", "", ""))],
    ]
    grid, _ = lay_out(lines, LIMIT)
    report = report_of(assemble(Document((Paragraph("三、收到和处理政府信息公开申请情况"), grid)), LIMIT))
    assert said(report, "new_requests") == [1, 2, 3, 4, 5, 6, 1]
    assert said(report, "carried_in") == [(7, None)] * 7


def test_a_table_goes_on_below_a_page_break() -> None:
    """
    Rows of a second table that is as wide as the first stand below the first one's header.
    """
    header = [
        LaidOut(""),
        *map(LaidOut, ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")),
    ]
    first = [LaidOut("一、本年新收政府信息公开申请数量"), *map(LaidOut, "1000001")]
    second = [LaidOut("二、上年结转政府信息公开申请数量"), *map(LaidOut, ("", "", "7", "", "", "", "7"))]
    above, below = lay_out([header, first], LIMIT)[0], lay_out([second], LIMIT)[0]
    blocks = (Paragraph("三、收到和处理政府信息公开申请情况"), above, Paragraph("- 3 -"), below)
    report = report_of(assemble(Document(blocks), LIMIT))
    assert said(report, "carried_in") == ["blank", "blank", 7, "blank", "blank", "blank", 7]


def test_a_row_that_lacks_cells_has_no_places() -> None:
    """
    A row with fewer cells than its table may have lost any of them.
    """
    row = [LaidOut("一、本年新收政府信息公开申请数量"), LaidOut(""), LaidOut("3")]
    assert said(requests(row), "new_requests") == [(3, None)] * 7


def test_a_wide_span_reaches_no_farther_than_a_table_may() -> None:
    """
    A span of a hundred million columns and rows costs what a table costs.
    """
    row = [LaidOut("一、本年新收政府信息公开申请数量"), LaidOut("3", columns=10**8, rows=10**8)]
    assert said(requests(row, *[[LaidOut("x")]] * 100), "new_requests") == [(3, None)] * 7


def test_a_table_ends_at_the_limit() -> None:
    """
    Rows are taken as long as their places stay within the limit.
    """
    grid, whole = lay_out([[LaidOut("1"), LaidOut("2")]] * 10, 7)
    assert (len(grid.rows), grid.width, whole) == (3, 2, False)


def test_origin_of_a_document_without_places() -> None:
    """
    A document that says nothing of its places has no origin.
    """
    assert assemble(Document([Paragraph("x")]), LIMIT).origin(Span(0, 1)) is None
