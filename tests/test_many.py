"""Many documents: in order, in several processes, and none of them stops the others."""

import io
import pickle
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import govgrammar
from bad_sources import Echo, NeverReady
from govgrammar import Limits, Result, Source, parse, parse_many
from govgrammar.batch import reading
from govgrammar.batch.compact import Packer, Unpacker
from govgrammar.batch.many import Reader
from govgrammar.batch.reading import Options, read
from govgrammar.batch.workers import Pool, WorkFailedError, count_workers
from govgrammar.workbench import generate

ROOT = Path(__file__).resolve().parent.parent
REPORTS = sorted((ROOT / "corpus" / "reports").glob("*/source.*"))
HTML = (
    "<html><body><p>二、主动公开政府信息情况</p><p>第二十条第(一)项</p><table>"
    "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    "<tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr></table></body></html>"
)


def _texts(count: int, seed: int = 0) -> list[str]:
    return [one.text for one in generate(count, seed=seed, damaged=True)]


def _codes(result: Result) -> list[str]:
    return [d.code for d in result.diagnostics]


@pytest.mark.parametrize("workers", [0, 2])
def test_results_are_those_of_parse_in_order(workers: int, tmp_path: Path) -> None:
    """
    Text, bytes, paths, open files and markup give what `parse` gives for each, in the order of the sources.
    """
    path = tmp_path / "报告.txt"
    path.write_text(_texts(1, 7)[0], encoding="gb18030")
    sources: list[str | bytes | bytearray | Path] = [
        *_texts(70),
        path,
        "",
        b"\xff\xfe",
        bytearray(b"abc"),
        HTML.encode(),
        "半\ud800",
    ]
    expected = [parse(source) for source in sources]
    assert expected == list(parse_many(sources, workers, start_method="spawn"))


def test_an_open_file_keeps_its_name(tmp_path: Path) -> None:
    """
    A file that is open here has its name in the result, though another process reads its bytes.
    """
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    with path.open("rb") as stream:
        (result,) = parse_many([stream], 1)
    assert Source("abc", str(path), result.source.encoding, result.source.reason) == result.source
    (nameless,) = parse_many([io.BytesIO(b"abc")], 1)
    assert nameless.source.name is None


def test_places_of_a_page_are_found_in_its_markup() -> None:
    """
    The way back from a span to the markup is there in the process that asks for it.
    """
    (result,) = parse_many([HTML.encode()], 1)
    (cell,) = (cell for cell in result.reports[0].cells() if cell.value == 3)
    origin = result.source.origin(cell.span)
    assert origin is not None
    assert origin == parse(HTML.encode()).source.origin(cell.span)
    assert HTML[origin.start : origin.end] == "3"


def test_sources_are_read_only_a_little_ahead() -> None:
    """
    An endless source is no trouble: what is read ahead has a bound.
    """
    given = 0

    def endless() -> Iterator[str]:
        nonlocal given
        while True:
            given += 1
            yield "x"

    results = parse_many(endless(), 2)
    assert next(results).status == "failed"
    assert given <= 4 * 32
    results.close()  # type: ignore[attr-defined]


def test_a_file_that_cannot_be_read_does_not_stop_the_rest(tmp_path: Path) -> None:
    """
    A path that leads nowhere gives a failed result that says so, between the others.
    """
    results = list(parse_many(["x", tmp_path / "no-such-file", "y"], 1))
    assert [["GG0301"], ["GG0111"], ["GG0301"]] == [_codes(result) for result in results]
    assert results[1].source.name == str(tmp_path / "no-such-file")
    assert "No such file" in results[1].diagnostics[0].message("en")


def test_a_fault_of_the_reader_is_a_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Whatever the reader raises, the document's result says it, and keeps its text.
    """

    def broken(*_: object, **__: object) -> Result:
        raise RecursionError

    monkeypatch.setattr(reading, "parse", broken)
    result = read("abc", Options())
    assert ("failed", ["GG0112"], "abc") == (result.status, _codes(result), result.source.text)
    assert "RecursionError" in result.diagnostics[0].message("zh")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A kind of file whose extra is not installed gives a result that names the extra.
    """

    def missing(*_: object, **__: object) -> Result:
        raise govgrammar.MissingExtraError(*(["pdf"] * 2))

    monkeypatch.setattr(reading, "parse", missing)
    result = read(b"%PDF-", Options())
    assert ["GG0111"] == _codes(result)
    assert 'pip install "govgrammar[pdf]"' in result.diagnostics[0].message("en")


def test_wrong_arguments_raise_before_anything_is_read() -> None:
    """
    Arguments that cannot be meant are the caller's mistake, and no result.
    """
    for arguments in (
        {"workers": -1},
        {"timeout": 0},
        {"kind": "xyz"},
        {"encoding": "no-such"},
        {"limits": Limits(raises=True)},
        {"known": {"no_such": 1}},
        {"known": {"overview": 1}},
    ):
        with pytest.raises(ValueError, match=next(iter(arguments))):
            parse_many([], **arguments)
    for source in (1, io.StringIO("x")):
        with pytest.raises(TypeError):
            list(parse_many([source], 1))  # type: ignore[list-item]
    with pytest.raises(ValueError, match="kind='pdf'"):
        list(parse_many(["x"], 1, kind="pdf"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.parent.name) for path in REPORTS])
def test_packed_results_are_equal_when_unpacked(path: Path) -> None:
    """
    Everything that a result says comes through the compact form, and through `to_dict` after it.
    """
    data = path.read_bytes()
    packer = Packer()
    result = parse(data, known={"catalogue": "甲"})
    packed, tables = pickle.loads(pickle.dumps((packer.pack(result, data), packer.tables())))  # noqa: S301  our own bytes
    again = Unpacker(tables).unpack(packed, data)
    assert result == again
    assert result.to_dict() == again.to_dict()


def test_text_is_not_sent_back() -> None:
    """
    The one who asked has the text: it is not among the columns.
    """
    (text,) = _texts(1)
    assert text.encode() not in Packer().pack(parse(text), text)
    assert text.encode() in Packer().pack(parse(text.encode()), text.encode())


def test_an_item_that_takes_too_long_ends_its_worker() -> None:
    """
    It is given up with GG0108 at once; the other items of its task are done by the next worker.
    """
    pool: Pool[str, list[tuple[str, int]]] = Pool(Echo(), 1, 0.3)
    (output,) = (output for _, output in pool.outputs([["a", "sleep", "b"]]))
    assert ["a", "GG0108", "b"] == [said for said, _ in output]


@pytest.mark.parametrize("start_method", ["spawn", None])
def test_an_item_that_ends_workers_is_given_up(start_method: str | None) -> None:
    """
    After three workers it is given up with GG0109; nothing else of its task or of others is lost or doubled.
    """
    pool: Pool[str, list[tuple[str, int]]] = Pool(Echo(), 2, None, start_method)
    tasks = [["a", "b"], ["c", "die", "d"], ["e"]]
    said = [[item for item, _ in output] for _, output in pool.outputs(tasks)]
    assert [["a", "b"], ["c", "GG0109", "d"], ["e"]] == said


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    """
    An item is tried again where its worker died from another cause.
    """
    item = f"die-once:{tmp_path / 'died'}"
    pool: Pool[str, list[tuple[str, int]]] = Pool(Echo(), 1)
    ((_, output),) = pool.outputs([["a", item, "b"]])
    assert ["a", item, "b"] == [said for said, _ in output]
    assert (tmp_path / "died").exists()


def test_a_fault_of_the_work_is_told() -> None:
    """
    Where the work raises, no item is blamed: the one who asked gets the traceback.
    """
    with pytest.raises(WorkFailedError, match="LookupError: why"):
        list(Pool(Echo(), 1).outputs([["a", "raise:why"]]))


def test_amounts_are_packed_as_they_are_written() -> None:
    """
    12.5 and 12.50 are equal numbers, and stay two ways of writing one within a chunk.
    """
    head = "二、主动公开政府信息情况\n第二十条第(八)项\n信息内容|本年收费金额(单位:万元)\n行政事业性收费|"
    texts = [f"{head}{amount}\n" for amount in ("12.5", "12.50", "12")]
    said = [
        [str(cell.value) for cell in result.reports[0].cells() if cell.state == "number"]
        for result in parse_many(texts, 1)
    ]
    assert [["12.5"], ["12.50"], ["12"]] == said


def test_workers_that_never_begin_raise() -> None:
    """
    Where processes cannot start, the caller is told what to do about it instead of waiting for ever.
    """
    with pytest.raises(RuntimeError, match="__main__"):
        list(Pool(NeverReady(), 1).outputs([["a"]]))


def test_a_reader_keeps_its_worker() -> None:
    """
    One process reads chunk after chunk.
    """
    reader = Reader(Options())
    texts = _texts(3)
    try:
        assert [parse(text) for text in texts] == list(reader.results([(text, None) for text in texts]))
        assert [parse("x")] == list(reader.results([("x", None)]))
    finally:
        reader.close()


def test_workers_are_counted() -> None:
    """
    By default there is a worker for each processor, and 0 means none.
    """
    assert count_workers(0) == 0
    assert count_workers(3) == 3
    assert count_workers(None) >= 1


def test_threads_share_one_parser() -> None:
    """
    Eight threads with one parser give, document by document, what one gives.
    """
    texts = _texts(24) * 2
    expected = [parse(text).to_dict() for text in texts]
    begin = threading.Barrier(8)

    def all_of_them(_: int) -> list[object]:
        begin.wait()
        return [parse(text).to_dict() for text in texts]

    with ThreadPoolExecutor(8) as threads:
        assert [expected] * 8 == list(threads.map(all_of_them, range(8)))
