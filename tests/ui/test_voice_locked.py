"""The microphone and the window around it: locking, closing and other pages end a voice note, and nothing of it is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxo_desktop.app import Program
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import open_vault
from cxo_desktop.ui.recorder.page import RecorderPage
from cxo_desktop.ui.shell.places import Place
from helpers.file_sound import FileMicrophones
from helpers.recordings import MovingClock, begun, vault_in
from helpers.screen import said, wait_for_page
from helpers.sounds import pcm

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def program(start, qtbot: QtBot, tmp_path: Path) -> Program:
    """The window on a walkthrough that is being recorded, in a vault with a passphrase."""
    with vault_in(tmp_path) as vault:
        vault.change_passphrase("harbour violin seventeen")
        begun(vault, MovingClock())
    opened = start()
    wait_for_page(qtbot, opened.window, "recorder")
    qtbot.waitUntil(lambda: not opened.lanes.is_writing)
    return opened


def speaking(program: Program, qtbot: QtBot) -> FileMicrophones:
    microphones = FileMicrophones()
    page = program.window.page
    assert isinstance(page, RecorderPage)
    page.ways.use(microphones=microphones)
    QTest.keyClick(program.window, Qt.Key.Key_R, CONTROL_SHIFT)
    microphones.speak(pcm(3_000))
    return microphones


def test_locking_ends_the_note_and_keeps_it_and_the_walk_goes_on(program: Program, qtbot: QtBot) -> None:
    microphones = speaking(program, qtbot)
    QTest.keyClick(program.window, Qt.Key.Key_L, CONTROL_SHIFT)
    qtbot.waitUntil(lambda: program.lock.is_closed)
    assert not microphones.is_open
    assert said(program.window, "lockedRecording").startswith("● Recording, ")
    qtbot.waitUntil(lambda: program.desk.state is not None and len(program.desk.state.voices) == 1)


def test_another_page_ends_the_note_and_keeps_it(program: Program, qtbot: QtBot) -> None:
    microphones = speaking(program, qtbot)
    program.desk.go(Place.LIBRARY)
    assert not microphones.is_open
    qtbot.waitUntil(lambda: program.desk.state is not None and len(program.desk.state.voices) == 1)


def test_closing_the_window_waits_for_the_note(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    microphones = speaking(program, qtbot)
    assert program.desk.state is not None
    walkthrough = program.desk.state.id
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert not microphones.is_open
    program.close()
    with open_vault(tmp_path / "vault") as vault:
        [kept] = Recording(vault, MovingClock(), walkthrough).state.voices
    assert kept.length_ms == 3_000
