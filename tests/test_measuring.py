"""Coverage: the corpus makes use of the whole grammar, and what nobody uses is found."""

import json
import shutil
from pathlib import Path

import pytest

from govgrammar.cli.main import main
from govgrammar.grammar import default_folder
from govgrammar.workbench import Coverage, Sample, corpus_samples, corpus_sentences, coverage, coverage_page

ROOT = Path(__file__).resolve().parents[1]
TEXT = (
    "二、主动公开政府信息情况\n第二十条第(一)项\n信息内容|本年制发件数|本年废止件数|现行有效件数\n"
    "规章|1|2|3\n规范性文件|4|/|6\n三、收到和处理政府信息公开申请情况\n"
)


@pytest.fixture(scope="module")
def corpus() -> Coverage:
    """What the corpus makes use of."""
    folder = ROOT / "corpus"
    return coverage(corpus_samples(folder), sentences=corpus_sentences(folder))


@pytest.mark.parametrize(
    ("kind", "least"), [("rule", 100), ("alternative", 100), ("alias", 95), ("layout", 100), ("code", 100)]
)
def test_the_corpus_makes_use_of_the_grammar(corpus: Coverage, kind: str, least: float) -> None:
    """
    Every rule, alternative, layout and code has a document that makes use of it, and nearly every spelling.
    """
    unhit = [f"{item.of} {item.name}" for item in corpus.by_kind[kind] if not item.hits]
    assert corpus.percent(kind) >= least, unhit


def test_examples_name_the_line_in_the_file(corpus: Coverage) -> None:
    """
    A pattern's example in the corpus is a line of the file in which the cell stands.
    """
    item = next(i for i in corpus.by_kind["alias"] if i.name == '"市场主体"')
    path, _, line = str(item.examples[0]).rpartition(":")
    assert "市场主体" in Path(path).read_text(encoding="utf-8").split("\n")[int(line) - 1]


def hits(found: Coverage, kind: str) -> dict[tuple[str, str], int]:
    return {(item.of, item.name): item.hits for item in found.by_kind[kind]}


def test_the_spelling_that_stands_there_is_hit() -> None:
    """
    Of several spellings of a label that one counts, and no other; a value counts for its terminal.
    """
    found = hits(coverage([Sample("a", TEXT)]), "alias")
    assert 1 == found["NORMATIVE_DOCUMENTS", '"规范性文件"']
    assert 0 == found["NORMATIVE_DOCUMENTS", '"行政规范性文件"']
    assert 1 == found["NOT_APPLICABLE", '"/"']
    assert 5 == sum(count for (name, _), count in found.items() if name == "NUMBER")


def test_rules_of_an_edition_need_all_that_they_name() -> None:
    """
    A block of the form's sequence is hit by a document that has it whole; what the document has not is not hit.
    """
    found = {item.name: item.hits for item in coverage([Sample("a", TEXT)]).by_kind["rule"]}
    assert 1 == found["revised_2021__article_20_1"]
    assert 0 == found["revised_2021__article_20_5"]
    assert 0 == found["trial_2019__article_20_1"]


def test_an_alternative_is_told_by_its_order() -> None:
    """
    Two alternatives with the same words in another order are two.
    """
    text = "一、总体情况\n制发3件规范性文件。\n"
    found = hits(coverage([Sample("a", text)]), "alternative")
    assert 1 == found["normative_documents__issued", "ISSUED _count NORMATIVE"]
    assert 0 == found["normative_documents__issued", "NORMATIVE ISSUED _count"]


def test_what_is_new_in_a_grammar_stands_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A spelling that no document has is unhit in the data, on the page, and in the exit status.
    """
    folder = tmp_path / "grammars"
    shutil.copytree(default_folder(), folder)
    path = folder / "proactive_disclosure.lark"
    text = path.read_text(encoding="utf-8").replace(
        'GOVERNMENT_RULES: "规章"', 'GOVERNMENT_RULES: "规章" | "部门规章<b>"'
    )
    path.write_text(text, encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    found = coverage([Sample("a.txt", TEXT)], grammar=folder)
    assert 0 == hits(found, "alias")["GOVERNMENT_RULES", '"部门规章<b>"']
    page = coverage_page(found, "en")
    assert '<span class="miss" data-hits="0" title="never hit">&#34;部门规章&lt;b&gt;&#34;</span>' in page
    assert 'title="1 times: a.txt:4">&#34;规章&#34;</span>' in page
    assert "prefers-color-scheme: dark" in page
    assert not any(word in page for word in ("<script", "http:", "https:", "@import", "src="))
    arguments = [
        "coverage",
        str(tmp_path / "a.txt"),
        "--grammar",
        str(folder),
        "--only",
        "alias",
        "-i",
        "GOVERNMENT_RULES",
    ]
    assert 1 == main([*arguments, "--fail-under", "60", "--lang", "en"])
    printed = capsys.readouterr()
    assert "alias 50.0 %, below 60 %" in printed.err
    assert 0 == main([*arguments, "--fail-under", "50", "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert {"hit": 1, "total": 2} == data["shares"]["alias"]
    assert [0, 1] == sorted(item["hits"] for item in data["items"])


def test_what_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A missing file gives status 3, and the others are measured.
    """
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert 3 == main(["coverage", str(tmp_path / "no.txt"), str(tmp_path / "a.txt"), "--lang", "en"])
    printed = capsys.readouterr()
    assert "no.txt" in printed.err
    assert printed.out.startswith("1 documents")
