"""Who may have a new recovery key or passphrase, and that a sheet names the vault it opens."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cxo_core.problems import Code
from cxo_desktop.paths import default_vault
from cxo_desktop.services import officers, recovering
from cxo_desktop.services.vaults import WaysIn, create, open_vault, ways_in
from helpers.printed import Printed
from helpers.problems_raised import raises

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

PASSPHRASE, NEXT = "four words are enough", "quite another one"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


def test_a_new_key_and_a_new_passphrase_are_for_who_knows_the_old_secret(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        for secret in ("", "some other words"):
            with raises(Code.PASSPHRASE_WRONG):
                recovering.make_key(vault, secret)
        with raises(Code.RECOVERY_KEY_WRONG):
            recovering.make_key(vault, "0000-0000-0000-0000-0000-0000-00DR".replace("DR", check_of_zeros()))
        first = recovering.make_key(vault, PASSPHRASE)
        second = recovering.make_key(vault, first)
        with raises(Code.RECOVERY_KEY_WRONG):
            recovering.make_key(vault, first)
        recovering.change_passphrase(vault, second.lower().replace("-", " "), NEXT)
        with raises(Code.PASSPHRASE_WRONG):
            recovering.change_passphrase(vault, PASSPHRASE, PASSPHRASE)
    with raises(Code.RECOVERY_KEY_WRONG):
        open_vault(folder, recovery_key=first)
    open_vault(folder, recovery_key=second).close()
    open_vault(folder, NEXT).close()


def check_of_zeros() -> str:
    from cxo_desktop.storage.recovery import _check

    return _check("0" * 26)


def test_guessing_there_is_slowed_down_like_anywhere(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        for _ in range(3):
            with raises(Code.PASSPHRASE_WRONG):
                recovering.make_key(vault, "another four words")
        with raises(Code.PASSPHRASE_TOO_SOON):
            recovering.change_passphrase(vault, PASSPHRASE, NEXT)
    with raises(Code.PASSPHRASE_TOO_SOON):
        open_vault(folder, PASSPHRASE)


def test_a_vault_without_a_passphrase_is_the_keyrings_and_asks_for_nothing(folder: Path) -> None:
    with create(folder, None, "李敏") as vault:
        assert ways_in(folder) == WaysIn(keyring=True, passphrase=False, recovery=False)
        recovering.change_passphrase(vault, "", PASSPHRASE)
    assert ways_in(folder) == WaysIn(keyring=True, passphrase=True, recovery=False)


def test_the_sheet_names_officer_label_folder_and_the_beginning_of_the_id() -> None:
    create(default_vault(), PASSPHRASE, "李敏").close()
    other = officers.place_for_another()
    with create(other, NEXT, "王强") as vault:
        officers.enter("窗口二", other)
        key = recovering.make_key(vault, NEXT)
        text = Printed(recovering.sheet(vault, key, datetime(2026, 11, 22, tzinfo=UTC))).text
        assert f"窗口二 · vault-2 · {vault.id[:8]}" in text
        assert "王强" in text
    assert ways_in(other) == WaysIn(keyring=False, passphrase=True, recovery=True)


def test_two_officers_are_never_called_the_same() -> None:
    create(default_vault(), PASSPHRASE, "李敏").close()
    other = officers.place_for_another()
    create(other, NEXT, "王强").close()
    officers.enter("Window two", other)
    assert officers.label_of(other) == "Window two"
    assert officers.label_of(other.parent / "nobody") == ""
    assert not officers.name(default_vault(), " window TWO ")
    assert officers.label_of(default_vault()) == officers.listed(officers.everyone())[0]
    assert officers.name(default_vault(), "Early shift")
    assert officers.labels_of_others(other) == {"early shift"}
