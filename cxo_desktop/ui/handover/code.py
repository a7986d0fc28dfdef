"""An address as a QR code: dark on white in every theme, with the quiet zone scanners need."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

_QUIET = 4


def code(text: str, side: int, density: float = 1.0) -> QPixmap:
    """At most `side` pixels wide; every module is a whole number of them."""
    import segno

    modules = [[bool(dark) for dark in row] for row in segno.make_qr(text, error="m").matrix]
    width = len(modules) + 2 * _QUIET
    image = QImage(width, width, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for y, row in enumerate(modules, _QUIET):
        for x, is_dark in enumerate(row, _QUIET):
            if is_dark:
                image.setPixelColor(x, y, Qt.GlobalColor.black)
    grown = width * max(1, int(side * density) // width)
    pixmap = QPixmap.fromImage(image.scaled(grown, grown))
    pixmap.setDevicePixelRatio(density)
    return pixmap
