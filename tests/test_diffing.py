"""Two versions of a grammar on the same documents: what differs, cell by cell."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from govgrammar.cli.main import main
from govgrammar.grammar import GrammarError, default_folder
from govgrammar.workbench import Sample, diff, diff_markdown, grammar_of

TEXT = (
    "二、主动公开政府信息情况\n第二十条第(一)项\n信息内容|本年制发件数|本年废止件数|现行有效件数\n"
    "规章|1|2|3\n规范性文件|4|/|6\n三、收到和处理政府信息公开申请情况\n"
)
ROW = "proactive_disclosure/normative_documents"
RULES = "proactive_disclosure/government_rules"


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the grammar, to be changed."""
    shutil.copytree(default_folder(), tmp_path / "new")
    return tmp_path / "new"


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert 1 == text.count(old)
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def changes(old: Path, new: Path, text: str = TEXT) -> list[tuple[str, str, str | None]]:
    found = diff(old, new, [Sample("a.txt", text)])
    return [(change.kind, change.cell, change.to) for document in found.changed for change in document.cells]


def test_one_grammar_differs_nowhere() -> None:
    """
    The same folder on both sides gives no difference, and all cells were compared.
    """
    found = diff(default_folder(), default_folder(), [Sample("a.txt", TEXT)])
    assert ((), 1, 6) == (found.changed, found.documents, found.cells)


def test_figures_of_a_row_that_is_no_longer_known_moved(changed: Path) -> None:
    """
    The same characters in another cell are one change, not a loss and a gain; a diagnostic is gained with it.
    """
    edit(changed, "proactive_disclosure.lark", '"行政规范性文件" | "规范性文件"', '"行政规范性文件"')
    found = diff(default_folder(), changed, [Sample("a.txt", TEXT)])
    (document,) = found.changed
    moved = [(c.cell, c.to) for c in document.cells if c.kind == "moved"]
    assert moved == [(f"{ROW}/{n}", f"proactive_disclosure/unexpected.1/{n}") for n in ("issued", "in_force")]
    assert ("gained", "GG0307", 5) in [(d.kind, d.code, d.line) for d in document.diagnostics]
    back = diff(changed, default_folder(), [Sample("a.txt", TEXT)])
    assert 2 == back.counts["moved"]
    assert found.counts["diagnostics_gained"] == back.counts["diagnostics_lost"]


def test_a_cell_that_says_something_else_is_changed(changed: Path) -> None:
    """
    A slash that is not applicable no more is text: the cell is there in both, and says another thing.
    """
    edit(changed, "cells.lark", 'NOT_APPLICABLE: "/" | "//"', 'NOT_APPLICABLE: "//"')
    assert [("changed", f"{ROW}/repealed", None)] == changes(default_folder(), changed)


def test_a_table_that_is_not_found_is_lost(changed: Path) -> None:
    """
    Where a heading and what opens its table are no longer known, the cells are lost; the other way round they are gained.
    """
    edit(changed, "proactive_disclosure.lark", 'GOVERNMENT_RULES: "规章"', 'GOVERNMENT_RULES: "章程"')
    text = "二、主动公开政府信息情况\n规章\n1\n"
    forth = {kind for kind, _, _ in changes(default_folder(), changed, text)}
    back = {kind for kind, _, _ in changes(changed, default_folder(), text)}
    assert ({"lost"}, {"gained"}) == (forth, back)


def test_markdown_shows_what_a_document_says_letter_by_letter(changed: Path) -> None:
    """
    Signs of Markdown and HTML in a document or its name stay signs; the details are folded.
    """
    edit(changed, "proactive_disclosure.lark", '"行政规范性文件" | "规范性文件"', '"行政规范性文件"')
    found = diff(default_folder(), changed, [Sample("a<b>_.txt", TEXT.replace("|/|", "|*x*<i>|"))])
    page = diff_markdown(found, "old", "new")
    assert "<summary>a&lt;b&gt;_.txt: " in page
    assert r"text \*x\*&lt;i&gt;" in page
    assert page.count("<details>") == page.count("</details>") == 1
    assert "| cells | " in page


def test_the_command_and_its_status(changed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    `--exit-code` gives 1 where anything differs; without it 0; JSON counts the changes.
    """
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    edit(changed, "cells.lark", 'NOT_APPLICABLE: "/" | "//"', 'NOT_APPLICABLE: "//"')
    same = ["diff", str(default_folder()), str(default_folder()), str(tmp_path / "a.txt"), "--lang", "en"]
    other = ["diff", str(default_folder()), str(changed), str(tmp_path / "a.txt"), "--lang", "en"]
    assert [0, 1, 0] == [main([*same, "--exit-code"]), main([*other, "--exit-code"]), main(other)]
    assert (
        "~  proactive_disclosure/normative_documents/repealed  not_applicable / -> text /  line 5"
        in capsys.readouterr().out
    )
    assert 0 == main([*other, "--format", "json"])
    assert 1 == json.loads(capsys.readouterr().out)["counts"]["changed"]
    assert 2 == main(["diff", "no-such-revision", str(changed), str(tmp_path / "a.txt")])


def test_a_git_revision_is_a_grammar(changed: Path, tmp_path: Path) -> None:
    """
    A revision gives the grammar as it stood there, its inner folder included; another name is refused.
    """
    shutil.copytree(changed, tmp_path / "repository" / "grammars")
    where = tmp_path / "repository"
    me = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "."), (*me, "commit", "-q", "-m", "one")):
        subprocess.run(["git", *arguments], cwd=where, check=True, capture_output=True)
    edit(where / "grammars", "cells.lark", 'NOT_APPLICABLE: "/" | "//"', 'NOT_APPLICABLE: "//"')
    with grammar_of("HEAD", repository=where) as old:
        assert [("changed", f"{ROW}/repealed", None)] == changes(old, where / "grammars")
        assert (old / "narrative" / "clauses.lark").is_file()
    assert not old.exists()
    for name in ("nowhere", "--upload-pack=x", "HEAD:docs"):
        with pytest.raises(GrammarError), grammar_of(name, repository=where):
            pass
