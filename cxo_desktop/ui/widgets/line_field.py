"""A line to type in that leaves the keys it has no use for to the page."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class LineField(QLineEdit):
    """Undo and redo belong to the text only while there is something in it to undo.

    A text that dictation or a screen reader puts into it counts as typed, like one from the keyboard.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(False)  # a photo dropped on a field is for the page
        self._is_filled = False
        self.textChanged.connect(self._take_dictation)

    def setText(self, text: str | None) -> None:
        """Fills the field; nothing was typed."""
        self._is_filled = True
        super().setText(text or "")
        self._is_filled = False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_idle_undo = event.matches(_UNDO) and not self.isUndoAvailable()
            is_idle_redo = event.matches(_REDO) and not self.isRedoAvailable()
            if is_idle_undo or is_idle_redo:
                event.ignore()
                return False
        return super().event(event)

    def _take_dictation(self, text: str) -> None:
        """The accessibility bus sets texts past `setText`, without Qt's mark of having been typed."""
        if not self._is_filled and not self.isModified():
            self.setModified(True)
            self.textEdited.emit(text)
