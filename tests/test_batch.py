"""A batch: documents from anywhere to one table, whoever is killed on the way."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from bad_sources import Hostile
from govgrammar import AnnualReport, check, parse
from govgrammar.batch import Batch, InputError, Inputs, Options, Processes, parse_table, run_batch
from govgrammar.batch import rows as rows_module
from govgrammar.batch import run as run_module
from govgrammar.batch.columns import form_keys, wide_name
from govgrammar.batch.dictionary import cells_about
from govgrammar.batch.inputs import Document
from govgrammar.batch.shard import ReadShard
from govgrammar.checks import CheckStatus
from govgrammar.cli.main import main
from govgrammar.export.csv import HEADER, csv_records
from govgrammar.form import load_form
from govgrammar.workbench import generate

pytestmark = pytest.mark.usefixtures("folder")

HERE = Processes(0)
TEXTS = [one.text for one in generate(12, seed=3, damaged=True)]
SOUND = (
    "甲市乙局2022年政府信息公开工作年度报告\n一、总体情况\n工作平稳。\n二、主动公开政府信息情况\n第二十条第(一)项\n"
    "信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|1|2|3\n行政规范性文件|4|5|\n"
    "第二十条第(八)项\n信息内容|本年收费金额(单位:万元)\n行政事业性收费|12.50\n"
)
ISSUED = "proactive_disclosure/government_rules/issued"
AMOUNT = "proactive_disclosure/administrative_charges/amount_10k_yuan"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a folder `in` of a dozen reports, one of them in GB 18030 and one empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVGRAMMAR_LANG", "en")
    for number, text in enumerate(TEXTS):
        path = tmp_path / "in" / f"部门{number % 2}" / f"{number:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("gb18030" if number == 3 else "utf-8", "replace"))
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG\r\n")
    return tmp_path


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards of three documents."""
    monkeypatch.setattr(run_module, "SHARD", 3)


def _batch(
    *paths: str, output: str = "out.csv", text_column: str = "text", id_column: str | None = None, **more: Any
) -> Batch:
    return Batch(inputs=Inputs(paths, text_column, id_column), output=Path(output), **more)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(name).read_text(encoding="utf-8"), newline="")))


def _files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}


def _paths() -> list[Path]:
    found = (path for path in Path("in").rglob("*.txt"))
    return sorted(found, key=lambda path: path.relative_to("in").as_posix())


def test_csv_begins_with_the_columns_of_parse() -> None:
    """
    Every record is the one that `parse --format csv` prints for the file, with what is known of the report behind it.
    """
    run_batch(_batch("in"), HERE)
    with Path("out.csv").open(encoding="utf-8", newline="") as stream:
        header, *records = csv.reader(stream)
    assert [*HEADER, "organ", "report_year", "edition", "status", "codes"] == header
    expected = [
        next(csv.reader([line], strict=True)) for path in _paths() for line in _logical(csv_records(parse(path)))
    ]
    assert expected == [record[:13] for record in records if record[1]]
    for path in _paths():
        report = parse(path).report
        said = {(r[13], r[14], r[16]) for r in records if r[0] == str(path)}
        assert {
            ((report and report.organ) or "", str((report and report.report_year) or ""), parse(path).status)
        } == said


def _logical(records: Iterable[str]) -> Iterator[str]:
    return (record.removesuffix("\n") for record in records)


def test_a_document_without_a_report_is_not_lost() -> None:
    """
    It has one row, without a cell, that says why: as many documents come out as go in.
    """
    summary = run_batch(_batch("in"), HERE)
    rows = _rows("out.csv")
    assert {str(path) for path in _paths()} == {row["source"] for row in rows}
    (empty,) = (row for row in rows if row["source"] == str(Path("in/empty.txt")))
    assert ("", "", "failed", "GG0101") == (empty["table"], empty["value"], empty["status"], empty["codes"])
    assert (13, len(rows)) == (summary.documents, summary.rows)


def test_findings_and_diagnostics_stand_beside_it() -> None:
    """
    Every failed check and every diagnostic of every file has its row.
    """
    run_batch(_batch("in"), HERE)
    diagnostics = [(str(path), d.code, str(d.span.start)) for path in _paths() for d in parse(path).diagnostics]
    assert diagnostics == [(r["source"], r["code"], r["start"]) for r in _rows("out.diagnostics.csv")]
    findings = [
        (str(path), found.rule, " ".join(str(cell.key) for cell in found.cells), found.message("en"))
        for path in _paths()
        for found in check(parse(path).report)
        if found.status is CheckStatus.FAIL
    ]
    assert len(findings) > 12
    assert findings == [(r["source"], r["rule"], r["cells"], r["message_en"]) for r in _rows("out.findings.csv")]


def test_wide_has_a_row_for_each_report() -> None:
    """
    Numbers stand in columns named by their cells; cells that are no number are empty, and open ones are named.
    """
    run_batch(_batch("in", wide=True, findings=False), HERE)
    rows = _rows("out.csv")
    assert [str(path) for path in _paths()] == [row["source"] for row in rows]
    assert not Path("out.findings.csv").exists()
    for path, row in zip(_paths(), rows, strict=True):
        report = parse(path).report
        cells = {wide_name(cell.key): cell for cell in report.cells()} if report else {}
        for key in form_keys(load_form()):
            cell = cells.get(wide_name(key))
            assert ("" if cell is None or cell.value is None else str(cell.value)) == row[wide_name(key)]
        assert [name for name, c in cells.items() if c.state == "ambiguous"] == row["ambiguous"].split()
        assert [name for name, c in cells.items() if c.placement == "inferred"] == row["inferred"].split()


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_every_format_says_the_same(form: str) -> None:
    """
    Parquet, CSV and JSON lines hold the same rows.
    """
    run_batch(_batch("in", output=f"out.{form}"), HERE)
    run_batch(_batch("in", output="reference.csv"), HERE)
    rows: list[dict[str, Any]]
    if form == "parquet":
        rows = parquet.read_table("out.parquet").to_pylist()
        assert pa.decimal128(38, 10) == parquet.read_schema("out.parquet").field("value").type
    elif form == "jsonl":
        rows = [json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    else:
        rows = list(_rows("out.csv"))
    expected = _rows("reference.csv")
    assert len(expected) == len(rows)
    for row, other in zip(rows, expected, strict=True):
        assert other | {"value": None} == {n: "" if v is None else str(v) for n, v in row.items()} | {"value": None}
        assert (float(other["value"]) if other["value"] else None) == (
            float(row["value"]) if row["value"] not in {None, ""} else None
        )


def test_money_is_exact_in_every_format() -> None:
    """
    12.50 stays 12.50: no binary fraction stands for it.
    """
    Path("one.txt").write_text(SOUND, encoding="utf-8")
    run_batch(_batch("one.txt", output="a.csv", wide=True), HERE)
    run_batch(_batch("one.txt", output="a.jsonl", wide=True), HERE)
    run_batch(_batch("one.txt", output="a.parquet", wide=True), HERE)
    assert _rows("a.csv")[0][AMOUNT] == "12.50"
    assert json.loads(Path("a.jsonl").read_text(encoding="utf-8"))[AMOUNT] == "12.50"
    (row,) = parquet.read_table("a.parquet").to_pylist()
    assert (f"{row[AMOUNT]:.2f}", 1) == ("12.50", row[ISSUED])


@pytest.mark.usefixtures("small_shards")
@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_any_number_of_workers_gives_the_same_bytes(form: str, folder: Path) -> None:
    """
    Two processes, two of which die on the way, give byte for byte the files of one.
    """
    lines = [{"text": text, "n": number} for number, text in enumerate(TEXTS)]
    for number in (2, 7):
        lines.insert(number, {"text": f"die-once:{folder / f'died-{number}'}", "n": -number})
    Path("in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    def hostile(work: ReadShard, shards: Iterable[Sequence[Document]]) -> Iterator[bytes]:
        return Processes(2, "spawn")(Hostile(work), shards)  # type: ignore[arg-type]

    run_batch(_batch("in.jsonl", output=f"out.{form}", options=Options(timeout=60)), hostile)
    several = _files()
    assert {"died-2", "died-7"} <= set(several)
    run_batch(_batch("in.jsonl", output=f"out.{form}", options=Options(timeout=60)), HERE)
    assert several == _files()


@pytest.mark.usefixtures("small_shards")
def test_documents_that_end_workers_are_rows() -> None:
    """
    A document that takes too long and one that workers die with are failed rows, in their places, with their columns.
    """
    texts = [SOUND, "sleep", SOUND, "die", SOUND]
    Path("in.jsonl").write_text("".join(json.dumps({"text": t, "n": n}) + "\n" for n, t in enumerate(texts)), "utf-8")

    def hostile(work: ReadShard, shards: Iterable[Sequence[Document]]) -> Iterator[bytes]:
        return Processes(1, "spawn")(Hostile(work), shards)  # type: ignore[arg-type]

    summary = run_batch(_batch("in.jsonl", wide=True, options=Options(timeout=2)), hostile)
    rows = [(row["source"], row["codes"].split()[:1], row["n"], row[ISSUED]) for row in _rows("out.csv")]
    assert ("in.jsonl:2", ["GG0108"], "1", "") == rows[1]
    assert ("in.jsonl:4", ["GG0109"], "3", "") == rows[3]
    assert ["1"] * 3 == [rows[n][3] for n in (0, 2, 4)]
    assert summary.status["failed"] == 2


def test_a_check_that_fails_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A document on which this program itself fails is a failed row with GG0112, and the others are read.
    """

    def broken(report: AnnualReport) -> tuple[()]:
        if report.organ == "甲市乙局":
            raise ZeroDivisionError
        return ()

    monkeypatch.setattr(rows_module, "check", broken)
    Path("a.txt").write_text(SOUND, encoding="utf-8")
    Path("b.txt").write_text(SOUND.replace("甲市乙局", "丙市丁局"), encoding="utf-8")
    run_batch(_batch("a.txt", "b.txt", wide=True), HERE)
    assert [("GG0112", ""), ("partial", "1")] == [
        (row["codes"] if row["status"] == "failed" else row["status"], row[ISSUED]) for row in _rows("out.csv")
    ]


@pytest.mark.usefixtures("small_shards")
def test_a_killed_batch_goes_on() -> None:
    """
    What was read before the end is not read again, and the files are those of a batch that nobody killed.
    """
    run_batch(_batch("in"), HERE)
    expected = _files()
    for name in expected:
        Path(name).unlink()
    read: list[int] = []

    def killed(work: ReadShard, shards: Iterable[Sequence[Document]]) -> Iterator[bytes]:
        for number, shard in enumerate(shards):
            if number == 2:
                raise KeyboardInterrupt
            yield work(shard, {}, read.append)

    with pytest.raises(KeyboardInterrupt):
        run_batch(_batch("in"), killed)
    assert [] == list(_files())
    assert len(list(Path("out.csv.parts").iterdir())) == 2
    (Path("out.csv.parts") / f"{'0' * 8}-{'0' * 32}.zip.1.part").write_bytes(b"half")
    read.clear()
    told: list[tuple[int, int]] = []

    def going_on(work: ReadShard, shards: Iterable[Sequence[Document]]) -> Iterator[bytes]:
        return (work(shard, {}, read.append) for shard in shards)

    run_batch(_batch("in"), going_on, lambda done, earlier: told.append((done, earlier)))
    assert len(read) == 13 - 6
    assert (13, 6) == told[-1]
    assert expected == _files()
    assert not Path("out.csv.parts").exists()


@pytest.mark.usefixtures("small_shards")
def test_what_changed_since_is_read_again() -> None:
    """
    A shard whose file, or whose options, are others than before is not taken for done.
    """

    def until_third(work: ReadShard, shards: Iterable[Sequence[Document]]) -> Iterator[bytes]:
        for number, shard in enumerate(shards):
            if number == 2:
                raise KeyboardInterrupt
            yield work(shard, {}, lambda _: None)

    def read_by(batch: Batch) -> int:
        read: list[int] = []

        def count(work: ReadShard, shards: Iterable[Sequence[Document]]) -> Iterator[bytes]:
            return (work(shard, {}, read.append) for shard in shards)

        run_batch(batch, count)
        return len(read)

    for change, expected in ((lambda: _paths()[0].write_text(SOUND, "utf-8"), 13 - 3), (lambda: None, 13 - 6)):
        with pytest.raises(KeyboardInterrupt):
            run_batch(_batch("in"), until_third)
        change()
        assert read_by(_batch("in")) == expected
    with pytest.raises(KeyboardInterrupt):
        run_batch(_batch("in"), until_third)
    assert read_by(_batch("in", findings=False)) == 13


def test_a_folder_of_someone_else_is_left_alone() -> None:
    """
    Only what the batch wrote itself is removed.
    """
    Path("out.csv.parts").mkdir()
    Path("out.csv.parts/mine.txt").write_text("x", encoding="utf-8")
    run_batch(_batch("in"), HERE)
    assert ["mine.txt"] == [path.name for path in Path("out.csv.parts").iterdir()]


def test_other_columns_are_passed_through() -> None:
    """
    Those of JSON lines and of Parquet keep their values and simple types; a name that is taken gets `input.` before it.
    """
    Path("a.jsonl").write_text(
        json.dumps({"body": SOUND, "key": "k1", "status": "new", "n": 1, "x": 0.5, "ok": True, "more": {"a": [1]}})
        + "\n\n"
        + json.dumps({"body": None, "key": "k2", "n": 2})
        + "\n",
        encoding="utf-8",
    )
    day = pa.array([1], pa.timestamp("ns"))
    table = pa.table({"body": [SOUND.encode("gb18030")], "key": ["k3"], "n": pa.array([3], pa.int32()), "day": day})
    parquet.write_table(table, "b.parquet")
    run_batch(_batch("a.jsonl", "b.parquet", output="o.parquet", text_column="body", id_column="key", wide=True), HERE)
    made = parquet.read_table("o.parquet")
    names = ["source", ISSUED, "status", "input.status", "n", "x", "ok", "more", "day"]
    assert [
        ["k1", 1, "partial", "new", 1, 0.5, True, '{"a": [1]}', None],
        ["k2", None, "failed", None, 2, None, None, None, None],
        ["k3", 1, "partial", None, 3, None, None, None, "1970-01-01 00:00:00.000000001"],
    ] == [[row[name] for name in names] for row in made.to_pylist()]
    assert pa.int64() == made.schema.field("n").type


def test_lists_patterns_and_folders_name_the_same_files() -> None:
    """
    A folder, a pattern, and a list of paths with a byte order mark stand for the files in them, in order.
    """
    Path("list.txt").write_text("in/部门0\n\nin/部门1/*.txt\n", encoding="utf-8-sig")
    named = [str(document.sent) for document in Inputs(["@list.txt"]).documents()]
    assert [str(path) for path in _paths() if "部门" in str(path)] == named
    assert [str(path) for path in _paths()] == [str(d.sent) for d in Inputs(["in"]).documents()]
    assert Inputs(["in"]).count == 13


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", '{"text": 1}\n{', "a.jsonl:2"),
        ("a.jsonl", "[1]\n", "a.jsonl:1"),
        ("a.jsonl", '{"txt": "x"}\n', "no column 'text'; there are txt"),
    ],
)
def test_inputs_that_cannot_be_used_are_named(name: str, content: str, said: str) -> None:
    """
    The message says file, line and what is wrong.
    """
    Path(name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        Inputs([name])


# ---- corrections ----

CORRECTIONS = "source,table,row,column,value,reason\n"


def test_corrections_change_the_output_alone() -> None:
    """
    A corrected cell has the person's value, `corrected` as its placement, the reason, and still the document's characters.
    """
    Path("a.txt").write_text(SOUND, encoding="utf-8")
    Path("c.csv").write_text(
        f"{CORRECTIONS}a.txt,proactive_disclosure,government_rules,issued,7,按盖章件\n"
        "a.txt,proactive_disclosure,government_rules,repealed,,原为空格\n"
        "a.txt,proactive_disclosure,administrative_charges,amount_10k_yuan,0.3,漏小数\n"
        "b.txt,proactive_disclosure,government_rules,issued,7,无此文件\n",
        encoding="utf-8-sig",
    )
    summary = run_batch(_batch("a.txt", corrections=Path("c.csv")), HERE)
    rows = {(row["row"], row["column"]): row for row in _rows("out.csv")}
    names = ("state", "value", "raw", "placement", "reason")
    assert ("number", "7", "1", "corrected", "按盖章件") == tuple(rows["government_rules", "issued"][n] for n in names)
    assert ("blank", "", "2", "corrected", "原为空格") == tuple(rows["government_rules", "repealed"][n] for n in names)
    assert rows["administrative_charges", "amount_10k_yuan"]["value"] == "0.3"
    assert ("number", "3", "3", "read", "") == tuple(rows["government_rules", "in_force"][n] for n in names)
    assert (3, ("b.txt proactive_disclosure/government_rules/issued",)) == (summary.corrected, summary.unused)
    run_batch(_batch("a.txt", output="w.csv", wide=True, corrections=Path("c.csv")), HERE)
    (row,) = _rows("w.csv")
    assert ("7", 3) == (row[ISSUED], len(row["corrected"].split()))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a.txt,requests,no_such,total,1,x", "c.csv:2: .*no such cell"),
        ("a.txt,requests,new_requests,total,1.5,x", "c.csv:2: .*a count"),
        ("a.txt,requests,new_requests,total,about 3,x", "c.csv:2: .*a count"),
        ("a.txt,requests,new_requests,total,1,", "c.csv:2: .*reason"),
        ("a.txt,requests,new_requests,total,1,x\na.txt,requests,new_requests,total,2,y", "c.csv:3: .*twice"),
    ],
)
def test_corrections_that_cannot_be_meant_are_refused(line: str, said: str) -> None:
    """
    A file with a mistake is not applied in part: the message names the line.
    """
    Path("a.txt").write_text(SOUND, encoding="utf-8")
    Path("c.csv").write_text(f"{CORRECTIONS}{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=said):
        run_batch(_batch("a.txt", corrections=Path("c.csv")), HERE)


# ---- what stands beside ----


def test_summary_counts_and_puts_the_worst_first() -> None:
    """
    Documents by status, codes by how many documents have them, and a list to review: what was not read, then errors.
    """
    summary = run_batch(_batch("in"), HERE)
    results = [parse(path) for path in _paths()]
    assert {s: sum(r.status == s for r in results) for s in ("ok", "partial", "failed")} == summary.status
    assert summary.codes == {c: sum(c in {d.code for d in r.diagnostics} for r in results) for c in summary.codes}
    assert list(summary.codes.values()) == sorted(summary.codes.values(), reverse=True)
    listed = _rows("out.review.csv")
    assert [r.status for r in results if r.status != "ok"].count("failed") == sum(
        r["status"] == "failed" for r in listed
    )
    assert "failed" == listed[0]["status"]
    partial = [int(row["errors"]) for row in listed if row["status"] == "partial"]
    assert partial == sorted(partial, reverse=True)
    assert len(listed) == sum(r.status != "ok" for r in results)
    assert json.loads(Path("out.summary.json").read_text(encoding="utf-8"))["documents"] == 13


def test_dictionary_follows_from_the_grammar() -> None:
    """
    It has every column of every file, and every cell of the form with its labels and the editions that have it.
    """
    run_batch(_batch("in", wide=True), HERE)
    data = json.loads(Path("out.dictionary.json").read_text(encoding="utf-8"))
    for name, file in (("cells", "out.csv"), ("findings", "out.findings.csv"), ("diagnostics", "out.diagnostics.csv")):
        with Path(file).open(encoding="utf-8", newline="") as stream:
            assert next(csv.reader(stream)) == [column["name"] for column in data["files"][name]]
    assert [*form_keys(load_form())] == [cell.key for cell in cells_about(load_form())]
    assert {
        "table": "requests",
        "row": "outcomes.denied.state_secret",
        "column": "natural_person",
        "labels": {
            "table": "三、收到和处理政府信息公开申请情况",
            "row": "三、本年度办理结果 / (三)不予公开 / 1.属于国家秘密",
            "column": "自然人",
        },
        "editions": ["trial-2019", "revised-2021"],
    } in data["cells"]
    page = Path("out.dictionary.md").read_text(encoding="utf-8")
    assert f"| `{ISSUED}` | integer |" in page


# ---- the command ----


def test_command_writes_and_sums_up(capsys: pytest.CaptureFixture[str]) -> None:
    """
    The command writes the files, prints the summary on standard error, and ends with 1 where a document gave no report.
    """
    assert main(["batch", "in", "-o", "out.jsonl", "--workers", "0"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("13 documents, ")
    assert "out.review.csv" in captured.err
    assert {"out.jsonl", "out.findings.jsonl", "out.dictionary.md"} <= set(_files())
    Path("a.txt").write_text(SOUND, encoding="utf-8")
    assert main(["batch", "a.txt", "-o", "o.csv", "--bom", "--workers", "0", "--lang", "zh"]) == 0
    assert Path("o.csv").read_bytes().startswith(b"\xef\xbb\xbfsource,")
    assert "1 个文件" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("in", "-o", "out.xyz"),
        ("in", "-o", "out.jsonl", "--bom"),
        ("@no-such-list", "-o", "out.csv"),
        ("bad.jsonl", "-o", "out.csv"),
        ("in", "-o", "in/empty.txt/out.csv"),
        ("in",),
    ],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """
    Wrong usage gives status 2 and a message, and leaves nothing behind.
    """
    Path("bad.jsonl").write_text("{", encoding="utf-8")
    before = _files()
    assert main(["batch", *arguments, "--workers", "0"]) == 2
    assert capsys.readouterr().err != ""
    assert before == _files()


# ---- parse_table ----


def test_parse_table_gives_the_rows_of_a_batch() -> None:
    """
    Text and bytes, dictionaries and nothing at all: one row for each cell, the other columns behind with their types.
    """
    day = pa.array([1, 2, 3], pa.timestamp("ns"))
    table = pa.table({"text": [SOUND, None, "\ufffd"], "id": ["a", "b", "c"], "status": ["x", "y", "z"], "day": day})
    made = parse_table(table, id_column="id")
    rows = made.drop(["day"]).to_pylist()
    expected = parse(SOUND).report
    assert expected is not None
    assert [(str(cell.key), cell.value, cell.state) for cell in expected.cells()] == [
        (f"{r['table']}/{r['row']}/{r['column']}", r["value"], r["state"]) for r in rows if r["source"] == "a"
    ]
    assert [("b", "failed", "GG0101", "y"), ("c", "failed", "GG0301", "z")] == [
        (r["source"], r["status"], r["codes"], r["input.status"]) for r in rows[-2:]
    ]
    assert pa.timestamp("ns") == made.schema.field("day").type
    for column in (
        pa.array([SOUND.encode()]),
        pa.array([SOUND]).dictionary_encode(),
        pa.array([SOUND], pa.large_string()),
    ):
        wide = parse_table(pa.table({"t": column}), text_column="t", wide=True).to_pylist()
        assert [("0", 1)] == [(r["source"], r[ISSUED]) for r in wide]


def test_parse_table_is_the_same_for_any_chunks() -> None:
    """
    It depends on nothing but the rows: cut in two, or empty, it gives the same rows and the same schema.
    """
    table = pa.table({"text": TEXTS, "n": range(len(TEXTS)), "key": [str(n) for n in range(len(TEXTS))]})
    whole = parse_table(table, id_column="key")
    parts = [parse_table(table.slice(start, 5), id_column="key") for start in range(0, len(TEXTS), 5)]
    assert whole.equals(pa.concat_tables(parts))
    assert whole.schema == parse_table(table.slice(0, 0), id_column="key").schema


def test_parse_table_raises_for_wrong_arguments_only() -> None:
    """
    A column that is not there, or that holds numbers, is the caller's mistake.
    """
    with pytest.raises(ValueError, match="'txt'"):
        parse_table(pa.table({"text": ["x"]}), text_column="txt")
    with pytest.raises(TypeError, match="int64"):
        parse_table(pa.table({"text": [1]}))
