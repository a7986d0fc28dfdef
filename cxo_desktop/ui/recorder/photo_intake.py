"""Photos, and voice notes from files, on their way in: one after another on the work lane, so that taps go past them, with a count and a way to stop."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from cxo_core import voice
from cxo_core.kinds import Kind
from cxo_core.moment import Moment
from cxo_core.problems import Code, Problem
from cxo_desktop.handover.camera_clock import CameraClock
from cxo_desktop.services.capturing import step_at, written_time
from cxo_desktop.services.capturing_folder import digest
from cxo_desktop.ui.jobs import Lane
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.recorder.pictures import Picture
from cxo_desktop.words import _

if TYPE_CHECKING:
    from cxo_desktop.services.photographs import Photographs
    from cxo_desktop.services.photographs import Prepared as Photo
    from cxo_desktop.services.recording import Recording
    from cxo_desktop.services.voices import Prepared as Voice
    from cxo_desktop.services.voices import Voices


class PhotoIntake(QObject):
    """`progressed` says (done, of) after each photo, `refused` (name, Problem) for each that cannot be taken."""

    progressed = Signal(int, int)
    refused = Signal(str, object)
    finished = Signal()

    def __init__(
        self,
        live: LiveRecord,
        photographs: "Callable[[], Photographs]",
        voices: "Callable[[], Voices]",
        work: Lane,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._live = live
        self._photographs = photographs
        self._voices = voices
        self._work = work
        self._waiting: deque[tuple[Picture, str | None]] = deque()
        self._digests: set[str] = set()
        self._done = 0
        self._of = 0
        self._is_busy = False

    @property
    def is_busy(self) -> bool:
        return self._is_busy

    def take(self, pictures: Sequence[Picture]) -> None:
        """Queues pictures for the step that was current at their own time; where they say none, for the one that is now."""
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
        for picture, _step in self._waiting:
            picture.settled("refused", "stopped")
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
        photographs, voices, known = self._photographs, self._voices, self._known()

        def prepare() -> "Photo | Voice | None":
            from cxo_desktop.services.sound_files import is_sound

            content = picture.content()
            if is_sound(content):
                return voices().take_in(content)
            if picture.is_once and isinstance(content, bytes) and digest(content) in known:
                return None
            return photographs().take_in(content, name=picture.name)

        def refuse(problem: Problem) -> None:
            self._done += 1
            picture.settled("refused", problem.code.value)
            self.refused.emit(picture.name, problem)
            self._next()

        self._work.submit(prepare, lambda prepared: self._attach(prepared, picture, step), refuse, owner=self)

    def _known(self) -> frozenset[str]:
        """Of every picture the record has or is about to have."""
        return frozenset(each.original_sha256 for each in self._live.look.state.evidence) | self._digests

    def _attach(self, prepared: "Photo | Voice | None", picture: Picture, step: str | None) -> None:
        self._done += 1
        if prepared is None:
            picture.settled("known", "")
            self._next()
            return
        self._digests.add(prepared.said["original_sha256"])
        moment, by = self._live.now(), self._live.by

        def write(recording: "Recording") -> None:
            place = _own_step(recording, prepared, picture, moment)
            try:
                recording.attach(
                    prepared.said,
                    prepared.files,
                    step=(step or "") if place is None else place,
                    moment=moment,
                    by=by,
                )
            except Problem as problem:
                if problem.code is Code.WALKTHROUGH_SEALED:
                    picture.settled("refused", problem.code.value)
                raise
            picture.settled("kept", "")

        self._live.want(
            write, _("Photo “{name}”").format(name=picture.name), kind=Kind.EVIDENCE_ATTACHED, pressed=moment
        )
        photographs = self._photographs
        if prepared.said["media_type"] != voice.MEDIA_TYPE:
            photo = cast("Photo", prepared)
            self._work.submit(lambda: photographs().finish(photo), owner=self)
        self._next()


def _own_step(recording: "Recording", prepared: "Photo | Voice", picture: Picture, now: Moment) -> str | None:
    """On the record lane, where every press before it is written already."""
    written = (written_time(prepared.said.get("taken", "")), picture.came)
    return step_at(recording.state, picture.clock or CameraClock.of_laptop(now), written, now)
