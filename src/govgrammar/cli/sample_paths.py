"""Which documents a measuring command reads: files, folders, standard input, and the cases of a corpus folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define

from govgrammar.cli.inputs import SUFFIXES, Input, inputs_of
from govgrammar.cli.workbench_options import UNREADABLE

if TYPE_CHECKING:
    from govgrammar.cli.messages import Messages
    from govgrammar.cli.progress import Progress
    from govgrammar.documents.extras import MissingExtraError
    from govgrammar.workbench.labelled import Sentence
    from govgrammar.workbench.samples import Sample


@define(eq=False)
class SamplePaths:
    """The documents that paths name.  `status` becomes 3 where one of them cannot be read; a message says which."""

    paths: Sequence[str]
    messages: Messages
    progress: Progress
    kind: str | None = None
    encoding: str | None = None
    status: int = 0

    def samples(self) -> Iterator[Sample]:
        """The documents in order; a folder laid out as a corpus stands for its cases."""
        from govgrammar.workbench.corpus import CorpusError  # noqa: PLC0415 -- Lark is not loaded for --help
        from govgrammar.workbench.samples import corpus_samples, is_corpus  # noqa: PLC0415 -- the same

        for path in self.paths:
            if not is_corpus(Path(path)):
                yield from self._files(path)
                continue
            try:
                yield from corpus_samples(Path(path))
            except (CorpusError, UnicodeDecodeError) as error:
                self._say(f"{path}: {error}")

    def sentences(self) -> Iterator[tuple[str, Sentence]]:
        """The labelled sentences of the corpora among the paths."""
        from govgrammar.workbench.samples import corpus_sentences, is_corpus  # noqa: PLC0415 -- Lark is not loaded

        for path in self.paths:
            if is_corpus(Path(path)):
                yield from corpus_sentences(Path(path))

    def missing(self, name: str, error: MissingExtraError) -> None:
        """A document of a kind whose extra is not installed."""
        self.status = UNREADABLE
        with self.progress.paused():
            self.messages.missing_extra(name, error)

    def _files(self, path: str) -> Iterator[Sample]:
        from govgrammar.workbench.samples import Sample  # noqa: PLC0415 -- Lark is not loaded for --help

        for source in inputs_of([path]):
            try:
                data = source.read().read()
            except OSError as error:
                self._unread(source, error)
                continue
            yield Sample(source.name, data, self.kind, self.encoding)

    def _unread(self, source: Input, error: OSError) -> None:
        self.status = UNREADABLE
        with self.progress.paused():
            if source.path is not None and source.path.is_dir():
                self.messages.no_texts(source.name, SUFFIXES)
            else:
                self.messages.cannot_read(source.name, error)

    def _say(self, text: str) -> None:
        import click  # noqa: PLC0415 -- beside the command only

        self.status = UNREADABLE
        with self.progress.paused():
            click.echo(text, err=True)
