"""A stick as the office sees it: what lies where, and how an answer gets there so that pulling it out leaves no half file."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from cxo_core.flushing import flush_folder_of_stick
from cxo_core.problems import Code, Problem
from cxo_core.protocol.packet import REQUEST_SUFFIX, SUFFIX
from cxo_core.protocol.withdrawal import SUFFIX as WITHDRAWAL_SUFFIX

BUNDLE_SUFFIX: Final = ".cxo"
PART: Final = ".part"

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN: Final = {errno.EROFS, errno.EACCES, errno.EPERM}
_PACKET: Final = re.compile(r"cxo-([0-9a-f]{16})(-[0-9a-z]+)?" + re.escape(SUFFIX))


class Stick:
    """Every failure comes out as `folder-missing`, `stick-gone`, `stick-read-only` or `stick-full`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.parent if folder.name.upper() == "CXO" else folder
        self._to_office = self.folder / "CXO" / "to-office"
        self._to_laptops = self.folder / "CXO" / "to-laptops"
        with self._answering():
            if not self.folder.is_dir():
                raise Problem(Code.FOLDER_MISSING, path=str(self.folder))
            self._volume = self.folder.stat().st_dev

    @classmethod
    def of(cls, path: Path) -> "Stick":
        """The stick a folder is, or a file lies on: beside `CXO`, or in the file's own folder."""
        if not path.is_file():
            return cls(path)
        folder = path.parent
        is_laid_out = folder.name == "to-office" and folder.parent.name.upper() == "CXO"
        return cls(folder.parent if is_laid_out else folder)

    def bundles(self) -> list[Path]:
        """Every `*.cxo`, also those somebody put straight into the folder."""
        return self._files(BUNDLE_SUFFIX)

    def requests(self) -> list[Path]:
        return self._files(REQUEST_SUFFIX)

    def withdrawals(self) -> list[Path]:
        """Consent that was taken back: what is to be destroyed."""
        return self._files(WITHDRAWAL_SUFFIX)

    def addressed(self) -> list[str]:
        """The laptops that packets lie here for, whoever wrote them."""
        with self._answering():
            names = sorted(_names(self._to_laptops))
        return [found[1] for name in names if (found := _PACKET.fullmatch(name))]

    def put(self, name: str, content: bytes) -> Path:
        """Writes an answer into `to-laptops`, whole and flushed or not at all."""
        path, part = self._to_laptops / name, self._to_laptops / f"{name}{PART}"
        with self._answering(len(content)):
            self._check_volume()
            self._to_laptops.parent.mkdir(exist_ok=True)
            self._to_laptops.mkdir(exist_ok=True)
            try:
                _write(part, content)
                part.replace(path)
                flush_folder_of_stick(self._to_laptops)
                self._check_volume()
            except BaseException:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
                raise
        return path

    def _files(self, suffix: str) -> list[Path]:
        with self._answering():
            return [
                folder / name
                for folder in (self._to_office, self.folder)
                for name in sorted(_names(folder))
                if name.lower().endswith(suffix) and not name.startswith(".")
            ]

    def _check_volume(self) -> None:
        """Without the stick its folder may still be there, and what is put into it would stay on this machine."""
        if self.folder.stat().st_dev != self._volume:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))

    @contextmanager
    def _answering(self, wanted_bytes: int = 0) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = str(self.folder)
            if error.errno in _FULL:
                missing = max(1, -(-wanted_bytes // (1 << 20)))
                raise Problem(Code.STICK_FULL, path=where, missing_mib=missing) from error
            if error.errno in _FORBIDDEN:
                raise Problem(Code.STICK_READ_ONLY, path=where) from error
            raise Problem(Code.STICK_GONE, path=where, cause=error.strerror or "") from error


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file of the stick, never one that a link on it leads to. Raises Problem `bundle-unreadable`, while reading too."""
    try:
        if path.is_symlink() or not path.is_file():
            raise OSError(errno.EINVAL, "not a plain file")
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise Problem(Code.BUNDLE_UNREADABLE, reason=error.strerror or "") from error


def _names(folder: Path) -> Iterator[str]:
    """Links and what is no file are passed over; so a stick cannot point at files of this machine."""
    if folder.is_dir() and not folder.is_symlink():
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries if entry.is_file(follow_symlinks=False))


def _write(path: Path, content: bytes) -> None:
    with path.open("wb", buffering=0) as file:
        left = memoryview(content)
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
