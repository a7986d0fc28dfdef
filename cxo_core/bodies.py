"""What the body of each kind of event must and may hold. Only strings, integers, booleans, null, lists and objects:
numbers with a point have no canonical form, so durations are milliseconds and money is in fen."""

from collections.abc import Mapping
from typing import Any

from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem

Body = Mapping[str, Any]

_NOTE = {"note?": str}
_SPANNED = {"note?": str, "cause?": str}

FIELDS: dict[Kind, dict[str, Any]] = {kind: dict(_NOTE) for kind in Kind}
FIELDS.update(
    {
        Kind.STARTED: {
            "walkthrough": str,
            "item": dict,
            "scheme": dict,
            "role": str,
            "channel": str,
            "hall": str,
            "window?": str,
            "announced": bool,
            "accompanied": bool,
            "companion?": str,
            "officers": list,
            "part?": list,
            "case?": str,
            "task?": str,
            "round?": str,
            "program?": str,
            "photos?": bool,
        },
        Kind.OFFICER_JOINED: {"officer": str, "name": str, "duty?": str},
        Kind.ARRIVED: {"note?": str, "place?": str},
        Kind.TICKET_TAKEN: {"note?": str, "number?": str, "ahead?": int, "windows_open?": int},
        Kind.BOOKING_CHECKED_IN: {"note?": str, "number?": str, "ahead?": int},
        Kind.LINE_JOINED: {"note?": str, "ahead?": int},
        Kind.CALLED: {"note?": str, "window?": str},
        Kind.MISSING_TOLD: {"note?": str, "written?": bool, "complete?": bool},
        Kind.REFUSED: {"note?": str, "written?": bool},
        Kind.TRANSFERRED: {"note?": str, "window?": str, "contacted?": bool},
        Kind.DECIDED: {"note?": str, "granted?": bool},
        Kind.DELIVERED: {"note?": str, "how?": str},
        Kind.INSPECTION_ARRIVED: {"note?": str, "staff?": int},
        Kind.INSPECTION_ENDED: {"note?": str, "conclusion?": str, "written?": bool},
        Kind.UPLOAD_ENDED: {"note?": str, "size?": int, "result?": str},
        Kind.ATTEMPT_FAILED: {"note?": str, "cause?": str},
        Kind.ACTIVITY_STARTED: {"note?": str, "activity?": str},
        Kind.CASE_CLOSED: {"note?": str, "returned?": bool},
        Kind.CONSULTED: {"note?": str, "solved?": bool},
        Kind.SENT_UP: {"note?": str, "to?": str},
        Kind.INTERRUPTION_STARTED: _SPANNED,
        Kind.FAILURE_STARTED: _SPANNED,
        Kind.INTERVENTION_STARTED: _SPANNED,
        Kind.SPECIAL_STARTED: _SPANNED,
        Kind.PAUSED: {"cause?": str},
        Kind.STEP_ENTERED: {"step": str},
        Kind.STEP_LEFT: {"step": str, "outcome?": str},
        Kind.MATERIAL_DEMANDED: {
            "material": str,
            "title?": str,
            "by?": str,
            "grade?": str,
            "copies?": int,
            "note?": str,
        },
        Kind.MATERIAL_GIVEN: {"material": str, "copies?": int, "note?": str},
        Kind.MATERIAL_REPEATED: {"material": str, "by?": str, "grade?": str, "note?": str},
        Kind.MATERIAL_DEFERRED: {"material": str, "due?": str, "note?": str},
        Kind.MATERIAL_WAIVED: {"material": str, "note?": str},
        Kind.ATTITUDE_OBSERVED: {"act": str, "observed": bool},
        Kind.READING_TAKEN: {"indicator": str, "value": (int, str, bool)},
        Kind.NOTE_WRITTEN: {"note_id": str, "text": str},
        Kind.EVIDENCE_ATTACHED: {
            "evidence": str,
            "media_type": str,
            "bytes": int,
            "sha256": str,
            "original_sha256": str,
            "original_bytes?": int,
            "original_media_type?": str,
            "width?": int,
            "height?": int,
            "taken?": str,
            "likeness?": str,
            "caption?": str,
        },
        Kind.EVIDENCE_DESCRIBED: {"evidence": str, "caption": str},
        Kind.EVIDENCE_MOVED: {"evidence": str, "to": str},
        Kind.EVIDENCE_REMOVED: {"evidence": str, "reason": str, "erased?": bool},
        Kind.EVIDENCE_REDACTED: {
            "evidence": str,
            "edits": list,
            "media_type": str,
            "bytes": int,
            "sha256": str,
            "width": int,
            "height": int,
            "likeness?": str,
        },
        Kind.EVIDENCE_CHECKED: {"evidence": str, "sha256": str, "outcome": str, "basis?": str, "note?": str},
        Kind.EVIDENCE_FLAGGED: {"evidence": str, "sensitive": list},
        Kind.EVIDENCE_SHOWS: {"evidence": str, "persons": list},
        Kind.EVIDENCE_QUARANTINED: {"evidence": str, "reason": str},
        Kind.PERSON_NOTED: {"person": str, "label": str, "basis": str, "consent?": str, "note?": str},
        Kind.CONSENT_WITHDRAWN: {"person": str, "note?": str},
        Kind.FINDING_NOTED: {
            "finding": str,
            "kind": str,
            "fact": str,
            "class": str,
            "domain?": str,
            "grade": str,
            "severity?": int,
            "urgent?": bool,
            "cause?": str,
            "suggestion?": str,
            "evidence?": list,
        },
        Kind.FINDING_CHANGED: {
            "finding": str,
            "kind?": str,
            "fact?": str,
            "class?": str,
            "domain?": str,
            "grade?": str,
            "severity?": int,
            "urgent?": bool,
            "cause?": str,
            "suggestion?": str,
            "evidence?": list,
        },
        Kind.FINDING_WITHDRAWN: {"finding": str, "reason": str},
        Kind.CODE_CONFIRMED: {"code": str, "confirmed": bool},
        Kind.BURDEN_LOGGED: {"who": str, "minutes": int, "note?": str},
        Kind.CORRECTED: {"target": int, "reason": str, "happened?": str, "body?": dict, "step?": str},
        Kind.STRUCK: {"target": int, "reason": str},
        Kind.UNDONE: {"target": int},
        Kind.REDONE: {"target": int},
        Kind.CLOCK_JUMPED: {"jump_ms": int, "since": int},
        Kind.SEALED: {"revision": int},
        Kind.REOPENED: {"revision": int, "previous": str, "reason": str},
    }
)


def check_body(kind: Kind, body: Body) -> None:
    """Raises a Problem naming the first field that is missing, unknown or of another type than the kind asks for."""
    fields = FIELDS[kind]
    for name, wanted in fields.items():
        bare = name.removesuffix("?")
        if bare not in body:
            if name == bare:
                raise Problem(Code.EVENT_MALFORMED, kind=kind.value, field=bare)
        elif not fits(body[bare], wanted):
            raise Problem(Code.EVENT_MALFORMED, kind=kind.value, field=bare)
    for name, value in body.items():
        if name not in fields and f"{name}?" not in fields:
            raise Problem(Code.EVENT_MALFORMED, kind=kind.value, field=name)
        if not _is_plain(value):
            raise Problem(Code.EVENT_MALFORMED, kind=kind.value, field=name)


def fits(value: object, wanted: Any) -> bool:
    """Whether a value is of the type, or one of the types, a field asks for; a boolean is no number."""
    if isinstance(value, bool):
        return wanted is bool or (isinstance(wanted, tuple) and bool in wanted)
    return isinstance(value, wanted)


def _is_plain(value: object) -> bool:
    match value:
        case None | bool() | str():
            return True
        case int():
            return abs(value) < 2**53
        case list() | tuple():
            return all(_is_plain(each) for each in value)
        case dict():
            return all(isinstance(name, str) and _is_plain(each) for name, each in value.items())
        case _:
            return False
