"""The vault key and what is derived from it. A key never shows itself: not in repr, not in logs, not in a traceback."""

import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class WrongKey(Exception):
    """What was wrapped does not open with this key, or was changed."""


class VaultKey:
    """32 random bytes from which every other key of a vault follows. Its subkeys are named by what they are for."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError("a vault key has 32 bytes")
        self._secret = secret

    @classmethod
    def fresh(cls) -> "VaultKey":
        return cls(os.urandom(KEY_BYTES))

    def reveal(self) -> bytes:
        """The 32 bytes themselves, for the keyring and for wrapping; nobody else asks."""
        return self._secret

    def subkey(self, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-SHA256, RFC 5869); knowing one subkey tells nothing of another."""
        return derive(self._secret, info=f"cxo vault: {purpose}".encode())

    def check(self) -> str:
        """16 bytes in hex that name this key without telling it: the header carries them."""
        return self.subkey("check")[:16].hex()

    def is_named(self, check: str) -> bool:
        return hmac.compare_digest(self.check(), check)

    def __repr__(self) -> str:
        return "<VaultKey>"


def derive(secret: bytes, *, info: bytes, salt: bytes | None = None) -> bytes:
    """HKDF-SHA256 to 32 bytes."""
    return HKDF(SHA256(), KEY_BYTES, salt, info).derive(secret)


def wrap(secret: bytes, *, under: bytes, about: bytes) -> bytes:
    """`secret` sealed with AES-256-GCM as nonce + ciphertext + tag; `about` says what it is and is bound to it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(under).encrypt(nonce, secret, about)


def unwrap(wrapped: bytes, *, under: bytes, about: bytes) -> bytes:
    """What `wrap` sealed; raises WrongKey when the key, the purpose or any bit differs."""
    try:
        return AESGCM(under).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], about)
    except (InvalidTag, ValueError) as error:
        raise WrongKey from error
