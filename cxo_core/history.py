"""Which events count: undo, redo, striking and corrections, worked out before anything is folded."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from cxo_core.bodies import check_body
from cxo_core.entry import Entry, Standing
from cxo_core.event import Event
from cxo_core.kinds import HOUSEKEEPING, Kind
from cxo_core.moment import Entered
from cxo_core.problems import Problem

_REVISES = frozenset({Kind.UNDONE, Kind.REDONE, Kind.STRUCK, Kind.CORRECTED})
_NOT_UNDOABLE = HOUSEKEEPING - {Kind.CORRECTED, Kind.STRUCK, Kind.FINISHED}
_FINAL = frozenset({Kind.CONSENT_WITHDRAWN, Kind.EVIDENCE_QUARANTINED})
_LEAVES_REDO = frozenset({Kind.CLOCK_JUMPED, Kind.OFFICER_JOINED})


class History:
    """Follows a log event by event. `revises` tells whether an event changes how earlier ones read."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.undoables: list[int] = []
        self.redoables: list[int] = []
        self._undone: set[int] = set()
        self._struck: dict[int, list[int]] = {}
        self._corrected: dict[int, list[int]] = {}
        self._anchors: dict[str, tuple[datetime, int]] = {}

    @staticmethod
    def revises(event: Event) -> bool:
        return event.kind in _REVISES

    def keep(self, event: Event) -> None:
        """Keeps an event in its place without asking what it means."""
        self.events.append(event)
        self._anchors.setdefault(event.recorded.boot, (event.recorded.wall, event.recorded.mono_ms))

    def add(self, event: Event) -> str:
        """Takes the event in; returns a code word when it cannot mean anything here, else the empty string."""
        self.keep(event)
        match event.kind:
            case Kind.UNDONE:
                return self._undo(event.body["target"])
            case Kind.REDONE:
                return self._redo(event.body["target"])
            case Kind.STRUCK | Kind.CORRECTED:
                why = self._revise(event)
                if why:
                    return why
            case Kind.SEALED | Kind.REOPENED | Kind.CONSENT_WITHDRAWN:
                self.undoables.clear()
        if event.kind not in _LEAVES_REDO:
            self.redoables.clear()
        if event.kind not in _NOT_UNDOABLE and not is_final(event):
            self.undoables.append(event.seq)
        return ""

    def entries(self) -> Iterable[Entry]:
        """Every event as it reads now, in the order of the log."""
        return (self.entry(event) for event in self.events)

    def entry(self, event: Event) -> Entry:
        """One event with its corrections applied, its standing and its place in time."""
        is_live = event.entered is Entered.LIVE
        entry = Entry(
            seq=event.seq,
            kind=event.kind,
            wall=event.wall,
            placed=self._placed(event) if is_live else event.wall,
            recorded=event.recorded.wall,
            moment=event.recorded if is_live else None,
            entered=event.entered,
            by=event.by,
            step=event.step,
            body=event.body,
            standing=Standing.UNDONE if event.seq in self._undone else Standing.COUNTS,
        )
        for seq in self._corrected.get(event.seq, ()):
            if seq not in self._undone:
                entry = _corrected(entry, self.events[seq - 1])
        for seq in self._struck.get(event.seq, ()):
            if seq not in self._undone and entry.counts:
                entry = replace(
                    entry, standing=Standing.STRUCK, reason=str(self.events[seq - 1].body["reason"])
                )
        return entry

    def _placed(self, event: Event) -> datetime:
        wall, mono_ms = self._anchors[event.recorded.boot]
        try:
            return wall + timedelta(milliseconds=event.recorded.mono_ms - mono_ms)
        except OverflowError:
            return event.recorded.wall

    def _undo(self, target: int) -> str:
        if not self.undoables or self.undoables[-1] != target:
            return "not-the-last"
        self.undoables.pop()
        self._undone.add(target)
        self.redoables.append(target)
        return ""

    def _redo(self, target: int) -> str:
        if not self.redoables or self.redoables[-1] != target:
            return "not-the-last"
        self.redoables.pop()
        self._undone.discard(target)
        self.undoables.append(target)
        return ""

    def _revise(self, event: Event) -> str:
        target = event.body["target"]
        if not 1 <= target < event.seq:
            return "no-such-entry"
        if self.events[target - 1].kind in HOUSEKEEPING or is_final(self.events[target - 1]):
            return "not-correctable"
        revisions = self._struck if event.kind is Kind.STRUCK else self._corrected
        revisions.setdefault(target, []).append(event.seq)
        return ""


def is_final(event: Event) -> bool:
    """What cannot be taken back: consent withdrawn, a photo put aside as 密, and a removal whose files were destroyed."""
    is_erasure = event.kind is Kind.EVIDENCE_REMOVED and event.body.get("erased") is True
    return is_erasure or event.kind in _FINAL


def _corrected(entry: Entry, correction: Event) -> Entry:
    body, was = correction.body, entry.was or entry
    if "happened" in body:
        try:
            wall = datetime.fromisoformat(body["happened"])
        except ValueError:
            wall = entry.wall
        if wall.tzinfo is not None and wall != entry.wall:
            typed = max(entry.entered, Entered.TYPED, key=lambda how: how.rank)
            entry = replace(entry, wall=wall, placed=wall, moment=None, entered=typed)
    if "body" in body:
        entry = replace(entry, body=_merged(entry, body["body"]))
    if "step" in body:
        entry = replace(entry, step=body["step"])
    return replace(entry, reason=str(body["reason"]), is_corrected=True, was=was)


def _merged(entry: Entry, changed: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body with the fields a correction names; one that would no longer say what its kind must is left as it was."""
    merged = {**entry.body, **changed}
    try:
        check_body(entry.kind, merged)
    except Problem:
        return entry.body
    return merged
