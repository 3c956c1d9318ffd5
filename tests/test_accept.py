"""Accepted findings: what an entry holds for, when it stops, and how every format shows it."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from govgrammar.cli.main import main

ROW = """甲市乙局2022年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)|申请人情况
自然人|法人或其他组织|总计
商业企业|科研机构|社会公益组织|法律服务机构|其他
一、本年新收政府信息公开申请数量|3|0|0|0|0|1|5
二、上年结转政府信息公开申请数量|0|0|0|0|0|0|0
"""
ENTRY = """[[accept]]
rule = "T3-ROWSUM"
reason = "核实无误"
left = 5
right = 4
[accept.cells]
"requests/new_requests/natural_person" = 3
"requests/new_requests/commercial_enterprise" = 0
"requests/new_requests/research_institution" = 0
"requests/new_requests/public_welfare_organization" = 0
"requests/new_requests/legal_service_institution" = 0
"requests/new_requests/other_organization" = 1
"requests/new_requests/total" = 5
"""
#: The codes of the reader, which say of a piece of a report what it lacks.
ONLY = ("--select", "T3-ROWSUM", "--ignore", "GG01,GG02,GG03,GG04")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one report whose total of a row is off."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVGRAMMAR_LANG", "en")
    (tmp_path / "a.txt").write_text(ROW, encoding="utf-8")
    return tmp_path


def accept(folder: Path, text: str, name: str = "a.txt.accept.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def check(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[dict[str, Any]]]:
    """The exit status, and the findings on all documents."""
    status = main(["check", "a.txt", *ONLY, "--format", "json", *more])
    data = json.loads(capsys.readouterr().out)
    return status, [finding for document in data["documents"] for finding in document["findings"]]


def test_an_accepted_finding_does_not_count(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    An entry for the same rule, cells and values takes a finding out of the exit status, and the finding carries the reason.
    """
    assert check(capsys)[0] == 1
    accept(folder, ENTRY)
    status, found = check(capsys)
    assert status == 0
    assert [(f["rule"], f["accepted"]) for f in found] == [("T3-ROWSUM", "核实无误")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("|1|5", "|1|6"),
        ("|3|0|0|0|0|1|5", "|2|1|0|0|0|1|5"),
    ],
)
def test_an_entry_ends_with_the_values(
    before: str, after: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Where a side, a cell of a side or a blank is another, the finding counts again and the entry is reported.
    """
    accept(folder, ENTRY)
    (folder / "a.txt").write_text(ROW.replace(before, after), encoding="utf-8")
    status, found = check(capsys)
    assert status == 1
    assert [(f["rule"], f["accepted"]) for f in found] == [("T3-ROWSUM", None), ("GG0601", None)]
    note = found[1]
    assert (note["severity"], note["file"], note["line"]) == ("note", "a.txt.accept.toml", 1)


def test_an_entry_is_not_stale_where_its_rule_was_not_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Nothing is said of entries on rules that were not selected, or that lacked last year's report.
    """
    carry = ENTRY.replace("T3-ROWSUM", "Y-CARRY")
    accept(folder, f"{ENTRY}\n{carry}")
    assert [f["rule"] for f in check(capsys)[1]] == ["T3-ROWSUM"]
    status = main(["check", "a.txt", "--select", "T3-BALANCE,Y-CARRY", "--format", "json"])
    assert status in {0, 1}
    assert "GG0601" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[accept", "not valid TOML"),
        ("accept = 1", "a list of [[accept]]"),
        ("[[accept]]\nrule = 'T3-ROWSUM'", "lacks a reason"),
        ("[[accept]]\nrule = 'T9'\nreason = 'x'", "no such rule or code: T9"),
        ("[[accept]]\nrule = []\nreason = 'x'", "no such rule or code"),
        ("[[accept]]\nrule = 'T3-ROWSUM'\nreason = 'x'\nrow = 1", "no such key: row"),
        ("[[accept]]\nrule = 'T3-ROWSUM'\nreason = 'x'\nleft = []", "left has to hold"),
        ("[[accept]]\nrule = 'T3-ROWSUM'\nreason = 'x'\ncells = [1]", "cells has to hold"),
        ("[[accept]]\nrule = 'T3-ROWSUM'\nreason = 'x'\ndocument = 'a.txt'", "names no document"),
        ("\ufffd", "not valid TOML"),
    ],
)
def test_an_entry_that_cannot_be_used_is_an_error(
    text: str, fault: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    What is wrong with a file is found in the file, counts as an error, and leaves the other entries.
    """
    accept(folder, text)
    status, found = check(capsys)
    assert status == 1
    assert found[-1]["code"] == "GG0602"
    assert fault in found[-1]["message"]["en"]
    assert found[-1]["message"]["zh"] != found[-1]["message"]["en"]
    accept(folder, f"{ENTRY}\n{text}" if text.startswith("[[accept]]") else text)
    if text.startswith("[[accept]]"):
        assert [f["rule"] for f in check(capsys)[1]] == ["T3-ROWSUM", "GG0602"]
        assert check(capsys)[1][0]["accepted"] == "核实无误"


def test_one_file_for_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    In `accept.toml` each entry names its document; one on a document that is gone is reported, once.
    """
    (folder / "b.txt").write_text(ROW, encoding="utf-8")
    named = ENTRY.replace("reason =", 'document = "a.txt"\nreason =')
    gone = ENTRY.replace("reason =", 'document = "gone.txt"\nreason =')
    accept(folder, f"{named}\n{gone}", "accept.toml")
    status, found = check(capsys, "b.txt")
    assert status == 1
    assert [(f["file"], f["rule"], f["accepted"]) for f in found] == [
        ("a.txt", "T3-ROWSUM", "核实无误"),
        ("accept.toml", "GG0601", None),
        ("b.txt", "T3-ROWSUM", None),
    ]


def test_new_entries_are_written_and_hold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    --accept-new writes an entry for each error and warning; the report is clean then, and a second call writes nothing.
    """
    reason = '说明 "引号" \\ 与\n换行'
    assert main(["check", "a.txt", "--accept-new", reason]) == 0
    assert "a.txt.accept.toml: " in capsys.readouterr().err
    path = folder / "a.txt.accept.toml"
    written = path.read_text(encoding="utf-8")
    entries = tomllib.loads(written)["accept"]
    assert {entry["reason"] for entry in entries} == {reason}
    row = next(entry for entry in entries if entry["rule"] == "T3-ROWSUM")
    assert (row["left"], row["right"], row["cells"]["requests/new_requests/total"]) == (5, 4, 5)
    missing = [entry["arguments"]["section"] for entry in entries if entry["rule"] == "GG0302"]
    assert missing == ["overview", "proactive_disclosure", "remedies", "problems_and_improvements", "other_matters"]
    assert main(["check", "a.txt", "--strict"]) == 0
    assert main(["check", "a.txt", "--accept-new", "other"]) == 0
    assert path.read_text(encoding="utf-8") == written
    assert "GG0601" not in capsys.readouterr().out


def test_new_entries_stand_behind_those_that_are_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    What a person wrote in the file stays as it is, comments included.
    """
    accept(folder, f"# by hand\n{ENTRY}")
    assert main(["check", "a.txt", "--accept-new", "the rest"]) == 0
    text = (folder / "a.txt.accept.toml").read_text(encoding="utf-8")
    assert text.startswith(f"# by hand\n{ENTRY}\n[[accept]]\n")
    assert text.count('rule = "T3-ROWSUM"') == 1
    assert capsys.readouterr().out.count("accepted[") > 1


def test_the_entry_that_the_documentation_shows_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    The example in `docs/CHECKS.md` accepts a finding with the figures that it names.
    """
    page = (Path(__file__).parents[1] / "docs" / "CHECKS.md").read_text(encoding="utf-8")
    (folder / "a.txt").write_text(ROW.replace("|3|0|0|0|0|1|5", "|25|0|0|0|0|0|26"), encoding="utf-8")
    accept(folder, page.partition("```toml\n")[2].partition("```")[0])
    assert [(f["rule"], f["accepted"]) for f in check(capsys)[1]] == [
        ("T3-ROWSUM", "confirmed by the office: one request was counted twice")
    ]


def test_cells_of_last_years_report_have_their_tag(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    An entry on two reports names the cells of the other one by its tag, and ends where that one changes.
    """
    last = ROW.replace("2022", "2021") + "四、结转下年度继续办理|1|0|0|0|0|0|1\n"
    (folder / "last.txt").write_text(last, encoding="utf-8")
    command = ["compare", "a.txt", "last.txt", "--select", "Y-CARRY", "--strict", *ONLY[2:]]
    assert main(command) == 1
    assert main([*command, "--accept-new", "更正"]) == 0
    text = (folder / "a.txt.accept.toml").read_text(encoding="utf-8")
    assert '"last_year:requests/carried_out/total" = 1' in text
    assert '"requests/carried_in/total" = 0' in text
    assert main(command) == 0
    (folder / "last.txt").write_text(last.replace("|0|0|1\n", "|0|1|2\n"), encoding="utf-8")
    assert main(command) == 1
    capsys.readouterr()


def test_every_format_shows_what_is_accepted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Text says it on one line, SARIF suppresses, GitHub gives a notice, a page has it below the findings, unmarked.
    """
    accept(folder, ENTRY)

    def out(form: str) -> str:
        assert main(["check", "a.txt", *ONLY, "--format", form]) == 0
        return capsys.readouterr().out

    text = out("text").splitlines()
    assert text[0].startswith("a.txt:6:30: accepted[GG0502] T3-ROWSUM row new_requests")
    assert text[0].endswith("(accepted: 核实无误)")
    assert text[1] == "nothing found; 1 accepted"
    (result,) = json.loads(out("sarif"))["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "核实无误"}]
    assert out("github").startswith("::notice file=a.txt,line=6,")
    page = out("html")
    assert 'class="finding error accepted"' in page
    assert "Accepted because: 核实无误" in page
    assert 'class="number fail' not in page
    assert "✓ Nothing was found." in page


def test_standard_input_has_no_file_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What comes from standard input is checked without any file of accepted findings.
    """
    accept(folder, ENTRY, "-.accept.toml")
    with (folder / "a.txt").open(encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert main(["check", "-", *ONLY]) == 1
    assert capsys.readouterr().out.startswith("<stdin>:6:30: error[GG0502]")
