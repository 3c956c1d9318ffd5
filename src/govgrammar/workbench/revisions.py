"""Grammar folders by name: a folder as it is, or one of a git revision, written to a temporary folder."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from govgrammar.grammar import GrammarError

_FOLDER: Final = "grammars"
_SUFFIX: Final = ".lark"


@contextmanager
def grammar_of(name: str, *, repository: Path | None = None) -> Iterator[Path]:
    """The grammar folder of that name: a folder, else a git revision (`v1.2`, `HEAD~3`, `main:other/folder`).

    `repository` is a folder of the git repository, by default the current one; its grammar is in `grammars` at the top
    unless the name says otherwise.  Raises `GrammarError` where there is no such folder and no such revision.
    """
    if Path(name).is_dir():
        yield Path(name)
        return
    revision, _, folder = name.partition(":")
    wanted = PurePosixPath(folder or _FOLDER)
    at = repository or Path.cwd()
    if not revision or revision.startswith("-"):
        raise GrammarError(_no_such(name))
    commit = _git(at, name, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()
    listed = _git(at, name, "ls-tree", "-r", "-z", "--full-tree", commit, "--", wanted.as_posix())
    with TemporaryDirectory(prefix="govgrammar-") as made:
        for entry in listed.decode("utf-8").split("\0"):
            about, _, path = entry.partition("\t")
            if path.endswith(_SUFFIX):
                target = Path(made, *PurePosixPath(path).relative_to(wanted).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(_git(at, name, "cat-file", "blob", about.split()[2]))
        if not any(Path(made).glob(f"*{_SUFFIX}")):
            msg = f"{name}: the revision has no {_SUFFIX} file in {wanted}/; name the folder: {revision}:FOLDER"
            raise GrammarError(msg)
        yield Path(made)


def _no_such(name: str) -> str:
    return f"{name}: neither a folder nor a git revision; name a folder that holds a grammar, or a revision"


def _git(folder: Path, name: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607 -- the git that a person would call
    except FileNotFoundError as error:
        msg = f"{name}: no such folder, and git is not installed to look for a revision"
        raise GrammarError(msg) from error
    if done.returncode:
        raise GrammarError(_no_such(name))
    return done.stdout
