"""The command line: what it prints where, and its exit status."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from govgrammar import __version__
from govgrammar.cli import progress
from govgrammar.cli.inputs import inputs_of
from govgrammar.cli.language import default_language
from govgrammar.cli.main import main
from govgrammar.cli.output import StreamOut
from govgrammar.export.words import Piece

SEEDS = sorted((Path(__file__).parents[2] / "shared" / "seeds").glob("*.txt"))
NARRATIVES = "五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。\n"
#: A report without its later sections: errors.
GOOD = (
    "甲市乙局2022年政府信息公开工作年度报告\n一、总体情况\n工作平稳。\n二、主动公开政府信息情况\n第二十条第(一)项\n"
    "信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|1|2|3\n行政规范性文件|4|5|\n"
    "第二十条第(五)项\n信息内容|本年处理决定数量\n行政许可|5\n"
)
PNG = b"\x89PNG\r\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and a width and a language that do not depend on who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("GOVGRAMMAR_LANG", "en")
    return tmp_path


def _write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name.replace("_", ".")).write_bytes(data)


def _run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "govgrammar", *arguments],
        input=stdin,
        capture_output=True,
        env=os.environ | environment,
        check=False,
    )


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    """
    --version and --help end with 0, and neither loads Lark.
    """
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"govgrammar {__version__}\n"
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert [name for name in ("parse", "explain", "schema") if f"  {name} " in out] == ["parse", "explain", "schema"]
    code = "import sys; from govgrammar.cli.main import main; main([sys.argv[1], '--help']); sys.exit('lark' in sys.modules)"
    for command in ("parse", "check", "compare", "rollup"):
        program = [sys.executable, "-c", code, command]
        assert subprocess.run(program, capture_output=True, check=False).returncode == 0


def test_the_version_costs_little_more_than_python_itself() -> None:
    """
    `--version` loads two modules of govgrammar and none that takes time, and prints what the command with all options does.
    """
    code = "import sys; old = set(sys.modules); from govgrammar.cli.main import main; main({}); print(*set(sys.modules) - old)"
    runs = [
        subprocess.run(
            [sys.executable, "-S", "-c", code.format(argv)], capture_output=True, text=True, check=True, env=env
        )
        for argv in (["--version"], ["--version", "--help"])
        for env in [os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}]
    ]
    (version, loaded), (other, _) = (run.stdout.splitlines() for run in runs)
    assert version == other == f"govgrammar {__version__}"
    assert {"govgrammar", "govgrammar.cli", "govgrammar.cli.main"} <= set(loaded.split())
    assert {"click", "attr", "typing", "re", "importlib.util", "contextlib", "lark"} & set(loaded.split()) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("no-such-command",),
        ("parse",),
        ("parse", "--format", "xml", "a.txt"),
        ("parse", "--encoding", "hex", "a.txt"),
        ("parse", "--encoding", "idna", "a.txt"),
        ("parse", "--grammar", ".", "a.txt"),
        ("parse", "--bom", "a.txt"),
        ("parse", "-", "-"),
        ("parse", "-o", "no/such/folder/x", "a.txt"),
        ("explain", "GG9999"),
    ],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Wrong usage gives status 2, a message on standard error and nothing on standard output.
    """
    _write(folder, a_txt=GOOD)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err != ""


@pytest.mark.parametrize("package", ["click", "rich"])
def test_missing_extra_is_named(
    package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Without click or rich one message in both languages says what to install, with status 2.
    """
    for name in [name for name in sys.modules if name.startswith("govgrammar.cli.") and name != "govgrammar.cli.main"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    assert main(["parse", "-"]) == 2
    err = capsys.readouterr().err
    assert err.count('pip install "govgrammar[cli]"') == 2
    assert "命令行需要" in err


def test_findings_go_to_standard_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A finding is path, line, column, severity, code and message, then the line with a marker aligned under Chinese.
    """
    _write(folder, a_txt=GOOD.replace("规章|1", "奇怪行|1|1|1\n规章|1"))
    assert main(["parse", "a.txt", "--format", "csv"]) == 1
    captured = capsys.readouterr()
    assert "warning" not in captured.out
    assert captured.err.splitlines()[:3] == [
        "a.txt:7:1: warning[GG0307] the form has no row '奇怪行'; kept as unexpected.1",
        "    奇怪行|1|1|1",
        "    ^^^^^^",
    ]


def test_language_of_messages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    --lang zh gives Chinese messages; the data stay the same.
    """
    _write(folder, a_txt="你好")
    assert main(["parse", "a.txt", "--lang", "zh"]) == 1
    assert capsys.readouterr().err.startswith("a.txt:1:1: error[GG0301] 未找到政府信息公开工作年度报告")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "GOVGRAMMAR_LANG": "zh"}, "zh"),
        ({"LANG": "zh_TW.Big5", "GOVGRAMMAR_LANG": "en"}, "en"),
    ],
)
def test_default_language(environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    GOVGRAMMAR_LANG comes first, then the locale; what is not Chinese is English.
    """
    for name in ("GOVGRAMMAR_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert default_language() == expected


@pytest.mark.parametrize(
    ("name", "content", "status", "message"),
    [
        ("empty_txt", "", 1, "empty.txt:1:1: error[GG0101] the text is empty: there is nothing to read"),
        ("blank_txt", " \n\u3000", 1, "blank.txt:1:1: error[GG0101] the text is empty: there is nothing to read"),
        ("a_png", PNG, 3, "a.png:1:1: error[GG0102] this is a PNG file, which is not read"),
        ("a_docx", b"PK\x03\x04\x00", 3, "a.docx:1:1: error[GG0102] this is a ZIP file, which is not read; unpack it"),
        ("a_doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 3, "a.doc:1:1: error[GG0102] this is a DOC/XLS/WPS (OLE) file"),
        ("a_txt", "你好\n世界", 1, "a.txt:1:1: error[GG0301] no report here"),
    ],
)
def test_no_report_is_one_line(
    name: str, content: str | bytes, status: int, message: str, *, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    What is empty, binary or no report gets one line; what is no text at all counts as unreadable.
    """
    _write(folder, **{name: content})
    assert main(["parse", name.replace("_", ".")]) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(message)
    assert captured.err.count("\n") == 1


def test_a_missing_extra_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A file whose kind needs a package that is not there gets one line that says what to install; the others are read.
    """
    for name in [name for name in sys.modules if name.startswith(("pdfminer", "govgrammar.documents.pdf"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pdfminer", None)
    _write(folder, a_pdf=b"%PDF-1.4\n", b_txt=GOOD)
    assert main(["parse", "a.pdf", "b.txt", "--lang", "en"]) == 3
    captured = capsys.readouterr()
    assert captured.err.startswith('a.pdf: error: reading PDF needs an extra: pip install "govgrammar[pdf]"\n')
    assert captured.out != ""


def test_the_other_files_are_still_done(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A file that is not there gives one line and status 3, the highest; the file behind it is printed.
    """
    _write(folder, a_txt=GOOD)
    assert main(["parse", "missing.txt", "a.txt", "--format", "csv"]) == 3
    captured = capsys.readouterr()
    assert captured.err.startswith("missing.txt: error: cannot be read: ")
    assert {"a.txt"} == {record["source"] for record in csv.DictReader(io.StringIO(captured.out, newline=""))}


def test_strict_counts_warnings(folder: Path) -> None:
    """
    A report whose only findings are warnings ends with 0, and with 1 under --strict; notes never count.
    """
    requests = (
        "三、收到和处理政府信息公开申请情况\n申请人情况|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计\n"
        "一、本年新收政府信息公开申请数量|0|0|0|0|0|0|0\n"
    )
    columns = "结果维持|结果纠正|其他结果|尚未审结|总计"
    remedies = (
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议|行政诉讼\n"
        f"{columns}|未经复议直接起诉|复议后起诉\n{columns}|{columns}\n1|0|0|0|1|0|0|0|2|2|0|0|0|0|0\n"
    )
    text = GOOD + requests + remedies + NARRATIVES
    _write(folder, a_txt=text)
    status = main(["parse", "a.txt"])
    assert (status, main(["parse", "a.txt", "--strict"])) == (0, 1)


def test_json_of_one_file_is_an_object_of_several_an_array(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    One file is one object; two, or a folder with one, are an array; a file that cannot be read is not in it.
    """
    _write(folder, a_txt=GOOD)
    (folder / "sub").mkdir()
    (folder / "sub" / "b.md").write_text(GOOD, encoding="utf-8")
    (folder / "sub" / "c.dat").write_text(GOOD, encoding="utf-8")
    main(["parse", "-f", "json", "a.txt"])
    one = json.loads(capsys.readouterr().out)
    assert one["source"]["name"] == "a.txt"
    main(["parse", "-f", "json", "a.txt", "missing.txt", "sub"])
    names = [result["source"]["name"] for result in json.loads(capsys.readouterr().out)]
    assert names == ["a.txt", str(Path("sub", "b.md"))]
    main(["parse", "-f", "json", "sub"])
    assert len(json.loads(capsys.readouterr().out)) == 1
    main(["parse", "-f", "json", "missing.txt", "gone.txt"])
    assert json.loads(capsys.readouterr().out) == []


def test_json_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Jsonl is one result per line, also of what is no report.
    """
    _write(folder, a_txt=GOOD, b_txt="")
    assert main(["parse", "-f", "jsonl", "a.txt", "b.txt"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["partial", "failed"]


def test_csv_has_one_header(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """
    Several files have one header; --bom puts a byte order mark before it and nowhere else.
    """
    _write(folder, a_txt=GOOD, b_txt=GOOD)
    main(["parse", "-f", "csv", "--bom", "a.txt", "b.txt"])
    out = capsysbinary.readouterr().out
    assert out.startswith(b"\xef\xbb\xbfsource,table,row,")
    assert (out.count(b"\xef\xbb\xbf"), out.count(b"source,table")) == (1, 1)


def test_tree_shows_rules_and_places(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    The tree has rules by name, tokens with line and column, values between bars with blanks in their place.
    """
    _write(folder, a_txt=GOOD)
    main(["parse", "-f", "tree", "a.txt"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == ["document", "  front", "    title", "      TITLE 1:1  甲市乙局2022年政府信息公开工作年度报告"]
    at = lines.index("    government_rules")
    assert lines[at + 1 : at + 3] == ["      GOVERNMENT_RULES 7:1  规章", "      VALUES 7:4  |1|2|3|"]


@pytest.mark.usefixtures("folder")
def test_standard_input() -> None:
    """
    `-` reads standard input as bytes, in whatever encoding they are.
    """
    run = _run("parse", "-", "--format", "csv", stdin=GOOD.encode("gb18030"))
    records = list(csv.DictReader(io.StringIO(run.stdout.decode(), newline="")))
    assert run.returncode == 1
    assert records[0]["source"] == "<stdin>"
    assert ("government_rules", "issued", "1") in [(r["row"], r["column"], r["value"]) for r in records]


def test_output_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    --output writes UTF-8 to the file and nothing to standard output; it may name the file that is read.
    """
    _write(folder, a_txt=GOOD)
    assert main(["parse", "-f", "jsonl", "-o", "a.txt", "a.txt"]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads((folder / "a.txt").read_bytes().decode())["source"]["text"] == GOOD
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_folder_without_texts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A folder without texts gives one line and status 3.
    """
    (folder / "sub").mkdir()
    assert main(["parse", "sub"]) == 3
    expected = "sub: error: no *.txt, *.md, *.csv, *.tsv, *.html, *.htm, *.docx, *.xlsx, *.pdf files in this folder\n"
    assert expected == capsys.readouterr().err


def test_inputs_are_in_order(folder: Path) -> None:
    """
    A folder gives its texts sorted by path, a pattern that the shell left alone its matches.
    """
    (folder / "sub" / "deep").mkdir(parents=True)
    for name in ("sub/b.TXT", "sub/deep/a.txt", "sub/a.md", "sub/x.png"):
        (folder / name).write_text("", encoding="utf-8")
    assert [Path("sub/a.md"), Path("sub/b.TXT"), Path("sub/deep/a.txt")] == [i.path for i in inputs_of(["sub"])]
    assert [Path("sub/a.md"), Path("sub/x.png")] == [i.path for i in inputs_of(["sub/[ax].*"])]
    assert [Path("no*.txt")] == [i.path for i in inputs_of(["no*.txt"])]


@pytest.mark.parametrize("encoding", ["cp936", "ascii", "cp1252"])
@pytest.mark.parametrize("form", ["table", "tree"])
def test_a_narrow_console_does_not_crash(encoding: str, form: str, folder: Path) -> None:
    """
    Tables and messages are in the console's encoding, with escapes for what it lacks.
    """
    _write(folder, a_txt=GOOD.replace("甲市", "甲\xa0😀ü市"))
    run = _run("parse", "-f", form, "a.txt", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert run.returncode == 1
    assert b"Traceback" not in run.stderr
    assert "\\U0001f600" in run.stdout.decode(encoding)
    assert run.stderr.decode(encoding).startswith("a.txt:")
    assert _run("parse", "--help", PYTHONIOENCODING=encoding, PYTHONUTF8="0").returncode == 0


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_redirected_data_is_utf_8(form: str, folder: Path) -> None:
    """
    Data for programs is UTF-8 where the console is not, with the same bytes as where it is.
    """
    _write(folder, a_txt=GOOD.replace("甲市", "甲\xa0😀市"))
    narrow = _run("parse", "-f", form, "a.txt", PYTHONIOENCODING="cp936", PYTHONUTF8="0")
    wide = _run("parse", "-f", form, "a.txt", PYTHONIOENCODING="utf-8")
    assert narrow.stdout == wide.stdout
    assert "government_rules" in narrow.stdout.decode("utf-8")


def test_a_terminal_gets_its_own_encoding() -> None:
    """
    On a terminal data are in its encoding as well, with escapes.
    """
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp936", newline="")
    stream.isatty = lambda: True  # type: ignore[method-assign]
    StreamOut(stream).data("甲\xa0")
    assert raw.getvalue() == "甲".encode("cp936") + b"\\xa0"


def test_colour_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A terminal gets escape sequences, unless NO_COLOR is set; a pipe never does.
    """
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    lines = [(Piece("3", "number"), Piece(" 0/.?", "ambiguous"))]
    written = {}
    for terminal, no_color in ((True, ""), (True, "1"), (False, "")):
        monkeypatch.setenv("NO_COLOR", no_color)
        stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
        stream.isatty = lambda terminal=terminal: terminal  # type: ignore[method-assign,misc]
        StreamOut(stream).lines(lines)
        stream.seek(0)
        written[terminal, no_color] = stream.read()
    assert "\x1b[1;33m 0/.?" in written[True, ""]
    assert written[True, "1"] == written[False, ""] == "3 0/.?\n"


def test_a_reader_that_leaves_is_no_error(folder: Path) -> None:
    """
    `govgrammar parse ... | head -1` ends quietly.
    """
    _write(folder, a_txt=GOOD)
    command = [sys.executable, "-m", "govgrammar", "parse", "-f", "jsonl", *["a.txt"] * 40]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        err = process.stderr.read()
    assert b"Traceback" not in err
    assert b"BrokenPipe" not in err
    assert process.returncode in {0, 1}


def test_progress_is_for_terminals() -> None:
    """
    Progress draws on a terminal once patience ends, wipes its line, and writes nothing elsewhere.
    """
    for terminal, expected in ((True, "\r2/3 甲.txt"), (False, "")):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding="utf-8", newline="")
        stream.isatty = lambda terminal=terminal: terminal  # type: ignore[method-assign,misc]
        shown = progress.Progress(3, stream, patience=0)
        with shown.running():
            shown.step("乙.txt")
            shown.step("甲.txt")
            while terminal and not raw.getvalue():
                pass
        stream.seek(0)
        text = stream.read()
        assert text.startswith(expected)
        assert text.endswith("\r") is terminal


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    """
    A code is explained by number or name, with its severity and both messages; without one all are listed.
    """
    assert main(["explain", "gg0301"]) == 0
    by_code = capsys.readouterr().out
    assert main(["explain", "no-report"]) == 0
    assert by_code == capsys.readouterr().out
    assert by_code.splitlines()[0] == "GG0301  no-report  (error)"
    assert [line[:6] for line in by_code.splitlines()[1:]] == ["  zh  ", "  en  "]
    assert main(["explain"]) == 0
    assert "GG0202  too-few-cells  (warning)\n" in capsys.readouterr().out


def test_explain_offers_what_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    """
    An unknown code is wrong usage, and the message names codes that are near.
    """
    assert main(["explain", "no-reprot"]) == 2
    assert "did you mean no-report" in capsys.readouterr().err


def test_schema_validates_what_parse_prints(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    `govgrammar schema` prints the schema that `parse --format json` keeps to.
    """
    _write(folder, a_txt=GOOD)
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    main(["parse", "-f", "json", "a.txt"])
    jsonschema.validate(json.loads(capsys.readouterr().out), schema)


@pytest.mark.skipif(not SEEDS, reason="the real reports are not beside this checkout")
@pytest.mark.usefixtures("folder")
def test_real_reports(capsys: pytest.CaptureFixture[str]) -> None:
    """
    The real reports hold no error; one of them holds warnings.
    """
    assert main(["parse", *map(str, SEEDS)]) == 0
    assert capsys.readouterr().out.count("==> ") == len(SEEDS)
    assert main(["parse", "--strict", *map(str, SEEDS)]) == 1
