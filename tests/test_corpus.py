"""The corpus holds, every code has a case, and the updater never hides an error."""

import re
from pathlib import Path

import pytest

from govgrammar import parse
from govgrammar.cli.main import main
from govgrammar.codes import CODES
from govgrammar.workbench.corpus import (
    Case,
    CorpusError,
    compare,
    load_corpus,
    read_exactly,
    run_case,
    unrun,
    updated_files,
    write_files,
)

ROOT = Path(__file__).resolve().parents[1]
CASES = load_corpus(ROOT / "corpus")
RULE, RULER = "=" * 60, "-" * 60
TABLE = "二、主动公开政府信息情况\n第二十条第(五)项\n信息内容\n本年处理决定数量\n行政许可\n{}\n三、收到和处理政府信息公开申请情况"


def _case_text(name: str, document: str, figures: str, *, attributes: str = ":fragment\n") -> str:
    """A case that expects no finding, as the updater would write it."""
    return f"{RULE}\n{name}\n{attributes}{RULE}\n{document}\n{RULER} figures\n{figures}\n{RULER} diagnostics\n\n"


def _corpus(folder: Path, *cases: str) -> Path:
    path = folder / "cases" / "small.txt"
    path.parent.mkdir(parents=True)
    write_files({path: "".join(cases)})
    return path


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_case_is_read_as_expected(case: Case) -> None:
    """
    The reader makes of a case what the case expects.
    """
    if case.skipped is not None:
        pytest.skip(case.skipped)
    assert [] == [str(difference) for difference in run_case(case).differences]


def test_every_code_that_is_emitted_has_a_case() -> None:
    """
    A diagnostic code that the reader can emit stands in the expected findings of a case.
    """
    package = ROOT / "src" / "govgrammar"
    reader = (
        path
        for path in package.rglob("*.py")
        if not {"workbench", "cli", "findings", "batch"} & set(path.relative_to(package).parts)
    )
    sources = "".join(path.read_text(encoding="utf-8") for path in reader)
    used = set(re.findall(r"\bcodes\.([A-Z_]+)\b", sources)) - {"CODES"}
    names = {code.slug.upper().replace("-", "_"): code.code for code in CODES.values()}
    names["STRAY"] = names["STRAY_VALUES"]
    assert used <= set(names)
    shown = {line.split(" ")[1] for case in CASES for line in case.expected["diagnostics"]}
    failed = (line.split(" ")[1:3] for case in CASES for line in case.expected.get("findings", ()))
    shown |= {code for code, word in failed if word == "fail"}
    assert set() == {names[name] for name in used} - shown


def test_the_corpus_holds_whole_reports_of_both_editions_and_several_layouts() -> None:
    """
    At least fourteen whole reports, in seven ways of writing a table, one at least for each edition.
    """
    folders = [case.path.parent for case in CASES if case.is_report]
    about = [read_exactly(folder / "meta.toml") for folder in folders]
    layouts = {text.split("\n", 1)[0] for text in about}
    assert len(folders) >= 14
    assert len(layouts) >= 7
    assert all(any(edition in text for text in about) for edition in ("revised-2021", "trial-2019"))


@pytest.mark.parametrize("piece", ["|", "\n", "|\n", "0\n\n", "0 |"])
def test_a_million_of_one_thing_gives_a_result(piece: str) -> None:
    """
    A document that is one thing a million times over is read to its end, and no figure comes of bars and line ends.
    """
    text = f"三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\n{piece * (1_000_000 // len(piece))}"
    result = parse(text)
    assert result.report is not None
    assert all(cell.state != "number" for cell in result.report.cells())
    assert result.diagnostics


def test_line_ends_are_read_and_written_as_they_are(tmp_path: Path) -> None:
    """
    A carriage return in a file of the corpus is neither dropped nor added.
    """
    path = tmp_path / "source.txt"
    write_files({path: "一\r\n二\n\r三\n"})
    assert path.read_bytes() == "一\r\n二\n\r三\n".encode()
    assert read_exactly(path) == "一\r\n二\n\r三\n"


def test_escapes_stand_for_characters_that_nobody_sees(tmp_path: Path) -> None:
    """
    With `:escapes`, `{U+00A0}` and `{SP}` in a document are that character and a space; without, they are what they are.
    """
    with_escapes = _case_text("one", "a{U+00A0}b{SP}", "", attributes=":escapes\n")
    _corpus(tmp_path, with_escapes, _case_text("two", "a{U+00A0}b", ""))
    assert ["a\u00a0b ", "a{U+00A0}b"] == [case.text for case in load_corpus(tmp_path)]


def test_a_document_is_what_stands_between_the_rulers(tmp_path: Path) -> None:
    """
    Empty lines of a document are kept; the line end before the first ruler is not part of it.
    """
    _corpus(tmp_path, _case_text("one", "\n\na\n\n", ""))
    assert load_corpus(tmp_path)[0].text == "\n\na\n\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{RULE}\na\n{RULE}\nx\n{RULER} figures\n", "small.txt:1: no section 'diagnostics'"),
        (f"{RULE}\na\n{RULE}\nx\n{RULER} colours\n{RULER} diagnostics\n", "small.txt:1: section 'colours'"),
        (f"{RULE}\na\n:eror\n{RULE}\nx\n{RULER} diagnostics\n", "small.txt:1: ':eror' is no attribute"),
        (f"{RULE}\na\n:skip\n{RULE}\nx\n{RULER} diagnostics\n", "small.txt:1: ':skip' is no attribute"),
        (f"{RULE}\n{RULE}\nx\n{RULER} diagnostics\n", "small.txt:1: no name"),
        ("x\n", "a case begins with its name"),
    ],
)
def test_an_ill_written_case_is_refused_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    """
    A case without findings, with an unknown section or attribute, or without a name stops the run and names the line.
    """
    _corpus(tmp_path, text)
    with pytest.raises(CorpusError, match=re.escape(says)):
        load_corpus(tmp_path)


def test_two_cases_of_one_name_are_refused(tmp_path: Path) -> None:
    """
    A case's name is its own: it is how a failing test names it.
    """
    _corpus(tmp_path, _case_text("same", "a", ""), _case_text("same", "b", ""))
    with pytest.raises(CorpusError, match="two cases are named"):
        load_corpus(tmp_path)


def test_figures_are_compared_by_cell() -> None:
    """
    One figure of a row that differs is one difference, not the whole row.
    """
    expected = 'requests/carried_in: natural_person=1 total=1"1 件"'
    found = 'requests/carried_in: natural_person=1 total=2"2 件"'
    assert ['figures: - requests/carried_in/total=1"1 件"', 'figures: + requests/carried_in/total=2"2 件"'] == [
        str(difference) for difference in compare("figures", [expected], [found])
    ]


def test_a_blank_that_became_zero_is_noticed(tmp_path: Path) -> None:
    """
    A case that expects a blank fails where the reader gives zero, and the other way round.
    """
    zero = _case_text("zero", TABLE.format("0"), "proactive_disclosure/administrative_license: decisions=blank")
    _corpus(tmp_path, zero)
    outcome = run_case(load_corpus(tmp_path)[0])
    assert [
        "figures: - proactive_disclosure/administrative_license/decisions=blank",
        "figures: + proactive_disclosure/administrative_license/decisions=0",
    ] == [str(difference) for difference in outcome.differences]


def test_update_rewrites_what_is_expected_and_nothing_else(tmp_path: Path) -> None:
    """
    The updater gives the sections of a case as they are now; documents, attributes and other cases stay byte for byte.
    """
    right = _case_text("right", TABLE.format("7"), "proactive_disclosure/administrative_license: decisions=7")
    wrong = _case_text("wrong", TABLE.format("8"), "proactive_disclosure/administrative_license: decisions=3")
    path = _corpus(tmp_path, right, wrong)
    files = updated_files([run_case(case) for case in load_corpus(tmp_path)])
    assert {path: f"{right}{wrong.replace('=3', '=8')}"} == files
    write_files(files)
    assert updated_files([run_case(case) for case in load_corpus(tmp_path)]) == {}


def test_update_leaves_a_case_marked_as_an_error(tmp_path: Path) -> None:
    """
    A case marked `:error` is changed by hand only, even where its figures are stale.
    """
    _corpus(tmp_path, _case_text("broken", TABLE.format("8"), "", attributes=":error\n"))
    outcome = run_case(load_corpus(tmp_path)[0])
    assert outcome.refusal == "the case is marked :error; change it by hand"
    assert updated_files([outcome]) == {}


def test_update_does_not_write_down_a_new_error(tmp_path: Path) -> None:
    """
    A case whose result holds an error that it does not expect is not brought up to date.
    """
    _corpus(tmp_path, _case_text("empty", "", "", attributes=""))
    outcome = run_case(load_corpus(tmp_path)[0])
    assert outcome.refusal is not None
    assert "1:1 GG0101" in outcome.refusal
    assert updated_files([outcome]) == {}


def test_a_case_marked_as_an_error_must_hold_one(tmp_path: Path) -> None:
    """
    `:error` is a claim: it fails where the reader finds no error.
    """
    _corpus(tmp_path, _case_text("sound", "六、其他需要报告的事项", "", attributes=":error\n:fragment\n"))
    differences = run_case(load_corpus(tmp_path)[0]).differences
    assert ["attributes: - :error, but the result holds no error"] == [str(d) for d in differences]


def test_a_skipped_case_does_not_run_and_is_not_rewritten(tmp_path: Path) -> None:
    """
    `:skip(reason)` leaves a case out of the run and of the update.
    """
    _corpus(tmp_path, _case_text("later", "", "x/y: z=1", attributes=":skip(not yet)\n"))
    outcome = run_case(load_corpus(tmp_path)[0])
    assert outcome == unrun(outcome.case)
    assert updated_files([outcome]) == {}


def test_update_of_a_report_rewrites_only_the_file_that_differs(tmp_path: Path) -> None:
    """
    A stale cell of a whole report is one new line in its cells.csv; what meta.toml says for people stays.
    """
    source = ROOT / "corpus" / "reports" / "paragraphs-2021"
    folder = tmp_path / "reports" / "one"
    folder.mkdir(parents=True)
    files = {folder / path.name: read_exactly(path) for path in source.iterdir()}
    stale = files[folder / "cells.csv"].replace(",decisions,number,204043,", ",decisions,blank,,", 1)
    write_files(files | {folder / "cells.csv": stale})
    outcome = run_case(load_corpus(tmp_path)[0])
    assert len(outcome.differences) == 2
    assert updated_files([outcome]) == {folder / "cells.csv": files[folder / "cells.csv"]}


def test_command_runs_a_corpus_and_names_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    `govgrammar test` prints a failing case with its differences, and gives status 1; status 0 where all is well.
    """
    right = _case_text("right", TABLE.format("7"), "proactive_disclosure/administrative_license: decisions=7")
    wrong = _case_text("wrong", TABLE.format("8"), "proactive_disclosure/administrative_license: decisions=3")
    path = _corpus(tmp_path, right, wrong)
    assert main(["test", "--corpus", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        f"FAILED cases/small: wrong ({path})",
        "    figures: - proactive_disclosure/administrative_license/decisions=3",
        "    figures: + proactive_disclosure/administrative_license/decisions=8",
    ]
    assert printed.err == "2 cases run: 1 as expected, 1 not; 0 marked :skip\n"
    assert main(["test", "--corpus", str(tmp_path), "-i", "right"]) == 0
    assert capsys.readouterr().err == "1 cases run: 1 as expected, 0 not; 0 marked :skip\n"


def test_command_updates_only_the_cases_that_were_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    `--update -i` leaves the cases alone that do not match, though they stand in the same file.
    """
    one = _case_text("one", TABLE.format("7"), "proactive_disclosure/administrative_license: decisions=1")
    two = _case_text("two", TABLE.format("8"), "proactive_disclosure/administrative_license: decisions=2")
    path = _corpus(tmp_path, one, two)
    assert main(["test", "--corpus", str(tmp_path), "--update", "-i", "two"]) == 0
    assert read_exactly(path) == f"{one}{two.replace('=2', '=8')}"
    assert f"rewritten: {path}" in capsys.readouterr().out


def test_command_says_which_cases_it_did_not_rewrite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    `--update` prints the differences of a case that holds an error, leaves it, and gives status 1.
    """
    path = _corpus(tmp_path, _case_text("broken", "", "", attributes=":error\n"))
    before = read_exactly(path)
    assert main(["test", "--corpus", str(tmp_path), "--update"]) == 1
    assert read_exactly(path) == before
    printed = capsys.readouterr().out
    assert "diagnostics: + 1:1 GG0101" in printed
    assert "not rewritten: cases/small: broken: the case is marked :error; change it by hand" in printed


def test_command_without_a_corpus_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Where no corpus is found, one clear message in both languages and status 3.
    """
    monkeypatch.setattr("govgrammar.cli.corpus_command.default_corpus", lambda: None)
    assert main(["test"]) == 3
    printed = capsys.readouterr().err
    assert "--corpus DIR" in printed
    assert "未找到语料" in printed
    assert main(["test", "--corpus", str(tmp_path)]) == 3
    assert "no case" in capsys.readouterr().err


def test_command_refuses_a_pattern_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A regular expression that does not compile is wrong usage: status 2.
    """
    _corpus(tmp_path, _case_text("one", "a", ""))
    assert main(["test", "--corpus", str(tmp_path), "-i", "("]) == 2
    assert "--include" in capsys.readouterr().err


def test_a_case_of_tokens_is_one_of_the_grammar_alone(tmp_path: Path) -> None:
    """
    The names of terminals are parsed as they stand; another tree than the expected one fails.
    """
    body = f"{RULE}\nstray\n:tokens\n{RULE}\nOVERVIEW_HEADING {{}}\n{RULER} tree\n(document\n  (overview\n    OVERVIEW_HEADING\n    (stray TOTAL)))\n{RULER} diagnostics\n"
    right, wrong = (load_corpus(_corpus(tmp_path / name, body.format(name)).parents[1]) for name in ("TOTAL", "UPHELD"))
    assert [True, False] == [run_case(case).passed for case in (*right, *wrong)]


def test_a_case_can_be_a_word_document(tmp_path: Path) -> None:
    """
    `:kind(docx)` packs the case's text as the body of a Word document.
    """
    document = "<w:p><w:r><w:t>一、总体情况</w:t></w:r></w:p>"
    text = f"{RULE}\nword\n:kind(docx)\n:fragment\n{RULE}\n{document}\n{RULER} tree\n(document (overview OVERVIEW_HEADING))\n{RULER} diagnostics\n"
    (case,) = load_corpus(_corpus(tmp_path, text).parents[1])
    assert isinstance(case.document, bytes)
    assert [] == [d for d in run_case(case).differences if d.section == "diagnostics"]
