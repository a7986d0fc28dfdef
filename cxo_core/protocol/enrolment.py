"""Enrolment: what the office hands out, what a laptop asks with, and what the office answers."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cxo_core.bundle.office import OfficeKeys
from cxo_core.canonical import canonical
from cxo_core.moment import wall_text
from cxo_core.problems import Code, Problem
from cxo_core.protocol.signed import (
    claim,
    claim_format,
    is_text,
    plain,
    read_of_device,
    read_signed,
    signed,
    time,
)
from cxo_core.signing import Domain, key_id, public_key

FORMAT = "cxo.enrolment"
REQUEST_FORMAT = "cxo.enrolment-request"
APPROVAL_FORMAT = "cxo.enrolment-approval"
FORMAT_VERSION = 1
SUFFIX = ".cxoenrol"
MAX_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class EnrolmentFile:
    """What an officer brings to the laptop. `code` is good once and until `expires_at`; whoever holds it can enrol.

    `addresses`: where the office answers, tried in order; empty where the office has no network. `certificate`: the
    PEM of the only TLS certificate to trust, or empty where the machine's own authorities vouch for the office.
    """

    office: OfficeKeys
    addresses: tuple[str, ...]
    code: str
    officer: str
    hall: str
    expires_at: datetime
    certificate: str = ""

    def to_bytes(self) -> bytes:
        return canonical(
            {
                "format": FORMAT,
                "format_version": FORMAT_VERSION,
                "office": json.loads(self.office.to_bytes()),
                "addresses": list(self.addresses),
                "code": self.code,
                "officer": self.officer,
                "hall": self.hall,
                "expires_at": wall_text(self.expires_at),
                "certificate": self.certificate,
            }
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> "EnrolmentFile":
        """Raises Problem `enrolment-unreadable` naming the field that is not as it must be."""
        try:
            return cls._read(plain(content.strip()))
        except Problem as problem:
            field = problem.details.get("why") or problem.details.get("field") or "json"
            raise Problem(Code.ENROLMENT_UNREADABLE, field=field) from problem

    @classmethod
    def _read(cls, value: dict[str, Any]) -> "EnrolmentFile":
        claim(value.get("format") == FORMAT, "format")
        claim(value.get("format_version") == FORMAT_VERSION, "format_version")
        addresses = value.get("addresses")
        claim(isinstance(addresses, list) and len(addresses) <= 8, "addresses")
        claim(all(_is_address(each) for each in addresses or ()), "addresses")
        for field, most in (("code", 64), ("officer", 200), ("hall", 200), ("certificate", 16_384)):
            claim(is_text(value.get(field), most), field)
        claim(value["code"], "code")
        return cls(
            office=OfficeKeys.from_bytes(canonical(value.get("office"))),
            addresses=tuple(addresses or ()),
            code=value["code"],
            officer=value["officer"],
            hall=value["hall"],
            expires_at=time(value.get("expires_at"), "expires_at"),
            certificate=value["certificate"],
        )


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """What a laptop asks with. Signed with its new device key, so that nobody enrols a key that is not theirs.

    `recipient` is the age public key to which what the office sends to this laptop is encrypted.
    """

    code: str
    device_key: str
    recipient: str
    asked_at: datetime

    @property
    def device(self) -> str:
        """The short name of the laptop's key, which is the laptop's id."""
        return key_id(self.device_key)

    def signed(self, seed: bytes) -> bytes:
        """The request as it is sent, signed with the device's seed."""
        return signed(
            seed,
            Domain.ENROLMENT_REQUEST,
            {
                "format": REQUEST_FORMAT,
                "format_version": FORMAT_VERSION,
                "code": self.code,
                "device_key": public_key(seed),
                "recipient": self.recipient,
                "asked_at": wall_text(self.asked_at),
            },
        )

    @classmethod
    def read(cls, content: bytes) -> "EnrolmentRequest":
        """Verifies that the key it names signed it. Raises Problem `document-not-signed`."""
        said, key = read_of_device(content, Domain.ENROLMENT_REQUEST)
        claim_format(said, REQUEST_FORMAT, FORMAT_VERSION)
        claim(is_text(said.get("code"), 64, least=1), "code")
        claim(is_text(said.get("recipient"), 100, least=1), "recipient")
        from cxo_core.bundle.identities import parse_recipients

        try:
            parse_recipients([said["recipient"]])
        except Problem as problem:
            raise Problem(Code.DOCUMENT_NOT_SIGNED, why="recipient") from problem
        return cls(said["code"], key, said["recipient"], time(said.get("asked_at"), "asked_at"))


@dataclass(frozen=True, slots=True)
class EnrolmentApproval:
    """The office's answer to one laptop. `token` is secret: over the network it travels inside TLS, by stick encrypted."""

    device: str
    token: str
    officer: str
    hall: str
    approved_at: datetime

    def signed(self, seed: bytes) -> bytes:
        """The approval signed with the office's receipt seed."""
        return signed(
            seed,
            Domain.ENROLMENT_APPROVAL,
            {
                "format": APPROVAL_FORMAT,
                "format_version": FORMAT_VERSION,
                "device": self.device,
                "token": self.token,
                "officer": self.officer,
                "hall": self.hall,
                "approved_at": wall_text(self.approved_at),
            },
        )

    @classmethod
    def read(cls, content: bytes, receipt_key: str) -> "EnrolmentApproval":
        """Raises Problem `document-not-signed`."""
        said = read_signed(content, Domain.ENROLMENT_APPROVAL, receipt_key)
        claim_format(said, APPROVAL_FORMAT, FORMAT_VERSION)
        for field, most in (("device", 16), ("token", 200), ("officer", 200), ("hall", 200)):
            claim(is_text(said.get(field), most), field)
        approved_at = time(said.get("approved_at"), "approved_at")
        return cls(said["device"], said["token"], said["officer"], said["hall"], approved_at)


def _is_address(value: object) -> bool:
    if not is_text(value, 300, least=8):
        return False
    try:
        parts = urlsplit(str(value))
        return parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
