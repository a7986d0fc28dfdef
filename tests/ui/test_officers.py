"""Another officer at the same laptop: added, chosen at the start, and never let into somebody else's vault."""

import subprocess
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from cxo_desktop import app
from cxo_desktop.paths import default_vault
from cxo_desktop.services import officers
from cxo_desktop.services.vaults import create
from cxo_desktop.ui.door import Way
from cxo_desktop.ui.shell.places import Place
from helpers.screen import find, key, press, said, wait_for_page, write

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

FIRST, SECOND = "four words are enough", "harbour violin seventeen"


@pytest.fixture
def folder() -> Path:
    """The vault at the usual place."""
    create(default_vault(), FIRST, "Li Min").close()
    return default_vault()


def test_an_officer_is_added_and_each_opens_only_their_own_vault(begin, qtbot: QtBot, folder: Path) -> None:
    program = begin(Way.OPEN)
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
    program.desk.go(Place.SETTINGS)
    qtbot.waitUntil(lambda: not program.lanes.is_writing)
    assert not find(program.window, "settingsSwitchOfficer").isVisible()
    press(program.window, "settingsAddOfficer")
    qtbot.waitUntil(lambda: not program.window.isVisible())
    program.close()
    assert program.next is Way.ADD

    program = begin(Way.ADD)
    window = program.window
    wait_for_page(qtbot, window, "firstRun")
    assert find(window, "officerLabel", QLineEdit).text() == "Officer 2"
    write(window, "officerName", "Wang Qiang")
    write(window, "officerLabel", "Window two")
    write(window, "newPassphrase", SECOND)
    write(window, "newPassphraseAgain", SECOND)
    press(window, "createVault")
    wait_for_page(qtbot, window, "recoveryKey")
    find(window, "recoveryKeyWritten", QCheckBox).setChecked(True)
    press(window, "recoveryKeyGoOn")
    qtbot.waitUntil(lambda: said(window, "todayGreeting") == "Officer: Wang Qiang")
    qtbot.waitUntil(lambda: not program.lanes.is_writing)
    window.close()
    program.close()
    assert [each.label for each in officers.everyone()] == ["", "Window two"]

    program = begin(Way.CHOOSE)
    window = program.window
    wait_for_page(qtbot, window, "officers")
    shown = find(window, "officer.1"), find(window, "officer.2")
    assert [each.text() for each in shown] == ["Officer 1", "Window two"]
    assert not find(window, "rail").isVisible()
    press(window, "officer.1")
    wait_for_page(qtbot, window, "unlock")
    key(write(window, "passphrase", SECOND), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said(window, "passphraseMistake")))
    key(write(window, "passphrase", FIRST), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(window, "todayGreeting") == "Officer: Li Min")
    qtbot.waitUntil(lambda: not program.lanes.is_writing)
    program.desk.go(Place.SETTINGS)
    qtbot.waitUntil(lambda: find(window, "settingsSwitchOfficer").isVisible())
    press(window, "settingsSwitchOfficer")
    qtbot.waitUntil(lambda: not window.isVisible())
    program.close()
    assert program.next is Way.CHOOSE


def test_where_there_is_one_officer_nothing_is_asked(begin, qtbot: QtBot, folder: Path) -> None:
    program = begin(Way.CHOOSE)
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
    program.close()


def test_another_officer_waits_until_everything_is_on_the_disk(begin, qtbot: QtBot, folder: Path) -> None:
    program = begin(Way.OPEN)
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
    qtbot.waitUntil(lambda: not program.lanes.is_writing)
    arrived = Event()
    program.lanes.work.submit(arrived.wait)
    program.desk.officer_left.emit(False)
    assert program.window.isVisible()
    arrived.set()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    program.close()


def test_the_next_officer_gets_a_process_of_their_own() -> None:
    command = app.again(Way.ADD, "en")
    told = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
    assert "--language" in told.stdout
    assert app._parser().parse_args(command[3:]).begin == "add"
