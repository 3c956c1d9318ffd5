"""HTML: what a page shows is read, where it stands is known, and nothing that a page holds costs more than a page costs."""

import sys
from itertools import pairwise

import pytest

import govgrammar
from govgrammar import LimitError, Limits, Result, Span
from govgrammar.documents.extras import MissingExtraError
from govgrammar.documents.html_items import Elements
from govgrammar.documents.html_scan import fit_markup
from govgrammar.documents.html_shown import column_span, row_span
from govgrammar.documents.html_style import read_styles

HEAD = "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"


def text_of(markup: str) -> str:
    """The text that is read from a page."""
    return govgrammar.parse(markup, kind="html").source.text


def limits_named(result: Result) -> list[str]:
    """The limits that a page exceeded."""
    return [str(d.arguments["name"]) for d in result.diagnostics if d.code == "GG0105"]


# ---- text ----


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>规<span>章</span><o:p></o:p><p>x", "规章\nx"),
        ("<p> a \n  b\t<b> c</b> </p>", "a b c"),
        ("<p>a&nbsp; b</p>", "a\u00a0 b"),
        ("<p>a<br>b<br></p><p>c", "a\nb\nc"),
        ("<p>a</p><p></p><p>&nbsp;</p><p><br></p><div></div><p>b", "a\n\n\u00a0\n\nb"),
        ("<pre>\na  b\n\tc\n</pre>", "a  b\n\tc"),
        ("<div style='white-space: pre-wrap'>a  b</div>", "a  b"),
        ("a\n\nb\n<p>c</p>\nd", "a\n\nb\nc\nd"),
        ("<div>a\nb</div>", "a b"),
        ("<h1>a</h1>b<ul><li>c<li>d</ul><hr>e", "a\nb\nc\nd\ne"),
        ("<span style='display:block'>a</span><div style='display:inline'>b</div>c", "a\nbc"),
        ("<p>1<span style='display:inline-block'>2</span>3<sup>4</sup>", "1 2 3 4"),
        ("<p>&lt;b&gt; &amp;lt; &amp", "<b> &lt; &"),
        ('<p title="<td>9">a', "a"),
        ("<ruby>务<rp>(<rt>wu<rp>)</ruby>", "务"),
        ("<p>a\x00b\ud800c", "a\ufffdb\ufffdc"),
        ("<select multiple><option>a<option selected>b<option selected>c</select>", "b c"),
        ("<select><option selected hidden>a</select>", "a"),
        ("<dialog>a</dialog><details><summary>b</summary>c</details><svg><text>d</text></svg>", "b\nc"),
        ("<plaintext><p>a", ""),
        ("a<br>\nb\n<br>c", "a\nb\nc"),
        ("<math><input></math><p>a", "a"),
        ("<svg><iframe><iframe></svg><p>a", "a"),
        ("<div><?x y><p>a</p></div>b<svg><?x y></svg>c", "a\nbc"),
        ("<p <!-- x>a<p>b<!-- <p>c --><p>d", "a\nb\nd"),
        ("<p <plaintext>a<p>b", "a\nb"),
        (
            '<div style="display:flex"><span>规章</span><span>1</span><span></span><span>3</span></div>',
            "规章 | 1 |  | 3 |",
        ),
        (
            "<p>一、总体情况<p><a href=x>y</a><p>六、其他需要报告的事项<p><a href=x>z</a>",
            "一、总体情况\ny\n六、其他需要报告的事项",
        ),
        (
            "<ul><li><a href=x>一、总体情况</a></ul><div><h2><a href=x>一、总体情况</a></h2>a<h2>六、其他需要报告的事项</h2></div>",
            "一、总体情况\na\n六、其他需要报告的事项",
        ),
    ],
)
def test_text_of_a_page_is_what_is_seen(markup: str, text: str) -> None:
    """
    Blocks are lines, inline elements join, white space collapses where a browser collapses it, and what is hidden is not there.
    """
    assert text == text_of(markup)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<table><tr><td>a<td>b<tr><td>c", "a\tb\nc"),
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "a\tb\n\tc"),
        ("<table><tr><td rowspan=0>a<td>b<tr><td>c<tbody><tr><td>d</table>", "a\tb\n\tc\nd"),
        ("<table>x<tr><td>a<td>b</table>", "x\na\tb"),
        ("<table><tr><td style='visibility:hidden'>a<td>b</table>", "\tb"),
        ("<table><tr><td>a<td style='visibility:collapse'>x<td>b</table>", "a\t\tb"),
        ("<table><tr><td><table><tr><td>a<td>b</table></table>", "a\tb"),
        ("<table><tr></table>", ""),
        ("<table><tr><td>1<track>2<td>3</table>", "12\t3"),
        ("<table><tr><td>1<?x y>2<td>3<tr><td>4</table>", "12\t3\n4"),
        ("<td>a</td>", "a"),
    ],
)
def test_tables_of_a_page(markup: str, text: str) -> None:
    """
    A row is a line with a tab between two places; a hidden cell keeps its place where a browser keeps it.
    """
    assert text == text_of(markup)


@pytest.mark.parametrize(
    ("attribute", "columns", "rows"),
    [
        ("2", 2, 2),
        ("2 ", 2, 2),
        (" +3", 3, 3),
        ("0", 1, 0),
        ("-1", 1, 1),
        ("", 1, 1),
        ("2x", 2, 2),
        ("x", 1, 1),
        ("9" * 30, 1000, 65534),
        ("２", 1, 1),
    ],
)
def test_spans_are_what_browsers_read(attribute: str, columns: int, rows: int) -> None:
    """
    A span is the number that its attribute begins with, within bounds; anything else is one.
    """
    assert (columns, rows) == (column_span(attribute), row_span(attribute))


def test_styles_follow_what_one_element_decides() -> None:
    """
    The most particular rule decides, of two the last; a class that a rule of another kind shows is not hidden.
    """
    styles = read_styles(
        [
            ".a{display:none} .a.b{display:block} /* .c{display:none} */ @media print{.d{display:none}} p.e , #f{display:none}",
            "@import url(x); .g{display:none} .x > .g{display:inline} .h{display:none} .h{display:block} .x .i{display:none}",
        ]
    )
    shown = {
        name: styles.of("p", "", name.split()).get("display") for name in ("a", "a b", "c", "d", "e", "g", "h", "i")
    }
    assert shown == {"a": "none", "a b": "block", "c": None, "d": None, "e": "none", "g": None, "h": "block", "i": None}
    assert (styles.of("div", "f", ()), styles.of("div", "", ["e"])) == ({"display": "none"}, {})


def test_elements_know_what_holds_them() -> None:
    """
    The smallest element that holds two others.
    """
    elements = Elements()
    outer = elements.open("div", "", 0)
    one = elements.open("p", "", outer)
    elements.close(one)
    other = elements.open("p", "", outer)
    elements.close(other)
    elements.close(outer)
    last = elements.open("p", "", 0)
    assert (outer, 0, one) == (elements.common(one, other), elements.common(one, last), elements.common(one, one))


# ---- the region ----


def test_a_page_without_a_report_is_read_whole() -> None:
    """
    Where no heading and no table of the form is found, everything is kept.
    """
    assert text_of("<nav>a</nav><p>b</p><footer>c</footer>") == "a\nb\nc"


def test_of_two_titles_the_one_beside_the_report_is_its_title() -> None:
    """
    A list of other reports between title and text does not give the year, even where it is no list of links.
    """
    others = "<div><ul><li>2019年度松坪镇政府信息公开工作年度报告</li></ul></div>"
    report = "<div><h1>2023年度松坪镇政府信息公开工作年度报告</h1>{}<div><p>一、总体情况</p><p>略。</p><p>六、其他需要报告的事项</p></div></div>"
    for markup in (others + report.format(""), report.format(others)):
        read = govgrammar.parse(markup, kind="html").report
        assert read is not None
        assert read.report_year == 2023


# ---- places ----


@pytest.mark.parametrize(
    ("markup", "spelled"),
    [
        ("<p>规<b>章</b>", "规<b>章"),
        ("<!-- 规 --><p\n title='规'>&#35268;&#x7ae0;", "&#35268;&#x7ae0;"),
        ("<script>规章</script><p>\n 规 \n 章", "规 \n 章"),
        ("<table><tr><td>x<p>规<p>章<td>y</table>", "规<p>章"),
        ("<table>规章<tr><td>x<td>y</table>", "规章"),
        ("<title>规章</title><p>规章", "规章"),
        ("<p>&ltx &notit; 规章", "规章"),
    ],
)
def test_a_place_in_the_markup(markup: str, spelled: str) -> None:
    """
    The place behind a span is the range of the markup that spells it, tags and references included.
    """
    result = govgrammar.parse(markup, kind="html")
    text = result.source.text
    span = Span(text.index("规"), text.index("章") + 1)
    origin = result.source.origin(span)
    assert origin is not None
    assert origin.kind == "html"
    assert (origin.start, origin.end) == (markup.rindex(spelled), markup.rindex(spelled) + len(spelled))


def test_what_no_text_of_the_markup_spells_has_no_place() -> None:
    """
    The value of a field stands in an attribute: it has no place, and neither has a text that the parser changed.
    """
    result = govgrammar.parse("<p><input value=5>件<p>b", kind="html")
    assert result.source.text == "5 件\nb"
    assert result.source.origin(Span(0, 1)) is None
    assert result.source.origin(Span(4, 5)) is not None


def test_an_empty_span_has_a_place_of_no_width() -> None:
    """
    A place between two characters is one in the markup.
    """
    origin = govgrammar.parse("<p>ab", kind="html").source.origin(Span(1, 1))
    assert origin is not None
    assert (origin.start, origin.end) == (4, 4)


# ---- limits and hostile pages ----


@pytest.mark.parametrize(
    ("markup", "limits", "named", "text"),
    [
        ("<p>a" + "<div>" * 100_000 + "b", Limits(), "nesting", "a"),
        ("<p>a" + "<table><tr><td>" * 100_000 + "b", Limits(), "nesting", "a"),
        ("<p>a<i><u><s>b", Limits(nesting=2), "nesting", "a"),
        ("<p>a<p>b<p>c", Limits(elements=2), "elements", "a\nb"),
        ("<p>a< <<b", Limits(elements=3), "elements", "a< <"),
        ("<table><tr><td>a<td>b<td>c", Limits(cells=2), "cells", "a\tb"),
        ("<table><tr><td>a<td colspan=9>b<tr><td>c", Limits(cells=3), "cells", "a\tb" + "\t" * 8),
        ("<p>abc<p>d", Limits(bytes=8), "bytes", "abc"),
    ],
)
def test_what_exceeds_a_limit_ends_the_page(markup: str, limits: Limits, named: str, text: str) -> None:
    """
    What stands above the place where a limit is reached is read, and the limit is named; or raised, where the caller chose so.
    """
    result = govgrammar.parse(markup, kind="html", limits=limits)
    assert limits_named(result) == [named]
    assert text.rstrip("\t") == result.source.text.rstrip("\t")
    with pytest.raises(LimitError) as raised:
        govgrammar.parse(
            markup,
            kind="html",
            limits=Limits(**{n: getattr(limits, n) for n in ("bytes", "cells", "elements", "nesting")}, raises=True),
        )
    assert raised.value.name == named


@pytest.mark.parametrize(
    "markup",
    [
        "<p>一<p>二" * 500,
        "<ul>" + "<li>一" * 2000,
        "<table>" + "<tr><td>一<td>二" * 2000,
        "<br>" * 2000,
        "<div>一</div>" * 2000,
    ],
    ids=["p", "li", "tr", "br", "div"],
)
def test_elements_that_are_left_open_do_not_nest(markup: str) -> None:
    """
    Paragraphs, items and rows that nobody closes are not taken for nested ones.
    """
    assert limits_named(govgrammar.parse(markup, kind="html")) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" + "".join(f"<b a={n}>" for n in range(400)) + "<p>x" * 2000,
        "<a " + " ".join(f"x{n}" for n in range(100_000)) + ">x",
        "".join(f"<x{n}></x{n}>" for n in range(100_000)) + "x",
        "<a " * 100_000,
        "<!--" * 100_000,
        "&" * 100_000,
        "<" * 100_000,
        '<a b="' * 100_000,
        f'<img src="{"A" * 1_000_000}">x',
        "<style>" + "@media{" * 10_000 + "{" * 10_000 + "a," * 10_000,
        "<table><tr><td rowspan=99999999 colspan=99999999>1<td>2<tr><td>3</table>" * 20,
    ],
    ids=[
        "formatting",
        "attributes",
        "names",
        "links",
        "comments",
        "references",
        "signs",
        "quotes",
        "image",
        "style",
        "spans",
    ],
)
def test_a_hostile_page_gives_a_result(markup: str) -> None:
    """
    What makes a parser slow is found before it is parsed; no exception, and every character of it in its place.
    """
    result = govgrammar.parse(markup, kind="html")
    assert result.status == "failed"
    assert len(fit_markup(markup, Limits())[0]) == len(markup)


def test_what_is_blanked_leaves_every_place_as_it_is() -> None:
    """
    Attributes that are too many are blanked in their tag; the place of what stands behind is the same.
    """
    markup = "<a " + " ".join(f"x{n}" for n in range(300)) + ">规章</a>"
    origin = govgrammar.parse(markup, kind="html").source.origin(Span(0, 2))
    assert origin is not None
    assert (origin.start, origin.end) == (len(markup) - 6, len(markup) - 4)


def test_bytes_of_a_page_are_known_by_what_stands_in_them() -> None:
    """
    Bytes that begin as a page, or hold a table in markup, are read as HTML, in the encoding that they are written in.
    """
    page = f"<table>{HEAD}<tr><td>规章<td>1<td><td>3</table>"
    for encoding in ("utf-8", "gb18030", "utf-16", "utf-8-sig"):
        result = govgrammar.parse(page.encode(encoding))
        assert result.source.kind == "html"
        assert result.report is not None
        row = [c.value for c in result.report.cells() if c.row == "government_rules"]
        assert row == [1, None, 3]


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without selectolax one message says what to install.
    """
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    with pytest.raises(MissingExtraError, match=r'pip install "govgrammar\[html\]"'):
        govgrammar.parse("<p>x", kind="html")


def test_a_parser_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the parser gives up on a page, the result says so.
    """

    def fail(_markup: str) -> str:
        raise RuntimeError

    monkeypatch.setattr("govgrammar.documents.html.written_out", fail)
    result = govgrammar.parse("<p>x", kind="html")
    assert [(d.code, d.arguments["detail"]) for d in result.diagnostics] == [("GG0106", "RuntimeError")]


def test_the_cost_of_a_page_grows_with_its_length() -> None:
    """
    Ten times the tags are read into ten times the text: nothing is read twice.
    """
    lengths = [len(text_of("<p>规章</p>" * count)) for count in (100, 1000)]
    assert [(one + 1) * 10 == other + 1 for one, other in pairwise(lengths)] == [True]
