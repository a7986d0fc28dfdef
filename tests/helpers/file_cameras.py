"""Cameras that see what lies in files, and do what a test tells them: plugged in, busy, taken away."""

from pathlib import Path

from PySide6.QtGui import QImage

from cxo_core.problems import Code, Problem
from cxo_desktop.ui.camera.cameras import Camera, Cameras


class FileCameras(Cameras):
    """`see` is what it shows and takes. `is_busy` makes the next opening fail as a camera does that another program has."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.plugged = tuple(Camera(f"id-{name}", name) for name in names)
        self.is_busy = False
        self.opened: Camera | None = None
        self._picture = QImage()

    def see(self, picture: Path) -> None:
        self._picture = QImage(str(picture))
        assert not self._picture.isNull()
        if self.opened is not None:
            self.framed.emit(self._picture)

    def listed(self) -> tuple[Camera, ...]:
        return self.plugged

    def open(self, camera: Camera) -> None:
        if self.is_busy:
            self.failed.emit(Problem(Code.CAMERA_BUSY, camera=camera.words))
            return
        self.opened = camera
        if not self._picture.isNull():
            self.framed.emit(self._picture)

    def shoot(self) -> None:
        if self._picture.isNull():
            name = self.opened.words if self.opened else ""
            self.failed.emit(Problem(Code.CAMERA_REFUSED, camera=name, cause="dark"))
        else:
            self.shot.emit(self._picture)

    def close(self) -> None:
        self.opened = None

    def unplug(self) -> None:
        """Takes away every camera, also the one in use."""
        gone, self.opened, self.plugged = self.opened, None, ()
        if gone is not None:
            self.failed.emit(Problem(Code.CAMERA_LOST, camera=gone.words))
        self.listed_anew.emit()

    def plug(self, name: str) -> None:
        self.plugged = (*self.plugged, Camera(f"id-{name}", name))
        self.listed_anew.emit()
