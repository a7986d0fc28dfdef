"""Making and opening a vault: which key opens it, and what is said when none does."""

import os
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from keyring.errors import KeyringLocked

from cxo_core.problems import Code
from cxo_desktop.services.vaults import Vault, create, open_vault
from cxo_desktop.storage.folder import VaultFolder
from cxo_desktop.storage.system_keyring import KeyringState
from helpers.memory_keyring import MemoryKeyring
from helpers.problems_raised import raises
from helpers.vault_walks import record, stored

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

PASSPHRASE = "four words are enough"


class LockedKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("locked")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


def made(folder: Path, passphrase: str | None = None) -> None:
    create(folder, passphrase, "李敏").close()


def test_a_vault_opens_again_by_the_keyring_with_everything_in_it(folder: Path) -> None:
    with create(folder, None, "李敏") as vault:
        hand = record(vault.walkthroughs)
        profile, seed = vault.profile, vault.device_key()
        assert vault.keyring is KeyringState.READY
    with open_vault(folder) as vault:
        assert stored(vault.walkthroughs) == hand.events
        assert vault.profile == profile
        assert profile.name == "李敏"
        assert vault.device_key() == seed
        assert len(seed) == 32


def test_where_there_is_no_keyring_the_passphrase_opens_it(folder: Path) -> None:
    keyring.set_keyring(fail.Keyring())
    with create(folder, PASSPHRASE, "李敏") as vault:
        assert vault.keyring is KeyringState.ABSENT
    with raises(Code.PASSPHRASE_NEEDED):
        open_vault(folder)
    with raises(Code.PASSPHRASE_WRONG):
        open_vault(folder, "another four words")
    with open_vault(folder, PASSPHRASE) as vault:
        assert vault.keyring is KeyringState.ABSENT


def test_without_keyring_and_passphrase_no_vault_is_made(folder: Path) -> None:
    keyring.set_keyring(fail.Keyring())
    with raises(Code.PASSPHRASE_NEEDED):
        create(folder, None, "李敏")
    assert not VaultFolder(folder).is_vault()
    made(folder, PASSPHRASE)
    open_vault(folder, PASSPHRASE).close()


def test_a_locked_keyring_says_so_and_the_passphrase_still_opens(
    folder: Path, memory_keyring: MemoryKeyring
) -> None:
    made(folder, PASSPHRASE)
    keyring.set_keyring(LockedKeyring())
    with raises(Code.KEYRING_LOCKED):
        open_vault(folder)
    with open_vault(folder, PASSPHRASE) as vault:
        assert vault.keyring is KeyringState.LOCKED
    with raises(Code.KEYRING_LOCKED):
        create(folder.with_name("other"), None, "李敏")


def test_opened_once_by_passphrase_the_keyring_knows_it(folder: Path, memory_keyring: MemoryKeyring) -> None:
    made(folder, PASSPHRASE)
    memory_keyring.secrets.clear()
    with raises(Code.PASSPHRASE_NEEDED):
        open_vault(folder)
    open_vault(folder, PASSPHRASE).close()
    open_vault(folder).close()


def test_a_key_of_another_vault_in_the_keyring_asks_for_the_passphrase(
    folder: Path, memory_keyring: MemoryKeyring
) -> None:
    made(folder, PASSPHRASE)
    (place,) = memory_keyring.secrets
    memory_keyring.secrets[place] = "A" * 43 + "="
    with raises(Code.PASSPHRASE_NEEDED):
        open_vault(folder)


def test_a_changed_passphrase_opens_and_the_old_one_no_more(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        hand = record(vault.walkthroughs)
        with raises(Code.PASSPHRASE_TOO_SHORT):
            vault.change_passphrase("short")
        vault.change_passphrase("quite another one")
    with raises(Code.PASSPHRASE_WRONG):
        open_vault(folder, PASSPHRASE)
    with open_vault(folder, "quite another one") as vault:
        assert stored(vault.walkthroughs) == hand.events


def test_the_recovery_key_opens_what_keyring_and_passphrase_no_longer_do(
    folder: Path, memory_keyring: MemoryKeyring
) -> None:
    with create(folder, None, "李敏") as vault:
        assert not vault.has_recovery_key
        first = vault.make_recovery_key()
        printed = vault.make_recovery_key()
        assert vault.has_recovery_key
    memory_keyring.secrets.clear()
    with raises(Code.RECOVERY_KEY_WRONG):
        open_vault(folder, recovery_key=first)
    with open_vault(folder, recovery_key=printed) as vault:
        vault.change_passphrase(PASSPHRASE)
    open_vault(folder, PASSPHRASE).close()


def test_no_vault_is_made_over_anything(folder: Path) -> None:
    made(folder)
    with raises(Code.VAULT_EXISTS):
        made(folder)
    other = folder.with_name("photos")
    other.mkdir()
    (other / "holiday.jpg").write_bytes(b"x")
    with raises(Code.FOLDER_TAKEN):
        made(other)
    file = folder.with_name("file")
    file.write_bytes(b"x")
    with raises(Code.FOLDER_TAKEN):
        made(file)
    assert (other / "holiday.jpg").read_bytes() == b"x"


def test_where_there_is_nothing_there_is_no_vault(folder: Path) -> None:
    with raises(Code.VAULT_MISSING):
        open_vault(folder)
    assert not folder.exists()


def test_everything_in_the_folder_is_private_to_its_owner(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        vault.evidence.write(b"x", b"k" * 32)
        for path in (folder, *folder.rglob("*")):
            assert path.stat().st_mode & 0o077 == 0, path


def test_two_processes_never_hold_one_vault(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        script = (
            "import sys; from pathlib import Path; from cxo_core.problems import Problem\n"
            "from cxo_desktop.services.vaults import open_vault\n"
            "try: open_vault(Path(sys.argv[1]), sys.argv[2])\n"
            "except Problem as problem: print(problem.code.value, problem.details['pid'])"
        )
        said = subprocess.run(
            [sys.executable, "-c", script, str(folder), PASSPHRASE],
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout == f"vault-in-use {os.getpid()}\n"
        record(vault.walkthroughs)
    open_vault(folder).close()


def test_killed_while_being_made_it_is_made_whole_or_again(folder: Path) -> None:
    made(folder, PASSPHRASE)
    (folder / "vault.db").rename(folder / "vault.db.new")
    with open_vault(folder, PASSPHRASE) as vault:
        assert isinstance(vault, Vault)
    half = folder.with_name("half")
    VaultFolder(half).make()
    (half / "vault.db.new").write_bytes(b"half a database")
    made(half, PASSPHRASE)
    open_vault(half, PASSPHRASE).close()


def test_an_officer_may_be_named_anew_and_stays_the_same_officer(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        before = vault.profile
        vault.rename("李敏敏")
    with open_vault(folder) as vault:
        assert vault.profile.name == "李敏敏"
        assert vault.profile.id == before.id


def test_opening_a_current_vault_imports_neither_sqlalchemy_nor_sqlmodel(folder: Path) -> None:
    made(folder, PASSPHRASE)
    script = (
        "import sys; from pathlib import Path; from cxo_desktop.services.vaults import open_vault\n"
        "with open_vault(Path(sys.argv[1]), sys.argv[2]) as vault: vault.library.page()\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'sqlalchemy', 'sqlmodel', 'alembic', 'pydantic'}))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(folder), PASSPHRASE], capture_output=True, text=True, check=True
    )
    assert said.stdout == "[]\n"


def test_the_vault_does_not_show_its_keys(folder: Path) -> None:
    with create(folder, PASSPHRASE, "李敏") as vault:
        shown = repr(vault) + repr(vars(vault))
        assert vault._key.reveal().hex() not in shown
        assert repr(vault._key.reveal()) not in shown
        assert repr(vault.device_key()) not in shown
