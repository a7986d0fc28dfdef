"""One walkthrough as it stands: the frozen state that folding its events gives."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from cxo_core import voice
from cxo_core.entry import Entry
from cxo_core.findings import Finding
from cxo_core.kinds import Kind
from cxo_core.materials import MaterialRecord, MaterialSets, material_sets
from cxo_core.privacy import Checked, Person
from cxo_core.renditions import start_of
from cxo_core.roles import Channel, Role
from cxo_core.scheme import Scheme
from cxo_core.service_item import ServiceItem


class Status(StrEnum):
    RECORDING = "recording"
    PAUSED = "paused"
    FINISHED = "finished"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Officer:
    """Who records. `duty` is `officer` (体验员) or `researcher` (陪同)."""

    id: str
    name: str
    duty: str = "officer"


@dataclass(frozen=True, slots=True)
class Reading:
    """The value given to an indicator at a step (None: for the whole walkthrough)."""

    indicator: str
    step: str | None
    value: int | str | bool
    seq: int


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    step: str | None
    text: str
    seq: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A photo, voice note or file. `sha256` is of the working copy in the vault and bundle, `original_sha256` of what was taken in.

    `edits` made the working copy what it is, from the one that came in with the digest `base_sha256` (empty: nothing was edited).
    `looked`: the event at which somebody last masked or checked it, 0 for never.
    """

    id: str
    step: str | None
    seq: int
    wall: datetime
    media_type: str
    bytes: int
    sha256: str
    original_sha256: str
    width: int
    height: int
    taken: str
    likeness: str
    caption: str
    removed: str = ""
    edits: tuple[Any, ...] = ()
    base_sha256: str = ""
    checked: Checked | None = None
    looked: int = 0
    basis: str = ""
    sensitive: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    quarantined: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether it belongs to the record: not removed, and not put aside because something 密 is in sight."""
        return not self.removed and not self.quarantined

    @property
    def drawn_on(self) -> str:
        """The digest of the picture the last edits start from: the copy that came in, or an edited one they go on from."""
        start = start_of(self.edits)
        return start.sha256 if start else self.base_sha256 or self.sha256

    @property
    def is_voice(self) -> bool:
        return self.media_type == voice.MEDIA_TYPE

    @property
    def length_ms(self) -> int:
        """How long a voice note lasts; 0 for everything else."""
        return voice.length_ms(self.bytes) if self.is_voice else 0


@dataclass(frozen=True, slots=True)
class Burden:
    """Minutes the walkthrough itself asked of somebody: `staff`, `applicant` or `other`."""

    who: str
    minutes: int
    seq: int


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step as it was walked: every stay as (seq entered, seq left or None)."""

    id: str
    stays: tuple[tuple[int, int | None], ...] = ()
    outcome: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.stays) and self.stays[-1][1] is None

    def entered(self, seq: int) -> "StepRecord":
        return replace(self, stays=(*self.stays, (seq, None)))

    def left(self, seq: int, outcome: str) -> "StepRecord":
        """The last stay ended; an outcome that is not said leaves the one before."""
        entered, _ = self.stays[-1]
        return replace(self, stays=(*self.stays[:-1], (entered, seq)), outcome=outcome or self.outcome)


@dataclass(frozen=True, slots=True)
class Visit:
    """One trip to the place (到场). `left` is None while the officer is there."""

    number: int
    arrived: Entry
    left: Entry | None


@dataclass(frozen=True, slots=True)
class Anomaly:
    """An event that could not mean anything where it stands; it is kept, shown and has no effect. `why` is a code word."""

    seq: int
    why: str


@dataclass(frozen=True)
class Walkthrough:
    """The state after the last event. Empty before the first: `id` is then the empty string.

    `role` and `channel` are None only in a record whose first event names none this version knows.
    """

    id: str
    item: ServiceItem | None
    scheme: Scheme | None
    role: Role | None
    channel: Channel | None
    hall: str
    window: str
    is_announced: bool
    is_accompanied: bool
    companion: str
    part: tuple[str, ...]
    links: Mapping[str, str]
    officers: tuple[Officer, ...]
    status: Status
    revision: int
    previous: str
    entries: tuple[Entry, ...]
    step: str | None
    steps: tuple[StepRecord, ...]
    materials: tuple[MaterialRecord, ...]
    attitude: Mapping[tuple[str | None, str], bool]
    readings: tuple[Reading, ...]
    notes: tuple[Note, ...]
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    codes: Mapping[str, bool]
    burden: tuple[Burden, ...]
    persons: tuple[Person, ...]
    undoable: int | None
    redoable: int | None
    anomalies: tuple[Anomaly, ...]
    chain_head: str

    @cached_property
    def counting(self) -> tuple[Entry, ...]:
        """The entries that count, in the order in which things happened."""
        return tuple(sorted((e for e in self.entries if e.counts), key=lambda e: (e.placed, e.seq)))

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """The trips in the order they were made; a second arrival without leaving is still the same trip."""
        made: list[Visit] = []
        for mark in self.of_kind(Kind.ARRIVED, Kind.LEFT):
            is_there = bool(made) and made[-1].left is None
            if mark.kind is Kind.ARRIVED and not is_there:
                made.append(Visit(len(made) + 1, mark, None))
            elif mark.kind is Kind.LEFT and is_there:
                made[-1] = Visit(made[-1].number, made[-1].arrived, mark)
        return tuple(made)

    @property
    def visit_now(self) -> Visit | None:
        """The trip the officer is on; None when he is not there."""
        return self.visits[-1] if self.visits and self.visits[-1].left is None else None

    def visit_of(self, entry: Entry) -> int:
        """The number of the trip an entry belongs to; 0 before the first arrival."""
        return sum(
            (visit.arrived.placed, visit.arrived.seq) <= (entry.placed, entry.seq) for visit in self.visits
        )

    @cached_property
    def sets(self) -> MaterialSets:
        return material_sets(self.materials)

    @cached_property
    def kept(self) -> tuple[Evidence, ...]:
        """The evidence that belongs to the record, photos and voice notes alike."""
        return tuple(each for each in self.evidence if each.is_kept)

    @cached_property
    def photos(self) -> tuple[Evidence, ...]:
        """What can be looked at and masked."""
        return tuple(each for each in self.kept if not each.is_voice)

    @cached_property
    def voices(self) -> tuple[Evidence, ...]:
        """What can only be listened to."""
        return tuple(each for each in self.kept if each.is_voice)

    def entry(self, seq: int) -> Entry:
        return self.entries[seq - 1]

    def of_kind(self, *kinds: Kind) -> tuple[Entry, ...]:
        """The counting entries of these kinds, in the order in which they happened."""
        return tuple(entry for entry in self.counting if entry.kind in kinds)

    def first(self, kind: Kind) -> Entry | None:
        return next((entry for entry in self.counting if entry.kind is kind), None)

    def reading(self, indicator: str, step: str | None = None) -> Reading | None:
        return next((r for r in self.readings if r.indicator == indicator and r.step == step), None)

    def step_record(self, step: str) -> StepRecord:
        return next((each for each in self.steps if each.id == step), StepRecord(step))

    def material(self, material: str) -> MaterialRecord | None:
        return next((each for each in self.materials if each.id == material), None)

    def officer_name(self, officer: str) -> str:
        return next((each.name for each in self.officers if each.id == officer), officer)

    @property
    def started(self) -> Entry | None:
        return self.entries[0] if self.entries else None

    @property
    def locked(self) -> Mapping[str, Any]:
        """The body of the first event: item and scheme exactly as they were locked into the record."""
        return self.entries[0].body if self.entries else {}
