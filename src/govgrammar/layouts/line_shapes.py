"""What lines of fields are, by their shape: lines that differ in figures alone are cut alike.

The shape is the characters of every field that is no value, a sign for each value, and how many fields each line has.  What is
remembered never changes an answer: lines are always cut field by field, and what that made of some is kept by the numbers of
their fields.  Lines in which figures were compared share nothing, nor do lines with characters that nobody can see.

Where the same characters stand between all fields, and the same between all lines, the shape also tells what stands between two
cells: blank fields, labels that are left out, delimiters and quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import accumulate
from operator import add
from typing import Any, Final, NamedTuple

from attrs import frozen

from govgrammar.fold import INVISIBLE
from govgrammar.form import Form
from govgrammar.layouts.lines import Kind, Line, Part, Shape, part_of_lines, texts_inside
from govgrammar.layouts.repeats import leave_out_repeats
from govgrammar.memory import Memory, shared
from govgrammar.picks import picker

#: What a field can begin with that holds nothing and is no white space: signs nobody sees, or the beginning of markup.
HIDDEN: Final = INVISIBLE + "&＆<＜\\＼"
_HIDDEN: Final = re.compile(f"[{re.escape(HIDDEN)}]")
#: Characters and fields of all remembered lines together.
_REMEMBERED: Final = 2_000_000


class KnownLines(NamedTuple):
    """What is remembered of lines: their shape, and what takes its cells from all fields.

    Where the shape tells it, `between` are the characters between two cells, `steps` is how many those are, and `lead` how many
    stand before the first cell.
    """

    shape: Shape
    chosen: Callable[[Sequence[Any]], Sequence[Any]]
    between: Sequence[str] | None
    steps: tuple[int, ...]
    lead: int


#: What is known of lines by the digest of the form's grammar, what they are cut by, their fields, and the fields of each line.
known: Final[Memory[tuple[Hashable, ...], KnownLines]] = shared(Memory(_REMEMBERED))


@frozen
class FieldsOfLines:
    """The fields of lines that follow each other.

    `way` is everything that is told of them beside their characters: what stands between them, and how many each line has.  Where
    that is the same in all texts, `begin` is where the first line begins; elsewhere `starts` says where each field does.
    """

    fields: list[str]
    way: Hashable
    begin: int | None
    starts: Callable[[], Sequence[int]]


def cut_lines(
    text: str, lines: FieldsOfLines, cut: Callable[[], list[Line]], kinds: Mapping[str, Kind], form: Form
) -> Part:
    """The cells of lines; `cut` says field by field what each of those is, and depends on nothing but their shape."""
    fields = lines.fields
    shape_of = None
    characters = "".join(fields)
    if _HIDDEN.search(characters) is None:
        shape_of = (form.digest, lines.way, tuple([kinds[field].symbol for field in fields]))
        found = known.get(shape_of)
        if found is not None:
            return _part(lines, found)
    found_lines = cut()
    compared = leave_out_repeats(found_lines, kinds, form)
    part = part_of_lines(found_lines)
    if shape_of is not None and not compared and -1 not in part.shape.numbers:
        known.keep(shape_of, _known(text, lines, part), len(characters) + len(fields))
    return part


def _known(text: str, lines: FieldsOfLines, part: Part) -> KnownLines:
    """What is remembered of lines that were cut."""
    numbers = part.shape.numbers
    chosen = picker(numbers)
    if lines.begin is None or not numbers:
        return KnownLines(part.shape, chosen, None, (), 0)
    between = tuple(texts_inside(text, part.cells, part.starts))
    return KnownLines(part.shape, chosen, between, tuple(map(len, between)), part.starts[0] - lines.begin)


def _part(lines: FieldsOfLines, found: KnownLines) -> Part:
    cells = found.chosen(lines.fields)
    if lines.begin is None or found.between is None:
        return Part(cells, found.chosen(lines.starts()), found.shape)
    starts = list(accumulate(map(add, map(len, cells), found.steps), initial=lines.begin + found.lead))
    return Part(cells, starts, found.shape, found.between)
