"""What lines of fields are, by their shape: lines that differ in figures alone are cut alike.

The shape is the characters of every field that is no value, a sign for each value, and how many fields each line has.  What is
remembered never changes an answer: lines are always cut field by field, and what that made of some is kept by the numbers of
their fields.  Lines in which figures were compared share nothing, nor do lines with characters that nobody can see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Final

from attrs import define, field

from govgrammar.fold import INVISIBLE
from govgrammar.form import Form
from govgrammar.layouts.lines import Kind, Line, Part, Shape, bare, field_starts, inner_starts, part_of_lines
from govgrammar.layouts.repeats import leave_out_repeats
from govgrammar.memory import Memory, shared

#: What a field can begin with that holds nothing and is no white space: signs nobody sees, or the beginning of markup.
HIDDEN: Final = INVISIBLE + "&＆<＜\\＼"
_HIDDEN: Final = re.compile(f"[{re.escape(HIDDEN)}]")
#: Characters and fields of all remembered lines together.
_REMEMBERED: Final = 2_000_000

#: The shapes of lines by the digest of the form's grammar, what they are cut by, their fields, and the fields of each line.
known: Final[Memory[tuple[Hashable, ...], Shape]] = shared(Memory(_REMEMBERED))


@define
class Fields:
    """Lines of fields that follow each other: the fields of all lines, where each begins, and how many each line has.

    `bare` are fields without the white space around them.  Lines are cut together once they are asked for.
    """

    delimiter: str
    bare: bool = False
    fields: list[str] = field(factory=list)
    starts: list[int] = field(factory=list)
    counts: list[int] = field(factory=list)
    _lines: list[str] = field(factory=list)
    _begins: list[int] = field(factory=list)

    def add_line(self, line: str, start: int) -> None:
        """Add a line that is cut wherever the delimiter stands."""
        self._lines.append(line)
        self._begins.append(start)

    def add(self, fields: Sequence[str], starts: Sequence[int]) -> None:
        """Add a line that is cut into fields."""
        self.close()
        self.fields += fields
        self.starts += starts
        self.counts.append(len(fields))

    def close(self) -> None:
        """Cut the lines that were added."""
        lines, begins = self._lines, self._begins
        if lines and begins == field_starts(lines, begins[0]):  # one character ends each line, as one ends each field
            self._cut(self.delimiter.join(lines), begins[0])
        else:
            for line, begin in zip(lines, begins, strict=True):
                self._cut(line, begin)
        self.counts += [line.count(self.delimiter) + 1 for line in lines]
        self._lines, self._begins = [], []

    def _cut(self, line: str, begin: int) -> None:
        fields = line.split(self.delimiter)
        starts = field_starts(fields, begin)
        if self.bare:
            pieces, fields = fields, bare(fields)
            starts = inner_starts(pieces, fields, starts)
        self.fields += fields
        self.starts += starts

    def lines(self) -> Iterator[tuple[range, list[str], list[int]]]:
        """The numbers of each line's fields, those fields, and where they begin."""
        behind = 0
        for count in self.counts:
            first, behind = behind, behind + count
            yield range(first, behind), self.fields[first:behind], self.starts[first:behind]

    def __bool__(self) -> bool:
        return bool(self.counts or self._lines)


def cut_lines(
    together: Fields, cut: Callable[[Fields], list[Line]], kinds: Mapping[str, Kind], form: Form, by: Hashable = None
) -> Part:
    """The cells of lines; `cut` says field by field what each of those is, and depends on nothing but their shape and `by`."""
    together.close()
    fields = together.fields
    shape_of = None
    characters = "".join(fields)
    if _HIDDEN.search(characters) is None:
        shape_of = (
            form.digest,
            together.delimiter,
            by,
            tuple([kinds[field].symbol for field in fields]),
            tuple(together.counts),
        )
        shape = known.get(shape_of)
        if shape is not None:
            return _part(together, shape)
    lines = cut(together)
    compared = leave_out_repeats(lines, kinds, form)
    part = part_of_lines(lines)
    if shape_of is not None and not compared and -1 not in part.shape.numbers:
        known.keep(shape_of, part.shape, len(characters) + len(fields))
    return part


def _part(together: Fields, shape: Shape) -> Part:
    if len(shape.numbers) < 2:  # noqa: PLR2004  itemgetter gives one item alone as it is
        cells, starts = together.fields, together.starts
        return Part([cells[n] for n in shape.numbers], [starts[n] for n in shape.numbers], shape)
    chosen = itemgetter(*shape.numbers)
    return Part(chosen(together.fields), chosen(together.starts), shape)
