"""`parse_many`: many documents, in order, in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property, partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from attrs import define, evolve, field, frozen

from govgrammar.api import engine
from govgrammar.batch.compact import Packer, Unpacker
from govgrammar.batch.reading import Options, ended, read
from govgrammar.batch.workers import Pool, count_workers
from govgrammar.documents.opening import open_source
from govgrammar.limits import Limits
from govgrammar.result import Result
from govgrammar.source import Origin, Span

#: A chunk is so many documents, or fewer where they are long: about as much as one process reads in a tenth of a second.
_MOST_DOCUMENTS: Final = 32
_MOST_CHARACTERS: Final = 400_000
#: What a path counts for: its file's length is not known.
_PATH: Final = 20_000

Given = str | bytes | bytearray | memoryview | Path | BinaryIO
Sent = str | bytes | Path


def parse_many(
    sources: Iterable[Given],
    workers: int | None = None,
    *,
    timeout: float | None = 120.0,
    start_method: str | None = None,
    kind: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
    grammar: str | Path | None = None,
    known: Mapping[str, Any] | None = None,
) -> Iterator[Result]:
    """The result of each source, in order: what `parse` gives, read by several processes.

    `sources` can be a generator: it is read only a little ahead.  `workers` is a number of processes, by default one for
    each processor; 0 reads in this process.  A document that takes longer than `timeout` seconds ends its worker
    and gives a failed result with GG0108, one that workers die with GG0109; `None` waits for ever, and so does `workers=0`.
    A file that cannot be read gives GG0111, so that one document never stops the rest.  `start_method` is one of
    `multiprocessing`, by default the system's; with `spawn`, a script needs `if __name__ == "__main__":`.

    The other options are those of `parse`.  Raises `TypeError` and `ValueError` for wrong arguments.
    """
    options = Options(
        kind=kind, encoding=encoding, limits=limits or Limits(), grammar=grammar, known=known, timeout=timeout
    )
    options.check()
    chunks = _chunks(sources, kind)
    count = count_workers(workers)
    if count == 0:
        return (read(sent, options, name) for chunk in chunks for sent, name in chunk)
    return _results(Pool(_ReadChunk(options), count, timeout, start_method), chunks, options)


def _results(pool: Pool[_Document, _Read], chunks: Iterator[Sequence[_Document]], options: Options) -> Iterator[Result]:
    with closing(pool.outputs(chunks)) as outputs:
        for documents, output in outputs:
            unpacker = Unpacker(output.tables)
            for (sent, name), compact in zip(documents, output.results, strict=True):
                yield _rebuilt(compact, unpacker, sent, name, options)
                pool.attend()


@define(eq=False)
class Reader:
    """Reads documents in one worker process that stays for the next: for those who have processes of their own, which must
    outlive every document.
    """

    options: Options
    _pool: Pool[_Document, _Read] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._pool = Pool(_ReadChunk(self.options), 1, self.options.timeout, "spawn")

    def results(self, documents: Sequence[_Document]) -> Iterator[Result]:
        """The result of each document, in order."""
        output = self._pool.output(documents)
        unpacker = Unpacker(output.tables)
        for (sent, name), compact in zip(documents, output.results, strict=True):
            yield _rebuilt(compact, unpacker, sent, name, self.options)

    def close(self) -> None:
        """End the worker."""
        self._pool.close()


_Document = tuple[Sent, str | None]


@frozen
class _Read:
    """What a worker sends back for a chunk, and what the results share; a code stands for a document that was given up."""

    results: tuple[bytes | str, ...]
    tables: bytes


@frozen
class _ReadChunk:
    """Reads a chunk of documents."""

    options: Options

    def prepare(self) -> None:
        """Build the parser."""
        self.options.prepare()

    def __call__(self, items: Sequence[_Document], given_up: Mapping[int, str], begins: Callable[[int], None]) -> _Read:
        """Their results."""
        packer = Packer()
        results: list[bytes | str] = []
        for number, (sent, name) in enumerate(items):
            if number in given_up:
                results.append(given_up[number])
                continue
            begins(number)
            results.append(packer.pack(read(sent, self.options, name), sent))
        return _Read(tuple(results), packer.tables())


def _rebuilt(packed: bytes | str, unpacker: Unpacker, sent: Sent, name: str | None, options: Options) -> Result:
    """The result of a document, unpacked when somebody asks for a part of it."""
    if isinstance(packed, str):
        return ended(packed, sent, options, name)
    return Result.later(partial(_unpacked, packed, unpacker, sent, name, options))


def _unpacked(packed: bytes, unpacker: Unpacker, sent: Sent, name: str | None, options: Options) -> dict[str, Any]:
    result = unpacker.unpack(packed, sent)
    source = result.source if name is None else evolve(result.source, name=name)
    if source.kind != "text":
        source = evolve(source, locator=_Locator(sent, source.text, options).origin)
    return {
        "reports": result.reports,
        "diagnostics": result.diagnostics,
        "source": source,
        "grammar": result.grammar,
    }


@frozen(slots=False)
class _Locator:
    """The places in a file's original: it is opened again here when somebody asks for one."""

    sent: Sent
    text: str
    options: Options

    @cached_property
    def _origin(self) -> Callable[[Span], Origin | None] | None:
        options = self.options
        classify = engine(options.grammar).lexer.classify
        try:
            source = open_source(self.sent, options.kind, options.encoding, options.limits, classify).source
        except OSError:
            return None
        return source.origin if source.text == self.text else None

    def origin(self, span: Span) -> Origin | None:
        """The place behind a span; `None` where the file is gone or has changed."""
        return self._origin(span) if self._origin else None


def _chunks(sources: Iterable[Given], kind: str | None) -> Iterator[tuple[_Document, ...]]:
    chunk: list[_Document] = []
    length = 0
    for source in sources:
        sent, name = _sendable(source, kind)
        chunk.append((sent, name))
        length += _PATH if isinstance(sent, Path) else len(sent)
        if len(chunk) == _MOST_DOCUMENTS or length >= _MOST_CHARACTERS:
            yield tuple(chunk)
            chunk, length = [], 0
    if chunk:
        yield tuple(chunk)


def _sendable(source: Given, kind: str | None) -> _Document:
    """A source as it can be sent to another process, and the name of a file that is open here."""
    if isinstance(source, str) and kind not in {None, "text", "html"}:
        msg = f"kind={kind!r} goes with bytes, a path or a binary file, not with str"
        raise ValueError(msg)
    if isinstance(source, str | bytes | Path):
        return source, None
    if isinstance(source, bytearray | memoryview):
        return bytes(source), None
    if not hasattr(source, "read"):
        msg = f"cannot read {type(source).__name__}: give str, bytes, a pathlib.Path or an open binary file"
        raise TypeError(msg)
    data: object = source.read()
    if not isinstance(data, bytes):
        msg = "the file is open as text: open it as binary ('rb'), or pass its text as str"
        raise TypeError(msg)
    name = getattr(source, "name", None)
    return data, name
