"""The processes that read documents.

Processes, not threads: nothing ends a thread that takes too long, threads share one interpreter and wait for each other, and
a document that exhausts memory would take the service with it.  A process is ended, and another one takes its place.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final

from attrs import define, field
from pebble import ProcessExpired, ProcessPool

from service.problems import BUSY, TOOK_TOO_LONG, WORKER_ENDED, ServiceError
from service.reading import Answer, warm_up
from service.settings import Settings

#: Started afresh on every system: a copy of a process that has threads can hang.
_FRESH: Final = multiprocessing.get_context("spawn")


@define
class Workers:
    """A pool of processes, made anew where it breaks.  Used from one event loop."""

    settings: Settings
    _pool: ProcessPool = field(init=False)
    _taken: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._pool = self._made()

    def _made(self) -> ProcessPool:
        return ProcessPool(max_workers=self.settings.workers, initializer=warm_up, context=_FRESH)

    @property
    def active(self) -> bool:
        """Whether documents can be read."""
        return bool(self._pool.active)

    async def start(self) -> None:
        """Start the processes, and wait for the first to be ready."""
        await asyncio.wrap_future(self._pool.schedule(warm_up))

    async def stop(self) -> None:
        """End the processes, and whatever they are at."""
        await asyncio.to_thread(_ended, self._pool)

    async def run(self, work: Callable[..., Answer], data: bytes, **options: Any) -> Answer:
        """What `work` makes of a document in a process.  Raises `ServiceError`: busy, too long, process ended."""
        if self._taken >= self.settings.workers + self.settings.waiting:
            raise ServiceError(BUSY)
        self._taken += 1
        try:
            return await self._answer(work, data, options)
        except TimeoutError:
            raise ServiceError(TOOK_TOO_LONG, seconds=self.settings.seconds) from None
        except (ProcessExpired, BrokenProcessPool):
            raise ServiceError(WORKER_ENDED) from None
        finally:
            self._taken -= 1

    async def _answer(self, work: Callable[..., Answer], data: bytes, options: dict[str, Any]) -> Answer:
        if not self.active:
            broken, self._pool = self._pool, self._made()
            await asyncio.to_thread(_ended, broken)
        future = self._pool.schedule(work, args=(data,), kwargs=options, timeout=self.settings.seconds)
        answer: Answer = await asyncio.wrap_future(future)
        return answer


def _ended(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble annotates most of itself
    pool.join()
