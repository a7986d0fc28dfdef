"""The laptop goes to sleep: told by the system before, where it tells, and seen by the clocks afterwards, where not."""

import ctypes
import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QObject, QTimer, Signal, Slot

LOOK_MS = 2_000
SLEPT_S = 2.0
"""So much more on the clock that runs in sleep than on the one that stands, and the machine has slept."""

_WM_POWERBROADCAST = 0x0218
_PBT_APMSUSPEND = 0x0004


def asleep_s() -> float:
    """Seconds this machine has slept since it was started; 0 where its clocks do not tell."""
    if sys.platform != "linux":
        return 0.0
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)


class Suspend(QObject):
    """`slept`: the machine is about to sleep, or has slept. It may be said twice for one sleep."""

    slept = Signal()

    def __init__(self, parent: QObject, asleep: Callable[[], float] = asleep_s) -> None:
        super().__init__(parent)
        self._asleep = asleep
        self._known = asleep()
        self._windows: _PowerMessages | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self, install: Callable[[QAbstractNativeEventFilter], object]) -> None:
        """Listens from now on. `install` puts in a filter for the messages of Windows; it is called there only."""
        if sys.platform == "win32":
            self._windows = _PowerMessages(self.slept.emit)
            install(self._windows)
            return
        self._timer.start()
        self.listen()

    def listen(self) -> bool:
        """Asks logind to be told (org.freedesktop.login1.Manager, PrepareForSleep); whether there is a bus to ask."""
        from PySide6.QtDBus import QDBusConnection

        return QDBusConnection.systemBus().connect(  # type: ignore[call-overload,no-any-return]
            "",
            "/org/freedesktop/login1",
            "org.freedesktop.login1.Manager",
            "PrepareForSleep",
            self,
            SLOT("prepare(bool)"),  # a str, whatever the stubs say
        )

    @Slot(bool)
    def prepare(self, is_going: bool) -> None:
        """logind says True before sleep and False after it; either locks."""
        self.slept.emit()

    def look(self) -> None:
        """Whether the machine has slept since the last look."""
        before, self._known = self._known, self._asleep()
        if self._known - before > SLEPT_S:
            self.slept.emit()


class _PowerMessages(QAbstractNativeEventFilter):
    """WM_POWERBROADCAST with PBT_APMSUSPEND, as Windows sends it to every window."""

    def __init__(self, told: Callable[[], object]) -> None:
        super().__init__()
        self._told = told

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> Any:
        from ctypes import wintypes

        said = ctypes.cast(int(message), ctypes.POINTER(wintypes.MSG)).contents
        if said.message == _WM_POWERBROADCAST and said.wParam == _PBT_APMSUSPEND:
            self._told()
        return False, 0
