"""Making and opening a vault: which key opens it, and what is said when none does."""

import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from cxo_core.problems import Code, Problem
from cxo_desktop.services import officers
from cxo_desktop.services.vault import DEVICE, PROFILE, UNFINISHED, Profile, Vault
from cxo_desktop.storage import migrating, system_keyring
from cxo_desktop.storage.attempts import Attempts
from cxo_desktop.storage.database import Database
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import VaultFolder
from cxo_desktop.storage.header import Header, read_header
from cxo_desktop.storage.keys import VaultKey
from cxo_desktop.storage.lock import VaultLock
from cxo_desktop.storage.secrets import Secrets
from cxo_desktop.storage.settings import VaultSettings
from cxo_desktop.storage.system_keyring import KeyringState

__all__ = ["Profile", "Vault", "WaysIn", "create", "open_vault", "ways_in"]


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What may open a vault: the system's keyring (of this machine, if it knows the key), a passphrase, a recovery key."""

    keyring: bool = True
    passphrase: bool = True
    recovery: bool = True


def ways_in(folder: Path) -> WaysIn:
    """Read from the vault's public face. Raises Problem `vault-missing`, `vault-newer`, `vault-damaged`."""
    header = read_header(VaultFolder(folder).header)
    has_own_lock = header.passphrase is not None and officers.have_own_locks(folder)
    return WaysIn(not has_own_lock, header.passphrase is not None, header.recovery is not None)


def create(folder: Path, passphrase: str | None, officer_name: str) -> Vault:
    """A new vault in an empty or new folder, open. Its key goes into the keyring and, wrapped, behind the passphrase.

    Without a passphrase the keyring must take the key: else Problem `passphrase-needed` (no keyring, or no safe one) or
    `keyring-locked`. Raises `vault-exists` and `folder-taken` too.
    """
    place = VaultFolder(folder)
    _check_free(place)
    key, vault = VaultKey.fresh(), str(uuid.uuid4())
    header = Header(vault, key.check())
    if passphrase is not None:
        header = header.with_passphrase(key, passphrase)
    with known(folder):
        place.make()
        folder.chmod(0o700)
    lock = VaultLock(place.lock)
    kept = KeyringState.ABSENT
    try:
        with known(folder):
            place.unfinished_database.unlink(missing_ok=True)
        _fill(place.unfinished_database, key, Profile(uuid.uuid4().hex, officer_name))
        kept = system_keyring.remember(vault, key)
        if passphrase is None and kept is not KeyringState.READY:
            raise Problem(Code.KEYRING_LOCKED if kept is KeyringState.LOCKED else Code.PASSPHRASE_NEEDED)
        header.write(place.header)
        _finish_creation(place)
        opened = Vault(place, header, key, lock, kept)
    except BaseException:
        if not place.is_vault():
            if kept is KeyringState.READY:
                system_keyring.forget(vault)
            place.unfinished_database.unlink(missing_ok=True)
        lock.release()
        raise
    return opened


def open_vault(folder: Path, passphrase: str | None = None, *, recovery_key: str | None = None) -> Vault:
    """Opens a vault: with the passphrase or recovery key where one is given, else with the key the keyring keeps.

    Raises Problem `vault-missing`, `vault-in-use`, `vault-newer`, `vault-damaged`; `passphrase-wrong` (after several,
    `passphrase-too-soon`), `recovery-key-wrong`; without either, `passphrase-needed` (no keyring, no key in it, or several officers here) and `keyring-locked`.
    """
    place = VaultFolder(folder)
    header = read_header(place.header)
    lock = VaultLock(place.lock)
    try:
        key, kept = _key_for(place, header, passphrase, recovery_key)
        with known(folder):
            place.make()
        _finish_creation(place)
        opened = Vault(place, header, key, lock, kept)
    except BaseException:
        lock.release()
        raise
    try:
        if lock.was_left_behind:
            opened.sweep()
            place.clear_unfinished()
        if opened.settings.get(UNFINISHED):
            from cxo_desktop.services.withdrawing import finish_all

            finish_all(opened)
        if opened.drafts.spoken():
            from cxo_desktop.services import voices

            voices.finish_all(opened)
    except BaseException:
        opened.close()
        raise
    return opened


def _key_for(
    place: VaultFolder, header: Header, passphrase: str | None, recovery_key: str | None
) -> tuple[VaultKey, KeyringState]:
    attempts = Attempts(place.attempts)
    has_own_lock = header.passphrase is not None and officers.have_own_locks(place.root)
    if recovery_key is not None:
        key = header.key_from_recovery(recovery_key)
        attempts.succeed()
    elif passphrase is not None:
        attempts.begin()
        key = header.key_from_passphrase(passphrase)
        attempts.succeed()
    else:
        recalled = None if has_own_lock else system_keyring.recall(header.vault)
        if recalled is None or not recalled.is_named(header.check):
            raise Problem(Code.PASSPHRASE_NEEDED)
        return recalled, KeyringState.READY
    return key, KeyringState.ABSENT if has_own_lock else system_keyring.remember(header.vault, key)


def _check_free(place: VaultFolder) -> None:
    with known(place.root):
        if place.is_vault():
            raise Problem(Code.VAULT_EXISTS, path=str(place.root))
        if not place.root.exists():
            return
        ours = {"lock", "evidence", "bundles", "copies", place.unfinished_database.name}
        if not place.root.is_dir() or any(entry.name not in ours for entry in place.root.iterdir()):
            raise Problem(Code.FOLDER_TAKEN, path=str(place.root))


def _fill(path: Path, key: VaultKey, profile: Profile) -> None:
    """The new database with its officer and its signing key, so that no vault and no backup is ever without them."""
    migrating.create(path, key.subkey("database"))
    database = Database(path, key.subkey("database"))
    try:
        VaultSettings(database).put(PROFILE, asdict(profile))
        Secrets(database, key).named(DEVICE)
    finally:
        database.close()


def _finish_creation(place: VaultFolder) -> None:
    """The header is written when the new database is whole; only its name may still be missing."""
    with known(place.root):
        if not place.database.exists() and place.unfinished_database.exists():
            place.unfinished_database.replace(place.database)
