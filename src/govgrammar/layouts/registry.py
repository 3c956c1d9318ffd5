"""Every layout that can be written, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import frozen

from govgrammar.layouts import aligned, bars, delimited, html, markdown, paragraphs
from govgrammar.layouts.sheet import Sheet


@frozen
class Layout:
    """One way in which a report is written as text.

    `keeps_blanks` is true where the text says of every blank cell that it is there, and where.  `paragraph` writes what
    stands outside the tables, `between` stands between two paragraphs and around a table.
    """

    name: str
    about: str
    keeps_blanks: bool
    write: Callable[[Sheet], str]
    between: str = "\n"
    paragraph: Callable[[str], str] = str


def _with_bar(text: str) -> str:
    return f"{text} {bars.BAR}"


_ALL: Final = (
    Layout("paragraphs", "one cell a paragraph", True, paragraphs.write_paragraphs, "\n\n"),
    Layout(
        "paragraphs-without-blanks",
        "one cell a paragraph, blank cells lost",
        False,
        paragraphs.write_paragraphs_without_blanks,
        "\n\n",
    ),
    Layout("lines", "one cell a line, a blank cell an empty line", True, paragraphs.write_lines),
    Layout(
        "lines-without-blanks",
        "one cell a line, blank cells lost",
        False,
        paragraphs.write_lines_without_blanks,
    ),
    Layout("cell-lines", "`cell |` a line, a blank cell a lone bar, padding bars", True, bars.write_cell_lines),
    Layout(
        "cell-lines-without-blanks",
        "`cell |` a line, blank cells lost in the padding",
        False,
        bars.write_cell_lines_without_blanks,
    ),
    Layout("rows", "`cell | cell | ||`, blank cells lost in the padding", False, bars.write_rows),
    Layout("rows-without-padding", "`cell | cell |`", True, bars.write_rows_without_padding),
    Layout(
        "rows-with-placeholders",
        "`| | cell | |`, an empty slot for each place that a span takes",
        True,
        bars.write_rows_with_placeholders,
    ),
    Layout(
        "rows-with-lone-bars",
        "`cell | cell | ||`, a line with a bar for each blank cell",
        True,
        bars.write_rows_with_lone_bars,
    ),
    Layout("separator-lines", "a line with a bar between two cells", True, bars.write_separator_lines),
    Layout("bar-before-rows", "`cell |` a line, a lone bar before each row", True, bars.write_bar_before_rows),
    Layout("rows-between-bars", "`| cell | cell |`", True, bars.write_rows_between_bars),
    Layout("markdown", "a Markdown table", True, markdown.write_markdown, "\n\n"),
    Layout("one-line", "the whole report on one line", True, bars.write_on_one_line, " ", _with_bar),
    Layout("tabs", "tab-separated values", True, delimited.write_tabs),
    Layout("csv", "comma-separated values", True, delimited.write_csv, paragraph=delimited.csv_paragraph),
    Layout("html", "plain HTML", True, html.write_html, paragraph=html.html_paragraph),
    Layout("aligned", "columns aligned with spaces", True, aligned.write_aligned),
)

#: The layouts by name, in the order in which they are listed to people.
LAYOUTS: Final[dict[str, Layout]] = {layout.name: layout for layout in _ALL}
