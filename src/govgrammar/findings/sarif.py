"""Findings as SARIF 2.1.0.

Columns and offsets count characters (`unicodeCodePoints`), lines end where `Source` ends them.  A rule that holds is a result
of kind `pass`, one that cannot be assessed of kind `open`; an accepted finding is suppressed with its reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from attrs import define, field

from govgrammar.checks.finding import CheckStatus, Finding
from govgrammar.checks.registry import RULES
from govgrammar.checks.rule import Rule
from govgrammar.diagnostics import Code, Language
from govgrammar.findings.accept import known_by
from govgrammar.findings.checked import Checked, Outcome, Place
from govgrammar.findings.words import said
from govgrammar.source import Source, Span

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LINE_ENDS: Final = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
_KINDS: Final = {CheckStatus.FAIL: "fail", CheckStatus.PASS: "pass", CheckStatus.NOT_ASSESSABLE: "open"}
_FINGERPRINT: Final = "comparedFigures/v1"
#: Cells that are listed as related locations.
_MOST_RELATED: Final = 100


@define
class SarifLog:
    """Collects results; `data` gives the log.  `rules` are the rules that can have run."""

    version: str
    lang: Language
    rules: tuple[Rule, ...] = RULES
    _results: list[dict[str, Any]] = field(factory=list, init=False)
    _artifacts: dict[str, dict[str, Any]] = field(factory=dict, init=False)
    _used: dict[str, Code] = field(factory=dict, init=False)
    _unread: list[dict[str, Any]] = field(factory=list, init=False)

    def add(self, one: Checked, shown: Iterable[Outcome]) -> None:
        """The findings on a document that are shown; the document is an artifact even without any."""
        self._artifact(one.name, one.source.encoding)
        for outcome in shown:
            self._used.setdefault(outcome.rule, outcome.found.kind)
            self._results.append(self._result(one, outcome))

    def add_unread(self, name: str, message: str) -> None:
        """A source that nobody could read is a notification of the run."""
        place = {"physicalLocation": {"artifactLocation": self._artifact(name, None)}}
        self._unread.append({"level": "error", "message": {"text": message}, "locations": [place]})

    def data(self) -> dict[str, Any]:
        """The whole log."""
        run = {
            "tool": {"driver": self._driver()},
            "columnKind": "unicodeCodePoints",
            "newlineSequences": _LINE_ENDS,
            "artifacts": list(self._artifacts.values()),
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": self._unread}],
            "results": [{**result, "ruleIndex": list(self._used).index(result["ruleId"])} for result in self._results],
        }
        return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}

    def _driver(self) -> dict[str, Any]:
        by_id = {rule.id: rule for rule in self.rules}
        rules = [self._descriptor(name, code, by_id.get(name)) for name, code in self._used.items()]
        return {"name": "govgrammar", "version": self.version, "language": self.lang, "rules": rules}

    def _descriptor(self, name: str, code: Code, rule: Rule | None) -> dict[str, Any]:
        """A rule with its texts in the chosen language, and with help in both."""
        if rule is None:
            texts: Mapping[str, str] = {"zh": code.zh, "en": code.en}
            short = {"zh": code.slug, "en": code.slug}
        else:
            texts, short = rule.explanation, dict(rule.name)
        both = [f"{short[lang]}: {texts[lang]}" for lang in ("zh", "en")]
        return {
            "id": name,
            "name": "".join(part.capitalize() for part in code.slug.split("-")),
            "shortDescription": {"text": short[self.lang]},
            "fullDescription": {"text": texts[self.lang]},
            "help": {"text": "\n\n".join(both)},
            "defaultConfiguration": {"level": code.severity.value},
            "properties": {"code": code.code, **({"source": rule.source, "reads": list(rule.reads)} if rule else {})},
        }

    def _result(self, one: Checked, outcome: Outcome) -> dict[str, Any]:
        found = outcome.found
        source = outcome.elsewhere or one.source
        name = one.name if outcome.elsewhere is None else source.name or ""
        places = one.places(outcome)
        location: dict[str, Any] = {"physicalLocation": self._physical(name, source, found.span)}
        if places:
            paths = dict.fromkeys(place.path for place in places[:_MOST_RELATED])
            location["logicalLocations"] = [{"fullyQualifiedName": path} for path in paths]
        result: dict[str, Any] = {
            "ruleId": outcome.rule,
            "kind": _KINDS[outcome.status],
            "level": found.severity.value if outcome.status is CheckStatus.FAIL else "none",
            "message": {"text": found.message(self.lang)},
            "locations": [location],
            "partialFingerprints": {_FINGERPRINT: _fingerprint(one, outcome)},
            "suppressions": []
            if outcome.reason is None
            else [{"kind": "external", "status": "accepted", "justification": outcome.reason}],
        }
        related = [
            *(self._related(number, place) for number, place in enumerate(places[:_MOST_RELATED])),
            *({"physicalLocation": self._physical(name, source, span)} for span in one.texts(outcome)),
        ]
        if related:
            result["relatedLocations"] = related
        if isinstance(found, Finding):
            sides = {side: _exact(getattr(found, side)) for side in ("left", "right", "delta")}
            more = {"assumingZero": found.assuming_zero, "reason": found.reason}
            result["properties"] = {"code": found.code, **sides, **more}
        return result

    def _related(self, number: int, place: Place) -> dict[str, Any]:
        document = place.document
        return {
            "id": number,
            "message": {"text": f"{place.label}: {said(place.cell, self.lang)}"},
            "physicalLocation": self._physical(document.name, document.result.source, place.cell.span),
        }

    def _physical(self, name: str, source: Source, span: Span) -> dict[str, Any]:
        line, column = source.position(span.start)
        last, end = source.position(span.end)
        region = {
            "startLine": line,
            "startColumn": column,
            "endLine": last,
            "endColumn": end,
            "charOffset": span.start,
            "charLength": span.end - span.start,
        }
        return {"artifactLocation": self._artifact(name, source.encoding), "region": region}

    def _artifact(self, name: str, encoding: str | None) -> dict[str, Any]:
        known = self._artifacts.setdefault(name, {"location": {"uri": uri(name), "index": len(self._artifacts)}})
        if encoding:
            known["encoding"] = encoding
        location: dict[str, Any] = known["location"]
        return dict(location)


def uri(name: str) -> str:
    """A relative path, percent-encoded, or a file's URI where the path is absolute."""
    if PurePath(name).is_absolute():
        return PurePath(name).as_uri()
    return quote(PurePath(name).as_posix().encode("utf-8", "surrogateescape"), safe="/")


def _fingerprint(one: Checked, outcome: Outcome) -> str:
    """What stays the same while the finding compares the same cells with the same values, wherever the text stands."""
    known = known_by(one, outcome)
    parts = [
        known.rule,
        *map(repr, (known.left, known.right, sorted(known.cells, key=str), sorted(known.arguments, key=str))),
    ]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _exact(value: Any) -> int | str | None:
    return value if value is None or isinstance(value, int) else str(value)
