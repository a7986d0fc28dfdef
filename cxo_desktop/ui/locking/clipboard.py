"""A secret in the clipboard: not for its history, and gone after half a minute or with the lock."""

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard

KEPT_MS = 30_000


class SecretClipboard(QObject):
    """Empties the clipboard only while what it put there is still in it."""

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._secret = ""
        self._timer = QTimer(self, interval=KEPT_MS, singleShot=True)
        self._timer.timeout.connect(self.clear)

    def keep(self, secret: str) -> None:
        """Puts a secret there, marked so that clipboard histories that know the marks leave it out (KDE, Windows)."""
        marked = QMimeData()
        marked.setText(secret)
        marked.setData("x-kde-passwordManagerHint", b"secret")
        marked.setData(
            'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"1"
        )
        self._clipboard.setMimeData(marked)
        self._secret = secret
        self._timer.start()

    def clear(self) -> None:
        self._timer.stop()
        if self._secret and self._clipboard.text() == self._secret:
            self._clipboard.clear()
        self._secret = ""
