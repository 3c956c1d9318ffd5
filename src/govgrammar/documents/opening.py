"""A source of any kind as text: bytes decoded, files of other kinds read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from attrs import evolve, field, frozen

from govgrammar import codes
from govgrammar.classify import Classifier
from govgrammar.diagnostics import Diagnostic
from govgrammar.layouts.physical import PhysicalText
from govgrammar.limits import Limits
from govgrammar.source import Source, Span

if TYPE_CHECKING:
    from govgrammar.documents.blocks import Document


@frozen
class Opened:
    """A source as text; `physical` where a file's own tables cut it into cells."""

    source: Source
    diagnostics: list[Diagnostic] = field(factory=list)
    physical: PhysicalText | None = None


def open_source(
    source: str | bytes | bytearray | memoryview | Path | BinaryIO,
    kind: str | None,
    encoding: str | None,
    limits: Limits,
    classify: Classifier,
) -> Opened:
    """The text of a source, whatever its kind: that of `kind`, else the one that its bytes show."""
    if isinstance(source, str):
        if kind not in {None, "text", "html"}:
            msg = f"kind={kind!r} goes with bytes, a path or a binary file, not with str"
            raise ValueError(msg)
        return _opened_markup(Source(source), classify, limits) if kind == "html" else Opened(Source(source))
    return _opened_bytes(*_bytes(source), kind, encoding, limits, classify)


def _opened_bytes(  # noqa: PLR0917  the source in two parts, and what `open_source` was given
    data: bytes, name: str | None, kind: str | None, encoding: str | None, limits: Limits, classify: Classifier
) -> Opened:
    # imported here, as everything that text alone does not need: a program that parses text starts twice as fast
    from govgrammar.decode import decode, shows_words  # noqa: PLC0415
    from govgrammar.documents.blocks import Document  # noqa: PLC0415
    from govgrammar.documents.kinds import BINARY, Unreadable, is_markup, kind_of, may_be_binary  # noqa: PLC0415
    from govgrammar.documents.read import read_file  # noqa: PLC0415

    found = kind or kind_of(data)
    if found == "text" and kind is None and encoding is None and may_be_binary(data):
        found = found if shows_words(data, classify.form) else BINARY
    if isinstance(found, Unreadable):
        arguments = {"kind": found.name, "way_out": found.way_out, "way_out_en": found.way_out_en}
        return Opened(Source("", name), [Diagnostic(codes.NOT_TEXT, Span(0, 0), arguments)])
    diagnostics = []
    if len(data) > limits.bytes:
        diagnostics.append(limits.exceeded("bytes", len(data), Span(0, 0)))
        data = data[: limits.bytes] if found in {"text", "html"} else b""
    if found not in {"text", "html"}:
        document = read_file(found, data, classify, limits) if data else Document(())
        opened = _opened_document(document, Source("", name, kind=found), limits)
    else:
        decoded = decode(data, classify.form, encoding)
        made = Source(decoded.text, name, decoded.encoding, decoded.reason)
        if decoded.replaced:
            place = decoded.text.index("\ufffd")
            places = {"encoding": decoded.encoding, "count": decoded.replaced}
            diagnostics.append(Diagnostic(codes.UNDECODABLE, Span(place, place + 1), places))
        markup = found == "html" or (kind is None and is_markup(decoded.text))
        opened = _opened_markup(made, classify, limits) if markup else Opened(made)
        if markup:  # the place is one of the markup
            diagnostics = [evolve(d, span=Span(0, 0)) for d in diagnostics]
    return evolve(opened, diagnostics=diagnostics + opened.diagnostics)


def _opened_markup(source: Source, classify: Classifier, limits: Limits) -> Opened:
    from govgrammar.documents.read import read_markup  # noqa: PLC0415

    document = read_markup(source.text, classify, limits)
    return _opened_document(document, evolve(source, kind="html"), limits)


def _opened_document(document: Document, source: Source, limits: Limits) -> Opened:
    from govgrammar.documents.assemble import assemble  # noqa: PLC0415
    from govgrammar.documents.blocks import Paragraph  # noqa: PLC0415

    assembled = assemble(document, limits.characters)
    tables = not all(isinstance(block, Paragraph) for block in document.blocks)
    physical = assembled.physical if tables else None
    made = evolve(source, text=assembled.physical.text, locator=assembled.origin, cut=physical)
    return Opened(made, list(document.diagnostics), physical)


def _bytes(source: bytes | bytearray | memoryview | Path | BinaryIO) -> tuple[bytes, str | None]:
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), None
    if isinstance(source, Path):
        return source.read_bytes(), str(source)
    read = getattr(source, "read", None)
    if read is None:
        msg = f"cannot read {type(source).__name__}: give str, bytes, a pathlib.Path or an open binary file"
        raise TypeError(msg)
    data = read()
    if not isinstance(data, bytes):
        msg = "the file is open as text: open it as binary ('rb'), or pass its text as str"
        raise TypeError(msg)
    return data, getattr(source, "name", None)
