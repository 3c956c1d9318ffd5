"""What a browser shows of an element, by its name, its attributes and the page's own style rules."""

from __future__ import annotations

import re
from typing import Final

from govgrammar.documents.html_style import StyleRules

_ATTRIBUTE: Final = '(?:^| ){}="([^"]*)"'
CLASS, NAME, STYLE, VALUE, KIND, COLSPAN, ROWSPAN, WIDTH, HEIGHT = (
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
BLOCK_DISPLAYS: Final = frozenset(
    {"block", "flex", "grid", "list-item", "table", "table-row", "table-cell", "flow-root"}
)
ROW_DISPLAYS: Final = frozenset({"flex", "inline-flex", "table-row"})
APART_DISPLAYS: Final = frozenset({"inline-block", "inline-flex", "inline-grid", "inline-table"})
#: Inputs whose value is not seen, or is no text that somebody wrote.
NOT_WRITTEN: Final = frozenset(
    "hidden checkbox radio submit button reset image file password color range".split()  # noqa: SIM905
)
#: Stands for a cell that keeps its place and shows nothing.
BLANK: Final = "blank"


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
        return BLANK if name in {"td", "th"} else "none"
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
