"""The contract of `govgrammar.parse` and of what it gives back."""

import io
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import govgrammar
from govgrammar import GrammarError, LimitError, Limits, ParseFailedError, Severity
from govgrammar.api import engine
from govgrammar.codes import CODES
from govgrammar.form import load_form
from govgrammar.grammar import default_folder

TABLE = "二、主动公开政府信息情况\n第二十条第(五)项 |\n信息内容 |\n本年处理决定数量 |\n行政许可 |\n{} |\n"
TEXT = "2022年度临江市水务局政府信息公开工作年度报告\n一、总体情况\n无。\n" + TABLE.format("204043")
REPORTS = Path(__file__).resolve().parents[1] / "corpus" / "reports"


def licenses(result: govgrammar.Result) -> object:
    """The value of the one figure in `TEXT`."""
    assert result.report is not None
    return next(c.value for c in result.report.cells() if c.row == "administrative_license")


def codes_of(result: govgrammar.Result) -> list[str]:
    """The codes of the findings, in order."""
    return [diagnostic.code for diagnostic in result.diagnostics]


# ---- arguments ----


def test_text_bytes_path_and_file_give_the_same_cells(tmp_path: Path) -> None:
    """
    A `str`, its bytes as `bytes`, `bytearray` or `memoryview`, a path and an open binary file are read alike.
    """
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode("utf-8"))
    data = TEXT.encode("utf-8")
    with path.open("rb") as stream:
        sources: list[Any] = [TEXT, data, bytearray(data), memoryview(data), path, io.BytesIO(data), stream]
        results = [govgrammar.parse(source) for source in sources]
    assert [204043] * 7 == [licenses(result) for result in results]
    assert [None, None, None, None, str(path), None, str(path)] == [result.source.name for result in results]
    assert [None, *["utf-8"] * 6] == [result.source.encoding for result in results]
    assert {TEXT} == {result.source.text for result in results}


@pytest.mark.parametrize("source", [None, 7, ["a"], object()])
def test_a_source_that_is_none_is_a_type_error(source: Any) -> None:
    """
    What is neither text, bytes, a path nor a file raises, and the message says what can be given.
    """
    with pytest.raises(TypeError, match=r"give str, bytes, a pathlib\.Path or an open binary file"):
        govgrammar.parse(source)


def test_a_file_open_as_text_is_a_type_error(tmp_path: Path) -> None:
    """
    A text file would already have lost its line ends and its encoding.
    """
    source: Any = io.StringIO(TEXT)
    with pytest.raises(TypeError, match="open it as binary"):
        govgrammar.parse(source)
    with pytest.raises(FileNotFoundError):
        govgrammar.parse(tmp_path / "nothing.txt")


@pytest.mark.parametrize("name", ["zlib", "hex", "rot13", "undefined", "idna", "punycode", "no-such", "a\0b"])
def test_what_decodes_no_text_is_no_encoding(name: str) -> None:
    """
    A codec that Python knows but that does not turn any bytes into text is a wrong argument, whatever the bytes are.
    """
    with pytest.raises(ValueError, match="knows no such encoding"):
        govgrammar.parse(TEXT.encode("utf-8"), encoding=name)


def test_an_unknown_kind_and_an_unknown_value_are_value_errors() -> None:
    """
    `kind` and the names in `known` are checked; the message names what was given.
    """
    with pytest.raises(ValueError, match="kind='spreadsheet'"):
        govgrammar.parse(TEXT, kind="spreadsheet")
    with pytest.raises(ValueError, match=r"known\['mayor'\]"):
        govgrammar.parse(TEXT, known={"mayor": "x"})


def test_known_values_stand_in_where_the_document_is_silent() -> None:
    """
    What the document says wins; what the caller knows fills the gap and is named in `report.known`.
    """
    told = govgrammar.parse(TEXT, known={"organ": "别处", "document_number": "水发〔2023〕1号"}).report
    assert told is not None
    assert ("临江市水务局", "水发〔2023〕1号") == (told.organ, told.document_number)
    assert frozenset({"document_number"}) == told.known
    assert told.where("document_number") is None


def test_a_grammar_folder_of_ones_own_is_used(tmp_path: Path) -> None:
    """
    `grammar` reads with the files of a folder; its digest is in the result; a folder without grammar raises.
    """
    for file in default_folder().glob("*.lark"):
        text = file.read_text(encoding="utf-8").replace('"行政许可"', '"行政许可" | "许可事项"')
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    text = TEXT.replace("行政许可", "许可事项")
    own, shipped = govgrammar.parse(text, grammar=tmp_path), govgrammar.parse(text)
    assert licenses(own) == 204043
    assert own.grammar != shipped.grammar
    assert shipped.report is not None
    assert "administrative_license" not in {c.row for c in shipped.report.cells() if c.state == "number"}
    (tmp_path / "empty").mkdir()
    with pytest.raises(GrammarError, match=r"no \.lark file"):
        govgrammar.parse(TEXT, grammar=tmp_path / "empty")


# ---- limits ----


def test_a_limit_leaves_out_what_exceeds_it() -> None:
    """
    Beyond the limit nothing is read, an error says so, and no number is cut in two; `raises` raises instead.
    """
    limit = TEXT.index("204043") + 3
    result = govgrammar.parse(TEXT, limits=Limits(characters=limit))
    assert "GG0105" in codes_of(result)
    assert result.source.text == TEXT
    assert [] == [c for report in result.reports for c in report.cells() if c.state == "number"]
    with pytest.raises(LimitError, match=f"more than the limit of {limit}"):
        govgrammar.parse(TEXT, limits=Limits(characters=limit, raises=True))


@pytest.mark.parametrize("wrong", [{"characters": 0}, {"solver_nodes": -1}, {"characters": "7"}])
def test_a_limit_is_a_number_that_makes_sense(wrong: dict[str, Any]) -> None:
    """
    A limit below its least value, or of another type, is refused when it is made.
    """
    with pytest.raises((ValueError, TypeError)):
        Limits(**wrong)


def test_no_steps_means_nothing_is_inferred() -> None:
    """
    With no step to try placements, short rows stay ambiguous.
    """
    text = (REPORTS / "paragraphs-2019-short-rows" / "source.txt").read_text(encoding="utf-8")
    inferred = [
        [c for report in result.reports for c in report.cells() if c.placement == "inferred"]
        for result in (govgrammar.parse(text), govgrammar.parse(text, limits=Limits(solver_nodes=0)))
    ]
    assert inferred[0]
    assert inferred[1] == []


# ---- encodings ----


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        pytest.param("utf-16-le", "utf-16-le"),
        pytest.param("utf-16-be", "utf-16-be"),
    ],
)
def test_an_encoding_is_found(encoding: str, named: str) -> None:
    """
    The encodings of real pages are recognized, and the result says which it was and why.
    """
    result = govgrammar.parse(TEXT.encode(encoding))
    assert (named, TEXT) == (result.source.encoding, result.source.text)
    assert result.source.reason
    assert licenses(result) == 204043


def test_the_callers_encoding_wins_and_damage_is_marked() -> None:
    """
    A given encoding is used as it is; bytes that do not decode become U+FFFD with a finding, never an exception.
    """
    assert govgrammar.parse(TEXT.encode("gbk"), encoding="gbk").source.text == TEXT
    broken = govgrammar.parse(TEXT.encode("utf-8")[:40] + b"\xff\xfe\xff" + TEXT.encode("utf-8")[40:], encoding="utf-8")
    assert "\ufffd" in broken.source.text
    assert "GG0103" in codes_of(broken)
    assert licenses(broken) == 204043


@pytest.mark.parametrize(
    ("data", "kind"), [(b"{\\rtf1 x}", "RTF"), (b"PK\x03\x04rest", "ZIP"), (b"\x89PNG\r\n", "PNG")]
)
def test_binary_data_is_named_and_not_read(data: bytes, kind: str) -> None:
    """
    A file that is no text gives a failed result that says what it is.
    """
    result = govgrammar.parse(data)
    assert (result.status, codes_of(result)) == ("failed", ["GG0102"])
    assert kind in result.diagnostics[0].message("en")


# ---- any content ----


@pytest.mark.parametrize(
    "text", ["", " \n\t\u3000", "\x00", "\ud800", "a\udfffb", "|" * 50, "\n" * 50, "12", "\ufeff", "②", "９" * 5000]
)
def test_any_content_gives_a_failed_result_and_its_text_back(text: str) -> None:
    """
    Nothing, white space, halves of characters, control characters: no report, a finding, the same text.
    """
    result = govgrammar.parse(text)
    assert result.status == "failed"
    assert result.report is None
    assert result.reports == ()
    assert result.source.text == text
    assert result.diagnostics
    assert json.loads(result.to_json())["status"] == "failed"


def test_strange_characters_are_kept_and_told() -> None:
    """
    A NUL and a lone surrogate in a narrative stay where they are; the figures are read; JSON can be written.
    """
    result = govgrammar.parse(TEXT.replace("无。", "无\x00\ud800。"))
    assert "GG0104" in codes_of(result)
    assert licenses(result) == 204043
    result.to_json().encode("utf-8")


def test_two_reports_in_one_text_are_told_apart() -> None:
    """
    `reports` holds both, each with its own organ, year and figures; a finding says where the second begins.
    """
    second = TEXT.replace("2022", "2023").replace("水务局", "教育局").replace("204043", "17")
    result = govgrammar.parse(TEXT + second)
    assert [(2022, "临江市水务局"), (2023, "临江市教育局")] == [(r.report_year, r.organ) for r in result.reports]
    assert [[204043], [17]] == [[c.value for c in r.cells() if c.state == "number"] for r in result.reports]
    assert codes_of(result).count("GG0314") == 1
    assert result.report is result.reports[0]


# ---- the result ----


def test_status_says_what_the_findings_amount_to() -> None:
    """
    `ok` without error and warning, `partial` with one, `failed` without a report.
    """
    whole = (REPORTS / "paragraphs-2021" / "source.txt").read_text(encoding="utf-8")
    result = govgrammar.parse(whole)
    notes = evolve(result, diagnostics=tuple(d for d in result.diagnostics if d.severity is Severity.NOTE))
    assert notes.status == "ok"
    assert govgrammar.parse(TEXT).status == "partial"
    assert govgrammar.parse("").status == "failed"


def test_raise_for_errors_raises_with_the_result() -> None:
    """
    It gives the result back where no finding is an error, and raises with everything that was read otherwise.
    """
    result = govgrammar.parse(TEXT)
    with pytest.raises(ParseFailedError) as raised:
        result.raise_for_errors()
    assert raised.value.result is result
    assert result.errors
    assert all(error.code in str(raised.value) for error in result.errors)
    sound = evolve(result, diagnostics=())
    assert sound.raise_for_errors() is sound


def test_a_finding_has_code_slug_severity_place_and_words() -> None:
    """
    Findings come in the order of the text, their codes are registered, and their messages exist in both languages.
    """
    result = govgrammar.parse(TEXT)
    missing = next(d for d in result.diagnostics if d.code == "GG0302")
    assert (missing.slug, missing.severity, missing.arguments["section"]) == (
        "section-missing",
        Severity.ERROR,
        "requests",
    )
    assert missing.message() == missing.message("zh") == "缺少“三、收到和处理政府信息公开申请情况”一节"
    assert missing.message("en") == ("the section requests (三、收到和处理政府信息公开申请情况) is missing")
    assert [d.span.start for d in result.diagnostics] == sorted(d.span.start for d in result.diagnostics)
    assert all(CODES[d.code] is d.kind for d in result.diagnostics)


def test_every_code_has_words_in_both_languages() -> None:
    """
    Codes are `GG` and four digits, slugs are their own, and both messages name the same things.
    """
    assert len({code.slug for code in CODES.values()}) == len(CODES)
    for name, code in CODES.items():
        assert name == code.code
        assert name.startswith("GG")
        assert name[2:].isdigit()
        assert len(name) == 6
        assert code.zh
        assert code.en.isascii()


def test_the_public_names_are_the_documented_ones() -> None:
    """
    Every public name can be imported and is listed by `dir`; another name is an AttributeError.
    """
    for name in govgrammar.__all__:
        assert getattr(govgrammar, name) is not None
        assert name in dir(govgrammar)
    with pytest.raises(AttributeError, match="'nothing'"):
        govgrammar.nothing  # noqa: B018  the access itself is what fails


# ---- processes and threads ----


def run_python(program: str, **environment: str) -> str:
    """What a program prints, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    ).stdout


def test_importing_builds_nothing() -> None:
    """
    `import govgrammar` alone loads neither lark nor a converter of characters, nor any stage of the reader.
    """
    program = "import sys, govgrammar; print(sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = run_python(program)
    for name in ("'lark'", "'opencc'", "'attr'", "'click'", "'rich'", "'hypothesis'"):
        assert name not in loaded
    assert "'govgrammar'" in loaded


def test_the_output_is_the_same_for_any_hash_seed() -> None:
    """
    Two processes with other hash seeds write the same bytes.
    """
    path = REPORTS / "paragraphs-2019-short-rows" / "source.txt"
    program = (
        "import hashlib, pathlib, govgrammar\n"
        f"result = govgrammar.parse(pathlib.Path({str(path)!r}).read_text(encoding='utf-8'))\n"
        "print(hashlib.sha256(result.to_json().encode('utf-8')).hexdigest())"
    )
    assert 1 == len({run_python(program, PYTHONHASHSEED=seed) for seed in ("0", "1", "42")})


def test_threads_share_one_engine() -> None:
    """
    Eight threads reading eight reports give what one thread gives, and compile one grammar.
    """
    texts = [path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*/source.txt"))[:8]]
    alone = [govgrammar.parse(text).to_json() for text in texts]
    engine().shapes.clear()
    with ThreadPoolExecutor(max_workers=8) as pool:
        engines = set(pool.map(lambda _: id(engine()), range(16)))
        together = list(pool.map(lambda text: govgrammar.parse(text).to_json(), texts * 4))
    assert len(engines) == 1
    assert together == alone * 4


def test_what_was_read_before_changes_nothing() -> None:
    """
    A report reads the same whether it is the first of its shape or not.
    """
    engine().shapes.clear()
    first = govgrammar.parse(TEXT).to_json()
    govgrammar.parse(TEXT.replace("204043", "/"))
    govgrammar.parse(TEXT.replace("204043", ""))
    assert govgrammar.parse(TEXT).to_json() == first
    assert load_form() is load_form()
