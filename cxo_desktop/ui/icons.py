"""The program's own line icons, drawn in the colour of the palette in use."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cxo_desktop.paths import resources
from cxo_desktop.ui.theme import scaled_to_text

_DENSITIES = (1, 2)


def icon(name: str, *, role: QPalette.ColorRole = QPalette.ColorRole.WindowText, size: int = 20) -> QIcon:
    """The icon of that name (a file of resources/icons), tinted; a disabled button shows it faint.

    `size` in pixels at 100 % text; it grows with the text.
    """
    size = scaled_to_text(size)
    colours = QPalette()
    made = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        for density in _DENSITIES:
            made.addPixmap(_pixmap(name, colours.color(group, role).name(), size, density), mode)
    return made


def picture(name: str, *, colour: str = "", size: int = 20, density: float = 1.0) -> QPixmap:
    """The icon as a picture for a label; `colour` is a name such as `#1a5fb4`, empty for the text's."""
    size = scaled_to_text(size)
    shade = colour or QPalette().color(QPalette.ColorRole.WindowText).name()
    return _pixmap(name, shade, size, max(1, round(density)))


def _pixmap(name: str, colour: str, size: int, density: int) -> QPixmap:
    return QPixmap.fromImage(_image(name, colour, size, density))


@lru_cache(maxsize=512)
def _image(name: str, colour: str, size: int, density: int) -> QImage:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    drawn = QImage(QSize(size, size) * density, QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, size * density, size * density))
    painter.end()
    drawn.setDevicePixelRatio(density)
    return drawn


@lru_cache
def _drawing(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text("utf-8")
