"""Every page of a SQLCipher database and of its log in clear, free ones too: what somebody with the key can still find."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, SALT = 4096, 80, 16


def raw_pages(database: Path, key: bytes) -> Iterator[bytes]:
    """`key` is SQLCipher's raw key. Closed or open, the file is read as it lies on the disk."""
    content = database.read_bytes()
    for number in range(len(content) // PAGE):
        yield _clear(content[number * PAGE : (number + 1) * PAGE], key, SALT if number == 0 else 0)
    log = database.with_name(f"{database.name}-wal")
    frames = log.read_bytes()[32:] if log.exists() else b""
    for start in range(0, len(frames) - PAGE, PAGE + 24):
        number = int.from_bytes(frames[start : start + 4], "big")
        page = frames[start + 24 : start + 24 + PAGE]
        yield _clear(page, key, SALT if number == 1 else 0)


def _clear(page: bytes, key: bytes, start: int) -> bytes:
    end = PAGE - RESERVED
    cipher = Cipher(algorithms.AES(key), modes.CBC(page[end : end + 16])).decryptor()
    return cipher.update(page[start:end]) + cipher.finalize()
