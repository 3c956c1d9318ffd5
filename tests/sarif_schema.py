"""The parts of SARIF 2.1.0 that govgrammar writes, as JSON Schema, stricter than the standard: nothing else may stand there."""

from typing import Any, Final


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required.split(),
        "properties": properties,
    }


def _list(items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


_TEXT: Final = {"type": "string", "minLength": 1}
_MESSAGE: Final = _object("text", text=_TEXT)
_FROM_0: Final = {"type": "integer", "minimum": 0}
_FROM_1: Final = {"type": "integer", "minimum": 1}
_LEVEL: Final = {"enum": ["none", "note", "warning", "error"]}
#: A URI reference: relative or with a scheme, percent-encoded.
_URI: Final = {"type": "string", "pattern": r"^(file:///)?[A-Za-z0-9._~%/!$&'()*+,;=@:-]+$"}
_ARTIFACT_LOCATION: Final = _object("uri index", uri=_URI, index=_FROM_0)
_REGION: Final = _object(
    "startLine startColumn endLine endColumn charOffset charLength",
    startLine=_FROM_1,
    startColumn=_FROM_1,
    endLine=_FROM_1,
    endColumn=_FROM_1,
    charOffset=_FROM_0,
    charLength=_FROM_0,
)
_PHYSICAL: Final = _object("artifactLocation region", artifactLocation=_ARTIFACT_LOCATION, region=_REGION)
_LOCATION: Final = _object(
    "physicalLocation",
    id=_FROM_0,
    message=_MESSAGE,
    physicalLocation=_PHYSICAL,
    logicalLocations=_list(_object("fullyQualifiedName", fullyQualifiedName=_TEXT), uniqueItems=True, minItems=1),
)
_BAG: Final = {"type": "object", "properties": {"tags": _list(_TEXT, uniqueItems=True)}}
_RULE: Final = _object(
    "id name shortDescription fullDescription help defaultConfiguration",
    id=_TEXT,
    name=_TEXT,
    shortDescription=_MESSAGE,
    fullDescription=_MESSAGE,
    help=_MESSAGE,
    defaultConfiguration=_object("level", level=_LEVEL),
    properties=_BAG,
)
_RESULT: Final = {
    **_object(
        "ruleId ruleIndex kind level message locations partialFingerprints suppressions",
        ruleId=_TEXT,
        ruleIndex=_FROM_0,
        kind={"enum": ["pass", "open", "fail"]},
        level=_LEVEL,
        message=_MESSAGE,
        locations=_list(_LOCATION, minItems=1, maxItems=1),
        relatedLocations=_list(_LOCATION, uniqueItems=True, minItems=1),
        partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
        suppressions=_list(
            _object(
                "kind status justification",
                kind={"const": "external"},
                status={"const": "accepted"},
                justification=_TEXT,
            ),
            uniqueItems=True,
        ),
        properties=_BAG,
    ),
    # The standard: a level other than "none" goes with the kind "fail" only.
    "if": {"properties": {"kind": {"not": {"const": "fail"}}}},
    "then": {"properties": {"level": {"const": "none"}}},
}
_NOTIFICATION: Final = _object(
    "level message locations",
    level=_LEVEL,
    message=_MESSAGE,
    locations=_list(
        _object("physicalLocation", physicalLocation=_object("artifactLocation", artifactLocation=_ARTIFACT_LOCATION))
    ),
)
_RUN: Final = _object(
    "tool columnKind newlineSequences artifacts invocations results",
    tool=_object(
        "driver",
        driver=_object(
            "name version language rules",
            name={"const": "govgrammar"},
            version=_TEXT,
            language={"type": "string", "pattern": "^[a-z]{2}$"},
            rules=_list(_RULE, uniqueItems=True),
        ),
    ),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    newlineSequences=_list({"type": "string"}, uniqueItems=True, minItems=1),
    artifacts=_list(
        _object("location", location=_ARTIFACT_LOCATION, encoding=_TEXT),
        uniqueItems=True,
    ),
    invocations=_list(
        _object(
            "executionSuccessful",
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=_list(_NOTIFICATION),
        )
    ),
    results=_list(_RESULT),
)
SARIF_SCHEMA: Final = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(
        "$schema version runs",
        **{"$schema": {"type": "string"}, "version": {"const": "2.1.0"}, "runs": _list(_RUN, minItems=1, maxItems=1)},
    ),
}
