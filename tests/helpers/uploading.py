"""A file of many bytes that a laptop uploads, and what it says of it."""

import base64
import hashlib

CONTENT = bytes(range(256)) * 400
HALF = len(CONTENT) // 2
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def checksum(content: bytes, algorithm: str = "sha256") -> str:
    """A tus checksum, as a header holds it."""
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"
