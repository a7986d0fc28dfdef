"""What the lock of a vault rests on: its passphrase, the count of wrong ones, and a header that alone changes."""

from pathlib import Path

import pytest

from cxo_core.problems import Code
from cxo_desktop.services.vaults import create, open_vault
from cxo_desktop.storage.attempts import Attempts
from helpers.problems_raised import raises
from helpers.vault_walks import record

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

PASSPHRASE = "four words are enough"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


def test_wrong_passphrases_make_the_next_opening_wait_and_the_recovery_key_does_not(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        recovery_key = vault.make_recovery_key()
    for _ in range(3):
        with raises(Code.PASSPHRASE_WRONG):
            open_vault(folder, "another four words")
    with raises(Code.PASSPHRASE_TOO_SOON):
        open_vault(folder, PASSPHRASE)
    open_vault(folder, recovery_key=recovery_key).close()
    open_vault(folder, PASSPHRASE).close()
    assert not (folder / "attempts").exists()


def test_behind_the_lock_the_same_count_holds(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        recovery_key = vault.make_recovery_key()
        vault.prove(PASSPHRASE)
        for _ in range(3):
            with raises(Code.PASSPHRASE_WRONG):
                vault.prove("another four words")
        with raises(Code.PASSPHRASE_TOO_SOON):
            vault.prove(PASSPHRASE)
        with raises(Code.RECOVERY_KEY_WRONG):
            vault.prove_by_recovery("AAAA-BBBB")
        vault.prove_by_recovery(recovery_key)
        assert Attempts(folder / "attempts").wait_s == 0
    with raises(Code.RECOVERY_KEY_WRONG), open_vault(folder, PASSPHRASE) as vault:
        vault.prove_by_recovery("0000-0000-0000-0000-0000-0000-0000")


def test_a_new_passphrase_changes_no_byte_but_the_header(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        record(vault.walkthroughs)
        vault.evidence.write(b"a photo" * 1000, b"k" * 32)
    with open_vault(folder, PASSPHRASE) as vault:
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        vault.change_passphrase("quite another one")
        after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path.name for path in after if after[path] != before.get(path)} == {"vault.json"}
    assert before.keys() == after.keys()


def test_a_recovery_key_sets_a_new_passphrase(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        recovery_key = vault.make_recovery_key()
    with open_vault(folder, recovery_key=recovery_key) as vault:
        vault.change_passphrase("quite another one")
    with raises(Code.PASSPHRASE_WRONG):
        open_vault(folder, PASSPHRASE)
    open_vault(folder, "quite another one").close()
