"""What was made, renamed or removed in a folder made durable: the folder itself is flushed, as POSIX asks beside its files."""

import errno
import os
from pathlib import Path

_CANNOT = (errno.EINVAL, errno.ENOTSUP)


def flush_folder(folder: Path) -> None:
    """Returns when the disk has the folder's entries. On Windows a folder cannot be opened, and NTFS journals them itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_folder_of_stick(folder: Path) -> None:
    """The same where the file system may be one that cannot flush a folder: it says so, and does it with the file."""
    try:
        flush_folder(folder)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
