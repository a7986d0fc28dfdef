"""A line to type in that leaves the keys it has no use for to the page."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class LineField(QLineEdit):
    """Undo and redo belong to the text only while there is something in it to undo."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_idle_undo = event.matches(_UNDO) and not self.isUndoAvailable()
            is_idle_redo = event.matches(_REDO) and not self.isRedoAvailable()
            if is_idle_undo or is_idle_redo:
                event.ignore()
                return False
        return super().event(event)
