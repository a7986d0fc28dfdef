"""Bytes of any length under AES-256-GCM, a mebibyte at a time: the STREAM construction.

Every chunk's nonce is its number and whether it is the last, so that no chunk can be dropped, doubled, moved or cut off
(Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015).
A fresh salt gives each stream a key of its own, so nonces never meet under one key.
"""

import io
import os
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cxo_desktop.storage.keys import derive

CHUNK_BYTES: Final = 1024 * 1024
TAG_BYTES: Final = 16
MAGIC: Final = b"CXO-ENC1"
SALT_BYTES: Final = 32
HEADER_BYTES: Final = len(MAGIC) + SALT_BYTES

_SEALED_CHUNK: Final = CHUNK_BYTES + TAG_BYTES


class Broken(Exception):
    """Not what was written: cut off, changed, of another name, or under another key."""


class StreamWriter(io.RawIOBase):
    """Encrypts what is written into `file`; `close` writes the last chunk and leaves `file` open."""

    def __init__(self, file: BinaryIO, key: bytes, *, about: bytes) -> None:
        salt = os.urandom(SALT_BYTES)
        self._file = file
        self._aead, self._about = _opened(key, salt, about)
        self._held = bytearray()
        self._count = 0
        file.write(MAGIC + salt)

    def writable(self) -> bool:
        return True

    def write(self, content: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        with memoryview(content) as view:
            self._held += view
            written = view.nbytes
        at = 0
        # A full chunk waits until more comes: only then is it certain that it is not the last.
        while len(self._held) - at > CHUNK_BYTES:
            self._seal(bytes(memoryview(self._held)[at : at + CHUNK_BYTES]), is_last=False)
            at += CHUNK_BYTES
        if at:
            del self._held[:at]
        return written

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._held), is_last=True)
            self._held.clear()
        super().close()

    def abandon(self) -> None:
        """Gives up without a last chunk: what was written can never be taken for whole."""
        self._held.clear()
        super().close()

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._file.write(self._aead.encrypt(_nonce(self._count, is_last), chunk, self._about))
        self._count += 1


class StreamReader(io.RawIOBase):
    """Reads what `StreamWriter` wrote, from anywhere in it, one chunk in memory; raises Broken at the first wrong bit."""

    def __init__(self, file: BinaryIO, key: bytes, *, about: bytes) -> None:
        self._file = file
        self._start = file.tell()
        length = file.seek(0, io.SEEK_END) - self._start - HEADER_BYTES
        file.seek(self._start)
        header = file.read(HEADER_BYTES)
        self._chunks = max(1, -(-length // _SEALED_CHUNK))
        self.length = length - self._chunks * TAG_BYTES
        if len(header) < HEADER_BYTES or not header.startswith(MAGIC) or self.length < 0:
            raise Broken
        self._aead, self._about = _opened(key, header[len(MAGIC) :], about)
        self._at = 0
        self._held = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.length}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, target: "bytearray | memoryview") -> int:  # type: ignore[override]
        number, offset = divmod(self._at, CHUNK_BYTES)
        if number >= self._chunks:
            return 0
        piece = self._chunk(number)[offset : offset + len(target)]
        target[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(self._start + HEADER_BYTES + number * _SEALED_CHUNK)
            sealed = self._file.read(_SEALED_CHUNK)
            try:
                opened = self._aead.decrypt(_nonce(number, number == self._chunks - 1), sealed, self._about)
            except (InvalidTag, ValueError) as error:
                raise Broken from error
            self._held = (number, opened)
        return self._held[1]


def _opened(key: bytes, salt: bytes, about: bytes) -> tuple[AESGCM, bytes]:
    return AESGCM(derive(key, info=b"cxo stream", salt=salt)), MAGIC + about


def _nonce(count: int, is_last: bool) -> bytes:
    return count.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")
