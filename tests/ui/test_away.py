"""Nobody is there: sleep is seen when it comes and when it is over, and so is a keyboard that nobody touches."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from pytestqt.qtbot import QtBot

from cxo_desktop.ui.locking.idle import Idle
from cxo_desktop.ui.locking.suspend import Suspend


def test_sleep_is_seen_by_the_clock_that_runs_in_it(qtbot: QtBot) -> None:
    asleep = [100.0]
    owner = QObject()
    suspend = Suspend(owner, lambda: asleep[0])
    told: list[None] = []
    suspend.slept.connect(lambda: told.append(None))
    asleep[0] += 0.5
    suspend.look()
    assert told == []
    asleep[0] += 3_600
    suspend.look()
    suspend.look()
    assert told == [None]


def test_nobody_there_locks_after_the_minutes_and_any_key_puts_it_off(qtbot: QtBot) -> None:
    now = [0.0]
    owner = QObject()
    idle = Idle(owner, lambda: now[0])
    told: list[float] = []
    idle.passed.connect(lambda: told.append(now[0]))
    idle.allow(10)
    now[0] = 599
    idle.look()
    idle.eventFilter(owner, QEvent(QEvent.Type.MouseMove))
    now[0] = 1_198
    idle.look()
    assert told == []
    now[0] = 1_200
    idle.look()
    assert told == [1_200]
    idle.allow(0)
    now[0] = 1e6
    idle.look()
    assert told == [1_200]


LISTENING = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from cxo_desktop.ui.locking.suspend import Suspend
app = QCoreApplication([])
owner = QObject()
suspend = Suspend(owner)
suspend.slept.connect(lambda: (print("slept"), app.quit()))
print(suspend.listen())
told = subprocess.Popen([
    "dbus-send", "--system", "--type=signal", "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager.PrepareForSleep", "boolean:true",
])
QTimer.singleShot(20_000, app.quit)
app.exec()
told.wait()
"""


@pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("dbus-send")), reason="needs a D-Bus daemon"
)
def test_logind_tells_of_sleep_over_a_real_bus() -> None:
    told = subprocess.run(
        [
            "dbus-run-session", "--", "bash", "-c",
            'export DBUS_SYSTEM_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS"; exec "$@"',
            "-", sys.executable, "-c", LISTENING,
        ],
        capture_output=True, text=True, timeout=40, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
    )  # fmt: skip
    assert told.stdout.splitlines() == ["True", "slept"], told.stderr
