"""What a worker does with one document: bytes to the body of an answer.

The answer is made and encoded here, in the worker: text travels between processes cheaply, objects do not.
"""

from __future__ import annotations

import json
from typing import Any, Final

from attrs import frozen

import govgrammar
from govgrammar import Limits, MissingExtraError, codes
from govgrammar.diagnostics import Language
from govgrammar.findings.checked import Checked, Document, Outcome, checked
from govgrammar.findings.data import CHECKS_SCHEMA_VERSION, checked_to_dict
from govgrammar.findings.tally import Tally
from govgrammar.form import load_form
from govgrammar.workbench import generate
from service.problems import MISSING_EXTRA, ServiceError

_READ: Final = 200
_NO_REPORT: Final = 422
#: Why a body held no report, where that has a status of its own.
_STATUS: Final = {codes.NOT_TEXT.code: 415, codes.LIMIT_EXCEEDED.code: 413}


@frozen
class Answer:
    """The status and the JSON of an answer."""

    status: int
    body: bytes


def read_document(
    data: bytes, *, name: str, kind: str | None, encoding: str | None, lang: Language, limits: Limits
) -> Answer:
    """The answer to one document, whatever it holds.  Raises `ServiceError` where its kind is not read here."""
    try:
        result = govgrammar.parse(data, kind=kind, encoding=encoding, limits=limits)
    except MissingExtraError as error:
        raise ServiceError(MISSING_EXTRA, detail=error.message(lang)) from None
    outcomes = [Outcome(diagnostic) for diagnostic in result.diagnostics]
    for report in result.reports:
        outcomes += map(Outcome, govgrammar.check(report))
    one = checked(Document(name, result), load_form(), outcomes)
    failed = [outcome for outcome in one.outcomes if outcome.counts]
    body = {
        "language": lang,
        "messages": [_message(one, outcome, lang) for outcome in failed],
        "result": result.to_dict(),
        "checks": _checks(one, failed),
    }
    found = [diagnostic.code for diagnostic in result.diagnostics]
    status = next((_STATUS[code] for code in found if code in _STATUS), _NO_REPORT)
    return Answer(_READ if result.reports else status, json_bytes(body))


def warm_up() -> None:
    """Read a report of any kind: what is loaded and built once, the first document of a client should not wait for."""
    text = next(generate()).text
    read_document(text.encode("utf-8"), name="", kind=None, encoding=None, lang="zh", limits=Limits())


def _message(one: Checked, outcome: Outcome, lang: Language) -> dict[str, Any]:
    line, column = one.source.position(outcome.found.span.start)
    return {
        "severity": outcome.found.severity.value,
        "code": outcome.found.code,
        "rule": outcome.rule,
        "line": line,
        "column": column,
        "text": outcome.found.message(lang),
    }


def _checks(one: Checked, shown: list[Outcome]) -> dict[str, Any]:
    """What `govgrammar check --format json` prints of one document."""
    tally = Tally()
    tally.add(one)
    return {
        "schema": CHECKS_SCHEMA_VERSION,
        "documents": [checked_to_dict(one, shown)],
        "unreadable": [],
        "summary": tally.data(),
    }


def json_bytes(data: Any) -> bytes:
    """JSON in UTF-8.  Halves of characters, which UTF-8 cannot write, make it ASCII."""
    try:
        return json.dumps(data, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(data).encode("ascii")
