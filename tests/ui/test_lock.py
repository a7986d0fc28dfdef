"""The locked window: nothing of the record in it, the record goes on behind it, and who knows the passphrase is back."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cxo_desktop.app import Program
from cxo_desktop.settings import Settings, SettingsFile
from cxo_desktop.storage.attempts import since_boot
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


def guess(program: Program, qtbot: QtBot, counted: Path) -> None:
    """Three wrong passphrases: each is counted, the last begins the wait."""
    button = find(program.window, "unlockOpen", QPushButton)
    for wrong in (1, 2, 3):
        key(write(program.window, "passphrase", "not this one"), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: "Opening" not in button.text())
        assert said(program.window, "passphraseMistake")
        assert json.loads(counted.read_bytes())["wrong"] == wrong


def lengthen(counted: Path, wrong: int, *, seconds_ago: float = 0.0) -> None:
    """As after more of them, so that a slow machine does not sit the wait out."""
    counted.write_text(json.dumps({"wrong": wrong, "at": since_boot() - seconds_ago}))


def test_a_wrong_passphrase_stays_out_and_several_make_it_wait(
    recording: Program, qtbot: QtBot, folder: Path
) -> None:
    lock(recording, qtbot)
    window = recording.window
    guess(recording, qtbot, folder / "attempts")
    lengthen(folder / "attempts", 5)
    key(write(window, "passphrase", PASSPHRASE), Qt.Key.Key_Return)
    button = find(window, "unlockOpen", QPushButton)
    qtbot.waitUntil(lambda: button.text().startswith("Wait"))
    assert not button.isEnabled()
    key(find(window, "passphrase"), Qt.Key.Key_Return)
    assert recording.lock.is_closed
    qtbot.waitUntil(button.isEnabled)
    unlock(recording, qtbot)


def test_ending_the_program_does_not_end_the_wait(
    start, recording: Program, qtbot: QtBot, memory_keyring: MemoryKeyring, folder: Path
) -> None:
    lock(recording, qtbot)
    guess(recording, qtbot, folder / "attempts")
    memory_keyring.secrets.clear()

    def begun_again() -> QWidget:
        window = start().window
        wait_for_page(qtbot, window, "unlock")
        key(write(window, "passphrase", PASSPHRASE), Qt.Key.Key_Return)
        return window

    recording.window.hide()
    recording.close()
    lengthen(folder / "attempts", 8)
    window = begun_again()
    button = find(window, "unlockOpen", QPushButton)
    qtbot.waitUntil(lambda: button.text().startswith("Wait"))
    window.hide()
    lengthen(folder / "attempts", 8, seconds_ago=60)
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


def test_the_window_counts_as_used_whatever_part_of_it_is(recording: Program, qtbot: QtBot) -> None:
    handle = recording.window.windowHandle()
    recording.lock.idle._last = 0
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    assert recording.lock.idle._last > 0
