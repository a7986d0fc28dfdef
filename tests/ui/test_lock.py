"""The locked window: nothing of the record in it, the record goes on behind it, and who knows the passphrase is back."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cxo_desktop.app import Program
from cxo_desktop.settings import Settings, SettingsFile
from cxo_desktop.storage.attempts import since_boot
from cxo_desktop.ui.locking.clipboard import SecretClipboard
from cxo_desktop.ui.locking.idle import Idle
from cxo_desktop.ui.locking.suspend import Suspend
from cxo_desktop.ui.shell.places import Place
from cxo_desktop.words import pick
from helpers.memory_keyring import MemoryKeyring
from helpers.recordings import MovingClock, begun, vault_in
from helpers.screen import find, key, press, said, wait_for_page, write

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

PASSPHRASE = "harbour violin seventeen"


@pytest.fixture
def recording(start, qtbot: QtBot, tmp_path: Path) -> Program:
    """The window on a walkthrough that is being recorded, in a vault with a passphrase."""
    with vault_in(tmp_path) as vault:
        vault.change_passphrase(PASSPHRASE)
        begun(vault, MovingClock())
    program = start()
    wait_for_page(qtbot, program.window, "recorder")
    qtbot.waitUntil(lambda: not program.lanes.is_writing)
    return program


def lock(program: Program, qtbot: QtBot) -> None:
    QTest.keyClick(
        program.window,
        Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    qtbot.waitUntil(lambda: program.lock.is_closed)


def unlock(program: Program, qtbot: QtBot, secret: str = PASSPHRASE) -> None:
    key(write(program.window, "passphrase", secret), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not program.lock.is_closed)


def spoken(told: QAccessibleInterface) -> list[str]:
    """Everything a screen reader, or a program in its place, is told of an object and all below it."""
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    words = [told.text(kind) for kind in kinds]
    for at in range(told.childCount()):
        if (child := told.child(at)) is not None:
            words += spoken(child)
    return [word for word in words if word]


def test_locked_it_shows_that_it_records_and_since_when_and_nothing_else(
    recording: Program, qtbot: QtBot
) -> None:
    state = recording.desk.state
    assert state is not None
    assert state.item is not None
    assert state.started is not None
    secrets = (pick(state.item.title), "市政务服务中心", "李敏", "王强", state.id)
    before = " ".join(spoken(QAccessible.queryAccessibleInterface(recording.window)))
    assert "市政务服务中心" in before
    lock(recording, qtbot)
    at = f"{state.started.wall.astimezone():%H:%M}"
    assert said(recording.window, "lockedRecording") == f"● Recording, {at}"
    told = [
        recording.window.windowTitle(),
        *spoken(QAccessible.queryAccessibleInterface(recording.window)),
        *(label.text() for label in recording.window.findChildren(QLabel)),
    ]
    assert not [secret for secret in secrets if any(secret in words for words in told)]
    assert not recording.window.findChildren(QObject, "rail")
    assert not recording.window.findChildren(QObject, "recorder")


def test_no_key_of_the_window_or_the_recorder_does_anything_while_locked(
    recording: Program, qtbot: QtBot
) -> None:
    recorder = recording.window.page
    before = recording.desk.state
    lock(recording, qtbot)
    window = recording.window
    for pressed in (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F5, Qt.Key.Key_F1, Qt.Key.Key_Pause):
        QTest.keyClick(window, pressed)
        assert find(window, "passphrase").isVisible(), pressed
    for pressed in (Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_N, Qt.Key.Key_F, Qt.Key.Key_B, Qt.Key.Key_L):
        QTest.keyClick(window, pressed, Qt.KeyboardModifier.ControlModifier)
        assert find(window, "passphrase").isVisible(), pressed
    assert recording.lock.is_closed
    assert find(window, "passphrase").isVisible()
    unlock(recording, qtbot)
    assert window.page is recorder
    assert recorder is not None
    assert recorder.isVisible()
    qtbot.waitUntil(lambda: not recording.lanes.is_writing)
    assert recording.desk.state == before


def test_the_record_goes_on_behind_the_lock(recording: Program, qtbot: QtBot) -> None:
    lock(recording, qtbot)
    recorder = recording.desk.recording
    assert recorder is not None
    done: list[object] = []
    recording.lanes.record.submit(lambda: recorder.write_note("n1", "behind the lock"), done.append)
    qtbot.waitUntil(lambda: bool(done))
    unlock(recording, qtbot)
    qtbot.waitUntil(
        lambda: (
            recording.desk.state is not None
            and any(note.text == "behind the lock" for note in recording.desk.state.notes)
        )
    )


def guessed(tmp_path: Path, times: int, *, seconds_ago: float = 0.0) -> None:
    """So many wrong passphrases in a row have been counted, however slow this machine is."""
    (counted,) = tmp_path.rglob("attempts")
    assert json.loads(counted.read_bytes())["wrong"] > 0
    counted.write_text(json.dumps({"wrong": times, "at": since_boot() - seconds_ago}))


def test_a_wrong_passphrase_stays_out_and_several_make_it_wait(
    recording: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    lock(recording, qtbot)
    window = recording.window
    key(write(window, "passphrase", "not this one"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said(window, "passphraseMistake")))
    guessed(tmp_path, 5)
    key(write(window, "passphrase", PASSPHRASE), Qt.Key.Key_Return)
    button = find(window, "unlockOpen", QPushButton)
    qtbot.waitUntil(lambda: button.text().startswith("Wait"))
    assert not button.isEnabled()
    key(find(window, "passphrase"), Qt.Key.Key_Return)
    assert recording.lock.is_closed
    qtbot.waitUntil(button.isEnabled)
    unlock(recording, qtbot)


def test_ending_the_program_does_not_end_the_wait(
    start, recording: Program, qtbot: QtBot, memory_keyring: MemoryKeyring, tmp_path: Path
) -> None:
    lock(recording, qtbot)
    key(write(recording.window, "passphrase", "not this one"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said(recording.window, "passphraseMistake")))
    memory_keyring.secrets.clear()

    def begun_again() -> QWidget:
        window = start().window
        wait_for_page(qtbot, window, "unlock")
        key(write(window, "passphrase", PASSPHRASE), Qt.Key.Key_Return)
        return window

    recording.window.hide()
    recording.close()
    guessed(tmp_path, 8)
    window = begun_again()
    button = find(window, "unlockOpen", QPushButton)
    qtbot.waitUntil(lambda: button.text().startswith("Wait"))
    window.hide()
    guessed(tmp_path, 8, seconds_ago=60)
    wait_for_page(qtbot, begun_again(), "recorder")


def test_the_recovery_key_unlocks(start, qtbot: QtBot, tmp_path: Path) -> None:
    with vault_in(tmp_path) as vault:
        vault.change_passphrase(PASSPHRASE)
        recovery_key = vault.make_recovery_key()
    program = start()
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
    lock(program, qtbot)
    assert not find(program.window, "lockedRecording").isVisible()
    press(program.window, "unlockOther")
    key(write(program.window, "passphrase", recovery_key), Qt.Key.Key_Return)
    wait_for_page(qtbot, program.window, "renewing")
    assert program.lock.is_closed
    press(program.window, "renewingSkip")
    assert not program.lock.is_closed
    wait_for_page(qtbot, program.window, "today")


def test_what_was_typed_is_in_the_record_when_it_locks(recording: Program, qtbot: QtBot) -> None:
    find(recording.window, "note", QPlainTextEdit).insertPlainText("half a sen")
    lock(recording, qtbot)
    qtbot.waitUntil(
        lambda: (
            recording.desk.state is not None
            and any(note.text == "half a sen" for note in recording.desk.state.notes)
        )
    )


def test_the_settings_say_when_it_locks_and_lock_at_once(recording: Program, qtbot: QtBot) -> None:
    recording.desk.go(Place.SETTINGS)
    press(recording.window, "settingsLockMinutes.20")
    qtbot.waitUntil(lambda: SettingsFile().load().lock_minutes == 20)
    qtbot.waitUntil(lambda: not recording.lanes.is_writing)
    wait_for_page(qtbot, recording.window, "settings")
    press(recording.window, "settingsLockSleep.no")
    qtbot.waitUntil(lambda: not SettingsFile().load().lock_on_suspend)
    recording.lock.suspend.prepare(True)
    assert not recording.lock.is_closed
    qtbot.waitUntil(lambda: not recording.lanes.is_writing)
    wait_for_page(qtbot, recording.window, "settings")
    press(recording.window, "settingsLockNow")
    assert recording.lock.is_closed


def test_dialogs_are_put_away_and_a_secret_leaves_the_clipboard(recording: Program, qtbot: QtBot) -> None:
    dialog = QDialog(recording.window)
    dialog.show()
    recording.secrets.keep("AAAA-BBBB")
    lock(recording, qtbot)
    assert not dialog.isVisible()
    assert QGuiApplication.clipboard().text() == ""


def test_a_page_that_changes_behind_the_lock_does_not_come_forward(recording: Program, qtbot: QtBot) -> None:
    lock(recording, qtbot)
    recording.desk.go(Place.LIBRARY)
    recording.desk.rebuild(Settings(language="en"))
    qtbot.waitUntil(lambda: not recording.lanes.is_writing)
    assert find(recording.window, "passphrase").isVisible()
    assert recording.window.windowTitle() == "CXO Desktop"
    unlock(recording, qtbot)
    wait_for_page(qtbot, recording.window, "library")


def test_a_vault_without_a_passphrase_is_not_locked_and_says_how_it_could_be(
    program: Program, qtbot: QtBot
) -> None:
    program.lock.close()
    assert not program.lock.is_closed
    assert "passphrase" in said(program.window, "todayBannerTitle")


def test_sleep_locks_unless_that_is_switched_off(recording: Program, qtbot: QtBot) -> None:
    recording.lock.settle(Settings(lock_on_suspend=False))
    recording.lock.suspend.prepare(True)
    assert not recording.lock.is_closed
    recording.lock.settle(Settings())
    recording.lock.suspend.prepare(True)
    assert recording.lock.is_closed


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


def test_the_window_counts_as_used_whatever_part_of_it_is(recording: Program, qtbot: QtBot) -> None:
    handle = recording.window.windowHandle()
    recording.lock.idle._last = 0
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    assert recording.lock.idle._last > 0


def test_a_secret_in_the_clipboard_goes_unless_somebody_else_put_something_there(qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    secret = SecretClipboard(clipboard)
    secret.keep("AAAA-BBBB")
    assert clipboard.text() == "AAAA-BBBB"
    secret.clear()
    assert clipboard.text() == ""
    secret.keep("AAAA-BBBB")
    other = QMimeData()
    other.setText("a telephone number")
    clipboard.setMimeData(other)
    secret.clear()
    assert clipboard.text() == "a telephone number"
    clipboard.clear()


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
