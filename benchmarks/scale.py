"""What many documents cost, and what becomes of them: `python benchmarks/scale.py --reports 20000`.

Three parts, each printed with its target:

* `workers`: generated reports through `parse_many` with two workers and with one, by turns.
* `memory`: generated reports through `govgrammar batch` to Parquet; the memory of the process and of its workers after the
  first tenth, and after each later one.
* `hostile`: the same with one document in a hundred that is hostile, and workers killed twice on the way, against one process:
  as many documents out as in, byte for byte.  With `--engine ray`, on a local Ray instead of processes.

The reports are written as JSON lines first, which is not measured.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import govgrammar
from govgrammar.batch import Batch, Inputs, Options, Processes, run_batch
from govgrammar.batch.inputs import Document
from govgrammar.batch.shard import ReadShard
from govgrammar.workbench import generate

AT_LEAST: Final = 1.8
GROWTH: Final = 1.1
_SHAPES: Final = 500
_TENTHS: Final = 10
_PROC: Final = Path("/proc")


def reports(count: int) -> Iterator[str]:
    """So many reports: of `_SHAPES` generated ones, each with a line of its own at its end."""
    shapes = [one.text for one in generate(min(count, _SHAPES), seed=1)]
    for number in range(count):
        yield f"{shapes[number % len(shapes)]}\n文件{number}\n"


def hostile(number: int) -> str:
    """A document that nobody would send: of one thing, cut, or no text at all."""
    source = random.Random(number)
    (report,) = generate(1, seed=number, damaged=True)
    return source.choice(
        (
            "",
            "\x00\ud800" * 50,
            "|" * 20_000,
            "\n" * 20_000,
            "9" * 20_000,
            "<td>" * 5_000,
            "三、收到和处理政府信息公开申请情况\n" * 500,
            report.text[: source.randrange(len(report.text) + 1)],
            report.text * 5,
        )
    )


def write_lines(path: Path, count: int, *, every: int = 0) -> None:
    """The reports as JSON lines; each `every`th is hostile."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for number, text in enumerate(reports(count)):
            chosen = hostile(number) if every and number % every == every - 1 else text
            stream.write(json.dumps({"text": chosen, "number": number}) + "\n")


def memory() -> dict[int, int]:
    """Kilobytes of this process and of each below it, by process; empty where the system does not say."""
    parents: dict[int, int] = {}
    resident: dict[int, int] = {}
    for path in _PROC.glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in path.read_text(encoding="utf-8").splitlines() if ":" in line)
        except OSError:
            continue
        parents[int(fields["Pid"])] = int(fields["PPid"])
        resident[int(fields["Pid"])] = int(fields.get("VmRSS", "0 kB").split()[0])
    own = {os.getpid()}
    for _ in range(3):
        own |= {pid for pid, parent in parents.items() if parent in own}
    return {pid: resident[pid] for pid in own if pid in resident}


def workers(count: int, repetitions: int) -> bool:
    """Two workers against one; whether the target is reached."""
    texts = list(reports(count))
    ratios = []
    for _ in range(repetitions):
        taken = []
        for number in (1, 2):
            results = govgrammar.parse_many(texts + texts[:64], number)
            for _ in islice(results, 64):  # the processes are there
                pass
            begin = time.perf_counter()
            for _ in results:
                pass
            taken.append(time.perf_counter() - begin)
        ratios.append(taken[0] / taken[1])
        print(f"           one worker {count / taken[0]:.0f}/s, two {count / taken[1]:.0f}/s")
    ratio = statistics.median(ratios)
    print(f"{ratio:9.2f}  two workers / one  at least {AT_LEAST:g}  {'ok' if ratio >= AT_LEAST else 'MISSED'}")
    return ratio >= AT_LEAST


def batch(source: Path, output: Path, engine: Any, told: Callable[[int, int], None] | None = None) -> float:
    """Seconds that a batch takes; without findings, which cost the same for each document."""
    begin = time.perf_counter()
    run_batch(
        Batch(inputs=Inputs([str(source)]), output=output, findings=False, options=Options(timeout=120)), engine, told
    )
    return time.perf_counter() - begin


def memory_of_batch(folder: Path, count: int, workers: int) -> bool:
    """Memory by tenths; whether it grows after the first."""
    write_lines(folder / "sound.jsonl", count)
    seen: list[int] = []

    def told(done: int, _earlier: int) -> None:
        if done * _TENTHS // count > len(seen):
            seen.append(sum(memory().values()))
            print(f"           {done:>8} documents  {seen[-1] / 1024:8.0f} MB in {workers + 1} processes", flush=True)

    seconds = batch(folder / "sound.jsonl", folder / "sound.parquet", Processes(workers, "spawn"), told)
    print(f"           {count / seconds:.0f} documents/s to Parquet, all of it")
    growth = max(seen[1:]) / seen[0] if len(seen) > 1 and seen[0] else 1.0
    print(
        f"{growth:9.2f}  most memory later / after a tenth  at most {GROWTH:g}  {'ok' if growth <= GROWTH else 'MISSED'}"
    )
    return growth <= GROWTH


def _reads(pid: int) -> bool:
    """Whether a process reads documents: a worker, or one of Ray's, and none of the agents without which Ray's node ends."""
    try:
        command = (_PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False
    return b"spawn_main" in command or (command.startswith(b"ray::") and b"Agent" not in command)


def _killer(stop: threading.Event, killed: list[int]) -> None:
    """Kill a worker twice, some seconds apart."""
    while len(killed) < 2 and not stop.wait(4):
        own = [pid for pid in memory() if pid != os.getpid() and _reads(pid)]
        if own:
            os.kill(random.choice(own), signal.SIGKILL)
            killed.append(1)


def hostile_batch(folder: Path, count: int, workers: int, engine: str) -> bool:
    """Hostile documents and killed workers against one process; whether both give the same bytes, and every document."""
    source = folder / "hostile.jsonl"
    write_lines(source, count, every=100)
    stop, killed = threading.Event(), [0] * 0
    thread = threading.Thread(target=_killer, args=(stop, killed))
    chosen: Any = Processes(workers, "spawn")
    if engine == "ray":
        from govgrammar.ray import RayTasks  # noqa: PLC0415  the extra

        chosen = RayTasks(workers)

    def several(work: ReadShard, shards: Iterable[Sequence[Document]]) -> Iterator[bytes]:
        thread.start()
        try:
            yield from chosen(work, shards)
        finally:
            stop.set()

    taken = batch(source, folder / "several.csv", several)
    thread.join()
    alone = batch(source, folder / "one.csv", Processes(0))
    same = all(
        (folder / f"several{end}").read_bytes() == (folder / f"one{end}").read_bytes()
        for end in (".csv", ".diagnostics.csv", ".review.csv", ".summary.json")
    )
    summary = json.loads((folder / "several.summary.json").read_text(encoding="utf-8"))
    print(
        f"           {engine}: {count} documents in, {summary['documents']} out, {summary['rows']} rows, "
        f"{summary['status']}, workers killed: {len(killed)}; {taken:.0f} s with {workers}, {alone:.0f} s alone"
    )
    print(f"{same!s:>9}  byte for byte those of one process  {'ok' if same else 'MISSED'}")
    return same and summary["documents"] == count and len(killed) == 2


def main(arguments: Sequence[str]) -> int:
    """Print the figures; with `--check`, 1 where one misses its target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", choices=("processes", "ray"), default="processes")
    parser.add_argument("--part", choices=("workers", "memory", "hostile"), action="append")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    parts = options.part or ["workers", "memory", "hostile"]
    reached = True
    with tempfile.TemporaryDirectory() as name:
        if "workers" in parts:
            reached &= workers(options.reports, options.repetitions)
        if "memory" in parts:
            reached &= memory_of_batch(Path(name), options.reports, options.workers)
        if "hostile" in parts:
            reached &= hostile_batch(Path(name), options.reports, options.workers, options.engine)
    return int(options.check and not reached)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
