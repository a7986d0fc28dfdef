"""The packet: what the office sends to one laptop by stick, encrypted to it. Pack, receipts, refusals and approval in one file."""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cxo_core.bundle.age_streams import decrypt, encrypt
from cxo_core.bundle.identities import parse_recipients
from cxo_core.canonical import is_digest
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.protocol.signed import claim, claim_format, is_text, read_signed, signed, time
from cxo_core.signing import Domain

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

FORMAT = "cxo.packet"
FORMAT_VERSION = 1
SUFFIX = ".cxopack"
REQUEST_SUFFIX = ".cxoask"
MAX_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Refusal:
    """A bundle the office could not take: the digest of the encrypted file, and the Problem's code and details."""

    sha256: str
    code: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Packet:
    """`pack`, `receipts`, `withdrawals` (their receipts) and `approval` are signed documents as their own modules write them."""

    device: str
    made_at: datetime
    pack: bytes | None = None
    approval: bytes | None = None
    receipts: tuple[bytes, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    withdrawals: tuple[bytes, ...] = ()

    def sealed(self, seed: bytes, recipient: str) -> bytes:
        """The packet as a file: signed with the office's receipt seed, then encrypted to the laptop's recipient."""
        document = signed(
            seed,
            Domain.PACKET,
            {
                "format": FORMAT,
                "format_version": FORMAT_VERSION,
                "device": self.device,
                "made_at": wall_text(self.made_at),
                "pack": _text(self.pack),
                "approval": _text(self.approval),
                "receipts": [_text(each) for each in self.receipts],
                "refusals": [
                    {"sha256": each.sha256, "code": each.code, "details": dict(each.details)}
                    for each in self.refusals
                ],
                "withdrawals": [_text(each) for each in self.withdrawals],
            },
        )
        return sealed_to(document, [recipient])

    @classmethod
    def open(
        cls, content: bytes, identities: "Sequence[Identity]", receipt_key: str, device: str
    ) -> "Packet":
        """Raises Problem `pack-not-sound`: for another laptop, cut short, or not signed by this office."""
        try:
            return cls._read(opened(content, identities), receipt_key, device)
        except Problem as problem:
            why = str(problem.details.get("why") or problem.code.value)
            raise Problem(Code.PACK_NOT_SOUND, why=why) from problem

    @classmethod
    def _read(cls, document: bytes, receipt_key: str, device: str) -> "Packet":
        said = read_signed(document, Domain.PACKET, receipt_key)
        claim_format(said, FORMAT, FORMAT_VERSION)
        claim(said.get("device") == device, "device")
        receipts, refusals = said.get("receipts"), said.get("refusals")
        claim(isinstance(receipts, list) and isinstance(refusals, list), "receipts")
        withdrawals = said.get("withdrawals", [])  # a packet from before there were any says nothing of them
        claim(isinstance(withdrawals, list), "withdrawals")
        return cls(
            device=device,
            made_at=time(said.get("made_at"), "made_at"),
            pack=_bytes(said.get("pack"), "pack"),
            approval=_bytes(said.get("approval"), "approval"),
            receipts=tuple(_bytes(each, "receipts") or b"" for each in receipts or ()),
            refusals=tuple(_refusal(each) for each in refusals or ()),
            withdrawals=tuple(_bytes(each, "withdrawals") or b"" for each in withdrawals),
        )


def sealed_to(document: bytes, recipients: Sequence[str]) -> bytes:
    """A small document encrypted in the age format."""
    out = io.BytesIO()
    encrypt(iter((document,)), out.write, parse_recipients(recipients))
    return out.getvalue()


def opened(content: bytes, identities: "Sequence[Identity]") -> bytes:
    """A small document decrypted. Raises Problem `bundle-not-a-bundle`, `bundle-not-for-this-key` or `bundle-damaged`."""
    claim(len(content) <= MAX_BYTES, "size")
    out = io.BytesIO()
    decrypt(io.BytesIO(content), out.write, identities)
    return out.getvalue()


def _text(document: bytes | None) -> str | None:
    return None if document is None else base64.b64encode(document).decode("ascii")


def _bytes(value: Any, field_name: str) -> bytes | None:
    if value is None:
        return None
    claim(isinstance(value, str), field_name)
    try:
        return base64.b64decode(value, validate=True)
    except ValueError as error:
        raise Problem(Code.DOCUMENT_NOT_SIGNED, why=field_name) from error


def _refusal(value: Any) -> Refusal:
    claim(isinstance(value, dict) and value.keys() == {"sha256", "code", "details"}, "refusals")
    claim(is_digest(value["sha256"]) and is_text(value["code"], 64, least=1), "refusals")
    details = value["details"]
    claim(isinstance(details, dict) and all(isinstance(each, str) for each in details.values()), "refusals")
    return Refusal(value["sha256"], value["code"], details)
