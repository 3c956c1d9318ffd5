"""A real local Ray: several actors, a document that they do not outlive, and an actor killed on the way.

Ray takes 600 MB and seconds to start, so these tests have an environment of their own in `.ci/run`, and are skipped without.
"""

import json
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from bad_sources import Hostile
from govgrammar.batch import Batch, Inputs, Options, Processes, parse_table, run_batch
from govgrammar.batch import run as run_module
from govgrammar.batch.inputs import Document
from govgrammar.batch.shard import ReadShard
from govgrammar.workbench import generate

ray: Any = pytest.importorskip("ray", reason='needs Ray: pip install "govgrammar[ray]"')
pa: Any = pytest.importorskip("pyarrow")
pytest.importorskip("pyarrow.parquet")
pytestmark = pytest.mark.filterwarnings("default")
TESTS = Path(__file__).resolve().parent
TEXTS = [one.text for one in generate(40, seed=5, damaged=True)]


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    """One Ray for all tests of this file; its processes can import what these tests import."""
    path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
    environment = {"env_vars": {"PYTHONPATH": path}}
    os.environ |= {"RAY_worker_niceness": "0", "RAY_USAGE_STATS_ENABLED": "0"}
    ray.init(num_cpus=3, include_dashboard=False, log_to_driver=False, runtime_env=environment)
    yield
    ray.shutdown()


def _dataset(texts: list[Any]) -> tuple[Any, Any]:
    table = pa.table({"text": texts, "id": [f"{n:03}" for n in range(len(texts))], "n": range(len(texts))})
    return ray.data.from_arrow([table.slice(start, 10) for start in range(0, len(texts), 10)]), table


def _collected(dataset: Any) -> Any:
    return pa.concat_tables(ray.get(dataset.to_arrow_refs()))


def test_dataset_gives_the_rows_of_parse_table() -> None:
    """
    Two actors give the rows and the schema that one process gives, documents that are no reports included.
    """
    from govgrammar.ray import parse_dataset  # noqa: PLC0415  the extra

    texts: list[Any] = [text.encode() for text in TEXTS]
    texts[7], texts[20], texts[21] = None, b"\xff\x00" * 9, b""
    dataset, table = _dataset(texts)
    made = _collected(parse_dataset(dataset, id_column="id", workers=2, batch_size=5, wide=True))
    expected = parse_table(table, id_column="id", wide=True)
    order = [("n", "ascending"), ("source", "ascending")]
    assert expected.sort_by(order).equals(made.sort_by(order))
    assert expected.num_rows >= len(texts)


def test_an_actor_that_is_killed_is_replaced() -> None:
    """
    Where the process of an actor is killed while it reads, its documents are read by another: no row is lost or doubled.
    """
    from govgrammar.ray import parse_dataset  # noqa: PLC0415  the extra

    killed: list[int] = []

    def kill_one() -> None:
        end = time.monotonic() + 60
        while not killed and time.monotonic() < end:
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                with suppress(OSError):
                    if b"_TableActor)).submit" in path.read_bytes():
                        os.kill(int(path.parent.name), signal.SIGKILL)
                        killed.append(int(path.parent.name))
                        return
            time.sleep(0.02)

    dataset, table = _dataset(TEXTS * 4)
    thread = threading.Thread(target=kill_one)
    thread.start()
    made = _collected(parse_dataset(dataset, id_column="id", workers=2, batch_size=20, wide=True))
    thread.join()
    assert len(killed) == 1
    order = [("n", "ascending"), ("source", "ascending")]
    assert parse_table(table, id_column="id", wide=True).sort_by(order).equals(made.sort_by(order))


def test_a_batch_on_ray_writes_the_bytes_of_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Two actors, one of which is killed on the way with the process that reads for it, write the files of one process.
    """
    monkeypatch.setattr(run_module, "SHARD", 4)
    source = tmp_path / "in.jsonl"
    texts = [*TEXTS[:9], f"kill-parent-once:{tmp_path / 'killed'}", f"die-once:{tmp_path / 'died'}", *TEXTS[9:20]]
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    run_batch(Batch(inputs=Inputs([str(source)]), output=tmp_path / "ray.parquet"), hostile(2))
    assert (tmp_path / "killed").exists()
    assert (tmp_path / "died").exists()
    run_batch(Batch(inputs=Inputs([str(source)]), output=tmp_path / "one.parquet"), Processes(0))
    for end in (".parquet", ".findings.parquet", ".diagnostics.parquet", ".review.csv"):
        assert (tmp_path / f"one{end}").read_bytes() == (tmp_path / f"ray{end}").read_bytes()


def test_documents_that_end_processes_are_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A document that takes too long and a poisonous one are failed rows; every other row is what one process gives.
    """
    monkeypatch.setattr(run_module, "SHARD", 3)
    texts = [TEXTS[0], "die", TEXTS[1], "sleep", TEXTS[2]]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    batch = Batch(inputs=Inputs([str(source)]), output=tmp_path / "ray.parquet", wide=True, options=Options(timeout=10))
    run_batch(batch, hostile(2))
    run_batch(evolve(batch, output=tmp_path / "one.parquet"), Processes(0))
    made, expected = (pa.parquet.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in ("ray", "one"))
    assert ["GG0109", "GG0108"] == [made[n]["codes"] for n in (1, 3)]
    assert [expected[n] for n in (0, 2, 4)] == [made[n] for n in (0, 2, 4)]
    assert len(made) == len(texts)


def hostile(workers: int) -> Any:
    """The engine, on whose documents misbehaviour is written."""
    from govgrammar.ray import RayTasks  # noqa: PLC0415  the extra

    def engine(work: ReadShard, shards: Iterable[Sequence[Document]]) -> Iterator[bytes]:
        return RayTasks(workers)(Hostile(work), shards)  # type: ignore[arg-type]

    return engine
