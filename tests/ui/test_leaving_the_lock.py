"""From the lock to another officer: what runs behind it goes on later where it stood, and an officer may be listed anew."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cxo_core.kinds import Kind
from cxo_desktop import app
from cxo_desktop.app import Program
from cxo_desktop.paths import default_vault
from cxo_desktop.services import officers
from cxo_desktop.services.recording import Recording
from cxo_desktop.services.vaults import create
from cxo_desktop.ui.door import Way
from cxo_desktop.ui.recorder.page import RecorderPage
from cxo_desktop.ui.shell.places import Place
from helpers.recordings import MovingClock, begun, no_file_longer_than
from helpers.screen import find, key, press, said, wait_for_page, write

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

FIRST, SECOND = "four words are enough", "harbour violin seventeen"


@pytest.fixture
def walked() -> Path:
    """The vault at the usual place, with a walkthrough that is being recorded."""
    with create(default_vault(), FIRST, "Li Min") as vault:
        Recording(vault, MovingClock(), begun(vault, MovingClock()).id, by="o1").tap(Kind.ARRIVED, {})
    return default_vault()


@pytest.fixture
def two(walked: Path) -> tuple[Path, Path]:
    """And another officer's."""
    other = officers.place_for_another()
    create(other, SECOND, "Wang Qiang").close()
    officers.enter("Window two", other)
    return walked, other


def enter(program: Program, qtbot: QtBot, officer: str, secret: str) -> None:
    wait_for_page(qtbot, program.window, "officers")
    press(program.window, officer)
    wait_for_page(qtbot, program.window, "unlock")
    key(write(program.window, "passphrase", secret), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.desk.is_unlocked)


def lock(program: Program, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not program.lanes.is_writing)
    program.lock.close()
    assert program.lock.is_closed
    qtbot.waitUntil(lambda: find(program.window, "lockedLeave").isVisible())


def at_the_lock(begin, qtbot: QtBot) -> Program:
    """The first officer records, and the lock came down."""
    program = begin(Way.CHOOSE)
    enter(program, qtbot, "officer.1", FIRST)
    wait_for_page(qtbot, program.window, "recorder")
    lock(program, qtbot)
    return program


def test_a_walk_that_runs_behind_the_lock_goes_on_where_it_stood_after_another_officer(
    begin, qtbot: QtBot, two: tuple[Path, Path]
) -> None:
    program = at_the_lock(begin, qtbot)
    before = program.desk.state
    window = program.window
    assert find(window, "lockedLeave").accessibleName() == "Another officer"
    press(window, "lockedLeave")
    assert said(window, "unlockBannerTitle") == "A walkthrough is being recorded"
    assert "loses nothing" in said(window, "unlockBannerSentence")
    assert window.isVisible()
    press(window, "unlockBannerAction")
    qtbot.waitUntil(lambda: not window.isVisible())
    program.close()
    assert program.next is Way.CHOOSE

    other = begin(program.next)
    enter(other, qtbot, "officer.2", SECOND)
    wait_for_page(qtbot, other.window, "today")
    qtbot.waitUntil(lambda: said(other.window, "todayGreeting") == "Officer: Wang Qiang")
    lock(other, qtbot)
    press(other.window, "lockedLeave")
    qtbot.waitUntil(lambda: not other.window.isVisible())
    other.close()

    again = begin(Way.CHOOSE)
    enter(again, qtbot, "officer.1", FIRST)
    wait_for_page(qtbot, again.window, "recorder")
    assert again.desk.state == before


def test_staying_is_possible_and_closing_the_word_changes_nothing(
    begin, qtbot: QtBot, two: tuple[Path, Path]
) -> None:
    program = at_the_lock(begin, qtbot)
    press(program.window, "lockedLeave")
    press(program.window, "unlockBannerClose")
    assert program.lock.is_closed
    assert program.next is None
    key(write(program.window, "passphrase", FIRST), Qt.Key.Key_Return)
    wait_for_page(qtbot, program.window, "recorder")


def test_what_is_not_on_the_disk_keeps_the_vault_open(begin, qtbot: QtBot, two: tuple[Path, Path]) -> None:
    program = begin(Way.CHOOSE)
    enter(program, qtbot, "officer.1", FIRST)
    page = wait_for_page(qtbot, program.window, "recorder")
    assert isinstance(page, RecorderPage)
    qtbot.waitUntil(lambda: page.live.is_fresh)
    with no_file_longer_than(1_000):
        page.live.tap(Kind.TICKET_TAKEN, "Ticket taken")
        qtbot.waitUntil(lambda: page.live.stopped_by is not None)
        program.lock.close()
        qtbot.waitUntil(lambda: find(program.window, "lockedLeave").isVisible())
        press(program.window, "lockedLeave")
        press(program.window, "unlockBannerAction")
        qtbot.waitUntil(
            lambda: said(program.window, "unlockBannerTitle") == "Not everything is on the disk yet"
        )
        assert program.window.isVisible()
        assert program.next is None
    page.live.retry()
    qtbot.waitUntil(lambda: not program.desk.is_held)


def test_a_single_officer_closes_the_vault_and_the_keyring_opens_it_only_when_asked(
    begin, qtbot: QtBot
) -> None:
    create(default_vault(), FIRST, "Li Min").close()
    program = begin(Way.OPEN)
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
    lock(program, qtbot)
    assert find(program.window, "lockedLeave").accessibleName() == "Close this vault"
    press(program.window, "lockedLeave")
    qtbot.waitUntil(lambda: not program.window.isVisible())
    program.close()
    assert program.next is Way.SHUT
    command = app.again(Way.SHUT, "en", Path("elsewhere"))
    assert app._parser().parse_args(command[3:]).vault == Path("elsewhere")

    shut = begin(Way.SHUT)
    wait_for_page(qtbot, shut.window, "unlock")
    assert not shut.desk.is_unlocked
    press(shut.window, "unlockKeyring")
    qtbot.waitUntil(lambda: shut.desk.is_unlocked)


def test_a_vault_that_only_the_keyring_opens_is_not_asked_for_a_passphrase_it_never_had(
    begin, qtbot: QtBot, memory_keyring
) -> None:
    create(default_vault(), None, "Li Min").close()
    kept = dict(memory_keyring.secrets)
    memory_keyring.secrets.clear()
    program = begin(Way.OPEN)
    wait_for_page(qtbot, program.window, "unlock")
    assert "neither a passphrase nor a recovery key" in said(program.window, "unlockWhy")
    assert not find(program.window, "passphrase").isVisible()
    press(program.window, "unlockKeyring")
    qtbot.waitUntil(lambda: find(program.window, "unlockBanner").isVisible())
    memory_keyring.secrets.update(kept)
    press(program.window, "unlockKeyring")
    qtbot.waitUntil(lambda: program.desk.is_unlocked)


def test_an_officer_is_listed_anew_and_never_like_another(
    begin, qtbot: QtBot, two: tuple[Path, Path]
) -> None:
    program = begin(Way.CHOOSE)
    enter(program, qtbot, "officer.2", SECOND)
    wait_for_page(qtbot, program.window, "today")
    qtbot.waitUntil(lambda: not program.lanes.is_writing)
    window = program.window
    program.desk.go(Place.SETTINGS)
    qtbot.waitUntil(lambda: find(window, "settingsOfficerLabel").isVisible())
    assert find(window, "settingsOfficerLabel", QLineEdit).text() == "Window two"
    write(window, "settingsOfficerLabel", "officer 1")
    press(window, "settingsKeepLabel")
    qtbot.waitUntil(lambda: "already" in said(window, "settingsOfficerLabelMistake"))
    key(write(window, "settingsOfficerLabel", "Late shift"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Late shift" in said(window, "settingsBannerSentence"))
    assert officers.listed(officers.everyone()) == ("Officer 1", "Late shift")
    qtbot.waitUntil(lambda: not program.lanes.is_writing)
    window.close()
    program.close()

    adding = begin(Way.ADD)
    wait_for_page(qtbot, adding.window, "firstRun")
    write(adding.window, "officerName", "Zhao Lei")
    write(adding.window, "officerLabel", "late SHIFT")
    write(adding.window, "newPassphrase", SECOND)
    key(write(adding.window, "newPassphraseAgain", SECOND), Qt.Key.Key_Return)
    assert "already" in said(adding.window, "officerLabelMistake")
    assert adding.window.focusWidget() is find(adding.window, "officerLabel")
