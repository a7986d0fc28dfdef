"""The published form of scheme and item documents, as JSON Schemas (draft 2020-12) made from the words the code knows.

`cxo_core.documents.publish` writes them; a test holds the published files to this.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from cxo_core.computed import Computed
from cxo_core.indicator import Scale
from cxo_core.kinds import HAPPENINGS
from cxo_core.limit import DayUnit, LimitKind, Verified
from cxo_core.roles import Channel, Role, Stage

Form = dict[str, Any]

ID: Form = {
    "type": "string",
    "pattern": "^[a-z][a-z0-9]*([-_][a-z0-9]+)*$",
    "maxLength": 64,
    "description": "Lower-case letters, digits, single hyphens and underscores. Never changes once in use.",
}
TEXT: Form = {
    "type": ["string", "object"],
    "pattern": r"\S",
    "properties": {"zh": {"type": "string", "pattern": r"\S"}, "en": {"type": "string", "pattern": r"\S"}},
    "required": ["zh"],
    "additionalProperties": False,
    "description": "A text in Chinese and English, or one text for both.",
}
DATE: Form = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "Year-month-day."}
OFFSET: Form = {
    "type": "string",
    "pattern": "^[+-][0-9]{2}:[0-9]{2}$",
    "description": "Hours and minutes from UTC, such as +08:00.",
}
EVENT: Form = {
    "type": "string",
    "enum": sorted(kind.value for kind in HAPPENINGS),
    "description": "A kind of event that has a button.",
}


def scheme_form() -> Form:
    """The JSON Schema of a scheme document."""
    properties = {
        "id": _see("id"),
        "version": _whole(1),
        "title": _see("text"),
        "role": _one_of(Role),
        "channel": _one_of(Channel),
        "source": _see("text"),
        "keys": _several(_see("event"), least=1, most=11),
        "steps": _several(_see("step"), least=1, most=60),
        "headings": _several(_see("indicator"), most=8),
        "indicators": _several(_see("indicator"), most=200),
        "attitude_acts": _several(_see("named"), most=20),
        "activities": _several(_see("named"), most=20),
    }
    needed = (
        "id",
        "version",
        "title",
        "role",
        "channel",
        "source",
        "keys",
        "steps",
        "headings",
        "indicators",
    )
    parts = {
        "id": ID,
        "text": TEXT,
        "event": EVENT,
        "named": _named(),
        "indicator": _indicator(),
        "step": _step(),
    }
    return _published("scheme", "A scheme: what to record, per role and channel", properties, needed, parts)


def item_form() -> Form:
    """The JSON Schema of a service item document."""
    properties = {
        "id": _see("id"),
        "version": _whole(1),
        "title": _see("text"),
        "authority": _see("text"),
        "materials": _several(_see("material"), least=1, most=100),
        "conditions": _several(_see("text"), most=40),
        "limits": _several(_see("limit"), most=40),
        "trips": _whole(0, 20),
        "fee": _see("text"),
        "sensitive_photos": {"type": "boolean"},
        "source": _see("text"),
        "read_on": DATE,
        "notes": _several(_see("text"), most=40),
    }
    needed = ("id", "version", "title", "authority", "materials", "limits", "fee", "source", "read_on")
    parts = {"id": ID, "text": TEXT, "material": _material(), "limit": _limit()}
    return _published(
        "service-item", "A service item: one thing a citizen or firm applies for", properties, needed, parts
    )


def _indicator() -> Form:
    properties = {
        "id": _see("id"),
        "title": _see("text"),
        "question": _see("text"),
        "scale": _one_of(Scale),
        "unit": _see("text"),
        "required": {"type": "boolean"},
        "core": {"type": "boolean"},
        "every_step": {"type": "boolean"},
        "computed": {"type": "boolean"},
        "clock": _one_of(Computed),
        "choices": _several(_see("named"), least=1, most=30),
        "minimum": {"type": "integer"},
        "maximum": {"type": "integer"},
        "source": _see("text"),
    }
    return _object(properties, ("id", "title", "scale"))


def _step() -> Form:
    properties = {
        "id": _see("id"),
        "stage": _one_of(Stage),
        "title": _see("text"),
        "hint": _see("text"),
        "events": _several(_see("event"), most=20),
        "indicators": _several(_see("id"), most=60),
        "floor_seconds": _whole(0, 86_400),
        "key_step": {"type": "boolean"},
        "optional": {"type": "boolean"},
    }
    return _object(properties, ("id", "stage", "title"))


def _material() -> Form:
    properties = {
        "id": _see("id"),
        "title": _see("text"),
        "required": {"type": "boolean"},
        "copies": _whole(0, 50),
        "original": {"type": "boolean"},
        "condition": _see("text"),
        "sensitive": {"type": "boolean"},
        "source": _see("text"),
        "verified": _one_of(Verified),
    }
    return _object(properties, ("id", "title", "source"))


def _limit() -> Form:
    properties = {
        "id": _see("id"),
        "kind": _one_of(LimitKind),
        "days": _whole(0, 3_650),
        "unit": _one_of(DayUnit),
        "article": _see("text"),
        "verified": _one_of(Verified),
        "condition": _see("text"),
        "note": _see("text"),
    }
    return _object(properties, ("id", "kind", "days", "unit", "article", "verified"))


def _named() -> Form:
    return _object({"id": _see("id"), "title": _see("text")}, ("id", "title"))


def _see(part: str) -> Form:
    return {"$ref": f"#/$defs/{part}"}


def _one_of(words: type[StrEnum]) -> Form:
    return {"type": "string", "enum": [word.value for word in words]}


def _whole(least: int, most: int | None = None) -> Form:
    bounds = {"minimum": least} if most is None else {"minimum": least, "maximum": most}
    return {"type": "integer", **bounds}


def _several(each: Form, *, least: int = 0, most: int) -> Form:
    return {"type": "array", "items": each, "minItems": least, "maxItems": most}


def _object(properties: Form, needed: Iterable[str]) -> Form:
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


def _published(name: str, title: str, properties: Form, needed: Iterable[str], parts: Form) -> Form:
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:cxo-desktop:{name}:1",
        "title": title,
    }
    return head | _object(properties, needed) | {"$defs": parts}
