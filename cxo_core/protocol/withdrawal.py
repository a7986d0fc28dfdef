"""Consent taken back after sealing: what the laptop asks the office to erase, and the office's signed word that it did.

Source: 个人信息保护法 15 (consent can be withdrawn) and 47 (then the information is erased, by whoever holds it).
"""

from dataclasses import dataclass
from datetime import datetime

from cxo_core.canonical import is_count, is_digest, sha256
from cxo_core.moment import wall_text
from cxo_core.protocol.signed import claim, claim_format, is_text, read_of_device, read_signed, signed, time
from cxo_core.signing import Domain, key_id, public_key

FORMAT = "cxo.withdrawal"
RECEIPT_FORMAT = "cxo.withdrawal-receipt"
FORMAT_VERSION = 1
MAX_BYTES = 1 << 20
SUFFIX = ".cxowithdraw"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What must go: the pieces of evidence that show somebody, in every revision up to `revision`. It names nobody.

    `files`: the SHA-256 of those revisions' sealed files, by which an office that opens none finds what a stick brought.
    `id` is random; the same id is the same wish, however often it arrives.
    """

    id: str
    walkthrough: str
    revision: int
    evidence: tuple[str, ...]
    withdrawn_at: datetime
    files: tuple[str, ...] = ()

    def signed(self, seed: bytes) -> bytes:
        """The wish as it is sent, signed with the device's seed: only the laptop that sealed may ask for it."""
        return signed(
            seed,
            Domain.WITHDRAWAL,
            {
                "format": FORMAT,
                "format_version": FORMAT_VERSION,
                "id": self.id,
                "device_key": public_key(seed),
                "walkthrough": self.walkthrough,
                "revision": self.revision,
                "evidence": list(self.evidence),
                "files": list(self.files),
                "withdrawn_at": wall_text(self.withdrawn_at),
            },
        )

    @classmethod
    def read(cls, content: bytes) -> tuple["Withdrawal", str]:
        """The wish and the public key of the laptop that signed it. Raises Problem `document-not-signed`."""
        claim(len(content) <= MAX_BYTES, "size")
        said, key = read_of_device(content, Domain.WITHDRAWAL)
        claim_format(said, FORMAT, FORMAT_VERSION)
        claim(is_text(said.get("id"), 64, least=1), "id")
        claim(is_text(said.get("walkthrough"), 64, least=1), "walkthrough")
        claim(is_count(said.get("revision"), 1), "revision")
        evidence = said.get("evidence")
        claim(isinstance(evidence, list) and 1 <= len(evidence) <= 10_000, "evidence")
        claim(all(is_text(each, 64, least=1) for each in evidence or ()), "evidence")
        files = said.get("files", [])
        claim(isinstance(files, list) and len(files) <= 10_000 and all(map(is_digest, files)), "files")
        return (
            cls(
                id=said["id"],
                walkthrough=said["walkthrough"],
                revision=said["revision"],
                evidence=tuple(evidence or ()),
                withdrawn_at=time(said.get("withdrawn_at"), "withdrawn_at"),
                files=tuple(files),
            ),
            key,
        )


@dataclass(frozen=True, slots=True)
class WithdrawalReceipt:
    """The office's word: `erased` names the sealed files (SHA-256) it destroyed; empty where it never held any.

    `withdrawal` is the SHA-256 of the signed wish it answers.
    """

    office: str
    withdrawal: str
    erased: tuple[str, ...]
    carried_out_at: datetime

    def is_for(self, document: bytes) -> bool:
        """Whether it answers this signed wish."""
        return self.withdrawal == sha256(document)

    def signed(self, seed: bytes) -> bytes:
        """The receipt signed with the office's receipt seed."""
        return signed(
            seed,
            Domain.WITHDRAWAL_RECEIPT,
            {
                "format": RECEIPT_FORMAT,
                "format_version": FORMAT_VERSION,
                "office": key_id(public_key(seed)),
                "withdrawal": self.withdrawal,
                "erased": list(self.erased),
                "carried_out_at": wall_text(self.carried_out_at),
            },
        )

    @classmethod
    def read(cls, content: bytes, receipt_key: str) -> "WithdrawalReceipt":
        """Raises Problem `document-not-signed`."""
        said = read_signed(content, Domain.WITHDRAWAL_RECEIPT, receipt_key)
        claim_format(said, RECEIPT_FORMAT, FORMAT_VERSION)
        claim(said.get("office") == key_id(receipt_key), "office")
        claim(is_digest(said.get("withdrawal")), "withdrawal")
        erased = said.get("erased")
        claim(isinstance(erased, list) and all(is_digest(each) for each in erased), "erased")
        return cls(
            said["office"],
            said["withdrawal"],
            tuple(erased or ()),
            time(said.get("carried_out_at"), "carried_out_at"),
        )
