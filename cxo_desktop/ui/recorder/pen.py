"""What each press writes into the record, with the words that say so while it is not saved yet."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from cxo_core.kinds import SPANS, Kind
from cxo_core.moment import Moment
from cxo_core.privacy import Checked
from cxo_core.scheme import Scheme
from cxo_core.walkthrough import Evidence, Status
from cxo_desktop.kind_words import kind_name
from cxo_desktop.ui.findings.draft import SLOT, FindingDraft
from cxo_desktop.ui.recorder.correction_bar import Correction
from cxo_desktop.ui.recorder.late_entry_bar import Late
from cxo_desktop.ui.recorder.live_record import LiveRecord, Slip
from cxo_desktop.ui.recorder.outcome_bar import OUTCOME
from cxo_desktop.ui.recorder.step_panel import slot_of
from cxo_desktop.words import _, pick

if TYPE_CHECKING:
    from cxo_desktop.services.recording import Recording


class Pen:
    """One method per thing an officer can say. All of them return at once; the record lane does the writing."""

    def __init__(self, live: LiveRecord, scheme: Scheme) -> None:
        self._live = live
        self._scheme = scheme

    def event(self, kind: Kind, pressed: Moment) -> Slip:
        """A key of the walk. A new activity at the window ends the one before it."""
        if kind is Kind.ACTIVITY_STARTED and kind in self._live.look.open_spans:
            self._live.tap(SPANS[kind], self._words(SPANS[kind], pressed), pressed=pressed)
        return self._live.tap(kind, self._words(kind, pressed), pressed=pressed)

    def move(self, leaving: str | None, going_to: str, outcome: str, pressed: Moment) -> None:
        """Leaves one step, with how it ended, and enters the next; both at the moment of the press."""
        if leaving is not None:
            if outcome:
                self.outcome(leaving, outcome, pressed)
            body: dict[str, Any] = {"step": leaving} | ({"outcome": outcome} if outcome else {})
            self._live.tap(Kind.STEP_LEFT, self._words(Kind.STEP_LEFT, pressed), body, pressed=pressed)
        words = self._words(Kind.STEP_ENTERED, pressed)
        self._live.tap(Kind.STEP_ENTERED, words, {"step": going_to}, pressed=pressed)

    def outcome(self, step: str, outcome: str, pressed: Moment) -> None:
        """The same answer where the scheme asks for the outcome as a reading."""
        asked = self._scheme.indicator(OUTCOME)
        if asked is not None and asked.accepts(outcome):
            self.reading(step, OUTCOME, outcome, pressed)

    def reading(self, step: str, indicator: str, value: object, pressed: Moment | None = None) -> None:
        """A value given; the same value again says nothing new."""
        known = self._live.look.state.reading(indicator, step)
        if known is not None and known.value == value and type(known.value) is type(value):
            return
        found = self._scheme.indicator(indicator)
        words = pick(found.title) if found else indicator
        body = {"indicator": indicator, "value": value}
        self._live.tap(Kind.READING_TAKEN, words, body, pressed=pressed, step=step)
        self.typed(step, indicator, "")

    def typed(self, step: str, indicator: str, text: str) -> None:
        """Keeps what is being typed into a reading."""
        self._live.keep_draft(slot_of(step, indicator), text)

    def take_reading_back(self, step: str, indicator: str) -> None:
        self._live.take_back(
            Kind.READING_TAKEN,
            kind_name(Kind.READING_TAKEN),
            _("Taken back"),
            lambda entry: entry.step == step and entry.body["indicator"] == indicator,
        )
        self.typed(step, indicator, "")

    def attitude(self, act: str, seen: bool) -> None:
        body = {"act": act, "observed": seen}
        self._live.tap(Kind.ATTITUDE_OBSERVED, kind_name(Kind.ATTITUDE_OBSERVED), body)

    def take_attitude_back(self, act: str) -> None:
        step = self._live.step
        self._live.take_back(
            Kind.ATTITUDE_OBSERVED,
            kind_name(Kind.ATTITUDE_OBSERVED),
            _("Taken back"),
            lambda entry: entry.step == step and entry.body["act"] == act,
        )

    def material(self, kind: Kind, material: str, due: str = "") -> None:
        body = {"material": material} | ({"due": due} if due else {})
        self._live.tap(kind, self._words(kind, self._live.now()), body)

    def extra_material(self, body: dict[str, str]) -> None:
        self._live.tap(Kind.MATERIAL_DEMANDED, body["title"], body)

    def untick(self, material: str) -> None:
        """The paper was not demanded after all; one outside the list goes with everything said of it."""
        known = self._live.look.state.material(material)
        kinds = [Kind.MATERIAL_DEMANDED]
        if known is not None and not known.is_listed:
            kinds = [
                Kind.MATERIAL_GIVEN,
                Kind.MATERIAL_REPEATED,
                Kind.MATERIAL_DEFERRED,
                Kind.MATERIAL_WAIVED,
                Kind.MATERIAL_DEMANDED,
            ]
        for kind in kinds:
            self.take_material_back(kind, material)

    def take_material_back(self, kind: Kind, material: str) -> None:
        self._live.take_back(
            kind, kind_name(kind), _("Taken back"), lambda entry: entry.body["material"] == material
        )

    def describe_photo(self, evidence: str, caption: str) -> None:
        body = {"evidence": evidence, "caption": caption}
        self._live.tap(Kind.EVIDENCE_DESCRIBED, kind_name(Kind.EVIDENCE_DESCRIBED), body)

    def move_photo(self, evidence: str, to: str) -> None:
        body = {"evidence": evidence, "to": to}
        self._live.tap(Kind.EVIDENCE_MOVED, kind_name(Kind.EVIDENCE_MOVED), body)

    def remove_photo(self, evidence: str, reason: str) -> None:
        body = {"evidence": evidence, "reason": reason}
        self._live.tap(Kind.EVIDENCE_REMOVED, kind_name(Kind.EVIDENCE_REMOVED), body)

    def check_voice(self, note: Evidence, outcome: Checked, basis: str) -> None:
        """Somebody listened to it as it stands; an exception names its legal basis."""
        body = {"evidence": note.id, "sha256": note.sha256, "outcome": outcome.value}
        told = body | ({"basis": basis} if basis else {})
        kind = Kind.EVIDENCE_CHECKED
        self._live.tap(kind, kind_name(kind), told, step=note.step or "")

    def flag_voice(self, evidence: str, sensitive: list[str]) -> None:
        body = {"evidence": evidence, "sensitive": sensitive}
        self._live.tap(Kind.EVIDENCE_FLAGGED, kind_name(Kind.EVIDENCE_FLAGGED), body)

    def finding(self, draft: FindingDraft) -> None:
        """Notes the finding or its change, then lets go of its draft."""
        self._live.tap(draft.event_kind, kind_name(draft.event_kind), draft.body(), step=draft.step)
        self._live.keep_draft(SLOT, "")

    def keep_finding(self, draft: FindingDraft | None) -> None:
        self._live.keep_draft(SLOT, draft.to_text() if draft else "")

    def withdraw_finding(self, finding: str, reason: str) -> None:
        body = {"finding": finding, "reason": reason}
        self._live.tap(Kind.FINDING_WITHDRAWN, kind_name(Kind.FINDING_WITHDRAWN), body)

    def late(self, late: Late) -> None:
        self._live.enter(
            late.kind,
            f"{late.happened:%H:%M} {kind_name(late.kind)}",
            {"note": late.note} if late.note else {},
            happened=late.happened,
            entered=late.entered,
            step=late.step,
        )

    def correct(self, correction: Correction) -> None:
        moment, by = self._live.now(), self._live.by
        happened: datetime | None = correction.happened

        def write(recording: "Recording") -> object:
            return recording.correct(
                correction.seq,
                reason=correction.reason,
                happened=happened,
                body=correction.body or None,
                moment=moment,
                by=by,
            )

        self._live.want(write, kind_name(Kind.CORRECTED), pressed=moment)

    def strike(self, seq: int, reason: str) -> None:
        moment, by = self._live.now(), self._live.by

        def write(recording: "Recording") -> object:
            return recording.strike(seq, reason=reason, moment=moment, by=by)

        self._live.want(write, kind_name(Kind.STRUCK), pressed=moment)

    def undo(self) -> None:
        moment, by = self._live.now(), self._live.by
        self._live.want(lambda recording: recording.undo(moment=moment, by=by), kind_name(Kind.UNDONE))

    def redo(self) -> None:
        moment, by = self._live.now(), self._live.by
        self._live.want(lambda recording: recording.redo(moment=moment, by=by), kind_name(Kind.REDONE))

    def pause_or_resume(self) -> None:
        now = self._live.now()
        is_recording = self._live.look.state.status is Status.RECORDING
        kind = Kind.PAUSED if is_recording else Kind.RESUMED
        self._live.tap(kind, self._words(kind, now), pressed=now)

    def _words(self, kind: Kind, pressed: Moment) -> str:
        return f"{pressed.wall:%H:%M:%S} {kind_name(kind)}"
