"""What of a page is read at once, and what is remembered of its tags and tables, reads as it does piece by piece."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govgrammar
from govgrammar import Limits, Span
from govgrammar.documents import html_written
from govgrammar.documents.html_at_once import AtOnce
from govgrammar.export.render import Draft, render, write
from govgrammar.memory import shared_memories
from govgrammar.strategies import reports
from govgrammar.workbench.corpus import load_corpus, read_case
from html_ways import WAYS, in_frame

ROOT = Path(__file__).resolve().parents[2]
PAGES = tuple(
    render(read_case(case).reports[0], "html", ambiguous_as_blank=True)
    for case in load_corpus(ROOT / "corpus")
    if case.is_report
)
FEW = settings(max_examples=30)
TAG = re.compile("<[^>]*>")
CELL = re.compile(r"(<t[dh][^>]*>)([^<]*)(?=</t[dh]>)")
ATTRIBUTES = (
    ' colspan="2"',
    " rowspan=2",
    " rowspan=0",
    " rowspan=70000",
    " colspan=1000",
    ' style="display:none"',
    ' style="visibility:hidden"',
    " hidden",
    ' class="x"',
    ' style="text-decoration:line-through"',
    ' style="white-space:pre"',
    ' title="a>b &quot;c"',
)
BITS = (
    *(
        "<b>",
        "</b>",
        "<br>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<span>",
        "</span>",
        "<a href=x>",
        "</a>",
        "<sup>1</sup>",
    ),
    *("<td>", "</td>", "<th>", "<tr>", "</tr>", "<thead>", "<tfoot>", "<tbody>", "<table>", "</table>", "<td></td>"),
    *("<caption>c</caption>", "<colgroup><col></colgroup>", "<table><tr><td>1<td>2</table>", "<hr>", "<h1>", "<li>"),
    *("<img src=x>", "<input value=3>", "<select><option>4</select>", "<del>5</del>", "<pre>", "</pre>", "<!-- x -->"),
    *(
        "<svg><text>9</text></svg>",
        "<script>a<b</script>",
        "<o:p></o:p>",
        "<p></p>",
        "<span> </span>",
        "<td<p>",
        "<?x y>",
    ),
    *("0", "12", "/", "|", "&nbsp;", "&lt;", "&am", "&#xfdd0;", "&#11;", " ", "\n", "\u3000", "\u200b", "7 8", "规章"),
    *("三、收到和处理政府信息公开申请情况", "<style>.x{display:none}</style>"),
)


def said(markup: str, limits: Limits) -> tuple[object, ...]:
    """All that is read of a page, and places in it."""
    result = govgrammar.parse(markup, kind="html", limits=limits)
    text = result.source.text
    places = [Span(start, min(start + 3, len(text))) for start in range(0, len(text), max(1, len(text) // 20))]
    return result.to_json(), result.source.cut and repr(result.source.cut), [*map(result.source.origin, places)]


@contextmanager
def piece_by_piece() -> Iterator[None]:
    """No paragraph and no table is read at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AtOnce, "table_of_text", lambda _self, _number: 0)
        patch.setattr(AtOnce, "is_paragraph_of_text", lambda _self, _number: False)
        yield


def forget() -> None:
    """As in a process that has read no page."""
    for memory in shared_memories():
        memory.clear()


def check(markup: str, limits: Limits | None = None) -> None:
    """A page reads the same piece by piece, for the first time, and again."""
    limits = limits or Limits()
    with piece_by_piece():
        slowly = said(markup, limits)
    forget()
    assert slowly == said(markup, limits)
    assert slowly == said(markup, limits)


def wounded(markup: str, source: random.Random) -> str:
    """A page with tags lost, doubled, changed and put in."""
    for _ in range(source.choice((1, 1, 2, 4, 9))):
        found = [match.span() for match in TAG.finditer(markup)]
        start, end = source.choice(found)
        kind = source.randrange(5)
        if kind == 0:
            markup = markup[:start] + markup[end:]
        elif kind == 1:
            markup = markup[:end] + markup[start:end] + markup[end:]
        elif kind == 2 and markup[start + 1] != "/":
            markup = markup[: end - 1] + source.choice(ATTRIBUTES) + markup[end - 1 :]
        else:
            markup = markup[:end] + source.choice(BITS) + markup[end:]
    return markup


def blanked(markup: str, source: random.Random) -> str:
    """A page some of whose cells are blank."""
    rate = source.choice((0, 0.1, 0.5, 1))
    return CELL.sub(lambda match: match[1] + ("" if source.random() < rate else match[2]), markup)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@given(draft=reports(hidden=True), seed=st.integers(0, 2**32))
@FEW
def test_a_report_reads_the_same_at_once(way: Callable[[str], str], draft: Draft, seed: int) -> None:
    """
    A report on a page reads as it does piece by piece, whatever is blank in it and whatever was read before.
    """
    check(blanked(way(write(draft, "html")), random.Random(seed)))  # noqa: S311


@given(seed=st.integers(0, 2**32), page=st.sampled_from(PAGES), way=st.sampled_from(WAYS))
@settings(max_examples=150)
def test_a_damaged_page_reads_the_same_at_once(seed: int, page: str, way: Callable[[str], str]) -> None:
    """
    So does a page whose markup is damaged anywhere, and one of which a limit leaves out the rest.
    """
    source = random.Random(seed)  # noqa: S311
    markup = wounded(way(blanked(page, source)), source)
    check(markup)
    check(markup, Limits(cells=source.randrange(1, 400), elements=source.randrange(1, 400)))


@given(seeds=st.lists(st.integers(0, 2**32), min_size=2, max_size=6))
@settings(max_examples=20)
def test_what_was_read_before_changes_nothing(seeds: list[int]) -> None:
    """
    Pages read in any order, with what is remembered of the others, give what each gives alone.
    """
    pages = [wounded(in_frame(PAGES[seed % len(PAGES)]), random.Random(seed)) for seed in seeds]  # noqa: S311
    alone = []
    for page in pages:
        forget()
        alone.append(said(page, Limits()))
    assert alone == [said(page, Limits()) for page in pages]
    assert alone[::-1] == [said(page, Limits()) for page in pages[::-1]]


RUN = "本年度重点工作" * 200
LONG = st.sampled_from(
    [
        *(
            RUN,
            f"a{RUN}",
            f" {RUN} ",
            f"<p>{RUN}</p>",
            f'<p title="{RUN}">',
            f"<p {RUN}>",
            f"<{RUN}>",
            f"<!-- {RUN} -->",
        ),
        *(
            f"<p a={RUN} a={RUN}>",
            f"<script>{RUN}</script>",
            f"<style>{RUN}</style>",
            f"<table>{RUN}<tr><td>{RUN}</table>",
        ),
        *(
            f"<pre>\n{RUN}</pre>",
            f"<title>{RUN}</title>",
            f"&{RUN};",
            f"&#x4e00;{RUN}",
            f"<b><p>{RUN}</b>",
            "<table>",
            "</p>",
        ),
        *(
            "&#xfde0;&#xfde1;&#xfde0;",
            "\ufde0\ufde1\ufde0",
            f"<select><option selected>{RUN}</select>",
            "<b>",
            "<a>",
            "1",
        ),
        f"<select><button><selectedcontent></selectedcontent></button><option selected>{RUN}</select>",
    ]
)


@given(parts=st.lists(LONG, max_size=8))
@settings(max_examples=60)
def test_long_texts_are_written_out_as_the_parser_does(parts: list[str]) -> None:
    """
    A long page is written out as the parser itself writes it, wherever in it long texts stand.
    """
    markup = "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        whole = html_written.written_out(markup)
        patch.setattr(html_written, "_LONG_PAGE", 0)
        assert whole == html_written.written_out(markup)
