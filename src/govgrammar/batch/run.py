"""Runs a batch: documents to shards, shards to files, and a summary."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from attrs import evolve, field, frozen

from govgrammar import __version__
from govgrammar.api import engine
from govgrammar.batch.arrow import arrow
from govgrammar.batch.corrections import Corrected, read_corrections
from govgrammar.batch.dictionary import dictionary_json, dictionary_page
from govgrammar.batch.formats import FORMATS, format_of
from govgrammar.batch.inputs import Document, Inputs
from govgrammar.batch.parts import Parts
from govgrammar.batch.reading import Options
from govgrammar.batch.shard import ABOUT, CELLS, Layout, ReadShard
from govgrammar.batch.summary import Summary, summed_up
from govgrammar.batch.workers import Pool, count_workers

#: Documents of a shard.  Any number gives the same files.
SHARD: Final = 64
Shard = Sequence[Document]
#: Told after each shard: documents that are done, and how many of them were done by an earlier run.
Told = Callable[[int, int], None]


class Engine(Protocol):
    """Does the shards of a batch, in order."""

    def __call__(self, work: ReadShard, shards: Iterable[Shard]) -> Iterator[bytes]:
        """The bytes of each shard."""


@frozen
class Processes:
    """The engine of one machine: processes, or with `workers=0` this one."""

    workers: int | None = None
    start_method: str | None = None

    def __call__(self, work: ReadShard, shards: Iterable[Shard]) -> Iterator[bytes]:
        """The bytes of each shard, in order."""
        count = count_workers(self.workers)
        if count == 0:
            yield from (work(shard, {}, lambda _: None) for shard in shards)
            return
        pool: Pool[Document, bytes] = Pool(work, count, work.options.timeout, self.start_method)
        with closing(pool.outputs(shards)) as outputs:
            yield from (output for _, output in outputs)


@frozen(kw_only=True)
class Batch:
    """What a batch is asked to do."""

    inputs: Inputs
    output: Path
    form: str | None = None
    wide: bool = False
    findings: bool = True
    bom: bool = False
    corrections: Path | None = None
    options: Options = field(factory=Options)

    def path(self, name: str, suffix: str | None = None) -> Path:
        """The file beside the output: `OUT.findings.csv` beside `OUT.csv`."""
        return self.output.with_name(f"{self.output.stem}.{name}{self.output.suffix if suffix is None else suffix}")


def run_batch(batch: Batch, engine_of_shards: Engine | None = None, told: Told | None = None) -> Summary:
    """Read everything and write it: the output, `OUT.findings…`, `OUT.diagnostics…`, `OUT.dictionary.md` and `.json`,
    `OUT.review.csv`, `OUT.summary.json`.

    A batch that was killed goes on where it was: its shards wait in the folder `OUT.parts`.  Raises `OSError` where something
    cannot be written, and `InputError` for an input, and `ValueError` for an option, that cannot be used.
    """
    batch.options.check()
    form = engine(batch.options.grammar).form
    name = format_of(batch.output, batch.form)
    if name == "parquet":
        arrow()  # before anything is read
    corrected = read_corrections(batch.corrections, form) if batch.corrections else None
    layout = Layout(
        form=name,
        wide=batch.wide,
        findings=batch.findings,
        passed=batch.inputs.passed,
        corrections=corrected.by_source if corrected else None,
    )
    parts = Parts(batch.output.with_name(f"{batch.output.name}.parts"), _settings(batch.options, layout, form.digest))
    parts.begin()
    _read_all(batch, ReadShard(batch.options, layout), parts, engine_of_shards or Processes(), told)
    columns = layout.columns(batch.options)
    writer = FORMATS[name]
    if batch.bom:
        writer = evolve(writer, bom=True)  # type: ignore[misc]
    for file, own in columns.items():
        path = batch.output if file == CELLS else batch.path(file)
        _whole(path, lambda part, file=file, own=own: writer.join(parts.read(file), own, part))  # type: ignore[misc]
    summary = summed_up(parts.read(ABOUT), _wanted(corrected))
    for path, text in (
        (batch.path("dictionary", ".md"), dictionary_page(columns, form)),
        (batch.path("dictionary", ".json"), dictionary_json(columns, form)),
        (batch.path("review", ".csv"), summary.review_csv()),
        (batch.path("summary", ".json"), summary.to_json()),
    ):
        data = text.encode("utf-8", "backslashreplace")
        _whole(path, lambda part, data=data: part.write_bytes(data))  # type: ignore[misc]
    parts.remove()
    return summary


def _read_all(batch: Batch, work: ReadShard, parts: Parts, do: Engine, told: Told | None) -> None:
    """Every shard that is not there yet."""
    begun: deque[tuple[int, int]] = deque()
    done, earlier = 0, 0

    def missing() -> Iterator[Shard]:
        nonlocal done, earlier
        documents = batch.inputs.documents()
        while shard := tuple(islice(documents, SHARD)):
            if not parts.add(shard):
                begun.append((len(parts.names) - 1, len(shard)))
                yield shard
                continue
            done += len(shard)
            earlier += len(shard)
            if told:
                told(done, earlier)

    for data in do(work, missing()):
        number, count = begun.popleft()
        parts.write(number, data)
        done += count
        if told:
            told(done, earlier)


def _settings(options: Options, layout: Layout, digest: str) -> bytes:
    """All that decides what a shard holds, beside its documents."""
    return repr((__version__, digest, options, layout)).encode("utf-8", "backslashreplace")


def _wanted(corrected: Corrected | None) -> Iterator[str]:
    for source, cells in corrected.by_source.items() if corrected else ():
        yield from (f"{source} {key}" for key in cells)


def _whole(path: Path, write: Callable[[Path], object]) -> None:
    """A file that is written beside its place and moved there, so that nobody finds half of it."""
    part = path.with_name(f"{path.name}.part")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
