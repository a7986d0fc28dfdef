"""Files in a folder: written, flushed to the disk, and their folder too, before anybody hears of them."""

import errno
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from cxo_central.storage.files import FOLDER_PART_BYTES, put
from cxo_core.flushing import flush_folder
from cxo_core.problems import Code, Problem

_NAME = re.compile(r"[0-9a-f]{2}[0-9A-Za-z-]{2,62}")
_AT_ONCE = 1000
"""How many pieces one call writes: POSIX allows for more than a thousand almost everywhere (IOV_MAX)."""
_SHELVES = frozenset(f"{number:02x}" for number in range(256))


class FolderFiles:
    """One file for each name, spread over 256 folders. No name ever comes from outside, and none leads out of the folder.

    The folders are there, and durable, before the first file comes in.
    """

    part_bytes = FOLDER_PART_BYTES

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _translated(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if missing := _SHELVES - {shelf.name for shelf in folder.iterdir()}:
                for name in missing:
                    (folder / name).mkdir(mode=0o700, exist_ok=True)
                flush_folder(folder)

    def begin(self, name: str) -> "ArrivingFile":
        return ArrivingFile(self._path(name))

    @contextmanager
    def open(self, name: str) -> Iterator[FileIO]:
        path = self._path(name)
        with _translated(path):
            file = path.open("rb", buffering=0)
        with file:
            yield file

    def remove(self, name: str) -> None:
        path = self._path(name)
        with _translated(path):
            path.unlink(missing_ok=True)

    def names(self, *, before: datetime | None = None) -> Iterator[str]:
        with _translated(self._folder):
            for shelf in sorted(self._folder.iterdir()):
                if not shelf.is_dir():
                    continue
                for file in os.scandir(shelf):
                    with suppress(FileNotFoundError):
                        if before is None or datetime.fromtimestamp(file.stat().st_mtime, UTC) < before:
                            yield file.name

    def check(self) -> None:
        name = os.urandom(16).hex()
        put(self, name, (b"ready",))
        with self.open(name) as file:
            said = file.read(16)
        self.remove(name)
        if said != b"ready":
            raise Problem(Code.OFFICE_FILES_FAILING, cause=str(self._folder))

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the name of a stored file: {name!r}")
        return self._folder / name[:2] / name


class ArrivingFile:
    """It stands under its own name from the start: nobody looks for it before the row that names it is there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bytes = 0
        self._is_finished = False
        with _translated(path):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(path, flags, 0o600)

    def write(self, *pieces: bytes | memoryview) -> None:
        with _translated(self._path):
            for at in range(0, len(pieces), _AT_ONCE):
                _write(self._descriptor, pieces[at : at + _AT_ONCE])
        self._bytes += sum(map(len, pieces))

    def flush(self) -> None:
        with _translated(self._path):
            os.fsync(self._descriptor)

    def finish(self) -> int:
        with _translated(self._path):
            os.fsync(self._descriptor)
            flush_folder(self._path.parent)
        self._is_finished = True
        return self._bytes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        os.close(self._descriptor)
        if not self._is_finished:
            with suppress(OSError):
                self._path.unlink()


def _write(descriptor: int, pieces: Sequence[bytes | memoryview]) -> None:
    """All of them, in one call where the system has one for that and takes everything at once."""
    written = os.writev(descriptor, pieces) if hasattr(os, "writev") else 0
    for piece in pieces:
        left = memoryview(piece)[written:]
        written = max(0, written - len(piece))
        while left:
            left = left[os.write(descriptor, left) :]


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Problem(Code.DISK_FULL, path="files") from error
        raise Problem(Code.OFFICE_FILES_FAILING, cause=error.strerror or "") from error
