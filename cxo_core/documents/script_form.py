"""The published form of a script: a walkthrough written down afterwards, to be played into a record."""

from cxo_core.documents.forms import DATE, EVENT, ID, OFFSET, Form
from cxo_core.findings import Domain, FindingClass, FindingKind, Grade
from cxo_core.kinds import Kind
from cxo_core.moment import Entered
from cxo_core.roles import Channel, Role

_WORD: Form = {"type": "string", "pattern": r"\S"}
_LABEL: Form = {
    "type": ["string", "integer"],
    "description": "A name for this entry, so that later ones can point at it.",
}
_TIME: Form = {
    "type": "string",
    "pattern": r"\S",
    "description": "09:05, 09:05:30, 2026-03-02 09:05 or +12m / +40s after the entry before.",
}
_VALUE: Form = {"type": ["integer", "string", "boolean"]}
_ONLY_TRUE: Form = {"enum": [True]}
_GRADE: Form = {"type": "string", "enum": [grade.value for grade in Grade]}

VERBS = (
    "step",
    "leave",
    "event",
    "demand",
    "give",
    "repeat",
    "defer",
    "waive",
    "attitude",
    "readings",
    "headings",
    "note",
    "photo",
    "voice",
    "finding",
    "confirm",
    "decline",
    "burden",
    "join",
    "pause",
    "resume",
    "correct",
    "strike",
    "undo",
    "redo",
    "finish",
)
"""What an action can do; each action does exactly one of them."""

SEVERAL = frozenset({"leave", "attitude", "readings", "headings"})
"""Verbs that make several entries, so that no single one can be named."""

EVIDENCE = ("photo", "voice")
"""Verbs that take in a file that lies beside the script."""

OF_EVIDENCE: dict[str, tuple[str, ...]] = {
    "caption": EVIDENCE,
    "checked": EVIDENCE,
    "masked": ("photo",),
    "exception": EVIDENCE,
}
"""Fields that only such a file has, with the verbs they may stand beside."""

KINDS: dict[str, Kind] = {
    "demand": Kind.MATERIAL_DEMANDED,
    "give": Kind.MATERIAL_GIVEN,
    "repeat": Kind.MATERIAL_REPEATED,
    "defer": Kind.MATERIAL_DEFERRED,
    "waive": Kind.MATERIAL_WAIVED,
    "burden": Kind.BURDEN_LOGGED,
}
"""Verbs whose entry may hold a note besides, given in `with`."""


def script_form() -> Form:
    """The JSON Schema of a script document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:cxo-desktop:script:1",
        "title": "A script: one walkthrough, written down afterwards",
    } | _object(
        {
            "format": {"type": "string", "enum": ["cxo.script"]},
            "version": {"type": "integer", "minimum": 1, "maximum": 1},
            "item": ID,
            "scheme": ID,
            "role": {"type": "string", "enum": [role.value for role in Role]},
            "channel": {"type": "string", "enum": [channel.value for channel in Channel]},
            "hall": _WORD,
            "window": {"type": ["string", "integer"]},
            "announced": {"type": "boolean"},
            "accompanied": {"type": "boolean"},
            "companion": {"type": "string"},
            "officers": {"type": "array", "minItems": 1, "maxItems": 8, "items": _officer()},
            "part": {"type": "array", "maxItems": 60, "items": ID},
            "date": DATE,
            "offset": OFFSET,
            "entered": {"type": "string", "enum": [Entered.TYPED.value, Entered.RECALLED.value]},
            "actions": {"type": "array", "minItems": 1, "maxItems": 5_000, "items": _action()},
        },
        ("format", "version", "item", "role", "channel", "hall", "officers", "date", "actions"),
    )


def _officer() -> Form:
    return _object({"name": _WORD, "duty": {"type": "string", "enum": ["officer", "researcher"]}}, ("name",))


def _action() -> Form:
    return _object(
        {
            "at": _TIME,
            "as": _LABEL,
            "by": {"type": "integer", "minimum": 1, "maximum": 8},
            "entered": {"type": "string", "enum": [Entered.TYPED.value, Entered.RECALLED.value]},
            "with": {"type": "object"},
            "step": ID,
            "leave": ID,
            "event": EVENT,
            "demand": {"type": ["string", "object"], "properties": _demand(), "additionalProperties": False},
            "give": _WORD,
            "repeat": _WORD,
            "defer": _object({"material": _WORD, "due": DATE}, ("material",)),
            "waive": _WORD,
            "attitude": {"type": "object", "additionalProperties": {"type": "boolean"}},
            "readings": {"type": "object", "additionalProperties": _VALUE},
            "headings": {"type": "object", "additionalProperties": _VALUE},
            "note": _WORD,
            "photo": _WORD,
            "voice": _WORD,
            "caption": {"type": "string"},
            "checked": _ONLY_TRUE,
            "masked": {
                "type": "array",
                "minItems": 1,
                "maxItems": 100,
                "items": {
                    "type": "array",
                    "minItems": 4,
                    "maxItems": 4,
                    "items": {"type": "integer", "minimum": 0, "maximum": 100_000},
                },
                "description": "Boxes to cover, each as left, top, right, bottom in pixels of the upright photo.",
            },
            "exception": _WORD,
            "finding": _finding(),
            "confirm": {"type": ["string", "integer"]},
            "decline": {"type": ["string", "integer"]},
            "burden": _object(
                {"who": _one_of("staff", "applicant", "other"), "minutes": {"type": "integer", "minimum": 0}},
                ("who", "minutes"),
            ),
            "join": _officer(),
            "pause": {"type": "string"},
            "resume": _ONLY_TRUE,
            "correct": _object(
                {"entry": _LABEL, "time": _TIME, "body": {"type": "object"}, "reason": _WORD},
                ("entry", "reason"),
            ),
            "strike": _object({"entry": _LABEL, "reason": _WORD}, ("entry", "reason")),
            "undo": _ONLY_TRUE,
            "redo": _ONLY_TRUE,
            "finish": _ONLY_TRUE,
        },
        (),
    )


def _demand() -> Form:
    return {
        "material": _WORD,
        "title": _WORD,
        "by": _WORD,
        "grade": _GRADE,
        "copies": {"type": "integer", "minimum": 0},
        "note": {"type": "string"},
    }


def _finding() -> Form:
    return _object(
        {
            "kind": {"type": "string", "enum": [kind.value for kind in FindingKind]},
            "fact": _WORD,
            "class": {"type": "string", "enum": [each.value for each in FindingClass]},
            "domain": {"type": "string", "enum": [each.value for each in Domain]},
            "grade": _GRADE,
            "severity": {"type": "integer", "minimum": 1, "maximum": 3},
            "urgent": {"type": "boolean"},
            "cause": {"type": "string"},
            "suggestion": {"type": "string"},
            "photos": {"type": "array", "maxItems": 50, "items": _LABEL},
        },
        ("kind", "fact", "class", "grade"),
    )


def _one_of(*words: str) -> Form:
    return {"type": "string", "enum": list(words)}


def _object(properties: Form, needed: tuple[str, ...]) -> Form:
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }
