"""What a browser shows of an element, by its name, its attributes and the page's own style rules."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from govgrammar.documents.html_style import StyleRules

_ATTRIBUTE: Final = '(?:^| ){}="([^"]*)"'
CLASS, NAME, STYLE, VALUE, KIND, _COLSPAN, _ROWSPAN, WIDTH, HEIGHT = (
    re.compile(_ATTRIBUTE.format(name))
    for name in ("class", "id", "style", "value", "type", "colspan", "rowspan", "width", "height")
)
SELECTED: Final = re.compile('(?:^| )selected="')
#: Attributes without one of these words change nothing of what is shown.
TELLING: Final = re.compile(r"hidden|display|visibility|line-through|white-space", re.IGNORECASE)
_HIDDEN: Final = re.compile(r'(?:^| )hidden="(?!until-found)')
_DISPLAY: Final = re.compile(r"(?:^|;)\s*display\s*:\s*([\w-]+)", re.IGNORECASE)
_VISIBILITY: Final = re.compile(r"(?:^|;)\s*visibility\s*:\s*([\w-]+)", re.IGNORECASE)
_LINE_THROUGH: Final = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_KEEPS_SPACE: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)

NOT_SHOWN: Final = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "object",
        "iframe",
        "audio",
        "video",
        "canvas",
        "svg",
        "math",
        "datalist",
        "dialog",
        "rt",
        "rp",
        "title",
        "applet",
        "noembed",
        "noframes",
        "frameset",
        "map",
        "meter",
        "progress",
    ]
)
#: Of those, what a browser paints: a digit can stand in it.
PAINTED: Final = frozenset(["canvas", "iframe", "math", "meter", "object", "progress", "svg", "video"])
VOID: Final = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()  # noqa: SIM905
)
BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "ul",
    ]
)
CELLS: Final = frozenset({"td", "th"})
_ROW_SPANS: Final = 65_534
BLOCK_DISPLAYS: Final = frozenset(
    {"block", "flex", "grid", "list-item", "table", "table-row", "table-cell", "flow-root"}
)
ROW_DISPLAYS: Final = frozenset({"flex", "inline-flex", "table-row"})
APART_DISPLAYS: Final = frozenset({"inline-block", "inline-flex", "inline-grid", "inline-table"})
#: A raised digit is a note's: it is no digit of the number before it.
_RAISED: Final = frozenset({"sup", "sub"})
#: Inputs whose value is not seen, or is no text that somebody wrote.
NOT_WRITTEN: Final = frozenset(
    "hidden checkbox radio submit button reset image file password color range".split()  # noqa: SIM905
)
#: Stands for a cell that keeps its place and shows nothing.
BLANK: Final = "blank"


class Shown(NamedTuple):
    """What a tag says of its element.  `hidden` is true where nothing of its text is shown, `painted` where something is
    painted in its place, `apart` where it stands apart from the
    text beside it; `struck` and `keeps_space` hold for the text in it.  `plain` is true where nothing is said at
    all.  `spans` are the columns and rows that a cell of a table takes, and 0 for all other elements.
    """

    name: str
    attributes: str
    void: bool
    hidden: bool = False
    painted: bool = False
    blank: bool = False
    block: bool = False
    row: bool = False
    apart: bool = False
    struck: bool = False
    keeps_space: bool = False
    plain: bool = False
    spans: tuple[int, int] = (0, 0)


def read_tag(tag: str, styles: StyleRules) -> Shown:
    """What an opening tag says, on a page with these style rules."""
    name, _, attributes = tag.partition(" ")
    void = name in VOID or name.startswith("?")  # an instruction holds nothing either
    if name in NOT_SHOWN:
        painted = name in PAINTED and not (attributes and display_of(name, attributes, styles) == "none")
        return Shown(name, attributes, void, hidden=True, painted=painted)
    said = TELLING.search(attributes) is not None if attributes else False
    display = display_of(name, attributes, styles) if attributes and (said or styles) else ""
    return Shown(
        name,
        attributes,
        void,
        hidden=display == "none",
        blank=display == BLANK,
        block=display in BLOCK_DISPLAYS or (name in BLOCKS and display != "inline"),
        row=display in ROW_DISPLAYS,
        apart=display in APART_DISPLAYS or name in _RAISED,
        struck=said and is_struck(attributes),
        keeps_space=said and keeps_space(attributes),
        plain=not (said or display),
        spans=spans_of(attributes) if name in CELLS else (0, 0),
    )


def display_of(name: str, attributes: str, styles: StyleRules) -> str:
    """How an element is displayed, as far as the page says: `none` where it is not, "" where nothing is said."""
    if _HIDDEN.search(attributes):
        return "none"
    said: dict[str, str] = {}
    if styles:
        classes, own = CLASS.search(attributes), NAME.search(attributes)
        said = styles.of(name, own[1] if own else "", classes[1].split() if classes else ())
    style = STYLE.search(attributes)
    if style:
        for what, pattern in (("display", _DISPLAY), ("visibility", _VISIBILITY)):
            found = pattern.findall(style[1])
            if found:
                said[what] = found[-1].lower()
    display = said.get("display", "")
    if said.get("visibility") in {"hidden", "collapse"} and display != "none":
        return BLANK if name in CELLS else "none"
    return display


def is_struck(attributes: str) -> bool:
    """Whether an element's style strikes its text out."""
    style = STYLE.search(attributes)
    return style is not None and _LINE_THROUGH.search(style[1]) is not None


def keeps_space(attributes: str) -> bool:
    """Whether an element's style keeps line ends and spaces."""
    style = STYLE.search(attributes)
    return style is not None and _KEEPS_SPACE.search(style[1]) is not None


def unescaped(text: str) -> str:
    """A text or attribute as the parser wrote it, without its escapes."""
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&quot;", '"').replace("&amp;", "&")


def spans_of(attributes: str) -> tuple[int, int]:
    """How many columns and rows a cell takes, by its attributes."""
    columns = _COLSPAN.search(attributes) if attributes else None
    rows = _ROWSPAN.search(attributes) if attributes else None
    return column_span(columns[1]) if columns else 1, row_span(rows[1]) if rows else 1


def column_span(attribute: str) -> int:
    """How many columns a cell takes, as browsers read it: garbage is one."""
    return min(_leading_number(attribute, 1) or 1, 1000)


def row_span(attribute: str) -> int:
    """How many rows a cell takes; 0 for all that are left of its group."""
    return min(_leading_number(attribute, 1), _ROW_SPANS)


def _leading_number(attribute: str, otherwise: int) -> int:
    digits = attribute.strip(" \t\n\r\f").removeprefix("+")
    end = next((n for n, c in enumerate(digits) if not ("0" <= c <= "9")), len(digits))
    return int(digits[: min(end, 9)]) if end else otherwise
