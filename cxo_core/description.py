"""The folded record as plain JSON values, for readers that do not fold: `walkthrough.json` in a bundle, `cxo show --json`.

The shape is versioned and documented in docs/bundle-format; times are ISO 8601 with offset, durations whole seconds,
rates a pair [numerator, denominator], money fen.
"""

from fractions import Fraction
from typing import Any

from cxo_core.clocks import step_time
from cxo_core.described_clocks import told_clocks, told_legal, told_mark, told_seconds
from cxo_core.duration import Duration
from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.materials import MaterialRecord
from cxo_core.moment import wall_text
from cxo_core.privacy import Person
from cxo_core.rating_codes import proposed
from cxo_core.spans import spans
from cxo_core.walkthrough import Evidence, Walkthrough

FORMAT = "cxo.walkthrough"
VERSION = 1

_SPANS = {
    "interruptions": Kind.INTERRUPTION_STARTED,
    "failures": Kind.FAILURE_STARTED,
    "interventions": Kind.INTERVENTION_STARTED,
    "preparations": Kind.PREPARATION_STARTED,
    "special_procedures": Kind.SPECIAL_STARTED,
    "pauses": Kind.PAUSED,
}


def describe(walkthrough: Walkthrough) -> dict[str, Any]:
    """The whole folded state. A pure function of the events: the same log gives the same description everywhere."""
    told = {
        "format": FORMAT,
        "version": VERSION,
        "id": walkthrough.id,
        "revision": walkthrough.revision,
        "previous": walkthrough.previous or None,
        "status": walkthrough.status.value,
        "item": _named(walkthrough.item),
        "scheme": _named(walkthrough.scheme),
        "role": walkthrough.role.value if walkthrough.role else None,
        "channel": walkthrough.channel.value if walkthrough.channel else None,
        "hall": walkthrough.hall,
        "window": walkthrough.window,
        "announced": walkthrough.is_announced,
        "accompanied": walkthrough.is_accompanied,
        "companion": walkthrough.companion,
        "part": list(walkthrough.part),
        "links": dict(walkthrough.links),
        "officers": [{"id": o.id, "name": o.name, "duty": o.duty} for o in walkthrough.officers],
        "step": walkthrough.step,
        "visits": [_visit(v.number, v.arrived, v.left) for v in walkthrough.visits],
        "steps": [_step(walkthrough, record.id) for record in walkthrough.steps],
        "clocks": told_clocks(walkthrough),
        "legal": told_legal(walkthrough),
        "materials": [_material(paper) for paper in walkthrough.materials],
        "material_sets": _sets(walkthrough),
        "attitude": [
            {"step": step, "act": act, "observed": seen} for (step, act), seen in walkthrough.attitude.items()
        ],
        "readings": [
            {"step": r.step, "indicator": r.indicator, "value": r.value, "seq": r.seq}
            for r in walkthrough.readings
        ],
        "notes": [{"id": n.id, "step": n.step, "text": n.text, "seq": n.seq} for n in walkthrough.notes],
        "evidence": [_evidence(each) for each in walkthrough.kept],
        "findings": [_finding(walkthrough, place) for place in range(len(walkthrough.findings))],
        "codes": {
            "proposed": [{"code": p.code.code, "because": list(p.because)} for p in proposed(walkthrough)],
            "confirmed": sorted(code for code, is_confirmed in walkthrough.codes.items() if is_confirmed),
            "declined": sorted(code for code, is_confirmed in walkthrough.codes.items() if not is_confirmed),
        },
        "burden": [{"who": b.who, "minutes": b.minutes, "seq": b.seq} for b in walkthrough.burden],
        "spans": {
            name: [_span(s.start, s.end, s.duration) for s in spans(walkthrough, k)]
            for name, k in _SPANS.items()
        },
        "clock_jumps": [
            {"seq": jump.seq, "jump_ms": jump.body["jump_ms"]}
            for jump in walkthrough.of_kind(Kind.CLOCK_JUMPED)
        ],
        "timeline": [_entry(walkthrough, entry) for entry in walkthrough.entries],
        "anomalies": [{"seq": each.seq, "why": each.why} for each in walkthrough.anomalies],
        "chain_head": walkthrough.chain_head,
    }
    if walkthrough.persons:
        told["persons"] = [_person(each) for each in walkthrough.persons]
    return told


def _named(document: Any) -> dict[str, Any] | None:
    if document is None:
        return None
    return {"id": document.id, "version": document.version, "title": document.title.to_json()}


def _rate(rate: Fraction | None) -> list[int] | None:
    return [rate.numerator, rate.denominator] if rate is not None else None


def _visit(number: int, arrived: Entry, left: Entry | None) -> dict[str, Any]:
    return {"number": number, "arrived": told_mark(arrived), "left": told_mark(left)}


def _span(start: Entry, end: Entry | None, duration: Duration | None) -> dict[str, Any]:
    return {
        "from": told_mark(start),
        "to": told_mark(end),
        "cause": start.body.get("cause", ""),
        "time": told_seconds(duration),
    }


def _step(walkthrough: Walkthrough, step: str) -> dict[str, Any]:
    record = walkthrough.step_record(step)
    return {
        "id": step,
        "stays": [list(stay) for stay in record.stays],
        "outcome": record.outcome,
        "time": told_seconds(step_time(walkthrough, step)),
    }


def _material(paper: MaterialRecord) -> dict[str, Any]:
    return {
        "id": paper.id,
        "title": paper.title.to_json(),
        "listed": paper.is_listed,
        "required": paper.is_required,
        "demanded": list(paper.demanded),
        "demanded_by": paper.demanded_by,
        "grade": paper.grade.value if paper.grade else None,
        "copies_listed": paper.copies_listed,
        "copies_demanded": paper.copies_demanded,
        "given": list(paper.given),
        "repeated": list(paper.repeated),
        "deferred": paper.deferred,
        "due": paper.due,
        "met": paper.is_met,
        "waived": paper.waived,
        "note": paper.note,
    }


def _sets(walkthrough: Walkthrough) -> dict[str, Any]:
    sets = walkthrough.sets
    told = walkthrough.of_kind(Kind.MISSING_TOLD)
    accepted = walkthrough.first(Kind.ACCEPTED)
    return {
        "listed": list(sets.listed),
        "demanded": list(sets.demanded),
        "extra": list(sets.extra),
        "unneeded": list(sets.unneeded),
        "repeated": list(sets.repeated),
        "deferred": list(sets.deferred),
        "waived": list(sets.waived),
        "beyond_copies": list(sets.beyond_copies),
        "extra_rate": _rate(sets.extra_rate),
        "guide_accuracy": _rate(sets.guide_accuracy),
        "first_time_right": None if accepted is None else not told,
        "missing_notices": len(told),
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "label": person.label,
        "basis": person.basis.value,
        "consent": person.consent,
        "withdrawn": person.is_withdrawn,
        "seq": person.seq,
    }


def _evidence(photo: Evidence) -> dict[str, Any]:
    return {
        "id": photo.id,
        "step": photo.step,
        "seq": photo.seq,
        "at": wall_text(photo.wall),
        "media_type": photo.media_type,
        "bytes": photo.bytes,
        "sha256": photo.sha256,
        "original_sha256": photo.original_sha256,
        "width": photo.width,
        "height": photo.height,
        "taken": photo.taken,
        "caption": photo.caption,
        **_privacy(photo),
    }


def _privacy(photo: Evidence) -> dict[str, Any]:
    """What was done so that the picture may travel; only what was, so that older records read as they did."""
    said = {
        "edits": len(photo.edits),
        "checked": photo.checked.value if photo.checked else "",
        "basis": photo.basis,
        "sensitive": list(photo.sensitive),
        "shows": list(photo.shows),
    }
    return {name: value for name, value in said.items() if value}


def _finding(walkthrough: Walkthrough, place: int) -> dict[str, Any]:
    finding = walkthrough.findings[place]
    return {
        "number": place + 1,
        "id": finding.id,
        "seq": finding.seq,
        "step": finding.step,
        "kind": finding.kind.value,
        "fact": finding.fact,
        "class": finding.klass.value,
        "domain": finding.domain.value if finding.domain else None,
        "grade": finding.grade.value,
        "confirmed": finding.is_confirmed,
        "severity": finding.severity,
        "urgent": finding.is_urgent,
        "cause": finding.cause,
        "suggestion": finding.suggestion,
        "evidence": list(finding.evidence),
        "by": finding.by,
    }


def _entry(walkthrough: Walkthrough, entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "kind": entry.kind.value,
        "at": wall_text(entry.wall),
        "entered": entry.entered.value,
        "by": entry.by,
        "step": entry.step,
        "visit": walkthrough.visit_of(entry),
        "standing": entry.standing.value,
        "corrected": entry.is_corrected,
        "reason": entry.reason,
    }
