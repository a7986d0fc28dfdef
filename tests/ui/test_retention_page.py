"""The page Retention: it lists what may go, asks twice, erases, and shows the line that proves it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from cxo_desktop.app import Program
from cxo_desktop.services.erasing import Purge
from cxo_desktop.services.office_time import hear_office
from cxo_desktop.services.retention import Dated, Ground, What
from cxo_desktop.services.vaults import Vault
from cxo_desktop.ui.retention.due_card import DueCard
from cxo_desktop.ui.shell.places import Place
from helpers.delivered import answered, sealed
from helpers.own_office import OwnOffice
from helpers.screen import find, press, wait_for_page

NOW = datetime.now(UTC)


@pytest.fixture
def office(vault: Vault, tmp_path: Path) -> OwnOffice:
    """It answered for one walkthrough a hundred days ago."""
    made = OwnOffice.trusted(vault, tmp_path)
    answered(vault, made, sealed(vault, made), NOW - timedelta(days=100))
    return made


@pytest.fixture
def opened(
    vault: Vault, office: OwnOffice, start: Callable[..., Program], qtbot: QtBot
) -> Callable[[], Program]:
    def begin() -> Program:
        vault.close()
        running = start()
        qtbot.waitUntil(lambda: running.desk.is_unlocked)
        wait_for_page(qtbot, running.window, "today")
        running.desk.go(Place.SETTINGS)
        press(running.window, "settingsRetentionOpen")
        wait_for_page(qtbot, running.window, "retention")
        return running

    return begin


def text(program: Program, name: str) -> str:
    return find(program.window, name, QLabel).text()


def test_what_the_office_confirmed_goes_after_the_second_word(
    vault: Vault, opened: Callable[[], Program], qtbot: QtBot
) -> None:
    hear_office(vault, NOW)
    program = opened()
    erase = find(program.window, "retentionErase", QPushButton)
    qtbot.waitUntil(erase.isEnabled)
    assert text(program, "retentionDueSum").startswith("7 objects, ")
    assert "Unmasked picture" in text(program, "retentionDueLines")
    assert "Whole walkthrough" in text(program, "retentionComingLines")
    assert find(program.window, "retentionClockIsRight", QCheckBox).isHidden()
    press(program.window, "retentionErase")
    press(program.window, "retentionNo")
    assert program.desk.vault.erasures.latest() == ()
    press(program.window, "retentionErase")
    press(program.window, "retentionYes")
    qtbot.waitUntil(lambda: text(program, "retentionDueSum") == "Nothing is due")
    assert text(program, "retentionLogLines").count("its time was over") == 7
    assert "7 objects are erased for good." in find(program.window, "retentionBannerSentence", QLabel).text()


def test_by_the_clock_alone_only_when_the_officer_says_it_is_right(
    opened: Callable[[], Program], qtbot: QtBot
) -> None:
    program = opened()
    right = find(program.window, "retentionClockIsRight", QCheckBox)
    qtbot.waitUntil(lambda: not right.isHidden())
    erase = find(program.window, "retentionErase", QPushButton)
    assert not erase.isEnabled()
    assert "7 objects are due by this laptop's clock alone." in text(program, "retentionDueClock")
    press(program.window, "retentionClockIsRight")
    assert erase.isEnabled()


def test_a_longer_period_takes_the_photos_off_the_list(opened: Callable[[], Program], qtbot: QtBot) -> None:
    program = opened()
    box = find(program.window, "retention.photo", QSpinBox)
    qtbot.waitUntil(lambda: "Photo" in text(program, "retentionDueLines"))
    box.setValue(365)
    box.editingFinished.emit()
    qtbot.waitUntil(lambda: text(program, "retentionDueSum").startswith("4 objects"))


def test_the_dry_run_says_exactly_what_goes_and_what_stays_and_why(
    vault: Vault, opened: Callable[[], Program], office: OwnOffice, qtbot: QtBot
) -> None:
    sealed(vault, office, photos=0)
    hear_office(vault, NOW - timedelta(days=60))
    program = opened()
    qtbot.waitUntil(lambda: text(program, "retentionDueSum").startswith("7 objects"))
    lines = text(program, "retentionDueLines").splitlines()
    assert lines[0].startswith("Test item · ")
    assert "receipt of" in lines[1] and lines[1].endswith("and 30 days")
    assert [line.strip()[0] for line in lines[1:]] == ["U", "◇", "◇"]
    assert find(program.window, "retentionErase", QPushButton).text() == "Erase 3 objects"
    press(program.window, "retentionClockIsRight")
    assert find(program.window, "retentionErase", QPushButton).text() == "Erase 7 objects"
    assert "1 sealed walkthrough has no receipt from the office" in text(program, "retentionStays")
    press(program.window, "retentionErase")
    assert text(program, "retentionSure") == "Erase 7 objects for good?"


def test_a_long_dry_run_can_be_read_to_its_end(qtbot: QtBot) -> None:
    card = DueCard()
    qtbot.addWidget(card)
    card.show()
    day = (NOW - timedelta(days=1)).date()
    ground = Ground("ab", day - timedelta(days=90), 1)
    due = tuple(Dated(What.BUNDLE, f"{number:032x}", "r1", "", 9, day, ground=ground) for number in range(60))
    card.show_purge(Purge(NOW.date(), NOW.date(), due), {}, {What.BUNDLE: 90})
    assert find(card, "retentionDueLines", QLabel).text().endswith("and 80 more")
    press(card, "retentionDueMore")
    whole = find(card, "retentionDueEvery", QPlainTextEdit)
    assert whole.isVisible()
    assert whole.toPlainText().count("Sealed file, revision 1") == 60
