"""The open record behind its lane: every press is queued with its moment, written in order, and only then called saved."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from cxo_core.entry import Entry
from cxo_core.kinds import Kind
from cxo_core.moment import Clock, Entered, Moment
from cxo_core.problems import Code, Problem
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.recorder.look import Look, look

if TYPE_CHECKING:
    from cxo_desktop.services.recording import Recording

TRY_AGAIN_MS = 5_000

_MISTAKEN = frozenset(
    {
        Code.EVENT_MALFORMED,
        Code.EVENT_NOT_FOUND,
        Code.MASK_IS_FINAL,
        Code.NOTHING_TO_REDO,
        Code.NOTHING_TO_UNDO,
        Code.PHOTO_DESTROYED,
        Code.PHOTO_ERASED,
        Code.REASON_MISSING,
        Code.TIME_IN_FUTURE,
        Code.WALKTHROUGH_SEALED,
    }
)
"""Problems of what was asked for: asking again changes nothing. Every other one keeps the entry until it is written."""

Write = Callable[["Recording"], object]


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """One entry on its way to the disk. `words` say to a person what it is, `kind` to the keys."""

    write: Write
    words: str
    pressed: Moment
    kind: Kind | None = None


@dataclass(slots=True, eq=False)
class Slip:
    """Says which entry a press became, once it is one. Filled on the record lane, in the order of the presses."""

    kind: Kind
    pressed: Moment
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What one visit of the lane brought: what is durable now, what was refused, and what stopped it, if anything did."""

    written: Sequence[Wanted]
    refused: Sequence[tuple[Wanted, Problem]]
    stopped_by: Problem | None
    look: Look | None
    at: datetime


class LiveRecord(QObject):
    """Belongs to the GUI thread; the recording it holds belongs to the record lane and is touched nowhere else.

    `step` is where the next entry goes: the step last asked for, whether or not that is on the disk already. Until the
    record was looked at once (`is_fresh`), the record itself knows better.
    """

    looked = Signal(object)
    saved = Signal(object)
    waiting_changed = Signal()
    stopped = Signal(object)
    went_on = Signal()
    refused = Signal(object)

    def __init__(self, recording: "Recording", first: Look, lane: Lane, clock: Clock) -> None:
        super().__init__()
        self.look = first
        self.by = recording.by
        self.id = recording.id
        self.step = first.state.step
        self.is_fresh = False
        self.stopped_by: Problem | None = None
        self.saved_at: datetime | None = None
        self._recording = recording
        self._lane = lane
        self._clock = clock
        self._queue: deque[Wanted] = deque()
        self._drafts: dict[str, str] = {}
        self._again = QTimer(self, interval=TRY_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.retry)

    @property
    def waiting(self) -> tuple[Wanted, ...]:
        """What is not on the disk yet, in the order in which it was pressed."""
        return tuple(self._queue)

    def now(self) -> Moment:
        return self._clock.now()

    def tap(
        self,
        kind: Kind,
        words: str,
        body: Mapping[str, Any] | None = None,
        *,
        pressed: Moment | None = None,
        step: str | None = None,
    ) -> Slip:
        """What happens now, at the step that is current now; `step` names another, "" the whole walk."""
        moment, body = pressed or self.now(), dict(body or {})
        place = (self.step or "") if step is None and self.is_fresh else step
        if kind is Kind.STEP_ENTERED:
            place = self.step = body["step"]
        elif kind is Kind.STEP_LEFT:
            place, self.step = body["step"], None
        by, slip = self.by, Slip(kind, moment)

        def write(recording: "Recording") -> None:
            slip.seq = recording.tap(kind, body, step=place, moment=moment, by=by).seq

        self.want(write, words, kind=kind, pressed=moment)
        return slip

    def complete(self, slip: Slip, words: str, reason: str, body: Mapping[str, Any]) -> None:
        """Adds details to an entry that was pressed before, whether or not it is on the disk yet."""
        moment, by = self.now(), self.by

        def write(recording: "Recording") -> object:
            return recording.correct(slip.seq or 0, reason=reason, body=body, moment=moment, by=by)

        self.want(write, words, pressed=moment)

    def enter(
        self,
        kind: Kind,
        words: str,
        body: Mapping[str, Any],
        *,
        happened: datetime,
        entered: Entered,
        step: str | None,
    ) -> None:
        """What happened before, with its time."""
        moment, by = self.now(), self.by

        def write(recording: "Recording") -> object:
            return recording.enter(
                kind, body, happened=happened, entered=entered, step=step or "", moment=moment, by=by
            )

        self.want(write, words, pressed=moment)

    def take_back(self, kind: Kind, words: str, reason: str, matches: Callable[[Entry], bool]) -> None:
        """Strikes every entry of a kind that still counts and matches, so that what it said was never said."""
        moment, by = self.now(), self.by

        def write(recording: "Recording") -> None:
            seqs = [each.seq for each in recording.state.of_kind(kind) if matches(each)]
            recording.untick(seqs, reason=reason, moment=moment, by=by)

        self.want(write, words, pressed=moment)

    def want(
        self, write: Write, words: str, *, kind: Kind | None = None, pressed: Moment | None = None
    ) -> None:
        """Queues any other change of the record; `write` runs on the record lane."""
        self._queue.append(Wanted(write, words, pressed or self.now(), kind))
        self.waiting_changed.emit()
        self.retry()

    def keep_draft(self, slot: str, text: str) -> None:
        """Keeps a text that is being typed; of several waiting for the lane only the newest is written."""
        self._drafts[slot] = text
        self._lane.submit(self._write_drafts, None, self._stop, owner=self)

    def write_note(self, note: str, text: str, words: str, *, step: str | None) -> None:
        """Writes a note whole; its draft goes in the same transaction."""
        self._drafts.pop(note, None)
        moment, by = self.now(), self.by

        def write(recording: "Recording") -> object:
            return recording.write_note(note, text, step=step or "", moment=moment, by=by)

        self.want(write, words, kind=Kind.NOTE_WRITTEN, pressed=moment)

    def retry(self) -> None:
        """Writes what waits, from the oldest on."""
        self._lane.submit(self._write_waiting, self._land, owner=self)

    def look_again(self) -> None:
        """Somebody else may have written to the record: looks at it anew."""
        self._lane.submit(lambda: look(self._recording.state), self._show, owner=self)

    def _write_drafts(self) -> None:
        """On the record lane. A draft that could not be written waits for the next attempt, unless it is older by then."""
        while self._drafts:
            slot, text = self._drafts.popitem()
            try:
                self._recording.keep_draft(slot, text)
            except Problem:
                self._drafts.setdefault(slot, text)
                raise

    def _write_waiting(self) -> Round:
        """On the record lane. An entry leaves the queue only when it is durable, or was refused for good."""
        written: list[Wanted] = []
        refused: list[tuple[Wanted, Problem]] = []
        stopped_by = None
        while self._queue:
            wanted = self._queue[0]
            try:
                wanted.write(self._recording)
            except Problem as problem:
                if problem.code not in _MISTAKEN:
                    stopped_by = problem
                    break
                refused.append((wanted, problem))
            except BaseException:
                self._queue.popleft()
                raise
            else:
                written.append(wanted)
            self._queue.popleft()
        if stopped_by is None:
            try:
                self._write_drafts()
            except Problem as problem:
                stopped_by = problem
        seen = look(self._recording.state) if written else None
        return Round(written, refused, stopped_by, seen, self._clock.now().wall)

    def _land(self, done: Round) -> None:
        if done.look is not None:
            self.saved_at = done.at
            self._show(done.look)
        if done.stopped_by is not None:
            self._stop(done.stopped_by)
        elif self.stopped_by is not None and (done.written or not self._queue):
            self.stopped_by = None
            self.went_on.emit()
        self.waiting_changed.emit()
        if done.written and not self._queue:
            self.saved.emit(done.at)
        for _wanted, problem in done.refused:
            self.step = self.look.state.step
            self.refused.emit(problem)

    def _show(self, seen: Look) -> None:
        self.look = seen
        self.is_fresh = True
        if not self._queue:
            self.step = seen.state.step
        self.looked.emit(seen)

    def _stop(self, problem: Problem) -> None:
        self.stopped_by = problem
        self.stopped.emit(problem)
        self._again.start()
