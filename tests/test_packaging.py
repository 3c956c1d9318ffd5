"""What is installed and what is built: the package is complete, typed, and light to import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import pytest

import govgrammar
from govgrammar.grammar import default_folder

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = Path(govgrammar.__file__).parent
#: Where `.ci/run` keeps the wheel and the sdist that it has built.
BUILT: Final = os.environ.get("GOVGRAMMAR_DIST")
needs_build = pytest.mark.skipif(
    BUILT is None, reason="GOVGRAMMAR_DIST does not name a folder with a wheel and an sdist"
)

_WATCH: Final = """
import json, os, sys
seen = {"opened": [], "written": [], "network": []}
def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        seen["opened"].append(str(path))
        if (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            seen["written"].append(str(path))
    elif event.startswith("socket."):
        seen["network"].append(event)
sys.addaudithook(watch)
import govgrammar
print(json.dumps({**seen, "modules": sorted(sys.modules)}))
"""


def grammar_files(folder: Path = ROOT / "grammars") -> dict[str, bytes]:
    """Every grammar file by its path in the folder; a subfolder holds a grammar of its own."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.lark")}


def imported() -> dict[str, Any]:
    """What `import govgrammar` does in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-B", "-X", "utf8", "-c", _WATCH], capture_output=True, text=True, encoding="utf-8", check=True
    )
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def wheel_files() -> dict[str, bytes]:
    """Every file of the built wheel."""
    (path,) = Path(BUILT or "").glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


def sdist_files() -> dict[str, bytes]:
    """Every file of the built sdist, by its path in the repository."""
    (path,) = Path(BUILT or "").glob("*.tar.gz")
    found = {}
    with tarfile.open(path) as sdist:
        for member in sdist.getmembers():
            stream = sdist.extractfile(member)
            if stream is not None:
                found[member.name.partition("/")[2]] = stream.read()
    return found


def test_version_is_the_installed_one() -> None:
    """
    The version in the code is the version of the distribution.
    """
    assert govgrammar.__version__ == metadata.version("govgrammar")


def test_public_names_are_there() -> None:
    """
    Every name that the package promises can be had from it.
    """
    assert [name for name in govgrammar.__all__ if getattr(govgrammar, name, None) is None] == []


def test_package_is_typed_and_finds_its_grammar() -> None:
    """
    Type checkers find the marker, and the grammar in use is the repository's, file for file.
    """
    assert (PACKAGE / "py.typed").is_file()
    assert grammar_files() == grammar_files(default_folder())


def test_core_stands_on_three_distributions() -> None:
    """
    Without an extra, installing govgrammar installs lark, attrs and the dictionary of OpenCC.
    """
    required = [line for line in metadata.requires("govgrammar") or [] if "extra ==" not in line]
    assert sorted(line.split(">")[0] for line in required) == ["attrs", "lark", "opencc-python-reimplemented"]


def test_import_reads_no_grammar_writes_nothing_and_calls_nobody() -> None:
    """
    Importing costs modules only: no grammar file is opened, nothing is written, no socket is made.
    """
    seen = imported()
    assert [path for path in seen["opened"] if path.endswith(".lark") and "govgrammar" in path] == []
    assert [path for path in seen["written"] if path != os.devnull] == []
    assert seen["network"] == []


def test_import_needs_no_extra() -> None:
    """
    The command line's libraries are loaded by the command line only, and OpenCC's converter by nobody.
    """
    assert [name for name in ("click", "rich", "opencc", "govgrammar.cli") if name in imported()["modules"]] == []


@needs_build
def test_wheel_holds_the_grammar_the_schema_the_licence_and_the_type_marker() -> None:
    """
    What is installed from the wheel is complete, and its grammar equals the repository's.
    """
    files = wheel_files()
    prefix = "govgrammar/grammars/"
    assert grammar_files() == {
        name.removeprefix(prefix): data for name, data in files.items() if name.startswith(prefix)
    }
    assert "govgrammar/py.typed" in files
    assert [name for name in files if name.startswith("govgrammar/") and "schema" in name and name.endswith(".json")]
    assert (ROOT / "LICENSE").read_bytes() in [
        data for name, data in files.items() if name.endswith("licenses/LICENSE")
    ]
    assert {name.split("/")[0] for name in files} == {"govgrammar", f"govgrammar-{govgrammar.__version__}.dist-info"}


@needs_build
def test_sdist_holds_all_that_a_checkout_holds() -> None:
    """
    Who has the sdist can build, test and read everything: sources, grammar, corpus, tests, documentation.
    """
    files = sdist_files()
    assert grammar_files() == {name[9:]: data for name, data in files.items() if name.startswith("grammars/")}
    expected = {
        "LICENSE",
        "README.md",
        "README.zh-CN.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        ".ci/run",
    }
    expected |= {"src/govgrammar/py.typed", "tests/test_packaging.py", "docs/generate.py", "benchmarks/run.py"}
    expected |= {"examples/year_on_year.py", "examples/service/app.py"}
    assert expected - files.keys() == set()
    assert [
        name for name in files if name.startswith("src/govgrammar/") and "schema" in name and name.endswith(".json")
    ]
    assert [name for name in files if name.startswith("corpus/reports/")]
