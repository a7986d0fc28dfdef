"""What is done to photos on its way to the disk: rendered on the work lane, recorded on the record lane, one after another."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxo_core.privacy import Checked, Sensitive
from cxo_core.problems import Problem
from cxo_core.walkthrough import Evidence, Walkthrough
from cxo_desktop.imaging.edits import Edit
from cxo_desktop.ui.jobs import Lanes

if TYPE_CHECKING:
    from cxo_desktop.services.masking import Masking, Redaction
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.vaults import Vault

Prepare = Callable[["Masking"], "Redaction"]
Record = Callable[["Masking", "Redaction | None"], object]


@dataclass(frozen=True, slots=True)
class _Wanted:
    record: Record
    prepare: Prepare | None = None


class Writing(QObject):
    """`seen` tells how the record stands after each; `refused` why something was not written. Nothing overtakes anything."""

    seen = Signal(object)
    refused = Signal(object)

    def __init__(self, recording: "Recording", vault: "Vault", lanes: Lanes) -> None:
        super().__init__()
        self._recording = recording
        self._lanes = lanes
        self.masking = _masking_of(vault, recording)
        self._queue: deque[_Wanted] = deque()
        self._is_busy = False

    @property
    def is_busy(self) -> bool:
        return self._is_busy or bool(self._queue)

    def look(self) -> None:
        self._lanes.record.submit(lambda: self._recording.state, self.seen.emit, owner=self)

    def keep(self, photo: Evidence, edits: tuple[Edit, ...], *, is_checked: bool = False) -> None:
        """Renders and records; `is_checked`: and says that there is nothing to mask in what came of it."""

        def record(masking: "Masking", redaction: "Redaction | None") -> None:
            assert redaction is not None
            masking.keep(redaction)
            if is_checked:
                [now] = [each for each in self._recording.state.evidence if each.id == photo.id]
                masking.check(now, Checked.NOTHING_TO_MASK)

        self._want(_Wanted(record, lambda masking: masking.prepare(photo, edits)))

    def check(self, photo: Evidence, outcome: Checked, basis: str = "") -> None:
        self._want(_Wanted(lambda masking, _redaction: masking.check(photo, outcome, basis)))

    def flag(self, photo: Evidence, sensitive: tuple[Sensitive, ...]) -> None:
        self._want(_Wanted(lambda masking, _redaction: masking.flag(photo, sensitive)))

    def describe(self, photo: Evidence, caption: str) -> None:
        self._want(_Wanted(lambda masking, _redaction: masking.describe(photo, caption)))

    def undo(self) -> None:
        self._want(_Wanted(lambda masking, _redaction: masking.undo()))

    def redo(self) -> None:
        self._want(_Wanted(lambda masking, _redaction: masking.redo()))

    def _want(self, wanted: _Wanted) -> None:
        self._queue.append(wanted)
        self._go_on()

    def _go_on(self) -> None:
        if self._is_busy or not self._queue:
            return
        self._is_busy = True
        wanted = self._queue.popleft()
        prepare = wanted.prepare
        if prepare is None:
            self._record(wanted, None)
        else:
            self._lanes.work.submit(
                lambda: prepare(self.masking()),
                lambda redaction: self._record(wanted, redaction),
                self._refuse,
                owner=self,
            )

    def _record(self, wanted: _Wanted, redaction: "Redaction | None") -> None:
        def call() -> Walkthrough:
            try:
                wanted.record(self.masking(), redaction)
            except Problem:
                if redaction is not None:
                    self.masking().give_up(redaction)
                raise
            return self._recording.state

        self._lanes.record.submit(call, self._land, self._refuse, owner=self)

    def _land(self, state: Walkthrough) -> None:
        self._is_busy = False
        self.seen.emit(state)
        self._go_on()

    def _refuse(self, problem: Problem) -> None:
        self._is_busy = False
        self.refused.emit(problem)
        self.look()
        self._go_on()


def _masking_of(vault: "Vault", recording: "Recording") -> "Callable[[], Masking]":
    """Made on the lane that first needs it."""

    @cache
    def masking() -> "Masking":
        from cxo_desktop.services.masking import Masking

        return Masking(vault, recording)

    return masking
