"""A file that appears whole or not at all: written beside its place, flushed to the disk, then renamed into it."""

import errno
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from cxo_core.flushing import flush_folder
from cxo_core.problems import Code, Problem


class Landing:
    """Takes pieces in order. Unless `finish` returned, nothing is left behind; an older file is replaced in one step.

    Every method raises Problem `disk-full`, `folder-read-only` or `disk-failing` where the disk does not take it.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._part = target.with_name(f"{target.name}.part")
        self._bytes = 0
        try:
            descriptor = os.open(
                self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600
            )
        except OSError as error:
            raise _refusal(error, target) from error
        self._file = os.fdopen(descriptor, "wb", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._file.close()
        self._part.unlink(missing_ok=True)

    def write(self, piece: bytes) -> None:
        try:
            left = memoryview(piece)
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise _refusal(error, self._target) from error
        self._bytes += len(piece)

    def finish(self) -> tuple[str, int]:
        """Puts the file in its place, durable; returns its SHA-256 and size in bytes, for whoever reads it later.

        The file is hashed while the disk is still busy with it.
        """
        try:
            with ThreadPoolExecutor(1) as beside:
                hashing = beside.submit(_sha256, self._part)
                os.fsync(self._file.fileno())
            self._file.close()
            digest = hashing.result()
            self._part.replace(self._target)
            flush_folder(self._target.parent)
        except OSError as error:
            raise _refusal(error, self._target) from error
        return digest, self._bytes


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refusal(error: OSError, target: Path) -> Problem:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return Problem(Code.DISK_FULL, path=str(target.parent))
        case errno.EROFS | errno.EACCES | errno.EPERM | errno.ENOENT | errno.ENOTDIR:
            return Problem(Code.FOLDER_READ_ONLY, path=str(target.parent))
        case _:
            return Problem(Code.DISK_FAILING, path=str(target), cause=error.strerror or "")
