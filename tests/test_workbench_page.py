"""docs/WORKBENCH.md: what it shows is what the commands print, step by step, in a folder of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from govgrammar.grammar import default_folder

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "WORKBENCH.md"
_STEP: Final = re.compile(r"<!-- (?P<what>file|edit|copy|run): (?P<about>.*?) -->\n```\w+\n(?P<text>.*?)```", re.DOTALL)


def run(folder: Path, arguments: str) -> str:
    """What a command prints in a folder, findings behind the data, for a terminal of a hundred columns."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "govgrammar", *arguments.split()],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", "GOVGRAMMAR_LANG": "en"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def edit(path: Path, diff: str) -> None:
    """Replace the lines with a minus by those with a plus."""
    old, new = (
        "".join(f"{line[2:]}\n" for line in diff.splitlines() if line.startswith(sign)) for sign in ("- ", "+ ")
    )
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


@pytest.mark.skipif(sys.platform == "win32", reason="the page shows paths with slashes")
def test_the_walk_through_prints_what_the_page_shows(tmp_path: Path) -> None:
    """
    Every file is written, every edit made, every command run in the page's order: each prints what stands below it.
    """
    shutil.copytree(default_folder(), tmp_path / "grammars")
    steps = list(_STEP.finditer(PAGE.read_text(encoding="utf-8")))
    assert {step["what"] for step in steps} == {"file", "edit", "copy", "run"}
    for step in steps:
        path = tmp_path / step["about"]
        if step["what"] == "file":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["text"], encoding="utf-8", newline="\n")
        elif step["what"] == "copy":
            old, new = step["about"].split()
            shutil.copytree(tmp_path / old, tmp_path / new)
        elif step["what"] == "edit":
            edit(path, step["text"])
        else:
            assert step["text"] == run(tmp_path, step["about"]), step["about"]
