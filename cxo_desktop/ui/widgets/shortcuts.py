"""Keys that act on a whole page."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(page: QWidget, keys: str, act: Callable[[], object], *, repeats: bool = True) -> None:
    """`act` at every press of `keys` while the page has the keyboard; `repeats`: and again while they are held down."""
    shortcut = QShortcut(QKeySequence(keys), page)
    shortcut.setObjectName(f"shortcut.{keys}")
    shortcut.setAutoRepeat(repeats)
    shortcut.activated.connect(lambda: act())
