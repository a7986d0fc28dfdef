"""A stick: what lies where on it, and how a file gets there so that pulling it out leaves whole files and `*.part`."""

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from cxo_core.canonical import sha256
from cxo_core.flushing import flush_folder_of_stick
from cxo_core.problems import Code, Problem
from cxo_desktop.storage.failures import problem_of_disk

REQUEST_SUFFIX: Final = ".cxoask"
PACKET_SUFFIX: Final = ".cxopack"
PART: Final = ".part"
FAT32_MOST_BYTES: Final = (1 << 32) - 1
"""The largest file FAT32 takes; a sealed bundle stays below it (`cxo_core.bundle.names.MAX_ARCHIVE_BYTES`)."""

_PIECE: Final = 1 << 20
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN: Final = {errno.EROFS, errno.EACCES, errno.EPERM}
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,119}")


class Stopped(Exception):
    """Somebody asked to stop in the middle of a file."""


class Stick:
    """The folder `CXO` on a stick. Every failure of the stick comes out as a Problem that a person can act on:
    `folder-missing`, `stick-gone`, `stick-read-only` or `stick-full`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.parent if folder.name.upper() == "CXO" else folder
        self.to_office = self.folder / "CXO" / "to-office"
        self.to_laptops = self.folder / "CXO" / "to-laptops"
        self._volume: int | None = None

    def check(self) -> None:
        """Raises Problem `folder-missing` where there is no such folder, `stick-gone` where another stick is there now."""
        with self._answering():
            if not self.folder.is_dir():
                raise Problem(Code.FOLDER_MISSING, path=str(self.folder))
            if self._volume is None:
                self._volume = self.folder.stat().st_dev
            self._check_volume()

    def need(self, sizes: list[int]) -> None:
        """Raises Problem `stick-full`, which says how much is missing, unless files of these sizes fit."""
        with self._answering():
            block, free = self._room()
        wanted = sum(-(-size // block) * block for size in sizes) + 4 * block
        if sizes and wanted > free:
            raise self._full(wanted - free)

    def put_small(self, name: str, content: bytes) -> Path:
        """Puts a small file into `to-office`, whole or not at all; returns where it lies."""
        with self._put(name, sha256(content)) as file:
            self._write(file, content, len(content))
        return self.to_office / name

    def put_file(
        self,
        name: str,
        source: Path,
        digest: str,
        *,
        copied: Callable[[int], None],
        is_stopped: Callable[[], bool],
    ) -> Path:
        """Copies a file into `to-office`, whole or not at all, and reads it back before it counts.

        `copied` is told the length of each piece. Raises `Stopped` and Problem `bundle-damaged` where the file in the vault
        is not the one with this SHA-256.
        """
        taken = hashlib.sha256()
        with source.open("rb") as origin, self._put(name, digest) as file:
            left = os.fstat(origin.fileno()).st_size
            while piece := _read(origin, source):
                if is_stopped():
                    raise Stopped
                taken.update(piece)
                self._write(file, piece, left)
                left -= len(piece)
                copied(len(piece))
            if taken.hexdigest() != digest:
                raise Problem(Code.BUNDLE_DAMAGED, where=name)
        return self.to_office / name

    def holds(self, name: str, size: int, digest: str) -> bool:
        """Whether this very file lies in `to-office` already."""
        path = self.to_office / name
        with self._answering():
            return path.is_file() and path.stat().st_size == size and _digest(path) == digest

    def names(self) -> tuple[str, ...]:
        """What lies in `to-office`, unfinished files too."""
        with self._answering():
            return tuple(sorted(_names(self.to_office)))

    def packets_for(self, device: str, most_bytes: int) -> Iterator[tuple[str, bytes]]:
        """The packets for one laptop, by name; a larger file than a packet may be is passed over."""
        name_of_packet = re.compile(rf"cxo-{re.escape(device)}(-[a-z0-9]+)?{re.escape(PACKET_SUFFIX)}")
        with self._answering():
            names = sorted(name for name in _names(self.to_laptops) if name_of_packet.fullmatch(name))
            for name in names:
                path = self.to_laptops / name
                if path.is_file() and path.stat().st_size <= most_bytes:
                    yield name, path.read_bytes()

    def remove(self, name: str) -> None:
        """Takes a file of this laptop out of `to-office`, where it is there."""
        path = self.to_office / name
        with self._answering():
            if path.exists():
                path.unlink()
                flush_folder_of_stick(self.to_office)

    @contextmanager
    def _put(self, name: str, digest: str) -> Iterator[BinaryIO]:
        assert _NAME.fullmatch(name), "a name that FAT32 may not take"
        self.check()
        part = self.to_office / f"{name}{PART}"
        with self._answering():
            for folder in (self.to_office.parent, self.to_office):
                if folder.is_symlink():
                    raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
                folder.mkdir(exist_ok=True)
            part.unlink(missing_ok=True)
            try:
                # "x": a link that lies there in its place must not lead to a file of the laptop.
                with part.open("xb", buffering=0) as file:
                    yield file
                    os.fsync(file.fileno())
                    _forget_read(file)
                if _digest(part) != digest:
                    raise OSError(errno.EIO, "what was read back differs")
                part.replace(self.to_office / name)
                flush_folder_of_stick(self.to_office)
                self._check_volume()
            except BaseException:
                with _passing_over_failures():
                    part.unlink(missing_ok=True)
                raise

    def _check_volume(self) -> None:
        """Without the stick its folder may still be there, and what is put into it would stay on the laptop."""
        if self.folder.stat().st_dev != self._volume:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))

    def _write(self, file: BinaryIO, piece: bytes, left: int) -> None:
        """Every byte of the piece; `left` is how much there is to write with it."""
        rest = memoryview(piece)
        try:
            while rest:
                rest = rest[file.write(rest) :]
        except OSError as error:
            raise self._known(error, left) from error

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._known(error, 0) from error

    def _known(self, error: OSError, left: int) -> Problem:
        if error.errno in _FULL:
            return self._full(max(left, 1))
        if error.errno in _FORBIDDEN:
            return Problem(Code.STICK_READ_ONLY, path=str(self.folder))
        return Problem(Code.STICK_GONE, path=str(self.folder), cause=error.strerror or type(error).__name__)

    def _full(self, missing: int) -> Problem:
        return Problem(Code.STICK_FULL, path=str(self.folder), missing_mib=-(-missing // (1 << 20)))

    def _room(self) -> tuple[int, int]:
        """The size of a cluster and how much is free, in bytes."""
        if hasattr(os, "statvfs"):
            told = os.statvfs(self.folder)
            return max(told.f_frsize, 512), told.f_bavail * told.f_frsize
        return 1 << 16, shutil.disk_usage(self.folder).free


def _names(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        yield from (entry.name for entry in folder.iterdir())


def _read(origin: BinaryIO, source: Path) -> bytes:
    """The next piece of a file of the vault."""
    try:
        return origin.read(_PIECE)
    except OSError as error:
        raise problem_of_disk(error, source) from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget_read(file: BinaryIO) -> None:
    """What is read next comes from the stick, not from memory."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def _passing_over_failures() -> Iterator[None]:
    try:
        yield
    except OSError:
        return
