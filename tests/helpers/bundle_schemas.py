"""The JSON Schemas beside docs/bundle-format/v1.md. `python -m helpers.bundle_schemas` in tests/ writes them anew."""

import json
from pathlib import Path
from typing import Any

from cxo_core.bodies import FIELDS
from cxo_core.bundle import names
from cxo_core.kinds import Kind
from cxo_core.moment import Entered

FOLDER = Path(__file__).parents[2] / "docs" / "bundle-format"

Schema = dict[str, Any]

DIGEST: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
TIME: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d(:\d\d(\.\d{6})?)?$",
}
WHOLE: Schema = {"type": "integer", "minimum": -(2**53) + 1, "maximum": 2**53 - 1}
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
PLAIN: Schema = {"$ref": "#/$defs/plain"}
SEQ: Schema = {"type": "integer", "minimum": 1}

_PLAIN: Schema = {
    "description": "Any JSON value without a number that has a point.",
    "anyOf": [
        {"type": ["null", "boolean", "string"]},
        WHOLE,
        {"type": "array", "items": PLAIN},
        {"type": "object", "additionalProperties": PLAIN},
    ],
}

_TYPES: dict[Any, Schema] = {
    str: TEXT,
    bool: FLAG,
    int: WHOLE,
    list: {"type": "array", "items": PLAIN},
    dict: {"type": "object", "additionalProperties": PLAIN},
}


def closed(fields: dict[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """An object of exactly these fields."""
    return {
        "type": "object",
        "properties": fields,
        "required": [name for name in fields if name not in optional],
        "additionalProperties": False,
    }


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def several(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def manifest_schema() -> Schema:
    evidence = {
        "name": {"type": "string", "pattern": "^evidence/[0-9A-Za-z][0-9A-Za-z_-]{0,63}\\.[a-z0-9]{1,5}$"},
        "sha256": DIGEST,
        "bytes": {"type": "integer", "minimum": 0, "maximum": names.MAX_EVIDENCE_BYTES},
        "media_type": {"type": "string", "pattern": "^[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,63}$"},
    }

    def text_member(name: str) -> Schema:
        size = {"type": "integer", "minimum": 0, "maximum": names.max_bytes(name)}
        return closed(
            {
                "name": {"const": name},
                "sha256": DIGEST,
                "bytes": size,
                "media_type": {"const": names.TEXTS[name]},
            }
        )

    return document(
        "manifest",
        "manifest.json of a bundle",
        closed(
            {
                "format": {"const": "cxo.bundle"},
                "format_version": {"const": 1},
                "walkthrough": {"type": "string", "pattern": "^[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$"},
                "revision": SEQ,
                "previous": maybe(DIGEST),
                "device": closed(
                    {"id": {"type": "string", "pattern": "^[0-9a-f]{16}$"}, "public_key": DIGEST}
                ),
                "chain": closed({"head": DIGEST, "events": SEQ}),
                "sealed_at": TIME,
                "program": {"type": "string", "pattern": "^[ -~]{1,100}$"},
                "members": {
                    "type": "array",
                    "minItems": 2,
                    "maxItems": names.MAX_MEMBERS,
                    "prefixItems": [text_member(names.EVENTS), text_member(names.WALKTHROUGH)],
                    "items": closed(evidence),
                },
            }
        ),
    )


def event_schema() -> Schema:
    """One line of `events.jsonl`; the body of each kind as `cxo_core.bodies` asks for it."""
    fields: dict[str, Schema] = {
        "seq": SEQ,
        "kind": {"enum": [kind.value for kind in Kind]},
        "recorded": closed({"wall": TIME, "mono_ms": WHOLE, "boot": TEXT}),
        "entered": {"enum": [how.value for how in Entered]},
        "happened": maybe(TIME),
        "by": TEXT,
        "step": maybe(TEXT),
        "body": {"type": "object"},
        "previous": DIGEST,
        "digest": DIGEST,
    }
    schema = closed(fields)
    schema["allOf"] = [
        {
            "if": {"properties": {"entered": {"const": Entered.LIVE.value}}},
            "then": {"properties": {"happened": {"type": "null"}}},
            "else": {"properties": {"happened": TIME}},
        },
        *(
            {
                "if": {"properties": {"kind": {"const": kind.value}}},
                "then": {"properties": {"body": {"$ref": f"#/$defs/{kind.value}"}}},
            }
            for kind in Kind
        ),
    ]
    return document("event", "One line of events.jsonl", schema) | {
        "$defs": {"plain": _PLAIN, **{kind.value: _body(kind) for kind in Kind}}
    }


def _body(kind: Kind) -> Schema:
    fields = {name.removesuffix("?"): _typed(wanted) for name, wanted in FIELDS[kind].items()}
    return closed(fields, tuple(name[:-1] for name in FIELDS[kind] if name.endswith("?")))


def _typed(wanted: Any) -> Schema:
    if isinstance(wanted, tuple):
        return {"anyOf": [_TYPES[each] for each in wanted]}
    return _TYPES[wanted]


def document(name: str, title: str, schema: Schema) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:cxo:bundle:v1:{name}",
        "title": title,
        **schema,
    }


def to_text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def written() -> dict[str, str]:
    """The files of schemas with their texts."""
    from helpers.walkthrough_schema import walkthrough_schema

    return {
        "manifest.schema.json": to_text(manifest_schema()),
        "event.schema.json": to_text(event_schema()),
        "walkthrough.schema.json": to_text(walkthrough_schema()),
    }


if __name__ == "__main__":
    for name, text in written().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
