"""What tus 1.0.0 says in headers: read strictly, each mistake a Problem. https://tus.io/protocols/resumable-upload"""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from cxo_central.receiving.incoming import Checksum
from cxo_core.canonical import is_digest
from cxo_core.problems import Code, Problem

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,creation-with-upload,checksum,expiration,termination"
ALGORITHMS: Final = {"sha1": 20, "sha256": 32}
"""The offered checksums, each with the bytes it has."""
CONTENT_TYPE: Final = "application/offset+octet-stream"


class ForeignContent(Exception):
    """A body that is not `application/offset+octet-stream`."""


_NUMBER = re.compile(r"[0-9]{1,15}")


def number(headers: Mapping[str, str], name: str) -> int:
    """A count of bytes. Raises Problem `request-malformed` where it is missing or none."""
    said = headers.get(name, "")
    if not _NUMBER.fullmatch(said):
        raise malformed(name)
    return int(said)


def content_length(headers: Mapping[str, str]) -> int | None:
    """None where the body says its end itself (chunked)."""
    return number(headers, "Content-Length") if "content-length" in headers else None


def has_body(headers: Mapping[str, str]) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """`Upload-Checksum: <algorithm> <base64>`. Raises Problem `request-malformed`."""
    said = headers.get("Upload-Checksum")
    if said is None:
        return None
    algorithm, _, text = said.partition(" ")
    try:
        digest = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise malformed("Upload-Checksum") from error
    if ALGORITHMS.get(algorithm) != len(digest):
        raise malformed("Upload-Checksum")
    return Checksum(algorithm, digest)


def announced_sha256(headers: Mapping[str, str]) -> str:
    """`sha256` of `Upload-Metadata`: 64 hexadecimal digits. Raises Problem `request-malformed`."""
    for pair in headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        if key != "sha256":
            continue
        try:
            said = base64.b64decode(value, validate=True).decode("ascii")
        except (binascii.Error, ValueError) as error:
            raise malformed("Upload-Metadata") from error
        if is_digest(said):
            return said
    raise malformed("Upload-Metadata")


def metadata(sha256: str) -> str:
    """`Upload-Metadata` as a HEAD answers it. Nothing else that was said at creation is kept."""
    return f"sha256 {base64.b64encode(sha256.encode()).decode()}"


def http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


def malformed(name: str) -> Problem:
    return Problem(Code.REQUEST_MALFORMED, field=name)
