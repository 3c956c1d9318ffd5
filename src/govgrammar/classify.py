"""What one physical cell is: a label of the form, a value, or text.  Compiled from the grammar's terminals."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from attrs import frozen

from govgrammar.fold import fold, key, squeeze
from govgrammar.form import TEXT, VALUES, Form
from govgrammar.model.cell import EMPTY, CellState, Reading
from govgrammar.values import read_value, text_reading

#: Cells that are no longer than this are remembered; a longer one is a paragraph.
_SHORT: Final = 64
_LONGEST_LABEL: Final = 120
_REMEMBERED: Final = 20_000
_NOTE: Final = re.compile(r"\([^()]*\)?$|\[[^\[\]]*\]?$")
_DAY_ONLY: Final = re.compile(r"[\s0-9:/.年月日()\-]*")
_INNER_NOTE: Final = re.compile(r"\((?![一二三四五六七八九十]\))[^()]*\)?")


@frozen
class CellKind:
    """A cell's terminal (`VALUES` for a value, `TEXT` for anything that the form does not name) and what it was taken from.

    `begins` is true where the cell could be the first part of a label that is broken in two.
    """

    terminal: str
    key: str
    reading: Reading
    begins: bool


@frozen(eq=False, slots=False)
class Classifier:
    """Says what a cell is.  Remembers what it has seen, within bounds; what it remembers never changes an answer."""

    form: Form
    _seen: dict[str, CellKind]

    def __call__(self, raw: str) -> CellKind:
        """The kind of one physical cell."""
        kind = self._seen.get(raw)
        if kind is None:
            kind = self._classify(raw)
            if len(raw) <= _SHORT:
                if len(self._seen) >= _REMEMBERED:
                    self._seen.clear()
                self._seen[raw] = kind
        return kind

    def _classify(self, raw: str) -> CellKind:
        if len(raw) > _LONGEST_LABEL:
            return CellKind(TEXT, "", text_reading(raw), begins=False)
        plain = key(raw)
        if not plain and not squeeze(raw):
            return CellKind(VALUES, "", EMPTY, begins=False)
        terminal = self.form.labels.get(plain)
        if terminal is None:
            reading = read_value(raw, self.form)
            if reading.state is not CellState.TEXT:
                return CellKind(VALUES, plain, reading, begins=False)
            terminal = self._pattern(raw) or self._annotated(raw) or TEXT
            if terminal == TEXT and not any(map(str.isalpha, raw)):
                return CellKind(VALUES, plain, reading, begins=False)  # signs and digits that are no number: no label
        return CellKind(terminal, plain, text_reading(raw), begins=plain in self.form.prefixes)

    def _pattern(self, raw: str) -> str | None:
        folded = squeeze(raw)
        return next((name for name, pattern in self.form.cell_patterns if pattern.fullmatch(folded)), None)

    def _annotated(self, raw: str) -> str | None:
        """A label with a note behind it (`规章(全区均无制定权限)`) or a year inside it (`本年(2023)制发件数`)."""
        folded = squeeze(raw)
        label = self.form.labels.get(key(_NOTE.sub("", folded)))
        return label or self.form.labels.get(key(_INNER_NOTE.sub("", folded)))

    def unit(self, header: str) -> str | None:
        """The unit that a header cell prints, such as 万元."""
        if "(" not in header and "（" not in header:
            return None
        for pattern in self.form.patterns["PRINTED_UNIT"]:
            match = pattern.search(squeeze(header))
            if match:
                return match["unit"]
        return None

    def find_metadata(self, raw: str) -> list[tuple[str, int, int]]:
        """The metadata keys in a cell: terminal, where the key begins, where its field begins.

        Empty unless the cell begins with a key, a day before it left aside: a paragraph may hold the same words.
        """
        folded = fold(raw)
        first = self.metadata_keys.search(folded, 0, _LONGEST_LABEL)
        if first is None or not _DAY_ONLY.fullmatch(folded[: first.start()]):
            return []
        return [(m.lastgroup or "", m.start(), m.end()) for m in self.metadata_keys.finditer(folded)]

    def join(self, keys: str) -> str | None:
        """The label that several cells spell together."""
        return self.form.labels.get(keys)

    def heading_before_text(self, raw: str) -> tuple[str, int] | None:
        """A section heading with its text on the same line: its terminal, and where the heading ends."""
        head = fold(raw[:_SHORT])
        for name, pattern in self._numbered_headings:
            match = pattern.match(head)
            if match and match.end() < len(raw):
                return name, match.end()
        return None

    @cached_property
    def _numbered_headings(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The form's own headings, each with its number in front and a break behind."""
        spelled = {
            terminal: r"\s*".join(map(re.escape, fold(self.form.spelling(terminal)))) for terminal in self.form.sections
        }
        return tuple((terminal, re.compile(rf"\s*{words}(?=[\s:。])[\s:。]*")) for terminal, words in spelled.items())

    @cached_property
    def metadata_keys(self) -> re.Pattern[str]:
        """A metadata key at the start of a cell or behind white space, with the colon or space that follows it."""
        spellings = sorted(
            ((spelling, name) for name in self.form.metadata for spelling in self.form.spellings[name]),
            key=lambda pair: -len(pair[0]),
        )
        groups: dict[str, list[str]] = {}
        for spelling, name in spellings:
            groups.setdefault(name, []).append(r"[ \t\u00a0\u3000]*".join(map(re.escape, fold(spelling))))
        alternatives = {name: "|".join(words) for name, words in groups.items()}
        names = "|".join(f"(?P<{name}>{words})" for name, words in alternatives.items())
        return re.compile(
            rf"(?:^|(?<=[\s\[]))\[?(?:{names})\]?[ \t\u00a0\u3000]*(?::|(?<=[\s\u3000])|$)[ \t\u00a0\u3000]*"
        )
