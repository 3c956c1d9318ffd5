"""Pages for people who do not use a terminal: one file each, without scripts, fonts or anything from elsewhere.

The templates escape whatever a document says.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from attrs import field, frozen

from govgrammar.checks.rule import Rule
from govgrammar.diagnostics import Language, Severity
from govgrammar.findings.checked import SEVERITIES, Checked, severity_order
from govgrammar.findings.page import page_of
from govgrammar.findings.page_words import PageWords

if TYPE_CHECKING:
    from jinja2 import Environment

INDEX: Final = "index.html"
_LONGEST_NAME: Final = 80
#: Characters of Unicode that turn the direction of text around, or that nobody sees: a name or a message shows them.
_CONTROLS: Final = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@frozen
class Entry:
    """A line of the index: a document's page and counts, or a source that nobody could read, with the reason."""

    name: str
    address: str = ""
    organ: str | None = None
    year: int | None = None
    is_report: bool = False
    counts: Counter[Severity] = field(factory=Counter)
    open_rules: int = 0
    accepted: int = 0
    order: tuple[int, ...] = (-2,)
    fault: str = ""


def entry_of(one: Checked, address: str) -> Entry:
    """The index's line about a document; it keeps nothing of its text."""
    report = one.report
    return Entry(
        one.name,
        address,
        report.organ if report else None,
        report.report_year if report else None,
        report is not None,
        one.counts,
        one.open_rules,
        one.kinds["accepted"],
        severity_order(one),
    )


@lru_cache(maxsize=4)
def environment(*more: str) -> Environment:
    """Jinja2 with everything escaped, with the templates of these pages and of `more` packages.

    Raises `ModuleNotFoundError` that names what to install.
    """
    try:
        from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 -- an extra
    except ModuleNotFoundError as error:
        msg = 'pages need jinja2; run: pip install "govgrammar[cli]"'
        raise ModuleNotFoundError(msg, name="jinja2") from error
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in ("govgrammar.findings", *more)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["shown"] = _visible
    return made


def _visible(text: str) -> str:
    """Text without characters that a page cannot hold or that would reorder it: U+FFFD stands for each."""
    return "".join("\ufffd" if unicodedata.category(c) in _CONTROLS and c not in "\t\n\u200b" else c for c in str(text))


def html_page(
    one: Checked, rules: Mapping[str, Rule], lang: Language, *, version: str, index: str | None = None
) -> str:
    """The page of a document; `index` is the address of the page that lists all."""
    template = environment().get_template("report.html.j2")
    page = page_of(one, rules, lang)
    return template.render(
        page=page, words=PageWords(lang), lang=lang, version=version, index=index, severities=SEVERITIES
    )


def html_index(entries: Iterable[Entry], lang: Language, *, version: str) -> str:
    """The page that lists all documents, worst first."""
    ordered = sorted(entries, key=lambda entry: (entry.order, entry.name))
    template = environment().get_template("index.html.j2")
    return template.render(entries=ordered, words=PageWords(lang), lang=lang, version=version, severities=SEVERITIES)


def page_names(names: Iterable[str]) -> dict[str, str]:
    """A file name for the page of each document: its own, without what some system does not allow, and once only."""
    taken = {INDEX}
    found: dict[str, str] = {}
    for name in names:
        plain = "".join(c if c.isalnum() or c in "-_" else "_" for c in name).strip("_")[-_LONGEST_NAME:] or "report"
        number = 1
        page = f"{plain}.html"
        while page.lower() in taken:
            number += 1
            page = f"{plain}-{number}.html"
        taken.add(page.lower())
        found[name] = page
    return found


def address(page: str) -> str:
    """A page's name as a link names it."""
    return quote(page)
