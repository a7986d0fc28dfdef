"""Photos on their way in: one after another on the work lane, so that taps go past them, with a count and a way to stop."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxo_core.kinds import Kind
from cxo_core.problems import Problem
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.pictures import Picture
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.photographs import Photographs, Prepared
    from cxo_desktop.services.recording import Recording


class PhotoIntake(QObject):
    """`progressed` says (done, of) after each photo, `refused` (name, Problem) for each that cannot be taken."""

    progressed = Signal(int, int)
    refused = Signal(str, object)
    finished = Signal()

    def __init__(
        self, live: LiveRecord, photographs: "Callable[[], Photographs]", work: Lane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._live = live
        self._photographs = photographs
        self._work = work
        self._waiting: deque[tuple[Picture, str | None]] = deque()
        self._done = 0
        self._of = 0
        self._is_busy = False

    @property
    def is_busy(self) -> bool:
        return self._is_busy

    def take(self, pictures: Sequence[Picture]) -> None:
        """Queues pictures for the step that is current now."""
        step = self._live.step
        self._waiting.extend((picture, step) for picture in pictures)
        self._of += len(pictures)
        if pictures and not self._is_busy:
            self._next()
        elif pictures:
            self.progressed.emit(self._done, self._of)

    def cancel(self) -> None:
        """Takes no more in. The one at hand is finished and kept."""
        self._of -= len(self._waiting)
        self._waiting.clear()
        self.progressed.emit(self._done, self._of)

    def _next(self) -> None:
        if not self._waiting:
            self._is_busy = False
            self._done = self._of = 0
            self.finished.emit()
            return
        self._is_busy = True
        self.progressed.emit(self._done, self._of)
        picture, step = self._waiting.popleft()
        photographs = self._photographs

        def prepare() -> "Prepared":
            return photographs().take_in(picture.content(), name=picture.name)

        def refuse(problem: Problem) -> None:
            self._done += 1
            self.refused.emit(picture.name, problem)
            self._next()

        self._work.submit(prepare, lambda prepared: self._attach(prepared, picture, step), refuse, owner=self)

    def _attach(self, prepared: "Prepared", picture: Picture, step: str | None) -> None:
        moment, by, place = self._live.now(), self._live.by, "" if step is None else step

        def write(recording: "Recording") -> object:
            return recording.attach(prepared.said, prepared.files, step=place, moment=moment, by=by)

        self._live.want(
            write, _("Photo “{name}”").format(name=picture.name), kind=Kind.EVIDENCE_ATTACHED, pressed=moment
        )
        photographs = self._photographs
        self._work.submit(lambda: photographs().finish(prepared), owner=self)
        self._done += 1
        self._next()
