"""The corpus: documents with what the reader must make of them, as values; loaded, run, compared and brought up to date.

The format is described in corpus/README.md.  Texts are read and written byte by byte as they are: line ends count.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from attrs import evolve, field, frozen

from govgrammar.api import parse
from govgrammar.diagnostics import Severity
from govgrammar.limits import Limits
from govgrammar.result import Result
from govgrammar.workbench.case_documents import TOKENS, document_of, token_tree
from govgrammar.workbench.findings import findings_section
from govgrammar.workbench.sections import (
    FINDINGS,
    SECTIONS,
    diagnostic_line,
    expected_diagnostics,
    write_section,
)

ATTRIBUTES: Final = (
    "layout",
    "edition",
    "error",
    "skip",
    "escapes",
    "fragment",
    "kind",
    "tokens",
    "bytes",
    "characters",
    "steps",
    "context",
    "years",
    "parts",
)
_NEED_ARGUMENT: Final = frozenset({"layout", "edition", "skip", "kind", "bytes", "characters", "steps", "context"})
_HEAD: Final = re.compile(r"={20,}")
_SECTION: Final = re.compile(r"-{20,} ([a-z]+)")
_ATTRIBUTE: Final = re.compile(r":([a-z]+)(?:\((.*)\))?")
_ESCAPE: Final = re.compile(r"\{(?:U\+([0-9A-F]{4,6})|(SP))\}")
_FIGURE: Final = re.compile(r'[\w.]+=(?:[^\s"]|"(?:[^"\\]|\\.)*")+')
_RULER: Final = "-" * 60
_REPORT_FILES: Final = {"cells.csv": "cells.csv", "diagnostics": "diagnostics.txt", "meta": "meta.toml"}
_EXPECTED: Final = "[expected]"
#: The document of a whole report, and its kind.
_SOURCES: Final = {"source.txt": None, "source.html": "html"}


class CorpusError(Exception):
    """A file of the corpus is not written as the format says; the message names the place."""


@frozen
class Case:
    """One document and what it is expected to give.

    `expected` has the text of each section.  `written` is a case's own text in its file, before its sections.
    """

    name: str
    path: Path
    text: str
    expected: Mapping[str, tuple[str, ...]]
    attributes: Mapping[str, str] = field(factory=dict)
    written: str = ""

    @property
    def is_report(self) -> bool:
        """Whether it is a folder with a whole report, not a case in a file with others."""
        return self.path.name in _SOURCES

    @property
    def document(self) -> str | bytes:
        """What the reader is given."""
        return document_of(self.text, self.attributes)

    @property
    def broken(self) -> bool:
        """Whether its document holds an error: such a case is changed by hand only."""
        return "error" in self.attributes

    @property
    def skipped(self) -> str | None:
        """Why it does not run, if it does not."""
        return self.attributes.get("skip")


@frozen
class Difference:
    """One line that was expected and is missing (`-`), or is there and was not expected (`+`)."""

    section: str
    mark: str
    line: str

    def __str__(self) -> str:
        return f"{self.section}: {self.mark} {self.line}"


@frozen
class Outcome:
    """A case that was run: its sections as the reader gives them now, and where they differ."""

    case: Case
    found: Mapping[str, tuple[str, ...]]
    differences: tuple[Difference, ...] = ()
    new_errors: tuple[str, ...] = ()
    ran: bool = True

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences

    @property
    def refusal(self) -> str | None:
        """Why this case may not be brought up to date without a person, if so."""
        if self.passed:
            return None
        if self.case.broken:
            return "the case is marked :error; change it by hand"
        if self.new_errors:
            return f"the result holds an error that the case does not expect: {self.new_errors[0]}"
        return None


# ---- load ----


def load_corpus(folder: Path) -> tuple[Case, ...]:
    """Every case of a corpus folder, in the order of its files' names.  Raises `CorpusError` where a file is ill-written."""
    reports = [_load_report(path) for path in sorted(folder.glob("reports/*/source.*")) if path.name in _SOURCES]
    small = [
        case for part in ("cases", "errors") for path in sorted(folder.glob(f"{part}/*.txt")) for case in _load(path)
    ]
    cases = (*reports, *small)
    if not cases:
        msg = f"{folder}: no case: neither reports/*/source.txt or source.html nor cases/*.txt nor errors/*.txt"
        raise CorpusError(msg)
    names = [case.name for case in cases]
    double = next((name for name in names if names.count(name) > 1), None)
    if double:
        msg = f"{folder}: two cases are named {double!r}"
        raise CorpusError(msg)
    return cases


def read_exactly(path: Path) -> str:
    """A file's text with its line ends as they are."""
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()


def _load_report(path: Path) -> Case:
    folder = path.parent
    expected: dict[str, tuple[str, ...]] = {}
    for section, name in _REPORT_FILES.items():
        part = folder / name
        if not part.is_file():
            msg = f"{part}: missing"
            raise CorpusError(msg)
        written = read_exactly(part)
        if section == "meta":
            written = _expected_meta(part, written)
        expected[section] = tuple(written.splitlines())
    attributes = {"error": ""} if tomllib.loads(read_exactly(folder / "meta.toml")).get("error") else {}
    kind = _SOURCES[path.name]
    if kind:
        attributes["kind"] = kind
    return Case(f"reports/{folder.name}", path, read_exactly(path), expected, attributes)


def _expected_meta(path: Path, written: str) -> str:
    try:
        about = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        msg = f"{path}: {error}"
        raise CorpusError(msg) from error
    missing = [key for key in ("layout", "shows", "expected") if key not in about]
    if missing:
        msg = f"{path}: {missing[0]!r} is missing"
        raise CorpusError(msg)
    return written.partition(f"{_EXPECTED}\n")[2]


def _load(path: Path) -> Iterator[Case]:
    lines = read_exactly(path).split("\n")
    heads = [number for number, line in enumerate(lines) if _HEAD.fullmatch(line)]
    if len(heads) % 2 or not heads or any(line.strip() for line in lines[: heads[0]]):
        msg = f"{path}: a case begins with its name between two lines of '='"
        raise CorpusError(msg)
    stops = [*heads[2::2], len(lines)]
    for first, second, stop in zip(heads[::2], heads[1::2], stops, strict=True):
        yield _case(path, lines[first : second + 1], lines[second + 1 : stop], first + 1)


def _case(path: Path, head: list[str], body: list[str], place: int) -> Case:
    title, *rest = [line for line in head[1:-1] if line.strip()] or [""]
    attributes = dict(_attribute(line, path, place) for line in rest)
    rulers = [number for number, line in enumerate(body) if _SECTION.fullmatch(line)]
    names = [body[number].rpartition(" ")[2] for number in rulers]
    unknown = [name for name in names if name not in SECTIONS or names.count(name) > 1]
    if not title or unknown or "diagnostics" not in names:
        wrong = f"section {unknown[0]!r}" if unknown else "no name" if not title else "no section 'diagnostics'"
        msg = f"{path}:{place}: {wrong}; a case has a name and some of the sections {', '.join(SECTIONS)}"
        raise CorpusError(msg)
    source = "\n".join(body[: rulers[0]])
    stops = [*rulers[1:], len(body)]
    expected = {
        name: tuple(line for line in body[ruler + 1 : stop] if line)
        for name, ruler, stop in zip(names, rulers, stops, strict=True)
    }
    text = _unescaped(source) if "escapes" in attributes else source
    written = "\n".join([*head, *body[: rulers[0]]])
    return Case(f"{path.parent.name}/{path.stem}: {title}", path, text, expected, attributes, written)


def _attribute(line: str, path: Path, place: int) -> tuple[str, str]:
    match = _ATTRIBUTE.fullmatch(line.strip())
    if not match or match[1] not in ATTRIBUTES or (match[1] in _NEED_ARGUMENT) != (match[2] is not None):
        msg = f"{path}:{place}: {line!r} is no attribute; they are {', '.join(f':{name}' for name in ATTRIBUTES)}"
        raise CorpusError(msg)
    return match[1], match[2] or ""


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: " " if match[2] else chr(int(match[1], 16)), text)


# ---- run and compare ----


def read_case(case: Case, grammar: Path | None = None) -> Result:
    """What the reader makes of a case's document, with the grammar of a folder in place of its own."""
    limits = Limits()
    if "characters" in case.attributes:
        limits = evolve(limits, characters=int(case.attributes["characters"]))
    if "steps" in case.attributes:
        limits = evolve(limits, solver_nodes=int(case.attributes["steps"]))
    return parse(case.document, kind=case.attributes.get("kind"), limits=limits, grammar=grammar)


def unrun(case: Case) -> Outcome:
    """The outcome of a case that was left out: as expected, for all that is known."""
    return Outcome(case, case.expected, ran=False)


def run_case(case: Case, grammar: Path | None = None) -> Outcome:
    """Read a case's document and compare it with what is expected; a case marked `:skip` is left out."""
    if case.skipped is not None:
        return unrun(case)
    if TOKENS in case.attributes:
        tree = token_tree(case.text, grammar)
        given = {section: tree if section == "tree" else () for section in case.expected}
        return Outcome(case, given, tuple(d for s in given for d in compare(s, case.expected[s], given[s])))
    result = read_case(case, grammar)
    fragment = "fragment" in case.attributes
    found = {
        section: findings_section(result, case.attributes)
        if section == FINDINGS
        else write_section(section, result, fragment=fragment, grammar=grammar)
        for section in case.expected
    }
    differences = [d for section in found for d in compare(section, case.expected[section], found[section])]
    errors = [d for d in expected_diagnostics(result, fragment=fragment) if d.severity is Severity.ERROR]
    if case.broken and not errors:
        differences.append(Difference("attributes", "-", ":error, but the result holds no error"))
    expected = case.expected["diagnostics"]
    new = [line for d in errors if (line := diagnostic_line(d, result)) not in expected]
    return Outcome(case, found, tuple(differences), tuple(new))


def compare(section: str, expected: Iterable[str], found: Iterable[str]) -> list[Difference]:
    """Where a section differs: by cell for figures, by line elsewhere."""
    left, right = _things(section, expected), _things(section, found)
    differences: list[Difference] = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for kind, begin, end, start, stop in matcher.get_opcodes():
        if kind != "equal":
            differences += [Difference(section, "-", line) for line in left[begin:end]]
            differences += [Difference(section, "+", line) for line in right[start:stop]]
    return differences


def _things(section: str, lines: Iterable[str]) -> list[str]:
    if section != "figures":
        return list(lines)
    things = []
    for line in lines:
        row, _, cells = line.partition(": ") if not line.startswith("report ") else _numbered(line)
        things += [f"{row}/{cell}" for cell in _FIGURE.findall(cells)] or [line]
    return things


def _numbered(line: str) -> tuple[str, str, str]:
    number, _, rest = line.partition(": ")
    row, colon, cells = rest.partition(": ")
    return f"{number}: {row}", colon, cells


# ---- bring up to date ----


def updated_files(outcomes: Iterable[Outcome]) -> dict[Path, str]:
    """The files whose expected sections change, with their new text.  Cases with a `refusal` stay as they are."""
    files: dict[Path, str] = {}
    by_file: dict[Path, list[Outcome]] = {}
    for outcome in outcomes:
        by_file.setdefault(outcome.case.path, []).append(outcome)
    for path, group in by_file.items():
        if all(not _changes(outcome) for outcome in group):
            continue
        if group[0].case.is_report:
            files |= _report_files(group[0])
        else:
            files[path] = "".join(map(_case_text, group))
    return files


def write_files(files: Mapping[Path, str]) -> None:
    """Write texts to their files, line ends as they are."""
    for path, text in files.items():
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)


def _changes(outcome: Outcome) -> bool:
    return not outcome.passed and outcome.refusal is None


def _case_text(outcome: Outcome) -> str:
    sections = outcome.found if _changes(outcome) else outcome.case.expected
    parts = [outcome.case.written]
    for name, lines in sections.items():
        parts += [f"{_RULER} {name}", *lines]
    return "\n".join(parts) + "\n\n"


def _report_files(outcome: Outcome) -> dict[Path, str]:
    folder = outcome.case.path.parent
    changed = {difference.section for difference in outcome.differences}
    files = {}
    for section, name in _REPORT_FILES.items():
        if section in changed:
            text = "".join(f"{line}\n" for line in outcome.found[section])
            if section == "meta":
                about = read_exactly(folder / name).partition(f"{_EXPECTED}\n")[0]
                text = f"{about}{_EXPECTED}\n{text}"
            files[folder / name] = text
    return files


__all__ = [
    "ATTRIBUTES",
    "Case",
    "CorpusError",
    "Difference",
    "Outcome",
    "compare",
    "load_corpus",
    "read_case",
    "read_exactly",
    "run_case",
    "unrun",
    "updated_files",
    "write_files",
]
