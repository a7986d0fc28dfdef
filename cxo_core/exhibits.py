"""What each event does to the piece of evidence it speaks of; only an attached one may be unknown before."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.privacy import Checked
from cxo_core.walkthrough import Evidence

Outcome = tuple[Evidence | None, str | None]


def _attached(known: Evidence | None, entry: Entry) -> Outcome:
    if known is not None:
        return None, "evidence-twice"
    body = entry.body
    return Evidence(
        id=body["evidence"],
        step=entry.step,
        seq=entry.seq,
        wall=entry.wall,
        media_type=body["media_type"],
        bytes=body["bytes"],
        sha256=body["sha256"],
        original_sha256=body["original_sha256"],
        width=body.get("width", 0),
        height=body.get("height", 0),
        taken=body.get("taken", ""),
        likeness=body.get("likeness", ""),
        caption=body.get("caption", ""),
    ), None


def _described(known: Evidence, entry: Entry) -> Outcome:
    return replace(known, caption=entry.body["caption"]), None


def _moved(known: Evidence, entry: Entry) -> Outcome:
    return replace(known, step=entry.body["to"] or None), None


def _removed(known: Evidence, entry: Entry) -> Outcome:
    return replace(known, removed=entry.body["reason"] or "-"), None


def _redacted(known: Evidence, entry: Entry) -> Outcome:
    if known.is_voice:
        return None, "not-a-picture"
    body = entry.body
    return replace(
        known,
        edits=tuple(body["edits"]),
        base_sha256=known.base_sha256 or known.sha256,
        media_type=body["media_type"],
        bytes=body["bytes"],
        sha256=body["sha256"],
        width=body["width"],
        height=body["height"],
        likeness=body.get("likeness", known.likeness),
        checked=Checked.MASKED if any(_masks(edit) for edit in body["edits"]) else None,
        basis="",
        looked=entry.seq,
    ), None


def _checked(known: Evidence, entry: Entry) -> Outcome:
    if entry.body["sha256"] != known.sha256:
        return None, "looked-at-another"
    try:
        outcome = Checked(entry.body["outcome"])
    except ValueError:
        return None, "no-such-outcome"
    if outcome is Checked.MASKED:
        return None, "not-masked"
    if known.checked is Checked.MASKED and outcome is Checked.NOTHING_TO_MASK:
        return replace(known, looked=entry.seq), None
    return replace(known, checked=outcome, basis=entry.body.get("basis", ""), looked=entry.seq), None


def _flagged(known: Evidence, entry: Entry) -> Outcome:
    words = tuple(str(each) for each in entry.body["sensitive"])
    return replace(known, sensitive=words), None


def _shows(known: Evidence, entry: Entry) -> Outcome:
    persons = tuple(str(each) for each in entry.body["persons"])
    return replace(known, shows=persons), None


def _quarantined(known: Evidence, entry: Entry) -> Outcome:
    return replace(known, quarantined=entry.body["reason"] or "-"), None


def _masks(edit: Any) -> bool:
    """An edit says what it does under `do`; one that nobody knows is taken and masks nothing (bundle format 1, section 8)."""
    return isinstance(edit, Mapping) and edit.get("do") == "mask"


EXHIBITS: dict[Kind, Callable[[Any, Entry], Outcome]] = {
    Kind.EVIDENCE_ATTACHED: _attached,
    Kind.EVIDENCE_DESCRIBED: _described,
    Kind.EVIDENCE_MOVED: _moved,
    Kind.EVIDENCE_REMOVED: _removed,
    Kind.EVIDENCE_REDACTED: _redacted,
    Kind.EVIDENCE_CHECKED: _checked,
    Kind.EVIDENCE_FLAGGED: _flagged,
    Kind.EVIDENCE_SHOWS: _shows,
    Kind.EVIDENCE_QUARANTINED: _quarantined,
}
