"""A signed document: canonical JSON that says something, and the Ed25519 signature of what it says."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cxo_core.canonical import canonical
from cxo_core.problems import Code, Problem
from cxo_core.signing import Domain, is_signed, sign

_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def signed(seed: bytes, domain: Domain, said: Mapping[str, Any]) -> bytes:
    """The document `{"said": …, "signature": hex}` in canonical JSON; the same seed and words give the same bytes."""
    signature = sign(seed, domain, canonical(said)).hex()
    return canonical({"said": said, "signature": signature})


def read_signed(content: bytes, domain: Domain, public: str) -> dict[str, Any]:
    """What a signed document says. `public` is the key that must have signed it, in hexadecimal.

    Raises Problem `document-not-signed` where the bytes are no such document, or another key signed it.
    """
    said, signature = _taken_apart(content)
    if not is_signed(public, domain, canonical(said), signature):
        raise Problem(Code.DOCUMENT_NOT_SIGNED, why="signature")
    return said


def unverified(content: bytes) -> dict[str, Any]:
    """What a document says, before it is known whose signature to ask for. Raises Problem `document-not-signed`."""
    return _taken_apart(content)[0]


def plain(content: bytes, why: str = "json") -> dict[str, Any]:
    """A JSON object in canonical form. Raises Problem `document-not-signed` with what is not as it must be."""
    try:
        value = json.loads(content)
        is_canonical = isinstance(value, dict) and canonical(value) == content
    except (ValueError, RecursionError) as error:
        raise Problem(Code.DOCUMENT_NOT_SIGNED, why=why) from error
    if not is_canonical:
        raise Problem(Code.DOCUMENT_NOT_SIGNED, why=why)
    return dict(value)


def claim(holds: object, field: str) -> None:
    """Raises Problem `document-not-signed` naming the field that is not as it must be."""
    if not holds:
        raise Problem(Code.DOCUMENT_NOT_SIGNED, why=field)


def is_digest(value: object) -> bool:
    """64 lower-case hexadecimal digits: a SHA-256 or a public key."""
    return isinstance(value, str) and bool(_DIGEST.fullmatch(value))


def is_text(value: object, most: int, *, least: int = 0) -> bool:
    return isinstance(value, str) and least <= len(value.strip()) and len(value) <= most


def is_count(value: object, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**53


def time(value: object, field: str) -> datetime:
    """An aware time from ISO 8601 text."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise Problem(Code.DOCUMENT_NOT_SIGNED, why=field)
    return read


def _taken_apart(content: bytes) -> tuple[dict[str, Any], bytes]:
    value = plain(content)
    claim(value.keys() == {"said", "signature"}, "fields")
    said, signature = value["said"], value["signature"]
    claim(isinstance(said, dict), "said")
    claim(isinstance(signature, str) and _SIGNATURE.fullmatch(signature), "signature")
    return said, bytes.fromhex(signature)
