"""From nothing to an open vault, and back in again another day."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from cxo_desktop.app import Program
from cxo_desktop.services.vaults import Vault, open_vault
from cxo_desktop.ui.opening.strength import Strength, strength
from helpers.memory_keyring import MemoryKeyring
from helpers.screen import find, key, press, said, wait_for_page, write

PASSPHRASE = "harbour violin seventeen"


def make_vault(program: Program, qtbot: QtBot) -> str:
    """Through the pages of the first start; the recovery key that was shown."""
    window = program.window
    wait_for_page(qtbot, window, "firstRun")
    write(window, "officerName", "Li Min")
    write(window, "newPassphrase", PASSPHRASE)
    write(window, "newPassphraseAgain", PASSPHRASE)
    press(window, "createVault")
    wait_for_page(qtbot, window, "recoveryKey")
    shown = said(window, "recoveryKeyText")
    find(window, "recoveryKeyWritten", QCheckBox).setChecked(True)
    press(window, "recoveryKeyGoOn")
    wait_for_page(qtbot, window, "today")
    return shown


def test_the_first_start_makes_a_vault_and_shows_the_recovery_key_once(
    start, qtbot: QtBot, folder: Path
) -> None:
    program = start()
    recovery_key = make_vault(program, qtbot)
    qtbot.waitUntil(lambda: said(program.window, "todayGreeting") == "Officer: Li Min")
    program.close()
    with open_vault(folder, PASSPHRASE) as vault:
        assert vault.profile.name == "Li Min"
    with open_vault(folder, recovery_key=recovery_key) as vault:
        assert vault.has_recovery_key


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_made(
    start, qtbot: QtBot, folder: Path
) -> None:
    window = start().window
    wait_for_page(qtbot, window, "firstRun")
    press(window, "createVault")
    assert said(window, "officerNameMistake")
    assert said(window, "newPassphraseMistake")
    write(window, "officerName", "Li Min")
    write(window, "newPassphrase", PASSPHRASE)
    key(write(window, "newPassphraseAgain", "something else"), Qt.Key.Key_Return)
    assert said(window, "officerNameMistake") == ""
    assert said(window, "newPassphraseAgainMistake")
    assert window.focusWidget() is find(window, "newPassphraseAgain")
    assert not folder.exists()


def test_the_first_page_speaks_the_language_one_chooses(start, qtbot: QtBot) -> None:
    window = start().window
    wait_for_page(qtbot, window, "firstRun")
    press(window, "firstRunLanguage.zh_CN")
    qtbot.waitUntil(lambda: said(window, "firstRunTitle") == "首次使用")
    assert not find(window, "rail").isVisible()


def test_without_a_keyring_the_passphrase_is_asked_for_and_a_wrong_one_is_said_beside_it(
    start, qtbot: QtBot, memory_keyring: MemoryKeyring
) -> None:
    first = start()
    make_vault(first, qtbot)
    first.close()
    memory_keyring.secrets.clear()
    window = start().window
    wait_for_page(qtbot, window, "unlock")
    key(write(window, "passphrase", "not this one"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said(window, "passphraseMistake")))
    key(write(window, "passphrase", PASSPHRASE), Qt.Key.Key_Return)
    wait_for_page(qtbot, window, "today")


def test_the_recovery_key_opens_what_the_passphrase_no_longer_does(
    start, qtbot: QtBot, memory_keyring: MemoryKeyring
) -> None:
    first = start()
    recovery_key = make_vault(first, qtbot)
    first.close()
    memory_keyring.secrets.clear()
    window = start().window
    wait_for_page(qtbot, window, "unlock")
    press(window, "unlockOther")
    assert find(window, "passphrase", QLineEdit).echoMode() is QLineEdit.EchoMode.Normal
    write(window, "passphrase", recovery_key.lower())
    press(window, "unlockOpen")
    wait_for_page(qtbot, window, "renewing")
    press(window, "renewingSkip")
    wait_for_page(qtbot, window, "today")


def test_a_second_window_on_the_same_vault_says_so_and_can_try_again(
    start, qtbot: QtBot, vault: Vault
) -> None:
    window = start().window
    wait_for_page(qtbot, window, "refused")
    assert "open" in said(window, "refusedTitle").lower() or said(window, "refusedSentence")
    assert not find(window, "rail").isVisible()
    vault.close()
    press(window, "refusedRetry")
    wait_for_page(qtbot, window, "today")
    assert find(window, "rail").isVisible()


@pytest.mark.parametrize("change", [{"format": 99}, {"vault": None, "check": None, "format": "?"}])
def test_a_newer_or_damaged_vault_is_refused_with_a_sentence_and_left_alone(
    start, qtbot: QtBot, folder: Path, vault: Vault, change: dict[str, object]
) -> None:
    vault.close()
    header = folder / "vault.json"
    header.write_text(json.dumps({**json.loads(header.read_text()), **change}))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    window = start().window
    wait_for_page(qtbot, window, "refused")
    assert said(window, "refusedFolder") == str(folder)
    assert {path: path.read_bytes() for path in before} == before


def test_the_window_stands_before_the_vault_is_opened(start, qtbot: QtBot, vault: Vault) -> None:
    from helpers.held_executor import HeldExecutor

    vault.close()
    held: dict[str, HeldExecutor] = {}
    program = start(executor=lambda name: held.setdefault(name, HeldExecutor()))
    wait_for_page(qtbot, program.window, "today")
    qtbot.waitUntil(lambda: bool(held["record"].waiting))
    assert find(program.window, "todayStart").isEnabled()
    assert not program.desk.is_unlocked
    held["record"].release_all()
    qtbot.waitUntil(lambda: program.desk.is_unlocked)
    held["record"].release_all()


@pytest.mark.parametrize(
    ("passphrase", "expected"),
    [
        ("", Strength.TOO_SHORT),
        ("abc", Strength.TOO_SHORT),
        ("aaaaaaaaaaaa", Strength.WEAK),
        ("12345678", Strength.WEAK),
        ("qwertyuiop", Strength.WEAK),
        ("tree-lamp4", Strength.FAIR),
        (PASSPHRASE, Strength.STRONG),
        ("春眠不觉晓处处闻", Strength.STRONG),
    ],
)
def test_a_passphrase_is_weighed_by_what_cannot_be_guessed(passphrase: str, expected: Strength) -> None:
    assert strength(passphrase) is expected
