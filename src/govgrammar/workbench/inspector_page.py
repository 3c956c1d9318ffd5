"""The inspector's page: one file with its data, its style and its script, and nothing from elsewhere.

The page's policy names style and script by their hashes, so that nothing else in it could run; the script makes elements
and texts, never markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any, Final

from govgrammar import __version__
from govgrammar.diagnostics import Language
from govgrammar.findings.html import environment
from govgrammar.findings.page_words import PageWords
from govgrammar.result import Result
from govgrammar.workbench.inspector import inspection
from govgrammar.workbench.inspector_data import page_data
from govgrammar.workbench.inspector_lines import shown
from govgrammar.workbench.inspector_words import words

#: The script's parts; they share one scope of their own.
_SCRIPTS: Final = ("inspect-view.js", "inspect-choose.js")
_OPENING: Final = '\n"use strict";\n(() => {\n'
_CLOSING: Final = "})();\n"
#: What could end the element that holds the data, or could not be written as UTF-8, or is told otherwise by a reader.
_UNSAFE: Final = re.compile("[<>&\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def inspect_page(result: Result, *, lang: Language, grammar: str | Path | None = None) -> str:
    """The page that shows how a result was read, as HTML; equal results give equal bytes.

    `grammar` is the folder that the result was read with.  Raises `ValueError` where it was another one, and
    `ModuleNotFoundError`, with what to install, where Jinja2 is missing.
    """
    templates = environment("govgrammar.workbench")
    one = inspection(result, grammar=grammar)
    style = "\n" + templates.get_template("inspect.css").render()
    script = _OPENING + "".join(_text(templates, name) for name in _SCRIPTS) + _CLOSING
    report, source = result.report, result.source
    return templates.get_template("inspect.html.j2").render(
        lang=lang,
        words=PageWords(lang),
        say=words(lang),
        version=__version__,
        title=shown(" ".join((report.title if report and report.title else source.name or "").split())),
        name=shown(source.name or ""),
        kind="" if source.kind == "text" else source.kind.upper(),
        encoding=source.encoding or "",
        status=result.status,
        style=_safe(style),
        style_hash=_hash(style),
        script=_safe(script),
        script_hash=_hash(script),
        data=_safe(data_text(page_data(one, lang))),
    )


def data_text(data: dict[str, Any]) -> str:
    """Data as JSON that can stand inside of a `script` element whatever it holds."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", written)


def _text(templates: Any, name: str) -> str:
    source: str = templates.loader.get_source(templates, name)[0]
    return source


def _safe(text: str) -> Any:
    """Text that is markup already, or cannot be any."""
    from markupsafe import Markup  # noqa: PLC0415 -- comes with Jinja2, an extra

    return Markup(text)  # noqa: S704 -- our own files, and JSON without the characters of markup


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
