"""Nobody at the keyboard: says so once, after a time without any key, click, movement or touch."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class Idle(QObject):
    """Watches one window as the screen sees it, which is one event per key; the timer only looks at when the last came."""

    passed = Signal()

    def __init__(self, parent: QObject, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now_s = now_s
        self._limit_s = 0.0
        self._last = now_s()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def watch(self, window: QWindow) -> None:
        window.installEventFilter(self)

    def allow(self, minutes: int) -> None:
        """From now on so many minutes; 0 for ever."""
        self._limit_s = 60.0 * minutes
        self._last = self._now_s()
        self._wait(self._limit_s)

    def look(self) -> None:
        """Says `passed` where the time is over, else waits for the rest of it."""
        if not self._limit_s:
            return
        left = self._limit_s - (self._now_s() - self._last)
        if left <= 0:
            self._last = self._now_s()
            self._wait(self._limit_s)
            self.passed.emit()
        else:
            self._wait(left)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._last = self._now_s()
        return False

    def _wait(self, seconds: float) -> None:
        if seconds:
            self._timer.start(round(seconds * 1000) + 1)
        else:
            self._timer.stop()
