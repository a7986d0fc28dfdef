"""Tells which of several widgets got the keyboard, so that a page can bring it into view."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget


class FocusWatch(QObject):
    """`focused` gives the widget."""

    focused = Signal(object)

    def watch(self, widget: QWidget) -> None:
        """Looks after a widget, or after the one that takes the keyboard for it."""
        (widget.focusProxy() or widget).installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit(watched)
        return False
