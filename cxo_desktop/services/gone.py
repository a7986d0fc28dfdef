"""Pictures that were erased: no entry may bring one back into a record, and where a record shows one, what to do is said.

An erasing is noted in the log of erasures, in the transaction that erases. So whoever asks gets the day and the reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from cxo_core.event import Event
from cxo_core.fold import fold
from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.erasures import Erasure
from cxo_desktop.storage.evidence_rows import EvidenceRow

TAKES_BACK: Final = frozenset({Kind.UNDONE, Kind.REDONE, Kind.STRUCK, Kind.CORRECTED, Kind.EVIDENCE_REDACTED})
"""The kinds of event that can make a record show a picture it did not show before, without bringing it."""

GONE: Final = frozenset(
    {Code.EVIDENCE_MISSING, Code.PHOTO_ERASED, Code.PHOTO_DESTROYED, Code.PHOTO_BROUGHT_BACK}
)
"""What reading a picture raises where it is not in the vault."""

_RETENTION: Final = "retention"
_UNDOABLE: Final = TAKES_BACK - {Kind.UNDONE, Kind.REDONE}
_ENDS_UNDO: Final = frozenset({Kind.SEALED, Kind.REOPENED, Kind.CONSENT_WITHDRAWN})


def refuse_return(
    vault: Vault, before: Walkthrough, after: Walkthrough, coming: Iterable[EvidenceRow] = ()
) -> None:
    """Whether a record may go on from `before` to `after`; `coming` are the files that come in with it.

    Raises Problem `mask-is-final`, `photo-erased` or `photo-destroyed` where it would show a picture that was erased.
    """
    shown = {each.id: each.sha256 for each in before.kept}
    arriving = {(row.id, row.of or row.sha256) for row in coming}
    for each in after.kept:
        if shown.get(each.id) == each.sha256 or (each.id, each.sha256) in arriving:
            continue
        if line := erased(vault, after.id, each.id, each.sha256):
            raise _told(each, line, is_masked=each.id in shown)


def mask_is_final(vault: Vault, walkthrough: str, photo: Evidence) -> Problem:
    """Why the edits of a photo cannot be taken away; `evidence-missing` where nobody erased what they were drawn on."""
    line = erased(vault, walkthrough, photo.id, photo.drawn_on)
    return _told(photo, line, is_masked=True) if line else Problem(Code.EVIDENCE_MISSING, name=photo.id)


def why_missing(vault: Vault, walkthrough: str, photo: Evidence, digest: str = "") -> Problem:
    """Why a picture the record shows cannot be read, with the entry to undo where one brought it back; costs a few folds."""
    digest = digest or photo.sha256
    line = erased(vault, walkthrough, photo.id, digest)
    if line is None:
        return Problem(Code.EVIDENCE_MISSING, name=photo.id)
    if digest == photo.sha256:
        seq = _brought_back(vault, list(vault.walkthroughs.events(walkthrough)), photo)
        if seq is not None:
            return Problem(Code.PHOTO_BROUGHT_BACK, seq=seq, **_details(photo, line))
    return _told(photo, line, is_masked=False)


def erased(vault: Vault, walkthrough: str, evidence: str, digest: str) -> Erasure | None:
    """The line about a picture that was erased and is not there; the last one, should there be several."""
    if vault.evidence_rows.one(evidence, of=digest) is not None:
        return None
    lines = (line for line in vault.erasures.of(walkthrough) if line.sha256 == digest)
    about = [line for line in lines if line.subject.partition(" ")[0] == evidence]
    return about[-1] if about else None


def _told(photo: Evidence, line: Erasure, *, is_masked: bool) -> Problem:
    if not line.why.startswith(_RETENTION):
        return Problem(Code.PHOTO_DESTROYED, **_details(photo, line))
    code = Code.MASK_IS_FINAL if is_masked else Code.PHOTO_ERASED
    return Problem(code, **_details(photo, line))


def _details(photo: Evidence, line: Erasure) -> dict[str, str]:
    return {"file": photo.caption or photo.id[:12], "day": f"{line.at.astimezone():%Y-%m-%d}"}


def _brought_back(vault: Vault, events: Sequence[Event], photo: Evidence) -> int | None:
    """The last entry that can be undone and without which the record would show no erased picture of this photo."""
    for event in reversed(events):
        if event.kind in _ENDS_UNDO:
            return None
        if event.kind in _UNDOABLE and _is_about(event, events, photo.id):
            state = fold(_without_effect(each) if each is event else each for each in events)
            now = next((each for each in state.kept if each.id == photo.id), None)
            if now is None or vault.evidence_rows.one(now.id, of=now.sha256) is not None:
                return event.seq
    return None


def _is_about(event: Event, events: Sequence[Event], evidence: str) -> bool:
    target = event.body.get("target")
    if type(target) is int and 1 <= target < event.seq:
        return _is_about(events[target - 1], events, evidence)
    return event.body.get("evidence") == evidence


def _without_effect(event: Event) -> Event:
    """Something in its place that says nothing about any photo."""
    return replace(event, kind=Kind.OFFICER_JOINED, body={"officer": event.by, "name": event.by})
