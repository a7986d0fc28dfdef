"""The note of the current step: each keystroke is on the disk within half a second, the note itself when it is left."""

from PySide6.QtCore import QEvent, QMimeData, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, Qt, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from cxo_core.walkthrough import Walkthrough
from cxo_desktop.ui.recorder.live_record import LiveRecord
from cxo_desktop.ui.widgets.naming import named
from cxo_desktop.words import _

KEEP_MS = 400
_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


def note_id(step: str | None) -> str:
    """One note per step, and one for the walk as a whole; also the slot of its draft."""
    return f"note.{step}" if step else "note"


class NoteField(QPlainTextEdit):
    """`pictures_pasted` hands on what is no text; `left` gives the keyboard back (Esc)."""

    pictures_pasted = Signal(object)
    left = Signal()

    def __init__(self, live: LiveRecord) -> None:
        super().__init__()
        named(self, "note", _("Note on this step"), description="Ctrl+E")
        self.setPlaceholderText(_("Note  Ctrl+E"))
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self._live = live
        self._step: str | None = None
        self._recorded = ""
        self._is_changed = False
        self._is_loading = False
        self._unsaved: dict[str, str] = {}
        self._keep = QTimer(self, interval=KEEP_MS, singleShot=True)
        self._keep.timeout.connect(self.keep)
        self.textChanged.connect(self._change)

    def show_state(self, state: Walkthrough) -> None:
        """The note of the current step as the record has it, unless something newer is being typed."""
        if state.step != self._step:
            self.flush()
            self._step = state.step
            self._is_changed = False
            self.document().clearUndoRedoStacks()
        self._recorded = next((note.text for note in state.notes if note.id == note_id(self._step)), "")
        if not self._is_changed and self.toPlainText() != self._recorded:
            self._load(self._recorded)
        if (text := self._unsaved.pop(note_id(self._step), None)) is not None and text != self._recorded:
            self._load(text)
            self._is_changed = True

    def restore(self, drafts: dict[str, str]) -> None:
        """What was being typed when the program ended, by slot; shown at its step."""
        self._unsaved.update({slot: text for slot, text in drafts.items() if slot.split(".")[0] == "note"})

    def keep(self) -> None:
        """Keeps the text as a draft now."""
        self._keep.stop()
        if self._is_changed:
            self._live.keep_draft(note_id(self._step), self.toPlainText())

    def flush(self) -> None:
        """Writes the note if it was changed. From then on Ctrl+Z undoes the entry, not what was typed before it."""
        self._keep.stop()
        if not self._is_changed:
            return
        self._is_changed = False
        text = self.toPlainText()
        if text.strip() == self._recorded.strip():
            self._live.keep_draft(note_id(self._step), "")
            return
        self._recorded = text
        self.document().clearUndoRedoStacks()
        self._live.write_note(note_id(self._step), text, _("Note"), step=self._step)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_idle_undo = event.matches(_UNDO) and not self.document().isUndoAvailable()
            is_idle_redo = event.matches(_REDO) and not self.document().isRedoAvailable()
            if is_idle_undo or is_idle_redo:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasImage() or (source.hasUrls() and any(url.isLocalFile() for url in source.urls())):
            self.pictures_pasted.emit(source)
        else:
            super().insertFromMimeData(source)

    def _load(self, text: str) -> None:
        self._is_loading = True
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._is_loading = False

    def _change(self) -> None:
        if self._is_loading:
            return
        self._is_changed = True
        if not self._keep.isActive():
            self._keep.start()
