"""Ed25519 signatures of laptops and offices. What a signature is for is signed with it, so none can be passed off as another."""

import secrets
from enum import StrEnum

from cxo_core.canonical import sha256

SEED_BYTES = 32
SIGNATURE_BYTES = 64


class Domain(StrEnum):
    """What is being signed. The word, a zero byte and the message are what Ed25519 (RFC 8032) sees."""

    BUNDLE_MANIFEST = "cxo.bundle.manifest.v1"
    RECEIPT = "cxo.receipt.v1"
    OFFICE_PACK = "cxo.office-pack.v1"
    PACKET = "cxo.packet.v1"
    ENROLMENT_REQUEST = "cxo.enrolment-request.v1"
    ENROLMENT_APPROVAL = "cxo.enrolment-approval.v1"
    WITHDRAWAL = "cxo.withdrawal.v1"
    WITHDRAWAL_RECEIPT = "cxo.withdrawal-receipt.v1"


def new_seed() -> bytes:
    """A fresh private key: 32 random bytes, kept secret by whoever asked for it."""
    return secrets.token_bytes(SEED_BYTES)


def public_key(seed: bytes) -> str:
    """The public key of a seed: 64 lower-case hexadecimal digits."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def key_id(public: str) -> str:
    """The short name of a public key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes."""
    return sha256(bytes.fromhex(public))[:16]


def sign(seed: bytes, domain: Domain, message: bytes) -> bytes:
    """64 bytes. The same seed, domain and message always give the same signature."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).sign(_said(domain, message))


def is_signed(public: str, domain: Domain, message: bytes, signature: bytes) -> bool:
    """Whether the key `public` (hexadecimal) signed this message for this domain. A key that is none signs nothing."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, _said(domain, message))
    except (InvalidSignature, ValueError):
        return False
    return True


def _said(domain: Domain, message: bytes) -> bytes:
    return domain.value.encode() + b"\0" + message
