"""How other programs write tables to CSV and Markdown files: layouts of the tests' own."""

import csv
import io
import re
from collections.abc import Callable
from typing import Final

from govgrammar.layouts.registry import Layout
from govgrammar.layouts.sheet import Sheet

Grid = list[list[str]]
Change = Callable[[str], str]
_FIGURE: Final = re.compile(r"[-+]?[0-9.]+(?:万?元)?")


def empty_spans(sheet: Sheet) -> Grid:
    """The full grid, nothing where a span reaches."""
    return [list(row) for row in sheet.texts]


def repeated_spans(sheet: Sheet) -> Grid:
    """The full grid, the text of a label in every place that it spans."""
    grid = [[""] * sheet.width for _ in sheet.rows]
    for row, slots in enumerate(sheet.slots):
        for column, box in enumerate(slots):
            if box is not None:
                for line in grid[row : row + box.rows]:
                    line[column : column + box.columns] = [box.text] * box.columns
    return grid


def one_wider(sheet: Sheet) -> Grid:
    """The full grid with an empty last column."""
    return [[*row, ""] for row in empty_spans(sheet)]


def shifted(sheet: Sheet) -> Grid:
    """The full grid with an empty first column."""
    return [["", *row] for row in empty_spans(sheet)]


# ---- CSV ----


def _csv(rows: Grid, **options: object) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, **{"lineterminator": "\n", **options}).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().removesuffix("\n")


def _csv_layout(
    name: str, about: str, grid: Callable[[Sheet], Grid] = empty_spans, change: Change = str, **options: object
) -> Layout:
    def table(sheet: Sheet) -> str:
        return _csv([[change(text) for text in row] for row in grid(sheet)], **options)

    return Layout(name, about, True, table, paragraph=lambda text: _csv([[text]], **options))


def _padded(text: str) -> str:
    return _csv([[text, *[""] * 9]])


def broken_header(text: str) -> str:
    """A label of four characters on two lines of its cell."""
    return text if len(text) != 4 or _FIGURE.fullmatch(text) else f"{text[:2]}\n{text[2:]}"


CSV: Final = (
    _csv_layout("semicolons", "the delimiter of many locales", delimiter=";"),
    _csv_layout("all-quoted", "every cell between quotes", quoting=csv.QUOTE_ALL),
    _csv_layout("semicolons-quoted", "both", delimiter=";", quoting=csv.QUOTE_ALL),
    _csv_layout("line-breaks", "line breaks inside of quoted header cells", change=broken_header),
    _csv_layout("trailing-column", "an empty last column", grid=one_wider),
    _csv_layout("leading-column", "an empty first column", grid=shifted),
    _csv_layout("repeated", "the text of merged cells in every place", grid=repeated_spans),
    Layout(
        "padded-headings",
        "headings and paragraphs filled up with commas, as Excel writes them",
        True,
        lambda sheet: _csv([[*row, *[""] * (10 - len(row))] for row in empty_spans(sheet)]),
        paragraph=_padded,
    ),
    Layout(
        "tabs-quoted",
        "tabs, every cell between quotes",
        True,
        lambda s: _csv(empty_spans(s), delimiter="\t", quoting=csv.QUOTE_ALL),
    ),
    Layout("tabs-repeated", "tabs, merged cells repeated", True, lambda s: _csv(repeated_spans(s), delimiter="\t")),
)


# ---- Markdown ----


def _markdown(
    name: str,
    about: str,
    *,
    grid: Callable[[Sheet], Grid] = empty_spans,
    change: Change = str,
    rule: str = "---",
    outer: bool = True,
    header: bool = True,
    heading: Change = str,
) -> Layout:
    def table(sheet: Sheet) -> str:
        rows = [[change(text) for text in row] for row in grid(sheet)]
        if not header:
            rows.insert(0, [""] * len(rows[0]))
        rows.insert(1, [rule] * len(rows[0]))
        lines = (" | ".join(row) for row in rows)
        return "\n".join(f"| {line} |" if outer else line for line in lines)

    return Layout(name, about, True, table, "\n\n", heading)


def bold(text: str) -> str:
    return f"**{text}**" if text else text


def underlined(text: str) -> str:
    return f"__{text}__" if text else text


def code(text: str) -> str:
    return f"`{text}`" if _FIGURE.fullmatch(text) else text


def broken(text: str) -> str:
    """A line break inside of every longer label."""
    return text if len(text) < 4 or _FIGURE.fullmatch(text) else f"{text[:2]}<br>{text[2:]}"


def broken_xhtml(text: str) -> str:
    return broken(text).replace("<br>", "<br/>")


def escaped(text: str) -> str:
    return re.sub(r"(?<!\d)[-+()]|\.(?!\d)", r"\\\g<0>", text)


def spaces(text: str) -> str:
    return text or "&nbsp;"


def entities(text: str) -> str:
    return re.sub("[“”]", "&quot;", text.replace("、", "、&nbsp;")) + "&nbsp;"


def headed(text: str) -> str:
    return f"## {text}" if re.match("[一二三四五六]、", text) else text


MARKDOWN: Final = (
    _markdown("md-no-outer", "no outer bars", outer=False),
    _markdown("md-aligned", "alignment", rule=":---:"),
    _markdown("md-aligned-short", "alignment", rule=":-", outer=False),
    _markdown("md-right", "alignment", rule="--:"),
    _markdown("md-br", "line breaks", change=broken),
    _markdown("md-br-xhtml", "line breaks", change=broken_xhtml),
    _markdown("md-bold", "bold", change=bold),
    _markdown("md-underlined", "bold", change=underlined),
    _markdown("md-code", "code", change=code),
    _markdown("md-escaped", "escapes", change=escaped, heading=escaped),
    _markdown("md-nbsp", "no-break spaces in blank cells", change=spaces),
    _markdown("md-entities", "entities", change=entities, heading=entities),
    _markdown("md-headed", "headings", heading=headed),
    _markdown("md-headerless", "an empty header row", header=False),
    _markdown("md-repeated", "merged cells repeated", grid=repeated_spans),
    _markdown("md-repeated-no-outer", "merged cells repeated", grid=repeated_spans, outer=False),
    _markdown("md-repeated-headerless", "merged cells repeated", grid=repeated_spans, header=False),
    _markdown("md-wider", "an empty last column", grid=one_wider),
    _markdown(
        "md-all",
        "much at once",
        grid=empty_spans,
        change=lambda t: bold(escaped(broken(t))),
        heading=headed,
        header=False,
    ),
)
