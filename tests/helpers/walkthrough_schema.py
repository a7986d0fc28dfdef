"""The JSON Schema of `walkthrough.json`, field by field as `cxo_core.description` gives it."""

from cxo_core import privacy
from cxo_core.duration import Basis
from cxo_core.entry import Standing
from cxo_core.findings import Domain, FindingClass, FindingKind, Grade
from cxo_core.kinds import Kind
from cxo_core.limit import DayUnit, LimitKind
from cxo_core.moment import Entered
from cxo_core.privacy import Checked
from cxo_core.roles import Channel, Role
from cxo_core.walkthrough import Status
from helpers.bundle_schemas import (
    DIGEST,
    FLAG,
    SEQ,
    TEXT,
    TIME,
    WHOLE,
    Schema,
    closed,
    document,
    maybe,
    several,
)

DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
BILINGUAL: Schema = {"$ref": "#/$defs/bilingual"}
SECONDS: Schema = {"$ref": "#/$defs/seconds"}
MARK: Schema = {"$ref": "#/$defs/mark"}
SPAN: Schema = {"$ref": "#/$defs/span"}
_BILINGUAL = closed({"zh": TEXT, "en": TEXT})
_SECONDS = closed({"seconds": WHOLE, "basis": {"enum": list(Basis)}, "entered": {"enum": list(Entered)}})
_MARK = closed({"seq": SEQ, "at": TIME})
NAMED = closed({"id": TEXT, "version": {"type": ["string", "integer"]}, "title": BILINGUAL})
RATE: Schema = {"type": "array", "items": WHOLE, "minItems": 2, "maxItems": 2}
STEP = maybe(TEXT)
_SPAN = closed({"from": MARK, "to": maybe(MARK), "cause": TEXT, "time": maybe(SECONDS)})
_SPANS = ("interruptions", "failures", "interventions", "preparations", "special_procedures", "pauses")

_ENCOUNTER = closed(
    {
        "arrived": maybe(MARK),
        "queued": maybe(MARK),
        "calls": several(MARK),
        "started": maybe(MARK),
        "ended": maybe(MARK),
        "queue": maybe(SECONDS),
        "queue_flagged": FLAG,
        "call_response": maybe(SECONDS),
        "service": maybe(SECONDS),
    }
)

_CLOCKS = closed(
    {
        "queue": maybe(SECONDS),
        "queue_flagged": FLAG,
        "call_response": maybe(SECONDS),
        "service": maybe(SECONDS),
        "lived_wait": maybe(SECONDS),
        "turnaround": maybe(
            closed({"time": maybe(SECONDS), "calendar_days": WHOLE, "working_days": maybe(WHOLE)})
        ),
        "interrupted": maybe(SECONDS),
        "failing": maybe(SECONDS),
        "intervening": maybe(SECONDS),
        "encounters": several(_ENCOUNTER),
    }
)

_LEGAL = closed(
    {
        "problem": maybe(TEXT),
        "clock": maybe(
            closed(
                {
                    "accepted": DATE,
                    "deemed": FLAG,
                    "decided": maybe(DATE),
                    "working_days": maybe(WHOLE),
                    "calendar_days": maybe(WHOLE),
                    "suspended_working_days": WHOLE,
                }
            )
        ),
        "limits": several(
            closed(
                {
                    "id": TEXT,
                    "kind": {"enum": list(LimitKind)},
                    "days": WHOLE,
                    "unit": {"enum": list(DayUnit)},
                    "from": maybe(DATE),
                    "due": maybe(DATE),
                    "reached": maybe(DATE),
                    "kept": maybe(FLAG),
                }
            )
        ),
    }
)

_MATERIAL = closed(
    {
        "id": TEXT,
        "title": BILINGUAL,
        "listed": FLAG,
        "required": FLAG,
        "demanded": several(SEQ),
        "demanded_by": TEXT,
        "grade": maybe({"enum": list(Grade)}),
        "copies_listed": WHOLE,
        "copies_demanded": WHOLE,
        "given": several(SEQ),
        "repeated": several(SEQ),
        "deferred": maybe(SEQ),
        "due": TEXT,
        "met": maybe(FLAG),
        "waived": FLAG,
        "note": TEXT,
    }
)

_SETS = closed(
    {
        **{
            name: several(TEXT)
            for name in (
                "listed",
                "demanded",
                "extra",
                "unneeded",
                "repeated",
                "deferred",
                "waived",
                "beyond_copies",
            )
        },
        "extra_rate": maybe(RATE),
        "guide_accuracy": maybe(RATE),
        "first_time_right": maybe(FLAG),
        "missing_notices": WHOLE,
    }
)

_EVIDENCE = closed(
    {
        "id": TEXT,
        "step": STEP,
        "seq": SEQ,
        "at": TIME,
        "media_type": TEXT,
        "bytes": WHOLE,
        "sha256": TEXT,
        "original_sha256": TEXT,
        "width": WHOLE,
        "height": WHOLE,
        "taken": TEXT,
        "caption": TEXT,
        "edits": WHOLE,
        "checked": {"enum": list(Checked)},
        "basis": TEXT,
        "sensitive": several(TEXT),
        "shows": several(TEXT),
    },
    optional=("edits", "checked", "basis", "sensitive", "shows"),
)

_PERSON = closed(
    {
        "id": TEXT,
        "label": TEXT,
        "basis": {"enum": list(privacy.Basis)},
        "consent": TEXT,
        "withdrawn": FLAG,
        "seq": SEQ,
    }
)

_FINDING = closed(
    {
        "number": SEQ,
        "id": TEXT,
        "seq": SEQ,
        "step": STEP,
        "kind": {"enum": list(FindingKind)},
        "fact": TEXT,
        "class": {"enum": list(FindingClass)},
        "domain": maybe({"enum": list(Domain)}),
        "grade": {"enum": list(Grade)},
        "confirmed": FLAG,
        "severity": WHOLE,
        "urgent": FLAG,
        "cause": TEXT,
        "suggestion": TEXT,
        "evidence": several(TEXT),
        "by": TEXT,
    }
)

_ENTRY = closed(
    {
        "seq": SEQ,
        "kind": {"enum": list(Kind)},
        "at": TIME,
        "entered": {"enum": list(Entered)},
        "by": TEXT,
        "step": STEP,
        "visit": maybe(WHOLE),
        "standing": {"enum": list(Standing)},
        "corrected": FLAG,
        "reason": TEXT,
    }
)


def walkthrough_schema() -> Schema:
    fields: dict[str, Schema] = {
        "format": {"const": "cxo.walkthrough"},
        "version": {"const": 1},
        "id": TEXT,
        "revision": WHOLE,
        "previous": maybe(TEXT),
        "status": {"enum": list(Status)},
        "item": maybe(NAMED),
        "scheme": maybe(NAMED),
        "role": maybe({"enum": list(Role)}),
        "channel": maybe({"enum": list(Channel)}),
        "hall": TEXT,
        "window": TEXT,
        "announced": FLAG,
        "accompanied": FLAG,
        "companion": TEXT,
        "part": several(TEXT),
        "links": {"type": "object", "additionalProperties": TEXT},
        "officers": several(closed({"id": TEXT, "name": TEXT, "duty": TEXT})),
        "step": STEP,
        "visits": several(closed({"number": SEQ, "arrived": maybe(MARK), "left": maybe(MARK)})),
        "steps": several(
            closed(
                {
                    "id": TEXT,
                    "stays": several(
                        {"type": "array", "prefixItems": [SEQ, maybe(SEQ)], "minItems": 2, "items": False}
                    ),
                    "outcome": TEXT,
                    "time": maybe(SECONDS),
                }
            )
        ),
        "clocks": _CLOCKS,
        "legal": _LEGAL,
        "materials": several(_MATERIAL),
        "material_sets": _SETS,
        "attitude": several(closed({"step": STEP, "act": TEXT, "observed": FLAG})),
        "readings": several(
            closed(
                {
                    "step": STEP,
                    "indicator": TEXT,
                    "value": {"type": ["integer", "string", "boolean"]},
                    "seq": SEQ,
                }
            )
        ),
        "notes": several(closed({"id": TEXT, "step": STEP, "text": TEXT, "seq": SEQ})),
        "evidence": several(_EVIDENCE),
        "findings": several(_FINDING),
        "codes": closed(
            {
                "proposed": several(closed({"code": TEXT, "because": several(SEQ)})),
                "confirmed": several(TEXT),
                "declined": several(TEXT),
            }
        ),
        "burden": several(closed({"who": TEXT, "minutes": WHOLE, "seq": SEQ})),
        "spans": closed({name: several(SPAN) for name in _SPANS}),
        "clock_jumps": several(closed({"seq": SEQ, "jump_ms": WHOLE})),
        "timeline": several(_ENTRY),
        "anomalies": several(closed({"seq": SEQ, "why": TEXT})),
        "chain_head": DIGEST,
        "persons": several(_PERSON),
    }
    shared = {"bilingual": _BILINGUAL, "seconds": _SECONDS, "mark": _MARK, "span": _SPAN}
    return document("walkthrough", "walkthrough.json of a bundle", closed(fields, optional=("persons",))) | {
        "$defs": shared
    }
