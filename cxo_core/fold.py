"""The fold: from events to the walkthrough as it stands. Total (no log makes it fail) and deterministic."""

from collections.abc import Callable, Iterable, Sequence

from cxo_core.bodies import check_body
from cxo_core.entry import Entry
from cxo_core.event import GENESIS, Event
from cxo_core.exhibits import EXHIBITS
from cxo_core.findings import Finding
from cxo_core.history import History
from cxo_core.keeping import keeping
from cxo_core.kinds import Kind
from cxo_core.materials import MaterialRecord
from cxo_core.opening import Opening, opening
from cxo_core.papers import PAPERS
from cxo_core.people import PEOPLE
from cxo_core.privacy import Person
from cxo_core.problems import Problem
from cxo_core.walkthrough import (
    Anomaly,
    Burden,
    Evidence,
    Note,
    Officer,
    Reading,
    Status,
    StepRecord,
    Walkthrough,
)


class Fold:
    """Takes events one by one. A plain event costs the same however long the record is; undo and correction fold anew."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._history = History()
        self._misplaced: dict[int, str] = {}
        self._clear()
        needs_anew = False
        for event in events:
            needs_anew |= self._take(event)
            if not needs_anew:
                self._apply(self._history.entry(event))
        if needs_anew:
            self._anew()

    @property
    def events(self) -> Sequence[Event]:
        return self._history.events

    @property
    def last(self) -> Event | None:
        return self._history.events[-1] if self._history.events else None

    @property
    def entries(self) -> Sequence[Entry]:
        return self._entries

    @property
    def status(self) -> Status:
        return self._status

    @property
    def revision(self) -> int:
        return self._revision

    @property
    def step(self) -> str | None:
        return self._step

    @property
    def undoable(self) -> int | None:
        return self._history.undoables[-1] if self._history.undoables else None

    @property
    def redoable(self) -> int | None:
        return self._history.redoables[-1] if self._history.redoables else None

    def add(self, event: Event) -> None:
        if self._take(event):
            self._anew()
        else:
            self._apply(self._history.entry(event))

    def state(self) -> Walkthrough:
        opened = self._opening
        last = self.last
        return Walkthrough(
            id=opened.id,
            item=opened.item,
            scheme=opened.scheme,
            role=opened.role,
            channel=opened.channel,
            hall=opened.hall,
            window=opened.window,
            is_announced=opened.is_announced,
            is_accompanied=opened.is_accompanied,
            companion=opened.companion,
            part=opened.part,
            links=opened.links,
            officers=tuple(self._officers.values()),
            status=self._status,
            revision=self._revision,
            previous=self._previous,
            entries=tuple(self._entries),
            step=self._step,
            steps=tuple(self._steps.values()),
            materials=tuple(self._materials.values()),
            attitude=dict(self._attitude),
            readings=tuple(self._readings.values()),
            notes=tuple(note for note in self._notes.values() if note.text),
            evidence=tuple(self._evidence.values()),
            findings=tuple(self._findings.values()),
            codes=dict(self._codes),
            burden=tuple(self._burden),
            persons=tuple(self._persons.values()),
            undoable=self.undoable,
            redoable=self.redoable,
            anomalies=tuple(Anomaly(seq, why) for seq, why in sorted(self._anomalies.items())),
            chain_head=last.digest if last else GENESIS,
        )

    def _take(self, event: Event) -> bool:
        """Puts the event into the history; True when everything has to be folded anew."""
        try:
            check_body(event.kind, event.body)
        except Problem:
            self._history.keep(event)
            self._misplaced[event.seq] = "malformed"
            return False
        if why := self._history.add(event):
            self._misplaced[event.seq] = why
            return False
        return self._history.revises(event)

    def _clear(self) -> None:
        self._opening: Opening = opening({})
        self._officers: dict[str, Officer] = {}
        self._status = Status.RECORDING
        self._revision, self._previous = 1, ""
        self._entries: list[Entry] = []
        self._step: str | None = None
        self._steps: dict[str, StepRecord] = {}
        self._materials: dict[str, MaterialRecord] = {}
        self._attitude: dict[tuple[str | None, str], bool] = {}
        self._readings: dict[tuple[str | None, str], Reading] = {}
        self._notes: dict[str, Note] = {}
        self._evidence: dict[str, Evidence] = {}
        self._findings: dict[str, Finding] = {}
        self._codes: dict[str, bool] = {}
        self._burden: list[Burden] = []
        self._persons: dict[str, Person] = {}
        self._anomalies: dict[int, str] = {}

    def _anew(self) -> None:
        self._clear()
        for entry in self._history.entries():
            self._apply(entry)

    def _apply(self, entry: Entry) -> None:
        why = self._misplaced.get(entry.seq, "")
        if entry.counts and not why:
            effect = _EFFECTS.get(entry.kind)
            why = (effect(self, entry) or "") if effect else ""
        if why:
            self._anomalies[entry.seq] = why
        self._entries.append(entry)

    # One effect per kind that changes what the record says; each returns a code word when it can mean nothing.

    def _started(self, entry: Entry) -> str | None:
        if entry.seq != 1:
            return "started-twice"
        self._opening = opening(entry.body)
        self._officers = {officer.id: officer for officer in self._opening.officers}
        self._materials = {paper.id: paper for paper in self._opening.materials}
        return None

    def _officer_joined(self, entry: Entry) -> None:
        body = entry.body
        self._officers[body["officer"]] = Officer(body["officer"], body["name"], body.get("duty", "officer"))

    def _paused(self, entry: Entry) -> str | None:
        if self._status is not Status.RECORDING:
            return "not-recording"
        self._status = Status.PAUSED
        return None

    def _resumed(self, entry: Entry) -> str | None:
        if self._status not in (Status.PAUSED, Status.FINISHED):
            return "not-paused"
        self._status = Status.RECORDING
        return None

    def _finished(self, entry: Entry) -> str | None:
        if self._status is Status.SEALED:
            return "sealed"
        self._leave_step(entry, "")
        self._status = Status.FINISHED
        return None

    def _sealed(self, entry: Entry) -> None:
        self._status = Status.SEALED
        self._revision = entry.body["revision"]

    def _reopened(self, entry: Entry) -> str | None:
        if self._status is not Status.SEALED:
            return "not-sealed"
        self._status = Status.RECORDING
        self._revision = entry.body["revision"]
        self._previous = entry.body["previous"]
        return None

    def _step_entered(self, entry: Entry) -> None:
        self._leave_step(entry, "")
        step = entry.body["step"]
        self._steps[step] = self._steps.get(step, StepRecord(step)).entered(entry.seq)
        self._step = step

    def _step_left(self, entry: Entry) -> str | None:
        if self._step != entry.body["step"]:
            return "step-not-open"
        self._leave_step(entry, entry.body.get("outcome", ""))
        return None

    def _leave_step(self, entry: Entry, outcome: str) -> None:
        if self._step is not None:
            self._steps[self._step] = self._steps[self._step].left(entry.seq, outcome)
            self._step = None

    def _attitude_observed(self, entry: Entry) -> None:
        self._attitude[entry.step, entry.body["act"]] = entry.body["observed"]

    def _reading_taken(self, entry: Entry) -> None:
        indicator = entry.body["indicator"]
        self._readings[entry.step, indicator] = Reading(indicator, entry.step, entry.body["value"], entry.seq)

    def _note_written(self, entry: Entry) -> None:
        note = entry.body["note_id"]
        known = self._notes.get(note)
        self._notes[note] = Note(note, known.step if known else entry.step, entry.body["text"], entry.seq)

    def _finding_noted(self, entry: Entry) -> str | None:
        if entry.body["finding"] in self._findings:
            return "finding-twice"
        finding = Finding.noted(dict(entry.body), seq=entry.seq, step=entry.step, by=entry.by)
        self._findings[finding.id] = finding
        return None

    def _change_finding(self, entry: Entry) -> str | None:
        known = self._findings.get(entry.body["finding"])
        if known is None:
            return "no-such-finding"
        if entry.kind is Kind.FINDING_WITHDRAWN:
            del self._findings[known.id]
        else:
            self._findings[known.id] = known.changed(dict(entry.body))
        return None

    def _code_confirmed(self, entry: Entry) -> None:
        self._codes[entry.body["code"]] = entry.body["confirmed"]

    def _burden_logged(self, entry: Entry) -> None:
        self._burden.append(Burden(entry.body["who"], entry.body["minutes"], entry.seq))


_EFFECTS: dict[Kind, Callable[[Fold, Entry], str | None]] = {
    Kind.STARTED: Fold._started,
    Kind.OFFICER_JOINED: Fold._officer_joined,
    Kind.PAUSED: Fold._paused,
    Kind.RESUMED: Fold._resumed,
    Kind.FINISHED: Fold._finished,
    Kind.SEALED: Fold._sealed,
    Kind.REOPENED: Fold._reopened,
    Kind.STEP_ENTERED: Fold._step_entered,
    Kind.STEP_LEFT: Fold._step_left,
    **keeping("_materials", "material", PAPERS, begins=Kind.MATERIAL_DEMANDED, missing="no-such-material"),
    Kind.ATTITUDE_OBSERVED: Fold._attitude_observed,
    Kind.READING_TAKEN: Fold._reading_taken,
    Kind.NOTE_WRITTEN: Fold._note_written,
    **keeping("_evidence", "evidence", EXHIBITS, begins=Kind.EVIDENCE_ATTACHED, missing="no-such-evidence"),
    **keeping("_persons", "person", PEOPLE, begins=Kind.PERSON_NOTED, missing="no-such-person"),
    Kind.FINDING_NOTED: Fold._finding_noted,
    Kind.FINDING_CHANGED: Fold._change_finding,
    Kind.FINDING_WITHDRAWN: Fold._change_finding,
    Kind.CODE_CONFIRMED: Fold._code_confirmed,
    Kind.BURDEN_LOGGED: Fold._burden_logged,
}


def fold(events: Iterable[Event]) -> Walkthrough:
    """The walkthrough that a log tells. Any prefix of a log is a record too."""
    return Fold(events).state()
