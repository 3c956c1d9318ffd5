"""The HTML pages of `govgrammar check`."""

import json
import sys
from pathlib import Path

import pytest

from check_runs import CLEAN, READER, ROW, SHORT, WARNED, WRONG, Page, run, write
from govgrammar.findings import html
from govgrammar.findings.html import page_names


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and a language that does not depend on who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVGRAMMAR_LANG", "en")
    return tmp_path


# ---- pages ----


def html_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> Page:
    return Page(run(capsys, "check", *arguments, "--format", "html")[1])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("content", [CLEAN, WRONG, SHORT, WARNED, b"", ROW.encode()])
def test_pages_are_valid_and_need_nothing_else(
    content: bytes, lang: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Every page is valid HTML with unique ids, every link on it leads to a place on it, and nothing is fetched.
    """
    write(folder, a_txt=content)
    page = html_of(capsys, "a.txt", "--lang", lang)
    assert len(page.ids) == len(set(page.ids))
    assert [link for link in page.links if link[0] != "#" or link[1:] not in page.ids] == []
    assert {e.tag for e in page.elements} & {"script", "img", "link", "iframe", "object", "embed", "form"} == set()
    assert "url(" not in page.text
    assert "@import" not in page.text
    assert page.elements[0].get("lang") == {"zh": "zh-Hans", "en": "en"}[lang]


def test_findings_and_cells_link_to_each_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    The cells of a failed sum are marked in the rebuilt table with the finding's number, and the finding lists them.
    """
    write(folder, a_txt=ROW)
    page = html_of(capsys, "a.txt", "--select", "T3-ROWSUM", "--ignore", READER)
    (finding,) = page.find("article", "finding")
    marked = page.find("td", "fail")
    assert finding.get("id") == "f1"
    assert [a.get("href") for cell in marked for a in cell.iter("a")] == ["#f1"] * 7
    listed = [a.get("href") for a in finding.iter("a") if a.get("href").startswith("#c")]
    assert {f"#{cell.get('id')}" for cell in marked} == set(listed)
    values = ["".join(cell.find("span").itertext()) for cell in marked]
    assert values == ["3", "0", "0", "0", "0", "1", "5"]


def test_tables_tell_blank_ambiguous_and_inferred_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A blank holds no figure, an ambiguous cell what it can be, an inferred one is marked; the legend explains each.
    """
    write(folder, a_txt=SHORT)
    page = html_of(capsys, "a.txt")
    blanks = page.find("td", "blank")
    assert blanks
    assert {span.text for cell in blanks for span in cell.findall("span")} == {"blank: the cell is there and empty"}
    assert {cell.find("span").text for cell in page.find("td", "ambiguous")} >= {"0 or (blank) ?"}
    assert page.find("td", "inferred")
    keys = {e.get("class").split()[1] for e in page.find("span", "key")}
    assert {"fail", "blank", "ambiguous", "inferred"} <= keys


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)><!--{{7*7}}{% raw %}'


def test_a_hostile_report_adds_no_markup(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Title, organ, labels, cells, narrative, file name and reasons of a report stand on its page as text and as nothing else.
    """
    text = ROW.replace("甲市乙局", HOSTILE).replace("二、上年", f"{HOSTILE}行|1|{HOSTILE}|1\n二、上年")
    text += f"五、存在的主要问题及改进情况\n{HOSTILE}\u202e反\x07向\n"
    name = "a<b>&'.txt" if sys.platform != "win32" else "a&'.txt"
    (folder / name).write_text(text, encoding="utf-8")
    accept = f'[[accept]]\nrule = "T3-ROWSUM"\nreason = {json.dumps(HOSTILE)}\n'
    (folder / f"{name}.accept.toml").write_text(accept, encoding="utf-8")
    page = html_of(capsys, name)
    plain = {e.tag for e in html_of_clean(folder, capsys).elements}
    assert {e.tag for e in page.elements} - plain <= {"ul", "sup", "mark", "details", "summary", "dl", "dt", "dd", "h3"}
    assert {a for e in page.elements for a in e.attrib if a.startswith("on")} == set()
    assert "<script>alert(1)</script>" in page.all_text()
    assert "{{7*7}}" in page.all_text()
    assert "49" not in page.all_text()
    assert "\u202e" not in page.text
    assert "\x07" not in page.text


def html_of_clean(folder: Path, capsys: pytest.CaptureFixture[str]) -> Page:
    write(folder, known_txt=WRONG)
    return html_of(capsys, "known.txt")


def test_index_lists_the_worst_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A folder gives a page each and an index that links to them: unreadable, then by errors, warnings, and clean last.
    """
    write(folder, in__a_txt=CLEAN, in__b_txt=WARNED, in__c_txt=WRONG, in__d_txt=SHORT)
    status, out, err = run(capsys, "check", "in", "none.txt", "--format", "html", "-o", "pages")
    assert (status, out) == (3, "")
    assert "documents: 5; unreadable: 1" in err
    index = Page((folder / "pages" / "index.html").read_text(encoding="utf-8"))
    rows = [e for e in index.elements if e.tag == "tr"][1:]
    names = [Path("".join(row.find("th").itertext())).name for row in rows]
    assert names == ["none.txt", "c.txt", "d.txt", "b.txt", "a.txt"]
    assert all((folder / "pages" / link).is_file() for link in index.links)
    assert len(index.links) == 4
    page = Page((folder / "pages" / index.links[0]).read_text(encoding="utf-8"))
    assert "index.html" in page.links


def test_page_names_are_distinct_on_every_system() -> None:
    """
    Names that differ in what a system ignores or forbids get pages of their own, and none takes the index's.
    """
    names = ["a/b.txt", "a_b.txt", "A/B.txt", "index", "报告:1.txt", "..."]
    pages = page_names(names)
    assert len({page.lower() for page in pages.values()}) == len(names)
    assert "index.html" not in pages.values()
    assert pages["报告:1.txt"] == "报告_1_txt.html"


def test_pages_without_jinja2_say_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Where the extra lacks its template engine, pages are wrong usage with a way out, and every other format works.
    """
    write(folder, a_txt=CLEAN)
    html.environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    status, _, err = run(capsys, "check", "a.txt", "--format", "html")
    assert status == 2
    assert 'pip install "govgrammar[cli]"' in err
    assert run(capsys, "check", "a.txt")[0] == 0
