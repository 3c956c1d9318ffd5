"""What a workbook says is what a spreadsheet shows."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl
import pytest

import govgrammar
from govgrammar import Limits, Result
from govgrammar.documents.xlsx_formats import shown
from office import xlsx

LABELS = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
HEADING, NEW = "三、收到和处理政府信息公开申请情况", "一、本年新收政府信息公开申请数量"


def inline(reference: str, text: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def number(reference: str, stored: str, more: str = "") -> str:
    """A cell with a number."""
    return f'<c r="{reference}" {more}><v>{stored}</v></c>'


def sheet(*cells: str, before: str = "", behind: str = "", row: str = "") -> str:
    """A sheet with one row of cells."""
    return f'{before}<sheetData><row r="1" {row}>{"".join(cells)}</row></sheetData>{behind}'


def text(*cells: str, **parts: str) -> str:
    """The text of a workbook with one sheet of one row."""
    return govgrammar.parse(xlsx({"Sheet1": sheet(*cells)}, **parts)).source.text  # type: ignore[arg-type]


def codes(result: Result) -> list[str]:
    """The findings about the file."""
    return [d.code for d in result.diagnostics if d.code.startswith("GG01")]


ACCOUNTING = '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "expected"),
    [
        ("310.49349999999998", "General", "310.4935"), ("0.30000000000000004", "General", "0.3"),
        ("12", "General", "12"), ("12.0", "General", "12"), ("1e20", "General", "1E+20"), ("-0", "General", "0"),
        ("12.6", "0", "13"), ("2.5", "0", "3"), ("-0.4", "0", "0"), ("310.4935", "0.00", "310.49"), ("7", "000", "007"),
        ("1234567", "#,##0", "1,234,567"), ("0.125", "0.0%", "12.5%"), ("12", '0"件"', "12件"), ("3", "@", "3"),
        ("0", "0;;", ""), ("5", "0;;", "5"), ("-5", "0;;", ""), ("0", "#", ""), ("5", ";;;", ""),
        ("0", ACCOUNTING, "-"), ("-1234", ACCOUNTING, "-1,234"), ("-3", "0_);[Red]\\(0\\)", "(3)"),
        ("60", "[$¥-804]#,##0.00", "¥60.00"), ("12", "[$-804]General", "12"), ("45313", "yyyy-mm-dd", "2024-01-22"),
        ("12", "[DBNum1][$-804]General", "12 [[DBNum1][$-804]General]"), ("12345", "0,", "12345 [0,]"),
        ("1.5", "# ?/?", "1.5 [# ?/?]"), ("3", "[>2]0;0", "3 [[>2]0;0]"), ("12", "0.00E+00", "12 [0.00E+00]"),
        ("x", "0", "x"), ("NaN", "0", "NaN"), ("1_0", "0", "1_0"), ("1e400", "0", "1e400"),
    ],
)  # fmt: skip
def test_a_number_is_written_as_its_format_shows_it(stored: str, code: str, expected: str) -> None:
    """
    Formats round, group, word and hide; what is not understood shows itself, and is no number then.
    """
    assert shown(stored, code) == expected


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ('<c t="s"><v>0</v></c>', "ab"),
        ('<c t="s"><v>1</v></c>', "~~3~~4^1"),
        ('<c t="s"><v>9</v></c>', ""),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c t="str"><f>A2</f><v>12</v></c>', "12"),
        ("<c><f>SUM(A2:A3)</f><v>12</v></c>", "12"),
        ("<c><f>SUM(A2:A3)</f></c>", "=SUM(A2:A3)"),
        ("<c><f>12</f><v></v></c>", "=12"),
        ('<c s="1"><v>0</v></c>', "0.00"),
        ('<c s="2"><v>5</v></c>', "~~5~~"),
        ('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', "1 2"),
    ],
)
def test_a_cell_says_what_a_spreadsheet_shows(made: str, expected: str) -> None:
    """
    Strings with their runs, values that are kept of formulas, formats and fonts.
    """
    strings = (
        "<si><t>ab</t><rPh><t>x</t></rPh></si>"
        '<si><r><rPr><strike/></rPr><t>3</t></r><r><t>4</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
    )
    styles = '<fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf numFmtId="2"/><xf fontId="1"/></cellXfs>'
    assert text(made, strings=strings, styles=styles) == expected


def test_hidden_rows_columns_and_sheets_are_left_out() -> None:
    """
    What a spreadsheet does not show is not read; zeros of a sheet that hides them are blank.
    """
    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    zeros = '<sheetViews><sheetView showZeros="0"/></sheetViews>'
    sheets = {
        "a": sheet(number("A1", "1"), number("B1", "2"), number("C1", "3"), before=columns),
        "b": sheet(number("A1", "4"), row='hidden="1"'),
        "c": sheet(number("A1", "5")),
        "d": sheet(number("A1", "0"), number("B1", "6"), before=zeros),
        "e": sheet(number("A1", "7"), before='<sheetFormatPr zeroHeight="1"/>'),
    }
    assert govgrammar.parse(xlsx(sheets, states={"c": "hidden"})).source.text == "1\t3\n\t6"


def report_rows(*values: str, merged: str = "") -> list[object]:
    """What the first row of the third table says."""
    header = "".join(inline(f"{'ABCDEFGH'[n]}2", label) for n, label in enumerate(LABELS) if label)
    rows = f'<row r="1">{inline("A1", HEADING)}</row><row r="2">{header}</row>'
    rows += f'<row r="3">{inline("A3", NEW)}{"".join(values)}</row>'
    result = govgrammar.parse(xlsx({"Sheet1": f"<sheetData>{rows}</sheetData>{merged}"}))
    assert result.report is not None
    cells = [c for c in result.report.cells() if c.row == "new_requests"]
    return [c.candidates or (c.value if c.state == "number" else c.state) for c in cells]


def test_cells_that_the_file_does_not_write_are_blank() -> None:
    """
    A spreadsheet has every cell: what is not written in a row is empty, not lost.
    """
    assert report_rows(number("B3", "1"), number("D3", "2")) == [1, "blank", 2, "blank", "blank", "blank", "blank"]


def test_a_figure_in_merged_cells_is_nobodys() -> None:
    """
    Only the first cell of a merged range is shown, and it stands in all of them.
    """
    merged = '<mergeCells><mergeCell ref="B3:C3"/></mergeCells>'
    found = report_rows(number("B3", "4"), number("C3", "9"), number("H3", "4"), merged=merged)
    assert found == [(4, None), (4, None), "blank", "blank", "blank", "blank", 4]


def test_a_merged_range_whose_first_cell_is_hidden_is_still_seen() -> None:
    """
    The text of a merged range is shown in the part of it that is not hidden.
    """
    columns = '<cols><col min="1" max="1" hidden="1"/></cols>'
    merged = '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
    made = sheet(number("A1", "1"), number("D1", "2"), before=columns, behind=merged)
    assert govgrammar.parse(xlsx({"s": made})).source.text == "1\t\t2"


def test_where_a_figure_stands() -> None:
    """
    A place is named as in a formula.
    """
    result = govgrammar.parse(xlsx({"it's": sheet(number("A1", "1"), number("B1", "23"))}))
    found = result.source.origin(govgrammar.Span(2, 4))
    assert found is not None
    assert (found.kind, found.part) == ("xlsx", "'it''s'!B1")


def test_the_name_of_a_sheet_can_be_a_heading() -> None:
    """
    A sheet that is named by a section, and does not repeat it, is that section.
    """
    cells = [inline(f"{'ABCDEFGH'[n]}1", label) for n, label in enumerate(LABELS) if label]
    assert govgrammar.parse(xlsx({HEADING: sheet(*cells)})).source.text.startswith(f"{HEADING}\n\t自然人")
    assert govgrammar.parse(xlsx({HEADING: sheet(inline("A1", HEADING))})).source.text == HEADING


def test_what_openpyxl_writes_is_read() -> None:
    """
    Dates, booleans, figures and texts, as a spreadsheet shows them.
    """
    book = openpyxl.Workbook()
    made = book.worksheets[0]
    made.append([datetime(2024, 1, 22, tzinfo=UTC).replace(tzinfo=None), True, 0.1 + 0.2, 12, "12", None, "=1+1"])
    out = io.BytesIO()
    book.save(out)
    assert govgrammar.parse(out.getvalue()).source.text == "2024-01-22\tTRUE\t0.3\t12\t12\t\t=1+1"


def test_a_range_over_a_whole_sheet_costs_what_the_sheet_costs() -> None:
    """
    A merged range reaches no farther than what the sheet holds.
    """
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert govgrammar.parse(xlsx({"s": sheet(number("A1", "1"), number("B1", "2"), behind=merged)})).source.text == "1"


@pytest.mark.parametrize(("name", "most", "expected"), [("cells", 2, ""), ("elements", 10, ""), ("characters", 2, "")])
def test_limits(name: str, most: int, expected: str) -> None:
    """
    What exceeds a limit is left out and said, or raises.
    """
    made = xlsx({"s": sheet(number("A1", "1"), number("B1", "2"), number("C1", "3"))})
    result = govgrammar.parse(made, limits=Limits(**{name: most}))  # type: ignore[arg-type]
    assert (result.source.text, codes(result)[:1]) == (expected, ["GG0105"])
    with pytest.raises(govgrammar.LimitError):
        govgrammar.parse(made, limits=Limits(**{name: most}, raises=True))


# ---- hostile sheets ----


def test_cells_with_one_place_are_all_shown() -> None:
    """
    Of two cells that claim one place neither is the cell's: both texts stand there, in their order.
    """
    assert text(inline("A1", "12"), inline("B1", "x"), inline("A1", "34"), inline("A1", "56")) == "12 34 56\tx"
    many = text(*[inline("A1", "规" * 400)] * 2_000)
    assert len(many) == 2_000 * 401 - 1


def test_a_long_name_of_a_sheet_stands_cut_before_its_cells() -> None:
    """
    The name of a cell is no longer than a spreadsheet lets it be, however long the sheet calls itself.
    """
    result = govgrammar.parse(xlsx({"a" * 100_000: sheet(inline("A1", "12"))}))
    place = result.source.origin(govgrammar.Span(0, 2))
    assert place is not None
    assert place.part == "a" * 64 + "!A1"


@pytest.mark.parametrize(
    "made",
    [
        sheet(inline("A1", "12"), before=f'<cols><col min="1" max="1" width="{"0" * 90_000}x"/></cols>'),
        sheet(inline("A1", "12"), row=f'ht="{"0" * 90_000}x"'),
    ],
)
def test_a_width_that_is_no_number_hides_nothing(made: str) -> None:
    """
    A column or row whose size is a long text is seen.
    """
    assert govgrammar.parse(xlsx({"a": made})).source.text == "12"


def test_a_cell_far_to_the_right_is_behind_the_widest_table() -> None:
    """
    A row that holds a cell in the last column ends where the widest table does; hidden columns are passed over.
    """
    far = sheet(inline("A1", "12"), inline("XFD1", "3"))
    assert govgrammar.parse(xlsx({"a": far})).source.text.strip() == "12"
    hidden = sheet(inline("A1", "12"), inline("XFD1", "3"), before='<cols><col min="2" max="16383" hidden="1"/></cols>')
    assert govgrammar.parse(xlsx({"a": hidden})).source.text == "12\t3"


def test_a_format_is_looked_at_once_it_is_short_enough() -> None:
    """
    A number whose format is too long for any format is shown with it, and is no figure.
    """
    assert shown("5", "[" * 1_000_000) == f"5 [{'[' * 40}]"


def test_one_part_read_again_and_again_is_read_so_often() -> None:
    """
    A workbook that lists thousands of sheets ends where no workbook goes on, and keeps what was read.
    """
    result = govgrammar.parse(xlsx({f"s{n}": sheet(inline("A1", "12")) for n in range(2_100)}))
    assert result.source.text.startswith("12\n12")
    assert [d.arguments["detail"] for d in result.diagnostics if d.code == "GG0106"] == ["more than 2000 parts to read"]
