"""The camera's panel: what it sees, the shutter, and which camera it is."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel

from cxo_core.moment import Clock
from cxo_core.problems import Code, Problem
from cxo_desktop import problem_words
from cxo_desktop.ui.camera.cameras import Camera, Cameras
from cxo_desktop.ui.recorder.measure import grown
from cxo_desktop.ui.recorder.picture_bar import PictureBar
from cxo_desktop.ui.recorder.pictures import Picture
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.labels import label
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _, ngettext

_VIEW = (320, 200)
_QUALITY = 92


class CameraPanel(PictureBar):
    """A photo belongs to the step of its shutter press. `camera_chosen` gives the id to be remembered."""

    camera_chosen = Signal(str)

    def __init__(self, cameras: Cameras, clock: Clock, take: Callable[[Sequence[Picture]], object]) -> None:
        super().__init__("camera", _("Camera"))
        self._cameras = cameras
        self._clock = clock
        self._take = take
        self._listed: tuple[Camera, ...] = ()
        self._pressed: list[datetime] = []
        self._taken = 0
        self._is_live = False
        self._view = named(QLabel(), "cameraView", _("What the camera sees"))
        self._view.setFixedSize(QSize(grown(_VIEW[0]), grown(_VIEW[1])))
        self._view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said = label("cameraSaid")
        self._choice = named(QComboBox(), "cameraChoice", _("Camera"))
        self._choice.activated.connect(lambda _row: self._choose())
        self._shutter = button("cameraShoot", _("Take the photo"), self.shoot, tone="primary", keys="Space")
        self._again = button("cameraAgain", _("Try again"), self._begin)
        for each in (self._choice, self._shutter, self._again):
            each.setProperty("look", "finger")
        self._lay_out()
        cameras.framed.connect(self._show)
        cameras.shot.connect(self._keep)
        cameras.failed.connect(self._tell_problem)
        cameras.listed_anew.connect(self._list_anew)

    def ask(self, remembered: str = "") -> None:
        """Opens the camera used last; while it is open, takes a photo."""
        if not self.isHidden() and self._is_live:
            self._shutter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.shoot()
            return
        self._taken = 0
        self.open_at(self._shutter)
        self._begin(remembered)

    def shoot(self) -> None:
        if self._is_live:
            self._pressed.append(self._clock.now().wall)
            self._cameras.shoot()

    def put_away(self) -> None:
        """The camera is free again for other programs."""
        self._cameras.close()
        self._is_live = False
        self._pressed.clear()
        self._view.clear()
        super().put_away()

    def _begin(self, remembered: str = "") -> None:
        wanted = remembered or str(self._choice.currentData() or "")
        try:
            self._list()
        except Problem as problem:
            self._tell_problem(problem)
            return
        if not self._listed:
            self._tell_problem(Problem(Code.CAMERA_MISSING))
            return
        self._choice.setCurrentIndex(max(0, self._choice.findData(wanted)))
        self._open()

    def _list(self) -> None:
        self._listed = self._cameras.listed()
        self._choice.clear()
        for each in self._listed:
            self._choice.addItem(each.words, each.id)
        self._choice.setVisible(bool(self._listed))

    def _list_anew(self) -> None:
        if self.isHidden():
            return
        if not self._is_live:
            if self._cameras.listed():
                self._begin()
            return
        open_now = self._choice.currentData()
        self._list()
        self._choice.setCurrentIndex(max(0, self._choice.findData(open_now)))

    def _choose(self) -> None:
        self.camera_chosen.emit(str(self._choice.currentData()))
        self._open()

    def _open(self) -> None:
        self._is_live = True
        self._shutter.setEnabled(True)
        self._again.hide()
        self._tell_count()
        self._cameras.open(self._listed[max(0, self._choice.currentIndex())])

    def _show(self, image: QImage) -> None:
        fast = Qt.TransformationMode.FastTransformation
        fitting = image.scaled(
            self._view.size() * self.devicePixelRatioF(), Qt.AspectRatioMode.KeepAspectRatio, fast
        )
        pixmap = QPixmap.fromImage(fitting)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._view.setPixmap(pixmap)

    def _keep(self, image: QImage) -> None:
        came = self._pressed.pop(0) if self._pressed else self._clock.now().wall
        self._taken += 1
        name = _("Camera {time}").format(time=f"{came:%H:%M:%S}")
        self._take([Picture(name, lambda: _as_jpeg(image), came=came)])
        self._tell_count()

    def _tell_count(self) -> None:
        words = ngettext("{count} photo taken", "{count} photos taken", self._taken).format(count=self._taken)
        ready = _("Space takes a photo; Ctrl+K takes one from anywhere in the recorder.")
        self._said.setText(f"{words}. {ready}" if self._taken else ready)
        self._said.setAccessibleDescription(self._said.text())

    def _tell_problem(self, problem: Problem) -> None:
        if problem.code is Code.CAMERA_REFUSED:
            self._pressed = self._pressed[1:]
        else:
            self._is_live = False
            self._pressed.clear()
            self._view.clear()
            self._shutter.setEnabled(False)
            self._again.show()
        self._said.setText(f"{problem_words.title(problem)}. {problem_words.sentence(problem)}")
        self._said.setAccessibleDescription(self._said.text())

    def _lay_out(self) -> None:
        pressed = QHBoxLayout()
        pressed.setSpacing(SPACE_S)
        pressed.addWidget(self._shutter)
        pressed.addWidget(self._again)
        pressed.addWidget(self._choice, 1)
        self.arrange(_("Camera"), self._view, self._said, pressed)


def _as_jpeg(image: QImage) -> bytes:
    """On the work lane."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload]
    return bytes(content.data())
