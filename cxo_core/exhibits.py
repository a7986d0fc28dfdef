"""What each event does to the piece of evidence it speaks of."""

from collections.abc import Callable
from dataclasses import replace

from cxo_core.entry import Entry
from cxo_core.kinds import Kind
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


def _described(known: Evidence | None, entry: Entry) -> Outcome:
    return (replace(known, caption=entry.body["caption"]), None) if known else (None, "no-such-evidence")


def _moved(known: Evidence | None, entry: Entry) -> Outcome:
    return (replace(known, step=entry.body["to"] or None), None) if known else (None, "no-such-evidence")


def _removed(known: Evidence | None, entry: Entry) -> Outcome:
    return (
        (replace(known, removed=entry.body["reason"] or "-"), None) if known else (None, "no-such-evidence")
    )


EXHIBITS: dict[Kind, Callable[[Evidence | None, Entry], Outcome]] = {
    Kind.EVIDENCE_ATTACHED: _attached,
    Kind.EVIDENCE_DESCRIBED: _described,
    Kind.EVIDENCE_MOVED: _moved,
    Kind.EVIDENCE_REMOVED: _removed,
}
