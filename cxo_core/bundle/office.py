"""What an office tells every laptop: whom bundles are sealed to, and whose signature a receipt carries. Public throughout."""

import json
from dataclasses import dataclass
from pathlib import Path

from cxo_core.bundle.identities import parse_recipients
from cxo_core.canonical import canonical, is_digest
from cxo_core.problems import Code, Problem
from cxo_core.signing import new_seed, public_key

FORMAT = "cxo.office"
FORMAT_VERSION = 1
MAX_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class OfficeSecrets:
    """What never leaves the office: `identity` (`AGE-SECRET-KEY-1…`) opens bundles, `receipt_seed` signs receipts."""

    identity: str
    receipt_seed: bytes

    def identity_file(self, name: str) -> str:
        """The text of `office-identity.txt`, which `age -d -i` and `cxo verify --identity` read."""
        (recipient,) = _recipients(self.identity)
        return f"# {name}\n# public key: {recipient}\n{self.identity}\n"


@dataclass(frozen=True, slots=True)
class OfficeKeys:
    """`recipients` are age public keys (`age1…`), `receipt_key` an Ed25519 public key in hexadecimal."""

    name: str
    recipients: tuple[str, ...]
    receipt_key: str

    @classmethod
    def new(cls, name: str) -> tuple["OfficeKeys", OfficeSecrets]:
        """Fresh keys for an office, the public part and the secret one."""
        from pyrage.x25519 import Identity

        secrets = OfficeSecrets(str(Identity.generate()), new_seed())
        return cls(name, _recipients(secrets.identity), public_key(secrets.receipt_seed)), secrets

    def to_bytes(self) -> bytes:
        """The document `office.json`: canonical JSON with a line end."""
        return (
            canonical(
                {
                    "format": FORMAT,
                    "format_version": FORMAT_VERSION,
                    "name": self.name,
                    "recipients": list(self.recipients),
                    "receipt_key": self.receipt_key,
                }
            )
            + b"\n"
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> "OfficeKeys":
        """Raises Problem `office-unreadable` naming the field that is not as it must be."""
        try:
            value = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise Problem(Code.OFFICE_UNREADABLE, field="json") from error
        if not isinstance(value, dict) or value.get("format") != FORMAT:
            raise Problem(Code.OFFICE_UNREADABLE, field="format")
        if value.get("format_version") != FORMAT_VERSION:
            raise Problem(Code.OFFICE_UNREADABLE, field="format_version")
        name, recipients, receipt_key = (value.get(field) for field in ("name", "recipients", "receipt_key"))
        if not isinstance(name, str) or not name.strip() or len(name) > 200:
            raise Problem(Code.OFFICE_UNREADABLE, field="name")
        if not isinstance(recipients, list) or not all(isinstance(each, str) for each in recipients):
            raise Problem(Code.OFFICE_UNREADABLE, field="recipients")
        try:
            parse_recipients(recipients)
        except Problem as problem:
            raise Problem(Code.OFFICE_UNREADABLE, field="recipients") from problem
        if not is_digest(receipt_key):
            raise Problem(Code.OFFICE_UNREADABLE, field="receipt_key")
        return cls(name, tuple(recipients), receipt_key)

    @classmethod
    def read(cls, path: Path) -> "OfficeKeys":
        """Reads `office.json`. Raises Problem `office-unreadable`."""
        try:
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise Problem(Code.OFFICE_UNREADABLE, field=error.strerror or "file") from error
        if len(content) > MAX_BYTES:
            raise Problem(Code.OFFICE_UNREADABLE, field="json")
        return cls.from_bytes(content)


def _recipients(identity: str) -> tuple[str]:
    from pyrage.x25519 import Identity

    return (str(Identity.from_str(identity).to_public()),)
