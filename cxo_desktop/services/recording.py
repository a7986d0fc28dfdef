"""Recording a walkthrough: the one door through which events enter a record. Each call is one durable transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from cxo_core.bodies import check_body
from cxo_core.entry import Entry
from cxo_core.event import Event, next_event
from cxo_core.fold import Fold
from cxo_core.kinds import Kind
from cxo_core.moment import Clock, Entered, Moment, clock_jump_ms, wall_text
from cxo_core.problems import Code, Problem
from cxo_core.summarising import is_plain, summary_after, summary_of
from cxo_core.summary import Summary
from cxo_core.walkthrough import Status, Walkthrough
from cxo_desktop.services.gone import TAKES_BACK, refuse_return
from cxo_desktop.services.vaults import Vault
from cxo_desktop.storage.bundles import BundleRow
from cxo_desktop.storage.evidence_rows import EvidenceRow

FUTURE_TOLERANCE = timedelta(minutes=1)

BundleOf = Callable[[Walkthrough, Sequence[Event]], BundleRow]
"""Writes the bundle of a record and its events, and tells the row to keep of it."""


class How(TypedDict, total=False):
    """Where, when and by whom an entry with files was made; what is left out is as it is now."""

    step: str | None
    happened: datetime | None
    entered: Entered
    moment: Moment | None
    by: str | None


class Recording:
    """One open record. It belongs to one thread (the record lane); the states it hands out are frozen and go anywhere.

    Every method that records returns only when the event is on the disk. If that fails it raises a Problem, the record is
    as before, and the call can be made again. `moment` is when the key was pressed, if that was earlier than the call.
    """

    def __init__(self, vault: Vault, clock: Clock, walkthrough: str, *, by: str = "") -> None:
        self.id = walkthrough
        self._vault = vault
        self._clock = clock
        self._fold = Fold(vault.walkthroughs.events(walkthrough))
        self.by = by or self._fold.events[0].by
        self._summary: Summary | None = None

    @property
    def state(self) -> Walkthrough:
        return self._fold.state()

    def tap(
        self,
        kind: Kind,
        body: Mapping[str, Any] | None = None,
        *,
        step: str | None = None,
        moment: Moment | None = None,
        by: str | None = None,
    ) -> Event:
        """What happens now, at the current step unless another is named; "" stands for the walk as a whole."""
        return self._append(kind, body or {}, step=step, moment=moment, by=by)

    def enter(
        self,
        kind: Kind,
        body: Mapping[str, Any] | None = None,
        *,
        happened: datetime,
        entered: Entered = Entered.TYPED,
        step: str | None = None,
        moment: Moment | None = None,
        by: str | None = None,
    ) -> Event:
        """What happened before, with its time typed or recalled. A time still to come raises Problem `time-in-future`."""
        now = moment or self._clock.now()
        if happened > now.wall + FUTURE_TOLERANCE:
            raise Problem(Code.TIME_IN_FUTURE, time=f"{happened:%Y-%m-%d %H:%M}")
        return self._append(
            kind, body or {}, step=step, moment=now, by=by, entered=entered, happened=happened
        )

    def correct(
        self,
        seq: int,
        *,
        reason: str,
        happened: datetime | None = None,
        body: Mapping[str, Any] | None = None,
        step: str | None = None,
        moment: Moment | None = None,
        by: str | None = None,
    ) -> Event:
        """Corrects an entry's time, body fields or step. Both versions stay in the record, with the reason."""
        entry = self._entry(seq)
        now = moment or self._clock.now()
        said: dict[str, Any] = {"target": seq, "reason": _reason(reason)}
        if happened is not None:
            if happened > now.wall + FUTURE_TOLERANCE:
                raise Problem(Code.TIME_IN_FUTURE, time=f"{happened:%Y-%m-%d %H:%M}")
            said["happened"] = wall_text(happened)
        if body is not None:
            check_body(entry.kind, {**entry.body, **body})
            said["body"] = dict(body)
        if step is not None:
            said["step"] = step
        return self._append(Kind.CORRECTED, said, step=entry.step, moment=now, by=by)

    def strike(self, seq: int, *, reason: str, moment: Moment | None = None, by: str | None = None) -> Event:
        """Takes an entry out of the count. It stays in the record, crossed out, with the reason."""
        entry = self._entry(seq)
        said = {"target": seq, "reason": _reason(reason)}
        return self._append(Kind.STRUCK, said, step=entry.step, moment=moment, by=by)

    def undo(self, *, moment: Moment | None = None, by: str | None = None) -> Event:
        """Undoes the last entry that can be undone, or raises Problem `nothing-to-undo`."""
        target = self._fold.undoable
        if target is None:
            raise Problem(Code.NOTHING_TO_UNDO)
        return self._append(Kind.UNDONE, {"target": target}, moment=moment, by=by)

    def redo(self, *, moment: Moment | None = None, by: str | None = None) -> Event:
        """Brings back what was undone last, or raises Problem `nothing-to-redo`."""
        target = self._fold.redoable
        if target is None:
            raise Problem(Code.NOTHING_TO_REDO)
        return self._append(Kind.REDONE, {"target": target}, moment=moment, by=by)

    def attach(
        self,
        said: Mapping[str, Any],
        files: Sequence[EvidenceRow],
        *,
        clear_drafts: Sequence[str] = (),
        **how: Unpack[How],
    ) -> Event:
        """Attaches evidence whose encrypted files are already safe: event and file rows come in one transaction."""
        return self._append(Kind.EVIDENCE_ATTACHED, said, evidence=files, clear_drafts=clear_drafts, **how)

    def redact(self, said: Mapping[str, Any], files: Sequence[EvidenceRow], **how: Unpack[How]) -> Event:
        """Replaces the picture of a photo by an edited one whose encrypted files are safe: event and rows in one transaction."""
        return self._append(Kind.EVIDENCE_REDACTED, said, evidence=files, **how)

    def write_note(
        self,
        note: str,
        text: str,
        *,
        step: str | None = None,
        moment: Moment | None = None,
        by: str | None = None,
    ) -> Event:
        """Writes a note whole and lets go of its draft, in one transaction."""
        body = {"note_id": note, "text": text}
        return self._append(Kind.NOTE_WRITTEN, body, step=step, moment=moment, by=by, clear_drafts=(note,))

    def seal(self, bundle: BundleOf, *, moment: Moment | None = None, by: str | None = None) -> Event:
        """Seals the revision: `bundle` writes the file for the record as it will be, and its row comes in with the event."""
        body = {"revision": self._fold.revision}
        return self._append(Kind.SEALED, body, step="", moment=moment, by=by, bundle=bundle)

    def keep_draft(self, field: str, text: str) -> None:
        """Keeps a text while it is still being typed; durable when this returns."""
        self._vault.drafts.save(self.id, field, text)

    def drafts(self) -> Mapping[str, str]:
        """Texts that were being typed when the program ended, by field."""
        return {draft.slot: draft.text for draft in self._vault.drafts.of(self.id)}

    def untick(
        self, seqs: Sequence[int], *, reason: str, moment: Moment | None = None, by: str | None = None
    ) -> None:
        """Strikes several entries together, for instance every demand of one paper."""
        for seq in seqs:
            self.strike(seq, reason=reason, moment=moment, by=by)

    def _entry(self, seq: int) -> Entry:
        entries = self._fold.entries
        if not 1 <= seq <= len(entries):
            raise Problem(Code.EVENT_NOT_FOUND, seq=seq)
        return entries[seq - 1]

    def _append(
        self,
        kind: Kind,
        body: Mapping[str, Any],
        *,
        step: str | None = None,
        moment: Moment | None = None,
        by: str | None = None,
        entered: Entered = Entered.LIVE,
        happened: datetime | None = None,
        evidence: Sequence[EvidenceRow] = (),
        clear_drafts: Sequence[str] = (),
        bundle: BundleOf | None = None,
    ) -> Event:
        if self._fold.status is Status.SEALED and kind is not Kind.REOPENED:
            raise Problem(Code.WALKTHROUGH_SEALED, next_revision=self._fold.revision + 1)
        moment = moment or self._clock.now()
        by = by or self.by
        last = self._fold.last
        new: list[Event] = []
        if last and (jump := clock_jump_ms(last.recorded, moment)):
            said = {"jump_ms": jump, "since": last.seq}
            new.append(next_event(last, Kind.CLOCK_JUMPED, moment, by=by, body=said, step=self._fold.step))
        new.append(
            next_event(
                new[-1] if new else last,
                kind,
                moment,
                by=by,
                body=body,
                step=self._place(step),
                entered=entered,
                happened=happened,
            )
        )
        self._keep(new, evidence, clear_drafts, bundle)
        return new[-1]

    def _place(self, step: str | None) -> str | None:
        return self._fold.step if step is None else step or None

    def _keep(
        self,
        new: Sequence[Event],
        evidence: Sequence[EvidenceRow],
        clear_drafts: Sequence[str],
        bundle: BundleOf | None,
    ) -> None:
        known = len(self._fold.events)
        before = self._fold.state() if new[-1].kind in TAKES_BACK else None
        for event in new:
            self._fold.add(event)
        try:
            if before is not None:
                refuse_return(self._vault, before, self._fold.state(), evidence)
            summary = self._summary_after(new)
            row = bundle(self._fold.state(), self._fold.events) if bundle else None
            self._vault.walkthroughs.append(
                self.id, new, summary, evidence=evidence, clear_drafts=clear_drafts, bundle=row
            )
        except BaseException:
            self._fold = Fold(self._fold.events[:known])
            raise
        self._summary = summary

    def _summary_after(self, new: Sequence[Event]) -> Summary:
        if self._summary and all(is_plain(event) for event in new):
            return summary_after(self._summary, new[-1])
        return summary_of(self._fold.state())


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Problem(Code.REASON_MISSING)
    return reason.strip()
