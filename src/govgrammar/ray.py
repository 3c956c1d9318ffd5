"""Ray Data as the engine for those who outgrow one machine.  Needs the extra `ray`.

Each actor has a worker process of its own, as `govgrammar batch` has: a document that takes too long, or that ends the
process that reads it, is reported, and the actor goes on.  Where an actor itself is lost, Ray starts another one.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from govgrammar.batch.arrow import Asked
from govgrammar.batch.inputs import Document
from govgrammar.batch.many import Reader
from govgrammar.batch.reading import Options
from govgrammar.batch.shard import ReadShard
from govgrammar.batch.workers import Pool
from govgrammar.documents.extras import Needing
from govgrammar.limits import Limits

#: Shards that are begun before the first of them is asked for, for each actor.
_AHEAD: Final = 2
_ALWAYS: Final = -1


def _ray() -> Any:
    with Needing("ray"):
        found = import_module("ray")
        import_module("ray.data")
    if not found.is_initialized():
        found.init(log_to_driver=False)
    return found


def _count(ray: Any, workers: int | None) -> int:
    return workers or max(1, int(ray.cluster_resources().get("CPU", 1)))


def parse_dataset(
    ds: Any,
    *,
    text_column: str = "text",
    id_column: str | None = None,
    wide: bool = False,
    workers: int | None = None,
    batch_size: int = 64,
    timeout: float | None = 120.0,
    kind: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
    grammar: str | Path | None = None,
) -> Any:
    """A `ray.data.Dataset` of documents to a lazy `Dataset` of what they say, with the columns of
    `govgrammar.batch.parse_table`.

    `workers` is the number of actors, by default one for each processor of the cluster; each takes `batch_size` documents at a
    time and gives one of them `timeout` seconds.  Rows keep their order only where Ray is told to keep it
    (`ray.data.DataContext.get_current().execution_options.preserve_order`); `id_column` names documents in any order, and
    without it they are numbered within each batch.  Raises `MissingExtraError` where Ray is not installed, and `ValueError`
    for options that cannot be meant.
    """
    options = Options(kind=kind, encoding=encoding, limits=limits or Limits(), grammar=grammar, timeout=timeout)
    options.check()
    ray = _ray()
    return ds.map_batches(
        _TableActor,
        batch_format="pyarrow",
        batch_size=batch_size,
        compute=ray.data.ActorPoolStrategy(size=_count(ray, workers)),
        fn_constructor_args=(Asked(text_column, id_column, options, wide=wide),),
    )


class _TableActor:
    """Takes tables, one after the other."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.reader = Reader(asked.options)

    def __call__(self, table: Any) -> Any:
        return self.asked.tabled(table, self.reader.results)


@frozen
class RayTasks:
    """The engine of a batch on a Ray cluster.  Files are read where the actors are: all machines need to see them."""

    workers: int | None = None

    def __call__(self, work: ReadShard, shards: Iterable[Sequence[Document]]) -> Iterator[bytes]:
        """The bytes of each shard, in order."""
        ray = _ray()
        restarted = ray.remote(max_restarts=_ALWAYS, max_task_retries=_ALWAYS)(_ShardActor)
        actors = [restarted.remote(work) for _ in range(_count(ray, self.workers))]
        begun: deque[Any] = deque()
        busy: dict[Any, int] = {}
        source = iter(shards)
        try:
            while True:
                for shard in islice(source, _AHEAD * len(actors) - len(begun)):
                    load = Counter(busy.values())
                    actor = min(range(len(actors)), key=load.__getitem__)
                    begun.append(actors[actor].do.remote(shard))
                    busy[begun[-1]] = actor
                if not begun:
                    return
                while begun[0] in busy:
                    done, _ = ray.wait(list(busy), num_returns=1)
                    for one in done:
                        del busy[one]
                yield ray.get(begun.popleft())
        finally:
            for one in actors:
                ray.kill(one)


class _ShardActor:
    """Takes shards, one after the other."""

    def __init__(self, work: ReadShard) -> None:
        self.pool: Pool[Document, bytes] = Pool(work, 1, work.options.timeout, "spawn")

    def do(self, shard: Sequence[Document]) -> bytes:
        """A shard's bytes."""
        return self.pool.output(shard)
