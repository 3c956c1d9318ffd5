"""Worker processes that do tasks in order, and outlive the documents that do not let them.

A task is a chunk of items.  A worker writes into shared memory which item it is at, so that its end has a culprit: an item
that takes longer than `timeout` is not tried again; one that a worker died with is tried again, because a worker can be killed from outside, and
given up after `_MOST_DEATHS`.  The other items of the task are done again by another worker; nothing is lost or doubled.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from functools import partial
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any, Final, Generic, Protocol, TypeVar

from attrs import define, field

from govgrammar import codes

Item = TypeVar("Item")
Output = TypeVar("Output")
Item_contra = TypeVar("Item_contra", contravariant=True)
Output_co = TypeVar("Output_co", covariant=True)

_MOST_DEATHS: Final = 3
_MOST_FALSE_STARTS: Final = 3
#: Tasks that are begun before the first of them is asked for, for each worker.
_AHEAD: Final = 2
#: Windows waits for at most 63 processes.
_MOST_ON_WINDOWS: Final = 60
_READY: Final = "ready"
#: At no item.
_NONE: Final = -1
#: Looks at each worker within the time that an item may take.
_LOOKS: Final = 8
#: Seconds between two looks of somebody who does not wait.
_OFTEN: Final = 0.005
_PATIENCE: Final = 5.0


class WorkFailedError(RuntimeError):
    """The work itself failed, whatever the items are; the message is the traceback of the worker."""


class Work(Protocol[Item_contra, Output_co]):
    """What workers do; it is sent to them once, so it can be pickled."""

    def prepare(self) -> None:
        """Called once in each process."""

    def __call__(
        self, items: Sequence[Item_contra], given_up: Mapping[int, str], begins: Callable[[int], None]
    ) -> Output_co:
        """The output for a task.  `given_up` are items that are not to be tried, with the code that says why; `begins` is to
        be called with the number of each other item.
        """


@define(eq=False)
class _Task(Generic[Item]):
    number: int
    items: Sequence[Item]
    given_up: dict[int, str] = field(factory=dict)
    deaths: Counter[int] = field(factory=Counter)


@define(eq=False)
class _Worker(Generic[Item]):
    process: Any
    connection: Connection
    #: Shared memory with the number of the item that it is at.
    at: Any
    ready: bool = False
    task: _Task[Item] | None = None
    seen: int = _NONE
    since: float = 0.0


def count_workers(workers: int | None) -> int:
    """So many workers as asked for; by default one for each processor that this process may use."""
    if workers is not None and workers < 0:
        msg = f"workers={workers!r}: give a number of processes, 0 for none"
        raise ValueError(msg)
    if workers is None:
        affinity = getattr(os, "sched_getaffinity", None)
        workers = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(workers, _MOST_ON_WINDOWS) if sys.platform == "win32" else workers


@define(eq=False)
class Pool(Generic[Item, Output]):
    """Does tasks with `workers` processes.  A process is started when there is something for it to do."""

    work: Work[Item, Output]
    workers: int
    timeout: float | None = None
    start_method: str | None = None
    _alive: list[_Worker[Item]] = field(factory=list, init=False)
    _waiting: deque[_Task[Item]] = field(factory=deque, init=False)
    _done: dict[int, Output] = field(factory=dict, init=False)
    _false_starts: int = field(default=0, init=False)
    _attended: float = field(default=0.0, init=False)

    def outputs(self, tasks: Iterable[Sequence[Item]]) -> Generator[tuple[Sequence[Item], Output], None, None]:
        """Each task with its output, in order.  Only so many tasks are read ahead as keep the workers busy.

        Closing the iterator ends the workers.
        """
        source = enumerate(tasks)
        begun: deque[_Task[Item]] = deque()
        try:
            while True:
                while len(begun) < self.workers * _AHEAD and (following := next(source, None)):
                    begun.append(_Task(*following))
                    self._waiting.append(begun[-1])
                    self._give()
                if not begun:
                    return
                while begun[0].number not in self._done:
                    self._listen(None)
                task = begun.popleft()
                yield task.items, self._done.pop(task.number)
        finally:
            self.close()

    def output(self, items: Sequence[Item]) -> Output:
        """The output of one task; the worker stays for the next."""
        task = _Task(-1, items)
        self._waiting.append(task)
        while task.number not in self._done:
            self._listen(None)
        return self._done.pop(task.number)

    def attend(self) -> None:
        """Take what workers have done and give them more, without waiting: for those who are slow with each output."""
        if monotonic() - self._attended >= _OFTEN:
            self._listen(0)
            self._attended = monotonic()

    def close(self) -> None:
        """End all workers."""
        for worker in self._alive:
            self._end(worker)
        self._alive.clear()
        self._waiting.clear()
        self._done.clear()

    # ---- giving ----

    def _give(self) -> None:
        idle = [worker for worker in self._alive if worker.ready and worker.task is None]
        starting = sum(not worker.ready for worker in self._alive)
        while self._waiting and idle:
            worker, task = idle.pop(), self._waiting.popleft()
            worker.task, worker.seen, worker.at[0] = task, _NONE, _NONE
            try:
                worker.connection.send((task.items, task.given_up))
            except OSError:  # it died while it had nothing to do
                self._lost(worker)
        while len(self._alive) < self.workers and starting < len(self._waiting):
            self._start()
            starting += 1

    def _start(self) -> None:
        context: Any = multiprocessing.get_context(self.start_method)
        if self.start_method is None and context.get_start_method() == "fork" and threading.active_count() > 1:
            context = multiprocessing.get_context("spawn")  # a forked process would have the locks of other threads
        ours, theirs = context.Pipe()
        # A forked process has copies of the ends of all pipes; while it lives, the others would not see this process end.
        copies = [w.connection for w in self._alive] + [ours] if context.get_start_method() == "fork" else []
        at = context.RawArray("q", [_NONE])
        process = context.Process(target=_serve, args=(theirs, self.work, at, copies), daemon=True)
        process.start()
        theirs.close()
        self._alive.append(_Worker(process, ours, at))

    # ---- listening ----

    def _listen(self, seconds: float | None) -> None:
        """Wait until a worker says something, one of them is out of time, or the seconds are over."""
        self._give()
        if self.timeout and seconds is None:
            seconds = self.timeout / _LOOKS
        spoken = wait([worker.connection for worker in self._alive], seconds)
        for worker in [w for w in self._alive if w.connection in spoken]:
            self._hear(worker)
        if self.timeout:
            for worker in [w for w in self._alive if self._is_late(w, self.timeout)]:
                self._late(worker)
        self._give()

    @staticmethod
    def _is_late(worker: _Worker[Item], timeout: float) -> bool:
        """Whether a worker has been at one item for too long, as far as it was seen."""
        if worker.task is None or worker.at[0] == _NONE:
            return False
        if worker.at[0] != worker.seen:
            worker.seen, worker.since = worker.at[0], monotonic()
        return monotonic() - worker.since >= timeout and not worker.connection.poll()

    def _hear(self, worker: _Worker[Item]) -> None:
        try:
            while worker.connection.poll():
                message = worker.connection.recv()
                if message == _READY:
                    worker.ready, self._false_starts = True, 0
                elif message[1] is not None:
                    raise WorkFailedError(message[1])
                elif worker.task is not None:
                    self._done[worker.task.number] = message[0]
                    worker.task = None
        except (EOFError, OSError):
            self._lost(worker)

    def _late(self, worker: _Worker[Item]) -> None:
        if worker.task is not None:
            worker.task.given_up[worker.seen] = codes.TIMED_OUT.code
        self._again(worker)

    def _lost(self, worker: _Worker[Item]) -> None:
        if not worker.ready:
            self._false_starts += 1
        task = worker.task
        item = worker.at[0]
        if task is not None and item != _NONE:
            task.deaths[item] += 1
            if task.deaths[item] >= _MOST_DEATHS:
                task.given_up[item] = codes.WORKER_DIED.code
        self._again(worker)
        if self._false_starts >= _MOST_FALSE_STARTS:
            msg = (
                "worker processes end before they begin; a script that starts them needs `if __name__ == '__main__':` "
                "around what it does, or give workers=0 to read in this process"
            )
            raise RuntimeError(msg)

    def _again(self, worker: _Worker[Item]) -> None:
        """End a worker; its task is the next to be done."""
        self._alive.remove(worker)
        self._end(worker)
        if worker.task is not None:
            self._waiting.appendleft(worker.task)

    @staticmethod
    def _end(worker: _Worker[Item]) -> None:
        worker.connection.close()
        worker.process.kill()
        worker.process.join(_PATIENCE)
        if not worker.process.is_alive():
            worker.process.close()


def _serve(connection: Connection, work: Work[Any, Any], at: Any, copies: Sequence[Connection]) -> None:
    """What a worker does until nobody is there to ask for more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the command ends the workers
    for copy in copies:
        copy.close()
    work.prepare()
    try:
        connection.send(_READY)
        while True:
            items, given_up = connection.recv()
            try:
                message: tuple[Any, str | None] = (work(items, given_up, partial(at.__setitem__, 0)), None)
            except Exception:  # noqa: BLE001  a fault of the work and of no item: the one who asked is told
                message = (None, traceback.format_exc())
            connection.send(message)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
