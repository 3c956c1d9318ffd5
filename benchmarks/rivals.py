"""What else one could read these reports with: a script of regular expressions, Lark over characters, readers of HTML tables.

Each is written as somebody would who knows the form and nothing more, from the spellings that the grammar gives: no label is
typed here.  They read only what is printed in the form's own words, in one layout, without a blank, and place no figure in a
column; `compare.py` makes sure that they read the same figures as govgrammar, and measures no others.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from lark import Lark, Token

from govgrammar.form import Form, load_form

Figures = list[str]
FIGURE: Final = r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?"
_CELL_ENDS: Final = r"(?=[ \t]*(?:[|\n]|\Z))"


def labels_of(form: Form) -> list[str]:
    """The terminals of every label and heading that has a spelling."""
    named = {*form.headings.values()}.union(*form.own.values())
    return sorted(name for name in named if form.spellings.get(name))


def _either(form: Form, names: list[str]) -> str:
    """A pattern of all spellings of some terminals, the longest first."""
    spellings = {spelling for name in names for spelling in form.spellings[name]}
    return "|".join(map(re.escape, sorted(spellings, key=lambda spelling: (-len(spelling), spelling))))


def regex_script() -> Callable[[str], Figures]:
    """Labels with the run of figures behind each, by one pattern."""
    form = load_form()
    label = _either(form, labels_of(form))
    row = re.compile(rf"(?:^|[|\n])[ \t]*({label}){_CELL_ENDS}((?:[ \t]*[|\n][|\s]*{FIGURE}{_CELL_ENDS})*)")
    figure = re.compile(rf"{FIGURE}{_CELL_ENDS}")

    def read(text: str) -> Figures:
        rows = [(match[1], figure.findall(match[2])) for match in row.finditer(text)]
        return [number for _, numbers in rows for number in numbers]

    return read


def character_grammar(form: Form) -> str:
    """The form as a grammar over characters: a rule for each section, one for each label, a terminal for each label."""
    lines = ["start: (TEXT | FIGURE)* section*", f"section: {' | '.join(form.headings)}"]
    for section, heading in form.headings.items():
        own = [name for name in sorted(form.own.get(section, ())) if form.spellings.get(name)]
        items = [f"{section}__{name.lower()}" for name in own] + [f"{section}__text"]
        lines.append(f"{section}: {heading} FIGURE* ({' | '.join(items)})*")
        lines.append(f"{section}__text: TEXT FIGURE*")
        lines += [f"{section}__{name.lower()}: {name} FIGURE*" for name in own]
    for name in labels_of(form):
        lines.append(f"{name}.2: /(?:{_either(form, [name]).replace('/', chr(92) + '/')}){_CELL_ENDS}/")
    lines.append(f"FIGURE.1: /{FIGURE}{_CELL_ENDS}/")
    lines.append(rf"TEXT: /(?!{FIGURE}{_CELL_ENDS})[^|\s][^|\n]*/")
    lines += [r"SEPARATOR: /[|\s]+/", "%ignore SEPARATOR"]
    return "\n".join(lines) + "\n"


def lark_over_characters(parser: str, lexer: str) -> Callable[[str], Figures]:
    """Lark with one of its own lexers: the tree, and the figures that stand in it."""
    options: Any = {"parser": parser, "lexer": lexer}
    built = Lark(character_grammar(load_form()), **options)

    def read(text: str) -> Figures:
        found = [
            (token.start_pos, str(token))
            for token in built.parse(text).scan_values(lambda value: isinstance(value, Token))
            if token.type == "FIGURE"
        ]
        return [number for _, number in sorted(found)]

    return read


def readers_of_html(markup: str) -> dict[str, Callable[[], object]]:
    """The same page by others.  Raises `ImportError` where the extra `bench` is not installed."""
    pandas: Any = import_module("pandas")
    converter: Any = import_module("markitdown").MarkItDown(enable_plugins=False)
    lxml: Any = import_module("lxml.html")
    data = markup.encode()
    return {
        "selectolax alone, every row": lambda: _selectolax_rows(markup),
        "lxml, every row": lambda: [
            [cell.text_content() for cell in row] for row in lxml.fromstring(markup).iter("tr")
        ],
        "pandas.read_html": lambda: pandas.read_html(io.StringIO(markup)),
        "markitdown": lambda: converter.convert_stream(io.BytesIO(data), file_extension=".html"),
    }


def _selectolax_rows(markup: str) -> list[list[str]]:
    parser: Any = import_module("selectolax.lexbor").LexborHTMLParser
    return [[cell.text() for cell in row.iter()] for row in parser(markup).css("tr")]
