"""`govgrammar check`, `compare`, `rollup`: what they print in each format, and their exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import html5lib
import jsonschema
import pytest

from govgrammar.cli.main import main
from govgrammar.findings import html
from govgrammar.findings.github import annotation
from govgrammar.findings.html import page_names
from govgrammar.findings.sarif import uri
from govgrammar.schema import shipped_checks_schema
from govgrammar.source import display_width
from sarif_schema import SARIF_SCHEMA

REPORTS = Path(__file__).parents[1] / "corpus" / "reports"
CLEAN = (REPORTS / "rows-padded-2021" / "source.txt").read_bytes()
#: A report of seven errors, in paragraphs.
WRONG = (REPORTS / "paragraphs-totals-off" / "source.txt").read_bytes()
#: A report of 2019 with lost cells.
SHORT = (REPORTS / "paragraphs-2019-short-rows" / "source.txt").read_bytes()
#: A report with warnings and without errors.
WARNED = (REPORTS / "pipes-lost-headings" / "source.txt").read_bytes()
#: The codes of the reader, which say of a piece of a report what it lacks.
READER = "GG01,GG02,GG03,GG04"
#: One row on one line: the total of a row is off, behind Chinese characters.
ROW = """甲市乙局2022年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)|申请人情况
自然人|法人或其他组织|总计
商业企业|科研机构|社会公益组织|法律服务机构|其他
一、本年新收政府信息公开申请数量|3|0|0|0|0|1|5
二、上年结转政府信息公开申请数量|0|0|0|0|0|0|0
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and a language that does not depend on who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVGRAMMAR_LANG", "en")
    return tmp_path


def write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_txt", ".txt").replace("_pdf", ".pdf")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    data = json.loads(run(capsys, *arguments, "--format", "json")[1])
    jsonschema.validate(data, json.loads(shipped_checks_schema()))
    return data


def as_sarif(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    data = json.loads(run(capsys, *arguments, "--format", "sarif")[1])
    jsonschema.validate(data, SARIF_SCHEMA)
    return data


# ---- exit status ----


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("check", "clean.txt"), 0),
        (("check", "wrong.txt"), 1),
        (("check", "clean.txt", "wrong.txt"), 1),
        (("check", "warned.txt"), 0),
        (("check", "warned.txt", "--strict"), 1),
        (("check", "none.txt"), 3),
        (("check", "a.pdf"), 3),
        (("check", "empty.txt"), 1),
        (("check", "none.txt", "wrong.txt"), 3),
        (("check", "wrong.txt", "--select", "T2"), 0),
        (("check", "wrong.txt", "--ignore", "T3,T4"), 0),
        (("check", "empty.txt", "--ignore", "GG01"), 1),
        (("compare", "clean.txt", "none.txt"), 3),
        (("rollup", "clean.txt", "clean.txt", "none.txt"), 3),
        (("check", "clean.txt", "--last", "none.txt"), 3),
    ],
)
def test_exit_status(
    arguments: tuple[str, ...], expected: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    0 nothing wrong, 1 errors (with --strict warnings), 3 unreadable; the highest wins, and the reader's errors count.
    """
    write(folder, clean_txt=CLEAN, wrong_txt=WRONG, warned_txt=WARNED, a_pdf=b"%PDF-1.4\n", empty_txt="")
    assert run(capsys, *arguments)[0] == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "a.txt", "--format", "xml"),
        ("check", "a.txt", "--select", "T9"),
        ("check", "a.txt", "--ignore", "nothing"),
        ("check", "a.txt", "--level", "village"),
        ("check", "-", "-"),
        ("check", "a.txt", "b.txt", "--format", "html"),
        ("check", "a.txt", "b.txt", "--last", "a.txt"),
        ("check", "a.txt", "--accept-new", " "),
        ("check", "a.txt", "-o", "no/such/folder/x"),
        ("check", "a.txt", "b.txt", "--format", "html", "-o", "a.txt"),
        ("compare", "a.txt"),
        ("compare", ".", "a.txt"),
        ("rollup", "a.txt"),
    ],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Wrong usage gives status 2, a message on standard error and nothing on standard output.
    """
    write(folder, a_txt=CLEAN, b_txt=CLEAN)
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err != ""


def test_one_bad_file_does_not_stop_the_rest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    What cannot be read is told on standard error and counted; every other file is checked.
    """
    write(folder, a_txt=WRONG, c_txt=CLEAN)
    status, out, err = run(capsys, "check", "a.txt", "b.txt", "c.txt")
    assert status == 3
    assert err.startswith("b.txt: error: cannot be read")
    assert out.splitlines()[-2:][0] == "documents: 3; unreadable: 1; 7 errors"


# ---- text ----


def test_text_shows_place_marker_sides_and_cells(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Headline, line, a marker that lines up under Chinese, both sides, the cells aligned with the form's labels.
    """
    write(folder, a_txt=ROW)
    _, out, err = run(capsys, "check", "a.txt", "--select", "T3-ROWSUM", "--ignore", READER)
    lines = out.splitlines()
    assert err == ""
    assert lines[0] == (
        "a.txt:6:30: error[GG0502] T3-ROWSUM row new_requests: the total is 5, its columns add up to 4 (+1)"
    )
    assert lines[1] == "    一、本年新收政府信息公开申请数量|3|0|0|0|0|1|5"
    assert lines[2] == " " * (4 + display_width("一、本年新收政府信息公开申请数量|3|0|0|0|0|1|")) + "^"
    assert lines[3] == "      left 5, right 4, difference +1"
    cells = lines[4:11]
    assert cells[0].split() == [
        "requests/new_requests/total", "一、本年新收政府信息公开申请数量", "/", "总计", "5", "line", "6",
    ]  # fmt: skip
    assert {display_width(line[: line.index("line 6")]) for line in cells} == {
        display_width(cells[0][: cells[0].index("line 6")])
    }
    assert lines[11:] == ["1 error", "rules: 0 passed, 1 failed, 0 could not be assessed"]


def test_text_in_chinese(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    --lang zh gives messages, sides, places and the sum in Chinese.
    """
    write(folder, a_txt=ROW)
    out = run(capsys, "check", "a.txt", "--select", "T3-ROWSUM", "--ignore", READER, "--lang", "zh")[1].splitlines()
    assert out[0].endswith("error[GG0502] T3-ROWSUM “一、本年新收政府信息公开申请数量”一行总计为 5,各列之和为 4,相差 1")
    assert out[3] == "      左边 5, 右边 4, 相差 +1"
    assert out[4].endswith("第 6 行")
    assert out[-2:] == ["发现 1 错误", "规则:0 条通过,1 条不通过,0 条无法判断"]


def test_only_what_fails_is_shown_unless_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    --show chooses between what fails, holds and cannot be assessed; the sum says how many could not, and why.
    """
    write(folder, a_txt=CLEAN)
    select = ("check", "a.txt", "--select", "T3-BALANCE,Y-CARRY")
    assert run(capsys, *select)[1].splitlines() == [
        "nothing found",
        "rules: 1 passed, 0 failed, 1 could not be assessed (needs another report 1)",
    ]
    opened = run(capsys, *select, "--show", "not-assessable")[1].splitlines()
    assert "not-assessable[GG0521] Y-CARRY cannot be assessed" in opened[0]
    held = run(capsys, *select, "--show", "pass")[1]
    assert held.count("pass[GG0501] T3-BALANCE holds") == 7
    everything = run(capsys, *select, "--show", "all")[1]
    assert (everything.count("pass[GG"), everything.count("not-assessable[GG")) == (7, 1)


def test_many_cells_are_counted_not_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A finding on more cells than fit a screen shows some of them, and says how many more there are.
    """
    write(folder, a_txt=SHORT)
    out = run(capsys, "check", "a.txt", "--select", "T3-ALLBLANK", "--ignore", READER)[1]
    listed = [line for line in out.splitlines() if line.startswith("      requests/")]
    count = int(out.split(" cells of the table")[0].rsplit(" ", 1)[1])
    assert len(listed) == 12
    assert f"and {count - 12} more" in out


def test_cp936_and_redirected_output(folder: Path) -> None:
    """
    Text is in the stream's encoding and escapes what that lacks; JSON is UTF-8, whatever the stream's encoding.
    """
    write(folder, a_txt=ROW.replace("甲市乙局", "甲市ñ局"))
    environment = {**os.environ, "PYTHONIOENCODING": "cp936", "GOVGRAMMAR_LANG": "zh"}

    def output(*more: str) -> bytes:
        command = [sys.executable, "-m", "govgrammar", "check", "a.txt", *more]
        return subprocess.run(command, capture_output=True, env=environment, cwd=folder, check=False).stdout

    text = output("--show", "all").decode("cp936")
    assert "一、本年新收政府信息公开申请数量|3|0|0|0|0|1|5" in text
    assert "甲市\\xf1局2022年政府信息公开工作年度报告" in text
    assert json.loads(output("--format", "json"))["documents"][0]["reports"][0]["organ"] == "甲市ñ局"
    assert "::error " in output("--format", "github").decode("utf-8")


# ---- JSON ----


def test_json_gives_both_sides_and_cells(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A finding says rule, severity, both messages, place, sides and every cell with its value, as the schema has it.
    """
    write(folder, a_txt=ROW)
    data = as_json(capsys, "check", "a.txt", "--select", "T3-ROWSUM", "--ignore", READER)
    (document,) = data["documents"]
    (finding,) = document["findings"]
    assert document["name"] == "a.txt"
    assert (finding["rule"], finding["code"], finding["status"]) == ("T3-ROWSUM", "GG0502", "fail")
    assert (finding["left"], finding["right"], finding["delta"]) == (5, 4, 1)
    assert ROW[finding["start"] : finding["end"]] == "5"
    assert (finding["line"], finding["column"]) == (6, 30)
    assert [(c["column"], c["value"]) for c in finding["cells"]][:2] == [("total", 5), ("natural_person", 3)]
    assert all(ROW[c["start"] : c["end"]] == str(c["value"]) for c in finding["cells"])
    assert finding["accepted"] is None
    assert data["summary"]["errors"] == 1
    assert data["summary"]["rules"] == {"fail": 1, "pass": 0, "not_assessable": 0}


def test_json_of_nothing_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Where no source could be read there is a document all the same, and it names them.
    """
    data = as_json(capsys, "check", "no-such-file.txt")
    assert data["documents"] == []
    assert [one["name"] for one in data["unreadable"]] == ["no-such-file.txt"]


def test_json_of_a_file_of_all_kinds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Every status, ambiguous cells and several files follow the schema.
    """
    write(folder, a_txt=SHORT, b_txt=WRONG, c_txt=CLEAN)
    data = as_json(capsys, "check", ".", "--show", "all")
    assert [document["name"] for document in data["documents"]] == ["a.txt", "b.txt", "c.txt"]
    assert {f["status"] for d in data["documents"] for f in d["findings"]} == {"fail", "pass", "not_assessable"}
    states = {c["state"] for d in data["documents"] for f in d["findings"] for c in f["cells"]}
    assert {"number", "blank", "ambiguous"} <= states


def test_same_input_same_output(folder: Path) -> None:
    """
    Two processes with different hash seeds print the same bytes in every format.
    """
    write(folder, a_txt=SHORT)
    code = (
        "from govgrammar.cli.main import main\n"
        "for form in ('text', 'json', 'sarif', 'github', 'html'): main(['check', 'a.txt', '-f', form, '--show', 'all'])"
    )

    def output(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-c", code]
        return subprocess.run(command, capture_output=True, env=environment, cwd=folder, check=True).stdout

    assert output("1") == output("2") != b""


# ---- compare, rollup ----


def test_compare_names_both_documents(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    What does not continue from last year is found, with the cells of both reports, each in its own document.
    """
    this = ROW.replace("2022", "2023").replace("申请数量|0|0|0|0|0|0|0", "申请数量|2|0|0|0|0|0|2")
    last = ROW + "四、结转下年度继续办理|1|0|0|0|0|0|1\n"
    write(folder, this_txt=this, last_txt=last)
    data = as_json(capsys, "compare", "this.txt", "last.txt", "--select", "Y-CARRY", "--ignore", READER)
    (document,) = data["documents"]
    assert document["compared_with"] == [{"tag": "last_year", "name": "last.txt"}]
    found = [f for f in document["findings"] if f["arguments"]["column"] == "natural_person"]
    assert [(f["left"], f["right"], f["delta"]) for f in found] == [(2, 1, 1)]
    here, there = found[0]["cells"]
    assert (here["document"], here["row"], here["value"]) == ("", "carried_in", 2)
    assert (there["document"], there["row"], there["value"]) == ("last_year", "carried_out", 1)
    assert last[there["start"] : there["end"]] == "1"
    text = run(capsys, "compare", "this.txt", "last.txt", "--select", "Y-CARRY", "--ignore", READER)[1]
    assert "last_year:requests/carried_out/natural_person" in text
    assert "last.txt, line 8" in text


def test_last_years_report_is_found_in_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    --last DIR takes the only report of the same organ and the year before; another organ's is not taken.
    """
    last = ROW + "四、结转下年度继续办理|1|0|0|0|0|0|1\n"
    this = ROW.replace("2022", "2023")
    other = this.replace("甲市乙局", "丙市丁局")
    (folder / "new").mkdir()
    write(folder, new__this_txt=this, new__other_txt=other, old__last_txt=last)
    data = as_json(capsys, "check", "new", "--last", "old", "--select", "Y-CARRY", "--ignore", READER, "--show", "all")
    compared = {Path(d["name"]).name: [o["tag"] for o in d["compared_with"]] for d in data["documents"]}
    assert compared == {"this.txt": ["last_year"], "other.txt": []}
    reasons = {Path(d["name"]).name: {f["reason"] for f in d["findings"]} for d in data["documents"]}
    assert reasons["other.txt"] == {"missing_report"}
    assert "missing_report" not in reasons["this.txt"]


def test_rollup_compares_with_the_sum_of_the_parts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A cell that is not the sum of its parts is found with the cells of all parts; a missing part is said.
    """
    write(folder, whole_txt=ROW, a_txt=ROW, b_txt=ROW)
    data = as_json(capsys, "rollup", "whole.txt", "a.txt", "b.txt", "--select", "O-ROLLUP", "--ignore", READER)
    found = {
        (f["arguments"]["row"], f["arguments"]["column"]): f
        for f in data["documents"][0]["findings"]
        if f["status"] == "fail"
    }
    sums = found["new_requests", "total"]
    assert (sums["left"], sums["right"]) == (5, 10)
    assert [(c["document"], c["value"]) for c in sums["cells"]] == [("", 5), ("part[1]", 5), ("part[2]", 5)]
    gone = as_json(capsys, "rollup", "whole.txt", "a.txt", "none.txt", "--select", "O-ROLLUP", "--show", "all")
    rules = [f for f in gone["documents"][0]["findings"] if f["rule"] == "O-ROLLUP"]
    assert {(f["status"], f["reason"]) for f in rules} == {("not_assessable", "missing_report")}


# ---- SARIF ----


def test_sarif_regions_are_where_the_figures_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Line, column and offset of a result count characters, and lead to the figure.
    """
    write(folder, a_txt=ROW)
    (sarif,) = as_sarif(capsys, "check", "a.txt", "--select", "T3-ROWSUM", "--ignore", READER)["runs"]
    (result,) = sarif["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    start = region["charOffset"]
    assert ROW[start : start + region["charLength"]] == "5"
    assert ROW.splitlines()[region["startLine"] - 1][region["startColumn"] - 1 :] == "5"
    assert (result["ruleId"], result["kind"], result["level"]) == ("T3-ROWSUM", "fail", "error")
    rule = sarif["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == "T3-ROWSUM"
    assert "行合计" in rule["help"]["text"]
    assert "total of each row" in rule["help"]["text"]
    assert result["relatedLocations"][0]["message"]["text"].endswith("总计: 5")


def test_sarif_of_all_kinds_follows_the_schema(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Passes, open results, findings of the reader and unreadable files are what SARIF has for them.
    """
    write(folder, a_txt=SHORT, b_txt=WRONG)
    (sarif,) = as_sarif(capsys, "check", "a.txt", "b.txt", "none.txt", "--show", "all")["runs"]
    assert {result["kind"] for result in sarif["results"]} == {"fail", "pass", "open"}
    assert {r["ruleId"] for r in sarif["results"]} >= {"GG0202", "T3-SHAPE"}
    assert all(sarif["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in sarif["results"])
    (notification,) = sarif["invocations"][0]["toolExecutionNotifications"]
    uris = [artifact["location"]["uri"] for artifact in sarif["artifacts"]]
    assert uris[notification["locations"][0]["physicalLocation"]["artifactLocation"]["index"]] == "none.txt"


def test_sarif_fingerprints_outlive_moved_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A fingerprint stays where lines move and changes where a figure does.
    """
    write(folder, a_txt=ROW, b_txt="\n\n" + ROW, c_txt=ROW.replace("|1|5", "|1|6"))

    def prints(name: str) -> set[str]:
        (sarif,) = as_sarif(capsys, "check", name, "--select", "T3-ROWSUM", "--ignore", READER)["runs"]
        return {value for result in sarif["results"] for value in result["partialFingerprints"].values()}

    assert prints("a.txt") == prints("b.txt")
    assert prints("a.txt") & prints("c.txt") == set()


def test_uris_are_percent_encoded() -> None:
    """
    A relative path is a relative reference in UTF-8; an absolute one has its scheme.
    """
    assert uri("报告/a b%#?.txt") == "%E6%8A%A5%E5%91%8A/a%20b%25%23%3F.txt"
    assert uri("a:b.txt") == "a%3Ab.txt"
    assert uri(str(Path.cwd() / "a.txt")).startswith("file:///")


# ---- GitHub ----


def test_github_annotations(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    An annotation names file, line, column and rule.
    """
    write(folder, a_txt=ROW)
    out = run(capsys, "check", "a.txt", "--select", "T3-ROWSUM", "--ignore", READER, "--format", "github")[1]
    assert out == (
        "::error file=a.txt,line=6,col=30,endColumn=30,title=GG0502 T3-ROWSUM::"
        "row new_requests: the total is 5, its columns add up to 4 (+1)\n"
    )


def test_github_escapes_what_would_end_a_field() -> None:
    """
    Per cent signs, commas and colons are escaped in properties, and nothing in a message begins a line.
    """
    written = annotation("error", "a,b:c%.txt", {"line": 1}, "T:1", "50%\r\n::error::x, y: z")
    assert written == "::error file=a%2Cb%3Ac%25.txt,line=1,title=T%3A1::50%25 ::error::x, y: z\n"


# ---- pages ----


class Page:
    """A page, parsed by the rules of HTML: anything that is no valid HTML raises."""

    def __init__(self, text: str) -> None:
        self.text = text
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        self.elements = list(tree.iter())
        self.ids = [e.get("id") for e in self.elements if e.get("id")]
        self.links = [e.get("href") for e in self.elements if e.get("href")]

    def find(self, name: str, css: str) -> list[Any]:
        """The elements of a name and a class."""
        return [e for e in self.elements if e.tag == name and css in (e.get("class") or "").split()]

    def all_text(self) -> str:
        """What a person reads on it."""
        return " ".join(part for e in self.elements for part in (e.text, e.tail) if part and e.tag != "style")


def html_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> Page:
    return Page(run(capsys, "check", *arguments, "--format", "html")[1])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("content", [CLEAN, WRONG, SHORT, WARNED, b"", ROW.encode()])
def test_pages_are_valid_and_need_nothing_else(
    content: bytes, lang: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Every page is valid HTML with unique ids, every link on it leads to a place on it, and nothing is fetched.
    """
    write(folder, a_txt=content)
    page = html_of(capsys, "a.txt", "--lang", lang)
    assert len(page.ids) == len(set(page.ids))
    assert [link for link in page.links if link[0] != "#" or link[1:] not in page.ids] == []
    assert {e.tag for e in page.elements} & {"script", "img", "link", "iframe", "object", "embed", "form"} == set()
    assert "url(" not in page.text
    assert "@import" not in page.text
    assert page.elements[0].get("lang") == {"zh": "zh-Hans", "en": "en"}[lang]


def test_findings_and_cells_link_to_each_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    The cells of a failed sum are marked in the rebuilt table with the finding's number, and the finding lists them.
    """
    write(folder, a_txt=ROW)
    page = html_of(capsys, "a.txt", "--select", "T3-ROWSUM", "--ignore", READER)
    (finding,) = page.find("article", "finding")
    marked = page.find("td", "fail")
    assert finding.get("id") == "f1"
    assert [a.get("href") for cell in marked for a in cell.iter("a")] == ["#f1"] * 7
    listed = [a.get("href") for a in finding.iter("a") if a.get("href").startswith("#c")]
    assert {f"#{cell.get('id')}" for cell in marked} == set(listed)
    values = ["".join(cell.find("span").itertext()) for cell in marked]
    assert values == ["3", "0", "0", "0", "0", "1", "5"]


def test_tables_tell_blank_ambiguous_and_inferred_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A blank holds no figure, an ambiguous cell what it can be, an inferred one is marked; the legend explains each.
    """
    write(folder, a_txt=SHORT)
    page = html_of(capsys, "a.txt")
    blanks = page.find("td", "blank")
    assert blanks
    assert {span.text for cell in blanks for span in cell.findall("span")} == {"blank: the cell is there and empty"}
    assert {cell.find("span").text for cell in page.find("td", "ambiguous")} >= {"0 or (blank) ?"}
    assert page.find("td", "inferred")
    keys = {e.get("class").split()[1] for e in page.find("span", "key")}
    assert {"fail", "blank", "ambiguous", "inferred"} <= keys


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)><!--{{7*7}}{% raw %}'


def test_a_hostile_report_adds_no_markup(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Title, organ, labels, cells, narrative, file name and reasons of a report stand on its page as text and as nothing else.
    """
    text = ROW.replace("甲市乙局", HOSTILE).replace("二、上年", f"{HOSTILE}行|1|{HOSTILE}|1\n二、上年")
    text += f"五、存在的主要问题及改进情况\n{HOSTILE}\u202e反\x07向\n"
    name = "a<b>&'.txt" if sys.platform != "win32" else "a&'.txt"
    (folder / name).write_text(text, encoding="utf-8")
    accept = f'[[accept]]\nrule = "T3-ROWSUM"\nreason = {json.dumps(HOSTILE)}\n'
    (folder / f"{name}.accept.toml").write_text(accept, encoding="utf-8")
    page = html_of(capsys, name)
    plain = {e.tag for e in html_of_clean(folder, capsys).elements}
    assert {e.tag for e in page.elements} - plain <= {"ul", "sup", "mark", "details", "summary", "dl", "dt", "dd", "h3"}
    assert {a for e in page.elements for a in e.attrib if a.startswith("on")} == set()
    assert "<script>alert(1)</script>" in page.all_text()
    assert "{{7*7}}" in page.all_text()
    assert "49" not in page.all_text()
    assert "\u202e" not in page.text
    assert "\x07" not in page.text


def html_of_clean(folder: Path, capsys: pytest.CaptureFixture[str]) -> Page:
    write(folder, known_txt=WRONG)
    return html_of(capsys, "known.txt")


def test_index_lists_the_worst_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A folder gives a page each and an index that links to them: unreadable, then by errors, warnings, and clean last.
    """
    write(folder, in__a_txt=CLEAN, in__b_txt=WARNED, in__c_txt=WRONG, in__d_txt=SHORT)
    status, out, err = run(capsys, "check", "in", "none.txt", "--format", "html", "-o", "pages")
    assert (status, out) == (3, "")
    assert "documents: 5; unreadable: 1" in err
    index = Page((folder / "pages" / "index.html").read_text(encoding="utf-8"))
    rows = [e for e in index.elements if e.tag == "tr"][1:]
    names = [Path("".join(row.find("th").itertext())).name for row in rows]
    assert names == ["none.txt", "c.txt", "d.txt", "b.txt", "a.txt"]
    assert all((folder / "pages" / link).is_file() for link in index.links)
    assert len(index.links) == 4
    page = Page((folder / "pages" / index.links[0]).read_text(encoding="utf-8"))
    assert "index.html" in page.links


def test_page_names_are_distinct_on_every_system() -> None:
    """
    Names that differ in what a system ignores or forbids get pages of their own, and none takes the index's.
    """
    names = ["a/b.txt", "a_b.txt", "A/B.txt", "index", "报告:1.txt", "..."]
    pages = page_names(names)
    assert len({page.lower() for page in pages.values()}) == len(names)
    assert "index.html" not in pages.values()
    assert pages["报告:1.txt"] == "报告_1_txt.html"


def test_pages_without_jinja2_say_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Where the extra lacks its template engine, pages are wrong usage with a way out, and every other format works.
    """
    write(folder, a_txt=CLEAN)
    html.environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    status, _, err = run(capsys, "check", "a.txt", "--format", "html")
    assert status == 2
    assert 'pip install "govgrammar[cli]"' in err
    assert run(capsys, "check", "a.txt")[0] == 0


# ---- explain ----


def test_explain_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    """
    A rule is found by its id, its code and its code's name: name, explanation, severity, source, cells, an example.
    """
    by_id, by_code, by_slug = (run(capsys, "explain", name)[1] for name in ("t3-rowsum", "GG0502", "row-sum-broken"))
    assert by_id == by_code == by_slug
    lines = by_id.splitlines()
    assert lines[0] == "T3-ROWSUM  GG0502  row-sum-broken  (error)"
    assert "行合计" in lines[1]
    assert "total of each row" in lines[2]
    assert "国办公开办函〔2021〕30号" in lines[3]
    assert "requests/*/*" in by_id
    assert "“一、本年新收政府信息公开申请数量”一行总计为 26,各列之和为 25,相差 1" in by_id
    assert "row new_requests: the total is 26, its columns add up to 25 (+1)" in by_id


def test_explain_lists_everything(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Without a name every code is listed, those of rules with the rule.
    """
    out = run(capsys, "explain", "--lang", "zh")[1]
    assert "GG0202  too-few-cells  (warning)\n" in out
    assert "GG0502  row-sum-broken  (error)  T3-ROWSUM  行合计\n" in out


def test_explain_says_what_was_probably_meant(capsys: pytest.CaptureFixture[str]) -> None:
    """
    A name that is none gives status 2 and the nearest ones.
    """
    status, out, err = run(capsys, "explain", "T3-ROWSUMS")
    assert (status, out) == (2, "")
    assert "T3-ROWSUM" in err


def test_repeated_passages_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Text that stands in last year's report is shown line by line, in a terminal, on a page and as data.
    """
    sentences = "".join(
        f"第{n}项工作按照既定方案逐条推进并在门户网站专栏向社会公布了进展。\n" for n in "甲乙丙丁戊己庚辛壬癸"
    )
    text = f"甲市乙局2022年政府信息公开工作年度报告\n一、总体情况\n{sentences}{ROW.partition(chr(10))[2]}"
    write(folder, this_txt=text, last_txt=text.replace("2022", "2021"))
    command = ("compare", "this.txt", "last.txt", "--select", "Y-SAMETEXT", "--ignore", READER)
    (finding,) = as_json(capsys, *command)["documents"][0]["findings"]
    passages = [text[p["start"] : p["end"]] for p in finding["passages"]] or [text[finding["start"] : finding["end"]]]
    assert any("在门户网站专栏向社会公布了进展" in passage for passage in passages)
    assert "在门户网站专栏向社会公布了进展" in run(capsys, *command)[1]
    page = Page(run(capsys, *command, "--format", "html")[1])
    marked = "".join(part for e in page.elements if e.tag == "mark" for part in e.itertext())
    assert "在门户网站专栏向社会公布了进展" in marked
