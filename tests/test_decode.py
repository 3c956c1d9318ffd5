"""Which encoding bytes are in, whatever they say of themselves."""

import codecs
import random
from collections.abc import Callable
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govgrammar
from govgrammar.decode import declared_encodings, decode
from govgrammar.export.render import Draft, write
from govgrammar.form import load_form
from govgrammar.layouts.registry import Layout
from govgrammar.strategies import layouts, reports, traditional, with_crlf

FORM = load_form()
REPORTS: Final = sorted((Path(__file__).resolve().parents[1] / "corpus" / "reports").glob("*/source.txt"))
FEW = settings(max_examples=20, deadline=None, derandomize=True, database=None)


class Written(NamedTuple):
    """A way to write a text as bytes: what is done to the text, and the encoding that must be found."""

    encode: Callable[[str], bytes]
    found: str
    family: str
    change: Callable[[str], str] = str


def _in(codec: str, mark: bytes = b"") -> Callable[[str], bytes]:
    return lambda text: mark + text.encode(codec)


WRITTEN: Final = {
    "utf-8": Written(_in("utf-8"), "utf-8", "utf-8"),
    "utf-8 with its mark": Written(_in("utf-8-sig"), "utf-8-sig", "utf-8"),
    "utf-8, traditional": Written(_in("utf-8"), "utf-8", "utf-8", traditional),
    "utf-16-le": Written(_in("utf-16-le"), "utf-16-le", "utf-16"),
    "utf-16-be": Written(_in("utf-16-be"), "utf-16-be", "utf-16"),
    "utf-16-le with its mark": Written(_in("utf-16-le", codecs.BOM_UTF16_LE), "utf-16", "utf-16"),
    "utf-16-be with its mark": Written(_in("utf-16-be", codecs.BOM_UTF16_BE), "utf-16", "utf-16"),
    "utf-32-le": Written(_in("utf-32-le"), "utf-32-le", "utf-32"),
    "utf-32-be": Written(_in("utf-32-be"), "utf-32-be", "utf-32"),
    "utf-32-le with its mark": Written(_in("utf-32-le", codecs.BOM_UTF32_LE), "utf-32", "utf-32"),
    "utf-32-be with its mark": Written(_in("utf-32-be", codecs.BOM_UTF32_BE), "utf-32", "utf-32"),
    "gb18030": Written(_in("gb18030"), "gb18030", "gb18030"),
    "gb18030 with its mark": Written(_in("gb18030", "\ufeff".encode("gb18030")), "gb18030", "gb18030"),
    "gb18030, traditional": Written(_in("gb18030"), "gb18030", "gb18030", traditional),
    "gbk": Written(lambda text: text.encode("gbk", "ignore"), "gb18030", "gb18030"),
    "big5, traditional": Written(lambda text: text.encode("big5hkscs", "ignore"), "big5hkscs", "big5", traditional),
}
#: Names that pages declare, with the family that each belongs to.
DECLARED: Final = {
    "": "",
    "utf-8": "utf-8",
    "UTF8": "utf-8",
    "gb2312": "gb18030",
    "GBK": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "Big5-HKSCS": "big5",
    "utf-16": "utf-16",
    "iso-8859-1": "",
    "windows-1252": "",
    "no-such-thing": "",
}
DECLARATIONS: Final = (
    '<meta charset="{}">',
    "<META CHARSET = {} />",
    '<meta http-equiv="Content-Type" content="text/html; charset={}">',
    "<meta content='text/html;charset={}' http-equiv=Content-type>",
    '<?xml version="1.0" encoding="{}"?>',
)


@lru_cache(maxsize=1)
def corpus() -> tuple[str, ...]:
    """The texts of the corpus's reports."""
    return tuple(path.read_bytes().decode("utf-8") for path in REPORTS)


def cells(data: str | bytes) -> list[tuple[str, str, object]]:
    """Every cell of every report: name, state, value."""
    return [(str(c.key), c.state, c.value) for report in govgrammar.parse(data).reports for c in report.cells()]


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("name", WRITTEN)
def test_every_encoding_is_found_whatever_is_declared(name: str, declared: str) -> None:
    """
    Each report of the corpus comes back in the encoding in which it was written, and the reason names the declaration.
    """
    written = WRITTEN[name]
    for number, text in enumerate(corpus()):
        head = DECLARATIONS[number % len(DECLARATIONS)].format(declared) + "\n" if declared else ""
        data = written.encode(head + written.change(text))
        found = decode(data, FORM)
        assert (written.found, 0) == (found.encoding, found.replaced)
        assert written.encode(found.text) == data
        assert (f"declared {declared.lower()}" in found.reason) == bool(declared)
        assert (", but " in found.reason) == (bool(declared) and DECLARED[declared] != written.family)


@pytest.mark.parametrize("name", WRITTEN)
@given(
    draft=reports(),
    layout=layouts(keeping_blanks=True).filter(lambda one: one.name != "html"),
    declared=st.sampled_from(sorted(DECLARED)),
)
@FEW
def test_a_report_in_any_encoding_gives_the_same_cells(name: str, draft: Draft, layout: Layout, declared: str) -> None:
    """
    The cells of any report are those of its text, in every encoding, with the line ends of Windows, whatever the page that
    holds it declares.
    """
    written = WRITTEN[name]
    text = written.change(with_crlf(write(draft, layout)))
    page = f'<meta charset="{declared}">\n<pre>\n{escape(text)}</pre>' if declared else text
    result = govgrammar.parse(written.encode(page))
    assert (written.found, "html" if declared else "text") == (result.source.encoding, result.source.kind)
    assert cells(text) == cells(written.encode(page))


@pytest.mark.parametrize(
    ("head", "codec", "encoding", "reason"),
    [
        ("", "utf-8", "utf-8", "decodes as utf-8"),
        ("", "utf-8-sig", "utf-8-sig", "begins with a byte order mark"),
        ("", "gbk", "gb18030", "words of the form show in gb18030 (6)"),
        ('<meta charset="gb2312">', "utf-8", "utf-8", "declared gb2312, but decodes as utf-8"),
        ('<meta charset="utf-8">', "utf-8", "utf-8", "declared utf-8; decodes as utf-8"),
        ('<meta charset="x-gbk">', "gbk", "gb18030", "declared x-gbk; words of the form show in gb18030 (6)"),
        ("<meta charset=utf-8>", "gbk", "gb18030", "declared utf-8, but words of the form show in gb18030 (6)"),
        ("<meta charset=gbk>", "utf-8-sig", "utf-8-sig", "declared gbk, but begins with a byte order mark"),
        (
            '<meta charset="utf-8"><meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
            "utf-8",
            "utf-8",
            "declared utf-8; declared gb2312, but decodes as utf-8",
        ),
        ('<!-- <meta charset="big5"> -->', "utf-8", "utf-8", "decodes as utf-8"),
    ],
)
def test_the_reason_says_what_was_declared_and_what_holds(head: str, codec: str, encoding: str, reason: str) -> None:
    """
    A declaration, right or wrong, stands in the reason; one inside of a comment is none.
    """
    report = corpus()[[path.parent.name for path in REPORTS].index("paragraphs-2021")]
    text = head + report.replace("\u00a0", " ")
    found = decode(text.encode(codec), FORM)
    assert (encoding, reason) == (found.encoding, found.reason)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE])
def test_a_mark_that_a_tool_put_before_other_bytes_yields_to_words(mark: bytes) -> None:
    """
    Bytes behind a byte order mark that are no such text are read as what they are, and the reason names the mark.
    """
    for text in corpus():
        found = decode(mark + text.encode("gb18030"), FORM)
        assert ("gb18030", text) == (found.encoding, found.text)
        assert found.reason.startswith("byte order mark of utf-")


@pytest.mark.parametrize("name", WRITTEN)
@given(data=st.data())
@FEW
def test_damaged_bytes_change_nothing_of_the_encoding(name: str, data: st.DataObject) -> None:
    """
    Cut anywhere near the end, or with a byte in the middle that belongs nowhere, a report is still in its encoding, and what
    does not decode is counted.
    """
    written = WRITTEN[name]
    whole = written.encode(written.change(data.draw(st.sampled_from(corpus()))))
    cut = whole[: len(whole) - data.draw(st.integers(0, 5))]
    place = data.draw(st.integers(8, len(cut) - 8)) & ~3
    for damaged in (cut, cut[:place] + b"\xff" + cut[place + 1 :]):
        found = decode(damaged, FORM)
        assert written.found == found.encoding
        assert found.replaced == 0 or found.replaced <= found.text.count("\ufffd")


def test_a_character_that_is_cut_at_the_end_is_marked() -> None:
    """
    Half a character at the end is one finding, and every character before it is there.
    """
    result = govgrammar.parse("一、总体情况\n无。".encode("gb18030")[:-1])
    assert ("gb18030", "一、总体情况\n无\ufffd") == (result.source.encoding, result.source.text)
    assert "GG0103" in [d.code for d in result.diagnostics]


def test_a_replacement_character_of_the_text_is_no_damage() -> None:
    """
    A page that holds U+FFFD itself decodes without a finding.
    """
    assert decode("一、总体情况\ufffd".encode(), FORM).replaced == 0


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        ("", "utf-8", "utf-8"),
        ("abc 12", "utf-8", "utf-8"),
        ("café", "utf-8", "utf-8"),
        ("规章", "gb18030", "gb18030"),
        ("规", "gb18030", "gb18030"),
        ("規章", "big5hkscs", "big5hkscs"),
        ("行政規範性文件,12,3,40", "big5hkscs", "big5hkscs"),
        ("行政规范性文件,12,3,40", "gb18030", "gb18030"),
        ("本鎮今年以來推進各項工作,成效明顯。", "big5hkscs", "big5hkscs"),
        ("本鎮今年以來推進各項工作,成效明顯。", "gb18030", "gb18030"),
        ("本镇今年以来推进各项工作，成效明显。", "utf-16-le", "utf-16-le"),
        ("本镇今年以来推进各项工作，成效明显。", "utf-16-be", "utf-16-be"),
    ],
)
def test_short_texts_without_a_word_of_the_form(text: str, codec: str, encoding: str) -> None:
    """
    Where no word of the form shows, the encoding is that in which the characters are those that Chinese texts have.
    """
    assert (encoding, text) == _read(text.encode(codec))


def _read(data: bytes) -> tuple[str, str]:
    found = decode(data, FORM)
    return found.encoding, found.text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_words_outweigh_a_mark_whose_encoding_reads_all(mark: bytes) -> None:
    """
    The bytes of a heading in GB18030 are sixteen-bit characters as well; the form's words are not there by accident.
    """
    heading = "收到和处理政府信息公开申请情况"
    assert ("gb18030", heading) == _read(mark + heading.encode("gb18030"))


def test_a_declaration_decides_between_codecs_that_read_equally_well() -> None:
    """
    轉 in Big5 is 锣 in GB18030: what a page declares decides, and GB18030 where it declares nothing.
    """
    assert ("big5hkscs", "<meta charset=big5>轉") == _read("<meta charset=big5>轉".encode("big5hkscs"))
    assert ("gb18030", "<meta charset=gbk>锣") == _read("<meta charset=gbk>锣".encode("gb18030"))
    assert ("gb18030", "锣") == _read("锣".encode("gb18030"))


def test_two_letters_that_two_characters_look_like() -> None:
    """
    目录 in GBK is also two letters in UTF-8: where a page declares GBK it is read so.
    """
    assert ("gb18030", "<meta charset=gbk>目录") == _read("<meta charset=gbk>目录".encode("gbk"))


@pytest.mark.parametrize(("codec", "change"), [("gb18030", str), ("big5hkscs", traditional), ("gb18030", traditional)])
def test_words_behind_a_long_head_are_found(codec: str, change: Callable[[str], str]) -> None:
    """
    A page may begin with more style and script than one sample holds.
    """
    text = "<style>" + "a{b:c}\n" * 40_000 + "</style>" + "页" + "function(){}\n" * 10_000 + corpus()[0]
    data = change(text).encode(codec, "ignore")
    found = decode(data, FORM)
    assert (codec, data) == (found.encoding, found.text.encode(codec))
    assert found.reason.startswith("words of the form show")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_zero_bytes_do_not_make_it_another_encoding(codec: str) -> None:
    """
    Zeros between the lines of a report are characters of it.
    """
    text = corpus()[0].replace("\n", "\0\n")
    assert (codec, text) == _read(text.encode(codec))


def test_the_caller_knows_better() -> None:
    """
    The caller's encoding is used whatever the bytes say, and what it cannot read is counted.
    """
    found = decode("<meta charset=utf-8>一、总体情况".encode("gbk"), FORM, "utf-8")
    assert ("utf-8", "given by the caller") == (found.encoding, found.reason)
    assert found.replaced == found.text.count("\ufffd") > 0


def test_a_declaration_is_read_in_order_and_from_the_head_only() -> None:
    """
    All declarations in the first bytes, in order, in lower case; `None` where no report is written in such.
    """
    head = b'<?xml version="1.0" encoding="GB2312"?><meta name=x><meta charset=iso-8859-1>'
    assert [("gb2312", "gb18030"), ("iso-8859-1", None)] == list(declared_encodings(head).items())
    assert {} == declared_encodings(b" " * 70_000 + head)


@pytest.mark.parametrize(
    "data",
    [
        b"<meta" * 20_000,
        b"<meta charset=" * 20_000,
        b"<!--" * 20_000,
        b"<?xml encoding" * 20_000,
        random.Random(0).randbytes(2_000_000),  # noqa: S311  bytes, not secrets
        b"\x81" * 500_000,
        b"\0" * 500_000,
    ],
)
def test_hostile_bytes_give_a_text(data: bytes) -> None:
    """
    Whatever the bytes are, there is a text, and the same each time.
    """
    assert decode(data, FORM) == decode(data, FORM)
