"""A signed document: canonical JSON that says something, and the Ed25519 signature of what it says."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cxo_core.canonical import canonical, is_digest
from cxo_core.problems import Code, Problem
from cxo_core.signing import Domain, is_signed, sign

_SIGNATURE = re.compile(r"[0-9a-f]{128}")


def signed(seed: bytes, domain: Domain, said: Mapping[str, Any]) -> bytes:
    """The document `{"said": …, "signature": hex}` in canonical JSON; the same seed and words give the same bytes."""
    signature = sign(seed, domain, canonical(said)).hex()
    return canonical({"said": said, "signature": signature})


def read_signed(content: bytes, domain: Domain, public: str) -> dict[str, Any]:
    """What a signed document says. `public` is the key that must have signed it, in hexadecimal.

    Raises Problem `document-not-signed` where the bytes are no such document, or another key signed it.
    """
    said, signature = _taken_apart(content)
    claim(is_signed(public, domain, canonical(said), signature), "signature")
    return said


def read_of_device(content: bytes, domain: Domain) -> tuple[dict[str, Any], str]:
    """What a laptop says, and its key: the document names it as `device_key`, and it must have signed it.

    Raises Problem `document-not-signed`.
    """
    key = _taken_apart(content)[0].get("device_key")
    if not is_digest(key):
        raise Problem(Code.DOCUMENT_NOT_SIGNED, why="device_key")
    return read_signed(content, domain, key), key


def claim_format(said: Mapping[str, Any], name: str, version: int) -> None:
    """Raises Problem `document-not-signed` unless it is the document it should be, in the one version that is known."""
    claim(said.get("format") == name and said.get("format_version") == version, "format")


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


def is_text(value: object, most: int, *, least: int = 0) -> bool:
    return isinstance(value, str) and least <= len(value.strip()) and len(value) <= most


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
