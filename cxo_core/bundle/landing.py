"""A file that appears whole or not at all: written beside its place, flushed to the disk, then renamed into it."""

import errno
import hashlib
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from cxo_core.problems import Code, Problem

_BLOCK = 1 << 20
_BLOCKS_AHEAD = 4


class Landing:
    """Takes pieces in order. A thread beside writes and hashes them, so whoever makes the pieces need not wait.

    Unless `finish` returned, nothing is left behind. An older file of that name is replaced in one step.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._part = target.with_name(f"{target.name}.part")
        self._sha256 = hashlib.sha256()
        self._held: list[bytes] = []
        self._bytes_held = 0
        self._bytes = 0
        self._ahead: deque[Future[None]] = deque()
        try:
            descriptor = os.open(
                self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600
            )
        except OSError as error:
            raise _refusal(error, self._target) from error
        self._file = os.fdopen(descriptor, "wb", buffering=0)
        self._beside = ThreadPoolExecutor(1, "landing")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._beside.shutdown(cancel_futures=True)
        self._file.close()
        self._part.unlink(missing_ok=True)

    def write(self, piece: bytes) -> None:
        """Raises Problem `disk-full`, `folder-read-only` or `disk-failing` once writing an earlier piece has failed."""
        self._held.append(piece)
        self._bytes_held += len(piece)
        if self._bytes_held >= _BLOCK:
            self._hand_over()

    def finish(self) -> tuple[str, int]:
        """Puts the file in its place, durable; returns its SHA-256 and size in bytes, for whoever reads it later."""
        self._hand_over()
        try:
            while self._ahead:
                self._ahead.popleft().result()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self._target)
            _sync_folder(self._target.parent)
        except OSError as error:
            raise _refusal(error, self._target) from error
        return self._sha256.hexdigest(), self._bytes

    def _hand_over(self) -> None:
        block, self._held, self._bytes_held = self._held, [], 0
        self._ahead.append(self._beside.submit(self._put_down, block))
        try:
            while len(self._ahead) > _BLOCKS_AHEAD:
                self._ahead.popleft().result()
        except OSError as error:
            raise _refusal(error, self._target) from error

    def _put_down(self, pieces: list[bytes]) -> None:
        block = b"".join(pieces)
        left = memoryview(block)
        while left:
            left = left[self._file.write(left) :]
        if hasattr(
            os, "posix_fadvise"
        ):  # Linux starts to write what it is told to forget: the sync then finds little left
            os.posix_fadvise(self._file.fileno(), self._bytes, len(block), os.POSIX_FADV_DONTNEED)
        self._bytes += len(block)
        self._sha256.update(block)


def _refusal(error: OSError, target: Path) -> Problem:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return Problem(Code.DISK_FULL, path=str(target.parent))
        case errno.EROFS | errno.EACCES | errno.EPERM | errno.ENOENT | errno.ENOTDIR:
            return Problem(Code.FOLDER_READ_ONLY, path=str(target.parent))
        case _:
            return Problem(Code.DISK_FAILING, path=str(target), cause=error.strerror or "")


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there; NTFS journals the rename
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
