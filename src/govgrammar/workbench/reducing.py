"""`reduce`: the smallest document that still gives a diagnostic, or a cell.

Delta debugging: what can be left out is, the big pieces first (halves, sections, lines), then cells between separators, then
characters, until nothing more can go; where a code is kept, lines are joined by bars, too, as far as it does not mind.  The
same document gives the same answer; the work is counted in parses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Final

from attrs import define, field, frozen

from govgrammar.api import engine
from govgrammar.classify import Classifier
from govgrammar.export.render import render
from govgrammar.workbench.wanted import Given, NotThereError, Wanted, given_forms

#: Documents that are read before the search ends with what it has.
BUDGET: Final = 20_000
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
_CELLS: Final = re.compile(r"[^|｜\t\n<>]*(?:[|｜\t\n]+|<[^<>\n]*>?|>)|[^|｜\t\n<>]+")
_BAR: Final = "|"
#: Lines that are few enough for anybody; and the layouts that need fewest.
_FEW: Final = 5
_ROWS: Final = ("rows-between-bars", "rows")
_RUNS: Final = re.compile(r"\n+")
#: Pieces at the end of a document are tried first: what stands there leans on what stands before it.
_SMALLEST: Final = 1


@frozen
class Reduced:
    """The smallest document that was found.

    `document` is text, or bytes where only the bytes have what was to be kept; `parses` counts the documents that were
    read; `complete` is false where the budget ended the search.
    """

    document: str | bytes
    kind: str | None
    parses: int
    complete: bool
    before: int
    after: int

    @property
    def lines(self) -> int:
        """How many lines it has."""
        text = self.document if isinstance(self.document, str) else self.document.decode("latin-1")
        return len(text.splitlines())


def reduce(
    source: str | bytes | Path | BinaryIO,
    *,
    keep: str | None = None,
    keep_cell: str | None = None,
    kind: str | None = None,
    encoding: str | None = None,
    grammar: str | Path | None = None,
    budget: int = BUDGET,
    watch: Callable[[int, int], None] | None = None,
) -> Reduced:
    """The smallest document that still gives the code or rule `keep`, or where the cell `keep_cell` still says the same.

    `keep_cell` is `TABLE/ROW/COLUMN=VALUE`, or a state in place of the value.  `watch` is told how many documents were read
    and how many characters are left.  A file of another kind than text and HTML is reduced as the text that is read from it,
    or as bytes where the text does not have it.  Raises `NotThereError` where the document has nothing of the kind, and
    what `parse` raises.
    """
    wanted = Wanted.of(keep, keep_cell)
    forms = given_forms(source, kind=kind, encoding=encoding, grammar=grammar)
    search: _Search | None = None
    spent = 0
    for given in forms:
        search = _Search(given, wanted, engine(grammar).lexer.classify, budget - spent, watch)
        if search.has(given.text):
            break
        spent = search.parses
    else:
        raise NotThereError(str(wanted))
    text = search.smallest(search.given.text)
    if not wanted.cell:
        texts = (search.smallest(written) for written in search.rewritten(text) if search.has(written))
        text = min((text, *texts), key=_size)
    return Reduced(
        search.given.document(text),
        search.given.kind,
        search.parses + spent,
        search.left,
        len(search.given.text),
        len(text),
    )


@define(eq=False)
class _Search:
    """One search; what it has seen is remembered by digest."""

    given: Given
    wanted: Wanted
    classify: Classifier
    budget: int
    watch: Callable[[int, int], None] | None
    parses: int = 0
    seen: dict[bytes, bool] = field(factory=dict)

    @property
    def left(self) -> bool:
        """Whether more documents may be read."""
        return self.parses < self.budget

    def has(self, text: str) -> bool:
        """Whether a document still has what is to be kept; none has, once the budget is spent."""
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        known = self.seen.get(digest)
        if known is None:
            if not self.left:
                return False
            self.parses += 1
            known = self.seen[digest] = self.wanted.in_result(self.given.read(text))
            if self.watch is not None:
                self.watch(self.parses, len(text))
        return known

    def rewritten(self, text: str) -> Iterator[str]:
        """The document in layouts whose rows are lines, where what is left of it has many lines: a cell a line, say."""
        if len(_LINES.findall(text)) > _FEW and not self.given.as_bytes:
            reports = self.given.read(self.given.text).reports
            for layout in _ROWS if reports else ():
                yield render(reports[0], layout, ambiguous_as_blank=True, form=self.classify.form)

    def smallest(self, text: str) -> str:
        """Leave out what can be, until a whole round changes nothing."""
        text = self._part(text)
        while True:
            before = text
            text = self._without(self._sections(text))
            text = self._without(_LINES.findall(text))
            if not self.wanted.cell:
                text = self._joined(text)
            text = self._without(_CELLS.findall(text))
            text = self._without(list(text))
            if text == before:
                return text

    def _joined(self, text: str) -> str:
        """Line ends exchanged for bars, as many at once as can be: what a code speaks of seldom needs its layout."""
        lines = _LINES.findall(text)
        blanks = _RUNS.sub(lambda run: _BAR * max(1, len(run.group()) - 1), text.strip("\n"))
        for joined in (_BAR.join(map(_bare, lines)), blanks, _rows(lines)):
            if joined.count("\n") < text.count("\n") and self.has(joined):
                text = joined
        for sign in (_BAR, " "):
            text = self._exchanged(_LINES.findall(text), sign)
        return text

    def _exchanged(self, kept: list[str], sign: str) -> str:
        size = max(_SMALLEST, len(kept) // 2)
        while self.left and size and len(kept) > 1:
            for begin in _places(len(kept) - 1, size):
                end = min(begin + size, len(kept) - 1)
                tried = [*kept[:begin], *(_bare(line) + sign for line in kept[begin:end]), *kept[end:]]
                if tried != kept and self.has("".join(tried)):
                    kept = tried
            size //= 2
        return "".join(kept)

    def _part(self, text: str) -> str:
        """Halves of it, as long as one has what is to be kept."""
        while True:
            lines = _LINES.findall(text)
            middle = len(lines) // 2
            halves = ("".join(half) for half in (lines[middle:], lines[:middle]) if half)
            half = next((one for one in halves if len(one) < len(text) and self.has(one)), None)
            if half is None:
                return text
            text = half

    def _sections(self, text: str) -> list[str]:
        """A text cut before each heading of a section."""
        pieces: list[str] = [""]
        for line in _LINES.findall(text):
            if self.classify(line.strip().strip("|")).terminal in self.classify.form.sections:
                pieces.append("")
            pieces[-1] += line
        return [piece for piece in pieces if piece]

    def _without(self, pieces: Sequence[str]) -> str:
        """What is left when pieces are left out: many at once, then fewer, from the end to the beginning."""
        kept = list(pieces)
        size = max(_SMALLEST, len(kept) // 2)
        while self.left:
            fewer = self._round(kept, size)
            if size == _SMALLEST and len(fewer) == len(kept):
                break
            kept = fewer
            size = max(_SMALLEST, min(size // 2, len(kept) // 2))
        return "".join(kept)

    def _round(self, pieces: list[str], size: int) -> list[str]:
        kept = pieces
        for begin in _places(len(pieces), size):
            tried = kept[:begin] + kept[begin + size :]
            if len(tried) < len(kept) and self.has("".join(tried)):
                kept = tried
        return kept


def _places(count: int, size: int) -> Iterator[int]:
    """Where runs of so many pieces begin, the last first."""
    return iter(range((count - 1) // size * size, -1, -size))


def _size(text: str) -> tuple[int, int]:
    return len(_LINES.findall(text)), len(text)


def _bare(line: str) -> str:
    return line.rstrip("\n")


def _rows(lines: Sequence[str]) -> str:
    """Each figure, and each empty line, on the line of the label before it."""
    joined = ""
    for line in map(_bare, lines):
        same = joined and not any(map(str.isalpha, line))
        joined += f"{_BAR if same else chr(10) if joined else ''}{line}"
    return joined
