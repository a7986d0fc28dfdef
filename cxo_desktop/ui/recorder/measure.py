"""How large things are in the recorder: they grow with the text."""

from PySide6.QtGui import QFont

from cxo_desktop.ui.theme import TARGET_IN_RECORDER

_BODY = 15
"""The text size that the pixel measures are meant for."""


def grown(pixels: int) -> int:
    """A measure of the 100 % layout at the text size in use."""
    return round(pixels * max(QFont().pixelSize(), _BODY) / _BODY)


def target() -> int:
    """The smallest height of what is pressed, in pixels."""
    return grown(TARGET_IN_RECORDER)
