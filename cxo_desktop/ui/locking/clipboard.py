"""A secret in the clipboard: not for its history, and gone after half a minute or with the lock."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from cxo_desktop.ui.widgets.secret import chosen_in, is_secret

KEPT_MS: Final = 30_000
_COPIED, _MARKED = QClipboard.Mode.Clipboard, QClipboard.Mode.Selection


class SecretClipboard(QObject):
    """Empties the clipboard, and what the middle mouse button pastes, only while its own text is still in there.

    `watch` also sees what is copied by hand, or only marked with the mouse, in a widget that is called secret.
    """

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._secrets: dict[QClipboard.Mode, str] = {}
        self._timer = QTimer(self, interval=KEPT_MS, singleShot=True)
        self._timer.timeout.connect(self.clear)

    def watch(self, app: QApplication) -> None:
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())
        self._clipboard.changed.connect(self._look)

    def keep(self, secret: str) -> None:
        """Puts a secret there, marked so that clipboard histories that know the marks leave it out (KDE, Windows)."""
        marked = QMimeData()
        marked.setText(secret)
        marked.setData("x-kde-passwordManagerHint", b"secret")
        marked.setData(
            'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"1"
        )
        self._note(_COPIED, secret)
        self._clipboard.setMimeData(marked)

    def clear(self) -> None:
        self._timer.stop()
        for mode, secret in self._secrets.items():
            if self._clipboard.text(mode) == secret:
                self._clipboard.clear(mode)
        self._secrets = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+C and Ctrl+X in a secret widget: what is chosen is marked before anybody sees it in the clipboard."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        is_cut = event.matches(QKeySequence.StandardKey.Cut) and _can_be_cut(watched)
        if not is_cut and not event.matches(QKeySequence.StandardKey.Copy):
            return False
        if not (chosen := chosen_in(watched)) or _is_hidden(watched):
            return False
        self.keep(chosen)
        if is_cut and isinstance(watched, QLineEdit):
            watched.del_()
        return True

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and is_secret(now):
            now.removeEventFilter(self)
            now.installEventFilter(self)

    def _look(self, mode: QClipboard.Mode) -> None:
        """Copied by the context menu or out of a list, or marked with the mouse: what this program put there from a secret widget."""
        text, here = self._clipboard.text(mode), QApplication.focusWidget()
        if text == self._secrets.get(mode) or not is_secret(here):
            return
        is_from_here = text == chosen_in(here)
        if mode == _COPIED and (is_from_here or self._clipboard.ownsClipboard()):
            QTimer.singleShot(0, self, lambda: self._keep_again(text))
        elif mode == _MARKED and (is_from_here or self._clipboard.ownsSelection()):
            self._note(_MARKED, text)

    def _keep_again(self, text: str) -> None:
        """The same text once more with the marks, unless something else was copied since."""
        if text and self._clipboard.text() == text:
            self.keep(text)

    def _note(self, mode: QClipboard.Mode, secret: str) -> None:
        if secret:
            self._secrets[mode] = secret
            self._timer.start()


def _can_be_cut(widget: QObject) -> bool:
    return isinstance(widget, QLineEdit) and not widget.isReadOnly()


def _is_hidden(widget: QObject) -> bool:
    """Whether a line shows dots: then nothing of it is copied at all."""
    return isinstance(widget, QLineEdit) and widget.echoMode() is not QLineEdit.EchoMode.Normal
