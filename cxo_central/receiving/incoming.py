"""One stretch of a file as it comes in: stored in parts, each durable before it counts, and checked before the last does."""

import hashlib
import secrets
from collections.abc import Sequence
from concurrent.futures import Executor, Future, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from cxo_central.storage.files import Arriving, Files
from cxo_central.storage.uploads import Part, Upload, UploadStore
from cxo_core.problems import Code, Problem

if TYPE_CHECKING:
    from hashlib import _Hash

WORTH_KEEPING = 64 << 10
"""What is left of a stretch that was cut off is kept from this size on."""

_NOT_COUNTED = (Code.QUOTA_EXCEEDED, Code.UPLOAD_GONE, Code.UPLOAD_OFFSET_DIFFERS)
"""After these the parts certainly do not count. After a failure of the database nobody knows: then the sweep looks."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What all bytes of the stretch must add up to. `algorithm` is one that hashlib knows."""

    algorithm: str
    digest: bytes


class Incoming:
    """Takes pieces in order, then `finish`, `cut` or `abandon` ends it. Blocks: belongs into a worker thread.

    One call waits for another that still runs, as it does when whoever waited for it has given up.

    `quota_bytes`: given for an upload that has no row yet; the row comes with the first part that counts.
    `checksum`: nothing of the stretch counts unless it holds. `is_all`: the stretch is the whole file, so that its
    announced digest can be asked for before anything is answered. `flusher`: makes half a part durable while the other
    half comes in, and a full one while the next does; its threads must not be those that call this.
    """

    def __init__(
        self,
        store: UploadStore,
        files: Files,
        upload: Upload,
        *,
        quota_bytes: int | None = None,
        checksum: Checksum | None = None,
        is_all: bool = False,
        flusher: Executor | None = None,
    ) -> None:
        self._store = store
        self._files = files
        self._upload = upload
        self._quota_bytes = quota_bytes
        self._is_new = self._is_unwritten = quota_bytes is not None
        self._end = upload.offset
        self._checksum = checksum
        self._sum: _Hash | None = hashlib.new(checksum.algorithm) if checksum else None
        self._all: _Hash | None = hashlib.sha256() if is_all and upload.offset == 0 else None
        self._flusher = flusher
        self._flushing: Future[Part] | None = None
        self._held: list[Part] = []
        self._part: _Open | None = None
        self._turn = Lock()

    def take(self, pieces: Sequence[bytes]) -> None:
        """Raises Problem `upload-too-large` for more than was announced, and what the stores raise."""
        with self._turn:
            self._take(pieces)

    def finish(self, pieces: Sequence[bytes] = ()) -> Upload:
        """With the last pieces, everything that came is durable and counts. Returns the upload as it stands.

        Raises Problem `upload-digest-differs`, and nothing of a stretch with a checksum counts, nor of a whole file;
        and as `take`.
        """
        with self._turn:
            self._take(pieces)
            if self._sum and self._checksum and self._sum.digest() != self._checksum.digest:
                raise Problem(Code.UPLOAD_DIGEST_DIFFERS, announced=self._checksum.digest.hex())
            if self._all and self._end == self._upload.bytes and self._all.hexdigest() != self._upload.sha256:
                self._forget()
                raise Problem(Code.UPLOAD_DIGEST_DIFFERS, announced=self._upload.sha256)
            self._gather()
            self._commit()
            return self._upload

    def cut(self) -> None:
        """The connection broke. What came is kept, unless it could not be checked or nobody learnt of the upload."""
        with self._turn:
            if self._is_new:
                self._forget()
            elif self._checksum is None:
                self._gather(WORTH_KEEPING)
                self._commit()

    def abandon(self) -> None:
        """Removes what does not count; nothing where everything does."""
        with self._turn:
            self._abandon()

    def _take(self, pieces: Sequence[bytes]) -> None:
        begins, self._end = self._end, self._end + sum(map(len, pieces))
        if self._end > self._upload.bytes:
            raise Problem(Code.UPLOAD_TOO_LARGE, bytes=self._end, limit=self._upload.bytes)
        for digest in (self._sum, self._all):
            if digest:
                for piece in pieces:
                    digest.update(piece)
        left: Sequence[bytes | memoryview] = pieces
        while begins < self._end:
            if self._part and self._part.bytes == self._files.part_bytes:
                self._roll(self._part)
            if self._part is None:
                self._part = _Open(self._files, begins)
            fitting, left = _split(left, self._files.part_bytes - self._part.bytes)
            begins += self._part.write(fitting)
            if self._flusher and self._part.bytes >= self._files.part_bytes // 2:
                self._part.begin_flush(self._flusher)

    def _abandon(self) -> None:
        if self._part:
            self._part.close()
            self._part = None
        with suppress(Problem):
            self._held += self._flushed()
        remove_quietly(self._files, [part.name for part in self._held])
        self._held = []

    def _roll(self, part: "_Open") -> None:
        """The open part is full: the one before it counts now, unless there is a checksum to wait for."""
        self._held += self._flushed()
        if self._held and not self._checksum:
            self._commit()
        self._part = None
        if self._flusher:
            self._flushing = self._flusher.submit(part.finish)
        else:
            self._held.append(part.finish())

    def _flushed(self) -> list[Part]:
        """The part that was being made durable."""
        flushing, self._flushing = self._flushing, None
        return [flushing.result()] if flushing else []

    def _gather(self, least: int = 0) -> None:
        """Everything that came is durable, but for an open part of less than so many bytes."""
        part = self._part
        if part and part.bytes >= least:
            self._part = None
            self._held.append(part.finish())
            self._held[-1:-1] = self._flushed()
        else:
            self._held += self._flushed()

    def _commit(self) -> None:
        """What is durable counts."""
        done, self._held = self._held, []
        try:
            if self._is_unwritten:
                first = done[0] if done else None
                self._upload = self._store.begin(self._upload, first, quota_bytes=self._quota_bytes)
                self._is_unwritten = False
                done = done[1:]
            if done:
                self._upload = self._store.grow(self._upload, done)
        except Problem as problem:
            if problem.code in _NOT_COUNTED:
                remove_quietly(self._files, [part.name for part in done])
            raise

    def _forget(self) -> None:
        self._abandon()
        if not self._is_unwritten:
            remove_quietly(self._files, self._store.drop(self._upload.id))


class _Open:
    """A part being written."""

    def __init__(self, files: Files, start: int) -> None:
        self._start = start
        self._name = secrets.token_hex(16)
        self._closing = ExitStack()
        self._file: Arriving = self._closing.enter_context(files.begin(self._name))
        self._flushing: Future[None] | None = None
        self.bytes = 0

    def write(self, pieces: Sequence[bytes | memoryview]) -> int:
        """Adds these; returns how many bytes they have."""
        self._file.write(*pieces)
        size = sum(map(len, pieces))
        self.bytes += size
        return size

    def begin_flush(self, flusher: Executor) -> None:
        """What came so far becomes durable meanwhile, once: the rest is then less to wait for."""
        if self._flushing is None:
            self._flushing = flusher.submit(self._file.flush)

    def finish(self) -> Part:
        with self._closing:
            if self._flushing:
                self._flushing.result()
            return Part(self._start, self._file.finish(), self._name)

    def close(self) -> None:
        if self._flushing:
            wait([self._flushing])
        self._closing.close()


def _split(
    pieces: Sequence[bytes | memoryview], room: int
) -> tuple[Sequence[bytes | memoryview], Sequence[bytes | memoryview]]:
    """The pieces for which there is room, and what is left; the one at the edge is cut in two."""
    for number, piece in enumerate(pieces):
        if len(piece) > room:
            view = memoryview(piece)
            return [*pieces[:number], view[:room]], [view[room:], *pieces[number + 1 :]]
        room -= len(piece)
    return pieces, ()


def remove_quietly(files: Files, names: Sequence[str] | None) -> None:
    """Removes files that no row names any more. What the store does not remove now, the sweep does."""
    for name in names or ():
        with suppress(Problem):
            files.remove(name)
