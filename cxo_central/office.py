"""The folder of one central office: its keys and the public document that laptops seal to."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxo_core.bundle.identities import read_identities
from cxo_core.bundle.office import OfficeKeys
from cxo_core.problems import Code, Problem
from cxo_core.signing import SEED_BYTES, public_key

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

SETTINGS = "office.toml"
PUBLIC = "office.json"
RECIPIENT = "office-recipient.txt"
IDENTITY = "office-identity.txt"
RECEIPT_KEY = "office-receipt-key.txt"


@dataclass(frozen=True, slots=True)
class Office:
    """An office's folder. The identity opens bundles and the receipt key signs receipts: both stay in this folder."""

    folder: Path
    keys: OfficeKeys

    @classmethod
    def make(
        cls, folder: Path, name: str, *, settings: str = "", identity_to: Path | None = None
    ) -> "Office":
        """Makes the folder and fresh keys. `settings`: the text of `office.toml`. `identity_to`: where the identity goes
        if not into the folder. Raises Problem `office-exists` where any file of an office is already.
        """
        keys, secrets = OfficeKeys.new(name)
        identity = identity_to or folder / IDENTITY
        secret = {
            identity: secrets.identity_file(name),
            folder
            / RECEIPT_KEY: f"# {name}\n# public key: {keys.receipt_key}\n{secrets.receipt_seed.hex()}\n",
        }
        public = {
            folder / RECIPIENT: f"# {name}\n{keys.recipients[0]}\n",
            folder / SETTINGS: settings or f"# The settings of this office.\nname = {toml_text(name)}\n",
            folder / PUBLIC: keys.to_bytes().decode(),
        }
        refuse_taken(folder)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for path, text in secret.items():
                write_new(path, text, 0o600)
            for path, text in public.items():
                write_new(path, text, 0o644)
        except FileExistsError as error:
            raise Problem(Code.OFFICE_EXISTS, path=str(error.filename or folder)) from error
        except OSError as error:
            raise Problem(Code.FOLDER_READ_ONLY, path=str(folder)) from error
        return cls(folder, keys)

    @classmethod
    def open(cls, folder: Path) -> "Office":
        """Raises Problem `office-unreadable` where this is not the folder of an office."""
        try:
            tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Problem(Code.OFFICE_UNREADABLE, field=SETTINGS) from error
        return cls(folder, OfficeKeys.read(folder / PUBLIC))

    def identities(self) -> list["Identity"]:
        """What opens the bundles sealed to this office. Raises Problem `identity-unreadable`."""
        return read_identities(self.folder / IDENTITY)

    def receipt_seed(self) -> bytes:
        """What signs receipts. Raises Problem `identity-unreadable` unless it belongs to the published receipt key."""
        path = self.folder / RECEIPT_KEY
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
            seed = bytes.fromhex(next(line for line in lines if line and not line.startswith("#")))
        except (OSError, ValueError, StopIteration) as error:
            raise Problem(Code.IDENTITY_UNREADABLE, path=str(path), line=0) from error
        if len(seed) != SEED_BYTES or public_key(seed) != self.keys.receipt_key:
            raise Problem(Code.IDENTITY_UNREADABLE, path=str(path), line=0)
        return seed


def refuse_taken(folder: Path) -> None:
    """Raises Problem `office-exists` naming the first file of an office that is in this folder already."""
    for name in (IDENTITY, RECEIPT_KEY, RECIPIENT, PUBLIC, SETTINGS):
        if (folder / name).exists():
            raise Problem(Code.OFFICE_EXISTS, path=str(folder / name))


def write_new(path: Path, text: str, mode: int) -> None:
    """Writes a file that must not be there yet, readable as `mode` says from its first byte on, and durable."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def toml_text(text: str) -> str:
    """A basic string of TOML 1.0."""
    escaped = "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or c in '"\\\x7f' else c for c in text)
    return f'"{escaped}"'
