"""The commands of the workbench: what they print, for people and for programs, and their exit status."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from govgrammar.cli.commands import COMPLETE
from govgrammar.cli.main import main
from govgrammar.source import display_width

TEXT = (
    "二、主动公开政府信息情况\n第二十条第(一)项\n信息内容|本年制发件数|本年废止件数|现行有效件数\n"
    "规章\u00a0|1|2|3\n奇怪行|4|5|6\n"
)
CELL = "proactive_disclosure/government_rules/repealed"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one report, and a language that does not depend on who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVGRAMMAR_LANG", "en")
    (tmp_path / "a.txt").write_bytes(TEXT.encode("utf-8"))
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert main(arguments) == status
    return capsys.readouterr().out


def test_tokens_line_up_and_show_what_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Every line of a list has its columns at the same place, counted in columns of the terminal.
    """
    out = printed(capsys, "tokens", "a.txt", "--only", "cells")
    lines = out.splitlines()[1:]
    assert any("规章{U+00A0}" in line for line in lines)
    starts = {display_width(line[: line.index("|")]) for line in lines if line.split()[1] == "bar"}
    assert len(starts) == 1
    assert "VALUES" not in out
    assert "VALUES" in printed(capsys, "tokens", "a.txt", "--only", "tokens")


def test_tokens_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    """
    JSON names the source, and its pieces spell it again.
    """
    data = json.loads(printed(capsys, "tokens", "a.txt", "--format", "json"))
    assert data["source"] == "a.txt"
    assert "".join(piece["raw"] for piece in data["pieces"]) == TEXT
    only = json.loads(printed(capsys, "tokens", "a.txt", "--format", "json", "--only", "tokens"))
    assert sorted(only) == ["source", "tokens"]


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ("text", "  proactive_disclosure 1:1 [0-68]\n"),
        ("sexp", "  (proactive_disclosure [0 - 68]\n"),
        ("dot", 'n1 [label="proactive_disclosure", shape=box];\n'),
        ("json", '"rule": "proactive_disclosure"'),
    ],
)
def test_tree_in_every_format(form: str, part: str, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Text, s-expression, DOT and JSON have the rule and its span.
    """
    assert part in printed(capsys, "tree", "a.txt", "--format", form)


def test_trace_is_short_unless_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Tables alone by default; with a line its tokens and nothing of other rows; with nothing there, a word about it.
    """
    out = printed(capsys, "trace", "a.txt")
    assert "government_rules" in out
    assert "VALUES" not in out
    assert "cells between bars, each row a line" in out
    narrow = printed(capsys, "trace", "a.txt", "--at", "4")
    assert "figures of government_rules" in narrow
    assert "奇怪行" not in narrow
    assert printed(capsys, "trace", "a.txt", "--rule", "carried_in") == "nothing here\n"


def test_why_says_what_a_cell_would_be(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Labels, count and figure of the cell, and what it would be with another figure or row.
    """
    out = printed(capsys, "why", "a.txt", CELL)
    assert f"{CELL}  2\n" in out
    assert "3 cells for 3 columns, in order" in out
    assert "with 3 -> 3" in out
    assert "with 某某 -> absent" in out
    chinese = printed(capsys, "why", "a.txt", CELL, "--lang", "zh")
    assert "3格正好3列" in chinese


def test_why_of_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """
    What took the line, and what the form has there.
    """
    out = printed(capsys, "why", "a.txt", "5:1")
    assert out.startswith("5:1 TEXT 奇怪行\n")
    assert "行政规范性文件" in out
    assert "proactive_disclosure/unexpected.1/issued 4" in out


def test_why_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    `-` is standard input, as everywhere.
    """
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode()), encoding="utf-8"))
    data = json.loads(printed(capsys, "why", "-", CELL, "-f", "json"))
    assert (data["source"], data["cells"][0]["cell"]["value"]) == ("<stdin>", 2)


def test_several_sources_have_their_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Text has each name above its part, JSON is an array.
    """
    (folder / "b.txt").write_bytes(TEXT.encode())
    out = printed(capsys, "tree", ".")
    assert [line for line in out.splitlines() if line.endswith(".txt")] == ["a.txt", "b.txt"]
    assert [one["source"] for one in json.loads(printed(capsys, "tree", "a.txt", "b.txt", "-f", "json"))] == [
        "a.txt",
        "b.txt",
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("why", "a.txt", "99"), 2, "99"),
        (("why", "a.txt", "proactive_disclosure/government_rule/repealed"), 2, CELL),
        (("why", "nothing.txt", "1"), 3, "nothing.txt"),
        (("tokens", "nothing.txt"), 3, "nothing.txt"),
        (("trace", "a.txt", "--at", "here"), 2, "LINE:COL"),
        (("tree", "a.txt", "--grammar", "."), 2, ".lark"),
        (("generate", "--layout", "nothing"), 2, "there are"),
        (("tokens", "a.txt", "--encoding", "nothing"), 2, "nothing"),
    ],
)
def test_wrong_usage_and_unreadable_input(
    arguments: tuple[str, ...], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    2 for wrong usage, 3 for what cannot be read, each with a word about it and nothing on standard output.
    """
    assert main(arguments) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err


def test_grammar_command_lists_what_the_form_has(capsys: pytest.CaptureFixture[str]) -> None:
    """
    Editions and rows with their labels; terminals with their spellings when asked.
    """
    out = printed(capsys, "grammar")
    assert "revised-2021\n" in out
    assert out.endswith("no rule and no terminal is unused\n")
    assert "总计 | 合计" not in out
    assert "总计 | 合计" in printed(capsys, "grammar", "--terminals")
    assert json.loads(printed(capsys, "grammar", "-f", "json"))["unused_rules"] == []


def test_generated_reports_go_to_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    One file each, named after seed and layout; the same text as on standard output.
    """
    assert printed(capsys, "generate", "-n", "2", "-s", "5", "-o", "made") == ""
    files = sorted(path.name for path in (folder / "made").iterdir())
    assert [name[:6] for name in files] == ["000005", "000006"]
    layout = files[0][7:-4]
    shown = printed(capsys, "generate", "-s", "5", "--layout", layout)
    assert shown.splitlines()[0] != ""
    data = json.loads(printed(capsys, "generate", "-n", "2", "-s", "5", "-f", "json"))
    assert data[0]["text"].encode("utf-8") == (folder / "made" / files[0]).read_bytes()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_and_what_it_asks(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """
    The script asks in the variable that the command answers.
    """
    assert COMPLETE in printed(capsys, "completion", shell)


def test_completion_answers(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What begins with `con` is `convert` or `conflicts`.
    """
    monkeypatch.setenv(COMPLETE, "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "govgrammar con")
    monkeypatch.setenv("COMP_CWORD", "1")
    out = printed(capsys)
    assert sorted(out.split()) == ["plain,conflicts", "plain,convert"]


def test_help_loads_no_grammar() -> None:
    """
    The help of every command is there without Lark.
    """
    code = (
        "import sys; from govgrammar.cli.main import main\n"
        "for name in ('tokens', 'tree', 'trace', 'why', 'grammar', 'conflicts', 'generate', 'completion'):\n"
        "    assert main([name, '--help']) == 0\n"
        "sys.exit('lark' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [("why", "a.txt", CELL, "--lang", "zh"), ("tokens", "a.txt"), ("trace", "a.txt")])
def test_a_chinese_console_takes_the_output(arguments: tuple[str, ...]) -> None:
    """
    In code page 936 every line can be written, and none holds an escape.
    """
    done = subprocess.run(
        [sys.executable, "-m", "govgrammar", *arguments],
        env={**os.environ, "PYTHONIOENCODING": "cp936"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "\\u" not in done.stdout.decode("cp936")
