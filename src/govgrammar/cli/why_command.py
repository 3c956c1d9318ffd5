"""`govgrammar why`: what took a place, and how a cell came to what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, cast

import click

from govgrammar.cli.inputs import inputs_of
from govgrammar.cli.language import language_option
from govgrammar.cli.progress import Progress
from govgrammar.cli.workbench_options import (
    UNREADABLE,
    aligned,
    each,
    format_option,
    print_data,
    print_lines,
    said,
    source_options,
)
from govgrammar.diagnostics import Language
from govgrammar.export.words import Line, Piece, cut

if TYPE_CHECKING:
    from govgrammar.model.cell import Cell, Number
    from govgrammar.source import Source, Span
    from govgrammar.workbench.deciding import Deciding, Decision
    from govgrammar.workbench.explaining import WhyCell, WhyPlace
    from govgrammar.workbench.reasons import IdentityPart, IdentityShown, Reason, Rival

_SHOWN: Final = 36
#: Characters of one role that are listed one by one; `--all` lists every one.
_LISTED: Final = 8
_PHRASES: Final = {
    "row": ("行", "row"),
    "column": ("列", "column"),
    "figure": ("数字", "figure"),
    "how": ("列的依据", "columns"),
    "header": ("表头", "header"),
    "identity": ("勾稽", "identity"),
    "broken": ("勾稽不成立,不作推定: {name}", "an identity fails, nothing is inferred: {name}"),
    "rival": ("排除", "ruled out"),
    "by": ("{value}: {n}种排法, 由 {names} 排除", "{value}: {n} placements, by {names}"),
    "jointly": (
        "{value}: {n}种排法, 由各短行合起来排除",
        "{value}: {n} placements, by the short rows of the table together",
    ),
    "decided": (
        "决定此格的字符(换成别的,此格就变)",
        "the characters that decide it: with others there, it reads otherwise",
    ),
    "nothing": ("没有: 文中没有写到此格", "none: nothing in the document names this cell"),
    "untried": ("另有{n}处未试(文本过长)", "{n} more places were not tried: the text is long"),
    "more": ("另有{n}处,--all 全部列出", "{n} more; --all lists them"),
    "becomes": ("换成 {change} -> {cell}", "with {change} -> {cell}"),
    "left_out": ("删去", "nothing"),
    "gone": ("没有此格", "no such cell"),
    "no_row": ("文中没有此行", "the document has no such row"),
    "rules": ("规则", "rules"),
    "expected": ("此处应为", "expected"),
    "nearest": ("相近的标签", "nearest"),
    "distance": ("{label} ({terminal}, 差{distance}字)", "{label} ({terminal}, {distance} glyphs away)"),
    "cells": ("相关单元格", "cells"),
    "blank": ("空白", "blank"),
    "open": ("未定", "open"),
}
_HOW: Final = {
    "as-written": ("{slots}格正好{width}列,按顺序对应", "{slots} cells for {width} columns, in order"),
    "by-place": ("按格子在行中的位置", "a cell's place on its line is its column"),
    "own-table": ("按文件自带表格中的位置", "the heading above its place in the file's own table"),
    "blanks-kept": (
        "{slots}格{width}列,行后的竖线或空行为空格",
        "{slots} cells for {width} columns; the bars or empty lines behind the row are blanks",
    ),
    "short": ("缺格: 只有{slots}格,应有{width}列", "cells are lost: {slots} for {width} columns"),
    "too-long": ("多格: {slots}格,应有{width}列", "too many cells: {slots} for {width} columns"),
    "header-undecided": ("表头不能确定各列", "the header does not tell the columns"),
    "glued": ("数字连写在标签格中", "the figures are run together in the label's cell"),
    "no-figures": ("只有标签,没有数字", "a label without figures"),
}
_CERTAINTY: Final = {
    "complete": ("表头写明各列", "names every column"),
    "partial": ("表头只写明部分列", "names some columns"),
    "lost": ("表头缺失,按表式顺序", "is lost; the form's order stands in"),
    "undecided": ("表头自相矛盾", "contradicts itself"),
}
_STATE: Final = {"holds": ("成立", "holds"), "fails": ("不成立", "fails"), "open": ("未定", "open")}
_ROLES: Final = {
    "figure": ("本格数字", "its own characters"),
    "row": ("行标签", "label of its row"),
    "column": ("列标签", "label of its column"),
    "header": ("表头其他列", "other labels of the header"),
    "heading": ("章节标题", "headings of sections"),
    "figures": ("其他数字", "other figures"),
    "label": ("其他行标签", "labels of other rows"),
    "layout": ("竖线与换行", "bars and line ends"),
    "text": ("其他文字", "other text"),
}


@click.command()
@click.argument("path", metavar="PATH", type=click.Path(allow_dash=True))
@click.argument("place", metavar="LINE[:COL]|TABLE/ROW/COLUMN")
@click.option("--all", "everything", is_flag=True, help="全部列出  List every place that decides a cell.")
@format_option("text", "json")
@source_options
@language_option
def why(path: str, place: str, form: str, lang: str, *, everything: bool, **options: object) -> int:
    """Say why a place or a cell reads as it does.  解释一处或一格的由来.

    \b
    govgrammar why report.txt 25          what took line 25, what was expected there, the nearest labels
    govgrammar why report.txt 25:3        the same for one place
    govgrammar why report.txt requests/new_requests/total
                                          how the cell came about, and which characters decide it
    """  # noqa: D301 -- click wants the character itself
    from govgrammar.workbench import NoSuchPlaceError, to_data  # noqa: PLC0415 -- Lark is not loaded for --help
    from govgrammar.workbench import why as asked  # noqa: PLC0415 -- the same

    language = cast("Language", lang)
    if len(list(inputs_of([path]))) > 1:
        msg = "give one file  请给一个文件"
        raise click.UsageError(msg)
    try:
        with Progress(0).running() as progress:
            found, status = each([path], language, lambda stream: asked(stream, place, watch=progress.told, **options))  # type: ignore[arg-type]
    except NoSuchPlaceError as error:
        near = f"; 是否为 did you mean {' / '.join(error.near)}?" if error.near else ""
        msg = f"{path}: {error.place}: 没有此处 no such place{near}"
        raise click.UsageError(msg) from error
    if status:
        return UNREADABLE
    if form == "json":
        print_data(found, lambda one: to_data(one, one.source))
        return 0
    for _, one in found:
        for number, answer in enumerate(one.places):
            print_lines([*([()] if number else []), *_place(answer, one.source, language)])
        for number, cell in enumerate(one.cells):
            print_lines([*([()] if number else []), *_cell(cell, one.source, language, everything=everything)])
    return 0


# ---- a place ----


def _place(answer: WhyPlace, source: Source, lang: Language) -> list[Line]:
    line, column = source.position(answer.span.start)
    head: Line = (
        Piece(f"{line}:{column} ", "legend"),
        Piece(answer.terminal, "heading"),
        Piece(f" {_words(answer.raw)}"),
    )
    facts = [(said(_PHRASES, "rules", lang), " > ".join(answer.rules))]
    facts += [(said(_PHRASES, "expected", lang), " | ".join(answer.expected))] if answer.expected else []
    for near in answer.nearest:
        words = said(_PHRASES, "distance", lang, label=near.label, terminal=near.terminal, distance=near.distance)
        facts.append((said(_PHRASES, "nearest", lang), words))
    facts += [(said(_PHRASES, "cells", lang), f"{cell.key} {_says(cell, lang)}") for cell in answer.cells]
    return [head, *aligned(_once(facts), ("header", "label"), indent=2)]


def _once(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same heading once only."""
    return [(name if not n or facts[n - 1][0] != name else "", text) for n, (name, text) in enumerate(facts)]


def _words(text: str) -> str:
    from govgrammar.workbench.listing import made_visible  # noqa: PLC0415 -- Lark is not loaded for --help

    return cut(made_visible(text), _SHOWN)


# ---- a cell ----


def _cell(answer: WhyCell, source: Source, lang: Language, *, everything: bool) -> list[Line]:
    cell = answer.cell
    lines: list[Line] = [(Piece(f"{cell.key}  ", "heading"), Piece(_says(cell, lang), cell.state))]
    facts: list[tuple[str, str]] = []
    for reason in answer.reasons:
        facts += _reason(reason, source, lang)
    if not answer.reasons:
        facts.append((said(_PHRASES, "row", lang), said(_PHRASES, "no_row", lang)))
    if cell.span.end > cell.span.start:
        facts.append((said(_PHRASES, "figure", lang), _spot(cell.span, source)))
    lines += aligned(_once(facts), ("header", "label"), indent=2)
    lines.append((Piece(f"  {said(_PHRASES, 'decided', lang)}", "header"),))
    return lines + list(_decision(answer.decision, source, lang, everything=everything))


def _says(cell: Cell, lang: Language) -> str:
    if cell.state == "number":
        inferred = " (inferred)" if cell.placement == "inferred" else ""
        return f"{cell.value}{cell.unit or ''}{inferred}"
    if cell.state == "ambiguous":
        return f"ambiguous {{{', '.join(_number(value, lang) for value in cell.candidates)}}}"
    return cell.state


def _number(value: Number | None, lang: Language) -> str:
    return said(_PHRASES, "blank", lang) if value is None else str(value)


def _spot(span: Span, source: Source) -> str:
    line, column = source.position(span.start)
    return f"{line}:{column} {_words(source.slice(span))}"


def _reason(reason: Reason, source: Source, lang: Language) -> Iterator[tuple[str, str]]:
    yield said(_PHRASES, "row", lang), _spot(reason.row, source)
    for span in reason.columns:
        yield said(_PHRASES, "column", lang), _spot(span, source)
    yield said(_PHRASES, "header", lang), said(_CERTAINTY, reason.header, lang)
    yield said(_PHRASES, "how", lang), said(_HOW, reason.how, lang, slots=reason.slots, width=reason.width)
    if reason.broken is not None:
        yield said(_PHRASES, "identity", lang), said(_PHRASES, "broken", lang, name=reason.broken)
    for identity in reason.identities:
        yield said(_PHRASES, "identity", lang), _identity(identity, lang)
    for rival in reason.rivals:
        yield said(_PHRASES, "rival", lang), _rival(rival, lang)


def _identity(identity: IdentityShown, lang: Language) -> str:
    left, right = (" + ".join(_parts(side, lang)) for side in (identity.left, identity.right))
    return f"{identity.name}: {left} = {right} ({said(_STATE, identity.state, lang)})"


def _parts(parts: tuple[IdentityPart, ...], lang: Language) -> list[str]:
    """The parts that are stated, and how many are open or blank."""
    stated = [str(part.value) for part in parts if not part.open and part.value is not None]
    open_parts = sum(part.open for part in parts)
    counts = (("open", open_parts), ("blank", len(parts) - len(stated) - open_parts))
    more = [(said(_PHRASES, name, lang), count) for name, count in counts if count]
    return [*stated, *(f"{count} x {name}" if count > 1 else name for name, count in more)]


def _rival(rival: Rival, lang: Language) -> str:
    value = _number(rival.value, lang)
    if rival.excluded_by:
        return said(_PHRASES, "by", lang, value=value, n=rival.placements, names=", ".join(rival.excluded_by))
    return said(_PHRASES, "jointly", lang, value=value, n=rival.placements)


def _decision(decision: Decision, source: Source, lang: Language, *, everything: bool) -> Iterator[Line]:
    if not decision.deciding and not decision.untried:
        yield (Piece(f"    {said(_PHRASES, 'nothing', lang)}", "legend"),)
    rows: list[tuple[str, str, str, str]] = []
    for role, phrases in _ROLES.items():
        found = [one for one in decision.deciding if one.role == role]
        shown = found if everything else found[:_LISTED]
        for number, one in enumerate(shown):
            name = phrases[0 if lang == "zh" else 1] if not number else ""
            rows.append((name, *_deciding(one, source, lang)))
        if len(found) > len(shown):
            rows.append(("", "", said(_PHRASES, "more", lang, n=len(found) - len(shown)), ""))
    yield from aligned(rows, ("header", "legend", "label", "legend"), indent=4)
    if decision.untried:
        yield (Piece(f"    {said(_PHRASES, 'untried', lang, n=decision.untried)}", "warning"),)


def _deciding(one: Deciding, source: Source, lang: Language) -> tuple[str, str, str]:
    places = ", ".join("{}:{}".format(*source.position(span.start)) for span in one.spans)
    written = " / ".join(_words(source.slice(span)) for span in one.spans)
    change = " / ".join(_words(text) or said(_PHRASES, "left_out", lang) for text in one.change)
    cell = said(_PHRASES, "gone", lang) if one.becomes is None else _says(one.becomes, lang)
    return places, written, said(_PHRASES, "becomes", lang, change=change, cell=cell)
