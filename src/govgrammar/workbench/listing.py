"""`tokens`: the physical cells of a document and its tokens, with every character made visible."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from govgrammar.fold import key, squeeze
from govgrammar.form import VALUES
from govgrammar.layouts.physical import Place
from govgrammar.source import Source, Span
from govgrammar.workbench.sections import visible
from govgrammar.workbench.stages import Stages, read_stages


@frozen
class PieceLine:
    """One physical piece: a `cell`, a `bar`, a line `end`, white `space`.

    `line` and `column` count from 1; `visible` is `raw` with every character that nobody can see written as its number;
    `folded` what a cell is compared by, empty for the other kinds; `place` where it stands in a table of the file's own.
    """

    kind: str
    span: Span
    line: int
    column: int
    raw: str
    visible: str
    folded: str = ""
    place: Place | None = None


@frozen
class TokenLine:
    """One token of the grammar, over the physical cells `first` to `last`.

    `supplied` is true for a heading that is not in the document; `distance` counts the glyphs of its label that are lost or
    wrong; `slots` are the value cells of a row as written, an empty string for a blank that the layout keeps, and `behind`
    the runs of bars, or the empty lines, behind its last cell.
    """

    terminal: str
    span: Span
    line: int
    column: int
    raw: str
    visible: str
    folded: str
    first: int
    last: int
    supplied: bool = False
    distance: int = 0
    slots: tuple[str, ...] | None = None
    behind: tuple[int, ...] = ()


@frozen
class Listing:
    """A document's pieces and tokens; the pieces in order spell its text."""

    source: Source
    pieces: tuple[PieceLine, ...]
    tokens: tuple[TokenLine, ...]


def list_tokens(
    source: str | bytes | Path | BinaryIO,
    *,
    kind: str | None = None,
    encoding: str | None = None,
    grammar: str | Path | None = None,
) -> Listing:
    """The physical pieces and the tokens of a document.  Raises what `parse` raises."""
    stages = read_stages(source, kind=kind, encoding=encoding, grammar=grammar)
    return Listing(stages.source, tuple(_pieces(stages)), tuple(_tokens(stages)))


def made_visible(text: str) -> str:
    """The text with its invisible characters as numbers, spaces at its ends included."""
    inner = text.strip(" ")
    before = len(text) - len(text.lstrip(" ")) if inner else 0
    behind = len(text) - before - len(inner)
    return "{SP}" * before + visible(inner) + "{SP}" * behind


def _pieces(stages: Stages) -> list[PieceLine]:
    physical = stages.physical
    numbers = {start: index for index, start in enumerate(physical.starts) if physical.cells[index]}
    found = []
    for piece in physical.raw_cells():
        raw = stages.source.slice(piece.span)
        own = numbers.get(piece.span.start) if piece.kind in {"cell", "space"} else None
        place = None if own is None else physical.places.get(own)
        folded = key(raw) or squeeze(raw) if piece.kind == "cell" else ""
        found.append(
            PieceLine(
                piece.kind, piece.span, *stages.source.position(piece.span.start), raw, made_visible(raw), folded, place
            )
        )
    return found


def _tokens(stages: Stages) -> list[TokenLine]:
    found = []
    for token in stages.tokens:
        raw, run = stages.source.slice(token.span), token.run
        cells = stages.physical.cells
        found.append(
            TokenLine(
                token.type,
                token.span,
                *stages.source.position(token.start),
                raw,
                made_visible(raw),
                "" if token.type == VALUES else key(raw) or squeeze(raw),
                token.first,
                token.last,
                token.supplied,
                token.distance,
                None if run is None else tuple(cells[slot].strip() if slot >= 0 else "" for slot in run.slots),
                () if run is None else run.loose,
            )
        )
    return found
