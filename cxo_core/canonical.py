"""The one way a value becomes bytes: sorted keys, no spaces, UTF-8, no floating point. Digests are taken of these."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """Canonical JSON (RFC 8785 for values without floating point). Lone surrogates cannot be said and raise ValueError."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()
