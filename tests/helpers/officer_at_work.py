"""An officer who never stops recording, for processes that are going to be killed: each step is announced, done, acknowledged."""

import random
import uuid
from collections.abc import Callable
from datetime import timedelta

from cxo_core.bundle.office import OfficeKeys
from cxo_core.kinds import Kind
from cxo_core.moment import Clock, Entered
from cxo_core.privacy import unchecked
from cxo_core.walkthrough import Status
from cxo_desktop.services.beginning import begin
from cxo_desktop.services.photographs import Photographs
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.sealing import Sealing
from cxo_desktop.services.vaults import Vault
from helpers.recordings import beginning, jpeg

Tell = Callable[[str], None]
"""Takes one line: `? …` before something is done, the same words without the mark when it is durable."""

_TAPS = (
    Kind.ARRIVED,
    Kind.TICKET_TAKEN,
    Kind.CALLED,
    Kind.SERVICE_STARTED,
    Kind.SERVICE_ENDED,
    Kind.LEFT,
    Kind.INTERRUPTION_STARTED,
    Kind.INTERRUPTION_ENDED,
)
ENOUGH = 60
"""So many events, and the walk is finished, sealed, and re-opened or followed by the next."""

PICTURES = [jpeg(number) for number in range(6)]


class Officer:
    """Works on one vault, one random step after the other; `walkthrough` is where the last one left off, or empty."""

    def __init__(
        self, vault: Vault, clock: Clock, office: OfficeKeys, tell: Tell, chance: random.Random
    ) -> None:
        self._vault = vault
        self._clock = clock
        self._office = office
        self._tell = tell
        self._chance = chance
        self._recording: Recording | None = None

    def go_on_with(self, walkthrough: str) -> None:
        self._recording = Recording(self._vault, self._clock, walkthrough)

    def step(self) -> None:
        """One thing an officer does, which may be several durable steps."""
        if self._recording is None:
            self._begin()
            return
        state = self._recording.state
        if state.status is Status.SEALED:
            self._reopen_or_begin(state.revision)
        elif state.status is Status.FINISHED:
            self._seal()
        elif state.status is Status.PAUSED:
            self._event(lambda r: r.tap(Kind.RESUMED))
        elif len(state.entries) % ENOUGH == ENOUGH - 1:
            self._event(lambda r: r.tap(Kind.ARRIVED))
            self._event(lambda r: r.tap(Kind.FINISHED))
        else:
            self._chance.choice(self._deeds)(self)

    def _begin(self) -> None:
        self._tell("? begin")
        self._recording = begin(self._vault, self._clock, beginning())
        self._told_event()

    def _tap(self) -> None:
        kind = self._chance.choice(_TAPS)
        self._event(lambda r: r.tap(kind, {"note": "排队" * self._chance.randrange(3)}))

    def _late(self) -> None:
        happened = self._clock.now().wall - timedelta(minutes=self._chance.randrange(1, 90))
        self._event(lambda r: r.enter(Kind.CONSULTED, happened=happened, entered=Entered.RECALLED))

    def _walk_on(self) -> None:
        step = self._chance.choice(["prepare", "queue", "window"])
        self._event(lambda r: r.tap(Kind.STEP_ENTERED, {"step": step}))

    def _note(self) -> None:
        note = uuid.uuid4().hex
        for text in ("窗口", "窗口说还要", "窗口说还要一份"):
            self._tell(f"? draft {self._open.id} {note} {text}")
            self._open.keep_draft(note, text)
            self._tell(f"draft {self._open.id} {note} {text}")
        if self._chance.random() < 0.7:
            self._tell(f"? note {self._open.id} {note}")
            self._open.write_note(note, "窗口说还要一份健康证明")
            self._told_event()
            self._tell(f"note {self._open.id} {note}")

    def _photo(self) -> None:
        photographs = Photographs(self._vault, self._open.id)
        prepared = photographs.take_in(self._chance.choice(PICTURES))
        self._event(lambda r: r.attach(prepared.said, prepared.files))
        photographs.finish(prepared)
        self._tell(f"copy {prepared.evidence}")

    def _found(self) -> None:
        body = {"finding": uuid.uuid4().hex, "kind": "problem", "fact": "多要一份", "class": "policy"}
        self._event(lambda r: r.tap(Kind.FINDING_NOTED, {**body, "grade": "witnessed"}))

    def _revise(self) -> None:
        target = self._chance.randrange(1, len(self._open.state.entries) + 1)
        if self._chance.random() < 0.5:
            self._event(lambda r: r.strike(target, reason="点错了"))
        else:
            self._event(lambda r: r.correct(target, reason="记错了", happened=self._clock.now().wall))

    def _take_back(self) -> None:
        state = self._open.state
        if state.redoable and self._chance.random() < 0.5:
            self._event(lambda r: r.redo())
        elif state.undoable:
            self._event(lambda r: r.undo())

    def _pause(self) -> None:
        self._event(lambda r: r.tap(Kind.PAUSED, {"cause": "下班"}))

    def _seal(self) -> None:
        for photo, _want in unchecked(self._open.state):
            body = {"evidence": photo.id, "sha256": photo.sha256, "outcome": "nothing-to-mask"}
            self._event(lambda r, body=body: r.tap(Kind.EVIDENCE_CHECKED, body))  # type: ignore[misc]
        self._event(lambda r: Sealing(self._vault).seal(r, self._office))

    def _reopen_or_begin(self, revision: int) -> None:
        if revision == 1:
            self._event(lambda r: Sealing(self._vault).reopen(r, "补充"))
        else:
            self._begin()

    @property
    def _open(self) -> Recording:
        assert self._recording
        return self._recording

    def _event(self, deed: Callable[[Recording], object]) -> None:
        self._tell(f"? event {self._open.id}")
        deed(self._open)
        self._told_event()

    def _told_event(self) -> None:
        state = self._open.state
        self._tell(f"event {state.id} {len(state.entries)} {state.chain_head}")

    _deeds = (
        _tap,
        _tap,
        _tap,
        _late,
        _walk_on,
        _note,
        _photo,
        _photo,
        _found,
        _revise,
        _take_back,
        _pause,
    )
