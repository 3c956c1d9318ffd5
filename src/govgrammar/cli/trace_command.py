"""`govgrammar trace`: how each table is written and why it was taken so; each token's way through the grammar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

import click

from govgrammar.cli.language import language_option
from govgrammar.cli.workbench_options import (
    aligned,
    each,
    format_option,
    headed,
    print_data,
    said,
    source_options,
)
from govgrammar.diagnostics import Language
from govgrammar.export.words import Line, Piece, cut

if TYPE_CHECKING:
    from govgrammar.tokens import TableStyle
    from govgrammar.workbench.tracing import TableTrace, Trace

_AT: Final = re.compile(r"(\d+)(?::(\d+))?")
_SHOWN: Final = 40
_PHRASES: Final = {
    "report": ("报告{n} ", "report {n} "),
    "lines": ("第{first}至{last}行", "lines {first} to {last}"),
    "style": ("书写方式", "style"),
    "gaps": ("间隔{gaps}处,含竖线{barred}处,同行{on}处", "{gaps} gaps, {barred} with bars, {on} on one line"),
    "inside": ("行内间隔{inside}处,含竖线{barred}处", "{inside} gaps inside rows, {barred} with bars"),
    "distances": ("无竖线的间隔含换行: {counts}", "line ends in gaps without bars: {counts}"),
    "begins": ("以竖线开头的行: {bars}/{lines}", "lines that begin with a bar: {bars} of {lines}"),
    "padding": ("标签后最长竖线: {padding}", "longest run of bars behind a label: {padding}"),
    "habits": ("空白习惯", "blanks"),
    "place": ("位置即列", "a place on its line is a column"),
    "keeps": ("空格保留原位", "kept in their places"),
    "slides": ("空格右移", "slide to the right"),
    "pads": ("行尾有填充", "rows are padded"),
    "nothing": ("没有迹象", "no sign of any habit"),
    "width": ("整行宽{width}", "full rows are {width} wide"),
    "spacing": ("行间空行{spacing}", "{spacing} empty lines between rows"),
    "header": ("表头", "header"),
    "rows": ("{rows}行", "{rows} rows"),
    "row": ("行", "rows"),
    "slots": ("{slots}格/{columns}列", "{slots} of {columns}"),
    "behind": ("其后 {behind}", "behind it {behind}"),
    "token": ("记号", "tokens"),
    "none": ("此处没有内容", "nothing here"),
}
_HOW: Final = {
    "as-written": ("各列齐全", "fills its columns"),
    "by-place": ("按位置", "by place"),
    "own-table": ("按文件自带的表格", "by the file's own table"),
    "blanks-kept": ("行后为空格", "what stands behind it is blank"),
    "short": ("缺格", "lacks cells"),
    "too-long": ("多格", "too many cells"),
}
_STYLES: Final = {
    "barred": ("以竖线分格", "cells between bars"),
    "paragraphs": ("每段一格,相隔{distance}个换行", "each cell a paragraph, {distance} line ends apart"),
    "packed": ("每行一行数字,不留空格", "a line of figures a row, blanks lost"),
    "lined": ("每行一行", "each row a line"),
    "outer": ("行首有竖线", "a bar opens each line"),
    "separators": ("竖线只在格间", "bars between cells only"),
    "marked": ("行前有单独竖线", "a bar of its own before each row"),
    "padded": ("行尾有填充", "padded"),
    "gridded": ("每行格位齐全", "every place on every line"),
    "distinct": ("没有两格相同", "no two cells alike"),
}
_FAR: Final = 1000


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--rule", metavar="NAME", help="只看一条规则  Only tokens that this rule or terminal took.")
@click.option("--at", metavar="LINE[:COL]", help="只看一处  Only what stands there.")
@format_option("text", "json")
@source_options
@language_option
def trace(paths: tuple[str, ...], rule: str | None, at: str | None, form: str, lang: str, **options: object) -> int:
    """Say how tables were taken to be written, and by which counts; each token's way with --rule or --at.  解读过程."""
    from govgrammar.workbench import to_data  # noqa: PLC0415 -- Lark is not loaded for --help
    from govgrammar.workbench import trace as made  # noqa: PLC0415 -- the same

    place = _AT.fullmatch(at) if at is not None else None
    if at is not None and place is None:
        msg = f"--at {at}: give LINE or LINE:COL  请写作 行 或 行:列"
        raise click.UsageError(msg)
    language = cast("Language", lang)
    found, status = each(paths, language, lambda stream: made(stream, **options))  # type: ignore[arg-type]
    line, column = (int(place[1]), int(place[2]) if place[2] else None) if place else (None, None)
    chosen = [(source, one.selected(rule=rule, line=line, column=column)) for source, one in found]
    if form == "json":
        print_data(chosen, lambda one: to_data(one, one.source))
    else:
        narrow = rule is not None or at is not None
        headed(chosen, lambda one: _lines(one, language, tokens=narrow))
    return status


def _lines(trace: Trace, lang: Language, *, tokens: bool) -> list[Line]:
    lines = [line for table in trace.tables for line in _table(trace, table, lang, rows=not tokens)]
    if tokens and trace.tokens:
        lines.append((Piece(said(_PHRASES, "token", lang), "heading"),))
        rows = [
            (f"{t.line}:{t.column}", t.terminal, " > ".join(t.rules), t.became, cut(_one_line(t.raw), _SHOWN))
            for t in trace.tokens
        ]
        lines += aligned(rows, ("legend", "header", "label", "header", "label"), indent=2)
    return lines or [(Piece(said(_PHRASES, "none", lang), "legend"),)]


def _one_line(text: str) -> str:
    from govgrammar.workbench.listing import made_visible  # noqa: PLC0415 -- Lark is not loaded for --help

    return made_visible(text)


def _table(trace: Trace, table: TableTrace, lang: Language, *, rows: bool) -> list[Line]:
    several = len({one.report for one in trace.tables}) > 1
    head = said(_PHRASES, "report", lang, n=table.report + 1) if several else ""
    first, last = trace.source.position(table.span.start)[0], trace.source.position(table.span.end)[0]
    where = said(_PHRASES, "lines", lang, first=first, last=last)
    lines: list[Line] = [(Piece(f"{head}{table.table}  ", "heading"), Piece(where, "legend"))]
    facts = [(said(_PHRASES, "style", lang), _style(table.style, lang)), *(("", fact) for fact in _counts(table, lang))]
    facts.append((said(_PHRASES, "habits", lang), _habits(table, lang)))
    for header in table.headers:
        columns = ", ".join(header.columns)
        rows_of = said(_PHRASES, "rows", lang, rows=header.rows)
        said_of = f"{header.block} ({header.edition}): {header.certainty}, {rows_of}"
        facts.append((said(_PHRASES, "header", lang), f"{said_of}{': ' + columns if columns else ''}"))
    lines += aligned(facts, ("header", "label"), indent=2)
    if rows and table.rows:
        lines.append((Piece(f"  {said(_PHRASES, 'row', lang)}", "header"),))
        shown = [
            (
                str(row.line),
                row.row,
                said(_PHRASES, "slots", lang, slots=row.slots, columns=row.columns),
                said(_HOW, row.how, lang)
                + (", " + said(_PHRASES, "behind", lang, behind="+".join(map(str, row.behind))) if row.behind else ""),
            )
            for row in table.rows
        ]
        lines += aligned(shown, ("legend", "label", "label", "legend"), indent=4)
    return lines


def _style(style: TableStyle | None, lang: Language) -> str:
    if style is None:
        return said(_PHRASES, "none", lang)
    if not style.barred:
        name = "packed" if style.distance > _FAR else "paragraphs"
        words = [said(_STYLES, name, lang, distance=style.distance)]
    else:
        words = [said(_STYLES, "barred", lang)]
    names = ("lined", "outer", "separators", "marked", "padded", "gridded", "distinct")
    return ", ".join([*words, *(said(_STYLES, name, lang) for name in names if getattr(style, name))])


def _counts(table: TableTrace, lang: Language) -> list[str]:
    counts = table.counts
    facts = [said(_PHRASES, "gaps", lang, gaps=counts.gaps, barred=counts.barred, on=counts.on_a_line)]
    facts.append(said(_PHRASES, "inside", lang, inside=counts.inside, barred=counts.inside_barred))
    if counts.distances:
        times = ", ".join(f"{ends} x{n}" for ends, n in counts.distances)
        facts.append(said(_PHRASES, "distances", lang, counts=times))
    if counts.barred:
        facts.append(said(_PHRASES, "begins", lang, bars=counts.lines_with_bar, lines=counts.lines))
        facts.append(said(_PHRASES, "padding", lang, padding=counts.padding))
    return facts


def _habits(table: TableTrace, lang: Language) -> str:
    names = [("place", table.by_place), ("keeps", table.keeps), ("slides", table.slides), ("pads", table.pads)]
    words = [said(_PHRASES, name, lang) for name, there in names if there]
    if table.width is not None:
        words.append(said(_PHRASES, "width", lang, width=table.width))
    if table.spacing:
        words.append(said(_PHRASES, "spacing", lang, spacing=table.spacing))
    return ", ".join(words) or said(_PHRASES, "nothing", lang)
