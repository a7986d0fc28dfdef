"""Texts on a page: title, section heading, sentence, small print, badge."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QSizePolicy

from cxo_desktop.ui.widgets.naming import named


def label(name: str, text: str = "", *, tone: str = "", size: str = "", wraps: bool = True) -> QLabel:
    """A text that wraps; `tone` is quiet, mistake, warning or good, `size` is title, section or small."""
    made = named(QLabel(text), name)
    made.setWordWrap(wraps)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        made.setProperty("tone", tone)
    if size:
        made.setProperty("text_size", size)
    return made


def title(name: str, text: str) -> QLabel:
    return label(name, text, size="title")


def section(name: str, text: str) -> QLabel:
    return label(name, text, size="section")


def small(name: str, text: str = "") -> QLabel:
    return label(name, text, tone="quiet", size="small")


def selectable(name: str, text: str, spoken: str) -> QLabel:
    """A text to be copied: a path, a digest, a key."""
    made = label(name, text)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return named(made, name, description=spoken)


def copyable(name: str, spoken: str) -> QLineEdit:
    """One line to be copied that is longer than the page is wide: a path, a digest. It scrolls in itself."""
    made = named(QLineEdit(), name, spoken)
    made.setReadOnly(True)
    return made


def badge(name: str, text: str) -> QLabel:
    """A word in a box: a state told by text and shape."""
    made = label(name, text, wraps=False)
    made.setProperty("look", "badge")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def line(name: str) -> QFrame:
    """A thin line between two sections."""
    made = named(QFrame(), name)
    made.setProperty("look", "line")
    return made
