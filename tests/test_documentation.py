"""What people read about govgrammar: it runs as printed, is the same in both languages, and follows the code."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

import govgrammar
from govgrammar.fold import key
from govgrammar.form import load_form
from govgrammar.model.cell import CellState, Placement

ROOT: Final = Path(__file__).resolve().parent.parent
READMES: Final = ("README.md", "README.zh-CN.md")
PAGES: Final = (*READMES, "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md")
_BLOCK: Final = re.compile(r"(?:<!-- (?P<mark>[^>]*?) -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)```", re.DOTALL)
_LINK: Final = re.compile(r"\]\((?!https?:)([^)#]+)")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(page: str, mark: str) -> list[str]:
    """The code blocks of a page whose marker begins so."""
    return [m["text"] for m in _BLOCK.finditer(read(page)) if (m["mark"] or "").startswith(mark)]


def commands(page: str) -> list[str]:
    """Every line that a page tells people to type."""
    return [
        line
        for m in _BLOCK.finditer(read(page))
        if m["kind"] in {"sh", "powershell"}
        for line in m["text"].splitlines()
    ]


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Line and value of every string in a Python file that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def generator() -> ModuleType:
    """`docs/generate.py` as a module."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_python(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, for a terminal that is as wide as the README is."""
    environment = {**os.environ, "COLUMNS": "100", "GOVGRAMMAR_LANG": "en"}
    return subprocess.run(
        [sys.executable, "-X", "utf8", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("page", READMES)
def test_python_example_prints_what_the_readme_shows(page: str, tmp_path: Path) -> None:
    """
    The example runs as printed, on the page that the README shows, and prints what stands below it.
    """
    shown = blocks(page, "output of the example")
    example = blocks(page, "example")
    assert len(example) == len(shown) == 1
    (tmp_path / "page.txt").write_text(blocks(page, "page.txt")[0], encoding="utf-8", newline="\n")
    done = run_python(tmp_path, "-c", example[0])
    assert (shown[0], "", 0) == (done.stdout, done.stderr, done.returncode)


def test_commands_print_what_the_readme_shows() -> None:
    """
    The lines that the README shows of a command's output stand in it, one below the other.
    """
    commands_shown = re.findall(r"<!-- excerpt of: govgrammar (.*?) -->", read("README.md"))
    shown = blocks("README.md", "excerpt of")
    assert len(commands_shown) == len(shown) > 1
    for command, lines in zip(commands_shown, shown, strict=True):
        assert lines in run_python(ROOT, "-m", "govgrammar", *command.split()).stdout


def test_both_readmes_give_the_same_commands_and_examples() -> None:
    """
    Who reads Chinese is told to type the same, and shown the same, as who reads English.
    """
    english, chinese = READMES
    assert commands(english)
    assert commands(english) == commands(chinese)
    for mark in ("page.txt", "example", "output of", "excerpt of"):
        assert blocks(english, mark) == blocks(chinese, mark)


@pytest.mark.parametrize("mark", ["command: parse", "command: test"])
def test_marked_commands_are_one_line_and_their_files_are_there(mark: str) -> None:
    """
    The two commands for a fresh clone take one line each, and name files that exist.
    """
    (text,) = blocks("README.md", mark)
    (line,) = text.splitlines()
    named = re.findall(r"corpus/\S+", line)
    assert bool(named) == (mark == "command: parse")
    assert all((ROOT / path).is_file() for path in named)


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="needs bash")
def test_ci_runs_the_test_command_of_the_readme() -> None:
    """
    What `.ci/run` runs as the tests is the README's command, to the letter.
    """
    done = subprocess.run(
        ["bash", ROOT / ".ci" / "run", "--print-test-command"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert blocks("README.md", "command: test") == [done.stdout]


@pytest.mark.parametrize("page", READMES)
def test_readme_names_every_state_and_placement(page: str) -> None:
    """
    Nobody meets a state in the output that the README does not explain.
    """
    words = [state.value for state in CellState] + [placement.value for placement in Placement]
    assert [word for word in words if f"`{word}`" not in read(page)] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """
    Every link inside the repository names a file or folder that is there.
    """
    assert [link for link in _LINK.findall(read(page)) if not (ROOT / link).exists()] == []


def test_reference_pages_are_what_the_generator_gives() -> None:
    """
    `docs/CODES.md`, `docs/RULES.md` and `docs/GLOSSARY.md` follow from the registries and from the grammar.
    """
    made = generator()
    assert read("docs/CODES.md") == made.codes_page()
    assert read("docs/RULES.md") == made.rules_page()
    assert read("docs/GLOSSARY.md") == made.glossary_page(made.load_form())


def test_architecture_has_a_row_for_every_module() -> None:
    """
    The module table is complete, and names no module that is gone.
    """
    package = Path(govgrammar.__file__).parent
    paths = [path.relative_to(package) for path in package.rglob("*.py")]
    modules = {path.as_posix() for path in paths if path.name != "__init__.py"}
    listed = set(re.findall(r"^\| `([\w/]+\.py)` \|", read("ARCHITECTURE.md"), re.MULTILINE))
    assert modules == listed


def test_labels_stand_in_the_grammar_only() -> None:
    """
    No label of the form is typed in Python: only what people are told (`codes.py`, `words.py`, the command's messages) may
    name one.
    """
    form = load_form()
    labels = {key(spelling) for table in form.own.values() for name in table for spelling in form.spellings[name]}
    package = Path(govgrammar.__file__).parent
    typed = [
        f"{path.relative_to(package).as_posix()}:{line}: {text}"
        for path in package.rglob("*.py")
        if path.name not in {"codes.py", "words.py"} and "cli" not in path.parts
        for line, text in strings(path)
        if any(key(part) in labels for part in (text, *text.split()))
    ]
    assert typed == []
