"""The annotated grammar: one page, without scripts and without anything from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from govgrammar.diagnostics import Language
from govgrammar.grammar import read_grammar
from govgrammar.workbench.measuring import KINDS, Coverage, Covered

if TYPE_CHECKING:
    from jinja2 import Environment

KIND_NAMES: Final = {
    "rule": ("规则", "rules"),
    "alternative": ("选项", "alternatives"),
    "alias": ("标签写法", "label aliases"),
    "word": ("叙述用语", "words of narratives"),
    "layout": ("版式", "layouts"),
    "code": ("诊断代码", "diagnostic codes"),
}
_WORDS: Final = {
    "title": ("语法覆盖", "Coverage of the grammar"),
    "about": ("语法目录 {folder}, {documents}份文档", "grammar folder {folder}, {documents} documents"),
    "what": ("类别", "what"),
    "hit": ("用到", "hit"),
    "never": ("没有用到", "never hit"),
    "times": ("{hits}次: {examples}", "{hits} times: {examples}"),
}
#: Things that stand in the files; of a place that several share, the first of these is shown.
_IN_FILES: Final = ("rule", "alternative", "alias", "word")


@frozen
class _Piece:
    text: str
    item: Covered | None = None
    title: str = ""


@frozen
class _Line:
    """`hits` are those of what is hit least on the line; `None` where nothing on it can be hit."""

    number: int
    pieces: tuple[_Piece, ...]
    hits: int | None

    @property
    def unhit(self) -> bool:
        """Whether something on the line was never made use of."""
        return self.hits == 0


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Jinja2 with everything escaped.  Raises `ModuleNotFoundError` that names what to install."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 -- an extra
    except ModuleNotFoundError as error:
        msg = 'pages need jinja2; run: pip install "govgrammar[cli]"'
        raise ModuleNotFoundError(msg, name="jinja2") from error
    return Environment(
        loader=PackageLoader("govgrammar.workbench"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def coverage_page(coverage: Coverage, lang: Language = "zh") -> str:
    """The files of the grammar line by line, with what was made use of; what never was stands out."""
    one = 0 if lang == "zh" else 1
    words = {name: pair[one] for name, pair in _WORDS.items()}
    shares = [_share(coverage, kind, one) for kind in KINDS]
    grammar = read_grammar(Path(coverage.folder))
    files = [
        {"name": file.name, "anchor": f"f{number}", "lines": list(_lines(file.name, file.text, coverage, words))}
        for number, file in enumerate((*grammar.files, *grammar.inner))
    ]
    others = [{"name": KIND_NAMES[kind][one], "things": coverage.by_kind[kind]} for kind in ("layout", "code")]
    template = _environment().get_template("coverage.html.j2")
    return template.render(coverage=coverage, words=words, lang=lang, shares=shares, files=files, others=others)


def _share(coverage: Coverage, kind: str, lang: int) -> dict[str, Any]:
    hit, total = coverage.share(kind)
    return {"name": KIND_NAMES[kind][lang], "hit": hit, "total": total, "percent": f"{coverage.percent(kind):.1f}"}


def _lines(name: str, text: str, coverage: Coverage, words: dict[str, str]) -> Iterator[_Line]:
    on_line: dict[int, list[Covered]] = {}
    for item in coverage.items:
        if item.kind in _IN_FILES and item.file == name:
            on_line.setdefault(item.line, []).append(item)
    for number, line in enumerate(text.split("\n"), 1):
        items = on_line.get(number, [])
        yield _Line(number, tuple(_pieces(line, items, words)), min((item.hits for item in items), default=None))


def _pieces(line: str, items: Sequence[Covered], words: dict[str, str]) -> Iterator[_Piece]:
    """A line cut where its things stand, one behind the other; what goes on over several lines is marked at its name."""
    place = 0
    for item in items:
        begin = line.find(item.name, place)
        if begin < 0:
            continue
        if begin > place:
            yield _Piece(line[place:begin])
        place = begin + len(item.name)
        yield _Piece(item.name, item, _title(item, words))
    yield _Piece(line[place:])


def _title(item: Covered, words: dict[str, str]) -> str:
    if not item.hits:
        return words["never"]
    return words["times"].format(hits=item.hits, examples=", ".join(map(str, item.examples)))
