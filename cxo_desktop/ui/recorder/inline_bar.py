"""A line that opens below the step where something more has to be said, and goes away by Esc. Never a dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from cxo_desktop.ui.recorder.measure import target
from cxo_desktop.ui.theme import SPACE_S
from cxo_desktop.ui.widgets.buttons import button
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _


class InlineBar(QFrame):
    """`body` takes the content. `opened` and `closed` tell the page, which shows one bar at a time and gives the keyboard back."""

    opened = Signal()
    closed = Signal()

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        named(self, name, spoken)
        self.setProperty("look", "bar")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        self.body.setSpacing(SPACE_S)
        self.hide()

    def open_at(self, first: QWidget) -> None:
        """Shows the bar with the keyboard on `first`."""
        self.opened.emit()
        self.show()
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_away(self) -> None:
        """Hides the bar. What was typed in it is the bar's own business."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def close_button(self) -> QPushButton:
        """The way out for the mouse and the finger."""
        made = button(
            f"{self.objectName()}Close",
            "",
            self.put_away,
            tone="quiet",
            picture="close",
            spoken=_("Close (Esc)"),
        )
        made.setProperty("look", "finger")
        made.setMinimumWidth(target())
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            return
        super().keyPressEvent(event)
