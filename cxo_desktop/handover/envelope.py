"""Sealed messages between phone and laptop: ChaCha20-Poly1305 under the key of the QR code (docs/handover.md)."""

import base64
import json
import secrets
import struct
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16

_FROM_PHONE = b"cxo-handover-1 phone"
_FROM_LAPTOP = b"cxo-handover-1 laptop"


@dataclass(frozen=True, slots=True)
class Message:
    """`said` is the JSON header, `content` the bytes behind it, `nonce` what made this sealing unlike every other."""

    said: dict[str, Any]
    content: bytes
    nonce: bytes


class Envelope:
    """Both directions under one key. An answer is bound to its question by the question's nonce, so no answer can be put
    to another question, and nothing the laptop says can come back as if the phone had said it."""

    def __init__(self, key: bytes) -> None:
        self._aead = ChaCha20Poly1305(key)

    @staticmethod
    def new_key() -> bytes:
        return secrets.token_bytes(KEY_BYTES)

    @staticmethod
    def fragment(key: bytes) -> str:
        """The key as it stands behind the # of the address: base64url without padding."""
        return base64.urlsafe_b64encode(key).decode().rstrip("=")

    def open_question(self, body: bytes) -> Message | None:
        """What a phone sent; None for whatever was not sealed with this key."""
        return self._open(body, _FROM_PHONE)

    def open_answer(self, body: bytes, question: bytes) -> Message | None:
        """What the laptop answered to the question with that nonce."""
        return self._open(body, _FROM_LAPTOP + question)

    def seal_question(self, said: dict[str, Any], content: bytes = b"") -> bytes:
        return self._seal(said, content, _FROM_PHONE)

    def seal_answer(self, said: dict[str, Any], question: bytes) -> bytes:
        return self._seal(said, b"", _FROM_LAPTOP + question)

    def _seal(self, said: dict[str, Any], content: bytes, bound_to: bytes) -> bytes:
        header = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        nonce = secrets.token_bytes(NONCE_BYTES)
        clear = struct.pack(">I", len(header)) + header + content
        return nonce + self._aead.encrypt(nonce, clear, bound_to)

    def _open(self, body: bytes, bound_to: bytes) -> Message | None:
        if len(body) < NONCE_BYTES + TAG_BYTES + 4:
            return None
        nonce = body[:NONCE_BYTES]
        try:
            clear = self._aead.decrypt(nonce, body[NONCE_BYTES:], bound_to)
        except InvalidTag:
            return None
        if len(clear) < 4:
            return None
        (length,) = struct.unpack_from(">I", clear)
        if length > len(clear) - 4:
            return None
        try:
            said = json.loads(clear[4 : 4 + length])
        except (ValueError, RecursionError):
            return None
        return Message(said, clear[4 + length :], nonce) if isinstance(said, dict) else None
