"""Find and read the grammar folder.

The `.lark` files of a folder are one grammar: they are read in the order of their names and joined, because Lark's
`%import` renames what it pulls in, and a tree would then say `requests__granted` for what the form calls `granted`.
A folder inside it holds a grammar of its own; only the digest knows of it.
"""

from __future__ import annotations

import hashlib
import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from attrs import frozen
from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.exceptions import LarkError

from govgrammar.precompiled import precompiled

_PACKAGE: Final = Path(__file__).parent

#: Lark names every token at which two rules collide; `govgrammar conflicts` has them all.
_MORE: Final = " (and {} more of the kind)"

#: A rule as its alternatives, each the names that stand in it, in order; operators are left out.
Rules = dict[str, tuple[tuple[str, ...], ...]]


class GrammarError(Exception):
    """A grammar file cannot be used.  The message names file, line and cause."""


@frozen
class GrammarFile:
    """One file of a grammar folder."""

    name: str
    text: str


@frozen(slots=False)
class Grammar:
    """What stands in a grammar folder: `text` for Lark, `rules` and `terminals` as written, `digest` of the files."""

    folder: Path
    files: tuple[GrammarFile, ...]
    inner: tuple[GrammarFile, ...] = ()

    @cached_property
    def text(self) -> str:
        """All files, in the order of their names, as one Lark grammar."""
        return "".join(f"{file.text}\n" for file in self.files)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of names and contents, inner folders included: two grammars with one digest read every document alike."""
        joined = "".join(f"{file.name}\0{file.text}\0" for file in (*self.files, *self.inner))
        return hashlib.sha256(joined.encode("utf-8")).hexdigest()

    @cached_property
    def _definitions(self) -> tuple[Rules, dict[str, tuple[Token, ...]]]:
        made = precompiled(self.digest)
        if made is None:
            return read_definitions(self.folder, self.files)
        rules = {name: tuple(map(tuple, alternatives)) for name, alternatives in made["rules"].items()}
        return rules, {name: tuple(Token(*pair) for pair in pairs) for name, pairs in made["terminals"].items()}

    @property
    def rules(self) -> Rules:
        """Every rule, as written."""
        return self._definitions[0]

    @property
    def terminals(self) -> dict[str, tuple[Token, ...]]:
        """Every terminal and its alternatives in their order: Lark tokens STRING or REGEXP, quotes included."""
        return self._definitions[1]


def default_folder() -> Path:
    """The folder that ships with govgrammar: inside the package when installed, beside `src` in a checkout."""
    for folder in (_PACKAGE / "grammars", _PACKAGE.parent.parent / "grammars"):
        if (folder / "report.lark").is_file():
            return folder
    msg = f"no grammar files beside {_PACKAGE}: the installation is incomplete; install govgrammar again"
    raise GrammarError(msg)


@lru_cache(maxsize=8)
def _read(folder: Path, _stamp: tuple[tuple[str, int, int], ...]) -> Grammar:
    return Grammar(folder, _files(folder, "*.lark"), _files(folder, "*/*.lark"))


def _files(folder: Path, pattern: str) -> tuple[GrammarFile, ...]:
    paths = sorted(folder.glob(pattern))
    return tuple(GrammarFile(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")) for path in paths)


def read_grammar(folder: Path | None = None) -> Grammar:
    """Read the grammar folder (the one that ships with govgrammar by default).

    Raises `GrammarError` where the folder holds no `.lark` file.
    """
    folder = default_folder() if folder is None else Path(folder)
    paths = (*sorted(folder.glob("*.lark")), *sorted(folder.glob("*/*.lark")))
    stamp = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
    if not any(folder.glob("*.lark")):
        msg = f"{folder}: no .lark file here; name a folder that holds a grammar"
        raise GrammarError(msg)
    return _read(folder, stamp)


def build_lark(grammar: Grammar, **options: Any) -> Lark:
    """Hand the grammar to Lark, and say file and line where Lark refuses it."""
    try:
        return Lark(grammar.text, parser="lalr", **options)
    except UnexpectedInput as error:
        raise GrammarError(_located(grammar, error)) from error
    except LarkError as error:
        cause, *more = str(error).strip().split("\n\n")
        shown = f"{' '.join(cause.split())}{_MORE.format(len(more)) if more else ''}"
        msg = f"{_place_of(grammar, cause)}: {shown}"
        raise GrammarError(msg) from error


def _located(grammar: Grammar, error: UnexpectedInput) -> str:
    line = error.line
    for file in grammar.files:
        lines = file.text.count("\n") + 1
        if line <= lines:
            return f"{grammar.folder / file.name}:{line}:{error.column}: {_cause(error)}"
        line -= lines
    return f"{grammar.folder}: {error}"


def _cause(error: UnexpectedInput) -> str:
    """What stands in a file where Lark's own grammar has no place for it."""
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        written = str(error.token).strip()
        return f"{written!r} cannot stand here" if written else "the line ends inside a definition"
    if isinstance(error, UnexpectedCharacters):
        return f"{error.char!r} cannot stand here"
    return "the file ends inside a definition"


def _place_of(grammar: Grammar, message: str) -> str:
    """File and line of what Lark's message names: the rule in which a name stands, else where the name stands first."""
    names = re.findall(r"[`'\"](\w+)[`'\"]|\b[Rr]ule:? (\w+)|\(in rule (\w+)\)", message)
    words = [word for found in names for word in found if word]
    rules = re.findall(r"\(in rule (\w+)\)", message)
    for word in words:
        within = re.compile(rf"^[?!]?{rules[0]}\b(?:[^\n]|\n\s)*?\b{word}\b", re.MULTILINE) if rules else None
        for pattern in (within, re.compile(rf"^[?!]?{word}\s*[:.]", re.MULTILINE), re.compile(rf"\b{word}\b")):
            for file in grammar.files:
                if pattern is not None and (found := list(pattern.finditer(file.text))):
                    line = file.text.count("\n", 0, found[-1].end()) + 1
                    return f"{grammar.folder / file.name}:{line}"
    return str(grammar.folder)


def read_definitions(folder: Path, files: tuple[GrammarFile, ...]) -> tuple[Rules, dict[str, tuple[Token, ...]]]:
    """Read the files with Lark's own grammar of grammars, which keeps the order in which aliases are written."""
    reader = Lark.open_from_package("lark", "lark.lark", ("grammars",), parser="lalr")
    rules: Rules = {}
    terminals: dict[str, tuple[Token, ...]] = {}
    for file in files:
        try:
            tree = reader.parse(file.text + "\n")
        except UnexpectedInput as error:
            where = f":{error.line}:{error.column}" if error.line > 0 else f":{file.text.count(chr(10)) + 1}"
            msg = f"{folder / file.name}{where}: {_cause(error)}"
            raise GrammarError(msg) from error
        for node in tree.find_pred(lambda node: node.data in {"rule", "token"}):
            name = str(node.children[0]).lstrip("?!")
            body = node.children[-1]
            if node.data == "rule":
                rules[name] = tuple(_names(alternative) for alternative in _alternatives(body))
            else:
                terminals[name] = tuple(_literals(body))
    return rules, terminals


def _alternatives(body: object) -> tuple[object, ...]:
    return tuple(body.children) if isinstance(body, Tree) and body.data == "expansions" else (body,)


def _names(node: object) -> tuple[str, ...]:
    if isinstance(node, Tree):
        return tuple(
            str(leaf)
            for leaf in node.scan_values(lambda leaf: isinstance(leaf, Token) and leaf.type in {"RULE", "TOKEN"})
        )
    return ()


def _literals(node: object) -> list[Token]:
    if not isinstance(node, Tree):
        return []
    return list(node.scan_values(lambda leaf: isinstance(leaf, Token) and leaf.type in {"STRING", "REGEXP"}))
