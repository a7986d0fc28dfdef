"""The cameras of this machine through QtMultimedia, which is loaded when a camera is first asked for, if it is there at all."""

from importlib import import_module
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtGui import QImage

from cxo_core.problems import Code, Problem
from cxo_desktop.ui.camera.cameras import Camera, Cameras

FIRST_FRAME_MS = 6_000
"""A camera that shows nothing for so long is in use by somebody else, whatever the system says."""

BETWEEN_FRAMES_MS = 80
"""Enough to aim by; every frame that is shown costs the window a few milliseconds."""


class SystemCameras(Cameras):
    """Part `camera` of the installation (PySide6-Addons). Everything of QtMultimedia stays in here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media: Any = None
        self._devices: Any = None
        self._open: Camera | None = None
        self._camera: Any = None
        self._session: Any = None
        self._capture: Any = None
        self._sink: Any = None
        self._since_frame = QElapsedTimer()
        self._patience = QTimer(self, interval=FIRST_FRAME_MS, singleShot=True)
        self._patience.timeout.connect(lambda: self._fail(Code.CAMERA_BUSY))

    def listed(self) -> tuple[Camera, ...]:
        media = self._multimedia()
        first = media.QMediaDevices.defaultVideoInput()
        every = sorted(media.QMediaDevices.videoInputs(), key=lambda each: each != first)
        return tuple(Camera(_id(each), each.description()) for each in every)

    def open(self, camera: Camera) -> None:
        self.close()
        media = self._multimedia()
        self._open = camera
        found = next((each for each in media.QMediaDevices.videoInputs() if _id(each) == camera.id), None)
        if found is None:
            self._fail(Code.CAMERA_LOST)
            return
        self._camera = media.QCamera(found, self)
        self._sink = media.QVideoSink(self)
        self._capture = media.QImageCapture(self)
        self._session = media.QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._session.setImageCapture(self._capture)
        self._sink.videoFrameChanged.connect(self._show)
        self._capture.imageCaptured.connect(lambda _number, image: self.shot.emit(QImage(image)))
        self._capture.errorOccurred.connect(lambda _number, _error, cause: self._refuse(cause))
        self._camera.errorOccurred.connect(lambda _error, _cause: self._fail(Code.CAMERA_BUSY))
        self._patience.start()
        self._camera.start()

    def shoot(self) -> None:
        if self._capture is None:
            return
        if not self._capture.isReadyForCapture():
            self._refuse("not ready")
            return
        self._capture.capture()

    def close(self) -> None:
        self._patience.stop()
        camera, self._camera, self._open = self._camera, None, None
        parts = (self._session, self._capture, self._sink)
        self._session = self._capture = self._sink = None
        if camera is not None:
            camera.stop()
            for part in (*parts, camera):
                part.deleteLater()

    def _multimedia(self) -> Any:
        """Raises Problem `camera-not-installed` where the part, or a library it stands on such as libpulse, is missing."""
        if self._media is None:
            try:
                self._media = import_module("PySide6.QtMultimedia")
            except ImportError as error:
                raise Problem(Code.CAMERA_NOT_INSTALLED, cause=str(error).splitlines()[0]) from error
            self._devices = self._media.QMediaDevices(self)
            self._devices.videoInputsChanged.connect(self._look)
        return self._media

    def _show(self, frame: Any) -> None:
        self._patience.stop()
        if self._since_frame.isValid() and not self._since_frame.hasExpired(BETWEEN_FRAMES_MS):
            return
        self._since_frame.start()
        image = frame.toImage()
        if not image.isNull():
            self.framed.emit(image)

    def _look(self) -> None:
        """Plugged in, or taken away, perhaps while in use."""
        if self._open is not None and self._open.id not in [each.id for each in self.listed()]:
            self._fail(Code.CAMERA_LOST)
        self.listed_anew.emit()

    def _refuse(self, cause: str) -> None:
        name = self._open.words if self._open else ""
        self.failed.emit(Problem(Code.CAMERA_REFUSED, camera=name, cause=cause))

    def _fail(self, code: Code) -> None:
        name = self._open.words if self._open else ""
        self.close()
        self.failed.emit(Problem(code, camera=name))


def _id(device: Any) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")
