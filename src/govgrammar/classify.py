"""What one physical cell is: a label of the form, a value, or text.  Compiled from the grammar's terminals."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Final, TypeVar

from attrs import Factory, define, evolve, field, frozen

from govgrammar.damage import repair
from govgrammar.fold import BETWEEN, SPACES_BETWEEN, fold, has_syllables, kept_places, key, squeeze
from govgrammar.form import TEXT, VALUES, Form
from govgrammar.model.cell import EMPTY, CellState, Reading
from govgrammar.values import is_digits, read_digits, read_number, read_value, text_reading
from govgrammar.wording import Wording, wording_of

T = TypeVar("T")
#: Cells that are no longer than this are remembered; a longer one is a paragraph.
_SHORT: Final = 64
_LONGEST_LABEL: Final = 120
_LONGEST_KEY: Final = 40
#: A key and the day before it stand in so many characters.
_HEAD: Final = 256
_REMEMBERED: Final = 20_000
_REMEMBERED_LENGTH: Final = 120
#: Figures with more digits are kept apart, so many of them.
_FEW_DIGITS: Final = 3
_FIGURES: Final = 1_000
#: The symbols of values: those that every column takes as they are, and all others.
PLAIN: Final = 0
PECULIAR: Final = 1
_MARKDOWN: Final = "#*"
#: With one of these begins a heading that has text behind it.
NUMERALS: Final = frozenset("一二三四五六七")
_NOTE: Final = re.compile(r"\((?:[^()]|\([^()]*\))*\)?$|\[[^\[\]]*\]?$")
_DAY_GLYPHS: Final = "0123456789:/.年月日()-"
_BRACKETS: Final = "[("
_DAY_ONLY: Final = re.compile(rf"[\s{re.escape(_DAY_GLYPHS)}]*")
_BREAKS: Final = " \t:：。\u3000\u00a0"
_INNER_NOTE: Final = re.compile(r"\((?![一二三四五六七八九十]\))[^()]*\)?")


@define(unsafe_hash=True)  # made for every figure that was never seen: a frozen one takes three times as long to make
class CellKind:
    """A cell's terminal (`VALUES` for a value, `TEXT` for anything that the form does not name) and what it was taken from.

    `begins` is true where the cell could be the first part of a label that is broken in two.  `distance` counts the glyphs
    of the label that the cell has lost or wrong.

    `symbol` is what the cell adds to the shape of a table: the characters of a label or a text, and one sign for all values
    that are read alike wherever they stand.  `closes` is true for the heading of a section: a table ends there; `headed` is
    the terminal of a heading that has text behind it.
    """

    terminal: str
    key: str
    reading: Reading
    begins: bool
    distance: int = 0
    symbol: str | int = field(default=PLAIN, eq=False)
    closes: bool = field(default=False, eq=False)
    headed: str | None = field(default=None, eq=False)


class CellMemory(dict[str, T]):
    """What is known of cells by their characters: made when it is asked for, remembered within bounds.

    Figures of several digits are kept apart, and few of them: there are too many to come again, and labels that stand among
    them in memory take longer to find.
    """

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make
        self._figures: dict[str, T] = {}

    def __missing__(self, raw: str) -> T:
        if _FEW_DIGITS < len(raw) <= _REMEMBERED_LENGTH and is_digits(raw.strip()):
            return self._figure(raw)
        made = self._make(raw)
        if len(raw) <= _REMEMBERED_LENGTH:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[raw] = made
        return made

    def _figure(self, raw: str) -> T:
        found = self._figures.get(raw)
        if found is None:
            found = self._make(raw)
            if len(self._figures) >= _FIGURES:
                self._figures.clear()
            self._figures[raw] = found
        return found

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self._figures.clear()


def is_plain(reading: Reading) -> bool:
    """Whether every column takes a value for the same."""
    return reading.plain or reading.state is CellState.NOT_APPLICABLE


@frozen(eq=False, slots=False)
class Classifier:
    """Says what a cell is.  Remembers what it has seen, within bounds; what it remembers never changes an answer."""

    form: Form
    kinds: CellMemory[CellKind] = field(
        default=Factory(lambda self: CellMemory(self._kind), takes_self=True), init=False
    )
    _keys: CellMemory[tuple[tuple[str, int, int], ...]] = field(
        default=Factory(lambda self: CellMemory(self._find_metadata), takes_self=True), init=False
    )
    _usual: Wording = field(default=Factory(lambda self: wording_of(self.form), takes_self=True), init=False)
    _repaired: dict[tuple[str, str], CellKind | None] = field(factory=dict, init=False)

    def __call__(self, raw: str) -> CellKind:
        """The kind of one physical cell."""
        return self.kinds[raw]

    def _kind(self, raw: str) -> CellKind:
        bare = raw.strip()
        if is_digits(bare) and len(raw) <= _LONGEST_LABEL and bare not in self.form.labels:
            figure = read_digits(raw, bare, self.form)  # by far the most cells that were never seen
            if figure is not None:
                return CellKind(VALUES, bare, figure, False, 0, raw if raw[0].isspace() else PLAIN)
        terminal, plain, reading = self._classify(raw)
        if terminal == VALUES:
            symbol: str | int = raw if not raw or raw[0].isspace() else PLAIN if is_plain(reading) else PECULIAR
            return CellKind(VALUES, plain, reading, begins=False, symbol=symbol)
        found = self.heading_before_text(raw) if raw.lstrip()[:1] in NUMERALS else None
        headed = found[0] if found else None
        begins, closes = (
            plain in self.form.prefixes,
            terminal in self.form.sections or (terminal == TEXT and bool(headed)),
        )
        return CellKind(terminal, plain, reading, begins, symbol=raw, closes=closes, headed=headed)

    def _classify(self, raw: str) -> tuple[str, str, Reading]:
        """Terminal, key and reading of a cell."""
        if len(raw) > _LONGEST_LABEL:
            return TEXT, "", text_reading(raw)
        bare = raw.strip()
        if is_digits(bare) and bare not in self.form.labels:
            return VALUES, bare, read_number(raw, self.form) or text_reading(raw)
        plain = key(raw)
        if not plain and not squeeze(raw):
            return VALUES, "", EMPTY
        terminal = self.form.labels.get(plain)
        if terminal is None:
            reading = read_value(raw, self.form)
            if reading.state is not CellState.TEXT:
                return VALUES, plain, reading
            plain = self._usual(plain)
            folded = self._usual(squeeze(raw)).strip(_MARKDOWN)
            terminal = self.form.labels.get(plain) or self._pattern(folded) or self._annotated(folded) or TEXT
            if terminal == TEXT and not any(map(str.isalpha, raw)):
                return VALUES, plain, reading  # signs and digits that are no number: no label
        return terminal, plain, text_reading(raw)

    def _pattern(self, folded: str) -> str | None:
        return next((name for name, pattern in self.form.cell_patterns if pattern.fullmatch(folded)), None)

    def _annotated(self, folded: str) -> str | None:
        """A label with a note behind it (`规章(全区均无制定权限)`) or a year inside it (`本年(2023)制发件数`)."""
        if "(" not in folded and "[" not in folded:
            return self.form.labels.get(key(folded))
        label = self.form.labels.get(key(_NOTE.sub("", folded)))
        return label or self.form.labels.get(key(_INNER_NOTE.sub("", folded)))

    def repaired(self, raw: str, table: str) -> CellKind | None:
        """The label of a table that a cell without a label was, had it not lost glyphs; `None` where nobody can say.

        `distance` of what it gives is how many glyphs differ.
        """
        if len(raw) > _SHORT:
            return None
        kind = self(raw)
        if kind.terminal != TEXT:
            return None
        known = self._repaired.get((raw, table), kind)  # one look: another thread may forget everything meanwhile
        if known is not kind:
            return known
        found = repair(kind.key, self._labels_of[table], self.decisive)
        made = evolve(kind, terminal=found.terminal, distance=found.distance, begins=False) if found else None
        if len(self._repaired) >= _REMEMBERED:
            self._repaired.clear()
        self._repaired[raw, table] = made
        return made

    @cached_property
    def _labels_of(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """For each table, the keys of its labels with their terminals."""
        return {
            table: tuple((label, name) for label, name in self.form.labels.items() if name in own)
            for table, own in self.form.own.items()
        }

    @cached_property
    def decisive(self) -> str:
        """The glyphs that give a label its meaning."""
        return "".join(map(fold, self.form.spellings["DECISIVE"]))

    def unit(self, header: str) -> str | None:
        """The unit that a header cell prints, such as 万元."""
        if "(" not in header and "（" not in header:
            return None
        for pattern in self.form.patterns["PRINTED_UNIT"]:
            match = pattern.search(squeeze(header))
            if match:
                return match["unit"]
        return None

    def find_metadata(self, raw: str) -> tuple[tuple[str, int, int], ...]:
        """The metadata keys in a cell: terminal, where the key begins, where its field begins.

        Empty unless the cell begins with a key, a day before it left aside: a paragraph may hold the same words.
        """
        return self._keys[raw]

    def forget(self) -> None:
        """Forget every cell."""
        self.kinds.clear()
        self._keys.clear()
        self._repaired.clear()

    def _find_metadata(self, raw: str) -> tuple[tuple[str, int, int], ...]:
        first = raw[:1]
        if not first.isspace() and fold(first) not in self._metadata_beginnings:
            return ()
        folded = self._usual(fold(raw[:_HEAD]))
        if not self._begins_with_key(folded):
            return ()
        if len(raw) > _HEAD:
            folded = self._usual(fold(raw))
        return tuple([(m.lastgroup or "", m.start(), m.end()) for m in self.metadata_keys(folded).finditer(folded)])

    @cached_property
    def _metadata_beginnings(self) -> frozenset[str]:
        """What a cell begins with that begins with a metadata key: the key's first glyph, as any word of it has it, a bracket, a day."""
        spellings = (spelling for name in self.form.metadata for spelling in self.form.spellings[name])
        return frozenset((*_DAY_GLYPHS, *_BRACKETS, *(fold(s)[0] for s in spellings), *self._usual.beginnings))

    def _begins_with_key(self, folded: str) -> bool:
        before, keys = _DAY_ONLY.match(folded), self.metadata_keys(folded)
        begin = before.end() if before else 0
        if not begin:
            return keys.match(folded, 0, _LONGEST_KEY) is not None
        first = keys.search(folded, 0, begin + _LONGEST_KEY)
        return first is not None and first.start() <= begin

    def join(self, keys: str) -> str | None:
        """The label that several cells spell together."""
        return self.form.labels.get(keys)

    def heading_before_text(self, raw: str) -> tuple[str, int] | None:
        """A section heading with its text on the same line: its terminal, and where the text begins.

        The heading has its number, and a space, a colon or a stop behind it: a sentence may begin with the same words.
        """
        head = raw[:_SHORT]
        folded = self._usual(squeeze(head))
        for name, pattern in self._headings:
            match = pattern.match(folded)
            if match is None or not 0 < match.end() < len(folded):
                continue
            places = kept_places(head)
            end = places[match.end() - 1] + 1
            begin = end + len(head[end:]) - len(head[end:].lstrip(_BREAKS))
            if (begin > end or folded[match.end() - 1] == ":") and begin < len(raw):
                return name, begin
        return None

    @cached_property
    def _headings(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The patterns of the sections' headings."""
        return tuple((name, pattern) for name in self.form.sections for pattern in self.form.patterns[name])

    def metadata_keys(self, folded: str) -> re.Pattern[str]:
        """A metadata key at the start of a cell or behind white space: in brackets, or with a colon or space behind it.

        The pattern that lets syllables stand inside of a key takes long to compile, and few texts need it.
        """
        return self._keys_with_syllables if has_syllables(folded) else self._keys_without_syllables

    @cached_property
    def _keys_with_syllables(self) -> re.Pattern[str]:
        return self._keys_pattern(BETWEEN)

    @cached_property
    def _keys_without_syllables(self) -> re.Pattern[str]:
        return self._keys_pattern(SPACES_BETWEEN)

    def _keys_pattern(self, between: str) -> re.Pattern[str]:
        spellings = sorted(
            ((spelling, name) for name in self.form.metadata for spelling in self.form.spellings[name]),
            key=lambda pair: -len(pair[0]),
        )
        groups: dict[str, list[str]] = {}
        for spelling, name in spellings:
            groups.setdefault(name, []).append(between.join(map(re.escape, fold(spelling))))
        names = "|".join(f"(?P<{name}>{'|'.join(words)})" for name, words in groups.items())
        space = SPACES_BETWEEN
        return re.compile(
            rf"(?:^|(?<=\s)|(?=[\[(]))(?P<bracket>[\[(])?(?:{names}){space}(?(bracket)[\])]{space}:?|(?::|(?<=\s)|$)){space}"
        )
