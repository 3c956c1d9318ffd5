"""Long reports in which one place gives a diagnostic: a case of the corpus between a sound report and much prose."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from govgrammar.codes import CODES
from govgrammar.workbench import generate
from govgrammar.workbench.corpus import Case, load_corpus
from govgrammar.workbench.samples import Sample
from govgrammar.workbench.wanted import Wanted

LINES: Final = 300
#: What a case is told beside its document: no document says it.
_TOLD: Final = {"years", "parts", "context", "characters", "steps", "skip", "tokens"}
_PROSE: Final = "各科室按照分工开展工作,台账逐项登记,季度末集中核对。\n"


@lru_cache(maxsize=1)
def _cases() -> tuple[Case, ...]:
    cases = load_corpus(Path(__file__).resolve().parent.parent / "corpus")
    return tuple(sorted(cases, key=lambda case: len(case.text)))


@lru_cache(maxsize=1)
def _cases_by_code() -> dict[str, list[Case]]:
    """The cases whose document alone gives a code, the shortest first."""
    found: dict[str, list[Case]] = {}
    for case in _cases():
        if not _TOLD & case.attributes.keys():
            sample = Sample("", case.document, case.attributes.get("kind"))
            for code in dict.fromkeys(code for code, _ in sample.read().codes):
                found.setdefault(code, []).append(case)
    return found


@lru_cache(maxsize=1)
def _sound() -> str:
    (report,) = generate(1, seed=4, layout="rows-without-padding")
    return report.text.rstrip("\n") + "\n"


def long_report(code: str) -> tuple[str | bytes, str | None] | None:
    """A document of about 300 lines with this code, and its kind; `None` where no document alone gives the code."""
    try:
        wanted = Wanted.of(code, None)
    except ValueError:
        return None
    for case in _cases_by_code().get(CODES[code].code, ()):
        for document in _around(case):
            kind = case.attributes.get("kind")
            if wanted.in_result(Sample("", document, kind).result()):
                return document, kind
    return None


def _around(case: Case) -> Iterator[str | bytes]:
    """The case in a long document; the ways in which more stands around it first."""
    given = case.document
    if isinstance(given, bytes):
        yield given + b"\n" * LINES
        return
    if case.attributes.get("kind") == "html":
        yield given + "\n" + f"<p>{_PROSE.strip()}</p>\n" * LINES
        return
    text = given.rstrip("\n") + "\n"
    prose = _PROSE * (LINES - len(_sound().splitlines()) - len(text.splitlines()))
    yield _sound() + prose + text
    yield text + _sound() + prose
    yield _PROSE * LINES + text
    yield text + _PROSE * LINES
    yield given


def codes_of_documents() -> tuple[str, ...]:
    """The codes that are asked for: all but those on files of accepted findings."""
    return tuple(code for code in CODES if not code.startswith("GG06"))
