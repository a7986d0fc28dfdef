"""The recovery key at the window: on paper once, never again, and what coming in by it leads to."""

import os
import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from cxo_core.problems import Code
from cxo_desktop.app import Program
from cxo_desktop.services.vaults import open_vault
from cxo_desktop.ui.opening.recovery_paper import RecoveryPaper
from cxo_desktop.ui.reporting.printing import jobs_in_memory
from cxo_desktop.ui.shell.places import Place
from helpers.memory_keyring import MemoryKeyring
from helpers.printed import Printed
from helpers.problems_raised import raises
from helpers.recordings import MovingClock, begun, vault_in
from helpers.screen import find, key, press, said, wait_for_page, write

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

PASSPHRASE, NEXT = "harbour violin seventeen", "lantern gravel ninety"
KEY = re.compile(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}")


@pytest.fixture
def made(start, qtbot: QtBot) -> Program:
    """The window on the page that shows the key of a vault just made."""
    program: Program = start()
    window = program.window
    wait_for_page(qtbot, window, "firstRun")
    write(window, "officerName", "Li Min")
    write(window, "newPassphrase", PASSPHRASE)
    write(window, "newPassphraseAgain", PASSPHRASE)
    press(window, "createVault")
    wait_for_page(qtbot, window, "recoveryKey")
    return program


@pytest.fixture
def at_settings(start, qtbot: QtBot, tmp_path: Path) -> Program:
    """The settings of a vault with a passphrase."""
    with vault_in(tmp_path) as vault:
        vault.change_passphrase(PASSPHRASE)
    program: Program = start()
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
    go_to_settings(program, qtbot)
    return program


def go_to_settings(program: Program, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not program.lanes.is_writing)
    program.desk.go(Place.SETTINGS)
    wait_for_page(qtbot, program.window, "settings")


def paper_of(window: QWidget) -> RecoveryPaper:
    found = window.findChildren(RecoveryPaper)
    assert found
    return found[-1]


def make_key(program: Program, qtbot: QtBot, secret: str = PASSPHRASE) -> str:
    """A new key, made in the settings."""
    write(program.window, "settingsPresent", secret)
    press(program.window, "settingsNewRecoveryKey")
    qtbot.waitUntil(lambda: find(program.window, "settingsRecoveryText").isVisible())
    return said(program.window, "settingsRecoveryText")


def texts(window: QWidget) -> list[str]:
    return [each.text() for each in window.findChildren(QLabel)]


def test_saving_asks_for_a_file_and_the_laptops_own_disk_is_warned_of_first(
    made: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window, path = made.window, tmp_path / "key.pdf"
    shown = said(window, "recoveryKeyText")
    press(window, "recoveryKeySave")
    (dialog,) = (each for each in QApplication.topLevelWidgets() if each.objectName() == "recoveryKeyFile")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    qtbot.waitUntil(lambda: said(window, "recoveryKeyBannerTitle") == "That is the laptop's own disk")
    assert "stolen together with it" in said(window, "recoveryKeyBannerSentence")
    assert not list(tmp_path.rglob("*.pdf*"))
    press(window, "recoveryKeyBannerAction")
    qtbot.waitUntil(lambda: said(window, "recoveryKeyBannerTitle") == "Saved as key.pdf")
    assert "not encrypted" in said(window, "recoveryKeyBannerSentence")
    sheet = Printed(path.read_bytes())
    assert len(sheet.pages) == 1
    assert shown in sheet.text.replace("- ", "-")
    assert "Li Min" in sheet.text
    assert [each.name for each in tmp_path.rglob("*.pdf*")] == ["key.pdf"]


def test_the_sheet_is_printed_from_memory(made: Program, qtbot: QtBot, tmp_path: Path) -> None:
    printed = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(printed))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    paper = paper_of(made.window)
    paper.print_on(paper._draw(), printer)
    qtbot.waitUntil(lambda: "on its way" in said(made.window, "recoveryKeyBannerTitle"))
    assert len(Printed(printed.read_bytes()).pages) == 1
    assert [each.name for each in tmp_path.rglob("*.pdf*")] == ["printed.pdf"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="CUPS' library asks for TMPDIR")
def test_a_print_job_is_handed_over_in_memory_and_everything_else_is_left_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("TMPDIR", "/somewhere")
    with jobs_in_memory():
        assert os.environ["TMPDIR"] == str(tmp_path)
    assert os.environ["TMPDIR"] == "/somewhere"
    monkeypatch.delenv("TMPDIR")
    with jobs_in_memory():
        assert os.environ["TMPDIR"] == str(tmp_path)
    assert "TMPDIR" not in os.environ
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "missing"))
    with jobs_in_memory():
        assert "TMPDIR" not in os.environ


@pytest.mark.skipif(bool(QPrinterInfo.availablePrinterNames()), reason="a printer is set up here")
def test_where_there_is_no_printer_it_says_what_else_can_be_done(made: Program) -> None:
    press(made.window, "recoveryKeyPrint")
    assert said(made.window, "recoveryKeyBannerTitle") == "No printer is set up here"


def test_the_key_is_gone_from_the_window_once_it_was_put_away(
    made: Program, qtbot: QtBot, folder: Path
) -> None:
    window = made.window
    shown = said(window, "recoveryKeyText")
    find(window, "recoveryKeyWritten", QCheckBox).setChecked(True)
    press(window, "recoveryKeyGoOn")
    wait_for_page(qtbot, window, "today")
    go_to_settings(made, qtbot)
    assert not find(window, "settingsRecoveryText").isVisible()
    assert not [text for text in texts(window) if shown in text or KEY.fullmatch(text)]
    made.close()
    assert shown.encode() not in (folder / "vault.json").read_bytes()


def test_a_new_key_needs_the_passphrase_and_makes_the_old_one_void(
    made: Program, qtbot: QtBot, folder: Path
) -> None:
    window = made.window
    old = said(window, "recoveryKeyText")
    find(window, "recoveryKeyWritten", QCheckBox).setChecked(True)
    press(window, "recoveryKeyGoOn")
    wait_for_page(qtbot, window, "today")
    go_to_settings(made, qtbot)
    press(window, "settingsNewRecoveryKey")
    assert "Type it first" in said(window, "settingsPresentMistake")
    write(window, "settingsPresent", "somebody guesses this")
    press(window, "settingsNewRecoveryKey")
    qtbot.waitUntil(lambda: "passphrase" in said(window, "settingsPresentMistake"))
    assert not find(window, "settingsRecoveryText").isVisible()
    new = make_key(made, qtbot)
    assert KEY.fullmatch(new)
    assert new != old
    assert find(window, "settingsPresent", QLineEdit).text() == ""
    press(window, "settingsRecoverySave")
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QFileDialog):
            dialog.reject()
    made.desk.go(Place.TODAY)
    made.desk.go(Place.SETTINGS)
    assert not find(window, "settingsRecoveryText").isVisible()
    assert not [text for text in texts(window) if new in text]
    made.close()
    with raises(Code.RECOVERY_KEY_WRONG):
        open_vault(folder, recovery_key=old)
    open_vault(folder, recovery_key=new).close()


def test_the_settings_scroll_back_to_what_was_not_typed(at_settings: Program, qtbot: QtBot) -> None:
    window = at_settings.window
    window.resize(1280, 720)
    present, act = find(window, "settingsPresent"), find(window, "settingsChangePassphrase")
    area = find(window, "settingsScroll", QScrollArea)

    def scroll_past() -> bool:
        bar = area.verticalScrollBar()
        bar.setValue(act.mapTo(area.widget(), QPoint()).y() - 8)
        return present.visibleRegion().isEmpty() and not act.visibleRegion().isEmpty()

    qtbot.waitUntil(scroll_past)
    press(window, "settingsChangePassphrase")
    told = find(window, "settingsPresentMistake")
    qtbot.waitUntil(lambda: not present.visibleRegion().isEmpty() and not told.visibleRegion().isEmpty())
    assert present.hasFocus()


def test_the_recovery_key_itself_may_ask_for_a_new_passphrase_and_the_lock_takes_a_shown_key_away(
    at_settings: Program, qtbot: QtBot, folder: Path
) -> None:
    window = at_settings.window
    shown = make_key(at_settings, qtbot)
    write(window, "settingsPresent", shown)
    write(window, "settingsPassphrase", NEXT)
    key(write(window, "settingsPassphraseAgain", NEXT), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(window, "settingsBannerTitle") == "The passphrase is changed")
    press(window, "settingsRecoveryCopy")
    assert QGuiApplication.clipboard().text() == shown
    at_settings.lock.close()
    assert at_settings.lock.is_closed
    assert QGuiApplication.clipboard().text() == ""
    key(write(window, "passphrase", NEXT), Qt.Key.Key_Return)
    wait_for_page(qtbot, window, "settings")
    assert not find(window, "settingsRecoveryText").isVisible()


def recovered(start, qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring) -> Program:
    """The window just after the recovery key opened a vault in which something is being recorded."""
    with vault_in(tmp_path) as vault:
        vault.change_passphrase(PASSPHRASE)
        begun(vault, MovingClock())
        recovery_key = vault.make_recovery_key()
    memory_keyring.secrets.clear()
    program: Program = start()
    wait_for_page(qtbot, program.window, "unlock")
    assert "Nothing is wrong" in said(program.window, "unlockNote")
    assert not find(program.window, "unlockKeyring").isVisible()
    press(program.window, "unlockOther")
    key(write(program.window, "passphrase", recovery_key), Qt.Key.Key_Return)
    wait_for_page(qtbot, program.window, "renewing")
    qtbot.waitUntil(lambda: program.desk.place == Place.RECORDER and not program.lanes.is_writing)
    return program


def test_after_the_recovery_key_a_new_passphrase_is_chosen_and_only_the_header_changes(
    start, qtbot: QtBot, tmp_path: Path, folder: Path, memory_keyring: MemoryKeyring
) -> None:
    program = recovered(start, qtbot, tmp_path, memory_keyring)
    window = program.window
    held = {path: path.stat().st_mtime_ns for path in (folder / "evidence").rglob("*")}
    before = (folder / "vault.json").read_bytes()
    write(window, "renewedPassphrase", "short")
    press(window, "renewingUse")
    assert "at least" in said(window, "renewedPassphraseMistake")
    write(window, "renewedPassphrase", NEXT)
    key(write(window, "renewedPassphraseAgain", NEXT), Qt.Key.Key_Return)
    wait_for_page(qtbot, window, "recorder")
    assert said(window, "recorderBannerTitle") == "The passphrase is changed"
    assert (folder / "vault.json").read_bytes() != before
    assert {path: path.stat().st_mtime_ns for path in (folder / "evidence").rglob("*")} == held
    program.close()
    with raises(Code.PASSPHRASE_WRONG):
        open_vault(folder, PASSPHRASE)
    open_vault(folder, NEXT).close()


def test_going_on_without_a_new_passphrase_is_possible_and_said(
    start, qtbot: QtBot, tmp_path: Path, folder: Path, memory_keyring: MemoryKeyring
) -> None:
    program = recovered(start, qtbot, tmp_path, memory_keyring)
    window = program.window
    assert "forgotten passphrase" in said(window, "renewingWithout")
    press(window, "renewingSkip")
    wait_for_page(qtbot, window, "recorder")
    assert said(window, "recorderBannerTitle") == "The forgotten passphrase still stands"
    program.close()
    open_vault(folder, PASSPHRASE).close()


def test_who_walks_away_from_the_choice_is_locked_out_again(
    start, qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    program = recovered(start, qtbot, tmp_path, memory_keyring)
    program.lock.idle.passed.emit()
    assert not find(program.window, "passphrase").isHidden()
    assert said(program.window, "lockedRecording").startswith("● Recording")
    assert not [each for each in program.window.findChildren(QWidget, "renewing") if each.isVisible()]
    key(write(program.window, "passphrase", PASSPHRASE), Qt.Key.Key_Return)
    wait_for_page(qtbot, program.window, "recorder")
