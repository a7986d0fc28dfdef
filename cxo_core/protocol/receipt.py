"""The receipt: the office's signed answer that one bundle lies there whole. Only it makes a bundle delivered."""

from dataclasses import dataclass
from datetime import datetime

from cxo_core.canonical import is_count, is_digest
from cxo_core.moment import wall_text
from cxo_core.protocol.signed import claim, claim_format, is_text, read_signed, signed, time
from cxo_core.signing import Domain, key_id, public_key

FORMAT = "cxo.receipt"
FORMAT_VERSION = 1
_FIELDS = {
    "format",
    "format_version",
    "office",
    "sha256",
    "bytes",
    "walkthrough",
    "revision",
    "manifest_digest",
    "device",
    "is_opened",
    "received_at",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """`sha256` and `file_bytes` are those of the encrypted file, `office` the short name of the key that signed.

    `is_opened`: the office decrypted and verified the bundle before it answered; then `walkthrough`, `revision`,
    `manifest_digest` and `device` are what it found inside. An office that keeps its keys elsewhere (`--sealed`) answers for
    the file alone, and these four are what the laptop said of it, or None where nobody said anything (a stick).
    """

    office: str
    sha256: str
    file_bytes: int
    walkthrough: str | None
    revision: int | None
    manifest_digest: str | None
    device: str | None
    is_opened: bool
    received_at: datetime

    def is_for(self, *, sha256: str, manifest_digest: str) -> bool:
        """Whether it answers for this bundle: the same file, or the same verified content sealed once more."""
        return self.sha256 == sha256 or (self.is_opened and self.manifest_digest == manifest_digest)

    def signed(self, seed: bytes) -> bytes:
        """The receipt as a file, signed with the office's receipt seed."""
        return signed(
            seed,
            Domain.RECEIPT,
            {
                "format": FORMAT,
                "format_version": FORMAT_VERSION,
                "office": key_id(public_key(seed)),
                "sha256": self.sha256,
                "bytes": self.file_bytes,
                "walkthrough": self.walkthrough,
                "revision": self.revision,
                "manifest_digest": self.manifest_digest,
                "device": self.device,
                "is_opened": self.is_opened,
                "received_at": wall_text(self.received_at),
            },
        )

    @classmethod
    def read(cls, content: bytes, receipt_key: str) -> "Receipt":
        """Verifies a receipt with the office's public receipt key. Raises Problem `document-not-signed`."""
        said = read_signed(content, Domain.RECEIPT, receipt_key)
        claim_format(said, FORMAT, FORMAT_VERSION)
        claim(said.keys() == _FIELDS, "fields")
        claim(said["office"] == key_id(receipt_key), "office")
        claim(is_digest(said["sha256"]) and is_count(said["bytes"], 1), "sha256")
        claim(said["walkthrough"] is None or is_text(said["walkthrough"], 64, least=1), "walkthrough")
        claim(said["revision"] is None or is_count(said["revision"], 1), "revision")
        claim(said["manifest_digest"] is None or is_digest(said["manifest_digest"]), "manifest_digest")
        claim(said["device"] is None or is_text(said["device"], 16, least=1), "device")
        claim(isinstance(said["is_opened"], bool), "is_opened")
        return cls(
            office=said["office"],
            sha256=said["sha256"],
            file_bytes=said["bytes"],
            walkthrough=said["walkthrough"],
            revision=said["revision"],
            manifest_digest=said["manifest_digest"],
            device=said["device"],
            is_opened=said["is_opened"],
            received_at=time(said["received_at"], "received_at"),
        )
