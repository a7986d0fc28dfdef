"""Sending a file by tus 1.0, to any server that speaks it. https://tus.io/protocols/resumable-upload"""

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urljoin, urlsplit

from cxo_core.problems import Code, Problem
from cxo_desktop.network.pace import Pace
from cxo_desktop.network.wire import Answer, Wire, strange
from cxo_desktop.storage.failures import known

VERSION: Final = "1.0.0"
MOST_PIECE: Final = 8 << 20
BLOCK: Final = 64 * 1024
CHECKSUM_MISMATCH: Final = 460

_SPOKEN: Final = {"Tus-Resumable": VERSION}
_STATUSES: Final = {
    404: Code.UPLOAD_GONE,
    403: Code.UPLOAD_GONE,
    410: Code.UPLOAD_EXPIRED,
    409: Code.UPLOAD_OFFSET_DIFFERS,
    413: Code.UPLOAD_TOO_LARGE,
    423: Code.OFFICE_BUSY,
}
"""What a status of tus means where the server says no more than that."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a server says it can, in answer to OPTIONS."""

    extensions: frozenset[str] = frozenset()
    checksums: frozenset[str] = frozenset()

    @property
    def has_checksum(self) -> bool:
        return "checksum" in self.extensions and "sha256" in self.checksums


class Stopped(Exception):
    """Somebody asked to stop in the middle of a piece."""


class Uploads:
    """The uploads of one tus server. `url` is where they are created.

    An upload is named by what its address adds to `url`, or by a whole path where the server keeps them elsewhere; host
    and scheme always stay those of `url`, so that nothing an answer says sends bytes or a token to another machine.
    """

    def __init__(self, wire: Wire, url: str, *, piece_bytes: int = MOST_PIECE) -> None:
        self._wire = wire
        self._url = url
        self._piece_bytes = max(1, min(piece_bytes, MOST_PIECE))
        self._offered: Offered | None = None

    def offered(self) -> Offered:
        """Asked once. A server that does not answer OPTIONS offers nothing beyond the core."""
        if self._offered is None:
            answer = self._wire.ask("OPTIONS", self._url)
            self._offered = Offered(
                _listed(answer, "tus-extension"), _listed(answer, "tus-checksum-algorithm")
            )
        return self._offered

    def create(self, size: int, sha256: str) -> str:
        """Asks for room for a file; returns the upload's name. Raises what the server says, as a Problem."""
        metadata = f"sha256 {base64.b64encode(sha256.encode()).decode()}"
        headers = {**_SPOKEN, "Upload-Length": str(size), "Upload-Metadata": metadata}
        answer = self._wire.ask("POST", self._url, headers=headers)
        if answer.status != 201:
            raise _failure(answer, creating=True)
        place = answer.headers.get("location", "")
        path = urlsplit(urljoin(self._url, place)).path
        base = urlsplit(self._url).path.rstrip("/") + "/"
        if not place or path == base or len(path) > 500:
            raise strange("location")
        rest = path.removeprefix(base)
        return rest if path.startswith(base) and "/" not in rest else path

    def offset(self, upload: str, size: int) -> int:
        """How many bytes are durable there. Raises Problem `upload-gone` or `upload-expired` where there is no such upload."""
        answer = self._wire.ask("HEAD", self._place(upload), headers=_SPOKEN)
        if answer.status not in (200, 204):
            raise _failure(answer)
        offset = _count(answer, "upload-offset")
        if offset > size or answer.headers.get("upload-length", str(size)) != str(size):
            raise Problem(Code.UPLOAD_GONE)
        return offset

    def send(
        self,
        upload: str,
        file: Path,
        *,
        offset: int,
        size: int,
        pace: Pace,
        watch: Callable[[int], None],
        durable: Callable[[int], None],
        is_stopped: Callable[[], bool],
    ) -> int:
        """Sends from `offset` on, piece by piece; returns how much is durable there: less than `size` when stopped.

        `watch` is told how far the sending is, `durable` what the server has answered for. No more than a block of the file is
        in memory. Raises Problems of the way, of the upload, and of the disk.
        """
        checks = self.offered().has_checksum
        with known(file), file.open("rb") as source:
            while offset < size and not is_stopped():
                length = min(self._piece_bytes, size - offset)
                headers = {
                    **_SPOKEN,
                    "Content-Type": "application/offset+octet-stream",
                    "Content-Length": str(length),
                    "Upload-Offset": str(offset),
                }
                if checks:
                    headers["Upload-Checksum"] = _checksum(source, offset, length)
                blocks = _blocks(source, offset, length, pace, watch, is_stopped)
                try:
                    answer = self._wire.ask(
                        "PATCH", self._place(upload), headers=headers, content=blocks, waits_for=length
                    )
                except Stopped:
                    return offset
                if answer.status == CHECKSUM_MISMATCH:
                    # Only this piece was damaged on the way: what lay there before still stands.
                    raise Problem(Code.UPLOAD_OFFSET_DIFFERS, why="checksum")
                if answer.status not in (200, 204):
                    raise _failure(answer)
                if _count(answer, "upload-offset") != offset + length:
                    raise Problem(Code.UPLOAD_OFFSET_DIFFERS)
                offset += length
                durable(offset)
        return offset

    def _place(self, upload: str) -> str:
        if upload.startswith("/"):
            return urljoin(self._url, upload)
        return f"{self._url.rstrip('/')}/{upload}"


def _blocks(
    source: BinaryIO,
    offset: int,
    length: int,
    pace: Pace,
    watch: Callable[[int], None],
    is_stopped: Callable[[], bool],
) -> Iterator[bytes]:
    source.seek(offset)
    left = length
    while left:
        block = source.read(min(pace.block(BLOCK), left))
        if not block:
            raise Problem(Code.UPLOAD_INCOMPLETE)
        pace.take(len(block), is_stopped)
        if is_stopped():
            raise Stopped
        yield block
        left -= len(block)
        watch(offset + length - left)


def _checksum(source: BinaryIO, offset: int, length: int) -> str:
    source.seek(offset)
    digest, left = hashlib.sha256(), length
    while left and (block := source.read(min(BLOCK, left))):
        digest.update(block)
        left -= len(block)
    return f"sha256 {base64.b64encode(digest.digest()).decode()}"


def _failure(answer: Answer, *, creating: bool = False) -> Problem:
    """What the server says, in its own words where it has any, else by its status."""
    if answer.problem is not None or answer.is_busy:
        return answer.failure()
    if answer.headers.get("content-type", "").startswith("application/problem+json"):
        # An answer to HEAD has no body that could say which.
        code = {401: Code.TOKEN_UNKNOWN, 403: Code.DEVICE_REVOKED}.get(answer.status)
        if code is not None:
            return Problem(code)
    code = _STATUSES.get(answer.status)
    if code is None or (creating and code is not Code.UPLOAD_TOO_LARGE):
        return strange(f"status {answer.status}")
    return Problem(code)


def _listed(answer: Answer, header: str) -> frozenset[str]:
    if answer.status not in (200, 204):
        return frozenset()
    return frozenset(each.strip() for each in answer.headers.get(header, "").split(",") if each.strip())


def _count(answer: Answer, header: str) -> int:
    said = answer.headers.get(header, "")
    if not said.isascii() or not said.isdecimal() or len(said) > 15:
        raise strange(header)
    return int(said)
