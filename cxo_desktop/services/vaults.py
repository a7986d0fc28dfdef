"""Making, opening and closing a vault: one officer's folder, its keys, and the stores inside."""

import uuid
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from cxo_core.kinds import Kind
from cxo_core.problems import Code, Problem
from cxo_desktop.storage import migrating, recovery, system_keyring
from cxo_desktop.storage.bundles import BundleStore
from cxo_desktop.storage.database import Database
from cxo_desktop.storage.drafts import Drafts
from cxo_desktop.storage.evidence import EvidenceStore
from cxo_desktop.storage.evidence_rows import EvidenceRows
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import TEMPORARY, VaultFolder
from cxo_desktop.storage.header import Header, read_header
from cxo_desktop.storage.keys import VaultKey
from cxo_desktop.storage.library import Library
from cxo_desktop.storage.lock import VaultLock
from cxo_desktop.storage.secrets import Secrets
from cxo_desktop.storage.settings import VaultSettings
from cxo_desktop.storage.system_keyring import KeyringState
from cxo_desktop.storage.walkthroughs import WalkthroughStore

PROFILE: Final = "profile"
DEVICE: Final = "device"


@dataclass(frozen=True, slots=True)
class Profile:
    """Whose vault it is."""

    id: str
    name: str


class Vault:
    """An open vault. Close it, or use it as a context manager; while it is open no other process can open it.

    `keyring` says whether the system's keyring keeps the key, so that next time no passphrase is asked for.
    """

    def __init__(
        self, folder: VaultFolder, header: Header, key: VaultKey, lock: VaultLock, keyring: KeyringState
    ) -> None:
        self.folder = folder
        self.keyring = keyring
        self._header = header
        self._key = key
        self._lock = lock
        self.migrated_copy = migrating.bring_up_to_date(folder, key.subkey("database"))
        self._database = Database(folder.database, key.subkey("database"))
        self._secrets = Secrets(self._database, key)
        self.walkthroughs = WalkthroughStore(self._database, self._secrets)
        self.library = Library(self._database)
        self.drafts = Drafts(self._database)
        self.evidence = EvidenceStore(folder.evidence)
        self.evidence_rows = EvidenceRows(self._database)
        self.bundles = BundleStore(self._database)
        self.settings = VaultSettings(self._database)

    @property
    def id(self) -> str:
        return self._header.vault

    @property
    def profile(self) -> Profile:
        return Profile(**self.settings.get(PROFILE))

    def rename(self, officer_name: str) -> Profile:
        """Changes how the officer is named from now on; records keep the name they were made under."""
        profile = replace(self.profile, name=officer_name)
        self.settings.put(PROFILE, asdict(profile))
        return profile

    def device_key(self) -> bytes:
        """The 32-byte seed of this laptop's Ed25519 signing key: random, the same for the vault's whole life."""
        return self._secrets.named(DEVICE)

    @property
    def has_passphrase(self) -> bool:
        return self._header.passphrase is not None

    @property
    def has_recovery_key(self) -> bool:
        return self._header.recovery is not None

    def change_passphrase(self, passphrase: str) -> None:
        """Wraps the vault key anew; nothing else is rewritten. Raises Problem `passphrase-too-short`."""
        self._replace_header(self._header.with_passphrase(self._key, passphrase))

    def make_recovery_key(self) -> str:
        """A new recovery key, to be printed and locked away; it is shown this once, and any earlier one stops working."""
        recovery_key = recovery.fresh()
        self._replace_header(self._header.with_recovery_key(self._key, recovery_key))
        return recovery_key

    def header_for(self, passphrase: str) -> bytes:
        """`vault.json` as a copy of this vault needs it, opened by `passphrase` wherever it is restored."""
        return self._header.with_passphrase(self._key, passphrase).to_bytes()

    def copy_database(self, path: Path) -> tuple[list[str], list[str]]:
        """A whole copy of the database as of now, under the vault's key, while the vault stays in use.

        Returns the names of the evidence files and of the bundles that the copy speaks of.
        """
        self._database.copy_to(path)
        copy = Database(path, self._key.subkey("database"))
        try:
            evidence = [row.name for _, row in EvidenceRows(copy).every()]
            bundles = [row.name for row in BundleStore(copy).every()]
        finally:
            copy.close()
        return evidence, bundles

    def database_complaints(self) -> list[str]:
        """What is wrong with the database file; empty when every page is authentic."""
        return self._database.complaints()

    def rest(self) -> bool:
        """Tidies up for a few milliseconds; whether there is more to do.

        Call it on the record lane when nobody has tapped for a second or two, and again as long as it says True.
        """
        has_more = self.walkthroughs.tidy()
        self._database.rest()
        return has_more

    def prepare(self) -> None:
        """Makes the first taps as quick as later ones. Call it on the record lane, once, when the window stands."""
        self._database.make_room()

    def erase(self, walkthrough_id: str) -> None:
        """Erases a walkthrough for good: its key first, then its rows and files, and copies made before migrations."""
        names = self.walkthroughs.erase(walkthrough_id)
        self.evidence.discard(*names)
        with known(self.folder.root):
            for name in names:
                (self.folder.bundles / name).unlink(missing_ok=True)
            for copy in self.folder.copies.glob("*.db"):
                copy.unlink()

    def orphans(self) -> tuple[str, ...]:
        """Evidence files that no row names."""
        return self.evidence.orphans({row.name for _, row in self.evidence_rows.every()})

    def count_of(self, kind: Kind) -> int:
        """How many events of a kind the vault holds."""
        found = self._database.row("SELECT count(*) FROM events WHERE kind = ?", (kind.value,))
        return int(found[0]) if found else 0

    def orphan_bundles(self) -> tuple[str, ...]:
        """Sealed files that no row names: the program ended before it could record that it sealed them."""
        return self.folder.bundles_besides({row.name for row in self.bundles.every()})

    def sweep(self) -> int:
        """Removes evidence and bundle files that no row names, and copies that were cut short; returns how many.

        Call it only while nothing is being attached, sealed or backed up.
        """
        orphans, bundles = self.orphans(), self.orphan_bundles()
        self.evidence.discard(*orphans)
        with known(self.folder.root):
            for name in bundles:
                (self.folder.bundles / name).unlink(missing_ok=True)
            for copy in self.folder.copies.glob(f"*{TEMPORARY}"):
                copy.unlink(missing_ok=True)
        return len(orphans) + len(bundles)

    def close(self) -> None:
        try:
            self._database.close()
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Vault {self.folder.root}>"

    def _replace_header(self, header: Header) -> None:
        header.write(self.folder.header)
        self._header = header


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

    Raises Problem `vault-missing`, `vault-in-use`, `vault-newer`, `vault-damaged`; `passphrase-wrong`,
    `recovery-key-wrong`; without either, `passphrase-needed` (no keyring, or no key in it) and `keyring-locked`.
    """
    place = VaultFolder(folder)
    header = read_header(place.header)
    lock = VaultLock(place.lock)
    try:
        key, kept = _key_for(header, passphrase, recovery_key)
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
    except BaseException:
        opened.close()
        raise
    return opened


def _key_for(
    header: Header, passphrase: str | None, recovery_key: str | None
) -> tuple[VaultKey, KeyringState]:
    if recovery_key is not None:
        key = header.key_from_recovery(recovery_key)
    elif passphrase is not None:
        key = header.key_from_passphrase(passphrase)
    else:
        recalled = system_keyring.recall(header.vault)
        if recalled is None or not recalled.is_named(header.check):
            raise Problem(Code.PASSPHRASE_NEEDED)
        return recalled, KeyringState.READY
    return key, system_keyring.remember(header.vault, key)


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
