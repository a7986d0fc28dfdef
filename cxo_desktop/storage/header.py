"""`vault.json`: the vault's public face. It says how to get at the key and holds nothing about a person."""

import base64
import binascii
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cxo_core.problems import Code, Problem
from cxo_desktop.storage import recovery
from cxo_desktop.storage.failures import known
from cxo_desktop.storage.folder import write_whole
from cxo_desktop.storage.keys import VaultKey
from cxo_desktop.storage.passphrase import PassphraseWrap

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Header:
    """The vault's id, a name of its key, and the key wrapped by passphrase and by recovery key where there are any."""

    vault: str
    check: str
    passphrase: PassphraseWrap | None = None
    recovery: bytes | None = None

    def key_from_passphrase(self, passphrase: str) -> VaultKey:
        """Raises Problem `passphrase-wrong`; a vault that has no passphrase says the same to every one."""
        if self.passphrase is None:
            raise Problem(Code.PASSPHRASE_WRONG)
        return VaultKey(self.passphrase.open(passphrase, about=self._about("passphrase")))

    def key_from_recovery(self, recovery_key: str) -> VaultKey:
        """Raises Problem `recovery-key-wrong`."""
        if self.recovery is None:
            raise Problem(Code.RECOVERY_KEY_WRONG)
        return VaultKey(recovery.unwrap_with(self.recovery, recovery_key, about=self._about("recovery")))

    def with_passphrase(self, key: VaultKey, passphrase: str) -> "Header":
        wrapped = PassphraseWrap.around(key.reveal(), passphrase, about=self._about("passphrase"))
        return Header(self.vault, self.check, wrapped, self.recovery)

    def with_recovery_key(self, key: VaultKey, recovery_key: str) -> "Header":
        wrapped = recovery.wrap_with(key.reveal(), recovery_key, about=self._about("recovery"))
        return Header(self.vault, self.check, self.passphrase, wrapped)

    def _about(self, purpose: str) -> bytes:
        return f"cxo vault {self.vault} {purpose}".encode()

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "vault": self.vault,
            "check": self.check,
            "passphrase": self.passphrase.to_json() if self.passphrase else None,
            "recovery": base64.b64encode(self.recovery).decode() if self.recovery else None,
        }

    @classmethod
    def from_json(cls, value: Any, *, path: Path) -> "Header":
        """Raises Problem `vault-newer` for a later format and `vault-damaged` for anything else it cannot read."""
        try:
            found = int(value["format"])
            if found > FORMAT:
                raise Problem(Code.VAULT_NEWER, path=str(path.parent), found=found, known=FORMAT)
            passphrase, recovery_wrap = value["passphrase"], value["recovery"]
            return cls(
                str(value["vault"]),
                str(value["check"]),
                PassphraseWrap.from_json(passphrase) if passphrase else None,
                base64.b64decode(recovery_wrap, validate=True) if recovery_wrap else None,
            )
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            raise Problem(Code.VAULT_DAMAGED, path=str(path.parent), what=path.name) from error

    def to_bytes(self) -> bytes:
        return json.dumps(self.to_json(), indent=2).encode() + b"\n"

    def write(self, path: Path) -> None:
        with known(path.parent):
            write_whole(path, self.to_bytes())


def read_header(path: Path) -> Header:
    """Raises Problem `vault-missing` where there is none, `vault-damaged` or `vault-newer`."""
    with known(path.parent):
        content = path.read_bytes()
    try:
        value = json.loads(content)
    except ValueError as error:
        raise Problem(Code.VAULT_DAMAGED, path=str(path.parent), what=path.name) from error
    return Header.from_json(value, path=path)
