"""Pictures of our own vault on the screen. They are JPEGs that our decoder process made, and are read as nothing else."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

DENSITY = 2
"""Pixels for one of the layout, so that small pictures stay sharp on dense screens."""


def opened(content: bytes) -> QImage:
    """A null image where the bytes are no whole JPEG."""
    return QImage.fromData(content, "JPEG")  # type: ignore[arg-type]  # a form given as bytes is not understood


def small(thumbnail: bytes, side: int) -> QImage:
    """A square cut from the middle of a thumbnail, `side` pixels of the layout wide; belongs on the work lane."""
    image, dense = opened(thumbnail), side * DENSITY
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(dense, dense, keep, smooth)
    return scaled.copy((scaled.width() - dense) // 2, (scaled.height() - dense) // 2, dense, dense)


def on_screen(image: QImage) -> QPixmap:
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(DENSITY)
    return pixmap
