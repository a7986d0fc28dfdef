"""The bytes of a file that somebody chose or dropped, read once and whole."""

import os
import stat
from pathlib import Path

from cxo_core.problems import Code, Problem
from cxo_desktop.imaging.limits import Limits


def read(original: bytes | Path, limits: Limits) -> bytes:
    """All bytes of the original, never more than `limits.file_bytes`.

    Raises a Problem: PHOTO_UNREADABLE (gone, a folder, a device, no permission), PHOTO_TOO_LARGE,
    PHOTO_CHANGING (still being copied or synchronized while it was read).
    """
    if isinstance(original, Path):
        try:
            content = _read_file(original, limits)
        except OSError as error:
            raise Problem(Code.PHOTO_UNREADABLE, reason=error.strerror or type(error).__name__) from error
    else:
        content = original
    _check_size(len(content), limits)
    return content


def _read_file(path: Path, limits: Limits) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):  # before opening: opening a pipe would wait for its writer
        raise Problem(Code.PHOTO_UNREADABLE, reason="not a file")
    with path.open("rb", buffering=0) as file:
        before = os.fstat(file.fileno())
        _check_size(before.st_size, limits)
        content = file.read(before.st_size + 1)
        while len(content) < before.st_size and (more := file.read(before.st_size + 1 - len(content))):
            content += more
        after = os.fstat(file.fileno())
    if len(content) != before.st_size or (before.st_size, before.st_mtime_ns) != (
        after.st_size,
        after.st_mtime_ns,
    ):
        raise Problem(Code.PHOTO_CHANGING)
    return content


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise Problem(
            Code.PHOTO_TOO_LARGE,
            megabytes=-(-size // 1_000_000),
            limit_megabytes=limits.file_bytes // 1_000_000,
        )
