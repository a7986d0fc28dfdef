"""An open vault: one officer's folder, and the stores inside."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Self

from cxo_core.kinds import Kind
from cxo_desktop.storage import migrating, recovery
from cxo_desktop.storage.assessments import AssessmentStore
from cxo_desktop.storage.attempts import Attempts
from cxo_desktop.storage.bundles import BundleStore
from cxo_desktop.storage.database import Database, Run
from cxo_desktop.storage.drafts import Drafts
from cxo_desktop.storage.erasures import ErasureStore
from cxo_desktop.storage.evidence import EvidenceStore
from cxo_desktop.storage.evidence_rows import EvidenceRows
from cxo_desktop.storage.expiring import AgingStore
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import TEMPORARY, VaultFolder
from cxo_desktop.storage.header import Header
from cxo_desktop.storage.keys import VaultKey
from cxo_desktop.storage.library import Library
from cxo_desktop.storage.lock import VaultLock
from cxo_desktop.storage.offices import OfficeStore
from cxo_desktop.storage.packs import MatterStore
from cxo_desktop.storage.secrets import Secrets
from cxo_desktop.storage.settings import VaultSettings
from cxo_desktop.storage.sync_log import SyncLog
from cxo_desktop.storage.system_keyring import KeyringState
from cxo_desktop.storage.tasks import TaskStore
from cxo_desktop.storage.walkthroughs import WalkthroughStore
from cxo_desktop.storage.withdrawals import WithdrawalStore

PROFILE: Final = "profile"
DEVICE: Final = "device"
LAPTOP: Final = "laptop"
UNFINISHED: Final = "withdrawing"
"""Under this name the settings hold the walkthroughs in which something withdrawn has still to be destroyed."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Whose vault it is."""

    id: str
    name: str


class Vault:
    """An open vault. Close it, or use it as a context manager; while it is open no other process can open it.

    `keyring` says whether the system's keyring keeps the key, so that next time no passphrase is asked for.
    `sending` is held by the one round of sending that may run at a time.
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
        self.matters = MatterStore(self._database)
        self.tasks = TaskStore(self._database)
        self.settings = VaultSettings(self._database)
        self.offices = OfficeStore(self._database)
        self.sync_log = SyncLog(self._database)
        self.erasures = ErasureStore(self._database)
        self.aging = AgingStore(self._database)
        self.withdrawals = WithdrawalStore(self._database)
        self.assessments = AssessmentStore(self._database)
        self.sending = Lock()

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

    def laptop_identity(self) -> str:
        """This laptop's age identity (`AGE-SECRET-KEY-1…`): offices encrypt to it what a stick carries here. Made once."""

        def make() -> bytes:
            from pyrage.x25519 import Identity

            return str(Identity.generate()).encode()

        return self._secrets.made_once(LAPTOP, make).decode()

    def token_of(self, office: str) -> str | None:
        """The token this laptop shows to an office, or None where it is not enrolled with it."""
        kept = self._secrets.kept(_token(office))
        return kept.decode() if kept else None

    def keep_token(self, office: str, token: str) -> None:
        self._secrets.keep(_token(office), token.encode())
        self._secrets.drop(_former_token(office))

    def change_token(self, office: str, token: str) -> None:
        """Shows a new token from now on; the one before is kept until `settle_token`."""
        if former := self._secrets.kept(_token(office)):
            self._secrets.keep(_former_token(office), former)
        self._secrets.keep(_token(office), token.encode())

    def has_former_token(self, office: str) -> bool:
        """Whether the office has not yet been seen to know the token that is shown."""
        return self._secrets.kept(_former_token(office)) is not None

    def settle_token(self, office: str, *, is_known: bool) -> None:
        """The office knows the new token, so the one before is over; or it does not, so the one before is shown again."""
        former = self._secrets.kept(_former_token(office))
        if former and not is_known:
            self._secrets.keep(_token(office), former)
        self._secrets.drop(_former_token(office))

    def drop_token(self, office: str) -> None:
        self._secrets.drop(_token(office))
        self._secrets.drop(_former_token(office))

    def keep_enrolment(self, office: str, document: bytes) -> None:
        """Keeps an enrolment file while the office's approval is on its way: it holds the one-time code."""
        self._secrets.keep(_enrolment(office), document)

    def kept_enrolment(self, office: str) -> bytes | None:
        return self._secrets.kept(_enrolment(office))

    def forget_enrolment(self, office: str) -> None:
        self._secrets.drop(_enrolment(office))

    @property
    def has_passphrase(self) -> bool:
        return self._header.passphrase is not None

    @property
    def has_recovery_key(self) -> bool:
        return self._header.recovery is not None

    def prove(self, passphrase: str) -> None:
        """Whether the officer is back behind the lock: raises Problem `passphrase-wrong` and `passphrase-too-soon`."""
        attempts = Attempts(self.folder.attempts)
        attempts.begin()
        self._header.key_from_passphrase(passphrase)
        attempts.succeed()

    def prove_by_recovery(self, recovery_key: str) -> None:
        """The same by the recovery key, which nobody guesses: no waiting. Raises Problem `recovery-key-wrong`."""
        self._header.key_from_recovery(recovery_key)
        Attempts(self.folder.attempts).succeed()

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
            bundles = [row.name for row in BundleStore(copy).every() if not row.is_erased]
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

    def erase(self, walkthrough_id: str, note: Callable[[Run], object] = bool) -> None:
        """Erases a walkthrough for good: its key first, then its rows and files, and copies made before migrations.

        `note` runs inside the transaction that destroys the key.
        """
        self.discard(self.walkthroughs.erase(walkthrough_id, note))

    def discard(self, names: Sequence[str]) -> None:
        """Removes evidence and bundle files that no row names any more, and the copies made before migrations, which name them."""
        self.evidence.discard(*names)
        with known(self.folder.root):
            for name in names:
                (self.folder.bundles / name).unlink(missing_ok=True)
            for copy in self.folder.copies.glob("*.db"):
                copy.unlink()

    def renew_key(self, run: Run, walkthrough_id: str) -> None:
        """Destroys the key of evidence that is erased whole, inside the transaction that erases it."""
        self._secrets.renew_data_key(run, walkthrough_id)

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


def _token(office: str) -> str:
    return f"token {office}"


def _former_token(office: str) -> str:
    return f"former token {office}"


def _enrolment(office: str) -> str:
    return f"enrolment {office}"
