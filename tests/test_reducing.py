"""The smallest document that still gives a code, or a cell."""

import os
from pathlib import Path

import pytest

from govgrammar import parse
from govgrammar.cli.main import main
from govgrammar.workbench import NotThereError, reduce
from govgrammar.workbench.wanted import Wanted
from long_reports import codes_of_documents, long_report

LINES = 5
#: Codes of files that have no lines, and one that takes a table of sixteen cells in paragraphs.
NOT_IN_LINES = frozenset({"GG0107", "GG0110", "GG0209"})
QUICK = ("GG0102", "GG0103", "GG0104", "GG0201", "GG0307", "GG0310", "GG0402", "GG0504", "GG0571")
CODES = codes_of_documents() if os.environ.get("GOVGRAMMAR_LONG") else QUICK
TEXT = (
    "二、主动公开政府信息情况\n第二十条第(一)项\n信息内容|本年制发件数|本年废止件数|现行有效件数\n"
    "规章|1|2|3\n奇怪的行|4|5|6\n三、收到和处理政府信息公开申请情况\n"
)


@pytest.mark.parametrize("code", CODES)
def test_a_long_report_becomes_a_few_lines(code: str) -> None:
    """
    A report of 300 lines in which one place gives a code comes down to at most five that still give it.
    """
    found = long_report(code)
    if found is None:
        pytest.skip("no document alone gives it")
    document, kind = found
    small = reduce(document, keep=code, kind=kind, budget=3_000)
    assert Wanted.of(code, None).in_result(parse(small.document, kind=kind))
    assert small.complete
    assert small.lines <= LINES or code in NOT_IN_LINES
    assert small.after <= small.before


def test_nothing_more_can_be_left_out() -> None:
    """
    Of what is left, no character can go without the code going with it; the same document gives the same answer.
    """
    small = reduce(TEXT, keep="GG0307")
    text = small.document
    assert isinstance(text, str)
    wanted = Wanted.of("GG0307", None)
    assert not any(wanted.in_result(parse(text[:n] + text[n + 1 :])) for n in range(len(text)))
    assert small == reduce(TEXT, keep="row-unexpected")


def test_a_cell_keeps_its_value_and_its_layout() -> None:
    """
    What is left still gives the cell; its lines are lines of the document.
    """
    cell = "proactive_disclosure/government_rules/repealed"
    small = reduce(TEXT, keep_cell=f"{cell}=2")
    report = parse(str(small.document)).report
    assert report is not None
    assert [2] == [c.value for c in report.cells() if str(c.key) == cell]
    assert small.after < small.before


def test_a_rule_is_kept_by_its_name() -> None:
    """
    A failed check counts as a code does.
    """
    text = "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量|1|0|0|0|0|0|2\n二、上年结转政府信息公开申请数量|0|0|0|0|0|0|0\n"
    small = reduce(text, keep="T3-ROWSUM")
    assert small.lines == 1
    assert "上年" not in str(small.document)


def test_bytes_are_kept_where_the_text_does_not_have_it(tmp_path: Path) -> None:
    """
    What only the bytes of a file give is kept as bytes; a path is read.
    """
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("utf-8") + b"\xff\xfe\xff" + TEXT.encode("utf-8"))
    small = reduce(path, keep="GG0103")
    assert isinstance(small.document, bytes)
    assert "GG0103" in {d.code for d in parse(small.document).diagnostics}


def test_the_budget_ends_the_search() -> None:
    """
    Where the budget is spent, the answer is what was found, and it still has the code.
    """
    small = reduce(TEXT, keep="GG0307", budget=3)
    assert not small.complete
    assert small.parses == 3
    assert "GG0307" in {d.code for d in parse(small.document).diagnostics}


@pytest.mark.parametrize(
    ("keep", "keep_cell"),
    [("GG0601", None), ("GG9999", None), (None, "a/b=1"), (None, "a/b/c"), (None, None), ("GG0307", "a/b/c=1")],
)
def test_what_cannot_be_kept_is_refused(keep: str | None, keep_cell: str | None) -> None:
    """
    A code that no document gives, a cell without a value, or both at once: the caller is told.
    """
    with pytest.raises(ValueError, match=r"no code or rule|TABLE/ROW/COLUMN|either a code"):
        reduce(TEXT, keep=keep, keep_cell=keep_cell)


def test_what_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A document without the code is wrong usage, not an empty answer.
    """
    with pytest.raises(NotThereError, match="GG0101"):
        reduce(TEXT, keep="GG0101")
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert 2 == main(["reduce", str(path), "--keep", "GG0101"])
    out = tmp_path / "small.txt"
    assert 0 == main(["reduce", str(path), "--keep", "GG0307", "-o", str(out), "--lang", "en"])
    assert "GG0307" in {d.code for d in parse(out).diagnostics}
    assert "documents were read" in capsys.readouterr().err
