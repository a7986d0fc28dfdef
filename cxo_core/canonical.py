"""The one way a value becomes bytes: sorted keys, no spaces, UTF-8, no floating point. Digests are taken of these."""

import hashlib
import json
import re
from typing import Any, TypeGuard

_DIGEST = re.compile(r"[0-9a-f]{64}")


def canonical(value: Any) -> bytes:
    """Canonical JSON (RFC 8785 for values without floating point). Lone surrogates cannot be said and raise ValueError."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()


def is_digest(value: object) -> TypeGuard[str]:
    """64 lower-case hexadecimal digits: a SHA-256 or a public key."""
    return isinstance(value, str) and bool(_DIGEST.fullmatch(value))


def is_count(value: object, least: int = 0) -> bool:
    """A whole number that every reader of JSON takes exactly (RFC 8785)."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**53
